package theme

import (
	"image/color"
	"testing"
)

func TestHalfBlock(t *testing.T) {
	blue, clear := color.NRGBA{R: 31, G: 111, B: 235, A: 255}, color.NRGBA{R: 255, A: 20}
	tests := []struct {
		name        string
		options     Options
		top, bottom color.Color
		want        string
	}{
		{"direct colours", Options{Colours: 1 << 24}, blue, color.White, "\x1b[38;2;31;111;235;48;2;255;255;255m▀\x1b[m"},
		{"256 colours", Options{Colours: 256}, blue, color.White, "\x1b[38;5;27;48;5;231m▀\x1b[m"},
		{"16 colours", Options{}, blue, color.White, "\x1b[94;107m▀\x1b[m"},
		{"clear below", Options{}, blue, clear, "\x1b[94m▀\x1b[m"},
		{"clear above", Options{}, clear, blue, "\x1b[94m▄\x1b[m"},
		{"clear", Options{}, clear, clear, " "},
		{"no colour", Options{NoColor: true}, blue, blue, ""},
		{"plain", Options{Plain: true}, blue, blue, ""},
		{"ASCII", Options{ASCII: true}, blue, blue, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := New(tt.options).HalfBlock(tt.top, tt.bottom); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
