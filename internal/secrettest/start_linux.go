package secrettest

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

type mode int

const (
	unlocked mode = iota
	locked
	unused
	absent
)

const (
	password = "not a secret: the private keyring's password"
	patience = 20 * time.Second // for a daemon to be ready on a busy machine

	serviceName  = "org.freedesktop.secrets"
	servicePath  = "/org/freedesktop/secrets"
	loginPath    = "/org/freedesktop/secrets/collection/login"
	lockedMember = "org.freedesktop.Secret.Collection.Locked"
)

// busConfig allows everything to this user and lists no service files, so
// that neither the person's own daemons nor a prompt are started by the bus.
const busConfig = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=%s</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`

// service is a private bus and what runs on it.
type service struct {
	t    testing.TB
	home string
	env  []string
	log  *os.File
	pids []int // of all daemons started
}

func start(t testing.TB, m mode) []string {
	t.Helper()
	return startService(t, m).env
}

func startService(t testing.TB, m mode) *service {
	t.Helper()
	needs(t, "dbus-daemon", "gnome-keyring-daemon")
	s := newService(t)
	s.startBus()
	switch m {
	case unlocked:
		s.startKeyring(m)
	case locked:
		s.startKeyring(unlocked)() // leaves its collection behind
		s.startKeyring(locked)
	case unused:
		s.startKeyring(unused)
	}
	return s
}

func needs(t testing.TB, programs ...string) {
	t.Helper()
	for _, name := range programs {
		if _, err := exec.LookPath(name); err != nil {
			t.Skipf("%s is not installed; the Debian packages dbus-daemon and gnome-keyring have what this test needs", name)
		}
	}
}

// newService makes the home folder. Its path is short because that of a socket
// may have no more than 107 bytes.
func newService(t testing.TB) *service {
	t.Helper()
	home, err := os.MkdirTemp("", "cw-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(home) })
	run := filepath.Join(home, "run")
	if err := os.Mkdir(run, 0o700); err != nil {
		t.Fatal(err)
	}
	log, err := os.Create(filepath.Join(home, "daemons.log"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { log.Close() })
	return &service{t: t, home: home, log: log, env: []string{
		"HOME=" + home,
		"XDG_DATA_HOME=" + filepath.Join(home, "data"),
		"XDG_CONFIG_HOME=" + filepath.Join(home, "config"),
		"XDG_STATE_HOME=" + filepath.Join(home, "state"),
		"XDG_CACHE_HOME=" + filepath.Join(home, "cache"),
		"XDG_RUNTIME_DIR=" + run,
		"DBUS_SESSION_BUS_ADDRESS=unix:path=" + filepath.Join(run, "bus"),
	}}
}

func (s *service) startBus() {
	s.t.Helper()
	config := filepath.Join(s.home, "bus.conf")
	text := fmt.Sprintf(busConfig, filepath.Join(s.home, "run", "bus"))
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		s.t.Fatal(err)
	}
	s.run("", "dbus-daemon", "--nofork", "--nopidfile", "--config-file="+config)
	s.await("session bus", func() error {
		conn, err := s.connect()
		if err == nil {
			conn.Close()
		}
		return err
	})
}

// startKeyring starts a daemon, unlocked or not, waits until it can be used,
// and returns what ends it.
func (s *service) startKeyring(m mode) (stop func()) {
	s.t.Helper()
	args := []string{"--foreground", "--components=secrets"}
	stdin := ""
	if m == unlocked {
		args = append(args, "--unlock")
		stdin = password
	}
	kill := s.run(stdin, "gnome-keyring-daemon", args...)
	s.await("keyring", func() error { return s.keyringIs(m) })
	return func() {
		kill()
		s.await("end of the keyring", func() error { return s.keyringIs(absent) })
	}
}

// run starts a daemon that is killed at the end of the test, or by the kernel
// when the test's process is. The kernel does not kill gnome-keyring where
// that is installed with a capability of its own; it leaves by itself when
// its bus does.
func (s *service) run(stdin, name string, args ...string) (kill func()) {
	s.t.Helper()
	daemon := exec.Command(name, args...)
	daemon.Env = append([]string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C"}, s.env...)
	daemon.Dir = s.home
	daemon.Stdout, daemon.Stderr = s.log, s.log
	daemon.Stdin = strings.NewReader(stdin)
	daemon.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := daemon.Start(); err != nil {
		s.t.Fatal(err)
	}
	s.pids = append(s.pids, daemon.Process.Pid)
	done := make(chan struct{})
	go func() { daemon.Wait(); close(done) }()
	kill = func() { daemon.Process.Kill(); <-done }
	s.t.Cleanup(kill)
	return kill
}

func (s *service) await(what string, ready func() error) {
	s.t.Helper()
	deadline := time.Now().Add(patience)
	for {
		err := ready()
		if err == nil {
			return
		}
		if time.Now().After(deadline) {
			s.log.Seek(0, io.SeekStart)
			said, _ := io.ReadAll(io.LimitReader(s.log, 4096))
			s.t.Fatalf("no %s after %v: %v\n%s", what, patience, err, said)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func (s *service) connect() (*dbus.Conn, error) {
	return dbus.Connect("unix:path=" + filepath.Join(s.home, "run", "bus"))
}

// keyringIs is nil when the daemon on the bus is in the state m.
func (s *service) keyringIs(m mode) error {
	conn, err := s.connect()
	if err != nil {
		return err
	}
	defer conn.Close()
	var owned bool
	if err := conn.BusObject().Call("org.freedesktop.DBus.NameHasOwner", 0, serviceName).Store(&owned); err != nil {
		return err
	}
	if m == absent {
		if owned {
			return errors.New("there is one")
		}
		return nil
	}
	if !owned {
		return errors.New("it is not on the bus yet")
	}
	if m == unused {
		_, err := conn.Object(serviceName, servicePath).GetProperty("org.freedesktop.Secret.Service.Collections")
		return err
	}
	is, err := conn.Object(serviceName, loginPath).GetProperty(lockedMember)
	if err != nil {
		return err
	}
	if is.Value() != (m == locked) {
		return fmt.Errorf("its collection's locked is %v", is.Value())
	}
	return nil
}
