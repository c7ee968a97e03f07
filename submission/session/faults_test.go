package session

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/secrets"
	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/store"
)

// What another process does to a state folder, by name. It prints done when it
// has been told that all of it is on the disk.
var children = map[string]func(*Session) error{
	"update": func(s *Session) error {
		job, err := s.BeginUpdate(false)
		if err != nil {
			return err
		}
		s.Do(context.Background(), job)
		s.Do(context.Background(), s.Save())
		return s.SaveErr
	},
	"record": func(s *Session) error {
		s.Do(context.Background(), s.Record(submission.Approved, ""))
		s.Do(context.Background(), s.Save())
		return s.SaveErr
	},
	"keep": func(s *Session) error {
		field := s.Portal.IDOf(portal.RoleAPIKey)
		s.Do(context.Background(), s.KeepSecret(field, "pk-live-9f27c1d05e88"))
		s.Do(context.Background(), s.Save())
		if !s.Secrets[field].Kept {
			return errors.New(s.Secrets[field].Why)
		}
		return s.SaveErr
	},
}

// asChild does what the environment names, in a process that a test kills.
func asChild(name, home string) int {
	s, err := resumeIn(home)
	if err == nil {
		err = children[name](s)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	fmt.Println("done")
	return 0
}

const faultPhrase = "four random words"

// resumeIn is the next start of certwiz on a state folder.
func resumeIn(home string) (*Session, error) {
	st, err := store.Open(home)
	if err != nil {
		return nil, err
	}
	vault, err := secrets.NewSealedFile(filepath.Join(home, "secrets.age"), secrets.New(faultPhrase), 2)
	if err == nil {
		err = vault.Unlock(context.Background())
	}
	if err != nil {
		return nil, err
	}
	s := inMemory(connector.Auth{Kind: "apiKey"})
	s.Ports.Store, s.Ports.Vault = st, vault
	if s.Draft, err = st.LoadDraft(s.Draft.Slug); err != nil {
		return nil, err
	}
	ledger, problems := st.Ledger(s.Draft.Slug)
	s.Ledger = ledger
	return s, errors.Join(problems...)
}

// underReview is a state folder with a version that Microsoft wants changed, and
// a secret in a sealed file.
func underReview(t *testing.T) string {
	t.Helper()
	home := t.TempDir()
	st, err := store.Open(home)
	if err != nil {
		t.Fatal(err)
	}
	vault, err := secrets.NewSealedFile(filepath.Join(home, "secrets.age"), secrets.New(faultPhrase), 2)
	if err != nil {
		t.Fatal(err)
	}
	if err := vault.Set(t.Context(), "another/one", secrets.New("kept before")); err != nil {
		t.Fatal(err)
	}
	s := inMemory(connector.Auth{Kind: "apiKey"})
	if err := st.SaveDraft(s.Draft); err != nil {
		t.Fatal(err)
	}
	if _, err := st.Freeze(store.Package{Slug: s.Draft.Slug, Version: 1, Submission: []byte(`{"at": "2026-11-01T03:04:05Z"}`)}); err != nil {
		t.Fatal(err)
	}
	for i, kind := range []submission.EventKind{submission.Started, submission.Frozen, submission.Confirmed, submission.ChangesRequested} {
		if err := st.Append(s.Draft.Slug, submission.Event{Kind: kind, Version: 1, At: now.AddDate(0, 0, i-10)}); err != nil {
			t.Fatal(err)
		}
	}
	return home
}

// TestEachSystemCall kills a process that begins an update, records an answer or
// keeps a secret in a sealed file, and fails what it does, at one system call
// after the other. The next start finds every file whole, goes on, and does what
// was interrupted; what was said to be done is done.
func TestEachSystemCall(t *testing.T) {
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("strace is not installed")
	}
	if out, err := exec.Command(strace, "-f", "-o", os.DevNull, "true").CombinedOutput(); err != nil {
		t.Skipf("strace may not trace here: %s", out)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	faults := []string{"fsync:signal=KILL", "write:signal=KILL", "/^rename:signal=KILL", "/^unlink:signal=KILL", "fsync:error=EIO", "write:error=ENOSPC", "/^rename:error=EIO"}
	for name := range children {
		before := underReview(t)
		for _, fault := range faults {
			if testing.Short() && !strings.HasPrefix(fault, "fsync") {
				continue // the other calls are left to the long run
			}
			t.Run(name+" "+strings.Trim(fault, "/^"), func(t *testing.T) {
				t.Parallel()
				call, _, _ := strings.Cut(fault, ":")
				hits := 0
				for n := 1; ; n++ {
					home := filepath.Join(t.TempDir(), "state")
					if err := os.CopyFS(home, os.DirFS(before)); err != nil {
						t.Fatal(err)
					}
					cmd := exec.Command(strace, "-f", "-o", os.DevNull, "-e", "trace="+call, "-e", fmt.Sprintf("inject=%s:when=%d", fault, n), self)
					cmd.Env = append(os.Environ(), "CERTWIZ_SESSION_CHILD="+name, "CERTWIZ_SESSION_HOME="+home)
					var out bytes.Buffer
					cmd.Stdout = &out
					_ = cmd.Run() // killed, or not
					done := strings.Contains(out.String(), "done")
					afterFault(t, name, home, fmt.Sprintf("%s at call %d", fault, n), done)
					if !done {
						hits++
					}
					if done && n > 3 || n == 80 {
						break // no call was left to be hit
					}
				}
				if hits == 0 && call == "fsync" {
					t.Error("nothing was hit: no fault was tried")
				}
			})
		}
	}
}

// afterFault starts again and does what was interrupted.
func afterFault(t *testing.T, name, home, when string, done bool) {
	t.Helper()
	s, err := resumeIn(home)
	if err != nil {
		t.Fatalf("%s: %v", when, err)
	}
	if _, err := s.Recover(t.Context()); err != nil {
		t.Fatalf("%s: %v", when, err)
	}
	if got, err := s.Ports.Vault.Get(t.Context(), "another/one"); err != nil || got.Open() != "kept before" {
		t.Fatalf("%s: what was kept before is lost: %v", when, err)
	}
	if done && !didIt(t, s, name) {
		t.Fatalf("%s: it said done, and it is not", when)
	}
	field := s.Portal.IDOf(portal.RoleAPIKey)
	_, err = s.Ports.Vault.Get(t.Context(), secrets.Ref(s.Draft.Slug, field))
	if inVault := err == nil; inVault != (s.Draft.Value(field) != "") {
		t.Errorf("%s: the vault holds the secret: %v, the draft refers to it: %v", when, inVault, !inVault)
	}
	if !didIt(t, s, name) {
		if err := children[name](s); err != nil || !didIt(t, s, name) {
			t.Errorf("%s: it can't be done afterwards: %v", when, err)
		}
	}
}

// didIt tells whether the disk holds what a child was to do.
func didIt(t *testing.T, s *Session, name string) bool {
	t.Helper()
	d, err := s.Ports.Store.LoadDraft(s.Draft.Slug)
	if err != nil {
		t.Fatal(err)
	}
	switch name {
	case "update":
		return d.Update && d.Version == 2
	case "keep":
		return d.Value(s.Portal.IDOf(portal.RoleAPIKey)) != ""
	default:
		ledger, _ := s.Ports.Store.Ledger(s.Draft.Slug)
		return len(ledger) > 0 && ledger[len(ledger)-1].Kind == submission.Approved
	}
}
