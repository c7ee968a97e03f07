package prose

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/certwiz/certwiz/checks"
)

// readmePage is the template of readme.md in the open-source repository.
const readmePage = "https://github.com/microsoft/PowerPlatformConnectors/tree/dev/templates"

var readmeMissing = checks.Rule{
	ID: "ReadmeMissing", Severity: checks.Error, Origin: checks.Documentation, Subject: "prose",
	Meaning: "The connector's folder holds a readme.md.",
	Fix:     "Write readme.md from the repository's template; certwiz drafts it.",
	Source:  "S66, 5000.1.1.2", Link: readmePage,
	Bad: "no readme.md", Good: "readme.md beside apiDefinition.swagger.json",
}

func (p subject) readmeMissing(r *checks.Reporter) {
	if p.Readme == nil {
		r.At(checks.Place{File: "readme.md"}, "there is no readme.md")
	}
}

var readmeName = checks.Rule{
	ID: "ReadmeName", Severity: checks.Warning, Origin: checks.Engineers, Subject: "prose",
	Meaning: "The readme's file is called readme.md, in whatever case.",
	Fix:     "Rename the file to readme.md.",
	Source:  "PR 1305; folder structure of microsoft/PowerPlatformConnectors", Link: readmePage,
	Bad: "Readme.md.txt", Good: "readme.md",
}

