package theme

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode"
)

// WriteJSON writes JSON, indented, of which nothing steers a terminal or a build
// server that shows it: characters that can't be seen and those that begin a
// build server's command are written as JSON's own escapes.
func WriteJSON(w io.Writer, v any) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		return err
	}
	_, err := io.WriteString(w, escaped(b.String()))
	return err
}

// escaped writes what JSON would leave alone as its escapes.
func escaped(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	for i, r := range text {
		switch {
		case r > 0xffff && unseen(r):
			high, low := utf16Pair(r)
			fmt.Fprintf(&b, `\u%04x\u%04x`, high, low)
		case r >= 0x7f && unseen(r), r == '#' && beginsCommand(text[i:]):
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func utf16Pair(r rune) (high, low rune) {
	r -= 0x10000
	return 0xd800 + r>>10, 0xdc00 + r&0x3ff
}

// unseen tells of control characters, of marks that turn the direction of the
// text around them, and of those that take no room.
func unseen(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.In(r, unicode.Zl, unicode.Zp)
}

// beginsCommand tells whether a text begins as the commands do that Azure
// Pipelines and older GitHub runners look for anywhere in a line.
func beginsCommand(text string) bool {
	return strings.HasPrefix(text, "##[") || len(text) >= 6 && strings.EqualFold(text[:6], "##vso[")
}

// EscapeCommands sets a backslash into whatever in a line begins a command of
// Azure Pipelines: its agent finds one behind any other text.
func EscapeCommands(line string) string {
	var b strings.Builder
	for i, r := range line {
		b.WriteRune(r)
		if r == '#' && beginsCommand(line[i:]) {
			b.WriteByte('\\')
		}
	}
	return b.String()
}

// Guard is a writer for what a build server may read: no line that goes through
// begins a command of GitHub Actions, and none holds one of Azure Pipelines. A
// backslash is set before the first and into the second, whose agent finds it
// behind any other text.
func Guard(w io.Writer) io.Writer { return &guard{w: w, blank: true} }

type guard struct {
	w     io.Writer
	blank bool // nothing but white space stands in the line so far
	kept  []byte
}

// longestSign is how many bytes tell that a command begins.
const longestSign = len("##vso[")

// Write passes text on. The end of it is kept back as long as it may be the
// beginning of a command.
func (g *guard) Write(p []byte) (int, error) {
	text := append(g.kept, p...)
	g.kept = nil
	var out []byte
	for i := 0; i < len(text); i++ {
		rest := text[i:]
		if undecided(rest, g.blank) {
			g.kept = bytes.Clone(rest)
			break
		}
		if g.blank && bytes.HasPrefix(rest, []byte("::")) {
			out = append(out, '\\')
		}
		c := text[i]
		g.blank = c == '\n' || c == '\r' || g.blank && (c == ' ' || c == '\t')
		out = append(out, c)
		if beginsCommand(string(rest[:min(len(rest), longestSign)])) {
			out = append(out, '\\')
		}
	}
	if _, err := g.w.Write(out); err != nil {
		return 0, err
	}
	return len(p), nil
}

// undecided tells whether a text may go on as a command.
func undecided(text []byte, blank bool) bool {
	lower := strings.ToLower(string(text[:min(len(text), longestSign)]))
	for _, sign := range []string{"##[", "##vso["} {
		if len(lower) < len(sign) && strings.HasPrefix(sign, lower) {
			return true
		}
	}
	return blank && lower == ":"
}

// Flush passes on what is kept back.
func Flush(w io.Writer) error {
	g, ok := w.(*guard)
	if !ok || len(g.kept) == 0 {
		return nil
	}
	_, err := g.w.Write(g.kept)
	g.kept = nil
	return err
}
