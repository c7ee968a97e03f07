package preview

import (
	"strings"

	"github.com/yuin/goldmark/ast"

	"github.com/certwiz/certwiz/checks/markdown"
)

// inline adds the text below a node in its looks.
func (d *drawer) inline(f *flow, parent ast.Node, l look) {
	for c := parent.FirstChild(); c != nil; c = c.NextSibling() {
		switch n := c.(type) {
		case *ast.Text:
			c = d.words(f, n, l)
		case *ast.Emphasis:
			style := bold
			if n.Level == 1 {
				style = italic
			}
			d.inline(f, n, l|style)
		case *ast.CodeSpan:
			d.code(f, n, l)
		case *ast.Link:
			from := len(f.spans)
			d.inline(f, n, l|linked)
			d.address(f, string(n.Destination), f.spans[from:], n.Pos())
		case *ast.AutoLink:
			f.add(d.safe(d.doc.Label(n)), l|linked, n.Pos())
		case *ast.Image:
			d.picture(f, image{alt: d.plain(n), address: string(n.Destination), at: n.Pos()})
		case *ast.RawHTML:
			var b strings.Builder
			for i := range n.Segments.Len() {
				s := n.Segments.At(i)
				b.Write(s.Value(d.source))
			}
			d.html(f, b.String(), n.Pos())
		default:
			d.inline(f, n, l)
		}
	}
}

// words adds a text node, and with it those that go on where it ends, which
// marks that turned out to be none part from it. It returns the last.
func (d *drawer) words(f *flow, n *ast.Text, l look) (last *ast.Text) {
	last = n
	for !last.SoftLineBreak() && !last.HardLineBreak() {
		next, ok := last.NextSibling().(*ast.Text)
		if !ok || next.Segment.Start != last.Segment.Stop || next.IsRaw() != n.IsRaw() {
			break
		}
		last = next
	}
	whole := n.Segment.WithStop(last.Segment.Stop)
	raw := strings.TrimSuffix(string(whole.Value(d.source)), "\r")
	if !n.IsRaw() {
		raw = markdown.Decode(raw)
	}
	f.add(d.safe(raw), l, whole.Start)
	switch {
	case last.HardLineBreak():
		f.end()
	case last.SoftLineBreak():
		f.open = false
	}
	return last
}

// safe makes text safe to show, and tabs and line ends blanks.
func (d *drawer) safe(s string) string {
	if strings.IndexByte(s, '\t') >= 0 || strings.IndexByte(s, '\n') >= 0 {
		s = strings.NewReplacer("\t", " ", "\r\n", " ", "\n", " ").Replace(s)
	}
	return d.th.Safe(s)
}

// code adds a code span between its marks.
func (d *drawer) code(f *flow, n *ast.CodeSpan, l look) {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			b.Write(t.Segment.Value(d.source))
		}
	}
	text := b.String()
	if d.cell {
		text = strings.ReplaceAll(text, `\|`, "|")
	}
	f.add("`", l|faint, n.Pos())
	f.add(strings.Trim(d.safe(text), " "), l, n.Pos())
	f.open = len(f.words) > 0
	f.add("`", l|faint, n.Pos())
}

// address adds where a link leads, unless its words say so.
func (d *drawer) address(f *flow, address string, words []span, at int) {
	address = d.safe(markdown.Decode(address))
	var b strings.Builder
	for _, s := range words {
		b.WriteString(s.text)
	}
	bare := strings.TrimPrefix(address, "mailto:")
	if said := b.String(); address == "" || said == address || said == bare || "https://"+said == address {
		return
	}
	f.open = false
	f.add("<"+strings.ReplaceAll(address, " ", "%20")+">", faint, at)
}

// plain is the text below a node without looks, for the text of a picture.
func (d *drawer) plain(parent ast.Node) string {
	var b strings.Builder
	d.plainInto(&b, parent)
	return strings.Join(strings.Fields(b.String()), " ")
}

func (d *drawer) plainInto(b *strings.Builder, parent ast.Node) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Text:
			raw := string(n.Segment.Value(d.source))
			if !n.IsRaw() {
				raw = markdown.Decode(raw)
			}
			b.WriteString(d.safe(raw))
			if n.SoftLineBreak() || n.HardLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.AutoLink:
			b.WriteString(d.safe(d.doc.Label(n)))
		default:
			d.plainInto(b, n)
		}
	}
}
