package document

import (
	"fmt"
	"slices"
	"strings"

	"github.com/certwiz/certwiz/checks/prose"
)

// Insert puts a section of a template that is missing to where the template's
// order asks for it: below the nearest that stands above it there, else above the
// nearest below it, else at the end. title is that of prose.SectionGuide; body is
// the text below the heading, or begins with a heading of its own. Every byte that
// was there stays.
func Insert(text []byte, k prose.Kind, title, body string) ([]byte, error) {
	if err := Readable(text); err != nil {
		return nil, err
	}
	d := Parse(text)
	order := prose.Sections(k)
	i := slices.IndexFunc(order, func(g prose.SectionGuide) bool { return g.Title == title && title != "" })
	if i < 0 {
		return nil, fmt.Errorf("the template has no section %q", title)
	}
	if at := d.titled(title); at >= 0 {
		return nil, fmt.Errorf("the section %q is there already, on line %d", title, d.Sections[at].Line)
	}
	section := shown(body)
	if own := prose.Outline([]byte(section)); len(own) == 0 || own[0].Level == 0 || own[0].Level > order[i].Level {
		section = order[i].Heading() + "\n\n" + section
	}
	return d.insert(d.place(order, i), section), nil
}

// titled is the index of the section with this title, -1 if there is none. The
// opening does not count.
func (d Doc) titled(title string) int {
	for i, s := range d.Sections {
		if i > 0 && (prose.Words(s.Title) == prose.Words(title) || prose.RoleOf(title) == prose.Publisher && prose.RoleOf(s.Title) == prose.Publisher) {
			return i // "Publisher: Contoso" is the section "Publisher"
		}
	}
	return -1
}

// place is the index of the section above which section i of the template goes;
// len(d.Sections) for the end.
func (d Doc) place(order []prose.SectionGuide, i int) int {
	for j := i - 1; j >= 0; j-- {
		if at := d.like(order[j].Title); at > 0 {
			return at + 1
		}
	}
	for _, g := range order[i+1:] {
		if at := d.like(g.Title); at > 0 {
			return at
		}
	}
	return 1
}

// like is the index of the first section that is what a template's is, by
// whatever name; 0 for none.
func (d Doc) like(title string) int {
	if at := d.titled(title); at > 0 {
		return at
	}
	for i, s := range d.Sections {
		if r := prose.RoleOf(s.Title); i > 0 && r != prose.NoRole && r == prose.RoleOf(title) {
			return i
		}
	}
	return 0
}

// insert puts a piece above section k, with a blank line on either side.
func (d Doc) insert(k int, section string) []byte {
	at := len(d.Text)
	if k < len(d.Sections) {
		at = d.Sections[k].From
	}
	before, after := string(d.Text[:at]), string(d.Text[at:])
	if before == "" && strings.HasPrefix(after, bom) {
		before, after = bom, after[len(bom):]
	}
	end := ending(d.Text)
	section = strings.ReplaceAll(shown(section), "\n", end)
	switch {
	case after != "":
		section += end + end
	case before == "" || before == bom || strings.HasSuffix(before, "\n"):
		section += end
	}
	return []byte(before + separator(before, end) + section + after)
}

// separator is the line breaks that set a new section apart from the text above.
func separator(before, end string) string {
	switch {
	case before == "" || before == bom:
		return ""
	case !strings.HasSuffix(before, "\n"):
		return end + end
	case blank(lastLine([]byte(before))):
		return ""
	}
	return end
}
