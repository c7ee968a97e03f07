package markdown

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/yuin/goldmark/ast"
)

// described is what a text is read as, in a line for each heading and passage,
// with the places of all of it.
func described(t *Text) []string {
	var out []string
	for _, h := range t.Headings {
		line := fmt.Sprintf("h%d lines %d-%d %q", h.Level, h.First+1, h.Next, h.Title)
		if h.Quoted {
			line += " quoted"
		}
		out = append(out, line)
	}
	for _, p := range t.Passages {
		out = append(out, fmt.Sprintf("%s %d at %d %q", []string{"text", "title", "row", "html"}[p.Kind], p.Block, p.At(0), p.Text))
		for _, s := range p.Spans {
			kind := []string{"code", "link", "image", "address", "tag", "comment"}[s.Kind]
			out = append(out, fmt.Sprintf("  %s at %d %q|%s|%s", kind, p.At(s.Start), p.Text[s.Start:s.End], p.Text[s.From:s.To], s.Address))
		}
	}
	return out
}

func TestRead(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"nothing", "", nil},
		{"blank lines", "\n \n\t\n", nil},
		{"headings", "# A #\n##B\nC\nD\n===\n###\n", []string{`h1 lines 1-1 "A"`, `h1 lines 2-5 "##B C D"`, `h3 lines 6-6 ""`, `title 0 at 2 "A"`, `title 1 at 6 "##B\nC\nD"`}},
		{"text that begins with a mark", "#a\n---\n", []string{`h2 lines 1-2 "#a"`, `title 0 at 0 "#a"`}},
		{"headings inside", "> # A\n\n- # B\n", []string{`h1 lines 1-1 "A" quoted`, `h1 lines 3-3 "B"`, `title 0 at 4 "A"`, `title 1 at 11 "B"`}},
		{"comment in a heading", "# A <!-- b --> C\n", []string{`h1 lines 1-1 "A  C"`, `title 0 at 2 "A <!-- b --> C"`, `  comment at 4 "<!-- b -->"||`}},
		{"comment in code", "`<!--`\n\n# A\n", []string{`h1 lines 3-3 "A"`, "text 0 at 0 \"`<!--`\"", "  code at 0 \"`<!--`\"|`<!--`|", `title 1 at 10 "A"`}},
		{"byte order mark", "\ufeff# A\n[b](c)\n", []string{`h1 lines 1-1 "A"`, `title 0 at 5 "A"`, `text 1 at 7 "[b](c)"`, `  link at 7 "[b](c)"|b|c`}},
		{"front matter", "\ufeff---\na: b\n---\n# A\n", []string{`h1 lines 4-4 "A"`, `title 0 at 18 "A"`}},
		{"CRLF", "a\r\n[b](c)\r\nd\r\n", []string{`text 0 at 0 "a\r\n[b](c)\r\nd"`, `  link at 3 "[b](c)"|b|c`}},
		{"lone CR is no line end", "a\r# b\n", []string{`text 0 at 0 "a\r# b"`}},
		{"tabs", "-\ta [b](c)\n\n\t\td [e](f)\n", []string{`text 0 at 2 "a [b](c)"`, `  link at 4 "[b](c)"|b|c`}},
		{"tab in a quote", ">\ta\n>\t[b](c)\n", []string{`text 0 at 2 "a\n[b](c)"`, `  link at 6 "[b](c)"|b|c`}},
		{"Windows-1252", "Caf\xe9 [b](c) \x93d\x94\n", []string{`text 0 at 0 "Caf\xe9 [b](c) \x93d\x94"`, `  link at 5 "[b](c)"|b|c`}},
		{"NUL", "a\x00 `b`\n", []string{`text 0 at 0 "a\x00 ` + "`b`" + `"`, "  code at 3 \"`b`\"|`b`|"}},
		{"lines apart", "> a [b\n> c](d)\n", []string{`text 0 at 2 "a [b\nc](d)"`, `  link at 4 "[b\nc](d)"|b` + "\n" + `c|d`}},
		{"list", "1. a\n   b\n2. c\n\n   d\n", []string{`text 0 at 3 "a\nb"`, `text 0 at 13 "c"`, `text 0 at 19 "d"`}},
		{"table", "x\n\n|a `|`|b|\n|-|-|\n|[c](d)|\n", []string{`text 0 at 0 "x"`, "text 1 at 3 \"|a `|`|b|\\n|-|-|\\n|[c](d)|\"", "  code at 6 \"`|`\"|`|`|", `  link at 20 "[c](d)"|c|d`}},
		{"table with an escape", "|a \\| c|b|\n|-|-|\n|[c](d)|\n", []string{`row 0 at 1 "a \\| c|b"`, `row 0 at 18 "[c](d)"`, `  link at 18 "[c](d)"|c|d`}},
		{"links", "[a](b) ![c](<d e> \"f\") [g] [h][g] <https://i> <j@k.example>\n\n[g]: l&amp;m\n", []string{
			`text 0 at 0 "[a](b) ![c](<d e> \"f\") [g] [h][g] <https://i> <j@k.example>"`, `  link at 0 "[a](b)"|a|b`, `  image at 7 "![c](<d e> \"f\")"|c|d e`,
			`  link at 23 "[g]"|g|l&m`, `  link at 27 "[h][g]"|h|l&m`, `  address at 34 "<https://i>"|https://i|https://i`, `  address at 46 "<j@k.example>"|j@k.example|j@k.example`}},
		{"picture in a link", "[![a](b)](c)", []string{`text 0 at 0 "[![a](b)](c)"`, `  link at 0 "[![a](b)](c)"|![a](b)|c`, `  image at 1 "![a](b)"|a|b`}},
		{"addresses", "*https://a/b_c_d*, www.e (http://f/(g)) xhttp://h [http://i](j) https:// é",
			[]string{`text 0 at 0 "*https://a/b_c_d*, www.e (http://f/(g)) xhttp://h [http://i](j) https:// é"`, `  address at 1 "https://a/b_c_d"|https://a/b_c_d|https://a/b_c_d`,
				`  address at 19 "www.e"|www.e|www.e`, `  address at 26 "http://f/(g)"|http://f/(g)|http://f/(g)`, `  link at 50 "[http://i](j)"|http://i|j`}},
		{"addresses with an entity", "https://a?b&amp;c.", []string{`text 0 at 0 "https://a?b&amp;c."`, `  address at 0 "https://a?b&amp;c"|https://a?b&amp;c|https://a?b&c`}},
		{"tags", "a<br>b <a href='c'>d</a> <img src= > <img src=e>", []string{`text 0 at 0 "a<br>b <a href='c'>d</a> <img src= > <img src=e>"`, `  tag at 1 "<br>"||`,
			`  tag at 7 "<a href='c'>"||c`, `  tag at 20 "</a>"||`, `  image at 37 "<img src=e>"||e`}},
		{"HTML", "<p>\n[a](b) <!-- c -->\n<img src= >\n</p>\n", []string{`html 0 at 0 "<p>\n[a](b) <!-- c -->\n<img src= >\n</p>"`, `  tag at 0 "<p>"||`, `  comment at 11 "<!-- c -->"||`,
			`  image at 22 "<img src= >"||`, `  tag at 34 "</p>"||`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := described(Read([]byte(tt.text))); !slices.Equal(got, tt.want) {
				t.Errorf("got\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(tt.want, "\n  "))
			}
		})
	}
}

