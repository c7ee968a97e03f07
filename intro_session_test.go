package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestWriteIntroFromNothing writes intro.md with the built program in a real
// terminal: a draft from what the connector says, then section by section until
// nothing is left to say about it.
func TestWriteIntroFromNothing(t *testing.T) {
	s := newSitting(t)
	s.mend()
	path := filepath.Join(s.connector, "intro.md")
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	s.sit()
	s.WaitFor("verified publisher")
	s.page("Documents")
	s.WaitFor("write a draft of it")
	s.Key("enter")
	s.WaitFor("to fill in")
	draft, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(draft), "[Insert ") {
		t.Fatalf("the draft is %q, %v", draft, err)
	}

	for _, section := range sectionsOf(string(good)) {
		s.open(section.title)
		s.clear()
		s.Paste(section.text)
		s.WaitUntil("nothing is wrong with it", func(screen string) bool {
			return strings.Contains(screen, lastLine(section.text)) && !strings.Contains(screen, "✗")
		})
		s.Key("esc")
		s.WaitGone("esc write it")
	}
	s.WaitUntil("Documents is done", func(screen string) bool {
		return !strings.Contains(screen, "to fill in") && strings.Contains(screen, "✓ FAQ")
	})
	s.leave()
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Join(strings.Fields(string(got)), " ") != strings.Join(strings.Fields(string(good)), " ") {
		t.Errorf("intro.md is\n%s\nwant\n%s", got, good)
	}
	if out := s.run("docs", "check", "intro"); strings.Contains(out, "error") {
		t.Errorf("certwiz docs check intro says\n%s", out)
	}
}

// written is one section of a document.
type written struct{ title, text string }

// sectionsOf takes a document apart at its headings of level 2.
func sectionsOf(text string) []written {
	var all []written
	for i, part := range strings.Split(text, "\n## ") {
		if i == 0 {
			all = append(all, written{"opening", strings.TrimSpace(part)})
			continue
		}
		title, _, _ := strings.Cut(part, "\n")
		all = append(all, written{title, "## " + strings.TrimSpace(part)})
	}
	return all
}

// lastLine is the end of a text, short enough for one row.
func lastLine(text string) string {
	words := strings.Fields(text)
	return words[len(words)-1]
}

// open opens a section of the document that has the focus.
func (s *sitting) open(title string) {
	s.t.Helper()
	for range 12 {
		s.WaitStable()
		if strings.Contains(current(s.Screen()), " "+title) {
			s.Key("enter")
			s.WaitFor("intro.md · " + title)
			return
		}
		s.Key("down")
	}
	s.t.Fatalf("the row %q is never reached:\n%s", title, s.Screen())
}

// clear takes out the whole text, as a person does who begins anew.
func (s *sitting) clear() {
	s.t.Helper()
	s.Key("ctrl+end")
	for range 40 {
		s.Keys("ctrl+u", "backspace")
	}
	s.WaitStable()
}
