package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"
)

// hold is a submission that this process has locked.
type hold struct {
	lock *flock.Flock
	file os.FileInfo // the lock file, to be found again
	// draft is the digest of the draft as it was read or saved last, "" before
	// either.
	draft string
}

// ChangedError says that another program wrote the draft while it was open here.
// What was to be saved is saved; the other one is in Aside.
type ChangedError struct{ Aside string }

func (e *ChangedError) Error() string {
	return fmt.Sprintf("another program changed the draft while it was open here. What you have here was saved; the other one is kept as %s", e.Aside)
}

// stillHeld makes sure that the lock is still on the disk. Whoever removes
// certwiz's folder takes the lock away with it, and another certwiz may have
// taken it since. In that case nothing more is written.
func (s *Store) stillHeld(slug, dir string) error {
	s.holding.Lock()
	defer s.holding.Unlock()
	h := s.held[slug]
	if h == nil {
		return nil
	}
	path := filepath.Join(dir, lockFile)
	if info, err := os.Lstat(path); err == nil && os.SameFile(info, h.file) {
		return nil
	}
	lock, info, err := s.takeLock(slug, path)
	if err != nil {
		return fmt.Errorf("the folder %s was taken away while it was open here: %w. What you answered since is not saved", dir, err)
	}
	_ = h.lock.Unlock()
	h.lock, h.file, h.draft = lock, info, digest(nil)
	return nil
}

// takeLock locks a file, which may be there already. A pipe in its place would
// wait for ever, and a link would lead elsewhere.
func (s *Store) takeLock(slug, path string) (*flock.Flock, os.FileInfo, error) {
	if info, err := os.Lstat(path); err == nil && !info.Mode().IsRegular() {
		return nil, nil, fmt.Errorf("%s could not be locked: it is %w. Remove it, and start again", path, errNotRegular)
	}
	lock := flock.New(path)
	got, err := lock.TryLock()
	if err != nil {
		return nil, nil, fmt.Errorf("%s could not be locked: %w. Keep certwiz's folder on a local disk (CERTWIZ_HOME names another one)", path, cause(err))
	}
	if !got {
		h := readHolder(path)
		return nil, nil, &LockedError{Slug: slug, PID: h.PID, Since: h.Since}
	}
	info, err := os.Lstat(path)
	if err != nil {
		_ = lock.Unlock()
		return nil, nil, fmt.Errorf("%s could not be locked: %w", path, cause(err))
	}
	// On a full disk the lock has no name on it, and holds all the same.
	_ = writeHolder(path, &holder{PID: os.Getpid(), Since: s.Now()})
	return lock, info, nil
}

// sawDraft remembers what this process found when it opened the draft.
func (s *Store) sawDraft(slug string, data []byte) {
	s.holding.Lock()
	defer s.holding.Unlock()
	if h := s.held[slug]; h != nil && h.draft == "" {
		h.draft = digest(data)
	}
}

// changedSince tells whether the draft on the disk is another one than this
// process read or saved last.
func (s *Store) changedSince(slug, path string) bool {
	s.holding.Lock()
	defer s.holding.Unlock()
	h := s.held[slug]
	if h == nil || h.draft == "" {
		return false
	}
	data, err := readBounded(path, maxDraft)
	if errors.Is(err, fs.ErrNotExist) {
		return false // nothing is overwritten
	}
	return err == nil && digest(data) != h.draft
}

func (s *Store) savedDraft(slug string, data []byte) {
	s.holding.Lock()
	defer s.holding.Unlock()
	if h := s.held[slug]; h != nil {
		h.draft = digest(data)
	}
}
