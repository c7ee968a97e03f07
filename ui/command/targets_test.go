package command

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/submission/store"
)

// packed writes an archive with files of a folder beside it.
func packed(t *testing.T, path, dir string, names ...string) {
	t.Helper()
	files := map[string][]byte{}
	for _, name := range names {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		files[name] = data
	}
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := store.WriteZip(f, files); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestWhatIsNamedIsJudged: a clean connector beside a file that was named never
// stands in for it.
func TestWhatIsNamedIsJudged(t *testing.T) {
	d := newDesktop(t)
	long := filepath.Join(d.dir, "title.zip")
	clean := filepath.Join(d.dir, "clean.zip")
	three := []string{"apiDefinition.swagger.json", "apiProperties.json", "icon.png"}
	packed(t, clean, d.dir, three...)
	definition := filepath.Join(d.dir, "apiDefinition.swagger.json")
	whole, err := os.ReadFile(definition)
	if err != nil {
		t.Fatal(err)
	}
	wrong := strings.Replace(string(whole), `"Contoso Parcels"`, `"Contoso Parcels, Letters and Vans"`, 1)
	if err := os.WriteFile(definition, []byte(wrong), 0o644); err != nil {
		t.Fatal(err)
	}
	packed(t, long, d.dir, three...)
	if err := os.WriteFile(definition, whole, 0o644); err != nil {
		t.Fatal(err)
	}
	two := filepath.Join(d.dir, "two.zip")
	packed(t, two, d.dir, three[:2]...)
	for name, text := range map[string]string{"garbage.zip": "this is no archive", "empty.zip": "", "notes.txt": "notes", "old.swagger.json": "{}", "sub/notes.txt": "notes"} {
		path := filepath.Join(d.dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		name string
		code int
		want string
	}{
		{"clean.zip", codeClean, ""},
		{"title.zip", codeBlocked, "contoso/title.zip/apiDefinition.swagger.json:"},
		{"two.zip", codeBlocked, "ArchiveIconMissing"},
		{"garbage.zip", codeBlocked, "garbage.zip"},
		{"empty.zip", codeBlocked, "empty.zip"},
		{"missing.zip", codeFailed, "missing.zip"},
		{"notes.txt", codeFailed, "notes.txt"},
		{"old.swagger.json", codeFailed, "old.swagger.json"},
		{"sub/notes.txt", codeFailed, "notes.txt"},
		{"sub", codeFailed, "there is no connector in"},
		{"apiDefinition.swagger.json", codeClean, ""},
		{"icon.png", codeClean, ""},
	} {
		code := d.run(t, "check", filepath.Join(d.dir, filepath.FromSlash(c.name)))
		said := d.out.String() + d.err.String()
		if code != c.code || !strings.Contains(said, c.want) {
			t.Errorf("check %s: exit %d, want %d and %q in:\n%s", c.name, code, c.code, c.want, said)
		}
		for _, flag := range []string{"--gate", "--against=" + d.dir} {
			if code := d.run(t, "check", flag, filepath.Join(d.dir, filepath.FromSlash(c.name))); strings.HasSuffix(c.name, ".zip") && code == codeClean {
				t.Errorf("check %s %s: exit 0", flag, c.name)
			}
		}
	}
	if code := d.run(t, "check", d.dir, clean, filepath.Join(d.dir, "notes.txt")); code != codeFailed {
		t.Errorf("one of three was not judged, and the exit code is %d", code)
	}
}

func TestAbove(t *testing.T) {
	for inside, want := range map[string]bool{"/a/b": true, "/a/b/c": true, "/a": false, "/": false, "/ab": false, "/a/..b": true} {
		if got := above(filepath.FromSlash("/a"), filepath.FromSlash(inside)); got != want {
			t.Errorf("above(/a, %s) = %v", inside, got)
		}
	}
}
