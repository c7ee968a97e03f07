package example

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"image/png"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// away sets up a home whose git configuration would break the example if it
// were read.
func away(t *testing.T) {
	t.Helper()
	home := t.TempDir()
	hooks := filepath.Join(home, "hooks")
	if err := os.Mkdir(hooks, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(hooks, "pre-commit"), []byte("#!/bin/sh\nexit 1\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	config := "[user]\n\tname = Somebody\n\temail = somebody@fabrikam.example\n[commit]\n\tgpgSign = true\n[core]\n\thooksPath = " + filepath.ToSlash(hooks) + "\n\tautocrlf = true\n"
	if err := os.WriteFile(filepath.Join(home, ".gitconfig"), []byte(config), 0o644); err != nil {
		t.Fatal(err)
	}
	t.Setenv("HOME", home)
	t.Setenv("XDG_CONFIG_HOME", home)
	t.Setenv("GIT_DIR", filepath.Join(home, "elsewhere"))
	t.Setenv("GIT_AUTHOR_EMAIL", "somebody@fabrikam.example")
}

func made(t *testing.T) (dir, connector string) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "an example")
	connector, err := Make(context.Background(), dir)
	if err != nil {
		t.Fatal(err)
	}
	return dir, connector
}

func git(t *testing.T, dir string, args ...string) string {
	t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = dir
	cmd.Env = repository{dir: filepath.Dir(filepath.Dir(dir))}.environment(os.Environ())
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out))
}

func TestMake(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	away(t)
	dir, connector := made(t)
	if want := filepath.Join(dir, "PowerPlatformConnectors", "certified-connectors", "Contoso Invoices"); connector != want {
		t.Errorf("the connector is in %s, want %s", connector, want)
	}

	if got := git(t, connector, "log", "--format=%s", "upstream/dev"); got !=
		"Fabrikam Loyalty: say what is not shown (#3490)\nContoso Invoices (#3473)\nFabrikam Loyalty (#3312)" {
		t.Errorf("upstream/dev is\n%s", got)
	}
	if got := git(t, connector, "log", "-1", "--format=%s", "upstream/dev", "--", "."); got != "Contoso Invoices (#3473)" {
		t.Errorf("the newest commit on the connector is %q", got)
	}
	if got := git(t, connector, "log", "--all", "--format=%ae %ce"); strings.Contains(got, "fabrikam.example") {
		t.Errorf("the person's own address is in the history:\n%s", got)
	}
	if got := git(t, connector, "config", "user.email"); got != "ines@contoso.example" {
		t.Errorf("the clone's address is %s", got)
	}
	head := git(t, connector, "rev-parse", "HEAD")
	if got := git(t, connector, "ls-remote", "upstream", "refs/pull/3473/head"); !strings.HasPrefix(got, head) {
		t.Errorf("the pull request's head is %q, the clone is at %s", got, head)
	}
	status := git(t, connector, "status", "--porcelain", ".")
	for _, want := range []string{`M "certified-connectors/Contoso Invoices/apiDefinition.swagger.json"`, `icon.png`, `intro.md`} {
		if !strings.Contains(status, want) {
			t.Errorf("git status does not name %s:\n%s", want, status)
		}
	}
	if n := strings.Count(status, "\n") + 1; n != 3 {
		t.Errorf("%d files differ, want 3:\n%s", n, status)
	}
}

func TestTheCommitsAreTheSameEverywhere(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	_, one := made(t)
	_, two := made(t)
	if a, b := git(t, one, "rev-parse", "upstream/dev"), git(t, two, "rev-parse", "upstream/dev"); a != b {
		t.Errorf("%s and %s", a, b)
	}
}

func TestMakeRefusesToOverwrite(t *testing.T) {
	dir, connector := made(t)
	own := filepath.Join(connector, "own.txt")
	if err := os.WriteFile(own, []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Make(context.Background(), dir); !errors.Is(err, fs.ErrExist) {
		t.Errorf("a second example in the same folder: %v", err)
	}
	if _, err := os.Stat(own); err != nil {
		t.Error("what was there is gone")
	}
}

func TestMakeWithoutGit(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	dir, connector := made(t)
	for _, name := range []string{"apiDefinition.swagger.json", "apiProperties.json", "icon.png", "intro.md", "readme.md"} {
		if _, err := os.Stat(filepath.Join(connector, name)); err != nil {
			t.Error(err)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, upstreamFolder)); err == nil {
		t.Error("there is an upstream without git")
	}
}

func TestMakeEndsWithItsContext(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	dir := t.TempDir()
	if _, err := Make(ctx, dir); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("half an example is left: %v, %v", left, err)
	}
}

// Each fault is in the folder, and mending it by hand, as its text says, makes
// the file what was merged.
func TestFaults(t *testing.T) {
	_, connector := made(t)
	for _, f := range Faults() {
		path := filepath.Join(connector, f.File)
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(data, []byte(f.good)) {
			t.Errorf("%s: the fault is not there: %s", f.File, f.What)
		}
		if f.File != "intro.md" && !json.Valid(data) {
			t.Errorf("%s is not valid JSON", f.File)
		}
	}
	if err := Mend(connector); err != nil {
		t.Fatal(err)
	}
	for _, f := range Faults() {
		data, err := os.ReadFile(filepath.Join(connector, f.File))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Contains(data, []byte(f.good)) {
			t.Errorf("%s: the fault is still there: %s", f.File, f.What)
		}
	}
	if _, err := exec.LookPath("git"); err != nil {
		return
	}
	if got := git(t, connector, "diff", "--name-only", "upstream/dev", "--", "."); got != "" {
		t.Errorf("after mending, the folder differs from what was merged: %s", got)
	}
}

func TestIcon(t *testing.T) {
	img, err := png.Decode(bytes.NewReader(icon()))
	if err != nil {
		t.Fatal(err)
	}
	if b := img.Bounds(); b.Dx() != iconSide || b.Dy() != iconSide {
		t.Errorf("the icon is %v", b)
	}
	r, g, b, a := img.At(0, 0).RGBA()
	if r>>8 != 0x1f || g>>8 != 0x6f || b>>8 != 0xeb || a>>8 != 0xff {
		t.Errorf("the background is %x %x %x %x", r>>8, g>>8, b>>8, a>>8)
	}
}
