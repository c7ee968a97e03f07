//go:build unix

package screen

import (
	"os"
	"os/signal"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"golang.org/x/sys/unix"
)

// stops hears of the signals that stop the program and let it go on. A stopped
// program has given the terminal back, and has it anew when it goes on, whoever
// stopped it and how.
type stops struct {
	stopped, cont chan os.Signal
	asleep        sync.Mutex  // held while the program is stopped by itself
	woken         atomic.Bool // the next continuing is known already
	away          atomic.Bool // another program has the terminal
}

// heedStops begins to hear; what is returned ends that.
func heedStops(s *stops, send func(tea.Msg)) (end func()) {
	s.stopped, s.cont = make(chan os.Signal, 1), make(chan os.Signal, 1)
	signal.Notify(s.stopped, syscall.SIGTSTP)
	signal.Notify(s.cont, syscall.SIGCONT)
	done := make(chan struct{})
	go func() {
		for {
			select {
			case <-done:
				return
			case <-s.stopped:
				s.heard(send)
			case <-s.cont:
				s.asleep.Lock() // the program's own sleep ends first
				s.asleep.Unlock()
				if !s.woken.Swap(false) && !s.away.Load() {
					send(continued{})
				}
			}
		}
	}()
	return func() {
		signal.Stop(s.stopped)
		signal.Stop(s.cont)
		close(done)
	}
}

// heard stops at once where another program has the terminal, as that one does.
func (s *stops) heard(send func(tea.Msg)) {
	if s.away.Load() {
		_ = syscall.Kill(os.Getpid(), syscall.SIGSTOP) // as the signal would have done unheard
		return
	}
	send(stopAsked{})
}

// leaveTo gives the terminal to another program until it is called.
func (s *stops) leaveTo() (back func()) {
	s.away.Store(true)
	return func() { s.away.Store(false) }
}

// possible tells whether a shell can let the program go on: it has a group of
// its own then.
func (s *stops) possible() bool {
	session, err := unix.Getsid(0)
	return err == nil && session != unix.Getpgrp()
}

// notStopped is how long a stop may take to happen.
const notStopped = 300 * time.Millisecond

// stop stops the program, with the others of its group, until it is continued.
// SIGTSTP would not do it: who has heard of it once can't leave it to the system
// again.
func (s *stops) stop() error {
	s.asleep.Lock()
	defer s.asleep.Unlock()
	woken := make(chan os.Signal, 1)
	signal.Notify(woken, syscall.SIGCONT)
	defer signal.Stop(woken)
	if err := syscall.Kill(0, syscall.SIGSTOP); err != nil {
		return err
	}
	select {
	case <-woken:
		s.woken.Store(true)
	case <-time.After(notStopped):
	}
	return nil
}
