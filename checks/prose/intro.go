package prose

import (
	"fmt"
	"strings"

	"github.com/certwiz/certwiz/checks"
)

// templatePage states the template that intro.md follows.
const templatePage = "https://learn.microsoft.com/connectors/custom-connectors/submit-for-certification"

var introMissing = checks.Rule{
	ID: "IntroMissing", Severity: checks.Error, Origin: checks.Documentation, Subject: "prose",
	Meaning: "A verified publisher's connector has an intro.md for its public documentation.",
	Fix:     "Write intro.md beside the connector's files; certwiz drafts it from the template.",
	Source:  "S63, S65, S69, 5000.1.1.5", Link: templatePage,
	Bad: "no intro.md", Good: "intro.md beside apiDefinition.swagger.json",
}

func (p subject) introMissing(r *checks.Reporter) {
	switch {
	case p.Independent:
		r.Skip("only verified publishers attach an intro.md (S36)")
	case p.Intro == nil:
		r.At(checks.Place{File: "intro.md"}, "there is no intro.md")
	}
}

var introEncoding = encodingRule("IntroEncoding", "intro.md", "S65")

var openingMissing = checks.Rule{
	ID: "IntroOpening", Severity: checks.Error, Origin: checks.Documentation, Subject: "prose",
	Meaning: "intro.md opens with a paragraph on the value and the functions of the connector.",
	Fix:     "Begin the file with one paragraph above the first ## heading.",
	Source:  "S70", Link: templatePage,
	Bad:  "## Prerequisites\nA Contoso account.",
	Good: "Contoso Invoices sends and books invoices from any app.\n\n## Prerequisites\nA Contoso account.",
}

func (p subject) openingMissing(d page, r *checks.Reporter) {
	body, _ := opening(d.sections)
	if len(blocks(body)) > 0 {
		return
	}
	if len(d.sections) > 0 && d.sections[0].Level > 0 {
		r.At(d.at(d.sections[0].Line), "no paragraph stands above the first section %q", d.sections[0].Title)
		return
	}
	r.At(d.at(0), "%s has no opening paragraph", d.name)
}

var openingParagraphs = checks.Rule{
	ID: "IntroOpeningParagraph", Severity: checks.Error, Origin: checks.Documentation, Subject: "prose",
	Meaning: "The opening of intro.md is one paragraph.",
	Fix:     "Join the opening into one paragraph, or move the rest under a heading of the template.",
	Source:  "S72", Link: templatePage,
	Bad:  "Contoso Invoices sends invoices.\n\nIt books them, too.\n\n## Prerequisites",
	Good: "Contoso Invoices sends invoices and books them.\n\n## Prerequisites",
}

func (p subject) openingParagraphs(d page, r *checks.Reporter) {
	body, line := opening(d.sections)
	if n := len(blocks(body)); n > 1 {
		r.At(d.at(line), "the opening has %d paragraphs, 1 allowed", n)
	}
}

var openingSentences = checks.Rule{
	ID: "IntroOpeningSentences", Severity: checks.Error, Origin: checks.Documentation, Subject: "prose",
	Meaning: "The opening of intro.md has at most eight sentences.",
	Fix:     "Shorten the opening to eight sentences; details belong under the headings of the template.",
	Source:  "S73", Link: templatePage,
	Bad:  "One. Two. Three. Four. Five. Six. Seven. Eight. Nine.",
	Good: "One. Two. Three. Four. Five. Six. Seven. Eight.",
}

func (p subject) openingSentences(d page, r *checks.Reporter) {
	body, line := opening(d.sections)
	n := 0
	for _, b := range blocks(body) {
		n += b.sentences()
	}
	if n > MaxSentences {
		r.At(d.at(line), "the opening has %d sentences, %d allowed", n, MaxSentences)
	}
}

var openingDistinct = checks.Rule{
	ID: "IntroOpeningDistinct", Severity: checks.Error, Origin: checks.Documentation, Subject: "prose",
	Meaning: "The opening of intro.md is distinct from the connector's description.",
	Fix:     "Write the opening anew: what users gain and what they can do, in more depth than the description.",
	Source:  "S71", Link: templatePage,
	Bad:  "the connector's description, word for word, as the opening",
	Good: "an opening in other words than the connector's description",
}

// Likeness, 0 to 1, from which on two texts are the same or nearly so.
const (
	same   = 0.9
	almost = 0.65
)

func (p subject) openingDistinct(d page, r *checks.Reporter) {
	body, line := opening(d.sections)
	ours, theirs := normal(plainText(body)), normal(p.Description)
	if ours == "" || theirs == "" {
		r.Skip("there is no opening, or no description to compare it with")
		return
	}
	switch alike := likeness(ours, theirs); {
	case alike >= same:
		r.At(d.at(line), "the opening is the connector's description again")
	case alike >= almost:
		r.At(d.at(line), "the opening is very similar to the connector's description")
		r.Last().Severity = checks.Warning
	case strings.Count(theirs, " ") >= 7 && strings.Contains(ours, theirs):
		r.At(d.at(line), "the opening repeats the connector's description word for word")
		r.Last().Severity = checks.Warning
	}
}

