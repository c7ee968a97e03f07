package swagger

import (
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/jsontree"
)

// operationMustHaveResponse: published webhook triggers and internal
// operations have none, so they are exempt.
var operationMustHaveResponse = rule{
	Rule: checks.Rule{
		ID: "OperationMustHaveResponse", Severity: checks.Error, Origin: checks.Validator,
		Meaning: "Every operation has a response.",
		Wording: "The operation is not valid, it must contain at least one response definition.",
		Fix:     "Describe the response, at least \"200\".",
		Source:  "Fix Swagger Validator errors", Link: validatorPage,
		Bad:  responseExample(``),
		Good: responseExample(`"200": {"description": "OK", "schema": {"type": "object"}}`),
	},
	operation: func(pass *pass, o *Operation) {
		if len(o.Responses) > 0 || o.Internal || o.Item.Webhook {
			return
		}
		at := o.Node
		if list := o.Get("responses"); list.OK() {
			at = list
		}
		if pass.intact() {
			pass.report(at, "", nil, "%s has none.", quote(o.name()))
		}
	},
}

// successfulResponse: default counts as success, 77 published connectors have
// operations with nothing else.
var successfulResponse = rule{
	Rule: checks.Rule{
		ID: "OperationShouldHaveSuccessfulResponse", Severity: checks.Warning, Origin: checks.Validator,
		Meaning: "Every operation has a 2xx response, or default.",
		Wording: "The operation '{0}' should have at least one successful response definition.",
		Fix:     "Describe the response of success, such as \"200\".",
		Source:  "Fix Swagger Validator errors", Link: validatorPage,
		Bad:  responseExample(`"400": {"description": "Bad request"}`),
		Good: responseExample(`"200": {"description": "OK", "schema": {"type": "object"}}`),
	},
	operation: func(pass *pass, o *Operation) {
		for _, r := range o.Responses {
			if r.success() || r.Code == "default" {
				return
			}
		}
		if len(o.Responses) > 0 && pass.intact() {
			pass.report(o.Get("responses"), "", values{o.name()}, "It has neither a 2xx response nor default.")
		}
	},
}

func (r *Response) success() bool { return len(r.Code) == 3 && r.Code[0] == '2' }

var responseCodeNotValid = rule{
	Rule: checks.Rule{
		ID: "ResponseMustBeDefaultOrHttpStatusCode", Severity: checks.Error, Origin: checks.Validator,
		Meaning: "A response is named by an HTTP status code or default.",
		Wording: "The response is not valid, the response must be a valid HTTP status code, or the string 'default'.",
		Fix:     "Name it by its status code.",
		Source:  "Fix Swagger Validator errors", Link: validatorPage,
		Bad:  responseExample(`"2XX": {"description": "OK", "schema": {"type": "object"}}, "200": {"description": "OK", "schema": {"type": "object"}}`),
		Good: responseExample(`"200": {"description": "OK", "schema": {"type": "object"}}`),
	},
	response: func(pass *pass, r *Response) {
		if r.Code != "default" && !statusCode(r.Code) {
			pass.report(r.Node, r.Code, nil, "%s is neither.", quote(r.Code))
		}
	},
}

func statusCode(s string) bool {
	return len(s) == 3 && s[0] >= '1' && s[0] <= '5' && strings.Trim(s, "0123456789") == ""
}

// The validator prints this as an error, in 2025 still; {} passes it. 14 of 996
// published connectors have it, 4 of the 499 changed since 2023.
var defaultResponseHasSchema = rule{
	Rule: checks.Rule{
		ID: "DefaultResponseHasSchema", Severity: checks.Error, Evidence: checks.Printed, Origin: checks.Validator,
		Meaning: "The default response has no schema; schemas stand on expected responses.",
		Wording: "The 'default' response should not have schema definition. Schemas should be defined on expected responses only.",
		Fix:     "Remove the schema, or put the response under the status code it is for.",
		Source:  "5000.2.4.2; Fix Swagger Validator errors", Link: validatorPage,
		Bad:  responseExample(`"200": {"description": "OK"}, "default": {"description": "Error", "schema": {"type": "object"}}`),
		Good: responseExample(`"200": {"description": "OK", "schema": {"type": "object"}}, "default": {"description": "Error"}`),
	},
	response: func(pass *pass, r *Response) {
		if r.Code == "default" && saysSchema(r.Schema) {
			pass.report(r.Node, "", nil, "The operation is %s.", quote(r.Operation.name()))
		}
	},
}

