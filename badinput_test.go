//go:build linux

package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const swaggerName = "apiDefinition.swagger.json"

// change rewrites a file of the connector.
func (s *sitting) change(name string, edit func(old string) string) {
	s.t.Helper()
	path := filepath.Join(s.connector, name)
	if err := os.WriteFile(path, []byte(edit(s.read(path))), 0o644); err != nil {
		s.t.Fatal(err)
	}
}

// sees waits until texts stand on the page, however they are wrapped.
func (s *sitting) sees(texts ...string) {
	s.t.Helper()
	for _, text := range texts {
		s.WaitUntil(fmt.Sprintf("%q on the page", text), func(screen string) bool {
			return strings.Contains(unwrapped(screen), text)
		})
	}
}

// unwrapped is what stands right of the rail, as one line.
func unwrapped(screen string) string {
	var words []string
	for line := range strings.Lines(screen) {
		for _, divider := range []string{"│", "╷", "╵"} {
			if _, right, ok := strings.Cut(line, divider); ok {
				line = right
			}
		}
		words = append(words, strings.Fields(line)...)
	}
	return strings.Join(words, " ")
}

// goesOn types an answer, leaves and finds it in the draft: whatever was said
// before, nothing else stands still.
func (s *sitting) goesOn() {
	s.t.Helper()
	s.page("Testing")
	s.ClickOn("User name")
	s.Type("cert-tester@contoso.example")
	s.WaitFor("cert-tester@contoso.example")
	s.leave()
	s.calm()
	s.answered("testing.account", "cert-tester@contoso.example")
}

// calm checks that nothing was written that only programmers read.
func (s *sitting) calm() {
	s.t.Helper()
	for _, raw := range s.raws {
		for _, stack := range []string{"goroutine ", "panic:", "runtime error", ".go:"} {
			if bytes.Contains(raw, []byte(stack)) {
				s.t.Errorf("%q was written:\n%s", stack, raw)
			}
		}
	}
}

// checks runs certwiz check and expects an exit code and texts.
func (s *sitting) checks(code int, texts ...string) {
	s.t.Helper()
	said, got := s.pipe("", "check")
	if got != code {
		s.t.Errorf("check: exit code %d, want %d", got, code)
	}
	for _, text := range texts {
		if !strings.Contains(said, text) {
			s.t.Errorf("check does not say %q but\n%s", text, said)
		}
	}
	s.calm()
}

