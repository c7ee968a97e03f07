package session

import (
	"context"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/checks/origin"
	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/source"
	"github.com/certwiz/certwiz/submission/source/git"
	"github.com/certwiz/certwiz/submission/source/github"
)

// GitHub is asked what a clone can't tell. None of its answers is waited for
// by anything but the job that asks.
type GitHub interface {
	Complete(ctx context.Context, c origin.Commit) origin.Commit
	ReadPull(ctx context.Context, number int, folder string, before *origin.Pull) origin.Pull
	FindPulls(ctx context.Context, s github.Search) ([]origin.Pull, error)
	ArtifactsAt(ctx context.Context, sha, folder string, have connector.Artifacts) (connector.Artifacts, error)
	HasToken() bool
	Login(ctx context.Context) (string, error)
}

// PullField is the ID of the answer that names the pull request.
func (s *Session) PullField() string { return s.Portal.IDOf(s.pullRole()) }

// pullRole is the role of the answer that names the pull request: where none is
// asked for, the commit's.
func (s *Session) pullRole() portal.Role { return PullRole(s.answers()) }

// PullRole is the role of the answer that names the pull request.
func PullRole(v submission.Values) portal.Role {
	if v.Asked(portal.RolePullRequest) {
		return portal.RolePullRequest
	}
	return portal.RoleCommit
}

// PullNumber is the pull request that this submission is about, 0 when none is
// known: the one that was named, or the one whose commit was.
func (s *Session) PullNumber() int {
	typed := s.Draft.Value(s.PullField())
	if t, err := s.Host().ParseTyped(typed); err == nil && t.PR > 0 && !t.Foreign() {
		return t.PR
	}
	if p := s.Pull; p != nil && typed != "" && (typed == p.MergeCommit || typed == p.Head) {
		return p.Number
	}
	if s.Commit != nil && s.Commit.Typed == typed {
		return s.Commit.PR
	}
	return 0
}

// Host is the GitHub that Microsoft's repository is on.
func (s *Session) Host() source.Host {
	if s.Ports.Host == (source.Host{}) {
		return source.GitHubCom
	}
	return s.Ports.Host
}

// Pulls that are read stay in Pull until another one is meant.
func (s *Session) current() *origin.Pull {
	if s.Pull == nil || s.Pull.Number != s.PullNumber() {
		return nil
	}
	return s.Pull
}

// PullNow is what is known about the pull request that is meant, nil when
// GitHub never said anything about it.
func (s *Session) PullNow() *origin.Pull { return s.current() }

// RepoFolder is the connector's folder in Microsoft's repository: where the
// clone has it, else where a publisher of that kind puts it (S05).
func (s *Session) RepoFolder() string {
	return repoFolder(s.Repo, s.Draft.Folder, s.Independent())
}

func repoFolder(repo *git.Repo, dir string, independent bool) string {
	if repo != nil {
		if folder, err := repo.Folder(dir); err == nil && inRepository(folder) {
			return folder
		}
	}
	parent, name := filepath.Base(filepath.Dir(dir)), filepath.Base(dir)
	if folder := parent + "/" + name; inRepository(folder) {
		return folder
	}
	if independent {
		return "independent-publisher-connectors/" + name
	}
	return "certified-connectors/" + name
}

// inRepository tells whether a path is a connector's folder in the repository.
func inRepository(folder string) bool {
	top, name, ok := strings.Cut(folder, "/")
	return ok && name != "" && !strings.Contains(name, "/") &&
		(top == "certified-connectors" || top == "independent-publisher-connectors")
}

// pullsFound are the pull requests that may be the connector's.
type pullsFound struct {
	pulls   []origin.Pull
	err     error
	branch  int // the one that comes from the current branch, 0 for none
	authors []string
}

// Apply offers them, and fills in the one of the current branch.
func (r pullsFound) Apply(s *Session) {
	if r.err == nil || len(r.pulls) > 0 {
		s.Pulls = r.pulls
	}
	s.PullsErr, s.authors = r.err, r.authors
	if len(r.pulls) > 0 && s.Publisher() == portal.Verified {
		s.prefill(portal.PrefillRoute, string(portal.OpenSource), "your pull requests on GitHub")
		s.prefill(portal.PrefillWay, string(portal.ByCommit), "")
	}
	if r.branch > 0 && s.Publisher() != "" {
		s.prefill(portal.PrefillPull, s.Host().PullURL(strconv.Itoa(r.branch)), "the pull request of your branch")
	}
	s.Judge()
}

// FindPulls looks for the pull requests that may be this connector's: those of
// the clone's forks and branch, of their owners, and those that touched its
// folder. Nil where GitHub is not asked.
func (s *Session) FindPulls() Job {
	hub := s.Ports.GitHub
	if hub == nil {
		return nil
	}
	search := github.Search{Folder: s.RepoFolder(), Title: s.facts().Title}
	repo := s.Repo
	return func(ctx context.Context) Result {
		known := 0
		if repo != nil {
			search.Heads, search.Authors = heads(ctx, repo)
			known, _ = repo.PullRequestOfBranch(ctx)
		}
		if hub.HasToken() {
			if login, err := hub.Login(ctx); err == nil && !slices.Contains(search.Authors, login) {
				search.Authors = append(search.Authors, login)
			}
		}
		pulls, err := hub.FindPulls(ctx, search)
		return pullsFound{pulls, err, ofBranch(pulls, search.Heads, known), search.Authors}
	}
}