// likeness compares two texts in normal form by the pairs of words they share
// (Sørensen and Dice): 1 for the same, 0 for nothing in common.
func likeness(a, b string) float64 {
	if a == b {
		return 1
	}
	x, y := strings.Fields(a), strings.Fields(b)
	if len(x) < 2 || len(y) < 2 {
		return 0
	}
	pairs := make(map[[2]string]int, len(x))
	for i := range len(x) - 1 {
		pairs[[2]string{x[i], x[i+1]}]++
	}
	shared := 0
	for i := range len(y) - 1 {
		pair := [2]string{y[i], y[i+1]}
		if pairs[pair] > 0 {
			pairs[pair]--
			shared++
		}
	}
	return 2 * float64(shared) / float64(len(x)+len(y)-2)
}

var introOperations = checks.Rule{
	ID: "IntroListsOperations", Severity: checks.Warning, Origin: checks.Documentation, Subject: "prose",
	Meaning: "intro.md holds no list of the connector's actions and triggers; Microsoft generates it.",
	Fix:     "Remove the list; tell how the popular ones help under ## Get started with your connector.",
	Source:  "S67, S68", Link: templatePage,
	Bad:  "## Supported Operations\n- Create invoice\n- Delete invoice\n- List invoices",
	Good: "## Get started with your connector\n1. Add the action Create invoice to a flow.",
}

func (p subject) introOperations(d page, r *checks.Reporter) {
	for _, s := range d.sections {
		if operationsTitle(s.words) {
			r.At(d.at(s.Line), "the section %q lists what Microsoft generates by itself", s.Title)
			return
		}
	}
	names := p.operationNames()
	enough := min(3, max(2, len(p.Operations)))
	first, seen := 0, map[string]bool{}
	for i, l := range d.lines {
		id, ok := names[normal(leading(l))]
		if !ok || seen[id] {
			continue
		}
		if first == 0 {
			first = i + 1
		}
		seen[id] = true
	}
	if len(seen) >= enough {
		r.At(d.at(first), "%d of the connector's actions and triggers are listed", len(seen))
	}
}

// operationNames maps IDs and summaries in normal form to the ID.
func (p subject) operationNames() map[string]string {
	names := make(map[string]string, 2*len(p.Operations))
	for _, o := range p.Operations {
		names[normal(o.ID)] = o.ID
		names[normal(o.Summary)] = o.ID
	}
	delete(names, "")
	return names
}

// leading is what a heading, list item or table row is about: the words before
// its first colon, dash, bracket or bar. Other lines are about nothing.
func leading(l line) string {
	if l.code {
		return ""
	}
	text, _, heading := atx(l.text)
	if !heading {
		text = listItem(l.text)
	}
	if row, ok := strings.CutPrefix(strings.TrimSpace(l.text), "|"); ok {
		text = row
	}
	text = strings.TrimLeft(text, "*_`[ ")
	for _, end := range []string{"|", ":", " - ", " – ", " — ", "(", "]", ". ", "**"} {
		text, _, _ = strings.Cut(text, end)
	}
	return text
}

// operationsTitle tells whether a heading, in normal form, announces a list of operations:
// "Supported Operations", "Actions and triggers", "List of actions".
func operationsTitle(words string) bool {
	announces := false
	for w := range strings.FieldsSeq(words) {
		switch w {
		case "operation", "operations", "action", "actions", "trigger", "triggers":
			announces = true
		case "supported", "available", "list", "of", "the", "all", "our", "and", "connector", "connectors":
		default:
			return false
		}
	}
	return announces
}

var introIsReadme = checks.Rule{
	ID: "IntroIsReadme", Severity: checks.Error, Origin: checks.Documentation, Subject: "prose",
	Meaning: "intro.md and readme.md are different texts.",
	Fix:     "Write intro.md for users by its template; readme.md is for those who work on the connector.",
	Source:  "S66", Link: templatePage,
	Bad: "readme.md copied to intro.md", Good: "two texts for two kinds of readers",
}

func (p subject) introIsReadme(d page, r *checks.Reporter) {
	if p.Readme == nil {
		r.Skip("there is no readme.md to compare it with")
		return
	}
	alike := likeness(normal(string(d.text)), normal(string(p.Readme.Text)))
	if alike < same {
		return
	}
	how := "are the same text"
	if alike < 1 {
		how = fmt.Sprintf("are the same text but for %.0f %%", 100*(1-alike))
	}
	r.At(d.at(0), "%s and %s %s", d.name, p.Readme.Name, how)
}
