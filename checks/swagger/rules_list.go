package swagger

import (
	"strings"

	"github.com/certwiz/certwiz/checks"
)

type identity struct{ name, in string }

// twin is the first parameter of a list that has the name and location of one
// before it, nil when all differ.
func twin(list []*Parameter) (first, again *Parameter) {
	if len(list) < 2 {
		return nil, nil
	}
	seen := make(map[identity]*Parameter, len(list))
	for _, p := range list {
		id := identity{p.Name, p.In}
		if p.Name != "" && seen[id] != nil {
			return seen[id], p
		}
		seen[id] = p
	}
	return nil, nil
}

// same reports whether two parameters are written in the same way.
func same(a, b *Parameter) bool {
	ref := a.Node.Get("$ref").Str()
	return ref != "" && ref == b.Node.Get("$ref").Str() || ref == "" && a.Node.Source() == b.Node.Source()
}

var duplicateParameter = rule{
	Rule: checks.Rule{
		ID: "OperationParametersContainDuplicateParameter", Severity: checks.Error,
		Meaning: "No two parameters of an operation have the same name and location.",
		Wording: "The operation '{0}' contains duplicate parameters with name '{1}', location '{2}'.",
		Fix:     "Remove one of them.",
		Bad:     parameterExample("/invoices", `"name": "page", "in": "query", "type": "string"}, {"x-ms-summary": "Page", "description": "The page.", "name": "page", "in": "query", "type": "string"`),
		Good:    parameterExample("/invoices", `"name": "page", "in": "query", "type": "string"`),
	},
	operation: func(pass *pass, o *Operation) {
		if first, again := twin(o.Parameters); again != nil && !same(first, again) {
			pass.report(o.Get("parameters"), again.Name, values{o.name(), again.Name, again.In}, "Two entries are of that name.")
		}
	},
}

var equalParameters = rule{
	Rule: checks.Rule{
		ID: "OperationParametersAreNotUnique", Severity: checks.Error,
		Meaning: "An operation does not list one and the same parameter twice.",
		Wording: "The parameters in the operation '{0}' are not unique.",
		Fix:     "Remove one of the two entries.",
		Bad: `{"parameters": {"page": {"name": "page", "in": "query", "type": "string", "x-ms-summary": "Page", "description": "The page."}},
` + operationExample("/invoices", `"operationId": "ListInvoices", "summary": "List invoices", "parameters": [{"$ref": "#/parameters/page"}, {"$ref": "#/parameters/page"}]`)[1:],
		Good: parameterExample("/invoices", `"name": "page", "in": "query", "type": "string"`),
	},
	operation: func(pass *pass, o *Operation) {
		if first, again := twin(o.Parameters); again != nil && same(first, again) {
			pass.report(o.Get("parameters"), again.Name, values{o.name()}, "%s stands there twice in the same form.", quote(again.Name))
		}
	},
}

var pathDuplicateParameter = rule{
	Rule: checks.Rule{
		ID: "PathParametersContainDuplicateParameter", Severity: checks.Error,
		Meaning: "No two parameters of a path have the same name and location.",
		Wording: "The path '{0}' contains duplicate parameters with name '{1}', location '{2}'.",
		Fix:     "Remove one of them.",
		Bad:     pathParameters(`{"name": "page", "in": "query", "type": "string", "x-ms-summary": "Page", "description": "The page."}, {"name": "page", "in": "query", "type": "integer", "x-ms-summary": "Page", "description": "The page."}`),
		Good:    pathParameters(`{"name": "page", "in": "query", "type": "string", "x-ms-summary": "Page", "description": "The page."}`),
	},
	path: func(pass *pass, p *PathItem) {
		if _, again := twin(p.Parameters); again != nil {
			pass.report(p.Get("parameters"), again.Name, values{p.Path, again.Name, again.In}, "Two entries are of that name.")
		}
	},
}

// located counts the parameters of a list that are in a location.
func located(list []*Parameter, in string) int {
	n := 0
	for _, p := range list {
		if p.In == in {
			n++
		}
	}
	return n
}

var manyBodies = rule{
	Rule: checks.Rule{
		ID: "OperationParametersContainMultipleBodyParameters", Severity: checks.Error,
		Meaning: "An operation has one body at most.",
		Wording: "The operation '{0}' contains multiple parameters in the location 'body', at most one is allowed.",
		Fix:     "Put what both hold into one schema.",
		Bad:     operationExample("/invoices", `"operationId": "ListInvoices", "summary": "List invoices", "parameters": [{"name": "a", "in": "body", "schema": {"type": "object"}}, {"name": "b", "in": "body", "schema": {"type": "object"}}]`),
		Good:    bodyExample(`"type": "object"`),
	},
	operation: func(pass *pass, o *Operation) {
		if n := located(o.Parameters, "body"); n > 1 {
			pass.report(o.Get("parameters"), "", values{o.name()}, "There are %d here.", n)
		}
	},
}

