package wizard

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func readFile(t *testing.T, path string) string {
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
	d.wants("Prerequisites 24 words")
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

func TestSectionOfAFileThatChangedMeanwhile(t *testing.T) {
	d := sit(t, table{dir: mended(t)})
	path := d.section("Prerequisites")
	d.typed(" mine")
	theirs := readFile(t, path) + "\nTheirs.\n"
	write(t, path, theirs)
	d.send(filesChanged{})
	d.press("esc")
	if got := readFile(t, path); got != theirs {
		t.Errorf("another program's text was overwritten:\n%s", got)
	}
	d.wants("was changed by another program meanwhile")
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
	d.wants("write it from Microsoft's template")
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
