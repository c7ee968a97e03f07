package jsontree

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// FaultKind sorts faults by what they do to the tree.
type FaultKind uint8

// The faults. Those up to Form are read over by lenient readers, Microsoft's
// among them as far as is known, and lose nothing; those from Structure on
// mean that part of the tree is a guess.
const (
	BOM         FaultKind = iota // the file starts with a byte order mark
	Comment                      // a // or /* */ comment
	ExtraComma                   // a comma before a closing bracket, or two
	Duplicate                    // a member name used twice in one object
	Control                      // a raw control character in a text
	NotUTF8                      // bytes that are no UTF-8
	SingleQuote                  // text in single quotes
	Form                         // an escape or a number that JSON does not know
	Structure                    // a comma, colon, bracket, quote or value is missing or misplaced
	Truncated                    // the file ends too early
	Trailing                     // data after the end
	Limit                        // deeper or larger than is read
)

// Fault is one thing that is not JSON.
type Fault struct {
	Kind    FaultKind
	Offset  int    // bytes from the start of the file
	Message string // one line, "a comma is missing"
}

// Breaks reports whether the fault leaves part of the tree a guess.
func (f Fault) Breaks() bool { return f.Kind >= Structure }

// Faults lists what is not JSON, in the order of the file; at most MaxFaults.
func (t *Tree) Faults() []Fault { return t.faults }

// Unlisted is the number of faults beyond MaxFaults.
func (t *Tree) Unlisted() int { return t.more }

// Damaged reports whether a part of the tree is a guess, so that a member that
// is not found may be in the file all the same.
func (t *Tree) Damaged() bool {
	return slices.ContainsFunc(t.faults, Fault.Breaks)
}

func (t *Tree) fault(kind FaultKind, offset int, format string, args ...any) {
	if len(t.faults) >= MaxFaults {
		t.more++
		return
	}
	t.faults = append(t.faults, Fault{kind, offset, fmt.Sprintf(format, args...)})
}

// shown are how many characters of a text a message shows.
const (
	shownQuoted = 60
	shownPlain  = 200
)

// Quote shows a text from a file in one line of a message: control and
// invisible characters made visible, long texts cut, backticks around it.
func Quote(s string) string { return "`" + show(s, shownQuoted) + "`" }

// Plain is Quote without the backticks and with more room, for the sentences
// of others that have quotes of their own.
func Plain(s string) string { return show(s, shownPlain) }

func show(s string, limit int) string {
	var b strings.Builder
	n := 0
	for _, r := range s {
		if n++; n > limit {
			b.WriteRune('…')
			break
		}
		switch {
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\t':
			b.WriteString(`\t`)
		case r == utf8.RuneError, !unicode.IsGraphic(r):
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
