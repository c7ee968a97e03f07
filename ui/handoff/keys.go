package handoff

import (
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/session"
)

func bind(help, what string, keys ...string) key.Binding {
	return key.NewBinding(key.WithKeys(keys...), key.WithHelp(help, what))
}

// The keys of the sheet.
var (
	keyMove   = bind("↑↓", "choose", "up", "down", "k", "j", "home", "end", "pgup", "pgdown")
	keyCopy   = bind("c", "copy", "c", "enter")
	keyOpen   = bind("o", "open", "o", "enter")
	keyFile   = bind("f", "show file", "f", "enter")
	keyPress  = bind("space", "done", " ", "enter")
	keyTick   = bind("space", "done", " ")
	keyYes    = bind("y", "yes", "y")
	keyNotYet = bind("n", "not yet", "n")
	keyError  = bind("e", "it showed an error", "e")
	keyClose  = bind("esc", "close", "esc", "q")
	keyTake   = bind("enter", "", "enter")
	keyBack   = bind("esc", "back", "esc")
)

// Keys are the keys that work now, the most useful first.
func (s *Sheet) Keys() []key.Binding {
	if s.mode != choosing {
		take := keyTake
		take.SetHelp("enter", map[mode]string{typingSecret: "copy", typingError: "record", typingPull: "record"}[s.mode])
		return []key.Binding{take, keyBack}
	}
	h := s.s.Handoff()
	keys := []key.Binding{keyMove}
	if l, ok := h.Line(s.pick); ok && l.Active {
		keys = append(keys, action(l))
		if l.Kind != portal.Press && !l.Done {
			keys = append(keys, keyTick)
		}
	}
	keys = append(keys, keyClose)
	if !h.Receipt.Confirmed {
		keys = append(keys, keyYes, keyNotYet, keyError)
	}
	return keys
}

// action is the key that does what a line is for.
func action(l session.HandoffLine) key.Binding {
	switch l.Kind {
	case portal.Open:
		return keyOpen
	case portal.Upload, portal.Attach:
		return keyFile
	case portal.Press:
		return keyPress
	default:
		return keyCopy
	}
}

func matches(k tea.KeyMsg, b key.Binding) bool { return key.Matches(k, b) }
