// Package form judges the answers of the certification form, one at a time:
// practical checks for what people really paste into such fields.
package form

import (
	"slices"
	"time"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/connector"
)

// Input is one answer and what is known around it.
type Input struct {
	Field     string // ID of the field, "oauth.clientSecret"
	Label     string // as the page shows it, "Client secret"
	Value     string // what was typed; never empty (an empty answer is the gate's matter)
	Today     time.Time
	Connector connector.Facts
	ClientID  string // the answer that a client secret is held against
	File      string // the name of the package that was checked, "" when none was
	Beside    []Beside
}

const maxShown = 40 // characters of an answer in a message

// Kind names what an answer is, and so which rules judge it.
type Kind string

// The kinds of answers that are judged.
const (
	SubmitterEmail Kind = "submitter email"
	SupportEmail   Kind = "support email"
	TestSteps      Kind = "test steps"
	Account        Kind = "account"
	Password       Kind = "password"
	MFASteps       Kind = "MFA steps"
	APIKey         Kind = "API key"
	ClientID       Kind = "client ID"
	ClientSecret   Kind = "client secret"
	Expiry         Kind = "expiry date"
	ConnectorName  Kind = "connector name in redirect URL"
	Text           Kind = "text"
	SASLink        Kind = "SAS link"
	LinkExpiry     Kind = "end of the SAS link"
	OfferName      Kind = "offer name"
	Categories     Kind = "categories"
	WebLink        Kind = "web link"
	OAuthBox       Kind = "OAuth check box"
	HideKey        Kind = "hide key"
	Notes          Kind = "notes for certification"
	EmailList      Kind = "email addresses"
)

// Judge judges one answer. A secret's finding never repeats its value.
func Judge(kind Kind, in Input) checks.Report {
	return checks.Run(table(kind, in))
}

// Rules lists the descriptions of all rules of this room, each once, and those
// that the gate uses.
func Rules() []checks.Rule {
	rules := []checks.Rule{AnswerMissing, CarriedOver, ExpectedText}
	seen := map[string]bool{}
	for _, kind := range kinds {
		for _, c := range table(kind, Input{}) {
			if !seen[c.Rule.ID] {
				seen[c.Rule.ID] = true
				rules = append(rules, c.Rule)
			}
		}
	}
	return rules
}

// Known tells whether there are rules for a kind.
func Known(kind Kind) bool { return slices.Contains(kinds, kind) }

var kinds = []Kind{
	SubmitterEmail, SupportEmail, TestSteps, Account, Password, MFASteps,
	APIKey, ClientID, ClientSecret, Expiry, ConnectorName, Text,
	SASLink, LinkExpiry, OfferName, Categories, WebLink, OAuthBox, HideKey, Notes, EmailList,
}

// table are the rules of a kind of answer. The check of an answer is a method
// of the input, so that it can be read beside its rule.
func table(kind Kind, in Input) []checks.Check {
	common := []checks.Check{{Rule: controlCharacters, Judge: in.controlCharacters}, {Rule: placeholderLeft, Judge: in.placeholderLeft}}
	secret := func(s checks.Severity) []checks.Check {
		return []checks.Check{{Rule: placeholderSecret, Judge: in.placeholderSecret(s)}, {Rule: secretSpace, Judge: in.secretSpace(s)}, {Rule: secretQuotes, Judge: in.secretQuotes}}
	}
	switch kind {
	case SubmitterEmail, SupportEmail:
		return append(common, checks.Check{Rule: emailSyntax, Judge: in.emailSyntax}, checks.Check{Rule: noReply, Judge: in.noReply})
	case TestSteps:
		return append(common, checks.Check{Rule: stepsTooShort, Judge: in.stepsTooShort}, checks.Check{Rule: secretInText, Judge: in.secretInText})
	case MFASteps:
		return append(common, checks.Check{Rule: mfaTooShort, Judge: in.mfaTooShort}, checks.Check{Rule: secretInText, Judge: in.secretInText})
	case Account:
		return append(common, checks.Check{Rule: secretInText, Judge: in.secretInText})
	case Password:
		return secret(checks.Warning) // a password may be "test", or end in a space
	case APIKey:
		return append(secret(checks.Error), checks.Check{Rule: secretPrefix, Judge: in.secretPrefix(checks.Warning)})
	case ClientSecret:
		return append(secret(checks.Error), checks.Check{Rule: secretPrefix, Judge: in.secretPrefix(checks.Error)},
			checks.Check{Rule: secretIsID, Judge: in.secretIsID}, checks.Check{Rule: secretIsClientID, Judge: in.secretIsClientID})
	case ClientID:
		return append(common, checks.Check{Rule: clientIDSpace, Judge: in.clientIDSpace}, checks.Check{Rule: clientIDNotGUID, Judge: in.clientIDNotGUID},
			checks.Check{Rule: clientIDDiffers, Judge: in.clientIDDiffers})
	case Expiry:
		return []checks.Check{{Rule: expiryDate, Judge: in.expiryDate}, {Rule: expiryPast, Judge: in.expiryPast},
			{Rule: expirySoon, Judge: in.expirySoon}, {Rule: expiryFar, Judge: in.expiryFar}}
	case ConnectorName:
		return append(common, checks.Check{Rule: connectorName, Judge: in.connectorName})
	case Text:
		return append(common, checks.Check{Rule: secretInText, Judge: in.secretInText})
	}
	return in.offerTable(kind, common)
}

// offerTable are the rules of the answers that Partner Center's offer asks for.
func (in Input) offerTable(kind Kind, common []checks.Check) []checks.Check {
	switch kind {
	case SASLink:
		return in.linkChecks()
	case LinkExpiry:
		return []checks.Check{{Rule: expiryDate, Judge: in.expiryDate}, {Rule: linkEnds, Judge: in.linkEnds}}
	case OfferName:
		return append(common, checks.Check{Rule: offerName, Judge: in.offerName}, checks.Check{Rule: offerTitle, Judge: in.offerTitle})
	case Categories:
		return append(common, checks.Check{Rule: offerCategories, Judge: in.offerCategories}, checks.Check{Rule: categoriesDiffer, Judge: in.categoriesDiffer})
	case WebLink:
		return append(common, checks.Check{Rule: webLink, Judge: in.webLink}, checks.Check{Rule: linkTwice, Judge: in.linkTwice})
	case OAuthBox:
		return []checks.Check{{Rule: oauthBox, Judge: in.oauthBox}}
	case HideKey:
		return append(common, checks.Check{Rule: hideKey, Judge: in.hideKey})
	case Notes:
		return append(common, checks.Check{Rule: notesShort, Judge: in.notesShort}, checks.Check{Rule: secretInText, Judge: in.secretInText})
	case EmailList:
		return append(common, checks.Check{Rule: emailList, Judge: in.emailList})
	}
	return nil
}
