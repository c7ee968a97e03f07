package document

import (
	"bytes"
	"html"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"pgregory.net/rapid"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/checks/prose"
	"github.com/certwiz/certwiz/checks/swagger"
)

const definition = `{
  "swagger": "2.0",
  "info": {"title": "Contoso Invoices", "version": "1.0", "termsOfService": "https://contoso.example/terms",
    "description": "Writes and sends invoices. At most 200 invoices are listed at once.",
    "contact": {"name": "Support", "email": "support@contoso.example", "url": "https://contoso.example/support"}},
  "host": "api.contoso.example",
  "externalDocs": {"url": "https://contoso.example/docs"},
  "paths": {
    "/invoices": {
      "post": {"operationId": "CreateInvoice", "summary": "Create invoice", "description": "Writes a new invoice, 100 per minute are accepted.",
        "responses": {"201": {"description": "Created"}, "404": {"description": "No such customer."}, "429": {"description": "Too many requests"}}},
      "get": {"operationId": "ListInvoices", "summary": "List invoices", "description": "List invoices",
        "responses": {"200": {"description": "OK"}, "401": {"description": "No key."}, "404": {"description": "Nothing."}, "default": {"description": "Failed"}}}
    },
    "/hooks": {"post": {"operationId": "WhenPaid", "summary": "When an invoice is paid", "x-ms-trigger": "single", "description": "Starts when money is there.", "responses": {"201": {"description": "Created"}}}},
    "/hooks/{id}": {"delete": {"operationId": "Unsubscribe", "x-ms-visibility": "internal", "responses": {"418": {"description": "Internal"}}}}
  },
  "x-ms-connector-metadata": [
    {"propertyName": "Website", "propertyValue": "https://contoso.example"},
    {"propertyName": "Privacy Policy", "propertyValue": "https://contoso.example/privacy"}
  ]
}`

const settings = `{"properties": {"publisher": "Contoso Ltd", "stackOwner": "Contoso", "capabilities": [], "iconBrandColor": "#1f6feb", "connectionParameters": {
  "site": {"type": "string", "uiDefinition": {"displayName": "Site", "tooltip": "The name of your site"}},
  "api_key": {"type": "securestring", "uiDefinition": {"displayName": "API key", "description": "The key of your account"}},
  "region": {"type": "string", "uiDefinition": {"displayName": "Region", "constraints": {"hidden": "true"}}}
}}}`

func contoso(t testing.TB, settings string) Known {
	t.Helper()
	a := connector.Artifacts{Name: "Contoso Invoices", Swagger: &checks.File{Name: "apiDefinition.swagger.json", Data: []byte(definition)}}
	if settings != "" {
		a.Properties = &checks.File{Name: "apiProperties.json", Data: []byte(settings)}
	}
	return From(connector.Read(a))
}

const wantIntro = `[Insert one paragraph of at most 8 sentences on what Contoso Invoices is worth to its users and what they can do with it, in other words than the connector's description: who it is for, what it saves them, which apps and services it brings together]

## Prerequisites

- [Insert what users need before they start: an account, a paid plan, a right that an administrator gives; or that nothing is needed]

## How to get credentials

Contoso Invoices signs in with an API key or another secret.

A connection asks for:

- **Site**: The name of your site
- **API key**: The key of your account

1. [Insert where users sign in and as whom, with a link to the page; the website is <https://contoso.example>]
2. [Insert where the key is found or made]
3. [Insert what to copy, and what to know about it: its rights, how long it is valid]

## Get started with your connector

1. [Insert what starts the flow or app of a common use case, such as When an invoice is paid]
2. [Insert the step of Contoso Invoices that most users add, and what they fill in, such as Create invoice]
3. [Insert what users gain by it]

[Insert a picture of the finished flow, where possible]

## Known issues and limitations

- At most 200 invoices are listed at once. [Insert a way around it, or remove this line if it is no limit]
- Writes a new invoice, 100 per minute are accepted. [Insert a way around it, or remove this line if it is no limit]
- [Insert what does not work or only up to a limit, and a way around it; or that nothing is known]

## Common errors and remedies

- **401 Unauthorized**: No key. [Insert why users see it and what to do]
- **404 Not Found**: [Insert why users see it and what to do]
- **429 Too Many Requests**: [Insert why users see it and what to do]

## FAQ

### [Insert a question that users ask about the service or the connector]

[Insert the answer]

### Where do users get help?

Write to <support@contoso.example> or see <https://contoso.example/support>.
`

