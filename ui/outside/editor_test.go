package outside

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestEditor(t *testing.T) {
	dir := fakes(t, map[string]string{"vi": "", "nano": "", "code": "", "notepad": ""})
	spaced := filepath.Join(dir, "My Editor")
	if err := os.WriteFile(spaced, []byte("#!/bin/sh\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		os   string
		env  func(string) string
		want []string
		err  string
	}{
		{"$VISUAL first", "linux", env("VISUAL", "code -w", "EDITOR", "vi"), []string{"code", "-w"}, ""},
		{"$EDITOR", "linux", env("VISUAL", "  ", "EDITOR", "vi"), []string{"vi"}, ""},
		{"a path with spaces", "linux", env("EDITOR", spaced), []string{spaced}, ""},
		{"a quoted path and an argument", "linux", env("EDITOR", `"`+spaced+`" --wait`), []string{spaced, "--wait"}, ""},
		{"not installed", "linux", env("EDITOR", "ed -x"), nil, "$EDITOR names ed, which is not installed"},
		{"none set", "linux", env(), []string{"nano"}, ""},
		{"none set on Windows", "windows", env(), []string{"notepad"}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := editor(c.env, c.os)
			if !slices.Equal(got, c.want) {
				t.Errorf("%q, want %q", got, c.want)
			}
			if (err != nil) != (c.err != "") || err != nil && !strings.HasPrefix(err.Error(), c.err) {
				t.Errorf("error %v, want %q", err, c.err)
			}
		})
	}
	fakes(t, nil)
	if got, err := editor(env(), "linux"); err == nil {
		t.Errorf("%q without any editor installed", got)
	}
}

func TestEditorAt(t *testing.T) {
	for _, c := range []struct {
		args string
		path string
		line int
		want string
	}{
		{"vi", "/a b.json", 12, "vi|+12|/a b.json"},
		{"nano", "a", 0, "nano|a"},
		{"/usr/bin/nvim -R", "a", 3, "/usr/bin/nvim|-R|+3|a"},
		{"emacsclient -t", "a", 3, "emacsclient|-t|+3|a"},
		{"code", "a", 3, "code|-w|-g|a:3"},
		{"code --wait", "a", 3, "code|--wait|-g|a:3"},
		{"code", "a", 0, "code|-w|a"},
		{"code.cmd", "a", 3, "code.cmd|-w|-g|a:3"},
		{"subl", "a", 3, "subl|-w|a:3"},
		{"hx", "a", 3, "hx|a:3"},
		{"notepad++.exe", "a", 3, "notepad++.exe|-n3|a"},
		{"acme", "a", 3, "acme|a"},
		{"vi", "+!rm", 2, "vi|+2|" + filepath.FromSlash("./+!rm")},
		{"vi", "-s", 0, "vi|" + filepath.FromSlash("./-s")},
		{"", "a", 1, ""},
	} {
		got := strings.Join(EditorAt(strings.Fields(c.args), c.path, c.line), "|")
		if got != c.want {
			t.Errorf("%s %s:%d: %q, want %q", c.args, c.path, c.line, got, c.want)
		}
	}
}

func TestEditorAtLeavesItsArgumentsAlone(t *testing.T) {
	args := make([]string, 1, 8)
	args[0] = "code"
	EditorAt(args, "a", 1)
	if more := args[:2]; more[1] != "" {
		t.Errorf("the caller's slice was written to: %q", more)
	}
}

func TestSplit(t *testing.T) {
	for _, c := range []struct{ os, line, want string }{
		{"linux", `a  b	c`, "a|b|c"},
		{"linux", `"a b" 'c d'`, "a b|c d"},
		{"linux", `a\ b "c\"d" 'e\f' g\h`, `a b|c"d|e\f|g\h`},
		{"linux", `a ""`, "a|"},
		{"linux", `a "b c`, "a|b c"},
		{"linux", `a\`, `a\`},
		{"windows", `"C:\Program Files\x.exe" -n`, `C:\Program Files\x.exe|-n`},
		{"windows", `it's`, `it's`},
		{"linux", "", ""},
	} {
		if got := strings.Join(split(c.line, c.os), "|"); got != c.want {
			t.Errorf("%s: %s: %q, want %q", c.os, c.line, got, c.want)
		}
	}
}

func FuzzSplit(f *testing.F) {
	f.Add(`code -w "a b" 'c' d\ e`)
	f.Fuzz(func(t *testing.T, line string) {
		for _, os := range []string{"linux", "windows"} {
			for _, word := range split(line, os) {
				if len(word) > 3*len(line) {
					t.Errorf("%q gives the longer word %q", line, word)
				}
			}
		}
	})
}
