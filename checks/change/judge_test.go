package change

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/internal/corpus"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/properties"
	"github.com/certwiz/certwiz/checks/swagger"
)

// versions reads an example: two versions with an arrow between.
func versions(t *testing.T, snippet string) (before, after Version) {
	t.Helper()
	was, is, ok := strings.Cut(snippet, " → ")
	if !ok {
		t.Fatalf("no arrow in %s", snippet)
	}
	return read(was), read(is)
}

func read(text string) Version {
	switch {
	case !strings.HasPrefix(text, "{"):
		return Version{Folder: text}
	case strings.HasPrefix(text, `{"properties"`):
		return Version{Settings: settings(text)}
	default:
		return Version{Definition: definition(text)}
	}
}

func definition(text string) *swagger.Document {
	return swagger.Read("apiDefinition.swagger.json", []byte(text))
}

func settings(text string) *properties.Document {
	return properties.Read("apiProperties.json", []byte(text))
}

func judged(t *testing.T, snippet string) checks.Report {
	t.Helper()
	return Judge(versions(t, snippet))
}

func TestExamples(t *testing.T) {
	seen := map[string]bool{}
	for _, rule := range Rules() {
		if seen[rule.ID] || rule.Meaning == "" || rule.Fix == "" || rule.Source == "" || rule.Link == "" || rule.Subject != checks.SubjectChange {
			t.Errorf("%s is not described whole, or twice: %+v", rule.ID, rule)
		}
		seen[rule.ID] = true
		bad := judged(t, rule.Bad)
		if !slices.ContainsFunc(bad.Findings, func(f checks.Finding) bool { return f.Rule == rule.ID && strings.HasPrefix(f.Message, rule.Wording) }) {
			t.Errorf("%s: the bad example gives %+v", rule.ID, bad.Findings)
		}
		if good := judged(t, rule.Good); len(good.Findings) > 0 {
			t.Errorf("%s: the good example gives %+v", rule.ID, good.Findings)
		}
		was, _, _ := strings.Cut(rule.Bad, " → ")
		if same := judged(t, was+" → "+was); len(same.Findings) > 0 || len(same.Unchecked()) > 0 {
			t.Errorf("%s: a version differs from itself: %+v", rule.ID, same)
		}
	}
}

// TestPaths holds how the validator writes the place of a change.
func TestPaths(t *testing.T) {
	tests := []struct{ name, snippet, rule, path string }{
		{"nested in a list", response(`"properties": {"Values": {"type": "array", "items": {"properties": {"Owner": {"type": "string"}}}}}`) + " → " +
			response(`"properties": {"Values": {"type": "array", "items": {"properties": {"Owner": {"type": "object"}}}}}`),
			outputTypeChanged.ID, "operation/ListInvoices/responses/200/schema/Values/items/Owner/type"},
		{"elements of a list", response(`"properties": {"Values": {"type": "array", "items": {"type": "string"}}}`) + " → " +
			response(`"properties": {"Values": {"type": "array", "items": {"type": "object"}}}`),
			outputTypeChanged.ID, "operation/ListInvoices/responses/200/schema/Values/items/type"},
		{"format", outputFormatChanged.Bad, outputFormatChanged.ID, "operation/ListInvoices/responses/200/schema/due/format"},
		{"body", inputRequired.Bad, inputRequired.ID, "operation/ListInvoices/parameter/body/schema/year/required"},
		{"enum", enumValueRemoved.Bad, enumValueRemoved.ID, "operation/ListInvoices/parameter/body/schema/state/enum"},
		{"parameter", requiredParameterAdded.Bad, requiredParameterAdded.ID, "operation/ListInvoices/parameter/year"},
		{"operation", operationDeleted.Bad, operationDeleted.ID, "operation/ListInvoices"},
		{"hidden", operationHidden.Bad, operationHidden.ID, "operation/ListInvoices/x-ms-visibility"},
		{"the whole response", describe(`"responses": {"200": {"schema": {"type": "object"}}}`) + " → " + describe(`"responses": {"200": {"schema": {"type": "array", "items": {}}}}`),
			outputTypeChanged.ID, "operation/ListInvoices/responses/200/schema/type"},
		{"a response without schema", describe(`"responses": {"200": {"schema": {"type": "object"}}}`) + " → " + describe(`"responses": {"200": {}}`),
			outputDeleted.ID, "operation/ListInvoices/responses/200/schema"},
		{"a list as response", describe(`"responses": {"200": {"schema": {"type": "array", "items": {"properties": {"a": {"type": "string"}}}}}}`) + " → " +
			describe(`"responses": {"200": {"schema": {"type": "array", "items": {"properties": {"a": {"type": "integer"}}}}}}`),
			outputTypeChanged.ID, "operation/ListInvoices/responses/200/schema/items/a/type"},
	}
	for _, tt := range tests {
		r := judged(t, tt.snippet)
		if len(r.Findings) != 1 || r.Findings[0].Rule != tt.rule || r.Findings[0].Place.Pointer != tt.path {
			t.Errorf("%s: %+v", tt.name, r.Findings)
		}
	}
}

