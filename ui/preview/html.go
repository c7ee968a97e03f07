package preview

import (
	"strings"

	"github.com/yuin/goldmark/ast"

	"github.com/certwiz/certwiz/checks/markdown"
)

// htmlBlock draws HTML as it is written, but for comments, which show nothing,
// and pictures.
func (d *drawer) htmlBlock(n *ast.HTMLBlock) {
	var b strings.Builder
	at := n.Pos()
	for i := range n.Lines().Len() {
		s := n.Lines().At(i)
		if i == 0 {
			at = s.Start
		}
		b.Write(s.Value(d.source))
	}
	if n.HasClosure() {
		s := n.ClosureLine
		b.Write(s.Value(d.source))
	}
	f := d.fresh()
	d.html(f, b.String(), at)
	d.flow(f)
}

// html adds HTML: the tags faint, the text between them as text.
func (d *drawer) html(f *flow, s string, at int) {
	for _, p := range markdown.SplitHTML(s) {
		switch p.Kind {
		case markdown.HTMLTag:
			d.tag(f, s[p.From:p.To], at+p.From)
		case markdown.HTMLText:
			d.between(f, s[p.From:p.To], at+p.From)
		}
	}
}

// between adds the text between tags, its lines as they are.
func (d *drawer) between(f *flow, s string, at int) {
	for s != "" {
		line, rest, more := strings.Cut(s, "\n")
		f.add(d.safe(strings.TrimSuffix(markdown.Decode(line), "\r")), 0, at)
		if more {
			f.end()
		}
		at += len(line) + 1
		s = rest
	}
}

func (d *drawer) tag(f *flow, tag string, at int) {
	switch {
	case markdown.IsTag(tag, "br"):
		f.end()
	case markdown.IsTag(tag, "img") && markdown.Attribute(tag, "src") != "":
		f.open = false
		alt := strings.TrimSpace(d.safe(markdown.Decode(markdown.Attribute(tag, "alt"))))
		d.picture(f, image{alt, markdown.Attribute(tag, "src"), at})
		f.open = false
	default:
		f.add(d.safe(tag), faint, at)
	}
}
