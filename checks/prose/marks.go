package prose

import (
	"fmt"
	"strings"

	"github.com/certwiz/certwiz/checks"
)

var (
	introMarks  = marksRule("IntroHeadingMarks", "intro.md", "S69", templatePage)
	readmeMarks = marksRule("ReadmeHeadingMarks", "readme.md", "CommonMark, headings", readmePage)
)

func marksRule(id, file, source, link string) checks.Rule {
	return checks.Rule{
		ID: id, Severity: checks.Warning, Origin: checks.Practice, Subject: checks.SubjectProse,
		Meaning: fmt.Sprintf("What is meant as a heading in %s is shown as one.", file),
		Fix:     "Put a space after the marks.",
		Source:  source, Link: link,
		Bad:  "# Contoso Invoices\n\n##Support\n\nAsk us.",
		Good: "# Contoso Invoices\n\n## Support\n\nAsk us.",
	}
}

// introMarks leaves the template's sections to their own rules.
func (p subject) introMarks(d page, r *checks.Reporter) {
	d.marks(r, func(_ int, words string) bool { return wantedTitle(words) })
}

func (p subject) readmeMarks(d page, r *checks.Reporter) {
	title := firstText(join(d.lines), 1) - 1
	d.marks(r, func(line int, words string) bool {
		if line == title {
			return true
		}
		for _, part := range readmeParts {
			if part.Role.announced(words) && part.find(d) < 0 {
				return true
			}
		}
		return false
	})
}

// longHeading is how many words a heading has at least that was no heading.
const longHeading = 15

// marks finds "##Title", and paragraphs that a line of = or - makes a heading. One mark alone may begin a tag or a number.
func (d page) marks(r *checks.Reporter, other func(line int, words string) bool) {
	for i, s := range d.sections {
		if s.underlined && i > 0 && strings.Count(s.words, " ") >= longHeading {
			r.Report(d.under(clip(s.Title), s.Line), "the line of marks below makes a heading of this paragraph")
			r.Last().Fix = "Put a blank line below the paragraph, or remove the marks."
		}
	}
	n := 0
	for i, l := range d.lines {
		text := strings.TrimLeft(l.Text, " ")
		if l.Code || len(text) > longestHeading || !strings.HasPrefix(text, "##") {
			continue
		}
		bare := strings.TrimLeft(text, "#")
		if bare == "" || len(text)-len(bare) > 6 || !letterOrDigit([]rune(bare)[0]) || strings.Contains(strings.TrimRight(bare, "# "), "#") {
			continue
		}
		if n++; n > most || other(i, normal(bare)) {
			continue
		}
		marks := text[:len(text)-len(bare)]
		r.Report(d.under(clip(text), i+1), "%q has no space after its marks and is shown as plain text", clip(text))
		r.Last().Fix = fmt.Sprintf("Write %q.", clip(marks+" "+bare))
	}
}
