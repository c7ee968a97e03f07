package markdown

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// pathological are texts that make readers of Markdown slow, each of any length.
func pathological() map[string]func(size int) string {
	all := map[string]func(size int) string{
		"quotes on every line":   again(strings.Repeat(">", 500) + "a\n"),
		"numbers in numbers":     staircase("1. a\n"),
		"links in links":         nested("[", "](b)"),
		"pictures in pictures":   nested("![", "](a)"),
		"named links":            func(n int) string { return "[a]: /b\n\n" + nested("[a", "]")(n) },
		"emphasis in emphasis":   nested("*a **a ", "b** b* "),
		"a table of wide head":   func(n int) string { return again("|a")(n/4) + "\n" + again("|-")(n/4) + "\n" + again("|b\n")(n/2) },
		"a quoted table":         again("> |a|b|\n> |-|-|\n> |c|d|\n"),
		"backticks, then closed": func(n int) string { return again("`` ` ")(n/2) + again("` `` ")(n/2) },
		"one long address":       func(n int) string { return "https://contoso.example/" + again("a")(n) },
		"address and brackets":   func(n int) string { return "https://contoso.example/" + again(")")(n) },
		"setext":                 func(n int) string { return again("a\n")(n) + "===\n" },
	}
	for _, s := range []string{
		">", "> ", "1. ", "- a\n", "* a\n* * * * * b\n", "[", "]", "![", "[a](", "[a](b", "[a](<b", `[a](b "`, "[a](b) ", "[a][b]", "[a]: b\n", "*a **a ", "a**b_c ", "*", "_", "`", "``", "` ", "<a ", `<a b="`,
		"<img src= >", "<!--", "a <!-- b ", "<!-- -->", "<!---->\n", "<div>\n", "http://", "https://a ", "http://...", "www.", "ftp://x|", "&", "&amp;", `\`, "# a\n", "#", "===\n", "a\n---\n", "```\na\n", "~~~", "    a\n",
		"|a|b\n-|-\n", "|", "a|b\n-|-|-\n", "- [ ] a\n", "\n", "\r", "\r\n", "\t", " ", "\ufeff", "---\n", "漢", "\x00", "\xff", "a\\\n",
	} {
		all[fmt.Sprintf("%q", s)] = again(s)
	}
	return all
}

func again(s string) func(int) string {
	return func(size int) string { return strings.Repeat(s, size/len(s)) }
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

// hangs is how long a quarter of a megabyte may take on whatever computer: it is
// a hundred times what it takes, and less than what would take the square.
const hangs = 30 * time.Second

// TestPathological holds that no text keeps the reader for long.
// BenchmarkPathological says how long each takes.
func TestPathological(t *testing.T) {
	size := 1 << 18
	if testing.Short() {
		size = 1 << 15
	}
	for name, text := range pathological() {
		t.Run(name, func(t *testing.T) {
			source := []byte(text(size))
			began := time.Now()
			holds(t, source)
			if took := time.Since(began); took > hangs {
				t.Errorf("%d kB took %v", len(source)>>10, took)
			}
		})
	}
}

func BenchmarkPathological(b *testing.B) {
	for name, text := range pathological() {
		for _, size := range []int{1 << 15, 1 << 18, 1 << 20} {
			source := []byte(text(size))
			b.Run(fmt.Sprintf("%s/%dkB", strings.ReplaceAll(name, " ", "_"), size>>10), func(b *testing.B) {
				b.SetBytes(int64(len(source)))
				for b.Loop() {
					Read(source)
				}
			})
		}
	}
}

// holds checks what must hold of every text: all places are in it, in its order,
// and what stands at them is what was read.
func holds(t *testing.T, source []byte) {
	t.Helper()
	r := Read(source)
	if want := 1 + strings.Count(string(source), "\n"); len(r.Lines) != want {
		t.Fatalf("%d lines, want %d", len(r.Lines), want)
	}
	next := 0
	for _, h := range r.Headings {
		if h.First < next || h.Next <= h.First || h.Next > len(r.Lines) || h.Level < 1 || h.Level > 6 {
			t.Fatalf("a heading on lines %d to %d of %d, after line %d", h.First, h.Next, len(r.Lines), next)
		}
		next = h.Next
	}
	last := 0
	for i := range r.Passages {
		p := &r.Passages[i]
		at := p.At(0)
		if at < last || p.At(len(p.Text)) > len(source) || p.First < 0 || p.First >= len(r.Lines) {
			t.Fatalf("a passage at %d, behind %d, of %d bytes", at, last, len(source))
		}
		last = at
		for _, x := range p.pieces {
			if x.at < len(p.Text) && p.Text[x.at] != source[x.from] {
				t.Fatalf("byte %d of %q is written at %d, where %q stands", x.at, p.Text, x.from, source[x.from])
			}
		}
		if !slices.IsSortedFunc(p.Spans, func(a, b Span) int { return a.Start - b.Start }) {
			t.Fatalf("spans are in no order: %v", p.Spans)
		}
		for _, s := range p.Spans {
			if s.Start < 0 || s.Start >= s.End || s.End > len(p.Text) || s.From < s.Start || s.To < s.From || s.To > s.End {
				t.Fatalf("a span %+v of %q", s, p.Text)
			}
		}
	}
	for i, l := range r.Lines {
		for at := range len(l.Text) + 1 {
			if c := l.Column(at); c < 1 || c > len(l.Raw)+1 {
				t.Fatalf("byte %d of line %d stands in column %d", at, i, c)
			}
			if at > 200 {
				break
			}
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, text := range pathological() {
		f.Add([]byte(text(200)))
	}
	for _, s := range []string{
		"# A\n\n- b\n  - c\n\n> d\n\n| e | f |\n|---|:-:|\n| g | h |\n", "---\na: b\n---\n", "\ufeff漢字 \xff\x00\r\n", "[a]: b\n[a] [x](y \"z\") <http://w> https://v\n",
		"-\t[a\n\t](b)\n>\t`c\n>\t\td` <!--\n> e -->\n", "<img src= >", "> 1. ```\n>    a\n",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, source []byte) { holds(t, source) })
}
