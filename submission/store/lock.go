package store

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"
)

const lockFile = "lock"

// The first byte of the lock file is what the lock is about; who holds it is
// written behind, in a record of fixed length. On Windows nobody else can read
// or write a byte that is locked.
const (
	holderAt   = 1
	holderSize = 127
)

// LockedError says that another process has a submission open.
type LockedError struct {
	Slug  string
	PID   int       // the other's process id, 0 when it could not be read
	Since time.Time // zero when it could not be read
}

func (e *LockedError) Error() string {
	if e.PID == 0 {
		return fmt.Sprintf("%s is open in another certwiz. Close it there first", e.Slug)
	}
	return fmt.Sprintf("%s is open in another certwiz: process %d, since %s. Close it there first", e.Slug, e.PID, e.Since.Format("2006-01-02 15:04"))
}

type holder struct {
	PID   int       `json:"pid"`
	Since time.Time `json:"since"`
}

// Lock takes a submission for this session. The error is a *LockedError when
// another one has it. release may be called more than once. The operating
// system gives the lock back when a process ends, however it ends; a lock file
// that is left lying about locks nothing. In a store that is open for reading
// only there is nothing to keep apart, and the lock is always given.
func (s *Store) Lock(slug string) (release func(), err error) {
	if s.readOnly {
		return func() {}, nil
	}
	dir, err := s.ownFolder(slug)
	if err != nil {
		return nil, err
	}
	path := filepath.Join(dir, lockFile)
	lock, info, err := s.takeLock(slug, path)
	if err != nil {
		return nil, err
	}
	s.holding.Lock()
	defer s.holding.Unlock()
	h := &hold{lock: lock, file: info}
	s.held[slug] = h
	return sync.OnceFunc(func() {
		s.holding.Lock()
		defer s.holding.Unlock()
		delete(s.held, slug)
		if now, err := os.Lstat(path); err == nil && os.SameFile(now, h.file) {
			_ = writeHolder(path, nil)
		}
		_ = h.lock.Unlock()
	}), nil
}

// writeHolder names who holds the lock; nil names nobody.
func writeHolder(path string, h *holder) error {
	var name []byte
	if h != nil {
		var err error
		if name, err = json.Marshal(h); err != nil {
			return err
		}
	}
	record := bytes.Repeat([]byte{' '}, holderSize)
	record[holderSize-1] = '\n'
	copy(record[:holderSize-1], name)
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.WriteAt(record, holderAt)
	return err
}

// readHolder reads who holds the lock. One who has only just taken it may not
// have said so yet, so it looks a few times.
func readHolder(path string) holder {
	var h holder
	for range 5 {
		f, err := os.Open(path)
		if err != nil {
			return holder{}
		}
		record, _ := io.ReadAll(io.NewSectionReader(f, holderAt, holderSize))
		f.Close()
		if json.Unmarshal(record, &h) == nil && h.PID > 0 {
			return h
		}
		time.Sleep(10 * time.Millisecond)
	}
	return holder{}
}
