package change

import (
	"cmp"
	"slices"
	"strings"

	"github.com/certwiz/certwiz/checks/jsontree"
	"github.com/certwiz/certwiz/checks/swagger"
)

// version is one definition, its operations found.
type version struct {
	*swagger.Document
	operations []operation // each ID once
	byID       map[string]operation
	byRoute    map[string]operation
}

// operation is one action or trigger.
type operation struct {
	*swagger.Operation
	id    string // operationId, or the route where it has none
	route string // "GET /invoices/{id}"
}

// path is the beginning of the validator's paths about the operation.
func (o operation) path() string { return "operation/" + o.id }

// parameters are the operation's own and its path's.
func (o operation) parameters() []*swagger.Parameter {
	return slices.Concat(o.Parameters, o.Item.Parameters)
}

// body is the operation's parameter that is its body, or a missing node.
func (o operation) body() jsontree.Node {
	for _, p := range o.parameters() {
		if p.In == "body" {
			return p.Def
		}
	}
	return jsontree.Node{}
}

func newVersion(d *swagger.Document) version {
	v := version{Document: d, byID: map[string]operation{}, byRoute: map[string]operation{}}
	for _, found := range d.Operations {
		o := operation{Operation: found, route: strings.ToUpper(found.Method) + " " + found.Item.Path}
		o.id = cmp.Or(found.ID, o.route)
		if _, twice := v.byID[o.id]; twice {
			continue // a finding of the definition's own rules
		}
		v.operations = append(v.operations, o)
		v.byID[o.id], v.byRoute[o.route] = o, o
	}
	return v
}

// signIns are the ways to sign in, by what a connection depends on.
func (v version) signIns() []string {
	var out []string
	for d := range v.Root.Get("securityDefinitions").Children() {
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

// inputs are an operation's parameters but its body, each once.
func (v version) inputs(o operation) []field {
	var out []field
	known := map[string]bool{}
	for _, p := range o.parameters() {
		key := p.In + " " + p.Name
		if p.In == "body" || p.Name == "" || known[key] || len(out) >= maxFields {
			continue
		}
		known[key] = true
		f := v.field(p.Node, key, p.Name)
		f.required = p.Def.Get("required").True()
		out = append(out, f)
	}
	return out
}

// maxSteps bounds allOf and lists of lists, which may run in circles.
const maxSteps = 50

// properties are the properties of a schema, those of its allOf included, each
// name once.
func (v version) properties(schema jsontree.Node) []field {
	var out []field
	known := map[string]bool{}
	todo := []jsontree.Node{schema}
	for range maxSteps {
		if len(todo) == 0 || len(out) >= maxFields {
			break
		}
		schema, todo = v.Resolve(todo[0]), todo[1:]
		required := map[string]bool{}
		for r := range schema.Get("required").Children() {
			required[r.Str()] = true
		}
		for p := range schema.Get("properties").Children() {
			if known[p.Key()] || len(out) >= maxFields {
				continue
			}
			known[p.Key()] = true
			f := v.field(p, p.Key(), p.Key())
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

func (v version) field(at jsontree.Node, name, label string) field {
	n := v.Resolve(at)
	f := field{
		name: name, label: label, node: at, parameter: label,
		internal:  n.Get("x-ms-visibility").Str() == "internal" || at.Get("x-ms-visibility").Str() == "internal",
		defaulted: n.Get("default").OK(),
	}
	f.typ, f.items = v.types(n)
	f.kind = f.typ
	if f.typ == "array" {
		f.kind = "array of " + f.items
	}
	if format := n.Get("format").Str(); format != "" {
		f.kind += " " + format
	}
	for value := range n.Get("enum").Children() {
		if len(f.values) < maxFields {
			f.values = append(f.values, value.Text())
		}
	}
	return f
}

// types are a schema's type and, of a list, that of its elements.
func (v version) types(n jsontree.Node) (typ, items string) {
	typ = typeOf(n)
	if typ == "array" {
		items = typeOf(v.Resolve(n.Get("items")))
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
