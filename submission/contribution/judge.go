package contribution

import (
	"fmt"
	"slices"
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/checks/leaks"
	"github.com/certwiz/certwiz/checks/text"
)

// judge settles what the rules say about the files as they go out, and makes
// problems of the errors. Where files go out as they were judged, the report at
// hand is the one; else they are judged again.
func (p *plan) judge() {
	p.report = p.in.Report
	a := p.in.Artifacts
	iconStays := a.Icon != nil && !slices.ContainsFunc(p.going, outgoing.picture)
	if len(p.Scrubbed) > 0 || len(a.Others) > 0 || iconStays || a.Independent != p.in.Independent {
		p.report = judgeAgain(p.artifacts(), p.in.Report)
	}
	for _, f := range p.report.Findings {
		if f.Severity == checks.Error && p.concernsPull(f) && !reportedElsewhere[f.Rule] {
			p.problem(strings.TrimLeft(fmt.Sprintf("%s %s (%s)", f.Place, f.Message, f.Rule), " "))
		}
	}
}

// judgeAgain judges a connector anew and keeps the findings of other rooms' rules.
func judgeAgain(a connector.Artifacts, before checks.Report) checks.Report {
	report := connector.Parse(a).Report()
	ours := map[string]bool{}
	for _, r := range connector.Rules() {
		ours[r.ID] = true
	}
	for _, f := range before.Findings {
		if !ours[f.Rule] {
			report.Findings = append(report.Findings, f)
		}
	}
	for _, o := range before.Outcomes {
		if !ours[o.Rule] {
			report.Outcomes = append(report.Outcomes, o)
		}
	}
	return report
}

// reportedElsewhere are rules whose errors are reported in words of our own.
var reportedElsewhere = map[string]bool{
	"ConnectorFileMissing": true, "ConnectorFileUnreadable": true, "ReadmeMissing": true,
	"TokenInFile": true, leaks.ClientSecretRule: true,
}

// concernsPull tells whether a finding is about what is in the pull request: intro.md
// is not, and of a file that is no JSON that one thing is said, since messages
// about the rest may quote what nobody could search for secrets.
func (p *plan) concernsPull(f checks.Finding) bool {
	intro := p.in.Artifacts.Intro
	broken := slices.ContainsFunc(p.going, func(o outgoing) bool { return o.broken && o.from.Name == f.Place.File })
	return !broken && !aboutIntro(f.Rule) && (intro == nil || f.Place.File != intro.Name)
}

func aboutIntro(rule string) bool { return strings.HasPrefix(rule, "Intro") }

// checked is the sentence that says what certwiz did, "" where it can't be said
// that all rules ran and none found an error.
func (p *plan) checked() string {
	if len(p.Blocking) > 0 || p.hidden.full {
		return ""
	}
	for _, f := range p.report.Findings {
		if f.Severity == checks.Error && p.concernsPull(f) {
			return ""
		}
	}
	n := 0
	for _, o := range p.report.Outcomes {
		switch {
		case aboutIntro(o.Rule):
		case o.Result == checks.NotChecked:
			return ""
		case o.Result != checks.NotApplicable:
			n++
		}
	}
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("%s %d rules, no errors.", checkedWith, n)
}

// checkedWith begins the sentence, by which it is known again.
const checkedWith = "Checked with certwiz:"

// verdict is what some rules together say.
type verdict int

const (
	unknown verdict = iota // one of them did not run
	holds
	fails
)

// rules asks the report about some rules. Findings that are not about the
// question don't count. why says what was found, or why it is not known.
func (p *plan) rules(ids []string, about func(checks.Place) bool) (v verdict, why string) {
	v = holds
	for _, id := range ids {
		i := slices.IndexFunc(p.report.Outcomes, func(o checks.Outcome) bool { return o.Rule == id })
		switch {
		case i < 0:
			return unknown, id + " did not run"
		case p.report.Outcomes[i].Result == checks.Found:
			n, all := p.places(id, about)
			if n > 0 {
				return fails, fmt.Sprintf("%s finds %s", id, text.Count(n, "place", "places"))
			}
			if all == 0 {
				return unknown, id + " found something that is not listed"
			}
		case p.report.Outcomes[i].Result != checks.Passed:
			v, why = unknown, fmt.Sprintf("%s did not run: %s", id, p.report.Outcomes[i].Reason)
		}
	}
	return v, why
}

// places counts the places of a rule, and those that a question is about.
func (p *plan) places(rule string, about func(checks.Place) bool) (n, all int) {
	for _, f := range p.report.Findings {
		if f.Rule != rule {
			continue
		}
		for _, at := range append([]checks.Place{f.Place}, f.More...) {
			all++
			if about == nil || about(at) {
				n++
			}
		}
	}
	return n, all
}

// inOperations tells whether a place is in an operation or a parameter.
func inOperations(at checks.Place) bool {
	return strings.HasPrefix(at.Pointer, "/paths") || strings.HasPrefix(at.Pointer, "/parameters")
}
