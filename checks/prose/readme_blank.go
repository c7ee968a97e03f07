package prose

import (
	"fmt"
	"strings"

	"github.com/certwiz/certwiz/checks"
)

// spareLines is how many blank lines in a row nobody minds.
const spareLines = 3

var readmeBlankLines = checks.Rule{
	ID: "ReadmeBlankLines", Severity: checks.Advice, Origin: checks.Engineers, Subject: checks.SubjectProse,
	Meaning: "readme.md holds no runs of blank lines, and none at its end.",
	Wording: "The extra space can be removed in the readme.md",
	Fix:     "Remove the blank lines but one.",
	Source:  "asked for in a review", Link: readmePage,
	Bad: "# Contoso Invoices\n\n\n\n\n\n## Publisher: Contoso\n", Good: "# Contoso Invoices\n\n## Publisher: Contoso\n",
}

// readmeBlankLines judges the lines as written: those in code count too.
func (p subject) readmeBlankLines(d page, r *checks.Reporter) {
	from := 0 // the first of a run
	for i := 0; i <= len(d.lines); i++ {
		if i < len(d.lines) && strings.TrimSpace(d.lines[i].Raw) == "" {
			continue
		}
		if n := i - from; n > spareLines {
			if first := r.Last(); first != nil {
				first.More = append(first.More, d.at(from+1))
			} else {
				r.Report(d.at(from+1), "%d blank lines in a row", n)
				r.Last().Fix = fmt.Sprintf("Remove %d of them.", n-1)
			}
		}
		from = i + 1
	}
}
