// Package handoff is the hand-off sheet: the frozen answers in the order of
// the portal's form, each with a key that copies it, opens its page or shows
// its file. What is done is recorded, secrets leave the clipboard again, and
// the person says what the portal answered: certwiz itself can't know, and
// never claims that anything was submitted.
package handoff

import (
	"context"
	"fmt"
	"time"

	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"

	"github.com/certwiz/certwiz/submission/session"
	"github.com/certwiz/certwiz/ui/outside"
	"github.com/certwiz/certwiz/ui/theme"
)

// Options is what a sheet needs.
type Options struct {
	Session *session.Session
	Theme   theme.Theme
	Out     outside.Ports
	// Run runs a job of the session in the background and applies its result.
	Run func(name string, job session.Job) tea.Cmd
	// Background runs anything else that takes time.
	Background func(func(context.Context) tea.Msg) tea.Cmd
	Now        func() time.Time
}

// Closed is the message that the person has left the sheet.
type Closed struct{}

// mode is what keys are for at the moment.
type mode int

const (
	choosing     mode = iota
	typingSecret      // a secret that is no longer kept, for one copy
	typingError       // what the portal showed
	typingPull        // the address of the pull request
)

// Sheet is the hand-off of one version.
type Sheet struct {
	o Options
	s *session.Session

	pick    string // ID of the chosen line
	top     int    // first row that is shown
	mode    mode
	input   textinput.Model
	message string // outcome of the last action
	failed  bool   // message is an error
	warned  bool   // y was pressed although lines are open

	board   *session.Pasteboard
	secret  *session.Copied // that is on the clipboard, nil for none
	from    string          // ID of the line that it was copied from
	until   time.Time       // when it is cleared
	cleared string          // ID of the line whose secret was cleared last

	tick func(time.Duration, func(time.Time) tea.Msg) tea.Cmd
}

// New makes the sheet for the session's version, at the first line that is not
// done.
func New(o Options) *Sheet {
	s := &Sheet{o: o, s: o.Session, tick: tea.Tick, board: session.NewPasteboard(o.Out.Clipboard)}
	for _, l := range s.s.Handoff().Lines {
		if l.Active && (s.pick == "" || !l.Done) {
			s.pick = l.ID
			if !l.Done {
				break
			}
		}
	}
	return s
}

// Title is what the frame shows above the sheet.
func (s *Sheet) Title() string {
	title := s.s.Draft.Title
	if title == "" {
		title = "a connector without a title"
	}
	return fmt.Sprintf("certwiz · %s · version %d", s.o.Theme.Safe(title), s.s.Draft.Version)
}

// Leave takes a secret off the clipboard before the sheet or the program is
// left, nil when there is none. It may take a few seconds.
func (s *Sheet) Leave() tea.Cmd {
	s.input.Reset()
	if s.secret == nil {
		return nil
	}
	return s.clear(s.secret)
}

// End takes a secret off the clipboard when the program ended without Leave, as
// by a signal.
func (s *Sheet) End() error { return s.board.Clear() }

// chosen is the line that keys act on.
func (s *Sheet) chosen() (session.HandoffLine, bool) { return s.s.Handoff().Line(s.pick) }

// report shows a sentence below the list.
func (s *Sheet) report(format string, args ...any) {
	s.message, s.failed = fmt.Sprintf(format, args...), false
}

// fail shows an error below the list.
func (s *Sheet) fail(format string, args ...any) {
	s.message, s.failed = fmt.Sprintf(format, args...), true
}
