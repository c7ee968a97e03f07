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
		Source:  "Fix Swagger Validator errors", Link: validatorPage,
		Bad:  `{"swagger": 2.0}`,
		Good: `{"swagger": "2.0"}`,
	},
	document: func(l *look) {
		if v := l.doc.Root.Get("openapi"); v.OK() {
			l.at(v, "the file is OpenAPI %s, Swagger 2.0 is needed", quote(v.Text()))
			return
		}
		v := l.doc.Root.Get("swagger")
		switch {
		case !v.OK():
			l.skip("swagger is missing, see RequiredPropertyMissing")
		case v.Str() != "2.0":
			l.at(v, "swagger is %s %s, the text `2.0` is needed", v.Kind(), quote(v.Text()))
		}
	},
}

// The validator prints this for contact and x-ms-connector-metadata as well,
// which 5 % and 6 % of the published connectors lack: all but two of them are
// older than the rule.
var requiredPropertyMissing = rule{
	Rule: checks.Rule{
		ID: "RequiredPropertyMissing", Severity: checks.Error, Origin: checks.Validator,
		Meaning: "Everything that must be there is there: swagger, info (title, description, version, contact), host, paths, x-ms-connector-metadata; summary and description of each operation; x-ms-summary and description of each parameter. Operations and parameters with x-ms-visibility internal are exempt from the last two.",
		Wording: "The '{0}' property is required.",
		Fix:     "Add the property.",
		Source:  "Fix Swagger Validator errors", Link: validatorPage,
		Bad:  `{"paths": {"/invoices": {"get": {"operationId": "ListInvoices", "summary": "List invoices", "responses": {"200": {"description": "OK", "schema": {"type": "object"}}}}}}}`,
		Good: `{"paths": {"/invoices": {"get": {"operationId": "ListInvoices", "summary": "List invoices", "description": "Lists all invoices of a customer.", "responses": {"200": {"description": "OK", "schema": {"type": "object"}}}}}}}`,
	},
	document: func(l *look) {
		root := l.doc.Root
		for _, name := range requiredInRoot {
			// An OpenAPI 3 file has other names for these.
			if !root.Get(name).OK() && !root.Get("openapi").OK() {
				l.lacks(root, "%s is missing", name)
			}
		}
		if info := root.Get("info"); info.Is(jsontree.Object) {
			for _, name := range requiredInInfo {
				if !info.Get(name).OK() {
					l.lacks(info, "%s is missing from info", name)
				}
			}
		}
	},
	operation: func(l *look, o *Operation) {
		if o.Internal {
			return
		}
		if !o.Get("summary").OK() {
			l.absent(o.Node, "summary is missing on %d operations", "summary is missing on operation %s", quote(o.name()))
		}
		if !o.Get("description").OK() {
			l.absent(o.Node, "description is missing on %d operations", "description is missing on operation %s", quote(o.name()))
		}
	},
	// A $ref that leads nowhere is another rule's matter; a body's texts are
	// those of its schema.
	parameter: func(l *look, p *Parameter) {
		if p.Internal || p.In == "body" || !p.Def.Is(jsontree.Object) {
			return
		}
		if !p.Def.Get("x-ms-summary").OK() {
			l.absent(p.Node, "x-ms-summary is missing on %d parameters", "x-ms-summary is missing on parameter %s", quote(p.Name))
		}
		if !p.Def.Get("description").OK() {
			l.absent(p.Node, "description is missing on %d parameters", "description is missing on parameter %s", quote(p.Name))
		}
	},
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
		Source:  "Fix Swagger Validator errors", Link: validatorPage,
		Bad:  `{"info": {"title": "", "description": "Create, send and follow the invoices of a company.", "version": "1.0", "contact": {"name": "Contoso Support", "url": "https://contoso.example/support", "email": "support@contoso.example"}}}`,
		Good: `{"info": {"title": "Contoso Invoices", "description": "Create, send and follow the invoices of a company.", "version": "1.0", "contact": {"name": "Contoso Support", "url": "https://contoso.example/support", "email": "support@contoso.example"}}}`,
	},
	document: func(l *look) {
		for _, name := range []string{"title", "description", "version"} {
			l.empty(l.doc.Root.Get("info").Get(name))
		}
		l.empty(l.doc.Root.Get("host"))
	},
	operation: func(l *look, o *Operation) {
		if !o.Internal {
			l.empty(o.Get("summary"))
			l.empty(o.Get("description"))
		}
	},
	parameter: func(l *look, p *Parameter) {
		if !p.Internal && p.In != "body" {
			l.empty(p.Def.Get("x-ms-summary"))
			l.empty(p.Def.Get("description"))
		}
	},
}

