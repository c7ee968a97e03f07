package screen

import (
	"os"

	tea "github.com/charmbracelet/bubbletea"
)

// mostPasted is how many bytes of one paste are read: four for each character of
// the longest field. Bubble Tea looks through all it has of a paste with every
// 256 bytes that come, so that 8 MB would keep it deaf for a minute.
const mostPasted = 4 * longestLines

// What a terminal puts around a paste.
const (
	pasteBegins = "\x1b[200~"
	pasteEnds   = "\x1b[201~"
)

// keyboard is the terminal's input, with pastes cut to what a field can take.
type keyboard struct {
	*os.File
	cut  pasteCutter
	tell func(tea.Msg)
	buf  [256]byte
}

// pasteCut says how much was pasted when that was more than is read.
type pasteCut struct{ size int }

// Read reads what is typed. No byte may come of it: the rest of a paste is left
// out.
func (k *keyboard) Read(b []byte) (int, error) {
	room := min(len(b), len(k.buf))
	if k.cut.cutting() {
		room -= len(pasteEnds) // it may have to be given in
	}
	n, err := k.File.Read(k.buf[:room])
	if n <= 0 {
		return n, err
	}
	out, size := k.cut.take(b[:0], k.buf[:n])
	if size > 0 {
		k.tell(pasteCut{size})
	}
	return len(out), err
}

// pasteCutter leaves out what is too much of a paste.
type pasteCutter struct {
	pasting bool
	began   int  // how many bytes of pasteBegins came last
	ended   int  // how many of pasteEnds, which are held back until it is clear
	size    int  // of the paste so far
	owed    bool // the end of a cut paste is to be given yet
}

// cutting tells whether more may be given than comes.
func (c *pasteCutter) cutting() bool { return c.pasting || c.owed }

// take appends to out what is left of some bytes. When a paste ended that was
// cut, size is how much was pasted. out must have room for what comes, and for
// the end of a paste while cutting.
func (c *pasteCutter) take(out, in []byte) (left []byte, size int) {
	if c.owed {
		out, c.owed = append(out, pasteEnds...), false
	}
	for _, b := range in {
		switch {
		case !c.pasting:
			out = append(out, b)
			c.began = matched(pasteBegins, c.began, b)
			if c.began == len(pasteBegins) {
				*c = pasteCutter{pasting: true}
			}
		case b == pasteEnds[c.ended]:
			if c.ended++; c.ended < len(pasteEnds) {
				continue
			}
			if c.size > mostPasted {
				size = c.size
			} else {
				out = append(out, pasteEnds...)
			}
			*c = pasteCutter{owed: c.owed}
		default:
			for i := range c.ended {
				out = c.pasted(out, pasteEnds[i])
			}
			if c.ended = matched(pasteEnds, 0, b); c.ended == 0 {
				out = c.pasted(out, b)
			}
		}
	}
	return out, size
}

// pasted takes one byte of a paste. The first that is too much ends it for
// whoever reads.
func (c *pasteCutter) pasted(out []byte, b byte) []byte {
	c.size++
	if c.size <= mostPasted {
		return append(out, b)
	}
	if c.size > mostPasted+1 {
		return out
	}
	if cap(out)-len(out) < len(pasteEnds) {
		c.owed = true
		return out
	}
	return append(out, pasteEnds...)
}

// matched is how many bytes of a mark have come after one more.
func matched(mark string, before int, b byte) int {
	switch b {
	case mark[before]:
		return before + 1
	case mark[0]:
		return 1
	default:
		return 0
	}
}
