package gate_test

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/internal/golden"

	"github.com/certwiz/certwiz/submission/gate"
	"github.com/certwiz/certwiz/submission/portal"
)

// row is one requirement of the process and what shows that it is met.
type row struct {
	id    string
	what  string
	where string // the screen or the test that shows it, for docs/requirements.md
	check func(t *testing.T, id string)
}

// texts are all sentences of the portal with the requirements they stand for.
func texts(p portal.Portal) map[string][]string {
	said := map[string][]string{}
	add := func(source string, sentences ...string) {
		for _, id := range expand(source) {
			said[id] = append(said[id], sentences...)
		}
	}
	for _, s := range p.AllSteps() {
		for _, t := range s.Texts {
			add(t.Source, t.Text)
		}
		for _, f := range s.Fields {
			sentences := []string{f.Label, f.Why, f.Where, f.Copy, f.Hint}
			for _, o := range f.Options {
				sentences = append(sentences, o.Label, o.Note)
			}
			for _, r := range f.Refuse {
				sentences = append(sentences, r.Message, r.Fix)
			}
			if l, ok := p.Link(f.Link); ok {
				sentences = append(sentences, l.Title, l.URL)
			}
			add(f.Source, sentences...)
		}
	}
	for _, f := range p.Finals {
		for _, t := range f.Cannot {
			add(t.Source, t.Text)
		}
		for _, i := range f.Items {
			l, _ := p.Link(i.Link)
			add(i.Source, i.Label, i.Note, l.Title, l.URL)
		}
	}
	for _, w := range p.Windows {
		add(w.Source, w.Text)
	}
	return said
}

var oneID = regexp.MustCompile(`S(\d+)(?:\s*–\s*S(\d+))?`)

// expand reads "S16–S23, S27" as the IDs it names.
func expand(source string) []string {
	var ids []string
	for _, m := range oneID.FindAllStringSubmatch(source, -1) {
		from, _ := strconv.Atoi(m[1])
		to := from
		if m[2] != "" {
			to, _ = strconv.Atoi(m[2])
		}
		for n := from; n <= to; n++ {
			ids = append(ids, fmt.Sprintf("S%02d", n))
		}
	}
	return ids
}

// says: the words stand in a sentence that names this requirement.
func says(words ...string) func(*testing.T, string) {
	return func(t *testing.T, id string) {
		all := strings.Join(texts(portal.ISVStudio())[id], "\n")
		for _, w := range words {
			if !strings.Contains(all, w) {
				t.Errorf("%s: no sentence of the portal says %q", id, w)
			}
		}
	}
}

// holds: without the answer the gate is shut, and the reason names it.
func holds(variant, field string) func(*testing.T, string) {
	return func(t *testing.T, id string) {
		v := gate.Judge(without(complete(t, variantNamed(t, variant)), field))
		if v.Open || !names(v, field) {
			t.Errorf("%s: without %s the gate says %+v", id, field, v)
		}
	}
}

// shut: with this answer the gate is shut at that field.
func shut(variant, field, value string) func(*testing.T, string) {
	return func(t *testing.T, id string) {
		v := gate.Judge(with(complete(t, variantNamed(t, variant)), field, value))
		if v.Open || !names(v, field) {
			t.Errorf("%s: with %s = %q the gate says %+v", id, field, value, v)
		}
	}
}

// rule: a rule of the checks names this requirement as its source.
func rule(ids ...string) func(*testing.T, string) {
	return func(t *testing.T, id string) {
		for _, name := range ids {
			r := gate.RuleOf(name)
			if r.ID == "" {
				t.Errorf("%s: there is no rule %s", id, name)
				continue
			}
			if !contains(expand(strings.ReplaceAll(r.Source, "-S", "–S")), id) {
				t.Errorf("%s: rule %s names %q as its source", id, name, r.Source)
			}
		}
	}
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// steps: these are the steps of a variant.
func steps(variant string, want ...string) func(*testing.T, string) {
	return func(t *testing.T, id string) {
		c := complete(t, variantNamed(t, variant))
		var got []string
		for _, s := range c.Portal.Path(c.Values.Get) {
			got = append(got, s.ID)
		}
		if strings.Join(got, " ") != strings.Join(want, " ") {
			t.Errorf("%s: %s goes through %v, want %v", id, variant, got, want)
		}
	}
}

// asks: the field is asked in one variant and not in another.
func asks(field, in, notIn string) func(*testing.T, string) {
	return func(t *testing.T, id string) {
		if !isAsked(t, in, field) {
			t.Errorf("%s: %s does not ask for %s", id, in, field)
		}
		if isAsked(t, notIn, field) {
			t.Errorf("%s: %s asks for %s", id, notIn, field)
		}
	}
}

func isAsked(t *testing.T, variant, field string) bool {
	c := complete(t, variantNamed(t, variant))
	for _, s := range c.Portal.Path(c.Values.Get) {
		for _, f := range s.Fields {
			if f.ID == field && f.Shown.Holds(c.Values.Get) {
				return true
			}
		}
	}
	return false
}

// item: the hand-off of a variant has this item, after another one.
func item(variant, itemID, after string) func(*testing.T, string) {
	return func(t *testing.T, id string) {
		c := complete(t, variantNamed(t, variant))
		seen := after == ""
		for _, i := range c.Portal.Final(c.Values.Get).Items {
			if i.ID == after {
				seen = true
			}
			if i.ID == itemID && seen && i.When.Holds(c.Values.Get) {
				return
			}
		}
		t.Errorf("%s: the hand-off of %s has no item %q after %q", id, variant, itemID, after)
	}
}

// window: the stated waiting time.
func window(id string, days int) func(*testing.T, string) {
	return func(t *testing.T, requirement string) {
		w, ok := portal.ISVStudio().Window(id)
		if !ok || w.Days != days || !contains(expand(w.Source), requirement) {
			t.Errorf("%s: window %q is %+v", requirement, id, w)
		}
	}
}

func all(checks ...func(*testing.T, string)) func(*testing.T, string) {
	return func(t *testing.T, id string) {
		for _, c := range checks {
			c(t, id)
		}
	}
}

const (
	commitOAuth = "verified, commit, OAuth"
	zipOAuth    = "verified, exception, OAuth"
	updated     = "update, commit, OAuth"
	indie       = "independent"
)

// TestRequirements covers every row S01–S103 and, with -update, writes
// docs/requirements.md.
func TestRequirements(t *testing.T) {
	rows := requirementRows()
	if len(rows) != 103 {
		t.Fatalf("%d rows, 103 requirements", len(rows))
	}
	for i, r := range rows {
		want := fmt.Sprintf("S%02d", i+1)
		t.Run(want, func(t *testing.T) {
			if r.id != want {
				t.Fatalf("row %d is %s", i+1, r.id)
			}
			if r.what == "" || r.where == "" || r.check == nil {
				t.Fatalf("%s has no test or screen", r.id)
			}
			r.check(t, r.id)
		})
	}
	compareDocument(t, rows)
}

func compareDocument(t *testing.T, rows []row) {
	t.Helper()
	var b strings.Builder
	b.WriteString("# Requirements\n\nEvery rule of the founding process, what certwiz does about it, and what shows that it does.\n" +
		"`go test ./submission/gate -run TestRequirements` tries every row; the page is written by the same test with `-update`.\n\n" +
		"| | what the process says | shown by |\n|---|---|---|\n")
	for _, r := range rows {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", r.id, r.what, r.where)
	}
	b.WriteString(offerTable())
	golden.Compare(t, filepath.FromSlash("../../docs/requirements.md"), b.String())
}
