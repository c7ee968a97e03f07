package connector

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/checks"
)

const goodSwagger = `{
  "swagger": "2.0",
  "info": {
    "title": "Contoso Invoices",
    "description": "Create, send and follow the invoices of a company, and see which ones are due.",
    "version": "1.0",
    "contact": {"name": "Contoso Support", "url": "https://contoso.example/support", "email": "support@contoso.example"}
  },
  "host": "invoices.contoso.example",
  "schemes": ["https"],
  "paths": {
    "/invoices": {
      "get": {"operationId": "ListInvoices", "summary": "List invoices", "description": "Lists all invoices.",
        "responses": {"200": {"description": "OK", "schema": {"type": "array", "items": {"type": "string"}}}}},
      "post": {"operationId": "OnInvoice", "summary": "When an invoice is created", "description": "Starts with a new invoice.", "x-ms-trigger": "single",
        "responses": {"201": {"description": "Created", "schema": {"type": "object"}}}}
    },
    "/kinds": {
      "get": {"operationId": "ListKinds", "x-ms-visibility": "internal", "responses": {"200": {"description": "OK", "schema": {"type": "object"}}}}
    }
  },
  "x-ms-connector-metadata": [
    {"propertyName": "Website", "propertyValue": "https://contoso.example"},
    {"propertyName": "Privacy policy", "propertyValue": "https://contoso.example/privacy"},
    {"propertyName": "Categories", "propertyValue": "Finance"}
  ]
}`

const goodProperties = `{
  "properties": {
    "iconBrandColor": "#1f6feb",
    "publisher": "Contoso Ltd",
    "stackOwner": "Contoso Ltd",
    "capabilities": [],
    "connectionParameters": {
      "token": {"type": "oauthSetting", "oAuthSettings": {"identityProvider": "aad", "clientId": "[[DUMMY]]", "redirectMode": "GlobalPerConnector"}}
    }
  }
}`

func good() Artifacts {
	return Artifacts{
		Name:       "Contoso Invoices",
		Swagger:    &checks.File{Name: swaggerName, Data: []byte(goodSwagger)},
		Properties: &checks.File{Name: propertiesName, Data: []byte(goodProperties)},
	}
}

func outcome(t *testing.T, r checks.Report, rule string) checks.Outcome {
	t.Helper()
	i := slices.IndexFunc(r.Outcomes, func(o checks.Outcome) bool { return o.Rule == rule })
	if i < 0 {
		t.Fatalf("no outcome for %s", rule)
	}
	return r.Outcomes[i]
}

// about leaves only the findings of the rooms in this folder's care.
func about(r checks.Report, files ...string) []string {
	var found []string
	for _, f := range r.Findings {
		if slices.Contains(files, f.Place.File) {
			found = append(found, f.Rule+" "+f.Message)
		}
	}
	return found
}

func TestGoodConnector(t *testing.T) {
	c := Parse(good())
	if found := about(c.Report(), swaggerName, propertiesName); len(found) > 0 {
		t.Errorf("found %q", found)
	}
	if u := c.Report().Unchecked(); len(u) > 0 {
		t.Errorf("not checked: %+v", u)
	}
	if o := outcome(t, c.Report(), "ConnectorIconMissing"); o.Result != checks.Found {
		t.Errorf("the missing icon is %s", o.Result)
	}
}

