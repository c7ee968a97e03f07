package shape

import (
	"fmt"
	"slices"
	"strings"

	"github.com/certwiz/certwiz/checks/jsontree"
)

// The types that a table names.
const (
	String kinds = 1 << jsontree.String
	Bool   kinds = 1 << jsontree.Bool
	number kinds = 1 << jsontree.Number
	list   kinds = 1 << jsontree.Array
	object kinds = 1 << jsontree.Object
	null   kinds = 1 << jsontree.Null
	// whole stands beside number for one without a fraction, natural for one
	// that is not below 0 either.
	whole   kinds = 1 << 12
	natural kinds = 1 << 13

	anything = String | Bool | number | list | object | null
)

// words are the types as a table writes them.
var words = map[string]kinds{"text": String, "bool": Bool, "number": number, "int": number | whole, "natural": number | whole | natural,
	"list": list, "object": object, "null": null, "any": anything}

// String names the types as the validator does.
func (k kinds) String() string {
	var names []string
	for _, t := range []struct {
		kind kinds
		name string
	}{{String, "String"}, {Bool, "Boolean"}, {whole, "Integer"}, {number, "Number"}, {list, "Array"}, {object, "Object"}} {
		if k&t.kind != 0 && !(t.kind == number && k&whole != 0) {
			names = append(names, t.name)
		}
	}
	return strings.Join(names, ", ")
}

func (s *Shape) fits(n jsontree.Node) bool {
	if !s.kinds.has(n.Kind()) {
		return false
	}
	if !n.Is(jsontree.Number) {
		return true
	}
	text := n.Text()
	fraction := strings.Contains(text, ".") && strings.Trim(text[strings.Index(text, ".")+1:], "0") != "" || strings.ContainsAny(text, "eE")
	return !(s.kinds&whole != 0 && fraction || s.kinds&natural != 0 && strings.HasPrefix(text, "-"))
}

func (s *Shape) lists(text string) bool {
	return slices.Contains(s.values, text) || s.folded && slices.Contains(s.values, lower(text))
}

// among lists the values of a text, or those of the member that tells cases apart.
func (s *Shape) among() string {
	if s.values != nil {
		return strings.Join(s.values, ", ")
	}
	var all []string
	for name := range s.cases {
		all = append(all, name)
	}
	slices.Sort(all)
	return strings.Join(all, ", ")
}

func lower(s string) string { return strings.ToLower(s) }

// Table reads shapes from their text. A line without an indent begins a shape:
// its name and what is said about all of it:
//
//	x-       members that begin with x- are taken, but not x-ms-
//	open     any member is taken
//	filled   it holds something
//	by=M     its member M tells which shape it is: NAME.VALUE, or NAME.* for
//	         every other value; byFolded=M when case does not matter
//	any=A|B  it has one of these members
//	ref=S    with a $ref it is S
//	caseless the names of its members may have any case
//	soft     published files differ from it, so what differs is no error
//
// An indented line is a member, with ! behind its name when it must be there,
// then its type, and soft. The member * stands for all that are not listed, and
// a line "+ S" takes over the members of S. Types are text, bool, number, int,
// natural, null, list, object, any, the name of a shape, and of these
// text=A|B (one of the values), list:T, set:T (no text twice), some:T (not
// empty), map:T (an object of T), A/B (one or the other). A fault in the text
// is a fault of the program.
func Table(text string) map[string]*Shape {
	t := table{}
	var s *Shape
	for line := range strings.Lines(text) {
		line, _, _ = strings.Cut(line, "#")
		fields := strings.Fields(line)
		switch {
		case len(fields) == 0:
		case line[0] != ' ' && line[0] != '\t':
			s = t.named(fields[0])
			s.closed, s.kinds = true, object
			t.header(s, fields[1:])
		case fields[0] == "+":
			s.takes = append(s.takes, t.named(fields[1]))
		default:
			t.member(s, fields)
		}
	}
	for _, s := range t {
		s.take()
	}
	for name, s := range t {
		if parent, value, ok := strings.Cut(name, "."); ok && s.members != nil {
			// NAME.A.B is the case B of NAME.A.
			if i := strings.LastIndex(name, "."); i > len(parent) {
				parent, value = name[:i], name[i+1:]
			}
			t[parent].cases[value] = s
		}
		if s.kinds == 0 {
			panic("the shape " + name + " is named and not described")
		}
	}
	return t
}

type table map[string]*Shape

func (t table) named(name string) *Shape {
	if t[name] == nil {
		t[name] = &Shape{name: name, members: map[string]entry{}, cases: map[string]*Shape{}}
	}
	return t[name]
}

// take adds the members of the shapes that a shape takes over; its own count.
func (s *Shape) take() {
	from := s.takes
	s.takes = nil
	for _, f := range from {
		f.take()
		for name, e := range f.members {
			if _, own := s.members[name]; own {
				continue
			}
			s.members[name] = e
			if slices.Contains(f.needed, name) {
				s.needed = append(s.needed, name)
			}
		}
	}
	slices.Sort(s.needed)
}

func (t table) header(s *Shape, words []string) {
	for _, word := range words {
		key, value, _ := strings.Cut(word, "=")
		switch key {
		case "x-":
			s.vendor = true
		case "open":
			s.closed = false
		case "filled":
			s.filled = true
		case "soft":
			s.soft = true
		case "caseless":
			s.caseless = true
		case "by":
			s.by = value
		case "byFolded":
			s.by, s.folded = value, true
		case "any":
			s.oneOf = strings.Split(value, "|")
		case "ref":
			s.ref = t.named(value)
		default:
			panic(fmt.Sprintf("%s: %s is no word of a shape", s.name, word))
		}
	}
}

func (t table) member(s *Shape, fields []string) {
	name, needed := strings.CutSuffix(fields[0], "!")
	e := entry{shape: t.parse(fields[1]), soft: slices.Contains(fields[2:], "soft")}
	if name == "*" {
		s.others = e.shape
		return
	}
	s.members[name] = e
	if needed {
		s.needed = append(s.needed, name)
	}
}

func (t table) parse(text string) *Shape {
	if i := strings.IndexByte(text, '/'); i >= 0 && !strings.Contains(text[:i], ":") {
		s := &Shape{name: text}
		for part := range strings.SplitSeq(text, "/") {
			c := t.parse(part)
			s.choice = append(s.choice, c)
			s.kinds |= c.kinds
			if c.kinds == 0 {
				s.kinds |= object // described further down
				c.kinds = object
			}
		}
		return s
	}
	if kind, inner, ok := strings.Cut(text, ":"); ok {
		switch kind {
		case "list", "set", "some":
			return &Shape{name: text, kinds: list, items: t.parse(inner), unique: kind == "set", filled: kind == "some"}
		case "map":
			return &Shape{name: text, kinds: object, others: t.parse(inner)}
		}
	}
	word, values, ok := strings.Cut(text, "=")
	if !ok {
		word, values, ok = strings.Cut(text, "~")
		if ok {
			return &Shape{name: text, kinds: words[word], values: strings.Split(values, "|"), folded: true}
		}
	}
	if ok {
		return &Shape{name: text, kinds: words[word], values: strings.Split(values, "|")}
	}
	if k, ok := words[text]; ok {
		return &Shape{name: text, kinds: k}
	}
	return t.named(text)
}
