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
	var b strings.Builder
	fmt.Fprintf(&b, "Hand-off of version %d of %s to %s\n", s.Draft.Version, theme.Safe(s.Draft.Title), s.Portal.Name)
	first, notice := introduction(s)
	b.WriteString(first + "\n")
	if notice != "" {
		b.WriteString(notice + "\n")
	}
	b.WriteString("\n")
	after := false
	for _, it := range items(s, frozenFiles(s)) {
		if it.After && !after {
			after = true
			b.WriteString("\n" + afterTitle(s) + "\n\n")
		}
		writeItem(&b, s, it)
	}
	b.WriteString("\n")
	now := s.Ports.Now()
	for _, sentence := range answer(s, now) {
		b.WriteString(theme.Safe(sentence) + "\n")
	}
	if !receiptOf(s).confirmed {
		b.WriteString(s.Portal.Final(s.Values().Get).Receipt + " It is not confirmed here yet.\n")
	}
	return b.String()
}

func writeItem(b *strings.Builder, s *session.Session, it item) {
	tick := "[ ]"
	if it.done {
		tick = "[x]"
	}
	fmt.Fprintf(b, "%2d. %s %s", it.number, tick, it.Label)
	if it.Note != "" {
		fmt.Fprintf(b, " (%s)", it.Note)
	}
	value := textValue(s, it)
	switch {
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

func textValue(s *session.Session, it item) string {
	switch {
	case it.secret && s.Draft.Value(it.Field) == "":
		return "not answered"
	case it.secret:
		return fmt.Sprintf("kept %s; copied by certwiz handoff --copy %s", s.Ports.Vault.Place(), it.Field)
	case it.Kind == portal.Paste && it.value == "":
		return "not answered"
	case it.Field == "commit" && !fullSHA(it.value):
		sha, err := frozenCommit(s.Ports.Store, s.Draft.Slug, s.Draft.Version)
		if err != nil {
			return theme.Safe(it.value) + " (its SHA has not been looked up yet)"
		}
		return sha
	case it.Kind == portal.Paste:
		return theme.SafeLines(it.value)
	case it.Kind == portal.Open:
		return it.address
	default:
		return theme.Safe(it.path)
	}
}

// frozenFiles are the paths of the frozen version's files.
func frozenFiles(s *session.Session) map[string]string {
	if s.Ports.Store == nil {
		return nil
	}
	return map[string]string{"archive": s.FrozenPath(session.ArchiveName), "intro.md": s.FrozenPath("intro.md")}
}
