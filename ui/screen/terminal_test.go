//go:build unix

package screen

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/internal/terminal"
)

// fakeEditor writes a script that stands for a person's editor.
func fakeEditor(t *testing.T, script string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "my editor")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+script+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestEditorRoundTrip gives an answer to the person's own editor, in a real
// terminal, and takes it back.
func TestEditorRoundTrip(t *testing.T) {
	leftover := filepath.Join(t.TempDir(), "file")
	editor := fakeEditor(t, `printf %s "$1" > '`+leftover+`'; grep -q '^as typed$' "$1" || exit 3; printf '1. From the editor\n2. And more\n\n' > "$1"; printf 'the editor was here'`)
	dir := mended(t)
	tt := terminal.Start(t, terminal.Options{Dir: dir, Env: terminal.Env(t, "EDITOR="+editor)})
	tt.WaitFor("locked")
	tt.ClickOn("Testing")
	tt.WaitFor("Steps for the certification engineer")
	tt.Type("as typed")
	tt.Key("ctrl+e")
	tt.WaitFor("1. From the editor")
	tt.WaitFor("2. And more")
	tt.WaitGone("the editor was here")
	tt.Key("ctrl+s")
	if code := tt.Exit(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	if path := readFile(t, leftover); !strings.Contains(path, "testing.steps.md") {
		t.Errorf("the editor was given %s", path)
	} else if _, err := os.Stat(path); err == nil {
		t.Errorf("%s is still there", path)
	}
}

// TestEditorThatFails keeps the answer.
func TestEditorThatFails(t *testing.T) {
	tt := terminal.Start(t, terminal.Options{Dir: mended(t), Env: terminal.Env(t, "EDITOR="+fakeEditor(t, `printf lost > "$1"; exit 3`))})
	tt.WaitFor("locked")
	tt.ClickOn("Testing")
	tt.WaitFor("Steps for the certification engineer")
	tt.Type("kept")
	tt.Key("ctrl+e")
	tt.WaitFor("the editor ended with an error")
	tt.WaitFor("┃ kept")
	tt.Key("ctrl+s")
	tt.Exit()
}

// TestEditorOfADocument changes intro.md, which is read again at once.
func TestEditorOfADocument(t *testing.T) {
	dir := mended(t)
	tt := terminal.Start(t, terminal.Options{Dir: dir, Env: terminal.Env(t, "EDITOR="+fakeEditor(t, `printf '\n## A new section\n\nText.\n' >> "$1"`))})
	tt.WaitFor("locked")
	tt.ClickOn("Documents")
	tt.WaitFor("(at most 8)")
	tt.Key("ctrl+e")
	tt.WaitFor("A new section")
	tt.Key("ctrl+s")
	tt.Exit()
}

// TestWindowChanges resizes, suspends nothing, and closes the window.
func TestWindowChanges(t *testing.T) {
	tt := terminal.Start(t, terminal.Options{Dir: mended(t)})
	tt.WaitFor("locked")
	tt.Resize(120, 40)
	tt.WaitFor("Why it is asked")
	tt.Resize(50, 12)
	tt.WaitFor("certwiz needs 60 columns and 16 rows")
	tt.Resize(80, 24)
	tt.WaitGone("certwiz needs")
	tt.WaitFor("Submit for review")
	if n := len(tt.Queries()); n != 0 {
		t.Errorf("the terminal was asked %v", tt.Queries())
	}
	tt.Hangup()
}
