package command

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/submission/document"
	"github.com/certwiz/certwiz/ui/theme"
)

// docs runs certwiz docs by itself.
func (d *desktop) docs(t *testing.T, args ...string) int {
	t.Helper()
	d.out.Reset()
	d.err.Reset()
	a := &app{Deps: d.Deps}
	cmd := a.docsCommand()
	cmd.SilenceErrors, cmd.SilenceUsage = true, true
	cmd.SetArgs(args)
	cmd.SetOut(d.Stdout)
	cmd.SetErr(d.Stderr)
	return a.fail(cmd.ExecuteContext(t.Context()))
}

// written puts a document into the connector's folder.
func (d *desktop) written(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(d.dir, name)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func (d *desktop) gone(t *testing.T, name string) {
	t.Helper()
	if err := os.Remove(filepath.Join(d.dir, name)); err != nil {
		t.Fatal(err)
	}
}

// independent makes the connector one of an independent publisher.
func (d *desktop) independent(t *testing.T) {
	t.Helper()
	dir := filepath.Join(filepath.Dir(d.dir), "independent-publisher-connectors", "contoso")
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(d.dir, dir); err != nil {
		t.Fatal(err)
	}
	d.dir = dir
}

func TestDocsUsage(t *testing.T) {
	d := newDesktop(t)
	tests := []struct {
		args       []string
		code       int
		said, hint string
	}{
		{[]string{"write"}, codeUsage, `there is no command docs "write"`, "it is new, check or preview"},
		{[]string{"new"}, codeUsage, "docs new needs a document", "it is readme or intro"},
		{[]string{"check", "licence"}, codeUsage, `there is no document "licence"`, "it is readme or intro"},
		{[]string{"check", "intro", d.dir, "more"}, codeUsage, `takes no argument "more"`, "--help"},
		{[]string{"check", "intro", d.dir, "--format", "yaml"}, codeUsage, `there is no format "yaml"`, "text, json"},
		{[]string{"preview", "intro", d.dir, "--width", "5"}, codeUsage, "--width 5 is not possible", "24 to 1000"},
		{[]string{"preview", "intro", d.dir, "--width", "100000"}, codeUsage, "not possible", "24 to 1000"},
		{[]string{"preview", "intro", filepath.Join(d.dir, "nowhere")}, codeFailed, "can't be opened", ""},
		{[]string{"check", "intro", t.TempDir()}, codeFailed, "no connector", "give a folder"},
	}
	for _, tt := range tests {
		code := d.docs(t, tt.args...)
		if said := d.err.String(); code != tt.code || !strings.Contains(said, tt.said) || !strings.Contains(said, tt.hint) {
			t.Errorf("%q: exit %d, %q", tt.args, code, said)
		}
		if d.out.Len() > 0 {
			t.Errorf("%q: prints %q", tt.args, d.out.String())
		}
	}
	for _, same := range []string{"intro", "intro.md", "INTRO"} {
		if code := d.docs(t, "check", same, d.dir); code != codeClean {
			t.Errorf("%s: exit %d, %s", same, code, d.err.String())
		}
	}
}

func TestDocsNeedOneConnector(t *testing.T) {
	d := newDesktop(t)
	many := t.TempDir()
	for _, name := range []string{"a", "b"} {
		if err := connectorIn(filepath.Join(many, name)); err != nil {
			t.Fatal(err)
		}
	}
	for _, cmd := range []string{"new", "check", "preview"} {
		if code := d.docs(t, cmd, "intro", many); code != codeUsage || !strings.Contains(d.err.String(), "there are 2 connectors in ") {
			t.Errorf("%s: exit %d, %s", cmd, code, d.err.String())
		}
	}
}

func TestDocsNew(t *testing.T) {
	for _, name := range []string{"intro", "readme"} {
		t.Run(name, func(t *testing.T) {
			d := newDesktop(t)
			path := filepath.Join(d.dir, name+".md")
			before, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if code := d.docs(t, "new", name, d.dir); code != codeBlocked || !strings.Contains(d.err.String(), "is there already") || !strings.Contains(d.err.String(), "--out FILE") {
				t.Errorf("exit %d, %s", code, d.err.String())
			}
			if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
				t.Error("the document was written over")
			}
			d.gone(t, name+".md")
			if code := d.docs(t, "new", name, d.dir); code != codeClean || !strings.Contains(d.out.String(), "blanks to fill in") {
				t.Fatalf("exit %d, %s%s", code, d.out.String(), d.err.String())
			}
			draft, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if len(document.Blanks(draft)) == 0 || !strings.Contains(string(draft), "Contoso Parcels") {
				t.Errorf("no draft of this connector:\n%s", draft)
			}
			if code := d.docs(t, "check", name, d.dir); code != codeBlocked || !strings.Contains(d.out.String(), "[Insert") {
				t.Errorf("the draft's blanks are not found: exit %d\n%s", code, d.out.String())
			}
			if code := d.docs(t, "new", name, d.dir, "--out", "-"); code != codeClean || d.out.Len() == 0 || strings.Contains(d.out.String(), "is written") {
				t.Errorf("printed: exit %d\n%s", code, d.out.String())
			}
		})
	}
}

