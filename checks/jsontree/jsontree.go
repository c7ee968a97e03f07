// Package jsontree reads JSON as people really write it. Every key and value
// keeps its byte offset, faults are recorded and reading goes on, so that one
// missing comma does not hide what is wrong in the rest of a file.
//
// The tree is flat: nodes stand in one slice and point at each other by index,
// which keeps a 1 MB file at a handful of allocations. A Node is a small value;
// the zero Node stands for "not there" and every method is safe on it, so that
// root.Get("info").Get("title").Text() needs no checks on the way.
package jsontree

import (
	"iter"
	"strconv"
	"strings"
	"sync"
)

// Kind is what a node is.
type Kind uint8

// The kinds. Missing is the zero Node; Invalid stands where a value was
// expected, such as unquoted text.
const (
	Missing Kind = iota
	Invalid
	Null
	Bool
	Number
	String
	Array
	Object
)

// String names a kind as a person would say it in a sentence.
func (k Kind) String() string {
	return [...]string{"missing", "unreadable", "null", "true or false", "a number", "text", "a list", "an object"}[k]
}

// Limits that keep any input within bounds.
const (
	MaxDepth  = 200       // nesting of objects and lists
	MaxNodes  = 1_000_000 // values in one file
	MaxFaults = 100       // faults recorded, the rest is only counted
)

// Tree is a parsed file. It may be read from several goroutines.
type Tree struct {
	text   string
	nodes  []node
	faults []Fault
	more   int // faults beyond MaxFaults
	blank  int
	bom    int

	lines   sync.Once
	starts  []uint32 // offsets of line starts
	long    sync.Once
	marks   []uint32 // characters before every markStep-th byte
	members index
}

// node is one value. Texts lie between start and end without their quotes.
type node struct {
	start, end       uint32
	keyStart, keyEnd uint32
	parent, next     int32
	first            int32 // first child
	count            int32 // number of children
	index            int32 // position among the siblings
	kind             Kind
	flags            uint8
}

const (
	hasKey        uint8 = 1 << iota
	keyEscaped          // the key holds a backslash
	valueEscaped        // the text holds a backslash
	valueUnquoted       // no quote before start
	keyUnquoted
)

// Root is the file's value, or the zero Node when there is none.
func (t *Tree) Root() Node {
	if t == nil || len(t.nodes) < 2 {
		return Node{}
	}
	return Node{t, 1}
}

// Text is the whole file.
func (t *Tree) Text() string { return t.text }

// Blank is the number of bytes between values that say nothing: white space
// and comments. Size minus Blank is the size of the file without them.
func (t *Tree) Blank() int { return t.blank }

// Node is one value in a tree, or nothing.
type Node struct {
	tree *Tree
	i    int32
}

func (n Node) raw() *node { return &n.tree.nodes[n.i] }

// OK reports whether the node is there at all.
func (n Node) OK() bool { return n.tree != nil }

// Kind is what the node is, Missing for the zero Node.
func (n Node) Kind() Kind {
	if n.tree == nil {
		return Missing
	}
	return n.raw().kind
}

// Is reports whether the node is of the kind.
func (n Node) Is(k Kind) bool { return n.Kind() == k }

// Text is a text's content, any other scalar as it is written, and "" for
// lists, objects and the zero Node.
func (n Node) Text() string {
	if n.tree == nil {
		return ""
	}
	r := n.raw()
	if r.kind >= Array {
		return ""
	}
	s := n.tree.text[r.start:r.end]
	if r.flags&valueEscaped != 0 {
		return unescape(s)
	}
	return s
}

// Str is the content of a text, "" for everything else.
func (n Node) Str() string {
	if n.Kind() != String {
		return ""
	}
	return n.Text()
}

// True reports whether the node is the value true.
func (n Node) True() bool { return n.Kind() == Bool && n.Text() == "true" }

// Key is the member name the node stands under, "" when it has none.
func (n Node) Key() string {
	if n.tree == nil {
		return ""
	}
	r := n.raw()
	s := n.tree.text[r.keyStart:r.keyEnd]
	if r.flags&keyEscaped != 0 {
		return unescape(s)
	}
	return s
}

// Offset is where the value begins, in bytes from the start of the file.
func (n Node) Offset() int {
	if n.tree == nil {
		return 0
	}
	r := n.raw()
	if r.kind == String && r.flags&valueUnquoted == 0 {
		return int(r.start) - 1
	}
	return int(r.start)
}

