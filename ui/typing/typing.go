// Package typing is one line to type into below a list: the desk's and the
// hand-off's. Its cursor keeps still, because a blinking one would wake an idle
// program, and pasted lines are joined, as a browser's field does.
package typing

import (
	"strings"

	"github.com/charmbracelet/bubbles/cursor"
	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"

	"github.com/certwiz/certwiz/ui/theme"
)

// New is an empty line of at most limit characters that has the focus.
func New(th theme.Theme, limit int) textinput.Model {
	in := textinput.New()
	in.Prompt = th.Glyphs.Prompt + " "
	in.PromptStyle, in.TextStyle, in.PlaceholderStyle, in.CompletionStyle = th.Accent, th.Text, th.Faint, th.Faint
	in.Cursor.Style, in.Cursor.TextStyle = th.Cursor, th.Text
	in.Cursor.SetMode(cursor.CursorStatic)
	in.CharLimit = limit
	in.Focus()
	return in
}

// Type gives a key to the line. The command is nil but for ctrl+v, which reads
// the clipboard.
func Type(in textinput.Model, k tea.KeyMsg) (textinput.Model, tea.Cmd) {
	if k.Paste {
		k.Runes = []rune(strings.Join(strings.Fields(string(k.Runes)), " "))
	}
	in, cmd := in.Update(k)
	if k.String() != "ctrl+v" {
		return in, nil
	}
	return in, cmd
}

// hiddenDots stand for a secret, however long it is.
const hiddenDots = 12

// Hidden is what is shown of a secret that is being typed: it tells nothing, not
// even the length.
func Hidden(th theme.Theme) string {
	return strings.Repeat(th.Glyphs.Mask, hiddenDots) + th.Cursor.Render(" ")
}
