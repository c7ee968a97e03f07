package handoff

import (
	"fmt"
	"strings"
	"time"

	"github.com/charmbracelet/bubbles/key"

	"github.com/certwiz/certwiz/submission/session"
	"github.com/certwiz/certwiz/ui/theme"
)

// introduction says what the sheet is, and what must be known of the portal.
func introduction(s *session.Session) (first, notice string) {
	if byPullRequest(s) {
		return "The pull request is yours to open; certwiz keeps track.", ""
	}
	return "Microsoft's form has no programming interface: you paste, certwiz keeps track.", s.Portal.Notice
}

// byPullRequest tells whether this ends with a pull request, not in a form.
func byPullRequest(s *session.Session) bool {
	return s.Portal.Final(s.Values().Get).ID == "pull request"
}

// question asks what the portal answered, or says what the person told.
func (s *Sheet) question(width, height int) []string {
	th := s.o.Theme
	r := receiptOf(s.s)
	if r.confirmed {
		return s.wrapped(answer(s.s, s.o.Now()), width, tall(height, 5, 4))
	}
	var lines []string
	if r.refused {
		lines = s.wrapped(answer(s.s, s.o.Now()), width, tall(height, 5, 2))
	}
	asked := s.s.Portal.Final(s.s.Values().Get).Receipt
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

// answer is what the person said that the portal answered, and what comes
// next. It is nothing that certwiz knows by itself.
func answer(s *session.Session, now time.Time) []string {
	r := receiptOf(s)
	day := r.event.At.In(now.Location()).Format("2 Jan")
	state := s.Standing()
	var sentences []string
	switch {
	case r.confirmed && byPullRequest(s):
		sentences = append(sentences, fmt.Sprintf("You confirmed on %s that the pull request is open.", day))
	case r.confirmed:
		sentences = append(sentences, fmt.Sprintf("You confirmed that the portal took it on %s.", day))
	case r.refused:
		sentences = append(sentences, fmt.Sprintf("The portal showed an error on %s: %s", day, r.event.Text))
	default:
		return nil
	}
	if state.Version != s.Draft.Version {
		return sentences
	}
	if waiting := state.Waiting(); waiting != "" {
		sentences = append(sentences, fmt.Sprintf("%s It is %s.", state.Window.Text, waiting))
	}
	if state.Next != "" {
		sentences = append(sentences, state.Next)
	}
	return sentences
}

// count is a number with the word that fits it.
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
