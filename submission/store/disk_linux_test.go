package store

import (
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"reflect"
	"strings"
	"syscall"
	"testing"

	"github.com/certwiz/certwiz/submission"
)

var diskChildren = map[string]func(dir string) error{
	"full disk":      onOwnDisk(fillDisk),
	"read-only disk": onOwnDisk(readOnlyDisk),
	"small files":    writeWithSmallFiles,
}

// errNoDisk says that this machine gives the test no disk of its own.
var errNoDisk = errors.New("no disk can be mounted here")

// inOwnWorld runs a child that may mount what it likes: nobody else sees it,
// and it is gone with the child.
func inOwnWorld(t *testing.T, mode string) {
	t.Helper()
	cmd := child(t, mode, t.TempDir())
	cmd.SysProcAttr = &syscall.SysProcAttr{Unshareflags: syscall.CLONE_NEWNS}
	if os.Getuid() != 0 {
		cmd.SysProcAttr.Cloneflags = syscall.CLONE_NEWUSER
		cmd.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}}
		cmd.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}}
	}
	var said strings.Builder
	cmd.Stderr = &said
	if err := cmd.Start(); err != nil {
		t.Skip(errNoDisk, ": ", err)
	}
	err := cmd.Wait()
	if strings.Contains(said.String(), errNoDisk.Error()) {
		t.Skip(said.String())
	}
	if err != nil {
		t.Error(err, said.String())
	}
}

// onOwnDisk mounts a disk of 128 kB on the folder first.
func onOwnDisk(test func(dir string) error) func(string) error {
	return func(dir string) error {
		if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=128k"); err != nil {
			return fmt.Errorf("%w: %w", errNoDisk, err)
		}
		return test(dir)
	}
}

func TestFullDisk(t *testing.T) { inOwnWorld(t, "full disk") }

func fillDisk(dir string) error {
	s, err := Open(dir)
	if err != nil {
		return err
	}
	old := sampleDraft()
	if err := errors.Join(s.SaveDraft(old), s.Append(slug, sampleEvents()[0])); err != nil {
		return err
	}
	if _, err := s.Freeze(samplePackage()); err != nil {
		return err
	}
	big := sampleDraft()
	big.Title = strings.Repeat("x", 100<<10)
	p := samplePackage()
	p.Version = 2
	p.Files["large.zip"] = make([]byte, 100<<10)
	e := submission.Event{Kind: submission.Refused, Text: strings.Repeat("x", 100<<10)}
	_, freeze := s.Freeze(p)
	for what, err := range map[string]error{"SaveDraft": s.SaveDraft(big), "Freeze": freeze, "Append": s.Append(slug, e)} {
		if !errors.Is(err, syscall.ENOSPC) || !strings.Contains(strings.ToLower(err.Error()), "free some space") {
			return fmt.Errorf("%s on a full disk: %v", what, err)
		}
	}
	return stillThere(s, old)
}

// stillThere looks whether failed writes have spared what was there before.
func stillThere(s *Store, old submission.Draft) error {
	got, err := s.LoadDraft(slug)
	if err != nil || !reflect.DeepEqual(got, old) {
		return fmt.Errorf("the old draft is %+v, %v", got, err)
	}
	events, errs := s.Ledger(slug)
	if kinds(events) != "started frozen " || len(errs) > 1 {
		return fmt.Errorf("the ledger is %+v, %v", events, errs)
	}
	if _, err := s.Version(slug, 1); err != nil {
		return err
	}
	for _, pattern := range []string{"*.tmp", filepath.Join("versions", newVersion+"*")} {
		if left, _ := filepath.Glob(filepath.Join(submissionFolder(s.Dir()), pattern)); len(left) > 0 {
			return fmt.Errorf("left: %v", left)
		}
	}
	return nil
}

func TestReadOnlyDisk(t *testing.T) { inOwnWorld(t, "read-only disk") }

func readOnlyDisk(dir string) error {
	s, err := Open(dir)
	if err != nil {
		return err
	}
	old := sampleDraft()
	err = errors.Join(s.SaveDraft(old), s.Append(slug, sampleEvents()[0]))
	if err != nil {
		return err
	}
	if _, err := s.Freeze(samplePackage()); err != nil {
		return err
	}
	if err := syscall.Mount("", dir, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		return fmt.Errorf("%w: %w", errNoDisk, err)
	}
	if _, err := Open(dir); !errors.Is(err, syscall.EROFS) || !strings.Contains(err.Error(), dir) {
		return fmt.Errorf("opened a read-only folder: %v", err)
	}
	if err := s.SaveDraft(old); !errors.Is(err, syscall.EROFS) {
		return fmt.Errorf("saved on a read-only disk: %v", err)
	}
	return stillThere(OpenReadOnly(dir), old)
}

// TestDraftThatDoesNotFit saves where no file may exceed a few kB: the write
// fails half way, as on a full disk.
func TestDraftThatDoesNotFit(t *testing.T) {
	cmd := child(t, "small files", t.TempDir())
	if err := cmd.Run(); err != nil {
		t.Error(err)
	}
}

func writeWithSmallFiles(dir string) error {
	s, err := Open(dir)
	if err != nil {
		return err
	}
	old := sampleDraft()
	if err := s.SaveDraft(old); err != nil {
		return err
	}
	signal.Ignore(syscall.SIGXFSZ)
	limit := syscall.Rlimit{Cur: 8 << 10, Max: 8 << 10}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	big := sampleDraft()
	big.Title = strings.Repeat("x", 100<<10)
	if err := s.SaveDraft(big); !errors.Is(err, syscall.EFBIG) {
		return fmt.Errorf("saving gave %v", err)
	}
	got, err := s.LoadDraft(slug)
	if err != nil || !sameJSON(got, old) {
		return fmt.Errorf("the old draft is %+v, %v", got, err)
	}
	if left, _ := filepath.Glob(filepath.Join(submissionFolder(dir), "*.tmp")); len(left) > 0 {
		return fmt.Errorf("left: %v", left)
	}
	return nil
}
