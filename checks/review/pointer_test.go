package review

import (
	"slices"
	"testing"
)

func TestReadable(t *testing.T) {
	for _, test := range []struct{ pointer, want string }{
		{"", ""},
		{"/info/title", "/info/title"},
		{"#/info/title", "/info/title"},
		{"/paths/~1invoices", "path /invoices"},
		{"/paths/~1invoices/get", "GET /invoices"},
		{"/paths/~1invoices/get/parameters/0/x-ms-summary", "GET /invoices, parameter 1, x-ms-summary"},
		{"/paths/~1invoices/get/parameters/1/x-ms-summary", "GET /invoices, parameter 2, x-ms-summary"},
		{"paths/~1invoices/get/parameters/9", "GET /invoices, parameter 10"},
		{"/paths//invoices/{id}/get/parameters/1", "GET /invoices/{id}, parameter 2"},
		{"/paths/~1invoices~1%7Bid%7D/delete", "DELETE /invoices/{id}"},
		{"/paths/%2Finvoices/get", "GET /invoices"},
		{"/paths/~1a~0b/get/responses/200/schema/properties/id/type", "GET /a~b, response 200, schema, property id, type"},
		{"/paths/~1a/parameters/0", "path /a, parameter 1"},
		{"/paths/~1a/get/responses/default/headers/X-Next", "GET /a, response default, header X-Next"},
		{"/paths/~1a/get/tags/2", "GET /a, tags entry 3"},
		{"/paths/~1a/get/parameters", "GET /a, parameters"},
		{"/definitions/Invoice/properties/id", "definition Invoice, property id"},
		{"/definitions/Invoice/properties/properties/properties/parameters/type", "definition Invoice, property properties, property parameters, type"},
		{"/definitions/Invoice/allOf/0/items", "definition Invoice, allOf entry 1, items"},
		{"/definitions", "/definitions"},
		{"/parameters/Page/default", "parameter Page, default"},
		{"/securityDefinitions/oauth2/flow", "security definition oauth2, flow"},
		{"/properties/connectionParameters/api_key/uiDefinition", "connection parameter api_key, uiDefinition"},
		{"/properties/iconBrandColor", "/properties/iconBrandColor"},
		{"line: 0 position: 0 path: 'properties.connectionParameters.token:clientId.uiDefinition'", "connection parameter token:clientId, uiDefinition"},
		{"line: 3 position: 7 path: '[0].properties['Stack Owner']'", "/properties/Stack Owner"},
		{"$.properties.connectionParameters.token", "connection parameter token"},
		{"operation/ListInvoices/parameter/page/type", "operation ListInvoices, parameter page, type"},
		{"operation/ListInvoices/responses/200/schema/total", "operation ListInvoices, response 200, schema, total"},
		{"scriptOperations", "scriptOperations"},
		{"hello there", "hello there"},
		{"a/b c", "a/b c"},
		{"/", "/"},
		{"/paths/~1a/get/para...", "GET /a, para..."},
		{"/paths/~1a/get/100%", "GET /a, 100%"},
	} {
		if got := Readable(test.pointer); got != test.want {
			t.Errorf("%q reads %q, want %q", test.pointer, got, test.want)
		}
	}
}

func TestSteps(t *testing.T) {
	want := []string{"paths", "/invoices/{id}", "get", "parameters", "1"}
	for _, pointer := range []string{
		"/paths/~1invoices~1{id}/get/parameters/1",
		"#/paths/~1invoices~1{id}/get/parameters/1",
		"paths/~1invoices~1{id}/get/parameters/1",
		"/paths//invoices/{id}/get/parameters/1",
		"/paths/invoices/{id}/get/parameters/1",
		"#/paths/~1invoices~1%7Bid%7D/get/parameters/1",
		"/paths/%2Finvoices%2F{id}/get/parameters/1",
		" /paths/%7E1invoices%7E1{id}/get/parameters/1 ",
	} {
		if got := steps(pointer); !slices.Equal(got, want) {
			t.Errorf("%q gives %q", pointer, got)
		}
	}
	if got := steps("$.properties.a.uiDefini..."); !slices.Equal(got, []string{"properties", "a", "uiDefini..."}) {
		t.Errorf("a path that was cut gives %q", got)
	}
}

func FuzzReadable(f *testing.F) {
	for _, seed := range []string{"/paths/~1a/get/parameters/1", "$.a['b c'].d[0]", "line: 1 position: 2 path: '", "operation/A/b", "#/definitions/%zz/~"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, pointer string) {
		if got := Readable(pointer); len(got) > 4*len(pointer)+64 {
			t.Errorf("%d bytes make %d", len(pointer), len(got))
		}
	})
}
