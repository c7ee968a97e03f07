// Package secrettest gives a test a private Secret Service, the keyring of
// Linux desktops: a session bus and a gnome-keyring daemon of its own in a
// fresh home folder, which end with the test. It needs Linux and the Debian
// packages dbus-daemon and gnome-keyring; where they are missing the test is
// skipped. Nothing of it touches the keyring of the person who runs the test.
package secrettest

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// StartSecretService starts a private Secret Service with an unlocked, empty
// keyring for the duration of t. It returns the variables that lead a child
// process to it, and away from the person's own files: HOME, XDG_*_HOME,
// XDG_RUNTIME_DIR and DBUS_SESSION_BUS_ADDRESS, as "NAME=value", to be
// appended to the child's environment.
func StartSecretService(t testing.TB) []string {
	t.Helper()
	return start(t, unlocked)
}

// StartLockedSecretService is StartSecretService with a keyring that holds one
// collection, which is locked; no prompt for its password can appear.
func StartLockedSecretService(t testing.TB) []string {
	t.Helper()
	return start(t, locked)
}

// StartUnusedSecretService is StartSecretService with a daemon that nobody has
// ever signed in to: it has no collection.
func StartUnusedSecretService(t testing.TB) []string {
	t.Helper()
	return start(t, unused)
}

// StartBusWithoutSecretService starts a session bus with no service on it.
func StartBusWithoutSecretService(t testing.TB) []string {
	t.Helper()
	return start(t, absent)
}

// insideMark is set in the process that RunUnderSecretService starts.
const insideMark = "CERTWIZ_TEST_INSIDE"

// RunUnderSecretService runs the calling test again in a process of its own
// under StartSecretService, since a process can look for its session bus but
// once. It is true in that process. In the first one it is false when the
// second has passed, and fails the test otherwise:
//
//	if !secrettest.RunUnderSecretService(t) {
//		return
//	}
func RunUnderSecretService(t *testing.T) (inside bool) {
	t.Helper()
	return RunUnder(t, StartSecretService)
}

// RunUnder is RunUnderSecretService with another of the Start functions, or
// any function that returns variables for the second process.
func RunUnder(t *testing.T, start func(testing.TB) []string) (inside bool) {
	t.Helper()
	if os.Getenv(insideMark) == t.Name() {
		return true
	}
	env := start(t)
	again := exec.Command(os.Args[0], "-test.run=^"+regexp.QuoteMeta(t.Name())+"$", "-test.count=1", "-test.timeout=60s", "-test.v")
	again.Env = append(append(os.Environ(), env...), insideMark+"="+t.Name())
	if os.Getenv("GORACE") == "" {
		again.Env = append(again.Env, "GORACE=atexit_sleep_ms=0") // a second saved under -race
	}
	out, err := again.CombinedOutput()
	if err != nil {
		t.Fatalf("the test failed under the private Secret Service: %v\n%s", err, out)
	}
	if !strings.Contains(string(out), "- PASS: "+t.Name()) && !strings.Contains(string(out), "- SKIP: "+t.Name()) {
		t.Fatalf("the test was not run again:\n%s", out)
	}
	if testing.Verbose() {
		t.Logf("under the private Secret Service:\n%s", out)
	}
	return false
}
