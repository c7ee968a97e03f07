package screen

import (
	"fmt"
	"strings"

	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/ui/theme"
)

// railLines is the rail with its divider.
func (m *Model) railLines(height int) []string {
	width := theme.RailWidth
	lines := make([]string, height)
	for i := range lines {
		lines[i] = strings.Repeat(" ", width)
	}
	for i, s := range m.path() {
		if i+1 < height {
			lines[i+1] = m.railRow(s, i, width)
		}
	}
	for i, text := range m.submitRows(width) {
		if row := len(m.path()) + 2 + i; row < height {
			lines[row] = text
		}
	}
	glyph := m.th.Glyphs
	for i := range lines {
		line := glyph.Middle
		if i == 0 {
			line = glyph.Top
		}
		if i == height-1 {
			line = glyph.Bottom
		}
		lines[i] += m.th.Faint.Render(line) + " "
	}
	return lines
}

// railRow is one step with its state and the number of its findings.
func (m *Model) railRow(s portal.Step, i, width int) string {
	count, holds := 0, false
	for _, h := range m.s.Verdict.Holds {
		if h.Step == s.ID {
			count++
			holds = true
		}
	}
	if !holds {
		for _, h := range m.s.Verdict.Warnings {
			if h.Step == s.ID {
				count++
			}
		}
	}
	glyph := m.th.Faint.Render(m.th.Glyphs.Todo)
	switch {
	case s.ID == m.at:
		glyph = m.th.Accent.Render(m.th.Glyphs.Here)
	case len(m.page(s.ID).answerable()) == 0: // what it asks depends on an answer that is missing
	case !holds && count > 0:
		glyph = m.th.Warn.Render(m.th.Glyphs.Warn)
	case !holds:
		glyph = m.th.Done.Render(m.th.Glyphs.Done)
	}
	number := ""
	if count > 0 {
		number = fmt.Sprint(count)
	}
	style := m.th.Text
	if s.ID == m.at {
		style = m.th.Title
	}
	title := theme.Cut(s.Title, width-8)
	row := theme.Pad(m.railMark(i)+glyph+" "+style.Render(title), width-4)
	return row + theme.Pad(m.th.Faint.Render(right(number, 3)), 4)
}

// railMark points at the row that the arrow keys are on.
func (m *Model) railMark(i int) string {
	if m.rail == i {
		return m.th.Accent.Render(m.th.Glyphs.Pick) + " "
	}
	return "  "
}

func (m *Model) submitRows(width int) []string {
	title := m.s.Portal.Final(m.s.Values().Get).Button
	if title == "" {
		title = "Submit for review"
	}
	glyph, style := m.th.Glyphs.Point, m.th.Faint
	state := fmt.Sprintf("locked · %d left", len(m.s.Verdict.Holds))
	if m.s.Verdict.Open {
		style, state = m.th.Done, "open"
	}
	if m.at == stepSubmit {
		style = m.th.Title
		glyph = m.th.Accent.Render(m.th.Glyphs.Here)
	}
	mark := m.railMark(len(m.path()))
	return []string{
		theme.Pad(mark+glyph+" "+style.Render(theme.Cut(title, width-4)), width),
		theme.Pad("    "+m.th.Faint.Render(theme.Cut(state, width-5)), width),
	}
}
