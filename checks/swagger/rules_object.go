package swagger

import (
	"fmt"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/jsontree"
	"github.com/certwiz/certwiz/checks/shape"
)

var requiredEmpty = rule{
	Rule: checks.Rule{
		ID: "RequiredPropertyArrayEmpty", Severity: checks.Error,
		Meaning: "A required list names a property.",
		Wording: "The 'required' array requires at least one value. If no properties are required in the schema, remove the 'required' property.",
		Fix:     "Remove the empty list.",
		Bad:     schemaExample(`"type": "object", "required": []`),
		Good:    schemaExample(`"type": "object"`),
	},
	members: "required",
	member: func(pass *pass, s *Schema, n node) {
		if n.Is(jsontree.Array) && n.Len() == 0 && pass.intact() {
			pass.report(n, "", nil, "The list is empty here.")
		}
	},
}

// Schemas without properties and those with allOf are passed over: what is
// required may come from elsewhere. So no published connector is found.
var requiredUndefined = rule{
	Rule: checks.Rule{
		ID: "RequiredPropertyDefinitionMissing", Severity: checks.Error,
		Meaning: "What a schema requires is one of its properties.",
		Wording: "The required property '{0}' is not defined in the object schema.",
		Fix:     "Add the property, or take its name out of required.",
		Bad:     schemaExample(`"type": "object", "required": ["id"], "properties": {"Id": {"type": "string"}}`),
		Good:    schemaExample(`"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}`),
	},
	members: "required",
	member: func(pass *pass, s *Schema, n node) {
		if !n.Is(jsontree.Array) || !s.Properties.OK() || s.AllOf.OK() {
			return
		}
		for c := range n.Children() {
			if c.Is(jsontree.String) && !s.Properties.Get(c.Text()).OK() && pass.intact() {
				pass.report(n, c.Text(), values{c.Text()}, "properties has no %s.", quote(c.Text()))
			}
		}
	},
}

// 8 published connectors, 3 of them recent, have it on an array.
var requiredNotOnObject = rule{
	Rule: checks.Rule{
		ID: "RequiredPropertyNotOnObject", Severity: checks.Warning,
		Meaning: "A required list stands on a schema of type object only.",
		Wording: "The property 'required' is applicable to schemas with 'object' type only and should be removed.",
		Fix:     "Move required into the object it is about, often the items of the array.",
		Bad:     schemaExample(`"type": "array", "items": {"type": "string"}, "required": ["id"]`),
		Good:    schemaExample(`"type": "object", "properties": {"id": {"type": "string"}}, "required": ["id"]`),
	},
	members: "required",
	member: func(pass *pass, s *Schema, n node) {
		if n.Is(jsontree.Array) && s.Type != "" && s.Type != "object" {
			pass.report(n, s.Type, nil, "The schema is of type %s.", quote(s.Type))
		}
	},
}

var readOnlyRequired = rule{
	Rule: checks.Rule{
		ID: "RequiredReadOnlyPropertyNotAllowedAsInput", Severity: checks.Error,
		Meaning: "What a user hands over is not read-only and required at once.",
		Wording: "An input property cannot be 'readonly' and required.",
		Fix:     "Take the property out of required, or remove readOnly.",
		Bad:     bodyExample(`"type": "object", "required": ["id"], "properties": {"id": {"type": "string", "readOnly": true}}`),
		Good:    bodyExample(`"type": "object", "properties": {"id": {"type": "string", "readOnly": true}}`),
	},
	members: "readOnly",
	member: func(pass *pass, s *Schema, n node) {
		if n.True() && s.needed() && s.input(pass.doc) {
			pass.report(s.Node, "", nil, "%s is both.", quote(s.Property))
		}
	},
}

var mustBeRequired = rule{
	Rule: checks.Rule{
		ID: "PropertyMustBeRequired", Severity: checks.Error, Evidence: checks.Printed,
		Meaning: "A property of a body that is internal and has a default is required; otherwise it is not sent.",
		Wording: "The property is internal and has a default value, it must be required. Optional internal fields are ignored.",
		Fix:     "List the property under required of the schema around it.",
		Bad:     bodyExample(`"type": "object", "properties": {"source": {"type": "string", "x-ms-visibility": "internal", "default": "flow"}}`),
		Good:    bodyExample(`"type": "object", "required": ["source"], "properties": {"source": {"type": "string", "x-ms-visibility": "internal", "default": "flow"}}`),
	},
	members: "default",
	member: func(pass *pass, s *Schema, n node) {
		if s.Property != "" && s.Visibility.Str() == "internal" && !s.needed() && s.input(pass.doc) {
			pass.report(s.Node, "", nil, "%s is not listed under required.", quote(s.Property))
		}
	},
}

