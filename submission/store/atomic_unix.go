//go:build !windows

package store

import (
	"errors"
	"os"
	"syscall"
)

// replace moves a file or folder into place in one step.
func replace(from, to string) error { return os.Rename(from, to) }

// syncFolder makes the names in a folder outlast a power cut.
func syncFolder(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	err = f.Sync()
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOTSUP) {
		err = nil // a file system that can't sync folders
	}
	return errors.Join(err, f.Close())
}
