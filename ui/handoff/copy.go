package handoff

import (
	"context"
	"errors"
	"fmt"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/certwiz/certwiz/secrets"
	"github.com/certwiz/certwiz/submission/session"
	"github.com/certwiz/certwiz/submission/store"
)

// longestVault is how long a vault may take to answer; its own limit is less.
const longestVault = 10 * time.Second

// copied is the end of copying an item.
type copied struct {
	id     string
	how    string
	err    error
	secret secrets.Secret // what is on the clipboard, when it is one
	gone   bool           // the vault no longer has it
}

// onBoard is a secret that is on the clipboard.
type onBoard struct {
	n      int // which copy it was
	id     string
	secret secrets.Secret
	until  time.Time
}

// copyText copies an answer that is no secret.
func (s *Sheet) copyText(it item) tea.Cmd {
	if it.value == "" {
		s.fail("%s was not answered: there is nothing to copy.", it.Label)
		return nil
	}
	clip, text := s.o.Out.Clipboard, it.value
	st, slug, version := s.s.Ports.Store, s.s.Draft.Slug, s.s.Draft.Version
	return func() tea.Msg {
		if it.Field == "commit" && !fullSHA(text) {
			sha, err := frozenCommit(st, slug, version)
			if err != nil {
				return copied{id: it.ID, err: err}
			}
			text = sha
		}
		how, err := clip.Copy(text)
		return copied{id: it.ID, how: how, err: err}
	}
}

// frozenCommit is the commit that a version was frozen with: the answer may be
// a pull request's number, the portal wants the SHA.
func frozenCommit(st *store.Store, slug string, version int) (string, error) {
	unknown := errors.New("which commit that is has not been looked up yet: nothing was copied. Look it up under Source")
	if st == nil {
		return "", unknown
	}
	_, frozen, err := session.ReadFrozen(st, slug, version)
	if err != nil {
		return "", fmt.Errorf("nothing was copied: %w", err)
	}
	if frozen.Commit == nil || !fullSHA(frozen.Commit.SHA) {
		return "", unknown
	}
	return frozen.Commit.SHA, nil
}

// copySecret fetches a secret from the vault and copies it.
func (s *Sheet) copySecret(it item) tea.Cmd {
	ref, vault, clip := s.s.Draft.Value(it.Field), s.s.Ports.Vault, s.o.Out.Clipboard
	if ref == "" {
		return s.ask(typingSecret)
	}
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), longestVault)
		defer cancel()
		secret, err := vault.Get(ctx, ref)
		if errors.Is(err, secrets.ErrNotFound) {
			return copied{id: it.ID, gone: true}
		}
		if err != nil {
			return copied{id: it.ID, err: errors.New(secretProblem(err))}
		}
		how, err := clip.Copy(secret.Open())
		return copied{it.ID, how, err, secret, false}
	}
}

// copyOpen copies a secret that was typed for this copy only.
func (s *Sheet) copyOpen(it item, secret secrets.Secret) tea.Cmd {
	clip := s.o.Out.Clipboard
	return func() tea.Msg {
		how, err := clip.Copy(secret.Open())
		return copied{it.ID, how, err, secret, false}
	}
}

func (s *Sheet) wasCopied(msg copied) tea.Cmd {
	it, ok := find(s.items(), msg.id)
	switch {
	case !ok:
		return nil
	case msg.gone:
		s.pick = msg.id
		return s.ask(typingSecret)
	case msg.err != nil:
		msg.secret.Wipe()
		s.fail("%s: %v", it.Label, msg.err)
		return nil
	}
	s.forget() // it has just been written over
	if msg.secret.Empty() {
		s.say("%s: %s", it.Label, msg.how)
		return s.finish(it)
	}
	s.copies++
	s.onBoard = &onBoard{n: s.copies, id: it.ID, secret: msg.secret, until: s.o.Now().Add(clearAfter)}
	s.cleared = ""
	s.say("%s: %s, cleared at %s", it.Label, msg.how, s.onBoard.until.Format("15:04:05"))
	due := clearDue{s.copies}
	return tea.Batch(s.finish(it), s.tick(clearAfter, func(time.Time) tea.Msg { return due }))
}

