package swagger

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/certwiz/certwiz/checks"
)

func TestPatternFault(t *testing.T) {
	for pattern, want := range map[string]string{
		"":                             "",
		`^[0-9]{4}-[0-9]{2}$`:          "",
		`^(?:a|b)+?$`:                  "",
		`(?<year>\d{4})`:               "",
		`[\]\[]*`:                      "",
		`^[^()]*$`:                     "",
		`\(\)`:                         "",
		`(?x) ( # comment`:             "",
		`[]abc]`:                       "",
		`^(a`:                          "a `(` that is not closed",
		`a)b`:                          "a `)` too many",
		`[a-z`:                         "a `[` that is not closed",
		`*.pdf`:                        "nothing before `*` to repeat",
		`a|+b`:                         "nothing before `+` to repeat",
		`(*a)`:                         "nothing before `*` to repeat",
		`C:\`:                          "a backslash at the end",
		`^(([^<>()\[\]\.,;:\s@"]+)@)$`: "",
	} {
		if got := patternFault(pattern); got != want {
			t.Errorf("%s has %q, want %q", pattern, got, want)
		}
	}
}

func TestBalanced(t *testing.T) {
	for path, want := range map[string]bool{
		"/a": true, "/a/{b}": true, "/a/{b}{c}": true, "/a('{b}')": true,
		"/a/{b": false, "/a/b}": false, "/a/{b/c}": false, "/{{b}}": false,
	} {
		if got := balanced(path); got != want {
			t.Errorf("%s: %t", path, got)
		}
	}
}

func TestPointers(t *testing.T) {
	for pointer, want := range map[string]bool{
		"/definitions/a": true, "/a~1b~0c": true, "/": true, "definitions/a": false, "/a~2": false, "/a~": false, "": false,
	} {
		if got := isPointer(pointer); got != want {
			t.Errorf("%q: %t", pointer, got)
		}
	}
}

func TestSentence(t *testing.T) {
	got := sentence("The 'path' parameter '{0}' is not defined, use '{{' and '}}' in '{1}'", values{"a\x1bb{1}", "c"})
	want := `The 'path' parameter 'a\u001bb{1}' is not defined, use '{' and '}' in 'c'. `
	if got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// found lists the places of a rule's findings.
func found(data []byte, rule string) []string {
	var all []string
	for _, f := range judge(data).Findings {
		if f.Rule != rule {
			continue
		}
		all = append(all, f.Place.Pointer)
		for _, p := range f.More {
			all = append(all, p.Pointer)
		}
	}
	return all
}

// TestPlacesOfRules holds where a rule points, and what it leaves alone.
func TestPlacesOfRules(t *testing.T) {
	tests := []struct{ name, rule, bad, want string }{
		{"a definition used in a body", "PropertyMustBeRequired",
			`{"definitions": {"Invoice": {"type": "object", "properties": {"source": {"type": "string", "default": "flow", "x-ms-visibility": "internal"}}}},
			` + bodyExample(`"$ref": "#/definitions/Invoice"`)[1:], "/definitions/Invoice/properties/source"},
		{"a definition used in a response only", "PropertyMustBeRequired",
			`{"definitions": {"Invoice": {"type": "object", "properties": {"source": {"type": "string", "default": "flow", "x-ms-visibility": "internal"}}}},
			` + schemaExample(`"$ref": "#/definitions/Invoice"`)[1:], ""},
		{"deep in definitions", "RequiredReadOnlyPropertyNotAllowedAsInput",
			`{"definitions": {"Invoice": {"type": "object", "properties": {"lines": {"type": "array", "items": {"$ref": "#/definitions/Line"}}}},
			"Line": {"type": "object", "required": ["id"], "properties": {"id": {"type": "string", "readOnly": true}}}},
			` + bodyExample(`"$ref": "#/definitions/Invoice"`)[1:], "/definitions/Line/properties/id"},
		{"text that reads as a number", "DefaultValueMustMatchType", parameterExample("/a", `"name": "a", "in": "query", "type": "integer", "default": "10"`), ""},
		{"null as default", "DefaultValueMustMatchType", parameterExample("/a", `"name": "a", "in": "query", "type": "string", "default": null`), ""},
		{"a fraction for a whole number", "DefaultValueMustMatchType", parameterExample("/a", `"name": "a", "in": "query", "type": "integer", "default": 1.5`), "/paths/~1a/get/parameters/0/default"},
		{"a property named as a keyword", "SwaggerKeywordNotSupported", schemaExample(`"type": "object", "properties": {"not": {"type": "string"}}`), ""},
		{"a list without a closed schema", "InvokedOperationShouldProduceArray", dynamicExample(`"x-ms-dynamic-values": {"operationId": "ListInvoices", "value-path": "id", "value-collection": "rows"}`), ""},
		{"variables in other order", "PartialDuplicateOperationPath", `{"paths": {"/a/{b}/c": {"get": ` + pathOperation("A", "b") + `}, "/a/b/{c}": {"get": ` + pathOperation("B", "c") + `}}}`, ""},
		{"another method", "DuplicateOperationPath", `{"paths": {"/a/{b}": {"get": ` + pathOperation("A", "b") + `}, "/a/{c}": {"delete": ` + pathOperation("B", "c") + `}}}`, ""},
		{"a shared query parameter", "QueryParameterEncodingNotSupported", `{"parameters": {"p": {"name": "p", "in": "query", "type": "string", "x-ms-url-encoding": "single"}}}`, "/parameters/p/x-ms-url-encoding"},
		{"a loop that nobody requires", "RequiredLoopInSchemaNotAllowed", `{"definitions": {"A": {"type": "object", "required": ["b"], "properties": {"b": {"$ref": "#/definitions/B"}}}, "B": {"type": "object", "properties": {"a": {"$ref": "#/definitions/A"}}}}}`, ""},
		{"a loop through two", "RequiredLoopInSchemaNotAllowed", `{"definitions": {"A": {"type": "object", "required": ["b"], "properties": {"b": {"$ref": "#/definitions/B"}}}, "B": {"type": "object", "required": ["a"], "properties": {"a": {"$ref": "#/definitions/A"}}}}}`, "/definitions/A"},
		{"a definition that is a list", "JsonTypeIncorrect", `{"definitions": {"security": []}}`, "/definitions/security"},
		{"notification content in the operation", "OperationMustHaveNotificationContentExtension",
			strings.Replace(webhookExample("", webhookURL), `"summary"`, `"x-ms-notification-content": {"schema": {"type": "object"}}, "summary"`, 1), "/paths/~1hooks"},
		{"a reserved name elsewhere", "ReservedParameterIsUsed", parameterExample("/a", `"name": "Accept", "in": "query", "type": "string"`), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := found(example(t, tt.bad), tt.rule)
			if tt.want == "" && len(got) > 0 {
				t.Errorf("found at %q", got)
			}
			if tt.want != "" && !slices.Equal(got, []string{tt.want}) {
				t.Errorf("found at %q, want %q", got, tt.want)
			}
		})
	}
}

// TestFindingsAreBounded holds that a file made for it cannot produce a
// million findings or places, and that the message says how many there are.
func TestFindingsAreBounded(t *testing.T) {
	places, causes := make([]string, 1000), make([]string, 1000)
	for i := range places {
		places[i] = fmt.Sprintf(`"p%d": {"type": "array"}`, i)
		causes[i] = fmt.Sprintf(`"p%d": {"type": "string", "format": "f%d"}`, i, i)
	}
	tests := []struct {
		rule, properties  string
		findings, message string
	}{
		{"ArrayHasNoItems", strings.Join(places, ", "), "1 with 199 more", "The same at 999 more places. (200 of them are listed.)"},
		{"UnrecognizedTypeFormat", strings.Join(causes, ", "), "101 with 199 more", " 899 more places are at fault in other ways. (200 of them are listed.)"},
	}
	for _, tt := range tests {
		r := judge(example(t, schemaExample(`"type": "object", "properties": {`+tt.properties+`}`)))
		n, more, last := 0, 0, ""
		for _, f := range r.Findings {
			if f.Rule == tt.rule {
				n, more, last = n+1, more+len(f.More), f.Message
			}
		}
		if got := fmt.Sprintf("%d with %d more", n, more); got != tt.findings || !strings.HasSuffix(last, tt.message) {
			t.Errorf("%s: %s, %q", tt.rule, got, last)
		}
	}
}

// TestSchemasThatGrow holds that definitions which name each other twice, and
// so double with every step, are counted and not written out.
func TestSchemasThatGrow(t *testing.T) {
	const steps = 200
	definitions := make([]string, steps)
	for i := range definitions {
		definitions[i] = fmt.Sprintf(`"D%d": {"type": "object", "properties": {"a": {"$ref": "#/definitions/D%d"}, "b": {"$ref": "#/definitions/D%d"}}}`, i, i+1, i+1)
	}
	data := example(t, `{"definitions": {`+strings.Join(definitions, ", ")+fmt.Sprintf(`, "D%d": {"type": "string"}`, steps)+`}, `+bodyExample(`"$ref": "#/definitions/D0"`)[1:])
	done := make(chan checks.Report, 1)
	go func() { done <- judge(data) }()
	select {
	case r := <-done:
		if o := outcome(t, r, "BodySchemaCountExceedsMaxAllowed"); o.Result != checks.Found {
			t.Errorf("the count is %s", o.Result)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("it does not end")
	}
}

// TestMicrosoftsSentenceComesFirst holds that what the validator would print
// can be searched for in what we say.
func TestMicrosoftsSentenceComesFirst(t *testing.T) {
	for _, r := range table() {
		if r.Origin != checks.Validator || r.closed != "" {
			continue
		}
		data := []byte(r.Bad)
		if make, ok := large[r.ID]; ok {
			data = []byte(make())
		}
		if json := example(t, string(data)); r.ID != "SwaggerFileTooLarge" {
			data = json
		}
		start, _, _ := strings.Cut(strings.NewReplacer("{{", "{", "}}", "}").Replace(r.Wording), "{0}")
		for _, f := range judge(data).Findings {
			if f.Rule == r.ID && !strings.HasPrefix(f.Message, start) {
				t.Errorf("%s says %q, the validator %q", r.ID, f.Message, r.Wording)
			}
			if f.Rule == r.ID && strings.Contains(f.Message, "{0}") {
				t.Errorf("%s lacks a value: %q", r.ID, f.Message)
			}
		}
	}
}
