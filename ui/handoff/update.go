package handoff

import (
	"errors"
	"strings"

	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"

	"github.com/certwiz/certwiz/secrets"
	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/ui/typing"
)

// longestInput is how many characters of a typed text are taken.
const longestInput = 4 << 10

// Update takes one message.
func (s *Sheet) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyMsg:
		if s.mode != choosing {
			return s.typed(msg)
		}
		return s.key(msg)
	case copied:
		return s.wasCopied(msg)
	case opened:
		return s.wasOpened(msg)
	case revealed:
		return s.wasRevealed(msg)
	case clearDue:
		if s.onBoard == nil || s.onBoard.n != msg.n {
			return nil
		}
		return s.clear(s.onBoard)
	case clearedBoard:
		return s.wasCleared(msg)
	}
	if s.mode != choosing { // a paste that the input asked for
		var cmd tea.Cmd
		s.input, cmd = s.input.Update(msg)
		return cmd
	}
	return nil
}

func (s *Sheet) key(k tea.KeyMsg) tea.Cmd {
	sure := s.sure
	s.sure = false
	if matches(k, keyClose) {
		return s.close()
	}
	if matches(k, keyMove) {
		s.move(k)
		return nil
	}
	if !receiptOf(s.s).confirmed {
		switch {
		case matches(k, keyYes):
			return s.confirm(sure)
		case matches(k, keyNotYet):
			s.say("It stays handed over, not confirmed. certwiz opens this sheet again next time.")
			return nil
		case matches(k, keyError):
			return s.ask(typingError)
		}
	}
	it, ok := s.chosen()
	if !ok || !it.active {
		return nil
	}
	switch {
	case matches(k, keyTick):
		return s.tickOff(it)
	case matches(k, action(it)):
		return s.act(it)
	}
	return nil
}

func (s *Sheet) close() tea.Cmd {
	leave := func() tea.Msg { return Closed{} }
	if clear := s.Leave(); clear != nil {
		return tea.Sequence(clear, leave)
	}
	return leave
}

// move chooses another item; those that wait for the confirmation are passed.
func (s *Sheet) move(k tea.KeyMsg) {
	var active []string
	at := 0
	for _, it := range s.items() {
		if !it.active {
			continue
		}
		if it.ID == s.pick {
			at = len(active)
		}
		active = append(active, it.ID)
	}
	if len(active) == 0 {
		return
	}
	switch k.String() {
	case "up", "k":
		at--
	case "down", "j":
		at++
	case "pgup":
		at -= 5
	case "pgdown":
		at += 5
	case "home":
		at = 0
	case "end":
		at = len(active) - 1
	}
	s.choose(active[min(max(at, 0), len(active)-1)])
}

func (s *Sheet) choose(id string) {
	if id != s.pick {
		s.pick, s.said = id, ""
	}
}

// act does what the chosen item is for.
func (s *Sheet) act(it item) tea.Cmd {
	s.said = ""
	switch it.Kind {
	case portal.Open:
		return s.open(it)
	case portal.Upload, portal.Attach:
		return s.reveal(it)
	case portal.Press:
		return s.tickOff(it)
	}
	if it.secret {
		return s.copySecret(it)
	}
	return s.copyText(it)
}

// tickOff takes the person's word that an item is done.
func (s *Sheet) tickOff(it item) tea.Cmd {
	if it.done {
		return nil
	}
	if it.ID == pullRequest {
		return s.ask(typingPull)
	}
	cmd := s.finish(it)
	if it.Kind == portal.Attach && it.File == "intro.md" {
		cmd = tea.Batch(cmd, s.record(submission.IntroAttached, ""))
	}
	return cmd
}

// pullRequest is the ID of the item that opens an update's pull request.
const pullRequest = "pull request"

// finish records that an item is done and chooses the next one.
func (s *Sheet) finish(it item) tea.Cmd {
	s.next(it)
	if it.done {
		return nil
	}
	return s.record(submission.Copied, it.ID)
}

func (s *Sheet) record(kind submission.EventKind, text string) tea.Cmd {
	return s.o.Run("", s.s.Record(kind, text))
}

// next chooses the next item that is not done, if the person is still at the
// one that has just been done.
func (s *Sheet) next(done item) {
	if s.pick != done.ID {
		return
	}
	for _, it := range s.items() {
		if it.number > done.number && it.active && !it.done {
			s.pick = it.ID
			return
		}
	}
}

// confirm records that the person saw the portal's confirmation. While items
// are open, y alone is not enough: it can't be taken back.
func (s *Sheet) confirm(sure bool) tea.Cmd {
	all := s.items()
	if n := open(all); n > 0 && !sure {
		s.sure = true
		s.fail("%s not done yet here. Press y again if it confirmed all the same.", count(n, "line is", "lines are"))
		return nil
	}
	s.said = ""
	final := s.s.Portal.Final(s.s.Values().Get)
	for _, it := range all {
		if it.After && !it.done {
			s.pick = it.ID
			break
		}
	}
	return s.record(submission.Confirmed, final.Window)
}

// ask shows a line to type into.
func (s *Sheet) ask(m mode) tea.Cmd {
	in := typing.New(s.o.Theme, longestInput)
	if m == typingSecret {
		in.EchoMode = textinput.EchoPassword
		in.EchoCharacter = []rune(s.o.Theme.Glyphs.Mask)[0]
	}
	s.input, s.mode, s.said = in, m, ""
	return nil
}

// typed takes a key while a line is typed into.
func (s *Sheet) typed(k tea.KeyMsg) tea.Cmd {
	switch {
	case matches(k, keyBack):
		s.input.Reset()
		s.mode, s.said = choosing, ""
		return nil
	case matches(k, keyTake):
		return s.take(strings.TrimSpace(s.input.Value()))
	}
	var cmd tea.Cmd
	s.input, cmd = typing.Type(s.input, k)
	return cmd
}

// take is the end of typing.
func (s *Sheet) take(text string) tea.Cmd {
	was := s.mode
	if text == "" && was != typingPull {
		s.fail("Nothing was typed. esc goes back.")
		return nil
	}
	s.input.Reset()
	s.mode, s.said = choosing, ""
	it, ok := s.chosen()
	switch was {
	case typingError:
		return s.record(submission.Refused, text)
	case typingSecret:
		if ok {
			return s.copyOpen(it, secrets.New(text))
		}
	case typingPull:
		if ok {
			return tea.Batch(s.finish(it), s.record(submission.PullRequest, text))
		}
	}
	return nil
}

// secretProblem says what a vault said, as a sentence of its own.
func secretProblem(err error) string {
	var p *secrets.Problem
	if errors.As(err, &p) {
		return p.Error()
	}
	return err.Error()
}
