//go:build linux

package main

import (
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"syscall"
	"testing"

	"github.com/certwiz/certwiz/internal/terminal"
)

var coreLimit = regexp.MustCompile(`(?m)^Max core file size +(\S+)`)

// TestNoCoreDump: a crash of a session leaves no file with its memory in the
// connector's folder, whatever the user's limits allow.
func TestNoCoreDump(t *testing.T) {
	t.Parallel()
	if exec.Command("sh", "-c", "ulimit -c unlimited").Run() != nil {
		t.Skip("this system allows no core dumps: there is nothing to keep certwiz from")
	}
	s := newPlainSitting(t)
	s.env = append(s.env, "GOTRACEBACK=crash")
	s.Terminal = terminal.Start(t, terminal.Options{Dir: s.connector, Env: s.env, Program: "/bin/sh",
		Args: []string{"-c", `ulimit -c unlimited; exec "$0" --offline --vault memory`, terminal.Binary(t)}})
	s.WaitFor("Submit for review")
	limits, err := os.ReadFile(fmt.Sprintf("/proc/%d/limits", s.Pid()))
	if err != nil {
		t.Fatal(err)
	}
	if m := coreLimit.FindSubmatch(limits); m == nil || string(m[1]) != "0" {
		t.Errorf("a dump may be written:\n%s", limits)
	}
	before, err := os.ReadDir(s.connector)
	if err != nil {
		t.Fatal(err)
	}
	s.Signal(syscall.SIGABRT)
	s.Exit()
	if after, err := os.ReadDir(s.connector); err != nil || len(after) != len(before) {
		t.Errorf("before %v, after %v, %v", before, after, err)
	}
}