func TestDocsNewElsewhere(t *testing.T) {
	d := newDesktop(t)
	out := filepath.Join(t.TempDir(), "draft.md")
	if code := d.docs(t, "new", "intro", d.dir, "--out", out); code != codeClean || !strings.Contains(d.out.String(), "draft.md is written") {
		t.Fatalf("exit %d, %s%s", code, d.out.String(), d.err.String())
	}
	draft, err := os.ReadFile(out)
	if err != nil || !strings.Contains(string(draft), "## Prerequisites") {
		t.Errorf("%v:\n%s", err, draft)
	}
	tests := []struct {
		out, said string
		code      int
	}{
		{out, "is there already, and stays as it is", codeBlocked},
		{filepath.Dir(out), "is there already, and stays as it is", codeBlocked},
		{filepath.Join(filepath.Dir(out), "no", "such.md"), "there is no such folder", codeFailed},
	}
	for _, tt := range tests {
		if code := d.docs(t, "new", "intro", d.dir, "--out", tt.out); code != tt.code || !strings.Contains(d.err.String(), tt.said) || !strings.Contains(d.err.String(), "--out") {
			t.Errorf("%s: exit %d, %s", tt.out, code, d.err.String())
		}
	}
	if again, err := os.ReadFile(out); err != nil || !bytes.Equal(again, draft) {
		t.Errorf("the draft was written over: %v", err)
	}
	link := filepath.Join(t.TempDir(), "link.md")
	if err := os.Symlink(filepath.Join(t.TempDir(), "target.md"), link); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	if code := d.docs(t, "new", "intro", d.dir, "--out", link); code != codeBlocked {
		t.Errorf("through a link: exit %d, %s", code, d.err.String())
	}
}

// TestDocsNewHostile: a draft that quotes the connector's files is shown on a
// terminal and written to a pipe as it is.
func TestDocsNewHostile(t *testing.T) {
	d := newDesktop(t)
	path := filepath.Join(d.dir, "apiDefinition.swagger.json")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	d.written(t, "apiDefinition.swagger.json", strings.Replace(string(text), `"description": "`, `"description": "\u001b[31m\u202e `, 1))
	if code := d.docs(t, "new", "readme", d.dir, "--out", "-"); code != codeClean {
		t.Fatalf("exit %d, %s", code, d.err.String())
	}
	if got := d.out.String(); strings.ContainsAny(got, "\x1b\u202e") {
		t.Errorf("sent to the terminal: %q", got)
	}
	shown := strings.Count(d.out.String(), "\n")
	d.IsTerminal = func(any) bool { return false }
	d.docs(t, "new", "readme", d.dir, "--out", "-")
	if got := strings.Count(d.out.String(), "\n"); got != shown {
		t.Errorf("%d lines in a pipe, %d on a terminal", got, shown)
	}
}

