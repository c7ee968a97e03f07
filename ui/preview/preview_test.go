package preview

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/internal/corpus"
	"github.com/certwiz/certwiz/internal/golden"

	"github.com/certwiz/certwiz/ui/theme"
)

var (
	plainTheme  = theme.New(theme.Options{Plain: true})
	colourTheme = theme.New(theme.Options{})
	themes      = []theme.Theme{plainTheme, colourTheme, theme.New(theme.Options{SevenBit: true})}
)

func compare(t *testing.T, name, got string) {
	t.Helper()
	golden.Compare(t, filepath.Join("testdata", name), got)
}

// drawn is a page with its lines of the source beside it.
func drawn(p Page) string {
	var b strings.Builder
	for i, row := range p.Lines {
		at := "    "
		if p.Source[i] > 0 {
			at = fmt.Sprintf("%4d", p.Source[i])
		}
		fmt.Fprintln(&b, strings.TrimRight(at+"  "+strings.ReplaceAll(row, "\x1b", "␛"), " "))
	}
	return b.String()
}

var folderFiles = []string{"readme.md", "intro.md", "images/Flow.png", "pictures/"}

func TestDocuments(t *testing.T) {
	docs, err := filepath.Glob("testdata/*.md")
	if err != nil || len(docs) == 0 {
		t.Fatalf("no documents: %v", err)
	}
	for _, path := range docs {
		source, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimSuffix(filepath.Base(path), ".md")
		for _, width := range []int{40, 60, 76, 120} {
			t.Run(fmt.Sprintf("%s-%d", name, width), func(t *testing.T) {
				p := Render(source, Options{Theme: plainTheme, Width: width, Files: folderFiles})
				holds(t, source, p, width)
				compare(t, fmt.Sprintf("%s-%d.txt", name, width), drawn(p))
			})
		}
		for kind, o := range map[string]theme.Options{"colours": {}, "nocolour": {NoColor: true}, "ascii": {ASCII: true, Plain: true}, "sevenbit": {SevenBit: true, Plain: true}} {
			t.Run(name+"-"+kind, func(t *testing.T) {
				p := Render(source, Options{Theme: theme.New(o), Width: 60, Files: folderFiles})
				holds(t, source, p, 60)
				compare(t, name+"-"+kind+".txt", drawn(p))
			})
		}
	}
}

var ours = regexp.MustCompile(`\x1b\[[0-9;]*m`)

// holds checks what must hold of every page.
func holds(t *testing.T, source []byte, p Page, width int) {
	t.Helper()
	if len(p.Lines) != len(p.Source) {
		t.Fatalf("%d rows, %d lines of the source", len(p.Lines), len(p.Source))
	}
	last := 1 + bytes.Count(source, []byte("\n"))
	for i, row := range p.Lines {
		if w := theme.Width(row); w > max(width, LeastWidth) {
			t.Fatalf("row %d is %d wide, %d allowed: %q", i, w, width, row)
		}
		if p.Source[i] < 0 || p.Source[i] > last {
			t.Fatalf("row %d comes from line %d of %d: %q", i, p.Source[i], last, row)
		}
		bare := ours.ReplaceAllString(row, "")
		if theme.Safe(bare) != bare {
			t.Fatalf("row %d is not safe to show: %q", i, row)
		}
		codes := ours.FindAllString(row, -1)
		if n := len(codes); n > 0 && codes[n-1] != "\x1b[0m" && codes[n-1] != "\x1b[m" {
			t.Fatalf("row %d ends with a style: %q", i, row)
		}
	}
}

func lines(rows ...string) string { return strings.Join(rows, "\n") }

