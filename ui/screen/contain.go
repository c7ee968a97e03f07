package screen

import (
	"context"
	"errors"
	"fmt"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/certwiz/certwiz/submission/session"
)

// panicked says that work beside the screen ended in a panic.
type panicked struct{ fault error }

// contained runs work beside the screen; a panic becomes a message.
func contained(place string, work func() tea.Msg) (msg tea.Msg) {
	if fault := session.Contain(place, func() { msg = work() }); fault != nil {
		return panicked{fault}
	}
	return msg
}

// notChecked says that certwiz failed on a file, so that nothing is said of it.
func (m *Model) notChecked(why string, width int) []string {
	return hang(m.th.Warn.Render(m.th.Glyphs.Unknown)+" ", m.th.Safe("not checked: "+why), width)
}

// notShown stands where something could not be drawn.
func (m *Model) notShown(fault error, width int) []string {
	return hang(m.th.Warn.Render(m.th.Glyphs.Unknown)+" ", m.th.Safe("not shown: "+fault.Error()), width)
}

// drawn draws a part of the frame. Where that panics the part says so, and the
// rest of the frame is there.
func (m *Model) drawn(place string, width int, draw func() []string) (lines []string) {
	if fault := session.Contain(place, func() { lines = draw() }); fault != nil {
		return m.notShown(fault, width)
	}
	return lines
}

// place is where the person is, for saying where certwiz failed.
func (m *Model) place() string {
	if p := m.current(); p != nil {
		return "the page " + m.th.Safe(p.step.Title)
	}
	return "Submit for review"
}

// stumbled saves what there is before it says that certwiz failed, and whether
// all is kept; the session goes on.
func (m *Model) stumbled(fault error) {
	if err := m.flush(context.Background()); err != nil {
		m.s.Report(fmt.Errorf("%w. Not everything is kept: %v", fault, err))
		return
	}
	m.s.Report(fmt.Errorf("%w. Everything you entered is kept; the session goes on", fault))
}

// flush writes at once what waits to be written, and says what could not be.
func (m *Model) flush(ctx context.Context) error {
	var failed error
	sections := session.Contain("writing the section", func() { failed = m.flushSections(ctx) })
	draft := session.Contain("saving", func() { m.s.Do(ctx, m.s.SaveNow()) })
	return errors.Join(failed, sections, draft, m.s.Unsaved())
}

// bare is the frame when not even its outline can be drawn.
func (m *Model) bare(fault error) []string {
	rows := make([]string, m.height)
	for i, text := range []string{fault.Error(), "ctrl+s leaves certwiz."} {
		if i < len(rows) {
			rows[i] = lastLook(m.th, m.th.Safe(text), m.width)
		}
	}
	return rows
}
