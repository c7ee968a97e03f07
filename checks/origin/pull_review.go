package origin

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/jsontree"
)

// isCLA reports whether an automatic check is the one that asks for Microsoft's
// Contributor License Agreement, "license/cla".
func (c CheckRun) isCLA() bool {
	words := strings.FieldsFunc(strings.ToLower(c.Name), func(r rune) bool { return !unicode.IsLetter(r) })
	return slices.Contains(words, "cla")
}

// check is what an automatic check is called in a message, with what it says.
func (c CheckRun) check() (name, says string) {
	if c.Title != "" {
		says = ": " + jsontree.Plain(c.Title)
	}
	return jsontree.Quote(c.Name), says
}

var cla = checks.Rule{
	ID: "PullRequestCLA", Severity: checks.Error, Origin: checks.Documentation, Subject: checks.SubjectPull,
	Meaning: "The author agreed to Microsoft's Contributor License Agreement, and the check license/cla says so.",
	Fix:     "Answer the bot's comment on the pull request with the words it names, from the account that made the commits.",
	Source:  "S09, S14", Link: "https://cla.opensource.microsoft.com",
	Bad: "license/cla: not signed yet", Good: "license/cla: all CLA requirements met",
	Attest: "I agreed to Microsoft's Contributor License Agreement, and GitHub shows license/cla as passed.",
}

func (s request) cla(r *checks.Reporter) {
	if !s.requireKnown(r, s.Asked.Checks) {
		return
	}
	var worst CheckRun
	for _, c := range s.Checks {
		if c.isCLA() && (worst.State == "" || checkRank(c.State) > checkRank(worst.State)) {
			worst = c
		}
	}
	name, says := worst.check()
	switch {
	case worst.State == "":
		r.Unknown("GitHub shows no check license/cla on its last commit")
	case worst.State == CheckFailed:
		r.Report(checks.Place{}, "the check %s failed%s%s", name, onDate(worst.At), says)
		s.warnVerified(r)
	case worst.State != CheckPassed:
		r.Report(checks.Place{}, "the check %s waits for the agreement%s", name, says)
		r.Last().Severity = checks.Warning
	}
}

func checkRank(s CheckState) int {
	return slices.Index([]CheckState{CheckPassed, CheckRunning, CheckFailed}, s)
}

var checkFailed = checks.Rule{
	ID: "PullRequestCheckFailed", Severity: checks.Error, Origin: checks.Engineers, Subject: checks.SubjectPull,
	Meaning: "The automatic checks on the pull request's last commit passed.",
	Fix:     "Open the check on GitHub, mend what it names, and push to the same branch.",
	Source:  "S11", Link: "https://docs.github.com/pull-requests/collaborating-with-pull-requests/collaborating-on-repositories-with-code-quality-features/about-status-checks",
	Bad: "Swagger validation, failed", Good: "Swagger validation, passed",
	Attest: "I saw on GitHub that the automatic checks passed.",
}

// mostNamed is how many failed checks are named one by one.
const mostNamed = 5

// checkFailed takes a check that still runs for one that has not been seen to
// pass: not checked.
func (s request) checkFailed(r *checks.Reporter) {
	if !s.requireKnown(r, s.Asked.Checks) {
		return
	}
	var failed, running []string
	passed := 0
	for _, c := range s.Checks {
		name, says := c.check()
		switch {
		case c.isCLA():
		case c.State == CheckPassed:
			passed++
		case c.State == CheckFailed:
			failed = append(failed, fmt.Sprintf("the check %s failed%s%s", name, onDate(c.At), says))
		default:
			running = append(running, name)
		}
	}
	switch {
	case len(failed) > mostNamed:
		failed[mostNamed-1] = fmt.Sprintf("%d more checks failed", len(failed)-mostNamed+1)
		failed = failed[:mostNamed]
	case len(failed) > 0:
	case len(running) > 0:
		r.Unknown("not finished: " + list(running))
	case passed == 0:
		r.Skip("GitHub shows no automatic checks on its last commit")
	}
	for _, message := range failed {
		r.Report(checks.Place{}, "%s", message)
		s.warnVerified(r)
	}
}

