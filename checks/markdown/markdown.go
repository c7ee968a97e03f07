// Package markdown reads Markdown, once for everything that judges, drafts, ticks
// or draws it: GitHub's dialect, as goldmark's tree with the places of all that
// stands in a text. A place is a byte of the text as it was given, whatever its
// byte order mark, line ends or encoding. However a text is made, reading it takes
// time in proportion to its length.
package markdown

import (
	"bytes"
	"sort"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

// Document is a text and its tree.
type Document struct {
	Source []byte   // as it was given
	Root   ast.Node // all segments are places in Source

	text   string // Source
	marks  marks
	starts []int // of the lines
}

// marks are places that goldmark's tree does not keep, by where a node begins.
type marks struct {
	ends   map[int]ends
	fences map[int]int // where the fence is that closes a block of code
}

// ends are where something that stands in a line ends, and where its words do.
type ends struct{ words, all int }

// Parse makes the tree of a text. It never fails: what is no Markdown is text.
func Parse(source []byte) *Document {
	d := &Document{Source: source, text: string(source), starts: lineStarts(source)}
	d.marks = marks{map[int]ends{}, map[int]int{}}
	shown := source
	if n := hidden(source); n > 0 {
		// Line ends in place of what is not shown keep all places as they are.
		shown = bytes.Clone(source)
		copy(shown, bytes.Repeat([]byte("\n"), n))
	}
	d.Root = newParser(&d.marks).Parse(text.NewReader(shown))
	d.linkAddresses(d.Root)
	return d
}

func lineStarts(source []byte) []int {
	starts := make([]int, 1, 1+bytes.Count(source, []byte("\n")))
	for i, c := range source {
		if c == '\n' {
			starts = append(starts, i+1)
		}
	}
	return starts
}

// Line is the index of the line that a place stands on.
func (d *Document) Line(at int) int { return lineAt(d.starts, at) }

func lineAt(starts []int, at int) int { return sort.SearchInts(starts, at+1) - 1 }

// End is where something that stands in a line ends, such as a link or code.
func (d *Document) End(n ast.Node) int { return d.marks.ends[n.Pos()].all }

// byteOrderMark begins texts of some editors.
const byteOrderMark = "\ufeff"

// hidden is the length of what a site does not show at the top of a text: a byte
// order mark and YAML front matter.
func hidden(source []byte) int {
	at := 0
	if bytes.HasPrefix(source, []byte(byteOrderMark)) {
		at = len(byteOrderMark)
	}
	line, _, more := bytes.Cut(source[at:], []byte("\n"))
	if !more || string(bytes.TrimRight(line, " \r")) != "---" {
		return at
	}
	for end := at + len(line) + 1; end < len(source); end += len(line) + 1 {
		line, _, _ = bytes.Cut(source[end:], []byte("\n"))
		switch string(bytes.TrimRight(line, " \t\r")) {
		case "---":
			return min(end+len(line)+1, len(source))
		case "":
			return at // no front matter: a line across
		}
	}
	return at
}
