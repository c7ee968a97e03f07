package gate_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/internal/sittings"
	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/gate"
	"github.com/certwiz/certwiz/submission/portal"
)

// Pulling any single required answer out of a complete draft closes the gate
// with a reason that names its field (S44).
func TestEveryRequiredAnswerHoldsTheGate(t *testing.T) {
	pulled := map[string]bool{}
	for _, v := range sittings.Variants() {
		c := complete(t, v)
		for _, s := range c.Portal.Path(c.Values.Get) {
			for _, f := range s.Fields {
				if !asked(c, f) {
					continue
				}
				pulled[f.ID] = true
				verdict := gate.Judge(without(c, f.ID))
				if verdict.Open {
					t.Errorf("%s: the gate is open without %s", v.Name, f.ID)
				}
				if !names(verdict, f.ID) {
					t.Errorf("%s: without %s no reason names it: %+v", v.Name, f.ID, verdict.Holds)
				}
			}
		}
	}
	for _, s := range portal.ISVStudio().AllSteps() {
		for _, f := range s.Fields {
			if !f.Optional && takesAnswer(f) && !pulled[f.ID] {
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

func asked(c gate.Case, f portal.Field) bool {
	return !f.Optional && takesAnswer(f) && f.Shown.Holds(c.Values.Get) && f.Required.Holds(c.Values.Get)
}

func names(v gate.Verdict, field string) bool {
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
	all := sittings.Variants()
	rapid.Check(t, func(rt *rapid.T) {
		v := rapid.SampledFrom(all).Draw(rt, "variant")
		c := complete(t, v)
		for _, id := range slices.Sorted(maps.Keys(c.Values.Draft.Answers)) {
			if rapid.Bool().Draw(rt, "pull "+id) {
				c = without(c, id)
			}
		}
		verdict := gate.Judge(c)
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
		v := gate.Judge(c)
		if v.Open || v.Holds[0].Step != "connector" || v.Holds[0].Field != "folder" {
			t.Errorf("got %+v", v)
		}
	})
	t.Run("a warning does not", func(t *testing.T) {
		c := c
		w := bad
		w.Severity = checks.Warning
		c.Files = checks.Report{Findings: []checks.Finding{w}}
		if v := gate.Judge(c); !v.Open || len(v.Warnings) != 1 {
			t.Errorf("got %+v", v)
		}
	})
	t.Run("a waiver lets it pass", func(t *testing.T) {
		c := c
		c.Files = checks.Report{Findings: []checks.Finding{bad}}
		w := submission.WaiverFor(bad)
		w.Reason = "agreed with our contact"
		c.Values.Draft.Waivers = []submission.Waiver{w}
		if v := gate.Judge(c); !v.Open || len(v.Waived) != 1 || len(v.Stale) != 0 {
			t.Errorf("got %+v", v)
		}
	})
	t.Run("a waiver without a reason does not", func(t *testing.T) {
		c := c
		c.Files = checks.Report{Findings: []checks.Finding{bad}}
		c.Values.Draft.Waivers = []submission.Waiver{submission.WaiverFor(bad)}
		if gate.Judge(c).Open {
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
		if v := gate.Judge(c); v.Open || len(v.Stale) != 1 {
			t.Errorf("got %+v", v)
		}
	})
	t.Run("a stale waiver is reported", func(t *testing.T) {
		c := c
		w := submission.WaiverFor(bad)
		w.Reason = "agreed"
		c.Values.Draft.Waivers = []submission.Waiver{w}
		if v := gate.Judge(c); !v.Open || len(v.Stale) != 1 {
			t.Errorf("got %+v", v)
		}
	})
	t.Run("a rule that was not checked holds and can't be vouched for", func(t *testing.T) {
		c := c
		c.Files = checks.Report{Outcomes: []checks.Outcome{{Rule: "FieldLengthExceeded", Result: checks.NotChecked, Reason: "the rule failed"}}}
		v := gate.Judge(c)
		if v.Open || v.Holds[0].Kind != gate.Unchecked || v.Holds[0].Attest != "" {
			t.Errorf("got %+v", v)
		}
	})
}

func TestGateOnSource(t *testing.T) {
	c := complete(t, variantNamed(t, "verified, commit, OAuth"))
	var attestable string
	for _, r := range gate.Rules() {
		if r.Attest != "" {
			attestable = r.ID
			break
		}
	}
	if attestable == "" {
		t.Fatal("no rule can be vouched for")
	}
	c.Read = map[portal.Role]checks.Report{portal.RoleCommit: {Outcomes: []checks.Outcome{{Rule: attestable, Result: checks.NotChecked, Reason: "offline"}}}}
	v := gate.Judge(c)
	if v.Open || v.Holds[0].Kind != gate.Unchecked || v.Holds[0].Attest == "" || !strings.Contains(v.Holds[0].Finding.Message, "offline") {
		t.Fatalf("got %+v", v)
	}
	c.Values.Draft.Attested = []submission.Attestation{{Rule: attestable, About: c.Values.Draft.Value("commit"), Saying: "yes", At: today}}
	if v := gate.Judge(c); !v.Open || len(v.Attested) != 1 {
		t.Errorf("a person's word does not open it: %+v", v)
	}
	if v := gate.Judge(with(c, "commit", "b418fa39")); v.Open {
		t.Error("the word about one commit opens the gate for another")
	}
}

func TestGateOnSecrets(t *testing.T) {
	c := complete(t, variantNamed(t, "verified, commit, OAuth"))
	for _, tt := range []struct {
		name  string
		state map[string]gate.SecretState
		want  gate.Kind
	}{
		{"gone from the vault", map[string]gate.SecretState{"oauth.clientSecret": {}, "testing.password": {Kept: true}}, gate.Missing},
		{"vault locked", map[string]gate.SecretState{"oauth.clientSecret": {Why: "the keyring is locked"}, "testing.password": {Kept: true}}, gate.Unchecked},
		{"not asked yet", map[string]gate.SecretState{"testing.password": {Kept: true}}, gate.Unchecked},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := c
			c.Secrets = tt.state
			v := gate.Judge(c)
			if v.Open || len(v.Holds) != 1 || v.Holds[0].Kind != tt.want || v.Holds[0].Field != "oauth.clientSecret" {
				t.Errorf("got %+v", v)
			}
		})
	}
	t.Run("a fault seen when it was typed", func(t *testing.T) {
		c := c
		d := c.Values.Draft.Clone()
		d.Answers["oauth.clientSecret"] = submission.Answer{Value: reference, Faults: []checks.Finding{{Rule: "ClientSecretIsId", Severity: checks.Error, Field: "oauth.clientSecret", Message: "this is a secret's ID"}}}
		c.Values.Draft = d
		if v := gate.Judge(c); v.Open || v.Holds[0].Field != "oauth.clientSecret" {
			t.Errorf("got %+v", v)
		}
	})
}

// Each carried-over answer is confirmed by itself (S98).
func TestCarriedAnswersHoldTheGate(t *testing.T) {
	c := complete(t, variantNamed(t, "verified, commit, OAuth"))
	next := submission.Carry(c.Portal, c.Values.Draft, 2)
	if !next.Update || next.Version != 2 || next.Value("commit") != "" {
		t.Fatalf("got %+v", next)
	}
	c.Values.Draft = next
	carried := 0
	for _, h := range gate.Judge(c).Holds {
		if h.Kind == gate.Carried {
			carried++
			a := next.Answers[h.Field]
			a.Carried = false
			next.Answers[h.Field] = a
		}
	}
	if carried < 15 {
		t.Errorf("only %d answers wait to be confirmed", carried)
	}
	for _, h := range gate.Judge(c).Holds {
		if h.Kind == gate.Carried {
			t.Errorf("%s still waits", h.Field)
		}
	}
	if c := complete(t, variantNamed(t, "update, commit, OAuth")); gate.Judge(withSameFiles(c)).Open {
		t.Error("an update with the last version's files opens the gate (S97)")
	}
}

func withSameFiles(c gate.Case) gate.Case {
	c.SameFiles = true
	return c
}
