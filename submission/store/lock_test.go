package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

func lockPath(s *Store) string { return filepath.Join(submissionFolder(s.Dir()), lockFile) }

func TestLockKeepsAnotherProcessOut(t *testing.T) {
	s := openStore(t)
	began := time.Now()
	c := start(t, "lock", s.Dir())
	if c.first != "locked" {
		t.Fatal(c.first)
	}
	_, err := s.Lock(slug)
	var locked *LockedError
	if !errors.As(err, &locked) {
		t.Fatalf("got %v", err)
	}
	if locked.PID != c.cmd.Process.Pid || locked.Slug != slug {
		t.Errorf("process %d has %s, want %d", locked.PID, locked.Slug, c.cmd.Process.Pid)
	}
	if locked.Since.Before(began.Add(-time.Minute)) || locked.Since.After(time.Now().Add(time.Minute)) {
		t.Errorf("since %v, began %v", locked.Since, began)
	}
	if want := fmt.Sprintf("process %d, since %s", locked.PID, locked.Since.Format("2006-01-02 15:04")); !strings.Contains(err.Error(), want) {
		t.Errorf("%q says nothing of %q", err, want)
	}

	c.stdin.Close() // it ends in peace
	if err := c.cmd.Wait(); err != nil {
		t.Fatal(err)
	}
	release, err := s.Lock(slug)
	if err != nil {
		t.Fatal(err)
	}
	release()
}

func TestLockOfAKilledProcessIsFree(t *testing.T) {
	s := openStore(t)
	c := start(t, "lock", s.Dir())
	if err := c.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = c.cmd.Wait()
	if !strings.Contains(readFile(t, lockPath(s)), "pid") {
		t.Fatal("the killed process left no name; this test tests nothing")
	}
	release, err := s.Lock(slug)
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	if got := start(t, "lock", s.Dir()).first; !strings.Contains(got, fmt.Sprintf("process %d, since 2026-03-02 12:00", os.Getpid())) {
		t.Errorf("the other process says %q", got)
	}
}

func TestLockInOneProcess(t *testing.T) {
	s := openStore(t)
	release, err := s.Lock(slug)
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.Lock(slug)
	var locked *LockedError
	if !errors.As(err, &locked) || locked.PID != os.Getpid() || !locked.Since.Equal(noon) {
		t.Errorf("got %v", err)
	}
	other, err := s.Lock("other-00000000")
	if err != nil {
		t.Errorf("another submission is locked too: %v", err)
	}
	other()
	release()
	again, err := s.Lock(slug)
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(lockPath(s)); err != nil || info.Size() != holderAt+holderSize {
		t.Errorf("the lock file is %d bytes: %v", info.Size(), err)
	}
	release() // a second time: takes nothing from the one that holds it now
	if _, err := s.Lock(slug); !errors.As(err, &locked) {
		t.Errorf("got %v", err)
	}
	again()
	if got := readFile(t, lockPath(s)); strings.Contains(got, "pid") {
		t.Errorf("given back, it still holds %q", got)
	}
}

func TestLockWithNoNameOnIt(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows lets nobody write over a locked file")
	}
	for _, record := range []string{"", "x", "\x00{\"pid\":", strings.Repeat("y", 500), "\x00{\"pid\":-4}"} {
		s := openStore(t)
		release, err := s.Lock(slug)
		if err != nil {
			t.Fatal(err)
		}
		writeFile(t, lockPath(s), record)
		_, err = s.Lock(slug)
		var locked *LockedError
		if !errors.As(err, &locked) || locked.PID != 0 || !strings.Contains(err.Error(), "open in another certwiz. Close") {
			t.Errorf("%q: got %v", record, err)
		}
		release()
	}
}

func TestLockAloneIsNoSubmission(t *testing.T) {
	s := openStore(t)
	release, err := s.Lock(slug)
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	if list, err := s.Submissions(); err != nil || len(list) != 0 {
		t.Errorf("got %v, %v", list, err)
	}
}
