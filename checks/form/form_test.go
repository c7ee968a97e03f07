package form

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/connector"
)

var today = time.Date(2026, 11, 24, 23, 30, 0, 0, time.UTC)

const (
	appID   = "6f1c2a4e-53b1-4b6f-9a57-0c3f6f2e77ab"
	otherID = "0a1b2c3d-1111-2222-3333-444455556666"
)

var (
	aad = connector.Facts{AuthKnown: true, Auth: []connector.Auth{{Kind: "oauth2", IdentityProvider: "aad", ClientID: "[[PLACEHOLDER]]"}}}
	own = connector.Facts{AuthKnown: true, Auth: []connector.Auth{{Kind: "oauth2", IdentityProvider: "oauth2generic", ClientID: appID}}}
)

func input(value string, facts connector.Facts) Input {
	return Input{
		Field: "page.field", Label: "Answer", Value: value, Today: today, Connector: facts, ClientID: appID,
		File: "contoso.zip", Beside: []Beside{{"the terms", "https://contoso.example/terms"}},
	}
}

func lines(r checks.Report) []string {
	var out []string
	for _, f := range r.Findings {
		out = append(out, fmt.Sprintf("%s %s: %s", f.Severity, f.Rule, f.Message))
	}
	return out
}

const longSteps = "1. Sign in at https://app.contoso.example/test\n2. Create an invoice with the action \"Create invoice\"\n3. See it listed by \"List invoices\" and open it."

type judged struct {
	kind  Kind
	value string
	facts connector.Facts
	want  []string
}

