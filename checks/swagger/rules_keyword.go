package swagger

import (
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/jsontree"
)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// The list is not published. These keywords of JSON Schema and OpenAPI 3 are
// not of Swagger 2.0, and no published connector has them.
var keywordNotSupported = rule{
	Rule: checks.Rule{
		ID: "SwaggerKeywordNotSupported", Severity: checks.Error,
		Meaning: "Schemas use the keywords of Swagger 2.0, not those of JSON Schema or OpenAPI 3 such as oneOf, anyOf and not.",
		Wording: "The '{0}' keyword is not supported.",
		Fix:     "Describe the schema without it, for instance as an object without properties.",
		Bad:     schemaExample(`"oneOf": [{"type": "string"}, {"type": "integer"}]`),
		Good:    schemaExample(`"type": "string"`),
	},
	members: keywordsOfOthers,
	member: func(pass *pass, s *Schema, n node) {
		pass.report(n, n.Key(), values{n.Key()}, "It is not of Swagger 2.0.")
	},
}

const keywordsOfOthers = "oneOf anyOf not patternProperties additionalItems dependencies const contains if then else propertyNames"

var keywords = set(keywordsOfOthers)

// filterFunctions stand in x-ms-ds-capabilities or beside the type; only lists
// are looked at.
var filterEmpty = rule{
	Rule: checks.Rule{
		ID: "FilterFunctionsPropertyEmpty", Severity: checks.Error,
		Meaning: "filterFunctions names a function.",
		Wording: "The 'filterFunctions' property must have at least one element.",
		Fix:     "Name the functions, or remove filterFunctions.",
		Bad:     filterExample(`[]`),
		Good:    filterExample(`["eq"]`),
	},
	members: filterMembers,
	member: func(pass *pass, s *Schema, n node) {
		if list := filters(n); list.Is(jsontree.Array) && list.Len() == 0 && pass.intact() {
			pass.report(list, "", nil, "The list is empty here.")
		}
	},
}

const filterMembers = "filterFunctions x-ms-ds-capabilities x-ms-capabilities x-ms-filterFunctions"

// filters is the list in a member that holds or is filterFunctions.
func filters(n node) node {
	if n.Is(jsontree.Object) {
		return n.Get("filterFunctions")
	}
	return n
}

var filterDuplicates = rule{
	Rule: checks.Rule{
		ID: "FilterFunctionsPropertyHasDuplicates", Severity: checks.Error,
		Meaning: "filterFunctions names each function once.",
		Wording: "The 'filterFunctions' property cannot contain duplicates.",
		Fix:     "Remove one of the two.",
		Bad:     filterExample(`["eq", "ne", "eq"]`),
		Good:    filterExample(`["eq", "ne"]`),
	},
	members: filterMembers,
	member: func(pass *pass, s *Schema, n node) {
		list, seen := filters(n), map[string]bool{}
		if !list.Is(jsontree.Array) {
			return
		}
		for c := range list.Children() {
			if seen[c.Text()] {
				pass.report(list, "", nil, "%s stands there twice.", value(c))
				return
			}
			seen[c.Text()] = true
		}
	},
}

var filterInput = rule{
	Rule: checks.Rule{
		ID: "FilterFunctionsPropertyInInputSchema", Severity: checks.Error,
		Meaning: "filterFunctions describes what is returned.",
		Wording: "The 'filterFunctions' property has to be in the response schema.",
		Fix:     "Remove it here.",
		Bad:     bodyExample(`"type": "object", "properties": {"id": {"type": "string", "x-ms-ds-capabilities": {"filterFunctions": ["eq"]}}}`),
		Good:    filterExample(`["eq"]`),
	},
	members: filterMembers,
	member: func(pass *pass, s *Schema, n node) {
		// A definition may be of a body and of a response at once.
		if list := filters(n); list.Is(jsontree.Array) && (s.Where == InBody || s.Where == InParameter) {
			pass.report(list, "", nil, "%s is handed over.", quote(s.name()))
		}
	},
}

func filterExample(functions string) string {
	return schemaExample(`"type": "object", "properties": {"id": {"type": "string", "x-ms-ds-capabilities": {"filterFunctions": ` + functions + `}}}`)
}

// The following rules only Microsoft can judge: the lists and the state of the
// service are not published.

var filterUnknown = rule{
	Rule: checks.Rule{
		ID: "FilterFunctionsPropertyInvalidValue", Severity: checks.Advice,
		Meaning: "filterFunctions names only functions that Power Platform knows.",
		Wording: `The 'filterFunctions' property supports only these values: {0}".`,
		Fix:     "Use the functions of OData that published connectors use, such as eq, ne, gt and lt.",
		Bad:     filterExample(`["resembles"]`),
		Good:    filterExample(`["eq"]`),
	},
	closed: "the functions it knows are not published",
}

var oneOfRequired = rule{
	Rule: checks.Rule{
		ID: "OneOfPropertiesRequired", Severity: checks.Advice,
		Meaning: "Objects of which one of several properties is required have one of them.",
		Wording: "At least one of the properties is required: [{0}].",
		Fix:     "Add one of the properties that the message names.",
		Bad:     dynamicExample(`"x-ms-dynamic-tree": {"settings": {}}`),
		Good:    dynamicExample(`"x-ms-dynamic-tree": {"open": {"operationId": "ListKinds", "itemValuePath": "id"}}`),
	},
	closed: "the objects and properties it is about are not published",
}

var productionOnBeta = rule{
	Rule: checks.Rule{
		ID: "ProductionStatusOnBetaService", Severity: checks.Advice,
		Meaning: "A connector is not in production before its service is.",
		Wording: "The connector cannot be in Production status on a beta service.",
		Fix:     `Write "status": "Preview" in info.x-ms-api-annotation until the service is in production.`,
		Bad:     strings.Replace(infoExample("Contoso Invoices", goodDescription), `"version"`, `"x-ms-api-annotation": {"status": "Production"}, "version"`, 1),
		Good:    infoExample("Contoso Invoices", goodDescription),
	},
	closed: "the service's own status stands in no file",
}
