package origin

import (
	"fmt"
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/text"
)

const page = "https://learn.microsoft.com/connectors/custom-connectors/submit-for-certification"

// subject is a commit that is judged.
type subject struct{ Commit }

// found runs a rule on a commit that exists, or may exist: one that does not
// has been reported and leaves nothing to judge.
func (s subject) found(judge func(*checks.Reporter)) func(*checks.Reporter) {
	return func(r *checks.Reporter) {
		if s.isUnmerged() {
			r.Skip(notYet)
			return
		}
		if s.Resolves.Known && !s.Resolves.Yes {
			r.Skip("there is no such commit")
			return
		}
		judge(r)
	}
}

const notYet = "the pull request is not merged yet, so there is no commit of it"

// isUnmerged reports whether a pull request was named that Microsoft has not merged:
// that alone is wrong, and by itself gets right.
func (s subject) isUnmerged() bool {
	return s.PR > 0 && !isSHA(s.Typed) && s.Merged.Known && !s.Merged.Yes
}

// requireKnown reports whether a question was answered; of an open one, the rule
// is not checked.
func requireKnown(r *checks.Reporter, a Answer) bool {
	if a.Known {
		return true
	}
	why := a.Why
	if why == "" {
		why = "nobody was asked"
	}
	r.Unknown(why)
	return false
}

// commit is what the commit is called in a message.
func (s subject) commit() string {
	if s.SHA != "" {
		return text.ShortSHA(s.SHA)
	}
	if isSHA(s.Typed) {
		return text.ShortSHA(s.Typed)
	}
	return s.Typed
}

func isSHA(s string) bool {
	return len(s) >= 7 && strings.Trim(strings.ToLower(s), "0123456789abcdef") == ""
}

// instead ends a message with the commit to use, when it is known.
func (s subject) instead() string {
	if s.Use == "" || s.Use == s.SHA {
		return ""
	}
	return fmt.Sprintf("; use %s", text.ShortSHA(s.Use))
}

// because is what a look-up added to its answer.
func because(a Answer) string {
	if a.Why == "" {
		return ""
	}
	return " (" + a.Why + ")"
}

func (s subject) branch() string {
	if s.Branch == "" {
		return "dev"
	}
	return s.Branch
}

var resolves = checks.Rule{
	ID: "CommitNotFound", Severity: checks.Error, Origin: checks.Documentation, Subject: checks.SubjectOrigin,
	Meaning: "The commit exists in microsoft/PowerPlatformConnectors.",
	Fix:     "Give the number of the pull request that Microsoft merged: certwiz finds its commit. Fetch first if it was merged lately.",
	Source:  "S47", Link: page,
	Bad: "a commit of another repository", Good: "a4a8a7a, on dev of microsoft/PowerPlatformConnectors",
	Attest: "I opened this commit in microsoft/PowerPlatformConnectors on GitHub.",
}

func (s subject) resolves(r *checks.Reporter) {
	if s.isUnmerged() {
		r.Skip(notYet)
		return
	}
	if !requireKnown(r, s.Resolves) || s.Resolves.Yes {
		return
	}
	if !isSHA(s.Typed) && s.Resolves.Why != "" { // a number, a link, or nonsense: the reason says it all
		r.Report(checks.Place{}, "%s", s.Resolves.Why)
		return
	}
	r.Report(checks.Place{}, "there is no commit %s%s", s.commit(), because(s.Resolves))
}

var isHead = checks.Rule{
	ID: "CommitIsPullRequestHead", Severity: checks.Error, Origin: checks.Engineers, Subject: checks.SubjectOrigin,
	Meaning: "The commit is the one Microsoft made when it merged, not the head of the pull request.",
	Fix:     "Give the commit on dev whose subject ends in the pull request's number, (#N).",
	Source:  "S48; PR 2446", Link: page,
	Bad: "45fac2b, the head of pull request 2446", Good: "b418fa3, the commit of pull request 2446 on dev",
	Attest: "This is the commit Microsoft made on dev, not the head of my pull request.",
}

func (s subject) isHead(r *checks.Reporter) {
	if !requireKnown(r, s.IsHead) || !s.IsHead.Yes {
		return
	}
	of := "a pull request"
	if s.PR > 0 {
		of = fmt.Sprintf("pull request %d", s.PR)
	}
	r.Report(checks.Place{}, "%s is the head of %s, not what Microsoft merged%s", s.commit(), of, s.instead())
	if s.instead() != "" {
		r.Last().Fix = fmt.Sprintf("Choose %s, which is offered above.", text.ShortSHA(s.Use))
	}
}

var onBranch = checks.Rule{
	ID: "CommitNotOnDev", Severity: checks.Error, Origin: checks.Documentation, Subject: checks.SubjectOrigin,
	Meaning: "The commit is on dev of microsoft/PowerPlatformConnectors.",
	Fix:     "Give the commit that Microsoft merged into dev; fetch first if it was merged lately.",
	Source:  "S06, S48", Link: page,
	Bad: "a commit of a fork", Good: "a commit on dev",
	Attest: "I saw this commit on dev of microsoft/PowerPlatformConnectors.",
}

func (s subject) onBranch(r *checks.Reporter) {
	if s.IsHead.Known && s.IsHead.Yes {
		r.Skip("it is the head of a pull request")
		return
	}
	if !requireKnown(r, s.OnBranch) || s.OnBranch.Yes {
		return
	}
	r.Report(checks.Place{}, "%s is not on %s%s", s.commit(), s.branch(), s.instead())
}

