package swagger

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/checks"
)

// base is a definition that no rule objects to. An example's root members
// take the place of its own.
const base = `{
  "swagger": "2.0",
  "info": {
    "title": "Contoso Invoices",
    "description": "Create, send and follow the invoices of a company, and see which ones are due.",
    "version": "1.0",
    "contact": {"name": "Contoso Support", "url": "https://contoso.example/support", "email": "support@contoso.example"}
  },
  "host": "invoices.contoso.example",
  "basePath": "/v1",
  "schemes": ["https"],
  "paths": {
    "/invoices/{id}": {
      "get": {
        "operationId": "ReadInvoice",
        "summary": "Read an invoice",
        "description": "Returns one invoice by its number.",
        "parameters": [{"name": "id", "in": "path", "required": true, "type": "string", "x-ms-url-encoding": "single", "x-ms-summary": "Number", "description": "The invoice's number."}],
        "responses": {"200": {"description": "OK", "schema": {"$ref": "#/definitions/Invoice"}}}
      }
    }
  },
  "definitions": {"Invoice": {"type": "object", "properties": {"dueDate": {"type": "string", "description": "The day it is due."}}}},
  "x-ms-connector-metadata": [
    {"propertyName": "Website", "propertyValue": "https://contoso.example"},
    {"propertyName": "Privacy policy", "propertyValue": "https://contoso.example/privacy"},
    {"propertyName": "Categories", "propertyValue": "Finance"}
  ]
}`

