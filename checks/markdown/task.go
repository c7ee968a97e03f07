package markdown

import (
	"github.com/yuin/goldmark/ast"
)

// Task is the box of a list's item: "- [ ] …" or "- [x] …".
type Task struct {
	Box  int // the place of what stands between the brackets
	Done bool
}

// Task is the box that a list's item begins with.
func (d *Document) Task(item ast.Node) (Task, bool) {
	p := item.FirstChild()
	if p == nil || p.Type() != ast.TypeBlock || p.Lines().Len() == 0 {
		return Task{}, false
	}
	if _, ok := p.FirstChild().(*ast.Text); !ok {
		return Task{}, false // a link or picture
	}
	first := p.Lines().At(0)
	text := d.Source[first.Start:first.Stop]
	if len(text) < 4 || text[0] != '[' || text[2] != ']' || text[3] != ' ' && text[3] != '\t' {
		return Task{}, false
	}
	switch text[1] {
	case ' ', 'x', 'X':
		return Task{first.Start + 1, text[1] != ' '}, true
	}
	return Task{}, false
}
