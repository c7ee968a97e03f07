package screen

import (
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/huh"

	"github.com/certwiz/certwiz/submission/gate"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/ui/theme"
)

// overlay is something on top of the session that is closed again.
type overlay interface {
	update(msg tea.Msg) tea.Cmd
	lines(width, height int) []string
	bindings() []key.Binding
}

// close takes the overlay away.
func (m *Model) close() tea.Cmd {
	m.overlay = nil
	return m.focus()
}

// reading is an overlay that is only read: help, a preview.
type reading struct {
	m     *Model
	title string
	body  []string
	from  int
	room  int
	back  overlay // what closing goes back to, nil for the page
}

func (t *reading) update(msg tea.Msg) tea.Cmd {
	k, ok := msg.(tea.KeyMsg)
	if !ok {
		return nil
	}
	switch {
	case matches(k, t.m.keys.Up):
		t.from--
	case matches(k, t.m.keys.Down):
		t.from++
	case matches(k, t.m.keys.NextStep), k.String() == " ":
		t.from += t.room - 1
	case matches(k, t.m.keys.PrevStep):
		t.from -= t.room - 1
	case matches(k, t.m.keys.Close), matches(k, t.m.keys.Help), k.String() == "q", k.Type == tea.KeyEnter:
		if t.back != nil {
			t.m.overlay = t.back
			return nil
		}
		return t.m.close()
	}
	t.clamp()
	return nil
}

func (t *reading) clamp() { t.from = max(0, min(t.from, len(t.body)-t.room)) }

func (t *reading) lines(_, height int) []string {
	t.room = max(1, height-3)
	t.clamp()
	lines := []string{"", t.m.th.Title.Render(t.title), ""}
	end := min(len(t.body), t.from+t.room)
	return append(lines, t.body[t.from:end]...)
}

func (t *reading) bindings() []key.Binding {
	if len(t.body) <= t.room {
		return []key.Binding{t.m.keys.Close}
	}
	return []key.Binding{t.m.keys.Move, t.m.keys.Close}
}

// newHelp is made from the key bindings, and from what the portal says.
func newHelp(m *Model) overlay {
	width := min(m.width-6, theme.TextWidth)
	var body []string
	if p := m.current(); p != nil && m.sheet == nil {
		if f, ok := p.focused(); ok && m.width < theme.SideFrom {
			body = append(body, m.about(f, width)...)
		}
	}
	body = append(body, m.th.Title.Render("Keys"))
	for _, b := range m.allBindings() {
		body = append(body, theme.Pad("  "+b.Help().Key, 16)+m.th.Faint.Render(b.Help().Desc))
	}
	body = append(body, "", "The mouse opens steps and fields; with shift held it selects text as usual.", "")
	body = append(body, m.th.Title.Render(m.s.Portal.Name))
	body = append(body, theme.Wrap(m.s.Portal.Notice, width)...)
	body = append(body, "")
	for _, f := range m.s.Portal.Facts {
		body = append(body, hang("  ", f.Text+m.th.Faint.Render("  "+f.Source+", seen "+f.Seen), width)...)
	}
	return &reading{m: m, title: "Help", body: body}
}

// allBindings are the keys that a person may ask for.
func (m *Model) allBindings() []key.Binding {
	k := m.keys
	return []key.Binding{k.Next, k.Prev, k.Rail, k.NextStep, k.PrevStep, k.Problems, k.Again, k.All, k.Propose, k.Editor, k.Confirm, k.Clear, k.Leave, k.Help}
}

// problems is the list of everything that holds the gate, from anywhere.
type problems struct {
	m    *Model
	list holdList
}

func newProblems(m *Model) overlay {
	return &problems{m: m, list: holdList{m: m, warnings: true}}
}

func (p *problems) update(msg tea.Msg) tea.Cmd {
	k, ok := msg.(tea.KeyMsg)
	if !ok {
		return nil
	}
	if matches(k, p.m.keys.Close) || matches(k, p.m.keys.Problems) || k.String() == "q" {
		return p.m.close()
	}
	return p.list.update(k)
}

func (p *problems) lines(width, height int) []string {
	head := []string{"", p.m.th.Title.Render("Problems"), ""}
	lines, from := p.list.lines(width, height-len(head))
	return append(head, lines[from:]...)
}

func (p *problems) bindings() []key.Binding {
	return append(p.list.bindings(), p.m.keys.Close)
}

// ask is an overlay that asks for one line.
type ask struct {
	m     *Model
	title string
	body  []string
	line  *lineField
	// secret hides what is typed.
	secret bool
	// done takes the answer; it is called with a text that is not empty.
	done func(answer string) tea.Cmd
}

func newAsk(m *Model, title string, body []string, secret bool, done func(string) tea.Cmd) *ask {
	a := &ask{m: m, title: title, body: body, secret: secret, done: done}
	a.line = newLineField(m, portal.Field{})
	a.line.set = func(string) {}
	if secret {
		a.line.input.EchoMode(huh.EchoModePassword)
	}
	return a
}

func newReason(m *Model, h gate.Hold) *ask {
	body := []string{m.th.Safe(h.Finding.Message)}
	body = append(body, "", "Why does it not have to be mended? The reason is kept in the record.")
	return newAsk(m, "Waive "+h.Finding.Rule, body, false, func(reason string) tea.Cmd {
		return tea.Batch(m.keep("", m.s.Waive(h.Finding, reason)), m.close())
	})
}

func (a *ask) focus() tea.Cmd { return a.line.focus() }

func (a *ask) update(msg tea.Msg) tea.Cmd {
	k, ok := msg.(tea.KeyMsg)
	switch {
	case ok && matches(k, a.m.keys.Close):
		return a.m.close()
	case ok && k.Type == tea.KeyEnter:
		if strings.TrimSpace(a.line.value) == "" {
			return nil
		}
		return a.done(strings.TrimSpace(a.line.value))
	case ok && (k.Type == tea.KeyUp || k.Type == tea.KeyDown):
		return nil
	}
	return a.line.update(msg)
}

func (a *ask) lines(width, _ int) []string {
	lines := []string{"", a.m.th.Title.Render(a.title), ""}
	for _, text := range a.body {
		lines = append(lines, theme.Wrap(text, width)...)
	}
	if a.secret && a.line.value != "" {
		return append(lines, "", a.m.hidden())
	}
	return append(append(lines, ""), a.line.lines(width, true)...)
}

func (a *ask) bindings() []key.Binding {
	open := a.m.keys.Open
	open.SetHelp("enter", "take it")
	cancel := a.m.keys.Close
	cancel.SetHelp("esc", "cancel")
	return []key.Binding{open, cancel}
}
