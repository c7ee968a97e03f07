package store

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/certwiz/certwiz/submission"
)

// children are what the test's other process can do, in a folder; what it can
// do to a disk is in diskChildren.
var children = map[string]func(dir string) error{
	"save":   saveForever,
	"append": appendForever,
	"freeze": freezeForever,
	"lock":   lockUntilStdinEnds,
	"step":   freezeOnce,
}

// child prepares this test as another process.
func child(t *testing.T, mode, dir string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), "CERTWIZ_STORE_CHILD="+mode, "CERTWIZ_STORE_DIR="+dir)
	cmd.Stderr = os.Stderr
	return cmd
}

// padding is a text whose length depends on a number, so that a draft that
// mixes two of them is noticed.
func padding(seq int) string { return strings.Repeat("x", seq*7919%200_000) }

// A child that goes on for ever prints each number when it is on the disk. It
// ends when nobody reads what it prints any more.

func saveForever(dir string) error {
	s, err := Open(dir)
	if err != nil {
		return err
	}
	d, err := s.LoadDraft(slug)
	if err != nil {
		d = sampleDraft()
	}
	for seq := seqOf(d) + 1; err == nil || seq == 1; seq++ {
		d.Answers["seq"] = submission.Answer{Value: strconv.Itoa(seq)}
		d.Answers["padding"] = submission.Answer{Value: padding(seq)}
		if err = s.SaveDraft(d); err == nil {
			_, err = fmt.Println(seq)
		}
	}
	return err
}

func seqOf(d submission.Draft) int {
	n, _ := strconv.Atoi(d.Value("seq"))
	return n
}

func appendForever(dir string) error {
	s, err := Open(dir)
	if err != nil {
		return err
	}
	events, _ := s.Ledger(slug)
	for seq := len(events) + 1; err == nil; seq++ {
		e := submission.Event{Kind: submission.Copied, Version: seq, At: noon, Text: padding(seq)[:len(padding(seq))/100]}
		if err = s.Append(slug, e); err == nil {
			_, err = fmt.Println(seq)
		}
	}
	return err
}

func freezeForever(dir string) error {
	s, err := Open(dir)
	if err != nil {
		return err
	}
	done, err := s.Versions(slug)
	for n := len(done) + 1; err == nil; n++ {
		p := samplePackage()
		p.Version = n
		if _, err = s.Freeze(p); err == nil {
			_, err = fmt.Println(n)
		}
	}
	return err
}

// freezeOnce freezes the next version and records it.
func freezeOnce(dir string) error {
	s, err := Open(dir)
	if err != nil {
		return err
	}
	s.Now = func() time.Time { return noon }
	done, err := s.Versions(slug)
	if err != nil {
		return err
	}
	p := samplePackage()
	p.Version = len(done) + 1
	fmt.Println("begins")
	_, err = s.FreezeAndRecord(p, frozenEvent(p.Version))
	if err != nil {
		fmt.Println("failed")
		return nil
	}
	fmt.Println("frozen")
	return nil
}

func frozenEvent(version int) submission.Event {
	return submission.Event{Kind: submission.Frozen, Version: version, At: noon, By: "ines@contoso.example"}
}

func lockUntilStdinEnds(dir string) error {
	s, err := Open(dir)
	if err != nil {
		return err
	}
	release, err := s.Lock(slug)
	if err != nil {
		fmt.Println(err)
		return nil
	}
	fmt.Println("locked")
	_, err = io.ReadAll(os.Stdin)
	release()
	return err
}

// started is a running child of which the first line has been read.
type started struct {
	cmd   *exec.Cmd
	out   *bufio.Reader
	stdin io.Closer
	first string
}

func start(t *testing.T, mode, dir string) started {
	t.Helper()
	cmd := child(t, mode, dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	c := started{cmd: cmd, out: bufio.NewReader(out), stdin: in}
	if c.first, err = c.out.ReadString('\n'); err != nil {
		t.Fatalf("the other process said nothing: %v", err)
	}
	c.first = strings.TrimSpace(c.first)
	return c
}

// kill kills the child and returns the last number it printed.
func (c started) kill(t *testing.T) int {
	t.Helper()
	if err := c.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	last := c.first
	for {
		line, err := c.out.ReadString('\n')
		if err != nil {
			break // a line without its end was not printed
		}
		last = strings.TrimSpace(line)
	}
	_ = c.cmd.Wait()
	n, err := strconv.Atoi(last)
	if err != nil {
		t.Fatalf("the other process failed: %s", last)
	}
	return n
}

func submissionFolder(dir string) string { return filepath.Join(dir, "submissions", slug) }
