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
	Property  string     // the property's name, "" when it is none

	Type, Format                         string
	Ref, Items, Properties, Required     jsontree.Node
	Enum, Default, Title, Description    jsontree.Node
	Summary, Visibility, AllOf, Additive jsontree.Node
	Dynamic                              []jsontree.Node // x-ms-dynamic-*
}

// schema visits a schema and those in it.
func (w *walk) schema(n node, where Position, o *Operation) {
	w.visit(n, "", 0, where, o)
}

func (w *walk) visit(n node, property string, depth int, where Position, o *Operation) {
	if !n.Is(jsontree.Object) {
		return
	}
	s := w.level(depth)
	*s = Schema{Node: n, Where: where, Operation: o, Depth: depth, Property: property, Dynamic: s.Dynamic[:0]}
	s.read()
	ask(w.schemas, func(l *look) { l.schema(l, s) })
	for c := s.Properties.First(); c.OK(); c = c.Next() {
		w.visit(c, c.Key(), depth+1, where, o)
	}
	for c := s.AllOf.First(); c.OK(); c = c.Next() {
		w.visit(c, "", depth+1, where, o)
	}
	w.visit(s.Items, "", depth+1, where, o)
	w.visit(s.Additive, "", depth+1, where, o)
}

// level is the Schema that all schemas at that depth share: at any time only
// one of them is looked at, and there are thousands.
func (w *walk) level(depth int) *Schema {
	for len(w.levels) <= depth {
		w.levels = append(w.levels, &Schema{})
	}
	return w.levels[depth]
}

func (s *Schema) read() {
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
		case "required":
			s.Required = c
		case "enum":
			s.Enum = c
		case "default":
			s.Default = c
		case "title":
			s.Title = c
		case "description":
			s.Description = c
		case "x-ms-summary":
			s.Summary = c
		case "x-ms-visibility":
			s.Visibility = c
		case "allOf":
			s.AllOf = c
		case "additionalProperties":
			s.Additive = c
		default:
			if len(key) > len(dynamic) && key[:len(dynamic)] == dynamic {
				s.Dynamic = append(s.Dynamic, c)
			}
		}
	}
}

const dynamic = "x-ms-dynamic-"

// emptySchema tells whether a schema that is there says nothing about what it
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

// saysSchema tells whether a schema is there and not empty.
func saysSchema(n node) bool { return n.Is(jsontree.Object) && !emptySchema(n) }
