package swagger

import "github.com/certwiz/certwiz/checks/jsontree"

// inputs are the definitions and shared parameters that an operation takes in
// its body, directly or through others: the walk visits a definition where it
// stands and cannot tell.
func (d *Document) inputs() map[node]bool {
	d.takenOnce.Do(func() {
		d.taken = map[node]bool{}
		for _, item := range d.Paths {
			d.takeAll(item.Parameters)
			for _, o := range item.Operations {
				d.takeAll(o.Parameters)
			}
		}
	})
	return d.taken
}

func (d *Document) takeAll(list []*Parameter) {
	for _, p := range list {
		if p.In == "body" {
			d.take(p.Def.Get("schema"))
		}
	}
}

// take marks what the $ref in a schema name, and what those name.
func (d *Document) take(n node) {
	queue := []node{n}
	for len(queue) > 0 {
		n, queue = queue[len(queue)-1], queue[:len(queue)-1]
		queue = d.takeOne(n, queue)
	}
}

func (d *Document) takeOne(n node, queue []node) []node {
	if n.Is(jsontree.Array) {
		for c := range n.Children() {
			queue = append(queue, c)
		}
		return queue
	}
	for c := range n.Children() {
		switch c.Key() {
		case "$ref":
			if target := d.target(c.Str()); target.OK() && !d.taken[target] {
				d.taken[target] = true
				queue = append(queue, target)
			}
		case "properties":
			for p := range c.Children() {
				queue = append(queue, p)
			}
		case "items", "additionalProperties", "allOf":
			queue = append(queue, c)
		}
	}
	return queue
}

// top is the outermost schema around a schema.
func (s *Schema) top() *Schema {
	for s.Parent != nil {
		s = s.Parent
	}
	return s
}

// input reports whether a schema is part of what a user hands over in a body.
func (s *Schema) input(d *Document) bool {
	return s.Where == InBody || s.Where == InDefinition && d.inputs()[s.top().Node]
}

// withheld reports whether a schema or one around it is internal.
func (s *Schema) withheld() bool {
	for ; s != nil; s = s.Parent {
		if s.Visibility.Str() == "internal" {
			return true
		}
	}
	return false
}

// needed reports whether the schema around a property lists it as required.
func (s *Schema) needed() bool {
	return s.Parent != nil && s.Property != "" && s.Parent.requires(s.Property)
}
