// Program keys shows what a Bubble Tea program gets from the terminal: each
// message on a line of its own.
package main

import (
	"fmt"
	"os"
	"strings"

	tea "github.com/charmbracelet/bubbletea"
)

type model struct {
	lines []string
	size  string
}

func (m model) Init() tea.Cmd { return nil }

func (m model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.size = fmt.Sprintf("%d by %d", msg.Width, msg.Height)
	case tea.MouseMsg:
		m.lines = append(m.lines, fmt.Sprintf("mouse %s at %d,%d", msg, msg.X, msg.Y))
	case tea.KeyMsg:
		m.lines = append(m.lines, fmt.Sprintf("key %s (%d)", shown(msg), len(m.lines)+1))
		if msg.String() == "ctrl+c" {
			return m, tea.Quit
		}
	}
	return m, nil
}

func shown(msg tea.KeyMsg) string { return strings.ReplaceAll(msg.String(), "\r", "⏎") }

func (m model) View() string {
	last := m.lines[max(0, len(m.lines)-18):]
	return "size " + m.size + "\n" + strings.Join(last, "\n") + "\n\x1b[36m│\x1b[0m 漢字 is wide"
}

func main() {
	program := tea.NewProgram(model{}, tea.WithAltScreen(), tea.WithMouseCellMotion())
	if _, err := program.Run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println("left")
	os.Exit(7)
}
