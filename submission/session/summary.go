package session

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"github.com/certwiz/certwiz/checks/prose"
	"github.com/certwiz/certwiz/checks/text"
	"github.com/certwiz/certwiz/submission/portal"
)

// SummaryLine is one line of what is about to be frozen.
type SummaryLine struct {
	Field string
	Label string
	Text  string
}

// Summary says in a few lines what is about to be frozen; never a secret.
func (s *Session) Summary() []SummaryLine {
	values := s.Values()
	var lines []SummaryLine
	for _, b := range s.Portal.Final(values.Get).Summary {
		f, _, ok := s.Portal.Field(b.Field)
		if !ok || !f.Shown.Holds(values.Get) || f.Kind == portal.Secret {
			continue
		}
		if said := s.brief(b, f); said != "" {
			lines = append(lines, SummaryLine{b.Field, b.Label, said})
		}
	}
	return lines
}

func (s *Session) brief(b portal.Brief, f portal.Field) string {
	value := s.Draft.Value(f.ID)
	switch {
	case f.Role == portal.RoleCommit:
		return s.commitText()
	case f.Role == portal.RoleArchive:
		if s.Zip == nil {
			return ""
		}
		return fmt.Sprintf("%s, sha256 %s", s.Zip.Listing.Name, text.ShortSHA(s.Zip.SHA256))
	case f.Role == portal.RolePackage && s.Package != nil && s.Package.Err == nil:
		return fmt.Sprintf("%s, sha256 %s", s.packageName(), text.ShortSHA(s.Package.SHA256))
	case f.Kind == portal.Document:
		return s.documentText(f.Role.Document())
	case value == "" || b.Text == "":
		return value
	}
	return strings.NewReplacer("{value}", value, "{choice}", choice(f, value),
		"{lines}", strconv.Itoa(len(strings.Split(value, "\n"))), "{vault}", s.SecretText(b.Secret)).Replace(b.Text)
}

// choice is an option in a few words.
func choice(f portal.Field, value string) string {
	for _, o := range f.Options {
		if o.Value == value {
			return cmp.Or(o.Short, o.Label)
		}
	}
	return value
}

func (s *Session) commitText() string {
	if s.answers().Way() != portal.ByCommit {
		return ""
	}
	if s.Commit == nil || s.Commit.SHA == "" {
		return s.Answer(portal.RoleCommit)
	}
	text := text.ShortSHA(s.Commit.SHA)
	if s.Commit.PR > 0 {
		text += fmt.Sprintf(" (PR %d", s.Commit.PR)
		if !s.Commit.Date.IsZero() {
			text += ", merged " + s.Commit.Date.Format("2 Jan 2006")
		}
		text += ")"
	}
	return text
}

func (s *Session) documentText(name string) string {
	text, there := s.Document(name)
	if !there {
		return ""
	}
	sections := 0
	for _, o := range prose.Outline(text) {
		if o.Level == 2 {
			sections++
		}
	}
	if name != portal.FileIntro {
		return fmt.Sprintf("%d sections", sections)
	}
	return fmt.Sprintf("%d sections, an opening of %d sentences", sections, prose.OpeningSentences(text))
}