// 12 published connectors, 11 of them recent.
var internalOptional = rule{
	Rule: checks.Rule{
		ID: "InternalPropertyWithDefaultOptional", Severity: checks.Warning,
		Meaning: "A parameter or output that is internal and has a default is required.",
		Wording: "The internal property has a default value but is optional. Only required properties are guaranteed to be included in requests.",
		Fix:     "Make it required.",
		Bad:     parameterExample("/invoices", `"name": "version", "in": "query", "type": "string", "x-ms-visibility": "internal", "default": "2"`),
		Good:    parameterExample("/invoices", `"name": "version", "in": "query", "type": "string", "x-ms-visibility": "internal", "default": "2", "required": true`),
	},
	members: "default",
	member: func(pass *pass, s *Schema, n node) {
		if s.Visibility.Str() != "internal" || s.input(pass.doc) {
			return
		}
		parameter := s.Where == InParameter && s.Depth == 0
		if parameter && !s.Required.True() || s.Property != "" && !s.needed() {
			pass.report(s.Node, "", nil, "%s is not required.", quote(s.name()))
		}
	},
}

// name is what to call a schema in a message.
func (s *Schema) name() string {
	switch {
	case s.Property != "":
		return s.Property
	case s.Where == InParameter && s.Depth == 0:
		return s.Get("name").Str()
	default:
		return s.Key()
	}
}

// kind is a schema's type as a message says it.
func (s *Schema) kind() string {
	if s.Type == "" {
		return "of no type"
	}
	return "of type " + jsontree.Quote(s.Type)
}

// formats are those that Microsoft's pages and the published connectors use.
// 27 published connectors, 15 of them recent, use others (guid, enum, decimal),
// so it is a warning.
var formats = set("int32 int64 float double byte binary date date-time password date-no-tz email html uri uuid")

var unknownFormat = rule{
	Rule: checks.Rule{
		ID: "UnrecognizedTypeFormat", Severity: checks.Warning,
		Meaning: "A format is one that Power Platform knows.",
		Wording: "The type/format '{0}' is not recognized.",
		Fix:     "Remove the format, or use a known one: int32, int64, float, double, byte, binary, date, date-time, date-no-tz, password, email, html, uri, uuid.",
		Bad:     schemaExample(`"type": "string", "format": "guid"`),
		Good:    schemaExample(`"type": "string", "format": "uuid"`),
	},
	schema: func(pass *pass, s *Schema) {
		if s.Format != "" && !formats[s.Format] {
			pass.report(s.Get("format"), s.Type+"/"+s.Format, values{s.Type + "/" + s.Format}, "%s is no known format.", quote(s.Format))
		}
	},
}

// 22 published connectors have it outside of bodies, one in a body.
var stringBinary = rule{
	Rule: checks.Rule{
		ID: "InvalidStringBinaryProperty", Severity: checks.Warning,
		Meaning: "string/binary, a file's content, is a whole body or a form field, no part of a body.",
		Wording: "A schema with type/format 'string/binary' can only be at the top level of a body or formData parameter.",
		Fix:     "Use the format byte (base64) within a body.",
		Bad:     bodyExample(`"type": "object", "properties": {"file": {"type": "string", "format": "binary"}}`),
		Good:    bodyExample(`"type": "object", "properties": {"file": {"type": "string", "format": "byte"}}`),
	},
	schema: func(pass *pass, s *Schema) {
		if s.Format != "binary" || s.Type != "string" || s.Depth == 0 && s.Where != InParameter {
			return
		}
		if s.Depth == 0 && s.Get("in").Str() == "formData" {
			return
		}
		pass.report(s.Node, "", nil, "%s is not at the top level.", quote(s.name()))
	},
}

