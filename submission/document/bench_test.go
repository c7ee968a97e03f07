package document

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// pathological slow down what takes texts apart carelessly, when repeated.
var pathological = map[string]string{
	"headings":    "## a\n",
	"underlined":  "a\n---\n",
	"paragraph":   "a\n",
	"comments":    "<!--",
	"open":        "<!-- a -->\n<!--\n",
	"fences":      "```\n~~~\n",
	"brackets":    "[Insert ",
	"blank lines": "\n",
	"marks":       "#",
	"returns":     "\r",
	"quotes":      "> ",
	"lists":       "- ",
}

// everything does all that is done with a text while somebody writes.
func everything(t testing.TB, text []byte) {
	mine := slices.Concat(text, []byte("\n## Mine\n"))
	theirs := slices.Concat([]byte("Theirs\n\n"), text)
	d := Parse(text)
	edit, err := replaceSection(text, len(d.Sections)-1, "## New\n")
	if err != nil || len(edit) == 0 {
		t.Fatalf("%q, %v", edit, err)
	}
	if got := Merge(text, mine, theirs); len(got.Text) < len(text) {
		t.Fatalf("%d bytes merged, %d before", len(got.Text), len(text))
	}
	Blanks(text)
	if draft := Draft(Intro, Known{}, &d); !bytes.Contains(draft, []byte("## FAQ")) {
		t.Fatalf("the draft is %q", draft)
	}
}

func TestPathological(t *testing.T) {
	for _, s := range pathological {
		everything(t, []byte(strings.Repeat(s, 1<<14/len(s))))
		everything(t, []byte("# T\n## FAQ\n"+strings.Repeat(s, 1<<14/len(s))))
	}
}

// BenchmarkPathological does the same with a quarter of a megabyte and a whole
// one: the bytes per second stay the same when the time is linear.
func BenchmarkPathological(b *testing.B) {
	for _, name := range slices.Sorted(maps.Keys(pathological)) {
		for _, size := range []int{1 << 18, 1 << 20} {
			text := []byte("# T\n## FAQ\n" + strings.Repeat(pathological[name], size/len(pathological[name])))
			b.Run(fmt.Sprintf("%s/%d", strings.ReplaceAll(name, " ", "-"), size), func(b *testing.B) {
				b.SetBytes(int64(len(text)))
				for b.Loop() {
					everything(b, text)
				}
			})
		}
	}
}

// BenchmarkTyping is what a key press costs while a section of an ordinary
// intro.md is written.
func BenchmarkTyping(b *testing.B) {
	text := []byte(wantIntro)
	section := sectionText(text, 3) + " more"
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		now, err := replaceSection(text, 3, section)
		if err != nil {
			b.Fatal(err)
		}
		Blanks(now)
	}
}
