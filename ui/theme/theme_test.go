package theme

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/charmbracelet/lipgloss"
)

// styles are all styles of a theme by name.
func styles(t Theme) map[string]lipgloss.Style {
	return map[string]lipgloss.Style{
		"Text": t.Text, "Title": t.Title, "Accent": t.Accent, "Faint": t.Faint, "Done": t.Done,
		"Warn": t.Warn, "Block": t.Block, "Cursor": t.Cursor, "Link": t.Link,
	}
}

func TestStyles(t *testing.T) {
	tests := []struct {
		name    string
		options Options
		want    map[string]string
	}{
		{"colours", Options{Dark: true}, map[string]string{
			"Text": "x", "Title": "\x1b[1mx\x1b[0m", "Accent": "\x1b[36mx\x1b[0m", "Faint": "\x1b[2mx\x1b[0m",
			"Done": "\x1b[32mx\x1b[0m", "Warn": "\x1b[33mx\x1b[0m", "Block": "\x1b[31mx\x1b[0m",
			"Cursor": "\x1b[7mx\x1b[0m", "Link": "\x1b[4;4mx\x1b[0m",
		}},
		{"no colour", Options{NoColor: true}, map[string]string{
			"Text": "x", "Title": "\x1b[1mx\x1b[0m", "Accent": "x", "Faint": "\x1b[2mx\x1b[0m",
			"Done": "x", "Warn": "x", "Block": "x", "Cursor": "\x1b[7mx\x1b[0m", "Link": "\x1b[4;4mx\x1b[0m",
		}},
		{"plain", Options{Plain: true}, map[string]string{
			"Text": "x", "Title": "x", "Accent": "x", "Faint": "x", "Done": "x", "Warn": "x", "Block": "x", "Cursor": "x", "Link": "x",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for name, style := range styles(New(tt.options)) {
				if got := style.Render("x"); got != tt.want[name] {
					t.Errorf("%s: got %q, want %q", name, got, tt.want[name])
				}
			}
		})
	}
}

// The environment must not change a theme that is given: Lip Gloss looks at
// these by itself.
func TestStylesIgnoreTheEnvironment(t *testing.T) {
	t.Setenv("NO_COLOR", "1")
	t.Setenv("COLORTERM", "truecolor")
	t.Setenv("TERM", "dumb")
	if got, want := New(Options{}).Accent.Render("x"), "\x1b[36mx\x1b[0m"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestFromEnv(t *testing.T) {
	utf8 := map[string]string{"TERM": "xterm-256color", "LANG": "en_GB.UTF-8"}
	with := func(name, value string) map[string]string {
		env := map[string]string{name: value}
		for k, v := range utf8 {
			if k != name {
				env[k] = v
			}
		}
		return env
	}
	tests := []struct {
		name, goos string
		env        map[string]string
		want       Options
	}{
		{"UTF-8", "linux", utf8, Options{Dark: true, Colours: 256}},
		{"other spelling", "linux", with("LANG", "C.utf8"), Options{Dark: true, Colours: 256}},
		{"NO_COLOR", "linux", with("NO_COLOR", "1"), Options{NoColor: true, Dark: true, Colours: 256}},
		{"empty NO_COLOR counts as unset", "linux", with("NO_COLOR", ""), Options{Dark: true, Colours: 256}},
		{"truecolor", "linux", with("COLORTERM", "truecolor"), Options{Dark: true, Colours: 1 << 24}},
		{"dumb", "linux", with("TERM", "dumb"), Options{NoColor: true, Plain: true, Dark: true, ASCII: true, Colours: 16}},
		{"Linux console", "linux", with("TERM", "linux"), Options{Dark: true, ASCII: true, Colours: 16}},
		{"LC_ALL wins", "linux", with("LC_ALL", "C"), Options{Dark: true, ASCII: true, SevenBit: true, Colours: 256}},
		{"LC_CTYPE before LANG", "linux", with("LC_CTYPE", "de_DE.ISO-8859-1"), Options{Dark: true, ASCII: true, SevenBit: true, Colours: 256}},
		{"no locale", "linux", map[string]string{"TERM": "xterm"}, Options{Dark: true, ASCII: true, Colours: 16}},
		{"macOS without a locale", "darwin", map[string]string{"TERM": "xterm"}, Options{Dark: true, Colours: 16}},
		{"Windows Terminal", "windows", map[string]string{"WT_SESSION": "1"}, Options{Dark: true, Colours: 1 << 24}},
		{"old Windows console", "windows", nil, Options{Dark: true, ASCII: true, Colours: 16}},
		{"Windows with a UTF-8 locale", "windows", map[string]string{"LANG": "en_US.UTF-8"}, Options{Dark: true, Colours: 16}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			th := FromEnv(func(name string) string { return tt.env[name] }, tt.goos)
			if th.Options != tt.want {
				t.Errorf("got  %+v\nwant %+v", th.Options, tt.want)
			}
		})
	}
}

