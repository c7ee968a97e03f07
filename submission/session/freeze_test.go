package session

import (
	"archive/zip"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/standing"
)

func TestFreezeIsRefusedWhileLocked(t *testing.T) {
	s := sat(t, openStore(t), folder(t))
	if job, err := s.Freeze(); job != nil || !errors.Is(err, ErrLocked) {
		t.Fatalf("an incomplete draft: %v", err)
	}
	complete(t, s)
	s.Draft.Answers["testing.account"] = submission.Answer{} // behind the session's back
	if job, err := s.Freeze(); job != nil || !errors.Is(err, ErrLocked) {
		t.Errorf("the gate was not asked once more: %v", err)
	}
	if versions, _ := s.Ports.Store.Versions(s.Draft.Slug); len(versions) != 0 {
		t.Errorf("frozen were %v", versions)
	}
}

func TestFreeze(t *testing.T) {
	s := sat(t, openStore(t), folder(t))
	complete(t, s)
	freezeNow(t, s)
	pkg, err := s.Ports.Store.Version(s.Draft.Slug, 1)
	if err != nil {
		t.Fatal(err)
	}
	var frozen Frozen
	if err := json.Unmarshal(pkg.Submission, &frozen); err != nil {
		t.Fatal(err)
	}
	if frozen.Portal != "isv-studio" || frozen.Version != 1 || frozen.Commit == nil || frozen.Commit.PR != 3473 || !frozen.At.Equal(now) {
		t.Errorf("frozen was %+v", frozen)
	}
	for _, secret := range []string{password, clientSecret} {
		if strings.Contains(string(pkg.Submission), secret) {
			t.Error("submission.json holds a secret")
		}
	}
	for name, data := range Packed(s.AtCommit.Artifacts) {
		if string(pkg.Files[name]) != string(data) {
			t.Errorf("%s is not what was judged", name)
		}
	}
	if string(pkg.Files["intro.md"]) != read(t, s.Draft.Folder+"/intro.md") {
		t.Error("intro.md is not the folder's")
	}
	if got := recordedKinds(t, s); got != "started, frozen" {
		t.Errorf("the ledger holds %s", got)
	}
	if s.Standing().Stage != standing.HandedOver {
		t.Errorf("it stands at %s", s.Standing().Stage)
	}
}

// TestFrozenIsWhatWasJudged: answers that change while a version is written
// are not in it.
func TestFrozenIsWhatWasJudged(t *testing.T) {
	s := sat(t, openStore(t), folder(t))
	complete(t, s)
	job, err := s.Freeze()
	if err != nil {
		t.Fatal(err)
	}
	s.Set("testing.account", "later@contoso.example")
	if r := job(t.Context()).(FrozenResult); r.Err != nil {
		t.Fatal(r.Err)
	}
	pkg, err := s.Ports.Store.Version(s.Draft.Slug, 1)
	if err != nil || strings.Contains(string(pkg.Submission), "later@contoso.example") {
		t.Errorf("a later answer was frozen: %v", err)
	}
}

func TestFreezeOfAnArchive(t *testing.T) {
	s := sat(t, openStore(t), loose(t, "certified-connectors"))
	completeZip(t, s)
	freezeNow(t, s)
	pkg, err := s.Ports.Store.Version(s.Draft.Slug, 1)
	if err != nil {
		t.Fatal(err)
	}
	if string(pkg.Files[ArchiveName]) != read(t, s.Zip.File) {
		t.Error("the frozen archive is another one")
	}
}

// TestArchiveThatChangedIsNotFrozen: between check and freezing the file is
// replaced.
func TestArchiveThatChangedIsNotFrozen(t *testing.T) {
	for name, change := range map[string]func(path string) error{
		"changed": func(path string) error { return os.WriteFile(path, []byte("PK other"), 0o644) },
		"gone":    os.Remove,
		"longer": func(path string) error {
			f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
			if err != nil {
				return err
			}
			_, err = f.WriteString(" ")
			return errors.Join(err, f.Close())
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := sat(t, openStore(t), loose(t, "certified-connectors"))
			completeZip(t, s)
			job, err := s.Freeze()
			if err != nil {
				t.Fatal(err)
			}
			if err := change(s.Zip.File); err != nil {
				t.Fatal(err)
			}
			r := job(t.Context()).(FrozenResult)
			r.Apply(s)
			if r.Err == nil || s.SaveErr == nil {
				t.Error("an archive that nobody checked was frozen")
			}
			if versions, _ := s.Ports.Store.Versions(s.Draft.Slug); len(versions) != 0 || recordedKinds(t, s) != "started" {
				t.Errorf("versions %v, ledger %s", versions, recordedKinds(t, s))
			}
		})
	}
}

