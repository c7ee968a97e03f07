package secrets

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync/atomic"
	"time"

	gokeyring "github.com/zalando/go-keyring"
)

const (
	// serviceName is the name under which the keyring shows certwiz's entries.
	serviceName = "certwiz"
	// keyringLimit is how long one call to the keyring may take.
	keyringLimit = 3 * time.Second

	probeRef = "certwiz/probe" // never set
)

// backend is the keyring behind a Keyring. The first three behave as those of
// go-keyring; a test hands in its own.
type backend struct {
	Set    func(service, ref, value string) error
	Get    func(service, ref string) (string, error)
	Delete func(service, ref string) error
	// State says without asking anybody for a password whether the keyring can
	// be used: nil, ErrNoKeyring or ErrLocked. It may be nil.
	State func() error
	// Explain turns an error of the others into one of this package, or is nil
	// when it knows no better. It may be nil itself.
	Explain func(error) *Problem
	// Room is how many bytes a secret under ref may have.
	Room func(ref string) int
}

// Keyring is the vault of the operating system: Credential Manager on Windows,
// Keychain on macOS, the Secret Service elsewhere. A call that hangs costs the
// caller the limit and nothing more; the next one waits for it, so that at
// most one call, and one window that asks for a password, is open at a time.
type Keyring struct {
	backend backend
	limit   time.Duration
	slot    chan struct{} // holds one token while a call is under way
}

// NewKeyring is the keyring of this system.
func NewKeyring() *Keyring { return newKeyringOn(systemBackend(), keyringLimit) }

// systemBackend is this system's keyring by way of go-keyring.
func systemBackend() backend {
	return backend{
		Set:     gokeyring.Set,
		Get:     gokeyring.Get,
		Delete:  gokeyring.Delete,
		State:   systemState,
		Explain: systemExplain,
		Room:    func(ref string) int { return keyringRoom(runtime.GOOS, ref) },
	}
}

// newKeyringOn is a keyring on a given backend, each call of which may take
// limit.
func newKeyringOn(backend backend, limit time.Duration) *Keyring {
	return &Keyring{backend: backend, limit: limit, slot: make(chan struct{}, 1)}
}

// Place completes "kept ...".
func (*Keyring) Place() string { return "in your keyring" }

// Probe says within the limit whether the keyring can be used: nil, or
// ErrNoKeyring, ErrLocked, ErrTimeout or ErrKeyring. On systems with a Secret
// Service it opens no window; it is to be run beside the session.
func (k *Keyring) Probe(ctx context.Context) error {
	_, err := k.do(ctx, func() (string, error) {
		if k.backend.State != nil {
			if err := k.backend.State(); err != nil {
				return "", err
			}
		}
		return k.backend.Get(serviceName, probeRef)
	})
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	return err
}

// Set keeps s in the keyring. When the keyring keeps it after the time is up,
// because somebody unlocked it late, it is taken out again: the caller was
// told that it is not there. A value it replaced is then gone too.
func (k *Keyring) Set(ctx context.Context, ref string, s Secret) error {
	if err := checkSet(ref, s, k.room(ref)); err != nil {
		return err
	}
	value := s.Open()
	// Whichever comes first closes the matter: the keyring that has kept the
	// value, or the caller whose time is up.
	var closed atomic.Bool
	_, err := k.ask(ctx, func() (string, error) {
		if closed.Load() {
			return "", ErrTimeout
		}
		err := withoutWords(k.explain(k.backend.Set(serviceName, ref, value)))
		if err == nil && closed.Swap(true) {
			return "", k.backend.Delete(serviceName, ref)
		}
		return "", err
	})
	if kept := closed.Swap(true); kept {
		return nil // perhaps in the very moment the time ran out
	}
	return err
}

func (k *Keyring) room(ref string) int {
	if k.backend.Room == nil {
		return maxSize
	}
	return k.backend.Room(ref)
}

// Get is the secret under ref.
func (k *Keyring) Get(ctx context.Context, ref string) (Secret, error) {
	if !validRef(ref) {
		return Secret{}, ErrRef
	}
	value, err := k.ask(ctx, func() (string, error) { return k.backend.Get(serviceName, ref) })
	if err != nil {
		return Secret{}, err
	}
	return New(value), nil
}

