package screen

import (
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/bubbles/key"

	"github.com/certwiz/certwiz/ui/theme"
)

// mostSaid is how many rows a message takes at most.
const mostSaid = 3

// saidRows is what is to be said above the keys: what could not be kept, which
// stays until it can, or a notice, which the next key takes away.
func (m *Model) saidRows() []string {
	text, style := m.notice, m.th.Accent
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

// keyRow is the bottom line: the keys that work now, and what is under way.
func (m *Model) keyRow() string {
	right := m.working()
	return m.spread(" "+helpLine(m.th, m.bindings(), m.width-theme.Width(right)-2), right)
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
