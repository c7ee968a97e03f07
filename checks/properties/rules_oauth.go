package properties

import (
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/jsontree"
	"github.com/certwiz/certwiz/checks/leaks"
)

// oauth lists the oAuthSettings of the file; none skips the rule.
func (j judge) oauth(r *checks.Reporter) []node {
	var all []node
	for _, p := range j.Parameters {
		if o := p.Get("oAuthSettings"); o.Is(jsontree.Object) {
			all = append(all, o)
		}
	}
	if len(all) == 0 {
		r.Skip("the connector does not use OAuth")
	}
	return all
}

// Engineers refuse real-looking IDs ("secret look alike values are not
// allowed", 2023), but 16 of 1,014 published connectors hold one, 7 of the 509
// changed since 2023: a warning.
var clientID = checks.Rule{
	ID: "ClientIdNotPlaceholder", Severity: checks.Warning, Evidence: checks.AskedOften, Origin: checks.Engineers,
	Meaning: "clientId holds a placeholder; the real one goes into the certification form only.",
	Wording: "Please remove the client id value; replace it with dummy text \"[[DUMMY]]\"",
	Fix:     "Write \"clientId\": \"[[DUMMY]]\" and give the real one in the form.",
	Source:  "asked for in 8 reviews", Link: submissionPage,
	Bad:  oauthExample(`"clientId": "3f2504e0-4f89-41d3-9a0c-0305e82c3301", "redirectMode": "GlobalPerConnector"`),
	Good: oauthExample(`"clientId": "[[DUMMY]]", "redirectMode": "GlobalPerConnector"`),
}

func (j judge) clientID(r *checks.Reporter) {
	for _, o := range j.oauth(r) {
		if n := o.Get("clientId"); leaks.RealID(n.Str()) {
			r.Report(j.place(n), "clientId looks like a real one, a placeholder is expected: %s", leaks.Mask(n.Text()))
		}
	}
}

var clientSecret = checks.Rule{
	ID: "ClientSecretPresent", Severity: checks.Error, Evidence: checks.AskedOften, Origin: checks.Engineers,
	Meaning: "The file holds no client secret.",
	Wording: "secret look alike values are not allowed",
	Fix:     "Remove it and give the secret in the form. If it was ever pushed, make a new one.",
	Source:  "S24; asked for in reviews", Link: submissionPage,
	Bad:  oauthExample(`"clientId": "[[DUMMY]]", "clientSecret": "not-a-real-one-8f3", "redirectMode": "GlobalPerConnector"`),
	Good: oauthExample(`"clientId": "[[DUMMY]]", "redirectMode": "GlobalPerConnector"`),
}

// clientSecret never repeats the secret.
func (j judge) clientSecret(r *checks.Reporter) {
	for _, o := range j.oauth(r) {
		if n := o.Get("clientSecret"); n.Is(jsontree.String) && !leaks.Placeholder(n.Text()) {
			r.Report(j.place(n), "clientSecret holds a value")
		}
	}
}

// redirectMode: asked for since November 2023, mandatory since February 2024
// by Microsoft's words; the published schema still rejects it and 198 of 1,014
// published connectors say Global.
var redirectMode = checks.Rule{
	ID: "RedirectModeNotPerConnector", Severity: checks.Warning, Origin: checks.Engineers,
	Meaning: "A new OAuth connector has the redirect mode GlobalPerConnector.",
	Wording: "change redirectMode value from \"Global\" to \"GlobalPerConnector\"",
	Fix:     "Write \"redirectMode\": \"GlobalPerConnector\" and register the connector's own redirect URL. A published connector may keep Global; changing it breaks sign-in until the new URL is registered.",
	Source:  "H6; asked for in PR 2878, 3035, 3162; the pipeline's schema is older and prints: Value \"GlobalPerConnector\" is not defined in enum (PR 3097)", Link: submissionPage,
	Bad:  oauthExample(`"clientId": "[[DUMMY]]", "redirectMode": "Global"`),
	Good: oauthExample(`"clientId": "[[DUMMY]]", "redirectMode": "GlobalPerConnector"`),
}

