package session

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/submission/document"
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

// one replaces section One of a document, as the wizard does.
func one(t *testing.T, base []byte, section string) []byte {
	t.Helper()
	for _, s := range document.Parse(base).Sections {
		if s.Title == "One" {
			mine, err := document.ReplaceLines(base, s.Line, s.End, section)
			if err != nil {
				t.Fatal(err)
			}
			return mine
		}
	}
	t.Fatal("no section One")
	return nil
}

func TestWriteDocument(t *testing.T) {
	s, path := withIntro(t, crlf)
	was, _ := s.Document("intro.md")
	s.Do(t.Context(), s.WriteDocument("intro.md", was, one(t, was, "## One\n\n- a\n- b\n- c")))
	want := strings.Replace(crlf, "- b\r\n", "- b\r\n- c\r\n", 1)
	if got := read(t, path); got != want || s.SaveErr != nil {
		t.Errorf("%v; the file is\n%q\nwant\n%q", s.SaveErr, got, want)
	}
	if now, _ := s.Document("intro.md"); string(now) != want {
		t.Error("the folder was not read again")
	}
	all, err := filepath.Glob(filepath.Join(s.Draft.Folder, ".certwiz-*"))
	if err != nil || len(all) != 0 {
		t.Errorf("left over: %v, %v", all, err)
	}
}

// TestWriteDocumentMerges: what another program wrote meanwhile stays, and where
// both wrote the same section nothing is written and a person is asked.
func TestWriteDocumentMerges(t *testing.T) {
	s, path := withIntro(t, crlf)
	was, _ := s.Document("intro.md")
	mine := one(t, was, "## One\n\nmine")
	theirs := strings.Replace(crlf, "End.", "Their end.", 1)
	write(t, path, theirs)
	s.Do(t.Context(), s.WriteDocument("intro.md", was, mine))
	if got := read(t, path); !strings.Contains(got, "Their end.") || !strings.Contains(got, "mine") || s.SaveErr != nil {
		t.Errorf("%v; merged to\n%q", s.SaveErr, got)
	}

	theirs = strings.Replace(crlf, "- a\r\n", "- theirs\r\n", 1)
	write(t, path, theirs)
	result := s.WriteDocument("intro.md", was, mine)(t.Context())
	w, ok := result.(Written)
	if !ok || len(w.Conflicts) != 1 || read(t, path) != theirs || string(w.Mine) != string(mine) {
		t.Fatalf("%+v; the file is\n%q", result, read(t, path))
	}
	s.Do(t.Context(), s.KeepAside("intro.md", w.Mine))
	if got := read(t, path+".yours"); got != string(mine) {
		t.Errorf("kept aside is %q", got)
	}

	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	s.Do(t.Context(), s.WriteDocument("intro.md", was, mine))
	if _, err := os.Stat(path); s.SaveErr == nil || err == nil {
		t.Error("a file that was removed comes back")
	}
}

func TestTemplates(t *testing.T) {
	s := sat(t, openStore(t), loose(t, "certified-connectors"))
	for _, name := range []string{"intro.md", "readme.md"} {
		before := read(t, s.DocumentPath(name))
		s.Do(t.Context(), s.WriteDraft(name))
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
		s.Do(t.Context(), s.WriteDraft(name))
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
