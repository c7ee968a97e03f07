package main

import (
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
