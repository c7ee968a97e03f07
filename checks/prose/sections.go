package prose

import (
	"fmt"
	"slices"
	"strings"

	"github.com/certwiz/certwiz/checks"
)

// introSection is a section of the intro.md template.
type introSection struct {
	SectionGuide
	rule      checks.Rule
	near      []string // names of the same thing, in normal form
	mayBeNone bool     // "None" is an answer
}

// sectionRule is the rule that a section of the template is there.
func sectionRule(id, title, source, fix string) checks.Rule {
	return checks.Rule{
		ID: id, Severity: checks.Error, Origin: checks.Documentation, Subject: checks.SubjectProse,
		Meaning: fmt.Sprintf("intro.md has the section ## %s.", title),
		Fix:     fix, Source: source, Link: templatePage,
		Bad:  fmt.Sprintf("an intro.md without ## %s", title),
		Good: fmt.Sprintf("## %s\nWhat there is to say.", title),
	}
}

// attested is a rule that a person may vouch for.
func attested(rule checks.Rule, sentence string) checks.Rule {
	rule.Attest = sentence
	return rule
}

// is tells whether a heading, in normal form, is this section's; the connector
// may be called by its name.
func (w introSection) is(words string) bool {
	return strings.EqualFold(words, w.Title) || w.Role == GetStarted && strings.HasPrefix(words, "get started with ")
}

func wantedTitle(words string) bool {
	return slices.ContainsFunc(introSections, func(w introSection) bool { return w.is(words) })
}

// find is the index of the section with a template's title, -1 for none.
func (d page) find(w introSection) int {
	return slices.IndexFunc(d.sections, func(s Section) bool { return s.Level > 0 && w.is(s.words) })
}

// introSectionOf is the template's section with a role that it has.
func introSectionOf(r Role) introSection {
	return introSections[slices.IndexFunc(introSections, func(w introSection) bool { return w.Role == r })]
}

func (p subject) sectionPresent(w introSection) func(page, *checks.Reporter) {
	return func(d page, r *checks.Reporter) {
		if d.find(w) >= 0 {
			return
		}
		if w.Role == Credentials && !p.AuthKnown {
			r.Unknown("apiProperties.json does not say whether users sign in")
			return
		}
		if w.Role == Credentials && !p.NeedsAuth {
			r.Skip("the connector needs no sign-in (S77)")
			return
		}
		if n, ok := d.nearest(w); ok {
			r.Report(d.pointed(w, n.place), "the section %q is missing; %q %s", w.Heading(), clip(n.shown), n.why)
			r.Last().Fix = fmt.Sprintf("Write %q in place of %q.", w.Heading(), clip(n.shown))
			return
		}
		r.Report(d.under(w.Heading(), 0), "the section %q is missing", w.Heading())
	}
}

// pointed is a place that belongs to a section of the template.
func (d page) pointed(w introSection, place checks.Place) checks.Place {
	place.Pointer = w.Heading()
	return place
}

var sectionLevel = checks.Rule{
	ID: "IntroSectionLevel", Severity: checks.Error, Origin: checks.Documentation, Subject: checks.SubjectProse,
	Meaning: "The template's sections in intro.md are headings of level 2.",
	Fix:     "Begin the heading with ## and a space.",
	Source:  "S74, S75, S78, S81, S83, S84", Link: templatePage,
	Bad: "# Prerequisites\nA Contoso account.", Good: "## Prerequisites\nA Contoso account.",
}

func (p subject) sectionLevel(d page, r *checks.Reporter) {
	for _, w := range introSections {
		i := d.find(w)
		if i < 0 || d.sections[i].Level == 2 {
			continue
		}
		s := d.sections[i]
		r.Report(d.under(w.Heading(), s.Line), "%q is a heading of level %d, the template has level 2", s.Title, s.Level)
		r.Last().Fix = fmt.Sprintf("Write %q.", "## "+s.Title)
		if s.underlined {
			r.Last().Fix = fmt.Sprintf("Write %q on one line, without the line of = below it.", "## "+s.Title)
		}
	}
}

var sectionEmpty = checks.Rule{
	ID: "IntroSectionEmpty", Severity: checks.Error, Origin: checks.Documentation, Subject: checks.SubjectProse,
	Meaning: "No section of the template is empty in intro.md.",
	Fix:     "Write the section; only ## How to get credentials may go, and only without sign-in.",
	Source:  "S69, S74, S75, S78, S81, S83, S84", Link: templatePage,
	Bad: "## FAQ\n", Good: "## FAQ\n**Is there a trial?** Yes, for 30 days.",
}

func (p subject) sectionEmpty(d page, r *checks.Reporter) {
	for _, w := range introSections {
		i := d.find(w)
		if i < 0 {
			continue
		}
		s := d.sections[i]
		if next := i + 1; s.Level > 2 && next < len(d.sections) && d.sections[next].Level == s.Level && !wantedTitle(d.sections[next].words) {
			continue // its level is wrong, and what it holds is taken for its neighbour
		}
		if !d.says(i) {
			r.Report(d.under(w.Heading(), s.Line), "the section %q is empty", s.Title)
			r.Last().Fix = w.rule.Fix
			continue
		}
		if only := normal(s.Body); nothings[only] && d.end(i) == s.next && !w.mayBeNone {
			r.Report(d.under(w.Heading(), firstText(s.Body, s.first+1)), "the section %q only says %q", s.Title, clip(strings.TrimSpace(s.Body)))
			r.Last().Severity = checks.Warning
			r.Last().Fix = w.rule.Fix
		}
	}
}

// nothings are texts, in normal form, that say there is nothing to say.
var nothings = map[string]bool{"n a": true, "na": true, "none": true, "tbd": true, "tba": true, "todo": true, "to do": true, "coming soon": true,
	"to be added": true, "to be defined": true, "to be done": true, "not applicable": true, "not available": true, "nothing": true, "no": true, "work in progress": true}

var sectionOrder = checks.Rule{
	ID: "IntroSectionOrder", Severity: checks.Error, Origin: checks.Documentation, Subject: checks.SubjectProse,
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
			r.Report(d.at(d.sections[i].Line), "%q stands above %q, the template has it below", d.sections[i].Title, d.sections[last].Title)
			r.Last().Fix = fmt.Sprintf("Move %q with its text below %q.", "## "+d.sections[i].Title, "## "+d.sections[last].Title)
			return
		}
		last = i
	}
}

var sectionRepeated = checks.Rule{
	ID: "IntroSectionRepeated", Severity: checks.Warning, Origin: checks.Documentation, Subject: checks.SubjectProse,
	Meaning: "Each section of the template stands once in intro.md.",
	Fix:     "Join the two sections under the first heading.",
	Source:  "S69", Link: templatePage,
	Bad:  "## FAQ\nIs there a trial? Yes.\n## FAQ\nIs it fast? Yes.",
	Good: "## FAQ\nIs there a trial? Yes.\n\nIs it fast? Yes.",
}

func (p subject) sectionRepeated(d page, r *checks.Reporter) {
	for _, w := range introSections {
		first := d.find(w)
		if first < 0 {
			continue
		}
		for _, s := range d.sections[first+1:] {
			if s.Level > 0 && s.Level <= d.sections[first].Level && w.is(s.words) {
				r.Report(d.under(w.Heading(), s.Line), "the section %q stands here again; it began on line %d", s.Title, d.sections[first].Line)
				break
			}
		}
	}
}
