package view

import (
	"fmt"
	"slices"
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/submission/gate"
	"github.com/certwiz/certwiz/submission/session"
)

// Mark is how bad a finding is; a face has a sign and a word for each.
type Mark int

// The marks, in the order in which they matter.
const (
	MarkError Mark = iota
	MarkUnchecked
	MarkMissing
	MarkWarning
	MarkAdvice
)

// Finding is one thing that is said about an answer or a file.
type Finding struct {
	Hold     gate.Hold
	Mark     Mark
	Step     string // title of the page where it is mended
	Message  string
	Place    string // file, line and column; "" for an answer
	Rule     string
	Fix      string
	Attest   string // what a person may say instead, "" when nobody may
	Waivable bool
}

// FindingOf is what a hold says.
func FindingOf(s *session.Session, h gate.Hold) Finding {
	f := h.Finding
	v := Finding{Hold: h, Mark: markOf(h), Step: h.Step, Message: f.Message, Rule: f.Rule, Fix: f.Fix, Attest: h.Attest, Waivable: gate.Waivable(h)}
	if step, ok := s.Portal.Step(h.Step); ok {
		v.Step = step.Title
	}
	if f.Place.File != "" {
		v.Place = f.Place.String()
	}
	return v
}

func markOf(h gate.Hold) Mark {
	switch {
	case h.Kind == gate.Unchecked:
		return MarkUnchecked
	case h.Kind == gate.Missing:
		return MarkMissing
	case h.Finding.Severity == checks.Error:
		return MarkError
	case h.Finding.Severity == checks.Warning:
		return MarkWarning
	default:
		return MarkAdvice
	}
}

// Word is the mark in a word: what is not colour or sign. What was not checked
// and what is missing say so themselves.
func (m Mark) Word() string {
	switch m {
	case MarkError:
		return "error"
	case MarkWarning:
		return "warning"
	case MarkAdvice:
		return "advice"
	default:
		return ""
	}
}

// Findings are what the gate says about one field, what holds it first. That an
// answer is missing or carried over is left out: the field shows it itself, and
// the list of what holds the gate counts it.
func Findings(s *session.Session, field string) []Finding {
	var said []Finding
	for _, h := range slices.Concat(s.Verdict.Holds, s.Verdict.Warnings) {
		if h.Field == field && h.Kind != gate.Missing && h.Kind != gate.Carried {
			said = append(said, FindingOf(s, h))
		}
	}
	return said
}

// Typed is what there is to say about a secret while it is being typed.
func Typed(s *session.Session, field, typed string) []Finding {
	var said []Finding
	for _, f := range s.SecretFindings(field, typed) {
		said = append(said, FindingOf(s, gate.Hold{Field: field, Finding: f}))
	}
	return said
}

// Broken tells whether one of the findings has to be mended before the
// submission may go.
func Broken(all []Finding) bool {
	return slices.ContainsFunc(all, func(f Finding) bool { return f.Hold.Kind == gate.Broken && f.Mark == MarkError })
}

// Sentence is a finding as one text, to be read without signs and colours.
func (f Finding) Sentence() string {
	text := f.Message
	if word := f.Mark.Word(); word != "" && f.Hold.Kind != gate.Carried {
		text = word + ": " + text
	}
	if f.Place != "" {
		text = f.Place + ": " + text
	}
	if f.Fix != "" {
		text = Ended(text) + " " + f.Fix
	}
	return Ended(text) + " [" + f.Rule + "]"
}

// Ended ends a text with a full stop, so that what follows is heard apart.
func Ended(s string) string {
	if strings.HasSuffix(s, ".") || strings.HasSuffix(s, ":") || strings.HasSuffix(s, "?") {
		return s
	}
	return s + "."
}

// mostPlaces is how many places of one finding are listed.
const mostPlaces = 20

// Explanation is all that is known about a finding: headed paragraphs.
func (f Finding) Explanation() []About {
	rule := gate.RuleOf(f.Rule)
	var about []About
	for _, a := range []About{
		{"How to mend it", f.Fix},
		{"Where", f.places()},
		{"The rule", f.Rule + ": " + rule.Meaning},
		{"In the validator's words", rule.Wording},
		{"Said by", strings.TrimSuffix(string(rule.Origin)+", "+rule.Source, ", ")},
		{"Page", rule.Link},
	} {
		if a.Text != "" {
			about = append(about, a)
		}
	}
	return about
}

func (f Finding) places() string {
	first := f.Hold.Finding.Place
	all := []string{first.String()}
	if first.Pointer != "" && all[0] != first.Pointer {
		all[0] += "  " + first.Pointer
	}
	more := f.Hold.Finding.More
	for _, p := range more[:min(mostPlaces, len(more))] {
		all = append(all, p.String()+"  "+p.Pointer)
	}
	if n := len(more) - mostPlaces; n > 0 {
		all = append(all, fmt.Sprintf("and %d more", n))
	}
	return strings.Join(all, "\n")
}
