package properties

import (
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/leaks"
)

// noAuthentication: normal for public services; 33 published connectors of
// verified publishers have none.
var noAuthentication = checks.Rule{
	ID: "ConnectionParametersEmpty", Severity: checks.Warning, Origin: checks.Engineers,
	Meaning: "A verified publisher's connector asks its users to sign in.",
	Wording: "It is less secure to use empty connection parameters",
	Fix:     "Add the connection parameters, or be ready to say why none are needed.",
	Source:  "PR 698", Link: submissionPage,
	Bad:  `{"properties": {"connectionParameters": {}}}`,
	Good: `{"properties": {"connectionParameters": {"api_key": {"type": "securestring", "uiDefinition": {"displayName": "API key", "description": "The key of your account.", "tooltip": "Your key"}}}}}`,
}

func (j judge) noAuthentication(r *checks.Reporter) {
	if j.Independent {
		r.Skip("public services are usual for independent publishers")
		return
	}
	if len(j.Auth) > 0 {
		return
	}
	if n := j.Properties.Get("connectionParameters"); n.OK() {
		r.Report(j.place(n), "the connector asks for no sign-in")
		return
	}
	j.lacks(r, j.Properties, "the connector asks for no sign-in")
}

var parameterTypes = map[string]bool{"string": true, "securestring": true, "int": true, "bool": true, "oauthsetting": true, "gatewaysetting": true, "managedidentity": true}

var parameterType = checks.Rule{
	ID: "ConnectionParameterTypeNotValid", Severity: checks.Error, Origin: checks.Validator,
	Meaning: "A connection parameter's type is string, securestring, int, bool, oauthSetting, gatewaySetting or managedIdentity.",
	Wording: "JSON does not match schema from 'oneOf'",
	Fix:     "Use one of these types.",
	Source:  "apiProperties schema", Link: submissionPage,
	Bad:  `{"properties": {"connectionParameters": {"api_key": {"type": "password", "uiDefinition": {"displayName": "API key", "description": "The key of your account.", "tooltip": "Your key"}}}}}`,
	Good: noAuthentication.Good,
}

func (j judge) parameterType(r *checks.Reporter) {
	if len(j.Parameters) == 0 {
		r.Skip("there are no connection parameters")
	}
	for _, p := range j.Parameters {
		n := p.Get("type")
		switch {
		case !n.OK():
			j.lacks(r, p.Node, "JSON does not match schema from 'oneOf'. Connection parameter %s has no type; path: '%s'", quote(p.Name), valuePath(p.Node))
		case !parameterTypes[strings.ToLower(n.Str())]:
			j.printed(r, n, "JSON does not match schema from 'oneOf'.", "Connection parameter %s has the unknown type %s", quote(p.Name), quote(n.Text()))
		}
	}
}

// parameterTexts: 85 published connectors lack one of the texts.
var parameterTexts = checks.Rule{
	ID: "ConnectionParameterTextsMissing", Severity: checks.Warning, Evidence: checks.Policy, Origin: checks.Documentation,
	Meaning: "A connection parameter that users fill in has displayName, description and tooltip.",
	Fix:     "Add the texts to its uiDefinition.",
	Source:  "Certification submission; 5000.2.6.9, 5000.2.6.10", Link: submissionPage,
	Bad:  `{"properties": {"connectionParameters": {"api_key": {"type": "securestring", "uiDefinition": {"displayName": "API key"}}}}}`,
	Good: noAuthentication.Good,
}

func (j judge) parameterTexts(r *checks.Reporter) {
	asked := 0
	for _, p := range j.Parameters {
		if p.ofOAuth() || strings.EqualFold(p.Type, "oauthSetting") || strings.EqualFold(p.Type, "gatewaySetting") {
			continue
		}
		asked++
		var missing []string
		for _, name := range []string{"displayName", "description", "tooltip"} {
			if strings.TrimSpace(p.UI.Get(name).Str()) == "" {
				missing = append(missing, name)
			}
		}
		if len(missing) > 0 {
			j.lacks(r, p.Node, "connection parameter %s has no %s", quote(p.Name), strings.Join(missing, ", no "))
		}
	}
	if asked == 0 {
		r.Skip("there are no connection parameters that users fill in")
	}
}

// The apiProperties schema of October 2024 asks for one exact description, yet
// the validator refused that very text twice (PR 1421, 3097). Of 38 published
// connectors with the parameter 34 have no texts on it, 4 have this one: what
// the validator wants is not known, leaving the texts out has always passed.
var tenantTexts = checks.Rule{
	ID: "TenantIdDescribed", Severity: checks.Warning, Evidence: checks.Printed, Origin: checks.Validator,
	Meaning: "The hidden connection parameter token:TenantId has no description; Microsoft's validator refused the documented one.",
	Wording: "Invalid value for the description property within the UI Definition object.",
	Fix:     "Leave displayName and description out of its uiDefinition and keep the constraints, as most published connectors do.",
	Source:  "apiProperties validator (PR 1421, 3097)", Link: submissionPage,
	Bad:  `{"properties": {"connectionParameters": {"token:TenantId": {"type": "string", "uiDefinition": {"description": "The tenant.", "constraints": {"hidden": "true", "required": "false"}}}}}}`,
	Good: `{"properties": {"connectionParameters": {"token:TenantId": {"type": "string", "uiDefinition": {"constraints": {"hidden": "true", "required": "false"}}}}}}`,
}

func (j judge) tenantTexts(r *checks.Reporter) {
	seen := false
	for _, p := range j.Parameters {
		if p.Name != "token:TenantId" {
			continue
		}
		seen = true
		if n := p.UI.Get("description"); n.OK() {
			r.Report(j.place(n), "Invalid value for the description property within the UI Definition object. The one of token:TenantId is refused: %s", quote(n.Text()))
			// The JSON schema says the same of the whole object.
			r.Last().More = []checks.Place{j.place(p.UI)}
		}
	}
	if !seen {
		r.Skip("there is no connection parameter token:TenantId")
	}
}

var notSecure = checks.Rule{
	ID: "SecretParameterNotSecure", Severity: checks.Warning, Origin: checks.Documentation,
	Meaning: "A connection parameter for a key, password, secret or token is a securestring.",
	Fix:     "Write \"type\": \"securestring\".",
	Source:  "Certification submission", Link: submissionPage,
	Bad:  `{"properties": {"connectionParameters": {"api_key": {"type": "string", "uiDefinition": {"displayName": "API key", "description": "The key of your account.", "tooltip": "Your key"}}}}}`,
	Good: noAuthentication.Good,
}

func (j judge) notSecure(r *checks.Reporter) {
	if len(j.Parameters) == 0 {
		r.Skip("there are no connection parameters")
	}
	for _, p := range j.Parameters {
		if strings.EqualFold(p.Type, "string") && leaks.SecretName(p.Name) && !p.UI.Get("constraints").Get("clearText").True() {
			r.Report(j.place(p.Node), "connection parameter %s holds a secret and is a plain string", quote(p.Name))
		}
	}
}
