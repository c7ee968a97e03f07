package handoff

import (
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"github.com/certwiz/certwiz/submission/portal"
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
	keys := []key.Binding{keyMove}
	if it, ok := s.chosen(); ok && it.active {
		act := action(it)
		keys = append(keys, act)
		if it.Kind != portal.Press && !it.done {
			keys = append(keys, keyTick)
		}
	}
	keys = append(keys, keyClose)
	if !receiptOf(s.s).confirmed {
		keys = append(keys, keyYes, keyNotYet, keyError)
	}
	return keys
}

// action is the key that does what an item is for.
func action(it item) key.Binding {
	switch it.Kind {
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
