package swagger

import (
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/jsontree"
)

var (
	parameterRefLoop = refToRef("ParameterRefLoopNotAllowed", "parameters", "parameter",
		`{"parameters": {"page": {"$ref": "#/parameters/size"}, "size": {"name": "size", "in": "query", "type": "string", "x-ms-summary": "Size", "description": "The size."}}}`,
		`{"parameters": {"size": {"name": "size", "in": "query", "type": "string", "x-ms-summary": "Size", "description": "The size."}}}`)
	responseRefLoop = refToRef("ResponseRefLoopNotAllowed", "responses", "response",
		`{"responses": {"Missing": {"$ref": "#/responses/Gone"}, "Gone": {"description": "Not found"}}}`,
		`{"responses": {"Gone": {"description": "Not found"}}}`)
)

// refToRef is the rule that a shared definition is no $ref.
func refToRef(id, section, what, bad, good string) rule {
	return rule{
		Rule: checks.Rule{
			ID: id, Severity: checks.Error,
			Meaning: "A shared " + what + " says itself what it is, without $ref.",
			Wording: "The " + what + " definition may not use a '$ref' to point to another definition.",
			Fix:     "Write the definition itself here.",
			Bad:     bad, Good: good,
		},
		document: func(pass *pass) {
			list := pass.doc.Root.Get(section)
			if list.Len() == 0 {
				pass.skip("there are no shared " + section)
			}
			for c := range list.Children() {
				if ref := c.Get("$ref"); ref.Is(jsontree.String) {
					pass.report(c, "", nil, "%s is only a $ref to %s.", quote(c.Key()), quote(ref.Text()))
				}
			}
		},
	}
}

// A definition that is a $ref to another is read without trouble; one that
// leads back to itself never says what it is.
var schemaRefLoop = rule{
	Rule: checks.Rule{
		ID: "SchemaRefLoopNotAllowed", Severity: checks.Error,
		Meaning: "A definition that is a $ref does not lead back to itself.",
		Wording: "The schema definition may not use a '$ref' to point to another definition.",
		Fix:     "Write the schema itself here.",
		Bad:     `{"definitions": {"Invoice": {"type": "object"}, "Bill": {"$ref": "#/definitions/Bill"}}}`,
		Good:    `{"definitions": {"Invoice": {"type": "object"}}}`,
	},
	document: func(pass *pass) {
		list := pass.doc.Root.Get("definitions")
		if list.Len() == 0 {
			pass.skip("there are no definitions")
		}
		for c := range list.Children() {
			if c.Get("$ref").Is(jsontree.String) && pass.doc.loops(c) {
				pass.report(c, "", nil, "%s leads back to itself.", quote(c.Key()))
			}
		}
	},
}

// loops reports whether the $ref of a node lead in a circle.
func (d *Document) loops(n node) bool {
	for range refSteps {
		ref := n.Get("$ref")
		if !ref.Is(jsontree.String) {
			return false
		}
		n = d.target(ref.Text())
	}
	return n.OK()
}

var requiredLoop = rule{
	Rule: checks.Rule{
		ID: "RequiredLoopInSchemaNotAllowed", Severity: checks.Error,
		Meaning: "No definition requires itself, directly or through others; nobody could ever fill it in.",
		Wording: "Loops of required schema properties are not allowed.",
		Fix:     "Take one of the properties on the way out of required.",
		Bad:     `{"definitions": {"Invoice": {"type": "object", "required": ["parent"], "properties": {"parent": {"$ref": "#/definitions/Invoice"}}}}}`,
		Good:    `{"definitions": {"Invoice": {"type": "object", "properties": {"parent": {"$ref": "#/definitions/Invoice"}}}}}`,
	},
	document: func(pass *pass) {
		list := pass.doc.Root.Get("definitions")
		if list.Len() == 0 {
			pass.skip("there are no definitions")
		}
		search := loopSearch{doc: pass.doc, state: map[node]int{}}
		for c := range list.Children() {
			search.visit(c, 0)
		}
		for _, n := range search.found {
			pass.report(n, "", nil, "%s requires itself.", quote(n.Key()))
		}
	},
}

// loopSearch goes through definitions along what they require.
type loopSearch struct {
	doc   *Document
	state map[node]int // 1 on the way, 2 done
	found []node
}

func (s *loopSearch) visit(n node, depth int) {
	if !leadsOn(n) || s.state[n] == 2 || depth > depthCap {
		return
	}
	if s.state[n] == 1 {
		s.found = append(s.found, n)
		return
	}
	s.state[n] = 1
	for c := range n.Children() {
		switch c.Key() {
		case "$ref":
			s.visit(s.doc.target(c.Str()), depth+1)
		case "allOf":
			for part := range c.Children() {
				s.visit(part, depth+1)
			}
		case "required":
			s.needs(n, c, depth)
		}
	}
	s.state[n] = 2
}

// leadsOn reports whether a schema has anything to follow.
func leadsOn(n node) bool {
	if !n.Is(jsontree.Object) {
		return false
	}
	for c := range n.Children() {
		switch c.Key() {
		case "$ref", "allOf", "required":
			return true
		}
	}
	return false
}

func (s *loopSearch) needs(n, required node, depth int) {
	if !required.Is(jsontree.Array) {
		return
	}
	properties := n.Get("properties")
	for name := range required.Children() {
		s.visit(properties.Get(name.Str()), depth+1)
	}
}

var jsonPointer = rule{
	Rule: checks.Rule{
		ID: "JsonPointerNotValid", Severity: checks.Error,
		Meaning: "A $ref within the document is a JSON pointer: after # comes a slash, after ~ comes 0 or 1.",
		Wording: "The JSON Pointer path is not valid.",
		Fix:     "Write it as #/definitions/Name; a slash in a name is ~1, a tilde ~0.",
		Bad:     schemaExample(`"$ref": "#definitions/Invoice"`),
		Good:    schemaExample(`"$ref": "#/definitions/Invoice"`),
	},
	parameter: func(pass *pass, p *Parameter) { pass.pointer(p.Get("$ref")) },
	response:  func(pass *pass, r *Response) { pass.pointer(r.Get("$ref")) },
	schema: func(pass *pass, s *Schema) {
		if s.Ref.OK() {
			pass.pointer(s.Ref)
		}
	},
}

func (pass *pass) pointer(ref node) {
	if s := ref.Str(); strings.HasPrefix(s, "#") && !isPointer(s[1:]) {
		pass.report(ref, "", nil, "It is %s.", quote(s))
	}
}

func isPointer(s string) bool {
	if !strings.HasPrefix(s, "/") {
		return false
	}
	for {
		_, rest, ok := strings.Cut(s, "~")
		if !ok {
			return true
		}
		if !strings.HasPrefix(rest, "0") && !strings.HasPrefix(rest, "1") {
			return false
		}
		s = rest
	}
}