// TestBadFiles opens connectors with files that can't be used: the page and
// certwiz check name the file, the place and what is wrong.
func TestBadFiles(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		spoil func(s *sitting)
		page  []string
		check []string
		code  int
	}{
		{"0 bytes", func(s *sitting) { s.change(swaggerName, func(string) string { return "" }) },
			[]string{"the file is empty", "apiDefinition.swagger.json:1:1"},
			[]string{"apiDefinition.swagger.json:1:1: error: ", "the file is empty"}, 1},
		{"50 MB", func(s *sitting) { s.truncate(50 << 20) },
			[]string{"`apiDefinition.swagger.json` could not be read: is 50 MB, 16 MB allowed"},
			[]string{"apiDefinition.swagger.json: error: `apiDefinition.swagger.json` could not be read: is 50 MB, 16 MB allowed", "Make the file readable and small enough"}, 1},
		{"not JSON", func(s *sitting) {
			s.change(swaggerName, func(old string) string { return strings.Replace(old, `"info": {`, `"info" {`, 1) })
		},
			[]string{"a `:` is missing after the name `info`", "apiDefinition.swagger.json:3:10"},
			[]string{"apiDefinition.swagger.json:3:10: error: ", "a `:` is missing after the name `info`"}, 1},
		{"a web page", func(s *sitting) {
			s.change(swaggerName, func(string) string { return "<!DOCTYPE html>\n<title>404</title>\n" })
		},
			[]string{"`<!DOCTYPE`", "apiDefinition.swagger.json:1:1"},
			[]string{"apiDefinition.swagger.json:1:1: error: ", "`<!DOCTYPE`"}, 1},
		{"a PNG that is cut off", func(s *sitting) { s.change("icon.png", func(old string) string { return old[:200] }) },
			[]string{"icon.png can't be read", "icon.png is cut off before its end"},
			[]string{"icon.png: error: icon.png is cut off before its end", "Export the icon again"}, 1},
		{"CRLF, BOM and a comma too many", func(s *sitting) {
			s.change(swaggerName, func(old string) string {
				return "\ufeff" + strings.ReplaceAll(strings.Replace(old, "\n}\n", ",\n}\n", 1), "\n", "\r\n")
			})
		},
			[]string{"the file starts with a byte order mark (BOM)", "a comma before the closing `}`", "4 actions"},
			[]string{"apiDefinition.swagger.json:1:1: warning: ", "the file starts with a byte order mark (BOM)",
				"a comma before the closing `}`", "Write it as plain JSON in UTF-8 without a byte order mark."}, 0},
		{"a folder in a file's place", func(s *sitting) {
			path := filepath.Join(s.connector, swaggerName)
			if err := errors.Join(os.Remove(path), os.Mkdir(path, 0o755)); err != nil {
				s.t.Fatal(err)
			}
		}, []string{"apiDefinition.swagger.json"}, []string{"apiDefinition.swagger.json"}, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newPlainSitting(t)
			tt.spoil(s)
			s.sit("--offline", "--vault", "memory")
			s.sees(tt.page...)
			s.goesOn()
			s.checks(tt.code, tt.check...)
		})
	}
}

// truncate makes the API definition as long as that, without writing it.
func (s *sitting) truncate(size int64) {
	s.t.Helper()
	if err := os.Truncate(filepath.Join(s.connector, swaggerName), size); err != nil {
		s.t.Fatal(err)
	}
}

// TestBadClones opens connectors in repositories that can't tell what was
// merged: each says what is missing and what to type, and the way by .zip
// stays open.
func TestBadClones(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		spoil func(s *sitting)
		says  []string
	}{
		{"no upstream", func(s *sitting) { s.git("remote", "remove", "upstream") },
			[]string{"no remote of this clone is Microsoft's repository", "type: git remote add upstream", "git fetch upstream dev"}},
		{"shallow", (*sitting).cloneShallow,
			[]string{"this clone is shallow: its history is cut off", "type: git fetch --unshallow upstream"}},
		{"no git", func(s *sitting) { s.env = append(s.env, "PATH="+s.t.TempDir()) },
			[]string{"git is not installed, or not on the PATH", "git-scm.com"}},
		{"no clone", func(s *sitting) {
			if err := os.RemoveAll(filepath.Join(s.connector, "..", "..", ".git")); err != nil {
				s.t.Fatal(err)
			}
		}, []string{"does not lie in a git clone"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newPlainSitting(t)
			tt.spoil(s)
			s.sit("--offline", "--vault", "memory")
			s.WaitFor(" on the files") // what is clicked on moves down when the findings come
			s.WaitFor("( ) a .zip")
			s.ClickOn("the open-source repository")
			s.WaitFor("(•) the open-source repository")
			s.page("Source")
			s.sees(tt.says...)
			s.goesOn()
			s.env = append(s.env, "CERTWIZ_HOME="+t.TempDir())
			said, code := s.pipe("\n\n1\n\n1\n#3473\nsave\n", "--accessible", "--offline", "--vault", "memory")
			if code != 0 {
				t.Errorf("as questions: exit code %d", code)
			}
			for _, text := range tt.says {
				if !strings.Contains(said, text) {
					t.Errorf("as questions, %q is not said but\n%s", text, said)
				}
			}
			s.calm()
		})
	}
}

