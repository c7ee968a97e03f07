package prose

import (
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/markdown"
)

// passage is text that is read together, and how it reads.
type passage struct {
	*markdown.Passage
	spans []span
	plain plain
}

// span is a piece of a passage that reads otherwise than it is written, or that
// was meant to.
type span struct {
	markdown.Span
	slip slip
}

// is tells whether a span is of a kind, and not only meant as such.
func (s span) is(kind markdown.SpanKind) bool { return s.slip == noSlip && s.Kind == kind }

// leadsOut tells whether a span is, or was meant as, a link to a page.
func (s span) leadsOut() bool { return !s.is(markdown.Image) && addressLike(s.Address) }

func (s span) isPicture() bool { return s.is(markdown.Image) }

func passages(t *markdown.Text) []passage {
	out := make([]passage, len(t.Passages))
	for i := range t.Passages {
		out[i] = newPassage(&t.Passages[i])
	}
	return out
}

func newPassage(from *markdown.Passage) passage {
	p := passage{Passage: from, spans: spans(from)}
	p.plain = p.read()
	return p
}

// at is a place in the document: a line from 1, 0 for the document as a whole.
// The column is that of the line's first word.
func (d page) at(line int) checks.Place {
	p := checks.Place{File: d.name, Line: line}
	if line > 0 && line <= len(d.lines) {
		text := d.lines[line-1].Text
		p.Column = d.lines[line-1].Column(len(text) - len(strings.TrimLeft(text, " \t")))
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
	return checks.Place{File: d.name, Line: index + 1, Column: d.lines[index].Column(i)}
}

// in is the place of byte i of a passage.
func (d page) in(p passage, i int) checks.Place {
	line, column := d.read.Position(p.At(i))
	return checks.Place{File: d.name, Line: line, Column: column}
}

// begin is the place of the line that a passage begins on.
func (d page) begin(p passage) checks.Place { return d.at(p.First + 1) }

// titleAt is the place of a heading's words, past its marks.
func (d page) titleAt(s Section) checks.Place {
	text := d.lines[s.Line-1].Text
	return d.byteAt(s.Line-1, len(text)-len(strings.TrimLeft(text, "# \t")))
}
