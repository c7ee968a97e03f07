package document

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/internal/corpus"

	"pgregory.net/rapid"
)

// tiled holds that the sections are the text.
func tiled(t testing.TB, text []byte) Doc {
	t.Helper()
	d := Parse(text)
	at, line := 0, 1
	for i, s := range d.Sections {
		if s.From != at || s.To < s.From || s.Line != line || s.End < s.Line {
			t.Fatalf("section %d is bytes %d to %d on lines %d to %d, after byte %d and line %d of %q", i, s.From, s.To, s.Line, s.End, at, line, text)
		}
		at, line = s.To, s.End
	}
	if at != len(text) {
		t.Fatalf("the sections end at byte %d of %d: %q", at, len(text), text)
	}
	return d
}

// sectionText is section k as an editor shows it.
func sectionText(text []byte, k int) string {
	s := Parse(text).Sections[k]
	return TextLines(text, s.Line, s.End)
}

// replaceSection gives section k a new text.
func replaceSection(text []byte, k int, section string) ([]byte, error) {
	s := Parse(text).Sections[k]
	return ReplaceLines(text, s.Line, s.End, section)
}

// sectionAt is the index of the section that a line stands in.
func sectionAt(d Doc, line int) int {
	i := slices.IndexFunc(d.Sections, func(s Section) bool { return line < s.End })
	if i < 0 {
		return len(d.Sections) - 1
	}
	return i
}

func TestParse(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"empty", "", "0||"},
		{"no heading", "Sends invoices.\n", "0||Sends invoices.\n"},
		{"only a section", "## FAQ\nNone.", "0||\x00" + "2|FAQ|## FAQ\nNone."},
		{"title and opening", "# Contoso\n\nSends.\n\n## FAQ\n", "1|Contoso|# Contoso\n\nSends.\n\n\x002|FAQ|## FAQ\n"},
		{"deeper ones belong", "Sends.\n## FAQ\n### Is it?\nYes.\n#### More\n## End\n", "0||Sends.\n\x002|FAQ|## FAQ\n### Is it?\nYes.\n#### More\n\x002|End|## End\n"},
		{"first is deep", "# T\n### A\n#### a\n### B\n## C\n### c\n", "1|T|# T\n\x003|A|### A\n#### a\n\x003|B|### B\n\x002|C|## C\n### c\n"},
		{"underlined", "Title\n===\nSends.\n\nFAQ\nmore\n---\nNone.\n", "1|Title|Title\n===\nSends.\n\n\x002|FAQ more|FAQ\nmore\n---\nNone.\n"},
		{"indented marks", "x\n   ## FAQ ##\n    ## code\n", "0||x\n\x002|FAQ|   ## FAQ ##\n    ## code\n"},
		{"in code", "x\n```\n## no\n```\n~~~\n## no\n~~~\n## yes\n", "0||x\n```\n## no\n```\n~~~\n## no\n~~~\n\x002|yes|## yes\n"},
		{"in a comment", "x\n<!--\n## no\n-->\n## yes\n", "0||x\n<!--\n## no\n-->\n\x002|yes|## yes\n"},
		{"front matter", "---\ntitle: x\n---\n## yes\n", "0||---\ntitle: x\n---\n\x002|yes|## yes\n"},
		{"mark and Windows", "\ufeff# T\r\nx\r\n## A\r\n\r\n", "1|T|\ufeff# T\r\nx\r\n\x002|A|## A\r\n\r\n"},
		{"everything is level 1", "# T\n# Publisher\n## a\n# Prerequisites\n# Known issues\n### b\n", "1|T|# T\n\x001|Publisher|# Publisher\n## a\n\x001|Prerequisites|# Prerequisites\n\x001|Known issues|# Known issues\n### b\n"},
		{"second of level 1", "# T\n## A\n# B\n## C\n## D\n### d\n", "1|T|# T\n\x002|A|## A\n\x001|B|# B\n\x002|C|## C\n\x002|D|## D\n### d\n"},
		{"text, then a section of level 1", "Sends.\n# Prerequisites\nAn account.\n## FAQ\n", "0||Sends.\n\x001|Prerequisites|# Prerequisites\nAn account.\n\x002|FAQ|## FAQ\n"},
		{"picture above the title", "![logo](https://contoso.example/a.png)\n# Contoso\nSends.\n", "1|Contoso|![logo](https://contoso.example/a.png)\n# Contoso\nSends.\n"},
		{"not a text", "\xff\xfe#\x00 \x00\n\x00", "0||\xff\xfe#\x00 \x00\n\x00"},
	}
	for _, tt := range tests {
		d := tiled(t, []byte(tt.text))
		var got []string
		for _, s := range d.Sections {
			got = append(got, fmt.Sprintf("%d|%s|%s", s.Level, s.Title, tt.text[s.From:s.To]))
		}
		if s := strings.Join(got, "\x00"); s != tt.want {
			t.Errorf("%s:\n got %q\nwant %q", tt.name, s, tt.want)
		}
		for i, s := range d.Sections {
			if s.End > s.Line && sectionAt(d, s.Line) != i {
				t.Errorf("%s: line %d is in section %d, not %d", tt.name, s.Line, sectionAt(d, s.Line), i)
			}
		}
	}
}

