package screen

import (
	"context"
	"errors"
	"maps"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/certwiz/certwiz/submission/session"
)

// write puts the section into its file, nil when nothing was changed. While it
// is being written, what was typed since is written after that: two writers at
// once would take each other's text for somebody else's.
func (e *sectionEditor) write() tea.Cmd {
	value := e.area.Value()
	switch {
	case e.over:
		return nil
	case e.writing:
		e.again = value != e.sent.shown
		return nil
	case value == e.shown:
		return nil
	}
	mine, err := e.mine()
	if err != nil {
		e.m.notice = "not written: " + err.Error()
		return nil
	}
	e.send(mine)
	job := e.m.s.WriteDocument(e.name, e.base, mine)
	return e.m.keep("writing "+e.name, func(ctx context.Context) session.Result {
		w, _ := job(ctx).(session.Written)
		return sectionWritten{w, e}
	})
}

// send notes what is being written.
func (e *sectionEditor) send(mine []byte) {
	value := e.area.Value()
	e.sent = sentSection{mine, unchangedLines(e.raw, e.shown, value), value}
	e.writing, e.again = true, false
	e.m.writers[e] = true
}

// sectionWritten is what became of a section.
type sectionWritten struct {
	session.Written
	e *sectionEditor
}

// sectionDone goes on from what lies on the disk now, with what was typed since.
func (m *Model) sectionDone(w sectionWritten) tea.Cmd {
	e := w.e
	again := e.again
	e.writing, e.again = false, false
	delete(m.writers, e)
	if w.Err == nil && len(w.Conflicts) == 0 {
		e.rebase(w.Text)
		if again {
			return e.write()
		}
		return nil
	}
	if again && w.Err == nil {
		return e.write() // the conflict is about what was typed last
	}
	if w.Err == nil || m.section() != e {
		e.over = true
		if mine, err := e.mine(); err == nil {
			w.Mine = mine
		}
	}
	return m.wasWritten(w.Written)
}

// wasWritten asks about a conflict, and keeps aside what could not be written.
func (m *Model) wasWritten(w session.Written) tea.Cmd {
	switch {
	case len(w.Conflicts) > 0:
		m.left, m.leaving = false, false // nothing is dropped by leaving
		m.overlay = newConflict(m, w)
	case w.Err != nil && m.section() == nil:
		return m.keep("keeping your text", m.s.KeepAside(w.Name, w.Mine))
	case w.Err != nil:
		m.left, m.leaving = false, false
		m.notice = w.Err.Error() + "; what you write stays here, and is kept beside it when you leave"
	}
	return nil
}

// section is the editor that is open, also below its guide; nil for none.
func (m *Model) section() *sectionEditor {
	switch o := m.overlay.(type) {
	case *sectionEditor:
		return o
	case *guide:
		return o.e
	}
	return nil
}

// flushSections writes what is typed in sections now, in this goroutine: the
// program ends, or something went wrong. What can't be written is kept beside
// its document.
func (m *Model) flushSections(ctx context.Context) error {
	waiting := maps.Clone(m.writers)
	if e := m.section(); e != nil {
		waiting[e] = true
	}
	var failed error
	for e := range waiting {
		failed = errors.Join(failed, e.flush(ctx))
	}
	if c, ok := m.overlay.(*conflict); ok {
		failed = errors.Join(failed, m.aside(ctx, c.w.Name, c.w.Mine))
	}
	return failed
}

// flush writes one section, with what is on its way to the disk as its base
// where that has arrived.
func (e *sectionEditor) flush(ctx context.Context) error {
	if e.over || e.empty() || e.area.Value() == e.shown && !e.writing {
		return nil
	}
	mine, err := e.mine()
	if err != nil {
		return err
	}
	arrived := e.sent.text
	w, _ := e.m.s.WriteDocument(e.name, e.base, mine)(ctx).(session.Written)
	if len(w.Conflicts) > 0 && e.writing {
		w, _ = e.m.s.WriteDocument(e.name, arrived, mine)(ctx).(session.Written)
	}
	if w.Err != nil || len(w.Conflicts) > 0 {
		e.over = true
		return e.m.aside(ctx, e.name, mine)
	}
	if !e.writing {
		e.send(mine)
		e.writing = false
		delete(e.m.writers, e)
		e.m.s.Take(w)
		e.rebase(w.Text)
	}
	return nil
}

// aside keeps a text beside its document, and says why it could not.
func (m *Model) aside(ctx context.Context, name string, text []byte) error {
	m.s.Do(ctx, m.s.KeepAside(name, text))
	return m.s.NotAside(name)
}
