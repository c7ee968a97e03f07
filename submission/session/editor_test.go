package session

import (
	"os"
	"strings"
	"testing"
)

// TestKilledWhileEditing: what was saved in an editor while certwiz was killed is
// the answer at the next start, and no file of it is left afterwards.
func TestKilledWhileEditing(t *testing.T) {
	st := openStore(t)
	begin := func() *Session {
		s := inMemory()
		s.Ports.Store = st
		if d, err := st.LoadDraft(s.Draft.Slug); err == nil {
			s.Draft = d
		}
		return s
	}
	s := begin()
	const field = "testing.steps"
	s.Set(field, "1. Sign in")
	s.Do(t.Context(), s.Save())
	path, err := s.ForEditor(field)
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 && os.Getenv("OS") != "Windows_NT" {
		t.Errorf("%v, %v", info, err)
	}
	write(t, path, "1. Sign in\n2. Create an invoice\n") // and certwiz is killed

	s = begin()
	notes, err := s.Recover(t.Context())
	if err != nil || len(notes) != 1 || !strings.Contains(notes[0], "open in your editor") {
		t.Errorf("%q, %v", notes, err)
	}
	if got := s.Draft.Value(field); got != "1. Sign in\n2. Create an invoice" {
		t.Errorf("the answer is %q", got)
	}
	if _, err := os.Stat(path); err != nil {
		t.Errorf("it is gone before the draft is saved: %v", err)
	}
	s.Do(t.Context(), s.Save())
	if _, err := os.Stat(path); err == nil {
		t.Error("the file is there still")
	}
	if notes, err := begin().Recover(t.Context()); err != nil || len(notes) > 0 {
		t.Errorf("%q, %v", notes, err)
	}

	// An editor that failed, and one whose file was removed, change nothing.
	if path, err = s.ForEditor(field); err != nil {
		t.Fatal(err)
	}
	write(t, path, "lost")
	if err := s.FromEditor(field, path, false); err != nil || s.Draft.Value(field) == "lost" {
		t.Errorf("%q, %v", s.Draft.Value(field), err)
	}
	if path, err = s.ForEditor(field); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := s.FromEditor(field, path, true); err != nil || !strings.Contains(s.Draft.Value(field), "Create an invoice") {
		t.Errorf("%q, %v", s.Draft.Value(field), err)
	}
}
