package screen

import (
	"math/rand/v2"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
)

// through gives bytes to a cutter in chunks, as the terminal does.
func through(in string, chunk func() int) (out string, sizes []int) {
	var c pasteCutter
	var all strings.Builder
	buf := make([]byte, 0, 256)
	for in != "" {
		n := min(chunk(), len(in))
		if c.cutting() {
			n = min(n, cap(buf)-len(pasteEnds))
		}
		left, size := c.take(buf, []byte(in[:n]))
		if size > 0 {
			sizes = append(sizes, size)
		}
		if len(left) > cap(buf) {
			panic("more than the reader has room for")
		}
		all.Write(left)
		in = in[n:]
	}
	return all.String(), sizes
}

// TestPastesAreCut: of a paste no more is passed on than a field takes, whatever
// the chunks it comes in; what is around it is untouched, and its size is known.
func TestPastesAreCut(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	chunks := map[string]func() int{
		"whole": func() int { return 256 }, "one by one": func() int { return 1 }, "any": func() int { return 1 + random.IntN(256) },
	}
	for name, chunk := range chunks {
		for _, n := range []int{0, 1, 300, mostPasted - 1, mostPasted, mostPasted + 1, mostPasted + 3, mostPasted + 300} {
			text := strings.Repeat("p\x1b[20", n/5+1)[:n]
			out, sizes := through("abc"+pasteBegins+text+pasteEnds+"def"+pasteBegins+"x"+pasteEnds+"\x1b[A", chunk)
			kept := min(n, mostPasted)
			want := "abc" + pasteBegins + text[:kept] + pasteEnds + "def" + pasteBegins + "x" + pasteEnds + "\x1b[A"
			if out != want {
				t.Errorf("%s, %d bytes: %d come, want %d", name, n, len(out), len(want))
			}
			if n > mostPasted && (len(sizes) != 1 || sizes[0] != n) {
				t.Errorf("%s, %d bytes: said is %v", name, n, sizes)
			}
		}
	}
}

// TestAHugePasteIsLittleWork: of 8 MB no more is handed on than of 256 kB.
func TestAHugePasteIsLittleWork(t *testing.T) {
	var c pasteCutter
	chunk := []byte(strings.Repeat("p", 250))
	passed, _ := c.take(make([]byte, 0, 256), []byte(pasteBegins))
	handed := len(passed)
	for range 8 << 20 / len(chunk) {
		out, _ := c.take(make([]byte, 0, 256), chunk)
		handed += len(out)
	}
	if most := mostPasted + 2*len(pasteBegins); handed > most {
		t.Errorf("%d bytes are handed on, %d at most", handed, most)
	}
}

// counter counts the frames.
type counter struct{ frames int }

func (c *counter) Write(b []byte) (int, error) { c.frames++; return len(b), nil }

// TestAFastTextIsLittleWork types 1 MB as fast as it is read: it is taken in few
// pieces and shown in few frames, and the first letter after it is shown at once.
func TestAFastTextIsLittleWork(t *testing.T) {
	for _, field := range []string{"testing.steps", "testing.account"} {
		d := sit(t, table{dir: mended(t)})
		d.at("testing", field)
		frames := &counter{}
		d.a.out.out = frames
		more := true
		d.m().o.more = func() bool { return more }
		piece := tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(strings.Repeat("w", 255))}
		space := tea.KeyMsg{Type: tea.KeySpace, Runes: []rune(" ")}
		const pieces = 4096
		cmds := 0
		for i := range pieces {
			more = i < pieces-1
			for _, k := range []tea.KeyMsg{piece, space} {
				if _, cmd := d.a.Update(k); cmd != nil {
					cmds++
				}
			}
		}
		if frames.frames > 40 || cmds > 40 {
			t.Errorf("%s: 1 MB is shown in %d frames and asks for %d things", field, frames.frames, cmds)
		}
		limit := map[string]int{"testing.steps": longestLines, "testing.account": longestLine}[field]
		if got := len(d.value(field)); got > limit || got < limit-256 {
			t.Errorf("%s: kept are %d bytes of at most %d", field, got, limit)
		}
		if !strings.Contains(d.m().notice, "kept at most") {
			t.Errorf("%s: it says %q", field, d.m().notice)
		}
		was := frames.frames
		d.a.Update(keyMsg("left"))
		if frames.frames == was {
			t.Errorf("%s: a key is not shown at once", field)
		}
	}
}

// TestFastTextLosesNothing: letters that come at once, with other keys between,
// are what was typed, also when the terminal is gone before the burst ends.
func TestFastTextLosesNothing(t *testing.T) {
	d := sit(t, table{dir: mended(t)})
	d.at("testing", "testing.steps")
	d.m().o.more = func() bool { return true }
	for _, k := range []string{"a", "b", "space", "c", "enter", "d", "e", "backspace", "f"} {
		d.a.Update(keyMsg(k))
	}
	d.a.end(t.Context())
	if got := d.value("testing.steps"); got != "ab c\ndf" {
		t.Errorf("the answer is %q", got)
	}
}

// TestPasteSaysItsBound at the field.
func TestPasteSaysItsBound(t *testing.T) {
	d := sit(t, table{dir: mended(t)})
	d.at("testing", "testing.account")
	d.paste(strings.Repeat("x", 100_000))
	d.wants("100.0 kB pasted, 4.1 kB kept at most")
	d.at("testing", "testing.steps")
	d.send(pasteCut{8 << 20})
	d.wants("8.4 MB pasted, 65.5 kB kept at most")
	d.section("Prerequisites")
	d.paste(strings.Repeat("x", 100_000))
	d.wants("100.0 kB pasted, 65.5 kB kept at most")
}