// TestOneCause holds that a shared definition is one finding with its places.
func TestOneCause(t *testing.T) {
	before := example(t)
	after := strings.Replace(before, `"total": {"type": "number"}`, `"total": {"type": "string"}`, 1)
	r := Judge(read(before), read(after))
	var found []checks.Finding
	for _, f := range r.Findings {
		if f.Rule == outputTypeChanged.ID {
			found = append(found, f)
		}
	}
	if len(found) != 1 || len(found[0].More) != 1 || found[0].Place.Line == 0 || found[0].Place.Pointer != "operation/ListInvoices/responses/200/schema/items/total/type" {
		t.Errorf("%+v", found)
	}
}

func TestNotCompared(t *testing.T) {
	whole := read(example(t))
	for name, after := range map[string]Version{"damaged": read(`{"paths": {`), "no object": {Definition: definition("[]")}} {
		for _, r := range []checks.Report{Judge(whole, after), Judge(after, whole)} {
			if len(r.Findings) > 0 || len(r.Unchecked()) == 0 {
				t.Errorf("%s: %+v", name, r)
			}
		}
	}
	if r := Judge(whole, Version{}); len(r.Findings) > 0 || len(r.Unchecked()) > 0 {
		t.Errorf("a missing file: %+v", r)
	}
	if r := judged(t, `{"properties": {"connectionParameters": {}}} → {"properties": {`); len(r.Unchecked()) != 3 {
		t.Errorf("damaged settings: %+v", r.Unchecked())
	}
}

// TestLimits holds that references that multiply end, and that what was not
// compared is not called unchanged.
func TestLimits(t *testing.T) {
	var b strings.Builder
	b.WriteString(`{"paths": {"/a": {"get": {"operationId": "a", "responses": {"200": {"schema": {"$ref": "#/d/0"}}}}}}, "d": {`)
	for i := range 40 {
		fmt.Fprintf(&b, `"%d": {"properties": {"v%d": {"type": "KIND"}, "a": {"$ref": "#/d/%d"}, "b": {"$ref": "#/d/%d"}, "c": {"$ref": "#/d/0"}}},`, i, i, i+1, i+1)
	}
	b.WriteString(`"40": {}}}`)
	before := strings.ReplaceAll(b.String(), "KIND", "string")
	if r := Judge(read(before), read(before)); len(r.Findings) > 0 {
		t.Errorf("a version differs from itself: %+v", r.Findings)
	}
	r := Judge(read(before), read(strings.ReplaceAll(b.String(), "KIND", "number")))
	if len(r.Findings) == 0 || len(r.Unchecked()) == 0 {
		t.Errorf("%d findings, %d not checked", len(r.Findings), len(r.Unchecked()))
	}
}

