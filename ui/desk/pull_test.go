package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/certwiz/certwiz/checks/origin"
	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/source"
	"github.com/certwiz/certwiz/submission/standing"
	"github.com/certwiz/certwiz/submission/store"
	"github.com/certwiz/certwiz/ui/theme"
)

// november is a time on a day of November; days before it are minus.
func november(day int) time.Time { return time.Date(2025, 11, day, 8, 30, 0, 0, time.UTC) }

// pull is a pull request that was opened on a day and read on another.
func pull(number, opened, read int, said ...origin.Statement) *origin.Pull {
	a := origin.Answer{Known: true, By: "GitHub", At: november(read)}
	return &origin.Pull{Number: number, URL: fmt.Sprintf("https://github.com/microsoft/PowerPlatformConnectors/pull/%d", number),
		Title: "Contoso", Author: "contoso-dev", Base: "dev", Opened: november(opened), Updated: november(read), Said: said,
		Asked: origin.Asked{Pull: a, Files: a, Checks: a, Reviews: a, Comments: a, Owners: a}}
}

func said(day int, text string) origin.Statement {
	return origin.Statement{Author: "certificationteam", Microsoft: true, Text: text, At: november(day), URL: "https://github.com/c"}
}

// pulled is one submission for each way in which a pull request stands.
func pulled() []store.Summary {
	with := func(s store.Summary, p *origin.Pull) store.Summary { s.Pull = p; return s }
	merged := pull(4301, -20, 12)
	merged.Merged, merged.Closed, merged.EndedAt, merged.MergeCommit = true, true, november(3), strings.Repeat("b418fa3", 5)+"b418f"
	offline := pull(4302, 8, 10)
	offline.Asked.Pull.Why = "no connection to GitHub"
	unread := pull(4307, 8, 12)
	unread.Asked.Comments = origin.Answer{Why: "the limit of calls is reached until 10:00"}
	return []store.Summary{
		with(summary("late", "Wingtip Toys", 1, nil, event(submission.Started, 1, 1, "")), pull(4299, -13, 12)),
		with(summary("failed", "Contoso Invoices", 1, nil, event(submission.Started, 1, 1, "")), pull(4300, -13, 12,
			said(6, "Certification Validations Failed. Please fix below issues:\n\n* Solution package not found at root\n* The icon is transparent, it must not be; see the policy 5000.2.2.5\n* and more\x1b[2J"))),
		with(summary("merged", "Contoso Orders", 1, nil, event(submission.Started, 1, 1, "")), merged),
		with(summary("deploying", "Fabrikam Loyalty", 1, nil, event(submission.Started, 1, 1, "")), pull(4304, -13, 11,
			said(4, "Your certification request has been approved. It takes 3-4 weeks."))),
		with(summary("offline", "Northwind", 1, nil, event(submission.Started, 1, 1, "")), offline),
		with(summary("unread", "Tailspin Maps", 1, nil, event(submission.Started, 1, 1, "")), unread),
		with(summary("review", "Adatum Parts", 1, nil, event(submission.Frozen, 2, 1, ""), event(submission.Confirmed, 5, 1, "review")), pull(4306, -20, 5)),
		summary("never", "Litware Notes", 1, map[string]string{"commit": "4308"}, event(submission.Started, 5, 1, "")),
		with(summary("live", "Proseware", 1, nil, event(submission.Started, 1, 1, "")), pull(4309, -20, 9,
			said(8, "the deployment of your connector and documentation page was already completed"))),
	}
}

func pulledRows() []Row { return Rows(pulled(), portal.All(), source.GitHubCom, now) }

func pulledRow(t *testing.T, slug string) Row {
	t.Helper()
	for _, r := range pulledRows() {
		if r.Slug == slug {
			return r
		}
	}
	t.Fatalf("no row %s", slug)
	return Row{}
}

func TestRowsOfPullRequestsAreSorted(t *testing.T) {
	var got []string
	for _, r := range pulledRows() {
		got = append(got, r.Slug)
	}
	if want := "late unread merged never failed review offline deploying live"; strings.Join(got, " ") != want {
		t.Errorf("%s\nwant %s", strings.Join(got, " "), want)
	}
}

