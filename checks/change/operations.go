package change

import (
	"fmt"
	"strings"

	"github.com/certwiz/certwiz/checks/jsontree"
)

func (c *comparison) operations() {
	for _, o := range c.old.operations {
		n, found := c.now.byID[o.id]
		if found {
			c.operation(o, n)
			continue
		}
		moved, found := c.now.byRoute[o.route]
		if _, known := c.old.byID[moved.id]; found && !known {
			c.breaks(operationDeleted.ID, o.path(), moved.node.Get("operationId"), "the operationId %s was renamed to %s", o.id, moved.id)
			c.renamed = true
			c.operation(o, moved)
			c.renamed = false
			continue
		}
		c.deleted(o)
	}
	for _, n := range c.now.operations {
		o, found := c.old.byRoute[n.route]
		_, known := c.old.byID[n.id]
		_, kept := c.now.byID[o.id]
		if !known && (!found || kept) {
			c.note(n.pointer(), "the operation %s was added", n.id)
		}
	}
}

// deleted says that an operation is gone. The validator says it of internal
// ones too (PR 3470), though no flow holds those.
func (c *comparison) deleted(o operation) {
	e := event{Change: Change{Breaking: !o.internal(), Path: o.pointer(), Text: "the operation " + o.id + " was deleted"}, rule: operationDeleted.ID, path: o.path()}
	if o.internal() {
		e.Text = "the internal operation " + o.id + " was deleted"
	}
	c.add(e)
}

// operation compares an operation with what became of it.
func (c *comparison) operation(o, n operation) {
	c.fieldsOf = 0
	if o.route != n.route {
		c.breaks(pathChanged.ID, n.path(), n.node, "%s moved from %s to %s", n.id, o.route, n.route)
	}
	if !o.internal() && n.internal() {
		c.breaks(operationHidden.ID, n.path()+"/x-ms-visibility", n.node.Get("x-ms-visibility"), "%s was hidden", n.id)
	}
	if !o.node.Get("deprecated").True() && n.node.Get("deprecated").True() {
		c.note(n.pointer()+"/deprecated", "%s was deprecated", n.id)
	}
	if was, is := o.node.Get("summary").Str(), n.node.Get("summary").Str(); was != is {
		c.note(n.pointer()+"/summary", "the summary of %s changed from %s to %s", n.id, quote(was), quote(is))
	}
	c.parameters(n, c.old.parameters(o), c.now.parameters(n))
	c.body(o, n)
	c.responses(o, n)
}

// parameters compares what flows send beside the body.
func (c *comparison) parameters(op operation, old, now []field) {
	in := part{op: op, what: "the parameter", path: op.path() + "/parameter"}
	were, are := byName(old), byName(now)
	for _, o := range old {
		n, found := are[o.name]
		switch {
		case found:
			c.input(in, o, n)
		case o.internal:
			c.note(op.pointer(), "%s %s of %s was deleted; it was internal", in.what, o.label, op.id)
		default:
			c.breaks(parameterDeleted.ID, in.at(o.label), op.node, "%s %s of %s was deleted", in.what, o.label, op.id)
		}
	}
	for _, n := range now {
		if _, found := were[n.name]; !found {
			c.inputAdded(in, requiredParameterAdded.ID, n)
		}
	}
}

func (c *comparison) inputAdded(in part, rule string, n field) {
	if n.required && !n.defaulted && !n.internal {
		c.breaks(rule, in.at(n.step()), n.node, "%s %s of %s was added and is required", in.what, n.label, in.op.id)
		return
	}
	c.note(n.node.Pointer(), "%s %s of %s was added", in.what, n.label, in.op.id)
}

// input compares one parameter, or one field of the body.
func (c *comparison) input(in part, o, n field) {
	path := in.at(n.step())
	if o.kind != n.kind {
		rule := inputTypeChanged.ID
		if !in.body {
			rule = parameterTypeChanged.ID
		}
		step, _ := o.differs(n)
		c.breaks(rule, path+step, n.node, "%s %s of %s changed its type from %s to %s", in.what, n.label, in.op.id, o.kind, n.kind)
	}
	if !o.required && n.required && !n.defaulted {
		c.breaks(inputRequired.ID, path+"/required", n.node, "%s %s of %s became required", in.what, n.label, in.op.id)
	}
	if !o.internal && n.internal {
		c.breaks(inputHidden.ID, path+"/x-ms-visibility", n.node, "%s %s of %s became internal", in.what, n.label, in.op.id)
	}
	c.values(in, path+"/enum", o, n)
}

// values compares what an input may be.
func (c *comparison) values(in part, path string, o, n field) {
	if len(n.values) > 0 && len(o.values) == 0 {
		c.breaks(enumAdded.ID, path, n.node, "%s %s of %s takes listed values only", in.what, n.label, in.op.id)
	}
	if len(n.values) == 0 || len(o.values) == 0 {
		return
	}
	if gone := without(o.values, n.values); len(gone) > 0 {
		c.breaks(enumValueRemoved.ID, path, n.node, "%s %s of %s no longer takes %s", in.what, n.label, in.op.id, listed(gone))
	}
	if added := without(n.values, o.values); len(added) > 0 {
		c.note(n.node.Pointer(), "%s %s of %s takes %s as well", in.what, n.label, in.op.id, listed(added))
	}
}

// without lists the values that are not among others.
func without(values, others []string) (rest []string) {
	known := map[string]bool{}
	for _, v := range others {
		known[v] = true
	}
	for _, v := range values {
		if !known[v] {
			rest = append(rest, v)
		}
	}
	return rest
}

// listed names a few of the values.
func listed(values []string) string {
	const most = 3
	var names []string
	for _, v := range values[:min(most, len(values))] {
		names = append(names, quote(v))
	}
	text := strings.Join(names, ", ")
	if len(values) > most {
		text += fmt.Sprintf(" and %d more", len(values)-most)
	}
	return text
}

// part is what of an operation is being compared.
type part struct {
	op     operation
	what   string // "the parameter", "the body's field", "the response's field"
	path   string // the validator's path up to here
	prefix string // the label of the object the fields are in, with a dot
	body   bool   // fields of the body
	output bool   // fields of a response
}

func (p part) at(step string) string { return p.path + "/" + step }

// inside is the part that the fields of a field are in.
func (p part) inside(f field) part {
	p.path = p.at(f.step())
	p.prefix = f.label + "."
	return p
}

// step is the field's step in a path of the validator's.
func (f field) step() string {
	if name := f.node.Key(); f.property && name != "" {
		return name
	}
	return f.parameter
}

// differs says which part of two kinds of field differs, as the last steps of
// the validator's path, and whether only the format does.
func (f field) differs(n field) (step string, format bool) {
	switch {
	case f.typ != n.typ:
		return "/type", false
	case f.items != n.items:
		return "/items/type", false
	default:
		return "/format", true
	}
}

type pair [2]jsontree.Node
