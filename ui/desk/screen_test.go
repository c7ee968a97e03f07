package desk

import (
	"reflect"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/source"
	"github.com/certwiz/certwiz/submission/store"
	"github.com/certwiz/certwiz/ui/theme"
)

// press presses keys by their names, or types, and returns what the desk
// sent last.
func press(d *Desk, keys ...string) tea.Msg {
	named := map[string]tea.KeyType{"enter": tea.KeyEnter, "esc": tea.KeyEsc, "up": tea.KeyUp, "down": tea.KeyDown, "home": tea.KeyHome, "end": tea.KeyEnd}
	var sent tea.Msg
	for _, k := range keys {
		msg := tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(k)}
		if n, ok := named[k]; ok {
			msg = tea.KeyMsg{Type: n}
		}
		sent = nil
		if cmd := d.Update(msg); cmd != nil {
			sent = cmd()
		}
	}
	return sent
}

// to chooses a submission.
func to(t *testing.T, d *Desk, slug string) {
	t.Helper()
	press(d, "home")
	for range 20 {
		if d.pick == slug {
			return
		}
		press(d, "down")
	}
	t.Fatalf("no way to %s", slug)
}

// at is the desk in a size, spaces joined; it must fit.
func at(t *testing.T, d *Desk, width, height int) string {
	t.Helper()
	lines := d.Lines(width, height)
	if len(lines) > height {
		t.Errorf("%d lines, %d allowed", len(lines), height)
	}
	for _, l := range lines {
		if w := theme.Width(l); w > width {
			t.Errorf("%d columns, %d allowed: %s", w, width, l)
		}
	}
	return strings.Join(strings.Fields(strings.Join(lines, " ")), " ")
}

func wants(t *testing.T, screen string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(screen, part) {
			t.Errorf("%q is not in\n%s", part, screen)
		}
	}
}

func TestScreen(t *testing.T) {
	d := New(rows(), plain)
	to(t, d, "orders")
	wants(t, at(t, d, 78, 22),
		"connector version state turn since",
		"› ! Contoso Orders 2 in review Microsoft day 9 of 14",
		"! Contoso Invoices 1 changes requested yours 2 days",
		"Fabrikam Loyalty 1 not confirmed yours today",
		"Contoso Orders, version 2, confirmed 4 Nov by ines@contoso.example",
		"next Microsoft states an answer by 18 Nov. Then test your connector.",
		"! the OAuth client secret expires in 41 days")
	to(t, d, "late")
	wants(t, at(t, d, 78, 22), "› ! Wingtip Toys", "day 22 of 14", "Microsoft's answer was due by 5 Nov: ask your Microsoft contact.", "day 22 of the 14 that Microsoft states")
	to(t, d, "invoices")
	wants(t, at(t, d, 78, 22), `said The icon's background is white; see "Icon".`)
	for _, slug := range []string{"late", "orders", "certified"} {
		to(t, d, slug)
		screen := at(t, d, 58, 14)
		r, _ := d.chosen()
		wants(t, screen, "› ", r.Connector[:8])
	}
	if got := d.Title(); got != "7 submissions" {
		t.Errorf("%q", got)
	}
	at(t, d, 1, 1)
	at(t, d, 0, 0)
}

func TestManyRows(t *testing.T) {
	var all []store.Summary
	for i := range 60 {
		s := several()[2]
		s.Slug = strings.Repeat("a", i+1)
		all = append(all, s)
	}
	d := New(Rows(all, portal.All(), source.GitHubCom, now), plain)
	for range 70 {
		wants(t, at(t, d, 78, 22), "› ")
		press(d, "down")
	}
	press(d, "home")
	wants(t, at(t, d, 78, 22), "› ! Contoso")
}

func TestEmptyDesk(t *testing.T) {
	d := New(nil, plain)
	wants(t, at(t, d, 78, 22), "Nothing was begun yet.", "n begins")
	if got := press(d, "n"); got != (NewMsg{}) {
		t.Errorf("%#v", got)
	}
	for _, k := range []string{"enter", "u", "a", "down"} {
		if got := press(d, k); got != nil {
			t.Errorf("%s sends %#v", k, got)
		}
	}
}

