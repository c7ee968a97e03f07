package portal

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

func TestWhen(t *testing.T) {
	values := map[string]string{"publisher": "verified", "commit": "3473"}
	get := func(key string) string { return values[key] }
	tests := []struct {
		name string
		when When
		want bool
	}{
		{"nothing asked", nil, true},
		{"the value", When{{"publisher", []string{"verified"}}}, true},
		{"one of several", When{{"publisher", []string{"independent", "verified"}}}, true},
		{"another value", When{{"publisher", []string{"independent"}}}, false},
		{"any value", When{{"commit", nil}}, true},
		{"no value", When{{"zip", nil}}, false},
		{"all must hold", When{{"commit", nil}, {"publisher", []string{"independent"}}}, false},
		{"an empty value asked for", When{{"zip", []string{""}}}, true},
	}
	for _, tt := range tests {
		if got := tt.when.Holds(get); got != tt.want {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
	if w := (When{{"route", []string{"exception"}}, {"publisher", []string{"verified"}}}); w.Holds(get) || !w.Possible(get) {
		t.Error("what has no answer yet may still get the one that is asked for")
	}
	if (When{{"publisher", []string{"independent"}}}).Possible(get) {
		t.Error("another answer was given")
	}
}

// TestAll: every portal that is listed is one that certwiz reads whole.
func TestAll(t *testing.T) {
	ids := map[string]bool{}
	for _, p := range All() {
		if err := p.Validate(); err != nil {
			t.Errorf("%s: %v", p.ID, err)
		}
		if ids[p.ID] {
			t.Errorf("two portals are called %s", p.ID)
		}
		ids[p.ID] = true
		if got, err := All().ByID(p.ID); err != nil || got.ID != p.ID {
			t.Errorf("%s is found as %q: %v", p.ID, got.ID, err)
		}
	}
	if p, err := All().ByID(""); err != nil || p.ID != oldest {
		t.Errorf("a draft that names no portal is for %q: %v", p.ID, err)
	}
	if _, err := All().ByID("tomorrow"); err == nil || !strings.Contains(err.Error(), `"tomorrow"`) {
		t.Errorf("a portal that is not known: %v", err)
	}
}

// TestValidate: what nothing reads, and what names something that does not
// exist, is refused.
func TestValidate(t *testing.T) {
	tests := []struct {
		name   string
		change func(p *Portal, f *Field)
		want   string
	}{
		{"a role twice", func(_ *Portal, f *Field) { f.Kind, f.Role = Archive, RoleArchive }, "asks for the archive twice"},
		{"a role of another kind", func(_ *Portal, f *Field) { f.Role = RoleAPIKey }, `read from a field of the kind "secret"`},
		{"an archive without a role", func(_ *Portal, f *Field) { f.Kind = Archive }, "does not say what the archive is"},
		{"a document without a role", func(_ *Portal, f *Field) { f.Kind = Document }, "does not say what the document is"},
		{"an unknown kind", func(_ *Portal, f *Field) { f.Kind = "hologram" }, `no field of the kind "hologram"`},
		{"an unknown role", func(_ *Portal, f *Field) { f.Role = "lease" }, `no role "lease"`},
		{"an unknown check", func(_ *Portal, f *Field) { f.Check = "palm lines" }, `no check "palm lines"`},
		{"an unknown list", func(_ *Portal, f *Field) { f.Kind, f.Lists = Choice, "moons" }, "no list of moons"},
		{"a choice without options", func(_ *Portal, f *Field) { f.Kind = Choice }, "choice with 0 options"},
		{"options that mean nothing", func(p *Portal, _ *Field) { p.Steps[0].Fields[1].Options[0].Value = "sponsor" }, `"sponsor" is no publisher`},
		{"an unknown prefill", func(_ *Portal, f *Field) { f.Prefill = "the weather" }, `found out as "the weather"`},
		{"a condition nobody answers", func(_ *Portal, f *Field) { f.Shown = When{{"publsher", nil}} }, `asks for "publsher"`},
		{"a condition that can't hold", func(_ *Portal, f *Field) { f.Required = When{{KeyRoute, []string{"by mule"}}} }, `"by mule", which can't be chosen`},
		{"a text that nothing fills", func(_ *Portal, f *Field) { f.Expect = "go {nowhere}" }, "nothing fills {nowhere}"},
		{"a link that is not there", func(_ *Portal, f *Field) { f.Link = "moon" }, `no link "moon"`},
		{"a field twice", func(_ *Portal, f *Field) { f.ID = "folder" }, `two fields "folder"`},
		{"no label", func(_ *Portal, f *Field) { f.Label = "" }, "has no label"},
		{"a summary of nothing", func(p *Portal, _ *Field) { p.Finals[0].Summary = []Brief{{Field: "gone"}} }, `summary names "gone"`},
		{"a window that is not there", func(p *Portal, _ *Field) { p.Finals[0].Window = "never" }, `no window "never"`},
		{"a line that pastes nothing", func(p *Portal, _ *Field) { p.Finals[0].Items[1].Field = "gone" }, `no answer "gone"`},
		{"a line of no kind", func(p *Portal, _ *Field) { p.Finals[0].Items[1].Kind = "fax" }, `has the kind "fax"`},
	}
	for _, tt := range tests {
		p := ISVStudio()
		s := &p.Steps[len(p.Steps)-1]
		s.Fields = append(s.Fields, Field{ID: "more", Label: "More", Kind: Line})
		tt.change(&p, &s.Fields[len(s.Fields)-1])
		if err := p.Validate(); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}

var sources = regexp.MustCompile(`^S\d\d\d?([–,] ?S\d\d\d?)*$`)

func TestISVStudioFields(t *testing.T) {
	p := ISVStudio()
	for _, s := range p.AllSteps() {
		for _, f := range s.Fields {
			if !sources.MatchString(f.Source) {
				t.Errorf("%s: the source %q names no S-numbers", f.ID, f.Source)
			}
			if f.Why == "" && f.Kind != Note {
				t.Errorf("%s does not say why it is asked", f.ID)
			}
		}
	}
}

func TestISVStudioFinals(t *testing.T) {
	for _, f := range ISVStudio().Finals {
		for _, it := range f.Items {
			if !sources.MatchString(it.Source) || it.Label == "" {
				t.Errorf("%s/%s: source %q, label %q", f.ID, it.ID, it.Source, it.Label)
			}
		}
	}
}

// TestISVStudioHandsOverEveryAnswer: each question about the form is either
// handed over, or says here why it is not.
func TestISVStudioHandsOverEveryAnswer(t *testing.T) {
	p := ISVStudio()
	given := map[string]bool{
		"testing.mfa":         true, // only decides whether testing.mfaSteps is
		"oauth.expires":       true, // for the desk's warning
		"oauth.connectorName": true, // for the redirect URLs
		"zip":                 true, // uploaded, not pasted
	}
	for _, f := range p.Finals {
		for _, it := range f.Items {
			given[it.Field] = true
		}
	}
	for _, id := range []string{"source", "testing", "oauth", "support"} {
		s, ok := p.Step(id)
		if !ok {
			t.Fatalf("there is no step %q", id)
		}
		for _, f := range s.Fields {
			asked := f.Kind == Line || f.Kind == Lines || f.Kind == Secret || f.Kind == Date || f.Kind == Commit || f.Kind == Archive
			if asked && !given[f.ID] && !strings.HasPrefix(f.ID, "pr.") {
				t.Errorf("%s is asked for and never handed over", f.ID)
			}
		}
	}
}

func TestPortalsAreDated(t *testing.T) {
	for _, p := range All() {
		t.Run(p.ID, func(t *testing.T) { dated(t, p) })
	}
}

func dated(t *testing.T, p Portal) {
	t.Helper()
	for _, l := range p.Links {
		u, err := url.Parse(l.URL)
		if err != nil || u.Scheme != "https" || u.Host == "" || l.Title == "" {
			t.Errorf("link %s: %q, %q, %v", l.ID, l.Title, l.URL, err)
		}
		if _, err := time.Parse(time.DateOnly, l.Seen); err != nil {
			t.Errorf("link %s: %v", l.ID, err)
		}
	}
	for _, f := range p.Facts {
		if _, err := time.Parse(time.DateOnly, f.Seen); err != nil || f.Source == "" || f.Text == "" {
			t.Errorf("fact %q: source %q, %v", f.Text, f.Source, err)
		}
	}
	for _, w := range p.Windows {
		sourced := sources.MatchString(w.Source) || numbers.MatchString(w.Source) || w.ID == deployment().ID // which a bot states, not the page
		if w.Days <= 0 || w.Whose != "Microsoft" && w.Whose != "yours" || !sourced || w.Text == "" {
			t.Errorf("window %+v", w)
		}
	}
}

// TestPortalsFitTheScreen: what is said about one field fits into the third
// column, and the texts of a page leave room for its fields.
func TestPortalsFitTheScreen(t *testing.T) {
	for _, p := range All() {
		t.Run(p.ID, func(t *testing.T) { fits(t, p) })
	}
}

func fits(t *testing.T, p Portal) {
	t.Helper()
	if len([]rune(p.Short)) > 76 {
		t.Errorf("the short notice has %d characters, 76 fit", len([]rune(p.Short)))
	}
	const screen = 24 * 36 // characters of the third column
	for _, s := range p.AllSteps() {
		if n := len([]rune(s.Title)); n > 13 {
			t.Errorf("step %s: the title has %d characters, 13 fit into the rail", s.ID, n)
		}
		for _, x := range s.Texts {
			if n := len([]rune(x.Text)); n > 300 {
				t.Errorf("step %s: a text has %d characters", s.ID, n)
			}
		}
		for _, f := range s.Fields {
			if n := len([]rune(f.Why + f.Where)); n > screen {
				t.Errorf("%s: %d characters are said about it, %d fit", f.ID, n, screen)
			}
			if n := len([]rune(f.Label)); n > 80 {
				t.Errorf("%s: the label has %d characters", f.ID, n)
			}
			for _, text := range []string{f.Label, f.Why, f.Where, f.Hint} {
				if strings.ContainsAny(text, "!\t\n") || strings.Contains(strings.ToLower(text), "please") {
					t.Errorf("%s: the voice of %q", f.ID, text)
				}
			}
		}
	}
}

func TestPath(t *testing.T) {
	p := ISVStudio()
	tests := []struct {
		name   string
		values map[string]string
		want   string
	}{
		{"nothing known", nil, "connector source documents"},
		{"verified", map[string]string{"publisher": "verified"}, "connector source testing support documents"},
		{"verified with OAuth", map[string]string{"publisher": "verified", "auth.oauth": "yes"}, "connector source testing oauth support documents"},
		{"independent", map[string]string{"publisher": "independent", "auth.oauth": "yes"}, "connector source documents"},
		{"update", map[string]string{"publisher": "verified", "update": "yes"}, "update connector source testing support documents"},
	}
	for _, tt := range tests {
		var ids []string
		for _, s := range p.Path(func(key string) string { return tt.values[key] }) {
			ids = append(ids, s.ID)
		}
		if got := strings.Join(ids, " "); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestFinal(t *testing.T) {
	p := ISVStudio()
	for want, values := range map[string]map[string]string{
		"":             {},
		"submit":       {"publisher": "verified"},
		"update":       {"publisher": "verified", "update": "yes"},
		"pull request": {"publisher": "independent"},
	} {
		if got := p.Final(func(key string) string { return values[key] }).ID; got != want {
			t.Errorf("%v ends with %q, not %q", values, got, want)
		}
	}
}

func TestLookUpsThatFindNothing(t *testing.T) {
	p := ISVStudio()
	if _, ok := p.Step("no"); ok {
		t.Error("a step")
	}
	if _, _, ok := p.Field("no"); ok {
		t.Error("a field")
	}
	if _, ok := p.Link("no"); ok {
		t.Error("a link")
	}
	if _, ok := p.Window("no"); ok {
		t.Error("a window")
	}
}

// TestPortalsDoNotShare: changing one value of Portal changes no other.
func TestPortalsDoNotShare(t *testing.T) {
	a := ISVStudio()
	a.Steps[0].Fields[0].Label = "changed"
	a.Finals[0].Items[0].Label = "changed"
	a.AllSteps()[0].Title = "changed"
	b := ISVStudio()
	if b.Steps[0].Fields[0].Label == "changed" || b.Finals[0].Items[0].Label == "changed" || a.Update[0].Title == "changed" {
		t.Error("two portals share their steps")
	}
}
