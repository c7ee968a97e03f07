package properties

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/checks"
)

// base is a file that no rule objects to. An example's properties take the
// place of its own.
const base = `{
  "properties": {
    "iconBrandColor": "#1f6feb",
    "publisher": "Contoso Ltd",
    "stackOwner": "Contoso Ltd",
    "capabilities": [],
    "connectionParameters": {
      "api_key": {
        "type": "securestring",
        "uiDefinition": {"displayName": "API key", "description": "The key of your account.", "tooltip": "Your key"}
      }
    }
  }
}`

func context() Context {
	return Context{HasScript: true, Operation: func(id string) bool { return id == "ListInvoices" }}
}

func example(t *testing.T, snippet string) []byte {
	t.Helper()
	type file struct {
		Properties map[string]json.RawMessage `json:"properties"`
	}
	var whole, part file
	if err := json.Unmarshal([]byte(base), &whole); err != nil {
		t.Fatal(err)
	}
	if json.Unmarshal([]byte(snippet), &part) != nil || part.Properties == nil || strings.Count(snippet, `"publisher"`) > 1 {
		return []byte(snippet)
	}
	maps.Copy(whole.Properties, part.Properties)
	data, err := json.MarshalIndent(whole, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func judged(data []byte, c Context) checks.Report { return Read("apiProperties.json", data).Judge(c) }

func outcome(t *testing.T, r checks.Report, rule string) checks.Outcome {
	t.Helper()
	i := slices.IndexFunc(r.Outcomes, func(o checks.Outcome) bool { return o.Rule == rule })
	if i < 0 {
		t.Fatalf("no outcome for %s", rule)
	}
	return r.Outcomes[i]
}

func TestBaseIsClean(t *testing.T) {
	r := judged([]byte(base), context())
	if len(r.Findings) > 0 || len(r.Unchecked()) > 0 {
		t.Errorf("findings %+v, not checked %+v", r.Findings, r.Unchecked())
	}
}

func TestExamples(t *testing.T) {
	for _, rule := range Rules() {
		t.Run(rule.ID, func(t *testing.T) {
			if rule.Bad == "" || rule.Good == "" {
				t.Fatal("no example")
			}
			c := context()
			c.Independent = rule.ID == "IconBrandColorNotIndependent"
			badContext := c
			badContext.HasScript = rule.ID != "ScriptFileMissing"
			if o := outcome(t, judged(example(t, rule.Bad), badContext), rule.ID); o.Result != checks.Found {
				t.Errorf("the bad example is %s (%s)", o.Result, o.Reason)
			}
			r := judged(example(t, rule.Good), c)
			if o := outcome(t, r, rule.ID); o.Result != checks.Passed {
				t.Errorf("the good example is %s (%s)", o.Result, o.Reason)
			}
			for _, f := range r.Findings {
				if f.Severity == checks.Error && !strings.HasPrefix(rule.ID, "PropertiesJson") && rule.ID != "PropertiesObjectMissing" {
					t.Errorf("the good example has another fault: %s %s", f.Rule, f.Message)
				}
			}
		})
	}
}

func TestRulesAreDescribed(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range Rules() {
		if seen[r.ID] || r.ID == "" || r.Meaning == "" || r.Fix == "" || r.Source == "" || r.Origin == "" || r.Subject != "properties" {
			t.Errorf("%s is not described whole, or twice: %+v", r.ID, r)
		}
		seen[r.ID] = true
	}
}

func TestAuth(t *testing.T) {
	tests := []struct {
		name, properties string
		want             []Auth
	}{
		{"none", `"connectionParameters": {}`, nil},
		{"API key", `"connectionParameters": {"api_key": {"type": "securestring"}, "region": {"type": "string"}}`, []Auth{{Kind: "apiKey", Parameter: "api_key"}}},
		{"basic", `"connectionParameters": {"username": {"type": "securestring"}, "password": {"type": "securestring"}}`, []Auth{{Kind: "basic", Parameter: "username"}}},
		{"user name and key", `"connectionParameters": {"username": {"type": "string"}, "api_key": {"type": "securestring"}}`, []Auth{{Kind: "apiKey", Parameter: "api_key"}}},
		{"gateway", `"connectionParameters": {"gateway": {"type": "gatewaySetting"}}`, []Auth{{Kind: "other", Parameter: "gateway"}}},
		{"OAuth", `"connectionParameters": {"token": {"type": "oauthSetting", "oAuthSettings": {"identityProvider": "aad", "clientId": "[[DUMMY]]", "redirectMode": "Global", "redirectUrl": "https://global.consent.azure-apim.net/redirect"}},
			"token:clientSecret": {"type": "securestring"}}`,
			[]Auth{{Kind: "oauth2", Parameter: "token", IdentityProvider: "aad", ClientID: "[[DUMMY]]", RedirectMode: "Global", RedirectURL: "https://global.consent.azure-apim.net/redirect"}}},
		{"several", `"connectionParameterSets": {"values": [
			{"name": "key", "parameters": {"api_key": {"type": "securestring"}}},
			{"name": "login", "parameters": {"token": {"type": "oauthSetting", "oAuthSettings": {"identityProvider": "github"}}}}]}`,
			[]Auth{{Kind: "apiKey", Set: "key", Parameter: "api_key"}, {Kind: "oauth2", Set: "login", Parameter: "token", IdentityProvider: "github"}}},
		{"wrong types", `"connectionParameters": ["api_key"], "connectionParameterSets": 3`, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := Read("apiProperties.json", []byte(`{"properties": {`+tt.properties+`}}`))
			if !reflect.DeepEqual(d.Auth, tt.want) || !d.AuthKnown {
				t.Errorf("got %+v (known %v), want %+v", d.Auth, d.AuthKnown, tt.want)
			}
		})
	}
	for _, damaged := range []string{"", "[]", `{"properties": {"connectionParameters": {`} {
		if Read("a.json", []byte(damaged)).AuthKnown {
			t.Errorf("%q: authentication is called known", damaged)
		}
	}
}

// TestPlaceholders: every text here was in a published connector, or stands in
// for one that was.
func TestPlaceholders(t *testing.T) {
	for _, s := range []string{"", "[[DUMMY]]", "<<Please add your clientID here>>", "{{ client id }}", "dummy", "Enter your client ID", "[YOUR_VALUE]",
		"<resource-id>", "00000000-0000-0000-0000-000000000000", "****CLIENT_ID****", "Value-From-Your-App-Registration", "xxxxxxxxxxxxxxxxxxxxxxxx",
		"XXXXX", "THIS_IS_A_PLACEHOLDER_KEY", "{{aad_application_id}}", "null", "<Enter your client secret>", "PLACEHOLDER_CLIENTID", "dummy_number",
		"power-platform-integration", "logic-apps", "Flow", "ty-oauth2-client-id", "1234567890", "@connectionParameters('clientId')", "YourClientId2024GoesHere1"} {
		if realID(s) {
			t.Errorf("%q is taken for a real client ID", s)
		}
	}
	for _, s := range []string{"3f2504e0-4f89-41d3-9a0c-0305e82c3301", "{3F2504E0-4F89-41D3-9A0C-0305E82C3301}", "a1b2c3d4e5f6a7b8c9d0e1f2", "Fq8bTmhXK1WOBll4HQsCvLnB7KHRp4DE"} {
		if !realID(s) {
			t.Errorf("%q is not taken for a real client ID", s)
		}
	}
}

func TestSecretsAreFoundAndNotRepeated(t *testing.T) {
	tail := strings.Repeat("aB3", 16)
	for _, in := range []string{
		`{"properties": {"note": "AccountKey=` + tail + `"}}`,
		`{"properties": {"note": "https://contoso.example/a?sv=1&sig=` + tail + `"}}`,
		`{"properties": {"policyTemplateInstances": [{"parameters": {"x": "Bearer eyJ` + tail + `.` + tail + `.x"}}]}}`,
		`{"properties": {"connectionParameters": {"password": {"default": "` + tail + `"}}}}`,
		`{"properties": {"apiKey": "` + tail + `"}}`,
		`{"properties": {"connectionParameters": {"token": {"oAuthSettings": {"clientSecret": "` + tail + `"}}}}}`,
	} {
		r := judged([]byte(in), context())
		found := false
		for _, f := range r.Findings {
			found = found || f.Rule == "PropertiesHoldSecret" || f.Rule == "ClientSecretPresent"
			if strings.Contains(f.Message+f.Fix+f.Place.Pointer, "aB3aB3") {
				t.Errorf("the secret is repeated: %s", f.Message)
			}
		}
		if !found {
			t.Errorf("not found in %s", in)
		}
	}
	for _, in := range []string{
		`{"properties": {"connectionParameters": {"token": {"oAuthSettings": {"customParameters": {"tokenUrl": {"value": "https://login.contoso.example/oauth2/v2/token"}}}}}}}`,
		`{"properties": {"policyTemplateInstances": [{"parameters": {"x-ms-apimTemplateParameter.value": "@connectionParameters('api_key','')"}}]}}`,
		`{"properties": {"apiKey": "enter your key here 12345678"}}`,
	} {
		if o := outcome(t, judged([]byte(in), context()), "PropertiesHoldSecret"); o.Result != checks.Passed {
			t.Errorf("found in %s", in)
		}
	}
}

func TestDamagedFile(t *testing.T) {
	r := judged([]byte(`{"properties": {"iconBrandColor": "#ffffff", "publisher": "Contoso Ltd",`), context())
	for rule, want := range map[string]checks.Result{
		"PropertiesJsonNotValid": checks.Found, "IconBrandColorForbidden": checks.Found, "StackOwnerMissing": checks.NotChecked,
		"PublisherMissing": checks.NotChecked, "PropertiesObjectMissing": checks.Passed,
	} {
		if o := outcome(t, r, rule); o.Result != want {
			t.Errorf("%s is %s (%s), want %s", rule, o.Result, o.Reason, want)
		}
	}
	if p := r.Findings[0].Place; p.Line != 1 || p.Column < 70 {
		t.Errorf("place %+v", p)
	}
	for _, in := range []string{"", "[]", "\xff\xfe"} {
		r := judged([]byte(in), context())
		if r.Count(checks.Error) == 0 || outcome(t, r, "PublisherMissing").Result != checks.NotChecked {
			t.Errorf("%q: %+v", in, r)
		}
	}
}

func TestUnknownOperationsAreNotChecked(t *testing.T) {
	c := context()
	c.Operation = nil
	r := judged(example(t, `{"properties": {"scriptOperations": ["ListInvoices"]}}`), c)
	if o := outcome(t, r, "ScriptOperationNotFound"); o.Result != checks.NotChecked {
		t.Errorf("without a definition: %s", o.Result)
	}
}

// FuzzJudge holds that no bytes make a rule fail.
func FuzzJudge(f *testing.F) {
	f.Add([]byte(base))
	for _, r := range Rules() {
		f.Add([]byte(r.Bad))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, o := range judged(data, context()).Outcomes {
			if strings.Contains(o.Reason, "the rule failed") {
				t.Errorf("%s: %s", o.Rule, o.Reason)
			}
		}
	})
}