// forget drops the secret that was on the clipboard.
func (s *Sheet) forget() {
	if s.onBoard != nil {
		s.onBoard.secret.Wipe()
		s.onBoard = nil
	}
}

// clearDue is the end of a secret's time on the clipboard.
type clearDue struct{ n int }

// clearedBoard is the end of taking it off.
type clearedBoard struct {
	n   int
	err error
}

// clear empties the clipboard when it still holds the secret, and when that
// can't be told.
func (s *Sheet) clear(b *onBoard) tea.Cmd {
	clip, text, n := s.o.Out.Clipboard, b.secret.Open(), b.n
	return func() tea.Msg {
		if held, known := clip.Held(text); known && !held {
			return clearedBoard{n: n}
		}
		return clearedBoard{n, clip.Clear()}
	}
}

func (s *Sheet) wasCleared(msg clearedBoard) tea.Cmd {
	if s.onBoard == nil || s.onBoard.n != msg.n {
		return nil
	}
	if msg.err != nil {
		s.fail("%v", msg.err)
	} else {
		s.cleared = s.onBoard.id
		if it, ok := find(s.items(), s.cleared); ok {
			s.say("%s: cleared from the clipboard", it.Label)
		}
	}
	s.forget()
	return nil
}

// opened is the end of opening a page.
type opened struct {
	id  string
	err error // why it could not be opened
	how string
	// copyErr says why the address could not be copied either.
	copyErr error
}

// open opens an item's page; where that can't be done, the address is shown
// and copied.
func (s *Sheet) open(it item) tea.Cmd {
	browser, clip := s.o.Out.Browser, s.o.Out.Clipboard
	return func() tea.Msg {
		msg := opened{id: it.ID, err: browser.Open(it.address)}
		if msg.err != nil {
			msg.how, msg.copyErr = clip.Copy(it.address)
		}
		return msg
	}
}

func (s *Sheet) wasOpened(msg opened) tea.Cmd {
	it, ok := find(s.items(), msg.id)
	if !ok {
		return nil
	}
	if msg.err != nil && msg.copyErr == nil {
		s.forget()
	}
	switch {
	case msg.err == nil:
		s.say("%s: opened in your browser", it.Label)
	case msg.copyErr == nil:
		s.fail("%v. The address is %s: %s", msg.err, msg.how, it.address)
	default:
		s.fail("%v. The address: %s", msg.err, it.address)
	}
	if it.ID == pullRequest {
		return nil // opening the page opens no pull request
	}
	return s.finish(it)
}

// revealed is the end of showing a file.
type revealed struct {
	id      string
	err     error
	how     string
	copyErr error
}

// reveal shows an item's file in the file manager and copies its path. That
// is not yet giving it to the portal: space ticks it off.
func (s *Sheet) reveal(it item) tea.Cmd {
	if it.path == "" {
		s.fail("Where this file is kept is not known here.")
		return nil
	}
	files, clip := s.o.Out.Files, s.o.Out.Clipboard
	return func() tea.Msg {
		msg := revealed{id: it.ID, err: files.Reveal(it.path)}
		msg.how, msg.copyErr = clip.Copy(it.path)
		return msg
	}
}

func (s *Sheet) wasRevealed(msg revealed) tea.Cmd {
	it, ok := find(s.items(), msg.id)
	if !ok {
		return nil
	}
	if msg.copyErr == nil {
		s.forget()
	}
	path := "its path could not be copied"
	if msg.copyErr == nil {
		path = "its path is " + msg.how
	}
	if msg.err != nil {
		s.fail("%v; %s: %s", msg.err, path, it.path)
		return nil
	}
	s.say("The file is shown, %s. space when the portal has it.", path)
	return nil
}
