package swagger

import (
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/jsontree"
)

var parameterReferenceNotFound = rule{
	Rule: checks.Rule{
		ID: "ParameterReferenceNotFound", Severity: checks.Error, Origin: checks.Validator,
		Meaning: "A parameter's $ref leads to a parameter of the document.",
		Wording: "The parameter reference '{0}' could not be found in the swagger document.",
		Fix:     "Define the parameter under parameters, or mend the $ref.",
		Source:  "Fix Swagger Validator errors", Link: validatorPage,
		Bad: `{"parameters": {}, "paths": {"/invoices": {"parameters": [{"$ref": "#/parameters/page"}], "get": ` + goodOperation + `}}}`,
		Good: `{"parameters": {"page": {"name": "page", "in": "query", "type": "string", "x-ms-summary": "Page", "description": "The page."}},
"paths": {"/invoices": {"parameters": [{"$ref": "#/parameters/page"}], "get": ` + goodOperation + `}}}`,
	},
	parameter: func(l *look, p *Parameter) { l.leads(p.Node, "parameter") },
}

var responseReferenceNotFound = rule{
	Rule: checks.Rule{
		ID: "ResponseReferenceNotFound", Severity: checks.Error, Origin: checks.Validator,
		Meaning: "A response's $ref leads to a response of the document.",
		Wording: "The response reference '{0}' could not be found in the swagger document.",
		Fix:     "Define the response under responses, or mend the $ref.",
		Source:  "Fix Swagger Validator errors", Link: validatorPage,
		Bad:  responseExample(`"200": {"$ref": "#/responses/invoices"}`),
		Good: responseExample(`"200": {"description": "OK", "schema": {"type": "object"}}`),
	},
	response: func(l *look, r *Response) { l.leads(r.Node, "response") },
}

var schemaReferenceNotFound = rule{
	Rule: checks.Rule{
		ID: "SchemaReferenceNotFound", Severity: checks.Error, Origin: checks.Validator,
		Meaning: "A schema's $ref leads to a definition of the document.",
		Wording: "The schema reference '{0}' could not be found in the swagger document.",
		Fix:     "Define the schema under definitions, or mend the $ref.",
		Source:  "Fix Swagger Validator errors", Link: validatorPage,
		Bad:  responseExample(`"200": {"description": "OK", "schema": {"$ref": "#/definitions/Invoices"}}`),
		Good: responseExample(`"200": {"description": "OK", "schema": {"type": "object"}}`),
	},
	schema: func(l *look, s *Schema) {
		if s.Ref.OK() {
			l.leads(s.Node, "schema")
		}
	},
}

// leads reports a $ref that names nothing in the document.
func (l *look) leads(n node, what string) {
	ref := n.Get("$ref")
	if ref.Is(jsontree.String) && !l.doc.target(ref.Text()).OK() {
		l.lacks(ref, "the %s %s is not in the document", what, quote(ref.Text()))
	}
}

var operationIDNotFound = rule{
	Rule: checks.Rule{
		ID: "OperationIdNotFound", Severity: checks.Error, Origin: checks.Validator,
		Meaning: "The operation that a dynamic list or schema calls is in the document.",
		Wording: "The 'operationId' could not be found in this swagger document.",
		Fix:     "Name an operationId of this document.",
		Source:  "Fix Swagger Validator errors", Link: validatorPage,
		Bad:  parameterExample("/invoices", `"name": "kind", "in": "query", "type": "string", "x-ms-dynamic-values": {"operationId": "ListKinds", "value-path": "id"}`),
		Good: parameterExample("/invoices", `"name": "kind", "in": "query", "type": "string", "x-ms-dynamic-values": {"operationId": "GetInvoice", "value-path": "id"}`),
	},
	schema: func(l *look, s *Schema) {
		for _, call := range s.calls() {
			id := call.Get("operationId")
			if id.Str() != "" && l.doc.byID[id.Text()] == nil {
				l.lacks(id, "there is no operation %s", quote(id.Text()))
			}
		}
	},
}

// calls lists the objects of a schema that name an operation to be called:
// its x-ms-dynamic-* extensions, and open and browse of x-ms-dynamic-tree.
func (s *Schema) calls() []node {
	if len(s.Dynamic) == 0 {
		return nil
	}
	var all []node
	for _, d := range s.Dynamic {
		all = append(all, d)
		if d.Key() == "x-ms-dynamic-tree" {
			all = append(all, d.Get("open"), d.Get("browse"))
		}
	}
	return all
}

