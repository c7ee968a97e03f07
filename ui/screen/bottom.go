package screen

import (
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"github.com/certwiz/certwiz/ui/theme"
)

// mostSaid is how many rows a message takes at most.
const mostSaid = 3

// saidRows is what is to be said above the keys: what could not be done, which
// stays until it was or until it was read, or a notice, which the next key takes
// away.
func (m *Model) saidRows() []string {
	text, style := m.notice, m.th.Accent
	m.said = m.s.SaveErr
	if m.s.SaveErr != nil {
		text, style = m.th.Glyphs.Bad+" "+m.s.SaveErr.Error(), m.th.Block
	}
	if text == "" {
		return nil
	}
	rows := theme.Wrap(m.th.Safe(text), m.width-2)
	if len(rows) > mostSaid {
		rows = append(rows[:mostSaid-1], m.th.Cut(rows[mostSaid-1], m.width-4)+m.th.Glyphs.More)
	}
	for i, r := range rows {
		rows[i] = " " + style.Render(r)
	}
	return rows
}

// heard takes away a failure that was in sight when a key was pressed. Letters
// of a text that is being typed say nothing about whether it was read.
func (m *Model) heard(k tea.KeyMsg) {
	_, section := m.overlay.(*sectionEditor)
	typed := k.Type == tea.KeyRunes || k.Type == tea.KeySpace || k.Type == tea.KeyBackspace
	if m.said == nil || m.said != m.s.SaveErr || typed && (section || m.typing()) {
		return
	}
	m.said = nil
	m.s.Heard()
}

// keyRow is the bottom line: the keys that work now, and what is under way.
func (m *Model) keyRow() string {
	right := m.working()
	keys := m.drawn("the keys", m.width-theme.Width(right)-2, func() []string {
		return []string{helpLine(m.th, m.bindings(), m.width-theme.Width(right)-2)}
	})
	return m.spread(" "+keys[0], right)
}

// working names what is under way, behind a spinner.
func (m *Model) working() string {
	names := sortedKeys(m.busy)
	if len(names) == 0 {
		return ""
	}
	return m.th.Accent.Render(m.th.Spinner(m.spin)) + m.th.Faint.Render(" "+names[0]+" ")
}

// helpLine shows the keys that work now. Where the row is too short, those in
// the middle go first: the help itself always stays.
func helpLine(th theme.Theme, bindings []key.Binding, room int) string {
	var parts []string
	for _, b := range bindings {
		if h := b.Help(); b.Enabled() && h.Key != "" {
			parts = append(parts, h.Key+th.Faint.Render(" "+h.Desc))
		}
	}
	for len(parts) > 2 && theme.Width(strings.Join(parts, "  ")) > room {
		parts = slices.Delete(parts, dropped(parts), dropped(parts)+1)
	}
	return strings.Join(parts, "  ")
}

// dropped is which part goes first: the way back, then what stands before
// problems, leave and help.
func dropped(parts []string) int {
	for _, first := range []string{"shift+tab", "tab"} {
		for i, p := range parts {
			if strings.HasPrefix(p, first) {
				return i
			}
		}
	}
	return max(1, len(parts)-4)
}

// bindings are the keys that work now, the most useful first.
func (m *Model) bindings() []key.Binding {
	if m.overlay != nil {
		return m.overlay.bindings()
	}
	if m.sheet != nil {
		return m.sheetKeys()
	}
	problems := m.keys.Problems
	problems.SetHelp("ctrl+g", fmt.Sprintf("problems (%d)", len(m.s.Verdict.Holds)))
	if m.width < 72 {
		problems.SetHelp("ctrl+g", "problems")
	}
	help := m.keys.Help
	if !m.typing() {
		help.SetHelp("?", "help")
	}
	leave := m.keys.Leave
	if m.width < 90 {
		leave.SetHelp("ctrl+s", "leave")
	}
	common := []key.Binding{problems, leave, help}
	if m.rail >= 0 {
		open := m.keys.Open
		open.SetHelp("enter", "open the step")
		return append([]key.Binding{m.keys.Move, open}, common...)
	}
	if p := m.current(); p != nil {
		return append(append([]key.Binding{m.keys.Next}, p.bindings()...), common...)
	}
	return append(m.submit.bindings(), common...)
}
