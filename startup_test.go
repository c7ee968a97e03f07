//go:build linux

package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/certwiz/certwiz/internal/terminal"
	"github.com/certwiz/certwiz/submission"
)

// generous is far above what a start takes on a slow machine, and below the
// five seconds that Lip Gloss waits for a terminal that does not answer.
const generous = 2 * time.Second

// TestFirstFrame starts certwiz on terminals that answer no query: the frame
// is there at once, and nothing was asked.
func TestFirstFrame(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"xterm-256color", "tmux-256color", "linux"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newPlainSitting(t)
			terminal.Binary(t) // built before the clock starts
			start := time.Now()
			s.env = append(s.env, "TERM="+name)
			s.sit("--offline", "--vault", "memory")
			s.WaitUntil("the first frame", func(screen string) bool {
				return strings.Contains(screen, "Contoso Invoices") && strings.Contains(screen, "Submit for review") && strings.Contains(screen, "ctrl+s")
			})
			if took := time.Since(start); took > generous {
				t.Errorf("the first frame took %v", took)
			}
			if name == "linux" {
				if i := strings.IndexFunc(s.Screen(), func(r rune) bool { return r > 0x7e && r != '·' }); i >= 0 {
					t.Errorf("a console that has few glyphs was sent %q", s.Screen()[i:i+3])
				}
			}
			s.leave()
			if asked := s.Queries(); len(asked) > 0 {
				t.Errorf("the terminal was asked %q", asked)
			}
		})
	}
}

var colours = regexp.MustCompile(`\x1b\[([0-9;]*;)?([34][0-8]|9[0-7]|10[0-7])(;[0-9;]*)?m`)

// TestNoColor says that NO_COLOR is obeyed, on pages with findings, the icon,
// the cursor and a text area.
func TestNoColor(t *testing.T) {
	t.Parallel()
	for _, value := range []string{"", "1"} {
		t.Run("NO_COLOR="+value, func(t *testing.T) {
			t.Parallel()
			s := newPlainSitting(t)
			s.env = append(s.env, "NO_COLOR="+value, "COLORTERM=truecolor")
			s.sit("--offline", "--vault", "memory")
			s.WaitFor("Submit for review")
			s.page("Testing")
			s.ClickOn("Steps for the certification engineer")
			s.Type("try it")
			s.WaitFor("✗")
			s.page("Documents")
			s.ClickOn("▸ Submit for")
			s.WaitFor("left")
			s.leave()
			coloured := colours.Find(s.Raw())
			if value == "1" && coloured != nil {
				t.Errorf("%q was sent", coloured)
			}
			if value == "" && coloured == nil {
				t.Error("an empty NO_COLOR takes the colours away")
			}
		})
	}
}

// TestDumbTerminal says that a terminal that can't be painted gets plain
// questions, and not one escape code.
func TestDumbTerminal(t *testing.T) {
	t.Parallel()
	s := newPlainSitting(t)
	s.env = append(s.env, "TERM=dumb", "COLORTERM=truecolor")
	s.sit("--offline", "--vault", "memory")
	s.dialog([]turn{{prompt: "Connector, question 1 of 4: Folder", answer: "save"}})
	s.end()
	linear(t, s.Raw())
}

// TestTooSmall says so on 59×15 and goes on as soon as there is room, with
// what was typed before.
func TestTooSmall(t *testing.T) {
	t.Parallel()
	s := newPlainSitting(t)
	s.Terminal = terminal.Start(t, terminal.Options{Dir: s.connector, Env: s.env, Args: []string{"--offline", "--vault", "memory"}, Cols: 59, Rows: 15})
	s.WaitFor("certwiz needs 60 columns and 16 rows")
	s.WaitFor("this terminal has 59 and 15")
	s.Resize(60, 16)
	s.WaitFor("Submit for review")
	s.Resize(80, 24)
	s.WaitFor("Microsoft closed ISV Studio")
	s.page("Testing")
	s.ClickOn("User name")
	s.Type("cert-")
	s.Resize(20, 4)
	s.WaitFor("certwiz needs 60")
	s.Resize(1, 1)
	s.Resize(100, 30)
	s.WaitFor("cert-")
	s.Type("tester@contoso.example")
	s.WaitFor("cert-tester@contoso.example")
	s.leave()
	s.answered("testing.account", "cert-tester@contoso.example")
}

// TestResizeWhileTyping changes the size between any two keys.
func TestResizeWhileTyping(t *testing.T) {
	t.Parallel()
	s := newPlainSitting(t)
	s.sit("--offline", "--vault", "memory")
	s.WaitFor("Submit for review")
	s.page("Testing")
	s.ClickOn("Steps for the certification engineer")
	const text = "1. Sign in at https://app.contoso.example/test and create an invoice; the list shows it."
	for i, letter := range text {
		s.Resize(60+i*7%90, 16+i*5%40)
		s.Type(string(letter))
	}
	s.Resize(80, 24)
	s.WaitFor("1. Sign in at")
	s.WaitFor("shows it.")
	s.leave()
	s.answered("testing.steps", text)
}

