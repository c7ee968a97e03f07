package swagger

import (
	"strconv"
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/jsontree"
)

// number is the value of a number in the file.
func number(n node) (float64, bool) {
	if !n.Is(jsontree.Number) {
		return 0, false
	}
	v, err := strconv.ParseFloat(n.Text(), 64)
	return v, err == nil
}

var (
	maxItemsNegative      = notNegative("MaxItemsMustBeGreaterThanOrEqualToZero", "maxItems", `"type": "array", "items": {"type": "string"}`)
	minItemsNegative      = notNegative("MinItemsMustBeGreaterThanOrEqualToZero", "minItems", `"type": "array", "items": {"type": "string"}`)
	maxLengthNegative     = notNegative("MaxLengthMustBeGreaterThanOrEqualToZero", "maxLength", `"type": "string"`)
	minLengthNegative     = notNegative("MinLengthMustBeGreaterThanOrEqualToZero", "minLength", `"type": "string"`)
	maxPropertiesNegative = notNegative("MaxPropertiesMustBeGreaterThanOrEqualToZero", "maxProperties", `"type": "object"`)
	minPropertiesNegative = notNegative("MinPropertiesMustBeGreaterThanOrEqualToZero", "minProperties", `"type": "object"`)
)

// notNegative is the rule that a keyword that counts is not below zero.
func notNegative(id, keyword, members string) rule {
	return rule{
		Rule: checks.Rule{
			ID: id, Severity: checks.Error,
			Meaning: keyword + " is 0 or more.",
			Wording: "The '" + keyword + "' value must be greater than or equal to zero.",
			Fix:     "Write 0 or a greater number, or remove " + keyword + ".",
			Bad:     schemaExample(members + `, "` + keyword + `": -1`),
			Good:    schemaExample(members + `, "` + keyword + `": 1`),
		},
		members: keyword,
		member: func(pass *pass, s *Schema, n node) {
			if v, ok := number(n); ok && v < 0 {
				pass.report(n, "", nil, "It is %s here.", quote(n.Text()))
			}
		},
	}
}

var (
	minItemsOverMax  = inOrder("MinItemsShouldBeLessThanOrEqualToMaxItems", "minItems", "maxItems", `"type": "array", "items": {"type": "string"}`)
	minLengthOverMax = inOrder("MinLengthShouldBeLessThanOrEqualToMaxLength", "minLength", "maxLength", `"type": "string"`)
	minimumOverMax   = inOrder("MinimumShouldBeLessThanOrEqualToMaximum", "minimum", "maximum", `"type": "integer"`)
)

// inOrder is the rule that a lower bound is not above the upper one.
func inOrder(id, low, high, members string) rule {
	return rule{
		Rule: checks.Rule{
			ID: id, Severity: checks.Error,
			Meaning: low + " is not greater than " + high + ".",
			Wording: "The '" + low + "' value should be less than or equal to the '" + high + "' value.",
			Fix:     "Exchange or correct the two numbers.",
			Bad:     schemaExample(members + `, "` + low + `": 9, "` + high + `": 1`),
			Good:    schemaExample(members + `, "` + low + `": 1, "` + high + `": 9`),
		},
		members: low,
		member: func(pass *pass, s *Schema, n node) {
			least, ok := number(n)
			most, both := number(s.Get(high))
			if ok && both && least > most {
				pass.report(s.Node, "", nil, "%s is %s and %s is %s.", low, quote(n.Text()), high, quote(s.Get(high).Text()))
			}
		},
	}
}

var (
	exclusiveMaximum = goesWith("ExclusiveMaximumRequiresMaximum", "exclusiveMaximum", "maximum")
	exclusiveMinimum = goesWith("ExclusiveMinimumRequiresMinimum", "exclusiveMinimum", "minimum")
)

// goesWith is the rule that a keyword stands only beside another.
func goesWith(id, keyword, other string) rule {
	return rule{
		Rule: checks.Rule{
			ID: id, Severity: checks.Error,
			Meaning: keyword + " stands only beside " + other + ".",
			Wording: "The '" + keyword + "' keyword can only be specified if the '" + other + "' keyword is also specified.",
			Fix:     "Add " + other + ", or remove " + keyword + ". In Swagger 2.0 " + keyword + " is true or false.",
			Bad:     schemaExample(`"type": "integer", "` + keyword + `": true`),
			Good:    schemaExample(`"type": "integer", "` + keyword + `": true, "` + other + `": 9`),
		},
		members: keyword,
		member: func(pass *pass, s *Schema, n node) {
			if !s.Get(other).OK() && pass.intact() {
				pass.report(s.Node, "", nil, "%s is missing here.", other)
			}
		},
	}
}

var multipleOf = rule{
	Rule: checks.Rule{
		ID: "MultipleOfMustBeGreaterThanZero", Severity: checks.Error,
		Meaning: "multipleOf is greater than 0.",
		Wording: "The 'multipleOf' value must be greater than zero.",
		Fix:     "Write a number greater than 0, or remove multipleOf.",
		Bad:     schemaExample(`"type": "integer", "multipleOf": 0`),
		Good:    schemaExample(`"type": "integer", "multipleOf": 5`),
	},
	members: "multipleOf",
	member: func(pass *pass, s *Schema, n node) {
		if v, ok := number(n); ok && v <= 0 {
			pass.report(n, "", nil, "It is %s here.", quote(n.Text()))
		}
	},
}

