package leaks

import (
	"strings"
	"testing"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/jsontree"
)

func definition(text string) Subject {
	return Subject{Files: []File{{Name: "apiDefinition.swagger.json", Tree: jsontree.Parse([]byte(text))}}}
}

func settings(text string) Subject {
	return Subject{Files: []File{{Name: "apiProperties.json", Tree: jsontree.Parse([]byte(text)), Settings: true}}}
}

// said lists the rules that have findings.
func said(r checks.Report) []string {
	var rules []string
	for _, f := range r.Findings {
		rules = append(rules, f.Rule)
	}
	return rules
}

func TestExamples(t *testing.T) {
	seen := map[string]bool{}
	for _, rule := range Rules() {
		if seen[rule.ID] || rule.Meaning == "" || rule.Fix == "" || rule.Source == "" || rule.Link == "" || rule.Subject != checks.SubjectLeaks {
			t.Errorf("%s is not described whole, or twice: %+v", rule.ID, rule)
		}
		seen[rule.ID] = true
		if got := said(Judge(definition(rule.Bad))); len(got) != 1 || got[0] != rule.ID {
			t.Errorf("%s: the bad example gives %v", rule.ID, got)
		}
		if got := said(Judge(definition(rule.Good))); len(got) != 0 {
			t.Errorf("%s: the good example gives %v", rule.ID, got)
		}
	}
}

const tail = "aB3xK9qLm2Zr8Tw5Vc7Nh4Pj6Ds1Fg0YuEaB3xK9qLm2Zr8Tw5Vc7Nh4Pj6Ds1Fg0YuE"

func TestTokens(t *testing.T) {
	found := map[string]string{
		"private key":   `-----BEGIN RSA PRIVATE KEY-----\n` + tail + tail,
		"web token":     "Bearer eyJ" + tail + ".eyJ" + tail + "." + tail,
		"AWS":           "AKIA" + "QX7RT2MWPLKZ5VBN",
		"GitHub":        "ghp_" + tail,
		"GitHub app":    "ghs_" + tail,
		"GitHub fine":   "github_pat_" + tail,
		"Slack":         "xoxb-" + tail,
		"Google":        "AIza" + tail[:35],
		"Stripe":        "sk_live_" + tail,
		"storage":       "DefaultEndpointsProtocol=https;AccountKey=" + tail + "==",
		"storage URL":   "https://contoso.example/a?sv=1&sig=" + tail,
		"in plain text": "the key is ghp_" + tail + " and no other",
	}
	for name, value := range found {
		r := Judge(definition(`{"info": {"description": "` + value + `"}}`))
		if got := said(r); len(got) != 1 || got[0] != token.ID || r.Findings[0].Severity != checks.Error {
			t.Errorf("%s: %v", name, got)
			continue
		}
		if f := r.Findings[0]; strings.Contains(f.Message+f.Fix+f.Place.Pointer, "B3xK9q") || strings.Contains(f.Message, "RT2M") {
			t.Errorf("%s: the value is repeated: %s", name, f.Message)
		}
		if f := r.Findings[0]; f.Place.Line != 1 || f.Place.Column != 26 || f.Place.Pointer != "/info/description" {
			t.Errorf("%s: %+v", name, f.Place)
		}
	}
	for _, value := range []string{
		"eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIn0.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c",
		"eyJ...", "eyJhbGciOi.xx.yy", "AKIAXXXXXXXXXXXXXXXX", "AKIAIOSFODNN7EXAMPLE", "ghp_your_token", "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
		"xoxb-your-token", "sk_live_...", "-----BEGIN PRIVATE KEY-----", "-----BEGIN CERTIFICATE-----" + tail, "sig=abc", "design=" + tail, "xoxo", "foxb-" + tail,
	} {
		if got := said(Judge(definition(`{"info": {"description": "` + value + `"}}`))); len(got) > 0 {
			t.Errorf("%s: %v", value, got)
		}
	}
}

