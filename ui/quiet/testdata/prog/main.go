// Program prog is a small full-screen program on Bubble Tea. It shows the
// variable CI as main and the programs it starts would see it.
package main

import (
	"fmt"
	"os"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/lipgloss"
)

type model struct{ text string }

func (m model) Init() tea.Cmd { return nil }

func (m model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if _, ok := msg.(tea.KeyMsg); ok {
		return m, tea.Quit
	}
	return m, nil
}

func (m model) View() string { return m.text }

func main() {
	restore()
	value, set := os.LookupEnv("CI")
	text := fmt.Sprintf("CI=%q set=%t", value, set)
	lipgloss.SetHasDarkBackground(true)
	adaptive := lipgloss.NewStyle().Foreground(lipgloss.AdaptiveColor{Light: "0", Dark: "7"})
	if _, err := tea.NewProgram(model{adaptive.Render(text)}, tea.WithAltScreen()).Run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
