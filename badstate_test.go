//go:build linux

package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/certwiz/certwiz/example"
	"github.com/certwiz/certwiz/internal/sittings"
	"github.com/certwiz/certwiz/internal/terminal"
)

// TestTwoSessions opens a draft that is open already.
func TestTwoSessions(t *testing.T) {
	t.Parallel()
	one := newPlainSitting(t)
	two := *one
	one.sit("--offline", "--vault", "memory")
	one.WaitFor("Submit for review")
	one.WaitUntil("a draft", func(string) bool { return one.onDisk("publisher") != "" })
	wanted := fmt.Sprintf("is open in another certwiz: process %d, since ", one.Pid())
	for _, args := range [][]string{{"--offline"}, {"--accessible", "--offline"}, {"update"}} {
		two.sit(args...)
		if code := two.Exit(); code != 3 || !strings.Contains(two.said(), wanted) || !strings.Contains(two.said(), "Close it there first") {
			t.Errorf("%q: exit code %d\n%s", args, code, two.Screen())
		}
	}
	said, code := two.pipe("", "check", "--gate")
	if code != 1 {
		t.Errorf("check --gate reads only, and is not kept out: exit code %d\n%s", code, said)
	}
	one.goesOn()
	two.sit("--offline", "--vault", "memory")
	two.WaitFor("cert-tester@contoso.example")
	two.leave()
}

// said is what was written to the terminal, whatever its width.
func (s *sitting) said() string { return strings.ReplaceAll(string(s.Raw()), "\r\n", "\n") }

// draftFile is the path of the draft on the disk.
func (s *sitting) draftFile() string {
	s.t.Helper()
	paths, err := filepath.Glob(filepath.Join(s.home, "submissions", "*", "draft.json"))
	if err != nil || len(paths) != 1 {
		s.t.Fatalf("drafts: %q, %v", paths, err)
	}
	return paths[0]
}

// begun leaves a draft on the disk.
func (s *sitting) begun() {
	s.t.Helper()
	s.sit("--offline", "--vault", "memory")
	s.WaitFor("Submit for review")
	s.goesOn()
}

// TestNewerDraft opens a draft of a newer certwiz: it is refused, and not one
// byte of it changes.
func TestNewerDraft(t *testing.T) {
	t.Parallel()
	s := newPlainSitting(t)
	s.begun()
	newer := strings.Replace(s.read(s.draftFile()), `"format": 1`, `"format": 99`, 1)
	if err := os.WriteFile(s.draftFile(), []byte(newer), 0o600); err != nil {
		t.Fatal(err)
	}
	const wanted = "was written by a newer certwiz (format 99, this one knows 1). It stays as it is; open it with the newer certwiz"
	for _, args := range [][]string{{"--offline"}, {"--accessible", "--offline"}, {"update"}, {"check", "--gate"}} {
		s.sit(args...)
		if code := s.Exit(); code != 3 || !strings.Contains(s.said(), wanted) {
			t.Errorf("%q: exit code %d\n%s", args, code, s.Screen())
		}
	}
	if s.read(s.draftFile()) != newer {
		t.Error("the newer draft was changed")
	}
}

// TestDamagedDraft opens a draft that is cut off: it says so, begins anew, and
// keeps the damaged one beside the new one.
func TestDamagedDraft(t *testing.T) {
	t.Parallel()
	s := newPlainSitting(t)
	s.begun()
	damaged := s.read(s.draftFile())[:100]
	if err := os.WriteFile(s.draftFile(), []byte(damaged), 0o600); err != nil {
		t.Fatal(err)
	}
	s.sit("--offline", "--vault", "memory")
	s.WaitFor("The draft can't be used, so you begin anew")
	s.goesOn()
	if text := s.said(); !strings.Contains(text, "is damaged") || !strings.Contains(text, "kept beside it as draft.json.damaged-") {
		t.Errorf("afterwards it is not said whole:\n%s", s.Screen())
	}
	aside, err := filepath.Glob(s.draftFile() + ".damaged-*")
	if err != nil || len(aside) != 1 || s.read(aside[0]) != damaged {
		t.Errorf("kept beside: %q, %v", aside, err)
	}
}

const nobody = 65534 // the user that owns nothing

// humble is a sitting of a person without special rights: root may read and
// write everything.
type humble struct {
	*sitting
	program string
	args    []string
}

