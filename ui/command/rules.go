package command

import (
	"cmp"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/figures"
	"github.com/certwiz/certwiz/checks/mend"
	"github.com/certwiz/certwiz/submission/gate"
	"github.com/certwiz/certwiz/ui/theme"
)

func (a *app) rulesCommand() *cobra.Command {
	format := "text"
	cmd := &cobra.Command{
		Use:   "rules",
		Short: "List the rules",
		Long: `Lists every rule with its severity and what must hold. certwiz explain RULE says
who asks for it, how it is mended, and what became of it in public.`,
		Example: `  certwiz rules
  certwiz rules --format json`,
		Args: atMost(0),
		RunE: func(*cobra.Command, []string) error { return a.listRules(format) },
	}
	cmd.Flags().StringVar(&format, "format", "text", "text or json")
	return cmd
}

type jsonRule struct {
	Rule      string `json:"rule"`
	Subject   string `json:"subject"`
	Severity  string `json:"severity"`
	Origin    string `json:"origin"`
	Certainty string `json:"certainty"`
	Meaning   string `json:"meaning"`
	Fix       string `json:"fix,omitempty"`
	Fixable   bool   `json:"fixable"` // certwiz check --fix does it where there is one right answer
	Source    string `json:"source,omitempty"`
	Link      string `json:"link,omitempty"`
	Published int    `json:"published,omitempty"` // of published connectors, those with it
}

func (a *app) listRules(format string) error {
	rules := slices.Clone(gate.Rules())
	slices.SortStableFunc(rules, func(x, y checks.Rule) int {
		return cmp.Or(cmp.Compare(x.Subject, y.Subject), cmp.Compare(y.Severity, x.Severity), cmp.Compare(x.ID, y.ID))
	})
	switch format {
	case "text":
		return a.rulesAsText(a.Stdout, rules)
	case "json":
		list := make([]jsonRule, len(rules))
		for i, r := range rules {
			certainty, _ := r.Certainty()
			f, _ := figures.Of(r.ID)
			list[i] = jsonRule{r.ID, string(r.Subject), r.Severity.String(), string(r.Origin), certainty, r.Meaning, r.Fix, slices.Contains(mend.Rules(), r.ID), r.Source, r.Link, f.Published}
		}
		return theme.WriteJSON(a.Stdout, list)
	default:
		return usage("there is no format "+quoted(format)+" here", "it is one of text, json")
	}
}

func (a *app) rulesAsText(w io.Writer, rules []checks.Rule) error {
	th := a.theme(w)
	subject := checks.Subject("")
	for _, r := range rules {
		if r.Subject != subject {
			subject = r.Subject
			if _, err := fmt.Fprintf(w, "%s\n", th.Title.Render(string(subject))); err != nil {
				return failed(err, "")
			}
		}
		if _, err := fmt.Fprintf(w, "  %-8s %s: %s\n", r.Severity, r.ID, th.Safe(r.Meaning)); err != nil {
			return failed(err, "")
		}
	}
	return nil
}
