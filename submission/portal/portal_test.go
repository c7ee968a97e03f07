package portal

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/certwiz/certwiz/checks/form"
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
}

// keysOfFacts are the look-ups that submission.Values answers besides fields.
var keysOfFacts = []string{"publisher", "route", "way", "update", "version", "waiting", "title", "pr.title", "pr.seen", "contact.email",
	"auth.oauth", "auth.apiKey", "auth.account", "auth.known", "auth.none", "auth.basic", "oauth.mode"}

func known(p Portal, key string) bool {
	_, _, ok := p.Field(key)
	return ok || slices.Contains(keysOfFacts, key)
}

func TestISVStudioIDs(t *testing.T) {
	p := ISVStudio()
	unique := func(what string, ids []string) {
		t.Helper()
		slices.Sort(ids)
		for i, id := range ids {
			if id == "" || i > 0 && ids[i-1] == id {
				t.Errorf("%s: the ID %q is empty or there twice", what, id)
			}
		}
	}
	var steps, fields, links, windows, finals []string
	for _, s := range p.AllSteps() {
		steps = append(steps, s.ID)
		for _, f := range s.Fields {
			fields = append(fields, f.ID)
			var values []string
			for _, o := range f.Options {
				values = append(values, o.Value)
			}
			unique("options of "+f.ID, values)
		}
	}
	for _, l := range p.Links {
		links = append(links, l.ID)
	}
	for _, w := range p.Windows {
		windows = append(windows, w.ID)
	}
	for _, f := range p.Finals {
		finals = append(finals, f.ID)
		var items []string
		for _, it := range f.Items {
			items = append(items, it.ID)
		}
		unique("items of "+f.ID, items)
	}
	unique("steps", steps)
	unique("fields", fields)
	unique("links", links)
	unique("windows", windows)
	unique("finals", finals)
}

var sources = regexp.MustCompile(`^S\d\d\d?([–,] ?S\d\d\d?)*$`)

func TestISVStudioFields(t *testing.T) {
	p := ISVStudio()
	for _, s := range p.AllSteps() {
		for _, f := range s.Fields {
			if !sources.MatchString(f.Source) {
				t.Errorf("%s: the source %q names no S-numbers", f.ID, f.Source)
			}
			if f.Label == "" || f.Why == "" && f.Kind != Note {
				t.Errorf("%s: label %q, why %q", f.ID, f.Label, f.Why)
			}
			if f.Link != "" {
				if _, ok := p.Link(f.Link); !ok {
					t.Errorf("%s: there is no link %q", f.ID, f.Link)
				}
			}
			if (f.Kind == Choice) != (len(f.Options) > 0 || f.Lists != "") {
				t.Errorf("%s is a %s with %d options", f.ID, f.Kind, len(f.Options))
			}
			if f.Kind == Document && f.Document == "" {
				t.Errorf("%s names no document", f.ID)
			}
			if f.Prefill != "" && !slices.Contains(keysOfFacts, f.Prefill) {
				t.Errorf("%s: nothing is known as %q", f.ID, f.Prefill)
			}
			for _, r := range f.Refuse {
				if !slices.ContainsFunc(f.Options, func(o Option) bool { return o.Value == r.Value }) || r.Message == "" || r.Fix == "" {
					t.Errorf("%s refuses %q: %q, %q", f.ID, r.Value, r.Message, r.Fix)
				}
			}
			if f.Check != "" && form.Judge(f.Check, form.Input{Field: f.ID, Label: f.Label, Value: "x", Today: time.Now()}).Outcomes == nil {
				t.Errorf("%s: the check %q says nothing", f.ID, f.Check)
			}
		}
	}
}

// TestISVStudioConditions: every condition asks for something that exists.
func TestISVStudioConditions(t *testing.T) {
	p := ISVStudio()
	ask := func(where string, w When) {
		t.Helper()
		for _, m := range w {
			if !known(p, m.Key) {
				t.Errorf("%s asks for %q, which nobody answers", where, m.Key)
			}
			f, _, ok := p.Field(m.Key)
			for _, v := range m.Values {
				if ok && len(f.Options) > 0 && !slices.ContainsFunc(f.Options, func(o Option) bool { return o.Value == v }) {
					t.Errorf("%s asks whether %s is %q, which can't be chosen", where, m.Key, v)
				}
			}
		}
	}
	for _, s := range p.AllSteps() {
		ask("step "+s.ID, s.When)
		for _, x := range s.Texts {
			ask("a text of "+s.ID, x.When)
		}
		for _, f := range s.Fields {
			ask(f.ID, f.Shown)
			ask(f.ID, f.Required)
			for _, o := range f.Options {
				ask(f.ID, o.When)
			}
		}
	}
	for _, f := range p.Finals {
		ask("final "+f.ID, f.When)
		for _, it := range f.Items {
			ask("item "+it.ID, it.When)
		}
	}
}

func TestISVStudioFinals(t *testing.T) {
	p := ISVStudio()
	for _, f := range p.Finals {
		if f.Button == "" || f.Open == "" || f.Receipt == "" {
			t.Errorf("%s: button %q, open %q, receipt %q", f.ID, f.Button, f.Open, f.Receipt)
		}
		if _, ok := p.Window(f.Window); !ok {
			t.Errorf("%s: there is no window %q", f.ID, f.Window)
		}
		for _, id := range f.Summary {
			if _, _, ok := p.Field(id); !ok {
				t.Errorf("%s: the summary names %q, which is no field", f.ID, id)
			}
		}
		for _, it := range f.Items {
			if !sources.MatchString(it.Source) || it.Label == "" {
				t.Errorf("%s/%s: source %q, label %q", f.ID, it.ID, it.Source, it.Label)
			}
			_, link := p.Link(it.Link)
			switch it.Kind {
			case Open:
				if !link {
					t.Errorf("%s/%s: there is no link %q", f.ID, it.ID, it.Link)
				}
			case Paste:
				if !known(p, it.Field) {
					t.Errorf("%s/%s: there is no answer %q", f.ID, it.ID, it.Field)
				}
			case Upload, Attach:
				if it.File != "archive" && it.File != "intro.md" {
					t.Errorf("%s/%s: there is no file %q", f.ID, it.ID, it.File)
				}
			case Press:
			default:
				t.Errorf("%s/%s has the kind %q", f.ID, it.ID, it.Kind)
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

func TestISVStudioDates(t *testing.T) {
	p := ISVStudio()
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
		sourced := sources.MatchString(w.Source) || w.ID == deployment().ID // which a bot states, not the page
		if w.Days <= 0 || w.Whose != "Microsoft" && w.Whose != "yours" || !sourced || w.Text == "" {
			t.Errorf("window %+v", w)
		}
	}
}

// TestISVStudioFitsTheScreen: what is said about one field fits into the third
// column, and the texts of a page leave room for its fields.
func TestISVStudioFitsTheScreen(t *testing.T) {
	p := ISVStudio()
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