// Microsoft's validator compiles the pattern with .NET. Only what no dialect
// takes is reported: an open bracket, a stray parenthesis, nothing to repeat.
var pattern = rule{
	Rule: checks.Rule{
		ID: "PatternShouldBeValidRegularExpression", Severity: checks.Error,
		Meaning: "A pattern is a regular expression.",
		Wording: "The 'pattern' value should be a valid regular expression.",
		Fix:     "Mend the expression; a character that is meant as itself has a backslash before it, which JSON writes twice.",
		Bad:     schemaExample(`"type": "string", "pattern": "^([0-9]{4}$"`),
		Good:    schemaExample(`"type": "string", "pattern": "^([0-9]{4})$"`),
	},
	members: "pattern",
	member: func(pass *pass, s *Schema, n node) {
		if fault := patternFault(n.Str()); fault != "" {
			pass.report(n, fault, nil, "%s has %s.", quote(n.Text()), fault)
		}
	},
}

// patternFault is what makes a text no regular expression in any dialect.
func patternFault(s string) string {
	// With (?x) white space and comments mean nothing, which this does not know.
	if strings.Contains(s, "(?x") {
		return ""
	}
	open := 0
	repeats := false // whether there is something to repeat
	for i := 0; i < len(s); i++ {
		switch c := s[i]; c {
		case '\\':
			if i++; i == len(s) {
				return "a backslash at the end"
			}
			repeats = true
		case '[':
			end := classEnd(s, i)
			if end < 0 {
				return "a `[` that is not closed"
			}
			i, repeats = end, true
		case '(':
			open++
			if repeats = false; strings.HasPrefix(s[i:], "(?") {
				i++
			}
		case ')':
			if open--; open < 0 {
				return "a `)` too many"
			}
			repeats = true
		case '|':
			repeats = false
		case '*', '+', '?':
			if !repeats {
				return "nothing before `" + string(c) + "` to repeat"
			}
		default:
			repeats = true
		}
	}
	if open > 0 {
		return "a `(` that is not closed"
	}
	return ""
}

// classEnd is where the "]" of a class that opens at i stands, -1 for nowhere.
func classEnd(s string, i int) int {
	for i++; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case ']':
			return i
		}
	}
	return -1
}

var discriminator = rule{
	Rule: checks.Rule{
		ID: "DiscriminatorMustBeARequiredStringProperty", Severity: checks.Error,
		Meaning: "discriminator names a property of type string that is required.",
		Wording: "The 'discriminator' value must be the name of a required string property.",
		Fix:     "Name a property of the schema, give it the type string and list it under required.",
		Bad:     schemaExample(`"type": "object", "discriminator": "kind", "properties": {"kind": {"type": "string"}}`),
		Good:    schemaExample(`"type": "object", "discriminator": "kind", "required": ["kind"], "properties": {"kind": {"type": "string"}}`),
	},
	members: "discriminator",
	member: func(pass *pass, s *Schema, n node) {
		if !n.Is(jsontree.String) || pass.doc.Tree.Damaged() {
			return
		}
		property := pass.doc.Resolve(s.Properties.Get(n.Text()))
		switch {
		case !property.OK():
			pass.report(n, "none", nil, "The schema has no property %s.", quote(n.Text()))
		case property.Get("type").Str() != "string":
			pass.report(n, "type", nil, "The property %s is not of type string.", quote(n.Text()))
		case !s.requires(n.Text()):
			pass.report(n, "optional", nil, "The property %s is not listed under required.", quote(n.Text()))
		}
	},
}

// requires reports whether a schema lists a property as required.
func (s *Schema) requires(name string) bool {
	if s.Required.Len() <= 16 {
		return holds(s.Required, name)
	}
	if s.needs == nil {
		s.needs = make(map[string]bool, s.Required.Len())
		for c := range s.Required.Children() {
			s.needs[c.Str()] = true
		}
	}
	return s.needs[name]
}

// holds reports whether a text is in a list.
func holds(list node, text string) bool {
	if !list.Is(jsontree.Array) {
		return false
	}
	for c := range list.Children() {
		if c.Str() == text {
			return true
		}
	}
	return false
}

var allowEmptyValue = rule{
	Rule: checks.Rule{
		ID: "AllowEmptyValueOnlyValidForQueryFormData", Severity: checks.Error,
		Meaning: "allowEmptyValue stands only on parameters in the query or in form data.",
		Wording: "The parameter cannot use the 'allowEmptyValue' keyword as it is not in the 'query' or 'formData' location.",
		Fix:     "Remove allowEmptyValue.",
		Bad:     parameterExample("/invoices", `"name": "X-Tenant", "in": "header", "type": "string", "allowEmptyValue": true`),
		Good:    parameterExample("/invoices", `"name": "tenant", "in": "query", "type": "string", "allowEmptyValue": true`),
	},
	members: "allowEmptyValue",
	member: func(pass *pass, s *Schema, n node) {
		if in := s.in(); in != "" && in != "query" && in != "formData" {
			pass.report(n, in, nil, "The parameter %s is in %s.", quote(s.name()), quote(in))
		}
	},
}

// in is a parameter's place, such as "query"; "" for a schema that is not a
// parameter.
func (s *Schema) in() string {
	if s.Where != InParameter || s.Depth > 0 {
		return ""
	}
	return s.Get("in").Str()
}

// schemaExample is a document whose one operation answers with a schema of
// these members.
func schemaExample(members string) string {
	return responseExample(`"200": {"description": "OK", "schema": {` + members + `}}`)
}

// bodyExample is a document whose one operation takes a body with a schema of
// these members.
func bodyExample(members string) string {
	return `{"paths": {"/invoices": {"post": {
  "operationId": "CreateInvoice", "summary": "Create an invoice", "description": "Creates an invoice for a customer.",
  "parameters": [{"name": "body", "in": "body", "required": true, "schema": {` + members + `}}],
  "responses": {"201": {"description": "Created", "schema": {"type": "object"}}}
}}}}`
}
