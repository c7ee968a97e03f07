package gate_test

import (
	"testing"
	"time"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/internal/sittings"
	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/gate"
	"github.com/certwiz/certwiz/submission/portal"
)

var today = time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)

// reference is what a draft holds in place of a secret.
const reference = "contoso/secret"

// complete is a case whose gate is open.
func complete(t *testing.T, v sittings.Variant) gate.Case {
	t.Helper()
	return completeAt(t, portal.ISVStudio(), v)
}

// completeAt is complete for another portal.
func completeAt(t *testing.T, p portal.Portal, v sittings.Variant) gate.Case {
	t.Helper()
	read := checks.Report{Outcomes: []checks.Outcome{{Rule: "Any", Result: checks.Passed}}}
	c := gate.Case{Portal: p, Today: today, Secrets: map[string]gate.SecretState{}, Files: read,
		Read: map[portal.Role]checks.Report{portal.RoleCommit: read, portal.RolePullRequest: read, portal.RoleArchive: read, portal.RolePackage: read}}
	d := submission.Draft{Format: submission.DraftFormat, Slug: "contoso", Version: 1, Update: v.Update, Answers: map[string]submission.Answer{}}
	if v.Update {
		d.Version = 2
	}
	for _, q := range v.Questions(c.Portal) {
		switch {
		case q.Answer == "":
		case q.Field.Kind == portal.Secret:
			d.Answers[q.Field.ID] = submission.Answer{Value: reference}
			c.Secrets[q.Field.ID] = gate.SecretState{Kept: true}
		default:
			d.Answers[q.Field.ID] = submission.Answer{Value: q.Answer}
		}
	}
	c.Values = submission.Values{Portal: c.Portal, Draft: d, Facts: v.Facts}
	if verdict := gate.Judge(c); !verdict.Open {
		t.Fatalf("%s: the gate of a complete draft is shut: %+v", v.Name, verdict.Holds)
	}
	return c
}

// without is the case with one answer pulled out.
func without(c gate.Case, field string) gate.Case {
	d := c.Values.Draft.Clone()
	delete(d.Answers, field)
	c.Values.Draft = d
	return c
}

// with is the case with one answer changed.
func with(c gate.Case, field, value string) gate.Case {
	d := c.Values.Draft.Clone()
	d.Answers[field] = submission.Answer{Value: value}
	c.Values.Draft = d
	return c
}

func variantNamed(t *testing.T, name string) sittings.Variant {
	t.Helper()
	for _, v := range sittings.Variants() {
		if v.Name == name {
			return v
		}
	}
	t.Fatalf("no variant %q", name)
	return sittings.Variant{}
}
