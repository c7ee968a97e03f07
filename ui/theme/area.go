package theme

import (
	"github.com/charmbracelet/bubbles/cursor"
	"github.com/charmbracelet/bubbles/textarea"
)

// Area is a text area in our colours: no frame, no line numbers, and a cursor
// that keeps still, since a blinking one wakes an idle program.
func (t Theme) Area() textarea.Model {
	area := textarea.New()
	style := textarea.Style{Base: t.Text, CursorLine: t.Text, CursorLineNumber: t.Faint, EndOfBuffer: t.Text,
		LineNumber: t.Faint, Placeholder: t.Faint, Prompt: t.Accent, Text: t.Text}
	area.FocusedStyle, area.BlurredStyle = style, style
	area.Prompt, area.ShowLineNumbers, area.EndOfBufferCharacter = "", false, ' '
	area.MaxHeight = 0
	area.Cursor.SetMode(cursor.CursorStatic)
	area.Cursor.Style, area.Cursor.TextStyle = t.Text, t.Text
	return area
}