// TestLines holds what each line is: heading, item, row, code, fence, definition.
func TestLines(t *testing.T) {
	tests := []struct{ text, want string }{
		{"# a\nb\n===\n> # c\n", "# a|h b|h ===|. > # c|. |."},
		{"- a\n  b\n1) c\n> - d\n", "- a|- b|. 1) c|- > - d|- |."},
		{"a|b\n-|-\nc|d\n", "a|b|r -|-|. c|d|r |."},
		{"```\na\n```\nb\n", "```|f a|f ```|f b|. |."},
		{"1. a\n   ```\n   b\n   ```\n   c\n", "1. a|- ```|f b|f ```|f c|. |."},
		{"- ```\n  a\nb\n", "- ```|-f a|f b|. |."},
		{"> ```\n> a\n> ```\n> b\n", "> ```|f > a|f > ```|f > b|. |."},
		{"~~~\na", "~~~|f a|f"},
		{"a\n\n    b\n\n    c\n", "a|. |. b|c |c c|c |."},
		{"[a]: b\n[c]:\n  d 'e'\nf\n", "[a]: b|d [c]:|d d 'e'|d f|. |."},
		{"a <!-- b\nc --> d\n", "a|. d|. |."},
		{"<!-- a\n\n# b\n-->\nc\n", "|. |. |. |. c|. |."},
		{"---\na: b\n---\nc", "|. |. |. c|."},
	}
	for _, tt := range tests {
		var got []string
		for _, l := range Read([]byte(tt.text)).Lines {
			what := ""
			for _, m := range []struct {
				mark string
				is   bool
			}{{"h", l.Heading > 0}, {"-", l.Item}, {"r", l.Row}, {"c", l.Code && !l.Fenced}, {"f", l.Fenced}, {"d", l.Definition}} {
				if m.is {
					what += m.mark
				}
			}
			if what == "" {
				what = "."
			}
			got = append(got, strings.TrimSpace(l.Text)+"|"+what)
		}
		if s := strings.Join(got, " "); s != tt.want {
			t.Errorf("%q:\n got %s\nwant %s", tt.text, s, tt.want)
		}
	}
}

