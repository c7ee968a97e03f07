package screen

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"github.com/certwiz/certwiz/submission/gate"
	"github.com/certwiz/certwiz/ui/theme"
)

// newDetail explains one finding.
func newDetail(m *Model, h gate.Hold) overlay {
	width := min(m.width-6, theme.TextWidth)
	rule := gate.RuleOf(h.Finding.Rule)
	body := hang(m.holdGlyph(h)+" ", m.th.Title.Render(m.th.Safe(h.Finding.Message)), width)
	add := func(head, s string) {
		if s != "" {
			body = append(body, "", m.th.Faint.Render(head))
			body = append(body, theme.Wrap(m.th.Safe(s), width)...)
		}
	}
	add("How to mend it", h.Finding.Fix)
	add("Where", places(h.Finding.Place.String(), h))
	add("The rule", h.Finding.Rule+": "+rule.Meaning)
	add("In the validator's words", rule.Wording)
	add("Said by", strings.TrimSuffix(string(rule.Origin)+", "+rule.Source, ", "))
	add("Page", rule.Link)
	return &detail{reading{m: m, title: "Finding", body: body}, h}
}

func places(first string, h gate.Hold) string {
	all := []string{first}
	if h.Finding.Place.Pointer != "" && first != h.Finding.Place.Pointer {
		all[0] += "  " + h.Finding.Place.Pointer
	}
	for i, p := range h.Finding.More {
		if i == 20 {
			all = append(all, fmt.Sprintf("and %d more", len(h.Finding.More)-i))
			break
		}
		all = append(all, p.String()+"  "+p.Pointer)
	}
	return strings.Join(all, "\n")
}

// detail is the explanation of a finding with what can be done about it.
type detail struct {
	reading
	h gate.Hold
}

func (d *detail) update(msg tea.Msg) tea.Cmd {
	k, ok := msg.(tea.KeyMsg)
	switch {
	case ok && d.m.keys.Editor.Enabled() && matches(k, d.m.keys.Editor) && d.h.Finding.Place.File != "":
		d.m.overlay = nil
		return d.m.editFile("", joinPath(d.m.s.Draft.Folder, d.h.Finding.Place.File), d.h.Finding.Place.Line)
	case ok && matches(k, d.m.keys.Waive) && gate.Waivable(d.h):
		d.m.overlay = newReason(d.m, d.h)
		return d.m.overlay.(*ask).focus()
	}
	return d.reading.update(msg)
}

func (d *detail) bindings() []key.Binding {
	var bindings []key.Binding
	if d.h.Finding.Place.File != "" {
		bindings = append(bindings, d.m.keys.Editor)
	}
	if gate.Waivable(d.h) {
		bindings = append(bindings, d.m.keys.Waive)
	}
	return append(bindings, d.reading.bindings()...)
}

// joinPath is a file of the connector's folder.
func joinPath(folder, name string) string { return filepath.Join(folder, filepath.Base(name)) }
