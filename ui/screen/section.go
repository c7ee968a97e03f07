package screen

import (
	"bytes"
	"slices"
	"strings"
	"time"

	"github.com/charmbracelet/bubbles/key"
	"github.com/charmbracelet/bubbles/textarea"
	tea "github.com/charmbracelet/bubbletea"

	"github.com/certwiz/certwiz/checks/prose"
	"github.com/certwiz/certwiz/submission/document"
)

// writeAfter is how long what is typed waits to be written into its file, from
// the first letter on: somebody who never pauses loses no more than somebody who
// does. With the writing it stays below half a second, as for answers.
const writeAfter = 250 * time.Millisecond

// sectionEditor edits one section of a document in place. What it says is
// judged as it is typed and written into the file soon after; what another
// program writes there meanwhile is merged.
type sectionEditor struct {
	m    *Model
	name string
	base []byte             // the document as it lay on the disk
	at   prose.SectionState // where the section is in base
	raw  string             // the section in base, lines ended with \n
	area textarea.Model
	// shown is what the area made of raw when it was opened: it knows no tabs.
	shown   string
	history history
	preview bool
	// row is the row that the preview is to begin at, -1 for where the cursor is;
	// shownFrom is the one it began at.
	row, shownFrom int
	judged         judgedSection
	sent           sentSection // what was written last
	due            bool        // a tick will write it
	writing        bool        // sent is on its way to the disk
	again          bool        // more was typed meanwhile
	over           bool        // what was typed is in other hands: a conflict's
}

// sentSection is a document as it was to be written, and the section in it.
type sentSection struct {
	text       []byte
	raw, shown string
}

// writeTick is the moment to write what was typed.
type writeTick struct{ e *sectionEditor }

func newSectionEditor(m *Model, name string, at prose.SectionState) *sectionEditor {
	text, _ := m.s.Document(name)
	e := &sectionEditor{m: m, name: name, base: slices.Clone(text), at: at, area: m.th.Area()}
	e.area.CharLimit = longestLines
	e.area.KeyMap.WordBackward.SetKeys("alt+left", "ctrl+left", "alt+b")
	e.area.KeyMap.WordForward.SetKeys("alt+right", "ctrl+right", "alt+f")
	e.raw = e.section(e.base, at)
	e.area.SetValue(e.raw)
	e.shown = e.area.Value()
	if at.Present && len(at.Blanks) > 0 { // the first thing to be written
		first := at.Blanks[0]
		e.restore(snapshot{e.shown, first.Line - at.Line, first.Column - 1})
	}
	e.history.start(e.snapshot())
	return e
}

// section is the section's text in a document; of a missing one a heading to
// begin with.
func (e *sectionEditor) section(text []byte, at prose.SectionState) string {
	if !at.Present {
		return at.Guide.Heading() + "\n\n"
	}
	return document.TextLines(text, max(1, at.Line), max(1, at.End))
}

func (e *sectionEditor) focus() tea.Cmd {
	e.area.Focus() // its command would blink
	return nil
}

func (e *sectionEditor) update(msg tea.Msg) tea.Cmd {
	k, ok := msg.(tea.KeyMsg)
	if !ok {
		return nil
	}
	switch {
	case matches(k, e.m.keys.Close):
		return e.leave()
	case k.String() == "f1":
		e.m.overlay = newGuide(e)
		return nil
	case matches(k, e.m.keys.Preview):
		e.preview, e.row = !e.preview, -1
		return nil
	case e.alone() && matches(k, e.m.keys.Up):
		e.row = e.shownFrom - 1
		return nil
	case e.alone() && matches(k, e.m.keys.Down):
		e.row = e.shownFrom + 1
		return nil
	case matches(k, e.m.keys.Editor):
		write := e.write()
		return tea.Sequence(tea.Batch(e.m.close(), write), e.m.editFile("", e.m.s.DocumentPath(e.name), max(1, e.at.Line)))
	case matches(k, e.m.keys.Undo):
		e.restore(e.history.back())
	case matches(k, e.m.keys.Redo):
		e.restore(e.history.forth())
	case matches(k, e.m.keys.NextStep):
		e.scroll(+1)
	case matches(k, e.m.keys.PrevStep):
		e.scroll(-1)
	default:
		if e.alone() { // typing is done in the text
			e.preview = false
		}
		if n := len(k.Runes); (letters(k) || k.Paste) && e.area.Length()+n > longestLines {
			e.m.tooMuch(len(string(k.Runes)), longestLines)
			k.Runes = k.Runes[:max(0, min(n, longestLines-e.area.Length()))]
			if len(k.Runes) == 0 {
				return nil
			}
		}
		e.area, _ = e.area.Update(k)
		e.history.note(e.snapshot(), k)
	}
	return e.soon()
}

// soon sees to it that what was typed is written.
func (e *sectionEditor) soon() tea.Cmd {
	if e.due || e.area.Value() == e.shown && !e.writing {
		return nil
	}
	e.due = true
	return tick(writeAfter, writeTick{e})
}