func TestReadable(t *testing.T) {
	tests := []struct{ text, want string }{
		{"", ""},
		{"\ufeff# Größe\r\n", ""},
		{"\xff\xfe#\x00", "the file is UTF-16"},
		{"\xfe\xff\x00#", "the file is UTF-16"},
		{"a\nb\x00", "NUL byte on line 2"},
		{"a\nb\nGr\xf6\xdfe", "not UTF-8 on line 3"},
	}
	for _, tt := range tests {
		err := Readable([]byte(tt.text))
		if got := fmt.Sprint(err); (err == nil) != (tt.want == "") || err != nil && !strings.Contains(got, tt.want) {
			t.Errorf("%q: %v", tt.text, err)
		}
		if _, replaced := replaceSection([]byte(tt.text), 0, "x"); (replaced == nil) != (err == nil) {
			t.Errorf("%q can be edited: %v", tt.text, replaced)
		}
	}
}

func TestReplace(t *testing.T) {
	const doc = "# T\n\nSends.\n\n## A\n\nOne.\n\n\n## B\nTwo."
	tests := []struct {
		name, text string
		k          int
		section    string
		want       string
	}{
		{"in the middle", doc, 1, "## A\n\nOne and a half.", "# T\n\nSends.\n\n## A\n\nOne and a half.\n\n\n## B\nTwo."},
		{"blank lines at the end are nothing", doc, 1, "## A\n\nOne.\n\n\n\n\n", doc},
		{"the last, without a line break", doc, 2, "## B\nThree.\n", "# T\n\nSends.\n\n## A\n\nOne.\n\n\n## B\nThree."},
		{"the last, with one", doc + "\n", 2, "## B\nThree.", "# T\n\nSends.\n\n## A\n\nOne.\n\n\n## B\nThree.\n"},
		{"the opening", doc, 0, "# T2\n\nGets.", "# T2\n\nGets.\n\n## A\n\nOne.\n\n\n## B\nTwo."},
		{"removed", doc, 1, " \n", "# T\n\nSends.\n\n## B\nTwo."},
		{"nothing yet", "", 0, "Sends.\n", "Sends.\n"},
		{"no opening yet", "## A\r\n", 0, "Sends.\n", "Sends.\r\n\r\n## A\r\n"},
		{"a blank opening", "\n## A\n", 0, "Sends.", "Sends.\n\n## A\n"},
		{"blank lines only", "\ufeff \n\n", 0, "Sends.", "\ufeffSends.\n"},
		{"Windows", "## A\r\nx\r\n\r\n## B\r\n", 1, "## A\ny\nz", "## A\r\ny\r\nz\r\n\r\n## B\r\n"},
		{"pasted from Windows", "## A\nx\n", 1, "## A\r\ny\r\nz\r\n", "## A\ny\nz\n"},
		{"byte order mark", "\ufeffSends.\r\n## A\r\n", 0, "Gets.\nMore.", "\ufeffGets.\r\nMore.\r\n## A\r\n"},
		{"a mark pasted along", "Sends.\n", 0, "\ufeffGets.", "Gets.\n"},
		{"mixed line breaks", "## A\r\none\ntwo\r\nthree\nfour\r\nfive\r\n", 1, "## A\none\n2\nthree\nfour\n5\nfive", "## A\r\none\n2\r\nthree\nfour\r\n5\r\nfive\r\n"},
		{"tight below a mark", "## A\nx\n## B\n", 1, "## A\ny", "## A\ny\n## B\n"},
		{"tight above an underlined heading", "## A\nB\n---\n", 1, "## A\ny", "## A\ny\n\nB\n---\n"},
		{"underlined below tight text", "x\n## A\n", 1, "A\n---", "x\n\nA\n---\n"},
		{"trailing blanks stay", "## A\nx  \n \t\n## B\n", 1, "## A\ny\nx  ", "## A\ny\nx  \n \t\n## B\n"},
	}
	for _, tt := range tests {
		got, err := replaceSection([]byte(tt.text), tt.k, tt.section)
		if err != nil || string(got) != tt.want {
			t.Errorf("%s: %v\n got %q\nwant %q", tt.name, err, got, tt.want)
		}
	}
}