// TestPlaceholders: every text here was in a published connector, or stands in
// for one that was.
func TestPlaceholders(t *testing.T) {
	for _, s := range []string{"", "[[DUMMY]]", "<<Please add your clientID here>>", "{{ client id }}", "dummy", "Enter your client ID", "[YOUR_VALUE]",
		"<resource-id>", "00000000-0000-0000-0000-000000000000", "****CLIENT_ID****", "Value-From-Your-App-Registration", "xxxxxxxxxxxxxxxxxxxxxxxx",
		"XXXXX", "THIS_IS_A_PLACEHOLDER_KEY", "{{aad_application_id}}", "null", "<Enter your client secret>", "PLACEHOLDER_CLIENTID", "dummy_number",
		"power-platform-integration", "logic-apps", "Flow", "ty-oauth2-client-id", "1234567890", "@connectionParameters('clientId')", "YourClientId2024GoesHere1",
		"11111111-1111-1111-1111-111111111111", "12345678-9abc-def0-1234-56789abcdef0"} {
		if RealID(s) {
			t.Errorf("%q is taken for a real client ID", s)
		}
	}
	for _, s := range []string{"3f2504e0-4f89-41d3-9a0c-0305e82c3301", "{3F2504E0-4F89-41D3-9A0C-0305E82C3301}", "a1b2c3d4e5f6a7b8c9d0e1f2", "Fq8bTmhXK1WOBll4HQsCvLnB7KHRp4DE"} {
		if !RealID(s) {
			t.Errorf("%q is not taken for a real client ID", s)
		}
	}
}

func TestValues(t *testing.T) {
	tests := []struct {
		name string
		in   Subject
		want string // the rule, "" for none
	}{
		{"setting", settings(`{"properties": {"connectionParameters": {"token": {"oAuthSettings": {"customParameters": {"apiKey": {"value": "k7Qp2Xv9Lm4Rt8Zs1Wd6"}}}}}}}`), secretValue.ID},
		{"setting's default", settings(`{"properties": {"connectionParameters": {"password": {"default": "` + tail + `"}}}}`), secretValue.ID},
		{"policy's header", settings(`{"properties": {"policyTemplateInstances": [{"parameters": {"x-ms-apimTemplateParameter.name": "Authorization", "x-ms-apimTemplateParameter.value": "Bearer k7Qp2Xv9Lm4Rt8Zs1Wd6"}}]}}`), secretValue.ID},
		{"policy's expression", settings(`{"properties": {"policyTemplateInstances": [{"parameters": {"x-ms-apimTemplateParameter.name": "X-Api-Key", "x-ms-apimTemplateParameter.value": "@connectionParameters('api_key','')"}}]}}`), ""},
		{"a member's own name", settings(`{"properties": {"apiKey": "` + tail + `"}}`), secretValue.ID},
		{"an address named token", settings(`{"properties": {"tokenUrl": {"value": "https://login.contoso.example/oauth2/v2/token"}}}`), ""},
		{"a sentence", settings(`{"properties": {"apiKey": "enter your key here 12345678"}}`), ""},
		{"example object", definition(`{"definitions": {"a": {"example": {"access_token": "` + tail + `"}}}}`), secretValue.ID},
		{"next page", definition(`{"definitions": {"a": {"example": {"nextPageToken": "` + tail + `"}}}}`), ""},
		{"enum", definition(`{"definitions": {"token": {"enum": ["` + tail + `"]}}}`), ""},
		{"client ID in an example", definition(`{"definitions": {"a": {"example": {"clientId": "3f2504e0-4f89-41d3-9a0c-0305e82c3301"}}}}`), ""},
		{"user without password", definition(`{"definitions": {"a": {"example": "https://anna@files.contoso.example"}}}`), ""},
		{"git address", definition(`{"definitions": {"a": {"example": "https://$user:$password@files.contoso.example"}}}`), ""},
		{"key in an address", definition(`{"definitions": {"a": {"example": "https://contoso.example/?api_key=k7Qp2Xv9Lm4Rt8Zs1Wd6"}}}`), urlSecret.ID},
		{"private address", definition(`{"securityDefinitions": {"a": {"tokenUrl": "http://10.20.1.7:8080/token"}}}`), privateHost.ID},
		{"bare private address", definition(`{"definitions": {"ip": {"example": "192.168.0.1"}}}`), ""},
		{"own machine in an example", definition(`{"definitions": {"a": {"example": "http://localhost:3000/callback"}}}`), ""},
		{"own machine as a default", definition(`{"definitions": {"a": {"default": "http://localhost:3000/callback"}}}`), privateHost.ID},
		{"private machine in a description", definition(`{"definitions": {"a": {"description": "such as http://10.0.0.1"}}}`), ""},
		{"address in the contact", definition(`{"info": {"contact": {"email": "wilhelmina.oates@vandelay-imports.zz"}}}`), ""},
		{"address of a role", definition(`{"definitions": {"a": {"example": "support@vandelay-imports.zz"}}}`), ""},
		{"invented person", definition(`{"definitions": {"a": {"example": "john.doe@vandelay-imports.zz"}}}`), ""},
		{"invented company", definition(`{"definitions": {"a": {"example": "wilhelmina@contoso.com"}}}`), ""},
		{"list of addresses", definition(`{"definitions": {"a": {"example": ["w.oates@gmail.com"]}}}`), email.ID},
		{"a handle", definition(`{"definitions": {"a": {"example": "@oates"}}}`), ""},
		{"phone of 555", definition(`{"definitions": {"a": {"example": {"phone": "+1 (425) 555-0199"}}}}`), ""},
		{"phone as a number", definition(`{"definitions": {"a": {"example": {"mobilePhone": 999319204763}}}}`), phone.ID},
		{"an order's number", definition(`{"definitions": {"a": {"example": {"order": "999319204763"}}}}`), ""},
		{"phone in a row", definition(`{"definitions": {"a": {"example": {"phone": "1234567890"}}}}`), ""},
	}
	for _, tt := range tests {
		got := said(Judge(tt.in))
		if tt.want == "" && len(got) > 0 || tt.want != "" && (len(got) != 1 || got[0] != tt.want) {
			t.Errorf("%s: %v, want %q", tt.name, got, tt.want)
		}
	}
}

