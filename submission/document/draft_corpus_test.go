package document

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/checks/prose"
)

// load reads a connector's folder.
func load(t testing.TB, folder string) *connector.Connector {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	a := connector.Artifacts{Name: filepath.Base(folder), Independent: strings.Contains(folder, "independent")}
	slots := map[string]**checks.File{"apidefinition.swagger.json": &a.Swagger, "apiproperties.json": &a.Properties, "readme.md": &a.Readme, "intro.md": &a.Intro}
	for _, e := range entries {
		slot := slots[strings.ToLower(e.Name())]
		if slot == nil {
			continue
		}
		data, err := os.ReadFile(filepath.Join(folder, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		*slot = &checks.File{Name: e.Name(), Data: data}
	}
	return connector.Read(a)
}

func parsed(f *checks.File) *Doc {
	if f == nil {
		return nil
	}
	d := Parse(f.Data)
	return &d
}

// judged is what the rules say about a draft.
func judged(kind Kind, draft []byte, f connector.Facts, a connector.Artifacts) []checks.Finding {
	s := prose.Subject{Description: f.Description, NeedsAuth: len(f.Auth) > 0, AuthKnown: f.AuthKnown, Independent: kind == IndependentReadme, Operations: f.Operations}
	name := "readme.md"
	if kind == Intro {
		name = "intro.md"
		s.Intro = &checks.File{Name: name, Data: draft}
		if a.Readme != nil {
			s.Readme = &checks.File{Name: a.Readme.Name, Data: a.Readme.Data}
		}
	} else {
		s.Readme = &checks.File{Name: name, Data: draft}
	}
	report := prose.Judge(s)
	report.Sort()
	var out []checks.Finding
	for _, x := range report.Findings {
		if x.Place.File == name {
			out = append(out, x)
		}
	}
	return out
}

// tally counts what TestDraftsPublished finds.
type tally struct {
	blanks          map[Kind][]int
	taken           int
	rules, reworked map[string]int // findings outside and inside of what was taken over
	samples         []string
}

// TestDraftsPublished drafts both documents of every published connector, with
// and without what the other document says. A draft passes its own checks but
// for the blanks it names; what was taken over is under such a blank.
func TestDraftsPublished(t *testing.T) {
	n := tally{map[Kind][]int{}, 0, map[string]int{}, map[string]int{}, nil}
	for _, folder := range folders(t) {
		c := load(t, folder)
		a, f, k := c.Artifacts, c.Facts, From(c)
		if a.Independent {
			n.draft(t, IndependentReadme, k, f, a, nil)
			continue
		}
		n.draft(t, Intro, k, f, a, a.Readme)
		n.draft(t, Readme, k, f, a, a.Intro)
	}
	for kind, all := range n.blanks {
		slices.Sort(all)
		t.Logf("kind %d: %d drafts, %d to %d blanks, median %d", kind, len(all), all[0], all[len(all)-1], all[len(all)/2])
	}
	t.Logf("%d drafts took text over; findings in it: %v", n.taken, n.reworked)
	for _, rule := range slices.Sorted(maps.Keys(n.rules)) {
		t.Errorf("%s finds something in %d drafts", rule, n.rules[rule])
	}
	if len(n.samples) > 0 {
		t.Errorf("among them:\n%s", strings.Join(n.samples, "\n"))
	}
}

func (n *tally) draft(t *testing.T, kind Kind, k Known, f connector.Facts, a connector.Artifacts, other *checks.File) {
	t.Helper()
	bare := Draft(kind, k, nil)
	n.blanks[kind] = append(n.blanks[kind], len(Blanks(bare)))
	n.judge(kind, bare, f, a)
	d := Parse(bare)
	for i, s := range d.Sections {
		if i > 0 && s.Level != 2 {
			t.Errorf("%s: the section %q is of level %d", a.Name, s.Title, s.Level)
		}
	}
	if other == nil {
		return
	}
	full := Draft(kind, k, parsed(other))
	n.judge(kind, full, f, a)
	if bytes.Contains(full, []byte(takenFrom)) {
		n.taken++
	}
	for i, s := range Parse(full).Sections {
		if i > 0 && s.Level != 2 {
			t.Errorf("%s: the section %q is of level %d", a.Name, s.Title, s.Level)
		}
	}
}

func (n *tally) judge(kind Kind, draft []byte, f connector.Facts, a connector.Artifacts) {
	for _, x := range judged(kind, draft, f, a) {
		switch {
		case named(draft, x):
		case within(draft, x.Place.Line):
			n.reworked[x.Rule]++
		default:
			n.rules[x.Rule]++
			if n.rules[x.Rule] <= 5 {
				n.samples = append(n.samples, fmt.Sprintf("%s: kind %d: %s %s: %s", a.Name, kind, x.Rule, x.Place, x.Message))
			}
		}
	}
}

// takenFrom is in the blank above what was taken over.
const takenFrom = "it is taken from"

// asks says which blank of a section names what a rule about the section misses.
var asks = map[string]string{"IntroCredentialsLink": "with a link to the page", "IntroGetStartedImages": "a picture"}

// named tells whether a finding is about a blank: on its line, or about what a
// blank of the section asks for.
func named(draft []byte, x checks.Finding) bool {
	d := Parse(draft)
	for _, b := range Blanks(draft) {
		if b.Line == x.Place.Line || asks[x.Rule] != "" && b.Section == sectionAt(d, x.Place.Line) && strings.Contains(b.Text, asks[x.Rule]) {
			return true
		}
	}
	return false
}

// within tells whether a line of a draft is text that was taken over.
func within(draft []byte, line int) bool {
	d := Parse(draft)
	s := d.Sections[sectionAt(d, line)]
	for i, l := range strings.Split(string(draft), "\n") {
		if i+1 >= s.Line && i+1 < line && strings.Contains(l, takenFrom) {
			return true
		}
	}
	return false
}
