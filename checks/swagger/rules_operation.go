package swagger

import (
	"strconv"
	"strings"

	"github.com/certwiz/certwiz/checks"
)

var pathMustStartWithSlash = rule{
	Rule: checks.Rule{
		ID: "OperationPathMustStartWithSlash", Severity: checks.Error, Origin: checks.Validator,
		Meaning: "Every path begins with a slash.",
		Wording: "The path is not valid, it must start with a '/' character.",
		Fix:     "Put a / before it.",
		Source:  "Fix Swagger Validator errors", Link: validatorPage,
		Bad:  operationExample("invoices", `"operationId": "ListInvoices", "summary": "List invoices"`),
		Good: operationExample("/invoices", `"operationId": "ListInvoices", "summary": "List invoices"`),
	},
	path: func(pass *pass, p *PathItem) {
		if !strings.HasPrefix(p.Path, "/") {
			pass.report(p.Node, "", nil, "The path is %s.", quote(p.Path))
		}
	},
}

var pathRedefined = rule{
	Rule: checks.Rule{
		ID: "PathRedefined", Severity: checks.Error, Evidence: checks.Printed, Origin: checks.Validator,
		Meaning: "No two paths differ in upper and lower case only.",
		Wording: "The path '{0}' is defined multiple times with different capitalization. Paths must be unique when compared case-insensitively.",
		Fix:     "Put the operations of both under one path.",
		Source:  "Fix Swagger Validator errors", Link: validatorPage,
		Bad:  `{"paths": {"/invoices": {}, "/Invoices": {}}}`,
		Good: `{"paths": {"/invoices": {"get": ` + goodOperation + `}}}`,
	},
	document: func(pass *pass) {
		first := make(map[string]*PathItem, len(pass.doc.Paths))
		for _, p := range pass.doc.Paths {
			low := strings.ToLower(p.Path)
			// The same name twice is SwaggerJsonDuplicateKey.
			if twin := first[low]; twin != nil && twin.Path != p.Path {
				pass.report(p.Node, p.Path, values{p.Path}, "It stands there already as %s.", quote(twin.Path))
			} else if twin == nil {
				first[low] = p
			}
		}
	},
}

var emptyPathItem = rule{
	Rule: checks.Rule{
		ID: "PathHasNoOperation", Severity: checks.Warning, Evidence: checks.Policy, Origin: checks.Engineers,
		Meaning: "Every path has an operation.",
		Fix:     "Remove the path.",
		Source:  "5000.2.4.5; asked for in 2 reviews; 56 published connectors have one",
		Bad:     `{"paths": {"/invoices": {}}}`,
		Good:    `{"paths": {"/invoices": {"get": ` + goodOperation + `}}}`,
	},
	path: func(pass *pass, p *PathItem) {
		if len(p.Operations) == 0 && !p.Webhook {
			pass.reportMany(p.Node, "%d paths have no operation", "the path %s has no operation", quote(p.Path))
		}
	},
}

// maxOperations is from the custom-connector FAQ; the largest published
// connector is below it.
const maxOperations = 256

var totalOperations = rule{
	Rule: checks.Rule{
		ID: "TotalOperationsCountExceedsMaxAllowed", Severity: checks.Error, Origin: checks.Validator,
		Meaning: "A connector has at most 256 operations.",
		Wording: "The total number of operations in the swagger exceeds the maximum allowed value of '{0}'.",
		Fix:     "Remove operations, or split the connector.",
		Bad:     "300 operations",
		Good:    "40 operations",
	},
	document: func(pass *pass) {
		if n := len(pass.doc.Operations); n > maxOperations {
			pass.report(pass.doc.Root.Get("paths"), "", values{strconv.Itoa(maxOperations)}, "There are %d.", n)
		}
	},
}

var operationIDRequired = rule{
	Rule: checks.Rule{
		ID: "OperationIdRequired", Severity: checks.Error, Origin: checks.Validator,
		Meaning: "Every operation has an operationId.",
		Wording: "The operation 'operationId' property is required.",
		Fix:     "Name the operation in PascalCase, such as ListInvoices.",
		Source:  "Fix Swagger Validator errors", Link: validatorPage,
		Bad:  operationExample("/invoices", `"summary": "List invoices"`),
		Good: operationExample("/invoices", `"operationId": "ListInvoices", "summary": "List invoices"`),
	},
	operation: func(pass *pass, o *Operation) {
		if strings.TrimSpace(o.ID) == "" {
			if pass.intact() {
				pass.report(o.Node, "", nil, "%s has none.", quote(o.name()))
			}
		}
	},
}

