package secrets

import (
	"errors"
	"fmt"
	"net"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"github.com/certwiz/certwiz/internal/secrettest"
)

const (
	servicePath = dbus.ObjectPath("/org/freedesktop/secrets")
	loginPath   = servicePath + "/collection/login"
	promptPath  = servicePath + "/prompt/1"
)

// waitingService is a Secret Service with one locked collection, whose prompt
// for the password nobody ever answers.
type waitingService struct{}

func (waitingService) OpenSession(string, dbus.Variant) (dbus.Variant, dbus.ObjectPath, *dbus.Error) {
	return dbus.MakeVariant(""), servicePath + "/session/1", nil
}

func (waitingService) Unlock([]dbus.ObjectPath) ([]dbus.ObjectPath, dbus.ObjectPath, *dbus.Error) {
	return nil, promptPath, nil
}

func (waitingService) Prompt(string) *dbus.Error { return nil }

// Get is the one property of each object that is asked for.
func (waitingService) Get(_, name string) (dbus.Variant, *dbus.Error) {
	if name == "Collections" {
		return dbus.MakeVariant([]dbus.ObjectPath{loginPath}), nil
	}
	return dbus.MakeVariant(true), nil // Locked
}

func (s waitingService) serve(t *testing.T) {
	t.Helper()
	conn, err := dbus.ConnectSessionBus()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	const properties = "org.freedesktop.DBus.Properties"
	err = errors.Join(
		conn.Export(s, servicePath, "org.freedesktop.Secret.Service"),
		conn.Export(s, servicePath, properties),
		conn.Export(s, loginPath, properties),
		conn.Export(s, promptPath, "org.freedesktop.Secret.Prompt"),
	)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := conn.RequestName("org.freedesktop.secrets", 0); err != nil {
		t.Fatal(err)
	}
}

func TestKeyringServiceWaitsForAPassword(t *testing.T) {
	if !secrettest.RunUnder(t, secrettest.StartBusWithoutSecretService) {
		return
	}
	waitingService{}.serve(t)
	keyring := newKeyringOn(systemBackend(), 100*time.Millisecond)
	if err := keyring.Probe(t.Context()); !errors.Is(err, ErrLocked) {
		t.Errorf("Probe: %v, want ErrLocked", err)
	}
	if err := keyring.Set(t.Context(), ref, New("value")); !errors.Is(err, ErrLocked) {
		t.Errorf("Set: %v, want ErrLocked", err)
	}
	// The password window of the first call is still open.
	if _, err := keyring.Get(t.Context(), ref); !errors.Is(err, ErrTimeout) {
		t.Errorf("Get: %v, want ErrTimeout", err)
	}
}

func TestKeyringBusThatSaysNothing(t *testing.T) {
	if !secrettest.RunUnder(t, func(t testing.TB) []string {
		path := filepath.Join(t.(*testing.T).TempDir(), "bus")
		listener, err := net.Listen("unix", path)
		if err != nil {
			t.Skip("no socket can be made: ", err)
		}
		t.Cleanup(func() { listener.Close() })
		return []string{"DBUS_SESSION_BUS_ADDRESS=unix:path=" + path}
	}) {
		return
	}
	keyring := newKeyringOn(systemBackend(), 100*time.Millisecond)
	if err := keyring.Probe(t.Context()); !errors.Is(err, ErrTimeout) {
		t.Errorf("Probe: %v, want ErrTimeout", err)
	}
	if _, err := keyring.Get(t.Context(), ref); !errors.Is(err, ErrTimeout) {
		t.Errorf("Get: %v, want ErrTimeout", err)
	}
}

func BenchmarkKeyringService(b *testing.B) {
	for _, variable := range secrettest.StartSecretService(b) {
		name, value, _ := strings.Cut(variable, "=")
		b.Setenv(name, value)
	}
	keyring := NewKeyring()
	for b.Loop() {
		if err := keyring.Set(b.Context(), ref, New("value")); err != nil {
			b.Fatal(err)
		}
		if _, err := keyring.Get(b.Context(), ref); err != nil {
			b.Fatal(err)
		}
	}
}

func TestKeyringExplainsDBus(t *testing.T) {
	explain := systemBackend().Explain
	for name, want := range map[string]*Problem{
		"org.freedesktop.Secret.Error.IsLocked":            ErrLocked,
		"org.freedesktop.Secret.Error.NoSuchObject":        ErrLocked,
		"org.freedesktop.DBus.Error.NoReply":               ErrTimeout,
		"org.freedesktop.DBus.Error.ServiceUnknown":        ErrNoKeyring,
		"org.freedesktop.DBus.Error.Spawn.ServiceNotFound": ErrNoKeyring,
		"org.example.Other":                                nil,
	} {
		err := fmt.Errorf("wrapped: %w", dbus.Error{Name: name, Body: []any{"text"}})
		if got := explain(err); got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
	if got := explain(errors.New("something else")); got != nil {
		t.Errorf("something else: %v, want nothing", got)
	}
}