func TestSettings(t *testing.T) {
	const key, token = `"api_key": {"type": "securestring"}`, `"token": {"type": "oauthSetting", "oAuthSettings": {"identityProvider": "aad"}}`
	tests := []struct {
		name, snippet string
		want          []string
	}{
		{"moved into a set", connection(key) + " → " + `{"properties": {"connectionParameterSets": {"values": [{"name": "a", "parameters": {` + key + `}}, {"name": "b", "parameters": {` + token + `}}]}}}`, nil},
		{"another provider", connection(token) + " → " + connection(strings.Replace(token, "aad", "oauth2", 1)), []string{authenticationRemoved.ID}},
		{"another type", connection(`"a": {"type": "string"}`) + " → " + connection(`"a": {"type": "int"}`), []string{connectionChanged.ID}},
		{"none any more", connection(key) + " → " + connection(""), []string{authenticationRemoved.ID, connectionRemoved.ID}},
		{"an optional one more", connection(key) + " → " + connection(key+`, "region": {"type": "string"}`), nil},
	}
	for _, tt := range tests {
		var got []string
		for _, f := range judged(t, tt.snippet).Findings {
			got = append(got, f.Rule)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

// published maps the rules of shared/rules/rules.json to ours.
var published = map[string]string{
	"breaking-operation-deleted": operationDeleted.ID, "breaking-operation-hidden": operationHidden.ID, "breaking-path-template-changed": pathChanged.ID,
	"breaking-required-parameter-added": requiredParameterAdded.ID, "breaking-required-input-field-added": requiredFieldAdded.ID,
	"breaking-input-optional-to-required": inputRequired.ID, "breaking-input-enum-added": enumAdded.ID, "breaking-input-enum-value-removed": enumValueRemoved.ID,
	"breaking-output-type-changed": outputTypeChanged.ID, "breaking-output-format-changed": outputFormatChanged.ID,
}

// TestOracle compares with what Microsoft's validator printed about real
// updates: the same rule at the same path.
func TestOracle(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(corpus.Folder(t, "oracle"), "*", "expected.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no lines: %v", err)
	}
	quoted, found := 0, 0
	for _, file := range files {
		folder := filepath.Dir(file)
		if _, err := os.Stat(filepath.Join(folder, "previous")); err != nil {
			continue
		}
		r := Judge(load(filepath.Join(folder, "previous")), load(folder))
		counts := map[string]int{}
		for _, f := range r.Findings {
			counts[f.Rule] += 1 + len(f.More)
		}
		t.Logf("%s: %v", filepath.Base(folder), counts)
		for _, l := range breakingLines(t, file) {
			quoted++
			if says(r, published[l.RuleID], l.Path) {
				found++
				continue
			}
			t.Logf("line not found: %s %s at %q", filepath.Base(folder), l.RuleID, l.Path)
		}
	}
	t.Logf("%d of %d lines found at the same path", found, quoted)
	if found < quoted {
		t.Errorf("%d lines not found", quoted-found)
	}
}

type line struct {
	RuleID string `json:"rule_id"`
	Path   string `json:"value_path"`
}

func breakingLines(t *testing.T, file string) (lines []line) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var expected struct{ Lines []line }
	if err := json.Unmarshal(data, &expected); err != nil {
		t.Fatal(err)
	}
	for _, l := range expected.Lines {
		if strings.HasPrefix(l.RuleID, "breaking-") {
			lines = append(lines, l)
		}
	}
	return lines
}

// says tells whether a rule has a finding at a path, or anywhere when the line
// was quoted without one.
func says(r checks.Report, rule, path string) bool {
	for _, f := range r.Findings {
		for _, p := range append([]checks.Place{f.Place}, f.More...) {
			if f.Rule == rule && (path == "" || p.Pointer == path) {
				return true
			}
		}
	}
	return false
}

func load(folder string) (v Version) {
	if data, err := os.ReadFile(filepath.Join(folder, "apiDefinition.swagger.json")); err == nil {
		v.Definition = definition(string(data))
	}
	if data, err := os.ReadFile(filepath.Join(folder, "apiProperties.json")); err == nil {
		v.Settings = settings(string(data))
	}
	return v
}

// FuzzJudge holds that no bytes make a rule fail.
func FuzzJudge(f *testing.F) {
	for _, r := range Rules() {
		if was, is, ok := strings.Cut(r.Bad, " → "); ok {
			f.Add(was, is)
		}
	}
	f.Add(`{"paths":{"/a":{"get":{"operationId":"a","responses":{"200":{"schema":{"$ref":"#/d"}}}}}},"d":{"properties":{"a":{"$ref":"#/d"}}}}`, `{}`)
	f.Fuzz(func(t *testing.T, before, after string) {
		for _, folder := range []string{"", "a"} {
			was := Version{Folder: folder, Definition: definition(before), Settings: settings(before)}
			is := Version{Definition: definition(after), Settings: settings(after)}
			for _, o := range Judge(was, is).Outcomes {
				if strings.Contains(o.Reason, "the rule failed") {
					t.Errorf("%s: %s", o.Rule, o.Reason)
				}
			}
			if same := Judge(was, was); len(same.Findings) > 0 {
				t.Errorf("a version differs from itself: %+v", same.Findings)
			}
			if notes := Notes(was, was); len(notes) > 0 {
				t.Errorf("a version differs from itself: %q", notes)
			}
		}
	})
}

// BenchmarkJudge compares two large definitions that differ in one field of
// every response.
func BenchmarkJudge(b *testing.B) {
	var s strings.Builder
	s.WriteString(`{"paths": {`)
	for i := range 2000 {
		fmt.Fprintf(&s, `"/a%[1]d": {"get": {"operationId": "a%[1]d", "summary": "List invoices", "parameters": [{"name": "page", "in": "query", "type": "integer", "x-ms-summary": "Page"}],
  "responses": {"200": {"description": "OK", "schema": {"type": "array", "items": {"properties": {"a": {"type": "string"}, "b": {"type": "KIND"}, "c": {"$ref": "#/definitions/c"}}}}}}}},`, i)
	}
	s.WriteString(`"/end": {}}, "definitions": {"c": {"properties": {"d": {"type": "string"}, "e": {"$ref": "#/definitions/c"}}}}}`)
	before, after := strings.ReplaceAll(s.String(), "KIND", "string"), strings.ReplaceAll(s.String(), "KIND", "number")
	b.SetBytes(int64(len(before) + len(after)))
	for b.Loop() {
		Judge(read(before), read(after))
	}
}
