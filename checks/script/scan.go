package script

import "strings"

// word is a name or number of the code, or a single sign.
type word struct {
	text   string
	offset int
}

// text is the content of a text in quotes, as it is written.
type text struct {
	content string
	offset  int // of its first character
	after   int // number of words before it
}

// scan splits C# code into words and texts and leaves comments out. It reads
// any bytes: what does not end, ends with the file.
func scan(code string) (words []word, texts []text) {
	for i := 0; i < len(code); {
		c := code[i]
		switch {
		case c == ' ' || c == '\t' || c == '\r' || c == '\n':
			i++
		case strings.HasPrefix(code[i:], "//"):
			i = after(code, i, "\n")
		case strings.HasPrefix(code[i:], "/*"):
			i = after(code, i+2, "*/")
		case c == '\'':
			i = endOfQuoted(code, i+1, '\'')
		case opensText(code[i:]) > 0:
			start := i + opensText(code[i:])
			var end int
			end, i = endOfText(code, i, start)
			texts = append(texts, text{code[start:end], start, len(words)})
		case letter(c):
			end := i + 1
			for end < len(code) && letter(code[end]) {
				end++
			}
			words = append(words, word{code[i:end], i})
			i = end
		default:
			words = append(words, word{code[i : i+1], i})
			i++
		}
	}
	return words, texts
}

// after is where the code goes on behind a mark.
func after(code string, from int, mark string) int {
	if i := strings.Index(code[from:], mark); i >= 0 {
		return from + i + len(mark)
	}
	return len(code)
}

// opensText is the length of what opens a text: ", @", $", $@", """; 0 when
// there is none.
func opensText(s string) int {
	n := 0
	for n < len(s) && n < 4 && (s[n] == '@' || s[n] == '$') {
		n++
	}
	quotes := 0
	for n+quotes < len(s) && s[n+quotes] == '"' {
		quotes++
	}
	switch {
	case quotes == 0:
		return 0
	case quotes >= 3 && !strings.Contains(s[:n], "@"):
		return n + quotes
	default:
		return n + 1
	}
}

// endOfText is where a text's content ends and where the code goes on.
func endOfText(code string, from, start int) (end, next int) {
	opening := code[from:start]
	quotes := strings.Count(opening, `"`)
	switch {
	case quotes >= 3:
		next = after(code, start, opening[len(opening)-quotes:])
	case strings.Contains(opening, "@"):
		next = endOfVerbatim(code, start)
	default:
		next = endOfQuoted(code, start, '"')
	}
	return max(start, next-quotes), max(start, next)
}

// endOfQuoted is where the code goes on behind a text with escapes; such a
// text ends with its line at the latest.
func endOfQuoted(code string, i int, quote byte) int {
	for i < len(code) {
		switch code[i] {
		case '\\':
			i += 2
			continue
		case quote:
			return i + 1
		case '\n':
			return i
		}
		i++
	}
	return len(code)
}

// endOfVerbatim is where the code goes on behind @"...", in which a quote is
// written twice.
func endOfVerbatim(code string, i int) int {
	for i < len(code) {
		if code[i] != '"' {
			i++
			continue
		}
		if i+1 < len(code) && code[i+1] == '"' {
			i += 2
			continue
		}
		return i + 1
	}
	return len(code)
}

// letter reports whether a byte can be part of a name. Letters beyond ASCII count.
func letter(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}
