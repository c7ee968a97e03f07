package change

import (
	"strings"

	"github.com/certwiz/certwiz/checks/jsontree"
)

// body compares the fields of the body, those in objects and lists included.
func (c *comparison) body(o, n operation) {
	was, is := o.body(), n.body()
	switch {
	case !was.OK() && !is.OK():
		return
	case !is.OK():
		c.report(parameterDeleted.ID, n.path()+"/parameter/"+was.Get("name").Str(), n.Node, "the body of %s was deleted", n.id)
		return
	}
	in := part{op: n, what: "the body's field", path: n.path() + "/parameter/" + is.Get("name").Str() + "/schema", body: true}
	if !was.OK() {
		if is.Get("required").True() {
			c.report(requiredParameterAdded.ID, n.path()+"/parameter/"+is.Get("name").Str(), is, "the body of %s was added and is required", n.id)
		}
		c.schema(in, was, is.Get("schema"))
		return
	}
	c.root(in, inputTypeChanged.ID, was.Get("schema"), is.Get("schema"))
}

// responses compares what flows receive: the responses of success and the
// default one. Nobody reads the fields of an error.
func (c *comparison) responses(o, n operation) {
	for _, was := range o.Responses {
		if !strings.HasPrefix(was.Code, "2") && was.Code != "default" {
			continue
		}
		var schema jsontree.Node
		for _, is := range n.Responses {
			if is.Code == was.Code {
				schema = is.Schema
			}
		}
		in := part{op: n, what: "the response's field", path: n.path() + "/responses/" + was.Code + "/schema", output: true}
		c.root(in, outputTypeChanged.ID, was.Schema, schema)
	}
}

// root compares the schemas of two bodies or responses. One that is not there
// is not known, not empty: the service then makes up its own.
func (c *comparison) root(in part, typeChanged string, old, now jsontree.Node) {
	if !old.OK() {
		return
	}
	if !now.OK() {
		if in.output && c.old.Resolve(old).Len() > 0 {
			c.report(outputDeleted.ID, in.path, in.op.Get("responses"), "the response of %s lost its schema", in.op.id)
		}
		return
	}
	o, n := c.old.field(old, "", ""), c.now.field(now, "", "")
	if o.typ != n.typ || o.items != n.items {
		step, _ := o.differs(n)
		c.report(typeChanged, in.path+step, now, "the %s of %s changed its type from %s to %s", in.whole(), in.op.id, o.kind, n.kind)
	}
	if o.typ == n.typ {
		c.schema(in, old, now)
	}
}

func (p part) whole() string {
	if p.output {
		return "response"
	}
	return "body"
}

// Bounds of what is compared: how deep objects in objects go, how many fields
// one operation and a whole definition have. Beyond them no person reads on.
const (
	maxDepth  = 12
	maxFields = 3000
	maxTotal  = 300_000
)

// schema compares two schemas, list by list and field by field. Two that were
// found to be the same are not compared again.
func (c *comparison) schema(in part, old, now jsontree.Node) {
	old, now = c.old.Resolve(old), c.now.Resolve(now)
	key := pair{old, now}
	if c.same[key] {
		return
	}
	if c.active[key] || strings.Count(in.prefix, ".") >= maxDepth {
		c.skips++
		return
	}
	events, skips := len(c.events), c.skips
	c.active[key] = true
	c.inSchema(in, old, now)
	delete(c.active, key)
	if len(c.events) == events && c.skips == skips && !c.cut {
		c.same[key] = true
	}
}

// full tells whether a bound is reached; one field more is compared.
func (c *comparison) full() bool {
	c.fieldsOf++
	c.fields++
	if c.fieldsOf > maxFields || c.fields > maxTotal {
		c.cut = true
		return true
	}
	return false
}

func (c *comparison) inSchema(in part, old, now jsontree.Node) {
	for range maxSteps {
		if typeOf(old) != "array" || typeOf(now) != "array" {
			break
		}
		was, is := c.old.Resolve(old.Get("items")), c.now.Resolve(now.Get("items"))
		if !was.OK() || !is.OK() {
			break
		}
		old, now = was, is
		in.path += "/items"
	}
	were, are := c.old.properties(old), c.now.properties(now)
	known, kept := byName(were), byName(are)
	for _, o := range were {
		if c.full() {
			return
		}
		o.label = in.prefix + o.label
		n, found := kept[o.name]
		if !found {
			c.fieldDeleted(in, o)
			continue
		}
		n.label = o.label
		c.field(in, o, n)
	}
	for _, n := range are {
		if _, found := known[n.name]; found {
			continue
		}
		n.label = in.prefix + n.label
		if in.body {
			c.inputAdded(in, requiredFieldAdded.ID, n)
			continue
		}
		c.note("%s %s of %s was added", in.what, n.label, in.op.id)
	}
}

func (c *comparison) fieldDeleted(in part, o field) {
	switch {
	case in.output:
		c.report(outputDeleted.ID, in.at(o.step()), in.op.Get("responses"), "%s %s of %s was deleted", in.what, o.label, in.op.id)
	case o.internal:
		c.note("%s %s of %s was deleted; it was internal", in.what, o.label, in.op.id)
	default:
		c.report(inputDeleted.ID, in.at(o.step()), in.op.Node, "%s %s of %s was deleted", in.what, o.label, in.op.id)
	}
}

func (c *comparison) field(in part, o, n field) {
	switch {
	case in.body:
		c.input(in, o, n)
	case o.kind != n.kind:
		rule := outputTypeChanged.ID
		step, format := o.differs(n)
		if format {
			rule = outputFormatChanged.ID
		}
		c.report(rule, in.at(n.step())+step, n.node, "%s %s of %s changed its type from %s to %s", in.what, n.label, in.op.id, o.kind, n.kind)
	}
	if o.typ == n.typ {
		c.schema(in.inside(n), o.node, n.node)
	}
}
