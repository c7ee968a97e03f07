package preview

import (
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// What keeps goldmark's time in proportion to the text; nothing that people
// write comes near. What is beyond is text.
const (
	mostNested  = 40      // blocks inside each other; a list and its item are two
	mostLinks   = 250     // brackets that may open a link, in one paragraph
	mostMarks   = 2000    // runs of * and _ in one paragraph
	mostDefined = 1 << 15 // bytes of a paragraph that names addresses for links
)

// parse makes the tree of a document. A parser is made for each, as it counts
// what it met.
//
// goldmark's extensions are not used: their regular expressions would cost every
// start of certwiz more than half a millisecond.
func parse(source []byte) ast.Node {
	links, marks := mostLinks, mostMarks
	blocks := parser.DefaultBlockParsers()
	for i, b := range blocks {
		switch b.Priority {
		case 300, 800: // lists, quotes
			blocks[i].Value = shallow{b.Value.(parser.BlockParser)}
		}
	}
	inlines := parser.DefaultInlineParsers()
	for i, p := range inlines {
		switch p.Priority {
		case 200:
			inlines[i].Value = &fewLinks{p.Value.(parser.InlineParser), &links, &marks}
		case 500:
			inlines[i].Value = &fewMarks{p.Value.(parser.InlineParser), &marks}
		}
	}
	paragraphs := append(parser.DefaultParagraphTransformers(),
		util.Prioritized(tooManyNames{}, 50), util.Prioritized(tables{}, 200))
	p := parser.NewParser(parser.WithBlockParsers(blocks...), parser.WithInlineParsers(inlines...),
		parser.WithParagraphTransformers(paragraphs...))
	return p.Parse(text.NewReader(source))
}

// shallow opens no block too deep inside others.
type shallow struct{ parser.BlockParser }

func (s shallow) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	depth := 0
	for n := parent; n != nil; n = n.Parent() {
		depth++
	}
	if depth > mostNested {
		return nil, parser.NoChildren
	}
	return s.BlockParser.Open(parent, reader, pc)
}

// fewLinks opens so many links in a paragraph and no more.
type fewLinks struct {
	parser.InlineParser
	links, marks *int // that are left
}

func (f *fewLinks) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	if block.Peek() != ']' {
		if *f.links == 0 {
			return nil
		}
		*f.links--
	}
	return f.InlineParser.Parse(parent, block, pc)
}

// CloseBlock is called at the end of each paragraph.
func (f *fewLinks) CloseBlock(parent ast.Node, block text.Reader, pc parser.Context) {
	*f.links, *f.marks = mostLinks, mostMarks
	if c, ok := f.InlineParser.(parser.CloseBlocker); ok {
		c.CloseBlock(parent, block, pc)
	}
}

// fewMarks does the same for emphasis.
type fewMarks struct {
	parser.InlineParser
	marks *int
}

func (f *fewMarks) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	if *f.marks == 0 {
		return nil
	}
	*f.marks--
	return f.InlineParser.Parse(parent, block, pc)
}

// tooManyNames shows a paragraph as it is that seems to name thousands of
// addresses for links: reading the names takes time with their square.
type tooManyNames struct{}

func (tooManyNames) Transform(node *ast.Paragraph, reader text.Reader, _ parser.Context) {
	lines := node.Lines()
	size := 0
	for i := range lines.Len() {
		s := lines.At(i)
		size += s.Len()
	}
	if size < mostDefined {
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
