package session

import (
	"context"
	"errors"
	"time"

	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/checks/origin"
	"github.com/certwiz/certwiz/checks/text"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/source"
	"github.com/certwiz/certwiz/submission/source/git"
)

// commitSeen is what is known about the commit that was given.
type commitSeen struct {
	commit origin.Commit
	files  *connector.Connector
	diff   *source.Diff
}

// Apply takes it unless another commit was given meanwhile.
func (r commitSeen) Apply(s *Session) {
	if r.commit.Typed != s.Answer(portal.RoleCommit) {
		return
	}
	s.found(LookCommit)
	r.commit = stillKnown(s.Commit, r.commit)
	s.Commit, s.AtCommit, s.Diff = &r.commit, r.files, r.diff
	if s.AtCommit != nil {
		s.AtCommit = s.withDocuments(s.AtCommit)
	}
	s.Judge()
}

// stillKnown keeps what an earlier look-up of the same commit established.
func stillKnown(before *origin.Commit, now origin.Commit) origin.Commit {
	if before == nil {
		return now
	}
	c := source.Commit{Commit: now}
	c.KeepKnown(*before)
	return c.Commit
}

// Asking says who is asked about a commit.
type Asking int

// Who is asked.
const (
	TheClone   Asking = iota // the clone, and what GitHub said about the pull request
	FromGitHub               // then GitHub, for what is not known yet
	Anew                     // then GitHub, for what the clone does not know
)

// LookUpCommit finds out about the commit that was given.
func (s *Session) LookUpCommit(who Asking) Job {
	typed := s.Answer(portal.RoleCommit)
	if typed == "" || s.Independent() && !s.answers().Asked(portal.RoleCommit) {
		return nil
	}
	q := lookUp{repo: s.Repo, repoErr: s.RepoErr, dir: s.Draft.Folder, folder: s.RepoFolder(), host: s.Host(), pull: s.current(), now: s.Ports.Now()}
	if who != TheClone {
		q.hub = s.Ports.GitHub
	}
	q.offline = s.Ports.GitHub == nil
	if c := s.Commit; who != Anew && c != nil && c.Typed == typed {
		q.known = c
	}
	if s.Folder != nil {
		q.here = &s.Folder.Artifacts
	}
	if s.AtCommit != nil && s.Commit != nil {
		q.had, q.hadSHA = s.AtCommit, s.Commit.SHA
	}
	return func(ctx context.Context) Result { return q.run(ctx, typed) }
}

// lookUp is what a look-up of a commit begins with.
type lookUp struct {
	repo        *git.Repo
	repoErr     error
	dir, folder string
	host        source.Host
	hub         GitHub // nil: only the clone is asked
	offline     bool
	pull        *origin.Pull
	known       *origin.Commit // what was found out before, nil to ask anew
	here        *connector.Artifacts
	had         *connector.Connector // what was read of hadSHA before
	hadSHA      string
	now         time.Time
}

func (q lookUp) run(ctx context.Context, typed string) commitSeen {
	c := fromPull(q.resolve(ctx, typed), q.pull)
	if q.known != nil {
		c = stillKnown(q.known, c)
	}
	// Of a pull request that is open there is no commit to ask about.
	if open := c.SHA == "" && c.Merged.Known && !c.Merged.Yes; q.hub != nil && !open {
		c = q.hub.Complete(ctx, c)
	}
	seen := commitSeen{commit: c, files: q.files(ctx, c)}
	if seen.files != nil && q.here != nil {
		diff := source.CompareWithCommit(*q.here, seen.files.Artifacts)
		seen.diff = &diff
		seen.commit.Differs, seen.commit.DiffersKnown = diff.Brief(), true
	}
	return seen
}

// resolve asks the clone about a commit; without a clone nothing is known, and
// each answer says why.
func (q lookUp) resolve(ctx context.Context, typed string) origin.Commit {
	if q.repo != nil {
		if folder, err := q.repo.Folder(q.dir); err == nil && inRepository(folder) {
			return q.repo.Resolve(ctx, typed, folder)
		}
	}
	why := "the git clone was not looked at"
	var problem *git.Problem
	switch {
	case errors.As(q.repoErr, &problem) && problem.Kind == git.NotAClone:
		why = "this folder lies in no git clone"
	case q.repoErr != nil:
		why = q.repoErr.Error()
	case q.repo != nil:
		why = "the connector does not lie in a clone of Microsoft's repository"
	}
	if q.offline {
		why += ", and GitHub is not asked offline"
	}
	c := source.NewCommit(typed, q.folder, "certwiz", q.now)
	if t, ok := c.Parse(q.host); ok && text.IsFullSHA(t.SHA) {
		c.SHA = t.SHA
	}
	c.LeaveOpen(why)
	return c.Commit
}

// files are the artifacts at the commit: from the clone, else from GitHub.
func (q lookUp) files(ctx context.Context, c origin.Commit) *connector.Connector {
	if c.SHA == "" {
		return nil
	}
	if q.repo != nil {
		if files, err := q.repo.ArtifactsAt(ctx, c.SHA, c.Folder); err == nil && readable(files) {
			return connector.Parse(files)
		}
	}
	if q.hadSHA == c.SHA {
		return q.had // a commit's files never change
	}
	// The head of a pull request is not what will be submitted.
	if q.hub == nil || c.IsHead.Yes || c.OnBranch.Known && !c.OnBranch.Yes {
		return nil
	}
	var here connector.Artifacts
	if q.here != nil {
		here = *q.here
	}
	files, err := q.hub.ArtifactsAt(ctx, c.SHA, c.Folder, here)
	if err != nil || !readable(files) {
		return nil
	}
	return connector.Parse(files)
}

// readable tells whether a commit's definition could be read: a partial clone
// knows the names of files that it does not hold.
func readable(a connector.Artifacts) bool { return a.Swagger == nil || a.Swagger.Err == "" }
