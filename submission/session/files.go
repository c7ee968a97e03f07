package session

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/archive"
	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/checks/text"
	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/portal"
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
	s.found(LookFolder)
	s.FolderErr = r.err
	if r.err != nil {
		s.Judge()
		return
	}
	s.Folder = r.connector
	s.prefillFromFiles()
	s.rejoin()
	s.readMessages()
	s.comparePull()
	s.Judge()
}

// ReadFolder reads the connector's folder and judges it.
func (s *Session) ReadFolder() Job {
	dir := s.Draft.Folder
	independent := s.Independent()
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
		files.Intro, files.Siblings = s.Folder.Artifacts.Intro, s.Folder.Artifacts.Siblings
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
	s.found(LookClone)
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
		repo, err := git.Discover(ctx, host, dir)
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

// zipRead is an archive, read and judged.
type zipRead struct {
	zip *ZipFile
}

// Apply takes it unless another one was given meanwhile.
func (r zipRead) Apply(s *Session) {
	if r.zip.Path != s.Answer(portal.RoleArchive) {
		return
	}
	s.Zip = r.zip
	if s.Zip.Files != nil {
		s.Zip.Files = s.withDocuments(s.Zip.Files)
	}
	s.Judge()
}

// ReadZip reads and judges the archive that was given.
func (s *Session) ReadZip() Job {
	path := s.Answer(portal.RoleArchive)
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
		s.fail(failedArchive, r.err)
		return
	}
	s.undone(failedArchive)
	s.Zip = nil
	s.Draft.Answers[s.Portal.IDOf(portal.RoleArchive)] = submission.Answer{Value: r.path, From: s.builtFrom()}
	s.dirty = true
	s.Judge()
}

func (s *Session) builtFrom() string {
	if s.AtCommit != nil {
		return "commit " + text.ShortSHA(s.Commit.SHA)
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
	if from == nil || s.Portal.IDOf(portal.RoleArchive) == "" {
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
	if err := replaceFile(name, b.Bytes(), publicFile); err != nil {
		return fmt.Errorf("the archive could not be written: %w", err)
	}
	return nil
}

// Packed are the files that go into an archive, under the names that the
// portal expects.
func Packed(a connector.Artifacts) map[string][]byte {
	files := map[string][]byte{}
	add := func(name string, f *checks.File) {
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

func shorten(list []string, n int) string {
	if len(list) <= n {
		return strings.Join(list, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(list[:n], ", "), len(list)-n)
}
