package source

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/certwiz/certwiz/checks/connector"
)

// maker makes JSON values that look a little like a connector's.
type maker struct {
	*rand.Rand
	added int
}

func (m *maker) value(depth int) any {
	switch m.IntN(9) {
	case 0:
		return m.IntN(4)
	case 1:
		return m.IntN(2) == 0
	case 2:
		return nil
	case 3, 4:
		return fmt.Sprintf("text %d", m.IntN(5))
	case 5, 6:
		if depth == 0 {
			return "deep"
		}
		return m.list(depth - 1)
	default:
		if depth == 0 {
			return "deep"
		}
		return m.object(depth - 1)
	}
}

func (m *maker) object(depth int) map[string]any {
	o := map[string]any{}
	for range m.IntN(6) {
		o[fmt.Sprintf("k%d", m.IntN(8))] = m.value(depth)
	}
	return o
}

// list makes one of the kinds of lists that are compared in different ways.
func (m *maker) list(depth int) []any {
	l := []any{}
	kind := m.IntN(4)
	for i := range m.IntN(7) {
		switch kind {
		case 0:
			l = append(l, fmt.Sprintf("value %d", i))
		case 1:
			o := m.object(depth)
			o["name"], o["in"] = fmt.Sprintf("p%d", i), "query"
			l = append(l, o)
		case 2:
			l = append(l, m.object(depth))
		default:
			l = append(l, m.value(depth))
		}
	}
	return l
}

// add puts n new members and elements into different objects and lists of a
// value, and returns how many found a place.
func (m *maker) add(v any, n int) (any, int) {
	var holders []any // pointers to the lists, and the objects
	var collect func(v any) any
	collect = func(v any) any {
		switch v := v.(type) {
		case map[string]any:
			for _, k := range slices.Sorted(maps.Keys(v)) {
				v[k] = collect(v[k])
			}
			holders = append(holders, v)
			return v
		case []any:
			for i := range v {
				v[i] = collect(v[i])
			}
			p := &v
			holders = append(holders, p)
			return p
		}
		return v
	}
	v = collect(v)
	m.Shuffle(len(holders), func(i, j int) { holders[i], holders[j] = holders[j], holders[i] })
	n = min(n, len(holders))
	for _, h := range holders[:n] {
		m.added++
		switch h := h.(type) {
		case map[string]any:
			h[fmt.Sprintf("added %d", m.added)] = m.value(2)
		case *[]any:
			*h = slices.Insert(*h, m.IntN(len(*h)+1), m.like(*h))
		}
	}
	return v, n
}

// like is a new element that fits into a list.
func (m *maker) like(l []any) any {
	what := fmt.Sprintf("added %d", m.added)
	if len(l) == 0 {
		return what
	}
	p, ok := l[0].(map[string]any)
	switch {
	case !ok:
		return what
	case p["in"] != nil:
		return map[string]any{"name": what, "in": "query"}
	default:
		return map[string]any{what: m.IntN(3)}
	}
}

// change changes about one value in ten.
func (m *maker) change(v any) any {
	if m.IntN(12) == 0 {
		return m.value(1)
	}
	switch v := v.(type) {
	case map[string]any:
		for _, k := range slices.Sorted(maps.Keys(v)) {
			if m.IntN(15) == 0 {
				delete(v, k)
				continue
			}
			v[k] = m.change(v[k])
		}
	case []any:
		for i := range v {
			v[i] = m.change(v[i])
		}
		if m.IntN(5) == 0 {
			m.Shuffle(len(v), func(i, j int) { v[i], v[j] = v[j], v[i] })
		}
		if m.IntN(5) == 0 && len(v) > 0 {
			return slices.Delete(v, 0, 1)
		}
	}
	return v
}

