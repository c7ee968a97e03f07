package command

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/certwiz/certwiz/checks/origin"
	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/standing"
	"github.com/certwiz/certwiz/submission/store"
	"github.com/certwiz/certwiz/ui/outside"
)

// asked is one question about a pull request.
type asked struct {
	number int
	folder string
	before *origin.Pull
}

// pullHub is a GitHub that knows pull requests and nothing else.
type pullHub struct {
	Hub
	asked []asked
	read  func(number int) origin.Pull
}

func (h *pullHub) ReadPull(ctx context.Context, number int, folder string, before *origin.Pull) origin.Pull {
	h.asked = append(h.asked, asked{number, folder, before})
	if _, limited := ctx.Deadline(); !limited {
		panic("GitHub is asked without a time limit")
	}
	return h.read(number)
}

// open is a pull request that was opened on 1 October and read at a time.
func open(number int, read time.Time) origin.Pull {
	a := origin.Answer{Known: true, By: "GitHub", At: read}
	return origin.Pull{Number: number, URL: "https://github.com/microsoft/PowerPlatformConnectors/pull/4305", Title: "Contoso", Author: "contoso-dev",
		Opened: time.Date(2025, 10, 1, 9, 0, 0, 0, time.UTC), Asked: origin.Asked{Pull: a, Files: a, Checks: a, Reviews: a, Comments: a, Owners: a}}
}

// refused is what is left of it when GitHub does not answer.
func refused(number int, before *origin.Pull, why string) origin.Pull {
	if before == nil {
		a := origin.Answer{Why: why}
		return origin.Pull{Number: number, Asked: origin.Asked{Pull: a, Reviews: a, Comments: a}}
	}
	p := *before
	p.Asked.Pull.Why = why
	return p
}

// withHub gives a desktop a GitHub.
func withHub(d *desktop, read func(number int) origin.Pull) *pullHub {
	h := &pullHub{read: read}
	d.Hub = func(GitHubAccess) Hub { return h }
	return h
}

// begun puts drafts into the desktop's state, each with a commit answer.
func begun(t *testing.T, d *desktop, commits map[string]string) *store.Store {
	t.Helper()
	st, err := store.Open(d.env["CERTWIZ_HOME"])
	if err != nil {
		t.Fatal(err)
	}
	for slug, commit := range commits {
		draft := submission.Draft{Slug: slug, Portal: "isv-studio", Folder: filepath.Join(d.dir, slug), Title: slug, Version: 1,
			Answers: map[string]submission.Answer{"publisher": {Value: "verified"}, "commit": {Value: commit}}}
		if err := st.SaveDraft(draft); err != nil {
			t.Fatal(err)
		}
	}
	return st
}

func TestStatusRefreshes(t *testing.T) {
	d := newDesktop(t)
	st := begun(t, d, map[string]string{"a": "4305", "b": "", "c": "https://github.com/contoso/other/pull/3"})
	h := withHub(d, func(n int) origin.Pull { return open(n, d.Now()) })
	if code := d.run(t, "status"); code != 0 || len(h.asked) != 0 {
		t.Fatalf("exit %d, asked %v without --refresh: %s", code, h.asked, d.err.String())
	}
	if code := d.run(t, "status", "--refresh"); code != 0 || d.err.Len() > 0 {
		t.Fatalf("exit %d: %s", code, d.err.String())
	}
	if len(h.asked) != 1 || h.asked[0] != (asked{4305, "certified-connectors/a", nil}) {
		t.Errorf("asked %+v", h.asked)
	}
	for _, want := range []string{"PR 4305 open", "day 42 of 14", "as seen on GitHub today at 10:42"} {
		if !strings.Contains(d.out.String(), want) {
			t.Errorf("%q is not in\n%s", want, d.out.String())
		}
	}
	kept, err := st.LoadPull("a")
	if err != nil || kept == nil || kept.Number != 4305 {
		t.Fatalf("kept %+v, %v", kept, err)
	}

	// What was kept is known without a network, and handed on to the next question.
	if code := d.run(t, "--offline", "status", "--refresh", "--json"); code != 0 || !strings.Contains(d.err.String(), "GitHub was not asked: certwiz runs offline") || len(h.asked) != 1 {
		t.Errorf("offline: exit %d, asked %d times: %s", code, len(h.asked), d.err.String())
	}
	var list []struct {
		Slug, State, Reminder string
		PullRequest           *struct{ Number int }
	}
	if err := json.Unmarshal(d.out.Bytes(), &list); err != nil || len(list) != 3 {
		t.Fatalf("%v: %s", err, d.out.String())
	}
	if a := list[0]; a.Slug != "a" || a.State != "pull request open" || a.PullRequest.Number != 4305 || !strings.Contains(a.Reminder, "pull request 4305") {
		t.Errorf("%+v", a)
	}
	d.run(t, "status", "--refresh")
	if h.asked[1].before == nil || h.asked[1].before.Title != "Contoso" {
		t.Errorf("asked %+v", h.asked[1])
	}
	if code := d.run(t, "status", "--ics", "-"); code != 0 || !strings.Contains(d.out.String(), "DTSTART;VALUE=DATE:20251015") {
		t.Errorf("exit %d: %s", code, d.out.String())
	}
}

