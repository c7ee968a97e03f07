package script

import (
	"slices"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/checks"
)

func subject(code string) Subject {
	return Subject{File: checks.File{Name: fileName, Data: []byte(code)}, Operation: func(id string) bool { return id == "ListInvoices" }}
}

// judged runs an example: a script, or the names in a folder.
func judged(rule, snippet string) checks.Report {
	switch rule {
	case name.ID:
		s := subject(goodScript)
		s.Others = strings.Split(snippet, ", ")
		return Judge(s)
	case size.ID:
		if strings.Contains(snippet, "1.2 MB") {
			return Judge(subject(goodScript + strings.Repeat(" ", 1_200_000)))
		}
		return Judge(subject(goodScript + strings.Repeat(" ", 12_000)))
	}
	return Judge(subject(snippet))
}

func said(r checks.Report) (rules []string) {
	for _, f := range r.Findings {
		rules = append(rules, f.Rule)
	}
	return rules
}

func TestExamples(t *testing.T) {
	seen := map[string]bool{}
	for _, rule := range Rules() {
		if seen[rule.ID] || rule.Meaning == "" || rule.Fix == "" || rule.Source == "" || rule.Link == "" || rule.Subject != checks.SubjectScript {
			t.Errorf("%s is not described whole, or twice: %+v", rule.ID, rule)
		}
		seen[rule.ID] = true
		if got := said(judged(rule.ID, rule.Bad)); !slices.Equal(got, []string{rule.ID}) {
			t.Errorf("%s: the bad example gives %v", rule.ID, got)
		}
		if r := judged(rule.ID, rule.Good); len(r.Findings) > 0 || len(r.Unchecked()) > 0 {
			t.Errorf("%s: the good example gives %+v", rule.ID, r)
		}
	}
}

func TestJudge(t *testing.T) {
	body := func(line string) string { return strings.Replace(goodScript, "return", line+"\n        return", 1) }
	tests := []struct {
		name, code string
		want       []string
	}{
		{"empty", "", []string{class.ID, method.ID}},
		{"class in a comment only", "// class Script : ScriptBase\n" + strings.Replace(goodScript, "Script :", "Other :", 1), []string{class.ID}},
		{"class in a text only", `var a = @"class Script : ScriptBase "" ";` + strings.Replace(goodScript, "Script :", "Other :", 1), []string{class.ID}},
		{"sealed, with an interface", strings.Replace(goodScript, "class Script : ScriptBase", "sealed partial class Script\n  : ScriptBase, IDisposable", 1), nil},
		{"not an override", strings.Replace(goodScript, "override ", "", 1), []string{method.ID}},
		{"a call of ExecuteAsync", strings.Replace(body("this.ExecuteAsync();"), "override async Task<HttpResponseMessage> ExecuteAsync()", "override Task Run()", 1), []string{method.ID}},
		{"static and alias", "using static System.Math;\nusing J = Newtonsoft.Json.Linq.JObject;\nusing global_ = System.IO;\n" + goodScript, nil},
		{"alias of another", "using S = System.Data.SqlClient.SqlCommand;\n" + goodScript, []string{namespace.ID}},
		{"namespace of its own", "using Contoso.Tools;\n" + goodScript, []string{namespace.ID}},
		{"using statements", body("using (var a = b()) { }\n using var c = d();\n using Stream e = f();"), nil},
		{"namespace in a comment", "/* using System.Data; */\n// using System.Data;\n" + goodScript, nil},
		{"client in a text", body(`var a = "new HttpClient()"; var b = 'x'; var c = '"';`), nil},
		{"escapes", body(`var a = "\"new HttpClient()\\"; var b = $"{a} new HttpClient()"; var c = """new HttpClient()""";`), nil},
		{"waits by a name", body("await Task.Delay(wait); Thread.Sleep(10_000);"), []string{slow.ID}},
		{"operation, unequal", body(`if (Context.OperationId != "PayBill") { }`), []string{operation.ID}},
		{"another comparison", body(`if (name == "PayBill") { }`), nil},
	}
	for _, tt := range tests {
		if got := said(Judge(subject(tt.code))); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestPlace(t *testing.T) {
	r := Judge(subject("// é\nusing Contoso.Tools;\n" + goodScript))
	want := checks.Place{File: fileName, Line: 2, Column: 1}
	if len(r.Findings) != 1 || r.Findings[0].Place != want || r.Findings[0].Severity != checks.Warning {
		t.Errorf("%+v", r.Findings)
	}
}

func TestNoScript(t *testing.T) {
	for _, o := range Judge(Subject{}).Outcomes {
		if o.Result != checks.NotApplicable {
			t.Errorf("%s is %s", o.Rule, o.Result)
		}
	}
	if got := said(Judge(Subject{File: checks.File{Name: "Script.cs", Data: []byte(goodScript)}})); !slices.Equal(got, []string{name.ID}) {
		t.Errorf("another name: %v", got)
	}
	if got := said(Judge(Subject{Others: []string{"code.csx"}})); !slices.Equal(got, []string{name.ID}) {
		t.Errorf("only another: %v", got)
	}
}

// FuzzJudge holds that no bytes make a rule fail.
func FuzzJudge(f *testing.F) {
	for _, r := range Rules() {
		f.Add([]byte(r.Bad))
	}
	f.Add([]byte(`$@"a""b" @$"{ " """" """ " ' \`))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, o := range Judge(subject(string(data))).Outcomes {
			if strings.Contains(o.Reason, "the rule failed") {
				t.Errorf("%s: %s", o.Rule, o.Reason)
			}
		}
	})
}