func TestMessages(t *testing.T) {
	for _, c := range []struct {
		slug string
		keys []string
		want tea.Msg
		says string
	}{
		{"orders", []string{"enter"}, OpenMsg{"orders"}, ""},
		{"orders", []string{"n"}, NewMsg{}, ""},
		{"orders", []string{"esc"}, QuitMsg{}, ""},
		{"invoices", []string{"u"}, UpdateMsg{Slug: "invoices"}, ""},
		{"draft", []string{"u"}, nil, "Nothing was submitted yet"},
		{"certified", []string{"u"}, nil, "Update your certified connector"},
		{"orders", []string{"u"}, nil, "reset the progress once more (S100)"},
		{"orders", []string{"u", "Contoso", "enter"}, nil, "That is not the connector's name, Contoso Orders."},
		{"orders", []string{"u", "Contoso Orders", "enter"}, UpdateMsg{Slug: "orders", Insist: true}, ""},
		{"orders", []string{"u", "Contoso Orders", "esc", "enter"}, OpenMsg{"orders"}, ""},
		{"orders", []string{"a"}, nil, "What did Microsoft answer on Contoso Orders?"},
		{"orders", []string{"a", "enter"}, nil, "What did Microsoft ask for?"},
		{"orders", []string{"a", "enter", "enter"}, nil, "Type or paste what Microsoft asked for"},
		{"orders", []string{"a", "enter", "Mend the icon", "enter"}, AnswerMsg{"orders", submission.ChangesRequested, "Mend the icon"}, ""},
		{"orders", []string{"a", "down", "enter"}, AnswerMsg{"orders", submission.Approved, ""}, ""},
		{"orders", []string{"a", "end", "enter"}, AnswerMsg{"orders", submission.Certified, ""}, ""},
		{"orders", []string{"a", "esc", "enter"}, OpenMsg{"orders"}, ""},
		{"loyalty", []string{"a"}, nil, "say whether the portal showed its confirmation"},
		{"certified", []string{"a"}, nil, "no answer is open"},
	} {
		d := New(rows(), plain)
		to(t, d, c.slug)
		if got := press(d, c.keys...); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s %q sends %#v, want %#v", c.slug, c.keys, got, c.want)
		}
		if c.says != "" {
			wants(t, at(t, d, 78, 22), c.says)
			at(t, d, 58, 14)
		}
	}
}

func TestAnUpdateIsNotBegunTwice(t *testing.T) {
	s := several()[2]
	s.Draft.Version, s.Draft.Update = 2, true
	d := New(Rows([]store.Summary{s}, portal.All(), source.GitHubCom, now), plain)
	if got := press(d, "u"); got != nil {
		t.Errorf("%#v", got)
	}
	wants(t, at(t, d, 78, 22), "Version 2 is being prepared already: enter opens it.")
}

func TestSetRowsKeepsTheChoice(t *testing.T) {
	d := New(rows(), plain)
	to(t, d, "orders")
	d.SetRows(rows())
	if d.pick != "orders" {
		t.Errorf("at %s", d.pick)
	}
	d.SetRows(rows()[:2])
	if d.pick != "late" {
		t.Errorf("at %s", d.pick)
	}
	d.SetRows(nil)
	press(d, "enter")
	at(t, d, 78, 22)
}

func TestKeys(t *testing.T) {
	keys := func(d *Desk) string {
		var names []string
		for _, b := range d.Keys() {
			names = append(names, b.Help().Key)
		}
		return strings.Join(names, " ")
	}
	d := New(rows(), plain)
	for _, c := range []struct{ slug, want string }{
		{"orders", "↑↓ enter u a n q"},   // locked, but it can be insisted on
		{"draft", "↑↓ enter n q"},        // nothing to update, nothing to answer
		{"certified", "↑↓ enter n q"},    //
		{"invoices", "↑↓ enter u a n q"}, //
		{"late", "↑↓ enter u a n q"},     //
		{"loyalty", "↑↓ enter n q"},      // not confirmed yet
	} {
		to(t, d, c.slug)
		if got := keys(d); got != c.want {
			t.Errorf("%s: %s, want %s", c.slug, got, c.want)
		}
	}
	to(t, d, "orders")
	press(d, "u")
	if got := keys(d); got != "enter esc" {
		t.Errorf("while typing: %s", got)
	}
}

// What is typed is kept out of the keys: q and n are letters then.
func TestLettersAreLettersWhileTyping(t *testing.T) {
	d := New(rows(), plain)
	to(t, d, "orders")
	if got := press(d, "a", "enter", "q", "n", "u"); got != nil {
		t.Errorf("%#v", got)
	}
	if d.input.Value() != "qnu" {
		t.Errorf("typed %q", d.input.Value())
	}
}
