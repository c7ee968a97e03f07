package view

import (
	"fmt"
	"strings"

	"github.com/certwiz/certwiz/checks/text"
	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/gate"
	"github.com/certwiz/certwiz/submission/session"
)

// Gate is what Submit for review says: locked with all that holds it, or open
// with what is about to be frozen.
type Gate struct {
	Button   string
	Open     bool
	Intro    string // above the summary, when open
	Holds    []Finding
	Warnings []Finding
	Waived   []submission.Waiver
	Stale    []submission.Waiver
	Vouched  []string // what the person gave their word for
	Summary  []session.SummaryLine
	Cannot   []string // what can't be undone
	Breaking []string // what an update would break, one line each
	Version  int
}

// GateOf is what the gate says by the session's last verdict.
func GateOf(s *session.Session) Gate {
	values := s.Values()
	final := s.Portal.Final(values.Get)
	v := s.Verdict
	g := Gate{Button: final.Button, Open: v.Open, Intro: values.Fill(final.Open), Waived: v.Waived, Stale: v.Stale,
		Cannot: texts(values, final.Cannot), Version: s.Draft.Version}
	if g.Button == "" {
		g.Button = "Submit for review"
	}
	for _, h := range v.Holds {
		g.Holds = append(g.Holds, FindingOf(s, h))
	}
	for _, h := range v.Warnings {
		g.Warnings = append(g.Warnings, FindingOf(s, h))
	}
	g.Breaking = breaking(v)
	for _, a := range v.Attested {
		g.Vouched = append(g.Vouched, a.Saying)
	}
	if g.Open {
		g.Summary = s.Summary()
	}
	return g
}

// breaking are the warnings that name what an update breaks.
func breaking(v gate.Verdict) []string {
	var all []string
	for _, h := range v.Warnings {
		if line, is := session.Breaking(h.Finding); is {
			all = append(all, line)
		}
	}
	return all
}

// mostBreaking is how many breaking changes are named in one sentence.
const mostBreaking = 3

// breakingLine counts and names breaking changes, "" when there is none.
func breakingLine(all []string) string {
	if len(all) == 0 {
		return ""
	}
	line := text.Count(len(all), "breaking change", "breaking changes") + ": " + strings.Join(all[:min(mostBreaking, len(all))], "; ")
	if n := len(all) - mostBreaking; n > 0 {
		line += fmt.Sprintf("; and %d more", n)
	}
	return line
}

// Breaks says what an update would break, "" for nothing: first on its pages, and
// in the last question.
func (g Gate) Breaks() string { return breakingLine(g.Breaking) }

// Locked counts what holds it: "3 things hold it".
func (g Gate) Locked() string { return text.Count(len(g.Holds), "thing holds it", "things hold it") }

// Remarks counts what was said without holding it, "" when nothing was.
func (g Gate) Remarks() string {
	if len(g.Warnings) == 0 {
		return ""
	}
	return text.Count(len(g.Warnings), "warning does", "warnings do") + " not hold it"
}

// Waivers counts the waivers, "" when there is none.
func (g Gate) Waivers() string {
	if len(g.Waived)+len(g.Stale) == 0 {
		return ""
	}
	counted := fmt.Sprintf("%d waived", len(g.Waived))
	if len(g.Stale) > 0 {
		counted += fmt.Sprintf(", %d stale", len(g.Stale))
	}
	return counted
}

// Waiver is one waiver in a sentence.
func Waiver(w submission.Waiver, stale bool) string {
	if stale {
		return fmt.Sprintf("%s: stale: matches nothing any more, %q", w.Rule, w.Reason)
	}
	return fmt.Sprintf("%s: waived, %q", w.Rule, w.Reason)
}
