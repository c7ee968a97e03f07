package screen

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/certwiz/certwiz/example"
	"github.com/certwiz/certwiz/internal/sittings"
	"github.com/certwiz/certwiz/internal/terminal"
	"github.com/certwiz/certwiz/secrets"
	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/session"
	"github.com/certwiz/certwiz/submission/store"
	"github.com/certwiz/certwiz/ui/outside"
	"github.com/certwiz/certwiz/ui/theme"
)

// now is the day on which every test takes place.
var now = time.Date(2026, 11, 24, 10, 42, 0, 0, time.UTC)

const (
	password     = sittings.Password
	clientSecret = sittings.ClientSecret
	clientID     = sittings.ClientID
)

func TestMain(m *testing.M) {
	flag.Parse()
	os.Exit(sittings.Main(func() int { return terminal.Main(m) }))
}

// The example's connector, with its faults or without, in a clone or in none.
// A look at a clone takes many runs of git: only what shows it needs one.
func faulty(t testing.TB) string      { return sittings.Folder{Faulty: true}.Make(t, now) }
func faultyClone(t testing.TB) string { return sittings.Folder{Faulty: true, Clone: true}.Make(t, now) }
func mended(t testing.TB) string      { return sittings.Folder{}.Make(t, now) }
func mendedClone(t testing.TB) string { return sittings.Folder{Clone: true}.Make(t, now) }

// board is a clipboard in memory.
type board struct{ text string }

func (b *board) Copy(text string) (string, error) {
	b.text = text
	return "copied to the clipboard", nil
}
func (b *board) CopySecret(text string) (string, error) { return b.Copy(text) }
func (b *board) Held(text string) (bool, bool)          { return b.text == text, true }
func (b *board) Clear() error                           { b.text = ""; return nil }

// browser opens nothing.
type browser struct{}

func (browser) Open(string) error { return nil }

// files shows nothing.
type files struct{}

func (files) Reveal(string) error { return nil }

// sitting is a person at certwiz, without a terminal: keys go into Update,
// commands run at once, and every frame is looked at.
type sitting struct {
	t      testing.TB
	a      *app
	out    *emulator
	board  *board
	quit   bool
	ticks  int // commands that only wait, left out
	turn   int // of the look-ups
	hidden []string
	faults bool // certwiz is made to fail: else a failure that is contained ends the test
	// unknown messages of Bubble Tea's own, such as the start of an editor
	others []tea.Msg
}

// table is what a sitting begins with.
type table struct {
	dir    string
	portal portal.Portal // ISV Studio when it has no ID
	store  *store.Store
	lost   bool // nothing is kept on disk
	theme  theme.Options
	width  int
	height int
	change func(*Options)
}

// newSession opens the draft of a connector's folder, as the command does.
func newSession(t testing.TB, tb table, vault secrets.Vault) *session.Session {
	t.Helper()
	ports := session.Ports{Now: func() time.Time { return now }, Store: tb.store, Vault: vault}
	if tb.store == nil {
		return session.New(ports, tb.portal, tb.dir, "")
	}
	slug, found := tb.store.FindDraft(tb.dir)
	if !found {
		return session.New(ports, tb.portal, tb.dir, "")
	}
	draft, err := tb.store.LoadDraft(slug)
	if err != nil {
		t.Fatal(err)
	}
	ledger, problems := tb.store.Ledger(slug)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return session.Resume(ports, tb.portal, draft, ledger)
}

func newStore(t testing.TB) *store.Store {
	t.Helper()
	st, err := store.Open(filepath.Join(t.TempDir(), "state"))
	if err != nil {
		t.Fatal(err)
	}
	st.Now = func() time.Time { return now }
	return st
}

// sit begins a sitting and lets it find out what it can.
func sit(t testing.TB, tb table) *sitting {
	t.Helper()
	if tb.portal.ID == "" {
		tb.portal = portal.ISVStudio()
	}
	if tb.store == nil && !tb.lost {
		tb.store = newStore(t)
	}
	if tb.width == 0 {
		tb.width, tb.height = 80, 24
	}
	d := &sitting{t: t, out: newEmulator(t), board: &board{}, hidden: []string{password, clientSecret}}
	o := Options{Theme: theme.New(tb.theme), Now: func() time.Time { return now }, Env: func(string) string { return "" },
		Out: outside.Ports{Clipboard: d.board, Browser: browser{}, Files: files{}}}
	if tb.dir != "" {
		o.Session = newSession(t, tb, secrets.NewMemory())
	}
	if tb.change != nil {
		tb.change(&o)
	}
	d.a = newApp(context.Background(), o, &painter{out: d.out})
	d.a.resize(tb.width, tb.height)
	t.Cleanup(func() { d.a.end(context.Background()) })
	if d.a.session != nil {
		d.run(d.a.session.Init()) // without the watch on the folder
	} else {
		d.run(d.a.Init())
	}
	d.settle()
	return d
}

