package session

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/checks/origin"
	"github.com/certwiz/certwiz/secrets"
	"github.com/certwiz/certwiz/submission"
)

func lineIDs(h Handoff) []string {
	var ids []string
	for _, l := range h.Lines {
		ids = append(ids, l.ID)
	}
	return ids
}

// TestHandoffAfterTheFolderMoved: the lines follow from the frozen answers also
// when the connector's files can't be read any more.
func TestHandoffAfterTheFolderMoved(t *testing.T) {
	s := sat(t, openStore(t), folder(t))
	complete(t, s)
	freezeNow(t, s)
	s.Do(t.Context(), s.Save())
	before := lineIDs(s.Handoff())
	if err := os.Rename(s.Draft.Folder, filepath.Join(t.TempDir(), "elsewhere")); err != nil {
		t.Fatal(err)
	}
	later := Resume(s.Ports, s.Portal, s.Draft, s.Ledger)
	later.Do(t.Context(), later.ReadFolder(), later.ReadFrozenCommit())
	h := later.Handoff()
	if got := lineIDs(h); len(got) != 13 || !slices.Equal(got, before) {
		t.Errorf("%d lines %q, before %q", len(got), got, before)
	}
	for _, id := range []string{"clientId", "clientSecret", "commit"} {
		if l, ok := h.Line(id); !ok || l.Missing != nil {
			t.Errorf("the line %s: %v, %v", id, ok, l.Missing)
		}
	}
}

// TestCommitToPaste: the portal takes a full SHA and nothing else. The frozen
// one counts before what was looked up since.
func TestCommitToPaste(t *testing.T) {
	frozen, other := strings.Repeat("a4", 20), strings.Repeat("b5", 20)
	for _, c := range []struct {
		name, answer string
		read         frozenRead
		commit       *origin.Commit
		want         string
	}{
		{"only a pull request's number", "3473", frozenRead{}, nil, ""},
		{"a short commit", "a4a4a4a", frozenRead{}, nil, ""},
		{"a full SHA", other, frozenRead{}, nil, other},
		{"looked up", "3473", frozenRead{}, &origin.Commit{Typed: "3473", SHA: other}, other},
		{"another one was looked up", "3473", frozenRead{}, &origin.Commit{Typed: "3500", SHA: other}, ""},
		{"frozen", "3473", frozenRead{version: 1, commit: frozen}, &origin.Commit{Typed: "3473", SHA: other}, frozen},
		{"of another version", "3473", frozenRead{version: 2, commit: frozen}, nil, ""},
		{"that can't be read", "3473", frozenRead{version: 1, err: errors.New("damaged")}, nil, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := inMemory()
			for id, value := range map[string]string{"publisher": "verified", "route": "open-source", "source": "commit", "commit": c.answer} {
				s.Set(id, value)
			}
			s.Commit, s.frozen = c.commit, c.read
			l, ok := s.Handoff().Line("commit")
			if !ok || l.Content != c.want {
				t.Errorf("copied is %q, want %q", l.Content, c.want)
			}
			if c.want == "" && (!errors.Is(l.Missing, errNotLookedUp) || !strings.Contains(l.Shown, "has not been looked up yet")) {
				t.Errorf("shown is %q, and %v", l.Shown, l.Missing)
			}
			board := &fakeBoard{}
			_, _, err := NewPasteboard(board).CopyLine(t.Context(), s.Ports.Vault, l)
			if board.text != c.want || (err == nil) != (c.want != "") {
				t.Errorf("copied %q, %v", board.text, err)
			}
		})
	}
}