const wantReadme = `# Contoso Invoices

Writes and sends invoices. At most 200 invoices are listed at once.

[Insert what the service is and what the connector does with it, so that everybody can understand it]

- Website: <https://contoso.example>
- Documentation: <https://contoso.example/docs>
- Host: ` + "`api.contoso.example`" + `
- Support: Write to <support@contoso.example> or see <https://contoso.example/support>.
- Privacy policy: <https://contoso.example/privacy>
- Terms of use: <https://contoso.example/terms>

## Publisher: Contoso Ltd

## Prerequisites

- [Insert what is needed to use the connector and to work on it: an account, a plan, a license, tools; or that nothing is needed]

## Supported Operations

### Create invoice

Writes a new invoice, 100 per minute are accepted.

### List invoices

[Insert what it does and what it returns]

### When an invoice is paid (trigger)

Starts when money is there.

## Obtaining Credentials

Contoso Invoices signs in with an API key or another secret.

A connection asks for:

- **Site**: The name of your site
- **API key**: The key of your account

1. [Insert where users sign in and as whom, with a link to the page; the website is <https://contoso.example>]
2. [Insert where the key is found or made]
3. [Insert what to copy, and what to know about it: its rights, how long it is valid]

## Known Issues and Limitations

- At most 200 invoices are listed at once. [Insert a way around it, or remove this line if it is no limit]
- Writes a new invoice, 100 per minute are accepted. [Insert a way around it, or remove this line if it is no limit]
- [Insert what does not work or only up to a limit, and a way around it; or that nothing is known]

## Deployment Instructions

[Insert how to deploy the connector as a custom connector]
`

func TestDraft(t *testing.T) {
	k := contoso(t, settings)
	for _, tt := range []struct {
		kind Kind
		want string
	}{{Intro, wantIntro}, {Readme, wantReadme}} {
		if got := string(Draft(tt.kind, k, nil)); got != tt.want {
			t.Errorf("kind %d:\n%s", tt.kind, got)
		}
	}
	independent := string(Draft(IndependentReadme, k, nil))
	if !strings.Contains(independent, "\n\nThe service belongs to Contoso; this connector is made by an independent publisher.\n\n") {
		t.Errorf("whose the service is is not said: %s", independent)
	}
}

func TestDraftSignIn(t *testing.T) {
	const oauth = `{"properties": {"connectionParameters": {"token": {"type": "oauthSetting", "oAuthSettings": {"identityProvider": "aad", "clientId": "x"}}, "token:TenantId": {"type": "string", "uiDefinition": {"displayName": "Tenant"}}}}}`
	const sets = `{"properties": {"connectionParameterSets": {"values": [
		{"name": "a", "uiDefinition": {"displayName": "With *a* key"}, "parameters": {"key": {"type": "securestring"}}},
		{"name": "b", "parameters": {"username": {"type": "string", "uiDefinition": {"displayName": "User"}}, "password": {"type": "securestring"}}}]}}}`
	tests := []struct {
		name, settings string
		kind           Kind
		want, not      string
	}{
		{"not known", "", Intro, "[Insert how users get credentials; or remove this section if nobody has to sign in]", "signs in with"},
		{"none", `{"properties": {"connectionParameters": {}}}`, Intro, "## Get started with your connector", "## How to get credentials"},
		{"none, and a site", `{"properties": {"connectionParameters": {"site": {"type": "string", "uiDefinition": {"displayName": "Site"}}}}}`, Intro, "A connection asks for:\n\n- **Site**\n", "## How to get credentials"},
		{"none, readme", `{"properties": {"connectionParameters": {}}}`, Readme, "## Known Issues", "## Obtaining Credentials"},
		{"Entra ID", oauth, Intro, "- An account of Microsoft Entra ID, with which the connector signs in\n- [Insert what users need", "Tenant"},
		{"Entra ID, steps", oauth, Intro, "signs in with OAuth 2.0 and an account of Microsoft Entra ID.\n\n1. [Insert where", "client secret"},
		{"OAuth app in the readme", oauth, Readme, "2. [Insert where the OAuth app is registered, with its redirect URL and scopes]\n3. [Insert which client ID", "A connection asks"},
		{"plain OAuth", strings.Replace(oauth, "aad", "oauth2generic", 1), Intro, "signs in with OAuth 2.0.\n", "Entra"},
		{"several", sets, Intro, "offers several ways to sign in:\n\n- **With \\*a\\* key**: an API key or another secret\n- a user name and a password\n\nA connection asks for:\n\n- **User**\n", "where the key is"},
		{"gateway", `{"properties": {"connectionParameters": {"gateway": {"type": "gatewaySetting"}}}}`, Intro, "signs in with [Insert how the connector signs in].", "API key"},
		{"basic", `{"properties": {"connectionParameters": {"username": {"type": "string"}, "password": {"type": "securestring"}}}}`, Intro, "2. [Insert where the user name and the password are found or made]", "API key"},
	}
	for _, tt := range tests {
		got := string(Draft(tt.kind, contoso(t, tt.settings), nil))
		if !strings.Contains(got, tt.want) || strings.Contains(got, tt.not) {
			t.Errorf("%s:\n%s", tt.name, got)
		}
	}
}