func TestRender(t *testing.T) {
	tests := []struct {
		name, source, want string
		files              []string
	}{
		{name: "nothing", source: "", want: ""},
		{name: "blank lines", source: "\n \n\t\n", want: ""},
		{name: "levels of headings", source: "## Two\n### Three\n###### Six\n", want: lines("## Two", "", "### Three", "", "###### Six")},
		{name: "a long heading", source: "### One two three four five six seven eight\n", want: lines("### One two three four five six seven", "    eight")},
		{name: "an empty heading", source: "##\n\na", want: lines("##", "", "a")},
		{name: "lines of a paragraph are one", source: "one\ntwo\r\nthree\n", want: "one two three"},
		{name: "hard breaks", source: "one  \ntwo\\\nthree<br>four<br/>five<BR />six\n", want: lines("one", "two", "three", "four", "five", "six")},
		{name: "entities", source: "&amp; &lt;b&gt; &#65;&#x42; &copy; &nosuch; &#0; \\&amp; AT&T &", want: "& <b> AB © &nosuch; \ufffd &amp; AT&T &"},
		{name: "an entity that would steer", source: "a&#27;[31mb&#x202e;c", want: "a␛[31mb⟨U+202E⟩c"},
		{name: "escapes", source: `\*no\* \# \a`, want: `*no* # \a`},
		{name: "marks inside words", source: "snake_case and **bo**ld", want: "snake_case and bold"},
		{name: "code", source: "Use `a  *b*` and ``x`y``.", want: "Use `a *b*` and `x`y`."},
		{name: "empty code is text", source: "``", want: "``"},
		{name: "link", source: "[words](https://contoso.example/a%20b)", want: "words <https://contoso.example/a%20b>"},
		{name: "link that says its address", source: "[https://contoso.example](https://contoso.example) [contoso.example](https://contoso.example) [a@contoso.example](mailto:a@contoso.example)",
			want: lines("https://contoso.example contoso.example", "a@contoso.example")},
		{name: "link without words", source: "[](https://contoso.example)", want: "<https://contoso.example>"},
		{name: "link by name", source: "[one][a] [a]\n\n[a]: /x\n", want: "one </x> a </x>"},
		{name: "link that is none", source: "[one](a b) [two] (c)", want: "[one](a b) [two] (c)"},
		{name: "numbers count", source: "8. a\n8. b\n8. c\n", want: lines(" 8. a", " 9. b", "10. c")},
		{name: "numbers with brackets", source: "1) a\n2) b\n", want: lines("1) a", "2) b")},
		{name: "empty items", source: "-\n- a\n-\n", want: lines("·", "· a", "·")},
		{name: "heading in an item", source: "- # a\n  b\n", want: lines("· # a", "  "+strings.Repeat("─", 38), "", "  b")},
		{name: "tasks", source: "- [ ] a\n- [x] **b**\n- [X] c\n- [y] d\n- [ ]e\n- [x]\n", want: lines("[ ] a", "[x] b", "[x] c", "· [y] d", "· [ ]e", "· [x]")},
		{name: "a name in place of a task", source: "- [x] a\n\n[x]: /y\n", want: "· x </y> a"},
		{name: "quote", source: "> a\nb\n>\n> > c\n", want: lines("┃ a b", "┃", "┃ ┃ c")},
		{name: "empty quote", source: ">\n\na", want: "a"},
		{name: "kinds of notes", source: "> [!WARNING]\n> Mind.\n\n> [!OTHER]\n> Mind.\n", want: lines("┃ Warning", "┃ Mind.", "", "┃ [!OTHER] Mind.")},
		{name: "fence", source: "```json\n{\n\t\"a\": 1\n}\n```\n", want: lines("    json", "    {", `        "a": 1`, "    }")},
		{name: "fence in an item", source: "1. a\n   ```\n   b\n   ```\n2. c\n", want: lines("1. a", "", "       b", "", "2. c")},
		{name: "blank lines of code", source: "```\na\n\n\nb\n```\n", want: lines("    a", "", "", "    b")},
		{name: "front matter", source: "\ufeff---\ntitle: x\n---\n# A\n", want: lines("# A", strings.Repeat("─", 40))},
		{name: "a line at the top", source: "---\n\n# A\n\n---\n", want: lines(strings.Repeat("─", 40), "", "# A", strings.Repeat("─", 40), "", strings.Repeat("─", 40))},
		{name: "picture in a text", source: "See ![the form](a.png).", want: "See [picture: the form] <a.png>."},
		{name: "picture without a text", source: "See ![](a.png)", want: "See [picture:] <a.png>"},
		{name: "picture", source: "![the forms](a.png)", want: lines("┌ picture ──┐", "│ the forms │", "└ a.png ────┘")},
		{name: "picture that is not there", source: "![the form](a.png)", files: []string{"b.png"},
			want: lines("┌ picture ────────────┐", "│ the form            │", "│ ! not in the folder │", "└ a.png ──────────────┘")},
		{name: "addresses in the text", source: "At https://contoso.example/a_(b), (http://contoso.example/c). Not x://y or ://",
			want: lines("At https://contoso.example/a_(b),", "(http://contoso.example/c). Not x://y or", "://")},
		{name: "an address with marks", source: "https://contoso.example/a_b_c*d", want: "https://contoso.example/a_b_c*d"},
		{name: "comments", source: "a <!-- b --> c\n\n<!-- d\n\ne -->\n\nf\n", want: lines("a c", "", "f")},
		{name: "comment without an end", source: "a\n\n<!-- b\n\nc\n", want: "a"},
		{name: "HTML", source: "<div class=\"x\">\na &lt; <b>b</b>\n</div>\n\nc <i>d</i>", want: lines(`<div class="x">`, "a < <b>b</b>", "</div>", "", "c <i>d</i>")},
		{name: "HTML picture", source: "<img\n alt='the flow' src='flow.png'>", want: "[picture: the flow] <flow.png>"},
		{name: "footnotes", source: "a[^1]\n\n[^1]: Words of it.\n", want: lines("a[^1]", "", "[^1]: Words of it.")},
		{name: "table", source: "| A | Bb |\n|--|-:|\n| `x\\|y` | 1 |\n| z |\n", want: lines("A      Bb", "─────  ──", "`x|y`   1", "z")},
		{name: "table without outer bars", source: "A | B\n:-: | -\nlong one | 2\n", want: lines("   A      B", "────────  ─", "long one  2")},
		{name: "table below a text", source: "Text\nA | B\n--|--\n1 | 2\n\nafter", want: lines("Text", "", "A  B", "─  ─", "1  2", "", "after")},
		{name: "no table", source: "A | B\n--|--|--\n1 | 2\n", want: "A | B --|--|-- 1 | 2"},
		{name: "too many cells", source: "A | B\n--|--\n1 | 2 | 3\n", want: lines("A  B", "─  ─", "1  2")},
		{name: "empty cells", source: "|A|B|\n|-|-|\n||2|\n", want: lines("A  B", "─  ─", "   2")},
		{name: "table without rows", source: "|A|B|\n|-|-|\n", want: lines("A  B", "─  ─")},
		{name: "table that wraps", source: "| Name | What it is |\n|-|-|\n| a | one two three four five six seven eight |\n| b | c |\n",
			want: lines("Name  What it is", "────  ──────────────────────────────────", "a     one two three four five six seven", "      eight", "", "b     c")},
		{name: "table too wide for columns", source: "|Aaaaaaaaaaaaaa|Bbbbbbbbbbbbbb|Cccccccccccccc|\n|-|-|-|\n|1|two words and quite some more of them|3|\n|4||6|\n",
			want: lines("Aaaaaaaaaaaaaa: 1", "Bbbbbbbbbbbbbb: two words and quite", "  some more of them", "Cccccccccccccc: 3", "", "Aaaaaaaaaaaaaa: 4", "Cccccccccccccc: 6")},
		{name: "wide characters", source: "漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字 🎉", want: lines("漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字", "漢字漢字 🎉")},
		{name: "wide characters in a table", source: "|漢|b|\n|-|-|\n|🎉🎉|x|\n", want: lines("漢    b", "────  ─", "🎉🎉  x")},
		{name: "escape sequences", source: "a\x1b[31mb\x07 `c\x1b]0;x\x07`\n\n    d\x1b[2J\n", want: lines("a␛[31mb␇ `c␛]0;x␇`", "", "    d␛[2J")},
		{name: "bytes that are no UTF-8", source: "a\xffb \u202eabc", want: "a⟨0xFF⟩b ⟨U+202E⟩abc"},
		{name: "a long word", source: "a " + strings.Repeat("x", 50), want: lines("a", strings.Repeat("x", 40), strings.Repeat("x", 10))},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := Render([]byte(tt.source), Options{Theme: plainTheme, Width: 40, Files: tt.files})
			holds(t, []byte(tt.source), p, 40)
			if got := lines(p.Lines...); got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
			holds(t, []byte(tt.source), Render([]byte(tt.source), Options{Theme: colourTheme, Width: 40, Files: tt.files}), 40)
		})
	}
}

