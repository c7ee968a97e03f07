package secrets

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"sync"
)

// dots is what a secret prints as, whatever its length.
const dots = "••••••••"

// errWritten is the answer to every attempt to write a secret into a format.
var errWritten = errors.New("a secret is never written out: keep its reference instead")

// Secret holds a value that must not be seen. It prints as dots under every
// verb and in every logger, and refuses every encoder. The zero Secret is
// empty. Copies share one value, so Wipe on one empties them all. A Secret is
// safe for use by several goroutines.
type Secret struct {
	// The value sits behind a function because printers read unexported
	// fields by reflection, where no method of ours is called, and follow
	// pointers; into a function they can't look.
	reveal func() *cell
}

type cell struct {
	mu    sync.Mutex
	bytes []byte
}

// New makes a secret of a value.
func New(value string) Secret {
	if value == "" {
		return Secret{}
	}
	c := &cell{bytes: []byte(value)}
	return Secret{reveal: func() *cell { return c }}
}

// Open is the value, "" for an empty or wiped secret. It is the only way to
// the value and may be called in three places: when it goes to the clipboard,
// when a vault keeps it, and when a probe sends it to the service it belongs
// to. The result is never stored, logged, put into an error or shown.
func (s Secret) Open() string {
	if s.reveal == nil {
		return ""
	}
	c := s.reveal()
	c.mu.Lock()
	defer c.mu.Unlock()
	return string(c.bytes)
}

// Empty says whether there is no value.
func (s Secret) Empty() bool { return s.size() == 0 }

// Wipe overwrites the value with zeros and empties the secret and its copies.
// It is best effort: strings that Open gave out, and what the runtime moved or
// the system swapped, are out of its reach.
func (s Secret) Wipe() {
	if s.reveal == nil {
		return
	}
	c := s.reveal()
	c.mu.Lock()
	defer c.mu.Unlock()
	clear(c.bytes)
	c.bytes = nil
}

func (s Secret) size() int {
	if s.reveal == nil {
		return 0
	}
	c := s.reveal()
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.bytes)
}

// String is dots.
func (Secret) String() string { return dots }

// GoString is dots.
func (Secret) GoString() string { return dots }

// Format writes dots for every verb, flag and width.
func (Secret) Format(f fmt.State, _ rune) { io.WriteString(f, dots) }

// LogValue is dots.
func (Secret) LogValue() slog.Value { return slog.StringValue(dots) }

// MarshalJSON refuses.
func (Secret) MarshalJSON() ([]byte, error) { return nil, errWritten }

// MarshalText refuses; XML, YAML and TOML encoders ask here.
func (Secret) MarshalText() ([]byte, error) { return nil, errWritten }

// MarshalBinary refuses.
func (Secret) MarshalBinary() ([]byte, error) { return nil, errWritten }

// GobEncode refuses.
func (Secret) GobEncode() ([]byte, error) { return nil, errWritten }

// UnmarshalJSON refuses: a secret that came from a file was in a file.
func (*Secret) UnmarshalJSON([]byte) error { return errWritten }

// UnmarshalText refuses.
func (*Secret) UnmarshalText([]byte) error { return errWritten }

// UnmarshalBinary refuses.
func (*Secret) UnmarshalBinary([]byte) error { return errWritten }

// GobDecode refuses.
func (*Secret) GobDecode([]byte) error { return errWritten }