// Delete forgets the secret under ref.
func (k *Keyring) Delete(ctx context.Context, ref string) error {
	if !validRef(ref) {
		return ErrRef
	}
	_, err := k.ask(ctx, func() (string, error) { return "", k.backend.Delete(serviceName, ref) })
	return err
}

// ask looks at the keyring's state before it calls it: without a keyring there
// is nothing to call, and a locked one that does not answer waits for its
// password.
func (k *Keyring) ask(ctx context.Context, call func() (string, error)) (string, error) {
	var locked atomic.Bool
	value, err := k.do(ctx, func() (string, error) {
		if k.backend.State == nil {
			return call()
		}
		err := k.backend.State()
		if errors.Is(err, ErrNoKeyring) {
			return "", err
		}
		locked.Store(errors.Is(err, ErrLocked))
		return call()
	})
	if errors.Is(err, ErrTimeout) && locked.Load() {
		return "", ErrLocked
	}
	return value, err
}

type answer struct {
	value string
	err   error
}

// do runs one call in a goroutine of its own and waits for it until the limit
// or the context ends. A call that never comes back keeps its goroutine and
// the slot; the caller and later calls are let go when their time is up.
func (k *Keyring) do(ctx context.Context, call func() (string, error)) (string, error) {
	if ctx.Err() != nil {
		return "", timeUp(ctx)
	}
	timed, cancel := context.WithTimeout(ctx, k.limit)
	defer cancel()

	select {
	case k.slot <- struct{}{}:
	case <-timed.Done():
		return "", timeUp(ctx)
	}
	answers := make(chan answer, 1)
	go func() {
		defer func() { <-k.slot }()
		value, err := guarded(call)
		answers <- answer{value, err}
	}()
	select {
	case a := <-answers:
		return a.value, k.explain(a.err)
	case <-timed.Done():
		return "", timeUp(ctx)
	}
}

// guarded turns a panic into an error: the Secret Service client asserts the
// types of what a service answers, and a panic in a goroutine ends the session.
func guarded(call func() (string, error)) (value string, err error) {
	defer func() {
		if recover() != nil {
			value, err = "", ErrKeyring
		}
	}()
	return call()
}

// timeUp is the caller's own reason for stopping, or else ErrTimeout.
func timeUp(ctx context.Context) error {
	if errors.Is(ctx.Err(), context.Canceled) {
		return ctx.Err()
	}
	return ErrTimeout
}

// explain turns what the backend said into an error of this package and keeps
// its words, quoted and cut, for whoever has to find out why.
func (k *Keyring) explain(err error) error {
	var known *Problem
	switch {
	case err == nil:
		return nil
	case errors.As(err, &known):
		return err
	case errors.Is(err, gokeyring.ErrNotFound):
		return ErrNotFound
	case errors.Is(err, gokeyring.ErrSetDataTooBig):
		return ErrTooBig{Limit: k.room(probeRef)}
	case errors.Is(err, gokeyring.ErrUnsupportedPlatform):
		return ErrNoKeyring
	case strings.Contains(err.Error(), "failed to unlock correct collection"):
		known = ErrLocked
	case k.backend.Explain != nil:
		known = k.backend.Explain(err)
	}
	if known == nil {
		known = ErrKeyring
	}
	return fmt.Errorf("%w (The keyring said %.200q.)", known, err.Error())
}

// withoutWords drops what the keyring said in an error of explain: when it was
// to keep a value, its words may repeat that value in any spelling.
func withoutWords(err error) error {
	if problem := errors.Unwrap(err); problem != nil {
		return problem
	}
	return err
}

// keyringRoom is how many bytes of UTF-8 the keyring of a system, named as
// runtime.GOOS does, takes under ref.
// The figures are those of go-keyring v0.2.8: it checks the length of the
// value itself on Windows (2,560), and on macOS that of the whole command
// (4,096) by which it hands the value, in base64, to the tool "security".
func keyringRoom(goos, ref string) int {
	switch goos {
	case "windows":
		return 2560
	case "darwin":
		const spare = 96 // quotes, and what the tool's own line buffer needs
		command := len("add-generic-password -U -s  -a  -w \n") + len(serviceName) + len(ref)
		return (4096 - spare - command - len("go-keyring-base64:")) / 4 * 3
	}
	return maxSize
}
