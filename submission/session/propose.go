package session

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/checks/origin"
	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/contribution"
	"github.com/certwiz/certwiz/submission/source"
	"github.com/certwiz/certwiz/submission/source/git"
	"github.com/certwiz/certwiz/submission/source/github"
)

// Proposal is a pull request on its way from the connector's folder to
// Microsoft's repository. Nothing happens by itself: each step is a method, so
// that it can be shown before it is done.
type Proposal struct {
	contribution.Contribution
	Existing *origin.Pull // the one that is updated (S11), nil for a new one
	Repo     *git.Repo    // nil: there is no clone to work in, see NoClone
	NoClone  error
	Remote   git.Remote // the fork that is pushed to
	Branch   string
	Base     string // full SHA that the commit goes on top of
	SHA      string // the commit, once it was made
	Changed  []string
	Upstream error // why dev could not be fetched; what the clone has is used
	// Pushed says that the fork's branch holds just these files already: from a
	// start that did not come to its end.
	Pushed bool

	s      *Session
	input  contribution.Input
	commit git.Contribution
	taken  *existingBranch
}

// existingBranch is a branch of the fork that has the name that a new one was to have.
type existingBranch struct {
	branch, sha string
	free        string // the new branch's name in its place
	files       connector.Artifacts
}

// ProposalOptions are what a proposal is told beforehand; empty ones are found out.
type ProposalOptions struct {
	Clone  string // a clone of the fork, when the connector lies elsewhere
	Remote string // the remote to push to
	Branch string // the new branch's name
	// Offline says that neither dev nor the fork is asked; what the clone knows
	// is used.
	Offline bool
}

// FileReader reads a file of Microsoft's repository.
type FileReader interface {
	File(ctx context.Context, path, ref string) ([]byte, error)
}

// PullOpener opens and changes pull requests.
type PullOpener interface {
	OpenPull(ctx context.Context, p github.NewPull) (origin.Pull, error)
	UpdatePull(ctx context.Context, number int, title, body string) (origin.Pull, error)
}

// templates are the places where the repository may keep its template.
var templates = []string{".github/PULL_REQUEST_TEMPLATE.md", ".github/pull_request_template.md", "PULL_REQUEST_TEMPLATE.md"}

// Propose finds out what a pull request from the folder needs. It reads, and
// unless offline fetches dev into the clone; hub may be nil. The error says what makes a pull
// request impossible; that there is no clone or fork is none, see NoClone.
func (s *Session) Propose(ctx context.Context, hub FileReader, w ProposalOptions) (*Proposal, error) {
	if s.Folder == nil {
		return nil, errors.New("the connector's folder has not been read")
	}
	if s.Publisher() == "" {
		return nil, errors.New("say first how you publish: the folder in the repository depends on it")
	}
	p := &Proposal{s: s, Branch: w.Branch}
	p.Existing = s.OpenPull()
	p.findClone(ctx, w)
	p.input = contribution.Input{
		Artifacts: s.Folder.Artifacts, Facts: s.Folder.Facts, Report: s.Folder.Report(),
		Independent: s.Independent(), FolderName: s.folderName(), Existing: p.Existing,
		Answers: map[string]string{},
	}
	p.readDev(ctx)
	p.input.Template = p.template(ctx, hub)
	p.Plan(nil)
	return p, nil
}

// folderName is the connector's folder's name in the repository.
func (s *Session) folderName() string {
	_, name, _ := strings.Cut(s.RepoFolder(), "/")
	return name
}

// OpenPull is the publisher's open pull request for this connector, nil when
// none is known.
func (s *Session) OpenPull() *origin.Pull {
	if p := s.current(); p != nil && p.Asked.Pull.Known && !p.Closed {
		return p
	}
	return nil
}

// CandidatePulls lists the open pull requests that may be this connector's, while
// none is known to be. Feedback is answered in the same one (S11), so a person
// says first that it is none of these.
func (s *Session) CandidatePulls() []origin.Pull {
	if s.OpenPull() != nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(s.Pulls), func(p origin.Pull) bool { return p.Closed })
}

// findClone finds the clone to work in, the fork to push to, and the commit to
// start from.
func (p *Proposal) findClone(ctx context.Context, w ProposalOptions) {
	p.Repo = p.s.Repo
	if w.Clone != "" {
		p.Repo, p.NoClone = git.Discover(ctx, p.s.Host(), w.Clone)
	}
	switch {
	case p.NoClone != nil:
	case p.Repo == nil && p.s.RepoErr != nil:
		p.NoClone = p.s.RepoErr
	case p.Repo == nil:
		p.NoClone = errors.New("the folder lies in no clone of your fork")
	default:
		p.NoClone = p.findFork(ctx, w)
	}
	if p.NoClone != nil {
		p.Repo = nil
	}
}

