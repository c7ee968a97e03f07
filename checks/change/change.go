// Package change tells what differs between two versions of a connector's
// apiDefinition.swagger.json, breaking changes first: what an existing flow
// would stumble over. It reads the two files only; whether a change is agreed
// with Microsoft is for people to know.
package change

import (
	"cmp"
	"fmt"
	"path"
	"slices"

	"github.com/certwiz/certwiz/checks/jsontree"
)

// Change is one difference.
type Change struct {
	Breaking bool   // existing flows may fail or lose data
	Path     string // JSON pointer, into the new file where the thing is still there
	Text     string // what changed, one line
}

// Compare lists the differences from one swagger to another, breaking ones
// first, then by path. The error says which of the two can't be read and why.
func Compare(before, after []byte) ([]Change, error) {
	old, err := read("the earlier", before)
	if err != nil {
		return nil, err
	}
	now, err := read("the new", after)
	if err != nil {
		return nil, err
	}
	c := &comparison{}
	c.document(old, now)
	c.operations(old, now)
	slices.SortStableFunc(c.changes, func(a, b Change) int {
		if a.Breaking != b.Breaking {
			if a.Breaking {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Text, b.Text))
	})
	return slices.Compact(c.changes), nil
}

func read(which string, data []byte) (swagger, error) {
	tree := jsontree.Parse(data)
	for _, f := range tree.Faults() {
		if f.Breaks() {
			line, column := tree.Position(f.Offset)
			return swagger{}, fmt.Errorf("%s apiDefinition.swagger.json can't be compared: line %d, column %d: %s", which, line, column, f.Message)
		}
	}
	if !tree.Root().Is(jsontree.Object) {
		return swagger{}, fmt.Errorf("%s apiDefinition.swagger.json can't be compared: it holds no object", which)
	}
	return newSwagger(tree), nil
}

// comparison collects changes.
type comparison struct{ changes []Change }

func (c *comparison) breaking(pointer, format string, args ...any) {
	c.changes = append(c.changes, Change{Breaking: true, Path: pointer, Text: fmt.Sprintf(format, args...)})
}

func (c *comparison) note(pointer, format string, args ...any) {
	c.changes = append(c.changes, Change{Path: pointer, Text: fmt.Sprintf(format, args...)})
}

// document compares what concerns the connector as a whole.
func (c *comparison) document(old, now swagger) {
	for _, pointer := range []string{"/info/title", "/info/description", "/info/version", "/host", "/basePath"} {
		was, is := old.tree.Find(pointer).Text(), now.tree.Find(pointer).Text()
		if was != is {
			c.note(pointer, "%s changed from %s to %s", path.Base(pointer), quote(was), quote(is))
		}
	}
	was, is := old.signIns(), now.signIns()
	for _, way := range was {
		if !slices.Contains(is, way) {
			c.breaking("/securityDefinitions", "the way to sign in %s was removed; connections made with it stop working", way)
		}
	}
	for _, way := range is {
		if !slices.Contains(was, way) {
			c.note("/securityDefinitions", "the way to sign in %s was added", way)
		}
	}
}

func (c *comparison) operations(old, now swagger) {
	for _, o := range old.operations {
		n, found := now.byID[o.id]
		if found {
			c.operation(old, now, o, n)
			continue
		}
		moved, found := now.byRoute[o.route]
		if _, known := old.byID[moved.id]; !found || known {
			if o.internal() {
				c.note(o.pointer(), "the internal operation %s was deleted", o.id)
				continue
			}
			c.breaking(o.pointer(), "the operation %s was deleted", o.id)
			continue
		}
		c.breaking(moved.pointer()+"/operationId", "the operationId %s was renamed to %s", o.id, moved.id)
		c.operation(old, now, o, moved)
	}
	for _, n := range now.operations {
		o, found := old.byRoute[n.route]
		_, known := old.byID[n.id]
		_, kept := now.byID[o.id]
		if !known && (!found || kept) {
			c.note(n.pointer(), "the operation %s was added", n.id)
		}
	}
}

