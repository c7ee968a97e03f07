package swagger

import "github.com/certwiz/certwiz/checks/jsontree"

// Position says where a schema stands.
type Position int

// The positions of schemas.
const (
	InDefinition Position = iota // under the root's definitions
	InBody                       // of a body parameter
	InParameter                  // a parameter that is no body, or its items
	InResponse                   // of a response or a notification
)

// Schema is one schema object on the walk, or a parameter that is no body. Its
// members are looked up once for all rules. A $ref is not followed: what it
// names is visited where it stands. A rule does not keep it beyond its call.
type Schema struct {
	jsontree.Node
	Where     Position
	Operation *Operation // nil for shared ones
	Depth     int        // 0 for the outermost
	Property  string     // the property's name, "" when it is not a property
	Parent    *Schema    // the schema it stands in, nil for the outermost

	Type, Format                         string
	Ref, Items, Properties, Required     jsontree.Node
	Enum, Default, Title, Description    jsontree.Node
	Summary, Visibility, AllOf, Additive jsontree.Node
	Dynamic                              []jsontree.Node // x-ms-dynamic-*

	watched []jsontree.Node // members that rules want to see, see rule.member
	needs   map[string]bool // see requires
}

// schema visits a schema and those in it.
func (w *walk) schema(n node, where Position, o *Operation) {
	w.visit(n, nil, "", where, o)
}

func (w *walk) visit(n node, parent *Schema, property string, where Position, o *Operation) {
	if !n.Is(jsontree.Object) {
		return
	}
	depth := 0
	if parent != nil {
		depth = parent.Depth + 1
	}
	s := w.level(depth)
	*s = Schema{Node: n, Where: where, Operation: o, Depth: depth, Property: property, Parent: parent, Dynamic: s.Dynamic[:0], watched: s.watched[:0]}
	s.read(w.watch)
	w.visited++
	ask(w.schemas, func(pass *pass) { pass.schema(pass, s) })
	if len(s.Dynamic) > 0 {
		ask(w.dynamics, func(pass *pass) { pass.dynamic(pass, s) })
	}
	for _, m := range s.watched {
		ask(w.watch[m.Key()], func(pass *pass) { pass.member(pass, s, m) })
	}
	for c := s.Properties.First(); c.OK(); c = c.Next() {
		w.visit(c, s, c.Key(), where, o)
	}
	for c := s.AllOf.First(); c.OK(); c = c.Next() {
		w.visit(c, s, "", where, o)
	}
	w.visit(s.Items, s, "", where, o)
	w.visit(s.Additive, s, "", where, o)
}

// level is the Schema that all schemas at that depth share: at any time only
// one of them is looked at, and there are thousands.
func (w *walk) level(depth int) *Schema {
	for len(w.levels) <= depth {
		w.levels = append(w.levels, &Schema{})
	}
	return w.levels[depth]
}

// plain are the members that nearly every schema has. They cost no look at
// what is watched, so a rule about them has a schema function.
var plain = set("type format $ref items properties title description x-ms-summary allOf additionalProperties")

func (s *Schema) read(watch map[string][]*pass) {
	for c := range s.Children() {
		switch key := c.Key(); key {
		case "type":
			s.Type = c.Str()
		case "format":
			s.Format = c.Str()
		case "$ref":
			s.Ref = c
		case "items":
			s.Items = c
		case "properties":
			s.Properties = c
		case "title":
			s.Title = c
		case "description":
			s.Description = c
		case "x-ms-summary":
			s.Summary = c
		case "allOf":
			s.AllOf = c
		case "additionalProperties":
			s.Additive = c
		default:
			s.readMore(c, key)
			if watch[key] != nil {
				s.watched = append(s.watched, c)
			}
		}
	}
}

func (s *Schema) readMore(c node, key string) {
	switch key {
	case "required":
		s.Required = c
	case "enum":
		s.Enum = c
	case "default":
		s.Default = c
	case "x-ms-visibility":
		s.Visibility = c
	default:
		if len(key) > len(dynamic) && key[:len(dynamic)] == dynamic {
			s.Dynamic = append(s.Dynamic, c)
		}
	}
}

const dynamic = "x-ms-dynamic-"

// emptySchema reports whether a schema that is there says nothing about what it
// describes.
func emptySchema(n node) bool {
	if !n.Is(jsontree.Object) {
		return false
	}
	for c := range n.Children() {
		switch c.Key() {
		case "type", "properties", "items", "$ref", "allOf", "additionalProperties", "enum", "x-ms-dynamic-schema", "x-ms-dynamic-properties":
			return false
		}
	}
	return true
}

// saysSchema reports whether a schema is there and not empty.
func saysSchema(n node) bool { return n.Is(jsontree.Object) && !emptySchema(n) }
