package screen

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/checks/icon"
	"github.com/certwiz/certwiz/checks/text"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/ui/theme"
	"github.com/certwiz/certwiz/ui/view"
)

// filesField shows the connector's folder: what it is, its icon, and what
// there is to say about the files.
type filesField struct {
	m  *Model
	id string // of the field
	at int
	// picture is the icon in half blocks and measured what it is; both are
	// made anew when its bytes change, since decoding costs milliseconds.
	picture    []string
	measured   string
	pictureOf  *byte
	pictureLen int
}

func newFilesField(m *Model, f portal.Field) *filesField { return &filesField{m: m, id: f.ID} }

func (f *filesField) focus() tea.Cmd { return nil }
func (f *filesField) blur() tea.Cmd  { return nil }
func (f *filesField) typing() bool   { return false }

func (f *filesField) bindings() []key.Binding {
	if len(f.found()) == 0 {
		return nil
	}
	open := f.m.keys.Open
	open.SetHelp("↑ ↓ enter", "open a finding")
	return []key.Binding{open}
}

// found is what there is to say about the files.
func (f *filesField) found() []view.Finding { return view.Findings(f.m.s, f.id) }

func (f *filesField) update(msg tea.Msg) tea.Cmd {
	k, ok := msg.(tea.KeyMsg)
	if !ok {
		return nil
	}
	found := f.found()
	switch {
	case matches(k, f.m.keys.Up):
		f.at = max(0, f.at-1)
	case matches(k, f.m.keys.Down):
		if f.at >= len(found)-1 {
			return f.m.nextField(+1)
		}
		f.at++
	case k.Type == tea.KeyEnter:
		if f.at < len(found) {
			f.m.overlay = newDetail(f.m, found[f.at])
			return nil
		}
		return f.m.nextField(+1)
	}
	return nil
}

func (f *filesField) lines(width int, focused bool) []string {
	s := f.m.s
	if s.FolderErr != nil {
		return hang(f.m.th.Block.Render(f.m.th.Glyphs.Bad)+" ", f.m.th.Safe(s.FolderErr.Error()), width)
	}
	c := s.Judged()
	if c == nil {
		return []string{"  " + f.m.th.Faint.Render("reading the folder")}
	}
	lines := f.about(c, width)
	return append(lines, f.findings(width, focused)...)
}

// about is the folder's name, the icon and what the connector is.
func (f *filesField) about(c *connector.Connector, width int) []string {
	f.look(c.Artifacts.Icon)
	texts := []string{f.m.th.Safe(nicePath(f.m.s.Draft.Folder)), f.measured, f.connectorText(c)}
	if from := f.m.s.JudgedFrom(); from != "your folder" {
		texts = append(texts, "judged: the files of "+from)
	}
	picture := f.picture
	var lines []string
	for i := range max(len(texts), len(picture)) {
		left, text := spaces(7), ""
		if i < len(picture) {
			left = picture[i] + " "
		}
		if len(picture) == 0 {
			left = "  "
		}
		if i < len(texts) {
			text = texts[i]
		}
		lines = append(lines, theme.Cut(left+text, width))
	}
	return lines
}

// look draws and measures the icon when it is another one than last time.
func (f *filesField) look(file *checks.File) {
	if file == nil || len(file.Data) == 0 {
		f.pictureOf, f.picture, f.measured = nil, nil, f.m.th.Faint.Render("no icon in the folder")
		return
	}
	if f.pictureOf == &file.Data[0] && f.pictureLen == len(file.Data) {
		return
	}
	f.pictureOf, f.pictureLen = &file.Data[0], len(file.Data)
	f.picture, f.measured = f.draw(file.Data), f.iconText(file)
}

func (f *filesField) iconText(file *checks.File) string {
	name := f.m.th.Safe(file.Name)
	measures, err := icon.Measure(file.Data)
	if err != nil {
		return f.m.th.Block.Render(name + " can't be read")
	}
	return fmt.Sprintf("%s %d×%d, %s, on %s", name, measures.Width, measures.Height, text.Size(int64(measures.Bytes)), measures.Background)
}

