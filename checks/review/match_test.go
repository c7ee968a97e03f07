package review

import (
	"fmt"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/change"
	"github.com/certwiz/certwiz/checks/connector"
)

// ours are some rules, with the wordings that make them hard to tell apart.
func ours() []checks.Rule {
	return []checks.Rule{
		{ID: "RequiredPropertyMissing", Severity: checks.Error, Subject: checks.SubjectSwagger, Wording: "The '{0}' property is required.", Source: "Fix Swagger Validator errors"},
		{ID: "OperationIdRequired", Severity: checks.Error, Subject: checks.SubjectSwagger, Wording: "The operation 'operationId' property is required."},
		{ID: "ManyResponses", Severity: checks.Warning, Subject: checks.SubjectSwagger, Wording: "The operation '{0}' has more than one response with specified schema, only one schema will be used in the designer."},
		{ID: "FieldLengthExceeded", Severity: checks.Error, Subject: checks.SubjectSwagger, Wording: "The '{0}' value goes over the character limit '{1}'", Source: "5000.2.2.1; Fix Swagger Validator errors"},
		{ID: "Categories", Severity: checks.Error, Subject: checks.SubjectSwagger, Wording: "The connector category is invalid. Available categories are: [{0}]."},
		{ID: "Functions", Severity: checks.Advice, Subject: checks.SubjectSwagger, Wording: "The 'filterFunctions' property supports only these values: {0}\"."},
		{ID: "UnknownA", Severity: checks.Error, Subject: checks.SubjectProperties, Wording: "Property '{0}' has not been defined and the schema does not allow additional properties."},
		{ID: "UnknownB", Severity: checks.Error, Subject: checks.SubjectProperties, Wording: "Property '{0}' has not been defined and the schema does not allow additional properties."},
		{ID: "WrongType", Severity: checks.Warning, Subject: checks.SubjectProperties, Wording: "Invalid type. Expected {0} but got {1}."},
		{ID: "IconSize", Severity: checks.Error, Subject: checks.SubjectIcon, Source: "5000.2.1.4"},
		{ID: "IconHint", Severity: checks.Advice, Subject: checks.SubjectIcon, Source: "S33, 5000.2.1.4"},
		{ID: "ReadmeMissing", Severity: checks.Error, Subject: checks.SubjectProse, Source: "S66, 5000.1.1.2"},
		{ID: "OperationDeleted", Severity: checks.Error, Subject: checks.SubjectChange, Wording: "The operation has been deleted. This change breaks existing flows."},
		{ID: "Dataverse", Severity: checks.Warning, Subject: checks.SubjectSwagger, Wording: "The length of the 'openapidefinition' attribute of the 'connector' entity exceeded the maximum allowed length of '500000'."},
	}
}

func ranAll(findings ...checks.Finding) checks.Report {
	r := checks.Report{Findings: findings}
	found := map[string]bool{}
	for _, f := range findings {
		found[f.Rule] = true
	}
	for _, rule := range ours() {
		o := checks.Outcome{Rule: rule.ID, Result: checks.Passed}
		if found[rule.ID] {
			o.Result = checks.Found
		}
		r.Outcomes = append(r.Outcomes, o)
	}
	return r
}

// but changes the outcome of a rule.
func but(r checks.Report, rule string, result checks.Result, reason string) checks.Report {
	for i := range r.Outcomes {
		if r.Outcomes[i].Rule == rule {
			r.Outcomes[i] = checks.Outcome{Rule: rule, Result: result, Reason: reason}
		}
	}
	return r
}

func at(rule, message, pointer string, more ...string) checks.Finding {
	f := checks.Finding{Rule: rule, Message: message, Place: checks.Place{Pointer: pointer}}
	for _, m := range more {
		f.More = append(f.More, checks.Place{Pointer: m})
	}
	return f
}

