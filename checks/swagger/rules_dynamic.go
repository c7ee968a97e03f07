package swagger

import (
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/jsontree"
)

var operationIDNotFound = rule{
	Rule: checks.Rule{
		ID: "OperationIdNotFound", Severity: checks.Error, Evidence: checks.Printed,
		Meaning: "The operation that a dynamic list or schema or a notification calls is in the document.",
		Wording: "The 'operationId' could not be found in this swagger document.",
		Fix:     "Name an operationId of this document.",
		Bad:     dynamicExample(`"x-ms-dynamic-values": {"operationId": "ListSorts", "value-path": "id"}`),
		Good:    dynamicExample(`"x-ms-dynamic-values": {"operationId": "ListKinds", "value-path": "id", "value-collection": "value"}`),
	},
	operation: func(pass *pass, o *Operation) { pass.names(o.notification.Get("operationId")) },
	dynamic: func(pass *pass, s *Schema) {
		for _, c := range pass.doc.calls(s) {
			pass.names(c.Get("operationId"))
		}
	},
}

func (pass *pass) names(id node) {
	if id.Str() != "" && pass.doc.byID[id.Text()] == nil && pass.intact() {
		pass.report(id, id.Text(), nil, "There is no operation %s.", quote(id.Text()))
	}
}

var operationParameterNameNotFound = rule{
	Rule: checks.Rule{
		ID: "OperationParameterNameNotFound", Severity: checks.Error, Evidence: checks.Printed,
		Meaning: "What a dynamic list or schema hands over are parameters of the operation it calls.",
		Wording: "The parameter could not be found in operation '{0}' in the swagger document.",
		Fix:     "Name a parameter of that operation.",
		Bad:     dynamicExample(`"x-ms-dynamic-values": {"operationId": "ListKinds", "value-path": "id", "value-collection": "value", "parameters": {"year": 2024}}`),
		Good:    dynamicExample(`"x-ms-dynamic-values": {"operationId": "ListKinds", "value-path": "id", "value-collection": "value", "parameters": {"year-from": 2024}}`),
	},
	dynamic: func(pass *pass, s *Schema) {
		for _, c := range pass.doc.calls(s) {
			if c.target == nil {
				continue
			}
			for a := range c.Get("parameters").Children() {
				if !c.target.takes(a.Key()) && pass.intact() {
					pass.report(a, c.target.ID+"\x00"+a.Key(), values{c.target.ID}, "It has no parameter %s.", quote(a.Key()))
				}
			}
		}
	},
}

// takes reports whether a name is one of an operation's parameters, or may be a
// part of its body or of a parameter that is not known.
func (o *Operation) takes(name string) bool {
	o.named.Do(func() {
		o.names = map[string]bool{}
		for _, p := range o.all() {
			o.names[p.Name] = true
			o.open = o.open || p.In == "body" || !p.Def.OK()
		}
	})
	return o.open || o.names[name]
}

// maxTaken bounds the parameters of a called operation that are looked at.
const maxTaken = 100

var missingRequired = rule{
	Rule: checks.Rule{
		ID: "OperationMissingRequiredProperty", Severity: checks.Error,
		Meaning: "A dynamic list or schema hands over all that the operation it calls requires.",
		Wording: "The target operation requires parameter '{0}'.",
		Fix:     "Add the parameter under parameters of the extension, or give it a default.",
		Bad:     dynamicExample(`"x-ms-dynamic-values": {"operationId": "ListStates", "value-path": "id", "value-collection": "value"}`),
		Good:    dynamicExample(`"x-ms-dynamic-values": {"operationId": "ListStates", "value-path": "id", "value-collection": "value", "parameters": {"country": "NL"}}`),
	},
	dynamic: func(pass *pass, s *Schema) {
		for _, c := range pass.doc.calls(s) {
			if c.target == nil {
				continue
			}
			given := c.Get("parameters")
			all := c.target.all()
			for _, p := range all[:min(len(all), maxTaken)] {
				needed := p.In != "body" && p.Name != "" && p.Def.Get("required").True() && !p.Def.Get("default").OK()
				if needed && !given.Get(p.Name).OK() && pass.intact() {
					at := given
					if !given.OK() {
						at = c.Node
					}
					pass.report(at, c.target.ID+"\x00"+p.Name, values{p.Name}, "%s is called without it.", quote(c.target.ID))
				}
			}
		}
	},
}

var ambiguousName = rule{
	Rule: checks.Rule{
		ID: "OperationParameterNameIsAmbiguous", Severity: checks.Warning,
		Meaning: "A name that an extension refers to is a parameter or a property of the body, not both.",
		Wording: "The parameter name is ambiguous as it matches both a parameter name and a path to a body property.",
		Fix:     "Use x-ms-dynamic-list or x-ms-dynamic-properties, whose references are paths.",
		Bad:     ambiguousExample(`"x-ms-dynamic-values": {"operationId": "ListKinds", "value-path": "id", "value-collection": "value", "parameters": {"kind": {"parameter": "kind"}}}`),
		Good:    ambiguousExample(`"x-ms-dynamic-list": {"operationId": "ListKinds", "itemValuePath": "id", "itemsPath": "value", "parameters": {"kind": {"parameterReference": "body/kind"}}}`),
	},
	dynamic: func(pass *pass, s *Schema) {
		pass.eachReference(s, func(c call, a argument) {
			if pass.ambiguous(s, a) {
				pass.report(a.Node, a.reference, nil, "%s is both.", quote(a.reference))
			}
		})
	},
}

