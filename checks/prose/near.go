package prose

import (
	"slices"
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/markdown"
)

// near is what was meant as a section of the template and is not written so.
type near struct {
	place checks.Place
	shown string // as written
	why   string // what tells it from the section's heading
}

// nearest finds what was meant as a section that is missing: a heading of
// another name, or a line that is no heading.
func (d page) nearest(w introSection) (near, bool) {
	best, found := 0, Section{}
	for _, s := range d.sections {
		if s.Level == 0 || wantedTitle(s.words) {
			continue
		}
		if c := w.closeness(s.words); c > best {
			best, found = c, s
		}
	}
	if best > 0 {
		return near{d.titleAt(found), found.Title, "comes close to it"}, true
	}
	for i, l := range d.lines {
		if n, ok := d.lookalike(w, i, l); ok {
			return n, true
		}
	}
	return near{}, false
}

// closeness says how near words are to a section's title: 0 for not at all,
// more for nearer.
func (w introSection) closeness(words string) int {
	title := normal(w.Title)
	if words == "" || len(words) > 2*len(title)+40 {
		return 0
	}
	bare := strings.TrimLeft(words, "0123456789 ")
	switch most := len(title) / 6; {
	case bare == title:
		return 6
	case slices.Contains(w.near, bare):
		return 5
	case distance(bare, title, most) <= most, most == 0 && scrambled(bare, title):
		return 4
	case sameWords(bare, title):
		return 3
	case more(bare, title, 3):
		return 2
	case slices.ContainsFunc(w.near, func(n string) bool { return len(n) > 8 && distance(bare, n, 1) <= 1 }):
		return 1
	}
	return 0
}

// scrambled tells whether a short word has the letters of another in another order.
func scrambled(a, b string) bool {
	x, y := []byte(a), []byte(b)
	slices.Sort(x)
	slices.Sort(y)
	return string(x) == string(y)
}

// more tells whether a heading is the title with up to so many words after it,
// or two before it: "Prerequisites for users", "Connector prerequisites".
func more(words, title string, after int) bool {
	if rest, ok := strings.CutPrefix(words, title+" "); ok {
		return strings.Count(rest, " ") < after
	}
	rest, ok := strings.CutSuffix(words, " "+title)
	return ok && strings.Count(rest, " ") < 2
}

// longestHeading is how many bytes a line may have that is taken for a heading.
const longestHeading = 100

// lookalike tells whether a line that is no heading was meant as this section's.
func (d page) lookalike(w introSection, i int, l markdown.Line) (near, bool) {
	if l.Fenced || len(l.Text) > longestHeading {
		return near{}, false
	}
	shown := strings.TrimSpace(l.Text)
	if len(shown) < 3 || !strings.ContainsRune("#*_<>\\＃", rune(shown[0])) && !w.is(normal(shown)) {
		return near{}, false
	}
	if l.Heading > 0 {
		return near{}, false
	}
	bare, why := shown, ""
	switch {
	case strings.HasPrefix(shown, "#"):
		bare, why = strings.TrimLeft(shown, "#"), marksOf(l)
	case strings.HasPrefix(shown, `\#`):
		bare, why = strings.TrimLeft(shown, `\#`), "has a backslash before its marks and is shown as plain text"
	case strings.HasPrefix(shown, ">"):
		bare, why = strings.TrimLeft(shown, "># "), "stands in a quote"
	case bold(shown):
		bare, why = strings.Trim(shown, "*_"), "is bold text, not a heading"
	case strings.HasPrefix(shown, "<h") || strings.HasPrefix(shown, "<H"):
		bare, why = plainText(shown), "is an HTML tag, not a heading of Markdown"
	case d.alone(i):
		why = "is plain text, not a heading"
	}
	if why == "" || w.closeness(normal(bare)) < 3 {
		return near{}, false
	}
	return near{d.byteAt(i, strings.Index(l.Text, shown)), shown, why}, true
}

// marksOf says what keeps a line that begins with # from being a heading.
func marksOf(l markdown.Line) string {
	switch {
	case strings.HasPrefix(l.Text, "    "), strings.HasPrefix(l.Text, "\t"):
		return "is indented by four spaces or more, and is no heading"
	case strings.HasPrefix(strings.TrimLeft(l.Text, " #"), "\u00a0"):
		return "has a no-break space after its marks, and is no heading"
	}
	return "has no space after its marks, and is no heading"
}

func bold(s string) bool {
	s = strings.TrimSuffix(s, ":")
	return len(s) > 4 && (strings.HasPrefix(s, "**") && strings.HasSuffix(s, "**") || strings.HasPrefix(s, "__") && strings.HasSuffix(s, "__"))
}

// alone tells whether a line has no text above it.
func (d page) alone(i int) bool { return i == 0 || blank(d.lines[i-1].Text) }
