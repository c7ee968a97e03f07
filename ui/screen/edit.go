package screen

import (
	"fmt"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/certwiz/certwiz/submission/session"
	"github.com/certwiz/certwiz/ui/outside"
)

// editor is the person's own editor, from the environment.
func (m *Model) editor() ([]string, error) { return outside.Editor(m.o.Env) }

func editorAt(args []string, path string, line int) []string {
	return outside.EditorAt(args, path, line)
}

// editAnswer opens an answer in the person's editor. Never used for secrets.
func (m *Model) editAnswer(field string) tea.Cmd {
	args, err := m.editor()
	if err != nil {
		m.notice = err.Error()
		return nil
	}
	path, err := m.s.ForEditor(field)
	if err != nil {
		m.notice = err.Error()
		return nil
	}
	return m.runEditor(editorAt(args, path, 1), edited{field: field, path: path})
}

// wasEdited takes back what the editor left.
func (m *Model) wasEdited(e edited) tea.Cmd {
	if e.err != nil {
		m.notice = fmt.Sprintf("the editor ended with an error: %v; set EDITOR to one that works", e.err)
	}
	if e.path == "" {
		m.s.Again(session.LookFolder)
		return nil
	}
	if err := m.s.FromEditor(e.field, e.path, e.err == nil); err != nil {
		m.notice = err.Error()
	}
	return nil
}

// copyText puts a text that is no secret on the clipboard.
func (m *Model) copyText(text string) tea.Cmd {
	clipboard := m.o.Out.Clipboard
	if clipboard == nil {
		return nil
	}
	return func() tea.Msg {
		how, err := clipboard.Copy(text)
		if err != nil {
			return noticeMsg("not copied: " + err.Error())
		}
		return noticeMsg(how)
	}
}
