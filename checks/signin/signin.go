// Package signin says where an OAuth client is asked for, by what apiProperties.json
// states, and what a token endpoint's answers tell about the client. It is pure:
// asking is the matter of submission/rehearsal.
package signin

import (
	"encoding/json"
	"net/url"
	"strings"

	"github.com/certwiz/certwiz/checks/jsontree"
	"github.com/certwiz/certwiz/checks/properties"
)

// Endpoint is where a connector's client gets its tokens.
type Endpoint struct {
	Provider string // "oauth2", "aad"
	Token    string // the address, "" where it is not known
	Why      string // why it is not known
}

// EndpointOf is the endpoint of the first way to sign in with OAuth; false where
// there is none.
func EndpointOf(d *properties.Document) (Endpoint, bool) {
	for _, p := range d.Parameters {
		if !strings.EqualFold(p.Type, "oauthSetting") {
			continue
		}
		settings := p.Get("oAuthSettings")
		return endpoint(strings.ToLower(settings.Get("identityProvider").Str()), settings.Get("customParameters")), true
	}
	return Endpoint{}, false
}

func endpoint(provider string, custom jsontree.Node) Endpoint {
	e := Endpoint{Provider: provider}
	switch provider {
	case "oauth2":
		e.Token = parameter(custom, "tokenUrl")
	case "oauth2generic":
		e.Token = parameter(custom, "tokenUrlTemplate")
	case "aad":
		e.Token = entra(parameter(custom, "loginUri"), parameter(custom, "tenantId"))
	case "github":
		e.Token = "https://github.com/login/oauth/access_token"
	default:
		e.Why = "the token endpoint of the identity provider " + jsontree.Quote(provider) + " is not in apiProperties.json"
		return e
	}
	if why := usable(e.Token); why != "" {
		return Endpoint{Provider: provider, Why: why}
	}
	return e
}

// parameter is a custom parameter's value, whatever the case of its name.
func parameter(custom jsontree.Node, name string) string {
	for p := range custom.Children() {
		if strings.EqualFold(p.Key(), name) {
			return strings.TrimSpace(p.Get("value").Str())
		}
	}
	return ""
}

func entra(login, tenant string) string {
	if login == "" {
		login = "https://login.microsoftonline.com"
	}
	if tenant == "" {
		tenant = "common"
	}
	return strings.TrimRight(login, "/") + "/" + url.PathEscape(tenant) + "/oauth2/token"
}

// usable says why a secret can't be sent to an address, "" where it can.
func usable(address string) string {
	if address == "" {
		return "apiProperties.json names no token endpoint"
	}
	if strings.ContainsAny(address, "{}@") {
		return "the token endpoint depends on what a user of the connector enters"
	}
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Host == "":
		return "the token endpoint is no address"
	case u.Scheme != "https":
		return "the token endpoint is not reached by https"
	case u.User != nil:
		return "the token endpoint's address holds a user name"
	}
	return ""
}

// Verdict is what became of a client that was asked about.
type Verdict string

// The verdicts. NotChecked is never the same as Accepted.
const (
	Accepted   Verdict = "accepted"
	Refused    Verdict = "refused"
	NotChecked Verdict = "not checked"
)

// Answer is what a token endpoint answered to a code that can't be right.
type Answer struct {
	Status int
	Body   []byte // at most a few kilobytes
}

// refusals are the errors that speak of the client, accepted those of the code.
var (
	refusals  = []string{"invalid_client", "unauthorized_client", "incorrect_client_credentials", "invalid_client_id", "invalid_client_secret", "bad_client_credentials"}
	codeFalse = []string{"invalid_grant", "bad_verification_code", "invalid_code", "expired_code", "authorization_code_not_found"}
)

// entraCodes are what Entra says of a client.
var entraCodes = []struct{ code, says string }{
	{"AADSTS7000215", "the secret is not the app's: Entra says that a secret's ID was given in place of its value, or another app's secret"},
	{"AADSTS7000222", "the secret has expired"},
	{"AADSTS700016", "there is no app with this client ID in the tenant"},
	{"AADSTS700025", "the app is a public client, which has no secret"},
	{"AADSTS7000218", "the app wants a secret or a certificate, and took none of what was sent"},
	{"AADSTS90002", "there is no such tenant"},
}

// Judge compares the answer to the client's own secret with that to a wrong one:
// some endpoints look at the code first, and say the same to both.
func Judge(own, wrong Answer) (v Verdict, why string) {
	mine, theirs := own.read(), wrong.read()
	for _, e := range entraCodes {
		if strings.Contains(mine.text, e.code) {
			return Refused, e.says
		}
	}
	switch {
	case own.Status >= 500:
		return NotChecked, "the token endpoint has a problem of its own"
	case own.Status >= 300 && own.Status < 400:
		return NotChecked, "the token endpoint sends to another address, which is not followed"
	case own.Status == 429:
		return NotChecked, "the token endpoint takes no more questions for now"
	case !mine.known:
		return NotChecked, "the token endpoint answers with something else than OAuth's JSON"
	case is(mine.err, refusals):
		if is(theirs.err, codeFalse) {
			return NotChecked, "the token endpoint takes a wrong secret and not this one"
		}
		return Refused, "the client ID or the secret is wrong: the token endpoint says " + mine.err
	case is(mine.err, codeFalse) && is(theirs.err, refusals):
		return Accepted, "the token endpoint knows the client: it refuses only the code, and a wrong secret at once"
	case is(mine.err, codeFalse):
		return NotChecked, "the token endpoint looks at the code before the client: it says the same to a wrong secret"
	default:
		return NotChecked, "the token endpoint's answer tells nothing about the client: " + mine.err
	}
}

type answer struct {
	known     bool
	err, text string
}

// read finds the error in an answer, in JSON or as a form.
func (a Answer) read() answer {
	var said struct {
		Error       any    `json:"error"`
		Description string `json:"error_description"`
	}
	if json.Unmarshal(a.Body, &said) == nil {
		if name, ok := said.Error.(string); ok && name != "" {
			return answer{true, word(name), said.Description}
		}
	}
	if form, err := url.ParseQuery(string(a.Body)); err == nil && form.Get("error") != "" {
		return answer{true, word(form.Get("error")), form.Get("error_description")}
	}
	return answer{}
}

// word is a short error name that can be shown; what a server sends is shown in no
// other way, since it might repeat what it was sent.
func word(s string) string {
	if len(s) > 60 || strings.Trim(strings.ToLower(s), "abcdefghijklmnopqrstuvwxyz0123456789_-.") != "" {
		return "an error of its own"
	}
	return strings.ToLower(s)
}

func is(name string, names []string) bool {
	for _, n := range names {
		if name == n {
			return true
		}
	}
	return false
}
