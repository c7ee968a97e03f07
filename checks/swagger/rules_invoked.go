package swagger

import (
	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/jsontree"
)

// first is the first of the members that is a text, "" when none is.
func first(n node, names ...string) string {
	for _, name := range names {
		if s := n.Get(name).Str(); s != "" {
			return s
		}
	}
	return ""
}

// produces is where in the called operation's result a list is expected: its
// path, and what stands there. known is false when that cannot be told.
func (pass *pass) produces(c call) (path string, list node, known bool) {
	isList := c.extension == "x-ms-dynamic-values" || c.extension == "x-ms-dynamic-list"
	if !isList || c.target == nil {
		return "", node{}, false
	}
	result, known := pass.doc.result(c.target)
	path = first(c.Node, "value-collection", "itemsPath")
	if !known {
		return path, node{}, false
	}
	if path == "" {
		return path, result, true
	}
	return path, pass.doc.property(result, path), true
}

// 24 published connectors, 11 of them recent.
var producesArray = rule{
	Rule: checks.Rule{
		ID: "InvokedOperationShouldProduceArray", Severity: checks.Warning,
		Meaning: "Where a dynamic list looks for its entries, the called operation returns an array.",
		Wording: "The dynamic operation expects an array on the specified path '{0}' which should be defined in the successful response of the invoked operation '{1}'.",
		Fix:     "Write the path of the array as value-collection or itemsPath, or describe the array in the response's schema.",
		Bad:     dynamicExample(`"x-ms-dynamic-values": {"operationId": "ListKinds", "value-path": "id", "value-collection": "items"}`),
		Good:    dynamicExample(`"x-ms-dynamic-values": {"operationId": "ListKinds", "value-path": "id", "value-collection": "value"}`),
	},
	dynamic: func(pass *pass, s *Schema) {
		for _, c := range pass.doc.calls(s) {
			path, list, known := pass.produces(c)
			kind := list.Get("type").Str()
			if known && kind != "array" && (list.Get("type").OK() || !list.OK()) && pass.intact() {
				pass.report(c.Node, c.target.ID+"\x00"+path, values{path, c.target.ID}, "There is none at that path.")
			}
		}
	},
}

// 9 published connectors, 4 of them recent.
var producesProperty = rule{
	Rule: checks.Rule{
		ID: "InvokedOperationShouldProduceProperty", Severity: checks.Warning,
		Meaning: "The entries of a dynamic list have the properties for value and title.",
		Wording: "The dynamic operation expects a property on the specified path '{0}' which should be defined in the successful response of the invoked operation '{1}'.",
		Fix:     "Write the path of a property as value-path and value-title, or describe the property in the response's schema.",
		Bad:     dynamicExample(`"x-ms-dynamic-values": {"operationId": "ListKinds", "value-path": "number", "value-collection": "value"}`),
		Good:    dynamicExample(`"x-ms-dynamic-values": {"operationId": "ListKinds", "value-path": "id", "value-collection": "value"}`),
	},
	dynamic: func(pass *pass, s *Schema) {
		for _, c := range pass.doc.calls(s) {
			_, list, known := pass.produces(c)
			items := pass.doc.Resolve(list.Get("items"))
			if !known || items.Get("type").Str() != "object" || !pass.doc.closed(items) {
				continue
			}
			for _, names := range [][]string{{"value-path", "itemValuePath"}, {"value-title", "itemTitlePath"}} {
				path := first(c.Node, names...)
				if path != "" && !pass.reaches(items, path) && pass.intact() {
					pass.report(c.Node, c.target.ID+"\x00"+path, values{path, c.target.ID}, "The entries have no such property.")
				}
			}
		}
	},
}

// maxPath is the length of a path beyond which nothing is claimed about it.
const maxPath = 500

