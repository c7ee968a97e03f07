package swagger

import (
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/jsontree"
)

// A $ref to the wrong kind of place and one to a place that is not there are
// different rules with different names, and one $ref is only one of them.
var (
	parameterReferenceNotFound = refNotFound("ParameterReferenceNotFound", "parameter", "parameters",
		`{"parameters": {}, "paths": {"/invoices": {"parameters": [{"$ref": "#/parameters/page"}], "get": `+goodOperation+`}}}`,
		sharedParameter("#/parameters/page"))
	parameterReferenceNotValid = refNotValid("ParameterReferenceNotValid", "parameter", "parameters",
		sharedParameter("#/definitions/page"), sharedParameter("#/parameters/page"))
	responseReferenceNotFound = refNotFound("ResponseReferenceNotFound", "response", "responses",
		responseExample(`"200": {"$ref": "#/responses/invoices"}`), responseExample(`"200": {"description": "OK", "schema": {"type": "object"}}`))
	responseReferenceNotValid = refNotValid("ResponseReferenceNotValid", "response", "responses",
		responseExample(`"200": {"$ref": "responses.json#/invoices"}`), responseExample(`"200": {"description": "OK", "schema": {"type": "object"}}`))
	schemaReferenceNotFound = refNotFound("SchemaReferenceNotFound", "schema", "definitions",
		responseExample(`"200": {"description": "OK", "schema": {"$ref": "#/definitions/Invoices"}}`), responseExample(`"200": {"description": "OK", "schema": {"$ref": "#/definitions/Invoice"}}`))
	schemaReferenceNotValid = refNotValid("SchemaReferenceNotValid", "schema", "definitions",
		responseExample(`"200": {"description": "OK", "schema": {"$ref": "invoice.json"}}`), responseExample(`"200": {"description": "OK", "schema": {"$ref": "#/definitions/Invoice"}}`))
)

// refNotFound is the rule that a $ref of a kind leads somewhere.
func refNotFound(id, what, section, bad, good string) rule {
	return rule{
		Rule: checks.Rule{
			ID: id, Severity: checks.Error,
			Meaning: "The $ref of a " + what + " leads to an entry of " + section + ".",
			Wording: "The " + what + " reference '{0}' could not be found in the swagger document.",
			Fix:     "Define it under " + section + ", or mend the $ref.",
			Bad:     bad, Good: good,
		},
	}.about(what, func(pass *pass, ref node) {
		if s := ref.Text(); strings.HasPrefix(s, "#/"+section+"/") && !pass.doc.target(s).OK() && pass.intact() {
			pass.report(ref, s, values{s}, "There is nothing at that place.")
		}
	})
}

// refNotValid is the rule that a $ref of a kind leads to the right place.
func refNotValid(id, what, section, bad, good string) rule {
	return rule{
		Rule: checks.Rule{
			ID: id, Severity: checks.Error,
			Meaning: "The $ref of a " + what + " begins with #/" + section + "/.",
			Wording: "The " + what + " reference '{0}' is not valid. " + strings.ToUpper(what[:1]) + what[1:] + " references must start with '#/" + section + "/' and be valid JSON Pointers.",
			Fix:     "Move what it names to " + section + " of this document.",
			Bad:     bad, Good: good,
		},
	}.about(what, func(pass *pass, ref node) {
		if s := ref.Text(); !strings.HasPrefix(s, "#/"+section+"/") {
			pass.report(ref, s, values{s}, "It leads elsewhere.")
		}
	})
}

// about gives a rule the function for the kind of thing that its $ref stands in.
func (r rule) about(what string, judge func(pass *pass, ref node)) rule {
	text := func(pass *pass, ref node) {
		if ref.Is(jsontree.String) {
			judge(pass, ref)
		}
	}
	switch what {
	case "parameter":
		r.parameter = func(pass *pass, p *Parameter) { text(pass, p.Get("$ref")) }
	case "response":
		r.response = func(pass *pass, r *Response) { text(pass, r.Get("$ref")) }
	default:
		r.schema = func(pass *pass, s *Schema) { text(pass, s.Ref) }
	}
	return r
}

// sharedParameter is a document with a path whose parameter is that $ref.
func sharedParameter(ref string) string {
	return `{"parameters": {"page": {"name": "page", "in": "query", "type": "string", "x-ms-summary": "Page", "description": "The page."}},
"paths": {"/invoices": {"parameters": [{"$ref": "` + ref + `"}], "get": ` + goodOperation + `}}}`
}

// propertyDescriptionIsName: 464 published connectors; engineers ask for it in
// some reviews.
var propertyDescriptionIsName = rule{
	Rule: checks.Rule{
		ID: "PropertyDescriptionIsName", Severity: checks.Warning, Evidence: checks.AskedOften, Origin: checks.Engineers,
		Meaning: "A property's description says more than its name.",
		Wording: "All these description values of the properties looks like IDs, Can you please provide valid description of them.",
		Fix:     "Describe what the value means.",
		Source:  "asked for in 7 reviews",
		Bad:     responseExample(`"200": {"description": "OK", "schema": {"type": "object", "properties": {"dueDate": {"type": "string", "description": "dueDate"}}}}`),
		Good:    responseExample(`"200": {"description": "OK", "schema": {"type": "object", "properties": {"dueDate": {"type": "string", "description": "The day the invoice is due."}}}}`),
	},
	schema: func(pass *pass, s *Schema) {
		if d := s.Description.Str(); d != "" && s.Property != "" && sameWord(d, s.Property) {
			pass.reportMany(s.Description, "the description of %d properties is only their name", "the description of property %s is only its name", quote(s.Property))
		}
	},
}

var squeeze = strings.NewReplacer(" ", "", "_", "", "-", "", ".", "")

// sameWord compares two texts without case, blanks and underscores.
func sameWord(a, b string) bool {
	if strings.EqualFold(a, b) {
		return true
	}
	// A cheap look first: most descriptions are sentences.
	if len(a) > 2*len(b)+8 {
		return false
	}
	return strings.EqualFold(squeeze.Replace(a), squeeze.Replace(b))
}
