package session

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// TestWritingKeepsTheFile: mode, links and other names of a document stay.
func TestWritingKeepsTheFile(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("modes and links are others there")
	}
	changed := func(t *testing.T, s *Session, path string) {
		t.Helper()
		was, _ := s.Document("intro.md")
		s.Do(t.Context(), s.WriteDocument("intro.md", was, one(t, was, "## One\n\nmine")))
		if s.SaveErr != nil || !strings.Contains(read(t, path), "mine") {
			t.Fatalf("%v; the file is %q", s.SaveErr, read(t, path))
		}
	}
	for _, mode := range []os.FileMode{0o600, 0o640, 0o664} {
		s, path := withIntro(t, crlf)
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		changed(t, s, path)
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != mode {
			t.Errorf("mode %v became %v, %v", mode, info.Mode().Perm(), err)
		}
	}

	s, path := withIntro(t, crlf)
	text := filepath.Join(s.Draft.Folder, "text.md")
	if err := os.Rename(path, text); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("text.md", path); err != nil {
		t.Fatal(err)
	}
	s.Do(t.Context(), s.ReadFolder())
	changed(t, s, text)
	if info, err := os.Lstat(path); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link became %v, %v", info.Mode(), err)
	}

	s, path = withIntro(t, crlf)
	other := filepath.Join(t.TempDir(), "other.md")
	if err := os.Link(path, other); err != nil {
		t.Fatal(err)
	}
	changed(t, s, path)
	if read(t, other) != read(t, path) {
		t.Error("the file's other name has another text")
	}
	if left, _ := filepath.Glob(filepath.Join(s.Draft.Folder, ".certwiz-*")); len(left) > 0 {
		t.Errorf("left over: %v", left)
	}
}

// TestLinkOutOfTheFolderIsNotWritten: a repository must not get at other files.
func TestLinkOutOfTheFolderIsNotWritten(t *testing.T) {
	s, path := withIntro(t, crlf)
	was, _ := s.Document("intro.md")
	outside := filepath.Join(t.TempDir(), "outside.md")
	write(t, outside, crlf)
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, path); err != nil {
		t.Skipf("no links here: %v", err)
	}
	s.Do(t.Context(), s.WriteDocument("intro.md", was, one(t, was, "## One\n\nmine")))
	if s.SaveErr == nil || read(t, outside) != crlf {
		t.Errorf("%v; outside is %q", s.SaveErr, read(t, outside))
	}
	if !strings.Contains(s.SaveErr.Error(), "a link to a place outside the folder") {
		t.Errorf("it says %v", s.SaveErr)
	}
}

// TestKeptAsideIsNoMorePublic: what is kept beside a private document is private.
func TestKeptAsideIsNoMorePublic(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("modes are others there")
	}
	s, path := withIntro(t, crlf)
	if err := os.Chmod(path, 0o600); err != nil {
		t.Fatal(err)
	}
	s.Do(t.Context(), s.KeepAside("intro.md", []byte("mine")))
	if info, err := os.Stat(path + ".yours"); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
}
