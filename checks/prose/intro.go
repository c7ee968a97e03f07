package prose

import (
	"fmt"
	"strings"

	"github.com/certwiz/certwiz/checks"
)

// templatePage states the template that intro.md follows.
const templatePage = "https://learn.microsoft.com/connectors/custom-connectors/submit-for-certification"

var introMissing = checks.Rule{
	ID: "IntroMissing", Severity: checks.Error, Evidence: checks.Policy, Origin: checks.Documentation, Subject: checks.SubjectProse,
	Meaning: "A verified publisher's connector has an intro.md for its public documentation.",
	Fix:     "Write intro.md beside the connector's files; certwiz drafts it from the template.",
	Source:  "S63, S65, S69, 5000.1.1.5", Link: templatePage,
	Bad: "no intro.md", Good: "intro.md beside apiDefinition.swagger.json",
}

func (p subject) introMissing(r *checks.Reporter) {
	switch {
	case p.Independent:
		r.Skip("only verified publishers attach an intro.md (S36)")
	case p.Intro == nil && p.Repository:
		r.Skip("the repository does without it, the submission asks for it")
	case p.Intro == nil:
		r.Report(checks.Place{File: "intro.md"}, "there is no intro.md")
	}
}

var introEncoding = encodingRule("IntroEncoding", "intro.md", "S65")

var openingMissing = checks.Rule{
	ID: "IntroOpening", Severity: checks.Error, Origin: checks.Documentation, Subject: checks.SubjectProse,
	Meaning: "intro.md opens with a paragraph on the value and the functions of the connector.",
	Fix:     "Begin the file with one paragraph above the first ## heading.",
	Source:  "S70", Link: templatePage,
	Bad:  "## Prerequisites\nA Contoso account.",
	Good: "Contoso Invoices sends and books invoices from any app.\n\n## Prerequisites\nA Contoso account.",
}

func (p subject) openingMissing(d page, r *checks.Reporter) {
	if len(d.opening()) > 0 {
		return
	}
	if len(d.sections) == 0 || d.sections[0].Level == 0 {
		r.Report(d.at(0), "%s has no opening paragraph", d.name)
		return
	}
	s := d.sections[0]
	if s.underlined && strings.Count(s.Title, " ") >= 8 {
		r.Report(d.at(s.Line), "the line of marks below the opening makes a heading of it: %q", clip(s.Title))
		r.Last().Fix = "Put a blank line between the opening and the line of marks, or remove the marks."
		return
	}
	r.Report(d.at(s.Line), "no paragraph stands above the first section %q", clip(s.Title))
}

var openingParagraphs = checks.Rule{
	ID: "IntroOpeningParagraph", Severity: checks.Error, Origin: checks.Documentation, Subject: checks.SubjectProse,
	Meaning: "The opening of intro.md is one paragraph.",
	Fix:     "Join the opening into one paragraph, or move the rest under a heading of the template.",
	Source:  "S72", Link: templatePage,
	Bad:  "Contoso Invoices sends invoices.\n\nIt books them, too.\n\n## Prerequisites",
	Good: "Contoso Invoices sends invoices and books them.\n\n## Prerequisites",
}

func (p subject) openingParagraphs(d page, r *checks.Reporter) {
	if all := d.opening(); len(all) > 1 {
		r.Report(d.begin(all[1][0]), "the opening has %d paragraphs, 1 allowed; the second begins here", len(all))
	}
}

var openingSentences = checks.Rule{
	ID: "IntroOpeningSentences", Severity: checks.Error, Origin: checks.Documentation, Subject: checks.SubjectProse,
	Meaning: "The opening of intro.md has at most eight sentences.",
	Fix:     "Shorten the opening to eight sentences; details belong under the headings of the template.",
	Source:  "S73", Link: templatePage,
	Bad:  "One. Two. Three. Four. Five. Six. Seven. Eight. Nine.",
	Good: "One. Two. Three. Four. Five. Six. Seven. Eight.",
}

func (p subject) openingSentences(d page, r *checks.Reporter) {
	n := 0
	var ninth checks.Place
	for _, b := range d.opening() {
		starts := b.sentences()
		if n <= MaxSentences && n+len(starts) > MaxSentences {
			first := starts[MaxSentences-n]
			ninth = d.in(first.passage, first.at)
		}
		n += len(starts)
	}
	if n > MaxSentences {
		r.Report(ninth, "the opening has %d sentences, %d allowed; the ninth begins here", n, MaxSentences)
	}
}

var openingDistinct = checks.Rule{
	ID: "IntroOpeningDistinct", Severity: checks.Error, Origin: checks.Documentation, Subject: checks.SubjectProse,
	Meaning: "The opening of intro.md is distinct from the connector's description.",
	Fix:     "Write the opening anew: what users gain and what they can do, in more depth than the description.",
	Source:  "S71", Link: templatePage,
	Bad:  "the connector's description, word for word, as the opening",
	Good: "an opening in other words than the connector's description",
}

// Shares, 0 to 1, from which on two texts are the same, or too much alike.
const (
	same  = 0.9
	alike = 0.6
)

func (p subject) openingDistinct(d page, r *checks.Reporter) {
	all := d.opening()
	var text strings.Builder
	for _, b := range all {
		for _, x := range b {
			text.WriteString(x.plain.text)
			text.WriteByte('\n')
		}
	}
	ours, theirs := normal(text.String()), normal(plainText(p.Description))
	if ours == "" || theirs == "" {
		r.Skip("there is no opening, or no description to compare it with")
		return
	}
	at := d.begin(all[0][0])
	like, taken, held := compare(ours, theirs)
	switch {
	case like >= same:
		r.Report(at, "the opening is the connector's description again%s", but(taken))
		return
	case taken >= alike:
		r.Report(at, "%s of the opening's words are the description's", percent(taken))
	case held >= 0.8 && strings.Count(theirs, " ") >= 7:
		r.Report(at, "the opening holds %s of the connector's description word for word", percent(held))
	default:
		return
	}
	r.Last().Severity = checks.Warning
}

// percent is a share as people read it.
func percent(share float64) string { return fmt.Sprintf("%.0f %%", 100*share) }

func but(share float64) string {
	if share >= 0.995 {
		return ""
	}
	return ": " + percent(share) + " of its words are the description's"
}

var introIsReadme = checks.Rule{
	ID: "IntroIsReadme", Severity: checks.Error, Origin: checks.Documentation, Subject: checks.SubjectProse,
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
	ours, theirs := normal(string(d.text)), normal(string(p.Readme.Data))
	switch like, taken, _ := compare(ours, theirs); {
	case ours == theirs:
		r.Report(d.at(0), "%s and %s are the same text", d.name, p.Readme.Name)
	case like >= same:
		r.Report(d.at(0), "%s and %s are the same text: %s of its words are the readme's", d.name, p.Readme.Name, percent(min(taken, 0.99)))
	case taken >= copied && strings.Count(ours, " ") >= 50:
		r.Report(d.at(0), "%s of the words of %s are those of %s", percent(min(taken, 0.99)), d.name, p.Readme.Name)
		r.Last().Severity = checks.Warning
	}
}

// copied is the share of the words of intro.md from which on it is the readme
// with little changed. What both have to say of prerequisites, credentials and
// limits may be the same.
const copied = 0.8
