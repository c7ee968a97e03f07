package session

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/certwiz/certwiz/internal/packages"
	"github.com/certwiz/certwiz/internal/sittings"
	"github.com/certwiz/certwiz/secrets"
	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/gate"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/store"
)

// offered is a session that may choose its portal.
func offered(t *testing.T, st *store.Store, first portal.Portal) *Session {
	t.Helper()
	ports := Ports{Now: func() time.Time { return now }, Store: st, Vault: secrets.NewMemory(), Portals: portal.All()}
	s := New(ports, first, folder(t), "")
	s.LookUp(t.Context(), nil)
	return s
}

// TestOfferIsAnsweredWhole: with the right answers to all that Partner Center
// asks, and a package that is right, only the commit still holds: it is none of
// the clone's. A package that is none holds.
func TestOfferIsAnsweredWhole(t *testing.T) {
	s := offered(t, nil, portal.PartnerCenter())
	if err := os.WriteFile(filepath.Join(s.Draft.Folder, "package.zip"), packages.Good().Pack(t), 0o600); err != nil {
		t.Fatal(err)
	}
	v := sittings.ByCommit()
	v.Give(s.Portal, s.Set, func(field, value string) { s.Do(t.Context(), s.KeepSecret(field, value)) })
	s.LookUp(t.Context(), nil)
	for _, h := range s.Judge().Holds {
		if h.Field != "commit" && h.Field != "folder" {
			t.Errorf("%s holds: %s: %s", h.Field, h.Finding.Rule, h.Finding.Message)
		}
	}
	if err := os.WriteFile(filepath.Join(s.Draft.Folder, "two.zip"), []byte("PK"), 0o600); err != nil {
		t.Fatal(err)
	}
	s.Set("package", "two.zip")
	s.LookUp(t.Context(), nil)
	if !slices.ContainsFunc(s.Verdict.Holds, func(h gate.Hold) bool { return h.Field == "package" }) {
		t.Error("two bytes are taken for a package")
	}
	if got := s.Draft.Answers["package.linkEnds"]; got.Value != "2027-11-30" || got.From != "the link" && got.From != "" {
		t.Errorf("the link ends %+v", got)
	}
	if s.Draft.Value("package.link") == sittings.SASLink || s.Package == nil || len(s.Package.SHA256) != 64 {
		t.Errorf("the link is kept as %q, the package is %+v", s.Draft.Value("package.link"), s.Package)
	}
}

// TestLinkSaysItsEnd: the day is read from the link as it is typed, and a new
// link brings a new day.
func TestLinkSaysItsEnd(t *testing.T) {
	s := offered(t, nil, portal.PartnerCenter())
	for _, day := range []string{"2027-01-31", "2027-02-28"} {
		s.Do(t.Context(), s.KeepSecret("package.link", strings.ReplaceAll(sittings.SASLink, "2027-11-30", day)))
		if got := s.Draft.Answers["package.linkEnds"]; got.Value != day || got.From != "the link" {
			t.Errorf("want %s, got %+v", day, got)
		}
	}
}

// TestNotesAreDrafted from the testing steps, until a person writes their own.
func TestNotesAreDrafted(t *testing.T) {
	s := offered(t, nil, portal.PartnerCenter())
	s.Set("testing.steps", "1. Sign in\n2. Create an invoice")
	s.Set("testing.account", "tester@contoso.example")
	if got := s.Draft.Value("offer.notes"); !strings.HasPrefix(got, "1. Sign in\n2. Create") || !strings.Contains(got, "tester@contoso.example") {
		t.Errorf("drafted: %q", got)
	}
	s.Set("offer.notes", "My own.")
	s.Set("testing.steps", "1. Something else")
	if got := s.Draft.Answers["offer.notes"]; got.Value != "My own." || got.From != "" {
		t.Errorf("a person's notes became %+v", got)
	}
}

// TestCarriedOver: a half-done draft for ISV Studio goes on at Partner Center
// with what both ask for, keeps all the rest, and comes back unchanged.
func TestCarriedOver(t *testing.T) {
	st := openStore(t)
	s := offered(t, st, portal.ISVStudio())
	s.Do(t.Context(), s.Begin())
	s.Do(t.Context(), s.KeepSecret("oauth.clientSecret", sittings.ClientSecret))
	for id, value := range map[string]string{"route": "exception", "zip": "old.zip", "testing.steps": longEnough, "oauth.clientId": sittings.ClientID, "email.support": "help@contoso.example"} {
		s.Set(id, value)
	}
	before := s.Draft.Clone()
	s.Set("portal", "partner-center")
	if s.Portal.ID != "partner-center" || s.Draft.Portal != "partner-center" {
		t.Fatalf("the draft is for %s", s.Draft.Portal)
	}
	for id, a := range before.Answers {
		if got := s.Draft.Value(id); got != a.Value && id != "portal" {
			t.Errorf("%s was %q and is %q", id, a.Value, got)
		}
	}
	if got := s.Draft.Answers["testing.steps"].From; got != "your draft for ISV Studio" {
		t.Errorf("the steps come from %q", got)
	}
	if !strings.Contains(s.Draft.Value("offer.notes"), "Create an invoice") {
		t.Error("no notes are drafted from the steps that were carried over")
	}
	s.Do(t.Context(), s.Save())
	l, _ := st.Ledger(s.Draft.Slug)
	i := slices.IndexFunc(l, func(e submission.Event) bool { return e.Kind == submission.PortalChosen })
	if i < 0 || !strings.Contains(l[i].Text, "ISV Studio, now Partner Center; kept in the draft and not asked:") || !strings.Contains(l[i].Text, "zip") {
		t.Errorf("the record says %+v", l)
	}
	if err := s.ChoosePortal("isv-studio"); err != nil || s.Draft.Value("zip") != "old.zip" || s.Draft.Value("route") != "exception" {
		t.Errorf("on the way back: %v, %+v", err, s.Draft.Answers)
	}
	if err := s.ChoosePortal("tomorrow"); err == nil {
		t.Error("a portal that is not known")
	}
	s.Ledger = submission.Ledger{{Kind: submission.Frozen, Version: 1}, {Kind: submission.Confirmed, Version: 1}}
	if err := s.ChoosePortal("partner-center"); err == nil || s.Portal.ID != "isv-studio" {
		t.Errorf("what was handed over goes to another portal: %v", err)
	}
}

const longEnough = "1. Sign in\n2. Create an invoice\n3. List the invoices"

// TestTickedOnce: what holds for a publisher is remembered for the next
// connector; what holds for one connector is asked again.
func TestTickedOnce(t *testing.T) {
	st := openStore(t)
	first := offered(t, st, portal.PartnerCenter())
	first.Draft.Slug = "first"
	for _, id := range []string{"ready.account", "ready.program", "ready.called"} {
		first.Set(id, "yes")
	}
	first.Do(t.Context(), first.Begin(), first.Save())
	second := offered(t, st, portal.PartnerCenter())
	second.Draft.Slug = "second"
	for id, want := range map[string]string{"ready.account": "yes", "ready.program": "yes", "ready.verified": "", "ready.called": ""} {
		if got := second.Draft.Answers[id]; got.Value != want || want != "" && got.From == "" {
			t.Errorf("%s: %+v", id, got)
		}
	}
}