func TestDocsCheck(t *testing.T) {
	d := newDesktop(t)
	d.IsTerminal = func(any) bool { return false }
	tests := []struct {
		name        string
		text        string // of the document, "" leaves it as it is
		code        int
		want, never []string
	}{
		{"intro", "", codeClean, []string{"1 advice in intro.md\n"}, []string{"connector\n", "readme.md:"}},
		{"readme", "", codeClean, []string{"nothing found in readme.md\n"}, []string{"intro.md"}},
		{"intro", "## Prerequisites\n\nAn account.\n", codeBlocked, []string{"intro.md:1:1: error: ", "[IntroOpening]", " in intro.md\n", "\n    "}, []string{"readme.md"}},
		{"readme", "", codeClean, []string{"nothing found in readme.md\n"}, []string{"intro.md"}},
		{"readme", "# Contoso Parcels\n\n[Insert what it does]\n", codeBlocked, []string{"readme.md:3:1: ", "[ReadmeTemplateText]"}, []string{"intro.md"}},
	}
	for _, tt := range tests {
		if tt.text != "" {
			d.written(t, tt.name+".md", tt.text)
		}
		code := d.docs(t, "check", tt.name, d.dir)
		got := d.out.String()
		if code != tt.code {
			t.Errorf("%s: exit %d, want %d: %s", tt.name, code, tt.code, d.err.String())
		}
		for _, want := range tt.want {
			if !strings.Contains(got, want) {
				t.Errorf("%s: no %q in\n%s", tt.name, want, got)
			}
		}
		for _, never := range tt.never {
			if strings.Contains(got, never) {
				t.Errorf("%s: %q in\n%s", tt.name, never, got)
			}
		}
	}
}

// TestDocsCheckIsCheck: docs check says of a document what check says of it.
func TestDocsCheckIsCheck(t *testing.T) {
	d := newDesktop(t)
	d.written(t, "intro.md", "# Contoso\n\nWe are e.g. good. See [here] (https://contoso.example).\n\n## FAQ\n")
	d.written(t, "readme.md", "# Contoso Parcels\n\nMail ann@fabrikam.example, key AKIAIOSFODNN7EXAMPLA.\n")
	all := findings(t, d, d.run(t, "check", d.dir, "--format", "json"))
	both := append(findings(t, d, d.docs(t, "check", "intro", d.dir, "--format", "json")),
		findings(t, d, d.docs(t, "check", "readme", d.dir, "--format", "json"))...)
	slices.Sort(both)
	all = slices.DeleteFunc(all, func(f string) bool { return !strings.Contains(f, ".md:") })
	slices.Sort(all)
	if len(all) < 5 || !slices.Equal(all, both) {
		t.Errorf("check says\n%s\ndocs check says\n%s", strings.Join(all, "\n"), strings.Join(both, "\n"))
	}
}

// findings are what a command printed as JSON, one line each.
func findings(t *testing.T, d *desktop, code int) []string {
	t.Helper()
	var list []struct {
		Result, Rule, File, Message string
		Line, Column                int
	}
	if err := json.Unmarshal(d.out.Bytes(), &list); err != nil {
		t.Fatalf("exit %d, %v: %s", code, err, d.out.String())
	}
	var all []string
	for _, f := range list {
		if f.Result == "finding" {
			all = append(all, checks.Place{File: filepath.Base(f.File), Line: f.Line, Column: f.Column}.String()+": "+f.Rule+" "+f.Message)
		}
	}
	return all
}

func TestDocsMissing(t *testing.T) {
	for _, name := range []string{"intro", "readme"} {
		d := newDesktop(t)
		d.gone(t, name+".md")
		code := d.docs(t, "check", name, d.dir)
		if said := d.err.String(); code != codeBlocked || !strings.Contains(said, "there is no "+name+".md in ") || !strings.Contains(said, "hint: certwiz docs new "+name) {
			t.Errorf("check %s: exit %d, %s", name, code, said)
		}
		if got := d.out.String(); strings.Contains(got, "nothing found") || !strings.Contains(got, "Missing]") {
			t.Errorf("check %s prints\n%s", name, got)
		}
		code = d.docs(t, "preview", name, d.dir)
		if said := d.err.String(); code != codeFailed || !strings.Contains(said, "there is no "+name+".md in ") || !strings.Contains(said, "hint: certwiz docs new "+name) {
			t.Errorf("preview %s: exit %d, %s", name, code, said)
		}
	}
}

func TestDocsIndependent(t *testing.T) {
	d := newDesktop(t)
	d.independent(t)
	if code := d.docs(t, "check", "intro", d.dir); code != codeFailed || !strings.Contains(d.err.String(), "only verified publishers") || d.out.Len() > 0 {
		t.Errorf("exit %d, %s%s", code, d.out.String(), d.err.String())
	}
	d.gone(t, "readme.md")
	if code := d.docs(t, "new", "readme", d.dir); code != codeClean {
		t.Fatalf("exit %d, %s", code, d.err.String())
	}
	text, err := os.ReadFile(filepath.Join(d.dir, "readme.md"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), "Contoso Parcels") {
		t.Errorf("no draft of this connector:\n%s", text)
	}
	for independent, want := range map[bool]document.Kind{true: document.IndependentReadme, false: document.Readme} {
		if got := (docsOptions{name: "readme.md"}).kind(connector.Artifacts{Independent: independent}); got != want {
			t.Errorf("independent %v: kind %v, want %v", independent, got, want)
		}
	}
}

