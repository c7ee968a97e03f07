package desk

import (
	"encoding/json"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/certwiz/certwiz/internal/golden"

	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/source"
	"github.com/certwiz/certwiz/submission/standing"
	"github.com/certwiz/certwiz/submission/store"
	"github.com/certwiz/certwiz/ui/theme"
)

var now = time.Date(2025, 11, 12, 9, 0, 0, 0, time.UTC)

// event is what happened on a day of October (minus) or November.
func event(kind submission.EventKind, day, version int, text string) submission.Event {
	return submission.Event{Format: 1, Kind: kind, Version: version, Text: text, By: "ines@contoso.example",
		At: time.Date(2025, 11, day, 15, 0, 0, 0, time.UTC)}
}

func summary(slug, title string, version int, answers map[string]string, events ...submission.Event) store.Summary {
	d := submission.Draft{Format: 1, Slug: slug, Title: title, Version: version, Update: version > 1, Answers: map[string]submission.Answer{}}
	for id, value := range answers {
		d.Answers[id] = submission.Answer{Value: value}
	}
	return store.Summary{Slug: slug, Draft: &d, Ledger: events}
}

// several is one submission of every kind.
func several() []store.Summary {
	return []store.Summary{
		summary("certified", "Tailspin Maps", 1, nil, event(submission.Frozen, -20, 1, ""), event(submission.Confirmed, -19, 1, "review"), event(submission.Certified, 1, 1, "")),
		summary("orders", "Contoso Orders", 2, map[string]string{"oauth.expires": "2025-12-23"},
			event(submission.Frozen, -10, 1, ""), event(submission.Confirmed, -10, 1, "review"), event(submission.ChangesRequested, -1, 1, "icon"),
			event(submission.UpdateBegun, 1, 1, ""), event(submission.Frozen, 3, 2, ""), event(submission.Confirmed, 4, 2, "review again")),
		summary("invoices", "Contoso Invoices", 1, nil, event(submission.Frozen, -10, 1, ""), event(submission.Confirmed, -9, 1, "review"),
			event(submission.ChangesRequested, 10, 1, "The icon's background is white; see \"Icon\".")),
		summary("loyalty", "Fabrikam Loyalty", 1, map[string]string{"oauth.expires": "2025-11-10"}, event(submission.Frozen, 12, 1, "")),
		summary("late", "Wingtip Toys", 1, nil, event(submission.Frozen, -10, 1, ""), event(submission.Confirmed, -9, 1, "review")),
		summary("draft", "Northwind", 1, map[string]string{"oauth.expires": "2027-01-31"}, event(submission.Started, 5, 1, "")),
		{Slug: "broken-1a2b3c4d", Errs: []error{errors.New("the draft is damaged")}},
	}
}

func rows() []Row { return Rows(several(), portal.All(), source.GitHubCom, now) }

func find(t *testing.T, slug string) Row {
	t.Helper()
	for _, r := range rows() {
		if r.Slug == slug {
			return r
		}
	}
	t.Fatalf("no row %s", slug)
	return Row{}
}

func TestRowsAreSorted(t *testing.T) {
	var got []string
	for _, r := range rows() {
		got = append(got, r.Slug)
	}
	want := "late broken-1a2b3c4d draft invoices loyalty orders certified"
	if strings.Join(got, " ") != want {
		t.Errorf("%s\nwant %s", strings.Join(got, " "), want)
	}
}

func TestRow(t *testing.T) {
	orders := find(t, "orders")
	if s := orders.Standing; s.Stage != standing.InReview || s.Version != 2 || s.Day != 9 || s.Overdue || s.By != "ines@contoso.example" {
		t.Errorf("%+v", s)
	}
	if !orders.Expiring || orders.Days != 41 || orders.Expires.Format(time.DateOnly) != "2025-12-23" {
		t.Errorf("the secret: %v in %d days on %s", orders.Expiring, orders.Days, orders.Expires)
	}
	if orders.Update == nil || !orders.Standing.Locked {
		t.Error("a second update is not locked (S100)")
	}
	if late := find(t, "late"); !late.Standing.Overdue || !late.urgent() {
		t.Error("the one that is overdue is not marked")
	}
	if d := find(t, "draft"); d.Expiring || d.Days != 445 || d.Standing.Stage != standing.Drafting {
		t.Errorf("%+v", d)
	}
	if b := find(t, "broken-1a2b3c4d"); b.Connector != "broken-1a2b3c4d" || len(b.Problems) != 1 || !b.urgent() {
		t.Errorf("%+v", b)
	}
	if l := find(t, "loyalty"); l.Days != -2 || !l.Expiring {
		t.Errorf("a secret that has ended: %+v", l)
	}
}

func TestRowOfAnUpdateThatIsPrepared(t *testing.T) {
	s := several()[2]
	s.Draft.Version, s.Draft.Update = 2, true
	s.Ledger = append(s.Ledger, event(submission.UpdateBegun, 11, 1, ""))
	r := Rows([]store.Summary{s}, portal.All(), source.GitHubCom, now)[0]
	if r.Preparing != 2 || r.Standing.Version != 1 {
		t.Errorf("%+v", r)
	}
}

func compare(t *testing.T, name, got string) {
	t.Helper()
	golden.Compare(t, filepath.Join("testdata", name), got)
}

var plain = theme.New(theme.Options{Plain: true})

func TestText(t *testing.T) {
	for name, width := range map[string]int{"desk-120.txt": 120, "desk-80.txt": 80, "desk-60.txt": 60} {
		text := Text(rows(), width, plain)
		for l := range strings.SplitSeq(text, "\n") {
			if theme.Width(l) > width {
				t.Errorf("%s: %d columns: %s", name, theme.Width(l), l)
			}
		}
		compare(t, name, text)
	}
	if got := Text(nil, 80, plain); got != "Nothing was begun yet.\n" {
		t.Errorf("%q", got)
	}
}

func TestTextInASCII(t *testing.T) {
	ascii := theme.New(theme.Options{Plain: true, SevenBit: true})
	s := several()[1]
	s.Draft.Title = "Øre & ü"
	for i, b := range []byte(Text(Rows([]store.Summary{s}, portal.All(), source.GitHubCom, now), 80, ascii)) {
		if b >= 0x80 {
			t.Fatalf("byte %d is %#x", i, b)
		}
	}
}

func TestUntrustedTitles(t *testing.T) {
	s := several()[2]
	s.Draft.Title = "Contoso\x1b[2J\nInvoices"
	s.Ledger[2].Text = "\x1b]0;x\x07"
	r := Rows([]store.Summary{s}, portal.All(), source.GitHubCom, now)
	ics := string(ICS(r, now))
	for _, text := range []string{Text(r, 80, plain), strings.Join(New(r, plain).Lines(80, 24), "\n"), ics} {
		if strings.ContainsAny(text, "\x1b\x07") {
			t.Errorf("a control character is sent: %q", text)
		}
	}
}

func TestJSON(t *testing.T) {
	data, err := JSON(rows())
	if err != nil {
		t.Fatal(err)
	}
	compare(t, "desk.json", string(data))
	var list []map[string]any
	if err := json.Unmarshal(data, &list); err != nil {
		t.Fatal(err)
	}
	if len(list) != 7 || list[0]["slug"] != "late" || list[0]["overdue"] != true {
		t.Errorf("%v", list[0])
	}
	if data, err := JSON(nil); err != nil || string(data) != "[]\n" {
		t.Errorf("no rows: %q, %v", data, err)
	}
}
