package markdown

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

// linkAddresses makes links of the addresses that stand in the text below a node
// as they are, such as https://contoso.example.
func (d *Document) linkAddresses(parent ast.Node) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch x := n.(type) {
		case *ast.Text:
			n = d.linkRun(x)
		case *ast.Link, *ast.Image, *ast.CodeSpan:
		default:
			d.linkAddresses(n)
		}
	}
}

// linkRun does so in a text node and those that go on where it ends, which marks
// that turned out to be none part from it. It returns the last of them.
func (d *Document) linkRun(first *ast.Text) ast.Node {
	last := first
	for !last.SoftLineBreak() && !last.HardLineBreak() {
		next, ok := last.NextSibling().(*ast.Text)
		if !ok || next.Segment.Start != last.Segment.Stop {
			break
		}
		last = next
	}
	at := first.Segment.Start
	s := d.text[at:max(at, last.Segment.Stop)]
	from, to := addressIn(s, 0)
	if to == 0 {
		return last
	}
	parent := first.Parent()
	for n := ast.Node(first); n != last; {
		next := n.NextSibling()
		parent.RemoveChild(parent, n)
		n = next
	}
	insert := func(n ast.Node) { parent.InsertBefore(parent, last, n) }
	done := 0
	for ; to > 0; from, to = addressIn(s, to) {
		if from > done {
			insert(ast.NewTextSegment(text.NewSegment(at+done, at+from)))
		}
		link := ast.NewAutoLink(ast.AutoLinkURL, ast.NewTextSegment(text.NewSegment(at+from, at+to)))
		link.SetPos(at + from)
		d.marks.ends[at+from] = ends{at + to, at + to}
		insert(link)
		done = to
	}
	last.Segment = text.NewSegment(at+done, last.Segment.Stop)
	return last
}

// Label is what an address in the text says, <https://contoso.example> or bare.
func (d *Document) Label(n *ast.AutoLink) string {
	label := string(n.Label(d.Source))
	if d.Source[n.Pos()] == '<' {
		return label
	}
	return Decode(label)
}

// addressIn is where the first address stands in a text from a place on; to is 0
// when there is none.
func addressIn(s string, at int) (from, to int) {
	for at < len(s) {
		i := strings.IndexAny(s[at:], "hHwWfF")
		if i < 0 {
			return 0, 0
		}
		from = at + i
		at = from + 1
		host := beginsAddress(s[from:])
		if host == 0 {
			continue
		}
		if r, _ := utf8.DecodeLastRuneInString(s[:from]); unicode.IsLetter(r) || unicode.IsDigit(r) {
			continue
		}
		length := addressLength(s[from:])
		if length > host {
			return from, from + length
		}
		at = from + max(1, length)
	}
	return 0, 0
}

// beginsAddress is the length of what begins an address, 0 for none.
func beginsAddress(s string) int {
	if len(s) < 2 || s[1]|0x20 != 't' && s[1]|0x20 != 'w' {
		return 0
	}
	for _, begin := range []string{"http://", "https://", "www.", "ftp://"} {
		if len(s) >= len(begin) && strings.EqualFold(s[:len(begin)], begin) {
			return len(begin)
		}
	}
	return 0
}

// addressLength is the length of an address in running text: up to white space
// or a mark that belongs to the text around it.
func addressLength(s string) int {
	if end := strings.IndexAny(s, " \t\r\n<>\"`|]。，、！？）」"); end >= 0 {
		s = s[:end]
	}
	surplus := strings.Count(s, ")") - strings.Count(s, "(")
	for s != "" {
		last := s[len(s)-1]
		if last == ')' && surplus > 0 {
			surplus--
		} else if strings.IndexByte("?!.,:;*_~'", last) < 0 {
			break
		}
		s = s[:len(s)-1]
	}
	return len(s)
}
