package gate

import (
	"fmt"
	"slices"
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/submission/portal"
)

// manyUnchecked is how many rules that were not checked for one reason are
// still listed one by one.
const manyUnchecked = 3

// unread holds what is asked for and was not read: a kind or a role that nothing
// here knows, and an answer that leads to something nobody looked at.
func (g *judge) unread(path []portal.Step) {
	for _, s := range path {
		for _, f := range s.Fields {
			if !f.Shown.Holds(g.c.Values.Get) {
				continue
			}
			if why := g.whyUnread(f); why != "" {
				g.hold(Unchecked, s, f, checks.Finding{Rule: "AnswerRead", Severity: checks.Error,
					Message: fmt.Sprintf("not checked: %s (%s)", g.c.Values.Fill(f.Label), why), Fix: "Look again, or update certwiz."})
			}
		}
	}
}

// whyUnread says why what a field asks for was not read, "" when it was.
func (g *judge) whyUnread(f portal.Field) string {
	if why := g.c.Portal.Unread(f); why != "" {
		return why
	}
	switch f.Role {
	case portal.RoleFiles, portal.RoleIntro, portal.RoleReadme:
		if len(g.c.Files.Outcomes)+len(g.c.Files.Findings) == 0 {
			return "the files were not read"
		}
	case portal.RoleCommit, portal.RolePullRequest, portal.RoleArchive, portal.RolePackage:
		r := g.c.Read[f.Role]
		if strings.TrimSpace(g.c.Values.Answer(f.Role)) != "" && len(r.Outcomes)+len(r.Findings) == 0 {
			return "the " + string(f.Role) + " was not read"
		}
	}
	return ""
}

// uncheckedFiles says once, not for each of two hundred rules, that a file
// could not be read. Nobody can vouch for that: it has to be mended.
func (g *judge) uncheckedFiles(path []portal.Step, role portal.Role, r checks.Report) {
	byReason := map[string][]checks.Outcome{}
	for _, o := range r.Unchecked() {
		byReason[o.Reason] = append(byReason[o.Reason], o)
	}
	for _, o := range r.Unchecked() {
		same := byReason[o.Reason]
		if len(same) <= manyUnchecked {
			g.unchecked(path, role, o, o.Reason)
			continue
		}
		if same[0].Rule != o.Rule {
			continue
		}
		step, field := g.locate(path, role)
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
	if !g.c.Values.Asked(portal.RolePullRequest) {
		return
	}
	var open []checks.Outcome
	for _, o := range g.c.Read[portal.RolePullRequest].Unchecked() {
		if RuleOf(o.Rule).Severity == checks.Error {
			open = append(open, o)
		}
	}
	if len(open) == 0 {
		return
	}
	same := slices.IndexFunc(open, func(o checks.Outcome) bool { return o.Reason != open[0].Reason }) < 0
	if same && len(open) > manyUnchecked {
		open = []checks.Outcome{{Rule: "PullRequestLookedUp", Result: checks.NotChecked, Reason: open[0].Reason}}
	}
	for _, o := range open {
		g.unchecked(path, portal.RolePullRequest, o, g.c.Values.Answer(portal.RolePullRequest))
	}
}

func (g *judge) unchecked(path []portal.Step, role portal.Role, o checks.Outcome, about string) {
	rule := RuleOf(o.Rule)
	for _, a := range g.c.Values.Draft.Attested {
		if a.Rule == o.Rule && a.About == about && rule.Attest != "" {
			g.v.Attested = append(g.v.Attested, a)
			return
		}
	}
	step, field := g.locate(path, role)
	meaning := rule.Meaning
	if meaning == "" {
		meaning = o.Rule
	}
	g.v.Holds = append(g.v.Holds, Hold{Kind: Unchecked, Step: step, Field: field, Attest: rule.Attest, About: about,
		Finding: checks.Finding{Rule: o.Rule, Severity: checks.Error, Message: fmt.Sprintf("not checked: %s (%s)", lowerFirst(meaning), o.Reason),
			Fix: "Look again, or say it yourself where that is offered."}})
}
