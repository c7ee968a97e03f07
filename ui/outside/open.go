package outside

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// ErrNoBrowser says that no browser can be opened from here.
var ErrNoBrowser = errors.New("no browser can be opened from here")

type browser struct{ system }

// Open opens an https address.
func (b browser) Open(address string) error {
	if err := checkAddress(address); err != nil {
		return err
	}
	args, err := b.command(address)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNoBrowser, err)
	}
	if err := start(args, ""); err != nil {
		return fmt.Errorf("%w: %w", ErrNoBrowser, err)
	}
	return nil
}

// checkAddress lets only addresses of web pages through: a browser would also
// take files and options.
func checkAddress(address string) error {
	u, err := url.Parse(address)
	plain := !strings.ContainsFunc(address, func(r rune) bool { return r <= ' ' || r == 0x7f || r == '"' || r == '\'' || r == '`' })
	if err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil || !plain {
		return fmt.Errorf("%q is not opened: only https addresses are", address)
	}
	return nil
}

// command is the program to start, with its arguments.
func (b browser) command(address string) ([]string, error) {
	if args := b.chosen(address); args != nil {
		return args, nil
	}
	if err := b.desktop(); err != nil {
		return nil, err
	}
	switch {
	case b.os == "darwin":
		return []string{"open", address}, nil
	case b.os == "windows":
		return []string{"rundll32", "url.dll,FileProtocolHandler", address}, nil
	case b.env("WSL_DISTRO_NAME") != "":
		return installed([]string{"wslview", address}, []string{"rundll32.exe", "url.dll,FileProtocolHandler", address}, []string{"xdg-open", address})
	default:
		return installed([]string{"xdg-open", address})
	}
}

// chosen is the program that $BROWSER names: a list of command lines of which
// the first that is installed is taken, %s standing for the address. Programs
// that draw in the terminal would draw over the screen and are left out.
func (b browser) chosen(address string) []string {
	lines := []string{b.env("BROWSER")}
	if b.os != "windows" { // where a colon follows the drive
		lines = strings.Split(lines[0], ":")
	}
	for _, line := range lines {
		args := split(line, b.os)
		if len(args) == 0 || slices.Contains(inTerminal, filepath.Base(args[0])) {
			continue
		}
		if _, err := exec.LookPath(args[0]); err != nil {
			continue
		}
		return withAddress(args, address)
	}
	return nil
}

var inTerminal = []string{"lynx", "w3m", "links", "links2", "elinks", "www-browser", "browsh", "carbonyl"}

func withAddress(args []string, address string) []string {
	found := false
	for i := range args[1:] {
		if strings.Contains(args[i+1], "%s") {
			args[i+1], found = strings.ReplaceAll(args[i+1], "%s", address), true
		}
	}
	if !found {
		args = append(args, address)
	}
	return args
}

// installed is the first command whose program is there.
func installed(commands ...[]string) ([]string, error) {
	for _, c := range commands {
		if _, err := exec.LookPath(c[0]); err == nil {
			return c, nil
		}
	}
	return nil, fmt.Errorf("%s is not installed", commands[0][0])
}

type files struct{ system }

// Reveal shows a file in the system's file manager.
func (f files) Reveal(path string) error {
	abs, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	if _, err := os.Lstat(abs); err != nil {
		return fmt.Errorf("%s is not there any more", path)
	}
	if err := f.desktop(); err != nil {
		return fmt.Errorf("no file manager can be opened from here: %w", err)
	}
	if err := f.show(abs); err != nil {
		return fmt.Errorf("no file manager could be opened: %w", err)
	}
	return nil
}

func (f files) show(path string) error {
	switch f.os {
	case "darwin":
		return start([]string{"open", "-R", path}, "")
	case "windows":
		// explorer reads its command line by its own rules, and its exit code
		// is 1 when all went well.
		err := start([]string{"explorer"}, `explorer /select,"`+path+`"`)
		if errors.Is(err, errExit) {
			return nil
		}
		return err
	default:
		args, err := installed([]string{"xdg-open", filepath.Dir(path)})
		if err != nil {
			return err
		}
		return start(args, "")
	}
}

var errExit = errors.New("failed")

// start starts a program away from the terminal and waits up to the limit for
// it to fail. One that still runs then is at work: a browser that was not open
// before does not end. Line is the exact command line for Windows, "" where
// the arguments' own will do.
func start(args []string, line string) error {
	cmd := exec.Command(args[0], args[1:]...)
	detach(cmd, line)
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("%s could not be started", args[0])
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	select {
	case err := <-done:
		if err != nil {
			return fmt.Errorf("%s %w (%w)", args[0], errExit, err)
		}
		return nil
	case <-time.After(limit):
		return nil
	}
}