// leave writes the section and goes back. A section whose text is gone is only
// taken out of the file when that is meant.
func (e *sectionEditor) leave() tea.Cmd {
	if e.empty() && e.at.Present {
		e.m.overlay = &question{m: e.m, title: "Take this section out of " + e.name + "?", body: []string{"Its text is empty now. With n it stays in the file as it is there."},
			yes: e.write}
		return nil
	}
	return tea.Batch(e.m.close(), e.write())
}

// withHeading gives a section its heading back: without one it would run into
// the section above.
func (e *sectionEditor) withHeading(text string) string {
	if e.at.Guide.Level < 2 || strings.TrimSpace(text) == "" || strings.HasPrefix(strings.TrimSpace(text), "#") {
		return text
	}
	if _, below, _ := strings.Cut(strings.TrimSpace(text), "\n"); strings.HasPrefix(below, "---") || strings.HasPrefix(below, "===") {
		return text // a heading that is underlined
	}
	return e.at.Guide.Heading() + "\n\n" + text
}

// scroll moves by most of a screenful.
func (e *sectionEditor) scroll(by int) {
	for range max(1, e.area.Height()-1) {
		if by > 0 {
			e.area.CursorDown()
		} else {
			e.area.CursorUp()
		}
	}
}

// writeDue writes what was typed. A text that is gone is only taken out of the
// file when the section is left and that is meant.
func (m *Model) writeDue(t writeTick) tea.Cmd {
	t.e.due = false
	if t.e.empty() {
		return nil
	}
	return t.e.write()
}

// empty tells whether nothing of the text is left.
func (e *sectionEditor) empty() bool { return strings.TrimSpace(e.area.Value()) == "" }

// mine is the document with the section as it is typed. What was not changed in
// it keeps its bytes, tabs too.
func (e *sectionEditor) mine() ([]byte, error) {
	typed := e.withHeading(unchangedLines(e.raw, e.shown, e.area.Value()))
	if !e.at.Present {
		return document.Insert(e.base, e.m.s.DocumentKind(e.name), e.at.Guide.Title, typed)
	}
	return document.ReplaceLines(e.base, max(1, e.at.Line), max(1, e.at.End), typed)
}

// unchangedLines gives the lines of an edited text that were not touched as
// they were: raw is the text, shown what the area showed of it.
func unchangedLines(raw, shown, edited string) string {
	r, s, e := strings.Split(raw, "\n"), strings.Split(shown, "\n"), strings.Split(edited, "\n")
	if len(r) != len(s) || raw == shown {
		return edited
	}
	head := 0
	for head < min(len(s), len(e)) && s[head] == e[head] {
		e[head] = r[head]
		head++
	}
	for tail := 1; tail <= min(len(s), len(e))-head && s[len(s)-tail] == e[len(e)-tail]; tail++ {
		e[len(e)-tail] = r[len(r)-tail]
	}
	return strings.Join(e, "\n")
}

// follow shows what another program made of the section, when nothing that was
// typed here would be lost by it.
func (e *sectionEditor) follow() {
	text, there := e.m.s.Document(e.name)
	if !there || bytes.Equal(text, e.base) || e.area.Value() != e.shown {
		return
	}
	e.sent = sentSection{shown: e.shown}
	e.rebase(text)
}

// rebase goes on from the document as it lies on the disk now.
func (e *sectionEditor) rebase(text []byte) {
	if e.at.Present && bytes.Equal(text, e.sent.text) {
		e.at.End += bytes.Count(text, []byte("\n")) - bytes.Count(e.base, []byte("\n"))
		e.base, e.raw, e.shown = text, e.sent.raw, e.sent.shown
		return
	}
	states := e.m.s.Guide(e.name, text)
	i := slices.IndexFunc(states, func(s prose.SectionState) bool {
		return s.Present && s.Part == e.at.Part && s.Guide.Title == e.at.Guide.Title && s.Guide.Level == e.at.Guide.Level
	})
	if i < 0 && e.m.section() != e {
		return // it is closed, and what was typed is in the file
	}
	if i < 0 {
		e.m.overlay = nil
		e.m.notice = "the section is no longer where it was: what you wrote is in the file, open it again"
		return
	}
	e.base, e.at = slices.Clone(text), states[i]
	e.raw = e.section(e.base, e.at)
	probe := e.m.th.Area()
	probe.CharLimit = longestLines
	probe.SetValue(e.raw)
	if e.area.Value() == e.sent.shown && strings.TrimSpace(probe.Value()) != strings.TrimSpace(e.area.Value()) {
		at := e.snapshot() // merged with what was written outside
		at.value = probe.Value()
		e.restore(at)
		e.history.start(e.snapshot())
	}
	e.shown = e.sent.shown
	if e.area.Value() == probe.Value() {
		e.shown = probe.Value()
	}
}

func (e *sectionEditor) bindings() []key.Binding {
	done := e.m.keys.Close
	done.SetHelp("esc", "write it, go back")
	help := e.m.keys.Help
	help.SetHelp("f1", "what belongs here")
	return []key.Binding{done, e.m.keys.Preview, e.m.keys.Undo, help}
}
