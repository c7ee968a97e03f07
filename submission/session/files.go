package session

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"github.com/certwiz/certwiz/checks/archive"
	"github.com/certwiz/certwiz/checks/change"
	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/checks/origin"
	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/source"
	"github.com/certwiz/certwiz/submission/source/git"
	"github.com/certwiz/certwiz/submission/store"
)

// folderRead is the connector's folder, read and judged.
type folderRead struct {
	connector *connector.Connector
	err       error
}

// Apply takes the folder's files and fills in what they say.
func (r folderRead) Apply(s *Session) {
	s.FolderErr = r.err
	if r.err != nil {
		s.Judge()
		return
	}
	s.Folder = r.connector
	s.prefillFromFiles()
	s.rejoin()
	s.hearMicrosoft()
	s.comparePull()
	s.Judge()
}

// ReadFolder reads the connector's folder and judges it.
func (s *Session) ReadFolder() Job {
	dir := s.Draft.Folder
	independent := s.Draft.Value("publisher") == "independent"
	return func(ctx context.Context) Result {
		files, err := source.Load(ctx, dir)
		if err != nil {
			return folderRead{err: err}
		}
		files.Independent = independent
		return folderRead{connector: connector.Parse(files)}
	}
}

// rejoin puts the folder's documents beside the files of commit and archive:
// intro.md is never part of them.
func (s *Session) rejoin() {
	if s.AtCommit != nil {
		s.AtCommit = s.withDocuments(s.AtCommit)
	}
	if s.Zip != nil && s.Zip.Files != nil {
		s.Zip.Files = s.withDocuments(s.Zip.Files)
	}
}

func (s *Session) withDocuments(c *connector.Connector) *connector.Connector {
	if s.Folder == nil {
		return c
	}
	files := c.Artifacts
	if s.Folder.Artifacts.Intro != nil {
		files.Intro, files.Beside = s.Folder.Artifacts.Intro, s.Folder.Artifacts.Beside
	}
	if files.Readme == nil {
		files.Readme = s.Folder.Artifacts.Readme
	}
	if files.Icon == nil {
		files.Icon = s.Folder.Artifacts.Icon
	}
	return connector.Parse(files)
}

// repoFound is the git clone around the folder.
type repoFound struct {
	repo    *git.Repo
	commits []git.Commit
	email   string
	err     error
}

// Apply takes the clone and fills in what it says.
func (r repoFound) Apply(s *Session) {
	s.Repo, s.RepoErr, s.Candidates = r.repo, r.err, r.commits
	s.prefillFromRepo(r.email)
	s.Judge()
}

// candidates is how many commits are offered.
const candidates = 6

// FindRepo looks for the git clone and the commits that may be the one.
func (s *Session) FindRepo() Job {
	dir, host := s.Draft.Folder, s.Host()
	return func(ctx context.Context) Result {
		repo, err := git.DiscoverOn(ctx, host, dir)
		if err != nil {
			return repoFound{err: err}
		}
		found := repoFound{repo: repo, email: repo.Email(ctx)}
		folder, err := repo.Folder(dir)
		if err != nil {
			found.err = err
			return found
		}
		found.commits, found.err = repo.Commits(ctx, folder, candidates)
		return found
	}
}

// Fetch asks the upstream for its newest commits, then looks again.
func (s *Session) Fetch() Job {
	repo, again := s.Repo, s.FindRepo()
	if repo == nil {
		return nil
	}
	return func(ctx context.Context) Result {
		if err := repo.Fetch(ctx); err != nil {
			return repoFound{repo: repo, err: err}
		}
		return again(ctx)
	}
}

// commitSeen is what is known about the commit that was given.
type commitSeen struct {
	commit origin.Commit
	files  *connector.Connector
	diff   *source.Diff
}

// Apply takes it unless another commit was given meanwhile.
func (r commitSeen) Apply(s *Session) {
	if r.commit.Typed != s.Draft.Value("commit") {
		return
	}
	r.commit = stillKnown(s.Commit, r.commit)
	s.Commit, s.AtCommit, s.Diff = &r.commit, r.files, r.diff
	if s.AtCommit != nil {
		s.AtCommit = s.withDocuments(s.AtCommit)
	}
	s.compare()
	s.Judge()
}

