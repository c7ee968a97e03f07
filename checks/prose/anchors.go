package prose

import (
	"fmt"
	"slices"
	"strings"
)

// anchors are the names by which links reach a place of the document: of its
// headings, as GitHub makes them, and of its tags with an id or name.
func anchors(sections []Section, text string) map[string]bool {
	all := map[string]bool{}
	seen := map[string]int{}
	for _, s := range sections {
		if s.Level == 0 {
			continue
		}
		slug := slugOf(s.Title)
		n := seen[slug]
		seen[slug]++
		if n > 0 {
			slug = fmt.Sprintf("%s-%d", slug, n)
		}
		all[slug] = true
	}
	for _, begin := range []string{`id="`, `name="`, "id='", "name='"} {
		for rest := text; ; {
			_, after, ok := strings.Cut(rest, begin)
			if !ok {
				break
			}
			end := strings.IndexAny(clipBytes(after), `"'`)
			if end >= 0 {
				all[strings.ToLower(after[:end])] = true
			}
			rest = after
		}
	}
	return all
}

// slugOf is the anchor that GitHub gives a heading.
func slugOf(title string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(plainLabel(title)) {
		switch {
		case r == ' ':
			b.WriteByte('-')
		case r == '-' || r == '_' || letterOrDigit(r):
			b.WriteRune(r)
		}
	}
	return b.String()
}

// plainLabel is a heading's words without the addresses of links.
func plainLabel(title string) string {
	if !strings.Contains(title, "](") {
		return title
	}
	s := scanner{text: title}
	p := passage{text: title, spans: s.scan()}
	p.spans = slices.DeleteFunc(p.spans, func(s span) bool { return s.kind != linkSpan })
	return p.read().text
}

// manySections is how many sections a document may have to be searched for an
// anchor that is nearly the one of a link.
const manySections = 500

// generated are the anchors of what Microsoft puts below the documents on the
// connector's page, besides those of its operations.
var generated = []string{"top", "actions", "triggers", "definitions", "creating-a-connection", "throttling-limits"}

// lost judges a link to a place of the same document, or of the page that is
// made of it: Microsoft adds a heading for each operation.
func (p subject) lost(d page, anchor string) (fault, bool) {
	wanted := strings.ToLower(unescape(anchor))
	if d.anchors()[wanted] || slices.Contains(generated, wanted) {
		return fault{}, false
	}
	for _, o := range p.Operations {
		if s := normal(o.Summary); s != "" && strings.HasPrefix(normal(wanted), s) {
			return fault{}, false
		}
	}
	fix := "Link a heading that is there: its words in small letters, with - for blanks."
	if len(d.sections) <= manySections {
		for _, s := range d.sections {
			if slug := slugOf(s.Title); s.words != "" && (normal(wanted) == s.words || distance(slug, wanted, 2) <= 2) {
				fix = "Write #" + clip(slug)
				break
			}
		}
	}
	return fault{"leads to no heading of this document", fix}, true
}
