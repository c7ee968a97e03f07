package screen

import (
	"slices"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/ui/theme"
	"github.com/certwiz/certwiz/ui/view"
)

// widget is one field's input. What is wrong with its answer is said below it
// by the page; a widget never refuses to be left.
type widget interface {
	focus() tea.Cmd
	blur() tea.Cmd
	update(msg tea.Msg) tea.Cmd
	lines(width int, focused bool) []string
	bindings() []key.Binding
	typing() bool // whether printable keys go into a text
}

// keyTaker is a widget that takes some keys before the page does.
type keyTaker interface{ takes(tea.KeyMsg) bool }

// page is one step: its fields in the portal's order.
type page struct {
	m       *Model
	step    portal.Step
	widgets map[string]widget
	at      string // ID of the focused field
	from    int    // first line in sight
	spans   map[string]span
}

// span is the lines that a field takes.
type span struct{ from, to int }

func (m *Model) page(id string) *page {
	if p, ok := m.pages[id]; ok {
		return p
	}
	step, _ := m.s.Portal.Step(id)
	p := &page{m: m, step: step, widgets: map[string]widget{}, spans: map[string]span{}}
	m.pages[id] = p
	return p
}

// current is the page in sight, nil for Submit for review.
func (m *Model) current() *page {
	if m.at == stepSubmit {
		return nil
	}
	return m.page(m.at)
}

// fields are those that are asked now.
func (p *page) fields() []portal.Field {
	return p.m.s.Fields(p.step)
}

// answerable are the fields that take the focus.
func (p *page) answerable() []portal.Field {
	return slices.DeleteFunc(p.fields(), func(f portal.Field) bool { return !view.Answerable(f) })
}

// focused is the field that has the focus; when it is no longer asked, the
// first one has it.
func (p *page) focused() (portal.Field, bool) {
	fields := p.answerable()
	for _, f := range fields {
		if f.ID == p.at {
			return f, true
		}
	}
	if len(fields) == 0 {
		return portal.Field{}, false
	}
	p.at = fields[0].ID
	return fields[0], true
}

func (p *page) focusOn(field string) {
	if field != "" {
		p.at = field
	}
}

func (p *page) widget(f portal.Field) widget {
	if w, ok := p.widgets[f.ID]; ok {
		return w
	}
	w := newWidget(p.m, f)
	p.widgets[f.ID] = w
	return w
}

// newWidget makes the input for a kind of field.
func newWidget(m *Model, f portal.Field) widget {
	switch f.Kind {
	case portal.Lines:
		return newLinesField(m, f)
	case portal.Secret:
		return newSecretField(m, f)
	case portal.Choice:
		return newChoiceField(m, f)
	case portal.Tick:
		return newTickField(m, f)
	case portal.Files:
		return newFilesField(m, f)
	case portal.Commit, portal.PullRequest:
		return newCommitField(m, f)
	case portal.Archive:
		return newArchiveField(m, f)
	case portal.Document:
		return newDocumentField(m, f)
	case portal.Changes:
		return newChangesField(m)
	case portal.Unreadable:
		return newUnreadableField(m)
	default:
		return newLineField(m, f)
	}
}

func (p *page) typing() bool {
	f, ok := p.focused()
	return ok && p.widget(f).typing()
}

// bindings are the keys of the focused field.
func (p *page) bindings() []key.Binding {
	f, ok := p.focused()
	if !ok {
		return nil
	}
	bindings := p.widget(f).bindings()
	if p.m.s.Draft.Answers[f.ID].Carried {
		bindings = append([]key.Binding{p.m.keys.Confirm}, bindings...)
	}
	return bindings
}

func (p *page) update(msg tea.Msg) tea.Cmd {
	k, isKey := msg.(tea.KeyMsg)
	f, ok := p.focused()
	if !ok { // a page without a field, until another page's answer brings one
		switch {
		case isKey && matches(k, p.m.keys.Next):
			return p.m.stepTo(+1)
		case isKey && matches(k, p.m.keys.Prev):
			return p.m.stepTo(-1)
		}
		return nil
	}
	if !isKey {
		return p.widget(f).update(msg)
	}
	if own, ok := p.widget(f).(keyTaker); ok && own.takes(k) {
		return p.widget(f).update(k)
	}
	switch {
	case matches(k, p.m.keys.Next):
		return p.move(+1)
	case matches(k, p.m.keys.Prev):
		return p.move(-1)
	case matches(k, p.m.keys.Confirm):
		p.m.s.Confirm(f.ID)
		return p.move(+1)
	}
	return p.widget(f).update(k)
}

