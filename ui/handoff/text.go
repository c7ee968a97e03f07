package handoff

import (
	"fmt"
	"strings"

	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/session"
	"github.com/certwiz/certwiz/ui/theme"
)

// Text is the sheet as plain text, for pipes and screen readers. No secret is
// in it.
func Text(s *session.Session) string {
	h := s.Handoff()
	var b strings.Builder
	fmt.Fprintf(&b, "Hand-off of version %d of %s to %s\n", s.Draft.Version, theme.Safe(s.Draft.Title), s.Portal.Name)
	b.WriteString(h.Introduction + "\n")
	if h.Notice != "" {
		b.WriteString(h.Notice + "\n")
	}
	b.WriteString("\n")
	after := false
	for _, l := range h.Lines {
		if l.After && !after {
			after = true
			b.WriteString("\n" + h.AfterTitle + "\n\n")
		}
		writeLine(&b, l)
	}
	b.WriteString("\n")
	for _, sentence := range h.Receipt.Sentences {
		b.WriteString(theme.Safe(sentence) + "\n")
	}
	if !h.Receipt.Confirmed {
		b.WriteString(h.Question + " It is not confirmed here yet.\n")
	}
	return b.String()
}

func writeLine(b *strings.Builder, l session.HandoffLine) {
	tick := "[ ]"
	if l.Done {
		tick = "[x]"
	}
	fmt.Fprintf(b, "%2d. %s %s", l.Number, tick, l.Label)
	if l.Note != "" {
		fmt.Fprintf(b, " (%s)", l.Note)
	}
	switch value := lineText(l); {
	case value == "":
		b.WriteString("\n")
	case strings.Contains(value, "\n"):
		b.WriteString(":\n")
		for line := range strings.SplitSeq(value, "\n") {
			b.WriteString(strings.TrimRight("        "+line, " ") + "\n")
		}
	default:
		b.WriteString(": " + value + "\n")
	}
}

func lineText(l session.HandoffLine) string {
	switch {
	case l.Kept:
		return fmt.Sprintf("%s; copied by certwiz handoff --copy %s", theme.Safe(l.Shown), l.Field)
	case l.Kind == portal.Paste:
		return theme.SafeLines(l.Shown)
	default:
		return theme.Safe(l.Shown)
	}
}
