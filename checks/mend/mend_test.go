package mend_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/checks/mend"
	"github.com/certwiz/certwiz/internal/corpus"
)

// finding is one of a rule at a place of the file.
func finding(rule, at string) checks.Finding {
	return checks.Finding{Rule: rule, Place: checks.Place{File: "f.json", Pointer: at}}
}

// TestFile changes what each rule is about, and no other byte.
func TestFile(t *testing.T) {
	for _, tt := range []struct{ name, rule, at, before, after string }{
		{"encoding", "PathParameterMissingEncoding", "/p", "{\"p\": {\n  \"in\": \"path\",\n  \"name\": \"id\"\n}}", "{\"p\": {\n  \"in\": \"path\",\n  \"name\": \"id\",\n  \"x-ms-url-encoding\": \"single\"\n}}"},
		{"encoding, minified", "PathParameterMissingEncoding", "/p", `{"p":{"in":"path","required":true}}`, `{"p":{"in":"path","required":true,"x-ms-url-encoding":"single"}}`},
		{"encoding, CRLF", "PathParameterMissingEncoding", "/p", "{\"p\": {\r\n\t\"in\": \"path\"\r\n}}\r\n", "{\"p\": {\r\n\t\"in\": \"path\",\r\n\t\"x-ms-url-encoding\": \"single\"\r\n}}\r\n"},
		{"encoding there", "PathParameterMissingEncoding", "/p", `{"p":{"in":"path","x-ms-url-encoding":"double"}}`, ""},
		{"no path parameter", "PathParameterMissingEncoding", "/p", `{"p":{"in":"query"}}`, ""},
		{"a member in the middle", "QueryParameterEncodingNotSupported", "/p/e", "{\"p\": {\n  \"a\": 1,\n  \"e\": \"single\",\n  \"b\": 2\n}}", "{\"p\": {\n  \"a\": 1,\n  \"b\": 2\n}}"},
		{"the last member", "DefaultResponseHasEmptySchema", "/p/s", "{\"p\": {\n  \"a\": \"x\",\n  \"s\": {}\n}}", "{\"p\": {\n  \"a\": \"x\"\n}}"},
		{"the only member", "DefaultResponseHasEmptySchema", "/p/s", `{"p": {"s": {}}}`, `{"p": {}}`},
		{"an element of a list", "DefaultResponseHasEmptySchema", "/p/0", `{"p": [{}]}`, ""},
		{"a constraint", "ConstraintNotText", "/p", `{"p": true}`, `{"p": "true"}`},
		{"a constraint that is a number", "ConstraintNotText", "/p", `{"p": 1}`, ""},
		{"blanks", "TextHasExtraBlanks", "/p", `{"p": " a   b\u00e9  c "}`, `{"p": "a b\u00e9 c"}`},
		{"nothing but blanks", "TextHasExtraBlanks", "/p", `{"p": "  "}`, ""},
		{"line breaks", "DescriptionContainsLineBreak", "/p", `{"p": "a\r\nb\tc \\n \"d\"\n"}`, `{"p": "a b c \\n \"d\""}`},
		{"colour", "IconBrandColorNotIndependent", "/p", `{"p": "#FFF"}`, `{"p": "#da3b01"}`},
		{"a full stop", "ValueMustEndWithAlphanumeric", "/p", `{"p": "List invoices."}`, `{"p": "List invoices"}`},
		{"a bracket", "ValueMustEndWithAlphanumeric", "/p", `{"p": "List (old)"}`, ""},
		{"an escape at the end", "ValueMustEndWithAlphanumeric", "/p", `{"p": "a\\."}`, ""},
		{"line ends", "SwaggerTrailingWhitespace", "", "{ \t\r\n\"a\": 1  \n}", "{\r\n\"a\": 1\n}"},
		{"not there", "TextHasExtraBlanks", "/q", `{"p": "a  b"}`, ""},
		{"damaged", "TextHasExtraBlanks", "/p", `{"p": "a  b"`, ""},
		{"another rule", "TitleIsPlaceholder", "/p", `{"p": "a  b"}`, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			want := tt.after
			if want == "" {
				want = tt.before
			}
			got, changes := mend.File(checks.File{Name: "f.json", Data: []byte(tt.before)}, []checks.Finding{finding(tt.rule, tt.at)})
			if string(got) != want || (len(changes) > 0) != (tt.after != "") {
				t.Errorf("got  %q, %+v\nwant %q", got, changes, want)
			}
		})
	}
}

// TestChange shows the lines before and after.
func TestChange(t *testing.T) {
	_, changes := mend.File(checks.File{Name: "f.json", Data: []byte("{\r\n  \"p\": {\r\n    \"a\": 1,\r\n    \"s\": {}\r\n  }\r\n}\r\n")}, []checks.Finding{finding("DefaultResponseHasEmptySchema", "/p/s")})
	if len(changes) != 1 || changes[0] != (mend.Change{Rule: "DefaultResponseHasEmptySchema", Line: 3, Before: "    \"a\": 1,\r\n    \"s\": {}", After: "    \"a\": 1"}) {
		t.Errorf("%+v", changes)
	}
}

// TestRules: what can be mended is a rule that there is.
func TestRules(t *testing.T) {
	known := map[string]bool{}
	for _, r := range connector.Rules() {
		known[r.ID] = true
	}
	for _, id := range mend.Rules() {
		if !known[id] {
			t.Errorf("there is no rule %s", id)
		}
	}
}

// TestPublished mends connectors that are published: what is left is JSON, finds
// nothing that was not found before, and has nothing to be mended.
func TestPublished(t *testing.T) {
	if testing.Short() {
		t.Skip("left out by -short: it goes through published connectors, which no clock changes")
	}
	judge := func(a connector.Artifacts) checks.Report { return connector.Parse(a).Report() }
	mended := 0
	for i, dir := range corpus.Connectors(t) {
		if i%12 != 0 {
			continue
		}
		files := connector.Artifacts{Name: filepath.Base(dir), Repository: true}
		for name, to := range map[string]**checks.File{"apiDefinition.swagger.json": &files.Swagger, "apiProperties.json": &files.Properties} {
			if data, err := os.ReadFile(filepath.Join(dir, name)); err == nil {
				*to = &checks.File{Name: name, Data: data}
			}
		}
		for _, f := range []*checks.File{files.Swagger, files.Properties} {
			if f == nil {
				continue
			}
			before := f.Data
			valid := json.Valid(before)
			changes := mend.Connector(files, f, judge)
			mended += len(changes)
			if valid && !json.Valid(f.Data) {
				t.Errorf("%s: %s is no JSON any more", dir, f.Name)
			}
			if again := mend.Connector(files, f, judge); len(again) > 0 {
				t.Errorf("%s: %s is mended again: %+v", dir, f.Name, again[0])
			}
			if len(changes) == 0 && !bytes.Equal(before, f.Data) {
				t.Errorf("%s: %s was changed without a word", dir, f.Name)
			}
		}
	}
	if mended == 0 {
		t.Error("nothing was mended")
	}
}
