package terminal

import (
	"strings"
	"testing"
)

func TestScreen(t *testing.T) {
	tests := []struct {
		name, write, want string
	}{
		{"text", "one\r\ntwo", "one\ntwo"},
		{"line feed keeps the column", "one\ntwo", "one\n   two"},
		{"wraps", "0123456789ab", "0123456789\nab"},
		{"last column waits", "0123456789\r\nab", "0123456789\nab"},
		{"no wrap", "\x1b[?7l0123456789ab", "012345678b"},
		{"scrolls", "1\r\n2\r\n3\r\n4\r\n5", "2\n3\n4\n5"},
		{"backspace and tab", "ab\bc\td", "ac      d"},
		{"move", "\x1b[3;4Hx\x1b[1Ay\x1b[2Dz\x1b[1Bw", "\n   zy\n   xw"},
		{"wide", "漢字x", "漢字x"},
		{"wide at the edge", "012345678漢", "012345678\n漢"},
		{"wide covered", "漢字\x1b[2Gx", " x字"},
		{"wide covered from the left", "漢字\x1b[1Gx", "x 字"},
		{"combining mark", "e\u0301x", "e\u0301x"},
		{"emoji with a joiner", "👩\u200d💻x", "👩\u200d💻x"},
		{"emoji after a style", "\x1b[1m⚠\ufe0f\x1b[0mx", "⚠\ufe0fx"},
		{"flag", "🇩🇪x", "🇩🇪x"},
		{"box drawing", "╷│╵┃", "╷│╵┃"},
		{"DEC line drawing", "\x1b(0lqk\x1b(Bl", "┌─┐l"},
		{"erase to the end of the line", "0123\x1b[3G\x1b[K", "01"},
		{"erase to the start of the line", "0123\x1b[2G\x1b[1K", "  23"},
		{"erase below", "a\r\nb\r\nc\x1b[2;1H\x1b[J", "a"},
		{"erase above", "a\r\nb\r\nc\x1b[2;1H\x1b[1J", "\n\nc"},
		{"erase all", "a\r\nb\x1b[2J", ""},
		{"erase cells", "01234\x1b[2G\x1b[2X", "0  34"},
		{"delete cells", "01234\x1b[2G\x1b[2P", "034"},
		{"insert cells", "01234\x1b[2G\x1b[2@", "0  1234"},
		{"insert mode", "034\x1b[2G\x1b[4h12\x1b[4l", "01234"},
		{"insert lines", "a\r\nb\x1b[1;1H\x1b[L", "\na\nb"},
		{"delete lines", "a\r\nb\x1b[1;1H\x1b[M", "b"},
		{"scrolling region", "a\r\nb\r\nc\r\nd\x1b[2;3r\x1b[3;1H\nx", "a\nc\nx\nd"},
		{"reverse line feed scrolls down", "a\r\nb\x1b[1;1H\x1bMx", "x\na\nb"},
		{"scroll up and down", "a\r\nb\r\nc\x1b[2S\x1b[1T", "\nc"},
		{"origin mode", "\x1b[2;3r\x1b[?6h\x1b[1;1Hx", "\nx"},
		{"save and restore", "ab\x1b7\x1b[3;3Hx\x1b8c", "abc\n\n  x"},
		{"repeat", "ab\x1b[3b", "abbbb"},
		{"alternate screen", "main\x1b[?1049halt", "    alt"},
		{"back to the main screen", "main\x1b[?1049halt\x1b[?1049l!", "main!"},
		{"synchronized, under way", "old\x1b[?2026h\x1b[2J\x1b[Hnew", "old"},
		{"synchronized, complete", "old\x1b[?2026h\x1b[2J\x1b[Hnew\x1b[?2026l", "new"},
		{"kitty and xterm keyboard", "\x1b[>4;2m\x1b[=1;1u\x1b[>1u\x1b[<ux", "x"},
		{"title and link", "\x1b]2;title\x07\x1b]8;;https://example.com\x1b\\x\x1b]8;;\x1b\\", "x"},
		{"unknown sequences", "\x1bPq#0\x1b\\\x1b_x\x1b\\\x1b[?9999hx\x1b[5$zx", "xx"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newScreen(10, 4)
			s.Write([]byte(tt.write))
			if got := s.text(); got != tt.want {
				t.Errorf("\ngot:\n%s\nwant:\n%s", got, tt.want)
			}
		})
	}
}