func (p subject) readmeName(d page, r *checks.Reporter) {
	base := path.Base(strings.ReplaceAll(d.name, `\`, "/"))
	if !strings.EqualFold(base, "readme.md") {
		r.At(d.at(0), "the readme is called %s, not readme.md", base)
	}
}

var readmeEncoding = encodingRule("ReadmeEncoding", "readme.md", "S66")

var readmeTitle = checks.Rule{
	ID: "ReadmeTitle", Severity: checks.Warning, Origin: checks.Documentation, Subject: "prose",
	Meaning: "readme.md begins with the connector's name as a heading of level 1.",
	Fix:     "Begin the file with # and a space and the connector's name.",
	Source:  "template of microsoft/PowerPlatformConnectors", Link: readmePage,
	Bad: "#Contoso Invoices", Good: "# Contoso Invoices",
}

func (p subject) readmeTitle(d page, r *checks.Reporter) {
	line := firstText(join(d.lines), 1)
	if line > len(d.lines) {
		r.At(d.at(0), "%s is empty", d.name)
		return
	}
	if first := d.lines[line-1].text; strings.HasPrefix(first, "#") {
		if _, _, ok := atx(first); !ok {
			r.At(d.at(line), "%q has no space after its marks and is shown as plain text", strings.TrimSpace(first))
			return
		}
	}
	i := slices.IndexFunc(d.sections, func(s Section) bool { return s.Level > 0 })
	switch {
	case i < 0:
		r.At(d.at(line), "%s has no heading", d.name)
	case d.sections[i].Level != 1:
		r.At(d.at(d.sections[i].Line), "the first heading %q is of level %d, not 1", d.sections[i].Title, d.sections[i].Level)
	}
}

// minDescription is how many words a readme's description has at least.
const minDescription = 10

var readmeDescription = checks.Rule{
	ID: "ReadmeDescription", Severity: checks.Warning, Origin: checks.Engineers, Subject: "prose",
	Meaning: "readme.md describes the connector under its title, in more than a few words.",
	Fix:     "Say under the title what the service is and what the connector does, so that everyone can understand it.",
	Source:  "PR 737", Link: readmePage,
	Bad:  "# Contoso Invoices\nInvoices.",
	Good: "# Contoso Invoices\nContoso Invoices is a service with which small companies write, send and book their invoices. This connector creates invoices, sends them and tells when they are paid.",
}

func (p subject) readmeDescription(d page, r *checks.Reporter) {
	words, titled := 0, false
	for _, s := range d.sections {
		if s.Level > 0 && titled {
			break
		}
		titled = titled || s.Level > 0
		words += len(strings.Fields(plainText(s.Body)))
	}
	if words < minDescription {
		r.At(d.at(0), "the description under the title has %d words; say in a few sentences what the connector does", words)
	}
}

// readmePart is a section that the readme's template requires.
type readmePart struct {
	title string
	is    func(words string) bool // words of a heading, in normal form
}

func has(names ...string) func(string) bool {
	return func(words string) bool {
		return slices.ContainsFunc(names, func(n string) bool { return strings.Contains(words, n) })
	}
}

const credentialsPart = "Obtaining Credentials"

// readmeParts are the required sections in the template's order, recognised
// loosely: merged readmes name them in many ways.
var readmeParts = []readmePart{
	{"Publisher", func(words string) bool { return strings.HasPrefix(words, "publisher") }},
	{"Prerequisites", has("prerequisite", "pre requisite", "requirement")},
	{"Supported Operations", has("operation", "action", "trigger")},
	{credentialsPart, has("credential", "authenticat", "authoriz", "api key")},
	{"Known Issues and Limitations", has("known issue", "limitation")},
}

// find is the index of the section that is this part, -1 for none. The title
// is none, and a heading of level 2 goes before one inside another section.
func (part readmePart) find(d page) int {
	found := -1
	for i, s := range d.sections {
		title := i == 0 && (s.Level == 1 || strings.Contains(s.words, "connector"))
		if s.Level == 0 || title || !part.is(s.words) {
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
	ID: "ReadmeSections", Severity: checks.Warning, Origin: checks.Engineers, Subject: "prose",
	Meaning: "readme.md has the template's required sections.",
	Fix:     "Add the section from the repository's template.",
	Source:  "template of microsoft/PowerPlatformConnectors; 7 reviews", Link: readmePage,
	Bad:  "# Contoso Invoices\nSends invoices.",
	Good: "# Contoso Invoices\nSends invoices.\n## Publisher: Contoso\n## Prerequisites\n…\n## Supported Operations\n…\n## Obtaining Credentials\n…\n## Known Issues and Limitations\n…",
}

func (p subject) readmeSections(d page, r *checks.Reporter) {
	for _, part := range readmeParts {
		if part.title == credentialsPart && p.AuthKnown && !p.NeedsAuth {
			continue
		}
		if part.find(d) < 0 {
			heading := "## " + part.title
			r.At(d.under(heading, 0), "the section %q is missing", heading)
		}
	}
}

var readmeOrder = checks.Rule{
	ID: "ReadmeSectionOrder", Severity: checks.Advice, Origin: checks.Engineers, Subject: "prose",
	Meaning: "The sections of readme.md stand in the template's order.",
	Fix:     "Move the section to its place: Publisher, Prerequisites, Supported Operations, Known Issues and Limitations.",
	Source:  "template of microsoft/PowerPlatformConnectors; reviews", Link: readmePage,
	Bad: "## Supported Operations\n…\n## Prerequisites\n…", Good: "## Prerequisites\n…\n## Supported Operations\n…",
}

func (p subject) readmeOrder(d page, r *checks.Reporter) {
	last := -1
	for _, part := range readmeParts {
		if part.title == credentialsPart {
			continue // reviewers asked for it above the operations, the template has it below
		}
		i := part.find(d)
		if i >= 0 && i < last {
			r.At(d.at(d.sections[i].Line), "%q stands above %q, the template has it below", d.sections[i].Title, d.sections[last].Title)
			return
		}
		last = max(last, i)
	}
}

var readmeEmptySection = checks.Rule{
	ID: "ReadmeEmptySection", Severity: checks.Advice, Origin: checks.Engineers, Subject: "prose",
	Meaning: "No section of readme.md is empty.",
	Fix:     "Write the section, or remove its heading.",
	Source:  "PR 893, PR 894", Link: readmePage,
	Bad: "# Contoso\n## Frequently Asked Questions\n", Good: "# Contoso\n## Frequently Asked Questions\n**Is there a trial?** Yes.",
}

func (p subject) readmeEmptySection(d page, r *checks.Reporter) {
	for i, s := range d.sections {
		if s.Level < 2 || strings.HasPrefix(s.words, "publisher") {
			continue // a title may stand alone, and "Publisher: Contoso" says it all
		}
		if d.says(i) {
			continue
		}
		if first := r.Last(); first != nil {
			first.More = append(first.More, d.at(s.Line))
			continue
		}
		r.At(d.at(s.Line), "the section %q is empty", s.Title)
	}
}

var readmeOperations = checks.Rule{
	ID: "ReadmeOperations", Severity: checks.Advice, Origin: checks.Documentation, Subject: "prose",
	Meaning: "readme.md describes every action and trigger that users see.",
	Fix:     "Describe it under ## Supported Operations.",
	Source:  "template of microsoft/PowerPlatformConnectors", Link: readmePage,
	Bad: "## Supported Operations\nSee our site.", Good: "### Create invoice\nCreates an invoice and returns its number.",
}

func (p subject) readmeOperations(d page, r *checks.Reporter) {
	if len(p.Operations) == 0 {
		r.Skip("the connector has no actions or triggers that users see")
		return
	}
	all := normal(string(d.text))
	var missing []string
	for _, o := range p.Operations {
		if !strings.Contains(all, normal(o.Summary)) && !strings.Contains(all, normal(o.ID)) {
			missing = append(missing, o.Summary)
		}
	}
	switch n := len(missing); {
	case n > 3:
		r.At(d.at(0), "%d of %d actions and triggers are not described: %s, …", n, len(p.Operations), strings.Join(missing[:3], ", "))
	case n > 0:
		r.At(d.at(0), "not described: %s", strings.Join(missing, ", "))
	}
}

var readmeProducts = checks.Rule{
	ID: "ReadmeProductNames", Severity: checks.Advice, Origin: checks.Engineers, Subject: "prose",
	Meaning: "readme.md calls Microsoft's products by their names of today.",
	Fix:     "Write Power Automate for Microsoft Flow, Power Apps for PowerApps.",
	Source:  "PR 140", Link: readmePage,
	Bad: "Works in Microsoft Flow and PowerApps.", Good: "Works in Power Automate and Power Apps.",
}

var oldNames = []struct{ old, now string }{
	{"Microsoft Flow", "Power Automate"},
	{"MS Flow", "Power Automate"},
	{"PowerApps", "Power Apps"},
	{"PowerAutomate", "Power Automate"},
}

func (p subject) readmeProducts(d page, r *checks.Reporter) {
	for _, n := range oldNames {
		if !bytes.Contains(d.text, []byte(n.old)) {
			continue
		}
		for i, l := range d.lines {
			if !l.code && mentions(l.text, n.old) {
				r.At(d.at(i+1), "%q is called %q today", n.old, n.now)
				break
			}
		}
	}
}

// mentions tells whether a name stands in a line as a word of its own, not as
// part of an address or a package's name.
func mentions(text, name string) bool {
	for {
		before, after, found := strings.Cut(text, name)
		if !found {
			return false
		}
		if !endsIn(before, "/.-_@") && !beginsWith(after, "./-_") {
			return true
		}
		text = after
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
		ID: id, Severity: checks.Error, Origin: checks.Practice, Subject: "prose",
		Meaning: fmt.Sprintf("%s is UTF-8 text.", file),
		Fix:     "Save the file as UTF-8 in your editor.",
		Source:  source, Link: templatePage,
		Bad: "a file saved as UTF-16 or Windows-1252", Good: "a file saved as UTF-8",
	}
}
