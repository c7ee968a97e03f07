package view

import (
	"strings"
	"testing"
	"time"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/gate"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/session"
)

// sitting is a session with a verdict that was made up.
func sitting(update bool, v gate.Verdict, answers map[string]submission.Answer) *session.Session {
	s := &session.Session{Portal: portal.ISVStudio(), Verdict: v}
	s.Ports.Now = func() time.Time { return time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC) }
	s.Draft = submission.Draft{Version: 2, Update: update, Answers: answers}
	return s
}

func deleted(operation string) gate.Hold {
	return gate.Hold{Kind: gate.Broken, Step: "source", Field: "changes", Finding: checks.Finding{
		Rule: "OperationDeleted", Severity: checks.Warning, Message: "the operation " + operation + " was deleted"}}
}

// TestBreakingChangesAreSaidFirst: on the pages of an update and in the last
// question, counted, the first few by name.
func TestBreakingChangesAreSaidFirst(t *testing.T) {
	v := gate.Verdict{Open: true, Warnings: []gate.Hold{deleted("A"), deleted("B"), deleted("C"), deleted("D"),
		{Finding: checks.Finding{Rule: "SummaryMissing", Severity: checks.Warning, Message: "x-ms-summary is missing"}}}}
	s := sitting(true, v, nil)
	const want = "4 breaking changes: the operation A was deleted; the operation B was deleted; the operation C was deleted; and 1 more"
	if got := GateOf(s).Breaks(); got != want {
		t.Errorf("in the last question: %q", got)
	}
	for _, step := range s.Portal.Update {
		if got := StepOf(s, step).Breaks; got != want {
			t.Errorf("on %s: %q", step.ID, got)
		}
	}
	if got := StepOf(s, s.Portal.Steps[0]).Breaks; got != "" {
		t.Errorf("on a page that is no update's: %q", got)
	}
	s.Verdict.Warnings = v.Warnings[4:]
	if got := GateOf(s).Breaks(); got != "" {
		t.Errorf("for a warning of another kind: %q", got)
	}
}

func TestFindings(t *testing.T) {
	v := gate.Verdict{
		Holds: []gate.Hold{
			{Kind: gate.Broken, Step: "support", Field: "email.support", Finding: checks.Finding{Rule: "EmailNotValid", Severity: checks.Error, Message: "this is no address", Fix: "Write it whole."}},
			{Kind: gate.Missing, Step: "support", Field: "email.support", Finding: checks.Finding{Severity: checks.Error, Message: "is empty"}},
			{Kind: gate.Unchecked, Step: "support", Field: "email.support", Attest: "I looked", Finding: checks.Finding{Rule: "MailboxAnswers", Severity: checks.Error, Message: "not checked: it answers (offline)"}},
		},
		Warnings: []gate.Hold{{Step: "support", Field: "email.support", Finding: checks.Finding{Rule: "RoleMailbox", Severity: checks.Warning, Message: "nobody may read it",
			Place: checks.Place{File: "readme.md", Line: 3, Column: 1}}}},
	}
	s := sitting(false, v, nil)
	got := Findings(s, "email.support")
	want := []string{
		"error: this is no address. Write it whole. [EmailNotValid]",
		"not checked: it answers (offline). [MailboxAnswers]",
		"readme.md:3:1: warning: nobody may read it. [RoleMailbox]",
	}
	if len(got) != len(want) || !Broken(got) || Broken(got[1:]) {
		t.Fatalf("%+v", got)
	}
	for i, f := range got {
		if f.Sentence() != want[i] {
			t.Errorf("got  %s\nwant %s", f.Sentence(), want[i])
		}
	}
	if got[0].Step != "Support" || got[1].Attest != "I looked" {
		t.Errorf("%+v", got)
	}
}

func TestFieldOf(t *testing.T) {
	s := sitting(true, gate.Verdict{}, map[string]submission.Answer{
		"email.support":    {Value: "support@contoso.example", From: "contact in the definition"},
		"testing.password": {Value: "contoso/testing.password"},
		"publisher":        {Value: "verified", Carried: true, From: "version 1"},
	})
	s.Secrets = map[string]gate.SecretState{"testing.password": {Why: "the keyring is locked"}}
	for id, want := range map[string]Field{
		"email.support":    {Answer: "support@contoso.example", Note: Note{"from contact in the definition", false}},
		"publisher":        {Answer: "verified publisher", Note: Note{"carried over", true}},
		"testing.password": {Answer: "not known whether it is still kept: the keyring is locked"},
	} {
		f, _, _ := s.Portal.Field(id)
		if f.Kind == portal.Secret {
			if got := s.SecretText(id); got != want.Answer || strings.Contains(got, "contoso/") {
				t.Errorf("%s: %q", id, got)
			}
			continue
		}
		got := FieldOf(s, f)
		if !strings.HasPrefix(got.Answer, want.Answer) || got.Note != want.Note || got.Carried != want.Note.Warning {
			t.Errorf("%s: %q, %+v", id, got.Answer, got.Note)
		}
	}
}
