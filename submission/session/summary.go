package session

import (
	"fmt"
	"strings"

	"github.com/certwiz/certwiz/checks/prose"
	"github.com/certwiz/certwiz/checks/text"
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
	for _, id := range s.Portal.Final(values.Get).Summary {
		f, _, ok := s.Portal.Field(id)
		if !ok || !f.Shown.Holds(values.Get) {
			continue
		}
		label, text := shortLabel(id), s.summaryText(id)
		if text != "" {
			lines = append(lines, SummaryLine{id, label, text})
		}
	}
	return lines
}

// shortLabel names an answer in a word: the first part of its ID.
func shortLabel(id string) string {
	switch id {
	case "oauth.clientId":
		return "OAuth"
	case "email.submitter":
		return "your address"
	case "intro":
		return "intro.md"
	case "readme":
		return "readme.md"
	case "zip":
		return "archive"
	case "pr.url":
		return "pull request"
	case "update.reason":
		return "reason"
	}
	return strings.ReplaceAll(id[strings.Index(id, ".")+1:], ".", " ")
}

func (s *Session) summaryText(id string) string {
	value := s.Draft.Value(id)
	switch id {
	case "commit":
		return s.commitText()
	case "zip":
		if s.way() != "zip" || s.Zip == nil {
			return ""
		}
		return fmt.Sprintf("%s, sha256 %s", s.Zip.Listing.Name, text.ShortSHA(s.Zip.SHA256))
	case "testing.steps":
		return fmt.Sprintf("%d lines for the engineer", len(strings.Split(value, "\n")))
	case "oauth.clientId":
		return fmt.Sprintf("client %s, secret kept %s", value, s.Ports.Vault.Place())
	case "update.reason":
		return map[string]string{"requested": "Microsoft asked for changes", "critical": "a critical issue"}[value]
	case "intro", "readme":
		return s.documentText(id + ".md")
	}
	return value
}

func (s *Session) commitText() string {
	if s.way() != "commit" {
		return ""
	}
	if s.Commit == nil || s.Commit.SHA == "" {
		return s.Draft.Value("commit")
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
	if name != "intro.md" {
		return fmt.Sprintf("%d sections", sections)
	}
	return fmt.Sprintf("%d sections, an opening of %d sentences", sections, prose.OpeningSentences(text))
}
