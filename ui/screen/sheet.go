package screen

import (
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"github.com/certwiz/certwiz/submission/standing"
	"github.com/certwiz/certwiz/ui/handoff"
)

// openSheet shows the hand-off of the version that is frozen.
func (m *Model) openSheet() {
	m.overlay = nil
	m.sheet = handoff.New(handoff.Options{
		Session: m.s, Theme: m.th, Out: m.o.Out, Run: m.keep, Background: m.o.background, Now: m.o.Now,
	})
}

// mayTakeBack tells whether the frozen version may still be edited: nobody has
// confirmed that the portal took it.
func (m *Model) mayTakeBack() bool {
	stage := m.s.Standing().Stage
	return stage == standing.HandedOver || stage == standing.RefusedBy
}

// takeBack asks, then goes back to editing.
func (m *Model) takeBack() {
	m.overlay = &question{m: m, title: "Go back to editing?", body: []string{
		"The frozen version stays in the record as it is.",
		"What you hand over next is another version.",
	}, yes: func() tea.Cmd {
		leave := m.sheet.Leave()
		m.sheet = nil
		return tea.Batch(leave, m.keep("", m.s.TakeBack()), m.focus())
	}}
}

// sheetKeys are the keys of the hand-off, and the session's own.
func (m *Model) sheetKeys() []key.Binding {
	keys := m.sheet.Keys()
	if m.mayTakeBack() {
		keys = append(keys, m.keys.Edit)
	}
	help := m.keys.Help
	help.SetHelp("f1", "help")
	return append(keys, m.keys.Leave, help)
}