// heads are the publisher's forks and, first, the branch that is checked out.
func heads(ctx context.Context, repo *git.Repo) (heads []github.Head, authors []string) {
	owner, branch := repo.UpstreamBranch(ctx)
	if owner != "" && branch != source.Branch {
		heads = append(heads, github.Head{Owner: owner, Branch: branch})
	}
	for _, fork := range repo.Forks() {
		if repo.Branch != "" && repo.Branch != source.Branch && fork.Owner != owner {
			heads = append(heads, github.Head{Owner: fork.Owner, Branch: repo.Branch})
		}
		if !slices.Contains(authors, fork.Owner) {
			authors = append(authors, fork.Owner)
		}
	}
	return heads, authors
}

// ofBranch is the pull request that comes from one of the branches: the newest
// that is still open, else the newest; 0 for none.
func ofBranch(pulls []origin.Pull, heads []github.Head, known int) int {
	if known > 0 {
		return known
	}
	newest := 0
	for _, p := range pulls {
		from := github.Head{Owner: p.HeadOwner, Branch: p.HeadBranch}
		if !slices.ContainsFunc(heads, func(h github.Head) bool {
			return strings.EqualFold(h.Owner, from.Owner) && h.Branch != "" && h.Branch == from.Branch
		}) {
			continue
		}
		if !p.Closed {
			return p.Number
		}
		if newest == 0 {
			newest = p.Number
		}
	}
	return newest
}

// pullSeen is what GitHub said about the pull request.
type pullSeen struct {
	pull  origin.Pull
	there *connector.Artifacts // the files at its last commit, nil when not read
}

// Apply takes it unless another one is meant by now. A commit of it that was
// given meanwhile still means it.
func (r pullSeen) Apply(s *Session) {
	typed := s.Draft.Value(s.PullField())
	if r.pull.Number != s.PullNumber() && (typed == "" || typed != r.pull.MergeCommit && typed != r.pull.Head) {
		return
	}
	s.found(LookPull)
	s.Pull, s.pullThere = &r.pull, r.there
	s.pullDirty = true
	s.readMessages()
	s.comparePull()
	s.Judge()
}

// comparePull compares the working folder with the pull request's files.
func (s *Session) comparePull() {
	s.PullDiff = nil
	if s.pullThere == nil || s.Folder == nil {
		return
	}
	diff := source.CompareWithCommit(s.Folder.Artifacts, *s.pullThere)
	s.PullDiff = &diff
}

// LookUpPull asks GitHub about the pull request that is meant, nil when none is
// or GitHub is not asked.
func (s *Session) LookUpPull() Job {
	hub, number := s.Ports.GitHub, s.PullNumber()
	if hub == nil || number == 0 {
		return nil
	}
	before, folder, dir := s.current(), s.RepoFolder(), s.Folder
	return func(ctx context.Context) Result {
		pull := hub.ReadPull(ctx, number, folder, before)
		return pullSeen{pull, filesOfHead(ctx, hub, pull, folder, dir)}
	}
}

// filesOfHead reads an open pull request's files, to compare the folder with.
func filesOfHead(ctx context.Context, hub GitHub, pull origin.Pull, folder string, here *connector.Connector) *connector.Artifacts {
	if here == nil || pull.Closed || pull.Head == "" || !pull.Asked.Pull.Known || pull.Asked.Pull.Why != "" {
		return nil
	}
	if touches, _ := source.Touched(pull.Files, folder); pull.Asked.Files.Known && !touches && !pull.FilesCut {
		return nil
	}
	there, err := hub.ArtifactsAt(ctx, pull.Head, folder, here.Artifacts)
	if err != nil {
		return nil
	}
	return &there
}

// fromPull fills in what GitHub said earlier about the pull request, with the
// time at which it said so: offline, the commit that was merged is still known.
func fromPull(c origin.Commit, pull *origin.Pull) origin.Commit {
	if pull == nil || !pull.Asked.Pull.Known || c.PR != pull.Number && (c.SHA == "" || c.SHA != pull.MergeCommit && c.SHA != pull.Head) {
		return c
	}
	seen := source.Commit{Commit: c, By: pull.Asked.Pull.By, At: pull.Asked.Pull.At}
	seen.FromPull(*pull)
	return seen.Commit
}

// UseOffered gives the commit that was offered in place of the one that can't
// be it; false when none is offered.
func (s *Session) UseOffered() bool {
	use := s.Offered()
	if use == "" {
		return false
	}
	id := s.Portal.IDOf(portal.RoleCommit)
	s.Set(id, use)
	s.Confirm(id)
	return true
}

// Offered is the commit to use in place of the one that was given, "" for none.
func (s *Session) Offered() string {
	c := s.Commit
	if c == nil || c.Typed != s.Answer(portal.RoleCommit) || c.Use == c.SHA {
		return ""
	}
	return c.Use
}
