package prose

import "strings"

// Section is a heading and the text under it, up to the next heading.
type Section struct {
	Title string // as written, without its marks
	Level int    // 1 to 6; 0 for the text before the first heading
	Line  int    // of the heading, from 1; of the first text at level 0
	Body  string // HTML comments left out, everything else as written

	first, next int    // index of the first line of Body, and of the one after it
	words       string // Title in normal form
	underlined  bool   // with = or - below it, not marked with #
}

// Outline lists the sections of a Markdown text in their order: ATX ("## FAQ")
// and setext (underlined) headings, none inside code or HTML comments.
// Text before the first heading comes first, at level 0.
func Outline(text []byte) []Section { return outline(scan(text)) }

// heading is one heading and the lines it takes up: lines[start:next].
type heading struct {
	title       string
	level       int
	start, next int
	underlined  bool
}

func outline(lines []line) []Section {
	heads := headings(lines)
	end := len(lines)
	if len(heads) > 0 {
		end = heads[0].start
	}
	var out []Section
	if body := join(lines[:end]); !blank(body) {
		out = append(out, Section{Line: firstText(body, 1), Body: body, next: end})
	}
	for i, h := range heads {
		end := len(lines)
		if i+1 < len(heads) {
			end = heads[i+1].start
		}
		out = append(out, Section{
			Title: h.title, Level: h.level, Line: h.start + 1, Body: join(lines[h.next:end]),
			first: h.next, next: end, words: normal(h.title), underlined: h.underlined,
		})
	}
	return out
}

func headings(lines []line) []heading {
	var out []heading
	start := -1      // where the paragraph that may become a setext heading begins
	blocked := false // inside a list, quote or table, where none can
	for i, l := range lines {
		if l.code || blank(l.text) {
			start, blocked = -1, false
			continue
		}
		if title, level, ok := atx(l.text); ok {
			out = append(out, heading{title, level, i, i + 1, false})
			start, blocked = -1, false
			continue
		}
		if level := underline(l.text); level > 0 && start >= 0 {
			title := strings.Join(strings.Fields(join(lines[start:i])), " ")
			out = append(out, heading{title, level, start, i + 1, true})
			start = -1
			continue
		}
		blocked = blocked || start < 0 && !paragraphStart(l.text)
		if start < 0 && !blocked {
			start = i
		}
		if start >= 0 && listItem(l.text) != "" {
			start, blocked = -1, true
		}
	}
	return out
}

// join is a run of lines as one text.
func join(lines []line) string {
	if len(lines) == 1 {
		return lines[0].text
	}
	n := len(lines)
	for _, l := range lines {
		n += len(l.text)
	}
	var b strings.Builder
	b.Grow(n)
	for i, l := range lines {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(l.text)
	}
	return b.String()
}
