package screen

import (
	"bytes"
	"fmt"
	"path/filepath"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/checks/prose"
	"github.com/certwiz/certwiz/checks/text"
	"github.com/certwiz/certwiz/submission/document"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/ui/theme"
	"github.com/certwiz/certwiz/ui/view"
)

// documentField shows a Markdown file by its sections and opens them: here, in
// the person's own editor, or as it will look.
type documentField struct {
	m  *Model
	f  portal.Field
	at int
	// guide is how far the sections are, of the files that guideOf holds.
	guide   []prose.SectionState
	guideOf *connector.Connector
}

func newDocumentField(m *Model, f portal.Field) *documentField { return &documentField{m: m, f: f} }

func (d *documentField) focus() tea.Cmd { return nil }
func (d *documentField) blur() tea.Cmd  { return nil }
func (d *documentField) typing() bool   { return false }

func (d *documentField) bindings() []key.Binding {
	open := d.m.keys.Open
	open.SetHelp("↑ ↓ enter", "open")
	return []key.Binding{open}
}

// text is the document as it lies in the folder.
func (d *documentField) text() ([]byte, bool) { return d.m.s.Document(d.f.Role.Document()) }

// row is one thing that can be opened.
type row struct {
	text string
	open func() tea.Cmd
}

func (d *documentField) rows() []row {
	text, there := d.text()
	if !there {
		return []row{
			{text: "write a draft of it from what the connector says", open: func() tea.Cmd {
				return d.m.keep("writing "+d.f.Role.Document(), d.m.s.WriteDraft(d.f.Role.Document()))
			}},
		}
	}
	rows := []row{
		{text: "preview", open: func() tea.Cmd { d.m.overlay = newPreview(d.m, d.f.Role.Document(), text); return nil }},
		{text: "edit in your editor", open: func() tea.Cmd { return d.m.editFile(d.f.ID, d.m.s.DocumentPath(d.f.Role.Document()), 1) }},
	}
	for _, s := range d.states(text) {
		if s.Part != prose.PartWhole && (s.Present || s.Part == prose.PartTemplate) {
			rows = append(rows, d.section(text, s))
		}
	}
	return rows
}

// states are how far each section is, worked out once for each text.
func (d *documentField) states(text []byte) []prose.SectionState {
	if d.guideOf != d.m.s.Folder {
		d.guide, d.guideOf = d.m.s.Guide(d.f.Role.Document(), text), d.m.s.Folder
	}
	return d.guide
}

// section is a row that edits one section of the document, or adds a missing one.
func (d *documentField) section(text []byte, s prose.SectionState) row {
	title := d.m.th.Safe(s.Guide.Title)
	if title == "" {
		title = "opening"
	}
	return row{text: d.mark(s) + " " + title + "   " + d.m.th.Faint.Render(d.note(text, s)), open: func() tea.Cmd {
		if err := document.Readable(text); err != nil {
			d.m.notice = err.Error()
			return nil
		}
		if s.Present && longer(text, s) {
			d.m.notice = "this section is too long to be edited here: open it in your editor"
			return nil
		}
		e := newSectionEditor(d.m, d.f.Role.Document(), s)
		d.m.overlay = e
		return e.focus()
	}}
}

// longer tells whether a section is too long for a field.
func longer(text []byte, s prose.SectionState) bool {
	lines := bytes.SplitAfter(text, []byte("\n"))
	size := 0
	for _, l := range lines[min(len(lines), max(0, s.Line-1)):min(len(lines), max(0, s.End-1))] {
		size += len(l)
	}
	return size > longestLines
}

// mark is a section's state in one sign.
func (d *documentField) mark(s prose.SectionState) string {
	th, worst := d.m.th, checks.Advice
	for _, f := range s.Findings {
		worst = max(worst, f.Severity)
	}
	switch {
	case worst == checks.Error:
		return th.Block.Render(th.Glyphs.Bad)
	case !s.Present:
		return th.Faint.Render(th.Glyphs.Todo)
	case worst == checks.Warning, len(s.Blanks) > 0:
		return th.Warn.Render(th.Glyphs.Warn)
	default:
		return th.Done.Render(th.Glyphs.Done)
	}
}

// note says beside a section how far it is.
func (d *documentField) note(content []byte, s prose.SectionState) string {
	switch {
	case !s.Present && s.Needed:
		return "missing"
	case !s.Present:
		return "may be left out"
	case len(s.Blanks) > 0:
		return text.Count(len(s.Blanks), "blank", "blanks") + " to fill in"
	case s.Guide.Title == "" && d.f.Role == portal.RoleIntro:
		return text.Count(prose.OpeningSentences(content), "sentence", "sentences") + " (at most 8)"
	case s.Part == prose.PartOther:
		return text.Count(s.Words, "word", "words") + ", not in the template"
	default:
		return text.Count(s.Words, "word", "words")
	}
}

func (d *documentField) update(msg tea.Msg) tea.Cmd {
	k, ok := msg.(tea.KeyMsg)
	if !ok {
		return nil
	}
	rows := d.rows()
	d.at = min(d.at, len(rows)-1)
	switch {
	case matches(k, d.m.keys.Editor):
		if _, there := d.text(); there {
			return d.m.editFile(d.f.ID, d.m.s.DocumentPath(d.f.Role.Document()), 1)
		}
	case matches(k, d.m.keys.Up):
		if d.at == 0 {
			return d.m.nextField(-1)
		}
		d.at--
	case matches(k, d.m.keys.Down):
		if d.at >= len(rows)-1 {
			return d.m.nextField(+1)
		}
		d.at++
	case matches(k, d.m.keys.Pick):
		return rows[d.at].open()
	}
	return nil
}

// mostBelow is how many findings stand below a document: each stands in its
// section, too.
const mostBelow = 3

func (d *documentField) lines(width int, focused bool) []string {
	var lines []string
	rows := d.rows()
	for i, r := range rows {
		mark := "  "
		if focused && i == min(d.at, len(rows)-1) {
			mark = d.m.th.Accent.Render(d.m.th.Glyphs.Pick) + " "
		}
		lines = append(lines, theme.Cut(mark+r.text, width))
	}
	if why := d.m.s.FaultAt(d.f.Role.Document()); why != "" {
		return append(lines, d.m.notChecked(why, width)...)
	}
	found := view.Findings(d.m.s, d.f.ID)
	for i, f := range found {
		if i == mostBelow {
			lines = append(lines, "  "+d.m.th.Faint.Render(fmt.Sprintf("and %d more, each in its section", len(found)-i)))
			break
		}
		lines = append(lines, d.m.findingLines(f, width)...)
	}
	if len(found) == 0 {
		lines = append(lines, "  "+d.m.th.Done.Render(d.m.th.Glyphs.Done)+" nothing to say about it")
	}
	return lines
}

// editFile opens a file in the person's editor.
func (m *Model) editFile(field, path string, line int) tea.Cmd {
	args, err := m.editor()
	if err != nil {
		m.notice = err.Error()
		return nil
	}
	return m.runEditor(editorAt(args, filepath.Clean(path), line), edited{field: field})
}
