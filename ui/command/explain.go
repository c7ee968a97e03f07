package command

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/figures"
	"github.com/certwiz/certwiz/checks/mend"
	"github.com/certwiz/certwiz/checks/policy"
	"github.com/certwiz/certwiz/checks/text"
	"github.com/certwiz/certwiz/submission/gate"
	"github.com/certwiz/certwiz/ui/theme"
)

func (a *app) explainCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "explain RULE",
		Short: "Say what a rule or policy code asks for, and how to mend what it finds",
		Example: `  certwiz explain FieldLengthExceeded
  certwiz explain 5000.1.1.16      a code of Microsoft's certification policy
  certwiz check | tail`,
		Args: exactly(1, "the name of a rule, as certwiz check prints it in brackets, or a policy code"),
		RunE: func(_ *cobra.Command, args []string) error { return a.runExplain(args[0]) },
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			var ids []string
			for _, r := range gate.Rules() {
				ids = append(ids, r.ID)
			}
			for _, c := range policy.Codes() {
				ids = append(ids, c.ID)
			}
			return ids, cobra.ShellCompDirectiveNoFileComp
		},
	}
}

func (a *app) runExplain(id string) error {
	if code, ok := policy.Find(id); ok {
		writeCode(a.Stdout, a.theme(a.Stdout), code)
		return nil
	}
	rules := numbered(id)
	if rule := gate.RuleOf(id); rule.ID != "" {
		rules = []checks.Rule{rule}
	}
	if len(rules) == 0 {
		return usage("there is no rule "+quoted(id), "the nearest are "+strings.Join(nearest(id, gate.Rules()), ", "))
	}
	for i, rule := range rules {
		if i > 0 {
			fmt.Fprintln(a.Stdout)
		}
		writeRule(a.Stdout, a.theme(a.Stdout), rule)
	}
	return nil
}

// numbered are the rules that have a number of Partner Center's process, "P17".
func numbered(id string) []checks.Rule {
	var found []checks.Rule
	for _, r := range gate.Rules() {
		number, _, _ := strings.Cut(r.Source, ";")
		if strings.HasPrefix(number, "P") && strings.EqualFold(number, id) {
			found = append(found, r)
		}
	}
	return found
}

// writeRule prints everything there is to know about a rule.
func writeRule(w io.Writer, th theme.Theme, r checks.Rule) {
	fmt.Fprintf(w, "%s  %s, %s\n\n%s\n", th.Title.Render(r.ID), r.Severity, askedBy(r.Origin), r.Meaning)
	section := func(title, text string) {
		if text != "" {
			fmt.Fprintf(w, "\n%s\n", th.Faint.Render(title))
			for _, line := range strings.Split(th.SafeLines(strings.TrimRight(text, "\n")), "\n") {
				fmt.Fprintf(w, "  %s\n", line)
			}
		}
	}
	level, why := r.Certainty()
	section(wordedBy(r.Origin), r.Wording)
	section("How sure", level+": "+why)
	section("To mend it", r.Fix+byItself(r.ID))
	section("Found", r.Bad)
	section("Mended", r.Good)
	section("Where it could not be checked, you may say", r.Attest)
	section("In public, as of "+figures.AsOf, public(r.ID))
	section("Source", r.Source)
	section("Page", r.Link)
}

// byItself says of the rules that --fix knows that it does.
func byItself(rule string) string {
	if !slices.Contains(mend.Rules(), rule) {
		return ""
	}
	return "\ncertwiz check --fix does it where there is one right answer; --fix --diff shows it first."
}

// public says what became of a rule's findings on published connectors and their
// pull requests.
func public(rule string) string {
	f, ok := figures.Of(rule)
	if !ok {
		return ""
	}
	lines := []string{fmt.Sprintf("on %d of %s", f.Published, text.Count(figures.Connectors, "published connector", "published connectors"))}
	if f.First > 0 {
		lines = append(lines, fmt.Sprintf("in the first version of %d of %d pull requests, mended before the merge in %d", f.First, figures.Trips, f.Mended))
	}
	if f.Asked > 0 {
		lines = append(lines, fmt.Sprintf("asked for in %d of %d requests of engineers", f.Asked, figures.Requests))
	}
	return strings.Join(lines, "\n")
}

func askedBy(o checks.Origin) string {
	switch o {
	case checks.Validator:
		return "asked for by Microsoft's validator"
	case checks.Documentation:
		return "asked for by Microsoft's pages"
	case checks.Engineers:
		return "asked for by certification engineers"
	default:
		return "asked for by certwiz, from what went wrong for others"
	}
}

// wordedBy says whose sentence the wording of a rule is.
func wordedBy(o checks.Origin) string {
	switch o {
	case checks.Validator:
		return "Microsoft's validator says"
	case checks.Engineers:
		return "Engineers write"
	default:
		return "Microsoft writes"
	}
}

// mostNear is how many names are offered for one that is not known.
const mostNear = 4

// nearest are the names of rules most like one that is not known.
func nearest(id string, rules []checks.Rule) []string {
	type near struct {
		id  string
		far int
	}
	asked := strings.ToLower(id)
	all := make([]near, len(rules))
	for i, r := range rules {
		lower := strings.ToLower(r.ID)
		far := distance(asked, lower)
		if len(asked) > 2 && strings.Contains(lower, asked) {
			far = 0
		}
		all[i] = near{r.ID, far}
	}
	slices.SortStableFunc(all, func(a, b near) int { return cmp.Or(cmp.Compare(a.far, b.far), cmp.Compare(a.id, b.id)) })
	var names []string
	for _, n := range all[:min(mostNear, len(all))] {
		names = append(names, n.id)
	}
	return names
}

// distance is how many letters have to be changed, added or left out to make
// one word of the other. Words are cut at 64 letters.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	x, y = x[:min(64, len(x))], y[:min(64, len(y))]
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		before := row[0]
		row[0] = i + 1
		for j := range y {
			swap := before
			if x[i] != y[j] {
				swap++
			}
			before = row[j+1]
			row[j+1] = min(swap, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(y)]
}
