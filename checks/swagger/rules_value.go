package swagger

import (
	"strconv"
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/jsontree"
)

// kindName is what the validator calls the type of a value.
func kindName(n node) string {
	switch n.Kind() {
	case jsontree.Null:
		return "Null"
	case jsontree.Bool:
		return "Boolean"
	case jsontree.Number:
		if strings.ContainsAny(n.Text(), ".eE") {
			return "Float"
		}
		return "Integer"
	case jsontree.String:
		return "String"
	case jsontree.Array:
		return "Array"
	case jsontree.Object:
		return "Object"
	default:
		return "None"
	}
}

// typeName is what the validator calls a type of Swagger: "string" is String.
func typeName(t string) string {
	if t == "" {
		return ""
	}
	return strings.ToUpper(t[:1]) + t[1:]
}

// fits reports whether a value is of a type. A text that reads as a number or as
// true or false fits those types, and null fits all: 28 published connectors
// have such defaults and 19 such enum values.
func fits(n node, kind string) bool {
	if n.Is(jsontree.Null) || n.Is(jsontree.Invalid) {
		return true
	}
	switch kind {
	case "string":
		return n.Is(jsontree.String)
	case "boolean":
		return n.Is(jsontree.Bool) || strings.EqualFold(n.Str(), "true") || strings.EqualFold(n.Str(), "false")
	case "integer", "number":
		v, err := strconv.ParseFloat(strings.TrimSpace(n.Text()), 64)
		return err == nil && (n.Is(jsontree.Number) || n.Is(jsontree.String)) && (kind == "number" || v == float64(int64(v)))
	case "array":
		return n.Is(jsontree.Array)
	case "object":
		return n.Is(jsontree.Object)
	default:
		return true
	}
}

// A number as default of a text was printed in 2020 and 2022.
var defaultType = rule{
	Rule: checks.Rule{
		ID: "DefaultValueMustMatchType", Severity: checks.Error, Evidence: checks.Printed,
		Meaning: "A default is of the type beside it.",
		Wording: "The 'default' value is of type '{0}', but should match the given type '{1}'.",
		Fix:     "Write the default as the type asks: text in quotes, numbers and true or false without.",
		Bad:     parameterExample("/invoices", `"name": "version", "in": "query", "type": "string", "default": 2`),
		Good:    parameterExample("/invoices", `"name": "version", "in": "query", "type": "string", "default": "2"`),
	},
	members: "default",
	member: func(pass *pass, s *Schema, n node) {
		if !fits(n, s.Type) {
			pass.report(n, kindName(n)+s.Type, values{kindName(n), typeName(s.Type)}, "The default is %s here.", value(n))
		}
	},
}

// value is a value as a message shows it.
func value(n node) string {
	if n.Is(jsontree.Object) || n.Is(jsontree.Array) {
		return n.Kind().String()
	}
	return jsontree.Quote(n.Text())
}

var enumEmpty = rule{
	Rule: checks.Rule{
		ID: "EnumMustContainAtLeastOneElement", Severity: checks.Error,
		Meaning: "An enum has a value.",
		Wording: "The 'enum' array requires at least one value.",
		Fix:     "List the values, or remove enum.",
		Bad:     schemaExample(`"type": "string", "enum": []`),
		Good:    schemaExample(`"type": "string", "enum": ["open", "paid"]`),
	},
	members: "enum",
	member: func(pass *pass, s *Schema, n node) {
		if n.Is(jsontree.Array) && n.Len() == 0 && pass.intact() {
			pass.report(n, "", nil, "The list is empty here.")
		}
	},
}

var enumType = rule{
	Rule: checks.Rule{
		ID: "InvalidEnumValue", Severity: checks.Error,
		Meaning: "The values of an enum are of the type beside it.",
		Wording: "The type of the enum value is '{0}' but it should be '{1}' as specified in the schema.",
		Fix:     "Write the values as the type asks: text in quotes, numbers and true or false without.",
		Bad:     schemaExample(`"type": "string", "enum": [1, 2]`),
		Good:    schemaExample(`"type": "string", "enum": ["1", "2"]`),
	},
	members: "enum",
	member: func(pass *pass, s *Schema, n node) {
		for c := range n.Children() {
			if !fits(c, s.Type) {
				pass.report(n, kindName(c)+s.Type, values{kindName(c), typeName(s.Type)}, "%s is one of the values.", value(c))
				return
			}
		}
	},
}