func TestReceipt(t *testing.T) {
	for _, c := range []struct {
		name               string
		kinds              []submission.EventKind
		confirmed, refused bool
		says               string
	}{
		{"nothing yet", []submission.EventKind{submission.Frozen}, false, false, ""},
		{"confirmed", []submission.EventKind{submission.Frozen, submission.Confirmed}, true, false, "You confirmed that the portal took it"},
		{"refused", []submission.EventKind{submission.Frozen, submission.Refused}, false, true, "The portal showed an error"},
		{"refused, then confirmed", []submission.EventKind{submission.Frozen, submission.Refused, submission.Confirmed}, true, false, "You confirmed"},
		{"frozen again", []submission.EventKind{submission.Frozen, submission.Refused, submission.Frozen}, false, false, ""},
		{"answered", []submission.EventKind{submission.Frozen, submission.Confirmed, submission.Approved}, true, false, "You confirmed"},
		{"answered, never confirmed", []submission.EventKind{submission.Frozen, submission.ChangesRequested}, true, false, "Microsoft answered"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := inMemory()
			for _, kind := range c.kinds {
				s.Ledger = append(s.Ledger, submission.Event{Kind: kind, Version: 1, At: now})
			}
			r := s.Handoff().Receipt
			if r.Confirmed != c.confirmed || r.Refused != c.refused || !strings.HasPrefix(strings.Join(r.Sentences, " "), c.says) || (c.says == "") != (r.Sentences == nil) {
				t.Errorf("%+v", r)
			}
		})
	}
}

// fakeBoard is a clipboard in memory.
type fakeBoard struct {
	text    string
	err     error
	unknown bool
	clears  int
}

func (b *fakeBoard) Copy(text string) (string, error) {
	if b.err != nil {
		return "", b.err
	}
	b.text = text
	return "copied", nil
}
func (b *fakeBoard) CopySecret(text string) (string, error) { return b.Copy(text) }
func (b *fakeBoard) Held(text string) (held, known bool)    { return b.text == text, !b.unknown }
func (b *fakeBoard) Clear() error                           { b.clears++; b.text = ""; return b.err }

// TestSecretOnTheClipboard: a secret is cleared when it is still there or that
// can't be told, never twice, and its value is gone afterwards.
func TestSecretOnTheClipboard(t *testing.T) {
	for _, c := range []struct {
		name    string
		since   func(*fakeBoard, *Pasteboard)
		left    string
		ended   bool
		cleared int
	}{
		{"still there", func(*fakeBoard, *Pasteboard) {}, "", true, 1},
		{"can't be read", func(b *fakeBoard, _ *Pasteboard) { b.unknown = true }, "", true, 1},
		{"copied elsewhere", func(b *fakeBoard, _ *Pasteboard) { b.text = "other" }, "other", true, 0},
		{"another line copied", func(_ *fakeBoard, p *Pasteboard) { _, _ = p.Copy("line") }, "line", false, 0},
		{"cleared already", func(_ *fakeBoard, p *Pasteboard) { _ = p.Clear() }, "", false, 1},
		{"a copy failed", func(b *fakeBoard, p *Pasteboard) {
			b.err = errors.New("busy")
			_, _ = p.Copy("line")
			b.err = nil
		}, "", true, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := &fakeBoard{}
			p := NewPasteboard(b)
			secret := secrets.New(password)
			_, copied, err := p.CopySecret(secret)
			if err != nil || b.text != password {
				t.Fatalf("copied %q, %v", b.text, err)
			}
			c.since(b, p)
			ended, err := copied.Clear()
			if err != nil || ended != c.ended || b.text != c.left || b.clears != c.cleared {
				t.Errorf("ended %v, left %q, cleared %d times, %v", ended, b.text, b.clears, err)
			}
			if !secret.Empty() {
				t.Error("the value was not wiped")
			}
		})
	}
}

func TestSecretThatCannotBeCopied(t *testing.T) {
	secret := secrets.New(password)
	if _, _, err := NewPasteboard(&fakeBoard{err: errors.New("no program")}).CopySecret(secret); err == nil || !secret.Empty() {
		t.Errorf("%v, wiped %v", err, secret.Empty())
	}
	if _, _, err := NewPasteboard(nil).CopySecret(secrets.New(password)); err == nil {
		t.Error("copied without a clipboard")
	}
	line := HandoffLine{Secret: true, Ref: "contoso/testing.password"}
	if _, _, err := NewPasteboard(&fakeBoard{}).CopyLine(context.Background(), secrets.NewMemory(), line); !errors.Is(err, ErrNotKept) {
		t.Errorf("got %v", err)
	}
}