func TestFromNothing(t *testing.T) {
	k := From(connector.Read(connector.Artifacts{
		Swagger: &checks.File{Name: "apiDefinition.swagger.json", Err: "is too large"}, Properties: &checks.File{Name: "apiProperties.json", Data: []byte("[")},
	}))
	intro, readme := string(Draft(Intro, k, nil)), string(Draft(Readme, k, nil))
	for _, want := range []string{"what the connector is worth", "such as 401 or 429"} {
		if !strings.Contains(intro, want) {
			t.Errorf("%q is not in\n%s", want, intro)
		}
	}
	for _, want := range []string{"# [Insert the connector's name]\n", "## Publisher: [Insert the publisher's name]\n", "[Insert the connector's actions and triggers"} {
		if !strings.Contains(readme, want) {
			t.Errorf("%q is not in\n%s", want, readme)
		}
	}
}

func TestBlanks(t *testing.T) {
	text := []byte("\ufeff[Insert an opening]\r\n\r\n## A\r\n\r\n1. x [Insert a step] y [Insert another]\r\n\r\n```\r\n[Insert nothing]\r\n```\r\n### [Insert a question]\r\n## B\r\nTODO: write\r\n")
	want := []Blank{
		{0, "", 1, 1, "[Insert an opening]"}, {1, "A", 5, 6, "[Insert a step]"}, {1, "A", 5, 24, "[Insert another]"},
		{1, "A", 10, 5, "[Insert a question]"}, {2, "B", 12, 1, "TODO: write"},
	}
	got := Blanks(text)
	if len(got) != len(want) {
		t.Fatalf("%+v", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("got %+v, want %+v", got[i], want[i])
		}
	}
	if Blanks([]byte("## A\nAll said.\n")) != nil {
		t.Error("a blank where there is none")
	}
}

// nasty draws texts that would be more than text.
func nasty() *rapid.Generator[string] {
	part := rapid.SampledFrom([]string{
		"Contoso", "a", " ", " ", "\n", "\r\n\r\n", "\n## Evil\n", "# ", "---", "===", "- ", "+ ", "* ", "1. ", "2)", "> ", "|", "```", "~~~", "~~", "`", "*", "**", "_", "a_b", "[", "]", "](", ")", "![", "[x]: y",
		"<!--", "-->", "<br>", "</p>", "<a", "<https://x.example>", "https://x.example/a_b", "&amp;", "&#35;", "&", "\\", "\x00", "\x1b[31m", "\u202e", "\u200b", "\ufeff", "\u0085", "\u2028", "ß", "李", "🙂", "\xff", "!", ".", ":", "[Insert x]", "TODO", "PowerApps", "$x$",
	})
	return rapid.Map(rapid.SliceOfN(part, 0, 12), func(parts []string) string { return strings.Join(parts, "") })
}

// TestPlain holds that a text of the files is shown as it is, and nothing else.
func TestPlain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := nasty().Draw(t, "text")
		shows(t, plain(s, 100, true), currentProductNames(oneLine(s, 100)))
		shows(t, "x "+plain(s, 100, false), strings.TrimSpace("x "+currentProductNames(oneLine(s, 100))))
	})
	for _, tt := range []struct{ text, want string }{
		{"365.Training in C#_x", "365.Training in C#\\_x"},
		{"C #", "C \\#"},
		{"1. One", "1\\. One"},
		{"snake_case & more; a < b", "snake_case & more; a < b"},
		{"PowerApps, https://x.example/PowerApps/a?b=PowerApps", "Power Apps, https://x.example/PowerApps/a?b=PowerApps"},
		{strings.Repeat("long ", 100), strings.TrimSpace(strings.Repeat("long ", 19)) + "…"},
		{strings.Repeat("é", 5000), strings.Repeat("é", 99) + "…"},
	} {
		if got := plain(tt.text, 100, true); got != tt.want {
			t.Errorf("%q for %q", got, tt.text)
		}
	}
}

