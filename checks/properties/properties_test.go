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
	return Context{Operation: func(id string) bool { return id == "ListInvoices" }}
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
	if json.Unmarshal([]byte(snippet), &part) != nil || part.Properties == nil || strings.Count(snippet, `"publisher"`) > 1 || strings.HasPrefix(snippet, `{"contact"`) {
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
			c.Independent = rule.ID == "IconBrandColorNotIndependent" || rule.ID == "IndependentPublisherOAuth"
			c.HasScript = strings.Contains(rule.Good, "scriptOperations")
			badContext := c
			badContext.HasScript = rule.ID == "ScriptOperationsMissing"
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
		if seen[r.ID] || r.ID == "" || r.Meaning == "" || r.Fix == "" || r.Source == "" || r.Link == "" || r.Origin == "" || r.Subject != checks.SubjectProperties {
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

func TestClientSecretIsNotRepeated(t *testing.T) {
	tail := strings.Repeat("aB3", 16)
	for _, name := range []string{"clientSecret", "clientId"} {
		r := judged(example(t, `{"properties": {"connectionParameters": {"token": {"type": "oauthSetting", "oAuthSettings": {"`+name+`": "`+tail+`"}}}}}`), context())
		found := false
		for _, f := range r.Findings {
			found = found || f.Rule == "ClientSecretPresent" || f.Rule == "ClientIdNotPlaceholder"
			if strings.Contains(f.Message+f.Fix+f.Place.Pointer, "aB3aB3") {
				t.Errorf("the value is repeated: %s", f.Message)
			}
		}
		if !found {
			t.Errorf("%s: %+v", name, r.Findings)
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

// TestValuePath holds that paths are written as the pipeline prints them.
func TestValuePath(t *testing.T) {
	d := Read("a.json", []byte(`{"properties": {"connectionParameters": {"token:TenantId": {"type": 1}}, "policyTemplateInstances": [{"parameters": {"x-ms.a": 1}}]}}`))
	for pointer, want := range map[string]string{
		"":            "[0]",
		"/properties": "[0].properties",
		"/properties/connectionParameters/token:TenantId/type":    "[0].properties.connectionParameters.token:TenantId.type",
		"/properties/policyTemplateInstances/0/parameters/x-ms.a": "[0].properties.policyTemplateInstances[0].parameters['x-ms.a']",
	} {
		if got := valuePath(d.Tree.Find(pointer)); got != want {
			t.Errorf("%s: %s, want %s", pointer, got, want)
		}
	}
}

func TestOutcomes(t *testing.T) {
	tests := []struct {
		name, snippet, rule string
		want                checks.Result
	}{
		{"template in another case", `{"properties": {"policyTemplateInstances": [{"templateId": "SetHeader", "parameters": {"x-ms-apimTemplateParameter.name": "a", "x-ms-apimTemplate-policySection": "Request"}}]}}`, "PolicyParameterUnknown", checks.Passed},
		{"unknown template has any parameter", `{"properties": {"policyTemplateInstances": [{"templateId": "a", "parameters": {"b": "a"}}]}}`, "PolicyParameterUnknown", checks.Passed},
		{"parameter without its prefix", `{"properties": {"policyTemplateInstances": [{"templateId": "setheader", "parameters": {"name": "a"}}]}}`, "PolicyParameterUnknown", checks.Found},
		{"parameter of an OAuth token", `{"properties": {"connectionParameters": {"token": {"type": "oauthSetting"}}, "policyTemplateInstances": [{"templateId": "a", "parameters": {"b": "@connectionParameters('token:TenantId', '')"}}]}}`, "PolicyConnectionParameterNotFound", checks.Passed},
		{"constraint in another case", `{"properties": {"connectionParameters": {"a": {"type": "string", "uiDefinition": {"constraints": {"required": "True"}}}}}}`, "ConstraintNotText", checks.Passed},
		{"constraint of another text", `{"properties": {"connectionParameters": {"a": {"type": "string", "uiDefinition": {"constraints": {"hidden": "yes"}}}}}}`, "ConstraintNotText", checks.Found},
		{"name of two parts", `{"properties": {"connectionParameters": {"token:TenantId": {"type": "string"}}}}`, "ConnectionParameterNameNotValid", checks.Passed},
		{"name of three parts", `{"properties": {"connectionParameters": {"a:b:c": {"type": "string"}}}}`, "ConnectionParameterNameNotValid", checks.Found},
		{"no scopes for Entra ID", `{"properties": {"connectionParameters": {"token": {"type": "oauthSetting", "oAuthSettings": {"identityProvider": "aad", "scopes": []}}}}}`, "ScopesEmpty", checks.Passed},
		{"no type at all", `{"properties": {"capabilities": null}}`, "PropertiesTypeNotValid", checks.Found},
		{"two sets of one name", strings.Replace(setsInSchema.Bad, `"values": [`, `"values": [{"name": "key", "uiDefinition": {"displayName": "a", "description": "b"}, "parameters": {}},`, 1), "ConnectionParameterSetIncomplete", checks.Found},
	}
	for _, tt := range tests {
		if o := outcome(t, judged(example(t, tt.snippet), context()), tt.rule); o.Result != tt.want {
			t.Errorf("%s: %s is %s (%s)", tt.name, tt.rule, o.Result, o.Reason)
		}
	}
}
