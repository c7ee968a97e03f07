package origin

import (
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/jsontree"
)

// About is what a pull request is held against.
type About struct {
	Folder      string   // of the connector in the repository: "certified-connectors/Contoso Invoices"
	Name        string   // the connector's title
	Independent bool     // the publisher does not own the service; the way ends with the pull request (S02)
	OAuth       bool     // the connector signs in with OAuth
	Author      []string // the publisher's own accounts, may be empty
	// Merged says that it was seen elsewhere that Microsoft merged it, such as
	// in the clone: what GitHub said last may be older.
	Merged bool
}

// JudgePull judges a pull request. What GitHub did not answer is not checked,
// with the reason. After the merge the rules that only lead up to it do not
// apply any more.
//
// What holds up the merge itself is an error for an independent publisher,
// whose way ends with a pull request that is ready for review, and a warning
// for a verified one, whom PullRequestNotMerged holds until Microsoft merged.
func JudgePull(p Pull, about About) checks.Report { return checks.Run(pullTable(p, about)) }

// PullRules lists the descriptions of the rules about pull requests.
func PullRules() []checks.Rule { return checks.Rules(pullTable(Pull{}, About{})) }

func pullTable(p Pull, about About) []checks.Check {
	s := request{Pull: p, about: about, checklist: sync.OnceValues(func() ([]item, int) { return readChecklist(p.Body) })}
	return []checks.Check{
		{Rule: wrongBase, Judge: s.unlessMerged(s.wrongBase)},
		{Rule: closed, Judge: s.closed},
		{Rule: draft, Judge: s.open(s.draft)},
		{Rule: conflicts, Judge: s.open(s.conflicts)},
		{Rule: missesFolder, Judge: s.unlessMerged(s.missesFolder)},
		{Rule: wrongFolder, Judge: s.unlessMerged(s.wrongFolder)},
		{Rule: touchesOthers, Judge: s.open(s.touchesOthers)},
		{Rule: outsideFolder, Judge: s.open(s.outsideFolder)},
		{Rule: folderDepth, Judge: s.open(s.folderDepth)},
		{Rule: folderName, Judge: s.open(s.folderName)},
		{Rule: title, Judge: s.open(s.title)},
		{Rule: checklistMissing, Judge: s.open(s.checklistMissing)},
		{Rule: checklistOpen, Judge: s.open(s.checklistOpen)},
		{Rule: checklistMiswritten, Judge: s.open(s.checklistMiswritten)},
		{Rule: screenshots, Judge: s.open(s.screenshots)},
		{Rule: cla, Judge: s.open(s.cla)},
		{Rule: checkFailed, Judge: s.open(s.checkFailed)},
		{Rule: changesRequested, Judge: s.open(s.changesRequested)},
		{Rule: notOwner, Judge: s.notOwner},
	}
}

// request is a pull request that is judged.
type request struct {
	Pull
	about     About
	checklist func() (items []item, malformed int) // in its text, read once
}

func (s request) merged() bool { return s.Asked.Pull.Known && s.Merged || s.about.Merged }

// open runs a rule that matters until the pull request has ended.
func (s request) open(judge func(*checks.Reporter)) func(*checks.Reporter) {
	return func(r *checks.Reporter) {
		switch {
		case s.merged():
			r.Skip("it is merged")
		case !s.requireKnown(r, s.Asked.Pull):
		case s.Closed:
			r.Skip("it was closed without being merged")
		default:
			judge(r)
		}
	}
}

// unlessMerged runs a rule that tells whether this is the right pull request at all.
// After the merge a verified publisher's commit is judged instead.
func (s request) unlessMerged(judge func(*checks.Reporter)) func(*checks.Reporter) {
	return func(r *checks.Reporter) {
		if s.merged() && !s.about.Independent {
			r.Skip("it is merged, and its commit is judged instead")
			return
		}
		if s.requireKnown(r, s.Asked.Pull) {
			judge(r)
		}
	}
}

// requireKnown is the function requireKnown. When nothing at all is known about
// the pull request, the reason for that is the reason.
func (s request) requireKnown(r *checks.Reporter, a Answer) bool {
	if !a.Known && a.Why == "" && !s.Asked.Pull.Known {
		a.Why = s.Asked.Pull.Why
	}
	return requireKnown(r, a)
}

// warnVerified makes what was reported last a warning for a verified publisher; see
// JudgePull.
func (s request) warnVerified(r *checks.Reporter) {
	if !s.about.Independent {
		r.Last().Severity = checks.Warning
	}
}

// name is what the pull request is called in a message.
func (s request) name() string {
	if s.Number == 0 {
		return "the pull request"
	}
	return fmt.Sprintf("pull request %d", s.Number)
}

// by is " by contoso-dev", "" when the account is not known.
func by(account string) string {
	if account == "" {
		return ""
	}
	return " by " + jsontree.Plain(account)
}

// onDate is " on 3 May 2024", "" when the day is not known.
func onDate(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return " on " + t.Format("2 Jan 2006")
}

