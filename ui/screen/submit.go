package screen

import (
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/gate"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/ui/theme"
	"github.com/certwiz/certwiz/ui/view"
)

// holdList is a list of what the gate has to say; enter goes to its field.
type holdList struct {
	m        *Model
	at       int
	from     int
	warnings bool // whether warnings and waivers are listed too
}

// entry is one row of the list: a hold, or a waiver that can be taken back.
type entry struct {
	found  view.Finding
	waiver *submission.Waiver
	stale  bool
	group  string
}

func (l *holdList) entries() []entry {
	v := view.GateOf(l.m.s)
	var all []entry
	for _, f := range v.Holds {
		all = append(all, entry{found: f, group: "holds"})
	}
	if !l.warnings {
		return all
	}
	for _, f := range v.Warnings {
		all = append(all, entry{found: f, group: "warnings"})
	}
	for i := range v.Waived {
		all = append(all, entry{waiver: &v.Waived[i], group: "waived"})
	}
	for i := range v.Stale {
		all = append(all, entry{waiver: &v.Stale[i], stale: true, group: "waived"})
	}
	return all
}

func (l *holdList) update(k tea.KeyMsg) tea.Cmd {
	entries := l.entries()
	if len(entries) == 0 {
		return nil
	}
	l.at = min(l.at, len(entries)-1)
	e := entries[l.at]
	switch {
	case matches(k, l.m.keys.Up):
		l.at = max(0, l.at-1)
	case matches(k, l.m.keys.Down):
		l.at = min(len(entries)-1, l.at+1)
	case k.Type == tea.KeyEnter:
		if e.waiver != nil {
			l.m.s.Unwaive(*e.waiver)
			return nil
		}
		return l.open(e.found)
	case matches(k, l.m.keys.Vouch) && e.found.Attest != "":
		l.m.overlay = newVouch(l.m, e.found)
	case matches(k, l.m.keys.Waive) && e.waiver == nil && e.found.Waivable:
		reason := newReason(l.m, e.found.Hold)
		l.m.overlay = reason
		return reason.focus()
	}
	return nil
}

// open goes to the field that a hold is about.
func (l *holdList) open(f view.Finding) tea.Cmd {
	h := f.Hold
	l.m.overlay = nil
	cmd := l.m.goTo(h.Step, h.Field)
	if h.Field == l.m.s.Portal.IDOf(portal.RoleFiles) && h.Kind == gate.Broken {
		l.m.overlay = newDetail(l.m, f)
	}
	return cmd
}

func (l *holdList) bindings() []key.Binding {
	entries := l.entries()
	if len(entries) == 0 {
		return nil
	}
	e := entries[min(l.at, len(entries)-1)]
	if e.waiver != nil {
		back := l.m.keys.Open
		back.SetHelp("enter", "take it back")
		return []key.Binding{l.m.keys.Move, back}
	}
	open := l.m.keys.Open
	open.SetHelp("enter", "go there")
	bindings := []key.Binding{l.m.keys.Move, open}
	if e.found.Attest != "" {
		bindings = append(bindings, l.m.keys.Vouch)
	}
	if e.found.Waivable {
		bindings = append(bindings, l.m.keys.Waive)
	}
	return bindings
}

// lines draws the list and says from which line it is in sight.
func (l *holdList) lines(width, height int) ([]string, int) {
	var lines []string
	here := span{}
	group := ""
	entries := l.entries()
	l.at = max(0, min(l.at, len(entries)-1))
	for i, e := range entries {
		if e.group != group {
			group = e.group
			lines = append(lines, l.head(group, i > 0)...)
		}
		start := len(lines)
		lines = append(lines, l.row(e, width, i == l.at)...)
		if i == l.at {
			here = span{start, len(lines)}
		}
	}
	l.from = max(l.from, here.to-height+1)
	l.from = min(l.from, here.from-1) // of a long one the beginning
	l.from = max(0, min(l.from, len(lines)-height))
	return lines, l.from
}

func (l *holdList) head(group string, gap bool) []string {
	v := view.GateOf(l.m.s)
	title := v.Locked()
	switch group {
	case "warnings":
		title = v.Remarks()
	case "waived":
		title = v.Waivers()
	}
	head := []string{title}
	if gap {
		head = []string{"", title}
	}
	return head
}

func (l *holdList) row(e entry, width int, here bool) []string {
	mark := "  "
	if here {
		mark = l.m.th.Accent.Render(l.m.th.Glyphs.Pick) + " "
	}
	if e.waiver != nil {
		return []string{theme.Cut(mark+l.m.th.Safe(view.Waiver(*e.waiver, e.stale)), width)}
	}
	head := mark + l.m.glyph(e.found.Mark) + " " + theme.Pad(e.found.Step, 10) + " "
	message := l.m.th.Safe(e.found.Message)
	if here {
		lines := hang(head, l.m.th.Title.Render(message), width)
		if e.found.Fix != "" {
			lines = append(lines, hang(spaces(theme.Width(head)), l.m.th.Faint.Render(l.m.th.Safe(e.found.Fix)), width)...)
		}
		return lines
	}
	return []string{theme.Cut(head+message, width)}
}

// newVouch asks for the person's word.
func newVouch(m *Model, f view.Finding) overlay {
	width := min(m.width-6, theme.TextWidth)
	body := theme.Wrap(m.th.Safe(f.Message), width)
	body = append(body, "", m.th.Title.Render("You say:"))
	body = append(body, theme.Wrap(f.Attest, width)...)
	body = append(body, "", "This goes into the record as your word, not as something certwiz checked.")
	return &question{m: m, title: "Vouch for it", body: body, yes: func() tea.Cmd {
		return m.keep("", m.s.Attest(f.Hold))
	}}
}

