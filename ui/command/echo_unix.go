//go:build unix

package command

import (
	"os"
	"os/signal"
	"syscall"

	"github.com/charmbracelet/x/term"
	"golang.org/x/sys/unix"
)

// withoutEcho is a terminal that does not show what is typed.
func withoutEcho(s *term.State) { s.Lflag &^= unix.ECHO }

// setDropping gives the terminal other settings and drops what was typed and not
// yet read.
func setDropping(fd uintptr, s *term.State) (dropped bool, err error) {
	waiting := []unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}
	n, _ := unix.Poll(waiting, 0)
	return n > 0, unix.IoctlSetTermios(int(fd), setAndFlush, &s.Termios)
}

// onContinue does something whenever the program goes on after a stop, until end
// is called: the shell has put its own settings into the terminal meanwhile.
func onContinue(do func()) (end func()) {
	woken, done := make(chan os.Signal, 1), make(chan struct{})
	signal.Notify(woken, syscall.SIGCONT)
	go func() {
		for {
			select {
			case <-woken:
				do()
			case <-done:
				return
			}
		}
	}()
	return func() {
		signal.Stop(woken)
		close(done)
	}
}
