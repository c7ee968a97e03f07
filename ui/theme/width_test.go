package theme

import (
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

func TestWidth(t *testing.T) {
	for s, want := range map[string]int{
		"": 0, "abc": 3, "漢字": 4, "🎉": 2, "e\u0301": 1, "\x1b[31mred\x1b[0m": 3, "a\nlonger\nb": 6, "✓●○▸›╷│╵┃…": 10,
	} {
		if got := Width(s); got != want {
			t.Errorf("%q: %d, want %d", s, got, want)
		}
	}
}

func TestCut(t *testing.T) {
	tests := []struct {
		in   string
		n    int
		want string
	}{
		{"Contoso", 7, "Contoso"},
		{"Contoso", 6, "Conto…"},
		{"Contoso", 1, "…"},
		{"Contoso", 0, ""},
		{"Contoso", -5, ""},
		{"漢字漢字", 5, "漢字…"},
		{"漢字漢字", 4, "漢…"},
		{"漢", 1, "…"},
		{"\x1b[31mContoso\x1b[0m", 4, "\x1b[31mCon…\x1b[0m"},
	}
	for _, tt := range tests {
		got := Cut(tt.in, tt.n)
		if got != tt.want {
			t.Errorf("%q to %d: got %q, want %q", tt.in, tt.n, got, tt.want)
		}
		if Width(got) > max(tt.n, 0) {
			t.Errorf("%q to %d is %d wide", tt.in, tt.n, Width(got))
		}
	}
	ascii := New(Options{ASCII: true})
	for n, want := range map[int]string{7: "Contoso", 6: "Con...", 2: "Co"} {
		if got := ascii.Cut("Contoso", n); got != want {
			t.Errorf("in ASCII to %d: got %q, want %q", n, got, want)
		}
	}
}

func TestPad(t *testing.T) {
	for _, tt := range []struct{ in, right, left string }{
		{"ab", "ab  ", "  ab"},
		{"漢", "漢  ", "  漢"},
		{"\x1b[1mab\x1b[0m", "\x1b[1mab\x1b[0m  ", "  \x1b[1mab\x1b[0m"},
		{"longer", "longer", "longer"},
	} {
		if got := Pad(tt.in, 4); got != tt.right {
			t.Errorf("Pad %q: got %q", tt.in, got)
		}
		if got := PadLeft(tt.in, 4); got != tt.left {
			t.Errorf("PadLeft %q: got %q", tt.in, got)
		}
	}
}

func TestWrap(t *testing.T) {
	tests := []struct {
		name, in string
		n        int
		want     []string
	}{
		{"empty", "", 10, []string{""}},
		{"fits", "one two", 10, []string{"one two"}},
		{"between words", "one two three", 8, []string{"one two", "three"}},
		{"within a word", "https://example.com/path", 10, []string{"https://ex", "ample.com/", "path"}},
		{"own lines", "one\n\ntwo", 10, []string{"one", "", "two"}},
		{"wide", "漢字漢字", 5, []string{"漢字", "漢字"}},
		{"no room", "ab", 0, []string{"a", "b"}},
		{"style goes on", "\x1b[1mone two\x1b[0m three", 4, []string{"\x1b[1mone\x1b[m", "\x1b[1mtwo\x1b[0m", "thre", "e"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Wrap(tt.in, tt.n); !slices.Equal(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// FuzzWrap holds that no line is too wide, that no character is lost, and that
// each line stands by itself.
func FuzzWrap(f *testing.F) {
	f.Add("one two-three  four\n漢字 \x1b[1mbold and long\x1b[0m x", 7)
	f.Add("  leading, trailing  \n\n", 3)
	f.Add("0 00000000-0", 8)
	f.Fuzz(func(t *testing.T, s string, n int) {
		s = SafeLines(s)
		n = 2 + (n&0x7fffffff)%80
		styled := New(Options{}).Title.Render("x") + strings.ReplaceAll(s, "\n", " ")
		for _, text := range []string{s, styled} {
			lines := Wrap(text, n)
			for _, line := range lines {
				if Width(line) > n {
					t.Fatalf("%q is %d wide, want %d: %q", line, Width(line), n, text)
				}
				if strings.HasSuffix(styleAfter("", line), "m") {
					t.Fatalf("%q ends with a style", line)
				}
			}
			if got, want := letters(strings.Join(lines, "")), letters(text); got != want {
				t.Fatalf("letters %q, want %q", got, want)
			}
		}
	})
}

func letters(s string) string { return strings.Join(strings.Fields(ansi.Strip(s)), "") }
