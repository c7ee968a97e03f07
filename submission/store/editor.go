package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// editFolder holds the answers that are open in the person's editor, in a
// submission's folder: nobody else can read it, and the next start finds what a
// killed certwiz left there.
const editFolder = "editor"

// maxEdited is how many bytes are read back.
const maxEdited = 1 << 20

// PutForEditor writes an answer's text into a file for an editor, for the holder
// of the submission's Lock.
func (s *Store) PutForEditor(slug, field, text string) (path string, err error) {
	if _, err := s.ownFolder(slug); err != nil {
		return "", err
	}
	path, err = s.editPath(slug, field)
	if err != nil {
		return "", err
	}
	if err := makeFolder(filepath.Dir(path)); err != nil {
		return "", fmt.Errorf("no file for the editor can be made: %w", cause(err))
	}
	if err := os.WriteFile(path, []byte(text+"\n"), 0o600); err != nil {
		return "", fmt.Errorf("no file for the editor can be written: %w", cause(err))
	}
	return path, nil
}

// ReadFromEditor reads what an editor left; fs.ErrNotExist where there is no file.
func (s *Store) ReadFromEditor(slug, field string) (text string, err error) {
	path, err := s.editPath(slug, field)
	if err != nil {
		return "", err
	}
	data, err := readBounded(path, maxEdited)
	if errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	if err != nil {
		return "", fmt.Errorf("what you edited can't be read: %w; it is in %s", cause(err), path)
	}
	return strings.TrimSpace(string(data)), nil
}

// DropFromEditor removes the file of an answer that is in the draft by now.
func (s *Store) DropFromEditor(slug, field string) {
	if path, err := s.editPath(slug, field); err == nil && !s.readOnly {
		_ = os.Remove(path) // the next start finds that the draft has it
	}
}

func (s *Store) editPath(slug, field string) (string, error) {
	dir, err := s.folder(slug)
	if err != nil {
		return "", err
	}
	if field == "" || filepath.Base(field) != field {
		return "", fmt.Errorf("%q can't be the name of a file", field)
	}
	return filepath.Join(dir, editFolder, field+".md"), nil
}

// InEditor lists the fields whose answers are in files for an editor.
func (s *Store) InEditor(slug string) []string {
	dir, err := s.folder(slug)
	if err != nil {
		return nil
	}
	entries, _ := os.ReadDir(filepath.Join(dir, editFolder))
	var fields []string
	for _, e := range entries {
		if field, ok := strings.CutSuffix(e.Name(), ".md"); ok && e.Type().IsRegular() {
			fields = append(fields, field)
		}
	}
	return fields
}
