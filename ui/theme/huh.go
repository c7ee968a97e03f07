package theme

import "github.com/charmbracelet/huh"

// Huh is the theme for huh's inputs: no border, no margin, our colours. The
// frame around an input is drawn by whoever shows it.
func (t Theme) Huh() *huh.Theme {
	theme := huh.ThemeBase()
	for _, styles := range []*huh.FieldStyles{&theme.Focused, &theme.Blurred} {
		styles.Base = t.Text
		styles.Card = t.Text
		styles.Title = t.Title
		styles.Description = t.Faint
		styles.TextInput.Prompt = t.Accent
		styles.TextInput.Text = t.Text
		styles.TextInput.Placeholder = t.Faint
		styles.TextInput.Cursor = t.Text
		styles.TextInput.CursorText = t.Text
	}
	return theme
}
