//go:build linux

package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/certwiz/certwiz/internal/packages"
	"github.com/certwiz/certwiz/internal/sittings"
	"github.com/certwiz/certwiz/submission/portal"
)

// offerPerson answers every question of Partner Center's for a new submission, or
// for the next version of it, up to where a script says otherwise.
func offerPerson(t *testing.T, update bool, script sittings.Script) *sittings.Person {
	t.Helper()
	p := portal.PartnerCenter()
	pkg := filepath.Join(t.TempDir(), "package.zip")
	if err := os.WriteFile(pkg, packages.Good().Pack(t), 0o600); err != nil {
		t.Fatal(err)
	}
	ends := time.Now().AddDate(0, 6, 0).Format(time.DateOnly)
	v := sittings.ByCommit().With(sittings.Answers{"commit": "#3473", "oauth.expires": secretEnds(), "package": pkg,
		"package.link": strings.ReplaceAll(sittings.SASLink, "2027-11-30", ends), "package.linkEnds": ends})
	v.Update = update
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
// every tab by plain questions, and is frozen, handed over and published; then
// the report is recorded. The link is nowhere but in the keyring.
func TestOfferByQuestions(t *testing.T) {
	t.Parallel()
	s := newOffering(t)
	said, code := s.converse(offerPerson(t, false, sittings.Script{submit: {"submit"}, "Does Partner Center say that the offer is published?": {"1"}}), "--accessible", "--offline")
	if code != 0 {
		t.Fatalf("exit code %d\n%s", code, said[max(0, len(said)-4000):])
	}
	inOrder(t, said, []turn{
		{prompt: "Where it is submitted"}, {prompt: "Your answer so far: Partner Center"}, {prompt: "We have a Partner Center account"}, {prompt: "Name of the offer"},
		{prompt: "SAS link to the package"}, {prompt: "It is kept in your keyring and not shown"}, {prompt: "from the link: "}, {prompt: "Is an OAuth connector"},
		{prompt: "from apiDefinition.swagger.json:\nFinance"}, {prompt: "HideKey"}, {prompt: "from your other answers:"}, {prompt: "Type submit to freeze version 1"},
		{prompt: ": Open Partner Center, Marketplace offers."}, {prompt: ": Packages: SAS URI.\nA secret: it is not shown"}, {prompt: ": Packages: Save draft."},
		{prompt: ": Properties, Legal: tick Standard Contract."}, {prompt: ": Review and publish: all tabs Complete, then Publish."},
		{prompt: "Does Partner Center say that the offer is published?"},
	})
	k := s.kept()
	if k.draft.Portal != "partner-center" || len(k.versions["1/package.zip"]) == 0 || !slices.Contains(k.events, "1 confirmed certification") {
		t.Errorf("kept: portal %s, a package of %d bytes, %q", k.draft.Portal, len(k.versions["1/package.zip"]), k.events)
	}
	if out := s.run("record", "preview"); !strings.Contains(out, "then press Go live") {
		t.Errorf("record says %s", out)
	}
	if out := s.run("status", "--ics", "-"); !strings.Contains(out, "the preview ends") || !strings.Contains(out, "BEGIN:VALARM") || !strings.Contains(out, "the last safe day of") {
		t.Errorf("the calendar is\n%s", out)
	}
	page := filepath.Join(t.TempDir(), "offer.html")
	s.run("handoff", "--html", page)
	if text := s.read(page); !strings.Contains(text, "Properties, Legal: Privacy policy link") || strings.Contains(text, "sig=") {
		t.Error("the page lacks a tab, or holds the link")
	}
	s.nothingSecret()
	s.noLink(said)
}

// TestOfferIsResubmitted: certification fails, the report is pasted and
// explained, and the next version goes into the same offer.
func TestOfferIsResubmitted(t *testing.T) {
	t.Parallel()
	const published = "Does Partner Center say that the offer is published?"
	s := newOffering(t)
	if said, code := s.converse(offerPerson(t, false, sittings.Script{submit: {"submit"}, published: {"1"}}), "--accessible", "--offline"); code != 0 {
		t.Fatalf("exit code %d\n%s", code, said[max(0, len(said)-3000):])
	}
	if out := s.run("record", "report", "--text", "Policy 5000.1.1.16: Invalid package. Solution not present at correct path or is invalid solution."); !strings.Contains(out, "disagrees with its manifest") {
		t.Errorf("the report is explained as %s", out)
	}
	said, code := s.converse(offerPerson(t, true, sittings.Script{submit: {"submit"}, published: {"1"}}), "--accessible", "--offline", "update")
	if code != 0 {
		t.Fatalf("exit code %d\n%s", code, said[max(0, len(said)-4000):])
	}
	inOrder(t, said, []turn{
		{prompt: "from the record: the report asked for changes"}, {prompt: "from the record: Policy 5000.1.1.16"}, {prompt: "What changed: Policy 5000.1.1.16"},
		{prompt: "Type submit to freeze version 2"}, {prompt: ": Product overview of the same offer: Update or Resubmit."}, {prompt: published},
	})
	if k := s.kept(); !slices.Contains(k.events, "2 confirmed certification") || strings.Contains(said, "New offer: choose the connector's tile") {
		t.Errorf("%q", k.events)
	}
}

// noLink looks for the link's signature in all that was said and kept.
func (s *sitting) noLink(said string) {
	s.t.Helper()
	_, signature, _ := strings.Cut(sittings.SASLink, "sig=")
	if strings.Contains(said, signature) {
		s.t.Error("the link was said")
	}
	err := filepath.WalkDir(s.home, func(path string, d os.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(path)
		if bytes.Contains(data, []byte(signature)) {
			s.t.Errorf("%s holds the link", path)
		}
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
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