var changesRequested = checks.Rule{
	ID: "PullRequestChangesRequested", Severity: checks.Error, Origin: checks.Engineers, Subject: checks.SubjectPull,
	Meaning: "What a reviewer asked to be changed was answered with a push.",
	Fix:     "Make the changes on the same branch and push: the same pull request is updated, no new one is opened.",
	Source:  "S11, S12", Link: page,
	Bad: "changes requested on 3 May, the last commit of 1 May", Good: "changes requested on 3 May, a commit pushed on 5 May",
	Attest: "I saw on GitHub that no request for changes is left without an answer.",
}

func (s request) changesRequested(r *checks.Reporter) {
	if !s.requireKnown(r, s.Asked.Reviews) {
		return
	}
	asked, ok := s.Requested()
	switch {
	case !ok || s.AnsweredSince(asked.At):
		return
	case s.lastPush().IsZero():
		r.Unknown(fmt.Sprintf("changes were requested%s%s, and it is not known when the last commit was pushed", by(asked.Author), onDate(asked.At)))
		return
	}
	whose := ""
	if asked.Microsoft {
		whose = " of Microsoft"
	}
	r.Report(checks.Place{}, "changes were requested%s%s%s, and nothing was pushed since", by(asked.Author), whose, onDate(asked.At))
	s.warnVerified(r)
	if !asked.Microsoft {
		r.Last().Severity = checks.Advice
	}
}

var notOwner = checks.Rule{
	ID: "PullRequestNoOwner", Severity: checks.Advice, Origin: checks.Documentation, Subject: checks.SubjectPull,
	Meaning: "CODEOWNERS names the publisher for the connector's folder once it is merged.",
	Fix:     "Ask on the pull request to be added: Microsoft keeps that file, and who it names is asked about later changes.",
	Source:  "S25, S26", Link: "https://docs.github.com/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners",
	Bad: "/certified-connectors/Contoso Orders/ @fabrikam-dev", Good: "/certified-connectors/Contoso Invoices/ @contoso-dev",
	Attest: "I saw in CODEOWNERS that it names my account for the connector's folder.",
}

func (s request) notOwner(r *checks.Reporter) {
	switch {
	case !s.merged() && !s.requireKnown(r, s.Asked.Pull):
		return
	case !s.merged():
		r.Skip("Microsoft adds the publisher when it merges")
		return
	case !s.requireKnown(r, s.Asked.Owners):
		return
	}
	folder := "the connector's folder"
	if s.about.Folder != "" {
		folder = jsontree.Plain(path.Clean(s.about.Folder))
	}
	accounts := s.about.Author
	if len(accounts) == 0 && s.Author != "" {
		accounts = []string{s.Author}
	}
	switch {
	case len(s.Owners) == 0:
		r.Report(checks.Place{}, "CODEOWNERS names nobody for %s", folder)
	case len(accounts) > 0 && !slices.ContainsFunc(accounts, s.isCodeOwner):
		r.Report(checks.Place{}, "CODEOWNERS names %s for %s, not %s", list(mentions(s.Owners)), folder, list(mentions(accounts)))
	}
}

// isCodeOwner reports whether CODEOWNERS names an account.
func (s request) isCodeOwner(account string) bool {
	return slices.ContainsFunc(s.Owners, func(owner string) bool {
		return strings.EqualFold(strings.TrimPrefix(owner, "@"), strings.TrimPrefix(account, "@"))
	})
}

// mentions writes accounts as GitHub does, "@contoso-dev"; one that CODEOWNERS
// names by its mail address stays as it is.
func mentions(accounts []string) []string {
	var out []string
	for _, a := range accounts {
		if !strings.Contains(a, "@") {
			a = "@" + a
		}
		out = append(out, jsontree.Plain(a))
	}
	return out
}
