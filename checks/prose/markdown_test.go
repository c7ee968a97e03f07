package prose

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestOutline(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string // "level:line title|body"
	}{
		{"empty", "", nil},
		{"only text", "\n\nHello", []string{"0:3 |\n\nHello"}},
		{"ATX", "# A\nx\n## B ##\ny\n###### C#\n", []string{"1:1 A|x", "2:3 B|y", "6:5 C#|"}},
		{"seven marks are text", "####### A", []string{"0:1 |####### A"}},
		{"no space is text", "##A", []string{"0:1 |##A"}},
		{"three spaces, not four", "   # A\n    # B\n", []string{"1:1 A|    # B\n"}},
		{"bare marks", "##\n# #\n", []string{"2:1 |", "1:2 |"}},
		{"setext", "A\n===\nx\n\nB\nb\n---\ny\n", []string{"1:1 A|x\n", "2:5 B b|y\n"}},
		{"rule, not setext", "x\n\n---\ny", []string{"0:1 |x\n\n---\ny"}},
		{"rule under a list", "- x\n---\n", []string{"0:1 |- x\n---\n"}},
		{"table, not setext", "| a |\n| - |\n---\n", []string{"0:1 || a |\n| - |\n---\n"}},
		{"fence", "# A\n```md\n# B\n~~~\n```\n# C", []string{"1:1 A|```md\n# B\n~~~\n```", "1:6 C|"}},
		{"fence in a list", "1. x\n   ```\n   # B\n   ```\n# C", []string{"0:1 |1. x\n   ```\n   # B\n   ```", "1:5 C|"}},
		{"fence that ends with its list", "1. x\n   ```\n# B\n# C", []string{"0:1 |1. x\n   ```", "1:3 B|", "1:4 C|"}},
		{"heading in a list", "- x\n\n  # A\n- # B\n", []string{"0:1 |- x\n", "1:3 A|", "1:4 B|"}},
		{"heading in a quote", "> # A\n\n# B\n", []string{"0:1 |> # A\n", "1:3 B|"}},
		{"comment in code", "Write `<!--` to begin one.\n\n# A\n\n    <!--\n\n# B", []string{"0:1 |Write `<!--` to begin one.\n", "1:3 A|\n    <!--\n", "1:7 B|"}},
		{"longer fence", "````\n```\n# B\n````\n# C", []string{"0:1 |````\n```\n# B\n````", "1:5 C|"}},
		{"open fence", "# A\n```\n# B", []string{"1:1 A|```\n# B"}},
		{"inline code is no fence", "```x``` y\n# B", []string{"0:1 |```x``` y", "1:2 B|"}},
		{"comment", "# A\n<!-- # B\n# C -->x\n# D", []string{"1:1 A|\nx", "1:4 D|"}},
		{"open comment", "# A\n<!--\n# B", []string{"1:1 A|\n"}},
		{"comment in a heading", "# A <!-- b --> C", []string{"1:1 A  C|"}},
		{"BOM", "\ufeff# A", []string{"1:1 A|"}},
		{"front matter", "---\ntitle: x\n---\n# A", []string{"1:4 A|"}},
		{"rule at the top", "---\n\nx\n---\n", []string{"0:1 |---\n", "2:3 x|"}},
		{"CRLF", "# A\r\nx\r\n", []string{"1:1 A|x\n"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, s := range Outline([]byte(tt.text)) {
				got = append(got, fmt.Sprintf("%d:%d %s|%s", s.Level, s.Line, s.Title, s.Body))
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestOpeningSentences(t *testing.T) {
	for text, want := range map[string]int{
		"":                      0,
		"One. Two. Three.":      3,
		"No full stop":          1,
		"One! Two? Three… Four": 4,
		"Well... this is one.":  1,
		"Uses e.g. mail, i.e. letters, etc. and more.":           1,
		"It works with version 2.0.1 of the API. Then it ends.":  2,
		"See https://contoso.example/a.b?c=d. Then go.":          2,
		"See contoso.example or docs.contoso.example for more.":  1,
		"See <https://contoso.example/a.> now.":                  1,
		"Write to help@contoso.example. We answer.":              2,
		"Ask Dr. Jones. Or J. Smith of the U.S. Army vs. Navy.":  2,
		"Contoso Inc. offers it. Contoso Ltd. It sells.":         3,
		"Rule No. 5 holds. We say no. Always.":                   3,
		"He said \"Stop!\" and left. (It was late.) \"Really?\"": 3,
		"**Bold.** *Slanted.* `code. Code.` done":                3,
		"[A link. With a stop](https://a.example). Text.":        3,
		"![Picture. One. Two.](a.png)\nText.":                    1,
		"It costs $3.50. iPhones welcome.":                       2,
		"It runs on iOS. iOS 17 is needed. eBay works.":          3,
		"Works with .NET. And Node.js. Good":                     3,
		"一。二！三？":                                                 3,
		"Features:\n- One. Two.\n- Three":                        4,
		"# Title\n\nOne. Two.\n\n## Section\n\nThree.":           2,
		"# Title\n\nOne.\n\n# Other\n\nTwo.":                     1,
		"# Prerequisites\n\nOne.":                                0,
		"One.\nTwo.\n\nThree.":                                   3,
		"[![Badge. A.](b.svg)](https://a.example)\n\nOne.":       1,
	} {
		if got := OpeningSentences([]byte(text)); got != want {
			t.Errorf("OpeningSentences(%q) = %d, want %d", text, got, want)
		}
	}
}

func TestCompare(t *testing.T) {
	long := "contoso invoices takes the paperwork out of getting paid whatever starts an order in your company can end in an invoice that nobody has typed"
	tests := []struct {
		a, b                  string
		alike, borrowed, lent float64
	}{
		{"create and send invoices", "create and send invoices", 1, 1, 1},
		{"", "", 1, 1, 1},
		{"one", "two", 0, 0, 0},
		{"one", "one two", 0, 0, 0},
		{"create and send invoices", "delete all of the mails", 0, 0, 0},
		{"create and send invoices with contoso today", "create and send invoices with contoso now", 0.83, 0.86, 0.86},
		{"a a a a a a", "a a", 0.33, 0.33, 1},
		{"create and send invoices", "you create and send invoices from any app", 0.6, 1, 0.5},
		{strings.Replace(strings.Replace(long, "paperwork", "work", 1), "company", "firm", 1), long, 0.83, 0.92, 0.92},
	}
	for _, tt := range tests {
		alike, borrowed, lent := compare(tt.a, tt.b)
		for i, pair := range [][2]float64{{alike, tt.alike}, {borrowed, tt.borrowed}, {lent, tt.lent}} {
			if pair[0] < pair[1]-0.01 || pair[0] > pair[1]+0.01 {
				t.Errorf("compare(%q, %q)[%d] = %.2f, want %.2f", tt.a, tt.b, i, pair[0], pair[1])
			}
		}
	}
}

func TestNormal(t *testing.T) {
	for in, want := range map[string]string{
		"  Known   Issues & Limitations: ": "known issues and limitations",
		"**Publisher’s** `Name`":           "publishers name",
		"Ärger-Straße":                     "ärger straße",
		"\u200b—":                          "",
	} {
		if got := normal(in); got != want {
			t.Errorf("normal(%q) = %q, want %q", in, got, want)
		}
	}
}

// TestBlanks holds that each placeholder is a blank, also two in a line, and
// where it stands.
func TestBlanks(t *testing.T) {
	var got []string
	for _, b := range Blanks([]byte("\ufeff# [Insert the name]\r\né <!-- x --> [insert: a] {insert b} c\n`x`\n[Insert c](https://a.example)\n\n    [Insert d]\n\n[Insert one\nline] TBD")) {
		got = append(got, fmt.Sprintf("%d:%d %s", b.Line, b.Column, b.Text))
	}
	want := []string{"1:3 [Insert the name]", "2:14 [insert: a]", "2:26 {insert b}", "8:1 [Insert one", "9:7 line] TBD"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
