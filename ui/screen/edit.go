package screen

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/certwiz/certwiz/submission/session"
	"github.com/certwiz/certwiz/ui/outside"
)

// editor is the person's own editor, from the environment.
func (m *Model) editor() ([]string, error) { return outside.Editor(m.o.Env) }

func editorAt(args []string, path string, line int) []string {
	return outside.EditorAt(args, path, line)
}

// editText opens an answer in the person's editor, through a file that only
// they can read and that is removed afterwards. Never used for secrets.
func (m *Model) editText(field, text string) tea.Cmd {
	args, err := m.editor()
	if err != nil {
		m.notice = err.Error()
		return nil
	}
	dir, err := os.MkdirTemp("", "certwiz-")
	if err != nil {
		m.notice = "no temporary file can be made: " + err.Error()
		return nil
	}
	path := filepath.Join(dir, strings.ReplaceAll(field, ".", "-")+".md")
	if err := os.WriteFile(path, []byte(text+"\n"), 0o600); err != nil {
		m.notice = "no temporary file can be written: " + err.Error()
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
	defer os.RemoveAll(filepath.Dir(e.path))
	if e.err != nil {
		return nil
	}
	data, err := readUpTo(e.path, longestLines)
	if err != nil {
		m.notice = "what you edited can't be read: " + err.Error()
		return nil
	}
	m.s.Set(e.field, strings.TrimSpace(string(data)))
	return nil
}

// readUpTo reads a small file.
func readUpTo(path string, limit int64) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.Size() > limit {
		return nil, fmt.Errorf("%d bytes are too many, %d allowed", info.Size(), limit)
	}
	return os.ReadFile(path)
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
