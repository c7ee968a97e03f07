package outside

import (
	"bytes"
	"encoding/base64"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aymanbagabas/go-osc52/v2"
)

// board is a system clipboard in memory.
type board struct {
	mu   sync.Mutex
	text string
	err  error
}

func (b *board) read() (string, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text, b.err
}

func (b *board) write(text string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.err == nil {
		b.text = text
	}
	return b.err
}

func with(b *board, terminal *bytes.Buffer, env func(string) string) *twoClipboards {
	c := &twoClipboards{read: b.read, write: b.write, writePrivate: b.write, wrap: wrapFor(env), away: away(env), limit: 5 * time.Second}
	if terminal != nil {
		c.terminal = terminal
	}
	return c
}

func osc(text string) string {
	return "\x1b]52;c;" + base64.StdEncoding.EncodeToString([]byte(text)) + "\x07"
}

func TestCopy(t *testing.T) {
	broken := errors.New("can't open display")
	for _, c := range []struct {
		name       string
		err        error
		env        func(string) string
		noTerminal bool
		text       string
		how        string
		fails      string
		system     string
		terminal   string
	}{
		{name: "desktop", text: "a", env: env(), how: toSystem, system: "a"},
		{name: "over SSH both", text: "a", env: env("SSH_TTY", "/dev/pts/1"), how: toTerminal, system: "a", terminal: osc("a")},
		{name: "no display", text: "ü\n2", err: broken, env: env(), how: toTerminal, terminal: osc("ü\n2")},
		{name: "tmux", text: "a", err: broken, env: env("TMUX", "x"), how: toTerminal, terminal: "\x1bPtmux;\x1b" + osc("a") + "\x1b\\"},
		{name: "screen", text: "a", err: broken, env: env("STY", "x"), how: toTerminal, terminal: "\x1bP" + osc("a") + "\x1b\\"},
		{name: "nothing at all", text: "a", err: broken, env: env(), noTerminal: true, fails: "nothing was copied: the clipboard program failed (can't open display). Install xclip"},
		{name: "too long", text: strings.Repeat("x", 60000), err: broken, env: env(), fails: "nothing was copied: 78 kB are too much for a terminal's clipboard, which takes 73 kB"},
		{name: "too long for one of two", text: strings.Repeat("x", 60000), env: env("SSH_TTY", "x"), how: toSystem, system: strings.Repeat("x", 60000)},
	} {
		t.Run(c.name, func(t *testing.T) {
			b, terminal := &board{err: c.err}, &bytes.Buffer{}
			if c.noTerminal {
				terminal = nil
			}
			how, err := with(b, terminal, c.env).Copy(c.text)
			if how != c.how {
				t.Errorf("how is %q, want %q", how, c.how)
			}
			if (err != nil) != (c.fails != "") || err != nil && !strings.HasPrefix(err.Error(), c.fails) {
				t.Errorf("error is %v, want %q", err, c.fails)
			}
			if b.text != c.system {
				t.Errorf("the system's clipboard holds %d bytes, want %d", len(b.text), len(c.system))
			}
			if terminal != nil && terminal.String() != c.terminal {
				t.Errorf("the terminal got %q, want %q", terminal.String(), c.terminal)
			}
		})
	}
}

func TestHeld(t *testing.T) {
	b := &board{}
	c := with(b, nil, env())
	if _, known := c.Held("s3cret"); known {
		t.Error("known before anything was copied")
	}
	if _, err := c.Copy("s3cret\n"); err != nil {
		t.Fatal(err)
	}
	b.text = "s3cret\r\n" // as clipboards give it back
	if held, known := c.Held("s3cret\n"); !held || !known {
		t.Errorf("held %v known %v, want both", held, known)
	}
	b.text = "something else"
	if held, known := c.Held("s3cret"); held || !known {
		t.Errorf("held %v known %v, want known only", held, known)
	}
	b.err = errors.New("gone")
	if held, known := c.Held("s3cret"); held || known {
		t.Errorf("held %v known %v, want neither", held, known)
	}
}

func TestHeldIsUnknownOverSSH(t *testing.T) {
	c := with(&board{}, &bytes.Buffer{}, env("SSH_CONNECTION", "1"))
	if _, err := c.Copy("a"); err != nil {
		t.Fatal(err)
	}
	if _, known := c.Held("a"); known {
		t.Error("the terminal's clipboard can't be read, so it is not known")
	}
}

func TestClear(t *testing.T) {
	b, terminal := &board{}, &bytes.Buffer{}
	c := with(b, terminal, env("SSH_CONNECTION", "1"))
	if err := c.Clear(); err != nil || terminal.Len() > 0 {
		t.Fatalf("clearing what was never filled: %v, %q", err, terminal)
	}
	if _, err := c.Copy("a"); err != nil {
		t.Fatal(err)
	}
	terminal.Reset()
	if err := c.Clear(); err != nil {
		t.Fatal(err)
	}
	if b.text != "" {
		t.Error("the system's clipboard still holds it")
	}
	if want := osc(" ") + osc52.Clear().String(); terminal.String() != want {
		t.Errorf("the terminal got %q, want %q", terminal, want)
	}
}

// A program that hangs is given up on, is not piled upon, and what it wrote in
// the end is cleared when it should have been.
func TestHangingWrite(t *testing.T) {
	b, terminal := &board{}, &bytes.Buffer{}
	c := with(b, terminal, env())
	c.limit = time.Millisecond
	release, ended := make(chan struct{}), make(chan string, 2)
	c.write = func(text string) error {
		if text != "" {
			<-release
		}
		err := b.write(text)
		ended <- text
		return err
	}
	if how, err := c.Copy("s3cret"); how != toTerminal || err != nil {
		t.Fatalf("%q, %v", how, err)
	}
	if err := c.toSystem("again", c.write); !errors.Is(err, errBusy) {
		t.Errorf("a second write while the first hangs: %v", err)
	}
	if err := c.Clear(); err != nil {
		t.Fatal(err)
	}
	close(release)
	if first, second := <-ended, <-ended; first != "s3cret" || second != "" {
		t.Errorf("written %q then %q", first, second)
	}
	if b.text != "" {
		t.Error("the late secret stays on the clipboard")
	}
}

// atotto/clipboard looks for its programs when the process begins, so the real
// one is tried in a process of its own.
func TestSystemClipboard(t *testing.T) {
	if os.Getenv("CLIPBOARD_CHILD") != "" {
		systemClipboardChild(t)
		return
	}
	cat, err := exec.LookPath("cat")
	if err != nil {
		t.Skip("no cat for the fake xclip")
	}
	dir := fakes(t, map[string]string{
		"xclip": `case "$1" in -in) ` + cat + ` > "$FAKES/board";; -out) ` + cat + ` "$FAKES/board";; esac`,
	})
	cmd := exec.Command(os.Args[0], "-test.run=^TestSystemClipboard$")
	cmd.Env = []string{"CLIPBOARD_CHILD=1", "PATH=" + dir, "FAKES=" + dir}
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if data, err := os.ReadFile(filepath.Join(dir, "board")); err != nil || len(data) != 0 {
		t.Errorf("after Clear the board holds %q, %v", data, err)
	}
}

func systemClipboardChild(t *testing.T) {
	c := New(nil, os.Getenv).Clipboard
	how, err := c.Copy("über 1\n2")
	if how != toSystem || err != nil {
		t.Fatalf("%q, %v", how, err)
	}
	if held, known := c.Held("über 1\n2"); !held || !known {
		t.Errorf("held %v, known %v", held, known)
	}
	if err := c.Clear(); err != nil {
		t.Error(err)
	}
}
