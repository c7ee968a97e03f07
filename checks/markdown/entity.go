package markdown

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/util"
)

// longestEntity is how many letters the name of a character has at most; the
// longest of HTML has 31.
const longestEntity = 32

// Decode is text as it is shown: \* is *, and &amp; is &.
func Decode(s string) string {
	if !strings.ContainsAny(s, `\&`) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for s != "" {
		i := strings.IndexAny(s, `\&`)
		if i < 0 {
			b.WriteString(s)
			break
		}
		b.WriteString(s[:i])
		s = s[i:]
		if s[0] == '\\' && len(s) > 1 && util.IsPunct(s[1]) {
			b.WriteByte(s[1])
			s = s[2:]
			continue
		}
		char, size := entity(s)
		if size == 0 {
			char, size = s[:1], 1
		}
		b.WriteString(char)
		s = s[size:]
	}
	return b.String()
}

// entity is the character that a text begins with the name of, and how long the
// name is; 0 for none.
func entity(s string) (char string, size int) {
	end := strings.IndexByte(s[:min(len(s), longestEntity+2)], ';')
	if s[0] != '&' || end < 2 {
		return "", 0
	}
	name, size := s[1:end], end+1
	if name[0] != '#' {
		known, ok := util.LookUpHTML5EntityByName(name)
		if !ok {
			return "", 0
		}
		return string(known.Characters), size
	}
	digits, base := name[1:], 10
	if digits != "" && digits[0]|0x20 == 'x' {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil {
		return "", 0
	}
	r := rune(n)
	if n == 0 || n > utf8.MaxRune || !utf8.ValidRune(r) {
		r = utf8.RuneError
	}
	return string(r), size
}
