package command

import (
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

// TestReportsCarryNoCommands: folders, titles and texts that a build server
// would take for its own commands, or that a terminal would obey, are in no line
// of what certwiz prints into a pipe, whatever the command and the format.
func TestReportsCarryNoCommands(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such names")
	}
	for _, sign := range []string{"::add-mask::x", "##vso[task.complete]", "##[error]x", " ::set-output name=x::y", "a\n::warning::x", "\u202e\u200b\u009b31m"} {
		t.Run(quotedSign(sign), func(t *testing.T) {
			d := newDesktop(t)
			d.IsTerminal = func(any) bool { return false }
			dir := filepath.Join(t.TempDir(), sign)
			if err := connectorIn(dir); err != nil {
				t.Fatal(err)
			}
			quoted := strings.NewReplacer("\n", `\n`, "\u009b", `\u009b`).Replace(sign)
			for name, from := range map[string]string{"apiDefinition.swagger.json": `"Contoso Parcels"`, "apiProperties.json": `"Contoso Parcels Ltd"`} {
				path := filepath.Join(dir, name)
				data, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				text := strings.ReplaceAll(string(data), from, `"`+quoted+` and a title that is much too long"`)
				if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if err := os.WriteFile(filepath.Join(dir, "intro.md"), []byte(sign+"\n\n# "+sign+"\n"), 0o644); err != nil {
				t.Fatal(err)
			}
			t.Chdir(filepath.Dir(dir))
			for _, args := range [][]string{
				{"check"}, {"check", "--format", "json"}, {"check", "--format", "report"}, {"check", "--format", "sarif"}, {"check", "--format", "junit"},
				{"check", "--format", "gitlab"}, {"check", "--format", "markdown"}, {"check", "--format", "html"}, {"check", "--only", sign}, {"check", "--baseline", sign}, {"check", sign}, {"check", sign, "--against", sign},
				{"check", "no " + sign}, {"check", filepath.Join(sign, "intro.md")}, {"explain", sign}, {"explain", "TitleLength"},
				{"--accessible", sign}, {"status"}, {"status", "--json"}, {"handoff", sign}, {"handoff", "--submission", sign}, {"record", sign},
				{"docs", "check", filepath.Join(sign, "intro.md")}, {"docs", "check", filepath.Join(sign, "intro.md"), "--format", "json"},
				{"docs", "preview", filepath.Join(sign, "intro.md")}, {"check", "--format", sign}, {"--vault", sign}, {sign + "/none"},
			} {
				d.Stdin = strings.NewReader("\n\n\nsave\n")
				d.run(t, args...)
				for line := range strings.FieldsFuncSeq(d.out.String()+d.err.String(), func(r rune) bool { return r == '\n' || r == '\r' }) {
					lower := strings.ToLower(line)
					if strings.HasPrefix(strings.TrimSpace(line), "::") || strings.Contains(lower, "##[") || strings.Contains(lower, "##vso[") {
						t.Errorf("%q: %q is a command", args, line)
					}
					if i := strings.IndexFunc(line, func(r rune) bool { return unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp) }); i >= 0 {
						t.Errorf("%q: something unseen in %q", args, line)
					}
				}
			}
		})
	}
}

func quotedSign(sign string) string { return strings.Trim(strconv.QuoteToASCII(sign), `"`) }
