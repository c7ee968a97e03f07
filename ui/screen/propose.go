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
	aside := &asideCommand{run: func(in io.Reader, out io.Writer) error {
		return m.o.propose(m.s, in, out)
	}}
	if m.o.Out2 != nil {
		aside.out = m.o.Out2 // the terminal itself, not the painter's
	}
	return tea.Exec(aside, func(err error) tea.Msg { return proposed{err} })
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
	return nil
}

// asideCommand runs in the terminal while the screen is put aside.
type asideCommand struct {
	run func(in io.Reader, out io.Writer) error
	in  io.Reader
	out io.Writer
}

// Run runs it.
func (a *asideCommand) Run() error { return a.run(a.in, a.out) }

// SetStdin takes the terminal's input.
func (a *asideCommand) SetStdin(r io.Reader) { a.in = r }

// SetStdout takes the terminal, unless it is known already.
func (a *asideCommand) SetStdout(w io.Writer) {
	if a.out == nil {
		a.out = w
	}
}

// SetStderr is not needed: everything is said on the terminal.
func (a *asideCommand) SetStderr(io.Writer) {}
