package portal

import (
	"regexp"
	"strings"
	"testing"
	"time"
)

// numbers are the rows of docs/requirements.md about Partner Center.
var numbers = regexp.MustCompile(`^[QPVIS]\d{1,3}([–,] ?[QPVIS]\d{1,3})*$`)

func TestPartnerCenterSources(t *testing.T) {
	p := PartnerCenter()
	for _, s := range p.AllSteps() {
		for _, f := range s.Fields {
			if !numbers.MatchString(f.Source) || f.Why == "" && f.Kind != Note {
				t.Errorf("%s: source %q, why %q", f.ID, f.Source, f.Why)
			}
		}
		for _, x := range s.Texts {
			if !numbers.MatchString(x.Source) {
				t.Errorf("a text of %s: source %q", s.ID, x.Source)
			}
		}
	}
	for _, f := range p.Finals {
		for _, it := range f.Items {
			if !numbers.MatchString(it.Source) || it.Label == "" {
				t.Errorf("%s/%s: source %q, label %q", f.ID, it.ID, it.Source, it.Label)
			}
		}
	}
	for _, turn := range p.Turns {
		if !numbers.MatchString(turn.Source) {
			t.Errorf("%s: source %q", turn.Event, turn.Source)
		}
	}
	if !strings.Contains(p.Short, partnerCenterAsOf) || !strings.Contains(p.Notice, partnerCenterAsOf) {
		t.Error("the day of the facts is not shown")
	}
}

// TestPartnerCenterHandsOverEveryAnswer: what the offer asks for is handed over.
func TestPartnerCenterHandsOverEveryAnswer(t *testing.T) {
	p := PartnerCenter()
	given := map[string]bool{
		"package": true, "package.linkEnds": true, "oauth.expires": true, "oauth.connectorName": true, // for certwiz and the desk
		"email.support": true, // in the definition
	}
	for _, f := range p.Finals {
		for _, it := range f.Items {
			given[it.Field] = true
		}
	}
	for _, id := range []string{"offer", "packages", "properties", "availability", "review"} {
		s, _ := p.Step(id)
		for _, f := range s.Fields {
			asked := f.Kind == Line || f.Kind == Lines || f.Kind == Secret || f.Kind == Date
			if asked && !given[f.ID] {
				t.Errorf("%s is asked for and never handed over", f.ID)
			}
		}
	}
}

// TestPortalsAgree: a field that two portals ask for under one ID is the same
// kind with the same role, so that a draft can be carried over.
func TestPortalsAgree(t *testing.T) {
	isv, pc := ISVStudio(), PartnerCenter()
	shared := 0
	for _, s := range isv.Steps {
		for _, f := range s.Fields {
			if other, _, ok := pc.Field(f.ID); ok {
				shared++
				if other.Kind != f.Kind || other.Role != f.Role || other.Check != f.Check {
					t.Errorf("%s: %s %q, and %s %q", f.ID, f.Kind, f.Role, other.Kind, other.Role)
				}
			}
		}
	}
	if shared < 20 {
		t.Errorf("%d fields are carried over", shared)
	}
}

func TestPartnerCenterPath(t *testing.T) {
	p := PartnerCenter()
	for publisher, want := range map[string]string{
		"verified":    "connector account source testing documents offer packages properties availability review",
		"independent": "connector source documents packages",
	} {
		var ids []string
		for _, s := range p.Path(func(key string) string { return map[string]string{"publisher": publisher}[key] }) {
			ids = append(ids, s.ID)
		}
		if got := strings.Join(ids, " "); got != want {
			t.Errorf("%s: %s, want %s", publisher, got, want)
		}
	}
}

// TestBusinessDays: weekends do not count.
func TestBusinessDays(t *testing.T) {
	w := Window{Days: 2, Business: true}
	for since, want := range map[string]string{"2026-11-30": "2026-12-02", "2026-12-03": "2026-12-07", "2026-12-04": "2026-12-08", "2026-12-05": "2026-12-08", "2026-12-06": "2026-12-08"} {
		at, err := time.Parse(time.DateOnly, since)
		if err != nil {
			t.Fatal(err)
		}
		if got := w.End(at).Format(time.DateOnly); got != want {
			t.Errorf("from %s: %s, want %s", since, got, want)
		}
	}
}
