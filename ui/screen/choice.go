package screen

import (
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/ui/theme"
	"github.com/certwiz/certwiz/ui/view"
)

// choiceField is one of a few options. The arrow keys choose at once: there is
// nothing to submit.
type choiceField struct {
	m  *Model
	f  portal.Field
	at int // the option that the arrow keys are on
}

func newChoiceField(m *Model, f portal.Field) *choiceField {
	return &choiceField{m: m, f: f, at: -1}
}

// options are those that are offered now.
func (c *choiceField) options() []portal.Option { return view.Options(c.m.s, c.f) }

func (c *choiceField) focus() tea.Cmd {
	c.at = max(0, c.chosen())
	return nil
}

func (c *choiceField) blur() tea.Cmd { return nil }
func (c *choiceField) typing() bool  { return false }

func (c *choiceField) chosen() int {
	for i, o := range c.options() {
		if o.Value == c.m.s.Draft.Value(c.f.ID) {
			return i
		}
	}
	return -1
}

func (c *choiceField) bindings() []key.Binding {
	pick := c.m.keys.Pick
	pick.SetHelp("↑ ↓ space", "choose")
	return []key.Binding{pick}
}

func (c *choiceField) update(msg tea.Msg) tea.Cmd {
	k, ok := msg.(tea.KeyMsg)
	if !ok {
		return nil
	}
	options := c.options()
	switch {
	case matches(k, c.m.keys.Up):
		if c.at <= 0 {
			return c.m.nextField(-1)
		}
		c.at--
	case matches(k, c.m.keys.Down):
		if c.at >= len(options)-1 {
			return c.m.nextField(+1)
		}
		c.at++
	case k.Type == tea.KeyEnter:
		c.take(options)
		return c.m.nextField(+1)
	case matches(k, c.m.keys.Pick):
		c.take(options)
	}
	return nil
}

func (c *choiceField) take(options []portal.Option) {
	if c.at < 0 || c.at >= len(options) {
		return
	}
	if c.m.s.Draft.Value(c.f.ID) == options[c.at].Value {
		c.m.s.Confirm(c.f.ID)
		return
	}
	c.m.s.Set(c.f.ID, options[c.at].Value)
}

func (c *choiceField) click(line int) tea.Cmd {
	options := c.options()
	if i := line - 1; i >= 0 && i < len(options) {
		c.at = i
		c.take(options)
	}
	return nil
}

func (c *choiceField) lines(width int, focused bool) []string {
	var lines []string
	chosen := c.chosen()
	for i, o := range c.options() {
		mark := "  "
		if focused && i == c.at {
			mark = c.m.th.Accent.Render(c.m.th.Glyphs.Pick) + " "
		}
		radio := c.m.th.Glyphs.Off + " "
		if i == chosen {
			radio = c.m.th.Accent.Render(c.m.th.Glyphs.On) + " "
		}
		line := mark + radio + c.m.th.Safe(o.Label)
		if o.Note != "" {
			line += "   " + c.m.th.Faint.Render(o.Note)
		}
		lines = append(lines, theme.Cut(line, width))
	}
	return lines
}

// tickField is something that only the person can vouch for.
type tickField struct {
	m *Model
	f portal.Field
}

func newTickField(m *Model, f portal.Field) *tickField { return &tickField{m, f} }

func (t *tickField) focus() tea.Cmd { return nil }
func (t *tickField) blur() tea.Cmd  { return nil }
func (t *tickField) typing() bool   { return false }

func (t *tickField) bindings() []key.Binding {
	pick := t.m.keys.Pick
	pick.SetHelp("space", "tick")
	if t.f.Copy != "" {
		return []key.Binding{pick, t.m.keys.Copy}
	}
	return []key.Binding{pick}
}

func (t *tickField) update(msg tea.Msg) tea.Cmd {
	k, ok := msg.(tea.KeyMsg)
	if !ok {
		return nil
	}
	switch {
	case matches(k, t.m.keys.Up):
		return t.m.nextField(-1)
	case matches(k, t.m.keys.Down):
		return t.m.nextField(+1)
	case t.f.Copy != "" && matches(k, t.m.keys.Copy):
		return t.m.copyText(t.m.s.Values().Fill(t.f.Copy))
	case k.Type == tea.KeyEnter && t.m.s.Draft.Value(t.f.ID) == "yes":
		return t.m.nextField(+1)
	case matches(k, t.m.keys.Pick):
		t.toggle()
	}
	return nil
}

func (t *tickField) toggle() {
	if t.m.s.Draft.Value(t.f.ID) == "yes" && !t.m.s.Draft.Answers[t.f.ID].Carried {
		t.m.s.Set(t.f.ID, "")
		return
	}
	t.m.s.Confirm(t.f.ID)
	t.m.s.Set(t.f.ID, "yes")
}

func (t *tickField) click(int) tea.Cmd { t.toggle(); return nil }

func (t *tickField) lines(width int, focused bool) []string {
	box := t.m.th.Glyphs.Unticked + " "
	if t.m.s.Draft.Value(t.f.ID) == "yes" {
		box = t.m.th.Done.Render(t.m.th.Glyphs.Checked) + " "
	}
	mark := "  "
	style := t.m.th.Text
	if focused {
		mark = t.m.th.Accent.Render(t.m.th.Glyphs.Pick) + " "
		style = t.m.th.Title
	}
	f := view.FieldOf(t.m.s, t.f)
	label := style.Render(theme.SafeLines(f.Label))
	if f.Note.Text != "" && (f.Carried || f.Optional) {
		label += "  " + t.m.note(f)
	}
	if t.f.Copy != "" && !focused {
		return []string{theme.Cut(mark+box+label, width)} // an address is not broken
	}
	return hang(mark+box, label, width)
}
