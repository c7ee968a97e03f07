package session

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/prose"
	"github.com/certwiz/certwiz/submission/document"
	"github.com/certwiz/certwiz/submission/portal"
)

// document is intro.md or readme.md as it lies in the folder, nil when it is
// not there.
func (s *Session) document(name string) *checks.File {
	if s.Folder == nil {
		return nil
	}
	switch name {
	case portal.RoleIntro.Document():
		return s.Folder.Artifacts.Intro
	case portal.RoleReadme.Document():
		return s.Folder.Artifacts.Readme
	default:
		return nil
	}
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
	name string
	err  error
}

// Apply notes why it could not be written.
func (r written) Apply(s *Session) {
	if r.err != nil {
		s.fail(r.name, r.err)
		return
	}
	s.undone(r.name)
}

// WriteDraft writes a document's draft from what the connector says and from
// the other document. A document that is there is never overwritten.
func (s *Session) WriteDraft(name string) Job {
	path, read := s.DocumentPath(name), s.ReadFolder()
	var text []byte
	if fault := Contain("drafting "+name, func() { text = s.draft(name) }); fault != nil {
		return func(context.Context) Result { return written{name, fault} }
	}
	return func(ctx context.Context) Result {
		f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
		if err != nil {
			return written{name, fmt.Errorf("%s can't be written: %w", name, err)}
		}
		_, err = f.Write(text)
		if closed := f.Close(); err == nil {
			err = closed
		}
		if err != nil {
			return written{name, fmt.Errorf("%s can't be written: %w", name, err)}
		}
		return read(ctx)
	}
}

// DocumentKind is the template that a document follows.
func (s *Session) DocumentKind(name string) prose.Kind {
	switch {
	case name == portal.FileIntro:
		return prose.KindIntro
	case s.Independent():
		return prose.KindIndependentReadme
	default:
		return prose.KindReadme
	}
}

// Guide says of each section of a document how far it is. text is the document
// as it is being written, nil when there is none. Where certwiz fails on it, it
// is nil, and FaultAt says why.
func (s *Session) Guide(name string, text []byte) []prose.SectionState {
	place := name
	var subject prose.Subject
	if s.Folder != nil {
		subject = s.Folder.Prose()
	}
	if f := s.document(name); f != nil {
		name = f.Name
	}
	var doc *checks.File
	if text != nil {
		doc = &checks.File{Name: name, Data: text}
	}
	had := s.FaultAt(place)
	var states []prose.SectionState
	s.contained(place, func() { states = s.guide(s.DocumentKind(name), doc, subject) })
	if s.FaultAt(place) != had {
		s.Judge()
	}
	return states
}

// Written is what became of a document that was written here: what lies on the
// disk now, or what can't be decided without a person.
type Written struct {
	Name      string
	Text      []byte // as it lies on the disk now
	Conflicts []document.Conflict
	Mine      []byte // what was to be written, when it was not
	Err       error
	then      Result
}

// Apply reads the folder again once it was written.
func (r Written) Apply(s *Session) {
	if r.Err != nil {
		s.fail(r.Name, r.Err)
		return
	}
	s.undone(r.Name)
	if r.then != nil {
		r.then.Apply(s)
	}
}

// WriteDocument writes a document that was base and is now mine. What another
// program changed meanwhile is merged section by section; where both changed
// the same section nothing is written, and the conflicts say so: what lies on
// the disk is the truth.
func (s *Session) WriteDocument(name string, base, mine []byte) Job {
	folder, path, again := s.Draft.Folder, s.DocumentPath(name), Contained(LookFolder, s.ReadFolder())
	write := func(ctx context.Context) Written {
		path, err := target(folder, path)
		var disk []byte
		if err == nil {
			disk, err = readDocument(path)
		}
		if err != nil {
			return Written{Name: name, Mine: mine, Err: fmt.Errorf("%s can't be read: %w", name, err)}
		}
		merged := document.Merge(base, mine, disk)
		if len(merged.Conflicts) > 0 {
			return Written{Name: name, Text: disk, Mine: mine, Conflicts: merged.Conflicts, then: again(ctx)}
		}
		if !bytes.Equal(merged.Text, disk) {
			if err := replaceFile(path, merged.Text, publicFile); err != nil {
				return Written{Name: name, Text: disk, Mine: mine, Err: fmt.Errorf("%s can't be written: %w", name, err)}
			}
		}
		return Written{Name: name, Text: merged.Text, then: again(ctx)}
	}
	return func(ctx context.Context) Result {
		w := Written{Name: name, Mine: mine}
		if fault := Contain("writing "+name, func() { w = write(ctx) }); fault != nil {
			w.Err = fault
		}
		return w
	}
}

// besideIt ends the name of what was written here and could not be put into its
// document.
const besideIt = ".yours"

// KeepAside writes a text beside its document, under a name of its own, so that
// nothing that was written is lost.
func (s *Session) KeepAside(name string, text []byte) Job {
	path := s.DocumentPath(name)
	return func(context.Context) Result {
		mode := fs.FileMode(0o600)
		if info, err := os.Stat(path); err == nil { // no more public than the document
			mode = info.Mode().Perm()
		}
		if err := replaceFile(path+besideIt, text, mode); err != nil {
			return written{name + besideIt, fmt.Errorf("your text of %s can't be kept: %w", name, err)}
		}
		return written{name: name + besideIt}
	}
}

// publicFile is the mode of a file that is made: it is to be published.
const publicFile = 0o644

// draft is a document's first text: what the connector's files and the other
// document say, and blanks that name what is still to be written.
func (s *Session) draft(name string) []byte {
	var other *document.Doc
	from := portal.RoleReadme.Document()
	if name != portal.FileIntro {
		from = portal.FileIntro
	}
	if text, there := s.Document(from); there {
		doc := document.Parse(text)
		other = &doc
	}
	var known document.Known
	if c := cmp.Or(s.Folder, s.Judged()); c != nil {
		known = document.From(c)
	}
	return document.Draft(s.DocumentKind(name), known, other)
}

// Options are the choices that are not known before the session.
func (s *Session) Options(lists string) []portal.Option {
	if lists != portal.Versions {
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
