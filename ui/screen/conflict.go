package screen

import (
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"github.com/certwiz/certwiz/submission/document"
	"github.com/certwiz/certwiz/submission/session"
	"github.com/certwiz/certwiz/ui/theme"
)

// conflict asks what a section shall be that was changed here and outside. It
// is only left with a decision: neither text is dropped by itself.
type conflict struct {
	m    *Model
	w    session.Written
	text []byte // as decided so far
	at   int
	from int
}

func newConflict(m *Model, w session.Written) overlay {
	return &conflict{m: m, w: w, text: w.Text}
}

func (c *conflict) update(msg tea.Msg) tea.Cmd {
	k, ok := msg.(tea.KeyMsg)
	if !ok {
		return nil
	}
	switch {
	case matches(k, c.m.keys.Up):
		c.from = max(0, c.from-1)
	case matches(k, c.m.keys.Down):
		c.from++
	case k.String() == "m":
		text, err := document.Take(c.text, c.w.Conflicts[c.at])
		if err != nil {
			c.m.notice = err.Error()
			return nil
		}
		c.text = text
		return c.next()
	case k.String() == "t":
		return c.next()
	}
	return nil
}

// next goes on to the next section, and writes after the last.
func (c *conflict) next() tea.Cmd {
	c.at, c.from = c.at+1, 0
	if c.at < len(c.w.Conflicts) {
		return nil
	}
	return tea.Batch(c.m.close(), c.m.keep("writing "+c.w.Name, c.m.s.WriteDocument(c.w.Name, c.w.Text, c.text)))
}

// aside keeps what was written here in a file of its own, when the program is
// left without a decision.
func (c *conflict) aside() tea.Cmd {
	return c.m.keep("keeping your text", c.m.s.KeepAside(c.w.Name, c.w.Mine))
}

func (c *conflict) lines(width, height int) []string {
	one := c.w.Conflicts[min(c.at, len(c.w.Conflicts)-1)]
	title := one.Title
	if title == "" {
		title = "opening"
	}
	th := c.m.th
	lines := []string{"", th.Title.Render(th.Safe(c.w.Name + " · " + title)),
		"This section was changed here and by another program. Nothing is written yet.", ""}
	var body []string
	side := func(head, text string) {
		body = append(body, th.Accent.Render(head))
		if strings.TrimSpace(text) == "" {
			text = "(taken out)"
		}
		for _, l := range strings.Split(text, "\n") {
			for _, part := range theme.Wrap(th.Safe(l), width-2) {
				body = append(body, "  "+part)
			}
		}
		body = append(body, "")
	}
	side("On the disk now", one.Theirs)
	side("Written here", one.Mine)
	room := max(1, height-len(lines))
	c.from = max(0, min(c.from, len(body)-room))
	return append(lines, body[c.from:min(len(body), c.from+room)]...)
}

func (c *conflict) bindings() []key.Binding {
	bind := func(k, what string) key.Binding { return key.NewBinding(key.WithKeys(k), key.WithHelp(k, what)) }
	return []key.Binding{bind("m", "write mine"), bind("t", "keep what is on the disk"), c.m.keys.Move}
}
