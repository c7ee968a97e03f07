package screen

import (
	"path/filepath"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"github.com/certwiz/certwiz/ui/theme"
	"github.com/certwiz/certwiz/ui/view"
)

// newDetail explains one finding.
func newDetail(m *Model, f view.Finding) overlay {
	width := min(m.width-6, theme.TextWidth)
	body := hang(m.glyph(f.Mark)+" ", m.th.Title.Render(m.th.Safe(f.Message)), width)
	for _, a := range f.Explanation() {
		body = append(body, "", m.th.Faint.Render(a.Head))
		body = append(body, theme.Wrap(m.th.Safe(a.Text), width)...)
	}
	return &detail{reading{m: m, title: "Finding", body: body}, f}
}

// detail is the explanation of a finding with what can be done about it.
type detail struct {
	reading
	f view.Finding
}

func (d *detail) update(msg tea.Msg) tea.Cmd {
	k, ok := msg.(tea.KeyMsg)
	switch {
	case ok && d.m.keys.Editor.Enabled() && matches(k, d.m.keys.Editor) && d.f.Hold.Finding.Place.File != "":
		d.m.overlay = nil
		return d.m.editFile("", joinPath(d.m.s.Draft.Folder, d.f.Hold.Finding.Place.File), d.f.Hold.Finding.Place.Line)
	case ok && matches(k, d.m.keys.Waive) && d.f.Waivable:
		d.m.overlay = newReason(d.m, d.f.Hold)
		return d.m.overlay.(*ask).focus()
	}
	return d.reading.update(msg)
}

func (d *detail) bindings() []key.Binding {
	var bindings []key.Binding
	if d.f.Hold.Finding.Place.File != "" {
		bindings = append(bindings, d.m.keys.Editor)
	}
	if d.f.Waivable {
		bindings = append(bindings, d.m.keys.Waive)
	}
	return append(bindings, d.reading.bindings()...)
}

// joinPath is a file of the connector's folder.
func joinPath(folder, name string) string { return filepath.Join(folder, filepath.Base(name)) }
