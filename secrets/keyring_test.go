package secrets

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	gokeyring "github.com/zalando/go-keyring"
)

// fakeKeyring is a keyring in memory. Each call waits for a token of gate when
// there is one.
type fakeKeyring struct {
	mu    sync.Mutex
	kept  map[string]string
	calls int
	gate  chan struct{}
	fail  error
}

func (f *fakeKeyring) enter() error {
	f.mu.Lock()
	f.calls++
	gate := f.gate
	f.mu.Unlock()
	if gate != nil {
		<-gate
	}
	return f.fail
}

func (f *fakeKeyring) called() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.calls
}

func (f *fakeKeyring) backend() backend {
	return backend{Set: f.set, Get: f.get, Delete: f.delete}
}

func (f *fakeKeyring) set(service, ref, value string) error {
	if err := f.enter(); err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.kept[service+"/"+ref] = value
	return nil
}

func (f *fakeKeyring) get(service, ref string) (string, error) {
	if err := f.enter(); err != nil {
		return "", err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	value, ok := f.kept[service+"/"+ref]
	if !ok {
		return "", gokeyring.ErrNotFound
	}
	return value, nil
}

func (f *fakeKeyring) delete(service, ref string) error {
	if err := f.enter(); err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if _, ok := f.kept[service+"/"+ref]; !ok {
		return gokeyring.ErrNotFound
	}
	delete(f.kept, service+"/"+ref)
	return nil
}

func newFake() *fakeKeyring { return &fakeKeyring{kept: map[string]string{}} }

const (
	short = 20 * time.Millisecond // a limit that is meant to run out
	long  = time.Minute           // one that is not
	ref   = "contoso/oauth.clientSecret"
)

func TestKeyringVault(t *testing.T) {
	testVault(t, newKeyringOn(newFake().backend(), long))
}

func TestKeyringErrors(t *testing.T) {
	const value = "Zq8~value.of-the_secret"
	tests := map[string]struct {
		fail error
		want error
	}{
		"nothing there":      {gokeyring.ErrNotFound, ErrNotFound},
		"no such system":     {gokeyring.ErrUnsupportedPlatform, ErrNoKeyring},
		"locked":             {errors.New("failed to unlock correct collection '/org/freedesktop/secrets/aliases/default'"), ErrLocked},
		"something else":     {errors.New("the disk is on fire"), ErrKeyring},
		"ours":               {fmt.Errorf("why: %w", ErrNoKeyring), ErrNoKeyring},
		"the value":          {errors.New("can't keep " + value), ErrKeyring},
		"the value, cut":     {errors.New(strings.Repeat("x", 190) + value), ErrKeyring},
		"the value, wrapped": {fmt.Errorf("%w: %s", ErrLocked, value), ErrLocked},
		"the value, spelled": {errors.New("can't keep " + base64.StdEncoding.EncodeToString([]byte(value))), ErrKeyring},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			fake := newFake()
			fake.fail = test.fail
			err := newKeyringOn(fake.backend(), long).Set(t.Context(), ref, New(value))
			if !errors.Is(err, test.want) {
				t.Errorf("%v, want %v", err, test.want)
			}
			var problem *Problem
			if !errors.As(err, &problem) || problem.What == "" || problem.Next == "" {
				t.Errorf("%v does not say what to do", err)
			}
			if text := err.Error(); strings.Contains(text, "Zq8~") || strings.Contains(text, base64.StdEncoding.EncodeToString([]byte("Zq8~va"))) {
				t.Error("the error holds the value, or a part of it")
			}
		})
	}
}

func TestKeyringSaysTooBigOnItsOwn(t *testing.T) {
	fake := newFake()
	fake.fail = gokeyring.ErrSetDataTooBig // although we thought it fits
	err := newKeyringOn(fake.backend(), long).Set(t.Context(), ref, New("value"))
	var tooBig ErrTooBig
	if !errors.As(err, &tooBig) {
		t.Errorf("%v, want ErrTooBig", err)
	}
}

