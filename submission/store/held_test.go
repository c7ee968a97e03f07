package store

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/certwiz/certwiz/checks/origin"
	"github.com/certwiz/certwiz/submission"
)

// TestFolderTakenAway: whoever removes certwiz's folder takes the lock away with
// it. Where another certwiz has it by then, nothing of its is overwritten; where
// nobody has, the sitting goes on.
func TestFolderTakenAway(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows removes no file that is open")
	}
	for _, other := range []bool{false, true} {
		first := openStore(t)
		release, err := first.Lock(slug)
		if err != nil {
			t.Fatal(err)
		}
		mustSave(t, first, sampleDraft())
		if err := os.RemoveAll(submissionFolder(first.Dir())); err != nil {
			t.Fatal(err)
		}
		second := OpenReadOnly(first.Dir())
		second.readOnly, second.Now = false, first.Now
		theirs := sampleDraft()
		theirs.Answers = map[string]submission.Answer{"publisher": {Value: "theirs"}}
		if other {
			if _, err := second.Lock(slug); err != nil {
				t.Fatal(err)
			}
			mustSave(t, second, theirs)
		}
		err = first.SaveDraft(sampleDraft())
		var locked *LockedError
		if other != errors.As(err, &locked) || !other && err != nil {
			t.Errorf("another one has it: %v, and saving says %v", other, err)
		}
		if err := first.Append(slug, submission.Event{Kind: submission.Copied, At: noon}); other != errors.As(err, &locked) {
			t.Errorf("another one has it: %v, and recording says %v", other, err)
		}
		if _, err := first.Freeze(samplePackage()); other != errors.As(err, &locked) {
			t.Errorf("another one has it: %v, and freezing says %v", other, err)
		}
		if got, err := second.LoadDraft(slug); other && (err != nil || got.Value("publisher") != "theirs") {
			t.Errorf("the other one's draft is %+v, %v", got, err)
		}
		release()
	}
}

// TestDraftOfAnotherWriter is kept beside the one that is saved, and said once.
func TestDraftOfAnotherWriter(t *testing.T) {
	s := openStore(t)
	release, err := s.Lock(slug)
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	mustSave(t, s, sampleDraft())
	mustSave(t, s, sampleDraft()) // its own last one is no other's
	path := filepath.Join(submissionFolder(s.Dir()), draftFile)
	theirs := strings.Replace(readFile(t, path), `"answers": {`, `"answers": {"theirs": {"value": "yes"},`, 1)
	writeFile(t, path, theirs)
	err = s.SaveDraft(sampleDraft())
	var changed *ChangedError
	if !errors.As(err, &changed) || readFile(t, changed.Aside) != theirs {
		t.Fatalf("saving says %v", err)
	}
	if got, err := s.LoadDraft(slug); err != nil || got.Value("theirs") != "" {
		t.Errorf("the draft is %+v, %v", got, err)
	}
	mustSave(t, s, sampleDraft())
}

// TestManyWriters: a process never takes away what another one is writing.
func TestManyWriters(t *testing.T) {
	s := openStore(t)
	var writers sync.WaitGroup
	for n := range 16 {
		writers.Go(func() {
			other := OpenReadOnly(s.Dir()) // as another process has it
			other.readOnly = false
			for range 10 {
				if err := other.SavePull(slug, origin.Pull{Number: n + 1}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	writers.Wait()
	if p, err := s.LoadPull(slug); err != nil || p == nil {
		t.Errorf("%v, %v", p, err)
	}
	dead := filepath.Join(submissionFolder(s.Dir()), pullFile+".1.tmp")
	writeFile(t, dead, "{")
	now, err := os.Stat(dead) // by the file system's clock, as sweep has it
	if err != nil {
		t.Fatal(err)
	}
	old := now.ModTime().Add(-time.Hour)
	if err := os.Chtimes(dead, old, old); err != nil {
		t.Fatal(err)
	}
	if err := s.SavePull(slug, origin.Pull{Number: 1}); err != nil || exists(dead) {
		t.Errorf("what a killed process left is there still: %v", err)
	}
}

// TestLockThatIsNoFile is refused by name: a pipe would wait, a link would lead
// elsewhere.
func TestLockThatIsNoFile(t *testing.T) {
	s := openStore(t)
	dir := submissionFolder(s.Dir())
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	elsewhere := filepath.Join(t.TempDir(), "elsewhere")
	writeFile(t, elsewhere, "mine")
	for name, make := range map[string]func(path string) error{
		"folder": func(path string) error { return os.Mkdir(path, 0o700) },
		"link":   func(path string) error { return os.Symlink(elsewhere, path) },
		"pipe":   makePipe,
	} {
		path := filepath.Join(dir, lockFile)
		if err := os.RemoveAll(path); err != nil {
			t.Fatal(err)
		}
		if err := make(path); err != nil {
			t.Logf("no %s can be made here: %v", name, err)
			continue
		}
		if _, err := s.Lock(slug); err == nil || !strings.Contains(err.Error(), "Remove it") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got := readFile(t, elsewhere); got != "mine" {
		t.Errorf("written through the link: %q", got)
	}
}
