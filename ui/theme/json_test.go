package theme

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"testing/iotest"

	"io"
)

var hostile = []string{
	"::add-mask::x", " \t::error file=a::b", "a\n::set-output name=x::y", "x ##vso[task.setvariable]y", "##[error]z", "##VSO[build.x]",
	"a\r::stop-commands::t", "\u202e\u200b\u2066\u0085\u009b31m\ufeff\U000e0041\u2028", "###[x", "#", "##", "##v", ":", "a:: b", "::",
}

func TestJSONHoldsNoCommand(t *testing.T) {
	for _, text := range hostile {
		var b bytes.Buffer
		if err := WriteJSON(&b, []string{text}); err != nil {
			t.Fatal(err)
		}
		var back []string
		if err := json.Unmarshal(b.Bytes(), &back); err != nil || len(back) != 1 || back[0] != text {
			t.Errorf("%q comes back as %q, %v", text, back, err)
		}
		noCommand(t, b.String())
	}
}

// noCommand fails where a build server or a terminal would find something.
func noCommand(t *testing.T, text string) {
	t.Helper()
	for line := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == '\n' || r == '\r' }) {
		lower := strings.ToLower(line)
		if strings.HasPrefix(strings.TrimSpace(line), "::") || strings.Contains(lower, "##[") || strings.Contains(lower, "##vso[") {
			t.Errorf("a command in %q", line)
		}
	}
	if i := strings.IndexFunc(text, func(r rune) bool { return r >= 0x7f && unseen(r) }); i >= 0 {
		t.Errorf("unseen at %d in %q", i, text)
	}
}

func TestGuard(t *testing.T) {
	for _, text := range []string{hostile[0], hostile[1], hostile[2], hostile[3], hostile[4], hostile[5], hostile[6], "###[x", "#", "##", "##v", ":", "a:: b", "::", "plain\nlines\n"} {
		var whole, bytewise bytes.Buffer
		g := Guard(&whole)
		if n, err := io.WriteString(g, text); err != nil || n != len(text) {
			t.Fatal(n, err)
		}
		h := Guard(&bytewise)
		if _, err := io.Copy(h, iotest.OneByteReader(strings.NewReader(text))); err != nil {
			t.Fatal(err)
		}
		if err := Flush(g); err != nil {
			t.Fatal(err)
		}
		if err := Flush(h); err != nil {
			t.Fatal(err)
		}
		if whole.String() != bytewise.String() {
			t.Errorf("%q at once %q, byte by byte %q", text, whole.String(), bytewise.String())
		}
		if strings.ReplaceAll(whole.String(), `\`, "") != text {
			t.Errorf("%q became %q", text, whole.String())
		}
		noCommand(t, whole.String())
	}
}
