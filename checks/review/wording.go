package review

import (
	"strings"

	"github.com/certwiz/certwiz/checks"
)

// wording is one of Microsoft's sentences, taken apart at its holes.
type wording struct {
	rule   int      // index of its rule
	parts  []string // what stands between the holes, as plain() writes it
	weight int      // bytes of the parts
	member bool     // the first hole names the member that is meant: "The '{0}' property is required."
	at     string   // the place it is about, where it prints none
}

// other are sentences that mean a rule and are not its wording: those of the
// certification bot and of older validators.
var other = []struct{ rule, sentence, at string }{
	{"FieldLengthExceeded", "Maximum of 30 characters allowed in the connector title", "/info/title"},
	{"ValueMustEndWithAlphanumeric", "Title cannot end in nonaplhanumberic character", "/info/title"},
	{"ValueMustEndWithAlphanumeric", "Title cannot end in nonalphanumeric character", "/info/title"},
	{"TitleContainsProductName", "Title cannot contain the reserved words", "/info/title"},
	{"RequiredPropertyMissing", "The required property '{0}' is missing in '{1}'", ""},
}

// book knows the sentences and codes of rules.
type book struct {
	rules    []checks.Rule
	wordings []wording
	byCode   map[string][]int
	byID     map[string]int
	// wordingOf is for each rule the number of its own wording, from 1.
	wordingOf []int
}

func newBook(rules []checks.Rule) *book {
	b := &book{
		rules: rules, wordings: make([]wording, 0, len(rules)), byCode: map[string][]int{},
		byID: make(map[string]int, len(rules)), wordingOf: make([]int, len(rules)),
	}
	for i, r := range rules {
		if _, twice := b.byID[r.ID]; twice {
			continue
		}
		b.byID[r.ID] = i
		if r.Wording != "" {
			b.wordings = append(b.wordings, newWording(i, r.Wording))
			b.wordingOf[i] = len(b.wordings)
		}
		for _, code := range sourceCodes(r.Source) {
			b.byCode[code] = append(b.byCode[code], i)
		}
	}
	for _, o := range other {
		if i, known := b.byID[o.rule]; known {
			w := newWording(i, o.sentence)
			w.at = o.at
			b.wordings = append(b.wordings, w)
		}
	}
	return b
}

// sourceCodes lists the policy codes in a rule's source.
func sourceCodes(source string) []string {
	var out []string
	for from := strings.Index(source, "5000."); from >= 0; {
		if code := policyCode(source[from:]); code != "" {
			out = append(out, code)
		}
		next := strings.Index(source[from+1:], "5000.")
		if next < 0 {
			break
		}
		from += 1 + next
	}
	return out
}

// braces are what a sentence writes for braces that are no hole.
var braces = strings.NewReplacer("{{", "{", "}}", "}")

func newWording(rule int, sentence string) wording {
	w := wording{rule: rule}
	for rest := sentence; ; {
		at, end := nextHole(rest)
		part := plain(braces.Replace(rest[:at]))
		if w.weight += len(part); len(w.parts) == 0 {
			w.member = end > at && memberBefore(part)
		}
		w.parts = append(w.parts, part)
		if end == at {
			break
		}
		rest = rest[end:]
	}
	last := &w.parts[len(w.parts)-1]
	*last = strings.TrimRight(*last, ".")
	return w
}

// nextHole is where the next "{0}" stands; its size is 0 when there is none.
func nextHole(s string) (at, end int) {
	for i := 0; i+2 < len(s); i++ {
		if s[i] == '{' && s[i+1] >= '0' && s[i+1] <= '9' && s[i+2] == '}' {
			return i, i + 3
		}
	}
	return len(s), len(s)
}

// memberBefore reports whether a hole behind this text names a member. An
// operation's or parameter's name is no such thing: the place tells it, and a
// finding with several places has the name of the first.
func memberBefore(part string) bool {
	for _, w := range []string{"the '", "property '", "value '", "tag '"} {
		if strings.HasSuffix(part, w) {
			return true
		}
	}
	return false
}

