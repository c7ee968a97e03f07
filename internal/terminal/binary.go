package terminal

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
)

// binaries holds the programs that were built for the tests of this process.
var binaries struct {
	sync.Mutex
	dir   string
	built map[string]string // by source folder
}

// Main runs the tests and removes what they built. A package that uses Binary
// or Build calls it from TestMain.
func Main(m *testing.M) int {
	code := m.Run()
	binaries.Lock()
	defer binaries.Unlock()
	if err := os.RemoveAll(binaries.dir); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	return code
}

// Binary builds certwiz once per test process, as it is released, and gives
// the path of the program.
func Binary(t testing.TB) string {
	t.Helper()
	root, err := moduleRoot()
	if err != nil {
		t.Fatal(err)
	}
	return Build(t, root)
}

// Build builds the program in a folder of this module once per test process
// for each set of build tags.
func Build(t testing.TB, dir string, tags ...string) string {
	t.Helper()
	dir, err := filepath.Abs(dir)
	if err != nil {
		t.Fatal(err)
	}
	binaries.Lock()
	defer binaries.Unlock()
	key := dir + " " + strings.Join(tags, ",")
	if program, ok := binaries.built[key]; ok {
		return program
	}
	program, err := build(dir, tags)
	if err != nil {
		t.Fatal(err)
	}
	binaries.built[key] = program
	return program
}

func build(dir string, tags []string) (string, error) {
	if err := makeBinariesDir(); err != nil {
		return "", err
	}
	name := fmt.Sprintf("%d-%s", len(binaries.built), filepath.Base(dir))
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	program := filepath.Join(binaries.dir, name)
	cmd := exec.Command("go", "build", "-trimpath", "-tags", strings.Join(tags, ","), "-o", program, ".")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS="+withoutRace(os.Getenv("GOFLAGS")))
	out, err := cmd.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("build the program in %s: %w\n%s", dir, err, out)
	}
	return program, nil
}

func makeBinariesDir() error {
	if binaries.dir != "" {
		return nil
	}
	dir, err := os.MkdirTemp("", "certwiz-test-")
	if err != nil {
		return err
	}
	binaries.dir, binaries.built = dir, map[string]string{}
	return nil
}

// withoutRace keeps the race detector to the tests: the program under test is
// the one that is released.
func withoutRace(flags string) string {
	var kept []string
	for _, flag := range strings.Fields(flags) {
		if flag != "-race" {
			kept = append(kept, flag)
		}
	}
	return strings.Join(kept, " ")
}

// moduleRoot is the folder with go.mod, from the tested package's folder up.
func moduleRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", errors.New("no go.mod in this folder or above it")
		}
		dir = parent
	}
}

// kept are the only variables that the program under test inherits.
var kept = []string{"PATH", "TMPDIR", "SYSTEMROOT", "TEMP", "TMP"}

// Env is an environment of its own for one test: an empty home and state, no
// credentials, no keyring, no editor, no settings of the person who runs the
// tests, and a plain xterm in UTF-8 and UTC. The extra variables, each
// "NAME=value", come last and win.
func Env(t testing.TB, extra ...string) []string {
	t.Helper()
	dir := t.TempDir()
	env := []string{
		"HOME=" + folder(t, dir, "home"),
		"USERPROFILE=" + folder(t, dir, "home"),
		"XDG_CONFIG_HOME=" + folder(t, dir, "config"),
		"XDG_DATA_HOME=" + folder(t, dir, "data"),
		"XDG_STATE_HOME=" + folder(t, dir, "state"),
		"XDG_CACHE_HOME=" + folder(t, dir, "cache"),
		"XDG_RUNTIME_DIR=" + folder(t, dir, "run"),
		"CERTWIZ_HOME=" + folder(t, dir, "certwiz"),
		"CERTWIZ_PORTAL=isv-studio", // a test of another portal names it, or "" to be asked
		"DBUS_SESSION_BUS_ADDRESS=unix:path=" + filepath.Join(dir, "no-bus"),
		"GIT_CONFIG_GLOBAL=" + os.DevNull,
		"GIT_CONFIG_NOSYSTEM=1",
		"GIT_TERMINAL_PROMPT=0",
		"TERM=xterm-256color",
		"LANG=C.UTF-8",
		"TZ=UTC",
	}
	for _, name := range kept {
		if value, ok := os.LookupEnv(name); ok {
			env = append(env, name+"="+value)
		}
	}
	// Only a test that brings a GitHub of its own lets the program ask one.
	if !slices.ContainsFunc(extra, func(v string) bool { return strings.HasPrefix(v, "CERTWIZ_GITHUB=") }) {
		env = append(env, "CERTWIZ_OFFLINE=1")
	}
	return append(env, extra...)
}

func folder(t testing.TB, dir, name string) string {
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(path, 0o700); err != nil {
		t.Fatal(err)
	}
	return path
}
