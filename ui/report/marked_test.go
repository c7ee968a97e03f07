package report

import (
	"strings"
	"testing"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/ui/theme"
)

// TestMarked shows a line and the place in it, whatever the line holds.
func TestMarked(t *testing.T) {
	long := strings.Repeat(`"a": 1, `, 12) + `"title": "x", ` + strings.Repeat(`"b": 2, `, 20)
	for _, tt := range []struct {
		name, line string
		column     int
		want       string
	}{
		{"indented", `    "title": "Contoso",`, 14, "\"title\": \"Contoso\",\n         ^~~~~~~~~"},
		{"wide signs", `  "日本": "Contoso",`, 9, "\"日本\": \"Contoso\",\n        ^~~~~~~~~"},
		{"a control sign", "\x1b[2J\"a\": 12", 10, "␛[2J\"a\": 12\n         ^~"},
		{"long", long, 106, ""},
		{"behind the end", `"a"`, 9, ""},
		{"no column", `"a"`, 0, ""},
		{"an empty line", "", 1, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			one := Result{Lines: map[lineAt]shownLine{{"f", 3}: {tt.line}}}
			got := Text{Theme: plain()}.marked(one, checks.Finding{Place: checks.Place{File: "f", Line: 3, Column: tt.column}})
			if tt.name == "long" {
				if len(got) != 2 || theme.Width(got[0]) > widestMarked || !strings.Contains(got[0], `"title": "x"`) || strings.Index(got[0], `"x"`) != strings.Index(got[1], "^") {
					t.Errorf("shown is %q", got)
				}
				return
			}
			if said := strings.Join(got, "\n"); said != tt.want {
				t.Errorf("shown is %q, want %q", said, tt.want)
			}
		})
	}
}