func TestTextOfPullRequests(t *testing.T) {
	for name, width := range map[string]int{"pulls-120.txt": 120, "pulls-80.txt": 80, "pulls-60.txt": 60} {
		text := Text(pulledRows(), width, plain)
		for l := range strings.SplitSeq(text, "\n") {
			if theme.Width(l) > width {
				t.Errorf("%s: %d columns: %s", name, theme.Width(l), l)
			}
		}
		if strings.ContainsAny(text, "\x1b") {
			t.Errorf("%s sends a control character", name)
		}
		compare(t, name, text)
	}
}

func TestScreenOfPullRequests(t *testing.T) {
	d := New(pulledRows(), plain)
	for name, size := range map[string][2]int{"screen-80x24.txt": {78, 21}, "screen-60x16.txt": {58, 13}} {
		var frames []string
		for _, slug := range []string{"late", "failed", "deploying", "offline", "unread"} {
			to(t, d, slug)
			at(t, d, size[0], size[1])
			frames = append(frames, strings.Join(d.Lines(size[0], size[1]), "\n"))
		}
		compare(t, name, strings.Join(frames, "\n"+strings.Repeat("-", size[0])+"\n")+"\n")
	}
}

func TestJSONOfPullRequests(t *testing.T) {
	data, err := JSON(pulledRows())
	if err != nil {
		t.Fatal(err)
	}
	compare(t, "pulls.json", string(data))
	var list []struct {
		Slug, State, ByLedger, Turn string
		Overdue                     bool
		Reminder                    string
		PullRequest                 struct {
			Number                                   int
			URL, State, Seen, NotSeen, LastWordBy, X string
			AskedToday                               bool
		}
	}
	if err := json.Unmarshal(data, &list); err != nil {
		t.Fatal(err)
	}
	late, never := list[0], list[3]
	if late.State != "pull request open" || late.ByLedger != "draft" || !late.Overdue || !strings.Contains(late.Reminder, late.PullRequest.URL) ||
		late.PullRequest.Number != 4299 || late.PullRequest.State != "open" || !late.PullRequest.AskedToday {
		t.Errorf("%+v", late)
	}
	if never.PullRequest.Number != 4308 || never.PullRequest.Seen != "" || never.PullRequest.State != "" || never.PullRequest.AskedToday || never.State != "draft" {
		t.Errorf("%+v", never)
	}
}

func TestICSOfPullRequests(t *testing.T) {
	seen := map[string]string{}
	for _, e := range parse(t, ICS(pulledRows(), now)) {
		seen[value(t, e, "UID").value] = value(t, e, "DTSTART").value + " " + value(t, e, "SUMMARY").value
		if text := value(t, e, "DESCRIPTION").value; strings.HasPrefix(value(t, e, "UID").value, "late") && !strings.Contains(text, "/pull/4299") {
			t.Errorf("%s", text)
		}
	}
	for uid, want := range map[string]string{
		"late-1-pull-request@certwiz":    "20251101 Wingtip Toys: Microsoft's answer is due",
		"deploying-1-deployment@certwiz": "20251202 Fabrikam Loyalty: Microsoft's deployment is due",
		"offline-1-pull-request@certwiz": "20251122 Northwind: Microsoft's answer is due",
		"review-1-review@certwiz":        "20251119 Adatum Parts: Microsoft's answer is due",
	} {
		if seen[uid] != want {
			t.Errorf("%s is %q, want %q", uid, seen[uid], want)
		}
	}
	if len(seen) != 4 {
		t.Errorf("%v", seen)
	}
}

