package handoff

import (
	"fmt"
	"strings"

	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/session"
	"github.com/certwiz/certwiz/ui/theme"
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
// The list scrolls so that the chosen item stays visible.
func (s *Sheet) Lines(width, height int) []string {
	head, foot := s.head(width, height), s.foot(width, height)
	rows, at := s.rows(width)
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
func (s *Sheet) head(width, height int) []string {
	first, notice := introduction(s.s)
	lines := theme.Wrap(first, width)
	if notice == "" {
		return lines
	}
	wrapped := theme.Wrap(notice, width)
	if height < lowHeight {
		wrapped = []string{s.o.Theme.Cut(notice, width)}
	}
	for _, line := range wrapped {
		lines = append(lines, s.o.Theme.Faint.Render(line))
	}
	return lines
}

// rows is the list; at is the row of the chosen item.
func (s *Sheet) rows(width int) (rows []string, at int) {
	th := s.o.Theme
	after := false
	for _, it := range s.items() {
		if it.After && !after {
			after = true
			rows = append(rows, th.Faint.Render("  "+afterTitle(s.s)))
		}
		if it.ID == s.pick {
			at = len(rows)
		}
		rows = append(rows, s.row(it, width))
	}
	return rows, at
}

// afterTitle stands above what comes after the receipt.
func afterTitle(s *session.Session) string {
	if byPullRequest(s) {
		return "Once the pull request is open"
	}
	return "After the portal's confirmation"
}

func (s *Sheet) row(it item, width int) string {
	th := s.o.Theme
	sign, state := "  ", th.Mark(theme.Todo)
	label := th.Text
	switch {
	case it.done:
		state = th.Mark(theme.Done)
	case !it.active:
		state, label = th.Faint.Render(th.Glyphs.Todo), th.Faint
	}
	if it.ID == s.pick && it.active {
		sign, label = th.Accent.Render(th.Glyphs.Pick)+" ", th.Accent
	}
	keys := ""
	if it.active {
		keys = actionText(it)
	}
	room := width - prefixWidth - gap - keyWidth
	number := theme.PadLeft(fmt.Sprint(it.number), 2)
	return sign + number + " " + state + " " +
		theme.Pad(s.content(it, room, label.Render), room) +
		strings.Repeat(" ", gap) + th.Faint.Render(keys)
}

func actionText(it item) string {
	h := action(it).Help()
	return h.Key + " " + h.Desc
}

// content is an item's label and, where it has one, its value.
func (s *Sheet) content(it item, room int, label func(...string) string) string {
	if it.Kind != portal.Paste {
		return label(s.o.Theme.Cut(it.Label, room))
	}
	wide := min(labelWidth, max(room/2, leastLabel))
	name := theme.Pad(label(s.o.Theme.Cut(it.Label, wide-1)), wide)
	return name + s.value(it, room-wide)
}

// value is what an item copies, as it may be seen.
func (s *Sheet) value(it item, room int) string {
	th := s.o.Theme
	if !it.secret {
		if it.value == "" {
			return th.Faint.Render(th.Cut("not answered", room))
		}
		return th.Cut(firstLine(th.Safe(firstOf(it.value)), strings.ContainsRune(it.value, '\n'), th.Glyphs.More), room)
	}
	dots := strings.Repeat(th.Glyphs.Mask, 8)
	return dots + th.Faint.Render(th.Cut(strings.Repeat(" ", gap)+s.onClipboard(it), max(room-8, 0)))
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
func (s *Sheet) onClipboard(it item) string {
	switch {
	case s.onBoard != nil && s.onBoard.id == it.ID:
		return "clears at " + s.onBoard.until.Format("15:04:05")
	case s.cleared == it.ID:
		return "cleared"
	default:
		return "clears after 30 s"
	}
}

// foot is what stands below the list: more on the chosen item, how the last
// thing went, and the question or the answer to it.
func (s *Sheet) foot(width, height int) []string {
	var lines []string
	detail := theme.Wrap(s.detail(width), max(width-2, 1))
	for _, line := range detail[:min(len(detail), tall(height, 2, 1))] {
		lines = append(lines, "  "+s.o.Theme.Faint.Render(line))
	}
	lines = append(lines, s.outcome(width)...)
	if s.mode != choosing {
		return append(lines, s.prompt(width)...)
	}
	return append(lines, s.question(width, height)...)
}

// tall is a number of lines for a high and for a low screen.
func tall(height, high, low int) int {
	if height < lowHeight {
		return low
	}
	return high
}

// detail is what the chosen item's line has no room for.
func (s *Sheet) detail(width int) string {
	it, ok := s.chosen()
	if !ok {
		return ""
	}
	var parts []string
	if it.Kind != portal.Paste && theme.Width(it.Label) > width-prefixWidth-gap-keyWidth {
		parts = append(parts, it.Label)
	}
	for _, part := range []string{it.Note, it.address, it.path} {
		if part != "" {
			parts = append(parts, s.o.Theme.Safe(part))
		}
	}
	return strings.Join(parts, " "+s.o.Theme.Glyphs.Dot+" ")
}

// outcome is how the last thing went, one to three lines.
func (s *Sheet) outcome(width int) []string {
	said, mark := s.said, ""
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
	it, _ := s.chosen()
	what := map[mode]string{
		typingSecret: it.Label + " is no longer kept. Type it again, for this copy only.",
		typingError:  "What did the portal show? One line.",
		typingPull:   "The pull request's address, if you have it at hand.",
	}[s.mode]
	s.input.Width = max(width-4, 1)
	return append(theme.Wrap(what, width), s.input.View())
}