// KeyOffset is where the member name begins, or Offset when there is none.
func (n Node) KeyOffset() int {
	if n.tree == nil || n.raw().flags&hasKey == 0 {
		return n.Offset()
	}
	if n.raw().flags&keyUnquoted != 0 {
		return int(n.raw().keyStart)
	}
	return int(n.raw().keyStart) - 1
}

// Source is the value as it stands in the file, a text without its quotes.
func (n Node) Source() string {
	if n.tree == nil {
		return ""
	}
	return n.tree.text[n.raw().start:n.raw().end]
}

// Index is the node's position in its list or object, from 0.
func (n Node) Index() int {
	if n.tree == nil {
		return 0
	}
	return int(n.raw().index)
}

// Len is the number of members or elements.
func (n Node) Len() int {
	if n.tree == nil {
		return 0
	}
	return int(n.raw().count)
}

// Parent is the list or object the node stands in.
func (n Node) Parent() Node {
	if n.tree == nil || n.raw().parent == 0 {
		return Node{}
	}
	return Node{n.tree, n.raw().parent}
}

// First is the first child.
func (n Node) First() Node {
	if n.tree == nil || n.raw().first == 0 {
		return Node{}
	}
	return Node{n.tree, n.raw().first}
}

// Next is the next sibling.
func (n Node) Next() Node {
	if n.tree == nil || n.raw().next == 0 {
		return Node{}
	}
	return Node{n.tree, n.raw().next}
}

// Children ranges over the members or elements in the order of the file.
func (n Node) Children() iter.Seq[Node] {
	return func(yield func(Node) bool) {
		for c := n.First(); c.OK(); c = c.Next() {
			if !yield(c) {
				return
			}
		}
	}
}

// Get is the member of that name; of several, the last, as Microsoft's reader
// and most others take it.
func (n Node) Get(key string) Node {
	if n.Kind() != Object {
		return Node{}
	}
	if n.Len() > indexFrom {
		return n.tree.members.get(n, key)
	}
	var found Node
	for c := n.First(); c.OK(); c = c.Next() {
		if c.Key() == key {
			found = c
		}
	}
	return found
}

// At is the element at that position, or the zero Node.
func (n Node) At(i int) Node {
	if n.Kind() != Array || i < 0 || i >= n.Len() {
		return Node{}
	}
	if n.Len() > indexFrom {
		return n.tree.members.at(n, i)
	}
	c := n.First()
	for ; i > 0; i-- {
		c = c.Next()
	}
	return c
}

// maxStep is how many bytes of a member name go into a pointer. Without it a
// huge name with thousands of faults below it would be written thousands of times.
const maxStep = 1024

// Pointer is the JSON pointer of the node (RFC 6901); the root's is "". Of a
// member name longer than 1024 bytes it holds the beginning only.
func (n Node) Pointer() string {
	var buffer [200]byte
	return string(n.appendPointer(buffer[:0]))
}

func (n Node) appendPointer(b []byte) []byte {
	up := n.Parent()
	if !up.OK() {
		return b
	}
	b = append(up.appendPointer(b), '/')
	if up.Kind() == Array {
		return strconv.AppendInt(b, int64(n.Index()), 10)
	}
	key := n.Key()
	if len(key) > maxStep {
		key = strings.ToValidUTF8(key[:maxStep], "") + "…"
	}
	return append(b, Escape(key)...)
}

// Escape writes a member name as one step of a JSON pointer.
func Escape(key string) string {
	if !strings.ContainsAny(key, "~/") {
		return key
	}
	return strings.ReplaceAll(strings.ReplaceAll(key, "~", "~0"), "/", "~1")
}

// Find is the node at a JSON pointer, or the zero Node.
func (t *Tree) Find(pointer string) Node {
	n := t.Root()
	if pointer == "" {
		return n
	}
	rest, ok := strings.CutPrefix(pointer, "/")
	for more := ok; more && n.OK(); {
		var step string
		step, rest, more = strings.Cut(rest, "/")
		n = n.step(step)
	}
	if !ok {
		return Node{}
	}
	return n
}

func (n Node) step(step string) Node {
	if n.Kind() == Array {
		i, err := strconv.Atoi(step)
		if err != nil {
			return Node{}
		}
		return n.At(i)
	}
	if strings.Contains(step, "~") {
		step = strings.ReplaceAll(strings.ReplaceAll(step, "~1", "/"), "~0", "~")
	}
	return n.Get(step)
}
