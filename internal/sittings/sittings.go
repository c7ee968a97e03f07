// Package sittings is a publisher who sits down at certwiz, for the tests of
// every room. It knows the right answer to whatever a portal asks, by the
// field's ID or by what kind of answer the field takes, so that a new field is
// answered everywhere without a test being touched. Nothing here depends on the
// order of the questions.
package sittings

import (
	"maps"

	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/portal"
)

// Secrets and IDs that a publisher types; no test may find the secrets outside
// of a vault.
const (
	Password     = "Vh7!correct-horse-9zQ"
	ClientSecret = "zU8~Kq2.mP5vN1xR7tW3yB6dF9gH4jL0sA"
	ClientID     = "6f1c2a4e-53b1-4b6f-9a57-0c3f6f2e77ab"
	APIKey       = "pk-9f27c1d05e8844aa-Qx7"
	SASLink      = "https://contosostore.blob.core.windows.net/packages/package.zip?sp=r&sr=b&spr=https&sv=2024-11-04&se=2027-11-30T00:00:00Z&sig=c2FzLXNpZ25hdHVyZQ%3D%3D"
)

// Answers are answers by the IDs of their fields.
type Answers map[string]string

// Variant is one kind of submission: what the connector's files say and the
// answers that lead another way than the portal's first choices do.
type Variant struct {
	Name   string
	Facts  connector.Facts
	Update bool
	Given  Answers
}

// OAuth is a connector whose users sign in with Entra.
var OAuth = connector.Facts{Title: "Contoso Invoices", AuthKnown: true, Auth: []connector.Auth{{Kind: "oauth2", IdentityProvider: "aad"}}}

// ByCommit are the answers of a verified publisher whose files were merged.
func ByCommit() Variant { return Variant{Name: "verified, commit, OAuth", Facts: OAuth} }

// ByZip are the answers of a verified publisher who was granted an exception.
func ByZip() Variant {
	return Variant{Name: "verified, exception, OAuth", Facts: OAuth, Given: Answers{"route": "exception"}}
}

// Variants are all kinds of submissions, one at least for every field.
func Variants() []Variant {
	own := func(more ...connector.Auth) connector.Facts {
		oauth := connector.Auth{Kind: "oauth2", IdentityProvider: "aad", RedirectMode: "GlobalPerConnector"}
		return connector.Facts{Title: "Contoso Invoices", AuthKnown: true, Auth: append(more, oauth)}
	}
	key := connector.Facts{Title: "Contoso Invoices", AuthKnown: true, Auth: []connector.Auth{{Kind: "apiKey"}}}
	return []Variant{
		{Name: "verified, commit, OAuth", Facts: own()},
		{Name: "verified, exception, OAuth", Facts: own(), Given: Answers{"route": "exception"}},
		{Name: "verified, refused commit, OAuth", Facts: own(), Given: Answers{"source": "zip"}},
		{Name: "verified, commit, API key", Facts: key},
		{Name: "verified, commit, several", Facts: own(connector.Auth{Kind: "apiKey"}, connector.Auth{Kind: "basic"})},
		{Name: "verified, commit, MFA", Facts: own(), Given: Answers{"testing.mfa": "yes"}},
		{Name: "update, commit, OAuth", Facts: own(), Update: true},
		{Name: "independent", Facts: key, Given: Answers{"publisher": "independent"}},
		{Name: "independent, OAuth", Facts: own(), Given: Answers{"publisher": "independent"}},
	}
}

// Question is one field that is asked, with the step it stands on and its right
// answer: "" where none is needed.
type Question struct {
	Step   portal.Step
	Field  portal.Field
	Answer string
}

// Questions lists what a portal asks in this variant, in the portal's order.
func (v Variant) Questions(p portal.Portal) []Question {
	draft := submission.Draft{Version: 1, Update: v.Update, Answers: map[string]submission.Answer{}}
	if v.Update {
		draft.Version = 2
	}
	values := submission.Values{Portal: p, Draft: draft, Facts: v.Facts}
	for { // an answer may bring more questions
		asked := v.ask(p, values)
		changed := false
		for _, q := range asked {
			if q.Answer != "" && draft.Value(q.Field.ID) != q.Answer {
				draft.Answers[q.Field.ID] = submission.Answer{Value: q.Answer}
				changed = true
			}
		}
		if !changed {
			return asked
		}
	}
}

// ask lists the questions as they are with the answers given so far.
func (v Variant) ask(p portal.Portal, values submission.Values) []Question {
	var asked []Question
	for _, s := range p.Path(values.Get) {
		for _, f := range s.Fields {
			if f.Shown.Holds(values.Get) && f.Kind != portal.Note {
				asked = append(asked, Question{s, f, v.answer(f, values)})
			}
		}
	}
	return asked
}

// Answers are the right answers by field, without those that are empty.
func (v Variant) Answers(p portal.Portal) Answers {
	all := Answers{}
	for _, q := range v.Questions(p) {
		if q.Answer != "" {
			all[q.Field.ID] = q.Answer
		}
	}
	return all
}

// With is the variant with other answers.
func (v Variant) With(given Answers) Variant {
	all := maps.Clone(v.Given)
	if all == nil {
		all = Answers{}
	}
	maps.Copy(all, given)
	v.Given = all
	return v
}

// Give answers everything that is asked: secrets by keep, all else by set.
func (v Variant) Give(p portal.Portal, set, keep func(field, value string)) {
	for _, q := range v.Questions(p) {
		switch {
		case q.Answer == "":
		case q.Field.Kind == portal.Secret:
			keep(q.Field.ID, q.Answer)
		default:
			set(q.Field.ID, q.Answer)
		}
	}
}
