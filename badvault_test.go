//go:build linux

package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/certwiz/certwiz/internal/secrettest"
	"github.com/certwiz/certwiz/internal/sittings"
)

const passphrase = "four quite ordinary words"

// TestNoKeyring has no session bus: the secret's field asks where to keep it,
// and both ways work. A sealed file opens again with its passphrase.
func TestNoKeyring(t *testing.T) {
	t.Parallel()
	t.Run("memory", func(t *testing.T) {
		t.Parallel()
		s := newPlainSitting(t)
		s.typePassword()
		s.sees("Where should secrets be kept?", "This system offers no keyring here", "Nothing is written in plain text.")
		s.Key("enter")
		s.WaitFor("kept for this session only")
		s.WaitFor("••••••••••••")
		s.goesOn()
		s.nothingSecret()
		s.sit("--offline")
		s.WaitFor("Submit for review")
		s.page("Testing")
		s.leave()
		s.nothingSecret()
	})
	t.Run("sealed file", func(t *testing.T) {
		t.Parallel()
		s := newPlainSitting(t)
		s.typePassword()
		s.WaitFor("Where should secrets be kept?")
		s.Keys("down", "enter")
		s.WaitFor("Passphrase for the sealed file")
		s.Type(passphrase + "\n")
		s.WaitFor("The same passphrase again")
		s.Type("another one\n")
		s.WaitFor("the two passphrases differ")
		s.Key("enter")
		s.WaitFor("Passphrase for the sealed file")
		s.Type(passphrase + "\n")
		s.WaitFor("The same passphrase again")
		s.Type(passphrase + "\n")
		s.WaitFor("kept in a file sealed")
		s.WaitUntil("the sealed file", func(string) bool {
			_, err := os.Stat(filepath.Join(s.home, "secrets.age"))
			return err == nil && s.onDisk("testing.password") != ""
		})
		s.goesOn()
		s.nothingSecret()

		s.sit("--offline") // finds the file, and asks for its passphrase
		s.WaitFor("there is no keyring to use; your secrets are in the sealed file")
		s.echoOff()
		s.Type("not the passphrase\n")
		s.WaitFor("The passphrase does not open the sealed file.")
		s.echoOff()
		s.Type(passphrase + "\n")
		s.WaitFor("Submit for review")
		s.page("Testing")
		s.WaitFor("kept in a file sealed")
		s.WaitFor("••••••••••••")
		s.leave()
		s.nothingSecret()
		for i, raw := range s.raws {
			if bytes.Contains(raw, []byte(passphrase)) {
				t.Errorf("sitting %d wrote the passphrase to the terminal", i+1)
			}
		}
	})
	t.Run("as questions", func(t *testing.T) {
		t.Parallel()
		s := newPlainSitting(t)
		answers := func() sittings.Script {
			return sittings.Script{"Passphrase": {passphrase}, "The same passphrase": {passphrase}, "Where should the secret go?": {"3"}, "testing.mfa": {"save"}}
		}
		said, code := s.converse(person(false, answers()), "--accessible", "--offline")
		if code != 130 || !strings.Contains(said, "there is nowhere to keep the secret") || strings.Contains(said, "Where should the secret go?") {
			t.Errorf("in a pipe: exit code %d\n%s", code, said)
		}
		s.nothingSecret()
		s.sit("--accessible", "--offline")
		s.talk(person(false, answers()))
		if code, said := s.Exit(), string(s.Raw()); code != 0 || !strings.Contains(said, "Not kept: This system offers no keyring here") ||
			!strings.Contains(said, "Kept in a file sealed with your passphrase.") {
			t.Errorf("exit code %d\n%s", code, said)
		}
		s.nothingSecret()
		said, code = s.pipe(strings.Repeat("wrong\n", 4), "--accessible", "--offline")
		if code != 3 || strings.Count(said, "The passphrase does not open the sealed file.") != 3 {
			t.Errorf("three wrong passphrases: exit code %d\n%s", code, said)
		}
		said, code = s.pipe(passphrase+"\nproblems\n\nsave\n", "--accessible", "--offline")
		if code != 0 || strings.Contains(said, "Password is no longer kept") {
			t.Errorf("with the passphrase: exit code %d\n%s", code, said)
		}
		s.calm()
	})
}

// typePassword starts certwiz, types a password on the page Testing and leaves
// the field.
func (s *sitting) typePassword() {
	s.t.Helper()
	s.sit("--offline")
	s.WaitFor("Submit for review")
	s.page("Testing")
	s.ClickOn("Password")
	s.Type(testPassword)
	s.Key("tab")
}

// TestLockedKeyring has a keyring that nobody unlocks.
func TestLockedKeyring(t *testing.T) {
	t.Parallel()
	s := newPlainSitting(t)
	s.env = append(s.env, secrettest.StartLockedSecretService(t)...)
	s.typePassword()
	s.sees("Where should secrets be kept?", "The keyring is locked, or was never set up.", "try again, or keep the secret for this session only")
	s.Key("enter")
	s.WaitFor("kept for this session only")
	s.WaitFor("••••••••••••")
	s.goesOn()
	s.nothingSecret()
}

// TestLeftAtOnce leaves right after a key and right after a secret: both are
// kept all the same.
func TestLeftAtOnce(t *testing.T) {
	t.Parallel()
	s := newPlainSitting(t)
	s.env = append(s.env, secrettest.StartSecretService(t)...)
	s.env = append(s.env, "CERTWIZ_HOME="+s.home)
	for i := range 4 {
		s.sit("--offline")
		s.WaitFor("Submit for review")
		s.page("Testing")
		s.ClickOn("User name")
		answer := fmt.Sprintf("tester%d@contoso.example", i)
		for range len("tester0@contoso.example") {
			s.Key("backspace")
		}
		s.Type(answer)
		time.Sleep(time.Duration(i) * 60 * time.Millisecond) // before, while and after it is saved
		s.leave()
		s.answered("testing.account", answer)
	}
	for _, keys := range [][]string{{"ctrl+s"}, {"tab", "ctrl+s"}} {
		s.sit("--offline")
		s.WaitFor("Submit for review")
		s.page("Testing")
		s.ClickOn("Password")
		s.Type(testPassword)
		s.Keys(keys...)
		s.end()
		if s.onDisk("testing.password") == "" {
			t.Errorf("after %q the secret is not kept", keys)
		}
		s.nothingSecret()
		if err := os.RemoveAll(s.home); err != nil {
			t.Fatal(err)
		}
	}
}