func TestScreenStyles(t *testing.T) {
	tests := []struct {
		name, write string
		want        Style
	}{
		{"none", "x", Style{}},
		{"bold cyan", "\x1b[1;36mx", Style{Bold: true, Fg: "6"}},
		{"faint", "\x1b[2mx", Style{Faint: true}},
		{"bright on a background", "\x1b[91;44mx", Style{Fg: "9", Bg: "4"}},
		{"palette", "\x1b[38;5;141mx", Style{Fg: "141"}},
		{"direct", "\x1b[38;2;31;111;235mx", Style{Fg: "#1f6feb"}},
		{"direct, colons", "\x1b[48:2::31:111:235mx", Style{Bg: "#1f6feb"}},
		{"attribute after a direct colour", "\x1b[38;5;1;7mx", Style{Fg: "1", Reverse: true}},
		{"curly underline", "\x1b[4:3mx", Style{Underline: true}},
		{"curly underline off", "\x1b[4m\x1b[4:0mx", Style{}},
		{"reset", "\x1b[1;3;4;7;9;31;41m\x1b[mx", Style{}},
		{"each off", "\x1b[1;3;4;7;9;31;41m\x1b[22;23;24;27;29;39;49mx", Style{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newScreen(10, 4)
			s.Write([]byte(tt.write))
			if got := s.lines[0][0].Style; got != tt.want {
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
		})
	}
}

func TestScreenQueries(t *testing.T) {
	const ask = "\x1b[c\x1b[>c\x1b[6n\x1b[5n\x1b]10;?\x1b\\\x1b]11;?\x07\x1b[?2026$p\x1b[>q\x1b[?u\x1bP+q544e\x1b\\\x1b[18t\x1b]52;c;?\x07"
	want := "DA1, DA2, CSI 6n, CSI 5n, OSC 10, OSC 11, DECRQM 2026, XTVERSION, kitty keyboard, XTGETTCAP, CSI 18t, OSC 52"
	s := newScreen(10, 4)
	var answers strings.Builder
	s.answer = func(a string) { answers.WriteString(a) }
	s.Write([]byte(ask))
	if got := strings.Join(s.queries, ", "); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got := answers.String(); !strings.Contains(got, "\x1b[1;1R") || !strings.Contains(got, "\x1b]11;rgb:0000/0000/0000\x1b\\") {
		t.Errorf("answers %q", got)
	}
}

func TestScreenResize(t *testing.T) {
	s := newScreen(10, 4)
	s.Write([]byte("0123漢\r\nb\r\nc\r\nd"))
	s.resize(5, 3)
	if got, want := s.text(), "0123\nb\nc"; got != want {
		t.Errorf("smaller: got %q, want %q", got, want)
	}
	s.resize(12, 5)
	s.Write([]byte("\x1b[5;12Hx"))
	if got, want := s.text(), "0123\nb\nc\n\n           x"; got != want {
		t.Errorf("larger: got %q, want %q", got, want)
	}
}

// FuzzScreen holds that no bytes break the emulator and that each row stays
// as wide as the screen.
func FuzzScreen(f *testing.F) {
	f.Add([]byte("漢字\x1b[2Gx\x1b[1@\x1b[?1049h\x1b[2;3r\x1b[99999999999999999999T"), uint8(10), uint8(4))
	f.Add([]byte("⚠\ufe0f👩\u200d💻\x1b[38;2;1mx\x1b[4:mx\x1b[3b\xff\xc3"), uint8(3), uint8(1))
	f.Fuzz(func(t *testing.T, b []byte, cols, rows uint8) {
		s := newScreen(int(cols%40)+1, int(rows%20)+1)
		s.Write(b)
		s.resize(int(rows%40)+1, int(cols%20)+1)
		s.Write(b)
		for y, line := range s.lines {
			width := 0
			for _, c := range line {
				width += c.width
			}
			if width != s.cols {
				t.Fatalf("row %d is %d cells wide, want %d", y, width, s.cols)
			}
		}
	})
}