var merged = checks.Rule{
	ID: "PullRequestNotMerged", Severity: checks.Error, Origin: checks.Documentation, Subject: checks.SubjectOrigin,
	Meaning: "Microsoft has merged the pull request.",
	Fix:     "Microsoft merges it once what it asked for is met; an engineer answers within 1 to 2 weeks of each change.",
	Source:  "S14, S15, S37", Link: page,
	Bad: "pull request 3473, open", Good: "pull request 3473, merged on 12 May",
	Attest: "I saw on GitHub that Microsoft merged the pull request.",
}

func (s subject) merged(r *checks.Reporter) {
	if s.Resolves.Known && !s.Resolves.Yes && !s.isUnmerged() {
		r.Skip("there is no such commit")
		return
	}
	if !requireKnown(r, s.Merged) || s.Merged.Yes {
		return
	}
	what := "the pull request"
	if s.PR > 0 {
		what = fmt.Sprintf("pull request %d", s.PR)
	}
	if strings.HasPrefix(s.Merged.Why, what) {
		r.Report(checks.Place{}, "%s", s.Merged.Why)
		return
	}
	r.Report(checks.Place{}, "Microsoft has not merged %s%s", what, because(s.Merged))
}

var touches = checks.Rule{
	ID: "CommitMissesFolder", Severity: checks.Error, Origin: checks.Practice, Subject: checks.SubjectOrigin,
	Meaning: "The commit changes the connector's folder.",
	Fix:     "Give the commit that brought this connector's files into the repository.",
	Source:  "S47", Link: page,
	Bad: "a commit that changes another connector only", Good: "a commit that changes certified-connectors/Contoso Invoices",
	Attest: "This commit brought this connector's files into the repository.",
}

func (s subject) touches(r *checks.Reporter) {
	if !requireKnown(r, s.Touches) || s.Touches.Yes {
		return
	}
	r.Report(checks.Place{}, "%s changes nothing in %s%s", s.commit(), s.folder(), s.instead())
}

func (s subject) folder() string {
	if s.Folder == "" {
		return "the connector's folder"
	}
	return s.Folder
}

var othersTouched = checks.Rule{
	ID: "CommitTouchesOthers", Severity: checks.Error, Evidence: checks.AskedOften, Origin: checks.Engineers, Subject: checks.SubjectOrigin,
	Meaning: "The commit changes this one connector only.",
	Fix:     "Give the commit that holds this connector alone; a pull request is for one connector.",
	Source:  "S47; reviews of 5 pull requests", Link: page,
	Bad: "a commit that changes Contoso Invoices and Contoso Orders", Good: "a commit that changes Contoso Invoices",
}

func (s subject) othersTouched(r *checks.Reporter) {
	switch {
	case !s.Touches.Known:
		r.Skip("it is not known what the commit changes")
	case len(s.Others) > 0:
		r.Report(checks.Place{}, "%s changes other connectors, too: %s", s.commit(), list(s.Others))
	}
}

// list is the first few of many.
func list(all []string) string {
	const most = 3
	if len(all) <= most {
		return strings.Join(all, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(all[:most], ", "), len(all)-most)
}

var newest = checks.Rule{
	ID: "CommitNotNewest", Severity: checks.Error, Origin: checks.Documentation, Subject: checks.SubjectOrigin,
	Meaning: "The commit is the newest on dev that changes the connector's folder.",
	Fix:     "Give the newest commit of the folder, or say why an older one is meant.",
	Source:  "S48", Link: page,
	Bad: "9a17604 of 2 Feb, when a4a8a7a of 12 May is newer", Good: "a4a8a7a of 12 May",
	Attest: "This is the newest commit on dev for this connector.",
}

func (s subject) newest(r *checks.Reporter) {
	switch {
	case s.IsHead.Known && s.IsHead.Yes:
		r.Skip("it is the head of a pull request")
		return
	case s.OnBranch.Known && !s.OnBranch.Yes:
		r.Skip("it is not on " + s.branch())
		return
	case s.Touches.Known && !s.Touches.Yes:
		r.Skip("it does not change the connector's folder")
		return
	}
	if !requireKnown(r, s.Newest) || s.Newest.Yes {
		return
	}
	r.Report(checks.Place{}, "%s is not the newest commit for %s%s%s", s.commit(), s.folder(), because(s.Newest), s.instead())
}

var differs = checks.Rule{
	ID: "CommitDiffersFromFolder", Severity: checks.Warning, Origin: checks.Documentation, Subject: checks.SubjectOrigin,
	Meaning: "The files at the commit are those in the connector's folder.",
	Fix:     "Bring the folder's changes into the repository first, or check out the commit's files.",
	Source:  "S07", Link: page,
	Bad: "a title mended in the folder after the merge", Good: "the same files in both",
	Attest: "The commit's files are the ones I want certified.",
}

func (s subject) differs(r *checks.Reporter) {
	switch {
	case s.IsHead.Known && s.IsHead.Yes, s.OnBranch.Known && !s.OnBranch.Yes:
		r.Skip("it is not the commit that will be submitted")
	case !s.DiffersKnown:
		r.Unknown("the commit's files are not at hand")
	case len(s.Differs) > 0:
		r.Report(checks.Place{}, "your folder differs from %s: %s", s.commit(), list(s.Differs))
	}
}
