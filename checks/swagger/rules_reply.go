package swagger

import (
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/jsontree"
)

var responseHeaders = rule{
	Rule: checks.Rule{
		ID: "ResponseHeadersAreNotUnique", Severity: checks.Error,
		Meaning: "No two headers of a response differ in upper and lower case only.",
		Wording: "The response headers are not unique.",
		Fix:     "Remove one of the two.",
		Bad:     responseExample(`"200": {"description": "OK", "schema": {"type": "object"}, "headers": {"X-Page": {"type": "string"}, "x-page": {"type": "string"}}}`),
		Good:    responseExample(`"200": {"description": "OK", "schema": {"type": "object"}, "headers": {"X-Page": {"type": "string"}}}`),
	},
	response: func(pass *pass, r *Response) {
		headers := r.Def.Get("headers")
		if headers.Len() < 2 {
			return
		}
		seen := make(map[string]string, headers.Len())
		for c := range headers.Children() {
			low := strings.ToLower(c.Key())
			if first, ok := seen[low]; ok && first != c.Key() {
				pass.report(headers, "", nil, "%s and %s are the same.", quote(first), quote(c.Key()))
				return
			}
			seen[low] = c.Key()
		}
	},
}

var responseExampleType = rule{
	Rule: checks.Rule{
		ID: "ResponseExampleMustBeProducedByOperation", Severity: checks.Warning,
		Meaning: "An example is of a type that the operation produces.",
		Wording: "The response example '{0}' is not produced by the operation '{1}'.",
		Fix:     "Add the type to produces, or remove the example.",
		Bad:     `{"produces": ["application/json"], ` + responseExample(`"200": {"description": "OK", "schema": {"type": "object"}, "examples": {"text/csv": "a"}}`)[1:],
		Good:    `{"produces": ["application/json"], ` + responseExample(`"200": {"description": "OK", "schema": {"type": "object"}, "examples": {"application/json": {}}}`)[1:],
	},
	response: func(pass *pass, r *Response) {
		examples := r.Def.Get("examples")
		if !examples.Is(jsontree.Object) {
			return
		}
		produces := r.Operation.Get("produces")
		if !produces.OK() {
			produces = pass.doc.Root.Get("produces")
		}
		for c := range examples.Children() {
			if produces.Len() > 0 && strings.Contains(c.Key(), "/") && !holdsMIME(produces, strings.ToLower(c.Key())) {
				pass.report(c, c.Key(), values{c.Key(), r.Operation.name()}, "produces does not hold it.")
			}
		}
	},
}

var tagRedefined = rule{
	Rule: checks.Rule{
		ID: "TagRedefined", Severity: checks.Error,
		Meaning: "No two tags of the document have the same name.",
		Wording: "The 'tags' property defines tag '{0}' multiple times.",
		Fix:     "Remove one of them.",
		Bad:     `{"tags": [{"name": "Invoices"}, {"name": "Invoices"}]}`,
		Good:    `{"tags": [{"name": "Invoices"}]}`,
	},
	document: func(pass *pass) {
		tags := pass.doc.Root.Get("tags")
		if tags.Len() == 0 {
			pass.skip("there are no tags")
		}
		seen := map[string]bool{}
		for c := range tags.Children() {
			name := c.Get("name").Str()
			if name != "" && seen[name] {
				pass.report(c, name, values{name}, "It stands there already.")
			}
			seen[name] = true
		}
	},
}

var nextLink = rule{
	Rule: checks.Rule{
		ID: "InvalidNextLinkNameValue", Severity: checks.Error,
		Meaning: "The address of the next page is in nextLink or @odata.nextLink.",
		Wording: "The nextLinkName value for operation '{0}' is invalid. Supported values are 'nextLink' or '@odata.nextLink'.",
		Fix:     "Write one of these names, if the service returns it; otherwise remove x-ms-pageable.",
		Bad:     operationExample("/invoices", `"operationId": "ListInvoices", "summary": "List invoices", "x-ms-pageable": {"nextLinkName": "next"}`),
		Good:    operationExample("/invoices", `"operationId": "ListInvoices", "summary": "List invoices", "x-ms-pageable": {"nextLinkName": "nextLink"}`),
	},
	operation: func(pass *pass, o *Operation) {
		n := o.Get("x-ms-pageable").Get("nextLinkName")
		if n.OK() && n.Str() != "nextLink" && n.Str() != "@odata.nextLink" {
			pass.report(n, "", values{o.name()}, "It is %s.", value(n))
		}
	},
}

// The threshold is not published; the longest operationId of a published
// connector has 77 characters.
const longestOperationID = 80

var operationIDTooLong = rule{
	Rule: checks.Rule{
		ID: "OperationIdTooLong", Severity: checks.Warning,
		Meaning: "An operationId is no longer than 80 characters; Microsoft does not publish the limit.",
		Wording: "The operationId length must be less than '{0}'.",
		Fix:     "Shorten the operationId of an operation that is not published yet.",
		Bad:     operationExample("/invoices", `"operationId": "`+strings.Repeat("ListInvoices", 8)+`", "summary": "List invoices"`),
		Good:    operationExample("/invoices", `"operationId": "ListInvoices", "summary": "List invoices"`),
	},
	operation: func(pass *pass, o *Operation) {
		if n := length(o.ID); n > longestOperationID {
			pass.report(o.Get("operationId"), "", values{"80"}, "Microsoft does not publish the number; %s has %d characters, the longest published one has 77.", quote(o.ID), n)
		}
	},
}

// Summaries over 80 characters are FieldLengthExceeded, an error; the number
// 120 is an older page's.
const longSummary = 120

var summaryTooLong = rule{
	Rule: checks.Rule{
		ID: "OperationSummaryTooLong", Severity: checks.Warning,
		Meaning: "A summary has fewer than 120 characters.",
		Wording: "The operation 'summary' should be fewer than {0} characters for improved readablity.",
		Fix:     "Shorten the summary; 80 characters are allowed in certification.",
		Bad:     operationExample("/invoices", `"operationId": "ListInvoices", "summary": "`+strings.Repeat("List invoices ", 10)+`now"`),
		Good:    operationExample("/invoices", `"operationId": "ListInvoices", "summary": "List invoices"`),
	},
	operation: func(pass *pass, o *Operation) {
		if n := length(o.Summary); n >= longSummary {
			pass.report(o.Get("summary"), "", values{"120"}, "%s has %d.", quote(o.Summary), n)
		}
	},
}
