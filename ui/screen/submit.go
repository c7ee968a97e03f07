package screen

import (
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"github.com/certwiz/certwiz/checks/text"
	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/gate"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/ui/theme"
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
	hold   gate.Hold
	waiver *submission.Waiver
	stale  bool
	group  string
}

func (l *holdList) entries() []entry {
	v := l.m.s.Verdict
	var all []entry
	for _, h := range v.Holds {
		all = append(all, entry{hold: h, group: "holds"})
	}
	if !l.warnings {
		return all
	}
	for _, h := range v.Warnings {
		all = append(all, entry{hold: h, group: "warnings"})
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
		return l.open(e.hold)
	case matches(k, l.m.keys.Vouch) && e.hold.Attest != "":
		l.m.overlay = newVouch(l.m, e.hold)
	case matches(k, l.m.keys.Waive) && e.waiver == nil && gate.Waivable(e.hold):
		reason := newReason(l.m, e.hold)
		l.m.overlay = reason
		return reason.focus()
	}
	return nil
}

// open goes to the field that a hold is about.
func (l *holdList) open(h gate.Hold) tea.Cmd {
	l.m.overlay = nil
	cmd := l.m.goTo(h.Step, h.Field)
	if h.Field == "folder" && h.Kind == gate.Broken {
		l.m.overlay = newDetail(l.m, h)
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
	if e.hold.Attest != "" {
		bindings = append(bindings, l.m.keys.Vouch)
	}
	if gate.Waivable(e.hold) {
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
	v := l.m.s.Verdict
	var title string
	switch group {
	case "holds":
		title = things(len(v.Holds))
	case "warnings":
		title = fmt.Sprintf("%s not hold it", text.Count(len(v.Warnings), "warning does", "warnings do"))
	default:
		title = fmt.Sprintf("%d waived", len(v.Waived))
		if len(v.Stale) > 0 {
			title += fmt.Sprintf(", %d stale", len(v.Stale))
		}
	}
	head := []string{title}
	if gap {
		head = []string{"", title}
	}
	return head
}

func things(n int) string { return text.Count(n, "thing holds it", "things hold it") }

func (l *holdList) row(e entry, width int, here bool) []string {
	mark := "  "
	if here {
		mark = l.m.th.Accent.Render(l.m.th.Glyphs.Pick) + " "
	}
	if e.waiver != nil {
		what := "waived"
		if e.stale {
			what = "stale: matches nothing any more"
		}
		return []string{theme.Cut(fmt.Sprintf("%s%s: %s, %q", mark, l.m.th.Safe(e.waiver.Rule), what, l.m.th.Safe(e.waiver.Reason)), width)}
	}
	step, _ := l.m.s.Portal.Step(e.hold.Step)
	head := mark + l.m.holdGlyph(e.hold) + " " + theme.Pad(step.Title, 10) + " "
	message := l.m.th.Safe(e.hold.Finding.Message)
	if here {
		lines := hang(head, l.m.th.Title.Render(message), width)
		if e.hold.Finding.Fix != "" {
			lines = append(lines, hang(spaces(theme.Width(head)), l.m.th.Faint.Render(l.m.th.Safe(e.hold.Finding.Fix)), width)...)
		}
		return lines
	}
	return []string{theme.Cut(head+message, width)}
}

// newVouch asks for the person's word.
func newVouch(m *Model, h gate.Hold) overlay {
	width := min(m.width-6, theme.TextWidth)
	body := theme.Wrap(m.th.Safe(h.Finding.Message), width)
	body = append(body, "", m.th.Title.Render("You say:"))
	body = append(body, theme.Wrap(h.Attest, width)...)
	body = append(body, "", "This goes into the record as your word, not as something certwiz checked.")
	return &question{m: m, title: "Vouch for it", body: body, yes: func() tea.Cmd {
		return m.keep("", m.s.Attest(h))
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

func (p *submitPage) final() portal.Final { return p.m.s.Portal.Final(p.m.s.Values().Get) }

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
	final := p.final()
	body := []string{fmt.Sprintf("Version %d is frozen now: the answers, the files and a list of their checksums.", p.m.s.Draft.Version)}
	body = append(body, p.cannot(min(p.m.width-6, theme.TextWidth))...)
	body = append(body, "", "Then the hand-off opens. Nothing is sent by certwiz: you do it, field by field.")
	return &question{m: p.m, title: final.Button + "?", body: body, yes: func() tea.Cmd {
		job, err := p.m.s.Freeze()
		if err != nil {
			p.m.notice = err.Error()
			return nil
		}
		return p.m.keep("freezing the version", job)
	}}
}

// cannot lists what can't be undone.
func (p *submitPage) cannot(width int) []string {
	var lines []string
	values := p.m.s.Values()
	for _, t := range p.final().Cannot {
		if t.When.Holds(values.Get) {
			lines = append(lines, hang(p.m.th.Warn.Render(p.m.th.Glyphs.Warn)+" ", p.m.fill(t.Text), width)...)
		}
	}
	return lines
}

func (p *submitPage) lines(width, height int) ([]string, int) {
	final := p.final()
	button := final.Button
	if button == "" {
		button = "Submit for review"
	}
	if !p.m.s.Verdict.Open {
		head := []string{"", p.m.th.Title.Render(button) + "   " + p.m.th.Faint.Render("locked"), ""}
		list, from := p.list.lines(width, height-len(head))
		return append(head, list[from:]...), 0
	}
	lines := p.open(final, width)
	return lines, max(0, len(lines)-height) // the buttons stay in sight
}

// open is the summary and the two buttons.
func (p *submitPage) open(final portal.Final, width int) []string {
	lines := []string{"", p.m.th.Title.Render(final.Button), ""}
	lines = append(lines, theme.Wrap(p.m.fill(final.Open), width)...)
	lines = append(lines, "")
	for _, s := range p.m.s.Summary() {
		lines = append(lines, theme.Cut("  "+theme.Pad(s.Label, 16)+p.m.th.Safe(s.Text), width))
	}
	if n := len(p.m.s.Verdict.Warnings); n > 0 {
		lines = append(lines, "", text.Count(n, "warning does not hold it", "warnings do not hold it")+p.m.th.Faint.Render("   w see them"))
	}
	for _, a := range p.m.s.Verdict.Attested {
		lines = append(lines, hang("? ", "your word, not checked: "+p.m.th.Safe(a.Saying), width)...)
	}
	for _, w := range p.m.s.Verdict.Waived {
		lines = append(lines, theme.Cut(fmt.Sprintf("! waived: %s, %q", w.Rule, p.m.th.Safe(w.Reason)), width))
	}
	lines = append(lines, "")
	lines = append(lines, p.cannot(width)...)
	return append(lines, "", p.buttons(final))
}

func (p *submitPage) buttons(final portal.Final) string {
	names := []string{final.Button, "keep editing"}
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