func (p *Proposal) findFork(ctx context.Context, w ProposalOptions) error {
	if problem := p.Repo.Problem(git.NoUpstream); problem != nil {
		return problem
	}
	if p.Upstream = errOffline; !w.Offline {
		p.Upstream = p.Repo.Fetch(ctx)
	}
	if p.Repo.UpstreamSHA == "" {
		return fmt.Errorf("dev of Microsoft's repository is not in this clone: %w", p.Upstream)
	}
	forks := p.Repo.Forks()
	for _, f := range forks {
		if w.Remote == f.Name || w.Remote == "" && p.Existing != nil && strings.EqualFold(f.Owner, p.Existing.HeadOwner) {
			p.Remote = f
		}
	}
	if p.Remote.Name == "" && w.Remote == "" && p.Existing == nil {
		p.Remote, _ = p.Repo.PushRemote(ctx)
	}
	switch {
	case p.Remote.Name == "" && w.Remote != "":
		return fmt.Errorf("the clone has no remote %q that is a fork of Microsoft's repository", w.Remote)
	case p.Remote.Name == "" && p.Existing != nil:
		return fmt.Errorf("the pull request comes from %s's fork, which is no remote of this clone", p.Existing.HeadOwner)
	case p.Remote.Name == "":
		return fmt.Errorf("no remote of this clone is your fork: fork %s/%s on GitHub, then add it with git remote add", source.Owner, source.Repository)
	}
	return p.findBranch(ctx, w.Offline)
}

var errOffline = errors.New("certwiz runs offline")

// findBranch says which branch the commit goes on, and what it starts from.
func (p *Proposal) findBranch(ctx context.Context, offline bool) error {
	if p.Existing != nil && offline {
		return fmt.Errorf("the branch of pull request %d has to be fetched first, and %w", p.Existing.Number, errOffline)
	}
	if p.Existing != nil {
		p.Branch = p.Existing.HeadBranch
		base, err := p.Repo.FetchBranch(ctx, p.Remote.Name, p.Branch)
		if err != nil {
			return fmt.Errorf("the pull request's branch could not be fetched: %w", err)
		}
		p.Base = base
		return nil
	}
	p.Base = p.Repo.UpstreamSHA
	if p.Branch == "" {
		p.Branch = git.BranchName(p.s.folderName())
	}
	if offline {
		return nil
	}
	first := p.Branch
	for n := 2; n < 100; n++ {
		sha, err := p.Repo.RemoteBranch(ctx, p.Remote.Name, p.Branch)
		if err != nil {
			return fmt.Errorf("your fork could not be asked for its branches: %w", err)
		}
		if sha == "" {
			if p.taken != nil {
				p.taken.free = p.Branch
			}
			return nil
		}
		p.inspectBranch(ctx)
		p.Branch = fmt.Sprintf("%s-%d", first, n)
	}
	return fmt.Errorf("your fork has a hundred branches named %s: name another one", first)
}

// inspectBranch looks at a branch of the fork that has the name already. The last one
// counts; where it can't be read it is as any other's.
func (p *Proposal) inspectBranch(ctx context.Context) {
	sha, err := p.Repo.FetchBranch(ctx, p.Remote.Name, p.Branch)
	if err != nil || sha == "" {
		return
	}
	files, err := p.Repo.ArtifactsAt(ctx, sha, p.s.RepoFolder())
	if err == nil {
		p.taken = &existingBranch{branch: p.Branch, sha: sha, files: files}
	}
}

// readDev reads what dev holds for the folder.
func (p *Proposal) readDev(ctx context.Context) {
	if p.Repo == nil {
		return
	}
	files, err := p.Repo.ArtifactsAt(ctx, p.Base, p.s.RepoFolder())
	p.input.Before, p.input.HasBefore = files, err == nil
}

// template is the repository's own text for a pull request, nil when it could
// not be read.
func (p *Proposal) template(ctx context.Context, hub FileReader) []byte {
	for _, path := range templates {
		if p.Repo != nil {
			if text, ok := p.Repo.FileAt(ctx, path); ok {
				return text
			}
		}
	}
	if hub == nil || p.Repo != nil {
		return nil
	}
	for _, path := range templates {
		if text, err := hub.File(ctx, path, ""); err == nil {
			return text
		}
	}
	return nil
}

// Plan works out what the pull request holds, with what the person said to the
// checklist's questions.
func (p *Proposal) Plan(answers map[string]string) {
	p.input.Answers = answers
	p.Contribution = contribution.Plan(p.input)
	p.resumePush()
	p.commit = git.Contribution{Branch: p.Branch, Folder: p.Folder, Message: p.Message, Base: p.Base, Files: map[string][]byte{}}
	for _, f := range p.Files {
		p.commit.Files[f.Name] = f.Data
	}
	for _, f := range p.Removed {
		p.commit.Remove = append(p.commit.Remove, f.Name)
	}
}