func TestPullNumber(t *testing.T) {
	link := func(n int) string { return source.GitHubCom.PullURL(fmt.Sprint(n)) }
	opened := func(version int, text string) submission.Event {
		return event(submission.PullRequest, 5, version, text)
	}
	verified := summary("a", "A", 1, map[string]string{"publisher": "verified", "commit": "PR 7", "pr.url": "8"})
	for _, c := range []struct {
		name string
		s    store.Summary
		want int
	}{
		{"nothing", store.Summary{}, 0},
		{"the draft's", verified, 7},
		{"an independent publisher's", summary("a", "A", 1, map[string]string{"publisher": "independent", "commit": "7", "pr.url": link(8)}), 8},
		{"a commit names none", summary("a", "A", 1, map[string]string{"commit": strings.Repeat("a", 40)}), 0},
		{"a pull request elsewhere", summary("a", "A", 1, map[string]string{"commit": "https://github.com/contoso/other/pull/9"}), 0},
		{"no draft", store.Summary{Pull: pull(9, 1, 2)}, 9},
		{"the draft's before what was read", store.Summary{Draft: verified.Draft, Pull: pull(9, 1, 2)}, 7},
		{"the one opened for this version (S91)", store.Summary{Draft: verified.Draft, Ledger: submission.Ledger{opened(1, link(10))}}, 10},
		{"one opened for an older version", summary("a", "A", 2, map[string]string{"commit": "7"}, opened(1, link(10))), 7},
		{"one whose address nobody wrote down", store.Summary{Draft: verified.Draft, Ledger: submission.Ledger{opened(1, "")}}, 7},
	} {
		if got := PullNumber(c.s, portal.ISVStudio(), source.GitHubCom); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
}

// The built-in example's pull request is somebody else's; and what was read of
// another pull request than the one that is meant says nothing.
func TestForeignPullRequests(t *testing.T) {
	s := pulled()[1]
	s.Draft.Throwaway = true
	if r := Rows([]store.Summary{s}, portal.All(), source.GitHubCom, now)[0]; r.Number != 0 || r.Asks() || r.Link != "" || r.Standing.Stage != standing.Drafting {
		t.Errorf("%+v", r)
	}
	s = pulled()[1]
	s.Draft.Answers["commit"] = submission.Answer{Value: "4400"}
	r := Rows([]store.Summary{s}, portal.All(), source.GitHubCom, now)[0]
	if r.Number != 4400 || r.Pull != nil || r.Standing.Stage != standing.Drafting || r.Seen != "GitHub was not asked yet" || !r.Stale {
		t.Errorf("%+v", r)
	}
	s = pulled()[1]
	s.Pull.URL = "javascript:alert(1)"
	if r := Rows([]store.Summary{s}, portal.All(), source.GitHubCom, now)[0]; r.Link != source.GitHubCom.PullURL("4300") {
		t.Errorf("a link that is none: %s", r.Link)
	}
}

// ways are the ways to the outside of a test: what went where.
type ways struct {
	asked, opened, copied []string
	rows                  []Row
	err                   error
}

func (w *ways) all() Ways {
	return Ways{
		Refresh: func(_ context.Context, slug string) ([]Row, error) {
			w.asked = append(w.asked, slug)
			return w.rows, w.err
		},
		Open: func(url string) error { w.opened = append(w.opened, url); return w.err },
		Copy: func(text string) (string, error) {
			w.copied = append(w.copied, text)
			return "copied to the clipboard", w.err
		},
	}
}

// connected is a desk with ways to the outside.
func connected(w *ways) *Desk {
	d := New(pulledRows(), plain)
	d.Connect(func(work func(context.Context) tea.Msg) tea.Cmd {
		return func() tea.Msg { return work(context.Background()) }
	}, w.all())
	return d
}

func TestRefresh(t *testing.T) {
	w := &ways{rows: pulledRows()[:3]}
	d := connected(w)
	to(t, d, "failed")
	cmd := d.Update(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("r")})
	wants(t, at(t, d, 78, 21), "asking GitHub about pull request 4300")
	wants(t, at(t, d, 58, 13), "asking GitHub about pull request 4300")
	if len(w.asked) != 0 {
		t.Error("GitHub is asked in the update loop")
	}
	if again := d.Update(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("r")}); again != nil {
		t.Error("it is asked twice at once")
	}
	d.Update(cmd())
	if len(w.asked) != 1 || w.asked[0] != "failed" || len(d.rows) != 3 || strings.Contains(at(t, d, 78, 21), "asking GitHub") {
		t.Errorf("asked %v, %d rows", w.asked, len(d.rows))
	}
	w.err = errors.New("GitHub did not answer about pull request 4299: offline")
	d.SetRows(pulledRows())
	to(t, d, "late")
	d.Update(press(d, "r"))
	wants(t, at(t, d, 78, 21), "GitHub did not answer about pull request 4299: offline.")
	if d.asking != 0 {
		t.Error("it asks for ever")
	}
}

