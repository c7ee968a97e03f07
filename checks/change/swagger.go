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
	name      string        // what tells it apart: place and name
	label     string        // as people call it
	kind      string        // type and format: "string date-time", "array of integer"
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

// maxFields bounds what is compared of one operation; a schema with more is
// beyond what a person fills in.
const maxFields = 300

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

// body are the fields of the body, one level deep.
func (s swagger) body(o operation) []field {
	for _, list := range []jsontree.Node{o.node.Get("parameters"), o.node.Parent().Get("parameters")} {
		for p := range list.Children() {
			if p = s.resolve(p); p.Get("in").Str() == "body" {
				return s.fields(p.Get("schema"))
			}
		}
	}
	return nil
}

// response are the fields of the first successful response, one level deep; of
// a list, those of its elements.
func (s swagger) response(o operation) []field {
	for r := range o.node.Get("responses").Children() {
		if strings.HasPrefix(r.Key(), "2") {
			return s.fields(s.resolve(r).Get("schema"))
		}
	}
	return nil
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

// fields are the properties of a schema, those of its allOf included, each
// name once.
func (s swagger) fields(schema jsontree.Node) []field {
	var out []field
	known := map[string]bool{}
	todo := []jsontree.Node{schema}
	for range maxSteps {
		if len(todo) == 0 || len(out) >= maxFields {
			break
		}
		schema, todo = s.resolve(todo[0]), todo[1:]
		if items := schema.Get("items"); schema.Get("type").Str() == "array" && items.OK() {
			todo = append(todo, items)
			continue
		}
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
			f.required = required[p.Key()]
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
		name: name, label: label, node: at,
		kind:      s.kind(n),
		internal:  n.Get("x-ms-visibility").Str() == "internal" || at.Get("x-ms-visibility").Str() == "internal",
		defaulted: n.Get("default").OK(),
	}
	for v := range n.Get("enum").Children() {
		if len(f.values) < maxFields {
			f.values = append(f.values, v.Text())
		}
	}
	return f
}

// kind is a field's type and format, of a list also its elements'.
func (s swagger) kind(n jsontree.Node) string {
	kind := n.Get("type").Str()
	switch {
	case kind == "" && n.Get("properties").OK():
		kind = "object"
	case kind == "":
		kind = "anything"
	case kind == "array":
		items := s.resolve(n.Get("items")).Get("type").Str()
		if items == "" {
			items = "anything"
		}
		kind = "array of " + items
	}
	if format := n.Get("format").Str(); format != "" {
		kind += " " + format
	}
	return kind
}
