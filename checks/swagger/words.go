package swagger

import (
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/certwiz/certwiz/checks/jsontree"
)

// quoted is a text from the file, quoted when a message is made of it and not
// before: most findings only add a place to a message that stands already.
type quoted string

func (q quoted) String() string { return jsontree.Quote(string(q)) }

func quote(s string) quoted { return quoted(s) }

// length counts as Microsoft's validator does, in UTF-16 units.
func length(s string) int {
	n := 0
	for _, r := range s {
		n += max(1, utf16.RuneLen(r))
	}
	return n
}

// wordsIn lists which of the words or phrases stand in s as whole words,
// whatever their case. "ExchangeRate-API" holds "api", "SignatureAPI" does not.
func wordsIn(s string, words ...string) []string {
	var found []string
	low := strings.ToLower(s)
	for _, w := range words {
		if hasWord(low, w) {
			found = append(found, w)
		}
	}
	return found
}

func hasWord(low, word string) bool {
	for from := 0; ; {
		i := strings.Index(low[from:], word)
		if i < 0 {
			return false
		}
		start, end := from+i, from+i+len(word)
		before, _ := utf8.DecodeLastRuneInString(low[:start])
		after, _ := utf8.DecodeRuneInString(low[end:])
		if !wordRune(before) && !wordRune(after) {
			return true
		}
		from = end
	}
}

func wordRune(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_')
}

// foreignLetter is the first letter that English does not use. Typographic
// quotes, dashes and trade-mark signs are no letters: 29 published
// descriptions hold them.
func foreignLetter(s string) (rune, bool) {
	for _, r := range s {
		if r >= utf8.RuneSelf && unicode.IsLetter(r) {
			return r, true
		}
	}
	return 0, false
}

// endsWell reports whether a text ends in a letter, a digit or ")". The
// validator names only the first two; 105 published summaries end in ")".
func endsWell(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return unicode.IsLetter(r) || unicode.IsDigit(r) || r == ')'
}

// identifier reports whether a text is one word in camelCase or snake_case.
func identifier(s string) bool {
	if s == "" || strings.ContainsAny(s, " \t\n") {
		return false
	}
	if strings.Contains(s, "_") {
		return true
	}
	for i, r := range s {
		if i > 0 && unicode.IsUpper(r) {
			return strings.ToUpper(s) != s
		}
	}
	return false
}

// list is a list of words as a sentence names them.
func list(words []string) string {
	all := make([]string, len(words))
	for i, w := range words {
		all[i] = jsontree.Quote(w)
	}
	return strings.Join(all, ", ")
}
