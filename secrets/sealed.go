package secrets

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/gofrs/flock"
)

const (
	// defaultWorkFactor is the default cost of trying one passphrase: scrypt with
	// N = 2^17, r = 8, p = 1, the least that OWASP's Password Storage Cheat
	// Sheet recommends. It takes about half a second and 128 MB.
	defaultWorkFactor = 17

	// maxWorkFactor bounds what a file can make us spend: 256 MB, the cost of
	// a file from the age command line.
	maxWorkFactor = 18

	// maxSealed bounds the file, sealed and open.
	maxSealed = 1 << 20 // bytes

	// leastPassphrase is how many characters the passphrase of a new file has at
	// least. Whoever has the file may try passphrases for as long as they like.
	leastPassphrase = 12

	lockLimit = 3 * time.Second
	lockRetry = 50 * time.Millisecond
)

// SealedFile is a vault in one file that is encrypted with a passphrase in the
// age format; "age --decrypt FILE" opens it too. The open contents are only
// ever in memory. Opening and writing each cost one passphrase trial, see
// defaultWorkFactor; reading again costs nothing until the file changes.
type SealedFile struct {
	path       string
	passphrase Secret
	workFactor int

	mu   sync.Mutex
	seen [sha256.Size]byte // digest of the file that kept was read from
	kept map[string]Secret // nil until the file was read
}

// NewSealedFile is the vault in the file at path, which need not exist yet.
// workFactor is the base-2 logarithm of scrypt's N, 1 to 18, and 0 for
// defaultWorkFactor; tests use a small one.
func NewSealedFile(path string, passphrase Secret, workFactor int) (*SealedFile, error) {
	if passphrase.Empty() {
		return nil, ErrNoPassphrase
	}
	if workFactor == 0 {
		workFactor = defaultWorkFactor
	}
	if workFactor < 1 || workFactor > maxWorkFactor {
		return nil, fmt.Errorf("secrets: work factor %d is not between 1 and %d", workFactor, maxWorkFactor)
	}
	return &SealedFile{path: path, passphrase: passphrase, workFactor: workFactor}, nil
}

// Place completes "kept ...".
func (*SealedFile) Place() string { return "in a file sealed with your passphrase" }

// Unlock tries the passphrase: nil when it opens the file, or when there is no
// file yet; otherwise ErrPassphrase, ErrDamaged, ErrNewer or ErrNotAFile.
func (f *SealedFile) Unlock(ctx context.Context) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.read(ctx)
}

// Set keeps s in the file.
func (f *SealedFile) Set(ctx context.Context, ref string, s Secret) error {
	if err := checkSet(ref, s, maxSize); err != nil {
		return err
	}
	return f.change(ctx, func(kept map[string]Secret) error {
		kept[ref] = New(s.Open())
		return nil
	})
}

// Get is the secret under ref.
func (f *SealedFile) Get(ctx context.Context, ref string) (Secret, error) {
	if !validRef(ref) {
		return Secret{}, ErrRef
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := f.read(ctx); err != nil {
		return Secret{}, err
	}
	s, ok := f.kept[ref]
	if !ok {
		return Secret{}, ErrNotFound
	}
	return New(s.Open()), nil
}

// Delete forgets the secret under ref. The file stays, even when it is empty.
func (f *SealedFile) Delete(ctx context.Context, ref string) error {
	if !validRef(ref) {
		return ErrRef
	}
	return f.change(ctx, func(kept map[string]Secret) error {
		if _, ok := kept[ref]; !ok {
			return ErrNotFound
		}
		delete(kept, ref)
		return nil
	})
}

// Wipe forgets the open contents and the passphrase; the file stays sealed.
// The vault is of no use afterwards.
func (f *SealedFile) Wipe() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.forget()
	f.passphrase.Wipe()
}

// change reads the file, lets edit change a copy of its contents, and writes
// that. A lock beside the file keeps two sessions from losing each other's
// secrets. On any error the file is what it was.
func (f *SealedFile) change(ctx context.Context, edit func(map[string]Secret) error) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	unlock, err := f.lock(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	if err := f.read(ctx); err != nil {
		return err
	}
	next := maps.Clone(f.kept)
	if err := edit(next); err != nil {
		return err
	}
	sealed, err := seal(next, f.passphrase, f.workFactor)
	if err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := replaceFile(f.path, sealed); err != nil {
		return fileError(err)
	}
	f.kept, f.seen = next, sha256.Sum256(sealed)
	return nil
}

func (f *SealedFile) lock(ctx context.Context) (unlock func(), err error) {
	if err := os.MkdirAll(filepath.Dir(f.path), 0o700); err != nil {
		return nil, fileError(err)
	}
	timed, cancel := context.WithTimeout(ctx, lockLimit)
	defer cancel()
	lock := flock.New(f.path+".lock", flock.SetPermissions(0o600))
	if _, err := lock.TryLockContext(timed, lockRetry); err != nil {
		if errors.Is(err, context.DeadlineExceeded) {
			return nil, ErrBusy
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, fileError(err)
	}
	return func() { lock.Unlock() }, nil
}

// read brings kept up to date with the file.
func (f *SealedFile) read(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	sealed, err := readFile(f.path)
	if errors.Is(err, os.ErrNotExist) {
		if utf8.RuneCountInString(f.passphrase.Open()) < leastPassphrase {
			return ErrShortPassphrase
		}
		f.forget()
		f.kept, f.seen = map[string]Secret{}, [sha256.Size]byte{}
		return nil
	}
	if err != nil {
		return fileError(err)
	}
	digest := sha256.Sum256(sealed)
	if f.kept != nil && digest == f.seen {
		return nil
	}
	kept, err := unseal(sealed, f.passphrase)
	if err != nil {
		return err
	}
	f.forget()
	f.kept, f.seen = kept, digest
	return nil
}

func (f *SealedFile) forget() {
	for _, s := range f.kept {
		s.Wipe()
	}
	f.kept = nil
}