func TestMatch(t *testing.T) {
	const (
		summary  = "The 'x-ms-summary' property is required."
		place    = "/paths/~1invoices/get/parameters/1"
		required = "RequiredPropertyMissing"
	)
	missing := at(required, summary+" Parameter `page` has none. The same at 1 more place.", "/paths/~1a/get/parameters/0", place)
	long := at("FieldLengthExceeded", "The 'summary' value goes over the character limit '80'. `List` is long.", "/paths/~1a/get/summary")
	title := at("FieldLengthExceeded", "The 'title' value goes over the character limit '30'. `Contoso` is long.", "/info/title")
	many := at("ManyResponses", "The operation 'A' has more than one response with specified schema, only one schema will be used in the designer. There are 4. The same at 1 more place.", "/paths/~1a/get/responses", "/paths/~1b/get/responses")
	crowd := at("Categories", "The connector category is invalid. Available categories are: [AI, Data].", "/a")
	for i := range 199 {
		crowd.More = append(crowd.More, checks.Place{Pointer: fmt.Sprintf("/a/%d/b/c/d", i)})
	}
	for _, test := range []struct {
		name   string
		line   Line
		report checks.Report
		want   Status
		rule   string
	}{
		{"still, at a further place", Line{Message: summary, ValuePath: place}, ranAll(missing), Still, required},
		{"fixed there", Line{Message: summary, ValuePath: "/paths/~1b/get/parameters/0"}, ranAll(missing), Fixed, required},
		{"fixed everywhere", Line{Message: summary, ValuePath: place}, ranAll(), Fixed, required},
		{"another member at the place", Line{Message: "The 'description' property is required.", ValuePath: place}, ranAll(missing), Fixed, required},
		{"unescaped", Line{Message: summary, ValuePath: "/paths//invoices/get/parameters/1"}, ranAll(missing), Still, required},
		{"without a slash, with #", Line{Message: summary, ValuePath: "#/paths/~1invoices/get/parameters/1"}, ranAll(missing), Still, required},
		{"percent signs", Line{Message: summary, ValuePath: "/paths/%2Finvoices/get/parameters/1"}, ranAll(missing), Still, required},
		{"below the finding", Line{Message: summary, ValuePath: place + "/x-ms-summary"}, ranAll(missing), Still, required},
		{"above the finding", Line{Message: summary, ValuePath: "/paths/~1invoices/get/parameters"}, ranAll(missing), Still, required},
		{"too far above for a member", Line{Message: summary, ValuePath: "/paths/~1invoices/get"}, ranAll(missing), Fixed, required},
		{"a place that was cut", Line{Message: summary, ValuePath: "/paths/~1invoices/get/para..."}, ranAll(missing), Still, required},
		{"an operation's name does not matter", Line{Message: "The operation 'B' has more than one response with specified schema, only one schema will be used in the designer.", ValuePath: "/paths/~1b/get/responses"}, ranAll(many), Still, "ManyResponses"},
		{"two steps apart", Line{Message: "The operation 'B' has more than one response with specified schema, only one schema will be used in the designer.", ValuePath: "/paths/~1b"}, ranAll(many), Still, "ManyResponses"},
		{"the longer sentence", Line{Message: "The operation 'operationId' property is required.", ValuePath: "/paths/~1a/get"}, ranAll(), Fixed, "OperationIdRequired"},
		{"typography", Line{Message: "the \u2018x-ms-summary\u2019  property is required", ValuePath: place}, ranAll(missing), Still, required},
		{"words before", Line{Message: "A validation error occurred. The length of the 'openapidefinition' attribute of the 'connector' entity exceeded the maximum allowed length of '500000'."}, ranAll(), Fixed, "Dataverse"},
		{"a sentence that was cut", Line{Message: "The operation has been deleted. This ch...", ValuePath: "operation/A"}, ranAll(), Fixed, "OperationDeleted"},
		{"no place, still", Line{Message: "The connector category is invalid. Available categories are: [x]."}, ranAll(crowd), Still, "Categories"},
		{"no place, another member", Line{Message: "The 'info' property is required."}, ranAll(missing), Fixed, required},
		{"breaking, still", Line{Message: "The operation has been deleted. This change breaks existing flows.", ValuePath: "operation/A"}, ranAll(at("OperationDeleted", "The operation has been deleted. This change breaks existing flows. (A is gone)", "operation/A")), Still, "OperationDeleted"},
		{"breaking, fixed", Line{Message: "The operation has been deleted. This change breaks existing flows.", ValuePath: "operation/B"}, ranAll(at("OperationDeleted", "The operation has been deleted. This change breaks existing flows. (A is gone)", "operation/A")), Fixed, "OperationDeleted"},
		{"code alone, still", Line{Message: "Too big", Code: "5000.2.1.4"}, ranAll(at("IconSize", "the icon is 40 pixels wide", "")), Still, "IconSize"},
		{"code alone, advice is no reason", Line{Message: "Too big", Code: "5000.2.1.4"}, ranAll(at("IconHint", "a hint", "")), Fixed, "IconSize"},
		{"code and what it is about", Line{Message: "Maximum of 30 characters allowed in the connector title", Code: "5000.2.2.1"}, ranAll(long), Fixed, "FieldLengthExceeded"},
		{"code and what it is about, still", Line{Code: "5000.2.2.1"}, ranAll(long, title), Still, "FieldLengthExceeded"},
		{"the bot's sentence", Line{Message: "Maximum of 30 characters allowed in the connector title"}, ranAll(long), Fixed, "FieldLengthExceeded"},
		{"the bot's sentence, cut", Line{Message: "Maximum of 30 character..."}, ranAll(title), Still, "FieldLengthExceeded"},
		{"the rule's name", Line{Message: "Something else.", Code: "Categories"}, ranAll(), Fixed, "Categories"},
		{"one sentence of two rules", Line{Message: "Property 'x' has not been defined and the schema does not allow additional properties.", ValuePath: "/properties/x"}, ranAll(at("UnknownB", "Property 'x' has not been defined and the schema does not allow additional properties.", "/properties/x")), Still, "UnknownB"},
		{"unknown sentence", Line{Message: "The moon is not round."}, ranAll(), Unknown, ""},
		{"unknown code", Line{Message: "Odd", Code: "5000.9.9.9"}, ranAll(), Unknown, ""},
		{"a code is no part of another", Line{Message: "Odd", Code: "5000.2.1"}, ranAll(), Unknown, ""},
		{"no message", Line{}, ranAll(), Unknown, ""},

		{"did not run", Line{Message: summary, ValuePath: place}, checks.Report{}, NotChecked, required},
		{"not checked", Line{Message: summary, ValuePath: place}, but(ranAll(), required, checks.NotChecked, "apiDefinition.swagger.json is not there"), NotChecked, required},
		{"a finding counts though", Line{Message: summary, ValuePath: place}, but(ranAll(missing), required, checks.NotChecked, "only part"), Still, required},
		{"file read in part", Line{Message: summary, ValuePath: "/b"}, but(ranAll(missing), "Categories", checks.NotChecked, "only part of the file could be read"), NotChecked, required},
		{"what it is about is gone", Line{Message: summary, ValuePath: place}, but(ranAll(), required, checks.NotApplicable, "there are no parameters"), Fixed, required},
		{"only Microsoft can tell", Line{Message: `The 'filterFunctions' property supports only these values: a".`}, but(ranAll(), "Functions", checks.NotApplicable, "only Microsoft can tell: they are not published"), NotChecked, "Functions"},
		{"no file at hand", Line{Message: "No readme", Code: "5000.1.1.2"}, but(ranAll(), "ReadmeMissing", checks.NotApplicable, "there is no readme.md"), NotChecked, "ReadmeMissing"},
		{"one of two did not run", Line{Message: "Property 'x' has not been defined and the schema does not allow additional properties.", ValuePath: "/properties/x"}, but(ranAll(), "UnknownB", checks.NotChecked, "why"), NotChecked, "UnknownB"},
		{"more places than are listed", Line{Message: "The connector category is invalid. Available categories are: [x].", ValuePath: "/z"}, ranAll(crowd), NotChecked, "Categories"},
		{"a sentence about any part of a schema", Line{Message: "Invalid type. Expected Boolean but got String.", ValuePath: "line: 0 position: 0 path: 'properties.a'"}, ranAll(), NotChecked, "WrongType"},
	} {
		got := Match([]Line{test.line}, test.report, ours())
		if len(got) != 1 || got[0].Status != test.want || got[0].Rule != test.rule {
			t.Errorf("%s: got %+v, want %q by %q", test.name, got, test.want, test.rule)
			continue
		}
		if (got[0].Finding != nil) != (test.want == Still) || (got[0].Reason != "") != (test.want == NotChecked) {
			t.Errorf("%s: finding %v, reason %q", test.name, got[0].Finding, got[0].Reason)
		}
	}
}