// eachReference calls a function for everything that an extension takes from
// the operation it stands in. For a shared definition that is not known.
func (pass *pass) eachReference(s *Schema, do func(c call, a argument)) {
	if s.Operation == nil || len(s.Dynamic) == 0 {
		return
	}
	for _, c := range pass.doc.calls(s) {
		for _, a := range c.arguments() {
			if a.reference != "" {
				do(c, a)
			}
		}
	}
}

func (pass *pass) ambiguous(s *Schema, a argument) bool {
	return !strings.Contains(a.reference, "/") && s.Operation.parameter(a.reference) != nil &&
		pass.doc.property(pass.doc.body(s.Operation), a.reference).OK()
}

// inBody reports whether a reference is to a property of the body only.
func (pass *pass) inBody(s *Schema, a argument) bool {
	return s.Operation.parameter(a.reference) == nil && pass.doc.bodyProperty(s.Operation, a.reference).OK()
}

var (
	listForAmbiguous = newerExtension("DynamicListExtensionRequiredForAmbiguousReferences", "x-ms-dynamic-values", "x-ms-dynamic-list",
		"ambiguous parameter references", (*pass).ambiguous,
		ambiguousExample(`"x-ms-dynamic-values": {"operationId": "ListKinds", "value-path": "id", "value-collection": "value", "parameters": {"kind": {"parameter": "kind"}}}`),
		ambiguousExample(`"x-ms-dynamic-list": {"operationId": "ListKinds", "itemValuePath": "id", "itemsPath": "value", "parameters": {"kind": {"parameterReference": "body/kind"}}}`))
	listForProperties = newerExtension("DynamicListExtensionRequiredForNonParameterReferences", "x-ms-dynamic-values", "x-ms-dynamic-list",
		"properties within parameters", (*pass).inBody,
		bodyDynamicExample(`"x-ms-dynamic-values": {"operationId": "ListKinds", "value-path": "id", "value-collection": "value", "parameters": {"kind": {"parameter": "kind"}}}`),
		bodyDynamicExample(`"x-ms-dynamic-list": {"operationId": "ListKinds", "itemValuePath": "id", "itemsPath": "value", "parameters": {"kind": {"parameterReference": "body/kind"}}}`))
	propertiesForAmbiguous = newerExtension("DynamicPropertiesExtensionRequiredForAmbiguousReferences", "x-ms-dynamic-schema", "x-ms-dynamic-properties",
		"ambiguous parameter references", (*pass).ambiguous,
		ambiguousExample(`"x-ms-dynamic-schema": {"operationId": "ListKinds", "value-path": "value", "parameters": {"kind": {"parameter": "kind"}}}`),
		ambiguousExample(`"x-ms-dynamic-properties": {"operationId": "ListKinds", "itemValuePath": "value", "parameters": {"kind": {"parameterReference": "body/kind"}}}`))
	propertiesForProperties = newerExtension("DynamicPropertiesExtensionRequiredForNonParameterReferences", "x-ms-dynamic-schema", "x-ms-dynamic-properties",
		"properties within parameters", (*pass).inBody,
		bodyDynamicExample(`"x-ms-dynamic-schema": {"operationId": "ListKinds", "value-path": "value", "parameters": {"kind": {"parameter": "kind"}}}`),
		bodyDynamicExample(`"x-ms-dynamic-properties": {"operationId": "ListKinds", "itemValuePath": "value", "parameters": {"kind": {"parameterReference": "body/kind"}}}`))
)

// newerExtension is the rule that an extension with references it cannot
// express has the newer one beside it.
func newerExtension(id, older, newer, why string, needs func(*pass, *Schema, argument) bool, bad, good string) rule {
	return rule{
		Rule: checks.Rule{
			ID: id, Severity: checks.Warning,
			Meaning: older + " with references to " + strings.Replace(why, "ambiguous parameter references", "a name that is a parameter and a property", 1) + " has " + newer + " beside it.",
			Wording: "The '" + older + "' extension references " + why + ". You need to define the '" + newer + "' extension.",
			Fix:     "Add " + newer + " with the path of what is meant.",
			Bad:     bad, Good: good,
		},
		dynamic: func(pass *pass, s *Schema) {
			pass.eachReference(s, func(c call, a argument) {
				if c.extension == older && !s.extension(newer).OK() && needs(pass, s, a) {
					pass.report(c.Node, a.reference, nil, "%s is the reference.", quote(a.reference))
				}
			})
		},
	}
}

