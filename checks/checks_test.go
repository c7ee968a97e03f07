package checks

import (
	"strings"
	"testing"
)

func TestRun(t *testing.T) {
	rule := func(id string) Rule { return Rule{ID: id, Severity: Error, Fix: "mend it"} }
	report := Run([]Check{
		{rule("Quiet"), func(*Reporter) {}},
		{rule("Finds"), func(r *Reporter) { r.Report(Place{File: "a.json"}, "title is %d characters", 31) }},
		{rule("Skips"), func(r *Reporter) { r.Skip("there is no title") }},
		{rule("Wonders"), func(r *Reporter) { r.Unknown("offline") }},
		{rule("Fails"), func(r *Reporter) { r.ReportField("title", "half said"); panic("index out of range") }},
		{rule("SkipsAndFinds"), func(r *Reporter) { r.Skip("there is no title"); r.ReportField("contact.email", "is missing") }},
	})
	want := []Outcome{
		{"Quiet", Passed, ""},
		{"Finds", Found, ""},
		{"Skips", NotApplicable, "there is no title"},
		{"Wonders", NotChecked, "offline"},
		{"Fails", NotChecked, "the rule failed on this input (index out of range)"},
		{"SkipsAndFinds", Found, ""},
	}
	if len(report.Outcomes) != len(want) {
		t.Fatalf("%d outcomes, want %d", len(report.Outcomes), len(want))
	}
	for i, w := range want {
		if report.Outcomes[i] != w {
			t.Errorf("got %+v, want %+v", report.Outcomes[i], w)
		}
	}
	if len(report.Findings) != 2 {
		t.Fatalf("findings %+v", report.Findings)
	}
	f := report.Findings[0]
	if f.Rule != "Finds" || f.Severity != Error || f.Fix != "mend it" || f.Message != "title is 31 characters" || f.Place.File != "a.json" {
		t.Errorf("finding %+v", f)
	}
	if f := report.Findings[1]; f.Field != "contact.email" || f.Place != (Place{}) {
		t.Errorf("finding about an answer %+v", f)
	}
	if u := report.Unchecked(); len(u) != 2 || u[0].Rule != "Wonders" || u[1].Rule != "Fails" {
		t.Errorf("not checked: %+v", u)
	}
}

func TestLastRefines(t *testing.T) {
	report := Run([]Check{{Rule{ID: "Mild", Severity: Error}, func(r *Reporter) {
		if r.Last() != nil {
			t.Error("there is a last finding before the first")
		}
		r.ReportField("a", "one")
		r.Last().Severity = Warning
		r.Last().More = []Place{{File: "b.json"}}
	}}})
	if f := report.Findings[0]; f.Severity != Warning || len(f.More) != 1 {
		t.Errorf("finding %+v", f)
	}
}

func TestSort(t *testing.T) {
	at := func(file string, line, column int, rule, message string) Finding {
		return Finding{Rule: rule, Message: message, Place: Place{File: file, Line: line, Column: column}}
	}
	want := []Finding{
		at("", 0, 0, "Z", ""),
		at("a.json", 2, 1, "Z", ""),
		at("a.json", 10, 1, "B", ""),
		at("a.json", 10, 3, "A", "one"),
		at("a.json", 10, 3, "A", "two"),
		at("a.json", 10, 3, "B", "one"),
		at("b.json", 1, 1, "A", ""),
	}
	shuffled := Report{}
	for _, i := range []int{4, 6, 2, 0, 5, 3, 1} {
		shuffled.Findings = append(shuffled.Findings, want[i])
	}
	shuffled.Sort()
	for i := range want {
		got := shuffled.Findings[i]
		if got.Rule != want[i].Rule || got.Place != want[i].Place || got.Message != want[i].Message {
			t.Errorf("at %d: %+v, want %+v", i, got, want[i])
		}
	}
}

func TestCountAndAdd(t *testing.T) {
	var r Report
	r.Add(Report{Findings: []Finding{{Severity: Error}, {Severity: Warning}}, Outcomes: []Outcome{{Rule: "A"}}})
	r.Add(Report{Findings: []Finding{{Severity: Error}, {Severity: Advice}}, Outcomes: []Outcome{{Rule: "B"}}})
	if r.Count(Error) != 2 || r.Count(Warning) != 1 || r.Count(Advice) != 1 || len(r.Outcomes) != 2 {
		t.Errorf("report %+v", r)
	}
}

func TestPrinted(t *testing.T) {
	for want, got := range map[string]string{
		"error":           Error.String(),
		"warning":         Warning.String(),
		"advice":          Advice.String(),
		"/info/title":     Place{Pointer: "/info/title"}.String(),
		"a.json":          Place{File: "a.json", Pointer: "/info"}.String(),
		"a.json:3:14":     Place{File: "a.json", Line: 3, Column: 14}.String(),
		"my folder/a:1:2": Place{File: "my folder/a", Line: 1, Column: 2}.String(),
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestRules(t *testing.T) {
	rules := Rules([]Check{{Rule: Rule{ID: "A"}}, {Rule: Rule{ID: "B"}}})
	var ids []string
	for _, r := range rules {
		ids = append(ids, r.ID)
	}
	if got := strings.Join(ids, " "); got != "A B" {
		t.Errorf("got %q", got)
	}
}
