package swagger

import (
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/jsontree"
)

var specificationVersion = rule{
	Rule: checks.Rule{
		ID: "SpecificationVersionIncorrect", Severity: checks.Error, Origin: checks.Validator,
		Meaning: "The definition is Swagger 2.0; OpenAPI 3 is not accepted.",
		Wording: "The 'swagger' property must have the string value \"2.0\".",
		Fix:     "Write \"swagger\": \"2.0\"; convert an OpenAPI 3 definition to Swagger 2.0 first.",
		Source:  "5000.2.6.3; Fix Swagger Validator errors", Link: validatorPage,
		Bad:  `{"swagger": 2.0}`,
		Good: `{"swagger": "2.0"}`,
	},
	document: func(pass *pass) {
		if v := pass.doc.Root.Get("openapi"); v.OK() {
			pass.report(v, "", nil, "The file is OpenAPI %s, which connectors cannot use.", quote(v.Text()))
			return
		}
		v := pass.doc.Root.Get("swagger")
		switch {
		case !v.OK():
			pass.skip("swagger is missing, see RequiredPropertyMissing")
		case v.Str() != "2.0":
			pass.report(v, "", nil, "It is %s here: %s.", v.Kind(), quote(v.Text()))
		}
	},
}

// The validator prints this for contact and x-ms-connector-metadata as well,
// which 5 % and 6 % of the published connectors lack: all but two of them are
// older than the rule.
var requiredPropertyMissing = rule{
	Rule: checks.Rule{
		ID: "RequiredPropertyMissing", Severity: checks.Error, Evidence: checks.Printed, Origin: checks.Validator,
		Meaning: "Everything that must be there is there: swagger, info (title, description, version, contact), host, paths, x-ms-connector-metadata; summary and description of each operation; x-ms-summary and description of each parameter. Operations and parameters with x-ms-visibility internal are exempt from the last two.",
		Wording: "The '{0}' property is required.",
		Fix:     "Add the property.",
		Source:  "Fix Swagger Validator errors", Link: validatorPage,
		Bad:  `{"paths": {"/invoices": {"get": {"operationId": "ListInvoices", "summary": "List invoices", "responses": {"200": {"description": "OK", "schema": {"type": "object"}}}}}}}`,
		Good: `{"paths": {"/invoices": {"get": {"operationId": "ListInvoices", "summary": "List invoices", "description": "Lists all invoices of a customer.", "responses": {"200": {"description": "OK", "schema": {"type": "object"}}}}}}}`,
	},
	document: func(pass *pass) {
		root := pass.doc.Root
		for _, name := range requiredInRoot {
			// An OpenAPI 3 file has other names for these.
			if !root.Get(name).OK() && !root.Get("openapi").OK() {
				pass.lacking(root, name, "The file has no %s.", name)
			}
		}
		if info := root.Get("info"); info.Is(jsontree.Object) {
			for _, name := range requiredInInfo {
				if !info.Get(name).OK() {
					pass.lacking(info, name, "info has no %s.", name)
				}
			}
		}
	},
	operation: func(pass *pass, o *Operation) {
		if o.Internal {
			return
		}
		if !o.Get("summary").OK() {
			pass.lacking(o.Node, "summary", "The operation %s has none.", quote(o.name()))
		}
		if !o.Get("description").OK() {
			pass.lacking(o.Node, "description", "The operation %s has none.", quote(o.name()))
		}
	},
	// A $ref that leads nowhere is another rule's matter; a body's texts are
	// those of its schema.
	parameter: func(pass *pass, p *Parameter) {
		if p.Internal || p.In == "body" || !p.Def.Is(jsontree.Object) {
			return
		}
		if !p.Def.Get("x-ms-summary").OK() {
			pass.lacking(p.Node, "x-ms-summary", "The parameter %s has none.", quote(p.Name))
		}
		if !p.Def.Get("description").OK() {
			pass.lacking(p.Node, "description", "The parameter %s has none.", quote(p.Name))
		}
	},
}

// lacking reports a member that is not there. One name is one cause for
// operations and another for parameters.
func (pass *pass) lacking(n node, name, format string, args ...any) {
	if pass.intact() {
		pass.report(n, name+"\x00"+format, values{name}, format, args...)
	}
}

var (
	requiredInRoot = []string{"swagger", "info", "host", "paths", "x-ms-connector-metadata"}
	requiredInInfo = []string{"title", "description", "version", "contact"}
)

// name is what to call an operation in a message.
func (o *Operation) name() string {
	if o.ID != "" {
		return o.ID
	}
	return strings.ToUpper(o.Method) + " " + o.Item.Path
}

