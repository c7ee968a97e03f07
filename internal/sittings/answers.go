package sittings

import (
	"github.com/certwiz/certwiz/checks/form"
	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/portal"
)

// volunteered are answers that are given although nothing requires them.
var volunteered = Answers{"oauth.expires": "2027-11-30"}

// answer is the right answer to a field: the variant's, or one made from what
// the portal says about the field.
func (v Variant) answer(f portal.Field, values submission.Values) string {
	if given, ok := v.Given[f.ID]; ok {
		return given
	}
	switch f.Role {
	case portal.RolePortal:
		return values.Portal.ID
	case portal.RolePackage:
		return "package.zip"
	}
	if f.Optional || !f.Required.Holds(values.Get) {
		return volunteered[f.ID]
	}
	if f.Expect != "" {
		return values.Fill(f.Expect)
	}
	switch f.Kind {
	case portal.Choice:
		return firstChoice(f, values)
	case portal.Tick:
		return "yes"
	case portal.Date:
		return "2027-11-30"
	case portal.Commit:
		return "a4a8a7a4f0c2b9d87a1e6f3b5c0d9e8f7a6b5c4d"
	case portal.Archive:
		return "contoso.zip"
	case portal.Line, portal.Lines, portal.Secret:
		return sound(f)
	default: // shows something and takes no answer
		return ""
	}
}

// firstChoice is the first option that does not close the gate.
func firstChoice(f portal.Field, values submission.Values) string {
	if f.Lists == "versions" {
		return "1"
	}
	refused := map[string]bool{}
	for _, r := range f.Refuse {
		refused[r.Value] = true
	}
	for _, o := range f.Options {
		if o.When.Holds(values.Get) && !refused[o.Value] {
			return o.Value
		}
	}
	return ""
}

// sound is a text that its check finds nothing wrong with.
func sound(f portal.Field) string {
	switch f.Check {
	case form.SubmitterEmail:
		return "ines@contoso.example"
	case form.SupportEmail:
		return "support@contoso.example"
	case form.TestSteps:
		return "1. Sign in at https://app.contoso.example/test\n2. Create an invoice with the action Create invoice\n" +
			"3. See it in the list that List invoices returns"
	case form.Account:
		return "cert-tester@contoso.example"
	case form.Password:
		return Password
	case form.MFASteps:
		return "Open the authenticator page at https://app.contoso.example/mfa and type the code that is shown there."
	case form.APIKey:
		return APIKey
	case form.ClientID:
		return ClientID
	case form.ClientSecret:
		return ClientSecret
	case form.ConnectorName:
		return "contosoinvoices"
	case form.SASLink:
		return SASLink
	case form.OfferName:
		return "Contoso Invoices connector"
	case form.Categories:
		return "Finance"
	case form.WebLink:
		return "https://contoso.example/" + f.ID // each its own page
	case form.Notes:
		return "1. Sign in at https://app.contoso.example/test\n2. Create an invoice with the action Create invoice\n3. See it in the list"
	case form.EmailList:
		return "ines@contoso.example"
	}
	if f.Kind == portal.Secret {
		return Password
	}
	return "Maria Schmidt at Contoso"
}
