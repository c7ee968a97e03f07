package command

import (
	"cmp"
	"fmt"
	"io"

	"github.com/certwiz/certwiz/checks/policy"
	"github.com/certwiz/certwiz/ui/theme"
)

// reportAnswer is changes-requested with a report, which is read.
const reportAnswer = "report"

// writeCode prints what is known about a code of the certification policy.
func writeCode(w io.Writer, th theme.Theme, c policy.Code) {
	fmt.Fprintf(w, "%s\n\n", th.Title.Render(codeTitle(c)))
	if c.Name != "" {
		fmt.Fprintf(w, "Microsoft expects: %s.\n", c.Expected)
	}
	if c.Checks != "" {
		fmt.Fprintf(w, "certwiz looks for it by %s, see docs/requirements.md.\n", c.Checks)
	}
	if c.Mend != "" {
		fmt.Fprintf(w, "It is mended on the page %s.\n", c.Mend)
	}
	fmt.Fprintf(w, "\n%s\n  %s\n%s\n  %s\n", th.Faint.Render("Page"), policy.Page, th.Faint.Render("Known as of"), policy.AsOf)
}

func codeTitle(c policy.Code) string {
	return "policy " + c.ID + ": " + cmp.Or(c.Name, "no text known here, open the policy page")
}

// writeHits explains what is known in a report.
func writeHits(w io.Writer, th theme.Theme, hits []policy.Hit) {
	if len(hits) == 0 {
		fmt.Fprintf(w, "No policy code and no sentence that is known stands in it.\n")
	}
	for _, h := range hits {
		s := h.Sentence
		if s.Text == "" {
			fmt.Fprintf(w, "\n%s\n", th.Title.Render(codeTitle(h.Code)))
			if h.Code.Name != "" {
				fmt.Fprintf(w, "  Expected: %s.\n", h.Code.Expected)
			}
		} else {
			fmt.Fprintf(w, "\n%s\n  Cause: %s.\n  %s\n", th.Title.Render("\""+s.Text+"\""), s.Cause, s.Remedy)
		}
		if page := cmp.Or(s.Mend, h.Code.Mend); page != "" {
			fmt.Fprintf(w, "  Page %s.\n", page)
		}
	}
}