func TestReplaceLines(t *testing.T) {
	text := []byte("# T\n## A\r\nx\r\n### a\ny\n## B\n")
	got, err := ReplaceLines(text, 4, 6, "### a\nz\n")
	if want := "# T\n## A\r\nx\r\n### a\nz\n## B\n"; err != nil || string(got) != want {
		t.Errorf("%v: %q", err, got)
	}
	if got := TextLines(text, 2, 6); got != "## A\nx\n### a\ny" {
		t.Errorf("lines 2 to 5 are %q", got)
	}
	for _, x := range [][2]int{{0, 1}, {3, 2}, {8, 9}} {
		if _, err := ReplaceLines(text, x[0], x[1], "z"); err == nil {
			t.Errorf("lines %v were replaced", x)
		}
	}
}

// asMarkdown draws texts that are hard to take apart.
func asMarkdown() *rapid.Generator[string] {
	part := rapid.SampledFrom([]string{
		"# ", "## ", "### ", "FAQ", "Prerequisites", "a", "b ", "\n", "\n", "\n\n", "\r\n", "\r\n", "\r", " ", "    ", "\t", "---\n", "===\n",
		"```\n", "~~~", "<!--", "-->", "- ", "1. ", "> ", "|", "[x](y)", "`", "\ufeff", "ö", "\u2028", "## FAQ\n", "\n## Known issues\n", "Get started\n---\n",
	})
	return rapid.Map(rapid.SliceOfN(part, 0, 40), func(parts []string) string { return strings.Join(parts, "") })
}

// TestEditing holds that an edit of a section leaves every other byte as it was.
func TestEditing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := []byte(asMarkdown().Draw(t, "text"))
		k := rapid.IntRange(0, len(Parse(text).Sections)-1).Draw(t, "k")
		edited(t, text, k, asMarkdown().Draw(t, "new"))
	})
}

func edited(t interface {
	Helper()
	Fatalf(string, ...any)
}, text []byte, k int, section string) {
	t.Helper()
	s := Parse(text).Sections[k]
	before, after := text[:s.From], text[s.To:]
	was := bytes.Clone(text)
	got, err := replaceSection(text, k, section)
	if err != nil {
		t.Fatalf("%v", err)
	}
	if !bytes.Equal(text, was) {
		t.Fatalf("the text itself was changed to %q", text)
	}
	if !bytes.HasPrefix(got, before) || !bytes.HasSuffix(got, after) || len(got) < len(before)+len(after) {
		t.Fatalf("bytes outside %q were changed: %q", text[s.From:s.To], got)
	}
	if now := string(got[len(before) : len(got)-len(after)]); strings.Trim(shown(now), "\n") != strings.Trim(shown(section), "\n") {
		t.Fatalf("the section says %q, not %q", now, section)
	}
	if len(after) == 0 && shown(section) != "" && len(shown(string(text[s.From:s.To]))) > 0 && bytes.HasSuffix(got, []byte("\n")) != bytes.HasSuffix(text, []byte("\n")) {
		t.Fatalf("the final line break of %q was not kept: %q", text, got)
	}
	same, err := replaceSection(text, k, sectionText(text, k))
	if err != nil || !bytes.Equal(same, text) {
		t.Fatalf("putting back what is there makes %q of %q", same, text)
	}
}

