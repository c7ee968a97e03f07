package properties

import (
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/jsontree"
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
	ID: "ClientIdNotPlaceholder", Severity: checks.Warning, Origin: checks.Engineers,
	Meaning: "clientId holds a placeholder; the real one goes into the certification form only.",
	Wording: "Please remove the client id value; replace it with dummy text \"[[DUMMY]]\"",
	Fix:     "Write \"clientId\": \"[[DUMMY]]\" and give the real one in the form.",
	Source:  "asked for in 8 reviews",
	Bad:     oauthExample(`"clientId": "3f2504e0-4f89-41d3-9a0c-0305e82c3301", "redirectMode": "GlobalPerConnector"`),
	Good:    oauthExample(`"clientId": "[[DUMMY]]", "redirectMode": "GlobalPerConnector"`),
}

func (j judge) clientID(r *checks.Reporter) {
	for _, o := range j.oauth(r) {
		if n := o.Get("clientId"); realID(n.Str()) {
			r.At(j.place(n), "clientId looks like a real one, a placeholder is expected: %s", quote(n.Text()))
		}
	}
}

var clientSecret = checks.Rule{
	ID: "ClientSecretPresent", Severity: checks.Error, Origin: checks.Engineers,
	Meaning: "The file holds no client secret.",
	Wording: "secret look alike values are not allowed",
	Fix:     "Remove it and give the secret in the form. If it was ever pushed, make a new one.",
	Source:  "S24; asked for in reviews",
	Bad:     oauthExample(`"clientId": "[[DUMMY]]", "clientSecret": "not-a-real-one-8f3", "redirectMode": "GlobalPerConnector"`),
	Good:    oauthExample(`"clientId": "[[DUMMY]]", "redirectMode": "GlobalPerConnector"`),
}

// clientSecret never repeats the secret.
func (j judge) clientSecret(r *checks.Reporter) {
	for _, o := range j.oauth(r) {
		if n := o.Get("clientSecret"); n.Is(jsontree.String) && !placeholder(n.Text()) {
			r.At(j.place(n), "clientSecret holds a value")
		}
	}
}

var secretLeft = checks.Rule{
	ID: "PropertiesHoldSecret", Severity: checks.Error, Origin: checks.Engineers,
	Meaning: "The file holds no keys, tokens or passwords.",
	Wording: "secret look alike values are not allowed",
	Fix:     "Replace it by a placeholder. If it was ever pushed, make a new one.",
	Source:  "S24; asked for in 2 reviews",
	Bad:     oauthExample(`"clientId": "[[DUMMY]]", "redirectMode": "GlobalPerConnector", "customParameters": {"apiKey": {"value": "k7Qp2Xv9Lm4Rt8Zs1Wd6"}}`),
	Good:    oauthExample(`"clientId": "[[DUMMY]]", "redirectMode": "GlobalPerConnector", "customParameters": {"apiKey": {"value": "[[DUMMY]]"}}`),
}

// secretLeft never repeats the secret.
func (j judge) secretLeft(r *checks.Reporter) {
	j.search(r, j.Tree.Root(), shapesIn(j.Tree.Text()))
}

func (j judge) search(r *checks.Reporter, n node, shapes []shape) {
	for c := range n.Children() {
		if !c.Is(jsontree.String) {
			j.search(r, c, shapes)
			continue
		}
		if what := secret(c, shapes); what != "" {
			r.At(j.place(c), "%s holds what looks like %s", quote(c.Key()), what)
		}
	}
}

// secret says what kind of secret a text looks like, "" for none.
func secret(n node, shapes []shape) string {
	for _, f := range shapes {
		if f.MatchString(n.Text()) {
			return f.name
		}
	}
	name := n.Key()
	switch name {
	case "clientId", "clientSecret": // their own rules
		return ""
	case "value", "default", "defaultValue":
		name = n.Parent().Key()
	}
	if secretName(name) && !placeholder(n.Text()) && random(n.Text(), 16) {
		return "a secret"
	}
	return ""
}

// redirectMode: asked for since November 2023, mandatory since February 2024
// by Microsoft's words; the published schema still rejects it and 198 of 1,014
// published connectors say Global.
var redirectMode = checks.Rule{
	ID: "RedirectModeNotPerConnector", Severity: checks.Warning, Origin: checks.Engineers,
	Meaning: "A new OAuth connector has the redirect mode GlobalPerConnector.",
	Wording: "change redirectMode value from \"Global\" to \"GlobalPerConnector\"",
	Fix:     "Write \"redirectMode\": \"GlobalPerConnector\" and register the connector's own redirect URL. A published connector may keep Global; changing it breaks sign-in until the new URL is registered.",
	Source:  "H6; asked for in PR 2878, 3035, 3162",
	Bad:     oauthExample(`"clientId": "[[DUMMY]]", "redirectMode": "Global"`),
	Good:    oauthExample(`"clientId": "[[DUMMY]]", "redirectMode": "GlobalPerConnector"`),
}

func (j judge) redirectMode(r *checks.Reporter) {
	for _, o := range j.oauth(r) {
		n := o.Get("redirectMode")
		switch {
		case !n.OK():
			j.lacks(r, o, "redirectMode is missing, new connectors use `GlobalPerConnector`")
		case n.Str() != "GlobalPerConnector":
			r.At(j.place(n), "redirectMode is %s, new connectors use `GlobalPerConnector`", quote(n.Text()))
		}
	}
}

const globalRedirect = "https://global.consent.azure-apim.net/redirect"

var redirectURL = checks.Rule{
	ID: "RedirectUrlNotNeeded", Severity: checks.Warning, Origin: checks.Engineers,
	Meaning: "With GlobalPerConnector there is no redirectUrl; with Global it is Microsoft's.",
	Wording: "kindly remove this redirectUrl completely, as this is not needed to add here",
	Fix:     "Remove redirectUrl.",
	Source:  "asked for in reviews; 14 published connectors have it",
	Bad:     oauthExample(`"clientId": "[[DUMMY]]", "redirectMode": "GlobalPerConnector", "redirectUrl": "https://global.consent.azure-apim.net/redirect"`),
	Good:    oauthExample(`"clientId": "[[DUMMY]]", "redirectMode": "GlobalPerConnector"`),
}

func (j judge) redirectURL(r *checks.Reporter) {
	for _, o := range j.oauth(r) {
		n := o.Get("redirectUrl")
		url := strings.TrimSpace(n.Str())
		switch {
		case url == "":
		case o.Get("redirectMode").Str() == "GlobalPerConnector":
			r.At(j.place(n), "redirectUrl is not needed with `GlobalPerConnector`: %s", quote(url))
		case !strings.HasPrefix(url, globalRedirect):
			r.At(j.place(n), "redirectUrl is not Microsoft's: %s", quote(url))
		}
	}
}

// oauthExample is a file's properties with one OAuth parameter.
func oauthExample(settings string) string {
	return `{"properties": {"connectionParameters": {"token": {"type": "oauthSetting", "oAuthSettings": {
  "identityProvider": "oauth2", ` + settings + `
}}}}}`
}