func TestLooks(t *testing.T) {
	const (
		bold, italic, under, faint, reset = "\x1b[1m", "\x1b[3m", "\x1b[4;4m", "\x1b[2m", "\x1b[0m"
	)
	for source, want := range map[string]string{
		"*a* **b c** d":                 italic + "a" + reset + " " + bold + "b c" + reset + " d",
		"`a`":                           faint + "`" + reset + "a" + faint + "`" + reset,
		"[two words](/x)":               under + "two words" + reset + " " + faint + "</x>" + reset,
		"[**a**](/x)":                   "\x1b[1;4;4ma" + reset + " " + faint + "</x>" + reset,
		"http://contoso.example/a.":     under + "http://contoso.example/a" + reset + ".",
		"http://contoso.example/a_b_":   under + "http://contoso.example/a_b" + reset + "_",
		"## a *b*":                      faint + "##" + reset + " " + bold + "a " + reset + "\x1b[1;3mb" + reset,
		"> a":                           faint + "┃" + reset + " a",
		strings.Repeat("**ab cd** ", 6): bold + "ab cd ab cd ab cd ab cd ab cd" + reset + "\n" + bold + "ab cd" + reset,
	} {
		p := Render([]byte(source), Options{Theme: colourTheme, Width: 30})
		if got := lines(p.Lines...); got != want {
			t.Errorf("%q: got\n%q\nwant\n%q", source, got, want)
		}
	}
}

