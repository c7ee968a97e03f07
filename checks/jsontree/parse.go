package jsontree

import (
	"hash/maphash"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// Parse reads a file. It never fails: what is not JSON becomes a fault, and
// the tree holds what could be made of the rest.
func Parse(data []byte) *Tree {
	t := &Tree{text: string(data)}
	p := &parser{tree: t, text: t.text, twins: twins{seed: maphash.MakeSeed()}}
	if !p.prepare() {
		return t
	}
	t.nodes = make([]node, 1, p.estimate())
	p.blanks()
	if p.pos >= len(p.text) {
		p.fault(Truncated, p.pos, "the file is empty")
		return t
	}
	if p.value(0, 0, key{}) == 0 {
		p.fault(Structure, p.pos, "the file does not begin with a value")
		return t
	}
	p.end()
	slices.SortStableFunc(t.faults, func(a, b Fault) int { return a.Offset - b.Offset })
	return t
}

// estimate is about how many values the file holds: each is the first in its
// list or object, or stands behind a comma. Commas in texts count as well, and
// a file of nothing but commas is not to be believed.
func (p *parser) estimate() int {
	n := strings.Count(p.text, ",") + strings.Count(p.text, "{") + strings.Count(p.text, "[")
	return min(n, len(p.text)/12) + 16
}

type parser struct {
	tree  *Tree
	text  string
	pos   int
	depth int
	full  bool // a limit was reached, nothing more is read
	twins twins
}

func (p *parser) fault(kind FaultKind, offset int, format string, args ...any) {
	if !p.full {
		p.tree.fault(kind, offset, format, args...)
	}
}

// prepare looks at the file as bytes. It tells whether there is text to parse.
func (p *parser) prepare() bool {
	if len(p.text) > math.MaxInt32 {
		p.fault(Limit, 0, "the file is too large to be read")
		return false
	}
	if strings.HasPrefix(p.text, "\xff\xfe") || strings.HasPrefix(p.text, "\xfe\xff") {
		p.fault(Structure, 0, "the file is in UTF-16, UTF-8 is needed")
		return false
	}
	if strings.HasPrefix(p.text, "\ufeff") {
		p.fault(BOM, 0, "the file starts with a byte order mark (BOM)")
		p.pos, p.tree.bom = 3, 3
	}
	if !utf8.ValidString(p.text) {
		p.badBytes()
	}
	return true
}

// badBytes reports each run of bytes that are not UTF-8.
func (p *parser) badBytes() {
	last := -2
	for i := 0; i < len(p.text); {
		r, size := utf8.DecodeRuneInString(p.text[i:])
		if r == utf8.RuneError && size == 1 {
			if i != last+1 {
				p.fault(NotUTF8, i, "bytes that are not UTF-8")
			}
			last = i
		}
		i += size
	}
}

func (p *parser) end() {
	p.blanks()
	if p.pos < len(p.text) {
		p.fault(Trailing, p.pos, "data after the end: %s", Quote(p.text[p.pos:min(len(p.text), p.pos+20)]))
	}
}

// add appends a node under parent, 0 for the root, and links it to its
// siblings. last is the sibling before it, or 0.
func (p *parser) add(n node, parent, last int32) int32 {
	t := p.tree
	if len(t.nodes) >= MaxNodes {
		p.stop("more than 1,000,000 values")
		return 0
	}
	i := int32(len(t.nodes))
	n.parent = parent
	if parent != 0 {
		n.index = t.nodes[parent].count
		t.nodes[parent].count++
	}
	t.nodes = append(t.nodes, n)
	switch {
	case last != 0:
		t.nodes[last].next = i
	case parent != 0:
		t.nodes[parent].first = i
	}
	return i
}

// stop ends the reading at a limit, quietly from then on.
func (p *parser) stop(why string) {
	p.fault(Limit, p.pos, "%s, the rest is not read", why)
	p.full = true
	p.pos = len(p.text)
}

// key is the member name before a value, as in node; zero in lists.
type key struct {
	start, end uint32
	flags      uint8
}

// value reads one value and returns its node, or 0 when there is none; it
// then has consumed nothing.
func (p *parser) value(parent, last int32, k key) int32 {
	n := node{keyStart: k.start, keyEnd: k.end, flags: k.flags}
	switch c := p.text[p.pos]; {
	case c == '{':
		return p.container(n, Object, parent, last)
	case c == '[':
		return p.container(n, Array, parent, last)
	case c == '"' || c == '\'':
		start, end, escaped := p.str()
		n.kind, n.start, n.end = String, uint32(start), uint32(end)
		if escaped {
			n.flags |= valueEscaped
		}
	case c == '}' || c == ']' || c == ',' || c == ':':
		return 0
	default:
		p.word(&n)
	}
	return p.add(n, parent, last)
}

func (p *parser) container(n node, kind Kind, parent, last int32) int32 {
	n.kind, n.start = kind, uint32(p.pos)
	i := p.add(n, parent, last)
	if i == 0 {
		return 0
	}
	if p.depth >= MaxDepth {
		p.fault(Limit, p.pos, "nested deeper than %d levels, the inner part is not read", MaxDepth)
		p.skip()
	} else {
		p.depth++
		p.pos++
		if kind == Object {
			p.object(i)
		} else {
			p.array(i)
		}
		p.depth--
	}
	p.tree.nodes[i].end = uint32(p.pos)
	return i
}

// skip passes over a nested value without reading it.
func (p *parser) skip() {
	for depth := 0; p.pos < len(p.text); {
		switch p.text[p.pos] {
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		case '"':
			p.str()
			p.pos--
		}
		p.pos++
		if depth == 0 {
			return
		}
	}
}
