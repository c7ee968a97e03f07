package prose

import (
	"fmt"
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/text"
)

// How many words the documents have at least and at most to be of use.
const (
	shortIntro, longIntro   = 80, 4000
	shortReadme, longReadme = 40, 10000
	shortOpening            = 15
)

var introLength = checks.Rule{
	ID: "IntroLength", Severity: checks.Advice, Origin: checks.Practice, Subject: checks.SubjectProse,
	Meaning: "intro.md is long enough to help, and no longer than people read.",
	Fix:     "Say more: what users gain, each step to get credentials and to begin, each limit with a way around it.",
	Source:  "S70, S75, S78, S81", Link: templatePage,
	Bad: "Sends invoices.\n\n## Prerequisites\nAn account.",
	Good: "Contoso Invoices takes the paperwork out of getting paid: whatever starts an order in your company can end in an invoice that nobody has typed. " +
		"Amounts and due dates go to accounting as they were agreed, open invoices are found before they are forgotten, and customers get theirs a minute after the order.\n\n" +
		"## Prerequisites\n- An account of Contoso Invoices with the plan Team or above\n- The right to write invoices in that account, which an administrator gives under Settings, People\n- For reminders, the option Dunning, which is part of the plan Business",
}

func (p subject) introLength(d page, r *checks.Reporter) {
	n := d.words(0, len(d.lines))
	switch {
	case n < shortIntro:
		r.Report(d.at(0), "%s has %s; a page that helps has some hundred", d.name, text.Count(n, "word", "words"))
	case n > longIntro:
		r.Report(d.at(0), "%s has %d words; few read more than %d", d.name, n, longIntro)
		r.Last().Fix = "Keep what users need to begin, and link the rest on your site."
	default:
		d.shortOpening(r)
	}
}

func (d page) shortOpening(r *checks.Reporter) {
	all := d.opening()
	n := 0
	for _, b := range all {
		for _, x := range b {
			n += len(strings.Fields(x.plain.text))
		}
	}
	if n == 0 || n >= shortOpening {
		return
	}
	r.Report(d.begin(all[0][0]), "the opening has %s; the template asks for a detailed description", text.Count(n, "word", "words"))
	r.Last().Fix = fmt.Sprintf("Say in up to %d sentences what users gain and what they can do.", MaxSentences)
}

var readmeLength = checks.Rule{
	ID: "ReadmeLength", Severity: checks.Advice, Origin: checks.Practice, Subject: checks.SubjectProse,
	Meaning: "readme.md is long enough to help, and no longer than people read.",
	Fix:     "Fill the template's sections: what is needed, what each operation does, how to get credentials, what is known not to work.",
	Source:  "template of microsoft/PowerPlatformConnectors", Link: readmePage,
	Bad: "# Contoso Invoices\nContoso Invoices writes and sends invoices for small companies, from any app.",
	Good: "# Contoso Invoices\nContoso Invoices is a service with which small companies write, send and book their invoices. This connector creates invoices, sends them and tells when they are paid. " +
		"It needs an account of the plan Team or above and an administrator who registers the app once.\n\n## Known Issues and Limitations\nAt most 200 invoices are listed at once; ask for one state at a time to stay below that.",
}

func (p subject) readmeLength(d page, r *checks.Reporter) {
	n := d.words(0, len(d.lines))
	switch {
	case n == 0: // said by other rules
	case n < shortReadme:
		r.Report(d.at(0), "%s has %s", d.name, text.Count(n, "word", "words"))
	case n > longReadme:
		r.Report(d.at(0), "%s has %d words; few read more than %d", d.name, n, longReadme)
		r.Last().Fix = "Keep what those need who work on the connector, and link the rest on your site."
	}
}

// words counts the words on lines[first:next], code left out.
func (d page) words(first, next int) int {
	n := 0
	for _, l := range d.lines[first:next] {
		if l.Code {
			continue
		}
		for w := range strings.FieldsSeq(l.Text) {
			if worded(w) {
				n++
			}
		}
	}
	return n
}
