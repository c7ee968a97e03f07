package document

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/certwiz/certwiz/checks/prose"
)

// How long a text from the connector's files may be in a draft, in characters.
const (
	maxName  = 150
	maxTexts = 1500
)

// plain is a text of the connector's files as Markdown that shows it as it is:
// one line, at most so many characters, without control characters, and with
// everything escaped that would be more than text. begins says that it stands at
// the beginning of a line.
func plain(s string, most int, begins bool) string {
	s = currentProductNames(oneLine(s, most))
	var b strings.Builder
	for i, r := range s {
		if strings.HasPrefix(s[i:], "<!") {
			b.WriteString("&lt;") // an escaped comment is still one for prose.Outline
			continue
		}
		if special(s, i, r) || begins && i == 0 && strings.ContainsRune("#+-=>|:~", r) {
			b.WriteByte('\\')
		}
		if begins && endsListNumber(s, i, r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// currentProductNames replaces former names of Microsoft's products by the current
// ones. Addresses and names of packages stay.
func currentProductNames(s string) string {
	for _, n := range prose.RenamedProducts() {
		at := 0
		for {
			i := strings.Index(s[at:], n.Old)
			if i < 0 {
				break
			}
			at += i
			end := at + len(n.Old)
			word := s[strings.LastIndexByte(s[:at], ' ')+1 : at]
			if strings.Contains(word, "/") || strings.ContainsAny(s[max(0, at-1):at], ".-_@") || strings.ContainsAny(s[end:min(len(s), end+1)], "/-_") {
				at = end
				continue
			}
			s = s[:at] + n.Now + s[end:]
			at += len(n.Now)
		}
	}
	return s
}

// endsListNumber tells whether a character would make a list's number of the digits
// before it: "1. ".
func endsListNumber(s string, i int, r rune) bool {
	return strings.ContainsRune(".)", r) && i > 0 && i < 10 && strings.Trim(s[:i], "0123456789") == "" && (i+1 == len(s) || s[i+1] == ' ')
}

// special tells whether a character has a meaning of its own where it stands.
// Those that have none stay bare: people are to read the text.
func special(s string, i int, r rune) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	after, _ := utf8.DecodeRuneInString(s[i+utf8.RuneLen(r):])
	switch r {
	case '\\', '`', '*', '[', ']':
		return true
	case '_':
		return !inWord(before) || !inWord(after)
	case '<':
		return unicode.IsLetter(after) || strings.ContainsRune("/?", after)
	case '~':
		return before == '~' || after == '~'
	case '#':
		return s[i+1:] == "" && strings.HasSuffix(strings.TrimRight(s, "#"), " ") // the end of a heading
	case '&':
		return after == '#' || unicode.IsLetter(after) && strings.Contains(s[i:min(len(s), i+40)], ";")
	}
	return false
}

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// oneLine keeps a text inside its line, and to so many characters.
func oneLine(s string, most int) string {
	if len(s) > 8*most {
		s = s[:8*most]
	}
	s = strings.Join(strings.FieldsFunc(strings.Map(visible, strings.ToValidUTF8(s, "")), unicode.IsSpace), " ")
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	s = string([]rune(s)[:most-1])
	if i := strings.LastIndexByte(s, ' '); i > len(s)/2 {
		s = s[:i]
	}
	return s + "…"
}

// visible drops what is not shown, or would turn the text around it: control
// characters, marks of direction, zero-width characters. Joiners stay.
func visible(r rune) rune {
	switch {
	case unicode.IsSpace(r):
		return r
	case unicode.IsControl(r), r == '\u200b', r == '\u2060', r == '\ufeff', r == '\u061c', r == '\u200e', r == '\u200f', '\u202a' <= r && r <= '\u202e', '\u2066' <= r && r <= '\u2069':
		return -1
	}
	return r
}

// webLink is a web address as a link, "" if it is not one.
func webLink(address string) string {
	a := strings.TrimSpace(address)
	u, err := url.Parse(a)
	if err != nil || !utf8.ValidString(a) || u.Scheme != "https" && u.Scheme != "http" || !strings.Contains(u.Host, ".") || len(a) > 500 {
		return ""
	}
	if strings.ContainsFunc(a, func(r rune) bool {
		return unicode.IsSpace(r) || visible(r) < 0 || strings.ContainsRune("<>\"`\\", r)
	}) {
		return ""
	}
	return "<" + a + ">"
}

// mailLink is an e-mail address as a link, "" if it is not one.
func mailLink(address string) string {
	a := strings.TrimSpace(address)
	name, host, ok := strings.Cut(a, "@")
	if !ok || name == "" || !strings.Contains(host, ".") || len(a) > 200 {
		return ""
	}
	if strings.Trim(a, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.@_+-") != "" || strings.Contains(host, "@") {
		return ""
	}
	return "<" + a + ">"
}