// cloneShallow goes to a shallow clone of the upstream.
func (s *sitting) cloneShallow() {
	s.t.Helper()
	top := filepath.Dir(filepath.Dir(filepath.Dir(s.connector)))
	s.connector = top
	s.git("clone", "-q", "--depth", "1", "-o", "upstream", "-b", "dev", "file://"+filepath.Join(top, "upstream.git"), "shallow")
	s.connector = filepath.Join(top, "shallow", "certified-connectors", "Contoso Invoices")
}

// TestHostileTexts opens a connector whose texts hold escape sequences and
// marks that turn text around: they are shown, never sent.
func TestHostileTexts(t *testing.T) {
	t.Parallel()
	s := newPlainSitting(t)
	s.change(swaggerName, func(old string) string {
		return strings.NewReplacer(`"title": "Contoso Invoices"`, `"title": "Contoso\u001b]0;owned\u0007 \u202eInvoices"`,
			"support@contoso.example", `support\u202e\u001b[41;5m\u009b42m@contoso.example`,
			"List invoices", `List \u001b[41;5minvoices\u200f\u2066`).Replace(old)
	})
	s.change("intro.md", func(old string) string {
		return strings.Replace(old, "## Prerequisites\n", "## Prerequisites \x1b[41;5m\u202e\n\nA \u202eline\x1b]52;c;b3duZWQ=\a of it.\n", 1)
	})
	s.sit("--offline", "--vault", "memory")
	s.WaitFor("Contoso␛]0;owned␇ ⟨U+202E⟩Invoices")
	s.Key("enter")
	s.WaitFor("Finding")
	s.Key("esc")
	s.page("Support")
	s.ClickOn("Support email")
	s.WaitStable()
	s.page("Documents")
	s.Key("enter") // the preview
	s.WaitFor("## Prerequisites ␛[41;5m⟨U+202E⟩")
	s.Key("esc")
	s.WaitFor("▸ Submit for")
	for range 12 { // to the section, to be edited
		s.WaitStable()
		if strings.Contains(current(s.Screen()), "␛[41;5m") {
			break
		}
		s.Key("down")
	}
	s.Key("enter")
	s.WaitFor("esc write it, go back")
	s.WaitFor("of it.")
	s.Key("esc")
	s.WaitFor("▸ Submit for")
	s.ClickOn("▸ Submit for")
	s.WaitStable()
	s.Key("ctrl+g")
	s.WaitFor("Problems")
	s.Key("esc")
	s.leave()
	for _, args := range [][]string{{"check"}, {"check", "--gate"}, {"status"}} {
		s.sit(args...)
		s.Exit()
		s.raws = append(s.raws, s.Raw())
	}
	s.env = append(s.env, "CERTWIZ_HOME="+t.TempDir())
	for _, input := range []string{strings.Repeat("\n", 40), "problems\n\nsave\n"} { // through all questions
		s.pipe(input, "--accessible", "--offline", "--vault", "memory")
	}
	for i, raw := range s.raws {
		for _, sent := range []string{"\u202e", "\u200f", "\u2066", "\u009b", "\x1b]0;", "\x1b]52;", "\x1b[41;5m"} {
			if bytes.Contains(raw, []byte(sent)) {
				at := bytes.Index(raw, []byte(sent))
				t.Errorf("sitting %d sent %q: %q", i+1, sent, raw[max(0, at-60):min(len(raw), at+40)])
			}
		}
	}
}

// TestFolderNames opens connectors in folders with names that are hard on
// shells and on slugs.
func TestFolderNames(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"Rechnungen & Größe ø", "it's $HOME `x`", "-rf", "日本語 コネクタ"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newPlainSitting(t)
			folder := filepath.Join(filepath.Dir(s.connector), name)
			if err := os.Rename(s.connector, folder); err != nil {
				t.Fatal(err)
			}
			s.connector = folder
			s.sit("--offline", "--vault", "memory")
			s.WaitFor("certified-connectors/" + name)
			s.goesOn()
			s.checks(0, "in 1 connector")
			s.connector = filepath.Dir(folder) // and from the folder above
			said, code := s.pipe("save\n", "--accessible", "--offline", "--vault", "memory", "--", name)
			if code != 0 || !strings.Contains(said, "cert-tester@contoso.example") && !strings.Contains(said, "Testing, question 2 of 5") {
				t.Errorf("from above: exit code %d\n%s", code, said)
			}
		})
	}
}

