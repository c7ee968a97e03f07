package submission_test

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/portal"
)

// Pulling any single required answer out of a complete draft closes the gate
// with a reason that names its field (S44).
func TestEveryRequiredAnswerHoldsTheGate(t *testing.T) {
	pulled := map[string]bool{}
	for _, v := range variants() {
		c := complete(t, v)
		for _, s := range c.Portal.Path(c.Values.Get) {
			for _, f := range s.Fields {
				if !asked(c, f) {
					continue
				}
				pulled[f.ID] = true
				verdict := submission.Gate(without(c, f.ID))
				if verdict.Open {
					t.Errorf("%s: the gate is open without %s", v.name, f.ID)
				}
				if !names(verdict, f.ID) {
					t.Errorf("%s: without %s no reason names it: %+v", v.name, f.ID, verdict.Holds)
				}
			}
		}
	}
	for _, s := range portal.ISVStudio().AllSteps() {
		for _, f := range s.Fields {
			if !f.Optional && takesAnswer(f) && !pulled[f.ID] && f.ID != "pr.credentials" {
				t.Errorf("%s is required and no variant asks for it", f.ID)
			}
		}
	}
}

func takesAnswer(f portal.Field) bool {
	switch f.Kind {
	case portal.Files, portal.Document, portal.Changes, portal.Note:
		return false
	}
	return true
}

func asked(c submission.Case, f portal.Field) bool {
	return !f.Optional && takesAnswer(f) && f.Shown.Holds(c.Values.Get) && f.Required.Holds(c.Values.Get)
}

func names(v submission.Verdict, field string) bool {
	for _, h := range v.Holds {
		if h.Field == field && h.Finding.Field == field && h.Finding.Message != "" {
			return true
		}
	}
	return false
}

// Whatever is pulled out, together: the gate is shut exactly when something
// required is missing, and every missing answer that is still asked is named.
func TestGateWithAnyAnswersMissing(t *testing.T) {
	all := variants()
	rapid.Check(t, func(rt *rapid.T) {
		v := rapid.SampledFrom(all).Draw(rt, "variant")
		c := complete(t, v)
		for id := range v.answers {
			if rapid.Bool().Draw(rt, "pull "+id) {
				c = without(c, id)
			}
		}
		verdict := submission.Gate(c)
		missing := 0
		for _, s := range c.Portal.Path(c.Values.Get) {
			for _, f := range s.Fields {
				if asked(c, f) && c.Values.Draft.Value(f.ID) == "" {
					missing++
					if !names(verdict, f.ID) {
						rt.Fatalf("%s is missing and not named", f.ID)
					}
				}
			}
		}
		if verdict.Open != (len(verdict.Holds) == 0) || (missing > 0 && verdict.Open) {
			rt.Fatalf("open %v with %d holds and %d missing", verdict.Open, len(verdict.Holds), missing)
		}
	})
}

