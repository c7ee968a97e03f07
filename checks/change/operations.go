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
			c.report(operationDeleted.ID, o.path(), moved.Get("operationId"), "the operationId %s was renamed to %s", o.id, moved.id)
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
			c.note("the operation %s was added", n.id)
		}
	}
}

// deleted reports an operation that is gone. The validator says it of internal
// ones too (PR 3470).
func (c *comparison) deleted(o operation) {
	what := "the operation"
	if o.Internal {
		what = "the internal operation"
	}
	c.report(operationDeleted.ID, o.path(), jsontree.Node{}, "%s %s was deleted", what, o.id)
}

// operation compares an operation with what became of it.
func (c *comparison) operation(o, n operation) {
	c.fieldsOf = 0
	if o.route != n.route {
		c.report(pathChanged.ID, n.path(), n.Node, "%s moved from %s to %s", n.id, o.route, n.route)
	}
	if !o.Internal && n.Internal {
		c.report(operationHidden.ID, n.path()+"/x-ms-visibility", n.Get("x-ms-visibility"), "%s was hidden", n.id)
	}
	if !o.Get("deprecated").True() && n.Get("deprecated").True() {
		c.note("%s was deprecated", n.id)
	}
	if o.Summary != n.Summary {
		c.note("the summary of %s changed from %s to %s", n.id, quote(o.Summary), quote(n.Summary))
	}
	c.parameters(n, c.old.inputs(o), c.now.inputs(n))
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
			c.note("%s %s of %s was deleted; it was internal", in.what, o.label, op.id)
		default:
			c.report(parameterDeleted.ID, in.at(o.label), op.Node, "%s %s of %s was deleted", in.what, o.label, op.id)
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
		c.report(rule, in.at(n.step()), n.node, "%s %s of %s was added and is required", in.what, n.label, in.op.id)
		return
	}
	c.note("%s %s of %s was added", in.what, n.label, in.op.id)
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
		c.report(rule, path+step, n.node, "%s %s of %s changed its type from %s to %s", in.what, n.label, in.op.id, o.kind, n.kind)
	}
	if !o.required && n.required && !n.defaulted {
		c.report(inputRequired.ID, path+"/required", n.node, "%s %s of %s became required", in.what, n.label, in.op.id)
	}
	if !o.internal && n.internal {
		c.report(inputHidden.ID, path+"/x-ms-visibility", n.node, "%s %s of %s became internal", in.what, n.label, in.op.id)
	}
	c.values(in, path+"/enum", o, n)
}

// values compares what an input may be.
func (c *comparison) values(in part, path string, o, n field) {
	if len(n.values) > 0 && len(o.values) == 0 {
		c.report(enumAdded.ID, path, n.node, "%s %s of %s takes listed values only", in.what, n.label, in.op.id)
	}
	if len(n.values) == 0 || len(o.values) == 0 {
		return
	}
	if gone := missingFrom(o.values, n.values); len(gone) > 0 {
		c.report(enumValueRemoved.ID, path, n.node, "%s %s of %s no longer takes %s", in.what, n.label, in.op.id, quoteFew(gone))
	}
	if added := missingFrom(n.values, o.values); len(added) > 0 {
		c.note("%s %s of %s takes %s as well", in.what, n.label, in.op.id, quoteFew(added))
	}
}

// missingFrom lists the values that are not among others.
func missingFrom(values, others []string) (rest []string) {
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

// quoteFew quotes the first few values and counts the rest.
func quoteFew(values []string) string {
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
