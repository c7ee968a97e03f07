// Package store keeps what certwiz has to remember on the user's own disk: the
// draft of every submission, the ledger of what happened to it, and the frozen
// versions that were handed over. A write is all or nothing and synced, the
// folder is private to the user, one session at a time holds a submission, and
// a file that a newer certwiz wrote is refused and left as it is. Nothing in
// here is ever a secret.
//
// Below the folder that Home names:
//
//	submissions/<slug>/draft.json       the answers given so far
//	submissions/<slug>/ledger.jsonl     what happened, one event a line
//	submissions/<slug>/secrets.json     which secrets are in a vault, by their names
//	submissions/<slug>/lock             who has it open
//	submissions/<slug>/versions/<n>/    what was handed over, with its manifest
package store

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"time"
)

// The most bytes that are read, and therefore written, of one thing.
const (
	maxDraft    = 4 << 20
	maxLedger   = 16 << 20
	maxVersion  = 64 << 20 // all files of one version together
	maxManifest = 1 << 20
)

// What can be wrong with a file or a folder; to be asked with errors.Is. A
// thing that isn't there is fs.ErrNotExist.
var (
	// ErrNewer says a newer certwiz wrote the file.
	ErrNewer = errors.New("written by a newer certwiz")
	// ErrDamaged says the file is not what certwiz wrote.
	ErrDamaged = errors.New("damaged")
	// errReadOnly says the store was opened by OpenReadOnly.
	errReadOnly = errors.New("nothing can be saved")
)

// fileError is something wrong with one of certwiz's own files.
type fileError struct {
	Path    string
	Kind    error  // ErrNewer or ErrDamaged
	Message string // what is wrong and what to do next
}

func (e *fileError) Error() string { return e.Message }
func (e *fileError) Unwrap() error { return e.Kind }

// Store is certwiz's folder on disk. It may be used by several goroutines.
type Store struct {
	// Now is the clock: time.Now unless another one is set before first use.
	Now func() time.Time

	dir      string
	readOnly bool
	writing  sync.Mutex       // one write at a time
	held     map[string]*hold // submissions that are locked, by slug
	holding  sync.Mutex       // guards held and what it holds
}

// Open opens the folder, makes it where it is missing (0700), and finds out
// whether it can be written. The error names the folder and says what to do;
// OpenReadOnly is then the way to go on.
func Open(dir string) (*Store, error) {
	s := OpenReadOnly(dir)
	s.readOnly = false
	if err := prepare(s.submissions()); err != nil {
		return nil, fmt.Errorf("nothing can be saved in %s: %w. Make that folder writable, or set CERTWIZ_HOME to another folder", s.dir, cause(err))
	}
	return s, nil
}

// OpenReadOnly opens the folder without touching it. What is there can be
// read; every call that would write returns errReadOnly.
func OpenReadOnly(dir string) *Store {
	if abs, err := filepath.Abs(dir); err == nil {
		dir = abs
	}
	return &Store{Now: time.Now, dir: dir, readOnly: true, held: map[string]*hold{}}
}

// Dir is the folder, absolute.
func (s *Store) Dir() string { return s.dir }

// ReadOnly reports whether nothing can be saved.
func (s *Store) ReadOnly() bool { return s.readOnly }

// prepare makes the folder of the submissions and tries a file in it. Only
// this folder is closed to others: the one above may be any folder that
// CERTWIZ_HOME names.
func prepare(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	makePrivate(dir)
	probe, err := os.CreateTemp(dir, ".probe-*")
	if err != nil {
		return err
	}
	return errors.Join(probe.Close(), os.Remove(probe.Name()))
}

// makePrivate closes a folder that was made with wider permissions. A file
// system that knows no permissions is no reason to save nothing.
func makePrivate(dir string) {
	if runtime.GOOS == "windows" { // %LocalAppData% is the user's own already
		return
	}
	info, err := os.Stat(dir)
	if err != nil || info.Mode().Perm()&0o077 == 0 {
		return
	}
	_ = os.Chmod(dir, info.Mode().Perm()&^0o077)
}

func (s *Store) submissions() string { return filepath.Join(s.dir, "submissions") }

// folder is the path of a submission's folder.
func (s *Store) folder(slug string) (string, error) {
	if !validSlug(slug) {
		return "", fmt.Errorf("%q can't be the name of a submission: small letters, digits and hyphens are allowed, %d at most", slug, maxSlug)
	}
	return filepath.Join(s.submissions(), slug), nil
}

// writable is folder, refused where nothing can be saved.
func (s *Store) writable(slug string) (string, error) {
	if s.readOnly {
		return "", fmt.Errorf("%w: %s is open for reading only. Set CERTWIZ_HOME to a folder that can be written, and start again", errReadOnly, s.dir)
	}
	return s.folder(slug)
}

// ownFolder is writable, and the folder is there.
func (s *Store) ownFolder(slug string) (string, error) {
	dir, err := s.writable(slug)
	if err != nil {
		return "", err
	}
	if err := makeFolder(dir); err != nil {
		return "", fmt.Errorf("the folder %s could not be made: %w. Check that %s can be written", dir, cause(err), s.dir)
	}
	return dir, nil
}

// makeFolder makes a private folder and sees to it that it stays.
func makeFolder(dir string) error {
	if info, err := os.Stat(dir); err == nil && info.IsDir() {
		return nil
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(dir))
}

var (
	errTooLarge   = errors.New("too large")
	errNotRegular = errors.New("not an ordinary file")
)

// readBounded reads an ordinary file of at most limit bytes. Anything else,
// such as a pipe that would never end, is an error.
func readBounded(path string, limit int64) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errNotRegular
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err != nil {
		return nil, err
	}
	if int64(len(data)) > limit {
		return data[:limit], fmt.Errorf("%w: more than %d MB", errTooLarge, limit>>20)
	}
	return data, nil
}

// cause is the reason inside an error of package os, without the operation and
// the path, which certwiz's own sentence has named already.
func cause(err error) error {
	var path *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &path):
		return path.Err
	case errors.As(err, &link):
		return link.Err
	default:
		return err
	}
}
