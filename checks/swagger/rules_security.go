package swagger

import (
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/jsontree"
)

// requirements ranges over what a document and its operations ask for: each
// name in a security list, with the definition of that name.
func (pass *pass) requirements(security node, do func(requirement, definition node)) {
	defined := pass.doc.Root.Get("securityDefinitions")
	for entry := range security.Children() {
		for c := range entry.Children() {
			do(c, defined.Get(c.Key()))
		}
	}
}

// 29 published connectors, 16 of them recent, so the validator does not hold
// anybody up for it.
var securityRequirementUndefined = rule{
	Rule: checks.Rule{
		ID: "SecurityRequirementMustBeDefined", Severity: checks.Warning,
		Meaning: "What security asks for stands in securityDefinitions.",
		Wording: "The security requirement '{0}' is not defined in the 'securityDefinitions' object.",
		Fix:     "Remove the requirement, or define it.",
		Source:  "Fix Swagger Validator errors; asked for in 2 reviews", Link: validatorPage,
		Bad:  `{"securityDefinitions": {}, "security": [{"jwt": []}]}`,
		Good: securityExample(`[]`),
	},
	document:  func(pass *pass) { pass.undefined(pass.doc.Root.Get("security")) },
	operation: func(pass *pass, o *Operation) { pass.undefined(o.security) },
}

func (pass *pass) undefined(security node) {
	pass.requirements(security, func(requirement, definition node) {
		if !definition.OK() && pass.intact() {
			pass.report(requirement, requirement.Key(), values{requirement.Key()}, "There is no definition of that name.")
		}
	})
}

var securityValueMissing = rule{
	Rule: checks.Rule{
		ID: "SecurityRequirementMustHaveValue", Severity: checks.Error,
		Meaning: "A requirement in security has a list as its value, often an empty one.",
		Wording: "The security requirement '{0}' must have have a value. Provide an empty array if no OAuth scopes are required.",
		Fix:     "Write [] as its value.",
		Bad:     securityExample(`null`),
		Good:    securityExample(`[]`),
	},
	document:  func(pass *pass) { pass.valued(pass.doc.Root.Get("security")) },
	operation: func(pass *pass, o *Operation) { pass.valued(o.security) },
}

func (pass *pass) valued(security node) {
	pass.requirements(security, func(requirement, _ node) {
		if requirement.Is(jsontree.Null) {
			pass.report(requirement, requirement.Key(), values{requirement.Key()}, "The value is null.")
		}
	})
}

var securityScopes = rule{
	Rule: checks.Rule{
		ID: "SecurityRequirementMustHaveEmptyValue", Severity: checks.Error,
		Meaning: "Only OAuth has scopes; a requirement for basic or apiKey has an empty list.",
		Wording: "The security requirement '{0}' cannot specify any scopes, an empty array should be provided.",
		Fix:     "Write [] as its value.",
		Bad:     securityExample(`["read"]`),
		Good:    securityExample(`[]`),
	},
	document:  func(pass *pass) { pass.scopeless(pass.doc.Root.Get("security")) },
	operation: func(pass *pass, o *Operation) { pass.scopeless(o.security) },
}

func (pass *pass) scopeless(security node) {
	pass.requirements(security, func(requirement, definition node) {
		kind := definition.Get("type").Str()
		if (kind == "basic" || kind == "apiKey") && requirement.Len() > 0 {
			pass.report(requirement, requirement.Key(), values{requirement.Key()}, "It is of type %s.", quote(kind))
		}
	})
}

// 6 published connectors of 996, 3 of them recent.
var securityScopeUnknown = rule{
	Rule: checks.Rule{
		ID: "OAuthSecurityRequirementValueMustBeScopeName", Severity: checks.Warning,
		Meaning: "The scopes that security asks for are those of the definition.",
		Wording: "The OAuth security requirement '{0}' refers to scope name '{1}', but this is not defined in the 'securityDefinitions' object.",
		Fix:     "Add the scope to scopes of the definition, or ask for one that is there.",
		Bad:     oauthExample(`"flow": "accessCode", "authorizationUrl": "https://contoso.example/authorize", "tokenUrl": "https://contoso.example/token", "scopes": {}`, `["read"]`),
		Good:    oauthExample(`"flow": "accessCode", "authorizationUrl": "https://contoso.example/authorize", "tokenUrl": "https://contoso.example/token", "scopes": {"read": "Read invoices"}`, `["read"]`),
	},
	document:  func(pass *pass) { pass.scopes(pass.doc.Root.Get("security")) },
	operation: func(pass *pass, o *Operation) { pass.scopes(o.security) },
}

