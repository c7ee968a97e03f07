package change

import (
	"os"
	"slices"
	"strings"
	"testing"
)

func example(t testing.TB) string {
	t.Helper()
	data, err := os.ReadFile("testdata/before.json")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func lines(changes []Change) []string {
	var out []string
	for _, c := range changes {
		mark := "note"
		if c.Breaking {
			mark = "BREAKS"
		}
		out = append(out, mark+" "+c.Path+" "+c.Text)
	}
	return out
}

func TestCompare(t *testing.T) {
	tests := []struct {
		name string
		edit []string // old, new, old, new
		want []string
	}{
		{"nothing", nil, nil},
		{"only formatted anew", []string{"\n  ", "\r\n\t"}, nil},
		{"title, host, basePath, version", []string{`"Contoso Invoices"`, `"Contoso Bills"`, `api.contoso`, `api2.contoso`, `"/v1"`, `"/v2"`, `"1.0"`, `"1.1"`}, []string{
			`note /basePath basePath changed from "/v1" to "/v2"`,
			`note /host host changed from "api.contoso.example" to "api2.contoso.example"`,
			`note /info/title title changed from "Contoso Invoices" to "Contoso Bills"`,
			`note /info/version version changed from "1.0" to "1.1"`}},
		{"sign-in", []string{`"type": "apiKey", "in": "header", "name": "X-Key"`, `"type": "oauth2"`}, []string{
			"BREAKS /securityDefinitions the way to sign in apiKey X-Key was removed; connections made with it stop working",
			"note /securityDefinitions the way to sign in oauth2 was added"}},
		{"operation deleted", []string{`"delete": {"operationId": "DeleteInvoice", "summary": "Delete invoice", "responses": {"204": {"description": "Gone"}}},`, ""},
			[]string{"BREAKS /paths/~1invoices~1{id}/delete the operation DeleteInvoice was deleted"}},
		{"operation added", []string{`"x-note": 1`, `"get": {"operationId": "GetInvoice"}`},
			[]string{"note /paths/~1invoices~1{id}/get the operation GetInvoice was added"}},
		{"operationId renamed", []string{"DeleteInvoice", "RemoveInvoice"},
			[]string{"BREAKS /paths/~1invoices~1{id}/delete/operationId the operationId DeleteInvoice was renamed to RemoveInvoice"}},
		{"path moved", []string{`"/invoices/{id}"`, `"/invoice/{id}"`},
			[]string{"BREAKS /paths/~1invoice~1{id}/delete DeleteInvoice moved from DELETE /invoices/{id} to DELETE /invoice/{id}"}},
		{"operation hidden", []string{`"operationId": "DeleteInvoice"`, `"operationId": "DeleteInvoice", "x-ms-visibility": "internal"`},
			[]string{"BREAKS /paths/~1invoices~1{id}/delete/x-ms-visibility DeleteInvoice was hidden"}},
		{"deprecated, summary", []string{`"summary": "Delete invoice"`, `"summary": "Remove invoice", "deprecated": true`}, []string{
			"note /paths/~1invoices~1{id}/delete/deprecated DeleteInvoice was deprecated",
			`note /paths/~1invoices~1{id}/delete/summary the summary of DeleteInvoice changed from "Delete invoice" to "Remove invoice"`}},
		{"parameters added", []string{`{"$ref": "#/parameters/page"}`, `{"$ref": "#/parameters/page"}, {"name": "a", "in": "query", "type": "string", "required": true}, {"name": "b", "in": "query", "type": "string"}, {"name": "c", "in": "query", "type": "string", "required": true, "default": "x"}`}, []string{
			"BREAKS /paths/~1invoices/get/parameters/1 the parameter a of ListInvoices was added and is required",
			"note /paths/~1invoices/get/parameters/2 the parameter b of ListInvoices was added",
			"note /paths/~1invoices/get/parameters/3 the parameter c of ListInvoices was added"}},
		{"parameter deleted", []string{`{"$ref": "#/parameters/page"}, `, ""},
			[]string{"BREAKS /paths/~1invoices/get the parameter page of ListInvoices was deleted"}},
		{"shared parameter retyped", []string{`"in": "query", "type": "integer"`, `"in": "query", "type": "string"`},
			[]string{"BREAKS /paths/~1invoices/get/parameters/0 the parameter page of ListInvoices changed its type from integer to string"}},
		{"parameter of a path internal and required", []string{`"in": "header", "type": "string"`, `"in": "header", "type": "string", "x-ms-visibility": "internal", "required": true`}, []string{
			"BREAKS /paths/~1invoices/parameters/0 the parameter tenant of CreateInvoice became internal",
			"BREAKS /paths/~1invoices/parameters/0 the parameter tenant of CreateInvoice became required",
			"BREAKS /paths/~1invoices/parameters/0 the parameter tenant of ListInvoices became internal",
			"BREAKS /paths/~1invoices/parameters/0 the parameter tenant of ListInvoices became required"}},
		{"enum value gone", []string{`"enum": ["name", "date"]`, `"enum": ["name"]`},
			[]string{`BREAKS /paths/~1invoices/get/parameters/1 the parameter sort of ListInvoices no longer takes "date"`}},
		{"enum new", []string{`"name": "page", "in": "query", "type": "integer"`, `"name": "page", "in": "query", "type": "integer", "enum": [1]`},
			[]string{"BREAKS /paths/~1invoices/get/parameters/0 the parameter page of ListInvoices takes listed values only"}},
		{"field retyped", []string{`"total": {"type": "number"}`, `"total": {"type": "string"}`}, []string{
			"BREAKS /definitions/Invoice/properties/total the body's field total of CreateInvoice changed its type from number to string",
			"BREAKS /definitions/Invoice/properties/total the response's field total of CreateInvoice changed its type from number to string",
			"BREAKS /definitions/Invoice/properties/total the response's field total of ListInvoices changed its type from number to string"}},
		{"format of a response's field", []string{`"date-time"`, `"date"`},
			[]string{"BREAKS /definitions/Paid/allOf/1/properties/paid the response's field paid of ListInvoices changed its type from string date-time to string date"}},
		{"response's field deleted, another added", []string{`"paid": {"type": "string", "format": "date-time"}`, `"payment": {}`}, []string{
			"BREAKS /paths/~1invoices/get/responses the response's field paid of ListInvoices was deleted",
			"note /definitions/Paid/allOf/1/properties/payment the response's field payment of ListInvoices was added"}},
		{"elements of a list", []string{`"items": {"type": "object"}`, `"items": {"type": "string"}`}, []string{
			"BREAKS /definitions/Invoice/properties/lines the body's field lines of CreateInvoice changed its type from array of object to array of string",
			"BREAKS /definitions/Invoice/properties/lines the response's field lines of CreateInvoice changed its type from array of object to array of string",
			"BREAKS /definitions/Invoice/properties/lines the response's field lines of ListInvoices changed its type from array of object to array of string"}},
	}
	before := example(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			after := before
			for i := 0; i < len(tt.edit); i += 2 {
				if !strings.Contains(after, tt.edit[i]) {
					t.Fatalf("the file does not hold %s", tt.edit[i])
				}
				after = strings.ReplaceAll(after, tt.edit[i], tt.edit[i+1])
			}
			changes, err := Compare([]byte(before), []byte(after))
			if err != nil {
				t.Fatal(err)
			}
			got := lines(changes)
			if !slices.Equal(got, tt.want) {
				t.Errorf("got\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(tt.want, "\n  "))
			}
		})
	}
}

