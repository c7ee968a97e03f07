package theme

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestSafe(t *testing.T) {
	tests := []struct {
		name, in, want, ascii string
	}{
		{"plain", "Contoso Invoices", "Contoso Invoices", "Contoso Invoices"},
		{"letters", "Zoë 漢字 émoji 🎉 ‘q’ · →", "Zoë 漢字 émoji 🎉 ‘q’ · →", "Zoë 漢字 émoji 🎉 ‘q’ · →"},
		{"combining mark", "e\u0301", "e\u0301", "e\u0301"},
		{"escape sequence", "a\x1b[31mb", "a␛[31mb", `a\x1b[31mb`},
		{"clipboard", "\x1b]52;c;eA==\a", "␛]52;c;eA==␇", `\x1b]52;c;eA==\x07`},
		{"line ends and tab", "a\r\nb\tc", "a␍␊b␉c", `a\r\nb\tc`},
		{"nul and delete", "\x00\x7f", "␀␡", `\x00\x7f`},
		{"C1", "\u009b31m\u0085", "⟨U+009B⟩31m⟨U+0085⟩", `\u009b31m\u0085`},
		{"C1 as a byte", "\x9b31m", "⟨0x9B⟩31m", `\x9b31m`},
		{"direction", "\u202etxt.exe\u2066\u200f", "⟨U+202E⟩txt.exe⟨U+2066⟩⟨U+200F⟩", `\u202etxt.exe\u2066\u200f`},
		{"zero width", "a\u200bb\u200dc\ufeff\u2060", "a⟨U+200B⟩b⟨U+200D⟩c⟨U+FEFF⟩⟨U+2060⟩", `a\u200bb\u200dc\ufeff\u2060`},
		{"soft hyphen", "a\u00adb", "a⟨U+00AD⟩b", `a\u00adb`},
		{"line separators", "\u2028\u2029", "⟨U+2028⟩⟨U+2029⟩", `\u2028\u2029`},
		{"fillers", "\u3164\u115f\u2800", "⟨U+3164⟩⟨U+115F⟩⟨U+2800⟩", `\u3164\u115f\u2800`},
		{"variation selector and tag", "⚠\ufe0f\U000e0041", "⚠⟨U+FE0F⟩⟨U+E0041⟩", "⚠" + `\ufe0f\U000e0041`},
		{"private and noncharacter", "\ue000\ufdd0", "⟨U+E000⟩⟨U+FDD0⟩", `\ue000\ufdd0`},
		{"lone surrogate", "\xed\xa0\x80", "⟨0xED⟩⟨0xA0⟩⟨0x80⟩", `\xed\xa0\x80`},
		{"cut short", "a\xe6\xbc", "a⟨0xE6⟩⟨0xBC⟩", `a\xe6\xbc`},
		{"replacement character", "\ufffd", "\ufffd", "\ufffd"},
		{"Arabic number sign", "\u0600", "\u0600", "\u0600"},
		{"spaces", "a\u00a0b\u3000c", "a\u00a0b\u3000c", "a\u00a0b\u3000c"},
	}
	ascii := New(Options{ASCII: true})
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Safe(tt.in); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if got := ascii.Safe(tt.in); got != tt.ascii {
				t.Errorf("in ASCII: got %q, want %q", got, tt.ascii)
			}
			if got := New(Options{}).Safe(tt.in); got != tt.want {
				t.Errorf("of a theme: got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestSafeLines(t *testing.T) {
	const in = "one\r\ntwo\tx\n\x1b[2Jthree\rfour"
	if got, want := SafeLines(in), "one\ntwo    x\n␛[2Jthree␍four"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := New(Options{ASCII: true}).SafeLines(in), "one\ntwo    x\n"+`\x1b[2Jthree\rfour`; got != want {
		t.Errorf("in ASCII: got %q, want %q", got, want)
	}
}

func TestSevenBit(t *testing.T) {
	th := New(Options{SevenBit: true})
	if got, want := th.Safe("Zoë 漢🎉"), `Zo\u00eb \u6f22\U0001f389`; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if th.Glyphs.Done != "+" {
		t.Errorf("glyph %q", th.Glyphs.Done)
	}
}

func TestRow(t *testing.T) {
	row := "\x1b[36m│\x1b[0m ✓ Zoë 漢 · a → b…"
	tests := []struct {
		name    string
		options Options
		want    string
	}{
		{"Unicode", Options{}, row},
		{"ASCII glyphs", Options{ASCII: true}, "\x1b[36m|\x1b[0m + Zoë 漢 - a > b~"},
		{"seven bits", Options{SevenBit: true}, "\x1b[36m|\x1b[0m + Zo? ?? - a > b~"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := New(tt.options).Row(row)
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if Width(got) != Width(row) {
				t.Errorf("width %d, want %d", Width(got), Width(row))
			}
		})
	}
}

// steering finds what must never reach a terminal from someone else's text.
func steering(s string) (rune, bool) {
	for _, r := range s {
		if r < 0x20 || r >= 0x7f && r < 0xa0 || unicode.Is(unicode.Cf, r) && !unicode.Is(unicode.Prepended_Concatenation_Mark, r) || unicode.Is(unicode.Bidi_Control, r) {
			return r, true
		}
	}
	return 0, false
}

func FuzzSafe(f *testing.F) {
	f.Add("a\x1b[31m\u202e\u009b\xff\n\t漢")
	f.Add("👩\u200d💻 \U000e0041 \xed\xa0\x80")
	f.Fuzz(func(t *testing.T, s string) {
		for _, o := range []Options{{}, {ASCII: true}, {SevenBit: true}} {
			th := New(o)
			got := th.Safe(s)
			if r, found := steering(got); found {
				t.Fatalf("%+v: %U in %q", o, r, got)
			}
			if !utf8.ValidString(got) {
				t.Fatalf("%+v: not UTF-8: %q", o, got)
			}
			if o.SevenBit && !isASCII(got) {
				t.Fatalf("not seven bits: %q", got)
			}
			if th.Safe(got) != got {
				t.Fatalf("%+v: not the same when done again: %q", o, got)
			}
			lines := th.SafeLines(s)
			if r, found := steering(strings.ReplaceAll(lines, "\n", "")); found {
				t.Fatalf("%+v: %U in lines %q", o, r, lines)
			}
			if !isASCII(th.Row(got)) && o.SevenBit {
				t.Fatalf("as a row: %q", th.Row(got))
			}
		}
	})
}