var enumValuesDuplicate = rule{
	Rule: checks.Rule{
		ID: "DuplicateEnumValuesInExtension", Severity: checks.Error,
		Meaning: "x-ms-enum-values names each value once.",
		Wording: "The 'x-ms-enum-values' extension has duplicate values. You can only have one display name mapped to a value.",
		Fix:     "Keep one entry for each value.",
		Bad:     schemaExample(`"type": "string", "enum": ["a"], "x-ms-enum-values": [{"value": "a", "displayName": "Open"}, {"value": "a", "displayName": "Paid"}]`),
		Good:    schemaExample(`"type": "string", "enum": ["a", "b"], "x-ms-enum-values": [{"value": "a", "displayName": "Open"}, {"value": "b", "displayName": "Paid"}]`),
	},
	members: "x-ms-enum-values",
	member: func(pass *pass, s *Schema, n node) {
		seen := map[scalar]bool{}
		for c := range n.Children() {
			v, ok := scalarOf(c.Get("value"))
			if ok && seen[v] {
				pass.report(n, "", nil, "The value %s has two entries.", quote(v.text))
				return
			}
			seen[v] = ok
		}
	},
}

// scalar is a value that is no list and no object, to be compared.
type scalar struct {
	kind jsontree.Kind
	text string
}

func scalarOf(n node) (scalar, bool) {
	ok := n.OK() && !n.Is(jsontree.Array) && !n.Is(jsontree.Object)
	return scalar{n.Kind(), n.Text()}, ok
}

var enumValuesUnknown = rule{
	Rule: checks.Rule{
		ID: "InvalidEnumValuesExtensionValue", Severity: checks.Error,
		Meaning: "Each value of x-ms-enum-values is one of the enum beside it.",
		Wording: "The 'value' field must match one of the enums as defined in the 'enum' property of the schema.",
		Fix:     "Write the value exactly as in enum, or add it there.",
		Bad:     schemaExample(`"type": "string", "enum": ["a"], "x-ms-enum-values": [{"value": "A", "displayName": "Open"}]`),
		Good:    schemaExample(`"type": "string", "enum": ["a"], "x-ms-enum-values": [{"value": "a", "displayName": "Open"}]`),
	},
	members: "x-ms-enum-values",
	member: func(pass *pass, s *Schema, n node) {
		if !s.Enum.Is(jsontree.Array) || pass.doc.Tree.Damaged() {
			return
		}
		known := map[string]bool{}
		for c := range s.Enum.Children() {
			known[c.Text()] = true
		}
		for c := range n.Children() {
			if v := c.Get("value"); v.OK() && !known[v.Text()] {
				pass.report(c, "", nil, "enum does not hold %s.", value(v))
			}
		}
	},
}

var enumValuesDisplayName = rule{
	Rule: checks.Rule{
		ID: "MissingEnumValuesDisplayName", Severity: checks.Error,
		Meaning: "Each entry of x-ms-enum-values has a displayName.",
		Wording: "The 'x-ms-enum-values' extension is invalid. Please specify the property 'displayName'.",
		Fix:     "Add displayName with the text that users choose from.",
		Bad:     schemaExample(`"type": "string", "enum": ["a"], "x-ms-enum-values": [{"value": "a"}]`),
		Good:    schemaExample(`"type": "string", "enum": ["a"], "x-ms-enum-values": [{"value": "a", "displayName": "Open"}]`),
	},
	members: "x-ms-enum-values",
	member: func(pass *pass, s *Schema, n node) {
		for c := range n.Children() {
			if c.Is(jsontree.Object) && !c.Get("displayName").OK() && pass.intact() {
				pass.report(c, "", nil, "The entry for %s has none.", value(c.Get("value")))
			}
		}
	},
}

// One published connector of 996 has a duplicate.
var arrayDuplicate = rule{
	Rule: checks.Rule{
		ID: "ArrayDuplicateValue", Severity: checks.Error,
		Meaning: "Lists of names hold each name once: tags, schemes, consumes, produces, required, enum.",
		Wording: "The array contains duplicate values, values must be unique.",
		Fix:     "Remove one of the two.",
		Bad:     schemaExample(`"type": "string", "enum": ["open", "paid", "open"]`),
		Good:    schemaExample(`"type": "string", "enum": ["open", "paid"]`),
	},
	document: func(pass *pass) {
		for _, name := range []string{"schemes", "consumes", "produces"} {
			pass.unique(pass.doc.Root.Get(name))
		}
	},
	operation: func(pass *pass, o *Operation) {
		for c := range o.Children() {
			switch c.Key() {
			case "tags", "schemes", "consumes", "produces":
				pass.unique(c)
			}
		}
	},
	members: "required enum",
	member:  func(pass *pass, s *Schema, n node) { pass.unique(n) },
}

func (pass *pass) unique(list node) {
	if list.Len() < 2 || !list.Is(jsontree.Array) {
		return
	}
	seen := make(map[scalar]bool, list.Len())
	for c := range list.Children() {
		v, ok := scalarOf(c)
		if ok && seen[v] {
			pass.report(list, list.Key(), nil, "%s stands twice in %s.", value(c), list.Key())
			return
		}
		seen[v] = ok
	}
}
