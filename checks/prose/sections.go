package prose

import (
	"fmt"
	"slices"
	"strings"

	"github.com/certwiz/certwiz/checks"
)

// wanted is a section of the intro.md template.
type wanted struct {
	title string
	near  []string // names of the same thing, in normal form
	rule  checks.Rule
}

// introSections are the template's sections in its order (S69).
var introSections = []wanted{
	sectionRule("IntroPrerequisites", "Prerequisites", "S74",
		"Add ## Prerequisites with what users need: an account, a paid plan, a licence.",
		"pre requisites", "prerequisite", "requirements", "before you begin"),
	sectionRule("IntroCredentials", "How to get credentials", "S75, S77",
		"Add ## How to get credentials with numbered steps and links to your site; only a connector without sign-in may leave it out.",
		"obtaining credentials", "how to get your credentials", "get credentials", "getting credentials", "credentials", "authentication"),
	sectionRule("IntroGetStarted", "Get started with your connector", "S78, S79",
		"Add ## Get started with your connector with steps for a common use case.",
		"get started", "getting started", "getting started with your connector", "getting started with the connector", "how to get started"),
	sectionRule("IntroKnownIssues", "Known issues and limitations", "S81, S82",
		"Add ## Known issues and limitations, as full as possible, with known workarounds.",
		"known issues", "limitations", "known limitations", "issues and limitations", "known limitations and issues"),
	sectionRule("IntroCommonErrors", "Common errors and remedies", "S83",
		"Add ## Common errors and remedies with likely errors, such as HTTP status codes, and what to do.",
		"common errors", "errors and remedies", "errors", "troubleshooting", "error handling", "common errors and solutions"),
	sectionRule("IntroFaq", "FAQ", "S84",
		"Add ## FAQ with questions and answers about the service or the connector.",
		"faqs", "frequently asked questions", "frequently asked questions faq", "frequently asked questions faqs", "questions and answers"),
}

func sectionRule(id, title, source, fix string, near ...string) wanted {
	attest := ""
	if title == credentials {
		attest = "Users of the connector need no credentials."
	}
	return wanted{title: title, near: near, rule: checks.Rule{
		Attest: attest,
		ID:     id, Severity: checks.Error, Origin: checks.Documentation, Subject: "prose",
		Meaning: fmt.Sprintf("intro.md has the section ## %s.", title),
		Fix:     fix, Source: source, Link: templatePage,
		Bad:  fmt.Sprintf("an intro.md without ## %s", title),
		Good: fmt.Sprintf("## %s\nWhat there is to say.", title),
	}}
}

// is tells whether a heading, in normal form, is this section's; the connector
// may be called by its name.
func (w wanted) is(words string) bool {
	return strings.EqualFold(words, w.title) || w.title == started && strings.HasPrefix(words, "get started with ")
}

// The sections that further rules look into.
const (
	credentials = "How to get credentials"
	started     = "Get started with your connector"
)

func wantedTitle(words string) bool {
	return slices.ContainsFunc(introSections, func(w wanted) bool { return w.is(words) })
}

// find is the index of the section with a template's title, -1 for none.
func (d page) find(w wanted) int {
	return slices.IndexFunc(d.sections, func(s Section) bool { return s.Level > 0 && w.is(s.words) })
}

func (d page) named(title string) int {
	i := slices.IndexFunc(introSections, func(w wanted) bool { return w.title == title })
	return d.find(introSections[i])
}

func (p subject) sectionPresent(w wanted) func(page, *checks.Reporter) {
	return func(d page, r *checks.Reporter) {
		if d.find(w) >= 0 {
			return
		}
		if w.title == credentials && !p.AuthKnown {
			r.Unknown("apiProperties.json does not say whether users sign in")
			return
		}
		if w.title == credentials && !p.NeedsAuth {
			r.Skip("the connector needs no sign-in (S77)")
			return
		}
		heading := "## " + w.title
		if line, title := d.nearest(w); line > 0 {
			r.At(d.under(heading, line), "the section %q is missing; %q comes close to it", heading, title)
			return
		}
		r.At(d.under(heading, 0), "the section %q is missing", heading)
	}
}

// nearest finds a heading that means the section but is not written as the
// template has it: another name, or no space after the marks.
func (d page) nearest(w wanted) (line int, title string) {
	for _, s := range d.sections {
		if s.Level > 0 && slices.Contains(w.near, s.words) {
			return s.Line, s.Title
		}
	}
	for i, l := range d.lines {
		if !l.code && strings.HasPrefix(l.text, "#") && w.is(normal(l.text)) {
			return i + 1, strings.TrimSpace(l.text)
		}
	}
	return 0, ""
}

var sectionLevel = checks.Rule{
	ID: "IntroSectionLevel", Severity: checks.Error, Origin: checks.Documentation, Subject: "prose",
	Meaning: "The template's sections in intro.md are headings of level 2.",
	Fix:     "Begin the heading with ## and a space.",
	Source:  "S74, S75, S78, S81, S83, S84", Link: templatePage,
	Bad: "# Prerequisites\nA Contoso account.", Good: "## Prerequisites\nA Contoso account.",
}

func (p subject) sectionLevel(d page, r *checks.Reporter) {
	for _, w := range introSections {
		if i := d.find(w); i >= 0 && d.sections[i].Level != 2 {
			s := d.sections[i]
			r.At(d.under("## "+w.title, s.Line), "%q is a heading of level %d, the template has level 2", s.Title, s.Level)
		}
	}
}

