package desk

import (
	"fmt"
	"strings"

	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/ui/theme"
)

// column is one of the table's.
type column struct {
	title string
	width int
	text  func(Row) string
}

// The widths from which on more is shown.
const (
	wideFrom   = 100 // the state in full, and since when
	mediumFrom = 70  // the version
)

const signWidth = 4 // "› ! "

// columns are those that fit; the connector's takes what is left.
func columns(width int) []column {
	var list []column
	if width >= mediumFrom {
		list = append(list, column{"version", 7, func(r Row) string { return fmt.Sprint(r.Standing.Version) }})
	}
	turn := column{"turn", 9, func(r Row) string { return r.Standing.Whose }}
	if width >= wideFrom {
		list = append(list, column{"state", 26, func(r Row) string { return string(r.Standing.Stage) }}, turn,
			column{"since", 8, since}, column{"window", 12, window})
	} else {
		list = append(list, column{"state", 17, shortState}, turn, column{"since", 12, func(r Row) string {
			if w := window(r); w != "" {
				return w
			}
			return since(r)
		}})
	}
	left := width - signWidth
	for _, c := range list {
		left -= c.width + 2
	}
	return append([]column{{"connector", min(max(left, 8), 40), func(r Row) string { return r.Connector }}}, list...)
}

// shortState is a state in at most 17 columns.
func shortState(r Row) string {
	switch r.Standing.Stage {
	case submission.HandedOver:
		return "not confirmed"
	case submission.RefusedBy:
		return "refused"
	default:
		return string(r.Standing.Stage)
	}
}

func since(r Row) string {
	s := r.Standing
	switch {
	case s.Since.IsZero():
		return ""
	case s.Day <= 1:
		return "today"
	case s.Day == 2:
		return "1 day"
	default:
		return fmt.Sprintf("%d days", s.Day-1)
	}
}

func window(r Row) string {
	if r.Standing.Window.Days == 0 {
		return ""
	}
	return fmt.Sprintf("day %d of %d", r.Standing.Day, r.Standing.Window.Days)
}

// header is the table's first line.
func header(width int, th theme.Theme) string {
	line := strings.Repeat(" ", signWidth)
	for i, c := range columns(width) {
		line += pad(th.Cut(c.title, c.width), c.width, i == 0)
	}
	return th.Faint.Render(th.Cut(strings.TrimRight(line, " "), width))
}

// line is a row of the table; picked is the one that keys act on.
func line(r Row, picked bool, width int, th theme.Theme) string {
	sign, mark := "  ", "  "
	if picked {
		sign = th.Accent.Render(th.Glyphs.Pick) + " "
	}
	if r.urgent() {
		mark = th.Mark(theme.Warning) + " "
	}
	text := sign + mark
	for i, c := range columns(width) {
		cell := th.Cut(th.Safe(c.text(r)), c.width)
		if picked && i == 0 {
			cell = th.Accent.Render(cell)
		}
		text += pad(cell, c.width, i == 0)
	}
	return th.Cut(strings.TrimRight(text, " "), width)
}

func pad(cell string, width int, first bool) string {
	if first {
		return theme.Pad(cell, width)
	}
	return "  " + theme.Pad(cell, width)
}

// details is what the table has no room for: a line on the submission, what
// comes next, and what to look out for.
func details(r Row, width int, th theme.Theme) []string {
	lines := theme.Wrap(th.Safe(heading(r)), width)
	add := func(label, text string) {
		for i, l := range theme.Wrap(th.Safe(text), max(width-9, 1)) {
			if i > 0 {
				label = ""
			}
			lines = append(lines, "  "+th.Faint.Render(theme.Pad(label, 5))+"  "+l)
		}
	}
	warn := func(text string) {
		for i, l := range theme.Wrap(th.Safe(text), max(width-4, 1)) {
			sign := " "
			if i == 0 {
				sign = th.Mark(theme.Warning)
			}
			lines = append(lines, "  "+sign+" "+l)
		}
	}
	if r.Standing.Said != "" {
		add("said", r.Standing.Said)
	}
	if next := next(r); next != "" {
		add("next", next)
	}
	if r.Standing.Overdue {
		warn(fmt.Sprintf("day %d of the %d that Microsoft states", r.Standing.Day, r.Standing.Window.Days))
	}
	if r.Expiring {
		warn(expiry(r))
	}
	for _, p := range r.Problems {
		warn(p)
	}
	return lines
}

// heading is who it is and how it came to where it stands.
func heading(r Row) string {
	s := r.Standing
	parts := []string{r.Connector, fmt.Sprintf("version %d", s.Version)}
	day := s.Since.Format("2 Jan")
	switch {
	case s.Stage == submission.InReview && s.By != "":
		parts = append(parts, fmt.Sprintf("confirmed %s by %s", day, s.By))
	case s.Stage == submission.InReview:
		parts = append(parts, "confirmed "+day)
	case s.Since.IsZero():
		parts = append(parts, string(s.Stage))
	default:
		parts = append(parts, fmt.Sprintf("%s since %s", s.Stage, day))
	}
	if r.Example {
		parts = append(parts, "the built-in example")
	}
	return strings.Join(parts, ", ")
}

func next(r Row) string {
	text := r.Standing.Next
	if r.Standing.Overdue {
		text = fmt.Sprintf("Microsoft's answer was due by %s: ask your Microsoft contact.", r.Standing.Due.Format("2 Jan"))
	}
	if r.Preparing > 0 {
		return fmt.Sprintf("Version %d is being prepared. %s", r.Preparing, text)
	}
	return text
}

func expiry(r Row) string {
	switch {
	case r.Days < -1:
		return fmt.Sprintf("the OAuth client secret ended %d days ago", -r.Days)
	case r.Days == -1:
		return "the OAuth client secret ended yesterday"
	case r.Days == 0:
		return "the OAuth client secret ends today"
	case r.Days == 1:
		return "the OAuth client secret expires tomorrow"
	default:
		return fmt.Sprintf("the OAuth client secret expires in %d days", r.Days)
	}
}

const empty = "Nothing was begun yet."

// Text is the desk as a table of at most width columns, with what there is to
// say about each submission below it.
func Text(rows []Row, width int, th theme.Theme) string {
	if len(rows) == 0 {
		return empty + "\n"
	}
	lines := []string{header(width, th)}
	for _, r := range rows {
		lines = append(lines, line(r, false, width, th))
	}
	for _, r := range rows {
		if r.Standing.Stage == submission.IsCertified && !r.urgent() {
			continue
		}
		lines = append(append(lines, ""), details(r, width, th)...)
	}
	for i, l := range lines {
		lines[i] = th.Row(l)
	}
	return strings.Join(lines, "\n") + "\n"
}
