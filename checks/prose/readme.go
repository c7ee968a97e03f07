package prose

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/text"
)

// readmePage is the template of readme.md in the open-source repository.
const readmePage = "https://github.com/microsoft/PowerPlatformConnectors/tree/dev/templates"

var readmeMissing = checks.Rule{
	ID: "ReadmeMissing", Severity: checks.Error, Evidence: checks.Policy, Origin: checks.Documentation, Subject: checks.SubjectProse,
	Meaning: "The connector's folder holds a readme.md.",
	Fix:     "Write readme.md from the repository's template; certwiz drafts it.",
	Source:  "S66, 5000.1.1.2", Link: readmePage,
	Bad: "no readme.md", Good: "readme.md beside apiDefinition.swagger.json",
}

func (p subject) readmeMissing(r *checks.Reporter) {
	if p.Readme == nil {
		r.Report(checks.Place{File: "readme.md"}, "there is no readme.md")
	}
}

var readmeName = checks.Rule{
	ID: "ReadmeName", Severity: checks.Warning, Origin: checks.Engineers, Subject: checks.SubjectProse,
	Meaning: "The readme's file is called readme.md, in whatever case.",
	Fix:     "Rename the file to readme.md.",
	Source:  "PR 1305; folder structure of microsoft/PowerPlatformConnectors", Link: readmePage,
	Bad: "Readme.md.txt", Good: "readme.md",
}

