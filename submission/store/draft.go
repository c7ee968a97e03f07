package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	"github.com/certwiz/certwiz/submission"
)

const draftFile = "draft.json"

// SaveDraft writes a draft under its slug, whose Lock the caller holds. When it
// returns nil the draft is on the disk; when it returns an error a whole draft
// is there all the same: the one saved before, or this one where only the
// disk's confirmation is missing. Give it a Clone where the draft goes on
// changing. A draft that was damaged is kept beside the new one as
// draft.json.damaged-<time>; one of a newer certwiz is left alone, and the
// error is ErrNewer.
func (s *Store) SaveDraft(d submission.Draft) error {
	data, err := s.encodeDraft(d)
	if err != nil {
		return err
	}
	s.writing.Lock()
	defer s.writing.Unlock()
	dir, err := s.ownFolder(d.Slug)
	if err != nil {
		return err
	}
	if err := s.stillHeld(d.Slug, dir); err != nil {
		return err
	}
	path := filepath.Join(dir, draftFile)
	damaged, err := s.mayReplace(d.Slug)
	if err != nil {
		return err
	}
	aside := ""
	switch {
	case damaged:
		aside = s.asideName(path, "damaged")
	case s.changedSince(d.Slug, path):
		aside = s.asideName(path, "changed")
	}
	if err := s.putDraft(path, data, aside); err != nil {
		return fmt.Errorf("the draft could not be saved in %s: %w. The one saved before is unchanged; free some space or make the folder writable, and save again", dir, cause(err))
	}
	s.savedDraft(d.Slug, data)
	if err := syncFolder(dir); err != nil {
		return fmt.Errorf("the draft was saved in %s, but the disk did not confirm it: %w. Save again", dir, cause(err))
	}
	if aside != "" && !damaged {
		return &ChangedError{Aside: aside}
	}
	return nil
}

// mayReplace says whether the draft on the disk is damaged, and refuses where
// what is there would be lost.
func (s *Store) mayReplace(slug string) (damaged bool, err error) {
	_, err = s.LoadDraft(slug)
	switch {
	case err == nil, errors.Is(err, fs.ErrNotExist):
		return false, nil
	case errors.Is(err, ErrDamaged):
		return true, nil
	default:
		return false, err
	}
}

// putDraft replaces the draft. The one before it goes to aside where a name is
// given.
func (s *Store) putDraft(path string, data []byte, aside string) error {
	temp, err := writeTemp(path, data, anyAge)
	if err != nil {
		return err
	}
	if aside != "" {
		err = replace(path, aside)
	}
	if err == nil {
		err = replace(temp, path)
	}
	if err != nil {
		_ = os.Remove(temp)
	}
	return err
}

// asideName is a name under which a draft can stay, and why it does.
func (s *Store) asideName(path, why string) string {
	aside := path + "." + why + "-" + stamp(s.Now())
	name := aside
	for n := 2; exists(name); n++ {
		name = aside + "-" + strconv.Itoa(n)
	}
	return name
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// LoadDraft reads the draft of a submission. The error is fs.ErrNotExist when
// there is none, ErrDamaged or ErrNewer (a *fileError) when there is one that
// can't be used.
func (s *Store) LoadDraft(slug string) (submission.Draft, error) {
	dir, err := s.folder(slug)
	if err != nil {
		return submission.Draft{}, err
	}
	path := filepath.Join(dir, draftFile)
	data, err := readBounded(path, maxDraft)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		s.sawDraft(slug, nil)
		return submission.Draft{}, fmt.Errorf("%s has no draft: %w", slug, fs.ErrNotExist)
	case errors.Is(err, errTooLarge), errors.Is(err, errNotRegular):
		return submission.Draft{}, damagedDraft(path, err)
	case err != nil:
		return submission.Draft{}, fmt.Errorf("the draft %s could not be read: %w. Make the file readable, or move it away to begin again", path, cause(err))
	}
	s.sawDraft(slug, data)
	d, err := decodeDraft(path, data)
	if err != nil {
		return submission.Draft{}, err
	}
	d.Slug = slug // where it was found, should the folder have been copied
	return d, nil
}

func decodeDraft(path string, data []byte) (submission.Draft, error) {
	var head struct {
		Format int `json:"format"`
	}
	if err := json.Unmarshal(data, &head); err != nil {
		return submission.Draft{}, damagedDraft(path, err)
	}
	if head.Format > submission.DraftFormat {
		return submission.Draft{}, newer(path, head.Format, submission.DraftFormat)
	}
	if head.Format < 1 {
		return submission.Draft{}, damagedDraft(path, errors.New("it names no format"))
	}
	var d submission.Draft
	if err := json.Unmarshal(data, &d); err != nil {
		return submission.Draft{}, damagedDraft(path, err)
	}
	if d.Answers == nil {
		d.Answers = map[string]submission.Answer{}
	}
	return d, nil
}

func damagedDraft(path string, why error) error {
	return &fileError{Path: path, Kind: ErrDamaged, Message: fmt.Sprintf(
		"the draft %s is damaged (%v). It stays as it is; when a new draft is saved, this one is kept beside it as %s.damaged-<time>", path, why, draftFile)}
}

func newer(path string, format, known int) error {
	return &fileError{Path: path, Kind: ErrNewer, Message: fmt.Sprintf(
		"%s was written by a newer certwiz (format %d, this one knows %d). It stays as it is; open it with the newer certwiz", path, format, known)}
}

func (s *Store) encodeDraft(d submission.Draft) ([]byte, error) {
	if d.Format == 0 {
		d.Format = submission.DraftFormat
	}
	if d.Format != submission.DraftFormat {
		return nil, fmt.Errorf("a draft of format %d can't be saved by this certwiz, which writes format %d: %w", d.Format, submission.DraftFormat, ErrNewer)
	}
	if d.Saved.IsZero() {
		d.Saved = s.Now().UTC()
	}
	data, err := encode(d)
	if err != nil {
		return nil, fmt.Errorf("the draft could not be written down: %w", err)
	}
	if len(data) > maxDraft {
		return nil, fmt.Errorf("the draft is %.1f MB, %d MB allowed. Shorten the longest answer", float64(len(data))/(1<<20), maxDraft>>20)
	}
	return data, nil
}

// encode is JSON that a person can read: indented, with < and & as they are.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(v)
	return b.Bytes(), err
}