func TestStatusRefreshThatFails(t *testing.T) {
	d := newDesktop(t)
	st := begun(t, d, map[string]string{"a": "4305", "b": "4306"})
	earlier := open(4305, d.Now().Add(-72*time.Hour))
	if err := st.SavePull("a", earlier); err != nil {
		t.Fatal(err)
	}
	withHub(d, func(n int) origin.Pull {
		if n == 4306 {
			return open(n, d.Now())
		}
		return refused(n, &earlier, "the server\x1b[2J\nis away")
	})
	if code := d.run(t, "status", "--refresh"); code != 0 {
		t.Errorf("exit %d because of the network", code)
	}
	if lines := strings.Count(d.err.String(), "\n"); lines != 1 || strings.Contains(d.err.String(), "\x1b") || !strings.Contains(d.err.String(), "GitHub did not answer about pull request 4305: the server") {
		t.Errorf("said %q", d.err.String())
	}
	if out := d.out.String(); !strings.Contains(out, "as seen on GitHub on 8 Nov at 10:42, not asked since") || !strings.Contains(out, "GitHub did not answer the last time") {
		t.Errorf("%s", out)
	}

	withHub(d, func(n int) origin.Pull { return refused(n, nil, "offline") })
	if code := d.run(t, "status", "--refresh"); code != codeFailed || strings.Count(d.err.String(), "GitHub did not answer") != 2 ||
		!strings.Contains(d.err.String(), "GitHub answered about no pull request") || !strings.Contains(d.out.String(), "not read: offline") {
		t.Errorf("nothing could be read: exit %d: %s%s", code, d.err.String(), d.out.String())
	}
}