// TestSwapped holds that two operations that took each other's ID are both
// said to have moved: flows go by the ID.
func TestSwapped(t *testing.T) {
	after := strings.NewReplacer(`"ListInvoices"`, `"CreateInvoice"`, `"CreateInvoice"`, `"ListInvoices"`).Replace(example(t))
	changes, err := Compare([]byte(example(t)), []byte(after))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"BREAKS /paths/~1invoices/get CreateInvoice moved from POST /invoices to GET /invoices",
		"BREAKS /paths/~1invoices/post ListInvoices moved from GET /invoices to POST /invoices",
		"BREAKS /paths/~1invoices/post the parameter page of ListInvoices was deleted",
		"BREAKS /definitions/Invoice/properties/customer the body's field customer of ListInvoices was added and is required",
	} {
		if !slices.Contains(lines(changes), want) {
			t.Errorf("lacks %s", want)
		}
	}
}

func TestBreakingComesFirst(t *testing.T) {
	after := strings.NewReplacer(`"/v1"`, `"/v2"`, "DeleteInvoice", "RemoveInvoice").Replace(example(t))
	changes, err := Compare([]byte(example(t)), []byte(after))
	if err != nil || len(changes) != 2 || !changes[0].Breaking || changes[1].Breaking {
		t.Errorf("Compare = %+v, %v", changes, err)
	}
}

func TestUnreadable(t *testing.T) {
	for _, tt := range []struct{ before, after, want string }{
		{"{", "{}", "the earlier apiDefinition.swagger.json can't be compared: line 1"},
		{"{}", `{"info": {"title": "x"}`, "the new apiDefinition.swagger.json can't be compared: line 1"},
		{"{}", "[]", "the new apiDefinition.swagger.json can't be compared: it holds no object"},
	} {
		_, err := Compare([]byte(tt.before), []byte(tt.after))
		if err == nil || !strings.HasPrefix(err.Error(), tt.want) {
			t.Errorf("Compare(%s, %s): %v, want %s", tt.before, tt.after, err, tt.want)
		}
	}
}

func FuzzCompare(f *testing.F) {
	before := example(f)
	f.Add(before, before)
	f.Add(before, strings.ReplaceAll(before, "Invoice", "Bill"))
	f.Add(`{"paths":{"/a":{"get":{"parameters":[{"$ref":"#/x"}]}}},"x":{"$ref":"#/x"}}`, `{"paths":[]}`)
	f.Fuzz(func(t *testing.T, before, after string) {
		if changes, err := Compare([]byte(before), []byte(before)); err == nil && len(changes) > 0 {
			t.Errorf("a file differs from itself: %q", lines(changes))
		}
		changes, err := Compare([]byte(before), []byte(after))
		if err != nil {
			return
		}
		for i := 1; i < len(changes); i++ {
			if changes[i].Breaking && !changes[i-1].Breaking {
				t.Fatal("a breaking change comes after another")
			}
		}
	})
}

func BenchmarkCompare(b *testing.B) {
	before := []byte(example(b))
	after := []byte(strings.ReplaceAll(example(b), "number", "string"))
	for b.Loop() {
		if _, err := Compare(before, after); err != nil {
			b.Fatal(err)
		}
	}
}