func TestDocsPreview(t *testing.T) {
	d := newDesktop(t)
	d.written(t, "intro.md", "Some **bold** \x1b[31mtext\u202e.\n\n![The form](images/form.png)\n\n| A | B |\n|---|---|\n| 1 | 2 |\n")
	d.Columns = func() int { return 50 }
	if code := d.docs(t, "preview", "intro", d.dir); code != codeClean {
		t.Fatalf("exit %d, %s", code, d.err.String())
	}
	got := d.out.String()
	for _, want := range []string{"Some \x1b[1mbold\x1b[0m ␛[31mtext⟨U+202E⟩.", "! not in the folder", "images/form.png", "\n1  2\n"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	d.IsTerminal = func(any) bool { return false }
	d.Columns = func() int { return 0 }
	long := strings.Repeat("word ", 100)
	d.written(t, "intro.md", long)
	for _, tt := range []struct {
		args []string
		want int
	}{{nil, 79}, {[]string{"--width", "24"}, 24}, {[]string{"--width", "200"}, 199}} {
		d.docs(t, append([]string{"preview", "intro", d.dir}, tt.args...)...)
		got := d.out.String()
		if strings.Contains(got, "\x1b") {
			t.Errorf("%q: sequences in a pipe: %q", tt.args, got)
		}
		if w := theme.Width(strings.TrimRight(got, "\n")); w != tt.want {
			t.Errorf("%q: %d columns, want %d", tt.args, w, tt.want)
		}
	}
}

func TestDocsPreviewPlainTerminals(t *testing.T) {
	d := newDesktop(t)
	d.written(t, "intro.md", "# Über “Contoso”\n\n- **é** 漢\n\n> q\n")
	d.env["LC_ALL"] = "C"
	if code := d.docs(t, "preview", "intro", d.dir); code != codeClean {
		t.Fatalf("exit %d, %s", code, d.err.String())
	}
	for _, r := range d.out.String() {
		if r > 0x7e {
			t.Fatalf("%q is not ASCII:\n%s", r, d.out.String())
		}
	}
	d.env["LC_ALL"], d.env["NO_COLOR"] = "C.UTF-8", "1"
	d.docs(t, "preview", "intro", d.dir)
	if got := d.out.String(); !strings.Contains(got, "┃") || strings.Contains(got, "\x1b[3") && !strings.Contains(got, "\x1b[3m") {
		t.Errorf("%q", got)
	}
}

func TestDocsPreviewUnreadable(t *testing.T) {
	d := newDesktop(t)
	for text, want := range map[string]string{
		"\xff\xfeI\x00n\x00": "the file is UTF-16",
		"In\x00tro":          "NUL byte on line 1",
	} {
		d.written(t, "intro.md", text)
		if code := d.docs(t, "preview", "intro", d.dir); code != codeFailed || !strings.Contains(d.err.String(), want) {
			t.Errorf("%q: exit %d, %s", text, code, d.err.String())
		}
	}
	d.written(t, "intro.md", "")
	if code := d.docs(t, "preview", "intro", d.dir); code != codeClean || !strings.Contains(d.err.String(), "shows nothing") {
		t.Errorf("empty: exit %d, %s", code, d.err.String())
	}
}

func TestDocsHelp(t *testing.T) {
	cmd := (&app{Deps: newDesktop(t).Deps}).docsCommand()
	for _, c := range append([]*cobra.Command{cmd}, cmd.Commands()...) {
		if c.Short == "" || c.Long == "" || c.Example == "" {
			t.Errorf("%s has no help", c.Name())
		}
		for line := range strings.SplitSeq(c.Short+"\n"+c.Long+"\n"+c.Example+"\n"+c.Flags().FlagUsages(), "\n") {
			if len(line) > 80 {
				t.Errorf("%s: %q is longer than 80 columns", c.Name(), line)
			}
		}
	}
}
