package command

import (
	"github.com/charmbracelet/x/term"
	"golang.org/x/sys/windows"
)

// withoutEcho is a console that does not show what is typed.
func withoutEcho(s *term.State) { s.Mode &^= windows.ENABLE_ECHO_INPUT }
