package text

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestLower(t *testing.T) {
	for s, want := range map[string]string{
		"": "", "plain": "plain", "Click HERE": "click here", "ÄÖÜ Straße": "äöü straße",
		"ȺȺ Click": "ȺȺ click", "İstanbul": "İstanbul", "\u212a elvin": "\u212a elvin", "\xc4nderung HERE": "\xc4nderung here", "\xff\xfeA": "\xff\xfea",
	} {
		if got := Lower(s); got != want {
			t.Errorf("Lower(%q) = %q, want %q", s, got, want)
		}
	}
}

// FuzzLower: every offset stays, and what ToLower would change in place is
// changed.
func FuzzLower(f *testing.F) {
	for _, s := range []string{"Click HERE", "ȺȺȺ\nclick here", "\x93Click here\x94", "\u212a", "İ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := Lower(s)
		if len(got) != len(s) || utf8.ValidString(got) != utf8.ValidString(s) || Lower(got) != got {
			t.Fatalf("Lower(%q) = %q", s, got)
		}
		for i := range s {
			if !utf8.RuneStart(got[i]) && utf8.RuneStart(s[i]) {
				t.Fatalf("a letter moved in Lower(%q) = %q", s, got)
			}
		}
		if ascii := !strings.ContainsFunc(s, func(r rune) bool { return r >= utf8.RuneSelf }); ascii && got != strings.ToLower(s) {
			t.Fatalf("Lower(%q) = %q", s, got)
		}
	})
}
