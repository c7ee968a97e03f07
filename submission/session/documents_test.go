package session

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/checks/prose"
)

const crlf = "Opening\r\nof two lines.\r\n\r\n<!-- a comment: ## no heading -->\r\n\r\n## One\r\n\r\n- a\r\n- b\r\n\r\n## Two\r\n\r\n```\r\n## in a fence\r\n```\r\n\r\n## Three\r\n\r\nEnd.\r\n"

func withIntro(t *testing.T, text string) (*Session, string) {
	t.Helper()
	s := sat(t, openStore(t), loose(t, "certified-connectors"))
	path := filepath.Join(s.Draft.Folder, "intro.md")
	write(t, path, text)
	s.Do(t.Context(), s.ReadFolder())
	return s, path
}

func TestWriteSectionKeepsTheRest(t *testing.T) {
	tests := []struct {
		name, text, title, section, want string
	}{
		{"line ends and comments", crlf, "One", "## One\n\n- a\n- b\n- c", strings.Replace(crlf, "- b\r\n", "- b\r\n- c\r\n", 1)},
		{"the opening", crlf, "", "Another opening.\n\n<!-- a comment: ## no heading -->", "Another opening.\r\n" + crlf[strings.Index(crlf, "\r\n\r\n<!--")+2:]},
		{"a fence", crlf, "Two", "## Two\n\nNo fence.", strings.Replace(crlf, "```\r\n## in a fence\r\n```\r\n", "No fence.\r\n", 1)},
		{"the last one", crlf, "Three", "## Three\n\nNew end.", strings.Replace(crlf, "End.", "New end.", 1)},
		{"line feeds", "O.\n\n## A\n\nx\n\n## B\n\ny\n", "A", "## A\n\nz", "O.\n\n## A\n\nz\n\n## B\n\ny\n"},
		{"a heading renamed", "O.\n\n## A\n\nx\n", "A", "## C\n\nx", "O.\n\n## C\n\nx\n"},
		{"no line end at the end", "O.\n\n## A\n\nx", "A", "## A\n\nz", "O.\n\n## A\n\nz\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, path := withIntro(t, tt.text)
			was, _ := s.Document("intro.md")
			at := -1
			for i, o := range prose.Outline(was) {
				if o.Title == tt.title {
					at = i
				}
			}
			if at < 0 {
				t.Fatalf("no section %q", tt.title)
			}
			s.Do(t.Context(), s.WriteSection("intro.md", was, at, tt.section))
			if s.SaveErr != nil {
				t.Fatal(s.SaveErr)
			}
			if got := read(t, path); got != tt.want {
				t.Errorf("the file is\n%q\nwant\n%q", got, tt.want)
			}
			if now, _ := s.Document("intro.md"); string(now) != tt.want {
				t.Error("the folder was not read again")
			}
		})
	}
}

// TestSectionsWrittenUnchanged: putting a section back as it was changes
// nothing in the file, whichever it is.
func TestSectionsWrittenUnchanged(t *testing.T) {
	s, path := withIntro(t, crlf)
	was, _ := s.Document("intro.md")
	for i := range prose.Outline(was) {
		s.Do(t.Context(), s.WriteSection("intro.md", was, i, SectionText(was, i)))
		if got := read(t, path); got != crlf || s.SaveErr != nil {
			t.Errorf("section %d: %v\n%q\nwant\n%q", i, s.SaveErr, got, crlf)
		}
	}
}

func TestWriteSectionRefusesAChangedFile(t *testing.T) {
	s, path := withIntro(t, crlf)
	was, _ := s.Document("intro.md")
	write(t, path, crlf+"theirs")
	s.Do(t.Context(), s.WriteSection("intro.md", was, 1, "## One\n\nmine"))
	if s.SaveErr == nil || read(t, path) != crlf+"theirs" {
		t.Errorf("the error is %v, the file\n%q", s.SaveErr, read(t, path))
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	s.SaveErr = nil
	s.Do(t.Context(), s.WriteSection("intro.md", was, 1, "## One\n\nmine"))
	if _, err := os.Stat(path); s.SaveErr == nil || err == nil {
		t.Error("a file that was removed comes back")
	}
}

func TestSectionTextOutOfRange(t *testing.T) {
	for _, i := range []int{-1, 99} {
		if got := SectionText([]byte(crlf), i); got != "" {
			t.Errorf("section %d is %q", i, got)
		}
	}
	if got := SectionText(nil, 0); got != "" {
		t.Errorf("the section of nothing is %q", got)
	}
}

func TestNoHalfFileIsLeft(t *testing.T) {
	s, _ := withIntro(t, crlf)
	was, _ := s.Document("intro.md")
	s.Do(t.Context(), s.WriteSection("intro.md", was, 1, "## One\n\nmine"))
	all, err := filepath.Glob(filepath.Join(s.Draft.Folder, ".certwiz-*"))
	if err != nil || len(all) != 0 {
		t.Errorf("left over: %v, %v", all, err)
	}
}

func TestTemplates(t *testing.T) {
	s := sat(t, openStore(t), loose(t, "certified-connectors"))
	for _, name := range []string{"intro.md", "readme.md"} {
		before := read(t, s.DocumentPath(name))
		s.Do(t.Context(), s.WriteTemplate(name))
		if s.SaveErr == nil && read(t, s.DocumentPath(name)) != before {
			t.Errorf("%s was overwritten", name)
		}
		if err := os.Remove(s.DocumentPath(name)); err != nil {
			t.Fatal(err)
		}
		s.SaveErr = nil
		s.Do(t.Context(), s.ReadFolder())
		if _, there := s.Document(name); there {
			t.Fatalf("%s is still there", name)
		}
		s.Do(t.Context(), s.WriteTemplate(name))
		if _, there := s.Document(name); !there || s.SaveErr != nil {
			t.Errorf("%s was not written: %v", name, s.SaveErr)
		}
	}
	if intro, _ := s.Document("intro.md"); !strings.Contains(string(intro), "## Prerequisites") {
		t.Errorf("intro.md is\n%s", intro)
	}
	if readme, _ := s.Document("readme.md"); !strings.Contains(string(readme), "Contoso Invoices") {
		t.Errorf("readme.md is\n%s", readme)
	}
}

// TestDocumentKeepsItsName: readme.md is found as README.md and stays that.
func TestDocumentKeepsItsName(t *testing.T) {
	s := sat(t, openStore(t), loose(t, "certified-connectors"))
	old := s.DocumentPath("readme.md")
	if err := os.Rename(old, filepath.Join(s.Draft.Folder, "README.md")); err != nil {
		t.Fatal(err)
	}
	s.Do(t.Context(), s.ReadFolder())
	if got := filepath.Base(s.DocumentPath("readme.md")); got != "README.md" {
		t.Errorf("it is looked for at %s", got)
	}
}

func TestSummary(t *testing.T) {
	s := sat(t, openStore(t), folder(t))
	complete(t, s)
	var lines []string
	for _, l := range s.Summary() {
		lines = append(lines, l.Label+": "+l.Text)
	}
	text := strings.Join(lines, "\n")
	for _, want := range []string{"(PR 3473, merged 12 May 2024)", "steps: 3 lines for the engineer", "account: cert-tester@contoso.example",
		"OAuth: client " + clientID, "intro.md: 6 sections, an opening of 3 sentences"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in\n%s", want, text)
		}
	}
	for _, secret := range []string{password, clientSecret} {
		if strings.Contains(text, secret) {
			t.Error("the summary holds a secret")
		}
	}
}
