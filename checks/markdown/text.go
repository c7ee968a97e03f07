package markdown

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	table "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
)

// Text is a document as rules read it, in its order. It does not keep the tree.
type Text struct {
	Lines     []Line
	Headings  []Heading
	Passages  []Passage
	OpenFence string // that begins a block of code which nothing ends, "" for none

	starts []int // of the lines
	mark   int   // the length of a byte order mark
}

// Line is one line of a text.
type Line struct {
	Start int    // its place
	Raw   string // as written, without its end and a byte order mark
	Text  string // what is read of it: without comments, "" in front matter

	Heading    int  // level of the heading that begins on it outside of quotes, 0 for none
	Item       bool // a list's item begins on it
	Row        bool // it is a table's row
	Code       bool // it is in a block of code, or a fence
	Fenced     bool // the same for fenced blocks only
	Definition bool // it names the address of links, and shows nothing

	cuts []cut
}

// cut is a comment that was left out of a line: so many bytes before byte at of
// its text.
type cut struct{ at, bytes int }

// Column is the column of byte i of the line's text in the line as written, in
// characters from 1.
func (l Line) Column(i int) int {
	for _, c := range l.cuts {
		if c.at <= i {
			i += c.bytes
		}
	}
	return utf8.RuneCountInString(l.Raw[:min(i, len(l.Raw))]) + 1
}

// Heading is a heading and the lines that it takes up: Lines[First:Next].
type Heading struct {
	Title       string // as written, without its marks and comments
	Anchor      string // by which GitHub links to it, were it the only one of its title
	Level       int
	First, Next int
	Underlined  bool // with = or - below it, not marked with #
	Quoted      bool // it stands in a quote
}

// Read takes a text apart.
func Read(source []byte) *Text {
	d := Parse(source)
	r := reader{Document: d, Text: &Text{starts: d.starts}}
	r.splitLines()
	r.Passages = make([]Passage, 0, len(r.Lines)/2+1)
	for n, i := r.Root.FirstChild(), 0; n != nil; n, i = n.NextSibling(), i+1 {
		r.read(n, context{block: i})
	}
	r.cutComments()
	return r.Text
}

// Position is the line and the column, in characters, of a place; both from 1.
func (t *Text) Position(at int) (line, column int) {
	i := lineAt(t.starts, at)
	l := t.Lines[i]
	before := min(max(0, at-l.Start), len(l.Raw))
	return i + 1, utf8.RuneCountInString(l.Raw[:before]) + 1
}

// reader makes a text of a document's tree.
type reader struct {
	*Document
	*Text
}

func (r *reader) splitLines() {
	if strings.HasPrefix(r.text, byteOrderMark) {
		r.mark = len(byteOrderMark)
	}
	r.Lines = make([]Line, len(r.Document.starts))
	for i := range r.Lines {
		end := len(r.text)
		if i+1 < len(r.Document.starts) {
			end = r.Document.starts[i+1] - 1
		}
		r.Lines[i].Start = r.begin(i)
		r.Lines[i].Raw = strings.TrimSuffix(r.text[r.begin(i):end], "\r")
	}
}

// begin is the place at which a line begins, past a byte order mark.
func (r *reader) begin(i int) int {
	if i == 0 {
		return r.mark
	}
	return r.Document.starts[i]
}

// context is where a block stands.
type context struct {
	block        int // the block of the document that it is, or is in
	list, quoted bool
}

// read reads a block and those in it.
func (r *reader) read(n ast.Node, in context) {
	switch n := n.(type) {
	case *ast.Heading:
		r.readHeading(n, in)
		return
	case *ast.Paragraph, *ast.TextBlock:
		r.addPassage(Paragraph, n.Lines(), in, n)
		return
	case *table.TableHeader, *table.TableRow:
		r.readRow(n, in)
		return
	case *ast.HTMLBlock:
		lines := text.NewSegments()
		lines.AppendAll(n.Lines().Sliced(0, n.Lines().Len()))
		if n.HasClosure() {
			lines.Append(n.ClosureLine)
		}
		r.addPassage(HTML, lines, in, nil)
		return
	case *ast.FencedCodeBlock:
		r.markLines(n, func(l *Line) { l.Code, l.Fenced = true, true })
		if _, closed := r.marks.fences[n.Pos()]; !closed && n.Parent() == r.Root && n.NextSibling() == nil {
			rest := r.text[n.Pos():]
			r.OpenFence = rest[:len(rest)-len(strings.TrimLeft(rest, rest[:1]))]
		}
	case *ast.CodeBlock:
		r.markLines(n, func(l *Line) { l.Code = true })
	case *ast.LinkReferenceDefinition:
		r.markLines(n, func(l *Line) { l.Definition = true })
	case *ast.Blockquote:
		in.quoted = true
	case *ast.ListItem:
		in.list = true
		r.Lines[r.Line(n.Pos())].Item = true
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		r.read(c, in)
	}
}

