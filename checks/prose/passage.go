package prose

import (
	"sort"
	"strings"

	"github.com/certwiz/certwiz/checks"
)

// passage is a run of lines that are read together: a paragraph, a list's
// item, a heading, a table's row. No link reaches from one into the next.
type passage struct {
	first   int    // index of its first line
	text    string // its lines, joined by line breaks
	starts  []int  // where each line begins in text; nil for a single line
	heading bool
	spans   []span
	plain   plain // as it reads
}

// passages takes the readable part of a document apart: no code, no comments,
// no lines that only name a link's address.
func passages(lines []line, names map[string]string) []passage {
	var out []passage
	start := -1
	flush := func(end int) {
		if start >= 0 {
			out = append(out, newPassage(lines, start, end, names))
		}
		start = -1
	}
	for i, l := range lines {
		if l.code || l.names || blank(l.text) {
			flush(i)
			continue
		}
		if _, _, heading := atx(l.text); heading {
			flush(i)
			p := newPassage(lines, i, i+1, names)
			p.heading = true
			out = append(out, p)
			continue
		}
		if start >= 0 && (row(l.text) || listItem(l.text) != "" || underline(l.text) > 0) {
			flush(i)
		}
		if start < 0 {
			start = i
		}
	}
	flush(len(lines))
	return out
}

func newPassage(lines []line, start, end int, names map[string]string) passage {
	p := passage{first: start, text: join(lines[start:end])}
	if end-start > 1 {
		at := 0
		for _, l := range lines[start:end] {
			p.starts = append(p.starts, at)
			at += len(l.text) + 1
		}
	}
	s := scanner{text: p.text, names: names}
	p.spans = s.scan()
	p.plain = p.read()
	return p
}

// line is the index of the line that byte i of the text stands on, and where
// on that line.
func (p passage) line(i int) (index, at int) {
	if p.starts == nil {
		return p.first, i
	}
	n := sort.SearchInts(p.starts, i+1) - 1
	return p.first + n, i - p.starts[n]
}

// linkNames are the addresses that a document names for its links:
// "[docs]: https://…", by name in normal form.
func linkNames(lines []line) map[string]string {
	var names map[string]string
	for _, l := range lines {
		if !l.names {
			continue
		}
		name, address, _ := strings.Cut(strings.TrimLeft(l.text, " ")[1:], "]:")
		if names == nil {
			names = map[string]string{}
		}
		if key := linkName(name); names[key] == "" {
			names[key] = strings.Trim(strings.Fields(address)[0], "<>")
		}
	}
	return names
}

func linkName(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }

// at is a place in the document: a line from 1, 0 for the document as a whole.
// The column is that of the line's first word.
func (d page) at(line int) checks.Place {
	p := checks.Place{File: d.name, Line: line}
	if line > 0 && line <= len(d.lines) {
		text := d.lines[line-1].text
		p.Column = d.lines[line-1].column(len(text) - len(strings.TrimLeft(text, " \t")))
	} else if line > 0 {
		p.Column = 1
	}
	return p
}

// under is a place that belongs to one heading or text; as its pointer it tells
// findings of the same rule apart, also when the document lacks the heading.
func (d page) under(what string, line int) checks.Place {
	p := d.at(line)
	p.Pointer = what
	return p
}

// byteAt is the place of byte i of a line, given by its index.
func (d page) byteAt(index, i int) checks.Place {
	return checks.Place{File: d.name, Line: index + 1, Column: d.lines[index].column(i)}
}

// in is the place of byte i of a passage.
func (d page) in(p passage, i int) checks.Place { return d.byteAt(p.line(i)) }

// begin is the place of a passage's first word.
func (d page) begin(p passage) checks.Place {
	return d.in(p, len(p.text)-len(strings.TrimLeft(p.text, " \t")))
}

// titleAt is the place of a heading's words, past its marks.
func (d page) titleAt(s Section) checks.Place {
	text := d.lines[s.Line-1].text
	return d.byteAt(s.Line-1, len(text)-len(strings.TrimLeft(text, "# \t")))
}
