package gate

import (
	"fmt"
	"slices"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/submission/portal"
)

// manyUnchecked is how many rules that were not checked for one reason are
// still listed one by one.
const manyUnchecked = 3

// uncheckedFiles says once, not for each of two hundred rules, that a file
// could not be read. Nobody can vouch for that: it has to be mended.
func (g *judge) uncheckedFiles(path []portal.Step) {
	byReason := map[string][]checks.Outcome{}
	for _, o := range g.c.Files.Unchecked() {
		byReason[o.Reason] = append(byReason[o.Reason], o)
	}
	for _, o := range g.c.Files.Unchecked() {
		same := byReason[o.Reason]
		if len(same) <= manyUnchecked {
			g.unchecked(path, "folder", o, o.Reason)
			continue
		}
		if same[0].Rule != o.Rule {
			continue
		}
		step, field := locate(path, "folder")
		g.v.Holds = append(g.v.Holds, Hold{Kind: Unchecked, Step: step, Field: field, About: o.Reason,
			Finding: checks.Finding{Rule: o.Rule, Severity: checks.Error, Message: fmt.Sprintf("not checked: %d rules (%s)", len(same), o.Reason),
				Fix: "Mend the file: they are checked as soon as it can be read."}})
	}
}

// uncheckedPull says what is not known about the pull request. A verified
// publisher's gate asks whether it was merged, which the commit's rules do; an
// independent publisher's way ends with it, so there it holds: once, when
// GitHub could not be asked at all.
func (g *judge) uncheckedPull(path []portal.Step) {
	var open []checks.Outcome
	for _, o := range g.c.Source.Unchecked() {
		if rule := RuleOf(o.Rule); rule.Subject == checks.SubjectPull && rule.Severity == checks.Error {
			open = append(open, o)
		}
	}
	if len(open) == 0 || g.c.Values.Get("publisher") != "independent" {
		return
	}
	same := slices.IndexFunc(open, func(o checks.Outcome) bool { return o.Reason != open[0].Reason }) < 0
	if same && len(open) > manyUnchecked {
		open = []checks.Outcome{{Rule: "PullRequestLookedUp", Result: checks.NotChecked, Reason: open[0].Reason}}
	}
	for _, o := range open {
		g.unchecked(path, "pr.url", o, g.c.Values.Draft.Value("pr.url"))
	}
}

func (g *judge) unchecked(path []portal.Step, field string, o checks.Outcome, about string) {
	rule := RuleOf(o.Rule)
	for _, a := range g.c.Values.Draft.Attested {
		if a.Rule == o.Rule && a.About == about && rule.Attest != "" {
			g.v.Attested = append(g.v.Attested, a)
			return
		}
	}
	step, field := locate(path, field)
	meaning := rule.Meaning
	if meaning == "" {
		meaning = o.Rule
	}
	g.v.Holds = append(g.v.Holds, Hold{Kind: Unchecked, Step: step, Field: field, Attest: rule.Attest, About: about,
		Finding: checks.Finding{Rule: o.Rule, Severity: checks.Error, Message: fmt.Sprintf("not checked: %s (%s)", lowerFirst(meaning), o.Reason),
			Fix: "Look again, or say it yourself where that is offered."}})
}
