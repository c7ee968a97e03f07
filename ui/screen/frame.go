package screen

import (
	"fmt"
	"strings"

	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/session"
	"github.com/certwiz/certwiz/ui/theme"
	"github.com/certwiz/certwiz/ui/view"
)

// The frame's own measures; the others are the theme's.
const (
	sideWidth     = 40      // columns of the third column
	roomForNotice = 20      // rows from which on the portal's notice has one
	longestTitle  = 1 << 10 // bytes that are looked at for every frame
)

// paint builds the frame and puts it on the terminal.
func (m *Model) paint() {
	if m.width == 0 || m.height == 0 {
		return
	}
	var rows []string
	if fault := session.Contain("the screen", func() { rows = m.rows() }); fault != nil {
		rows = m.bare(fault)
	}
	m.top = rows[0]
	m.out.paint(rows)
}

// rows is the whole frame, one string per row of the terminal.
func (m *Model) rows() []string {
	if m.width < theme.LeastWidth || m.height < theme.LeastHeight {
		return tooSmall(m.width, m.height)
	}
	rows := make([]string, 0, m.height)
	rows = append(rows, m.titleRow())
	if m.headRows() > 1 {
		rows = append(rows, m.noticeRow())
	}
	said := m.saidRows()
	rows = append(rows, m.middle(m.height-m.headRows()-1-len(said))...)
	rows = append(append(rows, said...), m.keyRow())
	for i, r := range rows {
		rows[i] = lastLook(m.th, r, m.width)
	}
	return rows
}

func tooSmall(width, height int) []string {
	rows := make([]string, height)
	text := []string{"certwiz needs 60 columns and 16 rows;",
		fmt.Sprintf("this terminal has %d and %d.", width, height),
		"Make it larger to go on. All is kept."}
	for i := range rows {
		if i < len(text) {
			rows[i] = theme.Cut(text[i], width)
		}
	}
	return rows
}

// middle is everything between title and keys.
func (m *Model) middle(height int) []string {
	switch {
	case m.overlay != nil:
		width := min(m.width-4, theme.TextWidth+4)
		return m.full(m.drawn("this view", width, func() []string { return m.overlay.lines(width, height) }), height)
	case m.sheet != nil:
		width := min(m.width-2, theme.TextWidth+24)
		return m.full(m.drawn("the hand-off", width, func() []string { return m.sheet.Lines(width, height) }), height)
	}
	rail := m.railLines(height)
	body := m.body(height)
	side := m.side(height)
	rows := make([]string, height)
	for i := range rows {
		rows[i] = rail[i] + body[i] + side[i]
	}
	return rows
}

// full fits lines that have the whole width to the height.
func (m *Model) full(lines []string, height int) []string {
	rows := make([]string, height)
	for i := range rows {
		if i < len(lines) {
			rows[i] = " " + lines[i]
		}
	}
	return rows
}

func (m *Model) titleRow() string {
	left := " " + m.th.Title.Render("certwiz") + m.th.Faint.Render(" · ") + m.th.Safe(m.title())
	what := "new submission"
	if m.s.Draft.Update {
		what = "update"
	}
	if m.sheet != nil {
		what = "hand-off"
		left += m.th.Faint.Render(fmt.Sprintf(" · version %d", m.s.Draft.Version))
	} else if m.s.Draft.Update {
		left += m.th.Faint.Render(fmt.Sprintf(" · version %d → %d", m.s.Base(), m.s.Draft.Version))
	}
	right := m.th.Faint.Render(what+" · ") + m.s.Portal.Name + " "
	if m.alone() {
		right = m.th.Faint.Render(what+" · ") + "pull request "
	}
	return m.spread(left, right)
}

// noticeRow says what a publisher must know about the portal, where there is
// room for it.
func (m *Model) noticeRow() string {
	return m.th.Faint.Render(" " + m.s.Portal.Short)
}

// alone tells an independent publisher, who never comes to the portal (S02).
func (m *Model) alone() bool { return m.s.Independent() }

// headRows is how many rows stand above the middle.
func (m *Model) headRows() int {
	if m.s.Portal.Short == "" || m.height < roomForNotice || m.sheet != nil || m.alone() { // the sheet says it itself
		return 1
	}
	return 2
}

func (m *Model) title() string {
	if title := m.s.Values().Get("title"); title != "" {
		return strings.ToValidUTF8(title[:min(len(title), longestTitle)], "")
	}
	if m.s.Draft.Title != "" {
		return m.s.Draft.Title
	}
	return "a connector without a title"
}

