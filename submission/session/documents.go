package session

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/checks/prose"
	"github.com/certwiz/certwiz/submission/portal"
)

// document is intro.md or readme.md as it lies in the folder, nil when it is
// not there.
func (s *Session) document(name string) *connector.File {
	if s.Folder == nil {
		return nil
	}
	if name == "intro.md" {
		return s.Folder.Artifacts.Intro
	}
	return s.Folder.Artifacts.Readme
}

// Document is the text of intro.md or readme.md in the folder.
func (s *Session) Document(name string) (text []byte, there bool) {
	f := s.document(name)
	if f == nil {
		return nil, false
	}
	return f.Data, true
}

// DocumentPath is where it lies, or would.
func (s *Session) DocumentPath(name string) string {
	if f := s.document(name); f != nil {
		name = f.Name
	}
	return filepath.Join(s.Draft.Folder, name)
}

// written is the end of writing a document.
type written struct {
	err  error
	then Job
}

// Apply notes whether it was written and reads the folder again.
func (r written) Apply(s *Session) {
	if r.err != nil {
		s.SaveErr = r.err
		return
	}
	if r.then != nil {
		r.then(context.Background()).Apply(s)
	}
}

// WriteTemplate writes a document from Microsoft's template, with what the
// connector says filled in. A document that is there is never overwritten.
func (s *Session) WriteTemplate(name string) Job {
	path, text := s.DocumentPath(name), s.template(name)
	read := s.ReadFolder()
	return func(ctx context.Context) Result {
		f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
		if err != nil {
			return written{err: fmt.Errorf("%s can't be written: %w", name, err)}
		}
		_, err = f.WriteString(text)
		if closed := f.Close(); err == nil {
			err = closed
		}
		if err != nil {
			return written{err: fmt.Errorf("%s can't be written: %w", name, err)}
		}
		return read(ctx)
	}
}

func (s *Session) template(name string) string {
	facts := s.facts()
	known := prose.Known{Title: facts.Title, Description: facts.Description, NeedsAuth: len(facts.Auth) > 0, Contact: facts.ContactEmail}
	for _, a := range facts.Auth {
		if a.Kind == "oauth2" {
			known.SignIn = "OAuth 2.0"
		}
		if a.Kind == "apiKey" && known.SignIn == "" {
			known.SignIn = "an API key"
		}
	}
	if name == "intro.md" {
		return prose.Template(known)
	}
	var operations []prose.Operation
	for _, o := range facts.Operations {
		if !o.Internal {
			operations = append(operations, prose.Operation{ID: o.ID, Summary: o.Summary})
		}
	}
	return prose.ReadmeTemplate(known, operations)
}

// SectionText is a section of a document as it stands in the file, its heading
// included.
func SectionText(text []byte, i int) string {
	from, to := sectionLines(text, i)
	return strings.TrimRight(strings.Join(splitLines(text)[from:to], "\n"), "\n")
}

// WriteSection puts a section back into its file. The file must still be the
// one the section was taken from; otherwise nothing is written.
func (s *Session) WriteSection(name string, was []byte, i int, section string) Job {
	path := s.DocumentPath(name)
	read := s.ReadFolder()
	return func(ctx context.Context) Result {
		now, err := os.ReadFile(path)
		if err != nil {
			return written{err: fmt.Errorf("%s can't be read: %w", name, err)}
		}
		if !bytes.Equal(now, was) {
			return written{err: fmt.Errorf("%s was changed by another program meanwhile: nothing was written, open the section again", name)}
		}
		if err := replaceFile(path, replaceSection(was, i, section)); err != nil {
			return written{err: fmt.Errorf("%s can't be written: %w", name, err)}
		}
		return read(ctx)
	}
}

// replaceFile writes a file beside the old one and then takes its place, so
// that a full disk never costs the old text.
func replaceFile(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".certwiz-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // no-op once renamed
	_, err = f.Write(data)
	if err == nil {
		err = f.Chmod(0o644)
	}
	if synced := f.Sync(); err == nil {
		err = synced
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

func replaceSection(text []byte, i int, section string) []byte {
	lines := splitLines(text)
	from, to := sectionLines(text, i)
	end := "\n"
	if bytes.Contains(text, []byte("\r\n")) {
		end = "\r\n"
	}
	var out []string
	out = append(out, lines[:from]...)
	out = append(out, strings.Split(strings.TrimRight(section, "\n"), "\n")...)
	if to < len(lines) {
		out = append(out, "")
		out = append(out, lines[to:]...)
	}
	return []byte(strings.TrimRight(strings.Join(out, end), "\r\n") + end)
}

// sectionLines are the lines of a section, from its heading to the next.
func sectionLines(text []byte, i int) (from, to int) {
	outline := prose.Outline(text)
	lines := splitLines(text)
	if i < 0 || i >= len(outline) {
		return len(lines), len(lines)
	}
	if outline[i].Level > 0 {
		from = outline[i].Line - 1
	}
	to = len(lines)
	if i+1 < len(outline) {
		to = outline[i+1].Line - 1
	}
	return min(from, len(lines)), min(max(from, to), len(lines))
}

func splitLines(text []byte) []string {
	return strings.Split(strings.ReplaceAll(string(text), "\r\n", "\n"), "\n")
}

// Options are the choices that are not known before the session.
func (s *Session) Options(lists string) []portal.Option {
	if lists != "versions" {
		return nil
	}
	var options []portal.Option
	for n := s.Draft.Version - 1; n >= 1; n-- {
		note := ""
		if n == s.Draft.Version-1 {
			note = "the most recent"
		}
		options = append(options, portal.Option{Value: fmt.Sprint(n), Label: fmt.Sprintf("version %d", n), Note: note})
	}
	return options
}