// example is a whole definition made of an example; one that is no JSON, or
// that is about the file's text, is taken as it is.
func example(t *testing.T, snippet string) []byte {
	t.Helper()
	var whole, part map[string]json.RawMessage
	if err := json.Unmarshal([]byte(base), &whole); err != nil {
		t.Fatal(err)
	}
	if json.Unmarshal([]byte(snippet), &part) != nil || strings.Contains(snippet, "\n\t") || strings.Contains(snippet, "old.contoso") {
		return []byte(snippet)
	}
	maps.Copy(whole, part)
	data, err := json.MarshalIndent(whole, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func judge(data []byte) checks.Report {
	return Read("apiDefinition.swagger.json", data).Judge(Context{})
}

func outcome(t *testing.T, r checks.Report, rule string) checks.Outcome {
	t.Helper()
	for _, o := range r.Outcomes {
		if o.Rule == rule {
			return o
		}
	}
	t.Fatalf("no outcome for %s", rule)
	return checks.Outcome{}
}

// lines writes findings as a person compares them.
func lines(r checks.Report) string {
	r.Sort()
	var b strings.Builder
	for _, f := range r.Findings {
		fmt.Fprintf(&b, "%d:%d %s %s %s\n", f.Place.Line, f.Place.Column, f.Place.Pointer, f.Rule, f.Message)
		for _, p := range f.More {
			fmt.Fprintf(&b, "  and %d:%d %s\n", p.Line, p.Column, p.Pointer)
		}
	}
	return b.String()
}

func TestBaseIsClean(t *testing.T) {
	r := judge([]byte(base))
	if len(r.Findings) > 0 {
		t.Errorf("findings:\n%s", lines(r))
	}
	if n := len(r.Unchecked()); n > 0 {
		t.Errorf("%d rules not checked", n)
	}
}

func TestExamples(t *testing.T) {
	for _, rule := range Rules() {
		if verbatim[rule.ID] {
			continue // see TestExamplesAsTheyStand
		}
		t.Run(rule.ID, func(t *testing.T) {
			bad, good := rule.Bad, rule.Good
			if make, ok := large[rule.ID]; ok {
				bad, good = make(), base
			}
			if bad == "" || good == "" || rule.Bad == "" || rule.Good == "" {
				t.Fatal("no example")
			}
			data := []byte(bad)
			if rule.ID != "SwaggerFileTooLarge" {
				data = example(t, bad)
			}
			found, passed := checks.Found, checks.Passed
			if onlyMicrosoft(rule.ID) {
				found, passed = checks.NotApplicable, checks.NotApplicable
			}
			r := judge(data)
			if o := outcome(t, r, rule.ID); o.Result != found {
				t.Errorf("the bad example is %s (%s)", o.Result, o.Reason)
			}
			r = judge(example(t, good))
			if o := outcome(t, r, rule.ID); o.Result != passed {
				t.Errorf("the good example is %s (%s)\n%s", o.Result, o.Reason, lines(r))
			}
			for _, f := range r.Findings {
				if f.Severity > checks.Advice && !strings.HasPrefix(rule.ID, "SwaggerJson") && rule.ID != "SwaggerIndentationMixed" {
					t.Errorf("the good example has another fault: %s %s", f.Rule, f.Message)
				}
			}
		})
	}
}

func TestRulesAreDescribed(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range Rules() {
		if seen[r.ID] {
			t.Errorf("%s stands twice in the table", r.ID)
		}
		seen[r.ID] = true
		if r.ID == "" || r.Meaning == "" || r.Fix == "" || r.Source == "" || r.Origin == "" || r.Subject != checks.SubjectSwagger {
			t.Errorf("%s is not described whole: %+v", r.ID, r)
		}
		if r.Origin == checks.Validator && r.Wording == "" {
			t.Errorf("%s is the validator's and has no wording", r.ID)
		}
		if strings.ContainsAny(r.Meaning+r.Fix, "!\n") {
			t.Errorf("%s: one calm line, no exclamation mark", r.ID)
		}
	}
	for _, r := range table() {
		if r.document == nil && r.fault == nil && r.path == nil && r.operation == nil && r.parameter == nil && r.response == nil && r.schema == nil && r.dynamic == nil && r.member == nil && r.closed == "" {
			t.Errorf("%s has no function", r.ID)
		}
		if (r.member == nil) != (r.members == "") {
			t.Errorf("%s has a function without members, or members without one", r.ID)
		}
		for name := range strings.FieldsSeq(r.members) {
			if plain[name] {
				t.Errorf("%s wants to see the member %s, which is not watched", r.ID, name)
			}
		}
	}
}

func TestFindings(t *testing.T) {
	tests := []struct {
		name, bad string
		rule      string
		want      string
	}{
		{"title", infoExample("Contoso Invoices and Billing Pro", goodDescription), "FieldLengthExceeded",
			"/info/title The 'title' value goes over the character limit '30'. `Contoso Invoices and Billing Pro` has 32 characters."},
		{"emoji count twice", infoExample(strings.Repeat("😀", 16), goodDescription), "FieldLengthExceeded",
			"/info/title The 'title' value goes over the character limit '30'. `" + strings.Repeat("😀", 16) + "` has 32 characters."},
		{"word with a hyphen", infoExample("Contoso-API", goodDescription), "ValueContainsRestrictedWords",
			"/info/title The value 'title' contains at least one of the restricted words: 'api, connector'. `Contoso-API` holds `api`."},
		{"glued word", infoExample("ContosoAPI", goodDescription), "ValueContainsRestrictedWords", ""},
		{"glued product", infoExample("Contoso Invoices", "Create and send invoices with PowerAutomate."), "ValueContainsRestrictedWords", ""},
		{"parenthesis at the end", infoExample("Contoso (Invoices)", goodDescription), "ValueMustEndWithAlphanumeric", ""},
		{"typographic signs", infoExample("Contoso™ – Invoices", goodDescription), "ValueMustBeInEnglish", ""},
		{"contact is text", `{"info": {"title": "Contoso Invoices", "description": "` + goodDescription + `", "version": "1.0", "contact": "us"}}`, "JsonTypeIncorrect",
			"/info/contact The type of the property is incorrect. Expected type 'Object', but value is of type 'String'. `contact` is text, an object is expected."},
		{"no metadata", `{"x-ms-connector-metadata": null}`, "JsonTypeIncorrect",
			"/x-ms-connector-metadata The type of the property is incorrect. Expected type 'Array', but value is of type 'Null'. `x-ms-connector-metadata` is null, a list is expected."},
		{"OpenAPI 3", `{"swagger": null, "openapi": "3.0.1"}`, "SpecificationVersionIncorrect",
			"/openapi The 'swagger' property must have the string value \"2.0\". The file is OpenAPI `3.0.1`, which connectors cannot use."},
		{"internal operation", `{"paths": {"/a": {"get": {"operationId": "A", "x-ms-visibility": "internal", "parameters": [{"name": "a", "in": "query", "type": "string"}], "responses": {}}}}}`, "RequiredPropertyMissing", ""},
		{"two parameters", `{"paths": {"/a": {"get": {"operationId": "A", "summary": "A", "description": "B.", "parameters": [
			{"name": "a", "in": "query", "type": "string", "description": "A."}, {"name": "b", "in": "query", "type": "string", "description": "B."},
			{"name": "c", "in": "body", "schema": {"type": "object"}}, {"name": "d", "in": "query", "type": "string", "x-ms-visibility": "internal"}],
			"responses": {"200": {"description": "OK", "schema": {"type": "object"}}}}}}}`, "RequiredPropertyMissing",
			"/paths/~1a/get/parameters/0 The 'x-ms-summary' property is required. The parameter `a` has none. The same at 1 more place. and /paths/~1a/get/parameters/1"},
		{"shared parameter", `{"parameters": {"p": {"name": "p", "in": "query", "type": "string", "description": "P."}}, "paths": {"/a": {"get": {"operationId": "A", "summary": "A", "description": "B.",
			"parameters": [{"$ref": "#/parameters/p"}], "responses": {"200": {"description": "OK", "schema": {"type": "object"}}}}}}}`, "RequiredPropertyMissing",
			"/paths/~1a/get/parameters/0 The 'x-ms-summary' property is required. The parameter `p` has none."},
		{"host with blanks", `{"host": "a b"}`, "HostNameNotValid", "/host The 'host' property, if present, must be a valid URI host without a scheme or path. `a b` has a scheme, a path, braces or blanks."},
		{"IP address", `{"host": "35.208.99.120"}`, "HostNotProduction", "/host host is an IP address: `35.208.99.120`"},
		{"IPv6 address", `{"host": "[2001:db8::1]"}`, "HostNotProduction", "/host host is an IP address: `[2001:db8::1]`"},
		{"localhost", `{"host": "localhost:8080"}`, "HostNotProduction", "/host host is this computer: `localhost:8080`"},
		{"tunnel", `{"host": "abc.ngrok-free.app"}`, "HostNotProduction", "/host host is a tunnel: `abc.ngrok-free.app`"},
		{"port", `{"host": "invoices.contoso.example:8443"}`, "HostNotProduction", "/host host names a port: `invoices.contoso.example:8443`"},
		{"latest is no test", `{"host": "latest.contoso.example"}`, "HostNotProduction", ""},
		{"escaped path", `{"paths": {"/a~b/c": {"get": {"operationId": "A", "summary": "A.", "description": "B."}}}}`, "ValueMustEndWithAlphanumeric",
			"/paths/~1a~0b~1c/get/summary The 'summary' value must end with alphanumeric character. `A.` ends in `.`."},
		{"control characters are shown", infoExample(`a\u001b[31m!`, goodDescription), "ValueMustEndWithAlphanumeric",
			"/info/title The 'title' value must end with alphanumeric character. `a\\u001b[31m!` ends in `!`."},
		{"ref loop", `{"definitions": {"A": {"$ref": "#/definitions/B"}, "B": {"$ref": "#/definitions/A"}}, "parameters": {"p": {"$ref": "#/parameters/p"}},
			"paths": {"/a": {"parameters": [{"$ref": "#/parameters/p"}], "get": ` + goodOperation + `}}}`, "SchemaReferenceNotFound", ""},
		{"ref elsewhere", responseExample(`"200": {"description": "OK", "schema": {"$ref": "other.json#/A"}}`), "SchemaReferenceNotValid",
			"/paths/~1invoices/get/responses/200/schema/$ref The schema reference 'other.json#/A' is not valid. Schema references must start with '#/definitions/' and be valid JSON Pointers. It leads elsewhere."},
		{"percent in a ref", `{"definitions": {"A B": {"type": "object"}}, "paths": {"/a": {"get": {"operationId": "A", "summary": "A", "description": "B.", "responses": {"200": {"description": "OK", "schema": {"$ref": "#/definitions/A%20B"}}}}}}}`, "SchemaReferenceNotFound", ""},
		{"a property named properties", responseExample(`"200": {"description": "OK", "schema": {"type": "object", "properties": {"properties": {"type": "array", "items": {"type": "string", "description": "items"}}}}}`), "PropertyDescriptionIsName", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := judge(example(t, tt.bad))
			var got []string
			for _, f := range r.Findings {
				if f.Rule != tt.rule {
					continue
				}
				s := f.Place.Pointer + " " + f.Message
				for _, p := range f.More {
					s += " and " + p.Pointer
				}
				got = append(got, s)
			}
			if tt.want == "" && len(got) > 0 {
				t.Errorf("found %q", got)
			}
			if tt.want != "" && !slices.Contains(got, tt.want) {
				t.Errorf("found %q, want %q", got, tt.want)
			}
		})
	}
}

func TestPlaces(t *testing.T) {
	data := "{\r\n  \"swagger\": \"2.0\",\r\n  \"info\": {\"títle\": 1, \"title\": \"x y!\"}\r\n}"
	want := "3:33 /info/title ValueMustEndWithAlphanumeric The 'title' value must end with alphanumeric character. `x y!` ends in `!`.\n"
	if got := lines(judge([]byte(data))); !strings.Contains(got, want) {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestDamagedFile(t *testing.T) {
	cut := base[:strings.Index(base, `"paths"`)]
	cut = strings.Replace(cut, `"Contoso Invoices"`, `"Contoso Invoices API"`, 1)
	r := judge([]byte(cut))
	for rule, want := range map[string]checks.Result{
		"SwaggerJsonNotValid":          checks.Found,
		"ValueContainsRestrictedWords": checks.Found,      // what can be read is judged
		"RequiredPropertyMissing":      checks.NotChecked, // "paths" may stand behind the cut
		"OperationIdRequired":          checks.NotChecked,
		"SwaggerJsonDuplicateKey":      checks.Passed,
	} {
		if o := outcome(t, r, rule); o.Result != want {
			t.Errorf("%s is %s (%s), want %s", rule, o.Result, o.Reason, want)
		}
	}
	if f := r.Findings[0]; f.Rule != "SwaggerJsonNotValid" || f.Place.Line == 0 || f.Place.Column == 0 {
		t.Errorf("the JSON fault has no place: %+v", f)
	}
}

func TestNoDefinition(t *testing.T) {
	for _, in := range []string{"", "[]", "null", "\xff\xfe", "hello"} {
		r := judge([]byte(in))
		if r.Count(checks.Error) == 0 {
			t.Errorf("%q: no error", in)
		}
		if o := outcome(t, r, "OperationIdRequired"); o.Result != checks.NotChecked {
			t.Errorf("%q: OperationIdRequired is %s", in, o.Result)
		}
	}
}

func TestOutcomesAreExplained(t *testing.T) {
	r := judge([]byte(`{"swagger": "2.0"}`))
	if len(r.Outcomes) != len(Rules()) {
		t.Errorf("%d outcomes for %d rules", len(r.Outcomes), len(Rules()))
	}
	for _, o := range r.Outcomes {
		if (o.Result == checks.NotApplicable || o.Result == checks.NotChecked) && o.Reason == "" {
			t.Errorf("%s is %s without a reason", o.Rule, o.Result)
		}
	}
	for rule, why := range map[string]string{
		"OperationIdRequired": "there are no operations", "FieldLengthNotInRange": "there is no description",
		"ConnectionIdParameterNotAllowed": "there are no parameters", "ArrayHasNoItems": "there are no schemas",
		"PathHasNoOperation": "there are no paths", "UrlNotValid": "",
	} {
		if o := outcome(t, r, rule); o.Reason != why {
			t.Errorf("%s: %s (%s), want %q", rule, o.Result, o.Reason, why)
		}
	}
}

func TestPanicIsContained(t *testing.T) {
	rules := []rule{
		{Rule: checks.Rule{ID: "Fails"}, operation: func(*pass, *Operation) { panic("index out of range") }},
		{Rule: checks.Rule{ID: "FailsLate"}, document: func(pass *pass) { pass.reportf(pass.doc.Root, "seen") }, schema: func(*pass, *Schema) { panic("late") }},
		{Rule: checks.Rule{ID: "Works"}, operation: func(pass *pass, o *Operation) { pass.reportf(o.Node, "seen") }},
	}
	w := newWalk(Read("a.json", []byte(base)), Context{}, rules)
	w.run()
	r := w.report()
	if len(r.Findings) != 1 || r.Findings[0].Rule != "Works" {
		t.Errorf("findings %+v", r.Findings)
	}
	for i, want := range []checks.Result{checks.NotChecked, checks.NotChecked, checks.Found} {
		if got := r.Outcomes[i]; got.Result != want {
			t.Errorf("%s is %s (%s)", got.Rule, got.Result, got.Reason)
		}
	}
}

func TestDynamicHost(t *testing.T) {
	d := Read("a.json", example(t, `{"host": "yourcompany.contoso.example"}`))
	if o := outcome(t, d.Judge(Context{DynamicHost: true}), "HostIsPlaceholder"); o.Result != checks.NotApplicable {
		t.Errorf("with a policy: %s", o.Result)
	}
}

// FuzzJudge holds that no bytes make a rule fail or lose an outcome.
func FuzzJudge(f *testing.F) {
	f.Add([]byte(base))
	for _, r := range Rules() {
		f.Add([]byte(r.Bad))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		r := judge(data)
		if len(r.Outcomes) != len(Rules()) {
			t.Errorf("%d outcomes", len(r.Outcomes))
		}
		for _, o := range r.Outcomes {
			if strings.Contains(o.Reason, "the rule failed") {
				t.Errorf("%s: %s", o.Rule, o.Reason)
			}
		}
		for _, f := range r.Findings {
			if strings.ContainsAny(f.Message, "\n\r\x1b") {
				t.Errorf("%s: a control character in %q", f.Rule, f.Message)
			}
		}
	})
}
