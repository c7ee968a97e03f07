package terminal

import (
	"fmt"
	"image/color"

	"github.com/charmbracelet/x/ansi"
)

// setStyle handles SGR.
func (s *screen) setStyle(params ansi.Params) {
	if len(params) == 0 {
		s.cursor.style = Style{}
		return
	}
	for i := 0; i < len(params); i++ {
		code := argument(params, i, 0)
		if code == 38 || code == 48 || code == 58 {
			var c color.Color
			read := ansi.ReadStyleColor(params[i:], &c)
			s.setDirectColour(code, c)
			i += max(read, 1) - 1
			continue
		}
		off := code == 4 && params[i].HasMore() && argument(params, i+1, 1) == 0
		if off {
			code = 24
		}
		for i+1 < len(params) && params[i].HasMore() {
			i++
		}
		s.setAttribute(code)
	}
}

func (s *screen) setAttribute(code int) {
	style := &s.cursor.style
	switch {
	case code == 0:
		*style = Style{}
	case code == 1:
		style.Bold = true
	case code == 2:
		style.Faint = true
	case code == 3 || code == 23:
		style.Italic = code == 3
	case code == 4 || code == 21 || code == 24:
		style.Underline = code != 24
	case code == 7 || code == 27:
		style.Reverse = code == 7
	case code == 9 || code == 29:
		style.Strike = code == 9
	case code == 22:
		style.Bold, style.Faint = false, false
	case code == 39:
		style.Fg = ""
	case code == 49:
		style.Bg = ""
	case code >= 30 && code <= 37:
		style.Fg = fmt.Sprint(code - 30)
	case code >= 40 && code <= 47:
		style.Bg = fmt.Sprint(code - 40)
	case code >= 90 && code <= 97:
		style.Fg = fmt.Sprint(code - 90 + 8)
	case code >= 100 && code <= 107:
		style.Bg = fmt.Sprint(code - 100 + 8)
	}
}

func (s *screen) setDirectColour(code int, c color.Color) {
	var name string
	switch c := c.(type) {
	case nil:
		return
	case ansi.BasicColor:
		name = fmt.Sprint(int(c))
	case ansi.IndexedColor:
		name = fmt.Sprint(int(c))
	default:
		r, g, b, _ := c.RGBA()
		name = fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
	}
	switch code {
	case 38:
		s.cursor.style.Fg = name
	case 48:
		s.cursor.style.Bg = name
	}
}
