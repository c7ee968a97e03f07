package prose_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/internal/corpus"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/checks/prose"
)

// published are the folders of real connectors that lie beside the repository.
func published(t testing.TB) []string {
	t.Helper()
	return corpus.Connectors(t)
}

// subjectOf reads a connector's folder.
func subjectOf(t testing.TB, folder string) prose.Subject {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	a := connector.Artifacts{Name: filepath.Base(folder)}
	s := prose.Subject{Independent: strings.Contains(folder, "independent")}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(folder, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		file := &checks.File{Name: e.Name(), Data: data}
		switch name := strings.ToLower(e.Name()); {
		case strings.HasSuffix(name, ".swagger.json"):
			a.Swagger = file
		case name == "apiproperties.json":
			a.Properties = file
		case strings.HasPrefix(name, "readme"):
			s.Readme = &checks.File{Name: e.Name(), Data: data}
		case name == "intro.md":
			s.Intro = &checks.File{Name: e.Name(), Data: data}
		}
	}
	facts := connector.Parse(a).Facts
	s.Description = facts.Description
	s.NeedsAuth, s.AuthKnown = len(facts.Auth) > 0, facts.AuthKnown
	for _, o := range facts.Operations {
		if !o.Internal {
			s.Operations = append(s.Operations, o)
		}
	}
	return s
}

// found is a finding in a published document.
type found struct {
	folder string
	checks.Finding
}

// TestPublished judges real documents: no rule fails on any of them, every place
// is one, and with -v it prints how often each rule finds something, and some
// findings to be read by hand.
func TestPublished(t *testing.T) {
	byRule := map[string][]found{}
	for _, folder := range published(t) {
		s := subjectOf(t, folder)
		report := prose.Judge(s)
		report.Sort()
		for _, o := range report.Outcomes {
			if strings.Contains(o.Reason, "the rule failed") {
				t.Errorf("%s: %s: %s", folder, o.Rule, o.Reason)
			}
		}
		for _, o := range report.Unchecked() {
			if o.Rule != "IntroCredentials" || s.AuthKnown {
				t.Errorf("%s: %s is not checked: %s", folder, o.Rule, o.Reason)
			}
		}
		for k, d := range map[prose.Kind]*checks.File{prose.KindIntro: s.Intro, prose.KindReadme: s.Readme} {
			if got := len(prose.Guide(k, d, s)); got <= len(prose.Sections(k)) {
				t.Errorf("%s: %d states", folder, got)
			}
		}
		for _, f := range report.Findings {
			byRule[f.Rule] = append(byRule[f.Rule], found{folder, f})
			placed(t, s, f)
		}
	}
	for _, rule := range slices.Sorted(maps.Keys(byRule)) {
		connectors := map[string]bool{}
		for _, f := range byRule[rule] {
			connectors[f.folder] = true
		}
		t.Logf("%-24s %4d findings in %3d connectors", rule, len(byRule[rule]), len(connectors))
	}
	for i, f := range sample(byRule, 40) {
		t.Logf("%2d %s %s %s: %s | %s", i+1, f.Rule, filepath.Base(f.folder), f.Place, f.Message, f.Fix)
	}
}

// sample picks n findings, always the same, in turn from each rule.
func sample(byRule map[string][]found, n int) []found {
	random := rand.New(rand.NewPCG(5, 63))
	rules := slices.Sorted(maps.Keys(byRule))
	for _, r := range rules {
		random.Shuffle(len(byRule[r]), func(i, j int) { byRule[r][i], byRule[r][j] = byRule[r][j], byRule[r][i] })
	}
	var out []found
	for round := 0; len(out) < n; round++ {
		before := len(out)
		for _, r := range rules {
			if round < len(byRule[r]) && len(out) < n {
				out = append(out, byRule[r][round])
			}
		}
		if len(out) == before {
			break
		}
	}
	return out
}

// placed holds that a finding points into its document.
func placed(t testing.TB, s prose.Subject, f checks.Finding) {
	t.Helper()
	d := s.Readme
	if strings.HasPrefix(f.Rule, "Intro") {
		d = s.Intro
	}
	if d == nil || f.Place.Line == 0 {
		return
	}
	lines := strings.Split(strings.TrimPrefix(string(d.Data), "\ufeff"), "\n")
	if f.Place.Line > len(lines) {
		t.Errorf("%s points at line %d of %d", f.Rule, f.Place.Line, len(lines))
		return
	}
	line := lines[f.Place.Line-1]
	if n := len([]rune(line)); f.Place.Column < 1 || f.Place.Column > n+1 {
		t.Errorf("%s points at column %d of %d: %q", f.Rule, f.Place.Column, n, line)
	}
	if strings.ContainsAny(f.Message+f.Fix, "\n\r") {
		t.Errorf("%s says more than a line: %q", f.Rule, fmt.Sprint(f.Message, f.Fix))
	}
}