func (l *look) empty(n node) {
	if n.Is(jsontree.String) && strings.TrimSpace(n.Text()) == "" {
		l.each(n, n.Key()+" is empty at %d places", "%s is empty", n.Key())
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
	typedInOperation = map[string]jsontree.Kind{
		"operationId": jsontree.String, "summary": jsontree.String, "description": jsontree.String,
		"parameters": jsontree.Array, "responses": jsontree.Object, "tags": jsontree.Array,
		"deprecated": jsontree.Bool, "x-ms-visibility": jsontree.String,
	}
	typedInParameter = map[string]jsontree.Kind{
		"name": jsontree.String, "in": jsontree.String, "description": jsontree.String, "required": jsontree.Bool,
		"x-ms-summary": jsontree.String, "x-ms-visibility": jsontree.String, "schema": jsontree.Object,
	}
)

var jsonTypeIncorrect = rule{
	Rule: checks.Rule{
		ID: "JsonTypeIncorrect", Severity: checks.Error, Origin: checks.Validator,
		Meaning: "Members have the types that Swagger 2.0 gives them: a title is text, contact is an object, required is true or false.",
		Wording: "The type of the property is incorrect. Expected type '{0}', but value is of type '{1}'.",
		Fix:     "Write a value of the expected type.",
		Source:  "Fix Swagger Validator errors", Link: validatorPage,
		Bad:  `{"schemes": "https"}`,
		Good: `{"schemes": ["https"]}`,
	},
	document: func(l *look) {
		l.typed(l.doc.Root, typedInRoot)
		l.typed(l.doc.Root.Get("info"), typedInInfo)
		for c := range l.doc.Root.Get("paths").Children() {
			if !c.Is(jsontree.Object) && !strings.HasPrefix(c.Key(), "x-") {
				l.at(c, "path %s is %s, an object is expected", quote(c.Key()), c.Kind())
			}
		}
	},
	operation: func(l *look, o *Operation) { l.typed(o.Node, typedInOperation) },
	parameter: func(l *look, p *Parameter) { l.typed(p.Node, typedInParameter) },
}

func (l *look) typed(n node, types map[string]jsontree.Kind) {
	for c := range n.Children() {
		want, known := types[c.Key()]
		if known && c.Kind() != want {
			l.at(c, "%s is %s, %s is expected", c.Key(), c.Kind(), want)
		}
	}
}

var (
	knownInRoot = set("swagger info host basePath schemes consumes produces paths definitions parameters responses securityDefinitions security tags externalDocs")
	knownInInfo = set("title description termsOfService contact license version")
	knownInPath = set("$ref get put post delete options head patch parameters")
	knownInCall = set("tags summary description externalDocs operationId consumes produces parameters responses schemes deprecated security")
)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

var unknownMember = rule{
	Rule: checks.Rule{
		ID: "ExtensionNameNotValid", Severity: checks.Error, Origin: checks.Validator,
		Meaning: "The document, info, paths and operations have no members but those of Swagger 2.0 and extensions, whose names begin with \"x-\".",
		Wording: "The property '{0}' is not valid. If this property is an extension, its name must begin with \"x-\".",
		Fix:     "Remove the property, or move it to where it belongs.",
		Source:  "Fix Swagger Validator errors", Link: validatorPage,
		Bad:  `{"scriptOperations": ["ListInvoices"]}`,
		Good: `{"tags": []}`,
	},
	document: func(l *look) {
		if l.doc.Root.Get("openapi").OK() {
			l.skip("the file is not Swagger 2.0, see SpecificationVersionIncorrect")
			return
		}
		l.known(l.doc.Root, "the document", knownInRoot)
		l.known(l.doc.Root.Get("info"), "info", knownInInfo)
	},
	path:      func(l *look, p *PathItem) { l.known(p.Node, "a path", knownInPath) },
	operation: func(l *look, o *Operation) { l.known(o.Node, "an operation", knownInCall) },
}

func (l *look) known(n node, what string, names map[string]bool) {
	for c := range n.Children() {
		if name := c.Key(); !names[name] && !strings.HasPrefix(name, "x-") {
			l.at(c, "%s is no property of %s", quote(name), what)
		}
	}
}
