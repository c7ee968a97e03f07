package wizard

import (
	"path/filepath"
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"github.com/certwiz/certwiz/checks/prose"
	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/ui/theme"
)

// documentField shows a Markdown file by its sections and opens them: here, in
// the person's own editor, or as it will look.
type documentField struct {
	m  *Model
	f  portal.Field
	at int
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
func (d *documentField) text() ([]byte, bool) { return d.m.s.Document(d.f.Document) }

// row is one thing that can be opened.
type row struct {
	text string
	open func() tea.Cmd
	mark string
}

func (d *documentField) rows() []row {
	text, there := d.text()
	if !there {
		return []row{
			{text: "write it from Microsoft's template, with what the connector says filled in", open: func() tea.Cmd {
				return d.m.keep("writing "+d.f.Document, d.m.s.WriteTemplate(d.f.Document))
			}},
		}
	}
	rows := []row{
		{text: "preview", open: func() tea.Cmd { d.m.overlay = newPreview(d.m, d.f.Document, text); return nil }},
		{text: "edit in your editor", open: func() tea.Cmd { return d.m.editFile(d.f.ID, d.m.s.DocumentPath(d.f.Document), 1) }},
	}
	for i, s := range prose.Outline(text) {
		rows = append(rows, d.section(i, s))
	}
	return rows
}

// section is a row that edits one section of the document.
func (d *documentField) section(i int, s prose.Section) row {
	title := d.m.th.Safe(s.Title)
	if title == "" {
		title = "opening"
	}
	note := ""
	if words := len(strings.Fields(s.Body)); words > 0 {
		note = count(words, "word")
	}
	if i == 0 {
		note = count(prose.OpeningSentences([]byte(s.Body)), "sentence") + " (at most 8)"
	}
	return row{text: title + "   " + d.m.th.Faint.Render(note), open: func() tea.Cmd {
		if len(s.Body) > longestLines {
			d.m.notice = "this section is too long to be edited here: open it in your editor"
			return nil
		}
		d.m.overlay = newSectionEditor(d.m, d.f.Document, i, s)
		return d.m.overlay.(*sectionEditor).focus()
	}, mark: strings.Repeat("  ", max(0, s.Level-2))}
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
			return d.m.editFile(d.f.ID, d.m.s.DocumentPath(d.f.Document), 1)
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

func (d *documentField) lines(width int, focused bool) []string {
	var lines []string
	rows := d.rows()
	for i, r := range rows {
		mark := "  "
		if focused && i == min(d.at, len(rows)-1) {
			mark = d.m.th.Accent.Render(d.m.th.Glyphs.Pick) + " "
		}
		lines = append(lines, theme.Cut(mark+r.mark+r.text, width))
	}
	for _, h := range d.m.holdsOf(d.f.ID) {
		if h.Kind != submission.Missing {
			lines = append(lines, d.m.findingLines(h, width)...)
		}
	}
	if len(d.m.holdsOf(d.f.ID)) == 0 {
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