// answered waits until the draft on the disk holds an answer.
func (s *sitting) answered(field, want string) {
	s.t.Helper()
	if got := s.onDisk(field); got != want {
		s.t.Errorf("%s is %q in the draft, want %q", field, got, want)
	}
}

// onDisk is an answer in the draft as it lies on the disk now.
func (s *sitting) onDisk(field string) string {
	paths, _ := filepath.Glob(filepath.Join(s.home, "submissions", "*", "draft.json"))
	if len(paths) != 1 {
		return ""
	}
	data, err := os.ReadFile(paths[0])
	if err != nil {
		return ""
	}
	var d submission.Draft
	if err := json.Unmarshal(data, &d); err != nil {
		s.t.Errorf("the draft is damaged: %v", err)
	}
	return d.Value(field)
}

// TestEndedFromOutside ends certwiz by signals and by closing its window,
// right after a key: nothing is lost, and the terminal is given back.
func TestEndedFromOutside(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		end  func(s *sitting)
		code int
		gone bool // the terminal with the program
	}{
		{"SIGTERM", func(s *sitting) { s.Signal(syscall.SIGTERM) }, 130, false},
		{"SIGINT", func(s *sitting) { s.Signal(syscall.SIGINT) }, 130, false},
		{"SIGHUP", func(s *sitting) { s.Signal(syscall.SIGHUP) }, 130, false},
		{"SIGQUIT", func(s *sitting) { s.Signal(syscall.SIGQUIT) }, 130, false},
		{"ctrl+c", func(s *sitting) { s.Key("ctrl+c") }, 0, false},
		{"closed window", func(s *sitting) { s.Hangup() }, 130, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newPlainSitting(t)
			s.sit("--offline", "--vault", "memory")
			s.WaitFor("Submit for review")
			s.page("Testing")
			s.ClickOn("User name")
			s.Type("cert-tester@contoso.example")
			s.WaitFor("cert-tester@contoso.example")
			tt.end(s)
			if code := s.Exit(); code != tt.code {
				t.Errorf("exit code %d, want %d", code, tt.code)
			}
			if said := strings.Contains(s.said(), "interrupted; everything answered until now is kept"); said == (tt.code == 0) && !tt.gone {
				t.Errorf("that it was interrupted is said: %v\n%s", said, s.Screen())
			}
			s.answered("testing.account", "cert-tester@contoso.example")
			if !tt.gone && (s.Alternate() || s.Mode(1002) || s.Mode(2004)) {
				t.Errorf("the terminal is left in the program's modes\n%s", s.Screen())
			}
			if strings.Contains(string(s.Raw()), "goroutine ") {
				t.Errorf("it ended with a stack\n%s", s.Raw())
			}
			s.sit("--offline", "--vault", "memory") // and nothing is locked
			s.WaitFor("cert-tester@contoso.example")
			s.leave()
		})
	}
}

// TestSuspended stops certwiz with ctrl+z below a shell and goes on with fg.
func TestSuspended(t *testing.T) {
	t.Parallel()
	shell, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("bash is not installed: nothing to come back to from ctrl+z")
	}
	s := newPlainSitting(t)
	s.env = append(s.env, "PS1=shell> ")
	s.Terminal = terminal.Start(t, terminal.Options{Dir: s.connector, Env: s.env, Program: shell, Args: []string{"--noprofile", "--norc", "-i"}})
	s.WaitFor("shell>")
	s.Type(terminal.Binary(t) + " --offline --vault memory\n")
	s.WaitFor("Submit for review")
	s.page("Testing")
	s.ClickOn("User name")
	s.Type("cert-")
	s.WaitFor("cert-")
	s.Key("ctrl+z")
	s.WaitUntil("the shell", func(screen string) bool { return strings.Contains(screen, "Stopped") && !s.Alternate() })
	s.Type("echo $((6*7))\n")
	s.WaitFor("42")
	s.Type("fg\n")
	s.WaitUntil("the frame again", func(screen string) bool {
		return s.Alternate() && strings.Contains(screen, "Submit for review") && strings.Contains(screen, "cert-")
	})
	s.Type("tester@contoso.example")
	s.WaitFor("cert-tester@contoso.example")
	s.Key("ctrl+s")
	s.WaitUntil("the shell", func(string) bool { return !s.Alternate() })
	s.Type("exit\n")
	s.Exit()
	s.answered("testing.account", "cert-tester@contoso.example")
}

// TestVersionOnly says that --version prints its line and does nothing else,
// also on a terminal.
func TestVersionOnly(t *testing.T) {
	t.Parallel()
	s := newPlainSitting(t)
	s.sit("--version")
	s.end()
	if got := string(s.Raw()); got != "certwiz dev\r\n" {
		t.Errorf("%q was written", got)
	}
	if asked := s.Queries(); len(asked) > 0 {
		t.Errorf("the terminal was asked %q", asked)
	}
	if _, err := os.Stat(s.home); err == nil {
		t.Error("a folder was made")
	}
	if modes := slices.DeleteFunc([]int{1000, 1002, 1006, 1049, 2004}, func(n int) bool { return !s.Mode(n) }); len(modes) > 0 {
		t.Errorf("modes %v were set", modes)
	}
}