func (j judge) redirectMode(r *checks.Reporter) {
	for _, o := range j.oauth(r) {
		n := o.Get("redirectMode")
		switch {
		case !n.OK():
			j.lacks(r, o, "redirectMode is missing, new connectors use `GlobalPerConnector`")
		case n.Str() != "GlobalPerConnector":
			r.Report(j.place(n), "redirectMode is %s, new connectors use `GlobalPerConnector`", quote(n.Text()))
		}
	}
}

const globalRedirect = "https://global.consent.azure-apim.net/redirect"

var redirectURL = checks.Rule{
	ID: "RedirectUrlNotNeeded", Severity: checks.Warning, Evidence: checks.AskedOften, Origin: checks.Engineers,
	Meaning: "With GlobalPerConnector there is no redirectUrl; with Global it is Microsoft's.",
	Wording: "kindly remove this redirectUrl completely, as this is not needed to add here",
	Fix:     "Remove redirectUrl.",
	Source:  "asked for in reviews; 14 published connectors have it", Link: submissionPage,
	Bad:  oauthExample(`"clientId": "[[DUMMY]]", "redirectMode": "GlobalPerConnector", "redirectUrl": "https://global.consent.azure-apim.net/redirect"`),
	Good: oauthExample(`"clientId": "[[DUMMY]]", "redirectMode": "GlobalPerConnector"`),
}

func (j judge) redirectURL(r *checks.Reporter) {
	for _, o := range j.oauth(r) {
		n := o.Get("redirectUrl")
		url := strings.TrimSpace(n.Str())
		switch {
		case url == "":
		case o.Get("redirectMode").Str() == "GlobalPerConnector":
			r.Report(j.place(n), "redirectUrl is not needed with `GlobalPerConnector`: %s", quote(url))
		case !strings.HasPrefix(url, globalRedirect):
			r.Report(j.place(n), "redirectUrl is not Microsoft's: %s", quote(url))
		}
	}
}

// providers are the identity providers of the apiProperties schema, as far as
// they are known; services that Microsoft set up for itself have others.
var providers = map[string]bool{"oauth2": true, "oauth2generic": true, "oauth2pkce": true, "aad": true, "aadcertificate": true,
	"facebook": true, "github": true, "google": true, "microsoft": true, "microsoftaccount": true, "linkedin": true, "salesforce": true,
	"dropbox": true, "docusign": true, "box": true, "slack": true, "twitter": true}

// No published connector has another; the schema knows the first four and facebook.
var identityProvider = checks.Rule{
	ID: "IdentityProviderUnknown", Severity: checks.Error, Origin: checks.Validator,
	Meaning: "identityProvider is one that the service knows: oauth2, oauth2generic, aad, aadcertificate, github, google and the like.",
	Wording: "Value \"{0}\" is not defined in enum.",
	Fix:     "Write \"oauth2\" for a service with its own authorization server, \"aad\" for Microsoft Entra ID.",
	Source:  "apiProperties schema", Link: submissionPage,
	Bad:  `{"properties": {"connectionParameters": {"token": {"type": "oauthSetting", "oAuthSettings": {"identityProvider": "Contoso"}}}}}`,
	Good: oauthExample(`"clientId": "[[DUMMY]]", "redirectMode": "GlobalPerConnector"`),
}

func (j judge) identityProvider(r *checks.Reporter) {
	for _, o := range j.oauth(r) {
		n := o.Get("identityProvider")
		if n.OK() && !providers[strings.ToLower(n.Str())] {
			j.printed(r, n, "Value \""+shorten(n.Text())+"\" is not defined in enum.", "There is no such identity provider")
		}
	}
}

