package document

import (
	"fmt"
	"strings"

	"github.com/certwiz/certwiz/checks/markdown"
	"github.com/certwiz/certwiz/checks/prose"
)

// maxTaken is how many bytes of a section are taken over at most.
const maxTaken = 20000

// takeOver copies what the other document says on the same subject, below a blank
// that says so.
func (d *draft) takeOver(what prose.Role) {
	if what == prose.Operations || what == prose.Deployment {
		return
	}
	if text := d.source.textFor(what); text != "" {
		d.blank("the text below in your own words and for the readers of this document: it is taken from %s; then remove this line", d.from)
		d.line("%s", text)
	}
}

// source is the other document, to take text from.
type source struct {
	sections []prose.Section // its headings, with the text below each
	titled   bool            // the first is the document's title
	begins   map[int]bool    // lines on which a section begins, see Parse
	titles   map[string]bool // of the templates' sections, as words
}

func sourceOf(other *Doc) source {
	if other == nil || Readable(other.Text) != nil {
		return source{}
	}
	text := []byte(strings.ReplaceAll(strings.Map(visible, strings.ReplaceAll(string(other.Text), "\r\n", "\n")), "\r", " "))
	o := source{begins: map[int]bool{}, titles: map[string]bool{}}
	for _, s := range prose.Outline(text) {
		if s.Level > 0 {
			o.sections = append(o.sections, s)
		}
	}
	d := Parse(text)
	o.titled = d.Sections[0].Level > 0
	for _, s := range d.Sections[1:] {
		o.begins[s.Line] = true
	}
	for _, kind := range []Kind{Intro, Readme} {
		for _, g := range prose.Sections(kind) {
			o.titles[prose.Words(g.Title)] = g.Title != ""
		}
	}
	return o
}

// textFor is what the other document says on a subject, "" for nothing: its text
// without comments, blanks and empty lines too many, its headings below those of
// the template.
func (o source) textFor(what prose.Role) string {
	i := o.find(what)
	if i < 0 {
		return ""
	}
	text := collapseBlankLines(withoutBlanks(o.nested(i)))
	if !standsAlone(text) {
		return ""
	}
	return text
}

// find is the index of the section on a subject, -1 for none: one that is not
// inside another goes before one that has a template's title.
func (o source) find(what prose.Role) int {
	found := -1
	for i, s := range o.sections {
		if what == prose.NoRole || i == 0 && o.titled || prose.RoleOf(s.Title) != what {
			continue
		}
		if o.begins[s.Line] {
			return i
		}
		if found < 0 && o.titles[prose.Words(s.Title)] {
			found = i
		}
	}
	return found
}

// nested is the text of section i below its heading, the headings in it moved to
// level 3 and below. What has the title of another section of the template
// belongs there.
func (o source) nested(i int) string {
	var b strings.Builder
	top := o.sections[i].Level
	skipped := 0 // the level of a heading that is left out with all below it
	for n, s := range o.sections[i:] {
		switch {
		case n > 0 && s.Level <= top || b.Len() > 2*maxTaken: // tidy says that it was too long
			return b.String()
		case skipped > 0 && s.Level > skipped:
			continue
		case n > 0 && o.titles[prose.Words(s.Title)]:
			skipped = s.Level
			continue
		}
		skipped = 0
		if n > 0 && s.Title != "" {
			fmt.Fprintf(&b, "\n\n%s %s\n\n", strings.Repeat("#", min(6, max(3, s.Level-top+2))), s.Title)
		}
		body := strings.ReplaceAll(shown(s.Body), "<!--", "&lt;!--") // a comment that was put together by leaving others out
		b.WriteString(body + "\n")
		if fence := markdown.Read([]byte(body)).OpenFence; fence != "" {
			b.WriteString(fence + "\n")
		}
	}
	return b.String()
}

// withoutBlanks drops lines with blanks: there is no text in them to copy.
func withoutBlanks(text string) string {
	blanks := prose.Blanks([]byte(text))
	if len(blanks) == 0 {
		return text
	}
	gone := map[int]bool{}
	for _, b := range blanks {
		gone[b.Line] = true
	}
	var out []string
	for i, l := range strings.Split(text, "\n") {
		if !gone[i+1] {
			out = append(out, l)
		}
	}
	return strings.Join(out, "\n")
}

// collapseBlankLines reduces runs of blank lines to one, and cuts what is too long.
func collapseBlankLines(text string) string {
	var b strings.Builder
	before := true // blank
	for l := range strings.Lines(text) {
		l = strings.TrimRight(l, "\n")
		if blank(l) {
			before = true
			continue
		}
		if b.Len()+len(l) > maxTaken {
			return b.String() + "\n" + placeholder("the rest of this section, which is too long to be taken over")
		}
		if before && b.Len() > 0 {
			b.WriteByte('\n')
		}
		before = false
		b.WriteString(l + "\n")
	}
	return strings.TrimRight(b.String(), "\n")
}

// standsAlone tells whether a text says something and leaves what stands above and
// below it as it is.
func standsAlone(text string) bool {
	if prose.Words(text) == "" {
		return false
	}
	d := Parse([]byte("## Above\n\n" + text + "\n\n## Below\n"))
	return len(d.Sections) == 3 && d.Sections[2].Title == "Below"
}