func TestPosition(t *testing.T) {
	text := "\ufeffé [a](b)\r\n<!-- c --> d\n"
	r := Read([]byte(text))
	for place, want := range map[string]string{"[a]": "1:3", "d": "2:12"} {
		line, column := r.Position(strings.Index(text, place))
		if got := fmt.Sprintf("%d:%d", line, column); got != want {
			t.Errorf("%q stands at %s, want %s", place, got, want)
		}
	}
	if got := r.Lines[1].Column(strings.Index(r.Lines[1].Text, "d")); got != 12 {
		t.Errorf("d stands in column %d, want 12", got)
	}
}

func TestTask(t *testing.T) {
	text := "- [ ] a\n- [x] b\n3. [X]\tc\n- [y] d\n- [ ]e\n- [x]\n- [ ](f) g\n> - [ ] h\n"
	d := Parse([]byte(text))
	got := ""
	_ = ast.Walk(d.Root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if item, ok := n.(*ast.ListItem); ok && entering {
			if task, ok := d.Task(item); ok {
				got += fmt.Sprintf("%d %v %q|", task.Box, task.Done, text[task.Box:task.Box+4])
			}
		}
		return ast.WalkContinue, nil
	})
	if want := `3 false " ] a"|11 true "x] b"|20 true "X]\tc"|` + fmt.Sprintf("%d", strings.Index(text, "] h")-1) + ` false " ] h"|`; got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

func TestDecode(t *testing.T) {
	for in, want := range map[string]string{
		"&amp; &lt;b&gt; &#65;&#x42; &copy; &nosuch; &#0; \\&amp; AT&T &": "& <b> AB © &nosuch; \ufffd &amp; AT&T &",
		`\*no\* \# \a`: `*no* # \a`,
		`\`:            `\`,
	} {
		if got := Decode(in); got != want {
			t.Errorf("Decode(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestAttribute(t *testing.T) {
	for tag, want := range map[string]string{
		`<img src="a b" alt=c>`: "a b", `<img alt='x' src='a'>`: "a", `<img SRC = a>`: "a", `<img src=a>`: "a", `<img src= >`: "", `<img src=>`: "", `<img src`: "", `src`: "", `<img =a src=b>`: "b", `<img / src=b/>`: "b/",
		`<img data-src=a>`: "", `<img alt="src=b" src=a>`: "a",
	} {
		if got := Attribute(tag, "src"); got != want {
			t.Errorf("src of %s is %q, want %q", tag, got, want)
		}
	}
}

func TestOpenFence(t *testing.T) {
	for text, want := range map[string]string{
		"```\na\n```\n": "", "a\n\n````md\nb\n```\n": "````", "~~~": "~~~", "- ```\n  a\n": "", "- ```\n  a\nb\n": "", "": "",
	} {
		if got := Read([]byte(text)).OpenFence; got != want {
			t.Errorf("%q leaves %q open, want %q", text, got, want)
		}
	}
}
