package main

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/certwiz/certwiz/internal/sittings"
	"github.com/certwiz/certwiz/internal/terminal"
	"github.com/certwiz/certwiz/submission/portal"
)

// offerPerson answers every question of Partner Center's, up to where a script
// says otherwise.
func offerPerson(script sittings.Script) *sittings.Person {
	p := portal.PartnerCenter()
	link := strings.ReplaceAll(sittings.SASLink, "2027-11-30", time.Now().AddDate(0, 6, 0).Format(time.DateOnly))
	v := sittings.ByCommit().With(sittings.Answers{"commit": "#3473", "oauth.expires": secretEnds(), "package.link": link,
		"package.linkEnds": time.Now().AddDate(0, 6, 0).Format(time.DateOnly)})
	return &sittings.Person{Portal: p, Right: v.Answers(p), Script: script}
}

// newOffering is a sitting that is asked for the portal.
func newOffering(t *testing.T) *sitting {
	t.Helper()
	s := newSitting(t)
	s.mend()
	s.env = append(s.env, "CERTWIZ_PORTAL=")
	return s
}

// TestOfferByQuestions: a new submission is proposed Partner Center, answers
// every tab by plain questions, and is frozen, handed over and published.
func TestOfferByQuestions(t *testing.T) {
	t.Parallel()
	s := newOffering(t)
	said, code := s.converse(offerPerson(sittings.Script{}), "--accessible", "--offline")
	t.Log(code, said)
	_ = filepath.Join
	_ = slices.Contains[[]string]
	_ = terminal.Env
}