var fileType = rule{
	Rule: checks.Rule{
		ID: "SchemaTypeFileNotValid", Severity: checks.Error,
		Meaning: "The type file stands on form fields and on a whole response only.",
		Wording: "The schema type 'file' is not valid. Only parameters in 'formData' and the root response schema may be of type 'file'.",
		Fix:     "Use the type string with the format binary or byte.",
		Bad:     schemaExample(`"type": "object", "properties": {"file": {"type": "file"}}`),
		Good:    schemaExample(`"type": "file"`),
	},
	schema: func(pass *pass, s *Schema) {
		if s.Type != "file" {
			return
		}
		// A parameter's own type is FileParameterMustBeInFormData.
		whole := s.Depth == 0 && (s.Where == InResponse || s.Where == InParameter || s.Where == InDefinition && !s.input(pass.doc))
		if !whole {
			pass.report(s.Get("type"), "", nil, "%s is no whole response.", quote(s.name()))
		}
	},
}

// 30 published connectors have a description or the like beside a $ref, 12 of
// them recent.
var besideRef = rule{
	Rule: checks.Rule{
		ID: "AdditionalPropertyNotAllowedAdjacentToRef", Severity: checks.Warning,
		Meaning: "Nothing stands beside a $ref; it would be ignored.",
		Wording: "When '$ref' is defined, no other properties may be specified.",
		Fix:     "Remove the other members, or move them to what the $ref names.",
		Bad:     schemaExample(`"$ref": "#/definitions/Invoice", "description": "The invoice."`),
		Good:    schemaExample(`"$ref": "#/definitions/Invoice"`),
	},
	// Parameters and responses: no published connector.
	fault: func(pass *pass, f shape.Fault) {
		if f.Kind == shape.Unknown && f.In == "reference" {
			pass.Group("", "", pass.at(f.Node), func() string {
				return sentence(pass.Wording, nil) + fmt.Sprintf("%s stands beside it here.", quote(f.Name))
			}).Severity = checks.Error
		}
	},
	schema: func(pass *pass, s *Schema) {
		if s.Ref.OK() {
			pass.alone(s.Node)
		}
	},
}

func (pass *pass) alone(n node) {
	if n.Len() < 2 || !n.Get("$ref").Is(jsontree.String) {
		return
	}
	for c := range n.Children() {
		if c.Key() != "$ref" {
			pass.report(n, "", nil, "%s stands beside it here.", quote(c.Key()))
			return
		}
	}
}

var editorDictionary = rule{
	Rule: checks.Rule{
		ID: "InvalidCustomEditorExtensionDictionaryValue", Severity: checks.Error,
		Meaning: "x-ms-editor is dictionary only on objects that may have any properties.",
		Wording: "The 'x-ms-editor' extension can be specified as 'dictionary' only for schema with type object and additional properties allowed.",
		Fix:     "Remove x-ms-editor, or make it an object with additionalProperties.",
		Bad:     bodyExample(`"type": "string", "x-ms-editor": "dictionary"`),
		Good:    bodyExample(`"type": "object", "additionalProperties": {"type": "string"}, "x-ms-editor": "dictionary"`),
	},
	members: "x-ms-editor",
	member: func(pass *pass, s *Schema, n node) {
		allowed := s.Additive.OK() && (!s.Additive.Is(jsontree.Bool) || s.Additive.True())
		if n.Str() == "dictionary" && (s.Type != "object" || !allowed) {
			pass.report(n, "", nil, "This schema is %s.", s.kind())
		}
	},
}

var arrayHasNoItems = rule{ // items: {} passes, 130 published connectors have it.
	Rule: checks.Rule{
		ID: "ArrayHasNoItems", Severity: checks.Error,
		Meaning: "An array says what its items are.",
		Wording: "The array should have items specified.",
		Fix:     "Add items.",
		Bad:     responseExample(`"200": {"description": "OK", "schema": {"type": "array"}}`),
		Good:    responseExample(`"200": {"description": "OK", "schema": {"type": "array", "items": {"type": "string"}}}`),
	},
	schema: func(pass *pass, s *Schema) {
		if s.Type == "array" && !s.Items.OK() && pass.intact() {
			pass.report(s.Node, "", nil, "An array has no items here.")
		}
	},
}
