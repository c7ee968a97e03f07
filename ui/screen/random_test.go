package screen

import (
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"
	"pgregory.net/rapid"

	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/ui/theme"
)

// resize changes the terminal's size.
func (d *sitting) resize(width, height int) {
	d.out.rows = map[int]string{}
	d.send(tea.WindowSizeMsg{Width: width, Height: height})
}

// wantsFocusInSight fails when what the keys act on is not on the screen.
func (d *sitting) wantsFocusInSight() {
	d.t.Helper()
	m := d.a.session
	if m == nil || d.quit || m.sheet != nil || d.a.width < theme.LeastWidth || d.a.height < theme.LeastHeight {
		return
	}
	if m.overlay == nil && m.rail < 0 && !m.pointed() {
		return
	}
	switch m.overlay.(type) {
	case *reading, *detail, *question:
		return // nothing to point at
	}
	for i := range d.a.height {
		if strings.Contains(plain(d.out.rows[i]), m.th.Glyphs.Pick) || strings.Contains(d.out.rows[i], "\x1b[7") {
			return
		}
	}
	d.t.Fatalf("what the keys act on is out of sight (step %s, field %s, overlay %T, rail %d):\n%s",
		m.at, m.s.Draft.At.Field, m.overlay, m.rail, d.screen())
}

// pointed tells whether the page's focus shows a pointer or a cursor.
func (m *Model) pointed() bool {
	p := m.current()
	if p == nil {
		return m.s.Verdict.Open || len(m.submit.list.entries()) > 0
	}
	f, ok := p.focused()
	if !ok {
		return false
	}
	switch w := p.widget(f).(type) {
	case *changesField:
		return false
	case *filesField:
		return len(w.found()) > 0
	default:
		return true
	}
}

// TestAnyKeys presses anything anywhere: nothing panics, every frame has the
// terminal's size (look checks each), what has the focus is in sight, and one
// key leaves.
func TestAnyKeys(t *testing.T) {
	folders, clone := []string{mended(t), faulty(t)}, mendedClone(t)
	keys := []string{
		"tab", "tab", "tab", "shift+tab", "up", "down", "down", "left", "right", "enter", "enter", "esc", "space", "pgup", "pgdown", "home", "end",
		"backspace", "delete", "ctrl+g", "ctrl+r", "ctrl+y", "ctrl+d", "ctrl+b", "f1", "?", "a", "b", "c", "e", "f", "n", "o", "q", "w", "y", "1", "é", "漢", "\u202e",
	}
	widths, heights := rapid.IntRange(1, 220), rapid.IntRange(1, 60)
	rapid.Check(t, func(rt *rapid.T) {
		kind := rapid.SampledFrom([]string{"new", "open", "handed", "update", "asked"}).Draw(rt, "kind")
		dir := folders[rapid.IntRange(0, 1).Draw(rt, "folder")]
		if kind == "open" {
			dir = clone
		}
		d := sitAnywhere(t, rt, dir, kind)
		d.resize(rapid.OneOf(rapid.Just(80), widths).Draw(rt, "width"), rapid.OneOf(rapid.Just(24), heights).Draw(rt, "height"))
		for range rapid.IntRange(1, 60).Draw(rt, "keys") {
			if d.quit {
				return
			}
			switch rapid.IntRange(0, 15).Draw(rt, "what") {
			case 0:
				d.click(rapid.IntRange(0, max(0, d.a.width-1)).Draw(rt, "x"), rapid.IntRange(0, max(0, d.a.height-1)).Draw(rt, "y"))
			case 1:
				d.resize(widths.Draw(rt, "width"), heights.Draw(rt, "height"))
			case 2:
				d.paste(rapid.SampledFrom([]string{"one\ntwo", "\x1b[31mred", "a@b.example", strings.Repeat("漢", 300)}).Draw(rt, "pasted"))
			case 3:
				wheel := rapid.SampledFrom([]tea.MouseButton{tea.MouseButtonWheelUp, tea.MouseButtonWheelDown}).Draw(rt, "wheel")
				d.send(tea.MouseMsg{X: 40, Y: 10, Button: wheel, Action: tea.MouseActionPress})
				d.settle()
			default:
				d.press(rapid.SampledFrom(keys).Draw(rt, "key"))
			}
			d.wantsFocusInSight()
		}
		d.press("ctrl+s")
		if !d.quit {
			rt.Fatalf("ctrl+s does not leave:\n%s", d.screen())
		}
	})
}

// failing gives rapid's failures to a sitting's checks.
type failing struct {
	testing.TB
	rt *rapid.T
}

func (f failing) Helper()                   { f.rt.Helper() }
func (f failing) Fatal(args ...any)         { f.rt.Fatal(args...) }
func (f failing) Fatalf(s string, a ...any) { f.rt.Fatalf(s, a...) }
func (f failing) Errorf(s string, a ...any) { f.rt.Errorf(s, a...) }

// sitAnywhere begins a sitting in one of the states that a submission can be in.
func sitAnywhere(t *testing.T, rt *rapid.T, dir, kind string) *sitting {
	d := sit(failing{t, rt}, table{dir: dir, lost: true})
	switch kind {
	case "open":
		d.answerAll()
	case "handed", "update", "asked":
		d.s().Draft.Version = 1
		d.run(d.m().run("", d.s().Record(submission.Frozen, "")))
		if kind == "handed" {
			d.m().openSheet()
			break
		}
		d.run(d.m().run("", d.s().Record(submission.Confirmed, "review")))
		if kind == "asked" {
			d.run(d.m().run("", d.s().Record(submission.ChangesRequested, "the icon")))
		}
		next := submission.Carry(d.s().Portal, d.s().Draft, 2)
		d.s().Draft = next
		d.page("update")
	}
	d.send(spinTick{})
	return d
}
