package handoff

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/checks/origin"
	"github.com/certwiz/certwiz/internal/sittings"
	"github.com/certwiz/certwiz/secrets"
	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/session"
	"github.com/certwiz/certwiz/submission/store"
	"github.com/certwiz/certwiz/ui/outside"
	"github.com/certwiz/certwiz/ui/theme"
)

const (
	sha      = "a4a8a7a4f0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5"
	password = "correct-horse-battery"
	client   = "Zx8~q.value-of-the-secret"
)

// fakeBoard is a clipboard in memory.
type fakeBoard struct {
	text    string
	how     string
	err     error
	unknown bool
	clears  int
}

func (b *fakeBoard) Copy(text string) (string, error) {
	if b.err != nil {
		return "", b.err
	}
	b.text = text
	return b.how, nil
}
func (b *fakeBoard) CopySecret(text string) (string, error) { return b.Copy(text) }
func (b *fakeBoard) Held(text string) (held, known bool)    { return b.text == text, !b.unknown }
func (b *fakeBoard) Clear() error                           { b.clears++; b.text = ""; return nil }

type fakeBrowser struct {
	opened []string
	err    error
}

func (b *fakeBrowser) Open(url string) error {
	if b.err == nil {
		b.opened = append(b.opened, url)
	}
	return b.err
}

type fakeFiles struct {
	shown []string
	err   error
}

func (f *fakeFiles) Reveal(path string) error {
	if f.err == nil {
		f.shown = append(f.shown, path)
	}
	return f.err
}

// driver is a sheet and everything around it.
type driver struct {
	t       *testing.T
	now     time.Time
	s       *session.Session
	sheet   *Sheet
	vault   *secrets.Memory
	board   *fakeBoard
	browser *fakeBrowser
	files   *fakeFiles
	ticks   []tea.Msg // what was to come later
	closed  bool
}

// drive makes the sheet of a verified publisher's connector with OAuth, by
// commit; change may alter the draft before the version is frozen.
func drive(t *testing.T, change func(*session.Session)) *driver {
	t.Helper()
	st, err := store.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	d := &driver{t: t, now: time.Date(2025, 11, 24, 10, 42, 0, 0, time.UTC), vault: secrets.NewMemory(),
		board: &fakeBoard{how: "copied to the clipboard"}, browser: &fakeBrowser{}, files: &fakeFiles{}}
	now := func() time.Time { return d.now }
	st.Now = now
	ports := session.Ports{Now: now, Store: st, Vault: d.vault}
	d.s = session.New(ports, sittings.Drawn(portal.ISVStudio()), "/home/ines/certified-connectors/Contoso Invoices", "Contoso Invoices")
	d.s.Folder = &connector.Connector{Facts: connector.Facts{Title: "Contoso Invoices", AuthKnown: true,
		Auth: []connector.Auth{{Kind: "oauth2"}}}}
	d.s.Commit = &origin.Commit{Typed: "3473", SHA: sha}
	for field, value := range map[string]string{
		"publisher": "verified", "route": "open-source", "source": "commit", "commit": "3473",
		"email.submitter": "ines@contoso.example", "email.support": "support@contoso.example",
		"testing.steps": "1. Sign in at https://app.contoso.example\n2. Create an invoice", "testing.account": "cert-tester@contoso.example",
		"oauth.clientId": "6f1c2a4e-3b7d-4c19-9e52-8d0f4a1b77ab",
	} {
		d.s.Draft.Answers[field] = submission.Answer{Value: value}
	}
	d.keep("testing.password", password)
	d.keep("oauth.clientSecret", client)
	if change != nil {
		change(d.s)
	}
	frozen := submission.Event{Format: 1, Kind: submission.Frozen, At: d.now, Version: d.s.Draft.Version, By: "ines@contoso.example"}
	if err := st.Append(d.s.Draft.Slug, frozen); err != nil {
		t.Fatal(err)
	}
	d.s.Ledger = submission.Ledger{frozen}
	d.open()
	return d
}

func (d *driver) keep(field, value string) {
	d.t.Helper()
	ref := d.s.Draft.Slug + "/" + field
	if err := d.vault.Set(context.Background(), ref, secrets.New(value)); err != nil {
		d.t.Fatal(err)
	}
	d.s.Draft.Answers[field] = submission.Answer{Value: ref}
}

