package change

import "github.com/certwiz/certwiz/checks"

// Pages that state the rules.
const (
	updatesPage = "https://learn.microsoft.com/en-us/connectors/custom-connectors/certification-updates"
	policyPage  = "https://learn.microsoft.com/en-us/connectors/custom-connectors/certification-policy-errors"
)

// The examples are two versions with an arrow between: parts of
// apiDefinition.swagger.json, or of apiProperties.json where they begin with
// "properties", or the names of folders where they are no JSON.

// The severities are those that Microsoft's validator printed. Engineers merge
// such changes when the publisher confirms that no flow is affected, so many
// published connectors went through them; the errors are errors all the same.

var operationDeleted = checks.Rule{
	ID: "OperationDeleted", Severity: checks.Warning, Evidence: checks.Printed, Origin: checks.Validator,
	Meaning: "Every operation of the earlier version is still there under its operationId.",
	Wording: "The operation has been deleted. This change breaks existing flows.",
	Fix:     "Bring the operation back and mark it as deprecated, or confirm to the engineer that no flow uses it.",
	Source:  "ValidateChange; PR 3470, 4043, 4168", Link: updatesPage,
	Bad:  `{"paths": {"/a": {"get": {"operationId": "ListInvoices"}}}} → {"paths": {"/a": {"get": {"operationId": "ListBills"}}}}`,
	Good: `{"paths": {"/a": {"get": {"operationId": "ListInvoices"}}}} → {"paths": {"/a": {"get": {"operationId": "ListInvoices", "deprecated": true}}}}`,
}

var operationHidden = checks.Rule{
	ID: "OperationHidden", Severity: checks.Warning, Evidence: checks.Printed, Origin: checks.Validator,
	Meaning: "No operation that was visible became internal.",
	Wording: "The operation has been hidden. This change breaks the designer for existing flows.",
	Fix:     "Remove x-ms-visibility and write \"deprecated\": true.",
	Source:  "ValidateChange; PR 4215", Link: updatesPage,
	Bad:  `{"paths": {"/a": {"get": {"operationId": "ListInvoices"}}}} → {"paths": {"/a": {"get": {"operationId": "ListInvoices", "x-ms-visibility": "internal"}}}}`,
	Good: `{"paths": {"/a": {"get": {"operationId": "ListInvoices"}}}} → {"paths": {"/a": {"get": {"operationId": "ListInvoices", "x-ms-visibility": "advanced"}}}}`,
}

var pathChanged = checks.Rule{
	ID: "PathTemplateChanged", Severity: checks.Warning, Evidence: checks.Printed, Origin: checks.Validator,
	Meaning: "Every operation keeps its path and method.",
	Wording: "The path template has been changed for the operation.",
	Fix:     "Keep the path, or add a new operation beside the old one and deprecate that.",
	Source:  "ValidateChange; PR 3499", Link: updatesPage,
	Bad:  `{"paths": {"/a": {"get": {"operationId": "ListInvoices"}}}} → {"paths": {"/b": {"get": {"operationId": "ListInvoices"}}}}`,
	Good: `{"paths": {"/a": {"get": {"operationId": "ListInvoices"}}}} → {"paths": {"/a": {"get": {"operationId": "ListInvoices"}}, "/b": {"get": {"operationId": "ListInvoicesV2"}}}}`,
}

var requiredParameterAdded = checks.Rule{
	ID: "RequiredParameterAdded", Severity: checks.Warning, Evidence: checks.Printed, Origin: checks.Validator,
	Meaning: "No operation got a parameter that is required and has no default.",
	Wording: "The required parameter has been added.",
	Fix:     "Make the parameter optional, or give it a default.",
	Source:  "ValidateChange; PR 3499", Link: updatesPage,
	Bad:  describe(`"parameters": []`) + " → " + describe(`"parameters": [{"name": "year", "in": "query", "type": "integer", "required": true}]`),
	Good: describe(`"parameters": []`) + " → " + describe(`"parameters": [{"name": "year", "in": "query", "type": "integer"}]`),
}

// Of the changes without a line of the validator's the wording was not seen;
// they are warnings.
var parameterDeleted = checks.Rule{
	ID: "ParameterDeleted", Severity: checks.Warning, Origin: checks.Validator,
	Meaning: "Every parameter of the earlier version is still there.",
	Fix:     "Bring the parameter back; it may be hidden from new flows by a description that says it is ignored.",
	Source:  "InputFieldDeleted, certification policy errors", Link: policyPage,
	Bad:  describe(`"parameters": [{"name": "year", "in": "query", "type": "integer"}]`) + " → " + describe(`"parameters": []`),
	Good: describe(`"parameters": [{"name": "year", "in": "query", "type": "integer"}]`) + " → " + describe(`"parameters": [{"name": "year", "in": "query", "type": "integer", "description": "The year."}]`),
}

var parameterTypeChanged = checks.Rule{
	ID: "ParameterTypeChanged", Severity: checks.Warning, Origin: checks.Validator,
	Meaning: "Every parameter keeps its type and format.",
	Fix:     "Keep the type, or add a new operation.",
	Source:  "Update your certified connector", Link: updatesPage,
	Bad:  describe(`"parameters": [{"name": "year", "in": "query", "type": "integer"}]`) + " → " + describe(`"parameters": [{"name": "year", "in": "query", "type": "string"}]`),
	Good: parameterDeleted.Good,
}

