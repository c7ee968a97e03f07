package gate_test

import (
	"testing"
	"time"

	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/gate"
	"github.com/certwiz/certwiz/submission/portal"
)

var today = time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)

// variant is one kind of submission.
type variant struct {
	name    string
	answers map[string]string
	auth    []connector.Auth
	update  bool
}

const secretRef = "contoso/secret" // what a draft holds in place of a secret

// verifiedAnswers fill in the portal part.
func verifiedAnswers(more map[string]string) map[string]string {
	a := map[string]string{
		"publisher": "verified", "repository.clean": "yes",
		"testing.steps":   "1. Sign in at https://app.contoso.example/test\n2. Create an invoice with the action \"Create invoice\"\n3. See it listed by \"List invoices\" and open it.",
		"testing.account": "cert-tester@contoso.example", "testing.password": secretRef, "testing.mfa": "no", "testing.valid": "yes",
		"email.submitter": "ines@contoso.example", "email.active": "yes", "email.support": "support@contoso.example",
	}
	for k, v := range more {
		a[k] = v
	}
	return a
}

var oauthAnswers = map[string]string{
	"oauth.clientId": "6f1c2a4e-53b1-4b6f-9a57-0c3f6f2e77ab", "oauth.clientSecret": secretRef, "oauth.expires": "2027-11-30",
	"oauth.redirect.global": "yes", "oauth.redirect.globalTest": "yes", "oauth.connectorName": "contosoinvoices",
	"oauth.redirect.own": "yes", "oauth.redirect.ownTest": "yes",
}

func join(maps ...map[string]string) map[string]string {
	all := map[string]string{}
	for _, m := range maps {
		for k, v := range m {
			all[k] = v
		}
	}
	return all
}

func variants() []variant {
	oauth := []connector.Auth{{Kind: "oauth2", IdentityProvider: "aad", RedirectMode: "GlobalPerConnector"}}
	several := append([]connector.Auth{{Kind: "apiKey"}, {Kind: "basic"}}, oauth...)
	commit := map[string]string{"route": "open-source", "source": "commit", "commit": "a4a8a7a4f0c2b9d87a1e6f3b5c0d9e8f7a6b5c4d"}
	zip := map[string]string{"route": "exception", "exception.granted": "yes", "exception.contact": "R. Case", "exception.directed": "yes", "exception.process": "yes", "zip": "contoso.zip"}
	update := map[string]string{"update.certified": "no", "update.version": "1", "update.reason": "requested", "update.what": "The icon's background differs from the brand colour.",
		"update.confirm": "Confirm Edit", "update.removed": "yes"}
	return []variant{
		{name: "verified, commit, OAuth", answers: verifiedAnswers(join(commit, oauthAnswers)), auth: oauth},
		{name: "verified, exception, OAuth", answers: verifiedAnswers(join(zip, oauthAnswers)), auth: oauth},
		{name: "verified, commit, API key", answers: verifiedAnswers(join(commit, map[string]string{"testing.apiKey": secretRef})), auth: []connector.Auth{{Kind: "apiKey"}}},
		{name: "verified, commit, several", answers: verifiedAnswers(join(commit, oauthAnswers, map[string]string{"testing.apiKey": secretRef})), auth: several},
		{name: "verified, commit, MFA", answers: verifiedAnswers(join(commit, oauthAnswers, map[string]string{"testing.mfa": "yes",
			"testing.mfaSteps": "Open the authenticator page at https://app.contoso.example/mfa and type the code that is shown there."})), auth: oauth},
		{name: "update, commit, OAuth", answers: verifiedAnswers(join(commit, oauthAnswers, update)), auth: oauth, update: true},
		{name: "independent", answers: map[string]string{"publisher": "independent", "repository.clean": "yes", "pr.base": "yes", "pr.new": "yes", "pr.tested": "yes"}},
	}
}

// complete is a case whose gate is open.
func complete(t *testing.T, v variant) gate.Case {
	t.Helper()
	d := submission.Draft{Format: submission.DraftFormat, Slug: "contoso", Version: 1, Update: v.update, Answers: map[string]submission.Answer{}}
	if v.update {
		d.Version = 2
	}
	c := gate.Case{Portal: portal.ISVStudio(), Today: today, Secrets: map[string]gate.SecretState{}}
	for id, value := range v.answers {
		d.Answers[id] = submission.Answer{Value: value}
		if value == secretRef {
			c.Secrets[id] = gate.SecretState{Kept: true}
		}
	}
	c.Values = submission.Values{Draft: d, Facts: connector.Facts{Title: "Contoso Invoices", AuthKnown: true, Auth: v.auth}}
	if verdict := gate.Judge(c); !verdict.Open {
		t.Fatalf("%s: the gate of a complete draft is shut: %+v", v.name, verdict.Holds)
	}
	return c
}

// without is the case with one answer pulled out.
func without(c gate.Case, field string) gate.Case {
	d := c.Values.Draft.Clone()
	delete(d.Answers, field)
	c.Values.Draft = d
	return c
}

// with is the case with one answer changed.
func with(c gate.Case, field, value string) gate.Case {
	d := c.Values.Draft.Clone()
	d.Answers[field] = submission.Answer{Value: value}
	c.Values.Draft = d
	return c
}

func variantNamed(t *testing.T, name string) variant {
	t.Helper()
	for _, v := range variants() {
		if v.name == name {
			return v
		}
	}
	t.Fatalf("no variant %q", name)
	return variant{}
}
