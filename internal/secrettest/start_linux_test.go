package secrettest

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

var modes = map[string]mode{"unlocked": unlocked, "locked": locked, "unused": unused, "absent": absent}

func TestServiceIsAsAskedAndEndsWithItsTest(t *testing.T) {
	for name, m := range modes {
		var s *service
		t.Run(name, func(t *testing.T) {
			s = startService(t, m)
			if err := s.keyringIs(m); err != nil {
				t.Error(err)
			}
			for _, other := range modes {
				if m == locked && other == unused || m == unlocked && other == unused {
					continue // unused only asks whether the daemon answers
				}
				if other != m && s.keyringIs(other) == nil {
					t.Errorf("it is taken for the state %d too", other)
				}
			}
			for _, name := range []string{"HOME=", "XDG_DATA_HOME=", "XDG_STATE_HOME=", "XDG_RUNTIME_DIR=", "DBUS_SESSION_BUS_ADDRESS="} {
				if !strings.Contains("\n"+strings.Join(s.env, "\n"), "\n"+name) {
					t.Errorf("%s is not in the environment", name)
				}
			}
		})
		if s == nil {
			t.Skip("it could not be started")
		}
		for _, pid := range s.pids {
			if alive(pid) {
				t.Errorf("%s: a daemon outlives the test", name)
			}
		}
		if _, err := os.Stat(s.home); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s: the home folder outlives the test", name)
		}
	}
}

func TestTwoServicesAtOnce(t *testing.T) {
	one, two := startService(t, unlocked), startService(t, locked)
	if err := errors.Join(one.keyringIs(unlocked), two.keyringIs(locked)); err != nil {
		t.Error(err)
	}
}

// The daemons also end when the test's process is killed.
func TestServiceEndsWithItsProcess(t *testing.T) {
	const mark = "CERTWIZ_TEST_HOLD"
	if os.Getenv(mark) != "" {
		s := startService(t, unlocked)
		fmt.Println("home", s.home, "pids", s.pids[0], s.pids[1])
		select {} // until killed
	}
	needs(t, "dbus-daemon", "gnome-keyring-daemon")
	holder := exec.Command(os.Args[0], "-test.run=^TestServiceEndsWithItsProcess$")
	holder.Env = append(os.Environ(), mark+"=1")
	out, err := holder.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := holder.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	var home string
	var bus, keyring int
	if _, scanErr := fmt.Sscanf(line, "home %s pids %d %d", &home, &bus, &keyring); err != nil || scanErr != nil {
		holder.Process.Kill()
		holder.Wait()
		t.Fatalf("the service did not start: %q %v", line, err)
	}
	defer os.RemoveAll(home) // a killed process leaves its folder behind
	if !alive(bus) || !alive(keyring) {
		t.Error("the daemons are not there")
	}
	holder.Process.Kill()
	holder.Wait()
	for range 1000 {
		if !alive(bus) && !alive(keyring) {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Errorf("the daemons outlive the process: bus %v, keyring %v", alive(bus), alive(keyring))
}

// alive says whether there is a process with this number that is more than an
// entry waiting for its parent.
func alive(pid int) bool {
	if syscall.Kill(pid, 0) != nil {
		return false
	}
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return false
	}
	_, state, _ := strings.Cut(string(stat), ") ")
	return !strings.HasPrefix(state, "Z")
}

func TestRunUnder(t *testing.T) {
	inside := RunUnder(t, func(testing.TB) []string { return []string{"CERTWIZ_TEST_VALUE=x"} })
	if inside != (os.Getenv("CERTWIZ_TEST_VALUE") == "x") {
		t.Error("the second process has not the variables, or the first has")
	}
}
