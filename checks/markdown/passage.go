package markdown

import (
	"slices"
	"sort"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

// Kind is what a passage is.
type Kind int

// The kinds of passages.
const (
	Paragraph Kind = iota // also the text of a list's item
	Title                 // of a heading
	Row                   // of a table
	HTML
)

// Passage is text that is read together. Nothing in a line, such as a link,
// reaches from one into the next.
type Passage struct {
	Kind  Kind
	Text  string // as written, without the marks of its block
	Spans []Span // in the order of their beginnings; one may lie in another
	First int    // index of its first line
	Block int    // of the document: passages of one list, table or quote share it
	List  bool   // it stands in a list

	pieces []piece
}

// piece says that the text from byte at on was written from byte from on.
type piece struct{ at, from int }

// SpanKind is what a piece of a passage is.
type SpanKind int

// The kinds of spans.
const (
	Code    SpanKind = iota // `code`
	Link                    // [words](address), [words][name], [name]
	Image                   // ![words](address), <img src="address">
	Address                 // https://…, www.…, <https://…>, <name@host>
	Tag                     // <br>; with an address <a href="address">
	Comment                 // <!-- … -->
)

// Span is a piece of a passage that reads otherwise than it is written:
// Text[Start:End].
type Span struct {
	Kind       SpanKind
	Start, End int
	From, To   int // its words: Text[From:To]
	Address    string
}

// At is the place in the source of byte i of the passage.
func (p *Passage) At(i int) int {
	n := sort.Search(len(p.pieces), func(n int) bool { return p.pieces[n].at > i })
	last := p.pieces[max(0, n-1)]
	return last.from + i - last.at
}

// byteAt is the byte of the passage that is written at a place of the source.
func (p *Passage) byteAt(place int) int {
	n := sort.Search(len(p.pieces), func(n int) bool { return p.pieces[n].from > place })
	last := p.pieces[max(0, n-1)]
	end := len(p.Text)
	if n < len(p.pieces) {
		end = p.pieces[n].at
	}
	return min(max(last.at, last.at+place-last.from), end)
}

// addPassage adds the text on some lines; parent is the block that it stands in,
// nil for HTML.
func (r *reader) addPassage(kind Kind, lines *text.Segments, in context, parent ast.Node) *Passage {
	r.Passages = append(r.Passages, Passage{Kind: kind, Block: in.block, List: in.list})
	p := &r.Passages[len(r.Passages)-1]
	n := lines.Len()
	p.First = r.Line(lines.At(0).Start)
	var parts []string
	size := 0
	for i := 0; i < n; {
		start, end := lines.At(i).Start, lines.At(i).Stop
		for i++; i < n && lines.At(i).Start == end; i++ {
			end = lines.At(i).Stop
		}
		p.pieces = append(p.pieces, piece{size, start})
		parts = append(parts, r.text[start:end])
		size += end - start
	}
	p.Text = strings.TrimRight(strings.Join(parts, ""), "\r\n")
	if parent == nil {
		p.splitHTML()
		return p
	}
	r.addSpans(p, parent)
	return p
}

func (r *reader) addSpans(p *Passage, parent ast.Node) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		s := Span{}
		switch n := n.(type) {
		case *ast.CodeSpan:
			s.Kind = Code
		case *ast.Link:
			s.Kind, s.Address = Link, Decode(string(n.Destination))
		case *ast.Image:
			s.Kind, s.Address = Image, Decode(string(n.Destination))
		case *ast.AutoLink:
			s.Kind, s.Address = Address, r.Label(n)
		case *ast.RawHTML:
			s.Kind = Tag
		case *ast.Text:
			continue
		default:
			r.addSpans(p, n)
			continue
		}
		s.Start, s.End = p.byteAt(n.Pos()), p.byteAt(r.End(n)-1)+1
		s.From, s.To = s.Start, s.End
		switch written := p.Text[s.Start:s.End]; {
		case s.Kind == Link || s.Kind == Image:
			s.From = s.Start + strings.IndexByte(written, '[') + 1
			s.To = max(s.From, p.byteAt(r.marks.ends[n.Pos()].words))
		case s.Kind == Address && written[0] == '<':
			s.From, s.To = s.Start+1, s.End-1
		case s.Kind == Tag:
			s = tagSpan(s, written)
		}
		p.Spans = append(p.Spans, s)
		if s.Kind == Link {
			r.addSpans(p, n)
		}
	}
}

// tagSpan says what a tag is, or a comment.
func tagSpan(s Span, written string) Span {
	s.From, s.To = s.End, s.End
	switch {
	case strings.HasPrefix(written, "<!--"):
		s.Kind = Comment
	case IsTag(written, "a"):
		s.Address = Decode(Attribute(written, "href"))
	case IsTag(written, "img"):
		s.Kind, s.Address = Image, Decode(Attribute(written, "src"))
	}
	return s
}

func (p *Passage) splitHTML() {
	for _, x := range SplitHTML(p.Text) {
		if x.Kind != HTMLText {
			p.Spans = append(p.Spans, tagSpan(Span{Kind: Tag, Start: x.From, End: x.To}, p.Text[x.From:x.To]))
		}
	}
}

// comments adds the places where comments stand in the source.
func (p *Passage) comments(to []span) []span {
	for _, s := range p.Spans {
		if s.Kind == Comment {
			to = append(to, span{p.At(s.Start), p.At(s.End-1) + 1})
		}
	}
	return to
}

// uncommented is the text without comments.
func (p *Passage) uncommented() string {
	var cuts []span
	for _, s := range p.Spans {
		if s.Kind == Comment {
			cuts = append(cuts, span{s.Start, s.End})
		}
	}
	return without(p.Text, cuts)
}

// words is the text without tags, comments and the addresses of links.
func (p *Passage) words() string {
	var cuts []span
	for _, s := range p.Spans {
		switch s.Kind {
		case Comment, Tag:
			cuts = append(cuts, span{s.Start, s.End})
		case Link:
			cuts = append(cuts, span{s.To, s.End})
		}
	}
	slices.SortFunc(cuts, func(a, b span) int { return a.from - b.from })
	return without(p.Text, cuts)
}

// without is a text without some stretches of it.
func without(text string, cuts []span) string {
	if len(cuts) == 0 {
		return text
	}
	var b strings.Builder
	at := 0
	for _, c := range cuts {
		if c.from >= at {
			b.WriteString(text[at:c.from])
			at = c.to
		}
	}
	b.WriteString(text[at:])
	return b.String()
}
