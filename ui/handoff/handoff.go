// Package handoff is the hand-off sheet: the frozen answers in the order of
// the portal's form, each with a key that copies it, opens its page or shows
// its file. What is done is recorded, secrets leave the clipboard again, and
// the person says what the portal answered: certwiz itself can't know, and
// never claims that anything was submitted.
package handoff

import (
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
	// Run runs a job of the session beside the screen and applies its result.
	Run func(name string, job session.Job) tea.Cmd
	Now func() time.Time
	// Files are the paths of "archive" and "intro.md" as they were frozen.
	Files map[string]string
}

// Closed is the message that the person has left the sheet.
type Closed struct{}

// clearAfter is how long a secret may stay on the clipboard.
const clearAfter = 30 * time.Second

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

	pick    string // ID of the chosen item
	top     int    // first row that is shown
	mode    mode
	input   textinput.Model
	said    string // how the last thing went
	failed  bool   // said is about something that did not work
	sure    bool   // y was pressed although items are open
	onBoard *onBoard
	cleared string // ID of the item whose secret was taken off the clipboard last
	copies  int    // counts, so that an old end of 30 s is told from the last one

	tick func(time.Duration, func(time.Time) tea.Msg) tea.Cmd
}

// New makes the sheet for the session's version, at the first item that is
// not done.
func New(o Options) *Sheet {
	s := &Sheet{o: o, s: o.Session, tick: tea.Tick}
	for _, it := range s.items() {
		if it.active && (s.pick == "" || !it.done) {
			s.pick = it.ID
			if !it.done {
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
	if s.onBoard == nil {
		return nil
	}
	return s.clear(s.onBoard)
}

// items are the lines of the sheet as they stand now.
func (s *Sheet) items() []item { return items(s.s, s.o.Files) }

// chosen is the item that keys act on.
func (s *Sheet) chosen() (item, bool) { return find(s.items(), s.pick) }

func find(all []item, id string) (item, bool) {
	for _, it := range all {
		if it.ID == id {
			return it, true
		}
	}
	return item{}, false
}

// say puts a sentence below the list.
func (s *Sheet) say(format string, args ...any) {
	s.said, s.failed = fmt.Sprintf(format, args...), false
}

// fail is say for what did not work.
func (s *Sheet) fail(format string, args ...any) {
	s.said, s.failed = fmt.Sprintf(format, args...), true
}
