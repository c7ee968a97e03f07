package screen

import (
	"bytes"
	"io"
	"strconv"
	"strings"
	"sync"

	"github.com/certwiz/certwiz/ui/theme"
)

// painter puts frames on the terminal. Bubble Tea's own renderer waits for a
// tick and wakes up for every one of them; a painter writes at once, only the
// lines that changed, and does nothing while nothing changes.
type painter struct {
	out   io.Writer
	shown []string
	buf   bytes.Buffer
}

// forget makes the next frame a full one: after a resize, an editor, a
// suspended program.
func (p *painter) forget() { p.shown = nil }

// paint shows a frame: one string per row, each as wide as the terminal at
// most.
func (p *painter) paint(rows []string) {
	p.buf.Reset()
	full := len(p.shown) != len(rows)
	for i, row := range rows {
		if !full && p.shown[i] == row {
			continue
		}
		p.buf.WriteString("\x1b[")
		p.buf.WriteString(strconv.Itoa(i + 1))
		p.buf.WriteString(";1H")
		p.buf.WriteString(row)
		p.buf.WriteString("\x1b[0m\x1b[K")
	}
	p.shown = append(p.shown[:0], rows...)
	if p.buf.Len() == 0 {
		return
	}
	frame := make([]byte, 0, p.buf.Len()+16)
	frame = append(frame, "\x1b[?2026h"...) // shown as one frame where the terminal can
	frame = append(frame, p.buf.Bytes()...)
	frame = append(frame, "\x1b[?2026l"...)
	_, _ = p.out.Write(frame) // a terminal that is gone ends the program by its signal
}

// lastLook makes a row ready to be sent. What is typed or pasted into an input
// is shown by the input as it is; here it is made safe like everything else.
func lastLook(th theme.Theme, row string, width int) string {
	return th.Row(theme.Cut(reveal(row), width))
}

// reveal shows characters that must not be sent as what they are. Escapes are
// our own: inputs take none.
func reveal(row string) string {
	if strings.IndexFunc(row, mustNotBeSent) < 0 {
		return row
	}
	var b strings.Builder
	for _, r := range row {
		if mustNotBeSent(r) {
			b.WriteString(theme.Safe(string(r)))
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

func mustNotBeSent(r rune) bool {
	if r < 0x7f {
		return r < 0x20 && r != '\x1b'
	}
	return theme.Safe(string(r)) != string(r)
}

// tty is a terminal that whole writes go to: the painter's and Bubble Tea's
// never mix.
type tty struct {
	file
	mu sync.Mutex
}

type file interface {
	io.ReadWriteCloser
	Fd() uintptr
}

// Write writes all of b before anyone else's bytes.
func (t *tty) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.file.Write(b)
}
