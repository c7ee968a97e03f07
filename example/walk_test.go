package example_test

import (
	"context"
	"os/exec"
	"slices"
	"testing"
	"time"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/example"
	"github.com/certwiz/certwiz/internal/sittings"
	"github.com/certwiz/certwiz/secrets"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/session"
	"github.com/certwiz/certwiz/submission/standing"
	"github.com/certwiz/certwiz/submission/store"
)

// sit makes the example and begins a session at it.
func sit(t *testing.T) (s *session.Session, connectorDir string) {
	t.Helper()
	ctx := context.Background()
	dir, err := example.Make(ctx, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	st, err := store.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	now := func() time.Time { return time.Date(2025, 11, 24, 10, 0, 0, 0, time.UTC) }
	s = session.New(session.Ports{Now: now, Store: st, Vault: secrets.NewMemory()}, portal.ISVStudio(), dir, "Contoso Invoices")
	s.LookUp(ctx, nil)
	return s, dir
}

// answer gives every answer of a variant.
func answer(t *testing.T, s *session.Session, v sittings.Variant) {
	t.Helper()
	v.With(sittings.Answers{"oauth.expires": "2026-11-30"}).Give(s.Portal, s.Set,
		func(field, value string) { s.Do(t.Context(), s.KeepSecret(field, value)) })
}

// broken lists the rules whose findings hold the gate.
func broken(s *session.Session) []string {
	var rules []string
	for _, h := range s.Verdict.Holds {
		rules = append(rules, h.Finding.Rule)
	}
	return rules
}

func expect(t *testing.T, when string, s *session.Session, rules ...string) {
	t.Helper()
	if got := broken(s); !slices.Equal(got, rules) {
		t.Errorf("%s, the gate is held by %q, want %q", when, got, rules)
	}
}

// freeze goes through the gate, up to the hand-off.
func freeze(t *testing.T, s *session.Session) {
	t.Helper()
	job, err := s.Freeze()
	if err != nil {
		t.Fatal(err)
	}
	s.Do(context.Background(), job)
	if s.SaveErr != nil || s.Standing().Stage != standing.HandedOver {
		t.Errorf("stage %q, %v", s.Standing().Stage, s.SaveErr)
	}
}

func TestTheFaultsAreFound(t *testing.T) {
	s, dir := sit(t)
	count := func() map[string]int {
		found := map[string]int{}
		for _, f := range s.Folder.Report().Findings {
			if f.Severity == checks.Error {
				found[f.Place.File] += 1 + len(f.More)
			}
		}
		return found
	}
	want := map[string]int{}
	for _, f := range example.Faults() {
		want[f.File]++
	}
	if got := count(); len(got) != len(want) || got["apiDefinition.swagger.json"] != want["apiDefinition.swagger.json"] || got["intro.md"] != want["intro.md"] {
		t.Errorf("found %v, want %v", got, want)
	}
	if err := example.Mend(dir); err != nil {
		t.Fatal(err)
	}
	s.Do(context.Background(), s.ReadFolder())
	if got := count(); len(got) > 0 {
		t.Errorf("after mending: %v", got)
	}
}

// By the commit, the merged files are judged: only intro.md holds the gate,
// and the folder is said to differ until it is mended.
func TestTheWalkByCommit(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	ctx := context.Background()
	s, dir := sit(t)
	if got := s.Draft.Value("email.submitter"); got != "ines@contoso.example" {
		t.Errorf("the submitter's address is %q", got)
	}
	answer(t, s, sittings.ByCommit().With(sittings.Answers{"commit": "3473"}))
	s.Do(ctx, s.LookUpCommit(session.TheClone))
	expect(t, "with the faults", s, "IntroCommonErrors")
	if s.Commit.PR != example.PullRequest || len(s.Commit.Differs) == 0 {
		t.Errorf("%+v", s.Commit)
	}

	merged := s.Commit.SHA
	s.Set("commit", s.Repo.Head) // the usual mistake can be tried
	s.Do(ctx, s.LookUpCommit(session.TheClone))
	if s.Verdict.Open || s.Commit.Use != merged {
		t.Errorf("the pull request's head is taken for what was merged: %+v", s.Commit)
	}
	s.Set("commit", merged)
	if err := example.Mend(dir); err != nil {
		t.Fatal(err)
	}
	s.Do(ctx, s.ReadFolder())
	s.Do(ctx, s.LookUpCommit(session.TheClone))
	expect(t, "mended", s)
	if len(s.Commit.Differs) > 0 {
		t.Errorf("the mended folder differs: %q", s.Commit.Differs)
	}
	freeze(t, s)
}

// By a .zip made of the folder, every fault holds the gate; no git is needed.
func TestTheWalkByZip(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	ctx := context.Background()
	s, dir := sit(t)
	answer(t, s, sittings.ByZip().With(sittings.Answers{"zip": ""}))
	zip := func() {
		s.Do(ctx, s.BuildZip())
		s.Do(ctx, s.ReadZip())
	}
	zip()
	expect(t, "with the faults", s, "FieldLengthExceeded", "RequiredPropertyMissing", "IntroCommonErrors")
	if err := example.Mend(dir); err != nil {
		t.Fatal(err)
	}
	s.Do(ctx, s.ReadFolder())
	zip()
	expect(t, "mended", s)
	freeze(t, s)
}