// reaches reports whether a path leads to a property, or may do so within
// something that is not described.
func (pass *pass) reaches(n node, path string) bool {
	if len(path) > maxPath || pass.doc.member(n, path).OK() || pass.doc.property(n, path).OK() {
		return true
	}
	for i := range len(path) {
		if path[i] != '/' {
			continue
		}
		if part := pass.doc.property(n, path[:i]); part.OK() && !pass.doc.closed(part) {
			return true
		}
	}
	return false
}

// source is the parameter or property that an argument takes its value from.
func (pass *pass) source(s *Schema, a argument) (n node, required bool) {
	if p := s.Operation.parameter(a.reference); p != nil {
		return p.Def, p.Def.Get("required").True()
	}
	return pass.doc.bodyProperty(s.Operation, a.reference), true
}

var requiredMismatch = rule{
	Rule: checks.Rule{
		ID: "OperationParameterRequiredMismatch", Severity: checks.Warning,
		Meaning: "What a dynamic list or schema needs, users must fill in.",
		Wording: "The parameter is required, but an optional value is provided by operation '{0}'. The request cannot be made until a value for this parameter is provided.",
		Fix:     "Make the parameter that the value comes from required, or the called operation's parameter optional.",
		Bad:     dependentExample(`"type": "string"`),
		Good:    dependentExample(`"type": "string", "required": true`),
	},
	dynamic: func(pass *pass, s *Schema) {
		pass.eachReference(s, func(c call, a argument) {
			if c.target == nil {
				return
			}
			target := c.target.parameter(a.Key())
			n, required := pass.source(s, a)
			if target != nil && target.Def.Get("required").True() && n.OK() && !required && !n.Get("default").OK() && pass.intact() {
				pass.report(a.Node, a.reference, values{s.Operation.name()}, "%s is optional.", quote(a.reference))
			}
		})
	},
}

var typeMismatch = rule{
	Rule: checks.Rule{
		ID: "OperationParameterTypeMismatch", Severity: checks.Warning,
		Meaning: "What a dynamic list or schema hands over is of the type that is asked for.",
		Wording: "The parameter has type '{0}', but operation '{1}' is providing a parameter of type '{2}'.",
		Fix:     "Give both the same type.",
		Bad:     dependentExample(`"type": "integer", "required": true`),
		Good:    dependentExample(`"type": "string", "required": true`),
	},
	dynamic: func(pass *pass, s *Schema) {
		pass.eachReference(s, func(c call, a argument) {
			if c.target == nil {
				return
			}
			target := c.target.parameter(a.Key())
			if target == nil {
				return
			}
			n, _ := pass.source(s, a)
			want, have := target.Def.Get("type").Str(), n.Get("type").Str()
			if want != "" && have != "" && want != have {
				pass.report(a.Node, want+have, values{want, s.Operation.name(), have}, "%s is the parameter.", quote(a.reference))
			}
		})
	},
}

var staticMismatch = rule{
	Rule: checks.Rule{
		ID: "OperationParameterStaticTypeMismatch", Severity: checks.Warning,
		Meaning: "A fixed value that a dynamic list or schema hands over is of the type that is asked for.",
		Wording: "The parameter has type '{0}', but a static value is provided of type '{1}'.",
		Fix:     "Write the value as the type asks: text in quotes, numbers and true or false without.",
		Bad:     dynamicExample(`"x-ms-dynamic-values": {"operationId": "ListStates", "value-path": "id", "value-collection": "value", "parameters": {"country": 31}}`),
		Good:    dynamicExample(`"x-ms-dynamic-values": {"operationId": "ListStates", "value-path": "id", "value-collection": "value", "parameters": {"country": "NL"}}`),
	},
	dynamic: func(pass *pass, s *Schema) {
		for _, c := range pass.doc.calls(s) {
			if c.target == nil {
				continue
			}
			for _, a := range c.arguments() {
				target := c.target.parameter(a.Key())
				if target == nil || !a.static.OK() {
					continue
				}
				if want := target.Def.Get("type").Str(); !fits(a.static, want) {
					pass.report(a.Node, want+kindName(a.static), values{want, kindName(a.static)}, "The value is %s.", value(a.static))
				}
			}
		}
	},
}

