package text

import (
	"unicode"
	"unicode/utf8"
)

// Lower is a text in small letters whose every byte stands where it stood, so
// that an offset found in the one is good in the other. A letter whose small
// form has another length stays as it is, and so do bytes that are no UTF-8;
// strings.ToLower moves what follows either.
func Lower(s string) string {
	i := 0
	for i < len(s) && !changes(s[i]) {
		i++
	}
	if i == len(s) {
		return s
	}
	b := []byte(s)
	for i < len(b) {
		if b[i] < utf8.RuneSelf {
			if 'A' <= b[i] && b[i] <= 'Z' {
				b[i] += 'a' - 'A'
			}
			i++
			continue
		}
		r, size := utf8.DecodeRune(b[i:])
		if small := unicode.ToLower(r); r != utf8.RuneError && utf8.RuneLen(small) == size {
			utf8.EncodeRune(b[i:], small)
		}
		i += size
	}
	return string(b)
}

func changes(c byte) bool { return c >= utf8.RuneSelf || 'A' <= c && c <= 'Z' }