var cases = []judged{
	// Addresses.
	{SubmitterEmail, "ines@contoso.example", aad, nil},
	{SubmitterEmail, "ines.o'neil+cert@mail.contoso.example", aad, nil},
	{SubmitterEmail, "jürgen@müller.example", aad, nil},
	{SubmitterEmail, "ines@contoso.example ", aad, []string{"error EmailSyntax: Answer has a space or line break before or after the address"}},
	{SubmitterEmail, "mailto:ines@contoso.example", aad, []string{"error EmailSyntax: Answer begins with mailto:"}},
	{SubmitterEmail, "Ines <ines@contoso.example>", aad, []string{"error EmailSyntax: Answer holds more than the address: a name or brackets"}},
	{SubmitterEmail, "a@contoso.example; b@contoso.example", aad, []string{"error EmailSyntax: Answer holds more than one address"}},
	{SubmitterEmail, "ines@contoso", aad, []string{"error EmailSyntax: Answer lacks the ending of the domain, such as .com"}},
	{SubmitterEmail, "ines contoso.example", aad, []string{"error EmailSyntax: Answer has a space or line break inside the address"}},
	{SubmitterEmail, "contoso.example", aad, []string{"error EmailSyntax: Answer has no @"}},
	{SubmitterEmail, "@contoso.example", aad, []string{"error EmailSyntax: Answer lacks the part before or after the @"}},
	{SubmitterEmail, "ines..x@contoso.example", aad, []string{"error EmailSyntax: Answer has a full stop too many"}},
	{SubmitterEmail, "ines@-contoso.example", aad, []string{"error EmailSyntax: Answer has a domain that can't exist"}},
	{SubmitterEmail, "ines@10.0.0.1", aad, []string{"error EmailSyntax: Answer has a domain that can't exist"}},
	{SubmitterEmail, `i"n@contoso.example`, aad, []string{"error EmailSyntax: Answer holds characters that no address has"}},
	{SubmitterEmail, strings.Repeat("a", 65) + "@contoso.example", aad, []string{"error EmailSyntax: Answer is longer than an address can be"}},
	{SupportEmail, "support@example.com", aad, []string{"error AnswerPlaceholder: Answer holds a placeholder: example.com"}},
	{SupportEmail, "support@mail.contoso.com", aad, []string{"error AnswerPlaceholder: Answer holds a placeholder: contoso.com"}},
	{SupportEmail, "support@mycontoso.com", aad, nil},
	{SupportEmail, "support@example.com.au", aad, nil},
	{SupportEmail, "test@test.example", aad, []string{"error AnswerPlaceholder: Answer holds a placeholder: test@test.example"}},
	{SupportEmail, "no-reply@contoso.example", aad, []string{"error EmailNoReply: Answer is an address that nobody reads: no-reply"}},
	{SupportEmail, "Contoso.DoNotReply@contoso.example", aad, []string{"error EmailNoReply: Answer is an address that nobody reads: contoso.donotreply"}},
	{SupportEmail, "replies@contoso.example", aad, nil},
	// Steps.
	{TestSteps, longSteps, aad, nil},
	{TestSteps, "Try it", aad, []string{"error TestStepsTooShort: Answer: too short to tell anybody how to test the connector"}},
	{TestSteps, strings.Repeat("x", 300), aad, []string{"error AnswerPlaceholder: Answer holds a placeholder: " + strings.Repeat("x", 39) + "…", "error TestStepsTooShort: Answer: too short to tell anybody how to test the connector"}},
	{TestSteps, "Sign in, create an invoice, list it.", aad, []string{"warning TestStepsTooShort: Answer: 36 characters are few to test a connector by"}},
	{TestSteps, "Sign in with the account below and then create an invoice and look at what comes out of it in the list", aad, []string{"warning TestStepsTooShort: Answer: 1 of at least 3 steps"}},
	{TestSteps, "Sign in with the account below. Create an invoice named Test. Open the list of invoices. It is there.", aad, nil},
	{TestSteps, "1. Sign in with the account below 2. Create an invoice named Test 3. Open the list of invoices", aad, nil},
	{TestSteps, longSteps + "\nPassword: hunter2", aad, []string{"error SecretInText: Answer: what looks like a password or key stands in line 4"}},
	{TestSteps, longSteps + "\nThe password is Hunter2!", aad, []string{"error SecretInText: Answer: what looks like a password or key stands in line 4"}},
	{TestSteps, longSteps + "\npw=summer", aad, []string{"error SecretInText: Answer: what looks like a password or key stands in line 4"}},
	{TestSteps, longSteps + "\n\"API key\": `abc123def456`", aad, []string{"error SecretInText: Answer: what looks like a password or key stands in line 4"}},
	{TestSteps, longSteps + "\nPassword: see the field below\nPassword: ********\nPassword: <password>\nToken: 6 digits from the app\nThe password is kept in the field.\nEnter the password: then press Next.\nPassword reset: not needed", aad, nil},
	{TestSteps, longSteps + "\n4. Ask https://www.example.com/help", aad, []string{"error AnswerPlaceholder: Answer holds a placeholder: example.com"}},
	{TestSteps, longSteps + "\nTODO: name the account", aad, []string{"error AnswerPlaceholder: Answer holds a placeholder: todo:"}},
	{TestSteps, longSteps + "\x1b[2J", aad, []string{"error AnswerControlCharacters: Answer holds characters that can't be seen"}},
	{MFASteps, "Open the authenticator page at https://app.contoso.example/mfa and type the code.", aad, nil},
	{MFASteps, "Call us", aad, []string{"error MfaStepsTooShort: Answer: 7 characters lead nobody through it"}},
	{MFASteps, "Call Ines, she has the phone", aad, []string{"warning MfaStepsTooShort: Answer: 28 characters are few for a way through it"}},
	{MFASteps, "Open the authenticator page, the pin is 493021, and type the code shown.", aad, []string{"error SecretInText: Answer: what looks like a password or key stands in line 1"}},
	// Account and texts.
	{Account, "cert-tester@contoso.example", aad, nil},
	{Account, "cert-tester@contoso.example password: hunter2", aad, []string{"error SecretInText: Answer: what looks like a password or key stands in line 1"}},
	{Account, "your-account", aad, []string{"error AnswerPlaceholder: Answer holds a placeholder: your-account"}},
	{Account, "<user name>", aad, []string{"error AnswerPlaceholder: Answer holds a placeholder: <user name>"}},
	{Text, "R. Case", aad, nil},
	{Text, "xxx", aad, []string{"error AnswerPlaceholder: Answer holds a placeholder: xxx"}},
	// Secrets.
	{Password, "Correct-Horse-7", aad, nil},
	{Password, "test", aad, []string{"warning SecretPlaceholder: Answer is a placeholder"}},
	{Password, "Correct-Horse-7 ", aad, []string{"warning SecretSpace: Answer begins or ends with a space"}},
	{Password, "Correct-Horse-7\n", aad, []string{"error SecretSpace: Answer holds a line break"}},
	{APIKey, "abc123def456", aad, nil},
	{APIKey, "Bearer abc123def456", aad, []string{`warning SecretPrefix: Answer begins with "bearer"`}},
	{APIKey, "abc\u200b123", aad, []string{"error SecretSpace: Answer holds a tab or a space that can't be seen"}},
	{ClientSecret, "Abc8Q~xYz.123-456_789~abcdefghijklmnopqr", aad, nil},
	{ClientSecret, " Abc8Q~xYz", aad, []string{"error SecretSpace: Answer begins or ends with a space"}},
	{ClientSecret, "\"Abc8Q~xYz\"", aad, []string{"warning SecretQuotes: Answer stands in quotation marks"}},
	{ClientSecret, "Bearer Abc8Q~xYz", aad, []string{`error SecretPrefix: Answer begins with "bearer"`}},
	{ClientSecret, "client_secret=Abc8Q~xYz", aad, []string{`error SecretPrefix: Answer begins with "client_secret="`}},
	{ClientSecret, "<your client secret>", aad, []string{"error SecretPlaceholder: Answer is a placeholder"}},
	{ClientSecret, otherID, aad, []string{"error ClientSecretIsId: this is a secret's ID (a GUID), not its value"}},
	{ClientSecret, strings.ToUpper(otherID), connector.Facts{}, []string{"error ClientSecretIsId: this is a secret's ID (a GUID), not its value"}},
	{ClientSecret, otherID, own, []string{"warning ClientSecretIsId: this looks like a secret's ID (a GUID), not its value"}},
	{ClientSecret, appID, aad, []string{"error ClientSecretIsId: this is a secret's ID (a GUID), not its value", "error ClientSecretIsClientId: this is the client ID, not the secret"}},
	// Client ID.
	{ClientID, otherID, aad, nil},
	{ClientID, "contoso-invoices", aad, []string{"error ClientIdNotGuid: Answer is not a GUID, as Entra's client IDs are"}},
	{ClientID, appID, own, nil},
	{ClientID, otherID, own, []string{"warning ClientIdDiffers: Answer is not the one in apiProperties.json, " + appID}},
	{ClientID, appID + "\n", aad, []string{"error ClientIdSpace: Answer has a space or line break around it"}},
	{ClientID, `"` + appID + `"`, own, []string{"error ClientIdSpace: Answer stands in quotation marks", "warning ClientIdDiffers: Answer is not the one in apiProperties.json, " + appID}},
	{ClientID, "[[DUMMY]]", aad, []string{"error AnswerPlaceholder: Answer holds a placeholder: [[DUMMY]]"}},
	{ClientID, "00000000-0000-0000-0000-000000000000", aad, []string{"error AnswerPlaceholder: Answer holds a placeholder: 00000000-0000-0000-0000-000000000000"}},
	// Expiry; today is 24 November 2026.
	{Expiry, "2027-11-30", aad, nil},
	{Expiry, "30.11.2027", aad, []string{"error ExpiryNotADate: Answer is not a date as it is written here"}},
	{Expiry, "2027-02-29", aad, []string{"error ExpiryNotADate: Answer is not a date as it is written here"}},
	{Expiry, "2026-11-23", aad, []string{"error ExpiryPast: the secret ended on 23 November 2026"}},
	{Expiry, "2026-11-24", aad, []string{"error ExpiryPast: the secret ended on 24 November 2026"}},
	{Expiry, "2026-11-25", aad, []string{"warning ExpirySoon: the secret ends in 1 day, on 25 November 2026"}},
	{Expiry, "2027-01-22", aad, []string{"warning ExpirySoon: the secret ends in 59 days, on 22 January 2027"}},
	{Expiry, "2027-01-23", aad, nil},
	{Expiry, "2028-11-24", aad, nil},
	{Expiry, "2028-11-25", aad, []string{"advice ExpiryFar: 25 November 2028 is more than 24 months ahead, longer than a secret of Entra lasts"}},
	{Expiry, "2031-01-01", own, nil},
	// Connector's name.
	{ConnectorName, "contoso-5finvoices-5f1a2b3c", aad, nil},
	{ConnectorName, "https://global.consent.azure-apim.net/redirect/contosoinvoices/", aad, []string{"error ConnectorNameShape: Answer is a whole address; only its last part is asked for"}},
	{ConnectorName, "Contoso Invoices", aad, []string{"error ConnectorNameShape: Answer has other characters than small letters, digits and dashes"}},
	{ConnectorName, "contosoinvoices ", aad, []string{"error ConnectorNameShape: Answer has other characters than small letters, digits and dashes"}},
	{Kind(""), "anything", aad, nil},
}

