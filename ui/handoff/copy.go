package handoff

import (
	"context"
	"errors"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/certwiz/certwiz/secrets"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/session"
)

// copied is the result of copying a line.
type copied struct {
	id     string
	how    string
	secret *session.Copied // nil unless it was one
	err    error
}

// copyLine copies what a line holds.
func (s *Sheet) copyLine(l session.HandoffLine) tea.Cmd {
	vault, board := s.s.Ports.Vault, s.board
	return s.o.Background(func(ctx context.Context) tea.Msg {
		how, secret, err := board.CopyLine(ctx, vault, l)
		return copied{l.ID, how, secret, err}
	})
}

// copyTyped copies a secret that was typed for this copy only.
func (s *Sheet) copyTyped(l session.HandoffLine, typed secrets.Secret) tea.Cmd {
	board := s.board
	return s.o.Background(func(context.Context) tea.Msg {
		how, secret, err := board.CopySecret(typed)
		return copied{l.ID, how, secret, err}
	})
}

func (s *Sheet) wasCopied(msg copied) tea.Cmd {
	l, ok := s.s.Handoff().Line(msg.id)
	switch {
	case !ok:
		return nil
	case errors.Is(msg.err, session.ErrNotKept):
		s.pick = msg.id
		return s.ask(typingSecret)
	case msg.err != nil:
		s.fail("%s: %v", l.Label, msg.err)
		return nil
	}
	s.secret, s.from = msg.secret, msg.id
	if msg.secret == nil {
		s.report("%s: %s", l.Label, msg.how)
		return s.finish(l)
	}
	s.until, s.cleared = s.o.Now().Add(session.SecretTime), ""
	s.report("%s: %s, cleared at %s", l.Label, msg.how, s.until.Format("15:04:05"))
	due := clearDue{msg.secret}
	return tea.Batch(s.finish(l), s.tick(session.SecretTime, func(time.Time) tea.Msg { return due }))
}

// clearDue is the end of a secret's time on the clipboard.
type clearDue struct{ secret *session.Copied }

// cleared is the result of taking a secret off the clipboard.
type cleared struct {
	secret *session.Copied
	err    error
}

func (s *Sheet) clear(secret *session.Copied) tea.Cmd {
	return s.o.Background(func(context.Context) tea.Msg {
		_, err := secret.Clear()
		return cleared{secret, err}
	})
}

func (s *Sheet) wasCleared(msg cleared) tea.Cmd {
	if s.secret != msg.secret {
		return nil // something else was copied since
	}
	s.secret = nil
	if msg.err != nil {
		s.fail("%v", msg.err)
		return nil
	}
	s.cleared = s.from
	if l, ok := s.s.Handoff().Line(s.from); ok {
		s.report("%s: cleared from the clipboard", l.Label)
	}
	return nil
}

// shown is the result of opening a line's page or showing its file.
type shown struct {
	id      string
	err     error  // why it could not be shown
	how     string // its address or path was copied
	copyErr error  // why that was not
}

// show opens a line's page, or shows its file in the file manager. A file's
// path is copied as well, and the address of a page that can't be opened.
func (s *Sheet) show(l session.HandoffLine) tea.Cmd {
	if l.Missing != nil {
		s.fail("%s: %v", l.Label, l.Missing)
		return nil
	}
	board, out := s.board, s.o.Out
	return s.o.Background(func(context.Context) tea.Msg {
		msg := shown{id: l.ID}
		if l.Kind == portal.Open {
			if msg.err = out.Browser.Open(l.Content); msg.err == nil {
				return msg
			}
		} else {
			msg.err = out.Files.Reveal(l.Content)
		}
		msg.how, msg.copyErr = board.Copy(l.Content)
		return msg
	})
}

func (s *Sheet) wasShown(msg shown) tea.Cmd {
	l, ok := s.s.Handoff().Line(msg.id)
	if !ok {
		return nil
	}
	if msg.how != "" {
		s.secret = nil // it was written over
	}
	if l.Kind != portal.Open {
		s.fileShown(l, msg)
		return nil
	}
	switch {
	case msg.err == nil:
		s.report("%s: opened in your browser", l.Label)
	case msg.copyErr == nil:
		s.fail("%v. The address is %s: %s", msg.err, msg.how, l.Content)
	default:
		s.fail("%v. The address: %s", msg.err, l.Content)
	}
	if l.OpensPull() {
		return nil // opening the page opens no pull request
	}
	return s.finish(l)
}

// fileShown reports the result. Showing a file does not give it to the portal, so
// that the line stays open until space ticks it off.
func (s *Sheet) fileShown(l session.HandoffLine, msg shown) {
	path := "its path could not be copied"
	if msg.copyErr == nil {
		path = "its path is " + msg.how
	}
	if msg.err != nil {
		s.fail("%v; %s: %s", msg.err, path, l.Content)
		return
	}
	s.report("The file is shown, %s. space when the portal has it.", path)
}