func TestKeyringQuotesWhatTheSystemSaid(t *testing.T) {
	fake := newFake()
	fake.fail = errors.New("\x1b]0;evil\a" + strings.Repeat("long ", 200))
	_, err := newKeyringOn(fake.backend(), long).Get(t.Context(), ref)
	if text := err.Error(); strings.ContainsAny(text, "\x1b\a") || len(text) > 600 {
		t.Errorf("control characters or no bound: %q", text)
	}
}

func TestKeyringThatHangs(t *testing.T) {
	fake := newFake()
	fake.gate = make(chan struct{})
	keyring := newKeyringOn(fake.backend(), short)
	// The first call hangs in the keyring, the later ones wait for it.
	for range 3 {
		if _, err := keyring.Get(t.Context(), ref); !errors.Is(err, ErrTimeout) {
			t.Errorf("Get: %v, want ErrTimeout", err)
		}
		if err := keyring.Delete(t.Context(), ref); !errors.Is(err, ErrTimeout) {
			t.Errorf("Delete: %v, want ErrTimeout", err)
		}
		if err := keyring.Probe(t.Context()); !errors.Is(err, ErrTimeout) {
			t.Errorf("Probe: %v, want ErrTimeout", err)
		}
	}
	if fake.called() != 1 {
		t.Errorf("%d calls are under way in the keyring, want 1", fake.called())
	}
	close(fake.gate)
	until(t, "the keyring can be used again", func() bool { return keyring.Probe(t.Context()) == nil })
}

func TestKeyringCallerStops(t *testing.T) {
	fake := newFake()
	fake.gate = make(chan struct{})
	defer close(fake.gate)
	keyring := newKeyringOn(fake.backend(), long)

	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(short, cancel)
	if _, err := keyring.Get(ctx, ref); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v, want context.Canceled", err)
	}
	ctx, cancel = context.WithTimeout(t.Context(), short)
	defer cancel()
	if _, err := keyring.Get(ctx, ref); !errors.Is(err, ErrTimeout) {
		t.Errorf("the caller's own limit: %v, want ErrTimeout", err)
	}
}

func TestKeyringLockedAndHanging(t *testing.T) {
	fake := newFake()
	fake.gate = make(chan struct{})
	defer close(fake.gate)
	backend := fake.backend()
	backend.State = func() error { return ErrLocked }
	keyring := newKeyringOn(backend, short)
	if err := keyring.Set(t.Context(), ref, New("value")); !errors.Is(err, ErrLocked) {
		t.Errorf("Set: %v, want ErrLocked", err)
	}
}

func TestKeyringLockedThenUnlockedByItsOwner(t *testing.T) {
	fake := newFake()
	backend := fake.backend()
	backend.State = func() error { return ErrLocked } // a call asks for the password
	testVault(t, newKeyringOn(backend, long))
}

func TestKeyringProbeAsksNobody(t *testing.T) {
	for _, state := range []error{ErrLocked, ErrNoKeyring} {
		fake := newFake()
		backend := fake.backend()
		backend.State = func() error { return state }
		if err := newKeyringOn(backend, long).Probe(t.Context()); !errors.Is(err, state) {
			t.Errorf("Probe: %v, want %v", err, state)
		}
		if fake.calls != 0 {
			t.Errorf("%v: Probe called the keyring, which may open a window", state)
		}
	}
}

func TestKeyringAbsentIsNotCalled(t *testing.T) {
	fake := newFake()
	backend := fake.backend()
	backend.State = func() error { return ErrNoKeyring }
	err := newKeyringOn(backend, long).Set(t.Context(), ref, New("value"))
	if !errors.Is(err, ErrNoKeyring) || fake.calls != 0 {
		t.Errorf("Set: %v after %d calls, want ErrNoKeyring after none", err, fake.calls)
	}
}

