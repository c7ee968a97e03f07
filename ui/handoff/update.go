package handoff

import (
	"strings"

	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"

	"github.com/certwiz/certwiz/checks/text"
	"github.com/certwiz/certwiz/secrets"
	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/session"
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
	case shown:
		return s.wasShown(msg)
	case clearDue:
		if s.secret != msg.secret {
			return nil
		}
		return s.clear(msg.secret)
	case cleared:
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
	sure := s.warned
	s.warned = false
	if matches(k, keyClose) {
		return s.close()
	}
	if matches(k, keyMove) {
		s.move(k)
		return nil
	}
	h := s.s.Handoff()
	if !h.Receipt.Confirmed {
		switch {
		case matches(k, keyYes):
			return s.confirm(h, sure)
		case matches(k, keyNotYet):
			s.report("It stays handed over, not confirmed. certwiz opens this sheet again next time.")
			return nil
		case matches(k, keyError):
			return s.ask(typingError)
		}
	}
	l, ok := h.Line(s.pick)
	if !ok || !l.Active {
		return nil
	}
	switch {
	case matches(k, keyTick):
		return s.tickOff(l)
	case matches(k, action(l)):
		return s.act(l)
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

// move chooses another line; those that wait for the confirmation are passed.
func (s *Sheet) move(k tea.KeyMsg) {
	var active []string
	at := 0
	for _, l := range s.s.Handoff().Lines {
		if !l.Active {
			continue
		}
		if l.ID == s.pick {
			at = len(active)
		}
		active = append(active, l.ID)
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
		s.pick, s.message = id, ""
	}
}

// act does what the chosen line is for.
func (s *Sheet) act(l session.HandoffLine) tea.Cmd {
	s.message = ""
	switch l.Kind {
	case portal.Open, portal.Upload, portal.Attach:
		return s.show(l)
	case portal.Press:
		return s.tickOff(l)
	default:
		return s.copyLine(l)
	}
}

// tickOff takes the person's word that a line is done.
func (s *Sheet) tickOff(l session.HandoffLine) tea.Cmd {
	if l.OpensPull() && !l.Done {
		return s.ask(typingPull)
	}
	return s.finish(l)
}

// finish records that a line is done and chooses the next one.
func (s *Sheet) finish(l session.HandoffLine) tea.Cmd { return s.finishWith(l, "") }

func (s *Sheet) finishWith(l session.HandoffLine, pull string) tea.Cmd {
	s.next(l)
	return s.o.Run("", s.s.FinishLine(l, pull))
}

// next chooses the next line that is not done, if the person is still at the
// one that has just been done.
func (s *Sheet) next(done session.HandoffLine) {
	if s.pick != done.ID {
		return
	}
	for _, l := range s.s.Handoff().Lines {
		if l.Number > done.Number && l.Active && !l.Done {
			s.pick = l.ID
			return
		}
	}
}

// confirm records that the person saw the portal's confirmation. While lines
// are open, y alone is not enough: it can't be taken back.
func (s *Sheet) confirm(h session.Handoff, sure bool) tea.Cmd {
	if n := h.Open(); n > 0 && !sure {
		s.warned = true
		s.fail("%s not done yet here. Press y again if it confirmed all the same.", text.Count(n, "line is", "lines are"))
		return nil
	}
	s.message = ""
	for _, l := range h.Lines {
		if l.After && !l.Done {
			s.pick = l.ID
			break
		}
	}
	return s.o.Run("", s.s.ConfirmReceipt())
}

// ask shows a line to type into.
func (s *Sheet) ask(m mode) tea.Cmd {
	in := typing.New(s.o.Theme, longestInput)
	if m == typingSecret {
		in.EchoMode = textinput.EchoPassword
		in.EchoCharacter = []rune(s.o.Theme.Glyphs.Mask)[0]
	}
	s.input, s.mode, s.message = in, m, ""
	return nil
}

// typed takes a key while a line is typed into.
func (s *Sheet) typed(k tea.KeyMsg) tea.Cmd {
	switch {
	case matches(k, keyBack):
		s.input.Reset()
		s.mode, s.message = choosing, ""
		return nil
	case matches(k, keyTake):
		return s.take(strings.TrimSpace(s.input.Value()))
	}
	var cmd tea.Cmd
	s.input, cmd = typing.Type(s.input, k)
	return cmd
}

// take handles Enter in the input.
func (s *Sheet) take(text string) tea.Cmd {
	was := s.mode
	if text == "" && was != typingPull {
		s.fail("Nothing was typed. esc goes back.")
		return nil
	}
	s.input.Reset()
	s.mode, s.message = choosing, ""
	l, ok := s.chosen()
	switch {
	case was == typingError:
		return s.o.Run("", s.s.Record(submission.Refused, text))
	case was == typingSecret && ok:
		return s.copyTyped(l, secrets.New(text))
	case was == typingPull && ok:
		return s.finishWith(l, text)
	}
	return nil
}