var pathManyBodies = rule{
	Rule: checks.Rule{
		ID: "PathParametersContainMultipleBodyParameters", Severity: checks.Error,
		Meaning: "A path has one body at most.",
		Wording: "The path '{0}' contains multiple parameters in the location 'body', at most one is allowed.",
		Fix:     "Put what both hold into one schema.",
		Bad:     pathParameters(`{"name": "a", "in": "body", "schema": {"type": "object"}}, {"name": "b", "in": "body", "schema": {"type": "object"}}`),
		Good:    pathParameters(`{"name": "page", "in": "query", "type": "string", "x-ms-summary": "Page", "description": "The page."}`),
	},
	path: func(pass *pass, p *PathItem) {
		if n := located(p.Parameters, "body"); n > 1 {
			pass.report(p.Get("parameters"), "", values{p.Path}, "There are %d here.", n)
		}
	},
}

var formAndBody = rule{
	Rule: checks.Rule{
		ID: "ParameterListContainsFormDataAndBody", Severity: checks.Error,
		Meaning: "An operation takes a body or form data, not both.",
		Wording: "The 'parameters' list defines both a 'body' parameter, and a 'formData' parameter. Only one of these location types can be used in an operation.",
		Fix:     "Keep the one that the service takes.",
		Bad:     operationExample("/invoices", `"operationId": "ListInvoices", "summary": "List invoices", "consumes": ["multipart/form-data"], "parameters": [{"name": "a", "in": "body", "schema": {"type": "object"}}, {"name": "b", "in": "formData", "type": "string", "x-ms-summary": "Name", "description": "The name."}]`),
		Good:    bodyExample(`"type": "object"`),
	},
	path:      func(pass *pass, p *PathItem) { pass.mixed(p.Get("parameters"), p.Parameters) },
	operation: func(pass *pass, o *Operation) { pass.mixed(o.Get("parameters"), o.Parameters) },
}

func (pass *pass) mixed(n node, list []*Parameter) {
	if bodies, fields := located(list, "body"), located(list, "formData"); bodies > 0 && fields > 0 {
		pass.report(n, "", nil, "There are %d and %d here.", bodies, fields)
	}
}

// besideBody are the members that belong into a body's schema.
var besideBody = set("type format items collectionFormat default maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern maxItems minItems uniqueItems enum multipleOf allowEmptyValue properties")

var bodyProperty = rule{
	Rule: checks.Rule{
		ID: "BodyParameterPropertyNotValid", Severity: checks.Error,
		Meaning: "What describes a body stands in its schema, not beside it.",
		Wording: "The 'body' parameter cannot use property '{0}', instead, the 'schema' property should be used to define the type used by the parameter.",
		Fix:     "Move it into schema.",
		Bad:     operationExample("/invoices", `"operationId": "ListInvoices", "summary": "List invoices", "parameters": [{"name": "body", "in": "body", "type": "string", "schema": {"type": "object"}}]`),
		Good:    bodyExample(`"type": "object"`),
	},
	parameter: func(pass *pass, p *Parameter) {
		if p.In != "body" {
			return
		}
		for c := range p.Children() {
			if besideBody[c.Key()] {
				pass.report(c, c.Key(), values{c.Key()}, "It stands beside the schema of %s.", quote(p.Name))
			}
		}
	},
}

var schemaNotInBody = rule{
	Rule: checks.Rule{
		ID: "NonBodyParameterSchemaNotValid", Severity: checks.Error,
		Meaning: "Only a body has a schema; other parameters have a type.",
		Wording: "The parameter cannot define a schema as it is not in the 'body'.",
		Fix:     "Write type, format and items on the parameter itself.",
		Bad:     parameterExample("/invoices", `"name": "page", "in": "query", "schema": {"type": "string"}`),
		Good:    parameterExample("/invoices", `"name": "page", "in": "query", "type": "string"`),
	},
	parameter: func(pass *pass, p *Parameter) {
		if p.In != "" && p.In != "body" && p.Get("schema").OK() {
			pass.report(p.Node, p.In, nil, "%s is in %s.", quote(p.Name), quote(p.In))
		}
	},
}