// operation compares an operation with what became of it.
func (c *comparison) operation(old, now swagger, o, n operation) {
	if o.route != n.route {
		c.breaking(n.pointer(), "%s moved from %s to %s", n.id, o.route, n.route)
	}
	if !o.internal() && n.internal() {
		c.breaking(n.pointer()+"/x-ms-visibility", "%s was hidden", n.id)
	}
	if !o.node.Get("deprecated").True() && n.node.Get("deprecated").True() {
		c.note(n.pointer()+"/deprecated", "%s was deprecated", n.id)
	}
	if was, is := o.node.Get("summary").Str(), n.node.Get("summary").Str(); was != is {
		c.note(n.pointer()+"/summary", "the summary of %s changed from %s to %s", n.id, quote(was), quote(is))
	}
	c.inputs(n, "the parameter", old.parameters(o), now.parameters(n))
	c.inputs(n, "the body's field", old.body(o), now.body(n))
	c.outputs(n, old.response(o), now.response(n))
}

// inputs compares what flows send.
func (c *comparison) inputs(op operation, what string, old, now []field) {
	were, are := byName(old), byName(now)
	for _, o := range old {
		n, found := are[o.name]
		switch {
		case !found && !o.internal:
			c.breaking(op.pointer(), "%s %s of %s was deleted", what, o.label, op.id)
		case !found:
			c.note(op.pointer(), "%s %s of %s was deleted; it was internal", what, o.label, op.id)
		default:
			c.input(op, what, o, n)
		}
	}
	for _, n := range now {
		if _, found := were[n.name]; found {
			continue
		}
		if n.required && !n.defaulted && !n.internal {
			c.breaking(n.node.Pointer(), "%s %s of %s was added and is required", what, n.label, op.id)
			continue
		}
		c.note(n.node.Pointer(), "%s %s of %s was added", what, n.label, op.id)
	}
}

func (c *comparison) input(op operation, what string, o, n field) {
	if o.kind != n.kind {
		c.breaking(n.node.Pointer(), "%s %s of %s changed its type from %s to %s", what, n.label, op.id, o.kind, n.kind)
	}
	if !o.required && n.required && !n.defaulted {
		c.breaking(n.node.Pointer(), "%s %s of %s became required", what, n.label, op.id)
	}
	if !o.internal && n.internal {
		c.breaking(n.node.Pointer(), "%s %s of %s became internal", what, n.label, op.id)
	}
	if len(n.values) > 0 && len(o.values) == 0 {
		c.breaking(n.node.Pointer(), "%s %s of %s takes listed values only", what, n.label, op.id)
	}
	for _, v := range o.values {
		if len(n.values) > 0 && !slices.Contains(n.values, v) {
			c.breaking(n.node.Pointer(), "%s %s of %s no longer takes %s", what, n.label, op.id, quote(v))
		}
	}
}

// outputs compares what flows receive.
func (c *comparison) outputs(op operation, old, now []field) {
	were, are := byName(old), byName(now)
	for _, o := range old {
		n, found := are[o.name]
		switch {
		case !found:
			c.breaking(op.pointer()+"/responses", "the response's field %s of %s was deleted", o.label, op.id)
		case o.kind != n.kind:
			c.breaking(n.node.Pointer(), "the response's field %s of %s changed its type from %s to %s", n.label, op.id, o.kind, n.kind)
		}
	}
	for _, n := range now {
		if _, found := were[n.name]; !found {
			c.note(n.node.Pointer(), "the response's field %s of %s was added", n.label, op.id)
		}
	}
}

// quote is a value in a message, shortened.
func quote(s string) string {
	const most = 60
	if s == "" {
		return "nothing"
	}
	if runes := []rune(s); len(runes) > most {
		s = string(runes[:most-1]) + "…"
	}
	return fmt.Sprintf("%q", s)
}