// An answer that comes while something is typed takes nothing away.
func TestRefreshWhileTyping(t *testing.T) {
	w := &ways{}
	d := connected(w)
	to(t, d, "review")
	cmd := d.Update(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("r")})
	press(d, "a", "enter", "Mend it")
	w.rows = pulledRows()
	d.Update(cmd())
	if d.mode != telling || d.input.Value() != "Mend it" {
		t.Errorf("mode %d, typed %q", d.mode, d.input.Value())
	}
}

func TestWaysThatAreNot(t *testing.T) {
	d := New(pulledRows(), plain)
	for _, c := range []struct{ slug, says string }{
		{"failed", "GitHub is not asked: certwiz runs offline."},
		{"live", "GitHub has nothing more to say about it."},
	} {
		to(t, d, c.slug)
		if got := press(d, "r"); got != nil {
			t.Errorf("%#v", got)
		}
		wants(t, at(t, d, 78, 21), c.says)
		for _, k := range []string{"o", "c"} {
			if got := press(d, k); got != nil {
				t.Errorf("%s sends %#v", k, got)
			}
		}
	}
	none := New(rows(), plain)
	to(t, none, "draft")
	press(none, "r")
	wants(t, at(t, none, 78, 21), "No pull request is known here")
}

func TestPageAndReminder(t *testing.T) {
	w := &ways{}
	d := connected(w)
	to(t, d, "failed")
	d.Update(press(d, "o"))
	if got := press(d, "c"); got != nil {
		t.Errorf("nothing is overdue, but %#v", got)
	}
	to(t, d, "late")
	d.Update(press(d, "c"))
	wants(t, at(t, d, 78, 21), "A polite reminder is copied to the clipboard: send it on the pull request.")
	if len(w.opened) != 1 || !strings.HasSuffix(w.opened[0], "/pull/4300") || len(w.copied) != 1 || !strings.Contains(w.copied[0], "pull request 4299") {
		t.Errorf("opened %q, copied %q", w.opened, w.copied)
	}
	d.rows[d.at()].Stale = true
	if got := press(d, "c"); got != nil {
		t.Errorf("a reminder from what was seen on another day: %#v", got)
	}
	wants(t, at(t, d, 78, 21), "GitHub was not asked today: r asks it first")
	d.rows[d.at()].Stale = false
	w.err = errors.New("there is no clipboard")
	d.Update(press(d, "c"))
	wants(t, at(t, d, 78, 21), "There is no clipboard.")
	d.Update(press(d, "o"))
	wants(t, at(t, d, 78, 21), "No browser could be opened. The pull request is at https://github.com/microsoft/PowerPlatformConnectors/pull/4299")
	w.err = nil
	d.Update(press(d, "o"))
	if strings.Contains(at(t, d, 78, 21), "No browser") {
		t.Error("what went wrong before is still said")
	}
}

func TestKeysThatLeadOutside(t *testing.T) {
	d := connected(&ways{})
	for slug, want := range map[string]string{
		"late":   "↑↓ enter r o c n q",
		"failed": "↑↓ enter r o n q",
		"review": "↑↓ enter r o u a n q",
		"live":   "↑↓ enter o n q",
		"never":  "↑↓ enter r o n q",
	} {
		to(t, d, slug)
		var names []string
		for _, b := range d.Keys() {
			names = append(names, b.Help().Key)
		}
		if got := strings.Join(names, " "); got != want {
			t.Errorf("%s: %s, want %s", slug, got, want)
		}
	}
}

// What is done next with certwiz rests on the ledger: a draft can't be
// answered because Microsoft wrote on its pull request.
func TestThePullRequestUnlocksNothing(t *testing.T) {
	r := pulledRow(t, "failed")
	if r.Update == nil || unanswerable(r) == "" {
		t.Errorf("update %v, answer %q", r.Update, unanswerable(r))
	}
	if r := pulledRow(t, "review"); r.Update != nil || unanswerable(r) != "" {
		t.Errorf("update %v, answer %q", r.Update, unanswerable(r))
	}
}

func TestPullRequestsInASCII(t *testing.T) {
	ascii := theme.New(theme.Options{Plain: true, ASCII: true, SevenBit: true})
	for i, b := range []byte(Text(pulledRows(), 80, ascii)) {
		if b >= 0x80 {
			t.Fatalf("byte %d is %#x", i, b)
		}
	}
}
