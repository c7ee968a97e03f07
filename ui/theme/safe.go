package theme

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Safe makes text that came from a file, a person or a server safe to show. A
// control character, an escape sequence, a mark that turns the direction of
// text around, an invisible character and a byte that is not UTF-8 are shown
// as what they are (␛, ⟨U+202E⟩, ⟨0xFF⟩) and never sent. Line ends and tabs are
// shown too. Text with styles of our own must not be passed through it.
func Safe(s string) string { return safe(s, unicodeSigns) }

// SafeLines is Safe for text of several lines: line ends (LF and CRLF) stay
// line ends, and a tab becomes four spaces.
func SafeLines(s string) string { return safeLines(s, unicodeSigns) }

// Safe is the function Safe in the characters that the terminal has: in ASCII
// it shows \x1b, \u202e and \xff.
func (t Theme) Safe(s string) string { return safe(s, t.signs()) }

// SafeLines is the function SafeLines in the characters that the terminal has.
func (t Theme) SafeLines(s string) string { return safeLines(s, t.signs()) }

// signs say how to show what must not be sent.
type signs struct {
	control func(r rune) string // below U+0020, and U+007F
	hidden  func(r rune) string
	invalid func(b byte) string
	seven   bool // show everything outside ASCII too
}

var unicodeSigns = signs{
	control: controlPicture,
	hidden:  func(r rune) string { return fmt.Sprintf("⟨U+%04X⟩", r) },
	invalid: func(b byte) string { return fmt.Sprintf("⟨0x%02X⟩", b) },
}

var asciiSigns = signs{
	control: asciiControl,
	hidden:  asciiHidden,
	invalid: func(b byte) string { return fmt.Sprintf(`\x%02x`, b) },
}

func (t Theme) signs() signs {
	if !t.Options.ASCII {
		return unicodeSigns
	}
	s := asciiSigns
	s.seven = t.Options.SevenBit
	return s
}

func controlPicture(r rune) string {
	if r == 0x7f {
		return "␡"
	}
	return string('␀' + r)
}

func asciiControl(r rune) string {
	switch r {
	case '\n':
		return `\n`
	case '\r':
		return `\r`
	case '\t':
		return `\t`
	default:
		return fmt.Sprintf(`\x%02x`, r)
	}
}

func asciiHidden(r rune) string {
	if r > 0xffff {
		return fmt.Sprintf(`\U%08x`, r)
	}
	return fmt.Sprintf(`\u%04x`, r)
}

func safe(s string, show signs) string {
	if harmless(s) {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		b.WriteString(show.rune(r, s[:size]))
		s = s[size:]
	}
	return b.String()
}

// harmless answers for most text at once: printable ASCII.
func harmless(s string) bool {
	for i := range len(s) {
		if s[i] < 0x20 || s[i] >= 0x7f {
			return false
		}
	}
	return true
}

func (show signs) rune(r rune, raw string) string {
	switch {
	case r == utf8.RuneError && len(raw) == 1:
		return show.invalid(raw[0])
	case r < 0x20 || r == 0x7f:
		return show.control(r)
	case hidden(r), show.seven && r > 0x7f:
		return show.hidden(r)
	default:
		return raw
	}
}

// hidden says whether a character has no picture of its own: C1 controls,
// marks of direction, zero-width and other invisible characters, private and
// unassigned ones. The marks of Arabic numbers are format characters too, but
// have a picture.
func hidden(r rune) bool {
	if r < 0x7f {
		return false
	}
	if unicode.Is(unicode.Prepended_Concatenation_Mark, r) {
		return false
	}
	return !unicode.IsGraphic(r) ||
		unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector) ||
		r == '\u2800' // the empty Braille pattern
}

func safeLines(s string, show signs) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	s = strings.ReplaceAll(s, "\t", "    ")
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		lines[i] = safe(line, show)
	}
	return strings.Join(lines, "\n")
}
