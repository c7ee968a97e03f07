package change

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/checks"
)

func example(t testing.TB) string {
	t.Helper()
	data, err := os.ReadFile("testdata/before.json")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// lines are the findings and notes of a step: the rule or "note", the
// validator's path, what changed, and at how many more places.
func lines(before, after string) []string {
	var out []string
	for _, f := range Judge(read(before), read(after)).Findings {
		line := fmt.Sprintf("%s %s %s", f.Rule, f.Place.Pointer, Summary(f))
		if len(f.More) > 0 {
			line += fmt.Sprintf(" (+%d)", len(f.More))
		}
		out = append(out, line)
	}
	for _, note := range Notes(read(before), read(after)) {
		out = append(out, "note "+note)
	}
	return out
}

func TestStep(t *testing.T) {
	tests := []struct {
		name string
		edit []string // old, new, old, new
		want []string
	}{
		{"nothing", nil, nil},
		{"only formatted anew", []string{"\n  ", "\r\n\t"}, nil},
		{"title, host, basePath, version", []string{`"Contoso Invoices"`, `"Contoso Bills"`, `api.contoso`, `api2.contoso`, `"/v1"`, `"/v2"`, `"1.0"`, `"1.1"`}, []string{
			`ConnectorTitleChanged /info/title title changed from "Contoso Invoices" to "Contoso Bills"`,
			`ConnectorHostChanged /host host changed from "api.contoso.example" to "api2.contoso.example"`,
			`ConnectorHostChanged /basePath basePath changed from "/v1" to "/v2"`,
			`note version changed from "1.0" to "1.1"`}},
		{"sign-in", []string{`"type": "apiKey", "in": "header", "name": "X-Key"`, `"type": "oauth2"`}, []string{
			"SecurityDefinitionRemoved /securityDefinitions the way to sign in apiKey X-Key was removed; connections made with it stop working",
			"note the way to sign in oauth2 was added"}},
		{"operation deleted", []string{`"delete": {"operationId": "DeleteInvoice", "summary": "Delete invoice", "responses": {"204": {"description": "Gone"}}},`, ""},
			[]string{"OperationDeleted operation/DeleteInvoice the operation DeleteInvoice was deleted"}},
		{"operation added", []string{`"x-note": 1`, `"get": {"operationId": "GetInvoice"}`},
			[]string{"note the operation GetInvoice was added"}},
		{"operationId renamed", []string{"DeleteInvoice", "RemoveInvoice"},
			[]string{"OperationDeleted operation/DeleteInvoice the operationId DeleteInvoice was renamed to RemoveInvoice"}},
		{"path moved", []string{`"/invoices/{id}"`, `"/invoice/{id}"`},
			[]string{"PathTemplateChanged operation/DeleteInvoice DeleteInvoice moved from DELETE /invoices/{id} to DELETE /invoice/{id}"}},
		{"operation hidden", []string{`"operationId": "DeleteInvoice"`, `"operationId": "DeleteInvoice", "x-ms-visibility": "internal"`},
			[]string{"OperationHidden operation/DeleteInvoice/x-ms-visibility DeleteInvoice was hidden"}},
		{"deprecated, summary", []string{`"summary": "Delete invoice"`, `"summary": "Remove invoice", "deprecated": true`}, []string{
			"note DeleteInvoice was deprecated",
			`note the summary of DeleteInvoice changed from "Delete invoice" to "Remove invoice"`}},
		{"parameters added", []string{`{"$ref": "#/parameters/page"}`, `{"$ref": "#/parameters/page"}, {"name": "a", "in": "query", "type": "string", "required": true}, {"name": "b", "in": "query", "type": "string"}, {"name": "c", "in": "query", "type": "string", "required": true, "default": "x"}`}, []string{
			"RequiredParameterAdded operation/ListInvoices/parameter/a the parameter a of ListInvoices was added and is required",
			"note the parameter b of ListInvoices was added",
			"note the parameter c of ListInvoices was added"}},
		{"parameter deleted", []string{`{"$ref": "#/parameters/page"}, `, ""},
			[]string{"ParameterDeleted operation/ListInvoices/parameter/page the parameter page of ListInvoices was deleted"}},
		{"shared parameter retyped", []string{`"in": "query", "type": "integer"`, `"in": "query", "type": "string"`},
			[]string{"ParameterTypeChanged operation/ListInvoices/parameter/page/type the parameter page of ListInvoices changed its type from integer to string"}},
		{"parameter of a path internal and required", []string{`"in": "header", "type": "string"`, `"in": "header", "type": "string", "x-ms-visibility": "internal", "required": true`}, []string{
			"InputFieldBecameRequired operation/ListInvoices/parameter/tenant/required the parameter tenant of ListInvoices became required (+1)",
			"InputFieldVisibilityChangedToInternal operation/ListInvoices/parameter/tenant/x-ms-visibility the parameter tenant of ListInvoices became internal (+1)"}},
		{"enum value gone", []string{`"enum": ["name", "date"]`, `"enum": ["name"]`},
			[]string{`InputEnumValueRemoved operation/ListInvoices/parameter/sort/enum the parameter sort of ListInvoices no longer takes "date"`}},
		{"enum new", []string{`"name": "page", "in": "query", "type": "integer"`, `"name": "page", "in": "query", "type": "integer", "enum": [1]`},
			[]string{"InputEnumAdded operation/ListInvoices/parameter/page/enum the parameter page of ListInvoices takes listed values only"}},
		{"field retyped", []string{`"total": {"type": "number"}`, `"total": {"type": "string"}`}, []string{
			"InputFieldTypeChanged operation/CreateInvoice/parameter/body/schema/total/type the body's field total of CreateInvoice changed its type from number to string",
			"OutputFieldTypeChanged operation/ListInvoices/responses/200/schema/items/total/type the response's field total of ListInvoices changed its type from number to string (+1)"}},
		{"format of a response's field", []string{`"date-time"`, `"date"`},
			[]string{"OutputFieldFormatChanged operation/ListInvoices/responses/200/schema/items/paid/format the response's field paid of ListInvoices changed its type from string date-time to string date"}},
		{"response's field deleted, another added", []string{`"paid": {"type": "string", "format": "date-time"}`, `"payment": {}`}, []string{
			"OutputFieldDeleted operation/ListInvoices/responses/200/schema/items/paid the response's field paid of ListInvoices was deleted",
			"note the response's field payment of ListInvoices was added"}},
		{"elements of a list", []string{`"items": {"type": "object"}`, `"items": {"type": "string"}`}, []string{
			"InputFieldTypeChanged operation/CreateInvoice/parameter/body/schema/lines/items/type the body's field lines of CreateInvoice changed its type from array of object to array of string",
			"OutputFieldTypeChanged operation/ListInvoices/responses/200/schema/items/lines/items/type the response's field lines of ListInvoices changed its type from array of object to array of string (+1)"}},
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
			got := lines(before, after)
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
	got := lines(example(t), after)
	for _, want := range []string{
		"PathTemplateChanged operation/CreateInvoice CreateInvoice moved from POST /invoices to GET /invoices",
		"PathTemplateChanged operation/ListInvoices ListInvoices moved from GET /invoices to POST /invoices",
		"ParameterDeleted operation/ListInvoices/parameter/page the parameter page of ListInvoices was deleted",
		"RequiredInputFieldAdded operation/ListInvoices/parameter/body/schema/customer the body's field customer of ListInvoices was added and is required",
	} {
		if !slices.Contains(got, want) {
			t.Errorf("lacks %s", want)
		}
	}
}

// TestBreaking holds which rules are about breaking changes.
func TestBreaking(t *testing.T) {
	for _, r := range Rules() {
		want := r.ID != titleChanged.ID && r.ID != hostChanged.ID && r.ID != folderRenamed.ID
		if got := Breaking(checks.Finding{Rule: r.ID}); got != want {
			t.Errorf("Breaking(%s) = %v", r.ID, got)
		}
	}
	if Breaking(checks.Finding{Rule: "RequiredPropertyMissing"}) {
		t.Error("a finding of another room is a breaking change")
	}
}

func TestSummary(t *testing.T) {
	for _, tt := range []struct{ snippet, want string }{
		{operationDeleted.Bad, "the operationId ListInvoices was renamed to ListBills"},
		{authenticationRemoved.Bad, "the authentication type cannot be changed in an update; the API key is gone"},
		{titleChanged.Bad, `title changed from "Contoso Invoices" to "Contoso Bills"`},
	} {
		if got := Summary(judged(t, tt.snippet).Findings[0]); got != tt.want {
			t.Errorf("Summary = %q, want %q", got, tt.want)
		}
	}
	if got := Summary(checks.Finding{Rule: "other", Message: "text"}); got != "text" {
		t.Errorf("another room's finding is %q", got)
	}
}

func TestUnreadable(t *testing.T) {
	for _, tt := range []struct{ before, after, want string }{
		{"{", "{}", "the earlier apiDefinition.swagger.json can't be compared: line 1"},
		{"{}", `{"info": {"title": "x"}`, "the new apiDefinition.swagger.json can't be compared: line 1"},
		{"{}", "[]", "the new apiDefinition.swagger.json can't be compared: it holds no object"},
	} {
		before, after := Version{Definition: definition(tt.before)}, Version{Definition: definition(tt.after)}
		unchecked := Judge(before, after).Unchecked()
		if len(unchecked) == 0 || !strings.HasPrefix(unchecked[0].Reason, tt.want) || Notes(before, after) != nil {
			t.Errorf("%s, %s: %v, want %s", tt.before, tt.after, unchecked, tt.want)
		}
	}
}