func (m *Model) spread(left, right string) string { return spread(left, right, m.width) }

// spread puts two texts at both ends of a row; the left one gives way.
func spread(left, right string, width int) string {
	left = theme.Cut(left, width-theme.Width(right)-1)
	return left + strings.Repeat(" ", max(1, width-theme.Width(left)-theme.Width(right))) + right
}

// bodyWidth is the columns that a page may use.
func (m *Model) bodyWidth() int {
	room := m.width - theme.RailWidth - 3
	if m.width >= theme.SideFrom {
		room -= sideWidth + 2
	}
	return min(room, theme.TextWidth)
}

// body is the current page, scrolled so that the focused field is in sight.
func (m *Model) body(height int) []string {
	width := m.bodyWidth()
	var lines []string
	from := 0
	lines = m.drawn(m.place(), width, func() (lines []string) {
		if p := m.current(); p != nil {
			lines, from = p.lines(width, height)
		} else {
			lines, from = m.submit.lines(width, height)
		}
		return lines
	})
	rows := make([]string, height)
	for i := range rows {
		text := ""
		if from+i < len(lines) {
			text = lines[from+i]
		}
		rows[i] = theme.Pad(theme.Cut(text, width), width)
	}
	if from > 0 {
		rows[0] = theme.Pad(m.th.Faint.Render(fmt.Sprintf("%s %d more above", m.th.Glyphs.Up, from)), width)
	}
	if below := len(lines) - from - height; below > 0 {
		rows[height-1] = theme.Pad(m.th.Faint.Render(fmt.Sprintf("%s %d more below", m.th.Glyphs.Down, below+1)), width)
	}
	return rows
}

// side is the third column: why the focused field is asked, where to find the
// answer, and the rule behind it.
func (m *Model) side(height int) []string {
	rows := make([]string, height)
	if m.width < theme.SideFrom {
		return rows
	}
	p := m.current()
	if p == nil {
		return rows
	}
	f, ok := p.focused()
	if !ok {
		return rows
	}
	width := min(sideWidth, m.width-theme.RailWidth-5-m.bodyWidth())
	lines := append([]string{""}, m.drawn(f.Label, width, func() []string { return m.about(f, width) })...)
	for i := range rows {
		rows[i] = "  "
		if i < len(lines) {
			rows[i] += lines[i]
		}
	}
	return rows
}

// about explains one field.
func (m *Model) about(f portal.Field, width int) []string {
	lines := theme.Wrap(m.th.Title.Render(m.fill(f.Label)), width)
	for _, a := range view.AboutField(m.s, f) {
		lines = append(lines, "", m.th.Faint.Render(a.Head))
		lines = append(lines, theme.Wrap(theme.SafeLines(a.Text), width)...)
	}
	return append(lines, "")
}

// findingLines says one finding under its field.
func (m *Model) findingLines(f view.Finding, width int) []string {
	lines := hang(m.glyph(f.Mark)+" ", m.th.Safe(f.Message), width)
	if f.Fix != "" {
		lines = append(lines, hang("  ", m.th.Faint.Render(m.th.Safe(f.Fix)), width)...)
	}
	return lines
}

// glyph is the sign of a finding; it never speaks by colour alone.
func (m *Model) glyph(mark view.Mark) string {
	switch mark {
	case view.MarkError:
		return m.th.Block.Render(m.th.Glyphs.Bad)
	case view.MarkUnchecked:
		return m.th.Warn.Render(m.th.Glyphs.Unknown)
	case view.MarkMissing:
		return m.th.Faint.Render(m.th.Glyphs.Todo)
	case view.MarkWarning:
		return m.th.Warn.Render(m.th.Glyphs.Warn)
	default:
		return m.th.Faint.Render(m.th.Glyphs.Warn)
	}
}

// hang wraps a text behind a mark, its further lines indented to match.
func hang(mark, text string, width int) []string {
	indent := strings.Repeat(" ", theme.Width(mark))
	lines := theme.Wrap(text, width-theme.Width(mark))
	for i, l := range lines {
		if i == 0 {
			lines[i] = mark + l
			continue
		}
		lines[i] = indent + l
	}
	return lines
}

func right(text string, width int) string {
	return strings.Repeat(" ", max(0, width-theme.Width(text))) + text
}
