package theme

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Width is the number of columns that text takes. Escape sequences take none,
// wide characters two. A text of several lines is as wide as its widest.
func Width(s string) int {
	if !strings.Contains(s, "\n") {
		return ansi.StringWidth(s)
	}
	widest := 0
	for line := range strings.SplitSeq(s, "\n") {
		widest = max(widest, ansi.StringWidth(line))
	}
	return widest
}

// Cut shortens one line to n columns; a line that was cut ends in "…". Styles
// stay whole.
func Cut(s string, n int) string { return cut(s, n, unicodeGlyphs.More) }

// Cut is the function Cut with the sign that the terminal has.
func (t Theme) Cut(s string, n int) string { return cut(s, n, t.Glyphs.More) }

func cut(s string, n int, more string) string {
	if n <= 0 {
		return ""
	}
	if n < ansi.StringWidth(more) {
		more = ""
	}
	return ansi.Truncate(s, n, more)
}

// Pad fills one line with spaces on the right up to n columns. A longer line
// stays as it is.
func Pad(s string, n int) string {
	return s + strings.Repeat(" ", max(0, n-ansi.StringWidth(s)))
}

// PadLeft fills one line with spaces on the left up to n columns, for numbers.
func PadLeft(s string, n int) string {
	return strings.Repeat(" ", max(0, n-ansi.StringWidth(s))) + s
}

// Wrap breaks text into lines of at most n columns: between words where it can,
// within a word where it must. A style goes on in the next line, and each line
// ends unstyled, so that lines can stand anywhere. Empty lines stay. Where n is
// 1, wide characters stand out.
func Wrap(s string, n int) []string {
	lines := wrap(s, max(n, 1))
	if !strings.Contains(s, "\x1b") {
		return lines
	}
	style := ""
	for i, line := range lines {
		before := style
		style = styleAfter(style, line)
		lines[i] = before + line
		if style != "" {
			lines[i] += ansi.ResetStyle
		}
	}
	return lines
}

// wrap makes up for ansi.Wrap, which lets a line grow too long around a hyphen.
func wrap(s string, n int) []string {
	var lines []string
	for line := range strings.SplitSeq(ansi.Wrap(s, n, ""), "\n") {
		if ansi.StringWidth(line) > n {
			line = ansi.Hardwrap(line, n, true)
		}
		lines = append(lines, strings.Split(line, "\n")...)
	}
	return lines
}

// styleAfter is the sequences that are in force at the end of a line which
// began with the given ones.
func styleAfter(style, line string) string {
	parser := ansi.GetParser()
	defer ansi.PutParser(parser)
	var state byte
	for line != "" {
		sequence, _, size, next := ansi.DecodeSequence(line, state, parser)
		state, line = next, line[size:]
		if !strings.HasPrefix(sequence, "\x1b[") || !strings.HasSuffix(sequence, "m") {
			continue
		}
		style += sequence
		if sequence == "\x1b[0m" || sequence == "\x1b[m" {
			style = ""
		}
	}
	return style
}
