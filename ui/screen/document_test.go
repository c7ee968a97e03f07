package screen

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func readFile(t testing.TB, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// section opens a section of intro.md.
func (d *sitting) section(title string) (path string) {
	d.t.Helper()
	d.at("documents", "intro")
	d.openSection(title)
	if _, ok := d.m().overlay.(*sectionEditor); !ok {
		d.t.Fatalf("the overlay is %T", d.m().overlay)
	}
	return filepath.Join(d.s().Draft.Folder, "intro.md")
}

func TestSectionIsWrittenIntoItsFile(t *testing.T) {
	d := sit(t, table{dir: mended(t)})
	before := readFile(t, filepath.Join(d.s().Draft.Folder, "intro.md"))
	path := d.section("Prerequisites")
	d.wants("- The right to write invoices in that account")
	d.press("enter")
	d.typed("- A quiet hour")
	d.press("esc")
	want := strings.Replace(before, "- The right to write invoices in that account\n", "- The right to write invoices in that account\n- A quiet hour\n", 1)
	if got := readFile(t, path); got != want {
		t.Errorf("intro.md is now\n%s\nwant\n%s", got, want)
	}
	if d.m().overlay != nil {
		t.Error("the editor is still open")
	}
	d.wants("Prerequisites 21 words")
}

func TestSectionUnchangedIsNotWritten(t *testing.T) {
	d := sit(t, table{dir: mended(t)})
	path := filepath.Join(d.s().Draft.Folder, "intro.md")
	text := strings.Replace(readFile(t, path), "- A Contoso", "-\tA Contoso", 1) // a text area knows no tabs
	write(t, path, text)
	d.press("ctrl+r")
	before, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	d.section("Prerequisites")
	d.press("up", "down", "left", "end", "esc")
	after, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if !os.SameFile(before, after) || readFile(t, path) != text {
		t.Errorf("intro.md was written although nothing was changed:\n%s", readFile(t, path))
	}
}

// TestChangedOutsideIsMerged: another program writes another section meanwhile.
func TestChangedOutsideIsMerged(t *testing.T) {
	d := sit(t, table{dir: mended(t)})
	path := d.section("Prerequisites")
	d.typed(" mine")
	write(t, path, readFile(t, path)+"\nTheirs.\n")
	d.send(filesChanged{})
	d.press("esc")
	if got := readFile(t, path); !strings.Contains(got, "in that account mine\n") || !strings.HasSuffix(got, "\nTheirs.\n") {
		t.Errorf("one of the two is lost:\n%s", got)
	}
}

// TestOpenSectionFollowsTheFile: nothing is typed here while another program
// writes the section.
func TestOpenSectionFollowsTheFile(t *testing.T) {
	d := sit(t, table{dir: mended(t)})
	path := d.section("Prerequisites")
	write(t, path, strings.Replace(readFile(t, path), "in that account\n", "in that account, theirs\n", 1))
	d.send(filesChanged{})
	d.wants("in that account, theirs")
	d.typed("!")
	d.press("esc")
	if got := readFile(t, path); strings.Count(got, "in that account") != 1 || !strings.Contains(got, "theirs") || !strings.Contains(got, "!") {
		t.Errorf("intro.md is\n%s", got)
	}
}

// TestConflictIsAsked: the same section was changed here and outside.
func TestConflictIsAsked(t *testing.T) {
	for key, want := range map[string]string{"m": "in that account mine\n", "t": "in that account, theirs\n"} {
		d := sit(t, table{dir: mended(t)})
		path := d.section("Prerequisites")
		d.typed(" mine")
		theirs := strings.Replace(readFile(t, path), "in that account\n", "in that account, theirs\n", 1)
		write(t, path, theirs)
		d.press("esc")
		d.wants("changed here and by another program", "On the disk now", "in that account, theirs", "Written here")
		if readFile(t, path) != theirs {
			t.Error("written before it was decided")
		}
		d.press("esc", "x")
		d.press(key)
		if got := readFile(t, path); !strings.Contains(got, want) || strings.Count(got, "in that account") != 1 {
			t.Errorf("%s: intro.md is\n%s", key, got)
		}
		if d.m().overlay != nil {
			t.Errorf("%s: still asked", key)
		}
	}
}

// TestLeavingWithAConflictLosesNothing leaves without a decision.
func TestLeavingWithAConflictLosesNothing(t *testing.T) {
	d := sit(t, table{dir: mended(t)})
	path := d.section("Prerequisites")
	d.typed(" mine")
	theirs := strings.Replace(readFile(t, path), "in that account\n", "in that account, theirs\n", 1)
	write(t, path, theirs)
	d.press("ctrl+s")
	if d.quit {
		t.Fatal("left before it was asked")
	}
	d.wants("changed here and by another program")
	d.press("ctrl+s")
	if !d.quit || readFile(t, path) != theirs || !strings.Contains(readFile(t, path+".yours"), "in that account mine\n") {
		t.Errorf("quit %v, the file is\n%s", d.quit, readFile(t, path))
	}
}

// TestSectionIsJudgedAsItIsTyped: what is wrong is said below at once, undo takes
// it back, and after a pause it is in the file.
func TestSectionIsJudgedAsItIsTyped(t *testing.T) {
	d := sit(t, table{dir: mended(t)})
	path := d.section("Prerequisites")
	before := readFile(t, path)
	d.wants("18 words, nothing to say about it")
	d.paste("\n[Insert the plan]")
	d.wants("template text is left: [Insert the plan]")
	if readFile(t, path) != before {
		t.Error("written with every letter")
	}
	e := d.m().overlay.(*sectionEditor)
	d.send(writeTick{e})
	if !strings.Contains(readFile(t, path), "in that account\n[Insert the plan]\n") {
		t.Errorf("not written after the pause:\n%s", readFile(t, path))
	}
	d.typed(" more")
	d.press("ctrl+z", "ctrl+z", "ctrl+z")
	d.wants("18 words, nothing to say about it")
	d.press("ctrl+y")
	d.wants("template text is left")
	d.press("ctrl+z", "esc")
	if got := readFile(t, path); got != before {
		t.Errorf("undone, but intro.md is\n%s", got)
	}
}

// TestDeletedOutsideLosesNothing: the file is gone when the section is left.
func TestDeletedOutsideLosesNothing(t *testing.T) {
	d := sit(t, table{dir: mended(t)})
	path := d.section("Prerequisites")
	d.typed(" mine")
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	d.press("esc")
	if got := readFile(t, path+".yours"); !strings.Contains(got, "in that account mine\n") {
		t.Errorf("what was typed is lost; kept aside is\n%s", got)
	}
}

// TestEmptySectionIsAskedAbout: a section is only taken out when that is meant,
// and one without its heading gets it back.
func TestEmptySectionIsAskedAbout(t *testing.T) {
	d := sit(t, table{dir: mended(t)})
	path := d.section("Prerequisites")
	before := readFile(t, path)
	e := d.m().overlay.(*sectionEditor)
	e.area.SetValue("")
	d.press("esc")
	d.wants("Take this section out of intro.md?")
	d.press("n")
	if readFile(t, path) != before {
		t.Errorf("taken out all the same:\n%s", readFile(t, path))
	}
	d.section("Prerequisites")
	d.m().overlay.(*sectionEditor).area.SetValue("- An account")
	d.press("esc")
	if got := readFile(t, path); !strings.Contains(got, "## Prerequisites\n\n- An account\n\n## ") {
		t.Errorf("the heading is not back:\n%s", got)
	}
	d.section("Prerequisites")
	d.m().overlay.(*sectionEditor).area.SetValue("")
	d.press("esc", "y")
	if got := readFile(t, path); strings.Contains(got, "Prerequisites") {
		t.Errorf("not taken out:\n%s", got)
	}
}

// TestSectionsGuide says what belongs into a section, and comes back to it.
func TestSectionsGuide(t *testing.T) {
	d := sit(t, table{dir: mended(t)})
	d.section("FAQ")
	d.press("f1")
	d.wants("What it is for", "A good one", "The rule behind it")
	d.press("esc")
	if _, ok := d.m().overlay.(*sectionEditor); !ok {
		t.Fatalf("the overlay is %T", d.m().overlay)
	}
	d.press("ctrl+t")
	d.wants("FAQ")
}

// TestMissingSectionIsAdded writes a section of the template where it belongs.
func TestMissingSectionIsAdded(t *testing.T) {
	d := sit(t, table{dir: mended(t)})
	path := filepath.Join(d.s().Draft.Folder, "intro.md")
	text := readFile(t, path)
	from, to := strings.Index(text, "## Common errors"), strings.Index(text, "## FAQ")
	without := text[:from] + text[to:]
	write(t, path, without)
	d.press("ctrl+r")
	d.at("documents", "intro")
	d.wants("Common errors and remedies missing")
	d.openSection("Common errors and remedies")
	d.typed("- 401: sign in again.")
	d.press("esc")
	want := strings.Replace(without, "## FAQ", "## Common errors and remedies\n\n- 401: sign in again.\n\n## FAQ", 1)
	if got := readFile(t, path); got != want {
		t.Errorf("intro.md is\n%s\nwant\n%s", got, want)
	}
}

// TestLeavingWritesTheOpenSection presses ctrl+s in the middle of a section.
func TestLeavingWritesTheOpenSection(t *testing.T) {
	d := sit(t, table{dir: mended(t)})
	path := d.section("Prerequisites")
	d.typed(" and patience")
	d.press("ctrl+s")
	if !d.quit {
		t.Error("ctrl+s does not leave")
	}
	if got := readFile(t, path); !strings.Contains(got, "in that account and patience") {
		t.Errorf("what was typed is lost:\n%s", got)
	}
}

func TestSectionTooLongForHere(t *testing.T) {
	d := sit(t, table{dir: mended(t)})
	path := filepath.Join(d.s().Draft.Folder, "intro.md")
	text := strings.Replace(readFile(t, path), "## FAQ", "## FAQ\n\n"+strings.Repeat("word ", longestLines/4), 1)
	write(t, path, text)
	d.press("ctrl+r")
	d.at("documents", "intro")
	d.openSection("FAQ")
	d.wants("too long to be edited here")
	if d.m().overlay != nil {
		t.Fatal("it is opened all the same: what a text area leaves out would be lost")
	}
}

func TestSectionOfManyLinesIsKeptWhole(t *testing.T) {
	d := sit(t, table{dir: mended(t)})
	path := filepath.Join(d.s().Draft.Folder, "intro.md")
	text := strings.Replace(readFile(t, path), "## FAQ\n", "## FAQ\n\n"+strings.Repeat("a line\n", 500), 1)
	write(t, path, text)
	d.press("ctrl+r")
	d.section("FAQ")
	d.typed("!")
	d.press("esc")
	if got := strings.Count(readFile(t, path), "a line\n"); got < 499 {
		t.Errorf("%d of 500 lines are left", got)
	}
}

func TestTemplateIsWrittenOnce(t *testing.T) {
	dir := mended(t)
	if err := os.Remove(filepath.Join(dir, "intro.md")); err != nil {
		t.Fatal(err)
	}
	d := sit(t, table{dir: dir})
	d.at("documents", "intro")
	d.wants("write a draft of it")
	d.press("enter")
	text := readFile(t, filepath.Join(dir, "intro.md"))
	for _, want := range []string{"## Prerequisites", "## How to get credentials", "## FAQ"} {
		if !strings.Contains(text, want) {
			t.Errorf("the template has no %s", want)
		}
	}
	d.wants("preview", "Prerequisites")
}

func TestPreviewShowsMarkdown(t *testing.T) {
	d := sit(t, table{dir: mended(t)})
	path := filepath.Join(d.s().Draft.Folder, "intro.md")
	write(t, path, "One *two* **three** `four`.\n\n## Head\n\n> quoted\n\n3. third\n   - inner\n\n```json\n{\"a\": 1}\n```\n\n---\n\n![alt](x.png) [text](https://contoso.example) <https://contoso.example/auto>\n\n<b>raw</b>\n")
	d.press("ctrl+r")
	d.at("documents", "intro")
	d.press("enter")
	d.wants("One two three `four`.", "## Head", "┃ quoted", "3. third", "· inner", `{"a": 1}`, "────", "[picture: alt]", "text <https://contoso.example>", "https://contoso.example/auto")
	for range 30 {
		d.press("down")
	}
	d.press("pgup", "q")
	if d.m().overlay != nil {
		t.Error("q does not close the preview")
	}
}