var requiredValueEmpty = rule{
	Rule: checks.Rule{
		ID: "RequiredValueEmpty", Severity: checks.Error, Origin: checks.Validator,
		Meaning: "What must be there is not empty: title, description, version, host, an operation's summary and description, a parameter's x-ms-summary and description.",
		Wording: "The '{0}' property must have not empty value.",
		Fix:     "Write a value.",
		Source:  "5000.2.6.10; Fix Swagger Validator errors", Link: validatorPage,
		Bad:  `{"info": {"title": "", "description": "Create, send and follow the invoices of a company.", "version": "1.0", "contact": {"name": "Contoso Support", "url": "https://contoso.example/support", "email": "support@contoso.example"}}}`,
		Good: `{"info": {"title": "Contoso Invoices", "description": "Create, send and follow the invoices of a company.", "version": "1.0", "contact": {"name": "Contoso Support", "url": "https://contoso.example/support", "email": "support@contoso.example"}}}`,
	},
	document: func(pass *pass) {
		for _, name := range []string{"title", "description", "version"} {
			pass.empty(pass.doc.Root.Get("info").Get(name))
		}
		pass.empty(pass.doc.Root.Get("host"))
	},
	operation: func(pass *pass, o *Operation) {
		if !o.Internal {
			pass.empty(o.Get("summary"))
			pass.empty(o.Get("description"))
		}
	},
	parameter: func(pass *pass, p *Parameter) {
		if !p.Internal && p.In != "body" {
			pass.empty(p.Def.Get("x-ms-summary"))
			pass.empty(p.Def.Get("description"))
		}
	},
}

func (pass *pass) empty(n node) {
	if n.Is(jsontree.String) && strings.TrimSpace(n.Text()) == "" {
		pass.report(n, n.Key(), values{n.Key()}, "Nothing is written there.")
	}
}

// typed is the type each member must have.
var (
	typedInRoot = map[string]jsontree.Kind{
		"info": jsontree.Object, "host": jsontree.String, "basePath": jsontree.String, "schemes": jsontree.Array,
		"paths": jsontree.Object, "definitions": jsontree.Object, "parameters": jsontree.Object,
		"responses": jsontree.Object, "securityDefinitions": jsontree.Object, "security": jsontree.Array,
		"tags": jsontree.Array, "consumes": jsontree.Array, "produces": jsontree.Array,
		"x-ms-connector-metadata": jsontree.Array,
	}
	typedInInfo = map[string]jsontree.Kind{
		"title": jsontree.String, "description": jsontree.String, "version": jsontree.String, "contact": jsontree.Object,
	}
)

// operationType is the type that a member of an operation must have, Missing
// for one that may have any.
func operationType(member string) jsontree.Kind {
	switch member {
	case "operationId", "summary", "description", "x-ms-visibility":
		return jsontree.String
	case "parameters", "tags":
		return jsontree.Array
	case "responses":
		return jsontree.Object
	case "deprecated":
		return jsontree.Bool
	}
	return jsontree.Missing
}

// parameterType is the same for a parameter.
func parameterType(member string) jsontree.Kind {
	switch member {
	case "name", "in", "description", "x-ms-summary", "x-ms-visibility":
		return jsontree.String
	case "required":
		return jsontree.Bool
	case "schema":
		return jsontree.Object
	}
	return jsontree.Missing
}

var jsonTypeIncorrect = rule{
	Rule: checks.Rule{
		ID: "JsonTypeIncorrect", Severity: checks.Error, Evidence: checks.Printed, Origin: checks.Validator,
		Meaning: "Members have the types that Swagger 2.0 gives them: a title is text, contact is an object, required is true or false.",
		Wording: "The type of the property is incorrect. Expected type '{0}', but value is of type '{1}'.",
		Fix:     "Write a value of the expected type.",
		Source:  "Fix Swagger Validator errors", Link: validatorPage,
		Bad:  `{"schemes": "https"}`,
		Good: `{"schemes": ["https"]}`,
	},
	document: func(pass *pass) {
		pass.typed(pass.doc.Root, func(member string) jsontree.Kind { return typedInRoot[member] })
		for _, section := range []string{"definitions", "parameters", "responses"} {
			for c := range pass.doc.Root.Get(section).Children() {
				if !c.Is(jsontree.Object) {
					pass.mistyped(c, jsontree.Object)
				}
			}
		}
		pass.typed(pass.doc.Root.Get("info"), func(member string) jsontree.Kind { return typedInInfo[member] })
		for c := range pass.doc.Root.Get("paths").Children() {
			if !c.Is(jsontree.Object) && !strings.HasPrefix(c.Key(), "x-") {
				pass.mistyped(c, jsontree.Object)
			}
		}
	},
	operation: func(pass *pass, o *Operation) { pass.typed(o.Node, operationType) },
	parameter: func(pass *pass, p *Parameter) { pass.typed(p.Node, parameterType) },
	schema: func(pass *pass, s *Schema) {
		for _, c := range []struct {
			node
			want jsontree.Kind
		}{{s.Properties, jsontree.Object}, {s.AllOf, jsontree.Array}, {s.Enum, jsontree.Array}} {
			if c.OK() && !c.Is(c.want) {
				pass.mistyped(c.node, c.want)
			}
		}
	},
}

func (pass *pass) typed(n node, of func(member string) jsontree.Kind) {
	for c := range n.Children() {
		want := of(c.Key())
		if want != jsontree.Missing && c.Kind() != want {
			pass.mistyped(c, want)
		}
	}
}

// mistyped reports a value of the wrong type.
func (pass *pass) mistyped(n node, want jsontree.Kind) {
	if n.Is(jsontree.Invalid) {
		return // SwaggerJsonNotValid says it
	}
	have := kindName(n)
	pass.report(n, n.Key()+"\x00"+have, values{kindNames[want], have}, "%s is %s, %s is expected.", quote(n.Key()), n.Kind(), want)
}

// kindNames are what the validator calls the types it expects.
var kindNames = map[jsontree.Kind]string{
	jsontree.Bool: "Boolean", jsontree.Number: "Number", jsontree.String: "String", jsontree.Array: "Array", jsontree.Object: "Object",
}
