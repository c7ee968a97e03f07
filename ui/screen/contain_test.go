package screen

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"github.com/certwiz/certwiz/submission/session"
	"github.com/certwiz/certwiz/ui/desk"
)

// brittle is a widget that panics where it is told to.
type brittle struct{ in string }

func (b *brittle) fail(where string) {
	if b.in == where {
		panic("planted")
	}
}

func (b *brittle) focus() tea.Cmd         { b.fail("focus"); return nil }
func (b *brittle) blur() tea.Cmd          { return nil }
func (b *brittle) update(tea.Msg) tea.Cmd { b.fail("update"); return nil }
func (b *brittle) typing() bool           { return false }
func (b *brittle) bindings() []key.Binding {
	b.fail("bindings")
	return nil
}

func (b *brittle) lines(int, bool) []string { b.fail("lines"); return []string{"it is shown"} }

// plant puts a widget that panics in the place of the account's.
func (d *sitting) plant(where string) *brittle {
	b := &brittle{in: where}
	d.faults = true
	d.m().page("testing").widgets["testing.account"] = b
	return b
}

// TestPanicsAreContained plants a panic in each thing that a field does: the
// session goes on, what was entered is on the disk, and other pages work.
func TestPanicsAreContained(t *testing.T) {
	for _, where := range []string{"focus", "update", "lines", "bindings"} {
		t.Run(where, func(t *testing.T) {
			d := sit(t, table{dir: mended(t)})
			d.at("testing", "testing.steps")
			d.typed("1. Sign in")
			d.plant(where)
			d.s().Set("testing.account", "kept@contoso.example")
			d.send(keyMsg("tab"))
			if where != "focus" {
				d.send(keyMsg("x"))
			}
			d.wants("certwiz itself failed (planted)")
			if where == "focus" || where == "update" {
				d.wants("Everything you entered is kept")
				draft, err := d.s().Ports.Store.LoadDraft(d.s().Draft.Slug)
				if err != nil || draft.Value("testing.account") != "kept@contoso.example" {
					t.Errorf("on the disk is %q, %v", draft.Value("testing.account"), err)
				}
			}
			d.page("support")
			d.press("esc")
			d.lacks("planted")
			d.press("ctrl+s")
			if !d.quit {
				t.Error("ctrl+s does not leave")
			}
		})
	}
}

// TestPanicWithAFullDisk does not say that anything is kept.
func TestPanicWithAFullDisk(t *testing.T) {
	d := sit(t, table{dir: mended(t)})
	d.at("testing", "testing.account")
	folder := filepath.Join(d.s().Ports.Store.Dir(), "submissions", d.s().Draft.Slug)
	if err := errors.Join(os.RemoveAll(folder), os.WriteFile(folder, nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	d.plant("update")
	d.send(keyMsg("x"))
	d.wants("Not everything is kept")
	d.lacks("Everything you entered is kept")
	if err := d.a.end(context.Background()); err == nil {
		t.Error("the end says that all is kept")
	}
}

// TestPanicAtTheStart opens on another page when the page where the person was
// can't be opened, and says so; the next start opens there too.
func TestPanicAtTheStart(t *testing.T) {
	st := newStore(t)
	dir := mended(t)
	d := sit(t, table{dir: dir, store: st})
	d.at("testing", "testing.account")
	d.typed("a")
	d.plant("focus")
	d.a.send = func(tea.Msg) {}
	d.run(d.a.begin())
	d.send(spinTick{})
	d.settle()
	if d.m().at == "testing" {
		t.Error("it is on the page that it failed on")
	}
	d.wants("It opens on another page")
	again := sit(t, table{dir: dir, store: st})
	if again.m().at == "testing" {
		t.Error("the next start goes to the page that it failed on")
	}
}

// TestOverlayAndJobsThatPanic: neither a view nor work beside the screen ends
// the session.
func TestOverlayAndJobsThatPanic(t *testing.T) {
	d := sit(t, table{dir: mended(t)})
	d.faults = true
	d.m().overlay = brittleOverlay{d.m()}
	d.send(spinTick{})
	d.wants("not shown: this view: certwiz itself failed (planted)")
	d.press("esc")
	d.wants("Submit for review")
	d.run(d.m().keep("keeping it", func(context.Context) session.Result { panic("planted") }))
	d.wants("keeping it: certwiz itself failed (planted)")
	if d.m().keeping != 0 || len(d.m().busy) != 0 {
		t.Errorf("still under way: %d, %v", d.m().keeping, d.m().busy)
	}
	d.press("down")
	d.lacks("planted")
	d.run(d.m().o.background(func(context.Context) tea.Msg { panic("planted too") }))
	d.wants("planted too", "Everything you entered is kept")
	d.press("ctrl+s")
	if !d.quit {
		t.Error("ctrl+s does not leave")
	}
}

type brittleOverlay struct{ m *Model }

func (b brittleOverlay) update(tea.Msg) tea.Cmd  { return b.m.close() }
func (b brittleOverlay) lines(int, int) []string { panic("planted") }
func (b brittleOverlay) bindings() []key.Binding { return nil }

// brittleDesk panics at whatever it is asked.
type brittleDesk struct{ Desk }

func (brittleDesk) Rows() ([]desk.Row, error) { panic("planted") }

// TestDeskThatPanics says so below the list.
func TestDeskThatPanics(t *testing.T) {
	o := Options{Desk: brittleDesk{}, Now: func() time.Time { return now }}
	a := newApp(context.Background(), o, &painter{out: newEmulator(t)})
	a.resize(100, 24)
	_, _ = a.Update(a.rows("")())
	if shown := strings.Join(a.frame(), "\n"); !strings.Contains(shown, "the list: certwiz itself failed (planted)") {
		t.Errorf("the desk shows\n%s", shown)
	}
}

// TestOneTagInADocument walks a session with the tag that once ended each at
// every start: typed in a section, left, resumed on it.
func TestOneTagInADocument(t *testing.T) {
	st, dir := newStore(t), mended(t)
	d := sit(t, table{dir: dir, store: st, height: 40})
	d.faults = true
	path := d.section("Prerequisites")
	d.press("enter")
	d.typed("<img src= >")
	d.press("esc")
	if got := readFile(t, path); !strings.Contains(got, "<img src= >") {
		t.Errorf("what was typed is not in the file:\n%s", got)
	}
	d.press("ctrl+s")
	if !d.quit {
		t.Error("ctrl+s does not leave")
	}
	d = sit(t, table{dir: dir, store: st, height: 40})
	d.faults = true
	d.wants("Documents", "edit in your editor")
	d.page("testing")
	d.wants("User name")
}

// TestFailureStaysInSight: that freezing failed is there until a key says that
// it was read, however often the draft is saved meanwhile.
func TestFailureStaysInSight(t *testing.T) {
	d := sit(t, table{dir: mendedClone(t)})
	d.open()
	versions := filepath.Join(d.s().Ports.Store.Dir(), "submissions", d.s().Draft.Slug, "versions")
	if err := errors.Join(os.RemoveAll(versions), os.WriteFile(versions, nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	d.toSubmit()
	d.press("enter", "y")
	failed := d.s().SaveErr
	if failed == nil {
		t.Fatal("freezing did not fail")
	}
	for i := range 3 {
		d.s().MoveTo("submit", strings.Repeat("x", i+1))
		d.send(saveTick{})
		d.settle()
		d.wants(d.m().th.Glyphs.Bad+" ", "could not be frozen in")
	}
	d.press("down")
	if d.s().SaveErr != nil {
		t.Errorf("a key was pressed, and there is still %v", d.s().SaveErr)
	}
}