var operationIDNotUnique = rule{
	Rule: checks.Rule{
		ID: "OperationIdNotUnique", Severity: checks.Error, Origin: checks.Validator,
		Meaning: "No two operations have the same operationId.",
		Wording: "The operationId '{0}' is used multiple times. Operation identifiers must be unique.",
		Fix:     "Give one of them another operationId.",
		Source:  "Fix Swagger Validator errors", Link: validatorPage,
		Bad:  `{"paths": {"/invoices": {"get": ` + goodOperation + `}, "/bills": {"get": ` + goodOperation + `}}}`,
		Good: `{"paths": {"/invoices": {"get": ` + goodOperation + `}}}`,
	},
	operation: func(pass *pass, o *Operation) {
		if first := pass.doc.byID[o.ID]; o.ID != "" && first != o {
			pass.report(o.Get("operationId"), o.ID, values{o.ID}, "It is that of %s %s already.", strings.ToUpper(first.Method), quote(first.Item.Path))
		}
	},
}

// operationIDSanitized: 180 published connectors. Renaming a published
// operation breaks flows, so the fix is for new ones.
var operationIDSanitized = rule{
	Rule: checks.Rule{
		ID: "OperationIdSanitized", Severity: checks.Warning, Origin: checks.Validator,
		Meaning: "An operationId holds letters and digits only.",
		Wording: "The 'operationId' property value is different from its sanitized value '{0}'. Please avoid the useage of non-alphanumeric characters to have matching values.",
		Fix:     "Use letters and digits only; leave operations that are published already as they are.",
		Source:  "Fix Swagger Validator errors", Link: validatorPage,
		Bad:  operationExample("/invoices", `"operationId": "List-Invoices", "summary": "List invoices"`),
		Good: operationExample("/invoices", `"operationId": "ListInvoices", "summary": "List invoices"`),
	},
	operation: func(pass *pass, o *Operation) {
		if strings.IndexFunc(o.ID, notAlphanumeric) >= 0 {
			pass.report(o.Get("operationId"), "", values{sanitized(o.ID)}, "It is %s here.", quote(o.ID))
		}
	},
}

func sanitized(id string) string {
	return strings.Map(func(r rune) rune {
		if notAlphanumeric(r) {
			return -1
		}
		return r
	}, id)
}

func notAlphanumeric(r rune) bool {
	return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9')
}

const restrictedInSummary = `/\<>*%&?`

var restrictedCharactersInSummary = rule{
	Rule: checks.Rule{
		ID: "RestrictedCharactersInSummary", Severity: checks.Error, Evidence: checks.Printed, Origin: checks.Validator,
		Meaning: "A summary holds none of / \\ < > * % & ?",
		Wording: "Summary string contains any of the restricted characters [{0}]",
		Fix:     "Write it in words: and, or.",
		Source:  "Fix Swagger Validator errors", Link: validatorPage,
		Bad:  operationExample("/invoices", `"operationId": "ListInvoices", "summary": "List invoices & bills"`),
		Good: operationExample("/invoices", `"operationId": "ListInvoices", "summary": "List invoices and bills"`),
	},
	operation: func(pass *pass, o *Operation) {
		if i := strings.IndexAny(o.Summary, restrictedInSummary); i >= 0 {
			pass.report(o.Get("summary"), o.Summary, values{restrictedInSummary}, "%s holds %s.", quote(o.Summary), quote(o.Summary[i:i+1]))
		}
	},
}

// summaryIsOperationID: 68 published connectors.
var summaryIsOperationID = rule{
	Rule: checks.Rule{
		ID: "SummaryIsOperationId", Severity: checks.Warning, Evidence: checks.AskedOften, Origin: checks.Engineers,
		Meaning: "A summary is a phrase that users read, no identifier.",
		Fix:     "Write a phrase with a verb, such as \"List invoices\".",
		Source:  "asked for in 3 reviews",
		Bad:     operationExample("/invoices", `"operationId": "ListInvoices", "summary": "ListInvoices"`),
		Good:    operationExample("/invoices", `"operationId": "ListInvoices", "summary": "List invoices"`),
	},
	operation: func(pass *pass, o *Operation) {
		s := strings.TrimSpace(o.Summary)
		if s != "" && (identifier(s) || s == o.ID && len(s) > 12) {
			pass.reportMany(o.Get("summary"), "summary reads like an identifier on %d operations", "summary reads like an identifier: %s", quote(s))
		}
	},
}

