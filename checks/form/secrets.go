package form

import (
	"slices"
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/connector"
)

// The findings in this file are about secrets: none repeats the value.

var placeholderSecret = checks.Rule{
	ID: "SecretPlaceholder", Severity: checks.Error, Origin: checks.Practice, Subject: checks.SubjectForm,
	Meaning: "A secret is the real one, not a placeholder.",
	Fix:     "Paste the real one; it goes to the vault only.",
	Source:  "S50, S52, S54", Link: page,
	Bad: "<your client secret>", Good: "the secret's value",
}

func (in Input) placeholderSecret(severity checks.Severity) func(*checks.Reporter) {
	return func(r *checks.Reporter) {
		if small := strings.ToLower(strings.TrimSpace(in.Value)); small != "" && wholePlaceholder(small) {
			r.ReportField(in.Field, "%s is a placeholder", in.label())
			r.Last().Severity = severity
		}
	}
}

var secretSpace = checks.Rule{
	ID: "SecretSpace", Severity: checks.Error, Origin: checks.Practice, Subject: checks.SubjectForm,
	Meaning: "No space or line break was pasted along with a secret.",
	Fix:     "Paste it again without what stands around it.",
	Source:  "S50, S54", Link: page,
	Bad: "a secret followed by a line break", Good: "the secret alone",
}

// secretSpace finds what was pasted along. A line break is never part of a
// secret; of spaces the kind of secret says how bad they are.
func (in Input) secretSpace(spaces checks.Severity) func(*checks.Reporter) {
	return func(r *checks.Reporter) {
		switch {
		case strings.ContainsAny(in.Value, "\r\n"):
			r.ReportField(in.Field, "%s holds a line break", in.label())
		case in.Value != strings.TrimSpace(in.Value):
			r.ReportField(in.Field, "%s begins or ends with a space", in.label())
			r.Last().Severity = spaces
		case strings.ContainsAny(in.Value, "\t\u00a0\u200b\ufeff"):
			r.ReportField(in.Field, "%s holds a tab or a space that can't be seen", in.label())
			r.Last().Severity = spaces
		}
	}
}

var secretQuotes = checks.Rule{
	ID: "SecretQuotes", Severity: checks.Warning, Origin: checks.Practice, Subject: checks.SubjectForm,
	Meaning: "No quotation marks were pasted along with a secret.",
	Fix:     "Remove the quotation marks, unless they belong to it.",
	Source:  "S50, S54", Link: page,
	Bad: "a secret in quotation marks", Good: "the secret alone",
}

func (in Input) secretQuotes(r *checks.Reporter) {
	v := strings.TrimSpace(in.Value)
	for _, q := range []string{`""`, "''", "``", "“”", "‘’", "«»"} {
		marks := []rune(q)
		if len(v) > 2 && strings.HasPrefix(v, string(marks[0])) && strings.HasSuffix(v, string(marks[1])) {
			r.ReportField(in.Field, "%s stands in quotation marks", in.label())
			return
		}
	}
}

var secretPrefix = checks.Rule{
	ID: "SecretPrefix", Severity: checks.Error, Origin: checks.Practice, Subject: checks.SubjectForm,
	Meaning: "No name or header was pasted along with a secret.",
	Fix:     "Keep the value alone, without the word before it.",
	Source:  "S50, S54", Link: page,
	Bad: "Bearer and a token", Good: "the token alone",
}

// prefixes are the names and headers that are copied along with a secret.
var prefixes = []string{"authorization:", "x-api-key:", "client_secret=", "client_secret:", "clientsecret=", "clientsecret:", "client secret:", "secret=", "secret:", "value:", "key:", "api_key=", "apikey="}

// secretPrefix finds them. Some connectors ask their users for the whole
// header as the API key, so the kind of secret says how bad "Bearer" is.
func (in Input) secretPrefix(scheme checks.Severity) func(*checks.Reporter) {
	return func(r *checks.Reporter) {
		v := strings.ToLower(strings.TrimSpace(in.Value))
		for _, p := range []string{"bearer ", "basic "} {
			if strings.HasPrefix(v, p) {
				r.ReportField(in.Field, "%s begins with %q", in.label(), strings.TrimSpace(p))
				r.Last().Severity = scheme
				return
			}
		}
		for _, p := range prefixes {
			if strings.HasPrefix(v, p) {
				r.ReportField(in.Field, "%s begins with %q", in.label(), p)
				return
			}
		}
	}
}

var secretIsID = checks.Rule{
	ID: "ClientSecretIsId", Severity: checks.Error, Origin: checks.Practice, Subject: checks.SubjectForm,
	Meaning: "The client secret is the secret's value, not its ID.",
	Fix:     "Paste its value: Entra shows it once, when the secret is made. Make a new one if it is lost.",
	Source:  "S54", Link: "https://learn.microsoft.com/entra/identity-platform/how-to-add-credentials",
	Bad: "0a1b2c3d-1111-2222-3333-444455556666", Good: "the value that Entra shows once",
}

func (in Input) secretIsID(r *checks.Reporter) {
	if !isGUID(in.Value) {
		return
	}
	r.ReportField(in.Field, "this is a secret's ID (a GUID), not its value")
	if !in.entra() {
		r.Last().Message = "this looks like a secret's ID (a GUID), not its value"
		r.Last().Severity = checks.Warning
	}
}

var secretIsClientID = checks.Rule{
	ID: "ClientSecretIsClientId", Severity: checks.Error, Origin: checks.Practice, Subject: checks.SubjectForm,
	Meaning: "The client secret is another value than the client ID.",
	Fix:     "Paste the secret's value; the client ID has a field of its own.",
	Source:  "S53, S54", Link: page,
	Bad: "the client ID in both fields", Good: "the client ID in one, the secret's value in the other",
}

func (in Input) secretIsClientID(r *checks.Reporter) {
	id := strings.TrimSpace(in.ClientID)
	if id != "" && strings.EqualFold(id, strings.TrimSpace(in.Value)) {
		r.ReportField(in.Field, "this is the client ID, not the secret")
	}
}

// entra reports whether the connector signs in through Microsoft Entra ID, or
// may: nothing is known about it.
func (in Input) entra() bool {
	if !in.Connector.AuthKnown || !in.Connector.Uses("oauth2") {
		return true
	}
	return slices.ContainsFunc(in.Connector.Auth, func(a connector.Auth) bool { return strings.EqualFold(a.IdentityProvider, "aad") })
}

// isGUID reports whether a text is 8-4-4-4-12 hexadecimal digits.
func isGUID(s string) bool {
	s = strings.ToLower(strings.Trim(strings.TrimSpace(s), "{}"))
	if len(s) != 36 {
		return false
	}
	for i := range len(s) {
		dash := i == 8 || i == 13 || i == 18 || i == 23
		if dash != (s[i] == '-') || !dash && !strings.Contains("0123456789abcdef", s[i:i+1]) {
			return false
		}
	}
	return true
}