// independentOAuth: engineers paused OAuth for independent publishers in
// September 2025 and refuse it since; those published are older.
var independentOAuth = checks.Rule{
	ID: "IndependentPublisherOAuth", Severity: checks.Error, Evidence: checks.AskedOften, Origin: checks.Engineers,
	Meaning: "An independent publisher's connector signs in without OAuth: by an API key or by user name and password.",
	Wording: "If it is Independent Publisher connector oAuth is not allowed",
	Fix:     "Sign in with an API key or a user name and password, or let the service's owner publish the connector.",
	Source:  "PR 3939, 3841, 4058", Link: submissionPage,
	Bad:  oauthExample(`"clientId": "[[DUMMY]]", "redirectMode": "GlobalPerConnector", "scopes": ["invoices.read"]`),
	Good: `{"properties": {"iconBrandColor": "#da3b01", "connectionParameters": {"api_key": {"type": "securestring", "uiDefinition": {"displayName": "API key", "description": "The key of your account.", "tooltip": "Your key"}}}}}`,
}

func (j judge) independentOAuth(r *checks.Reporter) {
	if !j.Independent {
		r.Skip("only for independent publishers")
		return
	}
	for _, p := range j.Parameters {
		if strings.EqualFold(p.Type, "oauthSetting") {
			r.Report(j.place(p.Node), "%s signs in with OAuth, which no independent connector may since September 2025", quote(p.Name))
		}
	}
}

// scopesEmpty leaves Entra ID out, which is asked for a resource instead: 72 of
// 1,014 published connectors have no scopes.
var scopesEmpty = checks.Rule{
	ID: "ScopesEmpty", Severity: checks.Advice, Origin: checks.Documentation,
	Meaning: "scopes names what the connector asks the user to allow.",
	Fix:     "List the scopes, or leave them when the service has none.",
	Source:  "apiProperties schema", Link: submissionPage,
	Bad:  oauthExample(`"clientId": "[[DUMMY]]", "scopes": [""], "redirectMode": "GlobalPerConnector"`),
	Good: oauthExample(`"clientId": "[[DUMMY]]", "scopes": ["invoices.read"], "redirectMode": "GlobalPerConnector"`),
}

func (j judge) scopesEmpty(r *checks.Reporter) {
	for _, o := range j.oauth(r) {
		n := o.Get("scopes")
		first := n.First()
		empty := n.Is(jsontree.Array) && (n.Len() == 0 || n.Len() == 1 && first.Is(jsontree.String) && strings.TrimSpace(first.Text()) == "")
		if empty && !strings.HasPrefix(strings.ToLower(o.Get("identityProvider").Str()), "aad") {
			r.Report(j.place(n), "scopes is empty")
		}
	}
}

var customParameterEmpty = checks.Rule{
	ID: "CustomParameterEmpty", Severity: checks.Warning, Origin: checks.Engineers,
	Meaning: "Every customParameters entry of an OAuth setting has a value.",
	Wording: "may I ask you please to provide the value?",
	Fix:     "Give the value, or remove the entry.",
	Source:  "PR 877", Link: submissionPage,
	Bad:  oauthExample(`"clientId": "[[DUMMY]]", "redirectMode": "GlobalPerConnector", "customParameters": {"tokenUrl": {"value": ""}}`),
	Good: oauthExample(`"clientId": "[[DUMMY]]", "redirectMode": "GlobalPerConnector", "customParameters": {"tokenUrl": {"value": "https://contoso.example/token"}}`),
}

func (j judge) customParameterEmpty(r *checks.Reporter) {
	for _, o := range j.oauth(r) {
		for c := range o.Get("customParameters").Children() {
			if n := c.Get("value"); n.Is(jsontree.String) && strings.TrimSpace(n.Text()) == "" && !(n.Text() != "" && strings.EqualFold(c.Key(), "scopeListDelimiter")) {
				r.Report(j.place(n), "the custom parameter %s has an empty value", quote(c.Key()))
			}
		}
	}
}

// oauthExample is a file's properties with one OAuth parameter.
func oauthExample(settings string) string {
	return `{"properties": {"connectionParameters": {"token": {"type": "oauthSetting", "oAuthSettings": {
  "identityProvider": "oauth2", ` + settings + `
}}}}}`
}