func (f *filesField) connectorText(c *connector.Connector) string {
	return fmt.Sprintf("%s · %s · %s", f.m.th.Safe(c.Facts.SignIn()), text.Count(c.Facts.Actions, "action", "actions"), text.Count(c.Facts.Triggers, "trigger", "triggers"))
}

// draw is the icon in half blocks, three rows high.
func (f *filesField) draw(data []byte) []string {
	if f.m.th.Options.ASCII {
		return nil
	}
	cells, err := icon.HalfBlocks(data, 6, 3)
	if err != nil {
		return nil
	}
	var picture []string
	for _, row := range cells {
		var b strings.Builder
		for _, cell := range row {
			b.WriteString(f.m.th.HalfBlock(cell.Top, cell.Bottom))
		}
		picture = append(picture, b.String())
	}
	return picture
}

func (f *filesField) findings(width int, focused bool) []string {
	found := f.found()
	if len(found) == 0 {
		return []string{"", f.m.th.Done.Render(f.m.th.Glyphs.Done) + " nothing to say about the files"}
	}
	lines := []string{"", text.Count(len(found), "finding", "findings") + " on the files"}
	f.at = min(f.at, len(found)-1)
	for i, h := range found {
		lines = append(lines, f.m.holdLines(h, width, focused && i == f.at)...)
	}
	return lines
}

// holdLines is a finding in a list: the message, and where it is.
func (m *Model) holdLines(f view.Finding, width int, here bool) []string {
	mark := "  "
	if here {
		mark = m.th.Accent.Render(m.th.Glyphs.Pick) + " "
	}
	mark += m.glyph(f.Mark) + " "
	message := m.th.Safe(f.Message)
	lines := []string{theme.Cut(mark+message, width)}
	if here {
		lines = hang(mark, m.th.Title.Render(message), width)
	}
	if f.Place != "" {
		lines = append(lines, theme.Cut("    "+m.th.Faint.Render(m.th.Safe(f.Place)+"  "+f.Rule), width))
	}
	return lines
}

// nicePath is the last two parts of a path, which is what a person knows a
// connector by.
func nicePath(path string) string {
	return filepath.Join(filepath.Base(filepath.Dir(path)), filepath.Base(path))
}

// unreadableField stands for what certwiz can't read; the hold below it says
// why.
type unreadableField struct{ changesField }

func newUnreadableField(m *Model) *unreadableField { return &unreadableField{changesField{m}} }

func (u *unreadableField) lines(int, bool) []string { return nil }

// changesField shows the differences to the last version.
type changesField struct{ m *Model }

func newChangesField(m *Model) *changesField { return &changesField{m} }

func (c *changesField) focus() tea.Cmd          { return nil }
func (c *changesField) blur() tea.Cmd           { return nil }
func (c *changesField) typing() bool            { return false }
func (c *changesField) bindings() []key.Binding { return nil }

func (c *changesField) update(msg tea.Msg) tea.Cmd {
	k, ok := msg.(tea.KeyMsg)
	if !ok {
		return nil
	}
	switch {
	case matches(k, c.m.keys.Up):
		return c.m.nextField(-1)
	case matches(k, c.m.keys.Down), k.Type == tea.KeyEnter:
		return c.m.nextField(+1)
	}
	return nil
}

// mostChanges is how many differences are listed.
const mostChanges = 12

func (c *changesField) lines(width int, _ bool) []string {
	changes := c.m.s.Changes
	if c.m.s.SameFiles {
		return []string{"  " + c.m.th.Block.Render(c.m.th.Glyphs.Bad) + " nothing: the files are the last version's"}
	}
	if len(changes) == 0 {
		return []string{"  " + c.m.th.Faint.Render("shown once the commit or the archive is known")}
	}
	var lines []string
	for i, change := range changes {
		if i == mostChanges {
			lines = append(lines, fmt.Sprintf("  and %d more", len(changes)-i))
			break
		}
		mark := "  "
		if change.Breaking {
			mark = c.m.th.Warn.Render(c.m.th.Glyphs.Warn) + " "
		}
		lines = append(lines, theme.Cut(mark+c.m.th.Safe(change.String()), width))
	}
	return lines
}
