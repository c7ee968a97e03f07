package source

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/certwiz/certwiz/checks/jsontree"
	"github.com/certwiz/certwiz/checks/text"
)

// The lengths of what is shown, in characters.
const (
	maxShown = 200 // a value
	lead     = 40  // of what two long texts have in common before they differ
	maxPlace = 300 // a place, in words or as a pointer
)

// excerpt is the beginning of a value written as compact JSON.
type excerpt struct {
	b    strings.Builder
	n    int  // characters in it
	full bool // it was cut
}

func (e *excerpt) String() string {
	if e.full {
		return e.b.String() + "…"
	}
	return e.b.String()
}

// write adds a text that is not to be cut itself.
func (e *excerpt) write(s string) {
	n := utf8.RuneCountInString(s)
	if e.full || e.n+n > maxShown-1 {
		e.full = true
		return
	}
	e.b.WriteString(s)
	e.n += n
}

// quoted adds a text in quotes, from a byte on.
func (e *excerpt) quoted(s string, from int) {
	e.write(`"`)
	if from > 0 {
		e.write("…")
	}
	for _, r := range s[from:] {
		if e.full {
			return
		}
		e.write(escapedRune(r))
	}
	e.write(`"`)
}

// escapedRune writes a character as JSON has it in a string, and one that
// can't be seen or told from a space by its number.
func escapedRune(r rune) string {
	switch {
	case r == '"' || r == '\\':
		return `\` + string(r)
	case r == '\n':
		return `\n`
	case r == '\r':
		return `\r`
	case r == '\t':
		return `\t`
	case r == ' ' || r != utf8.RuneError && unicode.IsGraphic(r) && !unicode.IsSpace(r):
		return string(r)
	case r > 0xffff:
		high, low := utf16.EncodeRune(r)
		return fmt.Sprintf(`\u%04x\u%04x`, high, low)
	default:
		return fmt.Sprintf(`\u%04x`, r)
	}
}

// value adds a value; what hide gives a text for is shown as that.
func (e *excerpt) value(n jsontree.Node, hide func(jsontree.Node) (string, bool)) {
	if e.full {
		return
	}
	if mask, ok := hide(n); ok {
		e.write(mask)
		return
	}
	switch n.Kind() {
	case jsontree.Object:
		e.container("{", n, "}", hide)
	case jsontree.Array:
		e.container("[", n, "]", hide)
	case jsontree.String:
		e.quoted(n.Text(), 0)
	default:
		e.write(text.Cut(strings.ToValidUTF8(n.Text(), "\ufffd"), maxShown/2))
	}
}

func (e *excerpt) container(open string, n jsontree.Node, end string, hide func(jsontree.Node) (string, bool)) {
	e.write(open)
	for c := n.First(); c.OK() && !e.full; c = c.Next() {
		if c != n.First() {
			e.write(",")
		}
		if open == "{" {
			e.quoted(c.Key(), 0)
			e.write(":")
		}
		e.value(c, hide)
	}
	e.write(end)
}

// showFrom is the byte from which two texts are shown: the beginning, or
// shortly before they differ when that would be cut off.
func showFrom(a, b string) int {
	same := commonPrefix(a, b)
	if same < maxShown/2 {
		return 0
	}
	from := same
	for range lead {
		_, size := utf8.DecodeLastRuneInString(a[:from])
		from -= size
	}
	return from
}

// commonPrefix is the number of bytes in whole characters with which both begin.
func commonPrefix(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	for n > 0 && n < len(a) && !utf8.RuneStart(a[n]) || n > 0 && n < len(b) && !utf8.RuneStart(b[n]) {
		n--
	}
	return n
}

// textNote says in what two texts that look alike differ, "" when they do not.
func textNote(a, b string) string {
	switch {
	case strings.EqualFold(a, b):
		return "only capital and small letters differ"
	case withoutSpace(a) == withoutSpace(b):
		return "only spaces differ"
	default:
		return ""
	}
}

func withoutSpace(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, s)
}
