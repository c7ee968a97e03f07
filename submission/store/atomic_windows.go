package store

import (
	"errors"
	"os"
	"syscall"
	"time"
)

const sharingViolation = syscall.Errno(32) // ERROR_SHARING_VIOLATION

// replace moves a file or folder into place in one step. A virus scanner or an
// indexer that looks at a new file holds it for a moment, so it is tried for
// about half a second.
func replace(from, to string) error {
	err := os.Rename(from, to)
	for wait := time.Millisecond; wait < 500*time.Millisecond && inUse(err); wait *= 2 {
		time.Sleep(wait)
		err = os.Rename(from, to)
	}
	return err
}

func inUse(err error) bool {
	return errors.Is(err, sharingViolation) || errors.Is(err, syscall.ERROR_ACCESS_DENIED)
}

// syncFolder does nothing: Windows keeps names itself and syncs no folders.
func syncFolder(string) error { return nil }