func newHumble(t *testing.T) *humble {
	t.Helper()
	if os.Getuid() != 0 {
		return &humble{sitting: newPlainSitting(t), program: terminal.Binary(t)}
	}
	setpriv, err := exec.LookPath("setpriv")
	if err != nil {
		t.Skip("setpriv is not installed: root can't become anybody else here")
	}
	dir, err := os.MkdirTemp("", "certwiz-humble-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	connector, err := example.Make(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(dir, "certwiz")
	// cp, since a file that this process writes may be "busy" in a child of
	// another test.
	if out, err := exec.Command("cp", terminal.Binary(t), program).CombinedOutput(); err != nil {
		t.Fatalf("cp: %v\n%s", err, out)
	}
	h := &humble{
		sitting: &sitting{t: t, connector: connector, home: filepath.Join(dir, "state"),
			env: terminal.Env(t, "HOME="+dir, "XDG_CONFIG_HOME="+dir, "XDG_DATA_HOME="+dir, "XDG_CACHE_HOME="+dir, "XDG_RUNTIME_DIR="+dir, "CERTWIZ_HOME="+filepath.Join(dir, "state"))},
		program: setpriv,
		args:    []string{fmt.Sprintf("--reuid=%d", nobody), fmt.Sprintf("--regid=%d", nobody), "--clear-groups", program},
	}
	h.mend()
	if err := filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		return errors.Join(err, os.Lchown(path, nobody, nobody))
	}); err != nil {
		t.Fatal(err)
	}
	return h
}

// sit starts certwiz in a folder.
func (h *humble) sit(dir string, args ...string) {
	h.t.Helper()
	h.Terminal = terminal.Start(h.t, terminal.Options{Dir: dir, Env: h.env, Program: h.program, Args: append(append([]string{}, h.args...), args...)})
}

// forbid takes rights away until the end of the test.
func (h *humble) forbid(path string, mode fs.FileMode) {
	h.t.Helper()
	if err := os.Chmod(path, mode); err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() { _ = os.Chmod(path, 0o755) })
}

// TestUnreadable has a folder, a file and a state folder that may not be read
// or written.
func TestUnreadable(t *testing.T) {
	t.Parallel()
	t.Run("folder", func(t *testing.T) {
		t.Parallel()
		h := newHumble(t)
		h.forbid(h.connector, 0)
		above := filepath.Dir(h.connector)
		for _, args := range [][]string{{"Contoso Invoices"}, {"check", "Contoso Invoices"}, {"--accessible", "Contoso Invoices"}} {
			h.sit(above, args...)
			if code := h.Exit(); code != 3 || !strings.Contains(h.said(), "Contoso Invoices can't be read: permission denied") {
				t.Errorf("%q: exit code %d\n%s", args, code, h.Screen())
			}
			h.raws = append(h.raws, h.Raw())
		}
		h.calm()
	})
	t.Run("folder, while it is open", func(t *testing.T) {
		t.Parallel()
		h := newHumble(t)
		h.sit(h.connector, "--offline", "--vault", "memory")
		h.WaitFor("4 actions")
		h.forbid(h.connector, 0)
		h.Key("ctrl+r")
		h.sees("can't be read: permission denied")
		h.forbid(h.connector, 0o755)
		h.Key("ctrl+r")
		h.sees("4 actions")
		h.goesOn()
	})
	t.Run("file", func(t *testing.T) {
		t.Parallel()
		h := newHumble(t)
		h.forbid(filepath.Join(h.connector, swaggerName), 0)
		h.sit(h.connector, "--offline", "--vault", "memory")
		h.sees("`apiDefinition.swagger.json` could not be read: permission denied")
		h.goesOn()
		h.sit(h.connector, "check")
		if code := h.Exit(); code != 1 || !strings.Contains(string(h.Raw()), "`apiDefinition.swagger.json` could not be read: permission denied") {
			t.Errorf("check: exit code %d\n%s", code, h.Raw())
		}
	})
	t.Run("state folder", func(t *testing.T) {
		t.Parallel()
		h := newHumble(t)
		if err := errors.Join(os.Mkdir(h.home, 0o555), os.Chmod(h.home, 0o555)); err != nil {
			t.Fatal(err)
		}
		h.sit(h.connector, "--offline", "--vault", "memory")
		h.WaitFor("What you answer ends with this session")
		h.page("Testing")
		h.ClickOn("User name")
		h.Type("cert-tester@contoso.example")
		h.WaitFor("cert-tester@contoso.example")
		h.leave()
		if text := h.said(); !strings.Contains(text, "nothing can be saved in "+h.home+": permission denied") || !strings.Contains(text, "set CERTWIZ_HOME to another folder") {
			t.Errorf("afterwards it is not said whole:\n%s", h.Screen())
		}
		h.calm()
		if left, err := os.ReadDir(h.home); err != nil || len(left) > 0 {
			t.Errorf("something was written: %v, %v", left, err)
		}
	})
	t.Run("state folder, with a draft in it", func(t *testing.T) {
		t.Parallel()
		h := newHumble(t)
		h.sit(h.connector, "--offline", "--vault", "memory")
		h.WaitFor("Submit for review")
		h.goesOn()
		h.forbid(filepath.Join(h.home, "submissions"), 0o500)
		h.forbid(filepath.Dir(h.draftFile()), 0o500)
		before := h.read(h.draftFile())
		h.sit(h.connector, "--offline", "--vault", "memory")
		h.WaitFor("What you answer ends with this session")
		h.WaitFor("cert-tester@contoso.example")
		h.leave()
		if h.read(h.draftFile()) != before {
			t.Error("the draft was changed")
		}
	})
}

