package prose

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/markdown"
)

var kindNames = map[markdown.SpanKind]string{markdown.Code: "code", markdown.Link: "link", markdown.Image: "image", markdown.Address: "address", markdown.Tag: "tag", markdown.Comment: "comment"}

// onePassage reads a text of one paragraph.
func onePassage(t *testing.T, text string) passage {
	t.Helper()
	all := passages(markdown.Read([]byte(text)))
	if len(all) == 0 {
		t.Fatalf("%q has no passage", text)
	}
	return all[0]
}

func TestSpans(t *testing.T) {
	tests := []struct {
		text string
		want []string // "kind words|address"
	}{
		{"plain", nil},
		{"[a](b)", []string{"link a|b"}},
		{"[a]( <b c> )", []string{"link a|b c"}},
		{`[a](b "the title")`, []string{"link a|b"}},
		{`[a](b 'x' )`, []string{"link a|b"}},
		{"[a](b(c)d)", []string{"link a|b(c)d"}},
		{"[a](\nb\n)", []string{"link a|b"}},
		{"[a]()", []string{"link a|"}},
		{"![a](b.png)", []string{"image a|b.png"}},
		{"[![a](b.png)](c)", []string{"link ![a](b.png)|c", "image a|b.png"}},
		{"[a [b](c) d](e)", []string{"link b|c"}},
		{"[a][docs] [Docs] [Our  site][]", []string{"link a|https://docs.contoso.example", "link Docs|https://docs.contoso.example", "link Our  site|https://contoso.example"}},
		{`\[a](b) \`, nil},
		{"`[a](b)` x", []string{"code `[a](b)`|"}},
		{"``a ` b`` `c", []string{"code ``a ` b``|"}},
		{"[a`](b)`", []string{"code `](b)`|"}},
		{"<https://contoso.example/a b>", []string{"address https://contoso.example/a|https://contoso.example/a"}},
		{"<help@contoso.example> <br/> 1 < 2", []string{"address help@contoso.example|help@contoso.example", "tag |"}},
		{`<a href="www.contoso.example">x</a> <img src='a.png'>`, []string{"tag |www.contoso.example", "tag |", "image |a.png"}},
		{"(see https://contoso.example/a_(b).) and www.contoso.example, too", []string{"address https://contoso.example/a_(b)|https://contoso.example/a_(b)", "address www.contoso.example|www.contoso.example"}},
		{"**https://contoso.example**", []string{"address https://contoso.example|https://contoso.example"}},
		{"https://contoso.example。次", []string{"address https://contoso.example|https://contoso.example"}},
		{"https:// and http", nil},
		{"[a] (https://b.example)", []string{"slip a|https://b.example"}},
		{"[a] (b)", nil},
		{"[a](https://b.example", []string{"slip a|https://b.example"}},
		{"[a](https://b.example c)", []string{"slip a|https://b.example c"}},
		{"(a)[https://b.example]", []string{"slip a|https://b.example"}},
		{"[a b][c]", []string{"slip a b|c"}},
		{"body['a'][0] x[1][2] values[a][b]", nil},
		{"![my flow](my flow.png)", []string{"slip my flow|my flow.png"}},
		{"[optional](see below)", nil},
		{"[https://a.example](our site)", []string{"slip https://a.example|our site"}},
	}
	for _, tt := range tests {
		p := onePassage(t, tt.text+"\n\n[docs]: https://docs.contoso.example\n[our site]: https://contoso.example\n")
		var got []string
		for _, x := range p.spans {
			kind := kindNames[x.Kind]
			if x.slip != noSlip {
				kind = "slip"
			}
			got = append(got, fmt.Sprintf("%s %s|%s", kind, p.Text[x.From:x.To], x.Address))
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%q: got %q, want %q", tt.text, got, tt.want)
		}
	}
}

// TestPlain holds that words of the plain text lead back to where they stood.
func TestPlain(t *testing.T) {
	text := "See [our **guide**](https://contoso.example/a.b), `x.y` or ![a picture](p.png)https://contoso.example. Done"
	p := onePassage(t, text).plain
	if want := "See our **guide**, Code or  Link. Done"; p.text != want {
		t.Errorf("plain is %q, want %q", p.text, want)
	}
	for word, from := range map[string]string{"See": "See", "our": "our", "guide": "guide", "Code": "`x.y`", "or": "or", "Link": "https://contoso.example.", "Done": "Done"} {
		if at := p.written(strings.Index(p.text, word)); !strings.HasPrefix(text[at:], from) {
			t.Errorf("%q leads to %q, want %q", word, text[at:], from)
		}
	}
}

// pathological are texts that make careless readers of Markdown slow, by how
// they are made n bytes long.
func pathological() map[string]func(n int) string {
	repeat := func(s string) func(int) string {
		return func(n int) string { return strings.Repeat(s, n/len(s)) }
	}
	all := map[string]func(n int) string{
		"backticks of every length": func(n int) string {
			var b strings.Builder
			for i := 1; b.Len() < n; i++ {
				b.WriteString(strings.Repeat("`", i))
				b.WriteByte(' ')
			}
			return b.String()
		},
		"backticks, then closed": func(n int) string {
			return strings.Repeat("`` ` ", n/10) + strings.Repeat("` `` ", n/10)
		},
		"brackets opened, then closed": func(n int) string { return strings.Repeat("[", n/2) + strings.Repeat("]", n/2) },
		"links inside each other":      func(n int) string { return strings.Repeat("[", n/5) + strings.Repeat("](b)", n/5) },
		"one long address":             func(n int) string { return "https://contoso.example/" + strings.Repeat("a", n) },
		"address and brackets":         func(n int) string { return "https://contoso.example/" + strings.Repeat(")", n) },
		"long lines of addresses": func(n int) string {
			return strings.Repeat("](http://"+strings.Repeat("a", 900), n/909)
		},
	}
	for _, s := range []string{
		"[", "]", "![", "`", "*", "|", "<", ">", "(", "\\", "_", "#", "-", "=", "\n", "~", " ", "\t", "\u200b", "。", "!", "?", ".", "a. ", "1. ", "1.", "http", "www.", "https://",
		"[a](", "[a](<b", "[a](b \"", "[a](b 'c", "[a](b (", "[a][", "[a][b]", "[a](b) ", "[a] (", "](", "(a)[http://b]", "[[a](b)", "![a](b)](", "``", "` ", "<a ", "<a>", "<!--", "<!-- -->", "-->", "<!---->\n",
		"\n# ", "\n## FAQ\n", "\n##a", "\n- ", "\n    a", "\n> ", "> ", "\n| a ", "\n|-", "\n===\n", "\na\n---", "\n```\n", "\n~~~", "\n[a]: b", "[Insert ", "[insert a]", "TODO ", "\n\n", "**FAQ**\n", "click here ",
		"- [ ] ", "&amp;", "(#a)", "[a](#b) ", "a@b.example ", "e.g. ", "No. 5 ", "Create invoice\n", "\n- Create invoice", "id=\"", "](a.png)", "[x](http://a b)", "][", "\r\n", "\r", "\ufeff", "---\n", "[a](b\n", "\\`",
	} {
		all[fmt.Sprintf("%q", s)] = repeat(s)
	}
	return all
}

// TestScanningIsLinear counts the bytes that are looked at: twice the text takes
// twice the work, whatever it holds.
func TestScanningIsLinear(t *testing.T) {
	const n = 1 << 17
	for name, made := range pathological() {
		var steps [2]int
		for i := range steps {
			s := scanner{text: made(n << i)}
			s.scan()
			steps[i] = s.steps
		}
		if most := 40 * n; steps[0] > most {
			t.Errorf("%s: %d steps for %d bytes", name, steps[0], n)
		}
		if steps[1] > 3*steps[0]+100 {
			t.Errorf("%s: %d steps for %d bytes, %d for twice as many", name, steps[0], n, steps[1])
		}
	}
}

// TestPathological judges some of each: no rule fails on any of it.
// BenchmarkPathological says how long the rules take for it.
func TestPathological(t *testing.T) {
	for name, made := range pathological() {
		s := hostile(made(1 << 13))
		for _, o := range Judge(s).Outcomes {
			if strings.HasPrefix(o.Reason, "the rule failed") {
				t.Errorf("%s: %s: %s", name, o.Rule, o.Reason)
			}
		}
		Guide(KindIntro, s.Intro, s)
	}
}

func hostile(text string) Subject {
	document := []byte("Opening.\n\n" + text)
	return Subject{
		Intro: &checks.File{Name: "intro.md", Data: document}, Readme: &checks.File{Name: "readme.md", Data: document}, Description: text,
		NeedsAuth: true, AuthKnown: true, Operations: operations, Files: []string{"a.png"},
	}
}

// BenchmarkPathological holds the rules against texts of two sizes: the time for
// a byte stays the same.
func BenchmarkPathological(b *testing.B) {
	for name, made := range pathological() {
		for _, n := range []int{1 << 16, 1 << 18} {
			b.Run(fmt.Sprintf("%s/%dkB", name, n>>10), func(b *testing.B) {
				s := hostile(made(n))
				b.SetBytes(int64(2 * n))
				for b.Loop() {
					Judge(s)
				}
			})
		}
	}
}
