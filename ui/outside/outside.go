// Package outside holds the ways from certwiz's screen to the rest of the
// desktop: the clipboard, the browser, the file manager and the editor. Each
// stands behind one small interface, made in main, so that tests hand in their
// own. Every call can take up to its limit (2 s), so it is made beside the
// screen and never from an update loop. An error is a whole sentence that says
// what the person can do instead.
package outside

import (
	"errors"
	"io"
	"runtime"
	"time"
)

// limit is how long a program of the system may take to answer.
const limit = 2 * time.Second

// Clipboard is where texts are copied to.
type Clipboard interface {
	// Copy puts text on the clipboard. How completes a line of its own:
	// "copied to the clipboard", "sent to your terminal's clipboard (OSC 52)".
	Copy(text string) (how string, err error)
	// CopySecret is Copy with the wish that no history and no other device keeps
	// the text, where the system knows of such a wish.
	CopySecret(text string) (how string, err error)
	// Held reports whether the clipboard still holds text; known is false where
	// it can't be read, as over SSH.
	Held(text string) (held, known bool)
	// Clear empties the clipboard wherever Copy has put something.
	Clear() error
}

// Browser opens pages.
type Browser interface {
	// Open opens an https address. The error is ErrNoBrowser where there is
	// none to reach; the caller then shows the address and copies it.
	Open(url string) error
}

// Files shows files.
type Files interface {
	// Reveal shows a file in the system's file manager.
	Reveal(path string) error
}

// Ports are the ways out together.
type Ports struct {
	Clipboard Clipboard
	Browser   Browser
	Files     Files
}

// New makes the ways out of this system. Terminal is where OSC 52 goes, nil
// where no terminal is; env looks up the environment.
func New(terminal io.Writer, env func(string) string) Ports {
	here := system{os: runtime.GOOS, env: env}
	return Ports{
		Clipboard: NewClipboard(terminal, env),
		Browser:   browser{here},
		Files:     files{here},
	}
}

// system is what is known about where certwiz runs.
type system struct {
	os  string
	env func(string) string
}

// overSSH reports whether the person sits at another machine.
func overSSH(env func(string) string) bool {
	return env("SSH_CONNECTION") != "" || env("SSH_TTY") != "" || env("SSH_CLIENT") != ""
}

// desktop reports whether windows can be opened here, and if not, why.
func (s system) desktop() error {
	if overSSH(s.env) {
		return errors.New("certwiz runs over SSH")
	}
	if s.os == "windows" || s.os == "darwin" || s.env("WSL_DISTRO_NAME") != "" {
		return nil
	}
	if s.env("DISPLAY") == "" && s.env("WAYLAND_DISPLAY") == "" {
		return errors.New("there is no display")
	}
	return nil
}