// Glyphs hold the widths that Glyphs' comments promise, and ASCII is ASCII.
func TestGlyphs(t *testing.T) {
	u, a := New(Options{}).Glyphs, New(Options{ASCII: true}).Glyphs
	one := [][2]string{
		{u.Done, a.Done}, {u.Here, a.Here}, {u.Todo, a.Todo}, {u.Warn, a.Warn}, {u.Bad, a.Bad}, {u.Unknown, a.Unknown},
		{u.Point, a.Point}, {u.Pick, a.Pick}, {u.Prompt, a.Prompt}, {u.Bar, a.Bar}, {u.Up, a.Up}, {u.Down, a.Down},
		{u.Mask, a.Mask}, {u.Top, a.Top}, {u.Middle, a.Middle}, {u.Bottom, a.Bottom}, {u.Dot, a.Dot}, {u.Dash, a.Dash},
		{u.Times, a.Times}, {u.Rule, a.Rule},
	}
	for _, pair := range one {
		if Width(pair[0]) != 1 || Width(pair[1]) != 1 {
			t.Errorf("%q and %q are not one column each", pair[0], pair[1])
		}
	}
	all := strings.Join([]string{a.Arrow, a.More, a.On, a.Off, a.Checked, a.Unticked, a.Half, a.LowerHalf}, "") + strings.Join(a.spinner, "")
	for _, pair := range one {
		all += pair[1]
	}
	if !isASCII(all) {
		t.Errorf("not ASCII: %q", all)
	}
}

func TestMarksDifferWithoutColour(t *testing.T) {
	for _, o := range []Options{{}, {NoColor: true}, {Plain: true, ASCII: true}} {
		th := New(o)
		seen := map[string]Mark{}
		for m := Todo; m <= Unchecked; m++ {
			glyph := New(Options{Plain: true, ASCII: o.ASCII}).Mark(m)
			if other, ok := seen[glyph]; ok {
				t.Errorf("marks %d and %d look alike: %q", other, m, glyph)
			}
			seen[glyph] = m
			if !strings.Contains(th.Mark(m), glyph) {
				t.Errorf("mark %d is %q, want %q in it", m, th.Mark(m), glyph)
			}
		}
	}
}

func TestSpinner(t *testing.T) {
	for _, th := range []Theme{New(Options{}), New(Options{ASCII: true})} {
		for frame := -1; frame < 30; frame++ {
			if Width(th.Spinner(frame)) != 1 {
				t.Errorf("frame %d: %q", frame, th.Spinner(frame))
			}
		}
		if th.Spinner(0) == th.Spinner(1) {
			t.Error("the spinner does not move")
		}
	}
}

// outside finds what only this package may use.
var outside = regexp.MustCompile(`lipgloss\.(NewStyle|NewRenderer|Color|ANSIColor|AdaptiveColor|CompleteColor|CompleteAdaptiveColor)\b`)

func TestStylesAreDefinedHereOnly(t *testing.T) {
	root := filepath.Join("..", "..")
	if _, err := os.Stat(filepath.Join(root, "go.mod")); err != nil {
		t.Fatal(err)
	}
	looked := 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "testdata" || d.Name() == "node_modules" || d.Name() == ".git" || path == filepath.Join(root, "ui", "theme")) {
			return filepath.SkipDir
		}
		if filepath.Ext(path) != ".go" {
			return nil
		}
		looked++
		source, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if found := outside.FindString(string(source)); found != "" {
			t.Errorf("%s uses %s: take a style of ui/theme or add one there", path, found)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if looked == 0 {
		t.Error("no Go file was looked at")
	}
}
