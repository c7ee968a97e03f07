package report

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/internal/corpus"
	"github.com/certwiz/certwiz/submission/source"
)

// printed is a report in one format.
func printed(t *testing.T, format string, r Report) []byte {
	t.Helper()
	p, err := For(format, Options{Theme: plain(), Rules: rules, Version: "1.2.3"})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := p.Write(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// schemaSet is what the JSON formats are held against.
type schemaSet struct{ report, sarif *jsonschema.Schema }

// schemas are the one that the project publishes and that of SARIF 2.1.0: the
// part of it that certwiz prints, or the whole where CERTWIZ_SARIF_SCHEMA names
// OASIS's own file.
func schemas(t *testing.T) schemaSet {
	t.Helper()
	sarif := os.Getenv("CERTWIZ_SARIF_SCHEMA")
	if sarif == "" {
		sarif = filepath.Join("testdata", "sarif.schema.json")
	}
	c := jsonschema.NewCompiler()
	for name, path := range map[string]string{"report": filepath.Join("..", "..", "docs", "schema", "report.schema.json"), "sarif": sarif} {
		f, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := jsonschema.UnmarshalJSON(f)
		if err = errors.Join(err, f.Close()); err != nil {
			t.Fatal(err)
		}
		if err := c.AddResource("file:///"+name+".json", doc); err != nil {
			t.Fatal(err)
		}
	}
	return schemaSet{c.MustCompile("file:///report.json"), c.MustCompile("file:///sarif.json")}
}

// valid holds a report in every format against the format's own rules.
func valid(t *testing.T, schemas schemaSet, r Report) {
	t.Helper()
	got := printed(t, "report", r)
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(got))
	if err == nil {
		err = schemas.report.Validate(value)
	}
	if err != nil {
		t.Errorf("report: %v", err)
	}
	value, err = jsonschema.UnmarshalJSON(bytes.NewReader(printed(t, "sarif", r)))
	if err == nil {
		err = schemas.sarif.Validate(value)
	}
	if err != nil {
		t.Errorf("sarif: %v", err)
	}
	var suites junitSuites
	if err := xml.Unmarshal(printed(t, "junit", r), &suites); err != nil {
		t.Errorf("junit: %v", err)
	}
	n := 0
	for _, s := range suites.Suites {
		if n += len(s.Cases); len(s.Cases) != s.Tests {
			t.Errorf("junit: %d tests are said in %s, %d are there", s.Tests, s.Name, len(s.Cases))
		}
	}
	if n != suites.Tests {
		t.Errorf("junit: %d tests are said, %d are there", suites.Tests, n)
	}
	var quality []gitlabItem
	if err := json.Unmarshal(printed(t, "gitlab", r), &quality); err != nil {
		t.Errorf("gitlab: %v", err)
	}
	once := map[string]bool{}
	for _, q := range quality {
		if q.Description == "" || q.Location.Path == "" || q.Location.Lines.Begin < 1 || once[q.Fingerprint] {
			t.Errorf("gitlab: %+v", q)
		}
		once[q.Fingerprint] = true
	}
	for line := range strings.Lines(string(printed(t, "github", r))) {
		if !strings.HasPrefix(line, "::") || strings.Count(line, "::") < 2 {
			t.Errorf("github: %q", line)
		}
	}
}

// hostile is a report whose every text tries to get out of its format.
func hostile() Report {
	const text = "a\n::error::x\r\n##vso[task] ##[error] \x1b[31m\u202e\u200b\u009b ]]> --> </script><b> \" ' & | ` [x](y) %0A \xff"
	return Report{Results: []Result{{Folder: text, Lines: map[lineAt]shownLine{{text, 3}: {text}}, Report: checks.Report{
		Findings: []checks.Finding{{Rule: "TitleTooLong", Severity: checks.Error, Message: text, Fix: text, Field: text,
			Place: checks.Place{File: text, Pointer: text, Line: 3, Column: 2}, More: []checks.Place{{File: text, Line: 1}}}},
		Outcomes: []checks.Outcome{{Rule: "IconSquare", Result: checks.NotChecked, Reason: text}},
	}}}, Unreadable: []string{text}}
}

// TestFormatsAreValid: every format keeps its own rules, whatever the texts.
func TestFormatsAreValid(t *testing.T) {
	set := schemas(t)
	for name, r := range map[string]Report{
		"invoices": {Results: invoices()}, "clean": {Results: clean()}, "answers": {Results: answers()}, "nothing": {}, "hostile": hostile(),
		"unreadable": {Unreadable: []string{"x can't be opened"}},
	} {
		t.Run(name, func(t *testing.T) { valid(t, set, r) })
	}
}

// TestNoTextGetsOut: no text begins a command, ends an element or steers a
// terminal, in any format. Text goes through theme.Guard.
func TestNoTextGetsOut(t *testing.T) {
	commands, elements := []string{"##vso[", "##[error]"}, []string{"<b>", "</script>"}
	signs := map[string][]string{"text": nil, "json": commands, "report": commands, "sarif": commands, "gitlab": commands, "github": commands,
		"junit": elements, "markdown": elements, "html": elements}
	for _, format := range Formats() {
		got := string(printed(t, format, hostile()))
		noControls(t, got)
		forbidden, listed := signs[format]
		if !listed {
			t.Errorf("nobody has said what may not be in %s", format)
		}
		for _, sign := range forbidden {
			if strings.Contains(got, sign) {
				t.Errorf("%s holds %q:\n%s", format, sign, got)
			}
		}
		if format != "github" && strings.Contains(got, "\n::") {
			t.Errorf("%s begins a command:\n%s", format, got)
		}
	}
}

// TestFingerprints stay while other lines change, and differ within a report.
func TestFingerprints(t *testing.T) {
	finding := func(rule, pointer string, line int) checks.Finding {
		return checks.Finding{Rule: rule, Message: "m", Place: checks.Place{File: "readme.md", Pointer: pointer, Line: line, Column: 1}}
	}
	prints := func(shift int) (all []string) {
		one := Result{Folder: "a", Lines: map[lineAt]shownLine{{"readme.md", 3 + shift}: {"Some text"}, {"readme.md", 7 + shift}: {"Another"}}}
		seen := map[string]int{}
		for _, f := range []checks.Finding{finding("A", "/x", 1+shift), finding("A", "/y", 1+shift), finding("A", "", 3+shift), finding("A", "", 7+shift), finding("B", "/x", 1), finding("B", "/x", 2)} {
			all = append(all, fingerprint(one, f, seen))
		}
		return all
	}
	before, after := prints(0), prints(5)
	once := map[string]bool{}
	for i := range before {
		if before[i] != after[i] || once[before[i]] {
			t.Errorf("%d: %s, then %s", i, before[i], after[i])
		}
		once[before[i]] = true
	}
}

// TestBaseline leaves out what was there, and says what is no longer.
func TestBaseline(t *testing.T) {
	var b bytes.Buffer
	if n, err := WriteBaseline(&b, Report{Results: invoices()}); n != 4 || err != nil {
		t.Fatalf("%d, %v", n, err)
	}
	known, err := ReadBaseline(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	now := invoices()
	now[0].Report.Findings = append(now[0].Report.Findings[1:], checks.Finding{Rule: "New", Severity: checks.Error, Message: "new"})
	r := Report{Results: now}
	Selection{Baseline: known}.Apply(&r)
	if got := r.Results[0].Report.Findings; len(got) != 1 || got[0].Rule != "New" || r.Known != 3 {
		t.Errorf("left are %+v, %d known", got, r.Known)
	}
	if stale := known.Stale(); len(stale) != 1 || stale[0].Rule != "TitleTooLong" {
		t.Errorf("stale are %+v", stale)
	}
	for _, wrong := range []string{"", "[]", `{"format":"certwiz-baseline/9"}`, `{"findings":[]}`} {
		if _, err := ReadBaseline([]byte(wrong)); err == nil {
			t.Errorf("%q is taken", wrong)
		}
	}
}

// TestEnds marks a whole text, word or number.
func TestEnds(t *testing.T) {
	for _, tt := range []struct {
		line   string
		column int
		end    int
	}{
		{`  "title": "a \" b",`, 3, 10}, {`  "title": "a \" b",`, 12, 20}, {`"n": 12,`, 6, 8}, {"größer als", 1, 7}, {`{"a"`, 1, 2}, {`"open`, 1, 6}, {"x", 9, 9}, {"x", 0, 0},
	} {
		if got := (shownLine{tt.line}).end(tt.column); got != tt.end {
			t.Errorf("%q from %d ends at %d, want %d", tt.line, tt.column, got, tt.end)
		}
	}
}

// TestCorpusIsValid prints real connectors in every format.
func TestCorpusIsValid(t *testing.T) {
	if testing.Short() {
		t.Skip("left out by -short: it goes through published connectors, which no clock changes")
	}
	set := schemas(t)
	var r Report
	for i, dir := range corpus.Connectors(t) {
		if i%20 != 0 {
			continue
		}
		files, err := source.Load(t.Context(), dir)
		if err != nil {
			t.Fatal(err)
		}
		judged := connector.Parse(files)
		r.Results = append(r.Results, Result{Folder: files.Name, Report: judged.Report(), Lines: LinesOf(judged)})
	}
	valid(t, set, r)
}

// TestNoLineHoldsASecret: lines of a file are shown in several formats, and none
// of a file that holds a secret, known by its format or by its name.
func TestNoLineHoldsASecret(t *testing.T) {
	token := "ghp" + "_" + strings.Repeat("aB3dE5", 6)
	const value = "Zq8-vN3xLr0tKw5y"
	for name, swagger := range map[string]string{
		"by its format": `{"swagger": "2.0", "info": {"title": "Contoso  Invoices ` + token + `", "description": "x"}}`,
		"by its name":   `{"swagger": "2.0"}`,
		"a part of it":  `{"swagger": "2.0", "info": {"title": "Contoso  API", "description": "` + token[:20] + `"}}`,
	} {
		files := connector.Artifacts{Swagger: &checks.File{Name: "apiDefinition.swagger.json", Data: []byte(swagger)},
			Properties: &checks.File{Name: "apiProperties.json", Data: []byte(`{"properties": {"iconBrandColor": "blue", "connectionParameters": {"token": {"type": "oauthSetting", "oAuthSettings": {"identityProvider": "nobody", "clientSecret": "` + value + `"}}}}}`)},
			Readme:     &checks.File{Name: "readme.md", Data: []byte("## " + token + "\n")}}
		c := connector.Parse(files)
		r := Report{Results: []Result{{Folder: "contoso", Report: c.Report(), Lines: LinesOf(c)}}}
		for _, format := range Formats() {
			got := string(printed(t, format, r))
			if strings.Contains(got, value) || strings.Contains(got, token[:20]) {
				at := max(strings.Index(got, value), strings.Index(got, token[:20]))
				t.Errorf("%s, %s: …%s…", name, format, got[max(0, at-200):min(len(got), at+60)])
			}
		}
	}
}
