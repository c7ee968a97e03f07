package handoff

import (
	"fmt"
	"strings"

	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/session"
	"github.com/certwiz/certwiz/ui/theme"
	"github.com/certwiz/certwiz/ui/typing"
)

// The measures of a line, in columns.
const (
	prefixWidth = 7  // sign, number, state
	keyWidth    = 11 // "f show file"
	gap         = 2
	labelWidth  = 22 // at most, where a value follows
	leastLabel  = 20
	lowHeight   = 20 // in rows; below it less is said around the list
)

// Lines is the sheet's body, at most height lines of at most width columns.
// The list scrolls so that the chosen line stays visible.
func (s *Sheet) Lines(width, height int) []string {
	h := s.s.Handoff()
	head, foot := s.head(h, width, height), s.foot(h, width, height)
	rows, at := s.rows(h, width)
	room := max(height-len(head)-len(foot)-2, 1)
	s.top = scroll(s.top, at, room, len(rows))
	end := min(s.top+room, len(rows))

	lines := append(head, s.more(s.o.Theme.Glyphs.Up, s.top))
	lines = append(lines, rows[s.top:end]...)
	lines = append(lines, s.more(s.o.Theme.Glyphs.Down, len(rows)-end))
	lines = append(lines, foot...)
	for i, line := range lines {
		lines[i] = s.o.Theme.Cut(line, width)
	}
	return lines[:min(len(lines), max(height, 0))]
}

// scroll moves the first visible row as little as the chosen one asks for.
func scroll(top, at, room, rows int) int {
	top = max(min(top, at), at-room+1)
	return max(min(top, rows-room), 0)
}

// more is the line at an end of the list.
func (s *Sheet) more(sign string, n int) string {
	if n <= 0 {
		return ""
	}
	return s.o.Theme.Faint.Render(fmt.Sprintf("  %s %d more", sign, n))
}

// head says what the sheet is.
func (s *Sheet) head(h session.Handoff, width, height int) []string {
	lines := theme.Wrap(h.Introduction, width)
	if h.Notice == "" {
		return lines
	}
	wrapped := theme.Wrap(h.Notice, width)
	if height < lowHeight {
		wrapped = []string{s.o.Theme.Cut(h.Notice, width)}
	}
	for _, line := range wrapped {
		lines = append(lines, s.o.Theme.Faint.Render(line))
	}
	return lines
}

// rows is the list; at is the row of the chosen line.
func (s *Sheet) rows(h session.Handoff, width int) (rows []string, at int) {
	th := s.o.Theme
	after := false
	for _, l := range h.Lines {
		if l.After && !after {
			after = true
			rows = append(rows, th.Faint.Render("  "+h.AfterTitle))
		}
		if l.ID == s.pick {
			at = len(rows)
		}
		rows = append(rows, s.row(l, width))
	}
	return rows, at
}

func (s *Sheet) row(l session.HandoffLine, width int) string {
	th := s.o.Theme
	sign, state := "  ", th.Mark(theme.Todo)
	label := th.Text
	switch {
	case l.Done:
		state = th.Mark(theme.Done)
	case !l.Active:
		state, label = th.Faint.Render(th.Glyphs.Todo), th.Faint
	}
	if l.ID == s.pick && l.Active {
		sign, label = th.Accent.Render(th.Glyphs.Pick)+" ", th.Accent
	}
	keys := ""
	if l.Active {
		keys = actionText(l)
	}
	room := width - prefixWidth - gap - keyWidth
	number := theme.PadLeft(fmt.Sprint(l.Number), 2)
	return sign + number + " " + state + " " +
		theme.Pad(s.content(l, room, label.Render), room) +
		strings.Repeat(" ", gap) + th.Faint.Render(keys)
}

func actionText(l session.HandoffLine) string {
	h := action(l).Help()
	return h.Key + " " + h.Desc
}

// content is a line's label and, where it has one, its value.
func (s *Sheet) content(l session.HandoffLine, room int, label func(...string) string) string {
	if l.Kind != portal.Paste {
		return label(s.o.Theme.Cut(l.Label, room))
	}
	wide := min(labelWidth, max(room/2, leastLabel))
	name := theme.Pad(label(s.o.Theme.Cut(l.Label, wide-1)), wide)
	return name + s.value(l, room-wide)
}

