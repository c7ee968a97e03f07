package session

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/secrets"
	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/store"
)

// broken is a vault that never answers.
type broken struct{}

func (broken) Set(context.Context, string, secrets.Secret) error { return errBroken }
func (broken) Get(context.Context, string) (secrets.Secret, error) {
	return secrets.Secret{}, errBroken
}
func (broken) Delete(context.Context, string) error { return errBroken }
func (broken) Place() string                        { return "nowhere" }

// TestPlaceIsWhatTheVaultAnswers: another vault knows nothing of what was kept
// in the one before it, and nothing is said to be kept until it has answered.
func TestPlaceIsWhatTheVaultAnswers(t *testing.T) {
	s := inMemory(connector.Auth{Kind: "apiKey"})
	field := s.Portal.IDOf(portal.RoleAPIKey)
	s.Do(t.Context(), s.KeepSecret(field, "pk-live-9f27c1d05e88"))
	if got := s.SecretText(field); !strings.HasPrefix(got, "kept ") {
		t.Fatalf("%q after it was kept", got)
	}
	s.UseVault(secrets.NewMemory())
	if got := s.SecretText(field); strings.HasPrefix(got, "kept ") {
		t.Errorf("%q before the new vault was asked", got)
	}
	s.LookUp(t.Context(), nil, LookVault)
	if got := s.SecretText(field); got != "no longer kept" {
		t.Errorf("%q after the new vault was asked", got)
	}
}

// named is a vault on a disk: what is in it outlives the process.
type named struct{ *secrets.Memory }

func (named) Place() string { return "in your keyring" }

// TestKilledWhileKeeping: a secret that reached the vault, and whose reference
// never reached the draft, is taken out at the next start.
func TestKilledWhileKeeping(t *testing.T) {
	st, err := store.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	vault := named{secrets.NewMemory()}
	begin := func() *Session {
		s := inMemory(connector.Auth{Kind: "apiKey"})
		s.Ports.Store, s.Ports.Vault = st, vault
		if d, err := st.LoadDraft(s.Draft.Slug); err == nil {
			s.Draft = d
		}
		return s
	}
	s := begin()
	s.Do(t.Context(), s.Save())
	field := s.Portal.IDOf(portal.RoleAPIKey)
	s.Do(t.Context(), s.KeepSecret(field, "pk-live-9f27c1d05e88")) // and is killed before the draft is saved
	ref := s.Draft.Value(field)

	s = begin()
	if notes, err := s.Recover(t.Context()); err != nil || len(notes) != 1 || !strings.Contains(notes[0], "type it once more") {
		t.Errorf("%q, %v", notes, err)
	}
	if _, err := vault.Get(t.Context(), ref); !errors.Is(err, secrets.ErrNotFound) {
		t.Errorf("the orphan is in the vault still: %v", err)
	}
	if left, err := st.Secrets(s.Draft.Slug); err != nil || len(left) > 0 {
		t.Errorf("%v, %v", left, err)
	}

	s.Do(t.Context(), s.KeepSecret(field, "pk-live-9f27c1d05e88"))
	s.Do(t.Context(), s.Save())
	s = begin()
	if notes, err := s.Recover(t.Context()); err != nil || len(notes) > 0 {
		t.Errorf("%q, %v", notes, err)
	}
	if _, err := vault.Get(t.Context(), ref); err != nil {
		t.Errorf("a secret that the draft refers to was taken out: %v", err)
	}
	s.Do(t.Context(), s.ForgetSecret(field))
	if left, err := st.Secrets(s.Draft.Slug); err != nil || len(left) > 0 {
		t.Errorf("forgotten, but still named: %v, %v", left, err)
	}
}

