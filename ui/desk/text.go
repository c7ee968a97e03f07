package desk

import (
	"fmt"
	"slices"
	"strings"

	"github.com/certwiz/certwiz/checks/form"
	"github.com/certwiz/certwiz/submission/standing"
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
	widestFrom = 112 // when GitHub was asked
	wideFrom   = 100 // the state in full, and since when
	mediumFrom = 70  // the version
)

const signWidth = 4 // "› ! "

// table is the columns that fit.
type table struct {
	columns []column
	width   int
	th      theme.Theme
}

// newTable chooses the columns; the connector's takes what is left. When GitHub
// was asked is only shown where it can be.
func newTable(rows []Row, width int, th theme.Theme) table {
	var list []column
	if width >= mediumFrom {
		list = append(list, column{"version", 7, func(r Row) string { return fmt.Sprint(r.Standing.Version) }})
	}
	turn := column{"turn", 9, turn}
	if width >= wideFrom {
		list = append(list, column{"state", 26, longState}, turn, column{"since", 8, since}, column{"window", 12, window})
	} else {
		list = append(list, column{"state", 17, shortState}, turn, column{"since", 12, func(r Row) string {
			if w := window(r); w != "" {
				return w
			}
			return since(r)
		}})
	}
	if width >= widestFrom && slices.ContainsFunc(rows, Row.Asks) {
		list = append(list, column{"asked", 6, asked})
	}
	left := width - signWidth
	for _, c := range list {
		left -= c.width + 2
	}
	first := column{"connector", min(max(left, 8), 40), func(r Row) string { return r.Connector }}
	return table{append([]column{first}, list...), width, th}
}

// longState is a state in at most 26 columns.
func longState(r Row) string {
	if r.Standing.Stage.OnPull() {
		return fmt.Sprintf("PR %d %s", r.Number, longPull(r.Standing.Stage))
	}
	return string(r.Standing.Stage)
}

// turn is whose turn it is, as far as it was seen.
func turn(r Row) string {
	if r.unclear() {
		return "not seen"
	}
	return r.Standing.Whose
}

// asked is when GitHub was asked last: the time of today, or the day.
func asked(r Row) string {
	switch {
	case !r.Asks():
		return ""
	case r.Standing.Seen.IsZero():
		return "never"
	case r.Stale:
		return r.Standing.Seen.In(r.at.Location()).Format("2 Jan")
	default:
		return r.Standing.Seen.In(r.at.Location()).Format("15:04")
	}
}

