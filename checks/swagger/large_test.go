package swagger

import (
	"fmt"
	"strings"
)

// large are the rules whose examples would be too long to show.
var large = map[string]func() string{
	"SwaggerFileTooLarge":        func() string { return base + strings.Repeat(" ", maxSize) },
	"SwaggerTooLargeForSolution": func() string { return `{"x-more": "` + strings.Repeat("a", maxInSolution) + `"}` },
	"TotalOperationsCountExceedsMaxAllowed": func() string {
		var b strings.Builder
		for i := range maxOperations + 1 {
			fmt.Fprintf(&b, `, "/invoices/%d": {"get": {}}`, i)
		}
		return `{"paths": {` + b.String()[1:] + `}}`
	},
	"BodySchemaCountExceedsMaxAllowed": func() string { return bodyExample(manyProperties(maxBodySchemas)) },
	"OperationSchemaCountExceedsMaxAllowed": func() string {
		refs := make([]string, 20)
		for i := range refs {
			refs[i] = fmt.Sprintf(`"r%d": {"$ref": "#/definitions/Many"}`, i)
		}
		return `{"definitions": {"Many": {` + manyProperties(1000) + `}}, ` + schemaExample(`"type": "object", "properties": {` + strings.Join(refs, ", ") + `}`)[1:]
	},
	"TotalSchemaCountExceedsMaxAllowed": func() string { return schemaExample(manyProperties(largestTotal + 1)) },
	"SchemaTooDeep": func() string {
		s := `"type": "string"`
		for range deepest {
			s = `"type": "object", "properties": {"a": {` + s + `}}`
		}
		return schemaExample(s)
	},
}

// manyProperties are the members of an object with so many properties.
func manyProperties(n int) string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprintf(`"p%d": {"type": "string"}`, i)
	}
	return `"type": "object", "properties": {` + strings.Join(all, ", ") + `}`
}

// onlyMicrosoft reports whether a rule can be judged by nobody else.
func onlyMicrosoft(id string) bool {
	for _, r := range table() {
		if r.ID == id {
			return r.closed != ""
		}
	}
	return false
}
