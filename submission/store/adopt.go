package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/certwiz/certwiz/submission"
)

// A version is frozen once its folder is there; the event that says so is
// written after it. A process that is killed between the two, or a disk that is
// full by then, leaves a version without its event. Whoever reads the ledger
// gets that event all the same, so that all agree, and Adopt writes it down.

// adopt puts the events in that versions on the disk lack, and returns them.
func (s *Store) adopt(slug string, events submission.Ledger) (all, adopted submission.Ledger) {
	versions, err := s.Versions(slug)
	if err != nil {
		return events, nil
	}
	for _, n := range versions {
		if slices.ContainsFunc(events, func(e submission.Event) bool { return e.Kind == submission.Frozen && e.Version == n }) {
			continue
		}
		at, err := s.frozenAt(slug, n)
		if err != nil {
			continue // it can't be verified, and whoever needs it says so
		}
		e := submission.Event{Format: ledgerFormat, Kind: submission.Frozen, At: at, Version: n}
		i := slices.IndexFunc(events, func(other submission.Event) bool { return other.At.After(at) })
		if i < 0 {
			i = len(events)
		}
		events, adopted = slices.Insert(slices.Clone(events), i, e), append(adopted, e)
	}
	return events, adopted
}

// frozenAt is when a version was frozen, by its own answers.
func (s *Store) frozenAt(slug string, n int) (time.Time, error) {
	p, err := s.Version(slug, n)
	if err != nil {
		return time.Time{}, err
	}
	var frozen struct {
		At time.Time `json:"at"`
	}
	if err := json.Unmarshal(p.Submission, &frozen); err != nil || frozen.At.IsZero() {
		return s.folderTime(slug, n)
	}
	return frozen.At, nil
}

// folderTime is when a version's manifest was written.
func (s *Store) folderTime(slug string, n int) (time.Time, error) {
	dir, err := s.VersionDir(slug, n)
	if err != nil {
		return time.Time{}, err
	}
	info, err := os.Lstat(filepath.Join(dir, manifestFile))
	if err != nil {
		return time.Time{}, err
	}
	return info.ModTime().UTC(), nil
}

// Adopt writes down what a killed process or a full disk left out of the
// ledger, for the holder of the submission's Lock, and returns it.
func (s *Store) Adopt(slug string) (submission.Ledger, error) {
	events, problems, err := s.readLedger(slug)
	if err != nil || slices.ContainsFunc(problems, func(err error) bool { return errors.Is(err, ErrNewer) }) {
		return nil, err
	}
	_, adopted := s.adopt(slug, events)
	for i, e := range adopted {
		if err := s.Append(slug, e); err != nil {
			return adopted[:i], err
		}
	}
	return adopted, nil
}

// FreezeAndRecord writes a version's folder, then the event that it was frozen.
// Where the event can't be written the version is taken back, so that there are
// both or neither; what a killed process leaves of it, Adopt mends.
func (s *Store) FreezeAndRecord(p Package, e submission.Event) (dir string, err error) {
	if dir, err = s.Freeze(p); err != nil {
		return "", err
	}
	err = s.Append(p.Slug, e)
	if err == nil || s.recorded(p.Slug, e) {
		return dir, nil // only the disk's confirmation is missing: Adopt would write it again
	}
	if undone := s.discard(dir); undone != nil {
		return "", fmt.Errorf("version %d is frozen in %s, but that was not recorded: %w. The next start of certwiz goes on with it", p.Version, dir, err)
	}
	return "", err
}

func (s *Store) recorded(slug string, e submission.Event) bool {
	events, _, err := s.readLedger(slug)
	return err == nil && slices.ContainsFunc(events, func(other submission.Event) bool {
		return other.Kind == e.Kind && other.Version == e.Version && other.At.Equal(e.At)
	})
}

// discard takes a version's folder back. It loses its name first, in one step.
func (s *Store) discard(dir string) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	temp := filepath.Join(filepath.Dir(dir), newVersion+"back-"+filepath.Base(dir))
	if err := replace(dir, temp); err != nil {
		return err
	}
	return errors.Join(os.RemoveAll(temp), syncFolder(filepath.Dir(dir)))
}
