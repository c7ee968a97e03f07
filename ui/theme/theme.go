// Package theme is how certwiz looks: the one place that defines a Lip Gloss
// style, a colour, a glyph or a width. It uses the terminal's own 16 colours,
// so that the person's colours stay theirs, and asks the terminal nothing. It
// also makes text from elsewhere safe to show, and measures and cuts it.
package theme

import (
	"io"
	"strings"

	"github.com/charmbracelet/lipgloss"
	"github.com/muesli/termenv"
)

// The measures of a screen, in columns and rows.
const (
	Columns     = 80 // enough for everything
	Rows        = 24
	LeastWidth  = 60 // below these a screen only says that it is too small
	LeastHeight = 16
	RailWidth   = 22
	TextWidth   = 76  // the widest that text is set
	SideFrom    = 110 // from here on a third column explains the focused field
)

// The palette: numbers of the 16 ANSI colours.
const (
	red    = "1"
	green  = "2"
	yellow = "3"
	cyan   = "6"
)

// Options say what the terminal can show. The zero Options are a terminal
// with colours and Unicode.
type Options struct {
	// NoColor keeps bold, faint and the reversed cursor but no colour.
	NoColor bool
	// Plain sends no escape sequence at all: TERM=dumb, a file, a pipe.
	Plain bool
	// Dark says that the background is dark. No style depends on it; it keeps
	// Lip Gloss from asking the terminal.
	Dark bool
	// ASCII uses glyphs of ASCII only.
	ASCII bool
	// SevenBit says that the terminal does not read UTF-8: nothing outside
	// ASCII may reach it. It implies ASCII.
	SevenBit bool
	// Colours is how many colours the terminal has: 16, 256 or 1<<24. Only
	// pictures use more than 16.
	Colours int
}

// Theme is a set of styles and glyphs for one terminal. Its styles are values:
// deriving one from another changes neither.
type Theme struct {
	Options Options
	Glyphs  Glyphs

	Text   lipgloss.Style // plain
	Title  lipgloss.Style // of a page, a field, the step one is at
	Accent lipgloss.Style // where you are
	Faint  lipgloss.Style // help, lines, what is not needed now
	Done   lipgloss.Style // valid, and nothing else
	Warn   lipgloss.Style // a warning, or something not checked
	Block  lipgloss.Style // holds the gate, and nothing else
	Cursor lipgloss.Style // the cell that text goes to
	Link   lipgloss.Style // an address
}

// New makes the theme for a terminal.
func New(o Options) Theme {
	o.ASCII = o.ASCII || o.SevenBit
	r := renderer(o)
	plain := r.NewStyle()
	colour := func(c string) lipgloss.Style {
		if o.NoColor {
			return plain
		}
		return plain.Foreground(lipgloss.Color(c))
	}
	return Theme{
		Options: o,
		Glyphs:  glyphs(o.ASCII),
		Text:    plain,
		Title:   plain.Bold(true),
		Accent:  colour(cyan),
		Faint:   plain.Faint(true),
		Done:    colour(green),
		Warn:    colour(yellow),
		Block:   colour(red),
		Cursor:  plain.Reverse(true),
		Link:    plain.Underline(true),
	}
}

// renderer is one of the theme's own, with everything decided: Lip Gloss's
// default one looks at the environment and asks the terminal. The profile is
// ANSI without colours too, since Ascii would drop bold and the cursor.
func renderer(o Options) *lipgloss.Renderer {
	r := lipgloss.NewRenderer(io.Discard)
	r.SetColorProfile(termenv.ANSI)
	if o.Plain {
		r.SetColorProfile(termenv.Ascii)
	}
	r.SetHasDarkBackground(o.Dark)
	return r
}

// FromEnv makes the theme for the terminal that the environment describes.
func FromEnv(env func(string) string, goos string) Theme {
	term := env("TERM")
	dumb := term == "dumb"
	utf8, known := locale(env)
	windows := goos == "windows"
	return New(Options{
		NoColor:  env("NO_COLOR") != "" || dumb,
		Plain:    dumb,
		Dark:     true,
		ASCII:    dumb || term == "linux" || !unicodeSafe(env, goos, utf8, known),
		SevenBit: known && !utf8 && !windows,
		Colours:  colours(env),
	})
}

// unicodeSafe says whether the terminal shows Unicode glyphs. Windows has no
// locale variables, and only its new terminal and those of editors are sure to
// have the glyphs. The terminals of macOS are UTF-8 without being told.
func unicodeSafe(env func(string) string, goos string, utf8, known bool) bool {
	if utf8 {
		return true
	}
	if goos == "windows" {
		return env("WT_SESSION") != "" || env("TERM_PROGRAM") != ""
	}
	return goos == "darwin" && !known
}

// locale says whether the locale is UTF-8 and whether there is one at all. The
// first of the three that is set decides, as POSIX has it.
func locale(env func(string) string) (utf8, known bool) {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		value := strings.ToLower(env(name))
		if value == "" {
			continue
		}
		return strings.Contains(value, "utf-8") || strings.Contains(value, "utf8"), true
	}
	return false, false
}