func (p subject) readmeName(d page, r *checks.Reporter) {
	base := path.Base(strings.ReplaceAll(d.name, `\`, "/"))
	if !strings.EqualFold(base, "readme.md") {
		r.Report(d.at(0), "the readme is called %s, not readme.md", base)
	}
}

// readmeEncoding: 4 of 62 connectors were merged with another encoding in 2025.
var readmeEncoding = warned(encodingRule("ReadmeEncoding", "readme.md", "S66"))

func warned(r checks.Rule) checks.Rule {
	r.Severity = checks.Warning
	return r
}

var readmeTitle = checks.Rule{
	ID: "ReadmeTitle", Severity: checks.Warning, Origin: checks.Documentation, Subject: checks.SubjectProse,
	Meaning: "readme.md begins with the connector's name as a heading of level 1.",
	Fix:     "Begin the file with # and a space and the connector's name.",
	Source:  "template of microsoft/PowerPlatformConnectors", Link: readmePage,
	Bad: "#Contoso Invoices", Good: "# Contoso Invoices",
}

func (p subject) readmeTitle(d page, r *checks.Reporter) {
	line := firstText(join(d.lines), 1)
	if line > len(d.lines) {
		r.Report(d.at(0), "%s is empty", d.name)
		return
	}
	if first := strings.TrimSpace(d.lines[line-1].Text); strings.HasPrefix(first, "#") {
		if d.lines[line-1].Heading == 0 {
			r.Report(d.at(line), "%q has no space after its marks and is shown as plain text", clip(first))
			r.Last().Fix = fmt.Sprintf("Write %q.", clip("# "+strings.TrimLeft(first, "# \u00a0")))
			return
		}
	}
	i := slices.IndexFunc(d.sections, func(s Section) bool { return s.Level > 0 })
	switch {
	case i < 0:
		r.Report(d.at(line), "%s has no heading", d.name)
	case d.sections[i].Level != 1 && (i > 0 || slices.ContainsFunc(readmeParts, func(p readmePart) bool { return p.Role.announced(d.sections[i].words) })):
		r.Report(d.at(line), "no title stands above %q", clip(d.sections[i].Title))
	case d.sections[i].Level != 1:
		s := d.sections[i]
		r.Report(d.at(s.Line), "the first heading %q is of level %d, not 1", clip(s.Title), s.Level)
		r.Last().Fix = fmt.Sprintf("Write %q.", "# "+clip(s.Title))
	}
}

// minDescription is how many words a readme's description has at least.
const minDescription = 10

var readmeDescription = checks.Rule{
	ID: "ReadmeDescription", Severity: checks.Warning, Origin: checks.Engineers, Subject: checks.SubjectProse,
	Meaning: "readme.md describes the connector under its title, in more than a few words.",
	Fix:     "Say under the title what the service is and what the connector does, so that everyone can understand it.",
	Source:  "PR 737", Link: readmePage,
	Bad:  "# Contoso Invoices\nInvoices.",
	Good: "# Contoso Invoices\nContoso Invoices is a service with which small companies write, send and book their invoices. This connector creates invoices, sends them and tells when they are paid.",
}

// readmeDescription counts what stands above the first of the template's other
// sections: many describe the connector under a heading "Overview".
func (p subject) readmeDescription(d page, r *checks.Reporter) {
	words := 0
	at := d.at(0)
	for i, s := range d.sections {
		if i > 0 && slices.ContainsFunc(readmeParts[1:], func(part readmePart) bool { return part.Role.announced(s.words) }) {
			break
		}
		if at.Line == 0 && s.Level > 0 {
			at = d.titleAt(s)
		}
		for _, x := range d.within(s.first, s.next) {
			words += len(strings.Fields(x.plain.text))
		}
	}
	if words >= minDescription {
		return
	}
	what := text.Count(words, "word", "words")
	if words == 0 {
		what = "no words"
	}
	r.Report(at, "the description under the title has %s; say in a few sentences what the connector does", what)
}

// find is the index of the section that is this part, -1 for none. The title
// is none, and a heading of level 2 goes before one inside another section.
func (part readmePart) find(d page) int {
	found := -1
	for i, s := range d.sections {
		title := i == 0 && (s.Level == 1 || strings.Contains(s.words, "connector"))
		if s.Level == 0 || title || !part.Role.announced(s.words) {
			continue
		}
		if s.Level <= 2 {
			return i
		}
		if found < 0 {
			found = i
		}
	}
	return found
}

var readmeSections = checks.Rule{
	ID: "ReadmeSections", Severity: checks.Warning, Evidence: checks.AskedOften, Origin: checks.Engineers, Subject: checks.SubjectProse,
	Meaning: "readme.md has the template's required sections.",
	Fix:     "Add the section from the repository's template.",
	Source:  "template of microsoft/PowerPlatformConnectors; 7 reviews", Link: readmePage,
	Bad:  "# Contoso Invoices\nSends invoices.",
	Good: "# Contoso Invoices\nSends invoices.\n## Publisher: Contoso\n## Prerequisites\n…\n## Supported Operations\n…\n## Obtaining Credentials\n…\n## Known Issues and Limitations\n…",
}

func (p subject) readmeSections(d page, r *checks.Reporter) {
	for _, part := range readmeParts {
		if part.Role == Credentials && p.AuthKnown && !p.NeedsAuth {
			continue
		}
		if part.find(d) >= 0 {
			continue
		}
		heading := "## " + part.Title
		if i, why := part.lookalike(d); i >= 0 {
			shown := strings.TrimSpace(d.lines[i].Text)
			r.Report(d.under(heading, i+1), "the section %q is missing; %q %s", heading, clip(shown), why)
			r.Last().Fix = fmt.Sprintf("Write %q in place of %q.", heading, clip(shown))
			continue
		}
		r.Report(d.under(heading, 0), "the section %q is missing", heading)
		r.Last().Fix = part.fix
	}
}

// lookalike is the index of a line that was meant as this part's heading and is
// none, and what keeps it from being one; -1 for none.
func (part readmePart) lookalike(d page) (index int, why string) {
	for i, l := range d.lines {
		if l.Fenced || len(l.Text) > longestHeading {
			continue
		}
		shown := strings.TrimSpace(l.Text)
		if len(shown) < 3 || l.Heading > 0 {
			continue
		}
		switch {
		case shown[0] == '#' && part.Role.announced(normal(shown)):
			return i, marksOf(l)
		case bold(shown) && part.Role.announced(normal(shown)) && strings.Count(shown, " ") < 5:
			return i, "is bold text, not a heading"
		}
	}
	return -1, ""
}

var readmeOrder = checks.Rule{
	ID: "ReadmeSectionOrder", Severity: checks.Advice, Evidence: checks.AskedOften, Origin: checks.Engineers, Subject: checks.SubjectProse,
	Meaning: "The sections of readme.md stand in the template's order.",
	Fix:     "Move the section to its place: Publisher, Prerequisites, Supported Operations, Known Issues and Limitations.",
	Source:  "template of microsoft/PowerPlatformConnectors; reviews", Link: readmePage,
	Bad: "## Supported Operations\n…\n## Prerequisites\n…", Good: "## Prerequisites\n…\n## Supported Operations\n…",
}

func (p subject) readmeOrder(d page, r *checks.Reporter) {
	last := -1
	for _, part := range readmeParts {
		if part.Role == Credentials {
			continue // reviewers asked for it above the operations, the template has it below
		}
		i := part.find(d)
		if i >= 0 && i < last {
			above, below := clip(d.sections[i].Title), clip(d.sections[last].Title)
			r.Report(d.at(d.sections[i].Line), "%q stands above %q, the template has it below", above, below)
			r.Last().Fix = fmt.Sprintf("Move %q with its text below %q.", above, below)
			return
		}
		last = max(last, i)
	}
}

var readmeEmptySection = checks.Rule{
	ID: "ReadmeEmptySection", Severity: checks.Advice, Origin: checks.Engineers, Subject: checks.SubjectProse,
	Meaning: "No section of readme.md is empty.",
	Fix:     "Write the section, or remove its heading.",
	Source:  "PR 893, PR 894", Link: readmePage,
	Bad: "# Contoso\n## Frequently Asked Questions\n", Good: "# Contoso\n## Frequently Asked Questions\n**Is there a trial?** Yes.",
}

// readmeEmptySection looks at sections that readmes commonly have. Any other
// heading may be text that was made large, or belong to the one above it; and
// an unknown one below may be what the section consists of.
func (p subject) readmeEmptySection(d page, r *checks.Reporter) {
	for i, s := range d.sections {
		if s.Level < 2 || strings.Count(s.words, " ") > 5 || !common(s.words) || d.says(i) {
			continue
		}
		if i+1 < len(d.sections) {
			if next := d.sections[i+1]; !common(next.words) || next.Level == 1 || next.underlined {
				continue
			}
		}
		if publisher := strings.HasPrefix(s.words, "publisher"); publisher && s.words != "publisher" && s.words != "publishers" {
			continue // "Publisher: Contoso" says it all
		}
		if first := r.Last(); first != nil {
			first.More = append(first.More, d.at(s.Line))
			continue
		}
		r.Report(d.at(s.Line), "the section %q is empty", clip(s.Title))
	}
}

// common tells whether a heading is one that readmes commonly have.
func common(words string) bool {
	return slices.ContainsFunc(readmeTemplate, func(part readmePart) bool { return part.Role.announced(words) }) ||
		wordBegins(words, "support", "documentation")
}

var readmeProducts = checks.Rule{
	ID: "ReadmeProductNames", Severity: checks.Advice, Origin: checks.Engineers, Subject: checks.SubjectProse,
	Meaning: "readme.md calls Microsoft's products by their names of today.",
	Fix:     "Write Power Automate for Microsoft Flow, Power Apps for PowerApps.",
	Source:  "PR 140", Link: readmePage,
	Bad: "Works in Microsoft Flow and PowerApps.", Good: "Works in Power Automate and Power Apps.",
}

// Renamed is a product of Microsoft's that was called otherwise.
type Renamed struct{ Old, Now string }

// RenamedProducts are those that ReadmeProductNames looks for.
func RenamedProducts() []Renamed {
	return []Renamed{
		{"Microsoft Flow", "Power Automate"},
		{"MS Flow", "Power Automate"},
		{"PowerApps", "Power Apps"},
		{"PowerAutomate", "Power Automate"},
	}
}

func (p subject) readmeProducts(d page, r *checks.Reporter) {
	for _, n := range RenamedProducts() {
		if !bytes.Contains(d.text, []byte(n.Old)) {
			continue
		}
		for i, l := range d.lines {
			at := mention(l.Text, n.Old)
			if at < 0 || l.Code || formerly(l.Text, at, n.Old) {
				continue
			}
			r.Report(d.byteAt(i, at), "%q is called %q today", n.Old, n.Now)
			r.Last().Fix = fmt.Sprintf("Write %q.", n.Now)
			break
		}
	}
}

// formerly tells whether a name is rightly an old one: told as such, or quoted
// from a screen or setting.
func formerly(text string, at int, name string) bool {
	before, after := text[:at], text[at+len(name):]
	if before != "" && after != "" && strings.ContainsRune("\"`'", rune(before[len(before)-1])) && strings.ContainsRune("\"`'", rune(after[0])) {
		return true
	}
	small := strings.ToLower(text)
	return strings.Contains(small, "former") || strings.Contains(small, "previously") || strings.Contains(small, "aka ")
}

// mention is where a name stands in a line as a word of its own, not as part of
// an address or a package's name; -1 for nowhere.
func mention(text, name string) int {
	for at := 0; ; at += len(name) {
		i := strings.Index(text[at:], name)
		if i < 0 {
			return -1
		}
		at += i
		if !endsIn(text[:at], "/.-_@=?&") && !beginsWith(text[at+len(name):], "./-_") {
			return at
		}
	}
}

// endsIn and beginsWith tell whether a text touches a letter, a digit or one
// of the given marks. A full stop or dash only counts before more text.
func endsIn(s, marks string) bool {
	return s != "" && (letterOrDigit(rune(s[len(s)-1])) || strings.ContainsRune(marks, rune(s[len(s)-1])))
}

func beginsWith(s, marks string) bool {
	if s == "" {
		return false
	}
	if letterOrDigit(rune(s[0])) {
		return true
	}
	return strings.ContainsRune(marks, rune(s[0])) && len(s) > 1 && letterOrDigit(rune(s[1]))
}

// encodingRule makes the rule that a document is UTF-8.
func encodingRule(id, file, source string) checks.Rule {
	return checks.Rule{
		ID: id, Severity: checks.Error, Origin: checks.Practice, Subject: checks.SubjectProse,
		Meaning: fmt.Sprintf("%s is UTF-8 text.", file),
		Fix:     "Save the file as UTF-8 in your editor.",
		Source:  source, Link: templatePage,
		Bad: "a file saved as UTF-16 or Windows-1252", Good: "a file saved as UTF-8",
	}
}
