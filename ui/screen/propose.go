package screen

import (
	"io"

	tea "github.com/charmbracelet/bubbletea"
)

// mayPropose tells whether the pull request can be prepared from here.
func (m *Model) mayPropose() bool { return m.o.Propose != nil && m.s.Publisher() != "" }

// propose puts the screen aside, prepares the pull request by plain questions,
// and comes back.
func (m *Model) propose() tea.Cmd {
	questions := &aside{run: func(in io.Reader, out io.Writer) error {
		defer m.o.stops.leaveTo()()
		return m.o.propose(m.s, in, out)
	}}
	if m.o.Out2 != nil {
		questions.out = m.o.Out2 // the terminal itself, not the painter's
	}
	return tea.Exec(questions, func(err error) tea.Msg { return proposed{err} })
}

// proposed is the end of it.
type proposed struct{ err error }

func (m *Model) wasProposed(p proposed) tea.Cmd {
	m.out.forget()
	if p.err != nil {
		m.notice = p.err.Error()
	}
	m.s.Judge()
	m.s.SettleForGitHub()
	m.s.AskAgain()
	return tea.EnableMouseCellMotion // which Bubble Tea forgets
}