func TestStatusRefreshMendsWhatIsDamaged(t *testing.T) {
	d := newDesktop(t)
	begun(t, d, map[string]string{"a": "4305"})
	path := filepath.Join(d.env["CERTWIZ_HOME"], "submissions", "a", "pull.json")
	if err := os.WriteFile(path, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if code := d.run(t, "status"); code != codeFailed || !strings.Contains(strings.Join(strings.Fields(d.out.String()), " "), "Asking GitHub again replaces it") {
		t.Errorf("exit %d: %s", code, d.out.String())
	}
	withHub(d, func(n int) origin.Pull { return open(n, d.Now()) })
	if code := d.run(t, "status", "--refresh"); code != 0 || !strings.Contains(d.out.String(), "PR 4305 open") {
		t.Errorf("exit %d: %s%s", code, d.err.String(), d.out.String())
	}
}

// What can't be kept is shown all the same; what a newer certwiz wrote stays.
func TestStatusRefreshThatCanNotBeKept(t *testing.T) {
	d := newDesktop(t)
	begun(t, d, map[string]string{"a": "4305", "b": "4306"})
	for _, slug := range []string{"a", "b"} {
		path := filepath.Join(d.env["CERTWIZ_HOME"], "submissions", slug, "pull.json")
		if err := os.WriteFile(path, []byte(`{"format":9}`), 0o600); err != nil {
			t.Fatal(err)
		}
		defer func() {
			if data, _ := os.ReadFile(path); string(data) != `{"format":9}` {
				t.Errorf("it holds %s", data)
			}
		}()
	}
	withHub(d, func(n int) origin.Pull { return open(n, d.Now()) })
	if code := d.run(t, "status", "--refresh"); code != codeFailed || !strings.Contains(d.out.String(), "PR 4305 open") || !strings.Contains(d.out.String(), "PR 4306 open") ||
		strings.Count(d.err.String(), "written by a newer certwiz") != 1 {
		t.Errorf("exit %d: %s%s", code, d.err.String(), d.out.String())
	}
}

// The example's pull request belongs to somebody else, and what has come to
// its end has nothing more to say.
func TestWhatIsNotAsked(t *testing.T) {
	d := newDesktop(t)
	st := begun(t, d, map[string]string{"done": "4305"})
	if err := st.SaveDraft(submission.Draft{Slug: "example", Version: 1, Throwaway: true, Answers: map[string]submission.Answer{"commit": {Value: "3473"}}}); err != nil {
		t.Fatal(err)
	}
	if err := st.Append("done", submission.Event{Kind: submission.Certified, At: d.Now(), Version: 1}); err != nil {
		t.Fatal(err)
	}
	h := withHub(d, func(n int) origin.Pull { return open(n, d.Now()) })
	if code := d.run(t, "status", "--refresh"); code != 0 || len(h.asked) != 0 {
		t.Errorf("exit %d, asked %+v", code, h.asked)
	}
}

func TestRepositoryFolder(t *testing.T) {
	draft := func(publisher string) *submission.Draft {
		return &submission.Draft{Folder: "/home/casey/Contoso Invoices", Answers: map[string]submission.Answer{"publisher": {Value: publisher}}}
	}
	files := func(paths ...string) *origin.Pull { return &origin.Pull{Files: paths} }
	for _, c := range []struct {
		sum  store.Summary
		want string
	}{
		{store.Summary{}, ""},
		{store.Summary{Draft: draft("")}, "certified-connectors/Contoso Invoices"},
		{store.Summary{Draft: draft("independent")}, "independent-publisher-connectors/Contoso Invoices"},
		{store.Summary{Draft: draft(""), Pull: files("certified-connectors/Contoso/a.json")}, "certified-connectors/Contoso"},
		{store.Summary{Draft: draft(""), Pull: files("certified-connectors/A/a", "independent-publisher-connectors/Contoso Invoices/a")}, "independent-publisher-connectors/Contoso Invoices"},
		{store.Summary{Draft: draft(""), Pull: files("README.md")}, "certified-connectors/Contoso Invoices"},
	} {
		if got := repositoryFolder(c.sum, portal.ISVStudio()); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// deskOf is the desk on a desktop.
func deskOf(d *desktop, network bool) *Desk {
	return (&app{Deps: d.Deps}).newDesk(where{home: d.env["CERTWIZ_HOME"], network: network})
}

func TestDeskRefreshes(t *testing.T) {
	d := newDesktop(t)
	st := begun(t, d, map[string]string{"a": "4305", "b": ""})
	withHub(d, func(n int) origin.Pull { return open(n, d.Now()) })
	ways := deskOf(d, true).Ways()
	if ways.Refresh == nil || ways.Open != nil || ways.Copy != nil {
		t.Fatalf("%+v", ways)
	}
	rows, err := ways.Refresh(t.Context(), "a")
	if err != nil || len(rows) != 2 || rows[0].Slug != "a" || rows[0].Standing.Stage != standing.OpenPull || rows[0].Stale {
		t.Errorf("%+v, %v", rows, err)
	}
	if kept, err := st.LoadPull("a"); err != nil || kept == nil {
		t.Errorf("kept %+v, %v", kept, err)
	}
	if rows, err := ways.Refresh(t.Context(), "b"); err == nil || !strings.Contains(err.Error(), "no pull request is known for b") || len(rows) != 2 {
		t.Errorf("%d rows, %v", len(rows), err)
	}
	if _, err := ways.Refresh(t.Context(), "none"); err == nil {
		t.Error("a submission that is not there")
	}
	withHub(d, func(n int) origin.Pull { return refused(n, nil, "offline") })
	if rows, err := deskOf(d, true).Ways().Refresh(t.Context(), "a"); err == nil || !strings.Contains(err.Error(), "pull request 4305: offline") || len(rows) != 2 {
		t.Errorf("%d rows, %v", len(rows), err)
	}
}

// Where nothing can be saved, the desk remembers what GitHub said itself.
func TestDeskRefreshesWhereNothingCanBeKept(t *testing.T) {
	d := newDesktop(t)
	begun(t, d, map[string]string{"a": "4305"})
	withHub(d, func(n int) origin.Pull { return open(n, d.Now()) })
	k := deskOf(d, true)
	k.st = store.OpenReadOnly(d.env["CERTWIZ_HOME"])
	for range 2 {
		rows, err := k.Refresh(t.Context(), "a")
		if err != nil || rows[0].Standing.Stage != standing.OpenPull {
			t.Errorf("%+v, %v", rows, err)
		}
	}
	if rows, err := k.Rows(); err != nil || rows[0].Pull == nil {
		t.Errorf("%+v, %v", rows, err)
	}
}

func TestWaysOfTheDesk(t *testing.T) {
	d := newDesktop(t)
	withHub(d, func(n int) origin.Pull { return open(n, d.Now()) })
	board := fileBoard{filepath.Join(t.TempDir(), "board")}
	var pages browser
	d.Outside = func() outside.Ports { return outside.Ports{Clipboard: board, Browser: &pages} }
	ways := deskOf(d, false).Ways()
	if ways.Refresh != nil {
		t.Error("offline, GitHub is asked")
	}
	if how, err := ways.Copy("text"); err != nil || how != "copied to the clipboard" {
		t.Errorf("%q, %v", how, err)
	}
	if err := ways.Open("https://github.com"); err == nil || !slices.Equal(pages, browser{"https://github.com"}) {
		t.Errorf("%v, %v", pages, err)
	}
	d.env["CERTWIZ_OFFLINE"] = "1"
	if deskOf(d, true).Ways().Refresh != nil {
		t.Error("CERTWIZ_OFFLINE is set, and GitHub is asked")
	}
	d.Hub = nil
	if _, err := deskOf(d, true).Refresh(t.Context(), "a"); err == nil {
		t.Error("nobody is there to ask")
	}
}

// browser is a list of what was opened; it opens nothing.
type browser []string

func (b *browser) Open(url string) error {
	*b = append(*b, url)
	return errors.New("there is no display")
}
