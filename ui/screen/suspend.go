package screen

import (
	"context"
	"io"
	"os/exec"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/certwiz/certwiz/submission/session"
)

type (
	// stopAsked says that the program is to stop until it is continued.
	stopAsked struct{}
	// continued says that the program was stopped without a word and goes on:
	// the terminal may be in any state.
	continued struct{}
	// resumed says that the terminal is the screen's again.
	resumed struct{ err error }
)

// cantStop is said when no shell waits behind this terminal.
const cantStop = "there is no shell to go back to here: ctrl+s leaves, everything is kept"

// aside runs in the terminal while the screen is put aside. Bubble Tea gives the
// terminal back before, and takes it again afterwards.
type aside struct {
	run func(in io.Reader, out io.Writer) error
	in  io.Reader
	out io.Writer
}

// Run runs it.
func (a *aside) Run() (err error) {
	fault := session.Contain("what ran in place of the screen", func() { err = a.run(a.in, a.out) })
	if fault != nil {
		return fault
	}
	return err
}

// SetStdin takes the terminal's input.
func (a *aside) SetStdin(r io.Reader) {
	if k, ok := r.(*keyboard); ok {
		r = k.File // the terminal itself
	}
	a.in = r
}

// SetStdout takes the terminal, unless it is known already.
func (a *aside) SetStdout(w io.Writer) {
	if a.out == nil {
		a.out = w
	}
}

// SetStderr is not needed: everything is said on the terminal.
func (a *aside) SetStderr(io.Writer) {}

// suspend saves, gives the terminal back and stops until the shell goes on with
// the program.
func (a *app) suspend() tea.Cmd {
	if !a.stops.possible() {
		if a.session != nil {
			a.session.notice = cantStop
			a.session.paint()
		} else {
			a.desk.SetMessage(cantStop)
			a.paint()
		}
		return nil
	}
	return tea.Exec(&aside{run: func(io.Reader, io.Writer) error {
		if a.session != nil {
			if err := a.session.flush(context.Background()); err != nil {
				a.session.s.Report(err)
			}
		}
		return a.stops.stop()
	}}, wasResumed)
}

// refresh takes the terminal anew, whatever was done to it.
func refresh() tea.Cmd {
	return tea.Exec(&aside{run: func(io.Reader, io.Writer) error { return nil }}, wasResumed)
}

func wasResumed(err error) tea.Msg { return resumed{err} }

// elsewhere runs a program in the terminal. What stops it stops this one too.
func (s *stops) elsewhere(cmd *exec.Cmd) *aside {
	return &aside{run: func(in io.Reader, out io.Writer) error {
		defer s.leaveTo()()
		if cmd.Stdin == nil {
			cmd.Stdin, cmd.Stdout = in, out
		}
		return cmd.Run()
	}}
}