// defaultResponseEmptySchema: the validator is silent, 71 published connectors
// have it, engineers object.
var defaultResponseEmptySchema = rule{
	Rule: checks.Rule{
		ID: "DefaultResponseHasEmptySchema", Severity: checks.Warning, Evidence: checks.AskedOften, Origin: checks.Engineers,
		Meaning: "The default response has no schema, not even an empty one.",
		Fix:     "Remove the schema, or describe the response under its status code.",
		Source:  "asked for in 3 reviews",
		Bad:     responseExample(`"200": {"description": "OK", "schema": {"type": "object"}}, "default": {"description": "Error", "schema": {}}`),
		Good:    responseExample(`"200": {"description": "OK", "schema": {"type": "object"}}, "default": {"description": "Error"}`),
	},
	response: func(pass *pass, r *Response) {
		if r.Code == "default" && emptySchema(r.Schema) {
			pass.reportMany(r.Schema, "the default response has an empty schema on %d operations", "the default response of %s has an empty schema", quote(r.Operation.name()))
		}
	},
}

// defaultResponseOnly: 77 published connectors.
var defaultResponseOnly = rule{
	Rule: checks.Rule{
		ID: "ResponseDefaultOnly", Severity: checks.Warning, Evidence: checks.AskedOften, Origin: checks.Engineers,
		Meaning: "An operation has other responses than default.",
		Wording: "it is not allowed to have a default response only. Please define a proper response.",
		Fix:     "Describe the response under its status code, such as \"200\".",
		Source:  "asked for in 13 reviews",
		Bad:     responseExample(`"default": {"description": "OK"}`),
		Good:    responseExample(`"200": {"description": "OK", "schema": {"type": "object"}}`),
	},
	operation: func(pass *pass, o *Operation) {
		if len(o.Responses) == 1 && o.Responses[0].Code == "default" {
			pass.reportMany(o.Get("responses"), "%d operations have a default response only", "operation %s has a default response only", quote(o.name()))
		}
	},
}

// responseSchemaEmpty: engineers block it when they notice; 54 of 667
// published connectors have it (internal operations, webhooks, dynamic output).
var responseSchemaEmpty = rule{
	Rule: checks.Rule{
		ID: "ResponseSchemaEmpty", Severity: checks.Warning, Evidence: checks.Policy, Origin: checks.Engineers,
		Meaning: "A response's schema says what the response holds.",
		Wording: "empty schema is not allowed. please remove or define a proper schema.",
		Fix:     "Describe the response, or remove the schema where it has no content.",
		Source:  "5000.2.4.4; asked for in 15 reviews", Link: policyPage,
		Bad:  responseExample(`"200": {"description": "OK", "schema": {}}`),
		Good: responseExample(`"200": {"description": "OK", "schema": {"type": "object"}}`),
	},
	response: func(pass *pass, r *Response) {
		if r.Code != "default" && (emptySchema(r.Schema) || memberless(r.Schema)) {
			pass.reportMany(r.Schema, "%d responses have an empty schema", "response %s of %s has an empty schema", quote(r.Code), quote(r.Operation.name()))
		}
	},
}

// memberless reports whether a schema is an object that says it has nothing in
// it: as empty as {}.
func memberless(n node) bool {
	p := n.Get("properties")
	return p.Is(jsontree.Object) && p.Len() == 0 && !n.Get("additionalProperties").OK() && !n.Get("allOf").OK() && !n.Get("$ref").OK() &&
		!n.Get("x-ms-dynamic-schema").OK() && !n.Get("x-ms-dynamic-properties").OK()
}

