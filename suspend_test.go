//go:build linux

package main

import (
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/certwiz/certwiz/internal/terminal"
)

// below starts certwiz below a shell with job control and gives its process.
func (s *sitting) below(args ...string) (pid int) {
	s.t.Helper()
	s.fromShell(args...)
	s.WaitUntil("a frame", func(string) bool { return s.Alternate() && s.Mode(1002) })
	return s.child()
}

// fromShell types certwiz's command line into a shell with job control.
func (s *sitting) fromShell(args ...string) {
	s.t.Helper()
	shell, err := exec.LookPath("bash")
	if err != nil {
		s.t.Skip("bash is not installed: nothing to come back to")
	}
	s.env = append(s.env, "PS1=shell> ")
	s.Terminal = terminal.Start(s.t, terminal.Options{Dir: s.connector, Env: s.env, Program: shell, Args: []string{"--noprofile", "--norc", "-i"}})
	s.WaitFor("shell>")
	s.Type(terminal.Binary(s.t) + " " + strings.Join(args, " ") + "\n")
}

// child is the process that the shell has started.
func (s *sitting) child() (pid int) {
	s.t.Helper()
	children, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", s.Pid(), s.Pid()))
	if err != nil {
		s.t.Skipf("the shell's children can't be told: %v", err)
	}
	pid, err = strconv.Atoi(strings.TrimSpace(string(children)))
	if err != nil {
		s.t.Fatalf("the shell's children are %q", children)
	}
	return pid
}

// TestStoppedFromOutside stops certwiz by each signal that can and goes on with
// fg: the frame is there again, whole, keys go into it and show nowhere else,
// and what was typed before is on the disk meanwhile.
func TestStoppedFromOutside(t *testing.T) {
	t.Parallel()
	for _, sig := range []syscall.Signal{syscall.SIGTSTP, syscall.SIGSTOP} {
		t.Run(sig.String(), func(t *testing.T) {
			t.Parallel()
			s := newPlainSitting(t)
			pid := s.below("--offline", "--vault", "memory")
			s.WaitFor("Submit for review")
			s.page("Testing")
			s.ClickOn("User name")
			s.Type("cert-")
			s.WaitFor("cert-")
			if sig == syscall.SIGSTOP {
				time.Sleep(500 * time.Millisecond) // nothing can be saved by it then
			}
			s.WaitStable()
			if err := syscall.Kill(pid, sig); err != nil {
				t.Fatal(err)
			}
			s.WaitFor("Stopped")
			if sig == syscall.SIGTSTP && (s.Alternate() || s.Mode(1002) || s.Mode(2004) && !strings.Contains(s.Screen(), "shell>")) {
				t.Errorf("the terminal was not given back\n%s", s.Screen())
			}
			s.answered("testing.account", "cert-")
			s.Type("echo $((6*7))\n")
			s.WaitFor("42")
			s.Type("fg\n")
			s.WaitUntil("the whole frame", func(screen string) bool {
				for _, part := range []string{"certwiz ·", "Submit for review", "│ Testing", "User name", "cert-", "ctrl+s leave"} {
					if !strings.Contains(screen, part) {
						return false
					}
				}
				return s.Alternate()
			})
			s.Type("tester@contoso.example")
			s.WaitFor("cert-tester@contoso.example")
			s.WaitStable()
			if strings.Count(s.Screen(), "tester") != 1 {
				t.Errorf("keys show in clear\n%s", s.Screen())
			}
			s.ClickOn("Password") // the mouse works as well
			s.Type("s3cret-and-long")
			s.WaitStable()
			if strings.Contains(string(s.Raw()), "s3cret") {
				t.Error("a secret shows in clear")
			}
			s.Key("ctrl+s")
			s.WaitUntil("the shell", func(string) bool { return !s.Alternate() })
			s.Type("exit\n")
			s.Exit()
			s.answered("testing.account", "cert-tester@contoso.example")
		})
	}
}

// TestPassphraseAfterAStop: in the prompts as well echo is off when certwiz goes
// on, and stays off from one hidden question to the next.
func TestPassphraseAfterAStop(t *testing.T) {
	t.Parallel()
	s := newPlainSitting(t)
	s.fromShell("--accessible", "--offline", "--vault", "file")
	s.WaitFor("Passphrase for a new sealed file")
	if err := syscall.Kill(s.child(), syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	s.WaitFor("Stopped")
	s.Type("fg\n")
	s.echoOff()
	s.Type("four random words\nfour random words\n")
	s.WaitFor("Folder")
	if strings.Contains(string(s.Raw()), "random") {
		t.Errorf("a passphrase shows in clear\n%s", s.Screen())
	}
}

// TestNoShellToGoBackTo: where certwiz is what the terminal runs, ctrl+z says
// so and stops nothing.
func TestNoShellToGoBackTo(t *testing.T) {
	t.Parallel()
	s := newPlainSitting(t)
	s.sit("--offline", "--vault", "memory")
	s.WaitFor("Submit for review")
	s.page("Testing")
	s.ClickOn("User name")
	s.Key("ctrl+z")
	s.WaitFor("no shell to go back to")
	s.Type("cert-tester@contoso.example")
	s.WaitFor("cert-tester@contoso.example")
	s.leave()
}
