package session

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// ForEditor writes an answer into a file that only the person can read, for
// their own editor. Never used for secrets.
func (s *Session) ForEditor(field string) (path string, err error) {
	text := s.Draft.Value(field)
	if s.Ports.Store != nil {
		s.edited = slices.DeleteFunc(s.edited, func(other string) bool { return other == field })
		return s.Ports.Store.PutForEditor(s.Draft.Slug, field, text)
	}
	dir, err := os.MkdirTemp("", "certwiz-")
	if err != nil {
		return "", fmt.Errorf("no file for the editor can be made: %w", err)
	}
	path = filepath.Join(dir, field+".md")
	if err := os.WriteFile(path, []byte(text+"\n"), 0o600); err != nil {
		return "", fmt.Errorf("no file for the editor can be written: %w", err)
	}
	return path, nil
}

// FromEditor takes an answer back from the file that ForEditor made, which goes
// once the draft is saved. With keep false the answer stays as it was: the
// editor failed.
func (s *Session) FromEditor(field, path string, keep bool) error {
	if s.Ports.Store == nil {
		defer os.RemoveAll(filepath.Dir(path))
	}
	text, err := s.fromEditor(field, path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // the person removed it: nothing was edited
	}
	if err == nil && keep {
		s.Set(field, text)
	}
	if err == nil {
		s.edited, s.dirty = append(s.edited, field), true
	}
	return err
}

func (s *Session) fromEditor(field, path string) (string, error) {
	if s.Ports.Store != nil {
		return s.Ports.Store.ReadFromEditor(s.Draft.Slug, field)
	}
	data, err := readDocument(path)
	if err != nil {
		return "", fmt.Errorf("what you edited can't be read: %w", err)
	}
	return strings.TrimSpace(string(data)), nil
}

// recoverEdited takes the answers that were open in an editor when certwiz was
// killed.
func (s *Session) recoverEdited() (notes []string) {
	for _, id := range s.Ports.Store.InEditor(s.Draft.Slug) {
		f, _, ok := s.Portal.Field(id)
		if !ok {
			continue // another portal's
		}
		before := strings.TrimSpace(s.Draft.Value(id))
		if err := s.FromEditor(id, "", true); err != nil {
			notes = append(notes, err.Error()+".")
		} else if s.Draft.Value(id) != before {
			notes = append(notes, fmt.Sprintf("certwiz ended while %q was open in your editor. What you saved there is the answer now.", f.Label))
		}
	}
	return notes
}
