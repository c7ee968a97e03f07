package outside

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/atotto/clipboard"
	"github.com/aymanbagabas/go-osc52/v2"
)

// What Copy says about how it went.
const (
	toSystem   = "copied to the clipboard"
	toTerminal = "sent to your terminal's clipboard (OSC 52)"
)

// maxOSC52 is the longest text, encoded, that terminals take (xterm's limit).
const maxOSC52 = 74994

var (
	errSlow = errors.New("the clipboard program did not answer within 2 s")
	errBusy = errors.New("the clipboard program still has not answered")
)

// NewClipboard makes the clipboard of this system. Texts go to the system's
// own, and to the terminal's by OSC 52 where the system's can't be reached or
// may not be the one the person sits at: over SSH, in tmux and in screen.
func NewClipboard(terminal io.Writer, env func(string) string) Clipboard {
	return &twoClipboards{
		read: clipboard.ReadAll, write: clipboard.WriteAll, writePrivate: writePrivate, absent: clipboard.Unsupported,
		terminal: terminal, wrap: wrapFor(env), away: away(env), limit: limit,
	}
}

// away reports whether the system's clipboard may not be the person's.
func away(env func(string) string) bool {
	return overSSH(env) || env("TMUX") != "" || env("STY") != ""
}

func wrapFor(env func(string) string) func(osc52.Sequence) osc52.Sequence {
	switch {
	case env("TMUX") != "":
		return osc52.Sequence.Tmux
	case env("STY") != "":
		return osc52.Sequence.Screen
	default:
		return func(s osc52.Sequence) osc52.Sequence { return s }
	}
}

// twoClipboards are the system's clipboard and the terminal's.
type twoClipboards struct {
	read  func() (string, error)
	write func(string) error
	// writePrivate is write for a secret.
	writePrivate func(string) error
	absent       bool // no clipboard program was found
	terminal     io.Writer
	wrap         func(osc52.Sequence) osc52.Sequence
	away         bool
	limit        time.Duration

	mu       sync.Mutex
	inSystem bool // the system's holds what was copied last
	inOSC52  bool // the terminal was sent what was copied last
	writing  bool // a write was given up on and still runs
	undo     bool // it was asked to be cleared meanwhile
}

// Copy puts text on the clipboard.
func (c *twoClipboards) Copy(text string) (string, error) { return c.copy(text, c.write) }

// CopySecret puts a secret on the clipboard.
func (c *twoClipboards) CopySecret(text string) (string, error) { return c.copy(text, c.writePrivate) }

func (c *twoClipboards) copy(text string, write func(string) error) (string, error) {
	system := c.toSystem(text, write)
	osc := errors.New("")
	if system != nil || c.away {
		osc = c.toTerminal(text)
	}
	c.mu.Lock()
	c.inSystem, c.inOSC52 = system == nil, osc == nil
	c.mu.Unlock()
	switch {
	case osc == nil:
		return toTerminal, nil
	case system == nil:
		return toSystem, nil
	case osc.Error() != "" && !errors.Is(osc, errNoTerminal):
		return "", fmt.Errorf("nothing was copied: %w", osc)
	default:
		return "", fmt.Errorf("nothing was copied: %w. Install xclip, xsel or wl-clipboard, or select the text with the mouse", system)
	}
}

// Held reports whether the clipboard still holds text.
func (c *twoClipboards) Held(text string) (held, known bool) {
	c.mu.Lock()
	readable := c.inSystem && !c.inOSC52 && !c.writing
	c.mu.Unlock()
	if !readable {
		return false, false
	}
	type answer struct {
		text string
		err  error
	}
	got := make(chan answer, 1)
	go func() {
		have, err := c.read()
		got <- answer{have, err}
	}()
	select {
	case a := <-got:
		return a.err == nil && plain(a.text) == plain(text), a.err == nil
	case <-time.After(c.limit):
		return false, false
	}
}

// plain is a text as it comes back from any clipboard: line ends and a last
// empty line are not kept by all of them.
func plain(s string) string {
	return strings.TrimRight(strings.ReplaceAll(s, "\r\n", "\n"), "\n")
}

// Clear empties the clipboard wherever Copy has put something.
func (c *twoClipboards) Clear() error {
	c.mu.Lock()
	system, osc := c.inSystem, c.inOSC52
	c.inSystem, c.inOSC52 = false, false
	if c.writing {
		c.undo, system = true, false
	}
	c.mu.Unlock()
	var errs []error
	if osc {
		errs = append(errs, c.clearTerminal())
	}
	if system {
		errs = append(errs, c.toSystem("", c.write))
	}
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("the clipboard could not be cleared: %w. Copy something else over it", err)
	}
	return nil
}

// toSystem writes the system's clipboard within the limit. A write that hangs
// is left behind; until it ends no other one is begun.
func (c *twoClipboards) toSystem(text string, write func(string) error) error {
	if c.absent {
		return errors.New("no clipboard program was found")
	}
	c.mu.Lock()
	if c.writing {
		c.mu.Unlock()
		return errBusy
	}
	c.writing = true
	c.mu.Unlock()

	done := make(chan error, 1)
	go func() {
		err := write(text)
		c.wrote()
		done <- err
	}()
	select {
	case err := <-done:
		if err != nil {
			return fmt.Errorf("the clipboard program failed (%w)", err)
		}
		return nil
	case <-time.After(c.limit):
		return errSlow
	}
}

// wrote is the end of a write. One that was given up on, and should have been
// cleared meanwhile, is cleared now.
func (c *twoClipboards) wrote() {
	c.mu.Lock()
	undo := c.undo
	c.writing, c.undo = undo, false
	c.mu.Unlock()
	if !undo {
		return
	}
	_ = c.write("")
	c.mu.Lock()
	c.writing = false
	c.mu.Unlock()
}

var errNoTerminal = errors.New("there is no terminal")

func (c *twoClipboards) toTerminal(text string) error {
	if c.terminal == nil {
		return errNoTerminal
	}
	if n := base64.StdEncoding.EncodedLen(len(text)); n > maxOSC52 {
		return fmt.Errorf("%d kB are too much for a terminal's clipboard, which takes %d kB", n>>10, maxOSC52>>10)
	}
	return c.send(osc52.New(text))
}

// clearTerminal writes a space over the text before it asks for an empty
// clipboard: not every terminal knows how to empty it.
func (c *twoClipboards) clearTerminal() error {
	return errors.Join(c.send(osc52.New(" ")), c.send(osc52.Clear()))
}

// send writes a sequence at once, so that it can't be torn by a frame.
func (c *twoClipboards) send(s osc52.Sequence) error {
	if _, err := io.WriteString(c.terminal, c.wrap(s).String()); err != nil {
		return fmt.Errorf("the terminal could not be written (%w)", err)
	}
	return nil
}
