package main

import (
	"strings"
	"testing"
	"time"

	"github.com/certwiz/certwiz/internal/sittings"
	"github.com/certwiz/certwiz/submission/portal"
)

// offerPerson answers every question of Partner Center's, up to where a script
// says otherwise.
func offerPerson(script sittings.Script) *sittings.Person {
	p := portal.PartnerCenter()
	ends := time.Now().AddDate(0, 6, 0).Format(time.DateOnly)
	v := sittings.ByCommit().With(sittings.Answers{"commit": "#3473", "oauth.expires": secretEnds(),
		"package.link": strings.ReplaceAll(sittings.SASLink, "2027-11-30", ends), "package.linkEnds": ends})
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

// TestPortalIsChosenFirst: on the screen a new submission is proposed Partner
// Center, goes to ISV Studio and back with its answers, and the choice is kept.
func TestPortalIsChosenFirst(t *testing.T) {
	t.Parallel()
	s := newOffering(t)
	s.sit("--offline")
	s.WaitFor("Partner Center: process known as of 2026-09-30")
	s.WaitFor("(•) Partner Center")
	s.WaitFor(" Properties")
	s.page("Testing")
	s.Type("1. Sign in with the test account")
	s.page("Connector")
	s.ClickOn("ISV Studio   closed")
	s.WaitFor("Microsoft closed ISV Studio on 31 May 2024")
	s.WaitFor(" Support")
	s.page("Testing")
	s.WaitFor("1. Sign in with the test account")
	s.leave()

	s.sit("--offline", "--portal", "partner-center")
	s.WaitFor("Partner Center: process known as of 2026-09-30")
	s.page("Review")
	s.WaitFor("1. Sign in with the test account") // drafted for the notes
	s.leave()
	s.sit("--offline")
	s.WaitFor("Partner Center: process known as of 2026-09-30")
	s.leave()
	if k := s.kept(); k.draft.Portal != "partner-center" || k.draft.Answers["testing.steps"].Value == "" {
		t.Errorf("the draft is for %s: %+v", k.draft.Portal, k.draft.Answers)
	}
}
