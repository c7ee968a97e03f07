package swagger

import (
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/jsontree"
	"github.com/certwiz/certwiz/checks/shape"
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
	fault: func(pass *pass, f shape.Fault) {
		if f.Kind == shape.Lacking {
			pass.lacking(f.Node, f.Name, "%s has none.", within(f.In, f.Node))
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
	fault: func(pass *pass, f shape.Fault) {
		if f.Kind == shape.Mistyped {
			have := kindName(f.Node)
			pass.softly(f, values{f.Want, have}, "%s is %s, %s is expected.", quote(f.Name), f.Node.Kind(), expected.Replace(f.Want))
		}
	},
}

// expected says the validator's names of types in words.
var expected = strings.NewReplacer("String", "text", "Boolean", "true or false", "Integer", "a whole number", "Number", "a number", "Array", "a list", "Object", "an object", ", ", " or ")