// TestRecover goes on from whichever of two files is a step behind.
func TestRecover(t *testing.T) {
	for _, c := range []struct {
		name    string
		events  string
		version int // of the draft
		want    int
		after   string
	}{
		{"frozen and not recorded", "started", 1, 1, "started frozen"},
		{"nothing happened", "started frozen", 1, 1, "started frozen"},
		{"opened again, the draft not saved", "started frozen withdrawn", 1, 2, "started frozen withdrawn"},
		{"opened again, not recorded", "started frozen", 2, 2, "started frozen withdrawn"},
		{"refused and opened again, not recorded", "started frozen refused", 2, 2, "started frozen refused withdrawn"},
		{"in review", "started frozen confirmed", 1, 1, "started frozen confirmed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			st, err := store.Open(t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			s := inMemory()
			s.Ports.Store = st
			if _, err := st.Freeze(store.Package{Slug: s.Draft.Slug, Version: 1, Submission: []byte(`{"at": "2020-01-02T03:04:05Z"}`)}); err != nil {
				t.Fatal(err)
			}
			for i, kind := range strings.Fields(c.events) {
				e := submission.Event{Kind: submission.EventKind(kind), Version: 1, At: time.Date(2020, 1, 2, 3, 4, 4+i, 0, time.UTC)}
				if err := st.Append(s.Draft.Slug, e); err != nil {
					t.Fatal(err)
				}
			}
			s.Draft.Version = c.version
			s.Ledger, _ = st.Ledger(s.Draft.Slug)
			if _, err := s.Recover(t.Context()); err != nil {
				t.Fatal(err)
			}
			after, problems := st.Ledger(s.Draft.Slug)
			var kinds []string
			for _, e := range after {
				kinds = append(kinds, string(e.Kind))
			}
			if got := strings.Join(kinds, " "); got != c.after || s.Draft.Version != c.want || len(problems) > 0 {
				t.Errorf("%s, version %d, %v; want %s, version %d", got, s.Draft.Version, problems, c.after, c.want)
			}
		})
	}
}

// TestGivenAnewElsewhere: a secret that was given anew while another vault was
// open is not taken for the one that the first vault holds still, and the older
// one goes when that vault is open again. What never reached the other vault
// changes nothing.
func TestGivenAnewElsewhere(t *testing.T) {
	const before, after = "pk-live-9f27c1d05e88", "pk-live-anew-1b2c3d4e"
	for _, c := range []struct {
		name      string
		elsewhere secrets.Vault
		taken     bool
	}{
		{"for a sitting", secrets.NewMemory(), true},
		{"in another vault", other{secrets.NewMemory()}, true},
		{"in one that fails", broken{}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			st := openStore(t)
			first := named{secrets.NewMemory()}
			begin := func(v secrets.Vault) (*Session, string) {
				s := inMemory(connector.Auth{Kind: "apiKey"})
				s.Ports.Store, s.Ports.Vault = st, v
				if d, err := st.LoadDraft(s.Draft.Slug); err == nil {
					s.Draft = d
				}
				notes, err := s.Recover(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				return s, strings.Join(notes, " ")
			}
			keep := func(s *Session, secret string) {
				s.Do(t.Context(), s.KeepSecret(s.Portal.IDOf(portal.RoleAPIKey), secret))
				s.Do(t.Context(), s.Save())
			}
			s, _ := begin(first)
			keep(s, before)
			s, said := begin(c.elsewhere)
			if said != "" {
				t.Errorf("%q", said)
			}
			keep(s, after)

			s, said = begin(first)
			if strings.Contains(said, "given anew") != c.taken {
				t.Errorf("the next start says %q", said)
			}
			ref := s.Draft.Value(s.Portal.IDOf(portal.RoleAPIKey))
			got, err := first.Get(t.Context(), ref)
			if c.taken != errors.Is(err, secrets.ErrNotFound) || !c.taken && got.Open() != before {
				t.Errorf("the first vault holds %v, %v", got, err)
			}
			if _, said = begin(first); said != "" {
				t.Errorf("a start later: %q", said)
			}
		})
	}
}

// other is another vault that outlives the process.
type other struct{ *secrets.Memory }

func (other) Place() string { return "in a file sealed with your passphrase" }
