package prose

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxSentences is how many sentences the opening may have (S73).
const MaxSentences = 8

// OpeningSentences counts the sentences of a document's opening: the text
// above its first section, below a title if there is one.
func OpeningSentences(text []byte) int {
	n := 0
	for _, b := range parse("", text).opening() {
		n += len(b.sentences())
	}
	return n
}

// sentences are the places, in bytes, at which the sentences of a text begin.
func (p plain) sentences() []int {
	var starts []int
	start, count := -1, 0 // of the sentence that is open, and its words
	words := fields(p.text)
	for i, w := range words {
		if worded(w.text) {
			if start < 0 {
				start = w.at
			}
			count++
		}
		if start >= 0 && endsSentence(w.text, words[i+1:], count) {
			starts = append(starts, start)
			start, count = -1, 0
		}
	}
	if start >= 0 {
		starts = append(starts, start)
	}
	return starts
}

// wide are the marks that end a sentence without a space after them.
const wide = "。！？．।"

// field is a word and where it stands.
type field struct {
	text string
	at   int
}

// fields splits a text at white space and after the marks that end a sentence
// without one.
func fields(s string) []field {
	out := make([]field, 0, 1+len(s)/6)
	start := -1
	for i, r := range s {
		switch space := r == ' ' || r == '\n' || unicode.IsSpace(r); {
		case space && start >= 0:
			out = append(out, field{s[start:i], start})
			start = -1
		case space:
		case start < 0:
			start = i
		}
		if r >= utf8.RuneSelf && start >= 0 && strings.ContainsRune(wide, r) {
			end := i + utf8.RuneLen(r)
			out = append(out, field{s[start:end], start})
			start = -1
		}
	}
	if start >= 0 {
		out = append(out, field{s[start:], start})
	}
	return out
}

// Marks that stand before and after words without being part of them.
const (
	before = `"'“‘«([*_~`
	after  = `"'”’»)]*_~` + invisible
)

// Words that are followed by a full stop without ending a sentence: always, only
// before a number ("No. 5"), or unless the next word often begins a sentence.
var (
	abbreviations = []string{"e.g", "eg", "i.e", "ie", "cf", "vs", "mr", "mrs", "ms", "dr", "prof", "st", "approx", "incl", "excl", "resp", "al", "dept", "ca", "aka", "a.k.a"}
	beforeNumber  = []string{"no", "nos", "nr", "v", "ver", "vol", "fig", "figs", "p", "pp", "sec", "ch", "art", "par", "max", "min", "rev", "tel", "ext", "build",
		"jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"}
	mayEnd = []string{"inc", "ltd", "corp", "co", "llc", "plc", "gmbh", "ph.d", "jr", "sr", "etc", "bros", "dev", "intl"}
)

// beginners are words with which sentences begin.
var beginners = []string{"a", "an", "all", "and", "any", "as", "at", "but", "by", "each", "for", "from", "he", "how", "if", "in", "it", "its", "more", "no", "not", "on", "once",
	"one", "or", "our", "please", "see", "she", "so", "some", "that", "the", "their", "then", "there", "these", "they", "this", "those", "to", "use", "users", "we", "what", "when",
	"which", "while", "with", "you", "your"}

// endsSentence tells whether a word ends a sentence of so many words, given the
// words after it. A full stop inside a word (2.0, contoso.example, e.g.) or
// before a small letter ends none.
func endsSentence(word string, rest []field, words int) bool {
	w := strings.TrimRight(word, after)
	bare := strings.TrimRight(w, ".!?…؟"+wide)
	if bare == w {
		return false
	}
	if strings.ContainsRune(wide, lastRune(w)) {
		return true
	}
	next := ""
	if len(rest) > 0 {
		next = strings.TrimLeft(rest[0].text, before)
	}
	if startsSmall(next) {
		return false
	}
	if !strings.HasSuffix(w, ".") || len(rest) == 0 {
		return true
	}
	small := strings.ToLower(strings.TrimLeft(bare, before))
	switch {
	case slices.Contains(abbreviations, small):
		return false
	case slices.Contains(beforeNumber, small):
		return next == "" || next[0] < '0' || next[0] > '9'
	case slices.Contains(mayEnd, small), initials(bare):
		return slices.Contains(beginners, normal(next))
	case words == 1 && digits(small):
		return false // the number of a step: "1. Sign in"
	}
	return true
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

// startsSmall tells whether a word begins with a small letter; names such as
// "eBay" and "iOS" don't count.
func startsSmall(w string) bool {
	first, n := utf8.DecodeRuneInString(w)
	second, _ := utf8.DecodeRuneInString(w[n:])
	return unicode.IsLower(first) && !unicode.IsUpper(second)
}

// initials tells whether a word is "J" or "U.S": single letters between stops.
func initials(w string) bool {
	w = strings.TrimLeft(w, before)
	for part := range strings.SplitSeq(w, ".") {
		r, n := utf8.DecodeRuneInString(part)
		if n != len(part) || !unicode.IsLetter(r) {
			return false
		}
	}
	return w != ""
}
