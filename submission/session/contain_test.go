package session

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/prose"
	"github.com/certwiz/certwiz/secrets"
	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/portal"
)

// brittle is a vault that panics.
type brittle struct{ secrets.Vault }

// brittleHub is a GitHub that panics at each question but one.
type brittleHub struct{ GitHub }

func (brittleHub) HasToken() bool { return false }

// holds tells whether something keeps the gate shut with these words.
func holds(s *Session, words string) bool {
	for _, h := range s.Judge().Holds {
		if strings.Contains(h.Finding.Message, words) {
			return true
		}
	}
	return false
}

// TestGuideThatPanics: the guide's failure on a document shuts a gate that was
// open, says where, and ends when the document can be read again.
func TestGuideThatPanics(t *testing.T) {
	s := sat(t, openStore(t), folder(t))
	complete(t, s)
	guide := s.guide
	s.guide = func(prose.Kind, *checks.File, prose.Subject) []prose.SectionState {
		var empty []prose.SectionState
		return empty[len(empty):len(empty):0][1:]
	}
	text, _ := s.Document("intro.md")
	if states := s.Guide("intro.md", text); states != nil {
		t.Errorf("the guide says %v", states)
	}
	if s.Verdict.Open || !holds(s, "intro.md: certwiz itself failed (") {
		t.Errorf("the gate is open: %v, %+v", s.Verdict.Open, s.Verdict.Holds)
	}
	if _, err := s.Freeze(); !errors.Is(err, ErrLocked) {
		t.Errorf("freezing gives %v", err)
	}
	s.guide = guide
	if states := s.Guide("intro.md", text); len(states) == 0 || !s.Verdict.Open {
		t.Errorf("afterwards: %d sections, open %v: %+v", len(states), s.Verdict.Open, s.Verdict.Holds)
	}
}

// TestLookUpsThatPanic: whatever a look-up stumbles over is not checked, and
// the other look-ups go on.
func TestLookUpsThatPanic(t *testing.T) {
	ports := Ports{Now: func() time.Time { return now }, Store: openStore(t), Vault: brittle{}, GitHub: brittleHub{}}
	s := New(ports, portal.ISVStudio(), folder(t), "")
	s.Set("publisher", "verified")
	answer(t, s, merged)
	s.Draft.Answers["testing.password"] = submission.Answer{Value: "ref"}
	s.LookUp(t.Context(), nil)
	for _, name := range []string{LookVault, LookPulls, LookPull, LookGitHub} {
		if s.FaultAt(name) == "" && !holds(s, name) {
			t.Errorf("%s: no fault is known", name)
		}
	}
	if s.Folder == nil || s.Repo == nil || s.Verdict.Open {
		t.Errorf("folder %v, clone %v, open %v", s.Folder != nil, s.Repo != nil, s.Verdict.Open)
	}
}

// TestJobsThatPanic: what was to be kept is not said to be kept, is tried again,
// and the failure stands there until it is read.
func TestJobsThatPanic(t *testing.T) {
	s := sat(t, openStore(t), folder(t))
	s.Do(t.Context(), s.Save())
	s.Ports.Vault = brittle{}
	s.Do(t.Context(), s.KeepSecret("testing.password", password))
	if s.SaveErr == nil || s.Draft.Value("testing.password") != "" || s.Secrets["testing.password"].Kept {
		t.Errorf("the secret is %q, %+v, %v", s.Draft.Value("testing.password"), s.Secrets["testing.password"], s.SaveErr)
	}
	if !s.Dirty() {
		t.Error("nothing is saved again")
	}
	s.Heard()
	s.Do(t.Context(), func(context.Context) Result { return brittleResult{} })
	if s.SaveErr == nil || s.Verdict.Open {
		t.Errorf("a result that panics: %v, open %v", s.SaveErr, s.Verdict.Open)
	}
}

// brittleResult panics when it is applied.
type brittleResult struct{}

func (brittleResult) Apply(*Session) { panic("planted") }

// TestFailureStays: a failure is not wiped by something else that succeeds; it
// goes when it is read, or when the same is done after all.
func TestFailureStays(t *testing.T) {
	s := sat(t, openStore(t), folder(t))
	full := errors.New("the disk is full")
	save := func() { s.dirty = true; s.Do(t.Context(), s.Save()) }

	FrozenResult{Err: full}.Apply(s)
	save()
	if s.SaveErr == nil {
		t.Fatal("a good save wiped that freezing failed")
	}
	saved{err: errors.New("no room for the draft")}.Apply(s)
	if !errors.Is(s.SaveErr, full) {
		t.Errorf("shown is %v", s.SaveErr)
	}
	s.Heard()
	if s.SaveErr == nil || errors.Is(s.SaveErr, full) {
		t.Errorf("that saving fails is not said: %v", s.SaveErr)
	}
	s.Heard()
	if s.SaveErr == nil {
		t.Error("that saving fails is read away, and still true")
	}
	save()
	if s.SaveErr != nil {
		t.Errorf("after a good save: %v", s.SaveErr)
	}
	written{"intro.md", full}.Apply(s)
	Written{Name: "readme.md"}.Apply(s)
	if s.SaveErr == nil {
		t.Error("readme.md was written, and that intro.md was not is gone")
	}
	Written{Name: "intro.md"}.Apply(s)
	if s.SaveErr != nil {
		t.Errorf("intro.md was written after all: %v", s.SaveErr)
	}
}

// TestOneTag writes the tag that once ended every session at its start.
func TestOneTag(t *testing.T) {
	s, path := withIntro(t, crlf)
	for _, text := range []string{"<img src= >", "<a href=>x</a>", "![](<", "<!--", "```", "[](", "| - |\n|:"} {
		if err := os.WriteFile(path, []byte("Opening "+text+"\n\n## One\n\n"+text+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		s.Do(t.Context(), s.ReadFolder())
		there, _ := s.Document("intro.md")
		s.Guide("intro.md", there)
		s.Do(t.Context(), s.Save())
		if s.SaveErr != nil {
			t.Errorf("%q: %v", text, s.SaveErr)
		}
	}
}