// resumePush goes on with a branch that holds just these files, which dev does not:
// they were pushed before, and the pull request was not opened.
func (p *Proposal) resumePush() {
	if p.taken == nil {
		return
	}
	p.Branch, p.SHA, p.Pushed = p.taken.free, "", false
	if p.Differs() && containsOnly(p.taken.files, p.Files) {
		p.Branch, p.SHA, p.Pushed = p.taken.branch, p.taken.sha, true
	}
}

// Differs tells whether anything differs from what is there: on dev, or on the
// branch of the pull request that is updated.
func (p *Proposal) Differs() bool {
	changed := func(f contribution.File) bool { return f.Change != contribution.Same }
	return len(p.Removed) > 0 || slices.ContainsFunc(p.Files, changed)
}

// containsOnly tells whether a folder has these files, and no others.
func containsOnly(a connector.Artifacts, files []contribution.File) bool {
	there := map[string][]byte{}
	for _, f := range []*checks.File{a.Swagger, a.Properties, a.Icon, a.Script, a.Readme} {
		if f != nil && f.Err == "" {
			there[path.Base(f.Name)] = f.Data
		}
	}
	differs := func(f contribution.File) bool {
		data, ok := there[f.Name]
		return !ok || !bytes.Equal(data, f.Data)
	}
	return len(there) == len(files) && a.Intro == nil && len(a.Others) == 0 && !slices.ContainsFunc(files, differs)
}

// Commit makes the commit on the branch. The work tree, the index and the
// branch that is checked out stay as they are.
func (p *Proposal) Commit(ctx context.Context) error {
	sha, changed, err := p.Repo.Prepare(ctx, p.commit)
	if err != nil {
		return err
	}
	p.SHA, p.Changed = sha, changed
	var refused *git.Problem
	if p.Existing == nil && len(changed) > 0 {
		err = p.Repo.Point(ctx, p.Branch, sha, "")
	}
	if errors.As(err, &refused) {
		return nil // a branch of yours has that name: the fork's can have it all the same
	}
	return err
}

// Push sends the commit to the fork. Nothing is ever forced.
func (p *Proposal) Push(ctx context.Context, interactive bool) error {
	return p.Repo.Push(ctx, p.Remote.Name, p.Branch, p.SHA, interactive)
}

// Open opens the pull request, or changes title and body of the one there is,
// and notes it as this submission's.
func (p *Proposal) Open(ctx context.Context, hub PullOpener, draft bool) (origin.Pull, error) {
	var pull origin.Pull
	var err error
	if p.Existing != nil {
		pull, err = hub.UpdatePull(ctx, p.Existing.Number, p.Title, p.Body)
	} else {
		pull, err = hub.OpenPull(ctx, github.NewPull{Title: p.Title, Body: p.Body, Base: source.Branch,
			HeadOwner: p.Remote.Owner, HeadBranch: p.Branch, Draft: draft, MaintainerCanModify: true})
	}
	if err != nil {
		return pull, err
	}
	p.s.Proposed(ctx, pull)
	return pull, nil
}

// Proposed notes a pull request as this submission's own, in the draft and in
// the record (S91).
func (s *Session) Proposed(ctx context.Context, pull origin.Pull) {
	s.Set(s.PullField(), pull.URL)
	s.Pull, s.pullDirty = &pull, true
	opened := submission.Event{Kind: submission.PullRequest, Text: pull.URL}
	if !slices.ContainsFunc(s.Ledger, func(e submission.Event) bool {
		return e.Kind == opened.Kind && e.Text == opened.Text && e.Version == s.Draft.Version
	}) {
		s.Do(ctx, s.record(opened))
	}
	s.Do(ctx, s.Save())
}

// Commands are what a person types to do the same by hand.
func (p *Proposal) Commands() []string {
	return p.Repo.Commands(p.commit, p.Remote.Name)
}

// CompareURL is the page on which GitHub opens the pull request by hand.
func (p *Proposal) CompareURL() string {
	return fmt.Sprintf("%s/%s/%s/compare/%s...%s:%s?expand=1", p.s.Host().Web, source.Owner, source.Repository,
		source.Branch, url.PathEscape(p.Remote.Owner), url.PathEscape(p.Branch))
}

// Unchanged tells whether the branch would hold what it holds already.
func (p *Proposal) Unchanged() bool { return p.SHA != "" && len(p.Changed) == 0 && !p.Pushed }

// Artifacts are the folder's artifacts that the proposal is made of.
func (p *Proposal) Artifacts() connector.Artifacts { return p.input.Artifacts }
