package theme

import (
	"fmt"
	"image/color"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/muesli/termenv"
)

// HalfBlock is one cell of a picture, two pixels one above the other. A pixel
// that is mostly see-through shows the terminal's background. Where the
// terminal has no colours or no half block it is empty: there are no pictures.
func (t Theme) HalfBlock(top, bottom color.Color) string {
	if t.Options.NoColor || t.Options.Plain || t.Glyphs.Half == "" {
		return ""
	}
	upper, lower := t.pixel(top), t.pixel(bottom)
	switch {
	case upper == nil && lower == nil:
		return " "
	case lower == nil:
		return "\x1b[" + upper.Sequence(false) + "m" + t.Glyphs.Half + ansi.ResetStyle
	case upper == nil:
		return "\x1b[" + lower.Sequence(false) + "m" + t.Glyphs.LowerHalf + ansi.ResetStyle
	}
	return "\x1b[" + upper.Sequence(false) + ";" + lower.Sequence(true) + "m" + t.Glyphs.Half + ansi.ResetStyle
}

// pixel is the nearest colour that the terminal has; nil where the pixel is
// mostly see-through.
func (t Theme) pixel(c color.Color) termenv.Color {
	r, g, b, a := c.RGBA()
	if a < 0x8000 {
		return nil
	}
	profile := termenv.ANSI
	switch {
	case t.Options.Colours > 256:
		profile = termenv.TrueColor
	case t.Options.Colours == 256:
		profile = termenv.ANSI256
	}
	return profile.Convert(termenv.RGBColor(fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)))
}

// colours is how many colours the terminal says it has.
func colours(env func(string) string) int {
	depth := strings.ToLower(env("COLORTERM"))
	switch {
	case depth == "truecolor", depth == "24bit", env("WT_SESSION") != "":
		return 1 << 24
	case strings.Contains(env("TERM"), "256color"):
		return 256
	default:
		return 16
	}
}
