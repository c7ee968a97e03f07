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
	const blank = " \t\r\n"
	i := strings.IndexAny(tag, blank)
	for i >= 0 && i < len(tag) {
		rest := strings.TrimLeft(tag[i:], blank+"/\"'")
		end := strings.IndexAny(rest, blank+"=>")
		if end < 0 {
			return ""
		}
		key, value := rest[:end], ""
		rest = strings.TrimLeft(rest[end:], blank)
		if strings.HasPrefix(rest, "=") {
			value, rest = unquoted(strings.TrimLeft(rest[1:], blank))
		}
		if strings.EqualFold(key, name) {
			return value
		}
		if rest == "" || rest[0] == '>' {
			return ""
		}
		i = len(tag) - len(rest)
	}
	return ""
}

// unquoted reads the value of an attribute.
func unquoted(s string) (value, rest string) {
	if s != "" && (s[0] == '"' || s[0] == '\'') {
		value, rest, _ = strings.Cut(s[1:], s[:1])
		return value, rest
	}
	end := strings.IndexAny(s, " \t\r\n>")
	if end < 0 {
		return s, ""
	}
	return s[:end], s[end:]
}
