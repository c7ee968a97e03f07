package preview

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// pathological are texts that make readers of Markdown slow, each of any length.
var pathological = map[string]func(size int) string{
	"quotes in quotes":          again(">"),
	"quotes with blanks":        again("> "),
	"quotes on every line":      again(strings.Repeat(">", 500) + "a\n"),
	"lists in a line":           again("1. "),
	"bullets in a line":         again("* a\n* * * * * b\n"),
	"lists in lists":            staircase("- a\n"),
	"numbers in numbers":        staircase("1. a\n"),
	"items":                     again("- a\n"),
	"brackets":                  again("["),
	"closed brackets":           nested("[", "]"),
	"brackets of links":         again("[a]("),
	"links":                     again("[a](b"),
	"links in angles":           again("[a](<b"),
	"links with titles":         again(`[a](b "`),
	"pictures in pictures":      nested("![", "](a)"),
	"whole links":               again("[a](b) "),
	"named links":               func(n int) string { return "[a]: /b\n\n" + nested("[a", "]")(n) },
	"names":                     func(n int) string { return again("[a]: b\n")(n) + "\nc\n" },
	"emphasis without an end":   again("*a **a "),
	"emphasis in words":         again("a**b_c "),
	"emphasis in emphasis":      nested("*a **a ", "b** b* "),
	"stars":                     again("*"),
	"code without an end":       ticks,
	"tags":                      again("<a "),
	"tags with attributes":      again(`<a b="`),
	"comments":                  again("a <!-- b "),
	"HTML":                      again("<div>\n"),
	"HTML pictures":             again("<img src=a alt=b>\n"),
	"addresses":                 again("http://"),
	"addresses of nothing":      again("://"),
	"addresses of dots":         again("http://..."),
	"addresses of brackets":     again("http://a("),
	"entities":                  again("&"),
	"entities of numbers":       again("&#x"),
	"backslashes":               again(`\`),
	"one word":                  again("x"),
	"one word of hyphens":       again("x-"),
	"wide words":                again("漢"),
	"joined letters":            again("👩‍"),
	"accents":                   again("\u0301"),
	"controls":                  again("\x1b["),
	"lines":                     again("a\n"),
	"hard breaks":               again("a\\\n"),
	"paragraphs":                again("a\n\n"),
	"headings":                  again("# a\n"),
	"fences":                    again("```\na\n"),
	"one line of code":          func(n int) string { return "    " + again("x y ")(n) },
	"a table of one row":        func(n int) string { return again("|a")(n/2) + "\n" + again("|-")(n/2) + "\n|a|b\n" },
	"a table of wide head":      func(n int) string { return again("|a")(n/4) + "\n" + again("|-")(n/4) + "\n" + again("|b\n")(n/2) },
	"a table of many rows":      func(n int) string { return "|a|b|\n|-|-|\n" + again("|c|d|\n")(n) },
	"a table of long words":     func(n int) string { return "|a|b|\n|-|-|\n|" + again("x")(n/2) + "|" + again("y ")(n/2) + "|\n" },
	"rows of dashes":            again("a|b\n-|-|-\n"),
	"tables in quotes":          again("> |a|b|\n> |-|-|\n> |c|d|\n"),
	"front matter without end":  func(n int) string { return "---\n" + again("a: b\n")(n) },
	"tasks":                     again("- [ ] a\n"),
	"blanks":                    again(" "),
	"blanks between":            func(n int) string { return "a" + again(" ")(n) + "b" },
	"underlined":                func(n int) string { return again("a\n")(n) + "===\n" },
	"a heading of many closers": func(n int) string { return "# a" + again(" #")(n) + "b" },
}

func again(s string) func(int) string {
	return func(size int) string { return strings.Repeat(s, size/len(s)+1)[:size/len(s)*len(s)] }
}

func nested(open, shut string) func(int) string {
	return func(size int) string {
		n := size / (len(open) + len(shut))
		return strings.Repeat(open, n) + strings.Repeat(shut, n)
	}
}

func staircase(item string) func(int) string {
	return func(size int) string {
		var b strings.Builder
		for i := 0; b.Len() < size; i++ {
			b.WriteString(strings.Repeat("  ", i) + item)
		}
		return b.String()
	}
}

func ticks(size int) string {
	var b strings.Builder
	for i := 1; b.Len() < size; i++ {
		b.WriteString("e" + strings.Repeat("`", i))
	}
	return b.String()
}

// hangs is how long a quarter of a megabyte may take on whatever computer: it is
// a hundred times what it takes, and less than what would take the square.
const hangs = 30 * time.Second

// TestPathological holds that whatever is written is drawn, and no text keeps the
// preview for long. BenchmarkPathological says how long each takes.
func TestPathological(t *testing.T) {
	size := 1 << 18
	if testing.Short() {
		size = 1 << 15
	}
	for name, text := range pathological {
		t.Run(name, func(t *testing.T) {
			source := []byte(text(size))
			began := time.Now()
			p := Render(source, Options{Theme: plainTheme, Width: 60})
			if took := time.Since(began); took > hangs {
				t.Errorf("%d kB took %v", len(source)>>10, took)
			}
			if len(p.Lines) == 0 && strings.TrimSpace(string(source)) != "" {
				t.Error("nothing is drawn")
			}
			holds(t, source, p, 60)
		})
	}
}

func BenchmarkPathological(b *testing.B) {
	for name, text := range pathological {
		for _, size := range []int{1 << 15, 1 << 18, 1 << 20} {
			source := []byte(text(size))
			b.Run(fmt.Sprintf("%s/%dkB", strings.ReplaceAll(name, " ", "_"), size>>10), func(b *testing.B) {
				b.SetBytes(int64(len(source)))
				for b.Loop() {
					Render(source, Options{Theme: plainTheme, Width: 60})
				}
			})
		}
	}
}

// article is a readme of about 20 kB with a bit of everything.
func article() []byte {
	var b strings.Builder
	b.WriteString("# Contoso Invoices\n\nContoso Invoices is a service with which small companies write, send and book their **invoices**.\n\n## Supported Operations\n\n")
	for i := 0; b.Len() < 20_000; i++ {
		fmt.Fprintf(&b, "### Operation %d\n\nCreates an *invoice* for a customer with `POST /v1/invoices/%d`, see [the documentation](https://contoso.example/docs/%d) for more, and books it.\n\n", i, i, i)
		b.WriteString("1. Sign in at https://contoso.example/portal\n2. Open the page of **keys**\n   - make one\n   - copy it\n\n")
		b.WriteString("| Name | Type | Description |\n|---|---|---|\n| id | string | The number of the invoice as the service gives it, which never changes |\n| amount | number | What is to be paid |\n\n")
		b.WriteString("```json\n{\n  \"id\": \"2025-0001\",\n  \"amount\": 12.5\n}\n```\n\n> Note that an invoice can't be changed once it is sent.\n\n")
	}
	return []byte(b.String())
}

func BenchmarkReadme20kB(b *testing.B) {
	source := article()
	b.SetBytes(int64(len(source)))
	b.ReportAllocs()
	for b.Loop() {
		Render(source, Options{Theme: colourTheme, Width: 76, Files: folderFiles})
	}
}

func FuzzRender(f *testing.F) {
	for _, s := range []string{
		"# A\n\n- b\n  - c\n\n> d\n\n| e | f |\n|---|:-:|\n| g | h |\n", "```x\ny\n```\n<b>z</b> &amp; ![p](q.png)\n",
		"---\na: b\n---\n", "\ufeff漢字 🎉 \x1b[31m \u202e \xff\x00\r\n", "[a]: b\n[a] [x](y \"z\") <http://w> https://v\n", "- [ ] t\n1) u\n\n    v\n",
		"> [!NOTE]\n> a\n\n<!-- b -->\n<img src=c alt='d'>\n", "*a **b ***c* d** e***", "a|b\n-|-\n`c\\|d`|\n",
	} {
		f.Add([]byte(s), 40)
	}
	for _, text := range pathological {
		f.Add([]byte(text(200)), 30)
	}
	f.Fuzz(func(t *testing.T, source []byte, width int) {
		width %= 150
		for _, th := range themes {
			p := Render(source, Options{Theme: th, Width: width, Files: folderFiles})
			holds(t, source, p, width)
			for line := range 20 {
				row := p.Row(line)
				if row < 0 || row > max(0, len(p.Lines)-1) {
					t.Fatalf("line %d is shown by row %d of %d", line, row, len(p.Lines))
				}
			}
		}
	})
}