var propertiesForValuePath = rule{
	Rule: checks.Rule{
		ID: "DynamicPropertiesExtensionRequiredForPropertiesValuePath", Severity: checks.Warning,
		Meaning: "x-ms-dynamic-schema whose value-path ends in properties has x-ms-dynamic-properties beside it.",
		Wording: "The 'x-ms-dynamic-schema' extension property 'value-path' points to schema properties. You need to define the 'x-ms-dynamic-properties' extension, which points to schema object.",
		Fix:     "Add x-ms-dynamic-properties with the path without its last step.",
		Bad:     bodyDynamicExample(`"x-ms-dynamic-schema": {"operationId": "ListKinds", "value-path": "schema/properties"}`),
		Good:    bodyDynamicExample(`"x-ms-dynamic-schema": {"operationId": "ListKinds", "value-path": "schema"}`),
	},
	dynamic: func(pass *pass, s *Schema) {
		n := s.extension("x-ms-dynamic-schema")
		path := n.Get("value-path").Str()
		if (path == "properties" || strings.HasSuffix(path, "/properties")) && !s.extension("x-ms-dynamic-properties").OK() {
			pass.report(n, "", nil, "value-path is %s.", quote(path))
		}
	},
}

var itemValuePathMismatch = rule{
	Rule: checks.Rule{
		ID: "DynamicPropertiesItemValuePathMismatch", Severity: checks.Error,
		Meaning: "x-ms-dynamic-schema and x-ms-dynamic-properties on one schema point at the same thing.",
		Wording: "The 'x-ms-dynamic-properties' extension should have the same item value path as 'x-ms-dynamic-schema' extension without 'properties' ending. The expected path is '{0}'.",
		Fix:     "Write the expected path as itemValuePath.",
		Bad:     bodyDynamicExample(`"x-ms-dynamic-schema": {"operationId": "ListKinds", "value-path": "schema/properties"}, "x-ms-dynamic-properties": {"operationId": "ListKinds", "itemValuePath": "items"}`),
		Good:    bodyDynamicExample(`"x-ms-dynamic-schema": {"operationId": "ListKinds", "value-path": "schema/properties"}, "x-ms-dynamic-properties": {"operationId": "ListKinds", "itemValuePath": "schema"}`),
	},
	dynamic: func(pass *pass, s *Schema) {
		older, newer := s.extension("x-ms-dynamic-schema"), s.extension("x-ms-dynamic-properties")
		if !older.OK() || !newer.OK() {
			return
		}
		want := strings.TrimSuffix(older.Get("value-path").Str(), "properties")
		want = strings.TrimSuffix(want, "/")
		if have := newer.Get("itemValuePath").Str(); have != want && pass.intact() {
			pass.report(newer, want, values{want}, "itemValuePath is %s.", quote(have))
		}
	},
}

var treeMissing = rule{
	Rule: checks.Rule{
		ID: "DynamicTreeExtensionMissing", Severity: checks.Warning,
		Meaning: "A file picker is described by x-ms-dynamic-tree.",
		Wording: "The 'x-ms-dynamic-tree' extension must be defined to enable file picker support.",
		Fix:     "Add x-ms-dynamic-tree beside x-ms-dynamic-values.",
		Bad:     dynamicExample(`"x-ms-dynamic-values": {"capability": "file-picker"}`),
		Good:    dynamicExample(`"x-ms-dynamic-values": {"capability": "file-picker"}, "x-ms-dynamic-tree": {"open": {"operationId": "ListKinds", "itemValuePath": "id", "itemsPath": "value"}}`),
	},
	dynamic: func(pass *pass, s *Schema) {
		n := s.extension("x-ms-dynamic-values")
		picker := n.Get("capability").Str() == "file-picker" || n.Get("builtInOperation").Str() == "file-picker"
		if picker && !s.extension("x-ms-dynamic-tree").OK() && pass.intact() {
			pass.report(s.Node, "", nil, "%s is chosen with a file picker.", quote(s.name()))
		}
	},
}

var selectedItem = rule{
	Rule: checks.Rule{
		ID: "SelectedItemValuePathNotAllowedInThisPosition", Severity: checks.Error,
		Meaning: "selectedItemValuePath stands in browse of x-ms-dynamic-tree only.",
		Wording: "The 'selectedItemValuePath' property is not allowed in this position. It is allowed only in 'browse' operation of 'x-ms-dynamic-tree' extension.",
		Fix:     "Remove it, or move it to browse.",
		Bad:     dynamicExample(`"x-ms-dynamic-list": {"operationId": "ListKinds", "itemsPath": "value", "itemValuePath": "id", "parameters": {"kind": {"selectedItemValuePath": "id"}}}`),
		Good:    dynamicExample(`"x-ms-dynamic-list": {"operationId": "ListKinds", "itemsPath": "value", "itemValuePath": "id", "parameters": {"kind": {"value": "id"}}}`),
	},
	dynamic: func(pass *pass, s *Schema) {
		for _, c := range pass.doc.calls(s) {
			if c.Key() == "browse" {
				continue
			}
			for a := range c.Get("parameters").Children() {
				if n := a.Get("selectedItemValuePath"); n.Is(jsontree.String) {
					pass.report(n, "", nil, "It stands in %s.", quote(c.Key()))
				}
			}
		}
	},
}
