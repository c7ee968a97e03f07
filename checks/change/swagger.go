package change

import (
	"slices"
	"strings"

	"github.com/certwiz/certwiz/checks/jsontree"
)

// swagger is one version, its operations found.
type swagger struct {
	tree       *jsontree.Tree
	operations []operation
	byID       map[string]operation
	byRoute    map[string]operation
}

// operation is one action or trigger.
type operation struct {
	id    string // operationId, or the route where it has none
	route string // "GET /invoices/{id}"
	node  jsontree.Node
}

func (o operation) internal() bool { return o.node.Get("x-ms-visibility").Str() == "internal" }

func (o operation) pointer() string { return o.node.Pointer() }

// path is the beginning of the validator's paths about the operation.
func (o operation) path() string { return "operation/" + o.id }

var methods = []string{"get", "put", "post", "delete", "options", "head", "patch"}

func newSwagger(tree *jsontree.Tree) swagger {
	s := swagger{tree: tree, byID: map[string]operation{}, byRoute: map[string]operation{}}
	for path := range tree.Root().Get("paths").Children() {
		for node := range path.Children() {
			method := strings.ToLower(node.Key())
			if !slices.Contains(methods, method) || !node.Is(jsontree.Object) {
				continue
			}
			o := operation{route: strings.ToUpper(method) + " " + path.Key(), node: node}
			if o.id = node.Get("operationId").Str(); o.id == "" {
				o.id = o.route
			}
			if _, twice := s.byID[o.id]; twice {
				continue // a finding of its own
			}
			s.operations = append(s.operations, o)
			s.byID[o.id], s.byRoute[o.route] = o, o
		}
	}
	return s
}

// signIns are the ways to sign in, by what a connection depends on.
func (s swagger) signIns() []string {
	var out []string
	for d := range s.tree.Root().Get("securityDefinitions").Children() {
		way := d.Get("type").Str()
		if name := d.Get("name").Str(); name != "" {
			way += " " + name
		}
		out = append(out, way)
	}
	return out
}

// field is one parameter, or one property of a body or response.
type field struct {
	name      string // what tells it apart: place and name
	label     string // as people call it
	kind      string // type and format: "string date-time", "array of integer"
	typ       string // the type alone, and that of a list's elements
	items     string
	parameter string // the name of a parameter; a property is named by its key
	property  bool
	node      jsontree.Node // where it is stated, before any reference
	required  bool
	internal  bool
	defaulted bool
	values    []string // its enum
}

func byName(fields []field) map[string]field {
	m := make(map[string]field, len(fields))
	for _, f := range fields {
		m[f.name] = f
	}
	return m
}

// parameters are an operation's parameters but its body, those of its path
// included.
func (s swagger) parameters(o operation) []field {
	var out []field
	known := map[string]bool{}
	for _, list := range []jsontree.Node{o.node.Get("parameters"), o.node.Parent().Get("parameters")} {
		for at := range list.Children() {
			p := s.resolve(at)
			in, name := p.Get("in").Str(), p.Get("name").Str()
			key := in + " " + name
			if in == "body" || name == "" || known[key] || len(out) >= maxFields {
				continue
			}
			known[key] = true
			f := s.field(at, key, name)
			f.required = p.Get("required").True()
			out = append(out, f)
		}
	}
	return out
}

// bodyOf is the operation's parameter that is its body, or nothing.
func (s swagger) bodyOf(o operation) jsontree.Node {
	for _, list := range []jsontree.Node{o.node.Get("parameters"), o.node.Parent().Get("parameters")} {
		for p := range list.Children() {
			if p = s.resolve(p); p.Get("in").Str() == "body" {
				return p
			}
		}
	}
	return jsontree.Node{}
}

// maxSteps bounds references and allOf, which may run in circles.
const maxSteps = 50

func (s swagger) resolve(n jsontree.Node) jsontree.Node {
	for range maxSteps {
		ref, local := strings.CutPrefix(n.Get("$ref").Str(), "#")
		if !local {
			break
		}
		n = s.tree.Find(ref)
	}
	return n
}

// properties are the properties of a schema, those of its allOf included, each
// name once.
func (s swagger) properties(schema jsontree.Node) []field {
	var out []field
	known := map[string]bool{}
	todo := []jsontree.Node{schema}
	for range maxSteps {
		if len(todo) == 0 || len(out) >= maxFields {
			break
		}
		schema, todo = s.resolve(todo[0]), todo[1:]
		required := map[string]bool{}
		for r := range schema.Get("required").Children() {
			required[r.Str()] = true
		}
		for p := range schema.Get("properties").Children() {
			if known[p.Key()] || len(out) >= maxFields {
				continue
			}
			known[p.Key()] = true
			f := s.field(p, p.Key(), p.Key())
			f.required, f.property = required[p.Key()], true
			out = append(out, f)
		}
		for part := range schema.Get("allOf").Children() {
			if len(todo) < maxSteps {
				todo = append(todo, part)
			}
		}
	}
	return out
}

func (s swagger) field(at jsontree.Node, name, label string) field {
	n := s.resolve(at)
	f := field{
		name: name, label: label, node: at, parameter: label,
		internal:  n.Get("x-ms-visibility").Str() == "internal" || at.Get("x-ms-visibility").Str() == "internal",
		defaulted: n.Get("default").OK(),
	}
	f.typ, f.items = s.types(n)
	f.kind = f.typ
	if f.typ == "array" {
		f.kind = "array of " + f.items
	}
	if format := n.Get("format").Str(); format != "" {
		f.kind += " " + format
	}
	for v := range n.Get("enum").Children() {
		if len(f.values) < maxFields {
			f.values = append(f.values, v.Text())
		}
	}
	return f
}

// types are a schema's type and, of a list, that of its elements.
func (s swagger) types(n jsontree.Node) (typ, items string) {
	typ = typeOf(n)
	if typ == "array" {
		items = typeOf(s.resolve(n.Get("items")))
	}
	return typ, items
}

func typeOf(n jsontree.Node) string {
	switch typ := n.Get("type").Str(); {
	case typ != "":
		return typ
	case n.Get("properties").OK():
		return "object"
	default:
		return "anything"
	}
}
