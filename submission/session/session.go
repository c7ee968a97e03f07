// Package session is one sitting at one draft. It holds the answers, the
// connector's files and what was found out about them, puts the case before
// the gate after every change, and names the slow work as jobs: functions that
// run elsewhere and bring back a result to be applied. Wizard, prompts and
// commands all work through it, so that there is one gate and no second
// opinion. A Session belongs to one goroutine; only jobs run beside it.
package session

import (
	"context"
	"slices"
	"time"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/archive"
	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/checks/origin"
	"github.com/certwiz/certwiz/checks/prose"
	"github.com/certwiz/certwiz/checks/review"
	"github.com/certwiz/certwiz/checks/text"
	"github.com/certwiz/certwiz/secrets"
	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/gate"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/source"
	"github.com/certwiz/certwiz/submission/source/git"
	"github.com/certwiz/certwiz/submission/standing"
	"github.com/certwiz/certwiz/submission/store"
)

// Ports are the ways out of the program, given in main.
type Ports struct {
	Now    func() time.Time
	Store  *store.Store  // nil when nothing can be kept on disk
	Vault  secrets.Vault // where secrets go
	GitHub GitHub        // nil: GitHub is not asked
	Host   source.Host   // which GitHub, github.com when empty
	// Portals are those that a new submission may go to; the choice is not asked
	// with fewer than two.
	Portals portal.List
}

// Session is one sitting at one draft.
type Session struct {
	Ports  Ports
	Portal portal.Portal
	Draft  submission.Draft
	Ledger submission.Ledger

	Folder    *connector.Connector // the working folder, read; nil until then
	FolderErr error                // why it could not be read

	Repo       *git.Repo // nil: no clone, see RepoErr
	RepoErr    error
	Candidates []git.Commit
	Commit     *origin.Commit       // what is known about the commit given; nil until looked up
	AtCommit   *connector.Connector // the artifacts at that commit
	Diff       *source.Diff         // between the folder and that commit; nil when not compared

	Pulls         []origin.Pull        // the publisher's, that may be this connector's
	PullsErr      error                // why they could not all be looked for
	Pull          *origin.Pull         // what GitHub said about the one that is meant; see PullNow
	PullDiff      *source.Diff         // between the folder and an open pull request
	pullThere     *connector.Artifacts // the pull request's files, nil when not read
	Messages      []Message            // what Microsoft said on it, newest first
	MessageCounts review.Counts

	Zip       *ZipFile
	Package   *PackageFile
	Secrets   map[string]gate.SecretState
	Before    *connector.Connector // the last version's files, for an update
	Changes   []Change             // differences to the last version, breaking first
	step      step                 // what the rules say of them
	SameFiles bool

	SaveErr error        // what could not be done, see Heard
	Verdict gate.Verdict // of the last Judge

	guide      func(prose.Kind, *checks.File, prose.Subject) []prose.SectionState
	failures   []failure
	faults     map[string]string // by place, see contained
	dirty      bool
	pullDirty  bool // what GitHub said is not on disk yet
	judgedPull judgedPull
	turn       turn
	authors    []string           // the publisher's accounts, as far as they are known
	unrecorded []submission.Event // what the disk refused so far
	edited     []string           // answers that an editor's files go for once they are saved
	frozen     frozenRead         // what the version on the sheet was frozen with
	looking    lookupState
}

// ZipFile is an archive that was read.
type ZipFile struct {
	Path    string // as given
	File    string // absolute
	SHA256  string
	Listing archive.Listing
	Files   *connector.Connector
	Report  checks.Report
}

// Job is slow work. It runs on any goroutine and touches nothing of the
// session; what it brings back is applied by the session's own goroutine.
type Job func(ctx context.Context) Result

// Result is what a job brings back.
type Result interface {
	Apply(s *Session)
}

// Do runs jobs one after another and applies their results: for commands and
// prompts, which have nothing else to do meanwhile.
func (s *Session) Do(ctx context.Context, jobs ...Job) {
	for _, job := range jobs {
		if job != nil {
			s.Take(Contained("the work under way", job)(ctx))
		}
	}
	s.Judge()
}

