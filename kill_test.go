//go:build linux

package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/certwiz/certwiz/submission/store"
)

// TestKillLosesNothing types into a field, waits the half second after which
// nothing may be lost, and kills the program: the next start has the text, and
// a text area's as well.
func TestKillLosesNothing(t *testing.T) {
	s := newSitting(t)
	s.sit()
	s.WaitFor("locked")
	s.page("Testing")
	s.Type("1. Sign in at https://app.contoso.example")
	s.Keys("tab")
	s.Type("cert-tester@contoso.example")
	time.Sleep(500 * time.Millisecond) // what was typed before may not be lost
	s.Kill()

	s.sit()
	s.WaitFor("cert-tester@contoso.example")
	s.WaitFor("1. Sign in at https://app.contoso.example")
	s.Type("x") // it resumes on the same field
	s.WaitFor("cert-tester@contoso.examplex")
	s.leave()
}

// TestKillAtAnyMoment kills the program again and again while it is typed
// into: no draft is ever damaged, and what was there half a second before is
// there.
func TestKillAtAnyMoment(t *testing.T) {
	s := newSitting(t)
	typed := ""
	for i := range 8 {
		s.sit()
		s.WaitFor("locked")
		if i == 0 {
			s.page("Testing")
			s.Key("tab")
		}
		s.WaitFor("User name")
		s.Type("abc")
		typed += "abc"
		time.Sleep(500 * time.Millisecond)
		s.Type("z") // may be lost, or not
		time.Sleep(time.Duration(i) * 25 * time.Millisecond)
		s.Kill()

		st := store.OpenReadOnly(s.home)
		slug, found := st.FindDraft(s.connector)
		if !found {
			t.Fatalf("kill %d: no draft is left", i)
		}
		draft, err := st.LoadDraft(slug)
		if err != nil {
			t.Fatalf("kill %d: %v", i, err)
		}
		got := draft.Value("testing.account")
		if got != typed && got != typed+"z" {
			t.Fatalf("kill %d: the draft has %q, typed was %q", i, got, typed)
		}
		typed = got
	}
}

// TestSectionSurvives types into a section without a pause and ends the program
// from outside: what was typed is in the file, whose mode stays as it was.
func TestSectionSurvives(t *testing.T) {
	t.Parallel()
	ends := map[string]func(s *sitting){
		"SIGTERM":       func(s *sitting) { s.Signal(syscall.SIGTERM) },
		"SIGHUP":        func(s *sitting) { s.Signal(syscall.SIGHUP) },
		"SIGQUIT":       func(s *sitting) { s.Signal(syscall.SIGQUIT) },
		"closed window": func(s *sitting) { s.Hangup() },
		"killed": func(s *sitting) {
			time.Sleep(500 * time.Millisecond) // what was typed before may not be lost
			s.Kill()
		},
	}
	for name, end := range ends {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newPlainSitting(t)
			path := filepath.Join(s.connector, "intro.md")
			if err := os.Chmod(path, 0o600); err != nil {
				t.Fatal(err)
			}
			s.sit("--offline", "--vault", "memory")
			s.WaitFor("Submit for review")
			s.page("Documents")
			s.open("FAQ")
			s.Key("ctrl+end")
			for range 20 {
				s.Type("abcde ")
				time.Sleep(20 * time.Millisecond)
			}
			s.Type("theend")
			s.WaitFor("theend") // the program has read it
			end(s)
			s.Exit()
			text, err := os.ReadFile(path)
			if err != nil || !strings.Contains(string(text), strings.Repeat("abcde ", 20)+"theend") {
				t.Errorf("%v, the file is\n%s", err, text)
			}
			if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("its mode is %v, %v", info.Mode(), err)
			}
			if left, _ := filepath.Glob(filepath.Join(s.connector, ".certwiz-*")); len(left) > 0 && name != "killed" {
				t.Errorf("left over: %v", left)
			}
		})
	}
}
