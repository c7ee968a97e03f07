package screen

import (
	"maps"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/ui/theme"
)

// path is the steps that this submission goes through.
func (m *Model) path() []portal.Step {
	return m.s.Portal.Path(m.s.Values().Get)
}

func (m *Model) has(id string) bool {
	return id == stepSubmit || slices.ContainsFunc(m.path(), func(s portal.Step) bool { return s.ID == id })
}

// index is the rail's row of the current step.
func (m *Model) index() int {
	i := slices.IndexFunc(m.path(), func(s portal.Step) bool { return s.ID == m.at })
	if i < 0 {
		return len(m.path())
	}
	return i
}

// goTo opens a step on a field. Leaving the field before may put a secret into
// the vault.
func (m *Model) goTo(step, field string) tea.Cmd {
	blur := m.blur()
	m.rail = -1
	if !m.has(step) {
		step = m.path()[0].ID
	}
	m.at = step
	if p := m.current(); p != nil {
		p.focusOn(field)
		if f, ok := p.focused(); ok {
			field = f.ID
		}
	}
	m.s.MoveTo(m.at, field)
	return tea.Batch(blur, m.focus())
}

// step opens the neighbouring step on the field where the person was.
func (m *Model) step(by int) tea.Cmd {
	return m.goToRow(m.index()+by, "")
}

// stepTo opens the neighbouring step on its first field, or its last when
// going backwards.
func (m *Model) stepTo(by int) tea.Cmd {
	row := m.index() + by
	path := m.path()
	if row < 0 {
		return nil
	}
	if row >= len(path) {
		return m.goToRow(row, "")
	}
	fields := m.page(path[row].ID).answerable()
	if len(fields) == 0 {
		return m.goToRow(row, "")
	}
	if by < 0 {
		return m.goToRow(row, fields[len(fields)-1].ID)
	}
	return m.goToRow(row, fields[0].ID)
}

func (m *Model) goToRow(row int, field string) tea.Cmd {
	path := m.path()
	switch {
	case row < 0:
		return nil
	case row >= len(path):
		return m.goTo(stepSubmit, "")
	default:
		return m.goTo(path[row].ID, field)
	}
}

func (m *Model) focus() tea.Cmd {
	p := m.current()
	if p == nil {
		return nil
	}
	f, ok := p.focused()
	if !ok {
		return nil
	}
	return p.widget(f).focus()
}

func (m *Model) blur() tea.Cmd {
	p := m.current()
	if p == nil || m.rail >= 0 {
		return nil
	}
	f, ok := p.focused()
	if !ok {
		return nil
	}
	return p.widget(f).blur()
}

// railKey moves along the rail.
func (m *Model) railKey(k tea.KeyMsg) tea.Cmd {
	switch {
	case matches(k, m.keys.Up):
		m.rail = max(0, m.rail-1)
	case matches(k, m.keys.Down):
		m.rail = min(len(m.path()), m.rail+1)
	case matches(k, m.keys.Pick), matches(k, m.keys.Next):
		row := m.rail
		return m.goToRow(row, "")
	case matches(k, m.keys.Rail), matches(k, m.keys.Prev):
		m.rail = -1
		return m.focus()
	}
	return nil
}

// mouse opens the step or the field under a click; the wheel moves.
func (m *Model) mouse(e tea.MouseMsg) tea.Cmd {
	switch e.Button {
	case tea.MouseButtonWheelDown:
		return m.wheel(tea.KeyMsg{Type: tea.KeyTab})
	case tea.MouseButtonWheelUp:
		return m.wheel(tea.KeyMsg{Type: tea.KeyShiftTab})
	case tea.MouseButtonLeft:
		if e.Action != tea.MouseActionPress {
			return nil
		}
		return m.click(e.X, e.Y-m.headRows())
	}
	return nil
}

func (m *Model) wheel(k tea.KeyMsg) tea.Cmd {
	if p := m.current(); p != nil {
		return p.update(k)
	}
	return nil
}

func (m *Model) click(x, y int) tea.Cmd {
	if x < theme.RailWidth {
		row := y - 1
		if n := len(m.path()); row == n+1 || row == n+2 {
			row = n // the rows of Submit for review
		} else if row >= n {
			return nil
		}
		return m.goToRow(row, "")
	}
	p := m.current()
	if p == nil {
		return m.submit.click(y)
	}
	for id, s := range p.spans {
		if line := p.from + y; line >= s.from && line < s.to {
			cmd := m.goTo(p.step.ID, id)
			if c, ok := p.widgets[id].(clickable); ok {
				return tea.Batch(cmd, c.click(line-s.from))
			}
			return cmd
		}
	}
	return nil
}

// clickable is a widget that knows which of its lines was clicked.
type clickable interface {
	click(line int) tea.Cmd
}

func sortedKeys(m map[string]int) []string { return slices.Sorted(maps.Keys(m)) }

func spaces(n int) string { return strings.Repeat(" ", n) }
