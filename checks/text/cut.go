package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Cut shortens s to at most limit characters. If anything was cut, the last one
// is "…", and no space stands before it.
func Cut(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	if limit <= 0 {
		return ""
	}
	n, end := 0, 0
	for i := range s {
		if n == limit-1 {
			end = i
		}
		if n == limit {
			return strings.TrimRight(s[:end], " ") + "…"
		}
		n++
	}
	return s
}

// Prefix is the beginning of s, at most limit bytes of whole characters.
func Prefix(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	end := max(limit, 0)
	for end > 0 && !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end]
}

// OneLine puts s on one line: white space becomes single spaces, and what is not
// shown, or would turn the direction of the text around it, is dropped.
func OneLine(s string) string {
	s = strings.Map(visible, strings.ToValidUTF8(s, "\uFFFD"))
	return strings.Join(strings.Fields(s), " ")
}

// visible keeps joiners, which emoji and several scripts need.
func visible(r rune) rune {
	switch {
	case unicode.IsSpace(r):
		return r
	case unicode.IsControl(r), r == '\u200b', r == '\u2060', r == '\ufeff',
		r == '\u061c', r == '\u200e', r == '\u200f', '\u202a' <= r && r <= '\u202e', '\u2066' <= r && r <= '\u2069':
		return -1
	}
	return r
}