func (d *sitting) m() *Model              { return d.a.session }
func (d *sitting) s() *session.Session    { return d.a.session.s }
func (d *sitting) value(id string) string { return d.s().Draft.Value(id) }

// run runs a command and everything that comes of it. What only waits is left
// out: settle does without waiting what it would have done.
func (d *sitting) run(cmd tea.Cmd) {
	if cmd == nil || d.quit {
		return
	}
	if strings.Contains(runtime.FuncForPC(reflect.ValueOf(cmd).Pointer()).Name(), "Tick.func") {
		d.ticks++
		return
	}
	switch msg := cmd().(type) {
	case nil:
	case tea.QuitMsg:
		d.quit = true
	default:
		if several := reflect.ValueOf(msg); several.Kind() == reflect.Slice && several.Type().Elem() == reflect.TypeFor[tea.Cmd]() {
			for i := range several.Len() { // tea.BatchMsg, and what tea.Sequence makes
				d.run(several.Index(i).Interface().(tea.Cmd))
			}
			return
		}
		if reflect.TypeOf(msg).PkgPath() == "github.com/charmbracelet/bubbletea" {
			d.others = append(d.others, msg)
		}
		d.send(msg)
	}
}

// send gives a message to the program and looks at the frame that comes of it.
func (d *sitting) send(msg tea.Msg) {
	d.t.Helper()
	if d.quit {
		return
	}
	_, cmd := d.a.Update(msg)
	d.look()
	d.run(cmd)
}

// settle does what the program would do after a pause.
func (d *sitting) settle() {
	d.t.Helper()
	for range 20 {
		m := d.a.session
		switch {
		case d.quit || m == nil:
			return
		case m.lookups.turn != d.turn:
			d.turn = m.lookups.turn
			d.send(lookupTick{d.turn})
			d.send(askTick{d.turn})
		case m.spinning:
			d.send(spinTick{})
		case m.saveSoon:
			d.send(saveTick{})
		default:
			return
		}
	}
	d.t.Fatal("the program never comes to rest")
}

// press presses keys by their names.
func (d *sitting) press(keys ...string) {
	d.t.Helper()
	for _, k := range keys {
		d.send(keyMsg(k))
		d.settle()
	}
}

// typed types a text, key by key.
func (d *sitting) typed(text string) {
	d.t.Helper()
	for _, r := range text {
		if r == '\n' {
			d.send(keyMsg("enter"))
			continue
		}
		d.send(keyMsg(string(r)))
	}
	d.settle()
}

// paste pastes a text as the terminal hands it over.
func (d *sitting) paste(text string) {
	d.t.Helper()
	d.send(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(text), Paste: true})
	d.settle()
}

// keyMsg is a key as Bubble Tea reads it.
func keyMsg(name string) tea.KeyMsg {
	named := map[string]tea.KeyType{
		"tab": tea.KeyTab, "shift+tab": tea.KeyShiftTab, "enter": tea.KeyEnter, "esc": tea.KeyEsc,
		"up": tea.KeyUp, "down": tea.KeyDown, "left": tea.KeyLeft, "right": tea.KeyRight,
		"home": tea.KeyHome, "end": tea.KeyEnd, "pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown,
		"backspace": tea.KeyBackspace, "delete": tea.KeyDelete, "f1": tea.KeyF1,
		"ctrl+b": tea.KeyCtrlB, "ctrl+c": tea.KeyCtrlC, "ctrl+d": tea.KeyCtrlD, "ctrl+e": tea.KeyCtrlE, "ctrl+g": tea.KeyCtrlG,
		"ctrl+o": tea.KeyCtrlO, "ctrl+p": tea.KeyCtrlP, "ctrl+t": tea.KeyCtrlT, "ctrl+z": tea.KeyCtrlZ, "ctrl+r": tea.KeyCtrlR, "ctrl+s": tea.KeyCtrlS, "ctrl+y": tea.KeyCtrlY,
	}
	if name == "space" || name == " " {
		return tea.KeyMsg{Type: tea.KeySpace, Runes: []rune(" ")}
	}
	if k, ok := named[name]; ok {
		return tea.KeyMsg{Type: k}
	}
	return tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(name)}
}

// click presses the left button on a cell, counted from 0.
func (d *sitting) click(x, y int) {
	d.t.Helper()
	d.send(tea.MouseMsg{X: x, Y: y, Button: tea.MouseButtonLeft, Action: tea.MouseActionPress})
	d.settle()
}

// clickOn clicks on the first place where a text stands.
func (d *sitting) clickOn(text string) {
	d.t.Helper()
	for y, row := range d.rows() {
		if before, _, found := strings.Cut(row, text); found {
			d.click(theme.Width(before), y)
			return
		}
	}
	d.t.Fatalf("%q is not on the screen:\n%s", text, d.screen())
}

