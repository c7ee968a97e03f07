package document

import "strings"

// line is a line of a text: what it says and how it ends.
type line struct {
	text string // without the line break
	end  string // "\n", "\r\n", "" for the last without one
}

// lines takes a text apart; put together again they are the text.
func lines(text string) []line {
	out := make([]line, 0, strings.Count(text, "\n")+1)
	for text != "" {
		n := strings.IndexByte(text, '\n') + 1
		if n == 0 {
			n = len(text)
		}
		shown := strings.TrimRight(strings.TrimSuffix(text[:n], "\n"), "\r")
		out = append(out, line{shown, text[len(shown):n]})
		text = text[n:]
	}
	return out
}

// blank tells whether a line shows nothing.
func blank(s string) bool { return strings.Trim(s, " \t\r\n\v\f") == "" }

// ending is the line break that most lines of a text have; "\n" when it has none.
func ending(text []byte) string {
	breaks, windows := 0, 0
	for i, c := range text {
		if c != '\n' {
			continue
		}
		breaks++
		if i > 0 && text[i-1] == '\r' {
			windows++
		}
	}
	if windows*2 > breaks {
		return "\r\n"
	}
	return "\n"
}

// shown is a piece of a document as an editor shows it: lines that end with \n,
// without byte order marks, and without the blank lines at its end.
func shown(piece string) string {
	all := lines(strings.TrimLeft(piece, bom))
	n := len(all)
	for n > 0 && blank(all[n-1].text) {
		n--
	}
	var b strings.Builder
	for i, l := range all[:n] {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(l.text)
	}
	return b.String()
}