func TestGateOnFiles(t *testing.T) {
	c := complete(t, variantNamed(t, "verified, commit, OAuth"))
	bad := checks.Finding{Rule: "FieldLengthExceeded", Severity: checks.Error, Message: "title is 34 characters, 30 allowed",
		Place: checks.Place{File: "apiDefinition.swagger.json", Pointer: "/info/title", Line: 4, Column: 14}}

	t.Run("an error holds", func(t *testing.T) {
		c := c
		c.Files = checks.Report{Findings: []checks.Finding{bad}}
		v := submission.Gate(c)
		if v.Open || v.Holds[0].Step != "connector" || v.Holds[0].Field != "folder" {
			t.Errorf("got %+v", v)
		}
	})
	t.Run("a warning does not", func(t *testing.T) {
		c := c
		w := bad
		w.Severity = checks.Warning
		c.Files = checks.Report{Findings: []checks.Finding{w}}
		if v := submission.Gate(c); !v.Open || len(v.Warnings) != 1 {
			t.Errorf("got %+v", v)
		}
	})
	t.Run("a waiver lets it pass", func(t *testing.T) {
		c := c
		c.Files = checks.Report{Findings: []checks.Finding{bad}}
		w := submission.WaiverFor(bad)
		w.Reason = "agreed with our contact"
		c.Values.Draft.Waivers = []submission.Waiver{w}
		if v := submission.Gate(c); !v.Open || len(v.Waived) != 1 || len(v.Stale) != 0 {
			t.Errorf("got %+v", v)
		}
	})
	t.Run("a waiver without a reason does not", func(t *testing.T) {
		c := c
		c.Files = checks.Report{Findings: []checks.Finding{bad}}
		c.Values.Draft.Waivers = []submission.Waiver{submission.WaiverFor(bad)}
		if submission.Gate(c).Open {
			t.Error("open")
		}
	})
	t.Run("a waiver does not cover a further place", func(t *testing.T) {
		c := c
		w := submission.WaiverFor(bad)
		w.Reason = "agreed"
		more := bad
		more.More = []checks.Place{{File: bad.Place.File, Pointer: "/info/x"}}
		c.Files = checks.Report{Findings: []checks.Finding{more}}
		c.Values.Draft.Waivers = []submission.Waiver{w}
		if v := submission.Gate(c); v.Open || len(v.Stale) != 1 {
			t.Errorf("got %+v", v)
		}
	})
	t.Run("a stale waiver is reported", func(t *testing.T) {
		c := c
		w := submission.WaiverFor(bad)
		w.Reason = "agreed"
		c.Values.Draft.Waivers = []submission.Waiver{w}
		if v := submission.Gate(c); !v.Open || len(v.Stale) != 1 {
			t.Errorf("got %+v", v)
		}
	})
	t.Run("a rule that was not checked holds and can't be vouched for", func(t *testing.T) {
		c := c
		c.Files = checks.Report{Outcomes: []checks.Outcome{{Rule: "FieldLengthExceeded", Result: checks.NotChecked, Reason: "the rule failed"}}}
		v := submission.Gate(c)
		if v.Open || v.Holds[0].Kind != submission.Unchecked || v.Holds[0].Attest != "" {
			t.Errorf("got %+v", v)
		}
	})
}

func TestGateOnSource(t *testing.T) {
	c := complete(t, variantNamed(t, "verified, commit, OAuth"))
	var attestable string
	for _, r := range submission.Rules() {
		if r.Attest != "" {
			attestable = r.ID
			break
		}
	}
	if attestable == "" {
		t.Fatal("no rule can be vouched for")
	}
	c.Source = checks.Report{Outcomes: []checks.Outcome{{Rule: attestable, Result: checks.NotChecked, Reason: "offline"}}}
	v := submission.Gate(c)
	if v.Open || v.Holds[0].Kind != submission.Unchecked || v.Holds[0].Attest == "" || !strings.Contains(v.Holds[0].Finding.Message, "offline") {
		t.Fatalf("got %+v", v)
	}
	c.Values.Draft.Attested = []submission.Attestation{{Rule: attestable, About: c.Values.Draft.Value("commit"), Saying: "yes", At: today}}
	if v := submission.Gate(c); !v.Open || len(v.Attested) != 1 {
		t.Errorf("a person's word does not open it: %+v", v)
	}
	if v := submission.Gate(with(c, "commit", "b418fa39")); v.Open {
		t.Error("the word about one commit opens the gate for another")
	}
}

func TestGateOnSecrets(t *testing.T) {
	c := complete(t, variantNamed(t, "verified, commit, OAuth"))
	for _, tt := range []struct {
		name  string
		state map[string]submission.SecretState
		want  submission.HoldKind
	}{
		{"gone from the vault", map[string]submission.SecretState{"oauth.clientSecret": {}, "testing.password": {Kept: true}}, submission.Missing},
		{"vault locked", map[string]submission.SecretState{"oauth.clientSecret": {Why: "the keyring is locked"}, "testing.password": {Kept: true}}, submission.Unchecked},
		{"not asked yet", map[string]submission.SecretState{"testing.password": {Kept: true}}, submission.Unchecked},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := c
			c.Secrets = tt.state
			v := submission.Gate(c)
			if v.Open || len(v.Holds) != 1 || v.Holds[0].Kind != tt.want || v.Holds[0].Field != "oauth.clientSecret" {
				t.Errorf("got %+v", v)
			}
		})
	}
	t.Run("a fault seen when it was typed", func(t *testing.T) {
		c := c
		d := c.Values.Draft.Clone()
		d.Answers["oauth.clientSecret"] = submission.Answer{Value: secretRef, Faults: []checks.Finding{{Rule: "ClientSecretIsId", Severity: checks.Error, Field: "oauth.clientSecret", Message: "this is a secret's ID"}}}
		c.Values.Draft = d
		if v := submission.Gate(c); v.Open || v.Holds[0].Field != "oauth.clientSecret" {
			t.Errorf("got %+v", v)
		}
	})
}