// question is an overlay that is answered with yes or no.
type question struct {
	m     *Model
	title string
	body  []string
	yes   func() tea.Cmd
}

func (q *question) update(msg tea.Msg) tea.Cmd {
	k, ok := msg.(tea.KeyMsg)
	if !ok {
		return nil
	}
	switch {
	case matches(k, q.m.keys.Yes):
		return tea.Batch(q.m.close(), q.yes())
	case matches(k, q.m.keys.No):
		return q.m.close()
	}
	return nil
}

func (q *question) lines(int, int) []string {
	return append([]string{"", q.m.th.Title.Render(q.title), ""}, q.body...)
}

func (q *question) bindings() []key.Binding { return []key.Binding{q.m.keys.Yes, q.m.keys.No} }

// submitPage is Submit for review: locked with all reasons, or open with the
// summary.
type submitPage struct {
	m    *Model
	list holdList
	at   int // open: 0 submit, 1 keep editing
}

func newSubmitPage(m *Model) *submitPage {
	return &submitPage{m: m, list: holdList{m: m, warnings: true}}
}

func (p *submitPage) update(k tea.KeyMsg) tea.Cmd {
	if matches(k, p.m.keys.Prev) {
		return p.m.stepTo(-1)
	}
	if !p.m.s.Verdict.Open {
		return p.list.update(k)
	}
	switch {
	case matches(k, p.m.keys.Up), k.Type == tea.KeyLeft:
		p.at = 0
	case matches(k, p.m.keys.Down), k.Type == tea.KeyRight, matches(k, p.m.keys.Next):
		p.at = 1 - p.at
	case matches(k, p.m.keys.Show):
		p.m.overlay = newProblems(p.m)
	case matches(k, p.m.keys.Pick):
		if p.at == 1 {
			return p.m.goToRow(0, "")
		}
		p.m.overlay = p.confirm()
	}
	return nil
}

// confirm asks once more and names what can't be undone.
func (p *submitPage) confirm() overlay {
	v := view.GateOf(p.m.s)
	body := []string{fmt.Sprintf("Version %d is frozen now: the answers, the files and a list of their checksums.", v.Version)}
	body = append(body, p.cannot(v, min(p.m.width-6, theme.TextWidth))...)
	body = append(body, "", "Then the hand-off opens. Nothing is sent by certwiz: you do it, field by field.")
	return &question{m: p.m, title: v.Button + "?", body: body, yes: func() tea.Cmd {
		job, err := p.m.s.Freeze()
		if err != nil {
			p.m.notice = err.Error()
			return nil
		}
		return p.m.keep("freezing the version", job)
	}}
}

// cannot lists what can't be undone.
func (p *submitPage) cannot(v view.Gate, width int) []string {
	var lines []string
	if breaks := v.Breaks(); breaks != "" {
		lines = append(lines, hang(p.m.th.Warn.Render(p.m.th.Glyphs.Warn)+" ", p.m.th.Safe(breaks), width)...)
	}
	for _, text := range v.Cannot {
		lines = append(lines, hang(p.m.th.Warn.Render(p.m.th.Glyphs.Warn)+" ", theme.SafeLines(text), width)...)
	}
	return lines
}

func (p *submitPage) lines(width, height int) ([]string, int) {
	v := view.GateOf(p.m.s)
	if !v.Open {
		head := []string{"", p.m.th.Title.Render(v.Button) + "   " + p.m.th.Faint.Render("locked"), ""}
		list, from := p.list.lines(width, height-len(head))
		return append(head, list[from:]...), 0
	}
	lines := p.open(v, width)
	return lines, max(0, len(lines)-height) // the buttons stay in sight
}

// open is the summary and the two buttons.
func (p *submitPage) open(v view.Gate, width int) []string {
	lines := []string{"", p.m.th.Title.Render(v.Button), ""}
	lines = append(lines, theme.Wrap(theme.SafeLines(v.Intro), width)...)
	lines = append(lines, "")
	for _, s := range v.Summary {
		lines = append(lines, theme.Cut("  "+theme.Pad(s.Label, 16)+p.m.th.Safe(s.Text), width))
	}
	if remarks := v.Remarks(); remarks != "" {
		lines = append(lines, "", remarks+p.m.th.Faint.Render("   w see them"))
	}
	for _, said := range v.Vouched {
		lines = append(lines, hang("? ", "your word, not checked: "+p.m.th.Safe(said), width)...)
	}
	for _, w := range v.Waived {
		lines = append(lines, theme.Cut("! "+p.m.th.Safe(view.Waiver(w, false)), width))
	}
	lines = append(lines, "")
	lines = append(lines, p.cannot(v, width)...)
	return append(lines, "", p.buttons(v.Button))
}

func (p *submitPage) buttons(submit string) string {
	names := []string{submit, "keep editing"}
	for i, n := range names {
		if i == p.at && p.m.rail < 0 {
			names[i] = p.m.th.Accent.Render(p.m.th.Glyphs.Pick+" ") + p.m.th.Title.Render(n)
			continue
		}
		names[i] = "  " + n
	}
	return strings.Join(names, "      ")
}

func (p *submitPage) bindings() []key.Binding {
	if !p.m.s.Verdict.Open {
		return append(slices.Clone(p.list.bindings()), p.m.keys.Prev)
	}
	return []key.Binding{p.m.keys.Pick, p.m.keys.Prev}
}

// click chooses the row under the mouse.
func (p *submitPage) click(int) tea.Cmd { return nil }