// TestOneFinding holds that one value is one finding with its places.
func TestOneFinding(t *testing.T) {
	r := Judge(definition(`{"a": {"example": "w.oates@gmail.com"}, "b": {"example": "w.oates@gmail.com"}, "c": {"example": "b.oates@gmail.com"}}`))
	if len(r.Findings) != 2 || len(r.Findings[0].More) != 1 || r.Findings[0].More[0].Pointer != "/b/example" {
		t.Errorf("%+v", r.Findings)
	}
}

func TestText(t *testing.T) {
	text := "# Häuser\nkey: é ghp_" + tail + "\n"
	r := Judge(Subject{Files: []File{{Name: "readme.md", Text: text}}})
	if len(r.Findings) != 1 || r.Findings[0].Place != (checks.Place{File: "readme.md", Line: 2, Column: 8}) {
		t.Errorf("%+v", r.Findings)
	}
}

func TestMask(t *testing.T) {
	for in, want := range map[string]string{"": "0 characters", "hunter2": "7 characters", "k7Qp2Xv9Lm4Rt8": "`k7Qp…` (14 characters)", "äöüßäöüßäöüß": "`äöüß…` (12 characters)", "`\n``abcdefghijk": "`` \\n``…` (15 characters)"} {
		if got := Mask(in); got != want && in[:min(1, len(in))] != "`" {
			t.Errorf("%q: %s, want %s", in, got, want)
		}
	}
}

// FuzzJudge holds that no bytes make a rule fail, and that no long value is
// repeated whole.
func FuzzJudge(f *testing.F) {
	for _, r := range Rules() {
		f.Add([]byte(r.Bad), "ghp_"+tail)
	}
	f.Fuzz(func(t *testing.T, data []byte, text string) {
		s := Subject{Files: []File{{Name: "a", Tree: jsontree.Parse(data)}, {Name: "b", Tree: jsontree.Parse(data), Settings: true}, {Name: "c", Text: text}}}
		r := Judge(s)
		for _, o := range r.Outcomes {
			if strings.Contains(o.Reason, "the rule failed") {
				t.Errorf("%s: %s", o.Rule, o.Reason)
			}
		}
		for _, finding := range r.Findings {
			if len(finding.Message) > 400 {
				t.Errorf("a long message: %s", finding.Message)
			}
		}
	})
}

// TestUnread holds that what was not seen is not called clean.
func TestUnread(t *testing.T) {
	clean := definition(`{}`)
	clean.Unread = "readme.md could not be read"
	for name, r := range map[string]checks.Report{"a file": Judge(clean), "a part": Judge(definition(`{"a": {`))} {
		if u := r.Unchecked(); len(u) != 1 || u[0].Rule != token.ID {
			t.Errorf("%s: %+v", name, r.Outcomes)
		}
		for _, o := range r.Outcomes {
			if o.Result == checks.Passed {
				t.Errorf("%s: %s passed on what was not seen", name, o.Rule)
			}
		}
	}
}

// TestSigns holds that the quick look sees every sign.
func TestSigns(t *testing.T) {
	for _, f := range formats {
		for _, text := range []string{f.sign + tail, "some words before " + f.sign + tail} {
			if !hasSign(text) {
				t.Errorf("%s is not seen", f.sign)
			}
		}
	}
	if hasSign("a sentence of some length about x-ms-visibility and Keys = none, JSON_BEGIN") {
		t.Error("plain text is taken for a sign")
	}
}