// Each carried-over answer is confirmed by itself (S98).
func TestCarriedAnswersHoldTheGate(t *testing.T) {
	c := complete(t, variantNamed(t, "verified, commit, OAuth"))
	next := submission.Carry(c.Values.Draft, 2)
	if !next.Update || next.Version != 2 || next.Value("commit") != "" {
		t.Fatalf("got %+v", next)
	}
	c.Values.Draft = next
	carried := 0
	for _, h := range submission.Gate(c).Holds {
		if h.Kind == submission.Carried {
			carried++
			a := next.Answers[h.Field]
			a.Carried = false
			next.Answers[h.Field] = a
		}
	}
	if carried < 15 {
		t.Errorf("only %d answers wait to be confirmed", carried)
	}
	for _, h := range submission.Gate(c).Holds {
		if h.Kind == submission.Carried {
			t.Errorf("%s still waits", h.Field)
		}
	}
	if c := complete(t, variantNamed(t, "update, commit, OAuth")); submission.Gate(withSameFiles(c)).Open {
		t.Error("an update with the last version's files opens the gate (S97)")
	}
}

func withSameFiles(c submission.Case) submission.Case {
	c.SameFiles = true
	return c
}

func TestStanding(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, 11, n, 10, 0, 0, 0, time.UTC) }
	at := func(k submission.EventKind, n, version int, text string) submission.Event {
		return submission.Event{Kind: k, At: day(n), Version: version, Text: text}
	}
	first := submission.Ledger{at(submission.Started, 1, 1, ""), at(submission.Frozen, 2, 1, "")}
	reviewed := append(first[:2:2], at(submission.Confirmed, 3, 1, "review"))
	asked := append(reviewed[:3:3], at(submission.ChangesRequested, 12, 1, "icon background"))
	updated := append(asked[:4:4], at(submission.UpdateBegun, 13, 1, ""), at(submission.Frozen, 14, 2, ""), at(submission.Confirmed, 14, 2, "review again"))
	for _, tt := range []struct {
		name    string
		ledger  submission.Ledger
		now     time.Time
		stage   submission.Stage
		whose   string
		waiting string
		overdue bool
		update  bool
	}{
		{"begun", first[:1], day(2), submission.Drafting, "yours", "", false, false},
		{"frozen", first, day(2), submission.HandedOver, "yours", "", false, false},
		{"day 9", reviewed, day(11), submission.InReview, "Microsoft", "day 9 of the 14 that Microsoft states", false, true},
		{"overdue", reviewed, day(19), submission.InReview, "Microsoft", "day 17 of the 14 that Microsoft states", true, true},
		{"changes requested", asked, day(13), submission.Requested, "yours", "", false, true},
		{"updated: a second update is locked (S100)", updated, day(15), submission.InReview, "Microsoft", "day 2 of the 14 that Microsoft states", false, false},
		{"answered again", append(updated[:7:7], at(submission.ChangesRequested, 20, 2, "more")), day(21), submission.Requested, "yours", "", false, true},
		{"certified (S101)", append(updated[:7:7], at(submission.Certified, 25, 2, "")), day(26), submission.IsCertified, "", "", false, false},
		{"refused", append(first[:2:2], at(submission.Refused, 3, 1, "HTTP 500")), day(4), submission.RefusedBy, "yours", "", false, false},
		{"withdrawn", append(first[:2:2], at(submission.Withdrawn, 3, 1, "")), day(4), submission.Drafting, "yours", "", false, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := submission.StandingOf(tt.ledger, portal.ISVStudio(), tt.now)
			if s.Stage != tt.stage || s.Whose != tt.whose || s.Waiting() != tt.waiting || s.Overdue != tt.overdue {
				t.Errorf("got %+v, waiting %q", s, s.Waiting())
			}
			if err := submission.MayUpdate(s); (err == nil) != tt.update {
				t.Errorf("may update: %v", err)
			}
		})
	}
}