// summaryEqualsDescription: 248 published connectors.
var summaryEqualsDescription = rule{
	Rule: checks.Rule{
		ID: "SummaryEqualsDescription", Severity: checks.Warning, Origin: checks.Engineers,
		Meaning: "An operation's description says more than its summary.",
		Fix:     "Say in a sentence what the operation does and returns.",
		Source:  "asked for in a review",
		Bad:     operationExample("/invoices", `"operationId": "ListInvoices", "summary": "Lists all invoices of a customer"`),
		Good:    operationExample("/invoices", `"operationId": "ListInvoices", "summary": "List invoices"`),
	},
	operation: func(pass *pass, o *Operation) {
		s, d := bare(o.Summary), bare(o.Description)
		if s != "" && !o.Internal && strings.EqualFold(s, d) {
			pass.reportMany(o.Get("description"), "summary and description are the same on %d operations", "summary and description are the same: %s", quote(o.Summary))
		}
	},
}

// bare is a text without blanks around it and full stops at its end.
func bare(s string) string { return strings.TrimRight(strings.TrimSpace(s), ". ") }

var triggerSummary = rule{
	Rule: checks.Rule{
		ID: "TriggerSummaryStartsWithWhen", Severity: checks.Advice, Origin: checks.Engineers,
		Meaning: "A trigger's summary begins with \"When\" or \"Triggers\".",
		Fix:     "Write it as \"When an invoice is created\".",
		Source:  "asked for in a review; string guidance", Link: stringsPage,
		Bad:  operationExample("/invoices", `"operationId": "OnInvoice", "summary": "New invoice", "x-ms-trigger": "single"`),
		Good: operationExample("/invoices", `"operationId": "OnInvoice", "summary": "When an invoice is created", "x-ms-trigger": "single"`),
	},
	operation: func(pass *pass, o *Operation) {
		if !o.Trigger || o.Internal || o.Summary == "" {
			return
		}
		low := strings.ToLower(o.Summary)
		if !strings.HasPrefix(low, "when") && !strings.HasPrefix(low, "trigger") {
			pass.reportMany(o.Get("summary"), "the summary of %d triggers does not begin with `When`", "a trigger's summary begins with `When`: %s", quote(o.Summary))
		}
	},
}

// visibilityNotInEnum: 6 published connectors, 2 of them recent, have an empty
// value or another case.
const agenticProtocol = "x-ms-agentic-protocol"

// 19 of 120 definitions with the extension hold another value.
var agenticUnknown = rule{
	Rule: checks.Rule{
		ID: "AgenticProtocolUnknown", Severity: checks.Warning, Origin: checks.Documentation,
		Meaning: "x-ms-agentic-protocol names the one protocol that Copilot Studio speaks with MCP servers, mcp-streamable-1.0; mcp-sse-1.0 is gone since August 2025.",
		Fix:     "Write \"x-ms-agentic-protocol\": \"mcp-streamable-1.0\", and serve that protocol.",
		Source:  "Extend your agent with Model Context Protocol", Link: "https://learn.microsoft.com/en-us/microsoft-copilot-studio/agent-extend-action-mcp",
		Bad:  operationExample("/mcp", `"operationId": "InvokeServer", "summary": "Contoso invoices", "x-ms-agentic-protocol": "mcp-sse-1.0"`),
		Good: operationExample("/mcp", `"operationId": "InvokeServer", "summary": "Contoso invoices", "x-ms-agentic-protocol": "mcp-streamable-1.0"`),
	},
	operation: func(pass *pass, o *Operation) {
		n := o.Get(agenticProtocol)
		switch {
		case !n.OK() || n.Str() == "mcp-streamable-1.0":
		case n.Str() == "mcp-sse-1.0":
			pass.reportf(n, "the protocol is mcp-sse-1.0, which is not supported since August 2025")
		default:
			pass.reportf(n, "there is no such protocol: %s", quote(n.Text()))
		}
	},
}

const goodOperation = `{"operationId": "ListInvoices", "summary": "List invoices", "description": "Lists all invoices of a customer.", "responses": {"200": {"description": "OK", "schema": {"type": "object"}}}}`

// operationExample is a document's paths with one operation that begins with
// the given members.
func operationExample(path, members string) string {
	return `{"paths": {"` + path + `": {"get": {
  ` + members + `,
  "description": "Lists all invoices of a customer.",
  "responses": {"200": {"description": "OK", "schema": {"type": "object"}}}
}}}}`
}