// open opens the sheet, as at the start of a sitting.
func (d *driver) open() {
	d.apply(d.s.LookUpSecrets())
	d.sheet = New(Options{Session: d.s, Theme: theme.New(theme.Options{Plain: true}),
		Out: outside.Ports{Clipboard: d.board, Browser: d.browser, Files: d.files},
		Run: func(_ string, job session.Job) tea.Cmd { return func() tea.Msg { return job } },
		Background: func(work func(context.Context) tea.Msg) tea.Cmd {
			return func() tea.Msg { return work(context.Background()) }
		},
		Now: func() time.Time { return d.now }})
	d.sheet.tick = func(after time.Duration, f func(time.Time) tea.Msg) tea.Cmd {
		if after != session.SecretTime {
			d.t.Errorf("a wait of %s", after)
		}
		d.ticks = append(d.ticks, f(d.now.Add(after)))
		return nil
	}
}

func (d *driver) apply(job session.Job) { d.s.Do(context.Background(), job) }

// run runs a command and everything that comes of it.
func (d *driver) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	switch msg := cmd().(type) {
	case nil:
	case session.Job:
		d.apply(msg)
	case Closed:
		d.closed = true
	default:
		if several := reflect.ValueOf(msg); several.Kind() == reflect.Slice && several.Type().Elem() == reflect.TypeFor[tea.Cmd]() {
			for i := range several.Len() { // tea.BatchMsg, and what tea.Sequence makes
				d.run(several.Index(i).Interface().(tea.Cmd))
			}
			return
		}
		d.run(d.sheet.Update(msg))
	}
}

// press presses keys by their names; a text longer than a name is typed.
func (d *driver) press(keys ...string) {
	for _, k := range keys {
		d.run(d.sheet.Update(keyMsg(k)))
	}
}

func keyMsg(name string) tea.KeyMsg {
	named := map[string]tea.KeyType{"enter": tea.KeyEnter, "esc": tea.KeyEsc, "up": tea.KeyUp, "down": tea.KeyDown,
		"home": tea.KeyHome, "end": tea.KeyEnd, "space": tea.KeySpace}
	if k, ok := named[name]; ok {
		if k == tea.KeySpace {
			return tea.KeyMsg{Type: k, Runes: []rune(" ")}
		}
		return tea.KeyMsg{Type: k}
	}
	return tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(name)}
}

// to chooses an item.
func (d *driver) to(id string) {
	d.t.Helper()
	d.press("home")
	for range 40 {
		if d.sheet.pick == id {
			return
		}
		d.press("down")
	}
	d.t.Fatalf("no way to the item %q", id)
}

// screen is the sheet at 80×24 as the frame shows it, without the frame.
func (d *driver) screen() string { return d.at(78, 22) }

// at is the sheet in any size; it must fit.
func (d *driver) at(width, height int) string {
	d.t.Helper()
	lines := d.sheet.Lines(width, height)
	if len(lines) > height {
		d.t.Errorf("%d lines, %d allowed", len(lines), height)
	}
	for _, l := range lines {
		if w := theme.Width(l); w > width {
			d.t.Errorf("%d columns, %d allowed: %s", w, width, l)
		}
	}
	text := strings.Join(lines, "\n")
	d.noSecrets(text)
	return text
}

// noSecrets fails when a secret is in a text.
func (d *driver) noSecrets(text string) {
	d.t.Helper()
	for _, secret := range []string{password, client} {
		if strings.Contains(text, secret) {
			d.t.Errorf("a secret is shown:\n%s", text)
		}
	}
}

// wants looks for parts of a text, whatever the spaces and line ends.
func (d *driver) wants(text string, parts ...string) {
	d.t.Helper()
	for _, part := range parts {
		if !strings.Contains(spaced(text), spaced(part)) {
			d.t.Errorf("%q is not in\n%s", part, text)
		}
	}
}

func (d *driver) lacks(text string, parts ...string) {
	d.t.Helper()
	for _, part := range parts {
		if strings.Contains(spaced(text), spaced(part)) {
			d.t.Errorf("%q is in\n%s", part, text)
		}
	}
}

func spaced(text string) string { return strings.Join(strings.Fields(text), " ") }

// ledger is what the store holds, as "kind text".
func (d *driver) ledger() string {
	d.t.Helper()
	events, errs := d.s.Ports.Store.Ledger(d.s.Draft.Slug)
	if len(errs) > 0 {
		d.t.Fatal(errors.Join(errs...))
	}
	var lines []string
	for _, e := range events {
		d.noSecrets(e.Text)
		lines = append(lines, strings.TrimSpace(string(e.Kind)+" "+e.Text))
	}
	return strings.Join(lines, "\n")
}

// recorded compares what was recorded since the version was frozen.
func (d *driver) recorded(want ...string) {
	d.t.Helper()
	got := strings.Join(strings.Split(d.ledger(), "\n")[1:], "\n")
	if got != strings.Join(want, "\n") {
		d.t.Errorf("recorded:\n%s\nwant:\n%s", got, strings.Join(want, "\n"))
	}
}
