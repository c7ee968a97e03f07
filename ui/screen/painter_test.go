package screen

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// emulator is the least of a terminal: it knows only what a painter may send.
type emulator struct {
	t      testing.TB
	rows   map[int]string
	writes int
	last   int // rows in the last write
}

func newEmulator(t testing.TB) *emulator { return &emulator{t: t, rows: map[int]string{}} }

var painted = regexp.MustCompile(`(?s)^\x1b\[(\d+);1H(.*?)\x1b\[0m\x1b\[K`)

// Write shows one frame.
func (e *emulator) Write(b []byte) (int, error) {
	frame, ok := strings.CutPrefix(string(b), "\x1b[?2026h")
	frame, end := strings.CutSuffix(frame, "\x1b[?2026l")
	if !ok || !end {
		e.t.Errorf("a write is not one frame: %q", b)
	}
	e.writes++
	e.last = 0
	for frame != "" {
		match := painted.FindStringSubmatch(frame)
		if match == nil {
			e.t.Fatalf("the painter sent %q", frame)
		}
		row, _ := strconv.Atoi(match[1])
		e.rows[row-1] = match[2]
		e.last++
		frame = frame[len(match[0]):]
	}
	return len(b), nil
}

func TestPainterWritesOnlyWhatChanged(t *testing.T) {
	out := newEmulator(t)
	p := &painter{out: out}
	steps := []struct {
		name   string
		rows   []string
		forget bool
		want   int // rows written
	}{
		{name: "first", rows: []string{"a", "b", "c"}, want: 3},
		{name: "the same", rows: []string{"a", "b", "c"}},
		{name: "one line", rows: []string{"a", "B", "c"}, want: 1},
		{name: "to an empty one", rows: []string{"a", "", "c"}, want: 1},
		{name: "two lines", rows: []string{"x", "", "y"}, want: 2},
		{name: "forgotten", rows: []string{"x", "", "y"}, forget: true, want: 3},
		{name: "higher", rows: []string{"x", "", "y", "z"}, want: 4},
		{name: "lower", rows: []string{"x", "q"}, want: 2},
	}
	for _, s := range steps {
		writes := out.writes
		out.last = 0
		if s.forget {
			p.forget()
		}
		p.paint(s.rows)
		if out.last != s.want {
			t.Errorf("%s: %d rows were written, want %d", s.name, out.last, s.want)
		}
		if wrote := out.writes - writes; wrote > 1 || s.want == 0 && wrote != 0 {
			t.Errorf("%s: %d writes", s.name, wrote)
		}
		for i, row := range s.rows {
			if out.rows[i] != row {
				t.Errorf("%s: row %d shows %q, want %q", s.name, i, out.rows[i], row)
			}
		}
	}
}

func TestPainterKeepsNoRowsOfItsCaller(t *testing.T) {
	out := newEmulator(t)
	p := &painter{out: out}
	rows := []string{"a", "b"}
	p.paint(rows)
	rows[1] = "c"
	p.paint(rows)
	if out.rows[1] != "c" {
		t.Errorf("row 1 shows %q", out.rows[1])
	}
}

// whole is a terminal that says when a write was split.
type whole struct {
	file
	got    bytes.Buffer
	writes int
}

func (w *whole) Write(b []byte) (int, error) { w.writes++; return w.got.Write(b) }

func TestTTYWritesWhole(t *testing.T) {
	w := &whole{}
	terminal := &tty{file: w}
	done := make(chan struct{})
	for range 2 {
		go func() {
			for range 200 {
				_, _ = terminal.Write([]byte("0123456789"))
			}
			done <- struct{}{}
		}()
	}
	<-done
	<-done
	if w.writes != 400 || strings.Count(w.got.String(), "0123456789") != 400 {
		t.Errorf("%d writes, %d whole ones", w.writes, strings.Count(w.got.String(), "0123456789"))
	}
}

func TestKeyChangesFewRows(t *testing.T) {
	d := sit(t, table{dir: mendedClone(t)})
	d.open()
	d.at("testing", "testing.account")
	writes := d.out.writes
	d.send(keyMsg("x"))
	if d.out.writes != writes+1 || d.out.last > 4 {
		t.Errorf("a key caused %d writes, the last of %d rows:\n%s", d.out.writes-writes, d.out.last, d.screen())
	}
}