// page opens a step on its first field.
func (d *sitting) page(step string) {
	d.t.Helper()
	p, ok := d.s().Portal.Step(step)
	if !ok {
		d.t.Fatalf("no step %q", step)
	}
	field := ""
	for _, f := range p.Fields {
		if f.Kind != portal.Note {
			field = f.ID
			break
		}
	}
	d.at(step, field)
}

// at opens a step on a field.
func (d *sitting) at(step, field string) {
	d.t.Helper()
	d.m().overlay = nil
	d.run(d.m().goTo(step, field))
	d.send(spinTick{}) // paints
	d.settle()
}

// give answers fields without the keyboard.
func (d *sitting) give(answers map[string]string) {
	d.t.Helper()
	for id, value := range answers {
		d.s().Set(id, value)
	}
	d.send(spinTick{})
	d.settle()
}

// keep puts a secret into the vault.
func (d *sitting) keep(field, value string) {
	d.t.Helper()
	d.run(d.m().run("", d.s().KeepSecret(field, value)))
	d.settle()
}

// answerAll answers everything that a verified publisher by commit is asked.
func (d *sitting) answerAll() {
	d.t.Helper()
	v := sittings.ByCommit().With(sittings.Answers{"commit": fmt.Sprint(example.PullRequest)})
	v.Give(d.s().Portal, func(field, value string) { d.s().Set(field, value) }, d.keep)
	d.send(spinTick{})
	d.settle()
}

// open answers everything and fails when the gate is still shut.
func (d *sitting) open() {
	d.t.Helper()
	d.answerAll()
	if v := d.s().Verdict; !v.Open {
		d.t.Fatalf("the gate is shut: %+v", v.Holds)
	}
}

// rows is the screen as the terminal shows it, without colours.
func (d *sitting) rows() []string {
	rows := make([]string, d.a.height)
	for i := range rows {
		rows[i] = strings.TrimRight(plain(d.out.rows[i]), " ")
	}
	return rows
}

func (d *sitting) screen() string { return strings.Join(d.rows(), "\n") }

// wants fails unless every text is on the screen, whatever the spaces between.
func (d *sitting) wants(texts ...string) {
	d.t.Helper()
	for _, text := range texts {
		if !strings.Contains(spaced(d.screen()), spaced(text)) {
			d.t.Errorf("%q is not on the screen:\n%s", text, d.screen())
		}
	}
}

// lacks fails when a text is on the screen.
func (d *sitting) lacks(texts ...string) {
	d.t.Helper()
	for _, text := range texts {
		if strings.Contains(spaced(d.screen()), spaced(text)) {
			d.t.Errorf("%q is on the screen:\n%s", text, d.screen())
		}
	}
}

func spaced(text string) string { return strings.Join(strings.Fields(text), " ") }

var colour = regexp.MustCompile(`\x1b\[[0-9;]*m`)

// plain is a row without its colours.
func plain(row string) string { return colour.ReplaceAllString(row, "") }

// look checks what must hold for every frame.
func (d *sitting) look() {
	d.t.Helper()
	width, height := d.a.width, d.a.height
	if width == 0 || height == 0 {
		return
	}
	shown := d.a.out.shown
	if !d.faults && strings.Contains(plain(strings.Join(shown, "\n")), "certwiz itself failed") {
		d.t.Fatalf("a failure was contained:\n%s", d.screen())
	}
	if len(shown) != height {
		d.t.Fatalf("the frame has %d rows, the terminal %d", len(shown), height)
	}
	for i, row := range shown {
		if w := theme.Width(row); w > width {
			d.t.Fatalf("row %d has %d columns, the terminal %d: %q", i, w, width, row)
		}
		if bad := unsafe(plain(row)); bad != "" {
			d.t.Fatalf("row %d sends %s: %q", i, bad, row)
		}
		for _, secret := range d.hidden {
			if strings.Contains(plain(row), secret) {
				d.t.Fatalf("row %d shows a secret: %q", i, row)
			}
		}
		if d.out.rows[i] != row {
			d.t.Fatalf("row %d is %q on the terminal, not %q", i, d.out.rows[i], row)
		}
	}
}

// unsafe names what must never be sent to a terminal as it is.
func unsafe(text string) string {
	for _, r := range text {
		switch {
		case r < 0x20, r == 0x7f, r >= 0x80 && r < 0xa0:
			return fmt.Sprintf("the control character %U", r)
		case r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0x200e, r == 0x200f:
			return fmt.Sprintf("the mark of direction %U", r)
		}
	}
	return ""
}

// kinds lists what the ledger on the disk holds.
func (d *sitting) kinds() string {
	d.t.Helper()
	events, errs := d.s().Ports.Store.Ledger(d.s().Draft.Slug)
	if len(errs) > 0 {
		d.t.Fatal(errs)
	}
	return kinds(events)
}

func kinds(l submission.Ledger) string {
	var all []string
	for _, e := range l {
		all = append(all, string(e.Kind))
	}
	return strings.Join(all, ", ")
}