func (pass *pass) scopes(security node) {
	pass.requirements(security, func(requirement, definition node) {
		if definition.Get("type").Str() != "oauth2" || !requirement.Is(jsontree.Array) {
			return
		}
		for c := range requirement.Children() {
			if c.Is(jsontree.String) && !definition.Get("scopes").Get(c.Text()).OK() && pass.intact() {
				pass.report(requirement, requirement.Key()+"\x00"+c.Text(), values{requirement.Key(), c.Text()}, "scopes of the definition does not name it.")
			}
		}
	})
}

// schemeMembers are what a security definition of a type can have beside type
// and description.
var schemeMembers = map[string]map[string]bool{
	"basic":  set(""),
	"apiKey": set("name in"),
	"oauth2": set("flow authorizationUrl tokenUrl scopes"),
}

var schemeProperty = rule{
	Rule: checks.Rule{
		ID: "SecuritySchemePropertyNotValid", Severity: checks.Error,
		Meaning: "A security definition has only what belongs to its type.",
		Wording: "The security definition property '{0}' is not valid for definitions of type '{1}'.",
		Fix:     "Remove the property, or correct the type.",
		Bad:     strings.Replace(securityExample(`[]`), `"in": "header"`, `"in": "header", "flow": "implicit"`, 1),
		Good:    securityExample(`[]`),
	},
	document: func(pass *pass) {
		pass.definitions(func(definition node, kind string) {
			for c := range definition.Children() {
				name := c.Key()
				if name != "type" && name != "description" && !schemeMembers[kind][name] && !strings.HasPrefix(name, "x-") {
					pass.report(c, name+"\x00"+kind, values{name, kind}, "The definition is %s.", quote(definition.Key()))
				}
			}
		})
	},
}

// definitions ranges over the security definitions of a known type.
func (pass *pass) definitions(do func(definition node, kind string)) {
	list := pass.doc.Root.Get("securityDefinitions")
	if list.Len() == 0 {
		pass.skip("there are no securityDefinitions")
	}
	for c := range list.Children() {
		if kind := c.Get("type").Str(); schemeMembers[kind] != nil {
			do(c, kind)
		}
	}
}

var schemeRequired = rule{
	Rule: checks.Rule{
		ID: "SecuritySchemePropertyRequired", Severity: checks.Error,
		Meaning: "A security definition has what its type needs: apiKey a name and a place, oauth2 a flow and its addresses.",
		Wording: "The security definition property '{0}' is required for definitions of type '{1}'.",
		Fix:     "Add the property.",
		Bad:     strings.Replace(securityExample(`[]`), `, "in": "header"`, ``, 1),
		Good:    securityExample(`[]`),
	},
	document: func(pass *pass) {
		pass.definitions(func(definition node, kind string) {
			for _, name := range schemeNeeds(definition, kind) {
				if !definition.Get(name).OK() && pass.intact() {
					pass.report(definition, name+"\x00"+kind, values{name, kind}, "The definition is %s.", quote(definition.Key()))
				}
			}
		})
	},
}

// schemeNeeds lists what a security definition must have.
func schemeNeeds(definition node, kind string) []string {
	switch kind {
	case "apiKey":
		return []string{"name", "in"}
	case "oauth2":
	default:
		return nil
	}
	switch definition.Get("flow").Str() {
	case "implicit":
		return []string{"authorizationUrl", "scopes"}
	case "password", "application":
		return []string{"tokenUrl", "scopes"}
	case "accessCode":
		return []string{"authorizationUrl", "tokenUrl", "scopes"}
	default:
		return []string{"flow", "scopes"}
	}
}

// securityExample is a document that asks for a key, with that value.
func securityExample(value string) string {
	return `{"securityDefinitions": {"key": {"type": "apiKey", "name": "X-Key", "in": "header"}}, "security": [{"key": ` + value + `}]}`
}

// oauthExample is a document that signs in with OAuth and asks for scopes.
func oauthExample(members, scopes string) string {
	return `{"securityDefinitions": {"oauth": {"type": "oauth2", ` + members + `}}, "security": [{"oauth": ` + scopes + `}]}`
}
