package handoff

import (
	"strings"

	"github.com/charmbracelet/bubbles/key"

	"github.com/certwiz/certwiz/submission/session"
	"github.com/certwiz/certwiz/ui/theme"
)

// question asks what the portal answered, or shows the recorded answer.
func (s *Sheet) question(h session.Handoff, width, height int) []string {
	th := s.o.Theme
	if h.Receipt.Confirmed {
		return s.wrapped(h.Receipt.Sentences, width, tall(height, 5, 4))
	}
	lines := s.wrapped(h.Receipt.Sentences, width, tall(height, 5, 2))
	asked := h.Question
	keys := helps(th, keyYes, keyNotYet, keyError)
	if theme.Width(asked)+theme.Width(keys)+2 <= width {
		return append(lines, th.Title.Render(asked)+"  "+keys)
	}
	return append(lines, th.Title.Render(th.Cut(asked, width)), keys)
}

// wrapped lets the first sentence stand out; there are at most so many lines.
func (s *Sheet) wrapped(sentences []string, width, most int) []string {
	var lines []string
	for i, sentence := range sentences {
		for _, line := range theme.Wrap(s.o.Theme.Safe(sentence), width) {
			if i == 0 {
				line = s.o.Theme.Title.Render(line)
			}
			lines = append(lines, line)
		}
	}
	if len(lines) > most {
		lines = lines[:most]
		lines[most-1] = s.o.Theme.Cut(lines[most-1]+" "+s.o.Theme.Glyphs.More, width)
	}
	return lines
}

func helps(th theme.Theme, bindings ...key.Binding) string {
	var parts []string
	for _, b := range bindings {
		parts = append(parts, b.Help().Key+" "+th.Faint.Render(b.Help().Desc))
	}
	return strings.Join(parts, "  ")
}
