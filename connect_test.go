//go:build linux

package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/internal/terminal"
)

// reaches is a system call that speaks to another machine, or looks up its name.
var reaches = regexp.MustCompile(`(connect|sendto|sendmsg)\(.*AF_INET6?`)

// TestNothingConnectsUnasked: certwiz and all that it starts speak to no other
// machine but where a command is there for it, or a session may ask GitHub.
func TestNothingConnectsUnasked(t *testing.T) {
	t.Parallel()
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("strace is not installed")
	}
	if out, err := exec.Command(strace, "-f", "-o", os.DevNull, "true").CombinedOutput(); err != nil {
		t.Skipf("strace may not trace here: %s", out)
	}
	s := newPlainSitting(t)
	s.env = terminal.Env(t, "CERTWIZ_HOME="+s.home, "CERTWIZ_GITHUB=http://127.0.0.1:9", "EDITOR=true") // it may ask
	log := filepath.Join(t.TempDir(), "calls")
	traced := func(input string, args ...string) []byte {
		t.Helper()
		cmd := exec.Command(strace, append([]string{"-f", "-qq", "-e", "trace=connect,sendto,sendmsg", "-o", log, terminal.Binary(t)}, args...)...)
		cmd.Dir, cmd.Env, cmd.Stdin = s.connector, s.env, strings.NewReader(input)
		_ = cmd.Run() // whatever its exit code
		calls, err := os.ReadFile(log)
		if err != nil {
			t.Fatal(err)
		}
		return calls
	}
	for _, args := range [][]string{
		{"--version"}, {"--help"}, {"check"}, {"check", "--format", "json"}, {"check", "--against", s.connector}, {"explain", "TitleLength"},
		{"docs", "check", "intro.md"}, {"docs", "preview", "intro.md"}, {"status"}, {"status", "--json"}, {"handoff"}, {"completion", "bash"},
		{"package", "tree", "none.zip"}, {"package", "check", "none.zip"},
		{"--accessible", "--offline", "--vault", "memory"}, {"check", "--gate", "--offline"}, {"record", "certified"}, {"pr", "--print", "--offline"},
	} {
		for line := range bytes.Lines(traced("\n\n\nsave\n", args...)) {
			if reaches.Match(line) {
				t.Errorf("certwiz %s: %s", strings.Join(args, " "), line)
			}
		}
	}
	// The test sees what it looks for: a session that may ask GitHub does.
	if calls := traced("\n\n\nsave\n", "pr", "status", "3473"); !reaches.Match(calls) {
		t.Errorf("a command that asks GitHub was not seen to connect:\n%s", calls)
	}
}