// value is what a line copies, as it may be seen.
func (s *Sheet) value(l session.HandoffLine, room int) string {
	th := s.o.Theme
	switch {
	case l.Missing != nil, l.Secret && !l.Kept:
		return th.Faint.Render(th.Cut(th.Safe(l.Shown), room))
	case !l.Secret:
		return th.Cut(firstLine(th.Safe(firstOf(l.Shown)), strings.ContainsRune(l.Shown, '\n'), th.Glyphs.More), room)
	}
	dots := strings.Repeat(th.Glyphs.Mask, 8)
	return dots + th.Faint.Render(th.Cut(strings.Repeat(" ", gap)+s.onClipboard(l), max(room-8, 0)))
}

func firstOf(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return strings.TrimRight(line, "\r")
}

// firstLine marks a line that has others below it.
func firstLine(line string, others bool, more string) string {
	if others {
		return line + " " + more
	}
	return line
}

// onClipboard says where a secret is.
func (s *Sheet) onClipboard(l session.HandoffLine) string {
	switch {
	case s.secret != nil && s.from == l.ID:
		return "clears at " + s.until.Format("15:04:05")
	case s.cleared == l.ID:
		return "cleared"
	default:
		return "clears after 30 s"
	}
}

// foot is what stands below the list: more on the chosen line, how the last
// thing went, and the question or the answer to it.
func (s *Sheet) foot(h session.Handoff, width, height int) []string {
	var lines []string
	detail := theme.Wrap(s.detail(h, width), max(width-2, 1))
	for _, line := range detail[:min(len(detail), tall(height, 2, 1))] {
		lines = append(lines, "  "+s.o.Theme.Faint.Render(line))
	}
	lines = append(lines, s.outcome(width)...)
	if s.mode != choosing {
		return append(lines, s.prompt(width)...)
	}
	return append(lines, s.question(h, width, height)...)
}

// tall is a number of lines for a high and for a low screen.
func tall(height, high, low int) int {
	if height < lowHeight {
		return low
	}
	return high
}

// detail is what the chosen line's line has no room for.
func (s *Sheet) detail(h session.Handoff, width int) string {
	l, ok := h.Line(s.pick)
	if !ok {
		return ""
	}
	var parts []string
	if l.Kind != portal.Paste && theme.Width(l.Label) > width-prefixWidth-gap-keyWidth {
		parts = append(parts, l.Label)
	}
	if l.Note != "" {
		parts = append(parts, s.o.Theme.Safe(l.Note))
	}
	if l.Kind != portal.Paste && l.Shown != "" {
		parts = append(parts, s.o.Theme.Safe(l.Shown))
	}
	return strings.Join(parts, " "+s.o.Theme.Glyphs.Dot+" ")
}

// outcome is how the last thing went, one to three lines.
func (s *Sheet) outcome(width int) []string {
	said, mark := s.message, ""
	if s.s.SaveErr != nil && said == "" {
		said, mark = s.s.SaveErr.Error(), s.o.Theme.Mark(theme.Warning)+" "
	} else if s.failed && said != "" {
		mark = s.o.Theme.Mark(theme.Warning) + " "
	}
	lines := theme.Wrap(s.o.Theme.Safe(said), max(width-4, 1))
	for i := range lines {
		if i == 0 && mark != "" {
			lines[i] = mark + lines[i]
			continue
		}
		lines[i] = "  " + lines[i]
	}
	return lines[:min(len(lines), 3)]
}

// prompt is the line that is typed into.
func (s *Sheet) prompt(width int) []string {
	l, _ := s.chosen()
	what := map[mode]string{
		typingSecret: l.Label + " is no longer kept. Type it again, for this copy only.",
		typingError:  "What did the portal show? One line.",
		typingPull:   "The pull request's address, if you have it at hand.",
	}[s.mode]
	s.input.Width = max(width-4, 1)
	if s.mode == typingSecret && s.input.Value() != "" {
		return append(theme.Wrap(what, width), s.input.PromptStyle.Render(s.input.Prompt)+typing.Hidden(s.o.Theme))
	}
	return append(theme.Wrap(what, width), s.input.View())
}
