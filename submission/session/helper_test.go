package session

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/internal/sittings"
	"github.com/certwiz/certwiz/secrets"
	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/store"
)

const (
	password     = sittings.Password
	clientSecret = sittings.ClientSecret
	clientID     = sittings.ClientID
)

var now = time.Date(2026, 11, 24, 10, 42, 0, 0, time.UTC)

func TestMain(m *testing.M) {
	if name := os.Getenv("CERTWIZ_SESSION_CHILD"); name != "" {
		os.Exit(asChild(name, os.Getenv("CERTWIZ_SESSION_HOME")))
	}
	os.Exit(sittings.Main(m.Run))
}

// folder is the example's connector without faults, in a clone of its own.
func folder(t *testing.T) string {
	t.Helper()
	return sittings.Folder{Clone: true}.Make(t, now)
}

// loose is the same connector in no clone at all.
func loose(t *testing.T, parent string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), parent, "Contoso Invoices")
	if err := os.CopyFS(dir, os.DirFS(folder(t))); err != nil {
		t.Fatal(err)
	}
	return dir
}

func openStore(t *testing.T) *store.Store {
	t.Helper()
	st, err := store.Open(filepath.Join(t.TempDir(), "state"))
	if err != nil {
		t.Fatal(err)
	}
	st.Now = func() time.Time { return now }
	return st
}

// sat is a session that has looked around.
func sat(t *testing.T, st *store.Store, dir string) *Session {
	t.Helper()
	ports := Ports{Now: func() time.Time { return now }, Store: st, Vault: secrets.NewMemory()}
	s := New(ports, portal.ISVStudio(), dir, "")
	s.Do(t.Context(), s.Begin())
	s.LookUp(t.Context(), nil)
	return s
}

// merged are the answers by the commit that was merged.
var merged = sittings.ByCommit().With(sittings.Answers{"commit": "3473"})

// answer gives every answer of a variant.
func answer(t *testing.T, s *Session, v sittings.Variant) {
	t.Helper()
	v.Give(s.Portal, s.Set, func(field, value string) { s.Do(t.Context(), s.KeepSecret(field, value)) })
}

// complete answers everything; the source is the merged commit.
func complete(t *testing.T, s *Session) {
	t.Helper()
	answer(t, s, merged)
	s.Do(t.Context(), s.LookUpCommit(TheClone))
	if !s.Verdict.Open {
		t.Fatalf("the gate is shut: %+v", s.Verdict.Holds)
	}
}

// completeZip answers everything; the source is an archive that was built.
func completeZip(t *testing.T, s *Session) {
	t.Helper()
	answer(t, s, sittings.ByZip().With(sittings.Answers{"zip": ""}))
	s.Do(t.Context(), s.BuildZip())
	s.Do(t.Context(), s.ReadZip())
	if !s.Verdict.Open {
		t.Fatalf("the gate is shut: %+v", s.Verdict.Holds)
	}
}

// freezeNow makes the version; it fails when that fails.
func freezeNow(t *testing.T, s *Session) FrozenResult {
	t.Helper()
	job, err := s.Freeze()
	if err != nil {
		t.Fatal(err)
	}
	r := job(t.Context()).(FrozenResult)
	if r.Err != nil {
		t.Fatal(r.Err)
	}
	r.Apply(s)
	return r
}

// confirmed is a session whose first version is in review.
func confirmed(t *testing.T) *Session {
	t.Helper()
	s := sat(t, openStore(t), folder(t))
	complete(t, s)
	freezeNow(t, s)
	s.Do(t.Context(), s.Record(submission.Confirmed, "review"))
	return s
}

// recordedKinds lists what the ledger on the disk holds.
func recordedKinds(t *testing.T, s *Session) string {
	t.Helper()
	l, errs := s.Ports.Store.Ledger(s.Draft.Slug)
	if len(errs) > 0 {
		t.Fatal(errors.Join(errs...))
	}
	var kinds []string
	for _, e := range l {
		kinds = append(kinds, string(e.Kind))
	}
	return strings.Join(kinds, ", ")
}

// inMemory is a session on a connector that is only in memory.
func inMemory(auth ...connector.Auth) *Session {
	ports := Ports{Now: func() time.Time { return now }, Vault: secrets.NewMemory()}
	s := New(ports, portal.ISVStudio(), "/home/ines/certified-connectors/contoso", "Contoso")
	s.Folder = &connector.Connector{Facts: connector.Facts{Title: "Contoso", AuthKnown: true, Auth: auth}}
	return s
}

// held tells whether a field holds the gate.
func held(s *Session, field string) bool {
	for _, h := range s.Judge().Holds {
		if h.Field == field {
			return true
		}
	}
	return false
}

// heldBy tells whether a rule holds the gate.
func heldBy(s *Session, rule string) bool {
	for _, h := range s.Judge().Holds {
		if h.Finding.Rule == rule {
			return true
		}
	}
	return false
}

// saidOf tells whether the gate has anything to say about a field's answer.
func saidOf(s *Session, field string) bool {
	v := s.Judge()
	for _, h := range append(v.Holds, v.Warnings...) {
		if h.Field == field {
			return true
		}
	}
	return false
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
