package wizard

import (
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/bubbles/key"

	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/ui/theme"
)

// The frame's own measures; the others are the theme's.
const (
	sideWidth     = 40 // columns of the third column
	roomForNotice = 20 // rows from which on the portal's notice has one
)

// paint builds the frame and puts it on the terminal.
func (m *Model) paint() {
	if m.width == 0 || m.height == 0 {
		return
	}
	rows := m.rows()
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
	rows = append(rows, m.middle(m.height-m.headRows()-1)...)
	rows = append(rows, m.keyRow())
	for i, r := range rows {
		rows[i] = m.th.Row(theme.Cut(r, m.width))
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
		return m.full(m.overlay.lines(min(m.width-4, theme.TextWidth+4), height), height)
	case m.sheet != nil:
		return m.full(m.sheet.Lines(min(m.width-2, theme.TextWidth+24), height), height)
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
	return m.spread(left, right)
}

// noticeRow says what a publisher must know about the portal, where there is
// room for it.
func (m *Model) noticeRow() string {
	return m.th.Faint.Render(" " + m.s.Portal.Short)
}

// headRows is how many rows stand above the middle.
func (m *Model) headRows() int {
	if m.s.Portal.Short == "" || m.height < roomForNotice || m.sheet != nil { // the sheet says it itself
		return 1
	}
	return 2
}

func (m *Model) title() string {
	if title := m.s.Values().Get("title"); title != "" {
		return title
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
	if p := m.current(); p != nil {
		lines, from = p.lines(width, height)
	} else {
		lines, from = m.submit.lines(width, height)
	}
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
	lines := append([]string{""}, m.about(f, width)...)
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
	var lines []string
	add := func(head, text string) {
		if text == "" {
			return
		}
		lines = append(lines, m.th.Faint.Render(head))
		lines = append(lines, theme.Wrap(m.s.Values().Fill(text), width)...)
		lines = append(lines, "")
	}
	lines = append(lines, theme.Wrap(m.th.Title.Render(m.s.Values().Fill(f.Label)), width)...)
	lines = append(lines, "")
	add("Why it is asked", f.Why)
	add("Where to find it", f.Where)
	rule := f.Source
	if link, ok := m.s.Portal.Link(f.Link); ok {
		rule += "\n" + link.Title + "\n" + link.URL
	}
	add("The rule behind it", rule)
	return lines
}

// keyRow is the bottom line: the keys that work now, or what is to be said.
func (m *Model) keyRow() string {
	if m.s.SaveErr != nil {
		return " " + m.th.Block.Render(m.th.Glyphs.Bad+" "+m.th.Safe(m.s.SaveErr.Error()))
	}
	right := m.working()
	if m.notice != "" {
		return m.spread(" "+m.th.Accent.Render(m.th.Safe(m.notice)), right)
	}
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
	for i, p := range parts {
		if strings.HasPrefix(p, "shift+tab") {
			return i
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

// findingLines says one finding under its field.
func (m *Model) findingLines(h submission.Hold, width int) []string {
	f := h.Finding
	glyph := m.th.Warn.Render(m.th.Glyphs.Warn)
	switch {
	case h.Kind == submission.Unchecked:
		glyph = m.th.Warn.Render(m.th.Glyphs.Unknown)
	case f.Severity.String() == "error":
		glyph = m.th.Block.Render(m.th.Glyphs.Bad)
	}
	lines := hang(glyph+" ", m.th.Safe(f.Message), width)
	if f.Fix != "" {
		lines = append(lines, hang("  ", m.th.Faint.Render(m.th.Safe(f.Fix)), width)...)
	}
	return lines
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
