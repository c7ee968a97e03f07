package command

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/internal/golden"
)

// TestCommandsPage holds docs/commands.md against the commands there are.
func TestCommandsPage(t *testing.T) {
	var b bytes.Buffer
	writeCommands(&b, (&app{}).root())
	golden.Compare(t, filepath.Join("..", "..", "docs", "commands.md"), b.String())
}

// TestEveryExitCode runs what the table of exit codes gives as examples.
func TestEveryExitCode(t *testing.T) {
	d := newDesktop(t)
	d.IsTerminal = func(any) bool { return false }
	faulty := t.TempDir()
	if err := os.CopyFS(faulty, os.DirFS(d.dir)); err != nil {
		t.Fatal(err)
	}
	swagger := filepath.Join(faulty, "apiDefinition.swagger.json")
	data, err := os.ReadFile(swagger)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(swagger, bytes.Replace(data, []byte(`"operationId"`), []byte(`"operation"`), 1), 0o644); err != nil {
		t.Fatal(err)
	}
	runs := map[int][]string{
		codeClean:       {"check", d.dir},
		codeBlocked:     {"check", faulty},
		codeUsage:       {"check", "--format", "yaml", d.dir},
		codeFailed:      {"check", filepath.Join(faulty, "nowhere")},
		codeInterrupted: {"--accessible", "--offline", "--vault", "memory", d.dir},
	}
	page := exitCodePage()
	for _, e := range endings() {
		args, ok := runs[e.code]
		if !ok {
			t.Errorf("no run shows the exit code %d", e.code)
			continue
		}
		d.Stdin = strings.NewReader("\n")
		if code := d.run(t, args...); code != e.code {
			t.Errorf("%q: exit code %d, want %d\n%s%s", args, code, e.code, d.out.String(), d.err.String())
		}
		if !strings.Contains(page, e.means) {
			t.Errorf("the page does not say %q", e.means)
		}
	}
	if len(runs) != len(endings()) {
		t.Errorf("%d runs, %d exit codes", len(runs), len(endings()))
	}
}

// TestEnvironmentPage names every variable that the program looks up by name.
func TestEnvironmentPage(t *testing.T) {
	page := environmentPage()
	looked := regexp.MustCompile(`\b(?:[eE]nv|Getenv|LookupEnv)\("([A-Z][A-Za-z_]+)"\)`)
	terminal := map[string]bool{} // what only says where certwiz runs
	for _, name := range []string{"SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT", "TMUX", "STY", "DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME", "WT_SESSION", "TERM_PROGRAM", "COLORTERM",
		"DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR", "HOME", "USERPROFILE"} {
		terminal[name] = true
	}
	err := filepath.WalkDir(filepath.Join("..", ".."), func(path string, e os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.IsDir() && (e.Name() == "internal" || e.Name() == "testdata" || e.Name() == ".git") {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, m := range looked.FindAllSubmatch(data, -1) {
			if name := string(m[1]); !terminal[name] && !strings.Contains(page, name) {
				t.Errorf("%s reads %s, which certwiz help environment does not name", path, name)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestHelp finds commands and topics, and says no to others.
func TestHelp(t *testing.T) {
	d := newDesktop(t)
	for _, tt := range []struct {
		args string
		code int
		want string
	}{
		{"help", codeClean, "Available Commands:"},
		{"help check", codeClean, "--changed-since REV"},
		{"help package solution", codeClean, "Makes an unmanaged solution"},
		{"help exit-codes", codeClean, "What could not be checked is never 0."},
		{"help environment", codeClean, "CERTWIZ_HOME"},
		{"help nosuch", codeUsage, `there is no command "nosuch"`},
		{"help chek", codeUsage, "did you mean certwiz help check?"},
		{"help package nosuch", codeUsage, `there is no command "package nosuch"`},
		{"rules", codeClean, "FieldLengthExceeded: "},
		{"rules --format yaml", codeUsage, "it is one of text, json"},
	} {
		if code := d.run(t, strings.Fields(tt.args)...); code != tt.code || !strings.Contains(d.out.String()+d.err.String(), tt.want) {
			t.Errorf("%s: exit code %d, want %d and %q in\n%s%s", tt.args, code, tt.code, tt.want, d.out.String(), d.err.String())
		}
	}
	d.run(t, "rules", "--format", "json")
	var rules []jsonRule
	if err := json.Unmarshal(d.out.Bytes(), &rules); err != nil || len(rules) < 300 {
		t.Errorf("%d rules, %v", len(rules), err)
	}
}
