package report

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/certwiz/certwiz/internal/golden"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/figures"
	"github.com/certwiz/certwiz/ui/theme"
)

func rules(id string) checks.Rule {
	return checks.Rule{ID: id, Origin: checks.Validator}
}

func plain() theme.Theme { return theme.New(theme.Options{Plain: true}) }

// invoices is a report with everything in it that a writer must cope with.
func invoices() []Result {
	file := "apiDefinition.swagger.json"
	return []Result{
		{Folder: "certified-connectors/Contoso Invoices", Lines: map[lineAt]shownLine{{file, 4}: {`    "title": "Contoso Invoices with a long title",`}}, Report: checks.Report{
			Findings: []checks.Finding{
				{Rule: "TitleTooLong", Severity: checks.Error, Message: "title is 34 characters, 30 allowed", Fix: "Shorten the title.",
					Place: checks.Place{File: file, Pointer: "/info/title", Line: 4, Column: 14}},
				{Rule: "SummaryMissing", Severity: checks.Warning, Message: "x-ms-summary is missing on 5 parameters", Fix: "Give each a summary.",
					Place: checks.Place{File: file, Pointer: "/paths/~1invoices/get/parameters/0", Line: 40, Column: 9},
					More: []checks.Place{
						{File: file, Pointer: "/a", Line: 50, Column: 9}, {File: file, Pointer: "/b", Line: 60, Column: 9},
						{File: file, Pointer: "/c", Line: 70, Column: 9}, {File: file, Pointer: "/d", Line: 80, Column: 9},
					}},
				{Rule: "DescriptionOdd", Severity: checks.Advice, Message: "description holds \"\x1b[2J\u202e\u009b31m\" and a \xff byte",
					Place: checks.Place{File: file}},
				{Rule: "IconMissing", Severity: checks.Error, Message: "there is no icon", Fix: "Add icon.png."},
			},
			Outcomes: []checks.Outcome{
				{Rule: "TitleTooLong", Result: checks.Found},
				{Rule: "IconSquare", Result: checks.NotChecked, Reason: "there is no icon"},
				{Rule: "IconSize", Result: checks.NotChecked, Reason: "there is no icon"},
				{Rule: "HostNamed", Result: checks.Passed},
			},
		}},
		{Folder: "certified-connectors/Contoso Orders", Report: checks.Report{
			Outcomes: []checks.Outcome{{Rule: "HostNamed", Result: checks.Passed}},
		}},
	}
}

func clean() []Result {
	return []Result{{Report: checks.Report{Outcomes: []checks.Outcome{{Rule: "HostNamed", Result: checks.Passed}}}}}
}

func answers() []Result {
	return []Result{{Report: checks.Report{Findings: []checks.Finding{
		{Rule: "AnswerMissing", Severity: checks.Error, Message: "Password is empty", Field: "testing.password"},
	}}}}
}

func TestWriters(t *testing.T) {
	tests := []struct {
		golden  string
		format  string
		results []Result
	}{
		{"invoices.txt", "text", invoices()},
		{"invoices.json", "json", invoices()},
		{"clean.txt", "text", clean()},
		{"clean.json", "json", clean()},
		{"answers.txt", "text", answers()},
		{"answers.json", "json", answers()},
		{"invoices.report.json", "report", invoices()},
		{"invoices.sarif", "sarif", invoices()},
		{"invoices.junit.xml", "junit", invoices()},
		{"invoices.github", "github", invoices()},
		{"invoices.gitlab.json", "gitlab", invoices()},
		{"invoices.md", "markdown", invoices()},
		{"invoices.html", "html", invoices()},
	}
	for _, tt := range tests {
		t.Run(tt.golden, func(t *testing.T) {
			w, err := For(tt.format, Options{Theme: plain(), Rules: rules})
			if err != nil {
				t.Fatal(err)
			}
			var got bytes.Buffer
			if err := w.Write(&got, Report{Results: tt.results}); err != nil {
				t.Fatal(err)
			}
			compare(t, tt.golden, got.Bytes())
			noControls(t, got.String())
		})
	}
}

func compare(t *testing.T, name string, got []byte) {
	t.Helper()
	golden.Compare(t, filepath.Join("testdata", name), string(got))
}

func noControls(t *testing.T, text string) {
	t.Helper()
	for _, r := range text {
		if r != '\n' && (unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp)) {
			t.Errorf("%U was sent", r)
		}
	}
	if !utf8.ValidString(text) {
		t.Error("not valid UTF-8")
	}
}

func TestJSONIsReadableWhole(t *testing.T) {
	var b bytes.Buffer
	if err := (JSON{Rules: rules}).Write(&b, Report{Results: invoices()}); err != nil {
		t.Fatal(err)
	}
	var all []map[string]any
	if err := json.Unmarshal(b.Bytes(), &all); err != nil {
		t.Fatal(err)
	}
	if len(all) != 6 {
		t.Fatalf("%d objects, want 4 findings and 2 not checked", len(all))
	}
	if got := all[2]["message"]; !strings.Contains(got.(string), "\x1b[2J\u202e\u009b31m") {
		t.Errorf("message came back as %q", got)
	}
	if all[5]["result"] != "not checked" || all[5]["reason"] != "there is no icon" {
		t.Errorf("the last object is %v", all[5])
	}
}

func TestColours(t *testing.T) {
	var b bytes.Buffer
	if err := (Text{Theme: theme.New(theme.Options{})}).Write(&b, Report{Results: invoices()}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"\x1b[31merror\x1b[0m: title", "\x1b[33mwarning\x1b[0m: x-ms", "advice\x1b[0m: description"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is missing in %q", want, b.String())
		}
	}
}

func TestUnknownFormat(t *testing.T) {
	if _, err := For("yaml", Options{Theme: plain(), Rules: rules}); err == nil {
		t.Error("no error")
	}
}

// TestSeldomActedOn is counted in one line, unless all is asked for; an error and
// what a validator prints are listed always.
func TestSeldomActedOn(t *testing.T) {
	const seldom = "SummaryHasPunctuation"
	if !figures.Seldom(seldom) || figures.Seldom("RequiredPropertyMissing") || figures.Seldom("NoSuchRule") {
		t.Fatal("the figures tell something else")
	}
	finding := func(s checks.Severity) []Result {
		return []Result{{Folder: "contoso", Report: checks.Report{Findings: []checks.Finding{
			{Rule: seldom, Severity: s, Message: "a full stop", Place: checks.Place{File: "a.json", Line: 1}, More: []checks.Place{{File: "a.json", Line: 2}}},
		}}}}
	}
	printed := func(id string) checks.Rule { return checks.Rule{ID: id, Evidence: checks.Printed} }
	for _, tt := range []struct {
		name string
		text Text
		s    checks.Severity
		want string
	}{
		{"folded", Text{Rules: rules}, checks.Warning, "contoso: 1 remark that publishers seldom act on; --all lists them\n    SummaryHasPunctuation (2)\n1 warning in 1 connector\n"},
		{"all", Text{Rules: rules, All: true}, checks.Warning, "contoso/a.json:1:0: warning: a full stop"},
		{"an error", Text{Rules: rules}, checks.Error, "contoso/a.json:1:0: error: a full stop"},
		{"printed", Text{Rules: printed}, checks.Warning, "contoso/a.json:1:0: warning: a full stop"},
	} {
		tt.text.Theme = plain()
		var b bytes.Buffer
		if err := tt.text.Write(&b, Report{Results: finding(tt.s)}); err != nil || !strings.HasPrefix(b.String(), tt.want) {
			t.Errorf("%s: %v\n%s", tt.name, err, b.String())
		}
	}
}