func TestJudge(t *testing.T) {
	found := map[string]bool{}
	for _, tt := range slices.Concat(cases, offerCases) {
		t.Run(fmt.Sprintf("%s/%.40q", tt.kind, tt.value), func(t *testing.T) {
			report := Judge(tt.kind, input(tt.value, tt.facts))
			if got := lines(report); !slices.Equal(got, tt.want) {
				t.Errorf("got\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(tt.want, "\n  "))
			}
			for _, f := range report.Findings {
				found[f.Rule] = true
				if f.Field != "page.field" || f.Fix == "" {
					t.Errorf("%s: field %q, fix %q", f.Rule, f.Field, f.Fix)
				}
			}
		})
	}
	for _, rule := range Rules()[3:] {
		if !found[rule.ID] {
			t.Errorf("no case finds %s", rule.ID)
		}
	}
}

// TestExamples runs the examples that are answers.
func TestExamples(t *testing.T) {
	kindOf := map[string]Kind{
		"AnswerControlCharacters": Text, "AnswerPlaceholder": SupportEmail, "EmailSyntax": SupportEmail, "EmailNoReply": SupportEmail,
		"TestStepsTooShort": TestSteps, "SecretInText": TestSteps, "MfaStepsTooShort": MFASteps, "SecretPlaceholder": ClientSecret,
		"ClientSecretIsId": ClientSecret, "ClientIdSpace": ClientID, "ClientIdNotGuid": ClientID, "ExpiryNotADate": Expiry, "ConnectorNameShape": ConnectorName,
		"OfferLinkShape": WebLink, "OfferCategories": Categories, "EmailList": EmailList,
	}
	for _, rule := range Rules() {
		kind, ok := kindOf[rule.ID]
		if !ok {
			continue // its example is told in words
		}
		delete(kindOf, rule.ID)
		finds := func(value string) bool {
			return slices.ContainsFunc(Judge(kind, input(value, aad)).Findings, func(f checks.Finding) bool { return f.Rule == rule.ID })
		}
		if !finds(rule.Bad) {
			t.Errorf("%s does not find its bad example", rule.ID)
		}
		if finds(rule.Good) {
			t.Errorf("%s finds its good example", rule.ID)
		}
	}
	for id := range kindOf {
		t.Errorf("there is no rule %s", id)
	}
}

// TestPublishedPlaceholders holds that what publishers wrote instead of a
// client ID in apiProperties.json is no client ID to compare with.
func TestPublishedPlaceholders(t *testing.T) {
	for _, id := range []string{"PLACEHOLDER_CLIENTID", "[[DUMMY]]", "<<Please add your clientID here>>", "power-platform-integration", "{{ client id }}", "dummy",
		"[YOUR_VALUE]", "Enter your client ID", "Please enter your client id", "ty-oauth2-client-id", "xxxxxxxxxxxxxxxxxxxxxxxx", "required", "microsoft.flow",
		"placeholder", "dummy_number", "Value-From-Your-App-Registration", "YOUR_CLIENT_ID_HERE", "THIS_IS_A_PLACEHOLDER_KEY", "CLIENT_ID", "Zoom Client ID", "logic-apps", ""} {
		facts := connector.Facts{AuthKnown: true, Auth: []connector.Auth{{Kind: "oauth2", IdentityProvider: "aad", ClientID: id}}}
		if got := lines(Judge(ClientID, input(appID, facts))); got != nil {
			t.Errorf("%q in the file: %q", id, got)
		}
	}
}

func TestExpiryWithoutToday(t *testing.T) {
	in := input("2027-11-30", aad)
	in.Today = time.Time{}
	report := Judge(Expiry, in)
	if n := len(report.Unchecked()); n != 3 {
		t.Errorf("%d rules not checked without a date of today, want 3", n)
	}
}

func TestGateRules(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range Rules() {
		if r.ID == "" || r.Subject != checks.SubjectForm || r.Origin == "" || r.Meaning == "" || r.Fix == "" || r.Source == "" || r.Bad == "" || r.Good == "" {
			t.Errorf("%+v lacks something", r)
		}
		if seen[r.ID] {
			t.Errorf("%s stands twice", r.ID)
		}
		seen[r.ID] = true
	}
	for _, id := range []string{"AnswerMissing", "CarriedOver", "ExpectedText"} {
		if !seen[id] {
			t.Errorf("Rules lacks %s", id)
		}
	}
}

// FuzzJudge holds that no answer makes a rule fail, and that what is said
// about a secret never holds the secret.
func FuzzJudge(f *testing.F) {
	for _, c := range slices.Concat(cases, offerCases) {
		f.Add(c.value)
	}
	f.Fuzz(func(t *testing.T, value string) {
		for _, kind := range kinds {
			report := Judge(kind, input(value, aad))
			for _, o := range report.Outcomes {
				if strings.HasPrefix(o.Reason, "the rule failed") {
					t.Errorf("%s: %s", o.Rule, o.Reason)
				}
			}
			for _, finding := range report.Findings {
				secret := kind == Password || kind == APIKey || kind == ClientSecret || kind == SASLink || finding.Rule == "SecretInText"
				// A value that is a prefix or a word of the message is no news.
				if value := strings.TrimSpace(value); secret && len(value) > 15 && strings.Contains(finding.Message, value) {
					t.Errorf("%s repeats the secret", finding.Rule)
				}
			}
		}
	})
}

func BenchmarkJudge(b *testing.B) {
	in := input(strings.Repeat(longSteps+"\n", 10), aad)
	for b.Loop() {
		Judge(TestSteps, in)
	}
}

// TestAnswersAreNotRepeated: what was typed may be a secret that was meant for
// another field, so that no finding repeats it.
func TestAnswersAreNotRepeated(t *testing.T) {
	for _, kind := range kinds {
		for _, value := range []string{"Vh7!correct-horse-9zQ", "zU8~Kq2.mP5vN1xR7tW3yB6dF9gH4jL0sA", "pk/9f27c1d05e8844aa\nQx7", "qx7@9f27c1d05e88@44aa", " 'quoted-Kq2.mP5v' "} {
			for _, f := range Judge(kind, Input{Value: value, Connector: aad, Today: today}).Findings {
				for _, part := range strings.FieldsFunc(value, func(r rune) bool { return strings.ContainsRune("@/\n '", r) }) {
					if len(part) > 5 && strings.Contains(f.Message, part) {
						t.Errorf("%s: %s repeats %q", kind, f.Message, part)
					}
				}
			}
		}
	}
}

func TestTokenInText(t *testing.T) {
	token := "ghp" + "_" + strings.Repeat("aB3dE5", 6)
	for _, kind := range []Kind{TestSteps, MFASteps, Account, Text} {
		got := Judge(kind, Input{Value: "Sign in with " + token, Connector: aad, Today: today})
		if !slices.ContainsFunc(got.Findings, func(f checks.Finding) bool { return f.Rule == "SecretInText" }) {
			t.Errorf("%s: a token was taken", kind)
		}
	}
}