// TestFullDisk lets the disk run full below an open session: it is said, the
// session goes on, and once there is room all of it is saved.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	s := newPlainSitting(t)
	disk := s.mountable()
	s.home = disk
	s.env = append(s.env, "CERTWIZ_HOME="+disk)
	s.sitOn(disk, "--offline", "--vault", "memory")
	s.WaitFor("Submit for review")
	seen := fmt.Sprintf("/proc/%d/root%s", s.Pid(), disk) // as the program sees it
	s.home = seen
	s.page("Testing")
	s.ClickOn("User name")
	s.Type("a@contoso.example")
	s.WaitUntil("a first draft", func(string) bool { return s.onDisk("testing.account") == "a@contoso.example" })
	fill := filepath.Join(seen, "fill")
	s.fill(fill)
	s.Type("x")
	s.WaitFor("the draft could not be saved in")
	s.Type("y")
	s.WaitFor("a@contoso.examplexy")
	if got := s.onDisk("testing.account"); got != "a@contoso.example" {
		t.Errorf("on the full disk the draft holds %q", got)
	}
	if err := os.Remove(fill); err != nil {
		t.Fatal(err)
	}
	s.WaitUntil("the draft on the disk", func(string) bool { return s.onDisk("testing.account") == "a@contoso.examplexy" })
	s.WaitGone("the draft could not be saved in")

	s.fill(fill)
	s.Type("z")
	s.WaitFor("the draft could not be saved in")
	s.Key("ctrl+s")
	if code := s.Exit(); code != 3 {
		t.Errorf("left with answers that are not kept: exit code %d", code)
	}
	text := s.said()
	for _, want := range []string{"not everything is kept: ", "no space left on device", "free some space"} {
		if !strings.Contains(text, want) {
			t.Errorf("at the end it does not say %q:\n%s", want, s.Screen())
		}
	}
}

// TestFullDiskAsQuestions does the same with plain questions.
func TestFullDiskAsQuestions(t *testing.T) {
	t.Parallel()
	s := newPlainSitting(t)
	disk := s.mountable()
	s.env = append(s.env, "CERTWIZ_HOME="+disk)
	s.sitOn(disk, "--accessible", "--offline", "--vault", "memory")
	s.talk(person(false, sittings.Script{"testing.steps": {sittings.End}}))
	s.WaitFor("Steps for the certification engineer")
	s.fill(filepath.Join(fmt.Sprintf("/proc/%d/root%s", s.Pid(), disk), "fill"))
	s.dialog([]turn{
		{prompt: "Steps for the certification engineer", answer: strings.Repeat("1. Sign in at https://app.contoso.example/test\n", 200) + "."},
		{prompt: "Not kept: the draft could not be saved in", answer: "save"},
	})
	code := s.Exit()
	if text := s.said(); code != 3 || !strings.Contains(text, "not everything is kept: ") || strings.Contains(text, "Everything is kept") {
		t.Errorf("exit code %d\n%s", code, s.Screen())
	}
}

// mountable is a folder to mount a small disk on.
func (s *sitting) mountable() string {
	s.t.Helper()
	if os.Getuid() != 0 {
		s.t.Skip("only root may mount a small disk to run full")
	}
	if err := exec.Command("unshare", "-m", "true").Run(); err != nil {
		s.t.Skip("no mount namespaces here (unshare -m), so no small disk to run full")
	}
	dir, err := os.MkdirTemp("", "cw-disk-")
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// sitOn starts certwiz in a mount namespace of its own, with a disk of 256 kB
// on a folder.
func (s *sitting) sitOn(disk string, args ...string) {
	s.t.Helper()
	script := `mount -t tmpfs -o size=256k tmpfs "$0" && exec "$@"`
	s.Terminal = terminal.Start(s.t, terminal.Options{Dir: s.connector, Env: s.env, Program: "/usr/bin/env",
		Args: append([]string{"unshare", "-m", "sh", "-c", script, disk, terminal.Binary(s.t)}, args...)})
}

// fill writes a file until the disk takes no more.
func (s *sitting) fill(path string) {
	s.t.Helper()
	f, err := os.Create(path)
	if err != nil {
		s.t.Fatal(err)
	}
	defer f.Close()
	for range 1 << 20 {
		if _, err := f.Write(make([]byte, 4096)); err != nil {
			if !errors.Is(err, syscall.ENOSPC) {
				s.t.Fatal(err)
			}
			return
		}
	}
	s.t.Fatal("the disk does not run full")
}