func encoded(t *testing.T, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func decoded(t *testing.T, text string) any {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// mirrored is a comparison as it is seen from the other side. Pointers are
// left out: an element of a list may have another position there.
func mirrored(d Diff) []string { return summed(d, true) }

func summed(d Diff, swap bool) []string {
	var all []string
	for _, x := range d.Differences {
		if swap {
			x.Here, x.There = x.There, x.Here
			switch x.Kind {
			case OnlyHere:
				x.Kind = OnlyThere
			case OnlyThere:
				x.Kind = OnlyHere
			}
		}
		all = append(all, fmt.Sprintf("%s %s: %s → %s %s", x.File, x.Kind, x.There, x.Here, x.Note))
	}
	slices.Sort(all)
	return append(all, fmt.Sprint(d.More))
}

func TestCompareRandomFiles(t *testing.T) {
	const rounds = 1000
	m := &maker{Rand: rand.New(rand.NewPCG(1, 2))}
	differ := 0
	for range rounds {
		a := encoded(t, m.object(5))
		if d := Compare(definition(a), definition(a)); len(d.Differences) != 0 {
			t.Fatalf("%s differs from itself: %q", a, lines(d))
		}
		b := encoded(t, m.change(decoded(t, a)))
		there, back := Compare(definition(a), definition(b)), Compare(definition(b), definition(a))
		if (a == b) != (len(there.Differences) == 0) {
			t.Fatalf("%s\n%s: %q", a, b, lines(there))
		}
		if got, want := mirrored(there), summed(back, false); !slices.Equal(got, want) {
			t.Fatalf("%s\n%s\n%s\nand from the other side\n%s", a, b, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		if a != b {
			differ++
		}
		more, n := m.add(decoded(t, a), 1+m.IntN(4))
		d := Compare(definition(encoded(t, more)), definition(a))
		if got := len(d.Differences) + d.More; got < 1 || got > n {
			t.Fatalf("%d added, %d found\n%s\n%s\n%s", n, got, a, encoded(t, more), strings.Join(lines(d), "\n"))
		}
	}
	if differ < rounds/2 {
		t.Errorf("only %d of %d changed", differ, rounds)
	}
}

// TestPointersLead holds that a pointer leads to the value that is shown.
func TestPointersLead(t *testing.T) {
	m := &maker{Rand: rand.New(rand.NewPCG(3, 4))}
	for range 500 {
		a := encoded(t, m.object(5))
		b := encoded(t, m.change(decoded(t, a)))
		here, there := newSide("a", []byte(a), false), newSide("b", []byte(b), false)
		for _, d := range Compare(definition(a), definition(b)).Differences {
			s, want := here, d.Here
			if d.Kind == OnlyThere {
				s, want = there, d.There
			}
			n := s.tree.Find(d.Pointer)
			if !n.OK() {
				t.Fatalf("%s leads nowhere in %s", d.Pointer, a)
			}
			if got := shown(s, n, 0); d.Note != "another order" && got != want {
				t.Errorf("%s leads to %s, shown is %s", d.Pointer, got, want)
			}
		}
	}
}

func TestSubsequence(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	random := func() []uint64 {
		l := make([]uint64, r.IntN(30))
		for i := range l {
			l[i] = uint64(r.IntN(6))
		}
		return l
	}
	for range 3000 {
		a, b, steps := random(), random(), maxSteps
		pairs := subsequence(a, b, &steps)
		last := [2]int{-1, -1}
		for _, p := range pairs {
			if p[0] <= last[0] || p[1] <= last[1] || a[p[0]] != b[p[1]] {
				t.Fatalf("%v %v: %v", a, b, pairs)
			}
			last = p
		}
		if want := longest(a, b); len(pairs) != want {
			t.Fatalf("%v %v: %d pairs, want %d", a, b, len(pairs), want)
		}
	}
	long := func(from uint64) []uint64 {
		l := make([]uint64, 2000)
		for i := range l {
			l[i] = from + uint64(i)
		}
		return l
	}
	for _, steps := range []int{10, maxSteps} { // without time, and with too many edits
		if pairs := subsequence(long(0), long(5000), &steps); pairs != nil {
			t.Errorf("%d pairs", len(pairs))
		}
	}
}

// longest is the length of the longest common subsequence, the slow way.
func longest(a, b []uint64) int {
	best := table(len(a)+1, len(b)+1)
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			best[i][j] = max(best[i+1][j], best[i][j+1])
			if a[i] == b[j] {
				best[i][j] = best[i+1][j+1] + 1
			}
		}
	}
	return best[0][0]
}

func FuzzCompare(f *testing.F) {
	for _, s := range [][2]string{
		{`{"a":[1,{"b":null}]}`, `{"a":[1,{"b":0}],"c":""}`}, {`{"a":1,"a":2}`, "{\r\n\"a\":2}"}, {`{"a":1,}`, `{"a":1}`},
		{`[1,2,2,[3]]`, `[2,1,[3],2]`}, {`{"parameters":[{"name":"a","in":"path"}]}`, `{"parameters":[{"name":"b"}]}`}, {`{"a"`, ``}, {"\ufeff{}", "{}"},
		{`[{"a":1},{"a":2}]`, `[{"a":2},{"b":{}},{"a":1}]`}, {`{"clientId":"3f2504e0-4f89-41d3-9a0c-0305e82c3301"}`, `{"clientId":"<>"}`},
	} {
		f.Add([]byte(s[0]), []byte(s[1]))
	}
	f.Fuzz(func(t *testing.T, a, b []byte) {
		all := func(data []byte) connector.Artifacts {
			x := &connector.File{Name: "x", Data: data}
			return connector.Artifacts{Swagger: x, Properties: x, Readme: x}
		}
		start := time.Now()
		there, back := Compare(all(a), all(b)), Compare(all(b), all(a))
		if len(there.Differences) > maxDifferences {
			t.Errorf("%d differences", len(there.Differences))
		}
		if same := Compare(all(a), all(a)); len(same.Differences) != 0 {
			t.Errorf("differs from itself: %q", lines(same))
		}
		// A placeholder for a secret is no difference on one side only.
		scrubbed := strings.Contains(fmt.Sprint(lines(back), lines(there)), "looks like a secret")
		if got, want := mirrored(there), summed(back, false); !scrubbed && there.More == 0 && !slices.Equal(got, want) {
			t.Errorf("%q one way, %q the other", got, want)
		}
		if string(a) != string(b) && len(there.Differences) == 0 {
			t.Error("a difference was not told") // the readme's at least
		}
		for _, d := range there.Differences {
			for _, line := range Text(d) {
				if strings.ContainsAny(line, "\n\r") && !strings.ContainsAny(d.Place, "\n\r") {
					t.Errorf("%q is no line", line)
				}
			}
		}
		if took := time.Since(start); took > 10*time.Second+time.Duration(len(a)+len(b))*10*time.Microsecond {
			t.Errorf("%d bytes took %s", len(a)+len(b), took)
		}
	})
}

// TestCompareCorpus compares published connectors with themselves and with
// copies that a few members were added to.
func TestCompareCorpus(t *testing.T) {
	corpus := "../../../shared/corpus"
	dirs, err := filepath.Glob(filepath.Join(corpus, "*", "*"))
	if _, missing := os.Stat(corpus); missing != nil || err != nil {
		t.Skip("the corpus is not at hand: ", corpus)
	}
	m := &maker{Rand: rand.New(rand.NewPCG(7, 8))}
	compared := 0
	for i, dir := range dirs {
		if i%8 != 0 { // a sample; all of them take 20 s
			continue
		}
		a, err := Load(context.Background(), dir)
		if err != nil || a.Swagger == nil || a.Swagger.Err != "" {
			continue
		}
		if d := Compare(a, a); len(d.Differences) != 0 {
			t.Errorf("%s differs from itself: %q", dir, lines(d))
		}
		var v any
		numbers := json.NewDecoder(bytes.NewReader(a.Swagger.Data))
		numbers.UseNumber()
		if numbers.Decode(&v) != nil || len(a.Swagger.Data) > 300_000 {
			continue
		}
		more, n := m.add(v, 5)
		b := a
		b.Swagger = file(a.Swagger.Name, encoded(t, more))
		if d := Compare(b, a); len(d.Differences) < 1 || len(d.Differences) > n {
			t.Errorf("%s: %d added, found:\n%s", dir, n, strings.Join(lines(d), "\n"))
		}
		compared++
	}
	if compared == 0 {
		t.Error("no connector was compared")
	}
}