// shortState is a state in at most 17 columns.
func shortState(r Row) string {
	if r.Standing.Stage.OnPull() {
		return fmt.Sprintf("PR %d %s", r.Number, shortPull(r.Standing.Stage))
	}
	switch r.Standing.Stage {
	case standing.HandedOver:
		return "not confirmed"
	case standing.RefusedBy:
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
func (t table) header() string {
	line := strings.Repeat(" ", signWidth)
	for i, c := range t.columns {
		line += pad(t.th.Cut(c.title, c.width), c.width, i == 0)
	}
	return t.th.Faint.Render(t.th.Cut(strings.TrimRight(line, " "), t.width))
}

// line is a row of the table; picked is the one that keys act on.
func (t table) line(r Row, picked bool) string {
	sign, mark := "  ", "  "
	if picked {
		sign = t.th.Accent.Render(t.th.Glyphs.Pick) + " "
	}
	switch {
	case r.urgent():
		mark = t.th.Mark(theme.Warning) + " "
	case r.doubtful():
		mark = t.th.Mark(theme.Unchecked) + " "
	}
	text := sign + mark
	for i, c := range t.columns {
		cell := t.th.Cut(t.th.Safe(c.text(r)), c.width)
		if picked && i == 0 {
			cell = t.th.Accent.Render(cell)
		}
		text += pad(cell, c.width, i == 0)
	}
	return t.th.Cut(strings.TrimRight(text, " "), t.width)
}

func pad(cell string, width int, first bool) string {
	if first {
		return theme.Pad(cell, width)
	}
	return "  " + theme.Pad(cell, width)
}

// details is what the table has no room for: a line on the submission, what
// was said and comes next, what to look out for, and its pull request.
func details(r Row, width int, th theme.Theme) []string {
	lines := theme.Wrap(th.Safe(heading(r)), width)
	wrapped := func(label, text string, most int) {
		part := theme.Wrap(th.Safe(text), max(width-9, 1))
		if most > 0 && len(part) > most {
			part = part[:most]
			part[most-1] = th.Cut(part[most-1]+" "+th.Glyphs.More, max(width-9, 1))
		}
		for i, l := range part {
			if i > 0 {
				label = ""
			}
			lines = append(lines, "  "+th.Faint.Render(theme.Pad(label, 5))+"  "+l)
		}
	}
	add := func(label, text string) { wrapped(label, text, 0) }
	mark := func(m theme.Mark, text string) {
		for i, l := range theme.Wrap(th.Safe(text), max(width-4, 1)) {
			sign := " "
			if i == 0 {
				sign = th.Mark(m)
			}
			lines = append(lines, "  "+sign+" "+l)
		}
	}
	if said := r.Standing.ByLedger().Said; said != "" && !r.Standing.Stage.OnPull() {
		add("said", said)
	}
	if text := word(r); text != "" {
		wrapped("said", text, 2)
	}
	if next := next(r); next != "" {
		add("next", next)
	}
	if r.Standing.Whose == "yours" && !r.Standing.Due.IsZero() {
		mark(theme.Warning, fmt.Sprintf("%s ends on %s, whatever happens: the days run against you", r.Standing.Stage, r.Standing.Due.Format("Mon 2 Jan")))
	}
	if end := r.linkEnd; !end.IsZero() && standing.Days(r.at, end) < linkWarn {
		mark(theme.Warning, fmt.Sprintf("the SAS link ends on %s; at review it must have %d days left", end.Format("Mon 2 Jan"), form.LinkAtReview))
	}
	if r.Standing.Overdue && r.Standing.Whose != "yours" {
		mark(theme.Warning, fmt.Sprintf("day %d of the %d that Microsoft states", r.Standing.Day, r.Standing.Window.Days))
	}
	if r.Expiring {
		mark(theme.Warning, expiry(r))
	}
	for _, p := range r.Problems {
		mark(theme.Warning, p)
	}
	r.pullLines(width-9, add, mark)
	return lines
}

// word is the last that Microsoft said on the pull request, where it is news.
func word(r Row) string {
	w := r.Standing.Word
	if w.Text == "" || !r.Standing.Stage.OnPull() && !w.At.After(r.Standing.Since) {
		return ""
	}
	return fmt.Sprintf("%s, %s: %s", w.By, w.At.In(r.at.Location()).Format("2 Jan"), w.Text)
}

// heading is who it is and how it came to where it stands.
func heading(r Row) string {
	s := r.Standing
	parts := []string{r.Connector, fmt.Sprintf("version %d", s.Version)}
	day := s.Since.Format("2 Jan")
	switch {
	case s.Stage == standing.InReview && s.By != "":
		parts = append(parts, fmt.Sprintf("confirmed %s by %s", day, s.By))
	case s.Stage == standing.InReview:
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
	if r.Standing.Overdue && r.Standing.Whose == "yours" {
		text = fmt.Sprintf("The %s ended on %s. Record it as missed, and resubmit.", r.Standing.Stage, r.Standing.Due.Format("Mon 2 Jan"))
	} else if r.Standing.Overdue {
		what, whom := "answer", "ask your Microsoft contact"
		if r.Standing.Stage.OnPull() {
			whom = "ask on the pull request"
		}
		if r.Standing.Stage == standing.BeingDeployed {
			what = "deployment"
		}
		text = fmt.Sprintf("Microsoft's %s was due by %s: %s.", what, r.Standing.Due.Format("2 Jan"), whom)
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

// linkWarn is how many days before its end a SAS link is warned of.
const linkWarn = 15

const empty = "Nothing was begun yet."

// Text is the desk as a table of at most width columns, with what there is to
// say about each submission below it.
func Text(rows []Row, width int, th theme.Theme) string {
	if len(rows) == 0 {
		return empty + "\n"
	}
	t := newTable(rows, width, th)
	lines := []string{t.header()}
	for _, r := range rows {
		lines = append(lines, t.line(r, false))
	}
	for _, r := range rows {
		if done := r.Standing.Stage == standing.IsCertified || r.Standing.Stage == standing.Deployed; done && !r.urgent() {
			continue
		}
		lines = append(append(lines, ""), details(r, width, th)...)
	}
	for i, l := range lines {
		lines[i] = th.Row(l)
	}
	return strings.Join(lines, "\n") + "\n"
}