func TestFacts(t *testing.T) {
	a := good()
	a.Script = &checks.File{Name: "script.csx"}
	a.Icon = &checks.File{Name: "icon.png", Data: picture(t, 160, 160)}
	got := Parse(a).Facts
	var seen []string
	for _, o := range got.Operations {
		seen = append(seen, o.ID)
	}
	if !slices.Equal(seen, []string{"ListInvoices", "OnInvoice"}) {
		t.Errorf("users see the operations %q", seen)
	}
	got.Operations = nil
	want := Facts{
		Title: "Contoso Invoices", Description: "Create, send and follow the invoices of a company, and see which ones are due.", Version: "1.0", Host: "invoices.contoso.example",
		ContactName: "Contoso Support", ContactEmail: "support@contoso.example", ContactURL: "https://contoso.example/support",
		Actions: 1, Triggers: 1,
		Auth:      []Auth{{Kind: "oauth2", Parameter: "token", IdentityProvider: "aad", ClientID: "[[DUMMY]]", RedirectMode: "GlobalPerConnector"}},
		AuthKnown: true, BrandColor: "#1f6feb", Publisher: "Contoso Ltd", StackOwner: "Contoso Ltd",
		Categories: []string{"Finance"}, Privacy: "https://contoso.example/privacy",
		HasScript: true, IconWidth: 160, IconHeight: 160, IconBytes: len(a.Icon.Data),
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if !got.Uses("oauth2") || got.Uses("basic") {
		t.Error("Uses is wrong")
	}
	for want, f := range map[string]Facts{
		"authentication not known": {}, "no authentication": {AuthKnown: true}, "OAuth 2 (aad)": got,
		"API key + OAuth 2 + user name and password + another way": {AuthKnown: true, Auth: []Auth{{Kind: "apiKey"}, {Kind: "oauth2"}, {Kind: "basic"}, {Kind: "other"}}},
	} {
		if got := f.SignIn(); got != want {
			t.Errorf("it signs in with %q, want %q", got, want)
		}
	}
}

func picture(t *testing.T, width, height int) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	for x := range width {
		for y := range height {
			img.Set(x, y, color.RGBA{0x1f, 0x6f, 0xeb, 255})
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestMissingAndUnreadableFiles(t *testing.T) {
	tests := []struct {
		name    string
		change  func(*Artifacts)
		found   []string          // rules
		nothing map[string]string // rules not checked, and why
	}{
		{"no definition", func(a *Artifacts) { a.Swagger = nil }, []string{"ConnectorFileMissing"},
			map[string]string{"RequiredPropertyMissing": "apiDefinition.swagger.json is not there"}},
		{"no properties", func(a *Artifacts) { a.Properties = nil }, []string{"ConnectorFileMissing"},
			map[string]string{"PublisherMissing": "apiProperties.json is not there"}},
		{"too large", func(a *Artifacts) { a.Swagger = &checks.File{Name: swaggerName, Err: "is 50 MB, 16 MB allowed"} }, []string{"ConnectorFileUnreadable"},
			map[string]string{"SwaggerJsonNotValid": "apiDefinition.swagger.json could not be read: is 50 MB, 16 MB allowed"}},
		{"icon denied", func(a *Artifacts) { a.Icon = &checks.File{Name: "icon.png", Err: "permission denied"} }, []string{"ConnectorFileUnreadable"},
			map[string]string{"IconSize": "icon.png could not be read: permission denied"}},
		{"readme denied", func(a *Artifacts) { a.Readme = &checks.File{Name: "README.md", Err: "permission denied"} }, []string{"ConnectorFileUnreadable"},
			map[string]string{"ReadmeMissing": "README.md could not be read: permission denied"}},
		{"other case", func(a *Artifacts) { a.Swagger.Name = "apidefinition.swagger.json" }, []string{"ConnectorFileName"}, nil},
		{"left behind", func(a *Artifacts) { a.Others = []string{"settings.json", ".DS_Store", "LICENSE"} }, []string{"ConnectorFileExtra"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := good()
			tt.change(&a)
			r := Parse(a).Report()
			for _, rule := range tt.found {
				if o := outcome(t, r, rule); o.Result != checks.Found {
					t.Errorf("%s is %s", rule, o.Result)
				}
			}
			for rule, why := range tt.nothing {
				if o := outcome(t, r, rule); o.Result != checks.NotChecked || o.Reason != why {
					t.Errorf("%s is %s (%s)", rule, o.Result, o.Reason)
				}
			}
			if len(r.Outcomes) != len(Rules()) {
				t.Errorf("%d outcomes for %d rules", len(r.Outcomes), len(Rules()))
			}
		})
	}
}

func TestUnknownAuthentication(t *testing.T) {
	a := good()
	a.Properties = &checks.File{Name: propertiesName, Data: []byte(`{"properties": {"connectionParameters": {`)}
	if c := Parse(a); c.Facts.AuthKnown {
		t.Error("authentication is called known though the file is cut")
	}
	if Parse(Artifacts{}).Facts.AuthKnown {
		t.Error("authentication is called known though there is no file")
	}
}

func TestIndependentPublisher(t *testing.T) {
	a := good()
	a.Independent = true
	r := Parse(a).Report()
	for rule, want := range map[string]checks.Result{
		"IconBrandColorNotIndependent": checks.Found, "IconBrandColorForbidden": checks.NotApplicable, "ConnectorIconMissing": checks.NotApplicable,
	} {
		if o := outcome(t, r, rule); o.Result != want {
			t.Errorf("%s is %s, want %s", rule, o.Result, want)
		}
	}
}

// TestRoomsWork holds that the files know of each other: the host policy and
// the operations.
func TestRoomsWork(t *testing.T) {
	a := good()
	a.Swagger.Data = []byte(strings.Replace(goodSwagger, "invoices.contoso.example", "yourcompany.contoso.example", 1))
	if o := outcome(t, Parse(a).Report(), "HostIsPlaceholder"); o.Result != checks.Found {
		t.Errorf("without a policy: %s", o.Result)
	}
	a.Properties.Data = []byte(strings.Replace(goodProperties, `"capabilities": [],`,
		`"capabilities": [], "scriptOperations": ["PayBill", "ListInvoices"], "policyTemplateInstances": [{"templateId": "dynamichosturl", "parameters": {"x-ms-apimTemplateParameter.urlTemplate": "https://contoso.example"}}],`, 1))
	r := Parse(a).Report()
	if o := outcome(t, r, "HostIsPlaceholder"); o.Result != checks.NotApplicable {
		t.Errorf("with a policy: %s", o.Result)
	}
	if found := about(r, propertiesName); !slices.Equal(found, []string{
		"ScriptFileMissing scriptOperations is there and script.csx is not",
		"ScriptOperationNotFound there is no operation `PayBill`",
	}) {
		t.Errorf("found %q", found)
	}
}

func TestReportIsSortedAndStable(t *testing.T) {
	a := good()
	a.Swagger.Data = definition(20)
	first := Parse(a).Report()
	again := Parse(a).Report()
	if !reflect.DeepEqual(first, again) {
		t.Error("the same files give another report")
	}
	for i := 1; i < len(first.Findings); i++ {
		p, q := first.Findings[i-1].Place, first.Findings[i].Place
		if p.File > q.File || p.File == q.File && p.Line > q.Line {
			t.Errorf("%v stands before %v", p, q)
		}
	}
}

func TestRulesAreUnique(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range Rules() {
		if seen[r.ID] {
			t.Errorf("%s stands in two tables", r.ID)
		}
		seen[r.ID] = true
		if r.Subject == "" || r.Meaning == "" || r.Fix == "" {
			t.Errorf("%s is not described", r.ID)
		}
	}
}

func TestFailingRoomIsNotChecked(t *testing.T) {
	rules := func() []checks.Rule { return []checks.Rule{{ID: "A"}, {ID: "B"}} }
	r := room(rules, "", func() checks.Report { panic("out of range") })
	if len(r.Outcomes) != 2 || len(r.Unchecked()) != 2 {
		t.Errorf("outcomes %+v", r.Outcomes)
	}
}

// FuzzParse holds that no bytes make a check fail or lose an outcome.
func FuzzParse(f *testing.F) {
	f.Add([]byte(goodSwagger), []byte(goodProperties), []byte("# Contoso"))
	f.Fuzz(func(t *testing.T, definition, properties, text []byte) {
		r := Parse(Artifacts{
			Swagger: &checks.File{Name: swaggerName, Data: definition}, Properties: &checks.File{Name: propertiesName, Data: properties},
			Readme: &checks.File{Name: "readme.md", Data: text}, Intro: &checks.File{Name: "intro.md", Data: text},
		}).Report()
		if len(r.Outcomes) != len(Rules()) {
			t.Errorf("%d outcomes for %d rules", len(r.Outcomes), len(Rules()))
		}
		for _, o := range r.Outcomes {
			if strings.Contains(o.Reason, "failed on this input") {
				t.Errorf("%s: %s", o.Rule, o.Reason)
			}
		}
	})
}
