package markdown

import "strings"

// HTMLKind is what a piece of HTML is.
type HTMLKind int

// The kinds of pieces.
const (
	HTMLText HTMLKind = iota
	HTMLTag
	HTMLComment
)

// HTMLPiece is s[From:To] of HTML.
type HTMLPiece struct {
	Kind     HTMLKind
	From, To int
}

// SplitHTML takes HTML apart. What does not end goes to the end.
func SplitHTML(s string) []HTMLPiece {
	var all []HTMLPiece
	for from := 0; from < len(s); {
		p := HTMLPiece{HTMLText, from, len(s)}
		end := "<"
		switch rest := s[from:]; {
		case strings.HasPrefix(rest, "<!--"):
			p.Kind, end = HTMLComment, "-->"
		case rest[0] == '<':
			p.Kind, end = HTMLTag, ">"
		}
		if i := strings.Index(s[from:], end); i >= 0 {
			p.To = from + i
			if p.Kind != HTMLText {
				p.To += len(end)
			}
		}
		all = append(all, p)
		from = p.To
	}
	return all
}

// IsTag tells whether a tag begins with a name: <img src=…>, not </img>.
func IsTag(tag, name string) bool {
	n := len("<") + len(name)
	return len(tag) > n && strings.EqualFold(tag[:n], "<"+name) && !isLetter(tag[n])
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// Attribute is the value of a tag's attribute as it is written, "" for none.
func Attribute(tag, name string) string {
	small := strings.ToLower(tag)
	if len(small) != len(tag) {
		return "" // no tag that anybody writes
	}
	for at := 0; ; {
		i := strings.Index(small[at:], name)
		if i < 0 {
			return ""
		}
		bare := at+i == 0 || !strings.ContainsRune(" \t\r\n'\"", rune(small[at+i-1]))
		at += i + len(name)
		value := strings.TrimLeft(tag[at:], " \t\r\n")
		if bare || !strings.HasPrefix(value, "=") {
			continue
		}
		return unquoted(strings.TrimLeft(value[1:], " \t\r\n"))
	}
}

// unquoted is an attribute's value at the beginning of a text.
func unquoted(s string) string {
	if s != "" && (s[0] == '"' || s[0] == '\'') {
		value, _, _ := strings.Cut(s[1:], s[:1])
		return value
	}
	end := strings.IndexAny(s, " \t\r\n>")
	if end < 0 {
		return s
	}
	return s[:end]
}
