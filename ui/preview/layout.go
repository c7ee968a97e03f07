package preview

import (
	"strings"

	"github.com/certwiz/certwiz/ui/theme"
)

// look is how a piece of text looks; looks add up.
type look uint8

const (
	bold look = 1 << iota
	italic
	linked
	faint
	warn
	looks // how many combinations there are
)

// paint gives text its look, in the styles of a theme.
type paint struct {
	th      theme.Theme
	on, off [looks]string
	known   [looks]bool
	spans   []span // lent to who sets a line
}

// codes are the sequences before and after a text.
func (p *paint) codes(l look) (on, off string) {
	if l == 0 {
		return "", ""
	}
	if !p.known[l] {
		s := p.th.Text
		if l&bold != 0 {
			s = s.Inherit(p.th.Title)
		}
		if l&italic != 0 {
			s = s.Italic(true)
		}
		if l&linked != 0 {
			s = s.Inherit(p.th.Link)
		}
		if l&faint != 0 {
			s = s.Inherit(p.th.Faint)
		}
		if l&warn != 0 {
			s = s.Inherit(p.th.Warn)
		}
		p.on[l], p.off[l], _ = strings.Cut(s.Render("x"), "x")
		p.known[l] = true
	}
	return p.on[l], p.off[l]
}

func (p *paint) text(s string, l look) string {
	on, off := p.codes(l)
	return on + s + off
}

// span is text of one look, safe to show and without line breaks.
type span struct {
	text string
	look look
}

// word is spans that stand together.
type word struct {
	from, to int  // of the flow's spans
	width    int  // in columns
	at       int  // in the source, -1 for unknown
	breaks   bool // a line begins with it
}

// flow is text before it is set into lines.
type flow struct {
	spans  []span
	words  []word
	open   bool // the next text goes on with the last word
	breaks bool // the next word begins a line
}

// add adds text that is safe to show. Blanks part words.
func (f *flow) add(text string, l look, at int) {
	for text != "" {
		if text[0] == ' ' {
			f.open = false
			text = strings.TrimLeft(text, " ")
			continue
		}
		end := strings.IndexByte(text, ' ')
		if end < 0 {
			end = len(text)
		}
		f.glue(text[:end], l, at)
		text = text[end:]
	}
}

// glue adds text without blanks to the last word, or begins one.
func (f *flow) glue(text string, l look, at int) {
	f.spans = append(f.spans, span{text, l})
	if !f.open {
		f.words = append(f.words, word{from: len(f.spans) - 1, at: at, breaks: f.breaks})
		f.open, f.breaks = true, false
	}
	w := &f.words[len(f.words)-1]
	w.to = len(f.spans)
	w.width += columns(text)
}

// append adds another text.
func (f *flow) append(other *flow) {
	by := len(f.spans)
	f.spans = append(f.spans, other.spans...)
	for _, w := range other.words {
		w.from, w.to = w.from+by, w.to+by
		f.words = append(f.words, w)
	}
	f.open = false
}

// end ends a line.
func (f *flow) end() { f.open, f.breaks = false, len(f.words) > 0 }

// columns is the width of text without styles.
func columns(s string) int {
	if plain(s) {
		return len(s)
	}
	return theme.Width(s)
}

// plain tells whether text is printable ASCII.
func plain(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] >= 0x7f {
			return false
		}
	}
	return true
}

// measure is the width of the text in one line, and of its longest word.
func (f *flow) measure() (whole, longest int) {
	line := 0
	for i, w := range f.words {
		if i > 0 && !w.breaks {
			line++
		}
		if w.breaks {
			line = 0
		}
		line += w.width
		whole, longest = max(whole, line), max(longest, w.width)
	}
	return whole, longest
}

// set is the text in lines of at most so many columns.
func (f *flow) set(p *paint, width int) []line {
	s := setter{paint: p, width: width, at: -1, spans: p.spans[:0]}
	for _, w := range f.words {
		s.word(f.spans[w.from:w.to], w)
	}
	s.end()
	p.spans = s.spans
	return s.lines
}

// line is a line of a text that was set.
type line struct {
	text  string // with styles
	width int
	at    int // of its first word in the source
}

// setter breaks words into lines.
type setter struct {
	paint *paint
	width int
	lines []line

	spans []span // of the line that is being set
	used  int
	at    int
}

func (s *setter) word(spans []span, w word) {
	if w.breaks || s.used > 0 && s.used+1+w.width > s.width {
		s.end()
	}
	if s.used > 0 {
		s.spans = append(s.spans, span{" ", s.spans[len(s.spans)-1].look & spans[0].look})
		s.used++
	} else {
		s.at = w.at
	}
	if w.width <= s.width {
		s.spans = append(s.spans, spans...)
		s.used += w.width
		return
	}
	for _, sp := range spans {
		s.long(sp, w.at)
	}
}

// long adds a part of a word that is longer than a line.
func (s *setter) long(sp span, at int) {
	if n := columns(sp.text); s.used+n <= s.width {
		s.spans = append(s.spans, sp)
		s.used += n
		return
	}
	if s.used > 0 {
		s.end()
		s.at = at
	}
	for i, part := range theme.Wrap(sp.text, s.width) {
		if i > 0 {
			s.end()
			s.at = at
		}
		s.spans = append(s.spans, span{part, sp.look})
		s.used = columns(part)
	}
}

// end ends the line that is being set.
func (s *setter) end() {
	if len(s.spans) == 0 {
		return
	}
	text, simple := s.paint.line(s.spans)
	parts := []string{text}
	if !simple && theme.Width(text) > s.width {
		parts = theme.Wrap(text, s.width) // characters that join over a border of styles
	}
	for _, part := range parts {
		n := s.used
		if !simple {
			n = theme.Width(part)
		}
		s.lines = append(s.lines, line{part, n, s.at})
	}
	s.spans, s.used, s.at = s.spans[:0], 0, -1
}

// line joins spans; simple tells that all are of printable ASCII.
func (p *paint) line(spans []span) (text string, simple bool) {
	var b strings.Builder
	simple = true
	var was look
	var off string
	for _, sp := range spans {
		if sp.look != was {
			b.WriteString(off)
			var on string
			on, off = p.codes(sp.look)
			b.WriteString(on)
			was = sp.look
		}
		b.WriteString(sp.text)
		simple = simple && plain(sp.text)
	}
	b.WriteString(off)
	return b.String(), simple
}