var requiredFieldAdded = checks.Rule{
	ID: "RequiredInputFieldAdded", Severity: checks.Warning, Evidence: checks.Printed, Origin: checks.Validator,
	Meaning: "No body got a field that is required and has no default.",
	Wording: "The required input field has been added. Existing flows will not send this new field.",
	Fix:     "Take the field out of required, or give it a default.",
	Source:  "ValidateChange; PR 3516", Link: updatesPage,
	Bad:  body(`"properties": {}`) + " → " + body(`"properties": {"year": {"type": "integer"}}, "required": ["year"]`),
	Good: body(`"properties": {}`) + " → " + body(`"properties": {"year": {"type": "integer"}}`),
}

var inputRequired = checks.Rule{
	ID: "InputFieldBecameRequired", Severity: checks.Warning, Evidence: checks.Printed, Origin: checks.Validator,
	Meaning: "No parameter or field of a body that was optional became required.",
	Wording: "The input field has been changed from optional to required.",
	Fix:     "Leave it optional, or give it a default.",
	Source:  "ValidateChange; PR 2433, 3516", Link: updatesPage,
	Bad:  body(`"properties": {"year": {"type": "integer"}}`) + " → " + body(`"properties": {"year": {"type": "integer"}}, "required": ["year"]`),
	Good: body(`"properties": {"year": {"type": "integer"}}, "required": ["year"]`) + " → " + body(`"properties": {"year": {"type": "integer"}}`),
}

var enumAdded = checks.Rule{
	ID: "InputEnumAdded", Severity: checks.Warning, Evidence: checks.Printed, Origin: checks.Validator,
	Meaning: "No input that took any value takes listed values only.",
	Wording: "The list of enum values has been added to the input field. Existing flows may use values outside of this list.",
	Fix:     "Leave enum out, or offer the values by x-ms-dynamic-values.",
	Source:  "ValidateChange; PR 619", Link: updatesPage,
	Bad:  body(`"properties": {"state": {"type": "string"}}`) + " → " + body(`"properties": {"state": {"type": "string", "enum": ["draft", "sent"]}}`),
	Good: body(`"properties": {"state": {"type": "string", "enum": ["draft"]}}`) + " → " + body(`"properties": {"state": {"type": "string", "enum": ["draft", "sent"]}}`),
}

var enumValueRemoved = checks.Rule{
	ID: "InputEnumValueRemoved", Severity: checks.Warning, Evidence: checks.Printed, Origin: checks.Validator,
	Meaning: "Every value that an input took it still takes, in the same case.",
	Wording: "An enum value has been removed from the input field. Existing flows may have this value chosen and will continue to send it.",
	Fix:     "Keep the value in enum.",
	Source:  "ValidateChange; PR 3287", Link: updatesPage,
	Bad:  body(`"properties": {"state": {"type": "string", "enum": ["draft", "sent"]}}`) + " → " + body(`"properties": {"state": {"type": "string", "enum": ["Draft", "sent"]}}`),
	Good: enumAdded.Good,
}

var inputDeleted = checks.Rule{
	ID: "InputFieldDeleted", Severity: checks.Warning, Origin: checks.Validator,
	Meaning: "Every field of a body is still there.",
	Fix:     "Bring the field back.",
	Source:  "InputFieldDeleted, certification policy errors", Link: policyPage,
	Bad:  body(`"properties": {"year": {"type": "integer"}}`) + " → " + body(`"properties": {}`),
	Good: body(`"properties": {}`) + " → " + body(`"properties": {"year": {"type": "integer"}}`),
}

var inputHidden = checks.Rule{
	ID: "InputFieldVisibilityChangedToInternal", Severity: checks.Warning, Origin: checks.Validator,
	Meaning: "No input that was visible became internal.",
	Fix:     "Use \"x-ms-visibility\": \"advanced\" to move an input out of sight.",
	Source:  "InputFieldVisibilityChangedToInternal, certification policy errors", Link: policyPage,
	Bad:  body(`"properties": {"year": {"type": "integer"}}`) + " → " + body(`"properties": {"year": {"type": "integer", "x-ms-visibility": "internal"}}`),
	Good: body(`"properties": {"year": {"type": "integer"}}`) + " → " + body(`"properties": {"year": {"type": "integer", "x-ms-visibility": "advanced"}}`),
}

var inputTypeChanged = checks.Rule{
	ID: "InputFieldTypeChanged", Severity: checks.Warning, Origin: checks.Validator,
	Meaning: "Every field of a body keeps its type and format.",
	Fix:     "Keep the type, or add a new operation.",
	Source:  "Update your certified connector", Link: updatesPage,
	Bad:  body(`"properties": {"year": {"type": "integer"}}`) + " → " + body(`"properties": {"year": {"type": "string"}}`),
	Good: inputHidden.Good,
}

// describe and body write the examples of one operation.
func describe(members string) string {
	return `{"paths": {"/a": {"get": {"operationId": "ListInvoices", ` + members + `}}}}`
}

func body(schema string) string {
	return describe(`"parameters": [{"name": "body", "in": "body", "schema": {"type": "object", ` + schema + `}}]`)
}