// Values are the answers and facts that conditions and texts ask for.
func (s *Session) Values() submission.Values {
	return submission.Values{Portal: s.Portal, Draft: s.Draft, Facts: s.facts(), Waiting: s.Standing().Lost(), Pull: s.current() != nil,
		Portals: s.mayChoosePortal()}
}

func (s *Session) facts() connector.Facts {
	if c := s.Judged(); c != nil {
		return c.Facts
	}
	return connector.Facts{}
}

// Turn is where the submission stands, what GitHub said about its pull request
// included: whose turn it is, and since when.
func (s *Session) Turn() standing.Standing {
	return s.turn.standing(s)
}

// Standing is where the submission stands now by its own record.
func (s *Session) Standing() standing.Standing {
	return standing.FromLedger(s.Ledger, s.Portal, s.Ports.Now())
}

// Judged is the connector whose files would be submitted: those at the commit
// or in the archive, and the folder's until either is known. The intro and the
// readme always come from the folder when it has them.
func (s *Session) Judged() *connector.Connector {
	way := s.answers().Way()
	switch {
	case way == portal.ByArchive && s.Zip != nil && s.Zip.Files != nil && s.Zip.Listing.Problem == "":
		return s.Zip.Files
	case way == portal.ByCommit && s.AtCommit != nil:
		return s.AtCommit
	default:
		return s.Folder
	}
}

// JudgedFrom says in a word or two which files are judged.
func (s *Session) JudgedFrom() string {
	switch s.Judged() {
	case nil:
		return "nothing yet"
	case s.Folder:
		return "your folder"
	case s.AtCommit:
		return "commit " + text.ShortSHA(s.Commit.SHA)
	default:
		return "the archive"
	}
}

// answers are the values without what the files say, which is what decides
// whose files count.
func (s *Session) answers() submission.Values {
	return submission.Values{Portal: s.Portal, Draft: s.Draft}
}

// Answer is the answer to the field of a role, "" when there is none.
func (s *Session) Answer(r portal.Role) string { return s.answers().Answer(r) }

// Publisher is who submits, "" until that is answered.
func (s *Session) Publisher() portal.Publisher { return s.answers().Publisher() }

// Independent tells of an independent publisher.
func (s *Session) Independent() bool { return s.answers().Independent() }

// Judge puts the case before the gate again.
func (s *Session) Judge() gate.Verdict {
	if fault := Contain("judging", func() { s.Verdict = gate.Judge(s.Case()) }); fault != nil {
		s.Verdict = s.unjudged(fault.Error())
	}
	return s.Verdict
}

// Case is what the gate looks at.
func (s *Session) Case() gate.Case {
	s.compare()
	c := gate.Case{
		Portal: s.Portal, Values: s.Values(), Secrets: s.Secrets,
		SameFiles: s.SameFiles, Today: s.Ports.Now(),
	}
	if judged := s.Judged(); judged != nil && (judged != s.Folder || s.FolderErr == nil) {
		c.Files = judged.Report()
	} else {
		c.Files = unread(s.FolderErr)
	}
	if faults := s.notChecked(); len(faults) > 0 {
		c.Files.Outcomes = slices.Concat(c.Files.Outcomes, faults)
	}
	c.Read = s.read()
	return c
}

// unread is the report on files that could not be read: nothing was checked.
func unread(err error) checks.Report {
	why := "the folder has not been read yet"
	if err != nil {
		why = err.Error()
	}
	return checks.Report{Outcomes: []checks.Outcome{{Rule: "FilesRead", Result: checks.NotChecked, Reason: why}}}
}

// read is what was found out about the answers that lead to something.
func (s *Session) read() map[portal.Role]checks.Report {
	read := map[portal.Role]checks.Report{}
	values := s.Values()
	if s.Answer(portal.RoleCommit) != "" && values.Asked(portal.RoleCommit) {
		read[portal.RoleCommit] = s.commitReport()
	}
	pull := s.pullNamed()
	pull.Add(s.pullReport())
	read[portal.RolePullRequest] = pull
	if s.Answer(portal.RoleArchive) != "" && values.Asked(portal.RoleArchive) {
		read[portal.RoleArchive] = s.zipReport()
	}
	if s.Answer(portal.RolePackage) != "" {
		read[portal.RolePackage] = s.packageReport()
	}
	read[portal.RoleChanges] = s.changeReport()
	return read
}

