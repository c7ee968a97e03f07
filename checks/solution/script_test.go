package solution

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/internal/packages"
)

// model is what Microsoft's script makes of a package, written from its
// description alone: whether it passes.
type model struct {
	outerFolder      bool
	intros, zips     int
	innerFolders     int
	deeper           bool
	kinds            []string // of the solutions: "connector", "flow", "alone", "none"
	missing, noNames bool     // a solution's file; its folder Connector
}

func (m model) passes() bool {
	if m.outerFolder || m.intros != 1 || m.zips != 1 || m.innerFolders != 1 || m.deeper || len(m.kinds) != 2 || m.missing || m.noNames {
		return false
	}
	has := map[string]bool{}
	for _, k := range m.kinds {
		has[k] = true
	}
	return has["connector"] && has["flow"] && !has["alone"]
}

func (m model) pack(t *testing.T) []byte {
	good := packages.Good()
	var inner []file
	for i, kind := range m.kinds {
		files := good.Connector
		if kind == "flow" || kind == "alone" {
			files = good.Flow
		}
		if kind == "alone" {
			files = withoutConnector(files)
		}
		if kind == "none" {
			files = replaced(good.Connector, "customizations.xml", []byte("<ImportExportXml/>"))
		}
		if i == 0 && m.missing {
			files = packages.Without(files, "solution.xml")
		}
		if i == 0 && m.noNames {
			files = withoutFolder(files)
		}
		inner = append(inner, file{Name: "PkgAssets/" + string(rune('a'+i)) + ".zip", Data: packages.Zip(t, files...)})
	}
	if m.innerFolders == 0 {
		for i := range inner {
			inner[i].Name = strings.TrimPrefix(inner[i].Name, "PkgAssets/")
		}
	} else if len(inner) == 0 {
		inner = append(inner, file{Name: "PkgAssets/"})
	}
	if m.innerFolders == 2 {
		inner = append(inner, file{Name: "__MACOSX/x"})
	}
	if m.deeper {
		inner = append(inner, file{Name: "PkgAssets/en/x"})
	}
	var outer []file
	for i := range m.intros {
		outer = append(outer, file{Name: string(rune('a'+i)) + ".md", Data: []byte("x")})
	}
	for i := range m.zips {
		outer = append(outer, file{Name: string(rune('a'+i)) + ".zip", Data: packages.Zip(t, inner...)})
	}
	if m.outerFolder {
		outer = append(outer, file{Name: "x/y"})
	}
	return packages.Zip(t, outer...)
}

func withoutFolder(files []file) []file {
	var left []file
	for _, f := range files {
		if !strings.HasPrefix(f.Name, "Connector/") {
			left = append(left, f)
		}
	}
	return left
}

func withoutConnector(files []file) []file {
	left := withoutFolder(files)
	for i, f := range left {
		if from, to := strings.Index(string(f.Data), "<Connectors>"), strings.Index(string(f.Data), "</Connectors>"); from > 0 {
			left[i].Data = []byte(string(f.Data[:from]) + "<Connectors>" + string(f.Data[to:]))
		}
	}
	return left
}

// TestLikeMicrosoftScript: over random trees, most of them nearly right, the
// model and LikeMicrosoftScript agree.
func TestLikeMicrosoftScript(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	seldom := func() bool { return random.IntN(12) == 0 }
	passed := 0
	for range 300 {
		m := model{outerFolder: seldom(), intros: 1, zips: 1, innerFolders: 1, deeper: seldom(), kinds: []string{"connector", "flow"}, missing: seldom()}
		if seldom() {
			m.intros = random.IntN(3)
		}
		if seldom() {
			m.zips = random.IntN(3)
		}
		if seldom() {
			m.innerFolders = random.IntN(3)
		}
		if random.IntN(2) == 0 {
			m.kinds = nil
			for range random.IntN(4) {
				m.kinds = append(m.kinds, []string{"connector", "flow", "alone", "none"}[random.IntN(4)])
			}
		}
		if len(m.kinds) > 0 && (m.kinds[0] == "connector" || m.kinds[0] == "flow") {
			m.noNames = seldom()
		}
		if m.innerFolders == 0 {
			m.deeper = false
		}
		report := LikeMicrosoftScript(Read("package.zip", m.pack(t)), false)
		if got := len(report.Findings) == 0; got != m.passes() {
			t.Errorf("%+v: passes %v\n%s", m, got, strings.Join(lines(report), "\n"))
		}
		if m.passes() {
			passed++
		}
	}
	if passed < 30 {
		t.Errorf("only %d of the trees are right", passed)
	}
}