// stillKnown keeps what an earlier look-up of the same commit established and
// this one could not tell: saving a file looks at the clone again, and must not
// forget what GitHub said.
func stillKnown(before *origin.Commit, now origin.Commit) origin.Commit {
	if before == nil || before.Typed != now.Typed || before.SHA != now.SHA && now.SHA != "" {
		return now
	}
	if now.SHA == "" {
		now.SHA = before.SHA
	}
	keep := func(was origin.Answer, is *origin.Answer) {
		if was.Known && !is.Known {
			*is = was
		}
	}
	if !now.Touches.Known {
		now.Others = before.Others
	}
	keep(before.Resolves, &now.Resolves)
	keep(before.IsHead, &now.IsHead)
	keep(before.OnBranch, &now.OnBranch)
	keep(before.Merged, &now.Merged)
	keep(before.Newest, &now.Newest)
	keep(before.Touches, &now.Touches)
	if now.PR == 0 {
		now.PR = before.PR
	}
	if now.Use == "" {
		now.Use = before.Use
	}
	return now
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
	typed := s.Draft.Value("commit")
	if typed == "" || s.Draft.Value("publisher") == "independent" {
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
		seen.commit.Differs, seen.commit.DiffersKnown = source.Differences(*q.here, seen.files.Artifacts), true
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
	unknown := origin.Answer{Why: why, By: "local clone", At: q.now}
	c := origin.Commit{Typed: typed, Branch: source.Branch, Folder: q.folder,
		Resolves: unknown, IsHead: unknown, OnBranch: unknown, Merged: unknown, Newest: unknown, Touches: unknown}
	t, err := q.host.ParseTyped(typed)
	no := func(why string) { c.Resolves = origin.Answer{Known: true, Why: why, By: "certwiz", At: q.now} }
	switch {
	case err != nil:
		no(err.Error())
	case t.SHA == "" && t.Foreign():
		no(fmt.Sprintf("this pull request is in %s/%s, not in %s/%s", t.Owner, t.Repo, source.Owner, source.Repository))
	default:
		c.PR = t.PR
		if len(t.SHA) == 40 {
			c.SHA = t.SHA
		}
	}
	return c
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

// zipRead is an archive, read and judged.
type zipRead struct {
	zip *ZipFile
}

// Apply takes it unless another one was given meanwhile.
func (r zipRead) Apply(s *Session) {
	if r.zip.Path != s.Draft.Value("zip") {
		return
	}
	s.Zip = r.zip
	if s.Zip.Files != nil {
		s.Zip.Files = s.withDocuments(s.Zip.Files)
	}
	s.compare()
	s.Judge()
}

// ReadZip reads and judges the archive that was given.
func (s *Session) ReadZip() Job {
	path := s.Draft.Value("zip")
	if path == "" {
		return nil
	}
	hasScript := s.Folder != nil && s.Folder.Artifacts.Script != nil
	if s.AtCommit != nil {
		hasScript = s.AtCommit.Artifacts.Script != nil
	}
	abs := path
	if !filepath.IsAbs(abs) {
		abs = filepath.Join(s.Draft.Folder, abs)
	}
	return func(ctx context.Context) Result {
		listing, files, sum, err := source.OpenZip(ctx, abs)
		if err != nil {
			listing = archive.Listing{Name: filepath.Base(path), Problem: err.Error()}
		}
		listing.HasScript = hasScript
		zip := &ZipFile{Path: path, File: abs, SHA256: sum, Listing: listing, Report: archive.Judge(listing)}
		if listing.Problem == "" {
			zip.Files = connector.Parse(files)
		}
		return zipRead{zip}
	}
}

// zipBuilt is the end of building a clean archive.
type zipBuilt struct {
	path string
	err  error
}

// Apply gives the new archive as the answer.
func (r zipBuilt) Apply(s *Session) {
	if r.err != nil {
		s.SaveErr = r.err
		return
	}
	s.Zip = nil
	s.Draft.Answers["zip"] = submission.Answer{Value: r.path, From: s.builtFrom()}
	s.dirty = true
	s.Judge()
}

func (s *Session) builtFrom() string {
	if s.AtCommit != nil {
		return "commit " + short(s.Commit.SHA)
	}
	return "your folder"
}

// BuildZip builds a clean archive beside the connector's folder: from the
// commit where there is one, else from the folder. Same files, same bytes.
func (s *Session) BuildZip() Job {
	from := s.Folder
	if s.AtCommit != nil {
		from = s.AtCommit
	}
	if from == nil {
		return nil
	}
	files := Packed(from.Artifacts)
	name := filepath.Clean(s.Draft.Folder) + ".certification.zip"
	return func(context.Context) Result {
		return zipBuilt{name, writeZip(name, files)}
	}
}

func writeZip(name string, files map[string][]byte) error {
	var b bytes.Buffer
	if err := store.WriteZip(&b, files); err != nil {
		return fmt.Errorf("the archive could not be built: %w", err)
	}
	if err := replaceFile(name, b.Bytes()); err != nil {
		return fmt.Errorf("the archive could not be written: %w", err)
	}
	return nil
}

// Packed are the files that go into an archive, under the names that the
// portal expects.
func Packed(a connector.Artifacts) map[string][]byte {
	files := map[string][]byte{}
	add := func(name string, f *connector.File) {
		if f != nil && f.Err == "" {
			files[name] = f.Data
		}
	}
	add("apiDefinition.swagger.json", a.Swagger)
	add("apiProperties.json", a.Properties)
	add("icon.png", a.Icon)
	add("script.csx", a.Script)
	return files
}

// compare finds what changed since the last version.
func (s *Session) compare() {
	s.Changes, s.SameFiles = nil, false
	now := s.Judged()
	if !s.Draft.Update || now == nil || s.Before.Swagger == nil {
		return
	}
	if s.way() == "commit" && s.AtCommit == nil || s.way() == "zip" && s.Zip == nil {
		return
	}
	s.SameFiles = len(packedDifferences(now.Artifacts, s.Before)) == 0
	if now.Artifacts.Swagger != nil {
		changes, err := change.Compare(s.Before.Swagger.Data, now.Artifacts.Swagger.Data)
		if err != nil {
			s.Changes = append(s.Changes, "not compared: "+err.Error())
		}
		for _, c := range changes {
			prefix := ""
			if c.Breaking {
				prefix = "breaking: "
			}
			s.Changes = append(s.Changes, prefix+c.Text)
		}
	}
	s.Changes = append(s.Changes, source.Differences(now.Artifacts, s.Before)...)
}

// packedDifferences compares only what goes into an archive.
func packedDifferences(a, b connector.Artifacts) []string {
	a.Readme, a.Intro, b.Readme, b.Intro = nil, nil, nil, nil
	return source.Differences(a, b)
}

func shorten(list []string, n int) string {
	if len(list) <= n {
		return strings.Join(list, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(list[:n], ", "), len(list)-n)
}
