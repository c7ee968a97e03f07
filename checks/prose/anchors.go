package prose

import (
	"fmt"
	"slices"
	"strings"

	"github.com/certwiz/certwiz/checks/text"
)

// longestName is how many bytes the name of a place may have.
const longestName = 1000

// anchors are the names by which links reach a place of the document: of its
// headings, as GitHub makes them, and of its tags with an id or name.
func anchors(sections []Section, source string) map[string]bool {
	all := map[string]bool{}
	seen := map[string]int{}
	for _, s := range sections {
		if s.Level == 0 {
			continue
		}
		slug := s.anchor
		n := seen[slug]
		seen[slug]++
		if n > 0 {
			slug = fmt.Sprintf("%s-%d", slug, n)
		}
		all[slug] = true
	}
	for _, begin := range []string{`id="`, `name="`, "id='", "name='"} {
		for rest := source; ; {
			_, after, ok := strings.Cut(rest, begin)
			if !ok {
				break
			}
			end := strings.IndexAny(text.Prefix(after, longestName), `"'`)
			if end >= 0 {
				all[strings.ToLower(after[:end])] = true
			}
			rest = after
		}
	}
	return all
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
			if s.words != "" && (normal(wanted) == s.words || distance(s.anchor, wanted, 2) <= 2) {
				fix = "Write #" + clip(s.anchor)
				break
			}
		}
	}
	return fault{"leads to no heading of this document", fix}, true
}
