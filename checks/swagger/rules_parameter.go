package swagger

import (
	"strings"

	"github.com/certwiz/certwiz/checks"
)

var pathParameterMustBeRequired = rule{
	Rule: checks.Rule{
		ID: "PathParameterMustBeRequired", Severity: checks.Error, Origin: checks.Validator,
		Meaning: "A parameter in the path is required.",
		Wording: "The parameter must be marked as required as it is used in the operation path. Include the 'required' property, with the value 'true'.",
		Fix:     `Add "required": true.`,
		Source:  "Fix Swagger Validator errors", Link: validatorPage,
		Bad:  parameterExample("/invoices/{id}", `"name": "id", "in": "path", "type": "string"`),
		Good: parameterExample("/invoices/{id}", `"name": "id", "in": "path", "required": true, "type": "string", "x-ms-url-encoding": "single"`),
	},
	parameter: func(pass *pass, p *Parameter) {
		if p.In == "path" && !p.Def.Get("required").True() {
			pass.report(p.Node, "", nil, "The parameter is %s.", quote(p.Name))
		}
	},
}

var pathParameterNotInTemplate = rule{
	Rule: checks.Rule{
		ID: "PathParameterNotDefinedInTemplate", Severity: checks.Error, Origin: checks.Validator,
		Meaning: "A parameter in the path stands in the path in braces.",
		Wording: "The 'path' parameter '{0}' is not defined in the URI path template. To include the parameter as a variable in the path, use '{{' and '}}' characters to enclose the name of the parameter in the path.",
		Fix:     "Write {name} into the path, or remove the parameter.",
		Source:  "Fix Swagger Validator errors", Link: validatorPage,
		Bad:  parameterExample("/invoices", `"name": "id", "in": "path", "required": true, "type": "string"`),
		Good: parameterExample("/invoices/{id}", `"name": "id", "in": "path", "required": true, "type": "string", "x-ms-url-encoding": "single"`),
	},
	parameter: func(pass *pass, p *Parameter) {
		if p.In == "path" && !p.Item.names[p.Name] {
			pass.report(p.Node, p.Name, values{p.Name}, "The path is %s.", quote(p.Item.Path))
		}
	},
}

var operationMissingPathParameter = rule{
	Rule: checks.Rule{
		ID: "OperationMissingPathParameter", Severity: checks.Error, Origin: checks.Validator,
		Meaning: "Every {name} in a path has its parameter.",
		Wording: "The operation '{0}' does not define the '{1}' parameter which is required by the path.",
		Fix:     `Add the parameter with "in": "path".`,
		Source:  "Fix Swagger Validator errors", Link: validatorPage,
		Bad:  operationExample("/invoices/{id}", `"operationId": "GetInvoice", "summary": "Get an invoice"`),
		Good: parameterExample("/invoices/{id}", `"name": "id", "in": "path", "required": true, "type": "string", "x-ms-url-encoding": "single"`),
	},
	operation: func(pass *pass, o *Operation) {
		if len(o.Item.Variables) == 0 {
			return
		}
		given := map[string]bool{}
		for _, list := range [][]*Parameter{o.Parameters, o.Item.Parameters} {
			for _, p := range list {
				if !p.Def.OK() {
					return // a $ref that leads nowhere may be the one
				}
				given[p.Name] = given[p.Name] || p.In == "path"
			}
		}
		for _, name := range o.Item.Variables {
			if !given[name] {
				if pass.intact() {
					pass.report(o.Node, name, values{o.name(), name}, "The path is %s.", quote(o.Item.Path))
				}
			}
		}
	},
}

var bodySchemaRequired = rule{
	Rule: checks.Rule{
		ID: "BodyParameterSchemaRequired", Severity: checks.Error, Origin: checks.Validator,
		Meaning: "A body parameter has a schema.",
		Wording: "The 'body' parameter must define a 'schema' property.",
		Fix:     "Describe the body with a schema.",
		Source:  "Fix Swagger Validator errors", Link: validatorPage,
		Bad:  parameterExample("/invoices", `"name": "body", "in": "body"`),
		Good: parameterExample("/invoices", `"name": "body", "in": "body", "schema": {"type": "object"}`),
	},
	parameter: func(pass *pass, p *Parameter) {
		if p.In == "body" && !p.Def.Get("schema").OK() {
			if pass.intact() {
				pass.report(p.Node, "", nil, "The parameter %s has none.", quote(p.Name))
			}
		}
	},
}

var connectionIDParameter = rule{
	Rule: checks.Rule{
		ID: "ConnectionIdParameterNotAllowed", Severity: checks.Error, Origin: checks.Validator,
		Meaning: "No parameter is named connectionId.",
		Wording: "A parameter cannot be named as 'connectionId'.",
		Fix:     "Give it another name.",
		Source:  "Fix Swagger Validator errors", Link: validatorPage,
		Bad:  parameterExample("/invoices", `"name": "connectionId", "in": "query", "type": "string"`),
		Good: parameterExample("/invoices", `"name": "ledgerId", "in": "query", "type": "string"`),
	},
	parameter: func(pass *pass, p *Parameter) {
		if strings.EqualFold(p.Name, "connectionId") {
			pass.report(p.Node, "", nil, "Power Platform uses the name itself.")
		}
	},
}

// parameterExample is a document's paths with one operation and one parameter
// that has these members beside x-ms-summary and description.
func parameterExample(path, members string) string {
	return operationExample(path, `"operationId": "GetInvoice", "summary": "Get an invoice",
  "parameters": [{`+members+`, "x-ms-summary": "Invoice", "description": "The invoice's number."}]`)
}
