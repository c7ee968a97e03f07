//go:build unix

package command

import (
	"github.com/charmbracelet/x/term"
	"golang.org/x/sys/unix"
)

// withoutEcho is a terminal that does not show what is typed.
func withoutEcho(s *term.State) { s.Lflag &^= unix.ECHO }
