package document

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestMerge(t *testing.T) {
	const base = "Sends.\n\n## A\n\nOne.\n\n## B\n\nTwo.\n\n## C\n\nThree.\n"
	change := func(pairs ...string) string { return strings.NewReplacer(pairs...).Replace(base) }
	tests := []struct {
		name, base, mine, theirs string
		want                     string
		conflicts                []string // title: mine | theirs | base
	}{
		{"nothing changed", base, base, base, base, nil},
		{"mine only", base, change("Two", "2"), base, change("Two", "2"), nil},
		{"theirs only", base, base, change("Two", "2"), change("Two", "2"), nil},
		{"both the same", base, change("Two", "2", "One", "1"), change("Two", "2", "Three", "3"), change("One", "1", "Two", "2", "Three", "3"), nil},
		{"different sections", base, change("One", "1"), change("Three", "3", "Sends", "Gets"), change("One", "1", "Three", "3", "Sends", "Gets"), nil},
		{"the same section", base, change("Two", "2"), change("Two", "II"), change("Two", "II"), []string{"B: ## B\n\n2. | ## B\n\nII. | ## B\n\nTwo."}},
		{"the opening", base, change("Sends", "Mails"), change("Sends", "Gets"), change("Sends", "Gets"), []string{": Mails. | Gets. | Sends."}},
		{"mine added", base, change("## C", "## New\n\nX.\n\n## C"), change("One", "1"), change("One", "1", "## C", "## New\n\nX.\n\n## C"), nil},
		{"theirs added", base, change("One", "1"), change("## C", "## New\n\nX.\n\n## C"), change("One", "1", "## C", "## New\n\nX.\n\n## C"), nil},
		{"both added", base, base + "\n## X\n\nMine.\n", base + "\n## X\n\nTheirs.\n", base + "\n## X\n\nTheirs.\n", []string{"X: ## X\n\nMine. | ## X\n\nTheirs. | "}},
		{"mine at the end, without a line break", base, base + "\n## X\nMine.", change("One", "1"), change("One", "1") + "\n## X\nMine.\n", nil},
		{"mine removed", base, change("## B\n\nTwo.\n\n", ""), change("One", "1"), change("## B\n\nTwo.\n\n", "", "One", "1"), nil},
		{"mine removed what they changed", base, change("## B\n\nTwo.\n\n", ""), change("Two", "2"), change("Two", "2"), []string{"B:  | ## B\n\n2. | ## B\n\nTwo."}},
		{"they removed what mine changed", base, change("Two", "2"), change("## B\n\nTwo.\n\n", ""), change("## B\n\nTwo.\n\n", ""), []string{"B: ## B\n\n2. |  | ## B\n\nTwo."}},
		{"mine moved", base, "Sends.\n\n## B\n\nTwo.\n\n## A\n\nOne.\n\n## C\n\nThree.\n", change("Three", "3"), "Sends.\n\n## B\n\nTwo.\n\n## A\n\nOne.\n\n## C\n\n3.\n", nil},
		{"theirs moved", base, change("Three", "3"), "Sends.\n\n## B\n\nTwo.\n\n## A\n\nOne.\n\n## C\n\nThree.\n", "Sends.\n\n## B\n\nTwo.\n\n## A\n\nOne.\n\n## C\n\n3.\n", nil},
		{"theirs moved the last, without a line break", "x\n\n## A\n1\n\n## B\n2", "x\n\n## A\none\n\n## B\n2", "x\n\n## B\n2\n\n## A\n1", "x\n\n## B\n2\n\n## A\none", nil},
		{"mine has another title", base, change("## B", "## Beta"), change("One", "1"), change("One", "1", "## B", "## Beta"), nil},
		{"another title and another text", base, change("## B", "## Beta"), change("Two", "2"), change("Two", "2"), []string{"B: ## Beta\n\nTwo. | ## B\n\n2. | ## B\n\nTwo."}},
		{"two of a title", base + "\n## A\n\nAgain.\n", change("Two", "2") + "\n## A\n\nAgain.\n", base + "\n## A\n\nOnce more.\n", change("Two", "2") + "\n## A\n\nOnce more.\n", nil},
		{"their line breaks", base, change("Two", "2\ntwo"), strings.ReplaceAll(base, "\n", "\r\n"), strings.ReplaceAll(change("Two", "2\ntwo"), "\n", "\r\n"), nil},
		{"my new section, their line breaks", base, base + "\n## X\n\nMine.\n", strings.ReplaceAll(change("One", "1"), "\n", "\r\n"), strings.ReplaceAll(change("One", "1")+"\n## X\n\nMine.\n", "\n", "\r\n"), nil},
		{"their byte order mark", base, change("Sends", "Gets"), "\ufeff" + change("One", "1"), "\ufeff" + change("Sends", "Gets", "One", "1"), nil},
		{"a new file on both sides", "", "Mine.\n\n## A\n\n1\n", "Theirs.\n\n## B\n\n2\n", "Theirs.\n\n## A\n\n1\n\n## B\n\n2\n", []string{": Mine. | Theirs. | "}},
		{"they emptied it", base, change("Two", "2"), "", "", []string{"B: ## B\n\n2. |  | ## B\n\nTwo."}},
		{"theirs is no text", base, change("Two", "2"), "\xff\xfe\x00", "\xff\xfe\x00", []string{": " + change("Two", "2") + " | \xff\xfe\x00 | " + base}},
		{"base was no text", "\xff\xfe\x00", "Mine.\n", "Theirs.\n", "Theirs.\n", []string{": Mine. | Theirs. | "}},
		{"underlined headings stay", "x\n## A\nB\n---\n", "x\n## A\ny\n\nB\n---\n", "z\n## A\nB\n---\n", "z\n## A\ny\n\nB\n---\n", nil},
	}
	for _, tt := range tests {
		got := Merge([]byte(tt.base), []byte(tt.mine), []byte(tt.theirs))
		var conflicts []string
		for _, c := range got.Conflicts {
			conflicts = append(conflicts, fmt.Sprintf("%s: %s | %s | %s", c.Title, c.Mine, c.Theirs, c.Base))
		}
		if string(got.Text) != tt.want || fmt.Sprintf("%q", conflicts) != fmt.Sprintf("%q", tt.conflicts) {
			t.Errorf("%s:\n got %q %q\nwant %q %q", tt.name, got.Text, conflicts, tt.want, tt.conflicts)
		}
	}
}

