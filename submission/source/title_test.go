package source

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestTitleIn(t *testing.T) {
	for _, tt := range []struct{ name, json, want string }{
		{"plain", `{"swagger":"2.0","info":{"version":"1","title":"Contoso Invoices"}}`, "Contoso Invoices"},
		{"spaced", "\ufeff{\r\n\t\"info\" : {\r\n\t\t\"title\" : \"Contoso\"", "Contoso"},
		{"last", `{"paths":{"/a":{"info":{"title":"no"}}},"x":["info",{"title":"no"}],"info":{"contact":{"title":"no"},"title":"yes"}}`, "yes"},
		{"escaped", `{"info":{"title":"Smørrebrød \u0026 \"Co\"\n"}}`, "Smørrebrød & \"Co\"\n"},
		{"raw control characters", "{\"info\":{\"title\":\"a\x1bb\"}}", "a\x1bb"},
		{"a value named so", `{"x":"info","y":{"title":"no"}}`, ""},
		{"not a text", `{"info":{"title":7}}`, ""},
		{"cut off in the title", `{"info":{"title":"Conto`, ""},
		{"cut off before it", `{"info":{"title":`, ""},
		{"too deep", `[{"info":{"title":"no"}}]`, ""},
		{"empty", ``, ""},
		{"long", `{"info":{"title":"` + strings.Repeat("ø", 300) + `"}}`, strings.Repeat("ø", 200)},
	} {
		if got, _ := titleIn([]byte(tt.json)); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

// On valid JSON without doubled keys the scan agrees with a parser.
func FuzzTitleIn(f *testing.F) {
	f.Add([]byte(`{"swagger":"2.0","info":{"title":"Contoso"}}`))
	f.Add([]byte(`{"a":[{"info":1}],"info":{"b":{"title":""},"title":"\u00e5\\\""}}`))
	f.Add([]byte(`{"info":{"title":"`))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, _ := titleIn(data)
		if n := len([]rune(got)); n > titleRunes {
			t.Errorf("%d characters", n)
		}
		var doc map[string]json.RawMessage
		if json.Unmarshal(data, &doc) != nil || strings.Count(string(data), "info") != 1 || strings.Count(string(data), "title") != 1 {
			return
		}
		var info map[string]json.RawMessage
		var want string
		if json.Unmarshal(doc["info"], &info) != nil || json.Unmarshal(info["title"], &want) != nil || len([]rune(want)) > titleRunes {
			return
		}
		if got != want {
			t.Errorf("%s: %q, want %q", data, got, want)
		}
	})
}