var fileNotInForm = rule{
	Rule: checks.Rule{
		ID: "FileParameterMustBeInFormData", Severity: checks.Error,
		Meaning: "A parameter of type file is in form data.",
		Wording: "Parameters of type 'file' are not valid in locations other than 'formData'.",
		Fix:     "Write \"in\": \"formData\" and \"consumes\": [\"multipart/form-data\"].",
		Bad:     parameterExample("/invoices", `"name": "scan", "in": "query", "type": "file"`),
		Good:    operationExample("/invoices", `"operationId": "AddScan", "summary": "Add a scan", "consumes": ["multipart/form-data"], "parameters": [{"name": "scan", "in": "formData", "type": "file", "x-ms-summary": "Scan", "description": "The picture."}]`),
	},
	parameter: func(pass *pass, p *Parameter) {
		if p.In != "formData" && p.In != "" && p.Get("type").Str() == "file" {
			pass.report(p.Node, p.In, nil, "%s is in %s.", quote(p.Name), quote(p.In))
		}
	},
}

var formNameASCII = rule{
	Rule: checks.Rule{
		ID: "InvalidFormDataParameterName", Severity: checks.Error,
		Meaning: "The name of a form field is of ASCII characters.",
		Wording: "The form data parameter name '{0}' is invalid. All characters must be part of the US-ASCII character set.",
		Fix:     "Rename the field, if the service allows it.",
		Bad:     operationExample("/invoices", `"operationId": "AddScan", "summary": "Add a scan", "consumes": ["multipart/form-data"], "parameters": [{"name": "größe", "in": "formData", "type": "string", "x-ms-summary": "Size", "description": "The size."}]`),
		Good:    operationExample("/invoices", `"operationId": "AddScan", "summary": "Add a scan", "consumes": ["multipart/form-data"], "parameters": [{"name": "size", "in": "formData", "type": "string", "x-ms-summary": "Size", "description": "The size."}]`),
	},
	parameter: func(pass *pass, p *Parameter) {
		i := strings.IndexFunc(p.Name, func(r rune) bool { return r > '\x7f' })
		if p.In == "formData" && i >= 0 {
			pass.report(p.Node, p.Name, values{p.Name}, "The name holds %s.", quote(string([]rune(p.Name[i:])[:1])))
		}
	},
}

// Which collectionFormat the validator refuses is not published; the schema of
// the definition allows these, and published connectors use no other.
var collectionFormat = rule{
	Rule: checks.Rule{
		ID: "CollectionFormatValueNotSupported", Severity: checks.Error,
		Meaning: "collectionFormat is csv, ssv, tsv or pipes, or multi in the query and in form data.",
		Wording: "The 'collectionFormat' keyword value '{0}' is not supported.",
		Fix:     "Use one of these values, or remove collectionFormat.",
		Bad:     parameterExample("/invoices", `"name": "ids", "in": "query", "type": "array", "items": {"type": "string"}, "collectionFormat": "semicolon"`),
		Good:    parameterExample("/invoices", `"name": "ids", "in": "query", "type": "array", "items": {"type": "string"}, "collectionFormat": "multi"`),
	},
	members: "collectionFormat",
	member: func(pass *pass, s *Schema, n node) {
		in := s.in()
		switch format := n.Str(); format {
		case "", "csv", "ssv", "tsv", "pipes":
		case "multi":
			if in != "query" && in != "formData" {
				pass.report(n, "multi", values{format}, "%s is not in the query and not in form data.", quote(s.name()))
			}
		default:
			pass.report(n, format, values{format}, "%s has it.", quote(s.name()))
		}
	},
}

// pathParameters is a document's paths with these parameters on a path.
func pathParameters(list string) string {
	return `{"paths": {"/invoices": {"parameters": [` + list + `], "get": ` + goodOperation + `}}}`
}

var dynamicOnBody = rule{
	Rule: checks.Rule{
		ID: "DynamicExtensionDefinitionNotAllowedInParameter", Severity: checks.Error,
		Meaning: "A body's x-ms-dynamic-* extensions stand in its schema.",
		Wording: "Dynamic extensions are not allowed to be defined on the body parameter. It should be in the schema.",
		Fix:     "Move the extension into schema.",
		Bad:     operationExample("/invoices", `"operationId": "ListInvoices", "summary": "List invoices", "parameters": [{"name": "body", "in": "body", "schema": {"type": "object"}, "x-ms-dynamic-schema": {"operationId": "ListInvoices", "value-path": "schema"}}]`),
		Good:    bodyExample(`"type": "object"`),
	},
	parameter: func(pass *pass, p *Parameter) {
		if p.In != "body" {
			return
		}
		for c := range p.Children() {
			if strings.HasPrefix(c.Key(), dynamic) {
				pass.report(p.Node, c.Key(), nil, "%s stands beside it here.", c.Key())
			}
		}
	},
}