// move goes to the field before or after, and over the page's ends to the
// neighbouring step.
func (p *page) move(by int) tea.Cmd {
	fields := p.answerable()
	i := slices.IndexFunc(fields, func(f portal.Field) bool { return f.ID == p.at }) + by
	if i < 0 || i >= len(fields) {
		return p.m.stepTo(by)
	}
	return p.m.goTo(p.step.ID, fields[i].ID)
}

// lines draws the page and says from which line it is in sight.
func (p *page) lines(width, height int) (lines []string, from int) {
	v := view.StepOf(p.m.s, p.step)
	lines = append(lines, "", p.m.th.Title.Render(v.Title))
	if v.Breaks != "" {
		lines = append(lines, hang(p.m.th.Warn.Render(p.m.th.Glyphs.Warn)+" ", p.m.th.Safe(v.Breaks), width)...)
	}
	for _, t := range v.Texts {
		lines = append(lines, theme.Wrap(p.m.th.Faint.Render(theme.SafeLines(t)), width)...)
	}
	if v.Empty != "" {
		lines = append(append(lines, ""), theme.Wrap(v.Empty, width)...)
	}
	at, _ := p.focused()
	clear(p.spans)
	previous := portal.FieldKind("")
	for _, f := range v.Fields {
		if f.Kind != portal.Tick || previous != portal.Tick {
			lines = append(lines, "")
		}
		previous = f.Kind
		start := len(lines)
		if f.Kind == portal.Note {
			lines = append(lines, theme.Wrap(p.m.fill(f.Label), width)...)
			previous = portal.Tick // what it introduces follows at once
			continue
		}
		lines = append(lines, p.field(f, width, f.ID == at.ID && p.m.rail < 0)...)
		p.spans[f.ID] = span{start, len(lines)}
	}
	return lines, p.scroll(p.spans[at.ID], len(lines), height)
}

// scroll keeps the focused field in sight and moves no more than it must.
func (p *page) scroll(s span, total, height int) int {
	room := height - 2 // the rows that say what is above and below
	if total <= height {
		p.from = 0
		return 0
	}
	if s.to-p.from > room+1 {
		p.from = s.to - room - 1
	}
	if s.from-1 < p.from {
		p.from = s.from - 1
	}
	p.from = max(0, min(p.from, total-height))
	return p.from
}

// field draws one field: label, input, what is wrong.
func (p *page) field(f portal.Field, width int, focused bool) []string {
	var lines []string
	if f.Kind != portal.Tick {
		lines = append(lines, p.label(view.FieldOf(p.m.s, f), width, focused))
	}
	return append(lines, p.m.drawn(f.Label, width, func() []string {
		lines := p.widget(f).lines(width, focused)
		for _, finding := range p.findings(f) {
			lines = append(lines, p.m.findingLines(finding, width)...)
		}
		return lines
	})...)
}

// label names the field and says where its answer came from.
func (p *page) label(f view.Field, width int, focused bool) string {
	style := p.m.th.Text
	if focused {
		style = p.m.th.Title
	}
	label := style.Render(theme.SafeLines(f.Label))
	if f.Kind == portal.Secret && p.m.vaultFail != nil {
		f.Note = view.Note{Text: "the keyring can't be used, not kept yet", Warning: true}
	}
	if f.Note.Text == "" {
		return label
	}
	note := p.m.note(f)
	gap := max(2, noteColumn-theme.Width(label))
	if theme.Width(label)+gap+theme.Width(note) > width {
		gap = 2
	}
	return theme.Cut(label+spaces(gap)+note, width)
}

// note is what stands beside a field's label.
func (m *Model) note(f view.Field) string {
	text := m.th.Safe(f.Note.Text)
	if f.Carried {
		text += ", ctrl+y still right"
	}
	if f.Note.Warning {
		return m.th.Warn.Render(text)
	}
	return m.th.Faint.Render(text)
}

// fill puts answers and facts into a text of the portal's, safe to show.
func (m *Model) fill(text string) string { return theme.SafeLines(m.s.Values().Fill(text)) }

// noteColumn is where notes beside labels line up, when there is room.
const noteColumn = 24

// findings are what the page says below a field; some fields draw their own.
func (p *page) findings(f portal.Field) []view.Finding {
	if ownFindings[f.Kind] {
		return nil
	}
	if live, ok := p.widgets[f.ID].(*secretField); ok && live.typed != "" {
		return view.Typed(p.m.s, f.ID, live.typed)
	}
	return view.Findings(p.m.s, f.ID)
}

// ownFindings are the kinds of fields that draw what is said about them.
var ownFindings = map[portal.FieldKind]bool{
	portal.Files: true, portal.Changes: true, portal.Document: true, portal.Commit: true, portal.PullRequest: true, portal.Archive: true,
}
