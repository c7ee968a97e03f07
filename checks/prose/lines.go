package prose

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/certwiz/certwiz/checks/markdown"
)

// listed tells whether a line is a list's item, or was meant as one: "• …", or one
// so far to the right that it goes on with the paragraph above.
func listed(l markdown.Line) bool {
	if l.Item || l.Code {
		return l.Item
	}
	s := strings.TrimLeft(l.Text, " \t")
	for _, marker := range []string{"•", "–", "-", "*", "+"} {
		if rest, ok := strings.CutPrefix(s, marker); ok {
			return strings.HasPrefix(rest, " ") || strings.HasPrefix(rest, "\t")
		}
	}
	return false
}

// unlisted is the text of a list's item without its marker.
func unlisted(s string) string {
	s = strings.TrimLeft(s, " \t")
	s = strings.TrimLeft(s, "-*+•–0123456789")
	return strings.TrimSpace(strings.TrimLeft(s, ".)"))
}

// firstText is the number of the first line of body that is not blank, when
// the body begins on line first.
func firstText(body string, first int) int {
	for s := range strings.SplitSeq(body, "\n") {
		if !blank(s) {
			break
		}
		first++
	}
	return first
}

// invisible are the zero-width characters that editors and web pages leave behind.
const invisible = "\u200b\u200c\u200d\u2060\ufeff"

// blank tells whether a text shows nothing: white space and zero-width characters.
func blank(s string) bool {
	for i := range len(s) {
		switch c := s[i]; {
		case c == ' ' || '\t' <= c && c <= '\r':
		case c >= utf8.RuneSelf:
			return strings.IndexFunc(s[i:], shown) < 0
		default:
			return false
		}
	}
	return true
}

func shown(r rune) bool { return !unicode.IsSpace(r) && !strings.ContainsRune(invisible, r) }
