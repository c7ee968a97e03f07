package checks

import "fmt"

// What is kept of one rule's groups, so that a file made for it cannot fill the
// memory. What is beyond is counted in the message.
const (
	maxGroups = 100 // causes told apart
	maxPlaces = 200 // of one cause
)

// Reporter collects what one rule has to report. A rule that reports nothing
// passed.
type Reporter struct {
	rule     *Rule
	findings []Finding
	groups   []group
	outcome  Outcome
	failed   bool
}

// NewReporter is the reporter of one rule in one run.
func NewReporter(rule *Rule) Reporter {
	return Reporter{rule: rule, outcome: Outcome{Rule: rule.ID, Result: Passed}}
}

// group is a finding with several places.
type group struct {
	cause   string
	many    string // the message where there are several, "" to add their number to the first one's
	finding int
	more    int // further places
}

// beyond is the cause of all findings after maxGroups.
const beyond = "\x00beyond"

// Report reports a finding at a place; message and its arguments as for Sprintf.
// The rule's own severity and fix are used.
func (r *Reporter) Report(p Place, format string, args ...any) {
	r.add(p, fmt.Sprintf(format, args...))
}

// ReportField reports a finding about an answer.
func (r *Reporter) ReportField(field, format string, args ...any) {
	r.Report(Place{}, format, args...)
	r.findings[len(r.findings)-1].Field = field
}

func (r *Reporter) add(p Place, message string) {
	r.findings = append(r.findings, Finding{
		Rule: r.rule.ID, Severity: r.rule.Severity, Fix: r.rule.Fix, Message: message, Place: p,
	})
}

// Group reports a cause at one more place. The places of a cause are one
// finding, whose message is made for the first of them. With several places it
// becomes many, which holds %d, or says how many more there are when many is
// empty. After maxGroups, all new causes are one. The finding is there to be
// refined until the next is reported.
func (r *Reporter) Group(cause, many string, place func() Place, message func() string) *Finding {
	g := r.group(cause)
	if g == nil && len(r.findings) >= maxGroups {
		cause, many = beyond, ""
		g = r.group(cause)
	}
	if g == nil {
		r.groups = append(r.groups, group{cause: cause, many: many, finding: len(r.findings)})
		r.add(place(), message())
		return r.Last()
	}
	f := &r.findings[g.finding]
	if g.more++; g.more < maxPlaces {
		f.More = append(f.More, place())
	}
	return f
}

// Single reports a finding of its own, until there are maxGroups findings.
func (r *Reporter) Single(place func() Place, message func() string) {
	if len(r.findings) >= maxGroups {
		r.Group(beyond, "", place, message)
		return
	}
	r.add(place(), message())
}

func (r *Reporter) group(cause string) *group {
	for i := range r.groups {
		if r.groups[i].cause == cause {
			return &r.groups[i]
		}
	}
	return nil
}

// count puts the number of places into the message of a group's finding.
func (g group) count(f *Finding) {
	switch {
	case g.more == 0:
		return
	case g.many != "":
		f.Message = fmt.Sprintf(g.many, g.more+1)
	case g.cause == beyond:
		f.Message += fmt.Sprintf(" %d more places are at fault in other ways.", g.more)
	case g.more == 1:
		f.Message += " The same at 1 more place."
	default:
		f.Message += fmt.Sprintf(" The same at %d more places.", g.more)
	}
	if g.more >= maxPlaces {
		f.Message += fmt.Sprintf(" (%d of them are listed.)", maxPlaces)
	}
}

// Last is the finding reported most recently, to be refined in place, or nil.
func (r *Reporter) Last() *Finding {
	if len(r.findings) == 0 {
		return nil
	}
	return &r.findings[len(r.findings)-1]
}

// Skip says the rule does not apply, and why. A finding outweighs it.
func (r *Reporter) Skip(why string) {
	r.outcome = Outcome{Rule: r.rule.ID, Result: NotApplicable, Reason: why}
}

// Unknown says the rule could not be checked, and why. A finding outweighs it.
func (r *Reporter) Unknown(why string) {
	r.outcome = Outcome{Rule: r.rule.ID, Result: NotChecked, Reason: why}
}

// Fail drops what a rule reported that panicked.
func (r *Reporter) Fail(why any) {
	r.Unknown(fmt.Sprintf("the rule failed on this input (%v)", why))
	r.findings, r.groups, r.failed = nil, nil, true
}

// Failed reports whether the rule panicked.
func (r *Reporter) Failed() bool { return r.failed }
