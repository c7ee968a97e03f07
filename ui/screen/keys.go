package screen

import "github.com/charmbracelet/bubbles/key"

// keyMap is every key of the session. The bottom line and the help overlay are
// made from it, so that they can't drift from what the keys do.
type keyMap struct {
	Next, Prev, Rail, NextStep, PrevStep     key.Binding
	Problems, Again, Leave, Help, Editor     key.Binding
	Up, Down, Pick, Open, Close, Confirm     key.Binding
	Copy, Build, Waive, Vouch, Yes, No, Show key.Binding
	Clear, Edit, Move, All, Propose          key.Binding
	Preview, Undo, Redo                      key.Binding
}

func newKeyMap() keyMap {
	bind := func(help, what string, keys ...string) key.Binding {
		return key.NewBinding(key.WithKeys(keys...), key.WithHelp(help, what))
	}
	return keyMap{
		Next:     bind("tab", "next", "tab"),
		Prev:     bind("shift+tab", "back", "shift+tab"),
		Rail:     bind("esc", "steps", "esc"),
		NextStep: bind("pgdn", "next step", "pgdown", "ctrl+right"),
		PrevStep: bind("pgup", "step back", "pgup", "ctrl+left"),
		Problems: bind("ctrl+g", "problems", "ctrl+g"),
		Again:    bind("ctrl+r", "look again", "ctrl+r"),
		Leave:    bind("ctrl+s", "leave, all is kept", "ctrl+s", "ctrl+c"),
		Help:     bind("f1", "help", "f1", "?"),
		Editor:   bind("ctrl+e", "edit in your editor", "ctrl+e"),
		Move:     bind("↑ ↓", "move", "up", "down"),
		Up:       bind("↑", "up", "up"),
		Down:     bind("↓", "down", "down"),
		Pick:     bind("enter", "choose", "enter", " "),
		Open:     bind("enter", "open", "enter"),
		Close:    bind("esc", "close", "esc"),
		Confirm:  bind("ctrl+y", "still right", "ctrl+y"),
		Copy:     bind("c", "copy", "c"),
		Build:    bind("b", "build a clean archive", "b"),
		Waive:    bind("w", "waive", "w"),
		Vouch:    bind("a", "vouch for it", "a"),
		Yes:      bind("y", "yes", "y"),
		No:       bind("n", "no", "n", "esc"),
		Show:     bind("w", "warnings", "w"),
		Edit:     bind("ctrl+b", "back to editing", "ctrl+b"),
		Clear:    bind("ctrl+d", "forget it", "ctrl+d"),
		All:      bind("ctrl+o", "all about it", "ctrl+o"),
		Preview:  bind("ctrl+t", "preview", "ctrl+t"),
		Undo:     bind("ctrl+z", "undo", "ctrl+z"),
		Redo:     bind("ctrl+y", "redo", "ctrl+y"),
		Propose:  bind("ctrl+p", "open or update the pull request", "ctrl+p"),
	}
}
