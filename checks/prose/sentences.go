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
	body, _ := opening(Outline(text))
	n := 0
	for _, b := range blocks(body) {
		n += b.sentences()
	}
	return n
}

// opening is the text above the first section and the line it begins on. One
// heading of level 1 may stand above it, unless it is one of the template's.
func opening(sections []Section) (body string, line int) {
	titled := false
	for _, s := range sections {
		if s.Level > 1 || s.Level == 1 && (titled || wantedTitle(s.words)) {
			break
		}
		titled = titled || s.Level == 1
		if blank(s.Body) {
			continue
		}
		if body == "" {
			line = firstText(s.Body, s.first)
		}
		body += s.Body + "\n\n"
	}
	return body, line
}

// block is a paragraph, or a run of list items.
type block []string

// blocks splits a text at blank lines and where a list begins; what shows only
// pictures, tags or a rule is no block.
func blocks(body string) []block {
	var out []block
	var current block
	list := false
	flush := func() {
		if len(current) > 0 && worded(plainText(strings.Join(current, " "))) {
			out = append(out, current)
		}
		current, list = nil, false
	}
	for s := range strings.SplitSeq(body, "\n") {
		item := listItem(s) != ""
		if blank(s) || item && !list {
			flush()
		}
		if blank(s) {
			continue
		}
		current = append(current, s)
		list = list || item
	}
	flush()
	return out
}

// sentences counts a block's sentences; every list item ends one.
func (b block) sentences() int {
	n := 0
	var run []string
	for _, s := range b {
		if item := listItem(s); item != "" {
			n += sentences(strings.Join(run, " "))
			run, s = nil, item
		}
		run = append(run, s)
	}
	return n + sentences(strings.Join(run, " "))
}

// Words that are followed by a full stop without ending a sentence. Those in
// beforeNumber do so only before a number ("No. 5").
var (
	abbreviations = []string{"e.g", "eg", "i.e", "ie", "cf", "vs", "mr", "mrs", "ms", "dr", "prof", "st", "approx", "incl", "resp", "al", "dept"}
	beforeNumber  = []string{"no", "nr", "v", "ver", "vol", "fig", "p", "sec", "ch"}
)

// sentences counts the sentences of a paragraph. A full stop inside a word
// (2.0, contoso.example, e.g.) or before a small letter ends none.
func sentences(paragraph string) int {
	words := strings.Fields(plainText(paragraph))
	n, pending := 0, false
	for i, w := range words {
		n += strings.Count(w, "。") + strings.Count(w, "！") + strings.Count(w, "？")
		pending = pending || worded(w)
		w = strings.TrimRight(w, `"'”’»)]*_`)
		if endsWide(w) {
			pending = false
			continue
		}
		if !pending || !endsSentence(w, words[i+1:]) {
			continue
		}
		n, pending = n+1, false
	}
	if pending {
		n++
	}
	return n
}

func endsWide(w string) bool {
	r, _ := utf8.DecodeLastRuneInString(w)
	return r == '。' || r == '！' || r == '？'
}

// endsSentence tells whether a word, stripped of closing quotes, ends a
// sentence, given the words after it.
func endsSentence(w string, rest []string) bool {
	bare := strings.TrimRight(w, ".!?…")
	if bare == w {
		return false
	}
	next := ""
	if len(rest) > 0 {
		next = strings.TrimLeft(rest[0], `"'“‘«([*_`)
	}
	if startsSmall(next) {
		return false
	}
	if !strings.HasSuffix(w, ".") {
		return true
	}
	small := strings.ToLower(strings.TrimLeft(bare, `"'“‘«([*_`))
	switch {
	case len(rest) == 0:
		return true
	case slices.Contains(abbreviations, small), initials(bare):
		return false
	case slices.Contains(beforeNumber, small):
		return next == "" || next[0] < '0' || next[0] > '9'
	}
	return true
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
	for part := range strings.SplitSeq(w, ".") {
		r, n := utf8.DecodeRuneInString(part)
		if n != len(part) || !unicode.IsLetter(r) {
			return false
		}
	}
	return w != ""
}

func letterOrDigit(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// worded tells whether a text has a letter or digit in it.
func worded(s string) bool { return strings.IndexFunc(s, letterOrDigit) >= 0 }

// plainText is a paragraph as it reads: pictures gone, links as their text,
// addresses, tags and code as one word, so that their dots end no sentence.
func plainText(s string) string {
	var b strings.Builder
	for s != "" {
		i := strings.IndexAny(s, "![<`")
		if i < 0 {
			break
		}
		b.WriteString(s[:i])
		s = s[i:]
		var shown string
		shown, s = span(s)
		b.WriteString(shown)
	}
	b.WriteString(s)
	words := strings.Fields(b.String())
	for i, w := range words {
		if strings.Contains(w, "://") || strings.HasPrefix(w, "www.") {
			bare := strings.TrimRight(w, `.!?,;:)"'`)
			words[i] = "Link" + w[len(bare):]
		}
	}
	return strings.Join(words, " ")
}

// span reads one inline span at the start of s and says what it shows; a mark
// that begins none shows itself.
func span(s string) (shown, rest string) {
	switch s[0] {
	case '!':
		if strings.HasPrefix(s, "![") {
			if _, rest, ok := link(s[1:]); ok {
				return " ", rest
			}
		}
	case '[':
		if strings.HasPrefix(s, "[![") { // a picture that is a link
			if _, rest, ok := link(s[2:]); ok && strings.HasPrefix(rest, "](") {
				_, rest, _ = strings.Cut(rest, ")")
				return " ", rest
			}
		}
		if text, rest, ok := link(s); ok {
			return text, rest
		}
	case '<':
		if inside, rest, ok := strings.Cut(s[1:], ">"); ok && !strings.ContainsAny(inside, "<\n") && tagLike(inside) {
			if strings.ContainsAny(inside, ":@") && !strings.Contains(inside, " ") {
				return "Link", rest
			}
			return " ", rest
		}
	case '`':
		marks := s[:len(s)-len(strings.TrimLeft(s, "`"))]
		if _, rest, ok := strings.Cut(s[len(marks):], marks); ok {
			return "Code", rest
		}
		return marks, s[len(marks):]
	}
	return s[:1], s[1:]
}

func tagLike(inside string) bool {
	return inside != "" && (inside[0] == '/' || letterOrDigit(rune(inside[0])))
}

// link reads "[text](address)" or "[text][reference]".
func link(s string) (text, rest string, ok bool) {
	text, rest, ok = strings.Cut(s[1:], "]")
	if !ok || rest == "" {
		return "", "", false
	}
	closer := map[byte]string{'(': ")", '[': "]"}[rest[0]]
	if closer == "" {
		return "", "", false
	}
	_, rest, ok = strings.Cut(rest[1:], closer)
	return text, rest, ok
}
