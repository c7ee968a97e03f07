package session

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"time"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/origin"
	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/source"
	"github.com/certwiz/certwiz/submission/store"
)

// Frozen is submission.json: what a version was handed over with. Secrets are
// named by their reference only.
type Frozen struct {
	Format   int                          `json:"format"`
	Portal   string                       `json:"portal"`
	Title    string                       `json:"title"`
	Version  int                          `json:"version"`
	Update   bool                         `json:"update,omitempty"`
	At       time.Time                    `json:"at"`
	Folder   string                       `json:"folder"`
	Answers  map[string]submission.Answer `json:"answers"`
	Attested []submission.Attestation     `json:"attested,omitempty"`
	Commit   *origin.Commit               `json:"commit,omitempty"`
	Archive  string                       `json:"archiveSha256,omitempty"`
	Package  string                       `json:"packageSha256,omitempty"`
}

// ErrLocked says the gate is shut.
var ErrLocked = errors.New("the gate is shut: Submit for review is locked")

// FrozenResult is the end of freezing a version.
type FrozenResult struct {
	Dir   string
	Err   error
	event submission.Event
	read  frozenRead // of what was frozen
}

// Apply adds the version to the ledger in memory.
func (r FrozenResult) Apply(s *Session) {
	if r.Err != nil {
		s.fail(failedFreeze, r.Err)
		return
	}
	s.undone(failedFreeze)
	s.Ledger = append(s.Ledger, r.event)
	s.frozen = r.read
}

// Freeze makes the version that is handed over. It asks the gate once more, so
// that nothing that is locked is ever frozen.
func (s *Session) Freeze() (Job, error) {
	if !s.Judge().Open {
		return nil, fmt.Errorf("%w: %d left", ErrLocked, len(s.Verdict.Holds))
	}
	frozen := Frozen{
		Format: submission.DraftFormat, Portal: s.Portal.ID, Title: s.Draft.Title, Version: s.Draft.Version, Update: s.Draft.Update,
		At: s.Ports.Now(), Folder: s.Draft.Folder, Answers: maps.Clone(s.Draft.Answers), Attested: slices.Clone(s.Draft.Attested), Commit: s.Commit,
	}
	archive := ""
	if s.answers().Way() == portal.ByArchive && s.Zip != nil {
		archive, frozen.Archive = s.Zip.File, s.Zip.SHA256
	}
	packed := ""
	if s.Answer(portal.RolePackage) != "" && s.Package != nil {
		packed, frozen.Package = s.Package.File, s.Package.SHA256
	}
	text, err := json.MarshalIndent(frozen, "", "  ")
	if err != nil {
		return nil, err
	}
	pkg := store.Package{Slug: s.Draft.Slug, Version: s.Draft.Version, Submission: text,
		Files: s.frozenFiles(), Findings: s.allFindings(), Waivers: slices.Clone(s.Draft.Waivers)}
	event := submission.Event{Format: submission.DraftFormat, Kind: submission.Frozen, At: s.Ports.Now(),
		Version: s.Draft.Version, By: s.Answer(portal.RoleSubmitter)}
	st := s.Ports.Store
	read := frozenRead{version: frozen.Version}
	if frozen.Commit != nil {
		read.commit = frozen.Commit.SHA
	}
	return func(context.Context) Result {
		if archive != "" {
			data, err := sameArchive(archive, frozen.Archive)
			if err != nil {
				return FrozenResult{Err: err}
			}
			pkg.Files[ArchiveName] = data
		}
		if packed != "" {
			data, err := sameArchive(packed, frozen.Package)
			if err != nil {
				return FrozenResult{Err: err}
			}
			pkg.Files[PackageName] = data
		}
		r := FrozenResult{event: event, read: read}
		if st != nil {
			r.Dir, r.Err = st.FreezeAndRecord(pkg, event)
		}
		return r
	}, nil
}

// ArchiveName is what the archive is called in a version's folder.
const ArchiveName = "connector.zip"

// sameArchive reads the archive that was judged, byte for byte.
func sameArchive(path, sum string) ([]byte, error) {
	info, err := os.Stat(path)
	if err == nil && info.Size() > source.MaxArchive {
		err = errors.New("it is too large")
	}
	var data []byte
	if err == nil {
		data, err = os.ReadFile(path)
	}
	if err != nil {
		return nil, fmt.Errorf("the archive can't be read: %w", err)
	}
	if now := sha256.Sum256(data); hex.EncodeToString(now[:]) != sum {
		return nil, errors.New("the archive was changed after it was checked: press ctrl+r to look at it again")
	}
	return data, nil
}

func (s *Session) frozenFiles() map[string][]byte {
	judged := s.Judged()
	if judged == nil {
		return nil
	}
	files := Packed(judged.Artifacts)
	addText := func(name string, f *checks.File) {
		if f != nil && f.Err == "" {
			files[name] = f.Data
		}
	}
	addText("intro.md", judged.Artifacts.Intro)
	addText("readme.md", judged.Artifacts.Readme)
	return files
}

func (s *Session) allFindings() []checks.Finding {
	c := s.Case()
	all := slices.Clone(c.Files.Findings)
	for _, role := range []portal.Role{portal.RoleCommit, portal.RolePullRequest, portal.RoleArchive, portal.RolePackage} {
		all = append(all, c.Read[role].Findings...)
	}
	return all
}

// Record writes an event of the submission's later life into the ledger.
func (s *Session) Record(kind submission.EventKind, text string) Job {
	return s.record(s.event(kind, text))
}

func (s *Session) event(kind submission.EventKind, text string) submission.Event {
	version := s.Draft.Version
	if n := s.Standing().Version; kind != submission.Copied && n > 0 && n < version {
		version = n // a draft of the next version may be open already
	}
	return submission.Event{Kind: kind, Text: text, Version: version}
}

// TakeBack opens a frozen version for editing again, before it was given to
// the portal or after the portal refused it. The frozen one stays as it was;
// what is handed over next is another version.
func (s *Session) TakeBack() Job {
	job := s.record(submission.Event{Kind: submission.Withdrawn})
	s.Draft.Version++
	s.dirty = true
	s.Judge()
	return job
}

// Handed lists the hand-off items of this version that are done.
func (s *Session) Handed() map[string]bool {
	done := map[string]bool{}
	for _, e := range s.Ledger {
		if e.Version != s.Draft.Version {
			continue
		}
		switch e.Kind {
		case submission.Frozen:
			clear(done)
		case submission.Copied:
			done[e.Text] = true
		}
	}
	return done
}
