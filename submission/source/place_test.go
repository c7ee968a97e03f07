package source

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/certwiz/certwiz/checks/jsontree"
)

func TestPlace(t *testing.T) {
	doc := jsontree.Parse([]byte(`{
"tags":[{"name":"Invoices"}],
"paths":{"/invoices/{id}":{"parameters":[{"$ref":"#/parameters/Version"}],"get":{
  "parameters":[{"name":"customerId"},{"in":"body","schema":{"items":{"enum":["a"],"properties":{"0":{}}}}}],
  "responses":{"200":{"schema":{"allOf":[{}]},"headers":{"Location":{}}}},"tags":["x"]}}},
"properties":{"connectionParameters":{"token":{"oAuthSettings":{"scopes":["a"]}}},"policyTemplateInstances":[{"title":"Set host"}]},
"x-ms-connector-metadata":[{"propertyName":"Website"}],"matrix":[[1,2]],"":1}`))
	for _, tt := range []struct{ pointer, want, without string }{
		{"", "the whole file", ""},
		{"/info/title", "info, title", ""},
		{"/paths", "paths", ""},
		{"/paths/~1invoices~1{id}", "path /invoices/{id}", ""},
		{"/paths/~1invoices~1{id}/get", "GET /invoices/{id}", ""},
		{"/paths/~1invoices~1{id}/get/parameters", "GET /invoices/{id}, parameters", ""},
		{"/paths/~1invoices~1{id}/get/parameters/0/x-ms-summary", "GET /invoices/{id}, parameter 1 (customerId), x-ms-summary", "GET /invoices/{id}, parameter 1, x-ms-summary"},
		{"/paths/~1invoices~1{id}/parameters/0", "path /invoices/{id}, parameter 1 (Version)", "path /invoices/{id}, parameter 1"},
		{"/paths/~1invoices~1{id}/get/parameters/1/schema/items/enum/0", "GET /invoices/{id}, parameter 2, schema, items, enum value 1", ""},
		{"/paths/~1invoices~1{id}/get/parameters/1/schema/items/properties/0/type", "GET /invoices/{id}, parameter 2, schema, items, property 0, type", "GET /invoices/{id}, parameter 2, schema, items, properties 1, type"},
		{"/paths/~1invoices~1{id}/get/responses/200/schema/allOf/0", "GET /invoices/{id}, response 200, schema, allOf 1", ""},
		{"/paths/~1invoices~1{id}/get/responses/200/headers/Location", "GET /invoices/{id}, response 200, header Location", ""},
		{"/paths/~1invoices~1{id}/get/responses/default/description", "GET /invoices/{id}, response default, description", ""},
		{"/paths/~1invoices~1{id}/get/tags/0", "GET /invoices/{id}, tag 1", ""},
		{"/paths/~1a~0b/get", "GET /a~b", ""},
		{"/tags/0/description", "tag 1 (Invoices), description", "tag 1, description"},
		{"/definitions/Invoice/properties/total/x-ms-summary", "definition Invoice, property total, x-ms-summary", ""},
		{"/parameters/Version/default", "shared parameter Version, default", ""},
		{"/securityDefinitions/oauth2/tokenUrl", "security definition oauth2, tokenUrl", ""},
		{"/properties/iconBrandColor", "iconBrandColor", ""},
		{"/properties/connectionParameters/token/oAuthSettings/scopes/0", "connection parameter token, oAuthSettings, scope 1", ""},
		{"/properties/policyTemplateInstances/0/parameters/x-ms-apimTemplateParameter.name", "policy 1 (Set host), parameters, x-ms-apimTemplateParameter.name", "policy 1, parameters, x-ms-apimTemplateParameter.name"},
		{"/x-ms-connector-metadata/0", "x-ms-connector-metadata 1 (Website)", "x-ms-connector-metadata 1"},
		{"/matrix/0/1", "matrix 1, element 2", ""},
		{"/", `""`, ""},
		{"no pointer", "no pointer", ""},
		{"/definitions/" + strings.Repeat("n", 500), "definition " + strings.Repeat("n", 79) + "…", ""},
	} {
		if got := Place(tt.pointer, doc); got != tt.want {
			t.Errorf("Place(%q) = %q, want %q", tt.pointer, got, tt.want)
		}
		want := tt.without
		if want == "" {
			want = tt.want
		}
		if got := Place(tt.pointer); got != want {
			t.Errorf("without a file Place(%q) = %q, want %q", tt.pointer, got, want)
		}
	}
	if got := Place(strings.Repeat("/long", 500)); utf8.RuneCountInString(got) != maxPlace {
		t.Errorf("%d characters", utf8.RuneCountInString(got))
	}
	if got := Place("/a/0", nil); got != "a 1" {
		t.Errorf("with no tree: %q", got)
	}
}

func FuzzPlace(f *testing.F) {
	f.Add("/paths/~1a/get/parameters/0/name", `{"paths":{"/a":{"get":{"parameters":[{"name":"x"}]}}}}`)
	f.Add("/parameters/0", `{"parameters":[{"$ref":"/"}]}`)
	f.Fuzz(func(t *testing.T, pointer, doc string) {
		for _, got := range []string{Place(pointer), Place(pointer, jsontree.Parse([]byte(doc)))} {
			if got == "" || utf8.RuneCountInString(got) > maxPlace {
				t.Errorf("Place(%q) = %q", pointer, got)
			}
		}
	})
}