func (s *Session) commitReport() checks.Report {
	typed := s.Answer(portal.RoleCommit)
	if s.Commit == nil || s.Commit.Typed != typed {
		return checks.Report{Outcomes: []checks.Outcome{{Rule: "CommitLookedUp", Result: checks.NotChecked, Reason: "the look-up has not ended yet"}}}
	}
	return origin.Judge(*s.Commit)
}

// pullNamed says when the answer that asks for a pull request names none.
func (s *Session) pullNamed() checks.Report {
	typed := s.Answer(portal.RolePullRequest)
	if typed == "" || s.pullRole() != portal.RolePullRequest || s.PullNumber() > 0 {
		return checks.Report{}
	}
	message := "this names no pull request"
	if t, err := s.Host().ParseTyped(typed); err != nil {
		message = err.Error()
	} else if t.Foreign() {
		message = "this pull request is in another repository than Microsoft's"
	}
	return checks.Report{Findings: []checks.Finding{{Rule: "PullRequestNamed", Severity: checks.Error, Field: s.PullField(), Message: message,
		Fix: "Give the pull request's number or link, or leave it empty until it is open."}}}
}

// pullReport judges the pull request. A verified publisher's is judged once
// GitHub said something about it: until then the commit's own rules ask
// whether it was merged. Where the portal asks for it, the way ends with it.
func (s *Session) pullReport() checks.Report {
	values := s.Values()
	ends := s.pullRole() == portal.RolePullRequest
	pull := s.current()
	if values.Route() != portal.OpenSource || s.PullNumber() == 0 || pull == nil && !ends {
		return checks.Report{}
	}
	if pull == nil {
		pull = s.unasked()
	}
	about := origin.About{Folder: s.RepoFolder(), Name: s.facts().Title, Independent: values.Independent(), OAuth: s.facts().Uses("oauth2"),
		Author: s.authors, Merged: s.Commit != nil && s.Commit.PR == pull.Number && s.Commit.Merged.Known && s.Commit.Merged.Yes}
	return s.judgedPull.report(pull, about)
}

// unasked is a pull request that GitHub was not asked about, and why.
func (s *Session) unasked() *origin.Pull {
	why := "GitHub has not answered yet"
	if s.Ports.GitHub == nil {
		why = "GitHub is not asked offline"
	}
	open := origin.Answer{Why: why}
	return &origin.Pull{Number: s.PullNumber(), Conflicts: open,
		Asked: origin.Asked{Pull: open, Files: open, Checks: open, Reviews: open, Comments: open, Owners: open}}
}

func (s *Session) zipReport() checks.Report {
	if s.Zip == nil || s.Zip.Path != s.Answer(portal.RoleArchive) {
		return checks.Report{Outcomes: []checks.Outcome{{Rule: "ArchiveRead", Result: checks.NotChecked, Reason: "the archive has not been read yet"}}}
	}
	report := s.Zip.Report
	if diff := s.ZipDiff(); diff != nil && len(diff.Differences) > 0 {
		report.Findings = append(report.Findings, checks.Finding{
			Rule: "ArchiveIsNotTheCommit", Severity: checks.Error, Place: checks.Place{File: s.Zip.Listing.Name},
			Message: "the archive differs from the merged commit: " + shorten(diff.Brief(), 3),
			Fix:     "Build the archive from the commit's files: portal and repository must hold the same (S07).",
		})
	}
	return report
}

// ZipDiff is how the archive differs from the commit, by place and value; nil
// when they were not compared.
func (s *Session) ZipDiff() *source.Diff {
	if s.AtCommit == nil || s.Zip == nil || s.Zip.Files == nil || s.Zip.Listing.Problem != "" {
		return nil
	}
	diff := packedDiff(s.Zip.Files.Artifacts, s.AtCommit.Artifacts)
	return &diff
}
