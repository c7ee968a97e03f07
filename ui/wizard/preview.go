package wizard

import (
	"fmt"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	gtext "github.com/yuin/goldmark/text"

	"github.com/certwiz/certwiz/ui/theme"
)

// newPreview shows a Markdown text as it will look.
func newPreview(m *Model, name string, source []byte) overlay {
	width := min(m.width-6, theme.TextWidth)
	r := &renderer{m: m, source: source, width: width}
	doc := goldmark.DefaultParser().Parse(gtext.NewReader(source))
	r.blocks(doc, "")
	return &text{m: m, title: name, body: r.lines}
}

// renderer draws the tree that goldmark makes; no library that draws it for
// terminals starts fast enough.
type renderer struct {
	m      *Model
	source []byte
	width  int
	lines  []string
}

func (r *renderer) blocks(parent ast.Node, indent string) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		r.block(n, indent)
	}
}

func (r *renderer) block(n ast.Node, indent string) {
	switch n := n.(type) {
	case *ast.Heading:
		r.add(indent, r.m.th.Title.Render(strings.Repeat("#", n.Level)+" "+r.inline(n)))
		r.gap()
	case *ast.Paragraph:
		r.add(indent, r.inline(n))
		r.gap()
	case *ast.TextBlock:
		r.add(indent, r.inline(n))
	case *ast.List:
		r.list(n, indent)
		r.gap()
	case *ast.Blockquote:
		r.blocks(n, indent+r.m.th.Glyphs.Bar+" ")
	case *ast.FencedCodeBlock, *ast.CodeBlock, *ast.HTMLBlock:
		for i := range n.Lines().Len() {
			line := n.Lines().At(i)
			text := r.m.th.SafeLines(strings.TrimRight(string(line.Value(r.source)), "\r\n"))
			r.lines = append(r.lines, indent+"    "+r.m.th.Faint.Render(text))
		}
		r.gap()
	case *ast.ThematicBreak:
		r.add(indent, r.m.th.Faint.Render(strings.Repeat(r.m.th.Glyphs.Rule, 20)))
		r.gap()
	default:
		r.blocks(n, indent)
	}
}

func (r *renderer) list(n *ast.List, indent string) {
	number := n.Start
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		mark := r.m.th.Glyphs.Dot + " "
		if n.IsOrdered() {
			mark = fmt.Sprintf("%d. ", number)
			number++
		}
		from := len(r.lines)
		r.blocks(item, indent+spaces(theme.Width(mark)))
		if from < len(r.lines) {
			r.lines[from] = indent + mark + strings.TrimPrefix(r.lines[from], indent+spaces(theme.Width(mark)))
		}
	}
}

// inline is the text of a block with its emphasis.
func (r *renderer) inline(parent ast.Node) string {
	var b strings.Builder
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Text:
			b.WriteString(r.m.th.Safe(string(n.Segment.Value(r.source))))
			if n.SoftLineBreak() || n.HardLineBreak() {
				b.WriteString(" ")
			}
		case *ast.Emphasis:
			style := r.m.th.Title
			if n.Level == 1 {
				style = r.m.th.Accent
			}
			b.WriteString(style.Render(r.inline(n)))
		case *ast.CodeSpan:
			b.WriteString("`" + r.inline(n) + "`")
		case *ast.Link:
			b.WriteString(r.m.th.Link.Render(r.inline(n)))
			b.WriteString(r.m.th.Faint.Render(" <" + r.m.th.Safe(string(n.Destination)) + ">"))
		case *ast.AutoLink:
			b.WriteString(r.m.th.Link.Render(r.m.th.Safe(string(n.URL(r.source)))))
		case *ast.Image:
			b.WriteString(r.m.th.Faint.Render("[picture: " + r.inline(n) + "]"))
		default:
			b.WriteString(r.inline(n))
		}
	}
	return b.String()
}

func (r *renderer) add(indent, text string) {
	for _, l := range theme.Wrap(text, r.width-theme.Width(indent)) {
		r.lines = append(r.lines, indent+l)
	}
}

func (r *renderer) gap() {
	if n := len(r.lines); n > 0 && r.lines[n-1] != "" {
		r.lines = append(r.lines, "")
	}
}
