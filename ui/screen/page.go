package screen

import (
	"slices"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"github.com/certwiz/certwiz/submission/gate"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/ui/theme"
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
	var shown []portal.Field
	values := p.m.s.Values()
	for _, f := range p.step.Fields {
		if f.Shown.Holds(values.Get) {
			shown = append(shown, f)
		}
	}
	return shown
}

// answerable are the fields that take the focus.
func (p *page) answerable() []portal.Field {
	return slices.DeleteFunc(p.fields(), func(f portal.Field) bool { return f.Kind == portal.Note })
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
		return newFilesField(m)
	case portal.Commit, portal.PullRequest:
		return newCommitField(m, f)
	case portal.Archive:
		return newArchiveField(m, f)
	case portal.Document:
		return newDocumentField(m, f)
	case portal.Changes:
		return newChangesField(m)
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
	if own, ok := p.widget(f).(interface{ takes(tea.KeyMsg) bool }); ok && own.takes(k) {
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
	values := p.m.s.Values()
	lines = append(lines, "", p.m.th.Title.Render(p.step.Title))
	for _, t := range p.step.Texts {
		if t.When.Holds(values.Get) {
			lines = append(lines, theme.Wrap(p.m.th.Faint.Render(p.m.fill(t.Text)), width)...)
		}
	}
	at, any := p.focused()
	if !any {
		lines = append(append(lines, ""), theme.Wrap("What is asked here depends on an answer that is still missing: how you publish, and how the files go to Microsoft.", width)...)
	}
	clear(p.spans)
	previous := portal.FieldKind("")
	for _, f := range p.fields() {
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
		lines = append(lines, p.label(f, width, focused))
	}
	lines = append(lines, p.widget(f).lines(width, focused)...)
	for _, h := range p.said(f) {
		lines = append(lines, p.m.findingLines(h, width)...)
	}
	return lines
}

// label names the field and says where its answer came from.
func (p *page) label(f portal.Field, width int, focused bool) string {
	style := p.m.th.Text
	if focused {
		style = p.m.th.Title
	}
	label := style.Render(p.m.fill(f.Label))
	answer := p.m.s.Draft.Answers[f.ID]
	note := ""
	switch {
	case answer.Carried:
		note = p.m.th.Warn.Render("carried over, ctrl+y still right")
	case answer.From != "" && f.Kind != portal.Secret:
		note = p.m.th.Faint.Render("from " + p.m.th.Safe(answer.From))
	case f.Kind == portal.Secret && p.m.vaultFail != nil:
		note = p.m.th.Warn.Render("the keyring can't be used, not kept yet")
	case f.Kind == portal.Secret:
		note = p.m.th.Faint.Render("kept " + p.m.s.Ports.Vault.Place())
	case f.Optional && (f.Kind == portal.Line || f.Kind == portal.Date || f.Kind == portal.PullRequest):
		note = p.m.th.Faint.Render("optional")
	}
	if note == "" {
		return label
	}
	gap := max(2, noteColumn-theme.Width(label))
	if theme.Width(label)+gap+theme.Width(note) > width {
		gap = 2
	}
	return theme.Cut(label+spaces(gap)+note, width)
}

// fill puts answers and facts into a text of the portal's, safe to show.
func (m *Model) fill(text string) string { return theme.SafeLines(m.s.Values().Fill(text)) }

// noteColumn is where notes beside labels line up, when there is room.
const noteColumn = 24

// said is what the gate says about one field, without the mere emptiness of a
// field that nobody has come to yet: the rail counts that.
func (p *page) said(f portal.Field) []gate.Hold {
	if f.Kind == portal.Files || f.Kind == portal.Document || f.Kind == portal.Commit || f.Kind == portal.PullRequest || f.Kind == portal.Archive {
		return nil // they draw their own
	}
	var said []gate.Hold
	for _, h := range append(slices.Clone(p.m.s.Verdict.Holds), p.m.s.Verdict.Warnings...) {
		if h.Field == f.ID && h.Kind != gate.Missing && h.Kind != gate.Carried {
			said = append(said, h)
		}
	}
	if live, ok := p.widgets[f.ID].(*secretField); ok && live.typed != "" {
		said = nil
		for _, finding := range p.m.s.SecretFindings(f.ID, live.typed) {
			said = append(said, gate.Hold{Field: f.ID, Finding: finding})
		}
	}
	return said
}

// holdsOf is everything said about one field.
func (m *Model) holdsOf(field string) []gate.Hold {
	var said []gate.Hold
	for _, h := range m.s.Verdict.Holds {
		if h.Field == field && h.Kind != gate.Missing {
			said = append(said, h)
		}
	}
	for _, h := range m.s.Verdict.Warnings {
		if h.Field == field {
			said = append(said, h)
		}
	}
	return said
}
