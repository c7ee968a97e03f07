package text

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestCount(t *testing.T) {
	for n, want := range map[int]string{0: "0 entries", 1: "1 entry", 2: "2 entries"} {
		if got := Count(n, "entry", "entries"); got != want {
			t.Errorf("Count(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestThousands(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1048576: "1,048,576"} {
		if got := Thousands(n); got != want {
			t.Errorf("Thousands(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestSize(t *testing.T) {
	for n, want := range map[int64]string{
		0: "0 B", 1: "1 B", 999: "999 B", 1000: "1.0 kB", 12_345: "12.3 kB",
		999_949: "999.9 kB", 999_950: "1.0 MB", 1_000_000: "1.0 MB", 104_857_600: "104.9 MB",
	} {
		if got := Size(n); got != want {
			t.Errorf("Size(%d) = %q, want %q", n, got, want)
		}
	}
}

func TestSHA(t *testing.T) {
	full := strings.Repeat("0a9f", 10)
	for sha, short := range map[string]string{"": "", "0a9": "0a9", full: "0a9f0a9"} {
		if got := ShortSHA(sha); got != short {
			t.Errorf("ShortSHA(%q) = %q, want %q", sha, got, short)
		}
	}
	for s, want := range map[string]bool{
		"": false, full: true, full[:39]: false, full + "0": false,
		strings.ToUpper(full): false, "g" + full[1:]: false, "3473": false,
	} {
		if got := IsFullSHA(s); got != want {
			t.Errorf("IsFullSHA(%q) = %v", s, got)
		}
	}
}

func TestPattern(t *testing.T) {
	p := Pattern(`^a+$`)
	if first := p(); !first.MatchString("aa") || first.MatchString("b") || first != p() {
		t.Error("not compiled once")
	}
}

func TestCut(t *testing.T) {
	for _, tt := range []struct {
		s     string
		limit int
		want  string
	}{
		{"", 0, ""}, {"", 3, ""}, {"a", 0, ""}, {"a", -1, ""}, {"abc", 3, "abc"}, {"abcd", 3, "ab…"}, {"ab", 1, "…"},
		{"äöü", 3, "äöü"}, {"äöüß", 3, "äö…"}, {"日本語テキスト", 4, "日本語…"}, {"ab  cd", 5, "ab…"}, {"  x", 2, "…"},
		{"a\xff\xfe", 3, "a\xff\xfe"}, {"a\xff\xfeb", 3, "a\xff…"},
	} {
		if got := Cut(tt.s, tt.limit); got != tt.want {
			t.Errorf("Cut(%q, %d) = %q, want %q", tt.s, tt.limit, got, tt.want)
		}
	}
}

func TestPrefix(t *testing.T) {
	for _, tt := range []struct {
		s     string
		limit int
		want  string
	}{
		{"", 0, ""}, {"abc", -1, ""}, {"abc", 3, "abc"}, {"abcd", 3, "abc"}, {"aä", 2, "a"}, {"aäb", 3, "aä"}, {"日本", 5, "日"}, {"日", 2, ""},
	} {
		if got := Prefix(tt.s, tt.limit); got != tt.want {
			t.Errorf("Prefix(%q, %d) = %q, want %q", tt.s, tt.limit, got, tt.want)
		}
	}
}

func TestOneLine(t *testing.T) {
	for in, want := range map[string]string{
		"":                                     "",
		" a \r\n\tb\u2028c\u00a0 d ":           "a b c d",
		"a\x00\x1b[31mb\x7f":                   "a[31mb",
		"a\u202eb\u2066c\ufeffd\u200be\u061cf": "abcdef",
		"bad \xff byte":                        "bad \uFFFD byte",
		"\U0001F468\u200d\U0001F469":           "\U0001F468\u200d\U0001F469",
	} {
		if got := OneLine(in); got != want {
			t.Errorf("OneLine(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzCut(f *testing.F) {
	f.Add("äöü ß", 3)
	f.Add("日本語", 1)
	f.Add("a\xff\xfeb", 2)
	f.Fuzz(func(t *testing.T, s string, limit int) {
		limit %= 1000
		cut := Cut(s, limit)
		if n := utf8.RuneCountInString(cut); n > max(limit, 0) {
			t.Fatalf("Cut(%q, %d) has %d characters", s, limit, n)
		}
		head, marked := strings.CutSuffix(cut, "…")
		if cut != s && (!strings.HasPrefix(s, head) || !marked && limit > 0) {
			t.Fatalf("Cut(%q, %d) = %q", s, limit, cut)
		}
		prefix := Prefix(s, limit)
		if len(prefix) > max(limit, 0) || !strings.HasPrefix(s, prefix) {
			t.Fatalf("Prefix(%q, %d) = %q", s, limit, prefix)
		}
		if utf8.ValidString(s) && !(utf8.ValidString(cut) && utf8.ValidString(prefix)) {
			t.Fatalf("%q was split within a character: %q, %q", s, cut, prefix)
		}
		if line := OneLine(s); strings.ContainsAny(line, "\r\n\t") || !utf8.ValidString(line) || OneLine(line) != line {
			t.Fatalf("OneLine(%q) = %q", s, line)
		}
	})
}
