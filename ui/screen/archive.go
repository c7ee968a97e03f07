package screen

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/archive"
	"github.com/certwiz/certwiz/checks/text"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/ui/theme"
	"github.com/certwiz/certwiz/ui/view"
)

// archiveField takes the path of a .zip or builds one, and draws its tree.
type archiveField struct {
	m    *Model
	id   string // of the field
	at   int    // 0: the path, 1: build
	line *lineField
}

func newArchiveField(m *Model, f portal.Field) *archiveField {
	return &archiveField{m: m, id: f.ID, line: newLineField(m, f)}
}

func (a *archiveField) focus() tea.Cmd {
	if a.m.s.Draft.Value(a.id) == "" {
		a.at = 1
	}
	if a.at == 0 {
		return a.line.focus()
	}
	return nil
}

func (a *archiveField) blur() tea.Cmd { return a.line.blur() }
func (a *archiveField) typing() bool  { return a.at == 0 }

func (a *archiveField) bindings() []key.Binding {
	if a.at == 0 {
		return []key.Binding{a.m.keys.Prev, a.m.keys.Down}
	}
	build := a.m.keys.Build
	build.SetHelp("b", "build a clean archive")
	return []key.Binding{build, a.m.keys.Up}
}

func (a *archiveField) update(msg tea.Msg) tea.Cmd {
	k, ok := msg.(tea.KeyMsg)
	if !ok {
		return nil
	}
	switch {
	case a.at == 1 && matches(k, a.m.keys.Up):
		a.at = 0
		return a.line.focus()
	case a.at == 0 && matches(k, a.m.keys.Down):
		a.at = 1
		return a.line.blur()
	case a.at == 0 && matches(k, a.m.keys.Up):
		return a.m.nextField(-1)
	case a.at == 1 && matches(k, a.m.keys.Down):
		return a.m.nextField(+1)
	case a.at == 1 && (k.Type == tea.KeyEnter || matches(k, a.m.keys.Build)):
		a.m.s.Zip = nil
		return a.m.run("building the archive", a.m.s.BuildZip())
	case a.at == 1 && k.Type == tea.KeyRunes:
		a.at = 0
		a.line.focus()
	}
	if a.at == 0 {
		return a.line.update(msg)
	}
	return nil
}

func (a *archiveField) lines(width int, focused bool) []string {
	var lines []string
	if focused && a.at == 0 {
		lines = a.line.lines(width, true)
	} else {
		lines = []string{a.line.still(width)}
	}
	mark := "  "
	if focused && a.at == 1 {
		mark = a.m.th.Accent.Render(a.m.th.Glyphs.Pick) + " "
	}
	lines = append(lines, mark+"build a clean archive from "+a.source())
	return append(lines, a.tree(width)...)
}

func (a *archiveField) source() string {
	if a.m.s.AtCommit != nil {
		return "the commit's files"
	}
	return "the folder"
}

// tree draws the archive with the reason beside each wrong entry.
func (a *archiveField) tree(width int) []string {
	zip := a.m.s.Zip
	if zip == nil || zip.Path != a.m.s.Draft.Value(a.id) {
		return nil
	}
	lines := []string{"", theme.Cut(fmt.Sprintf("%s   %s   sha256 %s", a.m.th.Safe(zip.Listing.Name), text.Size(zip.Listing.Size), shortSum(zip.SHA256)), width), ""}
	if zip.Listing.Problem != "" {
		lines = lines[:len(lines)-1]
	}
	for _, l := range archive.Tree(zip.Listing) {
		lines = append(lines, a.branch(l, width))
	}
	lines = append(lines, "")
	for _, f := range view.Findings(a.m.s, a.id) {
		lines = append(lines, a.m.findingLines(f, width)...)
	}
	return lines
}

func (a *archiveField) branch(l archive.Line, width int) string {
	name := "  " + strings.Repeat("  ", l.Depth) + a.m.th.Safe(l.Name)
	verdict := a.m.th.Done.Render(a.m.th.Glyphs.Done)
	if !l.OK {
		style := a.m.th.Warn
		glyph := a.m.th.Glyphs.Warn
		if l.Severity == checks.Error {
			style, glyph = a.m.th.Block, a.m.th.Glyphs.Bad
		}
		verdict = style.Render(glyph) + " " + a.m.th.Safe(l.Verdict)
	}
	const nameCols = 32
	return theme.Cut(theme.Pad(theme.Cut(name, nameCols), nameCols)+right(text.Size(int64(l.Size)), 9)+"  "+verdict, width)
}

func shortSum(sum string) string {
	if len(sum) < 8 {
		return sum
	}
	return sum[:4] + "…" + sum[len(sum)-4:]
}