func TestMissingFiles(t *testing.T) {
	tests := []struct {
		address string
		files   []string
		want    string
	}{
		{"images/Flow.png", folderFiles, ""},
		{"./images/Flow.png?raw=true#x", folderFiles, ""},
		{"images/flow.png", folderFiles, "in the folder as images/Flow.png"},
		{"images/other.png", folderFiles, "not in the folder"},
		{"pictures/anything%20here.png", folderFiles, ""},
		{"images%2fFlow.png", folderFiles, ""},
		{"images/other.png", nil, ""},
		{"images/other.png", []string{}, "not in the folder"},
		{"https://contoso.example/x.png", folderFiles, ""},
		{"//contoso.example/x.png", folderFiles, ""},
		{"/x.png", folderFiles, ""},
		{"../x.png", folderFiles, ""},
		{"data:image/png;base64,AAAA", folderFiles, ""},
		{"#anchor", folderFiles, ""},
		{"", folderFiles, ""},
	}
	for _, tt := range tests {
		if got := listing(tt.files).missing(tt.address); got != tt.want {
			t.Errorf("%q among %v: %q, want %q", tt.address, tt.files, got, tt.want)
		}
	}
}

func TestSource(t *testing.T) {
	source := "# A\n\none two three four five six seven eight\nnine tenths\n\n- item\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\ncode\nmore\n```\n"
	p := Render([]byte(source), Options{Theme: plainTheme, Width: 24})
	got := ""
	for i, row := range p.Lines {
		got += fmt.Sprintf("%d %s\n", p.Source[i], row)
	}
	want := lines("1 # A", "1 "+strings.Repeat("─", 24), "0 ", "3 one two three four five", "3 six seven eight nine", "4 tenths", "0 ", "6 · item", "0 ",
		"8 a  b", "8 ─  ─", "10 1  2", "0 ", "13     code", "14     more", "")
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	for line, row := range map[int]int{0: 0, 1: 1, 2: 1, 3: 4, 4: 5, 5: 5, 6: 7, 9: 10, 10: 11, 12: 11, 13: 13, 14: 14, 99: 14} {
		if got := p.Row(line); got != row {
			t.Errorf("line %d: row %d, want %d", line, got, row)
		}
	}
	if got := (Page{}).Row(3); got != 0 {
		t.Errorf("an empty page: row %d", got)
	}
	byteOrder := Render([]byte("\ufeff"+source), Options{Theme: plainTheme, Width: 24})
	if fmt.Sprint(byteOrder.Source) != fmt.Sprint(p.Source) {
		t.Errorf("with a byte order mark: %v, want %v", byteOrder.Source, p.Source)
	}
}

func TestTooLong(t *testing.T) {
	source := []byte(strings.Repeat("words of a line\n", MostSource/16+100))
	p := Render(source, Options{Theme: plainTheme, Width: 80})
	holds(t, source, p, 80)
	if got, want := p.Lines[len(p.Lines)-1], "… 2 kB more are not shown"; got != want {
		t.Errorf("ends in %q, want %q", got, want)
	}
}

// TestCorpus draws what publishers wrote.
func TestCorpus(t *testing.T) {
	documents, rows := 0, 0
	err := filepath.WalkDir(corpus.Root(t), func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || strings.ToLower(filepath.Ext(path)) != ".md" {
			return err
		}
		source, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		documents++
		for _, width := range []int{40, 76} {
			p := Render(source, Options{Theme: plainTheme, Width: width, Files: []string{"readme.md"}})
			holds(t, source, p, width)
			rows += len(p.Lines)
		}
		holds(t, source, Render(source, Options{Theme: colourTheme, Width: 60}), 60)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if documents == 0 {
		t.Error("no document was found")
	}
	t.Logf("%d documents, %d rows", documents, rows)
}
