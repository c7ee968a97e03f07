package command

import (
	"github.com/charmbracelet/x/term"
	"golang.org/x/sys/windows"
)

// withoutEcho is a console that does not show what is typed.
func withoutEcho(s *term.State) { s.Mode &^= windows.ENABLE_ECHO_INPUT }

// setDropping gives the console another mode and drops what was typed and not yet
// read. Whether there was any the console does not tell: keys let go count as well.
func setDropping(fd uintptr, s *term.State) (dropped bool, err error) {
	_ = windows.FlushConsoleInputBuffer(windows.Handle(fd))
	return false, term.SetState(fd, s)
}

// onContinue has nothing to do: no program is stopped here.
func onContinue(func()) (end func()) { return func() {} }
