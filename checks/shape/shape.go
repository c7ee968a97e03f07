// Package shape holds what a JSON file may look like as a table, one line a
// member, and tells where a file differs: what is lacking, of another type,
// not among the values, not known, or there twice.
package shape

import (
	"slices"
	"strings"

	"github.com/certwiz/certwiz/checks/jsontree"
)

// Kind is a way to differ from a table.
type Kind int

// The ways to differ.
const (
	Lacking   Kind = iota // a member that must be there is not
	Mistyped              // a value is of another type
	NotInEnum             // a value is none of those listed
	Unknown               // a member that the object does not take
	Repeated              // a list holds the same text twice
	Short                 // a list or object holds nothing
)

// Fault is one place where a file differs from its table.
type Fault struct {
	Kind
	Node jsontree.Node // the value, or for Lacking the object around it
	Name string        // of the member
	Want string        // Mistyped: the types; NotInEnum: the values, with commas between them
	In   string        // the shape that says so
	// Meant is the member whose name differs in case only, of Unknown.
	Meant string
	// Soft says that published files differ here, so it is no error.
	Soft bool
}

// Shape is what one value may be.
type Shape struct {
	name     string
	kinds    kinds
	values   []string         // of a text
	items    *Shape           // of a list
	members  map[string]entry // of an object
	needed   []string
	oneOf    []string // one of these is there
	others   *Shape   // of members that are not listed; nil when there may be none
	vendor   bool     // takes members x-, but not x-ms-
	caseless bool     // the names of members may have any case
	closed   bool     // takes no member that is not listed
	by       string   // the member that says which of cases it is
	folded   bool     // the case of by's value does not matter
	cases    map[string]*Shape
	ref      *Shape // what it is when it has a $ref
	unique   bool
	filled   bool
	soft     bool
	choice   []*Shape // one of these, by type
	takes    []*Shape // whose members it has as well, until the table is whole
}

type entry struct {
	shape *Shape
	soft  bool
}

// kinds is a set of types.
type kinds uint16

func (k kinds) has(kind jsontree.Kind) bool { return k&(1<<kind) != 0 }

// Judge walks over a value and reports every fault in the order of the file.
func (s *Shape) Judge(n jsontree.Node, report func(Fault)) {
	w := walk{report: report}
	w.value(s, n, s.soft)
}

type walk struct{ report func(Fault) }

func (w walk) fault(kind Kind, n jsontree.Node, s *Shape, want string, soft bool) {
	w.report(Fault{Kind: kind, Node: n, Name: n.Key(), Want: want, In: s.name, Soft: soft})
}

func (w walk) value(s *Shape, n jsontree.Node, soft bool) {
	if n.Is(jsontree.Invalid) {
		return // the file's syntax is at fault
	}
	soft = soft || s.soft
	for _, c := range s.choice {
		if c.kinds.has(n.Kind()) {
			w.value(c, n, soft)
			return
		}
	}
	if !s.fits(n) {
		w.fault(Mistyped, n, s, s.kinds.String(), soft)
		return
	}
	switch n.Kind() {
	case jsontree.String:
		if s.values != nil && !s.lists(n.Text()) {
			w.fault(NotInEnum, n, s, s.among(), soft)
		}
	case jsontree.Array:
		w.list(s, n, soft)
	case jsontree.Object:
		w.object(s, n, soft)
	}
}

func (w walk) list(s *Shape, n jsontree.Node, soft bool) {
	if s.filled && n.Len() == 0 {
		w.fault(Short, n, s, "", soft)
	}
	var seen map[string]bool
	for c := n.First(); c.OK(); c = c.Next() {
		if s.items != nil {
			w.value(s.items, c, soft)
		}
		if !s.unique || !c.Is(jsontree.String) {
			continue
		}
		if seen[c.Text()] {
			w.fault(Repeated, c, s, c.Text(), soft)
		}
		if seen == nil {
			seen = map[string]bool{}
		}
		seen[c.Text()] = true
	}
}

func (w walk) object(s *Shape, n jsontree.Node, soft bool) {
	if s.ref != nil && n.Get("$ref").OK() {
		s = s.ref
	}
	if s.by != "" {
		s = w.which(s, n, soft)
		if s == nil {
			return
		}
	}
	if s.filled && n.Len() == 0 {
		w.fault(Short, n, s, "", soft)
	}
	if s.oneOf != nil && !slices.ContainsFunc(s.oneOf, func(name string) bool { return n.Get(name).OK() }) {
		w.report(Fault{Kind: Lacking, Node: n, Name: s.oneOf[0], In: s.name, Soft: soft})
	}
	have := 0
	for c := n.First(); c.OK(); c = c.Next() {
		name := c.Key()
		e, ok := s.members[name]
		if !ok && s.caseless {
			e, ok = s.members[s.like(name)]
		}
		switch {
		case ok:
			w.value(e.shape, c, soft || e.soft)
			have++
		case s.vendor && vendor(name):
		case s.others != nil:
			w.value(s.others, c, soft)
		case s.closed:
			w.report(Fault{Kind: Unknown, Node: c, Name: name, In: s.name, Meant: s.like(name), Soft: soft})
		}
	}
	if have > 0 && have >= len(s.members) {
		return
	}
	for _, name := range s.needed {
		if !n.Get(name).OK() && !(s.caseless && hasFolded(n, name)) {
			w.report(Fault{Kind: Lacking, Node: n, Name: name, In: s.name, Soft: soft || s.members[name].soft})
		}
	}
}

// which is the case of a shape that an object is, nil after saying that it is
// none of them.
func (w walk) which(s *Shape, n jsontree.Node, soft bool) *Shape {
	by := n.Get(s.by)
	switch {
	case !by.OK():
		w.report(Fault{Kind: Lacking, Node: n, Name: s.by, In: s.name, Soft: soft})
		for _, name := range s.needed {
			if !n.Get(name).OK() {
				w.report(Fault{Kind: Lacking, Node: n, Name: name, In: s.name, Soft: soft})
			}
		}
		return nil
	case !by.Is(jsontree.String):
		w.fault(Mistyped, by, s, String.String(), soft)
		return nil
	}
	key := by.Text()
	if s.folded {
		key = lower(key)
	}
	c := s.cases[key]
	if c == nil {
		c = s.cases["*"]
	}
	if c == nil {
		w.fault(NotInEnum, by, s, s.among(), soft)
		return nil
	}
	if c.by != "" {
		return w.which(c, n, soft)
	}
	return c
}

func hasFolded(n jsontree.Node, name string) bool {
	for c := range n.Children() {
		if strings.EqualFold(c.Key(), name) {
			return true
		}
	}
	return false
}

// like is the member whose name differs from this one in case only.
func (s *Shape) like(name string) string {
	for known := range s.members {
		if strings.EqualFold(known, name) {
			return known
		}
	}
	return ""
}

func vendor(name string) bool {
	return len(name) > 1 && name[0] == 'x' && name[1] == '-' && !(len(name) > 4 && name[2:5] == "ms-")
}
