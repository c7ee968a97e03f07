package swagger

import (
	"strings"

	"github.com/certwiz/certwiz/checks/jsontree"
)

// call is an object that names an operation to be called while a user fills in
// an action: an x-ms-dynamic-* extension, or open and browse of a tree.
type call struct {
	jsontree.Node
	extension string // x-ms-dynamic-values
	target    *Operation
}

// calls lists the calls of a schema.
func (d *Document) calls(s *Schema) []call {
	if len(s.Dynamic) == 0 {
		return nil
	}
	var all []call
	for _, n := range s.Dynamic {
		name := n.Key()
		all = append(all, call{n, name, d.byID[n.Get("operationId").Str()]})
		if name == "x-ms-dynamic-tree" {
			for _, step := range []node{n.Get("open"), n.Get("browse")} {
				all = append(all, call{step, name, d.byID[step.Get("operationId").Str()]})
			}
		}
	}
	return all
}

// extension is the schema's call of that name, a zero Node if it has none.
func (s *Schema) extension(name string) node {
	for _, n := range s.Dynamic {
		if n.Key() == name {
			return n
		}
	}
	return node{}
}

// argument is one member of a call's parameters.
type argument struct {
	jsontree.Node        // its key is the parameter of the called operation
	reference     string // the parameter or property it takes its value from
	static        jsontree.Node
}

// arguments lists what a call hands over.
func (c call) arguments() []argument {
	var all []argument
	for n := range c.Get("parameters").Children() {
		a := argument{Node: n}
		switch {
		case !n.Is(jsontree.Object):
			a.static = n
		case n.Get("parameterReference").Is(jsontree.String):
			a.reference = n.Get("parameterReference").Text()
		case n.Get("parameter").Is(jsontree.String):
			a.reference = n.Get("parameter").Text()
		default:
			a.static = n.Get("value")
		}
		all = append(all, a)
	}
	return all
}

// parameter is an operation's parameter of that name that is no body, or nil.
func (o *Operation) parameter(name string) *Parameter {
	o.indexed.Do(func() {
		o.byName = map[string]*Parameter{}
		for _, p := range o.all() {
			if p.In != "body" && o.byName[p.Name] == nil {
				o.byName[p.Name] = p
			}
		}
	})
	return o.byName[name]
}

// body is the schema of an operation's body, with its $ref followed.
func (d *Document) body(o *Operation) node {
	if o.bodyParameter == nil {
		return node{}
	}
	return d.Resolve(o.bodyParameter.Def.Get("schema"))
}

// bodyProperty is the property of an operation's body at a path such as
// "invoice/number", with or without the name of the body before it.
func (d *Document) bodyProperty(o *Operation, path string) node {
	n := d.body(o)
	if found := d.property(n, path); found.OK() {
		return found
	}
	if _, rest, ok := strings.Cut(path, "/"); ok {
		return d.property(n, rest)
	}
	return node{}
}

// property is what stands at a path below a schema, $ref followed.
func (d *Document) property(n node, path string) node {
	for step := range strings.SplitSeq(path, "/") {
		n = d.member(n, step)
		if !n.OK() {
			return node{}
		}
	}
	return n
}

// maxParts are how many parts of an allOf are looked through for a property.
const maxParts = 100

// member is a schema's property, its own or one of its allOf, $ref followed.
func (d *Document) member(n node, name string) node {
	n = d.Resolve(n)
	if p := n.Get("properties").Get(name); p.OK() {
		return d.Resolve(p)
	}
	parts := n.Get("allOf")
	for i := range min(parts.Len(), maxParts) {
		if p := d.Resolve(parts.At(i)).Get("properties").Get(name); p.OK() {
			return d.Resolve(p)
		}
	}
	return node{}
}

// result is the schema of an operation's successful response, $ref followed,
// when it says what it holds.
func (d *Document) result(o *Operation) (n node, known bool) {
	for _, r := range o.Responses {
		if r.success() && r.Schema.OK() {
			n = d.Resolve(r.Schema)
			break
		}
	}
	return n, d.closed(n)
}

// closed reports whether a schema says all that it holds: it is an array or lists
// its properties, and nothing else can come in.
func (d *Document) closed(n node) bool {
	n = d.Resolve(n)
	if !n.Is(jsontree.Object) {
		return false
	}
	for c := range n.Children() {
		switch c.Key() {
		case "allOf", "x-ms-dynamic-schema", "x-ms-dynamic-properties", "discriminator":
			return false
		case "additionalProperties":
			if c.Is(jsontree.Object) || c.True() {
				return false
			}
		}
	}
	return n.Get("properties").Len() > 0 || n.Get("type").Str() == "array"
}
