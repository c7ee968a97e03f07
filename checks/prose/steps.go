package prose

import (
	"fmt"
	"slices"
	"strings"

	"github.com/certwiz/certwiz/checks"
)

var credentialsSteps = checks.Rule{
	ID: "IntroCredentialsSteps", Severity: checks.Warning, Origin: checks.Documentation, Subject: checks.SubjectProse,
	Meaning: "How to get credentials is told step by step, where that is possible.",
	Fix:     "Number the steps: 1. Sign in at … 2. Open … 3. Copy …",
	Source:  "S76", Link: templatePage,
	Bad:  "## How to get credentials\nAsk our support.",
	Good: "## How to get credentials\n1. Sign in.\n2. Copy the key.",
}

func (p subject) credentialsSteps(d page, r *checks.Reporter) { d.wantSteps(Credentials, r) }

var startedSteps = checks.Rule{
	ID: "IntroGetStartedSteps", Severity: checks.Warning, Origin: checks.Documentation, Subject: checks.SubjectProse,
	Meaning: "Get started with your connector is told step by step.",
	Fix:     "Number the steps of a common use case: 1. Create a flow … 2. Add …",
	Source:  "S78", Link: templatePage,
	Bad:  "## Get started with your connector\nAdd it to a flow.",
	Good: "## Get started with your connector\n1. Create a flow.\n2. Add the connector.",
}

func (p subject) startedSteps(d page, r *checks.Reporter) { d.wantSteps(GetStarted, r) }

func (d page) wantSteps(role Role, r *checks.Reporter) {
	d.inside(role, r, func(i int) {
		first, next := d.sections[i].first, d.end(i)
		steps, bullets := 0, 0
		for n := first; n < next; n++ {
			l := d.lines[n]
			switch {
			case l.Fenced:
			case glued(l.Text):
				at := len(l.Text) - len(strings.TrimLeft(l.Text, " \t"))
				r.Report(d.byteAt(n, at), "%q has no space after its number and is shown as plain text", clip(strings.TrimSpace(l.Text)))
				r.Last().Fix = "Put a space after the number's full stop, and each step on a line of its own."
				return
			case numbered(l.Text):
				steps++
			case listed(l):
				bullets++
			}
		}
		if steps >= 2 {
			return
		}
		s := d.sections[i]
		switch {
		case bullets >= 2:
			r.Report(d.at(s.Line), "%q has %d bullets and no numbered steps", s.Title, bullets)
			r.Last().Fix = "Number the bullets that are steps: 1., 2., 3. in place of - or *."
		case steps == 1:
			r.Report(d.at(s.Line), "%q has one numbered step", s.Title)
		default:
			r.Report(d.at(s.Line), "%q has no numbered steps", s.Title)
		}
	})
}

// glued tells whether a line is meant as a step, and has no space after its
// number: "1.Sign in".
func glued(s string) bool {
	s = strings.TrimLeft(s, " \t")
	n := len(s) - len(strings.TrimLeft(s, "0123456789"))
	if n == 0 || n > 2 || n+2 >= len(s) || s[n] != '.' && s[n] != ')' {
		return false
	}
	return 'A' <= s[n+1] && s[n+1] <= 'Z' || s[n+1] == '*' || s[n+1] == '['
}

var credentialsLink = checks.Rule{
	ID: "IntroCredentialsLink", Severity: checks.Warning, Origin: checks.Documentation, Subject: checks.SubjectProse,
	Meaning: "How to get credentials links to the publisher's site, where that is possible.",
	Fix:     "Link the page where users find their credentials.",
	Source:  "S76", Link: templatePage,
	Bad:  "## How to get credentials\n1. Sign in.\n2. Copy the key.",
	Good: "## How to get credentials\n1. Sign in at https://app.contoso.example.\n2. Copy the key.",
}

func (p subject) credentialsLink(d page, r *checks.Reporter) {
	d.inside(Credentials, r, func(i int) {
		if !d.shows(i, span.leadsOut) {
			r.Report(d.at(d.sections[i].Line), "%q links to no page", d.sections[i].Title)
		}
	})
}

var startedImages = checks.Rule{
	ID: "IntroGetStartedImages", Severity: checks.Advice, Origin: checks.Documentation, Subject: checks.SubjectProse,
	Meaning: "Get started with your connector shows pictures, where that is possible.",
	Fix:     "Add a screenshot of the flow, or leave it.",
	Source:  "S80", Link: templatePage,
	Bad:  "## Get started with your connector\n1. Create a flow.",
	Good: "## Get started with your connector\n1. Create a flow.\n![The flow](https://contoso.example/flow.png)",
}

func (p subject) startedImages(d page, r *checks.Reporter) {
	d.inside(GetStarted, r, func(i int) {
		if !d.shows(i, span.isPicture) {
			r.Report(d.at(d.sections[i].Line), "%q shows no picture", d.sections[i].Title)
		}
	})
}

// shows tells whether section i, or one below it, has such a span.
func (d page) shows(i int, such func(span) bool) bool {
	for _, p := range d.within(d.sections[i].Line-1, d.end(i)) {
		if slices.ContainsFunc(p.spans, such) {
			return true
		}
	}
	return false
}

// inside looks into one section of the template, by its index; rules of their
// own say when it is missing or empty.
func (d page) inside(role Role, r *checks.Reporter, judge func(i int)) {
	w := introSectionOf(role)
	i := d.find(w)
	if i < 0 {
		r.Skip(fmt.Sprintf("there is no section %q", w.Title))
		return
	}
	if !d.says(i) {
		r.Skip(fmt.Sprintf("the section %q is empty", w.Title))
		return
	}
	judge(i)
}

// numbered tells whether a line is a step: "1. Sign in", "Step 2: …".
func numbered(s string) bool {
	s = strings.TrimLeft(s, " \t#*_>-")
	if rest, ok := strings.CutPrefix(strings.ToLower(s), "step "); ok {
		s = rest
	}
	digits := len(s) - len(strings.TrimLeft(s, "0123456789"))
	return digits > 0 && digits < len(s) && strings.ContainsRune(".):-", rune(s[digits]))
}
