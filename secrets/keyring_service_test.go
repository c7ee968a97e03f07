package secrets

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/internal/secrettest"
)

// These tests talk to a real Secret Service of their own.

func TestKeyringService(t *testing.T) {
	if !secrettest.RunUnderSecretService(t) {
		return
	}
	ctx := context.Background()
	keyring := NewKeyring()
	if err := keyring.Probe(ctx); err != nil {
		t.Fatalf("Probe: %v", err)
	}
	testVault(t, keyring)
	if err := keyring.Probe(ctx); err != nil {
		t.Fatalf("Probe after use: %v", err)
	}
	values := map[string]string{
		"line breaks": "one\ntwo\r\n\tthree ",
		"a NUL":       "be\x00fore",
		"not UTF-8":   "\xff\xfe\x80 raw",
		"other words": "påssword 密码 🔑",
		"the longest": strings.Repeat("x", maxSize),
		"quotes":      `'"$(echo)` + "`",
	}
	for name, value := range values {
		ref := Ref("contoso", "values")
		if err := keyring.Set(ctx, ref, New(value)); err != nil {
			t.Fatalf("%s: Set: %v", name, err)
		}
		got, err := NewKeyring().Get(ctx, ref) // as the next start does
		if err != nil || got.Open() != value {
			t.Errorf("%s: Get gave another value or failed: %v", name, err)
		}
	}
}

func TestKeyringServiceLocked(t *testing.T) {
	if !secrettest.RunUnder(t, secrettest.StartLockedSecretService) {
		return
	}
	wantEverywhere(t, ErrLocked)
}

func TestKeyringServiceNeverSetUp(t *testing.T) {
	if !secrettest.RunUnder(t, secrettest.StartUnusedSecretService) {
		return
	}
	wantEverywhere(t, ErrLocked)
}

func TestKeyringBusWithoutService(t *testing.T) {
	if !secrettest.RunUnder(t, secrettest.StartBusWithoutSecretService) {
		return
	}
	wantEverywhere(t, ErrNoKeyring)
}

func TestKeyringBusNowhere(t *testing.T) {
	for name, address := range map[string]string{
		"no socket":   "unix:path=" + filepath.Join(t.TempDir(), "nobody"),
		"no address":  "nonsense",
		"not D-Bus":   "unix:path=/dev/null",
		"unknown way": "carrier-pigeon:path=/tmp",
	} {
		t.Run(name, func(t *testing.T) {
			if !secrettest.RunUnder(t, func(t testing.TB) []string {
				skipUnlessSecretService(t)
				return []string{"DBUS_SESSION_BUS_ADDRESS=" + address}
			}) {
				return
			}
			wantEverywhere(t, ErrNoKeyring)
		})
	}
}

// Without an address the D-Bus client starts "dbus-launch", whose bus outlives
// the program.
func TestKeyringStartsNoBus(t *testing.T) {
	if !secrettest.RunUnder(t, func(t testing.TB) []string {
		skipUnlessSecretService(t)
		if _, err := os.Stat(fmt.Sprintf("/run/user/%d/bus", os.Getuid())); err == nil {
			t.Skip("a real session bus would be found in /run/user")
		}
		bin := t.(*testing.T).TempDir()
		script := "#!/bin/sh\ntouch " + bin + "/started\nexit 1\n"
		if err := os.WriteFile(filepath.Join(bin, "dbus-launch"), []byte(script), 0o700); err != nil {
			t.Fatal(err)
		}
		return []string{"DBUS_SESSION_BUS_ADDRESS=", "PATH=" + bin + ":" + os.Getenv("PATH"), "CERTWIZ_TEST_BIN=" + bin}
	}) {
		return
	}
	wantEverywhere(t, ErrNoKeyring)
	if _, err := os.Stat(filepath.Join(os.Getenv("CERTWIZ_TEST_BIN"), "started")); err == nil {
		t.Error("dbus-launch was started")
	}
}

// wantEverywhere asks for the same error from every method, without the value
// in it.
func wantEverywhere(t *testing.T, want error) {
	t.Helper()
	ctx := context.Background()
	keyring := NewKeyring()
	ref := Ref("contoso", "oauth.clientSecret")
	const value = "Zq8~value.of-the_secret"
	_, getErr := keyring.Get(ctx, ref)
	for call, err := range map[string]error{
		"Probe":  keyring.Probe(ctx),
		"Set":    keyring.Set(ctx, ref, New(value)),
		"Get":    getErr,
		"Delete": keyring.Delete(ctx, ref),
	} {
		t.Logf("%s: %v", call, err)
		if !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", call, err, want)
		}
		if err != nil && strings.Contains(err.Error(), value) {
			t.Errorf("%s: the error holds the value", call)
		}
	}
}
