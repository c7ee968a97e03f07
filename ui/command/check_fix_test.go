package command

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestFixShowsNoSecret: the lines of a file that holds a secret are changed and
// not shown.
func TestFixShowsNoSecret(t *testing.T) {
	d := newDesktop(t)
	token := "ghp" + "_" + strings.Repeat("aB3dE5", 6)
	path := filepath.Join(d.dir, "apiDefinition.swagger.json")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	data = bytes.Replace(data, []byte(`"description": "`), []byte(`"description": "Take `+token+`  as the key.  `), 1)
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o640); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"check", "--fix", "--diff", d.dir}, {"check", "--fix", d.dir}} {
		d.run(t, args...)
		if said := d.out.String() + d.err.String(); strings.Contains(said, token[:20]) || !strings.Contains(said, "TextHasExtraBlanks") {
			t.Errorf("%q:\n%s", args, said)
		}
	}
	after, err := os.ReadFile(path)
	if err != nil || !bytes.Contains(after, []byte("Take "+token+" as the key. ")) {
		t.Errorf("it was not mended: %v\n%s", err, after[:400])
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o640 && os.PathSeparator == '/' {
		t.Errorf("the file's mode is %v, %v", info.Mode(), err)
	}
}