func TestKeyringTakesBackWhatCameTooLate(t *testing.T) {
	fake := newFake()
	fake.gate = make(chan struct{}, 2)
	keyring := newKeyringOn(fake.backend(), short)
	if err := keyring.Set(t.Context(), ref, New("value")); !errors.Is(err, ErrTimeout) {
		t.Fatalf("Set: %v, want ErrTimeout", err)
	}
	fake.gate <- struct{}{} // somebody unlocks the keyring: the value is kept
	fake.gate <- struct{}{} // and deleted
	until(t, "the keyring was called twice", func() bool { return fake.called() == 2 })
	close(fake.gate)
	until(t, "the keyring can be used again", func() bool { return keyring.Probe(t.Context()) == nil })
	if _, err := keyring.Get(t.Context(), ref); !errors.Is(err, ErrNotFound) {
		t.Errorf("Get: %v, want ErrNotFound", err)
	}
}

func TestKeyringDoesNotBeginTooLate(t *testing.T) {
	fake := newFake()
	backend := fake.backend()
	gate := make(chan struct{})
	backend.State = func() error { <-gate; return nil }
	keyring := newKeyringOn(backend, short)
	if err := keyring.Set(t.Context(), ref, New("value")); !errors.Is(err, ErrTimeout) {
		t.Fatalf("Set: %v, want ErrTimeout", err)
	}
	close(gate)
	until(t, "the keyring can be used again", func() bool { return keyring.Probe(t.Context()) == nil })
	if fake.called() != 1 {
		t.Errorf("%d calls reached the keyring, want the probe alone", fake.called())
	}
}

func TestKeyringSurvivesAPanic(t *testing.T) {
	backend := newFake().backend()
	backend.Get = func(string, string) (string, error) { panic("a service that answers nonsense") }
	_, err := newKeyringOn(backend, long).Get(t.Context(), ref)
	if !errors.Is(err, ErrKeyring) {
		t.Errorf("Get: %v, want ErrKeyring", err)
	}
}

func TestKeyringRoom(t *testing.T) {
	if got := keyringRoom("windows", ref); got != 2560 {
		t.Errorf("Windows: %d bytes, want 2,560", got)
	}
	if got := keyringRoom("linux", ref); got != maxSize {
		t.Errorf("Linux: %d bytes, want %d", got, maxSize)
	}
	longest := Ref(strings.Repeat("ø", 64), strings.Repeat("f", 64))
	for _, r := range []string{ref, longest} {
		got := keyringRoom("darwin", r)
		// What go-keyring hands to the tool "security", which must not exceed 4,096 bytes.
		command := fmt.Sprintf("add-generic-password -U -s %s -a '%s' -w go-keyring-base64:%s\n",
			serviceName, r, base64.StdEncoding.EncodeToString(make([]byte, got)))
		if len(command) > 4096 || got < 2700 {
			t.Errorf("macOS: %d bytes make a command of %d", got, len(command))
		}
	}
}

func TestKeyringSaysTooBigBefore(t *testing.T) {
	for _, system := range []string{"windows", "darwin", "linux"} {
		fake := newFake()
		backend := fake.backend()
		backend.Room = func(ref string) int { return keyringRoom(system, ref) }
		keyring := newKeyringOn(backend, long)
		room := keyringRoom(system, ref)

		err := keyring.Set(t.Context(), ref, New(strings.Repeat("x", room+1)))
		var tooBig ErrTooBig
		if !errors.As(err, &tooBig) || tooBig.Limit != room || fake.calls != 0 {
			t.Errorf("%s, one too many: %v after %d calls", system, err, fake.calls)
		}
		if err := keyring.Set(t.Context(), ref, New(strings.Repeat("x", room))); err != nil {
			t.Errorf("%s, as many as fit: %v", system, err)
		}
	}
}

// until waits for something that another goroutine brings about.
func until(t *testing.T, what string, done func() bool) {
	t.Helper()
	for range 1000 {
		if done() {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatalf("waited in vain until %s", what)
}