// TestSeveralConnectors and none: choosing, not choosing, the example.
func TestSeveralConnectors(t *testing.T) {
	t.Parallel()
	t.Run("chosen", func(t *testing.T) {
		t.Parallel()
		s := newPlainSitting(t)
		s.connector = filepath.Dir(s.connector)
		s.sit("--offline", "--vault", "memory")
		s.WaitFor("Several connectors are here. Which one?")
		s.WaitFor("2. Fabrikam Loyalty")
		s.Type("9\n")
		s.WaitFor("That is no answer here")
		s.Type("1\n")
		s.WaitFor("certified-connectors/Contoso Invoices")
		s.goesOn()
		s.checks(1, "Fabrikam Loyalty", "in 2 connectors")
	})
	t.Run("none chosen", func(t *testing.T) {
		t.Parallel()
		s := newPlainSitting(t)
		s.connector = filepath.Dir(s.connector)
		s.sit("--offline", "--vault", "memory")
		s.WaitFor("Enter for none:")
		s.Key("enter")
		if code := s.Exit(); code != 2 || !strings.Contains(s.Screen(), "no connector was chosen") || !strings.Contains(s.Screen(), "hint: name its folder: certwiz PATH") {
			t.Errorf("exit code %d\n%s", code, s.Screen())
		}
	})
	t.Run("none there, no example wanted", func(t *testing.T) {
		t.Parallel()
		s := newPlainSitting(t)
		s.connector = t.TempDir()
		s.sit("--offline", "--vault", "memory")
		s.WaitFor("Open the built-in example")
		if text := s.said(); !strings.Contains(text, "no connector in "+s.connector) || !strings.Contains(text, "looked for apiDefinition.swagger.json") {
			t.Errorf("it does not say where and for what it looked:\n%s", s.Screen())
		}
		s.Type("no\n")
		if code := s.Exit(); code != 3 || !strings.Contains(s.Screen(), "there is no connector to work on") {
			t.Errorf("exit code %d\n%s", code, s.Screen())
		}
		s.checks(3, "no connector in "+s.connector)
	})
	t.Run("none there, the example", func(t *testing.T) {
		t.Parallel()
		s := newPlainSitting(t)
		s.connector = t.TempDir()
		s.env = append(s.env, "TMPDIR="+t.TempDir())
		s.sit("--offline")
		s.WaitFor("Open the built-in example")
		s.Type("yes\n")
		s.sees("33 characters")
		s.WaitFor("uilt-in example")
		s.leave()
		if left, err := os.ReadDir(s.connector); err != nil || len(left) > 0 {
			t.Errorf("the example left %v, %v", left, err)
		}
		if _, err := os.Stat(s.home); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("the example was remembered: %v", err)
		}
		said, code := s.pipe("yes\n", "--accessible", "--offline")
		if code != 130 || !strings.Contains(said, "nothing is kept") || strings.Contains(said, "every answer is kept") {
			t.Errorf("the input ends in the example: exit code %d\n%s", code, said)
		}
	})
	t.Run("a path that is not there", func(t *testing.T) {
		t.Parallel()
		s := newPlainSitting(t)
		said, code := s.pipe("", "--accessible", "no/such folder")
		if code != 3 || !strings.Contains(said, `"no/such folder" can't be opened: there is no such file or folder`) {
			t.Errorf("exit code %d\n%s", code, said)
		}
	})
}
