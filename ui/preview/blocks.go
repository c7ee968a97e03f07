package preview

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	table "github.com/yuin/goldmark/extension/ast"

	"github.com/certwiz/certwiz/ui/theme"
)

// blocks draws what is below a node. tight says that it is the item of a list
// without blank lines.
func (d *drawer) blocks(parent ast.Node, tight bool) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		d.block(n, tight)
	}
}

func (d *drawer) block(n ast.Node, tight bool) {
	switch n := n.(type) {
	case *ast.Heading:
		d.heading(n)
	case *ast.Paragraph:
		d.paragraph(n)
		d.apart()
	case *ast.TextBlock:
		d.paragraph(n)
	case *ast.List:
		d.list(n)
		if !tight {
			d.apart()
		}
	case *ast.Blockquote:
		d.quote(n)
		d.apart()
	case *ast.FencedCodeBlock:
		d.apart()
		d.language(n)
		d.codeBlock(n)
		d.apart()
	case *ast.CodeBlock:
		d.apart()
		d.codeBlock(n)
		d.apart()
	case *ast.HTMLBlock:
		d.htmlBlock(n)
		d.apart()
	case *ast.ThematicBreak:
		d.row(d.rule(d.room()), n.Pos())
		d.apart()
	case *table.Table:
		d.table(n)
		d.apart()
	case *ast.LinkReferenceDefinition: // shows nothing
	default:
		d.blocks(n, tight)
	}
}

// rule is a line across.
func (d *drawer) rule(width int) string {
	return d.paint.text(strings.Repeat(d.th.Glyphs.Rule, width), faint)
}

// heading draws a heading with its marks, which tell its level in any colours;
// the document's title has a line below it.
func (d *drawer) heading(n *ast.Heading) {
	d.apart()
	at := n.Pos()
	if n.Lines().Len() > 0 {
		at = n.Lines().At(0).Start
	}
	marks := level{first: d.paint.text(strings.Repeat("#", n.Level), faint) + " ", rest: strings.Repeat(" ", n.Level+1), width: n.Level + 1}
	d.in(marks, at, func() {
		f := d.fresh()
		d.inline(f, n, bold)
		d.flow(f)
	})
	if n.Level == 1 {
		d.row(d.rule(d.room()), at)
	}
	d.apart()
}

// paragraph draws text; pictures that stand alone get a box each.
func (d *drawer) paragraph(n ast.Node) {
	images := d.alone(n)
	for _, i := range images {
		d.box(i)
	}
	if len(images) == 0 {
		f := d.fresh()
		d.inline(f, n, 0)
		d.flow(f)
	}
}

// quote draws a bar beside what is quoted. A note begins with its kind.
func (d *drawer) quote(n *ast.Blockquote) {
	bar := d.paint.text(d.th.Glyphs.Bar, faint) + " "
	d.in(level{first: bar, rest: bar, width: 2}, n.Pos(), func() {
		if kind, at := d.note(n); kind != "" {
			d.row(d.paint.text(kind, bold), at)
		}
		d.blocks(n, false)
	})
}

// notes are the site's own kinds of quotes, by the line they begin with.
var notes = map[string]string{
	"[!NOTE]": "Note", "[!TIP]": "Tip", "[!IMPORTANT]": "Important", "[!CAUTION]": "Caution", "[!WARNING]": "Warning",
}

// note is the kind of a quote that is a note, and where that is written; the
// line that says it is taken out of the text.
func (d *drawer) note(n *ast.Blockquote) (kind string, at int) {
	p, ok := n.FirstChild().(*ast.Paragraph)
	if !ok || p.Lines().Len() == 0 {
		return "", -1
	}
	first := p.Lines().At(0)
	kind, ok = notes[string(bytes.TrimSpace(first.Value(d.source)))]
	if !ok {
		return "", -1
	}
	behead(p, first.Stop)
	return kind, first.Start
}

// behead takes the text before a place in the source out of a paragraph.
func behead(p ast.Node, to int) {
	for c := p.FirstChild(); c != nil; c = c.NextSibling() {
		t, ok := c.(*ast.Text)
		if !ok || t.Segment.Start >= to {
			return
		}
		t.Segment.Start = min(t.Segment.Stop, to)
	}
}

func (d *drawer) list(n *ast.List) {
	widest := len(strconv.Itoa(n.Start+n.ChildCount()-1)) + 1
	number := n.Start
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		mark := d.th.Glyphs.Dot
		if n.IsOrdered() {
			mark = theme.PadLeft(fmt.Sprintf("%d%c", number, n.Marker), widest)
			number++
		}
		if task := d.task(item); task != "" {
			mark = task
		}
		mark += " "
		width := columns(mark)
		at := item.Pos()
		d.in(level{first: mark, rest: strings.Repeat(" ", width), width: width}, at, func() { d.blocks(item, n.IsTight) })
		if !n.IsTight {
			d.apart()
		}
	}
}

// task is the box of an item that begins with "[ ] " or "[x] ", which is taken
// out of its text.
func (d *drawer) task(item ast.Node) string {
	t, ok := d.doc.Task(item)
	if !ok {
		return ""
	}
	behead(item.FirstChild(), t.Box+len(" ]"))
	if t.Done {
		return d.th.Glyphs.Checked
	}
	return d.th.Glyphs.Unticked
}

// codeIndent is how far code is set in.
const codeIndent = 4

func (d *drawer) language(n *ast.FencedCodeBlock) {
	if name := n.Language(d.source); len(name) > 0 && n.Info != nil {
		d.row(strings.Repeat(" ", codeIndent)+d.paint.text(d.th.Cut(d.safe(string(name)), d.room()-codeIndent), faint), n.Info.Segment.Start)
	}
}

// codeBlock draws lines as they are; one that is too long goes on below.
func (d *drawer) codeBlock(n ast.Node) {
	indent := strings.Repeat(" ", codeIndent)
	for i := range n.Lines().Len() {
		s := n.Lines().At(i)
		text := d.th.SafeLines(strings.TrimRight(string(s.Value(d.source)), "\r\n"))
		if columns(text) <= d.room()-codeIndent {
			d.row(indent+text, s.Start)
			continue
		}
		for _, part := range theme.Wrap(text, d.room()-codeIndent) {
			d.row(indent+part, s.Start)
		}
	}
}
