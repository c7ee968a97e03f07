package swagger

import (
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/shape"
)

var notInEnum = rule{
	Rule: checks.Rule{
		ID: "JsonValueNotInEnum", Severity: checks.Error, Origin: checks.Validator,
		Meaning: "Where Swagger 2.0 and Microsoft's extensions list values, the value is one of them, in that case: in, type, collectionFormat, flow, x-ms-visibility, x-ms-trigger, x-ms-url-encoding, status of x-ms-api-annotation.",
		Wording: "The property value must be one of the following: {0}.",
		Fix:     "Use one of the values, or remove the property.",
		Source:  "Fix Swagger Validator errors", Link: validatorPage,
		Bad:  operationExample("/invoices", `"operationId": "ListInvoices", "summary": "List invoices", "x-ms-visibility": "hidden"`),
		Good: operationExample("/invoices", `"operationId": "ListInvoices", "summary": "List invoices", "x-ms-visibility": "important"`),
	},
	fault: func(pass *pass, f shape.Fault) {
		if f.Kind == shape.NotInEnum && f.Node.Str() != "" {
			pass.softly(f, values{f.Want}, "%s is %s.", f.Name, quote(f.Node.Text()))
		}
	},
}

var unknownMember = rule{
	Rule: checks.Rule{
		ID: "ExtensionNameNotValid", Severity: checks.Error, Evidence: checks.Printed,
		Meaning: "No object has members but those of Swagger 2.0 and extensions, whose names begin with \"x-\".",
		Wording: "The property '{0}' is not valid. If this property is an extension, its name must begin with \"x-\".",
		Fix:     "Remove the property, mend its spelling, or move it to where it belongs.",
		Bad:     `{"scriptOperations": ["ListInvoices"]}`,
		Good:    `{"tags": []}`,
	},
	document: func(pass *pass) {
		if pass.doc.Root.Get("openapi").OK() {
			pass.skip("the file is not Swagger 2.0, see SpecificationVersionIncorrect")
		}
	},
	fault: func(pass *pass, f shape.Fault) {
		if f.Kind == shape.Unknown && f.In != "reference" && !strings.HasPrefix(f.Name, "x-") && !ofExtension[f.In] && !(f.In == "schema" && keywords[f.Name]) {
			pass.softly(f, values{f.Name}, "%s is no property of %s.", quote(f.Name), within(f.In, f.Node.Parent()))
		}
	},
}

// ofExtension are the shapes of Microsoft's extensions, which take no
// extensions of their own.
var ofExtension = set("doc annotated metadata operating revision replacement chunked context called pageable capabilities value dynamic listed argument schemed propertied tree autorest")

var extensionMember = rule{
	Rule: checks.Rule{
		ID: "AdditionalPropertyNotAllowed", Severity: checks.Error, Evidence: checks.Printed,
		Meaning: "Microsoft's extensions (x-ms-) have their own names, stand where they belong, and have no members but their own.",
		Wording: "The property '{0}' is not allowed and must be removed.",
		Fix:     "Remove the property, or correct its name.",
		Bad:     dynamicExample(`"x-ms-dynamic-list": {"operationId": "ListKinds", "itemsPath": "value", "itemValuePath": "id", "parameters": {"kind": {"values": "name"}}}`),
		Good:    dynamicExample(`"x-ms-dynamic-list": {"operationId": "ListKinds", "itemsPath": "value", "itemValuePath": "id", "parameters": {"kind": {"value": "name"}}}`),
	},
	fault: func(pass *pass, f shape.Fault) {
		if f.Kind == shape.Unknown && f.In != "reference" && (strings.HasPrefix(f.Name, "x-") || ofExtension[f.In]) && !used(f.Name) {
			f.Soft = f.Soft || elsewhere(f.Name)
			pass.softly(f, values{f.Name}, "%s is no property of %s.", quote(f.Name), within(f.In, f.Node.Parent()))
		}
	},
}

// elsewhere reports whether a member is one of Microsoft's that stands where no
// table has it: one of ours at another object, or of AutoRest or the plugins
// of Copilot. 47 published connectors have such a member.
func elsewhere(name string) bool {
	switch name {
	case "x-ms-url-encoding", "x-ms-visibility", "x-ms-summary", "x-ms-enum", "x-ms-dynamic-schema", "x-ms-dynamic-properties",
		"x-ms-parameter-location", "x-ms-skip-url-encoding", "x-ms-parameterized-host", "x-ms-examples", "x-ms-client-name", "x-ms-client-flatten",
		"x-ms-client-request-id", "x-ms-identifiers", "x-ms-secret", "x-ms-mutability", "x-ms-discriminator-value", "x-ms-azure-resource",
		"x-ms-long-running-operation", "x-ms-long-running-operation-options", "x-ms-primary-error-message", "x-ms-navigationProperty",
		"x-ms-docs-operation-type", "x-ms-code-generation-settings", "x-ms-paths", "x-ms-parameter-grouping", "x-ms-external", "x-ms-odata",
		"x-ms-request-id", "x-ms-error-response", "x-ms-text", "x-ms-arm-id-details", "x-ms-header-collection-prefix":
		return true
	}
	return false
}

// used reports whether a member is one that no table has and that the service
// or Copilot reads all the same.
func used(name string) bool {
	switch name {
	case "x-ms-editor", "x-ms-editor-options", "x-ms-ds-capabilities", "x-ms-capabilities", "x-ms-filterFunctions":
		return true
	}
	return strings.HasPrefix(name, "x-ms-openai-")
}

// within names the object that a shape describes, for "… has none".
func within(in string, n node) string {
	kind, _, _ := strings.Cut(in, ".")
	switch kind {
	case "document":
		return "the document"
	case "info", "contact", "license":
		return kind
	case "path", "response", "parameter", "schema", "tag", "header":
		return "a " + kind
	case "security":
		return "a security definition"
	case "operation":
		return "an operation"
	default:
		if key := n.Key(); key != "" {
			return string(quote(key))
		}
		return "this object"
	}
}