func TestMergeBothMoved(t *testing.T) {
	const a, b, c = "## A\n1\n\n", "## B\n2\n\n", "## C\n3\n\n"
	got := Merge([]byte(a+b+c), []byte(b+a+c), []byte(a+c+b))
	if string(got.Text) != a+c+b || !got.Order || len(got.Conflicts) > 0 {
		t.Errorf("%+v", got)
	}
	if Merge([]byte(a+b+c), []byte(b+a+c), []byte(b+a+c+"x\n")).Order {
		t.Error("both moved the same")
	}
}

func TestTake(t *testing.T) {
	const base = "x\n\n## A\n\n1\n\n## B\n\n2\n\n## C\n\n3\n"
	tests := []struct{ name, mine, theirs, want string }{
		{"a section", strings.Replace(base, "2", "two", 1), strings.Replace(base, "2", "II", 1), strings.Replace(base, "2", "two", 1)},
		{"the opening", strings.Replace(base, "x", "y", 1), strings.Replace(base, "x", "z", 1), strings.Replace(base, "x", "y", 1)},
		{"one they removed", strings.Replace(base, "2", "two", 1), strings.Replace(base, "## B\n\n2\n\n", "", 1), strings.Replace(base, "2", "two", 1)},
		{"one mine removed", strings.Replace(base, "## B\n\n2\n\n", "", 1), strings.Replace(base, "2", "II", 1), strings.Replace(base, "## B\n\n2\n\n", "", 1)},
		{"all of it", strings.Replace(base, "2", "two", 1), "\xff\xfe\x00", strings.Replace(base, "2", "two", 1)},
		{"one below a section that is gone", strings.Replace(base, "2", "two", 1), "x\n\n## C\n\n3\n", "x\n\n## C\n\n3\n\n## B\n\ntwo\n"},
	}
	for _, tt := range tests {
		m := Merge([]byte(base), []byte(tt.mine), []byte(tt.theirs))
		if len(m.Conflicts) != 1 {
			t.Errorf("%s: %+v", tt.name, m.Conflicts)
			continue
		}
		got, err := Take(m.Text, m.Conflicts[0])
		if err != nil || string(got) != tt.want {
			t.Errorf("%s: %v\n got %q\nwant %q", tt.name, err, got, tt.want)
		}
	}
	if _, err := Take([]byte("\xff\xfe"), Conflict{Mine: "x"}); err == nil {
		t.Error("UTF-16 was changed")
	}
	if got, err := Take([]byte("x\n"), Conflict{key: key{"gone", 1}}); err != nil || string(got) != "x\n" {
		t.Errorf("%q, %v", got, err)
	}
}