func TestSameFilesSameArchive(t *testing.T) {
	s := sat(t, openStore(t), loose(t, "certified-connectors"))
	var sums []string
	for range 2 {
		completeZip(t, s)
		sums = append(sums, s.Zip.SHA256)
		if err := os.Chtimes(s.Draft.Folder+"/icon.png", now, now); err != nil {
			t.Fatal(err)
		}
		s.Do(t.Context(), s.ReadFolder())
		s.Set("zip", "")
	}
	if sums[0] != sums[1] || sums[0] == "" {
		t.Errorf("the same files gave the archives %v", sums)
	}
}

func TestBuiltArchiveHoldsOnlyWhatIsAskedFor(t *testing.T) {
	s := sat(t, openStore(t), loose(t, "certified-connectors"))
	write(t, s.Draft.Folder+"/.DS_Store", "x")
	completeZip(t, s)
	r, err := zip.OpenReader(s.Zip.File)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var names []string
	for _, f := range r.File {
		names = append(names, f.Name)
	}
	if got := strings.Join(names, " "); got != "apiDefinition.swagger.json apiProperties.json icon.png" {
		t.Errorf("the archive holds %s", got)
	}
	if !strings.HasSuffix(s.Zip.File, "Contoso Invoices.certification.zip") || filepath.Dir(s.Zip.File) != filepath.Dir(s.Draft.Folder) {
		t.Errorf("it lies at %s", s.Zip.File)
	}
	if s.Draft.Answers["zip"].From != "your folder" {
		t.Errorf("it is said to come from %q", s.Draft.Answers["zip"].From)
	}
}

// TestArchiveMustBeTheCommit (S07): portal and repository hold the same files.
func TestArchiveMustBeTheCommit(t *testing.T) {
	s := sat(t, openStore(t), folder(t))
	complete(t, s)
	s.Do(t.Context(), s.BuildZip())
	write(t, s.Draft.Folder+"/apiProperties.json", read(t, s.Draft.Folder+"/apiProperties.json")+"\n")
	s.Do(t.Context(), s.ReadFolder())
	at := s.AtCommit
	s.AtCommit = nil
	s.Set("source", "zip")
	s.Do(t.Context(), s.BuildZip()) // from the folder
	s.AtCommit = at
	s.Do(t.Context(), s.ReadZip())
	if d := s.ZipDiff(); d == nil || len(d.Differences) != 1 || d.Differences[0].File != "apiProperties.json" {
		t.Errorf("the archive's differences are %+v", d)
	}
	if !heldBy(s, "ArchiveIsNotTheCommit") {
		t.Errorf("another archive than the commit passes: %+v", s.Verdict.Holds)
	}
}

func TestZipThatCanNotBeRead(t *testing.T) {
	s := sat(t, openStore(t), loose(t, "certified-connectors"))
	write(t, s.Draft.Folder+"/broken.zip", "this is no archive")
	for _, path := range []string{"broken.zip", "gone.zip", t.TempDir()} {
		s.Set("route", "exception")
		s.Set("zip", path)
		if !heldBy(s, "ArchiveRead") {
			t.Errorf("%s passes unread", path)
		}
		s.Do(t.Context(), s.ReadZip())
		if s.Zip == nil || s.Zip.Listing.Problem == "" || !heldBy(s, "ArchiveUnreadable") {
			t.Errorf("%s passes: %+v", path, s.Zip)
		}
	}
}

// TestOldLookUpIsDropped: a result about another answer than the present one
// is not applied.
func TestOldLookUpIsDropped(t *testing.T) {
	s := sat(t, openStore(t), folder(t))
	s.Set("route", "open-source")
	s.Set("source", "commit")
	s.Set("commit", "3473")
	job := s.LookUpCommit(TheClone)
	s.Set("commit", "3312")
	job(t.Context()).Apply(s)
	if s.Commit != nil {
		t.Errorf("what was found out about %s is taken for 3312", s.Commit.Typed)
	}
	s.Set("zip", "a.zip")
	read := s.ReadZip()
	s.Set("zip", "b.zip")
	read(t.Context()).Apply(s)
	if s.Zip != nil {
		t.Errorf("%s is taken for b.zip", s.Zip.Path)
	}
	s.Set("commit", "")
	s.Set("zip", "")
	if s.LookUpCommit(TheClone) != nil || s.ReadZip() != nil {
		t.Error("nothing is looked up")
	}
}

func TestFindingsAreFrozen(t *testing.T) {
	s := sat(t, openStore(t), folder(t))
	complete(t, s)
	freezeNow(t, s)
	pkg, err := s.Ports.Store.Version(s.Draft.Slug, 1)
	if err != nil {
		t.Fatal(err)
	}
	if len(pkg.Findings) == 0 {
		t.Fatal("the warnings are not in the record")
	}
	for _, f := range pkg.Findings {
		if f.Severity == checks.Error {
			t.Errorf("%s was frozen in spite of %s", s.Draft.Slug, f.Rule)
		}
	}
}