func shows(t interface {
	Helper()
	Fatalf(string, ...any)
}, markdown, want string) {
	t.Helper()
	var b bytes.Buffer
	if err := goldmark.Convert([]byte(markdown), &b); err != nil {
		t.Fatalf("%v", err)
	}
	if want != "" {
		want = "<p>" + want + "</p>\n"
	}
	if got := html.UnescapeString(b.String()); got != want {
		t.Fatalf("%q shows %q, not %q", markdown, got, want)
	}
}

func TestAddresses(t *testing.T) {
	for _, tt := range []struct{ got, want string }{
		{webLink(" https://contoso.example/a?b=c "), "<https://contoso.example/a?b=c>"},
		{webLink("contoso.example"), ""}, {webLink("javascript:alert(1).x"), ""}, {webLink("https://contoso.example/>x"), ""}, {webLink("https://localhost/"), ""},
		{webLink("https://contoso.example/a b"), ""}, {webLink("https://contoso.example/\u202e"), ""}, {webLink("https://x.example/" + strings.Repeat("a", 600)), ""},
		{mailLink("support@contoso.example"), "<support@contoso.example>"}, {mailLink("a@b@c.example"), ""}, {mailLink("support"), ""}, {mailLink("a b@c.example"), ""}, {mailLink("<a@c.example"), ""},
		{code("api.contoso.example:8443"), "`api.contoso.example:8443`"}, {code("a`b"), ""}, {code(""), ""},
	} {
		if tt.got != tt.want {
			t.Errorf("%q, not %q", tt.got, tt.want)
		}
	}
}

// TestDraftOfAnything holds that whatever the files and the other document say, a
// draft is a text with the template's sections and nothing else.
func TestDraftOfAnything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) string { return nasty().Draw(t, name) }
		k := Known{
			Facts: connector.Facts{
				Title: draw("title"), Description: draw("description"), Host: draw("host"), Publisher: draw("publisher"), StackOwner: draw("owner"),
				ContactEmail: draw("mail"), ContactURL: draw("url"),
				Auth:       []connector.Auth{{Kind: "apiKey", IdentityProvider: draw("provider"), Label: draw("name")}, {Kind: "oauth2", IdentityProvider: "aad", Label: draw("name")}},
				Operations: []*swagger.Operation{{ID: draw("id"), Summary: draw("summary"), Description: draw("does")}, {ID: "Second", Summary: draw("summary"), Description: draw("does"), Trigger: true}},
			},
			Website: draw("website"), Limits: []string{draw("limit")}, Asked: []Asked{{draw("asked"), draw("hint")}}, Failures: []Failure{{404, draw("says")}, {499, ""}},
		}
		other := Parse([]byte("# T\n\n" + "## Prerequisites\n" + draw("x") + asMarkdown().Draw(t, "other")))
		for _, kind := range []Kind{Intro, Readme, IndependentReadme} {
			whole(t, kind, k, Draft(kind, k, nil))
			whole(t, kind, k, Draft(kind, k, &other))
		}
	})
}

func whole(t interface {
	Helper()
	Fatalf(string, ...any)
}, kind Kind, k Known, draft []byte) {
	t.Helper()
	if Readable(draft) != nil || !utf8.Valid(draft) || bytes.ContainsAny(draft, "\r\x1b\u202e\ufeff") {
		t.Fatalf("%q is not a clean text", draft)
	}
	var got, want []string
	for i, s := range Parse(draft).Sections {
		if i > 0 {
			title, _, _ := strings.Cut(s.Title, ":")
			got = append(got, title)
		}
	}
	for _, g := range prose.Sections(kind) {
		optional := g.Optional && g.Role != prose.Deployment && !bytes.Contains(draft, []byte("## "+g.Title))
		if g.Title != "" && !optional && !(g.SignIn && k.AuthKnown && len(k.Auth) == 0) {
			want = append(want, g.Title)
		}
	}
	if strings.Join(got, "|") != strings.Join(want, "|") {
		t.Fatalf("sections %q, not %q:\n%s", got, want, draft)
	}
	if kind == Intro && len(Blanks(draft)) == 0 {
		t.Fatalf("no blanks in %q", draft)
	}
}
