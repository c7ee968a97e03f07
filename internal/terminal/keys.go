package terminal

import (
	"fmt"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"
)

// keys are the bytes that xterm sends.
var keys = map[string]string{
	"tab": "\t", "shift+tab": "\x1b[Z", "enter": "\r", "esc": "\x1b", "space": " ",
	"backspace": "\x7f", "delete": "\x1b[3~", "insert": "\x1b[2~",
	"pgup": "\x1b[5~", "pgdown": "\x1b[6~",
	"f1": "\x1bOP", "f2": "\x1bOQ", "f3": "\x1bOR", "f4": "\x1bOS", "f5": "\x1b[15~",
	"alt+enter": "\x1b\r", "alt+backspace": "\x1b\x7f",
	"shift+up": "\x1b[1;2A", "shift+down": "\x1b[1;2B", "shift+right": "\x1b[1;2C", "shift+left": "\x1b[1;2D",
	"ctrl+up": "\x1b[1;5A", "ctrl+down": "\x1b[1;5B", "ctrl+right": "\x1b[1;5C", "ctrl+left": "\x1b[1;5D",
	"ctrl+home": "\x1b[1;5H", "ctrl+end": "\x1b[1;5F", "ctrl+space": "\x00",
}

// cursorKeys are sent as CSI or, in application mode, as SS3.
var cursorKeys = map[string]string{"up": "A", "down": "B", "right": "C", "left": "D", "home": "H", "end": "F"}

// Key presses one key by its name: "tab", "shift+tab", "enter", "esc", "up",
// "pgdown", "f1", "ctrl+s", "alt+x", "a" and so on.
func (tt *Terminal) Key(name string) {
	tt.t.Helper()
	sequence, ok := tt.sequence(name)
	if !ok {
		tt.t.Fatalf("no key is named %q", name)
	}
	tt.send(sequence)
}

// Keys presses several keys, one after the other.
func (tt *Terminal) Keys(names ...string) {
	tt.t.Helper()
	for _, name := range names {
		tt.Key(name)
	}
}

func (tt *Terminal) sequence(name string) (string, bool) {
	if letter, ok := cursorKeys[name]; ok {
		if tt.Mode(applicationKeys) {
			return "\x1bO" + letter, true
		}
		return "\x1b[" + letter, true
	}
	if sequence, ok := keys[name]; ok {
		return sequence, true
	}
	if letter, ok := strings.CutPrefix(name, "ctrl+"); ok && len(letter) == 1 && letter[0] >= '@' && letter[0] < 0x7f {
		return string(rune(letter[0] & 0x1f)), true
	}
	if letter, ok := strings.CutPrefix(name, "alt+"); ok && len(letter) == 1 {
		return "\x1b" + letter, true
	}
	return name, len([]rune(name)) == 1
}

// Type types text, one character after the other. A line end is typed as
// Enter.
func (tt *Terminal) Type(text string) {
	tt.t.Helper()
	text = strings.ReplaceAll(text, "\n", "\r")
	for text != "" {
		character, _ := ansi.FirstGraphemeCluster(text, ansi.GraphemeWidth)
		tt.send(character)
		text = text[len(character):]
	}
}

// Burst types text all at once, as a paste arrives where nothing marks it.
func (tt *Terminal) Burst(text string) {
	tt.t.Helper()
	tt.send(strings.ReplaceAll(text, "\n", "\r"))
}

// Paste pastes text: marked as pasted where the program asked for that, and
// as if typed at once where it did not.
func (tt *Terminal) Paste(text string) {
	tt.t.Helper()
	text = strings.ReplaceAll(text, "\n", "\r")
	if tt.Mode(bracketedPaste) {
		text = "\x1b[200~" + text + "\x1b[201~"
	}
	tt.send(text)
}

// Click presses and releases the left mouse button on a cell, counted from 0.
// The program must listen to the mouse.
func (tt *Terminal) Click(x, y int) {
	tt.t.Helper()
	tt.mouse(0, x, y, 'M')
	tt.mouse(0, x, y, 'm')
}

// ClickOn clicks on the first place where text stands.
func (tt *Terminal) ClickOn(text string) {
	tt.t.Helper()
	x, y, ok := tt.Find(text)
	if !ok {
		tt.fail("%q is not on the screen", text)
	}
	tt.Click(x, y)
}

// Wheel turns the mouse wheel by one notch over a cell.
func (tt *Terminal) Wheel(up bool, x, y int) {
	tt.t.Helper()
	button := 65
	if up {
		button = 64
	}
	tt.mouse(button, x, y, 'M')
}

func (tt *Terminal) mouse(button, x, y int, kind byte) {
	tt.t.Helper()
	listens := tt.Mode(mouseClicks) || tt.Mode(mouseDrags) || tt.Mode(mouseMoves)
	if !listens || !tt.Mode(mouseSGR) {
		tt.fail("the program does not listen to the mouse")
	}
	tt.send(fmt.Sprintf("\x1b[<%d;%d;%d%c", button, x+1, y+1, kind))
}

// send writes one key and waits until the program has read it, so that the
// next one comes as a read of its own. A program that ends meanwhile is fine.
func (tt *Terminal) send(s string) {
	tt.t.Helper()
	if tt.Ended() {
		tt.fail("the program has ended and reads no key")
	}
	written := make(chan error, 1)
	go func() {
		_, err := tt.device.master.WriteString(s)
		written <- err
	}()
	select {
	case err := <-written:
		if err != nil && !tt.Ended() {
			tt.fail("type %q: %v", s, err)
		}
	case <-tt.ended:
		return
	case <-time.After(limit):
		tt.fail("the program does not read what is typed")
	}
	tt.drain()
}

func (tt *Terminal) drain() {
	tt.t.Helper()
	deadline := time.Now().Add(limit)
	for tt.device.unread() {
		if tt.Ended() {
			return
		}
		if time.Now().After(deadline) {
			tt.fail("the program does not read what is typed")
		}
		time.Sleep(pause)
	}
}
