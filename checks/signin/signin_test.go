package signin

import (
	"strings"
	"testing"

	"github.com/certwiz/certwiz/checks/properties"
)

// settings are apiProperties.json with OAuth by a provider.
func settings(provider, custom string) *properties.Document {
	return properties.Read("apiProperties.json", []byte(`{"properties": {"connectionParameters": {"token": {"type": "oauthSetting", "oAuthSettings": {"identityProvider": "`+provider+`", "clientId": "c", "customParameters": `+custom+`}}}}}`))
}

func TestEndpointOf(t *testing.T) {
	for _, tt := range []struct{ provider, custom, token, why string }{
		{"oauth2", `{"tokenUrl": {"value": "https://login.contoso.example/token"}}`, "https://login.contoso.example/token", ""},
		{"OAuth2", `{"TokenUrl": {"value": " https://login.contoso.example/token "}}`, "https://login.contoso.example/token", ""},
		{"oauth2generic", `{"tokenUrlTemplate": {"value": "https://login.contoso.example/token"}}`, "https://login.contoso.example/token", ""},
		{"aad", `{"loginUri": {"value": "https://login.microsoftonline.com/"}, "tenantId": {"value": "common"}}`, "https://login.microsoftonline.com/common/oauth2/token", ""},
		{"aad", `{}`, "https://login.microsoftonline.com/common/oauth2/token", ""},
		{"github", `{}`, "https://github.com/login/oauth/access_token", ""},
		{"docusign", `{}`, "", "is not in apiProperties.json"},
		{"oauth2", `{}`, "", "names no token endpoint"},
		{"oauth2", `{"tokenUrl": {"value": "http://login.contoso.example/token"}}`, "", "not reached by https"},
		{"oauth2", `{"tokenUrl": {"value": "https://{tenant}.contoso.example/token"}}`, "", "depends on what a user"},
		{"oauth2", `{"tokenUrl": {"value": "https://user:pass@contoso.example/token"}}`, "", "depends on what a user"},
		{"oauth2", `{"tokenUrl": {"value": "login/token"}}`, "", "no address"},
	} {
		e, ok := EndpointOf(settings(tt.provider, tt.custom))
		if !ok || e.Token != tt.token || !strings.Contains(e.Why, tt.why) || (e.Why == "") != (tt.why == "") {
			t.Errorf("%s %s: %+v, %v", tt.provider, tt.custom, e, ok)
		}
	}
	if _, ok := EndpointOf(properties.Read("apiProperties.json", []byte(`{"properties": {"connectionParameters": {}}}`))); ok {
		t.Error("no OAuth has an endpoint")
	}
}

func TestJudge(t *testing.T) {
	says := func(status int, body string) Answer { return Answer{status, []byte(body)} }
	grant, client := says(400, `{"error":"invalid_grant"}`), says(401, `{"error":"invalid_client"}`)
	for _, tt := range []struct {
		name       string
		own, wrong Answer
		want       Verdict
		why        string
	}{
		{"right secret", grant, client, Accepted, "knows the client"},
		{"wrong secret", client, client, Refused, "invalid_client"},
		{"the code is looked at first", grant, grant, NotChecked, "says the same to a wrong secret"},
		{"contrary", client, grant, NotChecked, "takes a wrong secret"},
		{"GitHub, right", says(200, `error=bad_verification_code&error_description=x`), says(200, `error=incorrect_client_credentials`), Accepted, "knows"},
		{"GitHub, wrong", says(200, `{"error":"incorrect_client_credentials"}`), says(200, `{"error":"incorrect_client_credentials"}`), Refused, "incorrect_client_credentials"},
		{"Entra, a secret's ID", says(401, `{"error":"invalid_client","error_description":"AADSTS7000215: Invalid client secret provided."}`), client, Refused, "secret's ID"},
		{"Entra, expired", says(401, `{"error":"invalid_client","error_description":"AADSTS7000222: keys are expired"}`), client, Refused, "expired"},
		{"Entra, no such app", says(400, `{"error":"unauthorized_client","error_description":"AADSTS700016: not found"}`), client, Refused, "no app"},
		{"Entra, a malformed code", says(400, `{"error":"invalid_request","error_description":"AADSTS9002313"}`), says(400, `{"error":"invalid_request"}`), NotChecked, "invalid_request"},
		{"a page", says(200, `<html>sign in</html>`), client, NotChecked, "something else"},
		{"empty", says(200, ``), client, NotChecked, "something else"},
		{"a redirect", says(302, ``), client, NotChecked, "not followed"},
		{"broken", says(503, `{"error":"invalid_client"}`), client, NotChecked, "problem of its own"},
		{"too many", says(429, `{"error":"invalid_client"}`), client, NotChecked, "no more questions"},
		{"an error that repeats what it was sent", says(400, `{"error":"no client with secret s3cret and long"}`), client, NotChecked, "an error of its own"},
		{"a number", says(400, `{"error":7}`), client, NotChecked, "something else"},
	} {
		v, why := Judge(tt.own, tt.wrong)
		if v != tt.want || !strings.Contains(why, tt.why) || strings.Contains(why, "s3cret") {
			t.Errorf("%s: %s, %s", tt.name, v, why)
		}
	}
}

// FuzzJudge: no answer makes it fail, or is shown as it came.
func FuzzJudge(f *testing.F) {
	f.Add(400, `{"error":"invalid_grant"}`, `{"error":"invalid_client"}`)
	f.Add(200, "error=x&error_description=%ff", "\x1b[2J")
	f.Fuzz(func(t *testing.T, status int, own, wrong string) {
		v, why := Judge(Answer{status, []byte(own)}, Answer{status, []byte(wrong)})
		if v == "" || why == "" || strings.ContainsFunc(why, func(r rune) bool { return r < ' ' || r > '~' }) {
			t.Errorf("%q, %q", v, why)
		}
	})
}