var operationParameterNameNotFound = rule{
	Rule: checks.Rule{
		ID: "OperationParameterNameNotFound", Severity: checks.Error, Origin: checks.Validator,
		Meaning: "What a dynamic list or schema hands over are parameters of the operation it calls.",
		Wording: "The parameter could not be found in operation '{0}' in the swagger document.",
		Fix:     "Name a parameter of that operation.",
		Source:  "Fix Swagger Validator errors", Link: validatorPage,
		Bad:  parameterExample("/invoices", `"name": "kind", "in": "query", "type": "string", "x-ms-dynamic-values": {"operationId": "GetInvoice", "value-path": "id", "parameters": {"year": 2024}}`),
		Good: parameterExample("/invoices", `"name": "kind", "in": "query", "type": "string", "x-ms-dynamic-values": {"operationId": "GetInvoice", "value-path": "id", "parameters": {"kind": "a"}}`),
	},
	schema: func(l *look, s *Schema) {
		for _, call := range s.calls() {
			target := l.doc.byID[call.Get("operationId").Str()]
			if target == nil {
				continue
			}
			for c := range call.Get("parameters").Children() {
				if !target.takes(c.Key()) {
					l.lacks(c, "operation %s has no parameter %s", quote(target.ID), quote(c.Key()))
				}
			}
		}
	},
}

// takes tells whether a name is one of an operation's parameters, or may be a
// part of its body or of a parameter that is not known.
func (o *Operation) takes(name string) bool {
	o.named.Do(func() {
		o.names = map[string]bool{}
		for _, list := range [][]*Parameter{o.Parameters, o.Item.Parameters} {
			for _, p := range list {
				o.names[p.Name] = true
				o.open = o.open || p.In == "body" || !p.Def.OK()
			}
		}
	})
	return o.open || o.names[name]
}

// arrayHasNoItems: items: {} passes, 130 published connectors have it.
var arrayHasNoItems = rule{
	Rule: checks.Rule{
		ID: "ArrayHasNoItems", Severity: checks.Error, Origin: checks.Validator,
		Meaning: "An array says what its items are.",
		Wording: "The array should have items specified.",
		Fix:     "Add items.",
		Source:  "Fix Swagger Validator errors", Link: validatorPage,
		Bad:  responseExample(`"200": {"description": "OK", "schema": {"type": "array"}}`),
		Good: responseExample(`"200": {"description": "OK", "schema": {"type": "array", "items": {"type": "string"}}}`),
	},
	schema: func(l *look, s *Schema) {
		if s.Type == "array" && !s.Items.OK() {
			l.absent(s.Node, "items is missing on %d arrays", "items is missing on an array")
		}
	},
}

// propertyDescriptionIsName: 464 published connectors; engineers ask for it in
// some reviews.
var propertyDescriptionIsName = rule{
	Rule: checks.Rule{
		ID: "PropertyDescriptionIsName", Severity: checks.Warning, Origin: checks.Engineers,
		Meaning: "A property's description says more than its name.",
		Wording: "All these description values of the properties looks like IDs, Can you please provide valid description of them.",
		Fix:     "Describe what the value means.",
		Source:  "asked for in 7 reviews",
		Bad:     responseExample(`"200": {"description": "OK", "schema": {"type": "object", "properties": {"dueDate": {"type": "string", "description": "dueDate"}}}}`),
		Good:    responseExample(`"200": {"description": "OK", "schema": {"type": "object", "properties": {"dueDate": {"type": "string", "description": "The day the invoice is due."}}}}`),
	},
	schema: func(l *look, s *Schema) {
		if d := s.Description.Str(); d != "" && s.Property != "" && sameWord(d, s.Property) {
			l.each(s.Description, "the description of %d properties is only their name", "the description of property %s is only its name", quote(s.Property))
		}
	},
}

var squeeze = strings.NewReplacer(" ", "", "_", "", "-", "", ".", "")

// sameWord compares two texts without case, blanks and underscores.
func sameWord(a, b string) bool {
	if strings.EqualFold(a, b) {
		return true
	}
	// A cheap look first: most descriptions are sentences.
	if len(a) > 2*len(b)+8 {
		return false
	}
	return strings.EqualFold(squeeze.Replace(a), squeeze.Replace(b))
}