var sectionEmpty = checks.Rule{
	ID: "IntroSectionEmpty", Severity: checks.Error, Origin: checks.Documentation, Subject: "prose",
	Meaning: "No section of the template is empty in intro.md.",
	Fix:     "Write the section; only ## How to get credentials may go, and only without sign-in.",
	Source:  "S69, S74, S75, S78, S81, S83, S84", Link: templatePage,
	Bad: "## FAQ\n", Good: "## FAQ\n**Is there a trial?** Yes, for 30 days.",
}

func (p subject) sectionEmpty(d page, r *checks.Reporter) {
	for _, w := range introSections {
		if i := d.find(w); i >= 0 && !d.says(i) {
			r.At(d.under("## "+w.title, d.sections[i].Line), "the section %q is empty", d.sections[i].Title)
		}
	}
}

var sectionOrder = checks.Rule{
	ID: "IntroSectionOrder", Severity: checks.Error, Origin: checks.Documentation, Subject: "prose",
	Meaning: "The sections of intro.md stand in the template's order.",
	Fix:     "Move the section to its place: Prerequisites, How to get credentials, Get started with your connector, Known issues and limitations, Common errors and remedies, FAQ.",
	Source:  "S69", Link: templatePage,
	Bad: "## FAQ\n…\n## Prerequisites\n…", Good: "## Prerequisites\n…\n## FAQ\n…",
}

func (p subject) sectionOrder(d page, r *checks.Reporter) {
	last := -1
	for _, w := range introSections {
		i := d.find(w)
		if i < 0 {
			continue
		}
		if i < last {
			r.At(d.at(d.sections[i].Line), "%q stands above %q, the template has it below", d.sections[i].Title, d.sections[last].Title)
			return
		}
		last = i
	}
}

var credentialsSteps = checks.Rule{
	ID: "IntroCredentialsSteps", Severity: checks.Warning, Origin: checks.Documentation, Subject: "prose",
	Meaning: "How to get credentials is told step by step, where that is possible.",
	Fix:     "Number the steps: 1. Sign in at … 2. Open … 3. Copy …",
	Source:  "S76", Link: templatePage,
	Bad:  "## How to get credentials\nAsk our support.",
	Good: "## How to get credentials\n1. Sign in.\n2. Copy the key.",
}

func (p subject) credentialsSteps(d page, r *checks.Reporter) { d.wantSteps(credentials, r) }

var startedSteps = checks.Rule{
	ID: "IntroGetStartedSteps", Severity: checks.Warning, Origin: checks.Documentation, Subject: "prose",
	Meaning: "Get started with your connector is told step by step.",
	Fix:     "Number the steps of a common use case: 1. Create a flow … 2. Add …",
	Source:  "S78", Link: templatePage,
	Bad:  "## Get started with your connector\nAdd it to a flow.",
	Good: "## Get started with your connector\n1. Create a flow.\n2. Add the connector.",
}

func (p subject) startedSteps(d page, r *checks.Reporter) { d.wantSteps(started, r) }

func (d page) wantSteps(title string, r *checks.Reporter) {
	d.inside(title, r, func(s Section, text string) {
		steps := 0
		for l := range strings.SplitSeq(text, "\n") {
			if numbered(l) {
				steps++
			}
		}
		if steps < 2 {
			r.At(d.at(s.Line), "%q has no numbered steps", s.Title)
		}
	})
}

var credentialsLink = checks.Rule{
	ID: "IntroCredentialsLink", Severity: checks.Warning, Origin: checks.Documentation, Subject: "prose",
	Meaning: "How to get credentials links to the publisher's site, where that is possible.",
	Fix:     "Link the page where users find their credentials.",
	Source:  "S76", Link: templatePage,
	Bad:  "## How to get credentials\n1. Sign in.\n2. Copy the key.",
	Good: "## How to get credentials\n1. Sign in at https://app.contoso.example.\n2. Copy the key.",
}

func (p subject) credentialsLink(d page, r *checks.Reporter) {
	d.inside(credentials, r, func(s Section, text string) {
		if !strings.Contains(text, "http://") && !strings.Contains(text, "https://") && !strings.Contains(text, "www.") {
			r.At(d.at(s.Line), "%q links to no page", s.Title)
		}
	})
}

var startedImages = checks.Rule{
	ID: "IntroGetStartedImages", Severity: checks.Advice, Origin: checks.Documentation, Subject: "prose",
	Meaning: "Get started with your connector shows pictures, where that is possible.",
	Fix:     "Add a screenshot of the flow, or leave it.",
	Source:  "S80", Link: templatePage,
	Bad:  "## Get started with your connector\n1. Create a flow.",
	Good: "## Get started with your connector\n1. Create a flow.\n![The flow](https://contoso.example/flow.png)",
}

func (p subject) startedImages(d page, r *checks.Reporter) {
	d.inside(started, r, func(s Section, text string) {
		if !strings.Contains(text, "![") && !strings.Contains(text, "<img") {
			r.At(d.at(s.Line), "%q shows no picture", s.Title)
		}
	})
}

// inside looks into one section of the template; rules of their own say when
// it is missing or empty.
func (d page) inside(title string, r *checks.Reporter, judge func(s Section, text string)) {
	i := d.named(title)
	if i < 0 {
		r.Skip(fmt.Sprintf("there is no section %q", title))
		return
	}
	if !d.says(i) {
		r.Skip(fmt.Sprintf("the section %q is empty", title))
		return
	}
	judge(d.sections[i], d.whole(i))
}