const (
	upstreamOwner = "microsoft"
	upstreamRepo  = "PowerPlatformConnectors"
	upstreamBase  = "dev"

	template = "https://github.com/microsoft/PowerPlatformConnectors/blob/dev/.github/pull_request_template.md"
	stages   = "https://docs.github.com/pull-requests/collaborating-with-pull-requests/proposing-changes-to-your-work-with-pull-requests/changing-the-stage-of-a-pull-request"
)

var wrongBase = checks.Rule{
	ID: "PullRequestWrongBase", Severity: checks.Error, Origin: checks.Documentation, Subject: checks.SubjectPull,
	Meaning: "The pull request goes to dev of microsoft/PowerPlatformConnectors.",
	Fix:     "Change its base branch to dev on GitHub, beside its title; one that goes to another repository is opened anew.",
	Source:  "S06, S09; pull request template", Link: page,
	Bad: "a pull request to master", Good: "a pull request to dev of microsoft/PowerPlatformConnectors",
	Attest: "I saw on GitHub that the pull request goes to dev of microsoft/PowerPlatformConnectors.",
}

func (s request) wrongBase(r *checks.Reporter) {
	if s.Base == "" {
		r.Unknown("GitHub did not say which branch it goes to")
		return
	}
	foreign := !strings.EqualFold(s.Owner, upstreamOwner) || !strings.EqualFold(s.Repo, upstreamRepo)
	switch {
	case foreign:
		r.Report(checks.Place{}, "%s goes to %s of %s, not to %s of %s/%s", s.name(), jsontree.Plain(s.Base),
			jsontree.Plain(s.Owner+"/"+s.Repo), upstreamBase, upstreamOwner, upstreamRepo)
		r.Last().Fix = "Open a new one from the same branch, to dev of microsoft/PowerPlatformConnectors."
	case s.Base != upstreamBase:
		r.Report(checks.Place{}, "%s goes to %s, not to %s", s.name(), jsontree.Plain(s.Base), upstreamBase)
		r.Last().Fix = "Change its base branch to dev on GitHub: Edit, beside its title."
	}
}

var closed = checks.Rule{
	ID: "PullRequestClosed", Severity: checks.Error, Origin: checks.Documentation, Subject: checks.SubjectPull,
	Meaning: "The pull request was not closed without being merged.",
	Fix:     "Read what was said last, then reopen it, or open a new one.",
	Source:  "S09, S14, S15", Link: page,
	Bad: "pull request 3473, closed on 12 May without being merged", Good: "pull request 3473, open",
	Attest: "I saw on GitHub that the pull request is open.",
}

func (s request) closed(r *checks.Reporter) {
	switch {
	case s.merged():
		r.Skip("it is merged")
	case s.requireKnown(r, s.Asked.Pull) && s.Closed:
		r.Report(checks.Place{}, "%s%s was closed%s without being merged%s", s.name(), by(s.Author), onDate(s.EndedAt), s.lastWord())
	}
}

// lastWord says who of Microsoft spoke last, as the end of a message.
func (s request) lastWord() string {
	last, ok := s.LastByMicrosoft()
	if !ok {
		return ""
	}
	return fmt.Sprintf("; Microsoft's last word is%s%s", by(last.Author), onDate(last.At))
}

var draft = checks.Rule{
	ID: "PullRequestDraft", Severity: checks.Error, Origin: checks.Documentation, Subject: checks.SubjectPull,
	Meaning: "The pull request is ready for review, not a draft.",
	Fix:     "Mark it Ready for review on GitHub, at the end of its page.",
	Source:  "S09, S10", Link: stages,
	Bad: "pull request 3473, a draft", Good: "pull request 3473, ready for review",
	Attest: "I saw on GitHub that the pull request is ready for review.",
}

func (s request) draft(r *checks.Reporter) {
	if !s.Draft {
		return
	}
	opened := ""
	if s.Author != "" || !s.Opened.IsZero() {
		opened = fmt.Sprintf(" (opened%s%s)", by(s.Author), onDate(s.Opened))
	}
	r.Report(checks.Place{}, "%s is a draft%s; nobody reviews a draft", s.name(), opened)
	s.warnVerified(r)
}

var conflicts = checks.Rule{
	ID: "PullRequestConflicts", Severity: checks.Error, Origin: checks.Engineers, Subject: checks.SubjectPull,
	Meaning: "The pull request can be merged: nothing in it conflicts with dev.",
	Fix:     "Merge dev of microsoft/PowerPlatformConnectors into your branch, settle what both changed, and push.",
	Source:  "S14; PR 1889, PR 1913, PR 3953",
	Link:    "https://docs.github.com/pull-requests/collaborating-with-pull-requests/addressing-merge-conflicts/about-merge-conflicts",
	Bad:     "a branch that changes lines that dev changed since, too", Good: "the branch with dev merged into it",
	Attest: "I saw on GitHub that the pull request has no conflicts with dev.",
}

func (s request) conflicts(r *checks.Reporter) {
	if !s.requireKnown(r, s.Conflicts) || !s.Conflicts.Yes {
		return
	}
	r.Report(checks.Place{}, "%s conflicts with %s and can't be merged%s", s.name(), upstreamBase, because(s.Conflicts))
	s.warnVerified(r)
}
