package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/submission/source"
)

// TestChangesStayInOneList holds that the JSON stays one list, whatever is in
// it, and that nothing in it steers a terminal.
func TestChangesStayInOneList(t *testing.T) {
	members := func(value string) connector.Artifacts {
		var b strings.Builder
		for i := range 250 {
			fmt.Fprintf(&b, `"k%d\u202e":%s,`, i, value)
		}
		return connector.Artifacts{Swagger: &checks.File{Name: "apiDefinition.swagger.json", Data: []byte("{" + b.String() + `"a":"` + "\u202e\u009b31m" + `"}`)}}
	}
	many := source.Compare(members("1"), members("2"))
	finding := []Result{{Report: checks.Report{Findings: []checks.Finding{{Rule: "TitleTooLong", Message: "x] "}}}}}
	for _, tt := range []struct {
		what    string
		diff    source.Diff
		results []Result
		n       int
	}{
		{"neither", source.Diff{}, nil, 0},
		{"findings", source.Diff{}, finding, 1},
		{"differences", source.Diff{Differences: many.Differences[:1]}, nil, 1},
		{"both, cut", many, finding, 1 + 200 + 1},
	} {
		var b bytes.Buffer
		if err := (JSON{}).Write(&b, Report{Results: tt.results, Changes: &Changes{Diff: tt.diff}}); err != nil {
			t.Fatal(err)
		}
		var all []map[string]any
		if err := json.Unmarshal(b.Bytes(), &all); err != nil || len(all) != tt.n {
			t.Errorf("%s: %d in the list, %v\n%s", tt.what, len(all), err, b.String())
		}
		if strings.ContainsAny(b.String(), "\u202e\u009b") {
			t.Errorf("%s: a terminal would be steered", tt.what)
		}
		if tt.n > 200 && (all[201]["result"] != "more differences" || all[201]["count"] != 50.0) {
			t.Errorf("the last is %v", all[201])
		}
	}

	var b bytes.Buffer
	if err := (Text{Theme: plain()}).Write(&b, Report{Results: finding, Changes: &Changes{Earlier: "e\u202er", Diff: many}}); err != nil {
		t.Fatal(err)
	}
	if got := b.String(); strings.ContainsAny(got, "\u202e\u009b") || !strings.Contains(got, "\nand 210 differences more; ") || strings.Count(got, "\n    - ") != mostDifferences {
		t.Errorf("%s", got)
	}
}