// plain writes a sentence so that two writings of it are alike: small letters,
// single blanks, straight quotes, none of the signs that Markdown may eat.
func plain(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	blank := false
	for _, c := range strings.ToLower(s) {
		switch c {
		case ' ', '\n', '\t', '\r', '\u00a0':
			blank = true
			continue
		case '\\', '*', '`':
			continue
		case '\u2018', '\u2019':
			c = '\''
		case '\u201c', '\u201d':
			c = '"'
		}
		if blank {
			b.WriteByte(' ')
			blank = false
		}
		b.WriteRune(c)
	}
	if blank {
		b.WriteByte(' ')
	}
	return b.String()
}

// minWeight is how much of a sentence must be there to know it by.
const minWeight = 9

// fits reports whether a message, made plain, begins with the sentence, and what
// stands in its first hole. Of a message that was cut the beginning is enough.
func (w wording) fits(message string, wasCut bool) (first string, ok bool) {
	if w.weight < minWeight || !strings.HasPrefix(message, w.parts[0]) {
		if wasCut && len(message) > 2*minWeight && strings.HasPrefix(w.parts[0], message) {
			return "", true
		}
		return "", false
	}
	rest := message[len(w.parts[0]):]
	for i, part := range w.parts[1:] {
		at := strings.Index(rest, part)
		if at < 0 {
			return first, wasCut && len(message) > 2*minWeight && i > 0
		}
		if i == 0 {
			first = rest[:at]
			if part == "" {
				first = rest
			}
		}
		rest = rest[at+len(part):]
	}
	return first, true
}

// reading is what a line was recognised as.
type reading struct {
	rule   int
	member string // what the first hole names, "" when that does not matter
	at     string // the place that is meant where the line prints none
}

// read finds the rules of a line: by its sentence, the longest that fits; by
// the name of its rule; by its policy code.
func (b *book) read(l Line) []reading {
	found := b.sentence(l.Message)
	if i, known := b.byID[l.Code]; known {
		if only := keep(found, []int{i}); len(only) > 0 {
			return only
		}
		return []reading{{rule: i}}
	}
	coded := b.withoutAdvice(b.byCode[l.Code])
	if len(found) == 0 {
		for _, i := range coded {
			found = append(found, reading{rule: i})
		}
	} else if only := keep(found, coded); len(only) > 0 {
		found = only
	}
	for i := range found {
		if found[i].at == "" {
			found[i].at = codePlace(l.Code)
		}
	}
	return found
}

// keep is the readings that are of the rules.
func keep(all []reading, rules []int) []reading {
	var out []reading
	for _, r := range all {
		for _, i := range rules {
			if r.rule == i {
				out = append(out, r)
			}
		}
	}
	return out
}

// withoutAdvice leaves out advice where there is more than advice: the bot refuses
// nothing for it.
func (b *book) withoutAdvice(rules []int) []int {
	var out []int
	for _, i := range rules {
		if b.rules[i].Severity > checks.Advice {
			out = append(out, i)
		}
	}
	if len(out) == 0 {
		return rules
	}
	return out
}

// codePlace is what a policy code is about, where its group tells.
func codePlace(code string) string {
	switch {
	case strings.HasPrefix(code, "5000.2.2."):
		return "/info/title"
	case strings.HasPrefix(code, "5000.2.3."):
		return "/info/description"
	}
	return ""
}

// sentence finds the rules whose sentence a message is. Some validators print
// words before it.
func (b *book) sentence(message string) []reading {
	text := strings.TrimSpace(plain(message))
	rest := strings.TrimRight(text, "….")
	wasCut := strings.HasSuffix(text, "...") || strings.HasSuffix(text, "…")
	for range 3 {
		if found := b.fitting(rest, wasCut); len(found) > 0 {
			return found
		}
		var more bool
		if _, rest, more = strings.Cut(rest, ". "); !more {
			break
		}
	}
	return nil
}

func (b *book) fitting(text string, wasCut bool) []reading {
	var out []reading
	most := 0
	for _, w := range b.wordings {
		first, ok := w.fits(text, wasCut)
		if !ok || w.weight < most {
			continue
		}
		if w.weight > most {
			most, out = w.weight, out[:0]
		}
		r := reading{rule: w.rule, at: w.at}
		if w.member {
			r.member = first
		}
		out = append(out, r)
	}
	return out
}
