package solution

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/internal/packages"
)

// hostile are packages made to cost time or memory.
func hostile(t testing.TB) map[string][]byte {
	zeros := func(n int) file { return file{Name: "a.txt", Data: make([]byte, n)} }
	solution := func(customizations string) []byte {
		l := packages.Good()
		l.Flow = replaced(l.Flow, "customizations.xml", []byte(customizations))
		return l.Pack(t)
	}
	var many []file
	for i := range 2000 {
		many = append(many, file{Name: fmt.Sprintf("PkgAssets/%d.zip", i), Data: emptyZip})
	}
	var wide []file
	for i := range 30 {
		wide = append(wide, file{Name: fmt.Sprintf("PkgAssets/%d.zip", i), Data: packages.Zip(t, zeros(4<<20))})
	}
	var flows strings.Builder
	var flowFiles []file
	for i := range 100 {
		fmt.Fprintf(&flows, "<Workflow><JsonFileName>/Workflows/%d.json</JsonFileName></Workflow>", i)
		flowFiles = append(flowFiles, file{Name: fmt.Sprintf("Workflows/%d.json", i), Data: []byte(strings.Repeat("[", 3<<20))})
	}
	l := packages.Good()
	l.Flow = append(replaced(l.Flow, "customizations.xml", []byte("<ImportExportXml><Workflows>"+flows.String()+"</Workflows></ImportExportXml>")), flowFiles...)
	definition := packages.Good()
	definition.Connector = replaced(definition.Connector, definitionFile, []byte(`{"swagger":"2.0","paths":{`+strings.Repeat(`"/a":{"get":{}},`, 125_000)+`}}`))
	return map[string][]byte{
		"many archives":        packages.Zip(t, file{Name: "intro.md", Data: []byte("x")}, file{Name: "package.zip", Data: packages.Zip(t, many...)}),
		"wide archives":        packages.Zip(t, file{Name: "package.zip", Data: packages.Zip(t, wide...)}),
		"deep XML":             solution(strings.Repeat("<a>", 1_000_000)),
		"wide XML":             solution("<ImportExportXml>" + strings.Repeat("<a/>b", 700_000)),
		"entities":             solution(`<!DOCTYPE a [<!ENTITY b "` + strings.Repeat("c", 1<<20) + `">]><ImportExportXml>` + strings.Repeat("&b;", 1<<20) + `</ImportExportXml>`),
		"many flows":           l.Pack(t),
		"a definition of 2 MB": definition.Pack(t),
	}
}

// What is hostile costs at most 256 MB and says that it is wrong. Time is left
// to the benchmark.
func TestHostile(t *testing.T) {
	if testing.Short() {
		t.Skip("packs and judges hundreds of megabytes")
	}
	for name, data := range hostile(t) {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			began := time.Now()
			r := Judge(Read("package.zip", data), Options{})
			took := time.Since(began)
			runtime.ReadMemStats(&after)
			t.Logf("%v, %d MB allocated in all", took, (after.TotalAlloc-before.TotalAlloc)>>20)
			if r.Count(checks.Error) == 0 {
				t.Error("nothing is said")
			}
			if grown := int64(after.Sys) - int64(before.Sys); grown > 256<<20 {
				t.Errorf("took %d MB from the system", grown>>20)
			}
		})
	}
}

func BenchmarkJudge(b *testing.B) {
	l := packages.Good()
	l.Outer = append(l.Outer, file{Name: "notes.txt", Data: []byte(strings.Repeat("0123456789abcdef", 6000))})
	data := l.Pack(b)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		Judge(Read("package.zip", data), Options{})
	}
}