var sourceInternal = rule{
	Rule: checks.Rule{
		ID: "SourcePropertyInternal", Severity: checks.Warning,
		Meaning: "A dynamic list or schema takes its values from what users see and fill in.",
		Wording: "The parameter reference '{0}' in the source operation '{1}' is internal or one of its parent(s) are internal. Either make the property visible or update the parameter reference to a static value.",
		Fix:     "Write the value itself, or make the parameter visible.",
		Bad:     dependentExample(`"type": "string", "required": true, "default": "NL", "x-ms-visibility": "internal"`),
		Good:    dependentExample(`"type": "string", "required": true`),
	},
	dynamic: func(pass *pass, s *Schema) {
		pass.eachReference(s, func(c call, a argument) {
			if n, _ := pass.source(s, a); n.Is(jsontree.Object) && internal(n) {
				pass.report(a.Node, a.reference, values{a.reference, s.Operation.name()}, "Users cannot fill it in.")
			}
		})
	},
}

// listed are two operations for dynamic lists: one that needs nothing and one
// that needs a country.
const listed = `"/kinds": {"get": {"operationId": "ListKinds", "summary": "List kinds", "description": "Lists the kinds of invoices.", "x-ms-visibility": "internal",
  "parameters": [{"name": "year-from", "in": "query", "type": "integer"}, {"name": "kind", "in": "query", "type": "string"}],
  "responses": {"200": {"description": "OK", "schema": {"type": "object", "properties": {"value": {"type": "array", "items": {"type": "object", "properties": {"id": {"type": "string"}}}}}}}}}},
"/states": {"get": {"operationId": "ListStates", "summary": "List states", "description": "Lists the states of a country.", "x-ms-visibility": "internal",
  "parameters": [{"name": "country", "in": "query", "type": "string", "required": true}],
  "responses": {"200": {"description": "OK", "schema": {"type": "object", "properties": {"value": {"type": "array", "items": {"type": "object", "properties": {"id": {"type": "string"}}}}}}}}}}`

// dynamicExample is a document with a parameter that has these extensions.
func dynamicExample(extensions string) string {
	return `{"paths": {"/invoices": {"get": {"operationId": "ListInvoices", "summary": "List invoices", "description": "Lists all invoices of a customer.",
  "parameters": [{"name": "state", "in": "query", "type": "string", "x-ms-summary": "State", "description": "The state.", ` + extensions + `}],
  "responses": {"200": {"description": "OK", "schema": {"type": "object"}}}}},
` + listed + `}}`
}

// dependentExample is a document with a list of states that depends on a
// country, which has these members.
func dependentExample(country string) string {
	return dynamicExample(`"x-ms-dynamic-values": {"operationId": "ListStates", "value-path": "id", "value-collection": "value", "parameters": {"country": {"parameter": "land"}}}}, {
    "name": "land", "in": "query", "x-ms-summary": "Country", "description": "The country.", ` + country)
}

// bodyDynamicExample is a document with a property in a body that has these
// extensions, beside the property kind.
func bodyDynamicExample(extensions string) string { return bodyWith(extensions, "") }

// ambiguousExample is bodyDynamicExample with a parameter that is named kind too.
func ambiguousExample(extensions string) string {
	return bodyWith(extensions, `, {"name": "kind", "in": "query", "type": "string", "x-ms-summary": "Kind", "description": "The kind."}`)
}

func bodyWith(extensions, parameters string) string {
	return `{"paths": {"/invoices": {"post": {"operationId": "CreateInvoice", "summary": "Create an invoice", "description": "Creates an invoice for a customer.",
  "parameters": [{"name": "body", "in": "body", "required": true, "schema": {"type": "object", "properties": {"kind": {"type": "string"}, "state": {"type": "object", ` + extensions + `}}}}` + parameters + `],
  "responses": {"201": {"description": "Created", "schema": {"type": "object"}}}}},
` + listed + `}}`
}