func TestInsert(t *testing.T) {
	tests := []struct {
		name, text string
		kind       Kind
		title      string
		body, want string
	}{
		{"between", "Sends.\n\n## Prerequisites\n\nAn account.\n\n## FAQ\n", Intro, "Known issues and limitations", "- None.\n",
			"Sends.\n\n## Prerequisites\n\nAn account.\n\n## Known issues and limitations\n\n- None.\n\n## FAQ\n"},
		{"below its neighbour's sections", "## Prerequisites\n### a\n", Intro, "FAQ", "x", "## Prerequisites\n### a\n\n## FAQ\n\nx\n"},
		{"first", "Sends.\n## Common errors and remedies\n", Intro, "Prerequisites", "x", "Sends.\n\n## Prerequisites\n\nx\n\n## Common errors and remedies\n"},
		{"none of the template's", "Sends.\n\n## Support\n", Intro, "FAQ", "x", "Sends.\n\n## FAQ\n\nx\n\n## Support\n"},
		{"into nothing", "", Intro, "FAQ", "x", "## FAQ\n\nx\n"},
		{"no line break at the end", "Sends.", Intro, "FAQ", "x\ny\n\n", "Sends.\n\n## FAQ\n\nx\ny"},
		{"Windows", "\ufeffSends.\r\n## Prerequisites\r\nx\r\n", Intro, "FAQ", "x\ny", "\ufeffSends.\r\n## Prerequisites\r\nx\r\n\r\n## FAQ\r\n\r\nx\r\ny\r\n"},
		{"by another name", "# T\n## Requirements\nx\n## Limitations\n", Readme, "Supported Operations", "x", "# T\n## Requirements\nx\n\n## Supported Operations\n\nx\n\n## Limitations\n"},
		{"its own heading", "# T\n## Prerequisites\n", Readme, "Publisher", "## Publisher: Contoso", "# T\n\n## Publisher: Contoso\n\n## Prerequisites\n"},
		{"begins with a tag", "# T\n", Readme, "Prerequisites", "#tag", "# T\n\n## Prerequisites\n\n#tag\n"},
	}
	for _, tt := range tests {
		got, err := Insert([]byte(tt.text), tt.kind, tt.title, tt.body)
		if err != nil || string(got) != tt.want {
			t.Errorf("%s: %v\n got %q\nwant %q", tt.name, err, got, tt.want)
		}
	}
	if _, err := Insert([]byte("# T\n## Publisher: Contoso\n"), Readme, "Publisher", "x"); err == nil {
		t.Error("a second publisher was put in")
	}
	for _, tt := range []struct{ text, title, want string }{
		{"## faq\n", "FAQ", "is there already, on line 1"}, {"", "", "has no section"}, {"", "Support", "has no section"}, {"\xff\xfe", "FAQ", "UTF-16"},
	} {
		if _, err := Insert([]byte(tt.text), Intro, tt.title, "x"); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%q into %q: %v", tt.title, tt.text, err)
		}
	}
}

// published are the documents of real connectors beside the repository.
func published(t testing.TB) [][]byte {
	t.Helper()
	var out [][]byte
	for _, folder := range folders(t) {
		for _, pattern := range []string{"[Rr][Ee][Aa][Dd][Mm][Ee]*", "intro.md"} {
			names, _ := filepath.Glob(filepath.Join(escapeGlob(folder), pattern))
			for _, name := range names {
				text, err := os.ReadFile(name)
				if err != nil {
					t.Fatal(err)
				}
				out = append(out, text)
			}
		}
	}
	return out
}

func escapeGlob(s string) string {
	return strings.NewReplacer("[", `\[`, "*", `\*`, "?", `\?`).Replace(s)
}

func folders(t testing.TB) []string {
	t.Helper()
	all := corpus.Connectors(t)
	return all
}

// TestPublished edits every section of every published document.
func TestPublished(t *testing.T) {
	sections := 0
	texts := published(t)
	for _, text := range texts {
		d := tiled(t, text)
		sections += len(d.Sections)
		if Readable(text) != nil {
			t.Logf("%v", Readable(text))
			continue
		}
		for k, s := range d.Sections {
			edited(t, text, k, TextLines(d.Text, s.Line, s.End)+"\n\nMore of it.\n")
		}
	}
	t.Logf("%d documents, %d sections", len(texts), sections)
}

func FuzzEdit(f *testing.F) {
	f.Add([]byte("# T\r\n\r\nx\n## A\n```\n## no\n```\nB\n---\n"), 1, "## A\nnew")
	f.Add([]byte("\ufeff---\na: b\n---\n"), 0, "")
	f.Fuzz(func(t *testing.T, text []byte, k int, section string) {
		d := tiled(t, text)
		Blanks(text)
		if Readable(text) != nil || Readable([]byte(section)) != nil {
			ReplaceLines(text, k, k+1, section)
			return
		}
		if k >= 0 && k < len(d.Sections) {
			edited(t, text, k, section)
		}
	})
}