// extent is the lines of a block, from its first to behind its last.
func (r *reader) extent(n ast.Node) (first, next int) {
	lines := n.Lines()
	at := n.Pos()
	if at < 0 && lines.Len() > 0 {
		at = lines.At(0).Start
	}
	first = r.Line(max(0, at))
	next = first + 1
	if lines.Len() > 0 {
		next = r.Line(lines.At(lines.Len()-1).Start) + 1
	}
	if fence, closed := r.marks.fences[n.Pos()]; closed {
		next = r.Line(fence) + 1
	}
	return first, next
}

func (r *reader) markLines(n ast.Node, as func(*Line)) {
	first, next := r.extent(n)
	for i := first; i < next; i++ {
		as(&r.Lines[i])
	}
}

func (r *reader) readHeading(n *ast.Heading, in context) {
	h := Heading{Level: n.Level, Quoted: in.quoted}
	h.First, h.Next = r.extent(n)
	if n.Lines().Len() > 0 && n.Lines().At(0).Start == n.Pos() { // no mark stands before it
		h.Underlined = true
		h.Next = min(h.Next+1, len(r.Lines))
	}
	if !h.Quoted {
		r.Lines[h.First].Heading = n.Level
	}
	if n.Lines().Len() > 0 {
		p := r.addPassage(Title, n.Lines(), in, n)
		h.Title = strings.TrimSpace(p.uncommented())
		if h.Underlined {
			h.Title = strings.Join(strings.Fields(h.Title), " ")
		}
		h.Anchor = anchor(p.words())
	}
	r.Headings = append(r.Headings, h)
}

// anchor is a heading's text in small letters, with - for blanks.
func anchor(text string) string {
	var b strings.Builder
	for _, c := range strings.ToLower(strings.TrimSpace(text)) {
		switch {
		case c == ' ':
			b.WriteByte('-')
		case c == '-' || c == '_' || unicode.IsLetter(c) || unicode.IsDigit(c):
			b.WriteRune(c)
		}
	}
	return b.String()
}

// readRow reads a table's row as one passage.
func (r *reader) readRow(n ast.Node, in context) {
	l := &r.Lines[r.Line(n.Pos())]
	l.Row = true
	from, to := -1, 0
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if c.Lines().Len() == 0 {
			continue
		}
		s := c.Lines().At(0)
		if from < 0 {
			from = s.Start
		}
		to = s.Stop
	}
	if from < 0 {
		return
	}
	lines := text.NewSegments()
	lines.Append(text.NewSegment(from, to))
	r.addPassage(Row, lines, in, n)
}

// cutComments makes the lines' texts of what is written.
func (r *reader) cutComments() {
	var comments []span
	for i := range r.Passages {
		comments = r.Passages[i].comments(comments)
	}
	shown := hidden(r.Source)
	for i := range r.Lines {
		l, begin := &r.Lines[i], r.begin(i)
		if begin < shown {
			continue // front matter
		}
		for len(comments) > 0 && comments[0].to <= begin {
			comments = comments[1:]
		}
		l.cut(begin, comments)
	}
}

// cut leaves comments out of a line that begins at a place.
func (l *Line) cut(begin int, comments []span) {
	end := begin + len(l.Raw)
	if len(comments) == 0 || comments[0].from >= end {
		l.Text = l.Raw
		return
	}
	var b strings.Builder
	at := begin
	for _, c := range comments {
		if c.from >= end {
			break
		}
		from, to := max(at, c.from), min(c.to, end)
		b.WriteString(l.Raw[at-begin : from-begin])
		l.cuts = append(l.cuts, cut{b.Len(), to - from})
		at = to
	}
	b.WriteString(l.Raw[at-begin:])
	l.Text = b.String()
}

// span is a stretch of a text.
type span struct{ from, to int }
