package desk

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/source"
	"github.com/certwiz/certwiz/submission/store"
)

// property is a content line of RFC 5545, unfolded.
type property struct{ name, params, value string }

var nameShape = regexp.MustCompile(`^[A-Z][A-Z-]*$`)

// parse reads a calendar by the rules of RFC 5545, sections 3.1 and 3.6, and
// fails on anything that breaks them.
func parse(t *testing.T, data []byte) (events [][]property) {
	t.Helper()
	text := string(data)
	if !utf8.ValidString(text) {
		t.Fatal("not UTF-8")
	}
	if !strings.HasSuffix(text, "\r\n") || strings.Count(text, "\n") != strings.Count(text, "\r\n") || strings.Count(text, "\r") != strings.Count(text, "\n") {
		t.Fatal("lines don't end in CRLF")
	}
	var lines []string
	for l := range strings.SplitSeq(strings.TrimSuffix(text, "\r\n"), "\r\n") {
		if len(l) > 75 {
			t.Errorf("a line of %d octets: %s", len(l), l)
		}
		if !utf8.ValidString(l) {
			t.Errorf("a character is cut in two: %q", l)
		}
		if rest, folded := strings.CutPrefix(l, " "); folded {
			lines[len(lines)-1] += rest
			continue
		}
		lines = append(lines, l)
	}
	var open []string
	for _, l := range lines {
		head, value, ok := strings.Cut(l, ":")
		name, params, _ := strings.Cut(head, ";")
		if !ok || !nameShape.MatchString(name) {
			t.Fatalf("no content line: %q", l)
		}
		for _, r := range value {
			if r < ' ' || r == 0x7f {
				t.Errorf("a control character in %q", l)
			}
		}
		switch name {
		case "BEGIN":
			open = append(open, value)
			if value == "VEVENT" {
				events = append(events, nil)
			}
		case "END":
			if len(open) == 0 || open[len(open)-1] != value {
				t.Fatalf("END:%s closes nothing", value)
			}
			open = open[:len(open)-1]
		default:
			if len(open) == 2 {
				events[len(events)-1] = append(events[len(events)-1], property{name, params, value})
			}
		}
	}
	if len(open) > 0 || lines[0] != "BEGIN:VCALENDAR" || lines[1] != "VERSION:2.0" || !strings.HasPrefix(lines[2], "PRODID:") {
		t.Errorf("no calendar: %q", lines[:3])
	}
	return events
}

func value(t *testing.T, event []property, name string) property {
	t.Helper()
	var found []property
	for _, p := range event {
		if p.name == name {
			found = append(found, p)
		}
	}
	if len(found) != 1 {
		t.Fatalf("%d times %s in %v", len(found), name, event)
	}
	return found[0]
}

func TestICS(t *testing.T) {
	events := parse(t, ICS(rows(), now))
	seen := map[string]string{}
	for _, e := range events {
		if p := value(t, e, "DTSTAMP"); p.value != "20251112T090000Z" {
			t.Errorf("DTSTAMP %s", p.value)
		}
		start, end := value(t, e, "DTSTART"), value(t, e, "DTEND")
		if start.params != "VALUE=DATE" || end.params != "VALUE=DATE" || end.value <= start.value {
			t.Errorf("from %v to %v", start, end)
		}
		uid := value(t, e, "UID").value
		if seen[uid] != "" {
			t.Errorf("UID %s twice", uid)
		}
		seen[uid] = start.value + " " + value(t, e, "SUMMARY").value
	}
	want := map[string]string{
		"late-1-review@certwiz":         "20251105 Wingtip Toys: Microsoft's answer is due",
		"orders-2-review-again@certwiz": "20251118 Contoso Orders: Microsoft's answer is due",
		"orders-secret@certwiz":         "20251223 Contoso Orders: the OAuth client secret expires",
		"loyalty-secret@certwiz":        "20251110 Fabrikam Loyalty: the OAuth client secret expires",
		"draft-secret@certwiz":          "20270131 Northwind: the OAuth client secret expires",
	}
	if len(seen) != len(want) {
		t.Errorf("%d entries, want %d: %v", len(seen), len(want), seen)
	}
	for uid, w := range want {
		if seen[uid] != w {
			t.Errorf("%s is %q, want %q", uid, seen[uid], w)
		}
	}
}

func TestICSKeepsItsUIDs(t *testing.T) {
	s := several()[1]
	before := Rows([]store.Summary{s}, portal.All(), source.GitHubCom, now)
	s.Draft.Title = "Contoso Orders Pro"
	after := Rows([]store.Summary{s}, portal.All(), source.GitHubCom, now.AddDate(0, 0, 3))
	for i, e := range parse(t, ICS(before, now)) {
		f := parse(t, ICS(after, now.AddDate(0, 0, 3)))[i]
		if value(t, e, "UID") != value(t, f, "UID") || value(t, e, "DTSTART") != value(t, f, "DTSTART") {
			t.Errorf("%v became %v", e, f)
		}
	}
}

func TestEscapingAndFolding(t *testing.T) {
	s := several()[1]
	title := `A\B; C, D: "E"` + strings.Repeat(" öäü漢字🙂", 12) + "\nF\r\nG\x00\x1b[2J"
	s.Draft.Title = title
	events := parse(t, ICS(Rows([]store.Summary{s}, portal.All(), source.GitHubCom, now), now))
	got := value(t, events[0], "SUMMARY").value
	if !strings.HasPrefix(got, `A\\B\; C\, D: "E"`) || !strings.Contains(got, `\nF\nG`) || !strings.Contains(got, "漢字🙂 öäü") {
		t.Errorf("%q", got)
	}
}

func TestEmptyCalendar(t *testing.T) {
	if events := parse(t, ICS(nil, now)); len(events) != 0 {
		t.Errorf("%v", events)
	}
}

func FuzzICS(f *testing.F) {
	f.Add("Contoso; \\ , \n ü漢🙂", "orders-1a2b3c4d")
	f.Fuzz(func(t *testing.T, title, slug string) {
		s := several()[1]
		s.Draft.Title, s.Slug = title, slug
		if events := parse(t, ICS(Rows([]store.Summary{s}, portal.All(), source.GitHubCom, now), now)); len(events) != 2 {
			t.Errorf("%d entries, want 2", len(events))
		}
	})
}