// schemaDefinitionSetIncorrectly: 335 published connectors, so no error.
var schemaDefinitionSetIncorrectly = rule{
	Rule: checks.Rule{
		ID: "SchemaDefinitionSetIncorrectly", Severity: checks.Warning, Origin: checks.Validator,
		Meaning: "An operation that answers 200 or 201 says with a schema what it returns.",
		Wording: "The operation '{0}' should define an output schema on the 200 or 201 response code or in 'x-ms-notification-content' extension for a webhook to be visible in the designer.",
		Fix:     "Describe what is returned with a schema; use 204 where nothing is.",
		Source:  "5000.2.4.1; Fix Swagger Validator errors; asked for in 6 reviews", Link: validatorPage,
		Bad:  responseExample(`"200": {"description": "OK"}`),
		Good: responseExample(`"200": {"description": "OK", "schema": {"type": "object"}}`),
	},
	operation: func(pass *pass, o *Operation) {
		if o.Internal || o.Item.Webhook || o.Get(agenticProtocol).OK() {
			return
		}
		var bare *Response
		for _, r := range o.Responses {
			if r.Code != "200" && r.Code != "201" {
				continue
			}
			if r.Schema.OK() {
				return
			}
			if bare == nil {
				bare = r
			}
		}
		if bare != nil {
			if pass.intact() {
				pass.report(bare.Node, "", values{o.name()}, "The response %s has no schema.", quote(bare.Code))
			}
		}
	},
}

// manyResponsesWithSchema: the validator prints it as a warning (PR 711).
var manyResponsesWithSchema = rule{
	Rule: checks.Rule{
		ID: "OperationHasManyResponsesWithSchema", Severity: checks.Warning, Evidence: checks.Printed, Origin: checks.Validator,
		Meaning: "Only one response of an operation has a schema.",
		Wording: "The operation '{0}' has more than one response with specified schema, only one schema will be used in the designer.",
		Fix:     "Keep the schema of the response of success.",
		Source:  "Fix Swagger Validator errors", Link: validatorPage,
		Bad:  responseExample(`"200": {"description": "OK", "schema": {"type": "object"}}, "400": {"description": "Bad request", "schema": {"type": "object"}}`),
		Good: responseExample(`"200": {"description": "OK", "schema": {"type": "object"}}, "400": {"description": "Bad request"}`),
	},
	operation: func(pass *pass, o *Operation) {
		n := 0
		for _, r := range o.Responses {
			if saysSchema(r.Schema) {
				n++
			}
		}
		if n > 1 {
			pass.report(o.Get("responses"), "", values{o.name()}, "There are %d.", n)
		}
	},
}

var placeholderTexts = set("default string description success_response todo")

// responseDescriptionPlaceholder: 405 published connectors; engineers ask for
// it in some reviews.
var responseDescriptionPlaceholder = rule{
	Rule: checks.Rule{
		ID: "ResponseDescriptionPlaceholder", Severity: checks.Warning, Evidence: checks.AskedOften, Origin: checks.Engineers,
		Meaning: "A response's description says what it means.",
		Wording: "Please change to a proper description, for example 'OK', 'Success', 'Bad Request'",
		Fix:     "Write \"OK\", \"Created\", \"Bad request\" or a sentence.",
		Source:  "asked for in 5 reviews",
		Bad:     responseExample(`"200": {"description": "200", "schema": {"type": "object"}}`),
		Good:    responseExample(`"200": {"description": "OK", "schema": {"type": "object"}}`),
	},
	response: func(pass *pass, r *Response) {
		n := r.Def.Get("description")
		if !n.OK() {
			return
		}
		s := strings.ToLower(strings.TrimSpace(n.Str()))
		if s == "" || s == r.Code || s == "response body" || placeholderTexts[s] {
			pass.reportMany(n, "the description of %d responses says nothing", "the description of response %s says nothing: %s", quote(r.Code), quote(n.Str()))
		}
	},
}

// responseExample is a document's paths with one operation with these responses.
func responseExample(responses string) string {
	return `{"paths": {"/invoices": {"get": {
  "operationId": "ListInvoices", "summary": "List invoices", "description": "Lists all invoices of a customer.",
  "responses": {` + responses + `}
}}}}`
}
