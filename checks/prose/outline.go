package prose

import (
	"slices"
	"strings"

	"github.com/certwiz/certwiz/checks/markdown"
)

// Section is a heading and the text under it, up to the next heading.
type Section struct {
	Title string // as written, without its marks
	Level int    // 1 to 6; 0 for the text before the first heading
	Line  int    // of the heading, from 1; of the first text at level 0
	Body  string // HTML comments left out, everything else as written

	first, next int    // index of the first line of Body, and of the one after it
	words       string // Title in normal form
	anchor      string // by which links reach it
	underlined  bool   // with = or - below it, not marked with #
}

// Outline lists the sections of a Markdown text in their order. Text before the
// first heading comes first, at level 0. A heading in a quote begins none.
func Outline(text []byte) []Section { return outline(markdown.Read(text)) }

func outline(t *markdown.Text) []Section {
	var out []Section
	end := len(t.Lines)
	for i := len(t.Headings) - 1; i >= 0; i-- {
		h := t.Headings[i]
		if h.Quoted {
			continue
		}
		out = append(out, Section{
			Title: h.Title, Level: h.Level, Line: h.First + 1, Body: join(t.Lines[min(h.Next, end):end]),
			first: min(h.Next, end), next: end, words: normal(h.Title), anchor: h.Anchor, underlined: h.Underlined,
		})
		end = h.First
	}
	if body := join(t.Lines[:end]); !blank(body) {
		out = append(out, Section{Line: firstText(body, 1), Body: body, next: end})
	}
	slices.Reverse(out)
	return out
}

// join is the text of a run of lines.
func join(lines []markdown.Line) string {
	if len(lines) == 1 {
		return lines[0].Text
	}
	n := len(lines)
	for _, l := range lines {
		n += len(l.Text)
	}
	var b strings.Builder
	b.Grow(n)
	for i, l := range lines {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(l.Text)
	}
	return b.String()
}