// nothingLost holds that every line that a side wrote, and every line of base
// that both kept, is in the text or in a conflict.
func nothingLost(t interface {
	Helper()
	Fatalf(string, ...any)
}, base, mine, theirs []byte, got Merged) {
	t.Helper()
	was, there := count(base), count(got.Text)
	for _, c := range got.Conflicts {
		for _, s := range []string{c.Mine, c.Theirs} {
			for l := range count([]byte(s)) {
				there[l]++
			}
		}
	}
	m, o := count(mine), count(theirs)
	for _, side := range []map[string]int{m, o} {
		for l := range side {
			wrote := was[l] == 0
			kept := was[l] == 1 && m[l] > 0 && o[l] > 0
			if (wrote || kept) && there[l] == 0 {
				t.Fatalf("%q is lost:\nbase %q\nmine %q\ntheirs %q\ntext %q\nconflicts %+v", l, base, mine, theirs, got.Text, got.Conflicts)
			}
		}
	}
	if d := Parse(got.Text); d.Sections[len(d.Sections)-1].To != len(got.Text) {
		t.Fatalf("%q is not taken apart whole", got.Text)
	}
}

// count says how often each line that shows something is in a text.
func count(text []byte) map[string]int {
	out := map[string]int{}
	for _, l := range lines(strings.ReplaceAll(string(text), bom, "")) {
		if s := strings.Trim(l.text, " \t\r\v\f"); s != "" {
			out[s]++
		}
	}
	return out
}

// changed draws what a person may have made of a text.
func changed(t *rapid.T, name, text string) string {
	d := Parse([]byte(text))
	var all []string
	for _, s := range d.Sections {
		all = append(all, text[s.From:s.To])
	}
	for n := rapid.IntRange(0, 3).Draw(t, name+" changes"); n > 0; n-- {
		i := rapid.IntRange(0, len(all)-1).Draw(t, "section")
		switch rapid.SampledFrom([]string{"write", "remove", "move", "add", "rename"}).Draw(t, "change") {
		case "write":
			all[i] += fmt.Sprintf("%s %d\n", name, n)
		case "remove":
			all[i] = ""
		case "move":
			j := rapid.IntRange(0, len(all)-1).Draw(t, "to")
			all[i], all[j] = all[j], all[i]
		case "add":
			all[i] += fmt.Sprintf("\n## %s\n%s\n", rapid.SampledFrom([]string{"New", "FAQ", "a"}).Draw(t, "title"), asMarkdown().Draw(t, "body"))
		case "rename":
			all[i] = fmt.Sprintf("## %s %d\n", name, n) + all[i]
		}
	}
	return strings.Join(all, "")
}

func TestMergeLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := asMarkdown().Draw(t, "base") + "\n## FAQ\nx\n\n## Support\ny\n" + asMarkdown().Draw(t, "more")
		mine, theirs := []byte(changed(t, "mine", base)), []byte(changed(t, "theirs", base))
		got := Merge([]byte(base), mine, theirs)
		nothingLost(t, []byte(base), mine, theirs, got)
		again := Merge(got.Text, got.Text, theirs)
		if !bytes.Equal(again.Text, theirs) || len(again.Conflicts) > 0 {
			t.Fatalf("what only they changed is not taken: %q", again.Text)
		}
	})
}

// TestMergeSides holds that texts without conflicts are merged alike from both
// sides when their sections stay in their order.
func TestMergeSides(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		titles := []string{"", "## A\n", "## B\n", "## C\n"}
		write := func(name string) (string, []bool) {
			var b strings.Builder
			did := make([]bool, len(titles))
			for i, title := range titles {
				did[i] = rapid.Bool().Draw(t, name)
				b.WriteString(title + "\nText.\n")
				if did[i] {
					b.WriteString(name + "\n")
				}
				b.WriteString("\n")
			}
			return b.String(), did
		}
		var base strings.Builder
		for _, title := range titles {
			base.WriteString(title + "\nText.\n\n")
		}
		a, didA := write("a")
		b, didB := write("b")
		x, y := Merge([]byte(base.String()), []byte(a), []byte(b)), Merge([]byte(base.String()), []byte(b), []byte(a))
		both := 0
		for i := range didA {
			if didA[i] && didB[i] {
				both++
			}
		}
		if len(x.Conflicts) != both || len(y.Conflicts) != both {
			t.Fatalf("%d and %d conflicts, %d expected", len(x.Conflicts), len(y.Conflicts), both)
		}
		if both == 0 && !bytes.Equal(x.Text, y.Text) {
			t.Fatalf("%q and %q", x.Text, y.Text)
		}
	})
}

// TestMergePublished changes a different section of each published document on
// either side.
func TestMergePublished(t *testing.T) {
	merged, skipped := 0, 0
	for _, text := range published(t) {
		d := Parse(text)
		if Readable(text) != nil || len(d.Sections) < 2 {
			skipped++
			continue
		}
		last := len(d.Sections) - 1
		mine, err := replaceSection(text, last, sectionText(text, last)+"\n\nMine.")
		if err != nil {
			t.Fatal(err)
		}
		theirs, err := replaceSection(text, 0, "Theirs.\n\n"+sectionText(text, 0))
		if err != nil {
			t.Fatal(err)
		}
		if len(Parse(theirs).Sections) != len(d.Sections) || len(Parse(mine).Sections) != len(d.Sections) {
			skipped++
			continue // the change made or ended a heading, a comment or front matter
		}
		want, _ := replaceSection(theirs, last, sectionText(text, last)+"\n\nMine.")
		got := Merge(text, mine, theirs)
		if len(got.Conflicts) > 0 || !bytes.Equal(got.Text, want) {
			t.Errorf("%d conflicts:\n got %q\nwant %q", len(got.Conflicts), got.Text, want)
		}
		merged++
	}
	t.Logf("%d merged, %d skipped", merged, skipped)
	if skipped > merged/10 {
		t.Errorf("only %d merged, %d skipped", merged, skipped)
	}
}

func FuzzMerge(f *testing.F) {
	f.Add([]byte("x\n## A\n1\n"), []byte("x\n## A\n2\n"), []byte("y\r\n## A\n1"))
	f.Add([]byte("## A\n## B\n## A\n"), []byte("## A\n"), []byte("## B\n```\n## A\n"))
	f.Fuzz(func(t *testing.T, base, mine, theirs []byte) {
		got := Merge(base, mine, theirs)
		if Readable(base) == nil {
			nothingLost(t, base, mine, theirs, got)
		}
		for _, c := range got.Conflicts {
			if Readable(got.Text) != nil || Readable(mine) != nil {
				continue
			}
			if _, err := Take(got.Text, c); err != nil {
				t.Fatal(err)
			}
		}
	})
}
