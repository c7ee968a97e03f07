package markdown

import (
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// What keeps goldmark's time in proportion to the text; nothing that people
// write comes near. What is beyond is text.
const (
	maxNesting     = 40      // blocks inside each other; a list and its item are two
	maxBrackets    = 250     // brackets that may open a link, in one paragraph
	maxEmphasis    = 2000    // runs of * and _ in one paragraph
	maxDefinitions = 1 << 15 // bytes of a paragraph that names addresses for links
)

// newParser makes a parser for one document, as it counts what it meets.
//
// goldmark's extensions are not used: their regular expressions would cost every
// start of certwiz a millisecond.
func newParser(m *marks) parser.Parser {
	brackets, emphasis := maxBrackets, maxEmphasis
	blocks := parser.DefaultBlockParsers()
	for i, b := range blocks {
		switch p := b.Value.(parser.BlockParser); b.Priority {
		case 300, 800: // lists, quotes
			blocks[i].Value = shallow{p}
		case 700:
			blocks[i].Value = fenced{p, m}
		}
	}
	inlines := parser.DefaultInlineParsers()
	for i, v := range inlines {
		p := v.Value.(parser.InlineParser)
		switch v.Priority {
		case 200:
			p = &fewLinks{p, &brackets, &emphasis}
		case 500:
			inlines[i].Value = &fewEmphases{p, &emphasis}
			continue
		}
		inlines[i].Value = placed{p, m}
	}
	paragraphs := append(parser.DefaultParagraphTransformers(),
		util.Prioritized(manyDefinitions{}, 50), util.Prioritized(tables{}, 200))
	return parser.NewParser(parser.WithBlockParsers(blocks...), parser.WithInlineParsers(inlines...),
		parser.WithParagraphTransformers(paragraphs...))
}

// shallow opens no block too deep inside others.
type shallow struct{ parser.BlockParser }

func (s shallow) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	depth := 0
	for n := parent; n != nil; n = n.Parent() {
		depth++
	}
	if depth > maxNesting {
		return nil, parser.NoChildren
	}
	return s.BlockParser.Open(parent, reader, pc)
}

// fenced notes where the fence stands that closes a block of code.
type fenced struct {
	parser.BlockParser
	marks *marks
}

func (f fenced) Continue(node ast.Node, reader text.Reader, pc parser.Context) parser.State {
	_, at := reader.Position()
	state := f.BlockParser.Continue(node, reader, pc)
	if state&parser.Close != 0 {
		f.marks.fences[node.Pos()] = at.Start
	}
	return state
}

// placed notes where what stands in a line ends.
type placed struct {
	parser.InlineParser
	marks *marks
}

func (p placed) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	_, before := block.Position()
	n := p.InlineParser.Parse(parent, block, pc)
	at := before.Start
	switch n := n.(type) {
	case *ast.Link:
		at = n.Pos()
	case *ast.Image:
		at = n.Pos()
	case *ast.CodeSpan, *ast.AutoLink, *ast.RawHTML:
	default:
		return n
	}
	_, after := block.Position()
	p.marks.ends[at] = ends{before.Start, after.Start}
	return n
}

// CloseBlock is called at the end of each paragraph.
func (p placed) CloseBlock(parent ast.Node, block text.Reader, pc parser.Context) {
	if c, ok := p.InlineParser.(parser.CloseBlocker); ok {
		c.CloseBlock(parent, block, pc)
	}
}

// fewLinks opens so many links in a paragraph and no more.
type fewLinks struct {
	parser.InlineParser
	brackets, emphasis *int // that are left
}

func (f *fewLinks) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	if block.Peek() != ']' {
		if *f.brackets == 0 {
			return nil
		}
		*f.brackets--
	}
	return f.InlineParser.Parse(parent, block, pc)
}

func (f *fewLinks) CloseBlock(parent ast.Node, block text.Reader, pc parser.Context) {
	*f.brackets, *f.emphasis = maxBrackets, maxEmphasis
	if c, ok := f.InlineParser.(parser.CloseBlocker); ok {
		c.CloseBlock(parent, block, pc)
	}
}

// fewEmphases does the same for emphasis.
type fewEmphases struct {
	parser.InlineParser
	left *int
}

func (f *fewEmphases) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	if *f.left == 0 {
		return nil
	}
	*f.left--
	return f.InlineParser.Parse(parent, block, pc)
}

// manyDefinitions leaves a paragraph as it is that seems to name thousands of
// addresses for links: reading the names takes time with their square.
type manyDefinitions struct{}

func (manyDefinitions) Transform(node *ast.Paragraph, reader text.Reader, _ parser.Context) {
	lines := node.Lines()
	size := 0
	for i := range lines.Len() {
		s := lines.At(i)
		size += s.Len()
	}
	if size < maxDefinitions {
		return
	}
	first := lines.At(0)
	if reader.Source()[first.Start] != '[' {
		return
	}
	raw := ast.NewCodeBlock()
	raw.SetLines(lines)
	node.Parent().ReplaceChild(node.Parent(), node, raw)
}