func TestMatchLevel(t *testing.T) {
	got := Match([]Line{
		{Message: "The 'info' property is required."},
		{Message: "Invalid type. Expected A but got B."},
		{Message: "The 'info' property is required.", Level: "warning"},
		{Message: "The moon is not round."},
	}, checks.Report{}, ours())
	for i, want := range []string{"error", "warning", "warning", ""} {
		if got[i].Level != want {
			t.Errorf("line %d is %q, want %q", i, got[i].Level, want)
		}
	}
}

func TestSummary(t *testing.T) {
	got := Summary([]Matched{{Status: Fixed}, {Status: Still}, {Status: Still}, {Status: Unknown}, {Status: NotChecked}})
	if want := (Counts{Fixed: 1, Still: 2, Unknown: 1, NotChecked: 1}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// TestMatchConnector follows a comment through: the connector as it was, and
// mended.
func TestMatchConnector(t *testing.T) {
	const definition = `{"swagger": "2.0", "info": {"title": "Contoso API", "version": "1.0", "description": "Sends and lists the invoices of Contoso."%s},
		"host": "api.contoso.example", "paths": {"/invoices": {"get": {"operationId": "ListInvoices", "summary": "List invoices", "description": "Lists invoices.",
		"parameters": [{"name": "page", "in": "query", "type": "integer", "description": "The page."%s}], "responses": {"200": {"description": "OK"}}}}}}`
	comment := "Please fix:\n```\n##[error]The 'contact' property is required. ValuePath: /info\n##[error]The 'x-ms-summary' property is required. ValuePath: /paths/~1invoices/get/parameters/0\n" +
		"##[error]The value 'title' contains at least one of the restricted words: 'api, connector'. ValuePath: /info/title\n```\n5000.1.1.2 Missing readme"
	lines := Parse(comment)
	for _, test := range []struct {
		definition string
		want       Counts
	}{
		{fmt.Sprintf(definition, "", ""), Counts{Still: 4}},
		{fmt.Sprintf(definition, `, "contact": {"name": "Contoso", "url": "https://contoso.example", "email": "help@contoso.example"}`, `, "x-ms-summary": "Page"`), Counts{Fixed: 2, Still: 2}},
		{"{", Counts{Still: 1, NotChecked: 3}},
	} {
		report := connector.Parse(connector.Artifacts{Swagger: &checks.File{Name: "apiDefinition.swagger.json", Data: []byte(test.definition)}}).Report()
		got := Match(lines, report, connector.Rules())
		if c := Summary(got); c != test.want {
			t.Errorf("got %+v, want %+v: %+v", c, test.want, got)
		}
	}
}

// TestClosedRules holds that a line whose rule only Microsoft can judge is not
// called fixed, whatever the report's words for it are.
func TestClosedRules(t *testing.T) {
	report := connector.Parse(connector.Artifacts{Swagger: &checks.File{Name: "apiDefinition.swagger.json", Data: []byte(`{"swagger": "2.0", "info": {"title": "A"}, "paths": {}}`)}}).Report()
	lines := Parse("##[error]The connector cannot be in Production status on a beta service. ValuePath: /info")
	if got := Match(lines, report, connector.Rules()); len(got) != 1 || got[0].Status != NotChecked {
		t.Errorf("got %+v", got)
	}
}

// everything is what a session has: all rules and a comment of 100 lines.
func everything(lines int) ([]Line, checks.Report, []checks.Rule) {
	var b strings.Builder
	report := checks.Report{}
	for i := range lines {
		fmt.Fprintf(&b, "##[error]The 'x-ms-summary' property is required. ValuePath: /paths/~1invoices~1%d/get/parameters/1\n", i)
		report.Findings = append(report.Findings, at("RequiredPropertyMissing", "The 'x-ms-summary' property is required. None.", fmt.Sprintf("/paths/~1invoices~1%d/get/parameters/2", i)))
	}
	return Parse(b.String()), report, append(connector.Rules(), change.Rules()...)
}

func BenchmarkParse(b *testing.B) {
	text := strings.Repeat("##[error]The 'x-ms-summary' property is required. ValuePath: /paths/~1invoices/get/parameters/1\n", 100)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Parse(text)
	}
}

func BenchmarkMatch(b *testing.B) {
	for _, n := range []int{1, 100} {
		b.Run(fmt.Sprint(n, " lines"), func(b *testing.B) {
			lines, report, rules := everything(n)
			for b.Loop() {
				Match(lines, report, rules)
			}
		})
	}
}
