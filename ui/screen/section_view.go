package screen

import (
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/bubbles/key"

	"github.com/certwiz/certwiz/checks/prose"
	"github.com/certwiz/certwiz/checks/text"
	"github.com/certwiz/certwiz/submission/gate"
	"github.com/certwiz/certwiz/ui/theme"
	"github.com/certwiz/certwiz/ui/view"
)

// judgedSection is what there is to say about a section as it is typed.
type judgedSection struct {
	value string
	state prose.SectionState
	done  bool
}

// state judges the section as it is typed; once for each change.
func (e *sectionEditor) state() prose.SectionState {
	value := e.area.Value()
	if e.judged.done && e.judged.value == value {
		return e.judged.state
	}
	e.judged = judgedSection{value: value, state: e.at, done: true}
	mine, err := e.mine()
	if err != nil {
		return e.at
	}
	for _, s := range e.m.s.Guide(e.name, mine) {
		same := s.Part == e.at.Part && s.Guide.Title == e.at.Guide.Title && s.Guide.Level == e.at.Guide.Level
		if s.Present && (same || s.Line == e.at.Line) {
			e.judged.state = s
			break
		}
	}
	return e.judged.state
}

// besideFrom is the width from which the preview stands beside the text.
const besideFrom = 120

func (e *sectionEditor) lines(_, height int) []string {
	width := min(e.m.width-4, theme.TextWidth)
	title := e.at.Guide.Title
	if title == "" {
		title = "opening"
	}
	name := e.name + " · " + title
	if e.alone() {
		name += " · preview"
	}
	head := []string{"", e.m.th.Title.Render(e.m.th.Safe(name))}
	if e.at.Guide.For != "" && height >= 16 {
		for _, l := range theme.Wrap(e.at.Guide.For, width) {
			head = append(head, e.m.th.Faint.Render(l))
		}
	}
	head = append(head, "")
	foot := e.verdict(width, max(2, height/4))
	room := max(3, height-len(head)-len(foot)-1)
	body := e.text(width, room)
	if e.alone() {
		body = e.rendered(width, room)
	}
	for len(body) < room {
		body = append(body, "")
	}
	if e.preview && e.m.width >= besideFrom {
		body = sideBySide(body, e.rendered(min(theme.TextWidth, e.m.width-width-8), room), width, e.m.th.Faint.Render(e.m.th.Glyphs.Bar))
	}
	return append(append(append(head, body...), ""), foot...)
}

func (e *sectionEditor) text(width, height int) []string {
	e.area.SetWidth(width)
	e.area.SetHeight(height)
	e.area.View()
	e.area, _ = e.area.Update(nil) // it scrolls to its cursor with the message after
	return strings.Split(e.area.View(), "\n")[:height]
}

// rendered is the section as the documentation will show it, near the cursor.
func (e *sectionEditor) rendered(width, height int) []string {
	page := e.m.render([]byte(e.area.Value()), width)
	from := page.Row(e.area.Line()+1) - height/2
	if e.alone() && e.row >= 0 {
		from = e.row
	}
	e.shownFrom = max(0, min(from, len(page.Lines)-height))
	rows := page.Lines[e.shownFrom:min(len(page.Lines), e.shownFrom+height)]
	if below := len(page.Lines) - e.shownFrom - len(rows); below > 0 && len(rows) > 0 {
		rows = append(slices.Clone(rows[:len(rows)-1]), e.m.th.Faint.Render(fmt.Sprintf("%s %d more below", e.m.th.Glyphs.Down, below+1)))
	}
	return rows
}

// alone tells whether the preview takes the text's place.
func (e *sectionEditor) alone() bool { return e.preview && e.m.width < besideFrom }

// sideBySide puts two columns side by side.
func sideBySide(left, right []string, width int, bar string) []string {
	rows := make([]string, len(left))
	for i := range rows {
		rows[i] = theme.Pad(theme.Cut(left[i], width), width) + "  " + bar + " "
		if i < len(right) {
			rows[i] += right[i]
		}
	}
	return rows
}

// verdict says under the text what is wrong with it and what it still lacks.
func (e *sectionEditor) verdict(width, most int) []string {
	state := e.state()
	if why := e.m.s.FaultAt(e.name); why != "" {
		return e.m.notChecked(why, width)
	}
	var lines []string
	for _, f := range state.Findings {
		lines = append(lines, e.m.findingLines(view.FindingOf(e.m.s, gate.Hold{Finding: f}), width)...)
	}
	if n := len(state.Blanks); n > 0 && len(state.Findings) == 0 {
		text := fmt.Sprintf("%s to fill in: %s", text.Count(n, "blank", "blanks"), e.m.th.Safe(state.Blanks[0].Text))
		lines = append(lines, hang(e.m.th.Warn.Render(e.m.th.Glyphs.Warn)+" ", text, width)...)
	}
	if len(state.Missing) > 0 {
		lines = append(lines, hang(e.m.th.Faint.Render(e.m.th.Glyphs.Dot)+" ", "a good one also has "+strings.Join(state.Missing, ", "), width)...)
	}
	if len(lines) == 0 {
		return []string{e.m.th.Done.Render(e.m.th.Glyphs.Done) + " " + text.Count(state.Words, "word", "words") + ", nothing to say about it"}
	}
	if len(lines) > most {
		lines = append(lines[:most-1], e.m.th.Faint.Render("  more under f1"))
	}
	return lines
}

// guide says what belongs into a section; closing it goes back to the text.
type guide struct {
	reading
	e *sectionEditor
}

func newGuide(e *sectionEditor) overlay {
	m, g := e.m, e.at.Guide
	width := min(m.width-6, theme.TextWidth)
	var body []string
	say := func(head, s string) {
		if s == "" {
			return
		}
		if len(body) > 0 {
			body = append(body, "")
		}
		body = append(body, m.th.Title.Render(head))
		for _, l := range strings.Split(s, "\n") {
			body = append(body, theme.Wrap(m.th.Safe(l), width)...)
		}
	}
	say("What it is for", g.For)
	say("A good one", g.Example)
	state := e.state()
	say("What it still lacks", strings.Join(state.Missing, "\n"))
	for i, b := range state.Blanks {
		if i == 0 {
			say("To fill in", "")
		}
		body = append(body, hang(m.th.Glyphs.Dot+" ", m.th.Safe(b.Text), width)...)
	}
	for _, f := range state.Findings {
		body = append(body, "")
		body = append(body, m.findingLines(view.FindingOf(m.s, gate.Hold{Finding: f}), width)...)
	}
	say("The rule behind it", g.Source)
	body = append(body, "", m.th.Title.Render("Keys"))
	for _, b := range []key.Binding{m.keys.Preview, m.keys.Undo, m.keys.Redo, m.keys.Editor} {
		body = append(body, theme.Pad("  "+b.Help().Key, 16)+m.th.Faint.Render(b.Help().Desc))
	}
	return &guide{reading{m: m, title: g.Title, body: body, back: e}, e}
}
