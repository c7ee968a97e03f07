package github

import (
	"context"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/certwiz/certwiz/checks/origin"
	"github.com/certwiz/certwiz/internal/githubtest"
)

// reviewed is a hub with an open pull request on which much has been said.
func reviewed(t testing.TB) (*githubtest.Server, *GitHub, int) {
	hub, g := newHub(t)
	n := 0
	hub.Change(func(w *githubtest.World) {
		w.Commit("Owners", map[string]string{".github/CODEOWNERS": owned})
		p := w.Open("contoso", "update", "Contoso Invoices", connectorFiles("Contoso Invoices"))
		n = p.Number
		p.Body, p.Labels = "Fixes \x1b[31mthings", []string{"certified-connector"}
		p.Check("validate", "success", "no errors")
		p.Check("build", "", "")
		p.Status("license/cla", "success", "All CLA requirements met.")
		p.Comment("certificationteam", "NONE", "Certification Validations Failed.")
		p.Comment("contoso", "CONTRIBUTOR", "Mended.")
		p.Review("engineer", "MEMBER", "CHANGES_REQUESTED", "The title is too long.")
		p.LineComment("engineer", "MEMBER", folder+"/apiDefinition.swagger.json", 7, "here")
	})
	return hub, g, n
}

func callsSince(hub *githubtest.Server, do func()) []string {
	hub.Forget()
	do()
	return hub.Calls()
}

func TestReadPull(t *testing.T) {
	hub, g, n := reviewed(t)
	p := g.ReadPull(context.Background(), n, folder, nil)
	for name, a := range asks(p) {
		if !a.Known || a.By != "GitHub" || !a.At.Equal(noon) || a.Why != "" {
			t.Errorf("%s: %+v", name, a)
		}
	}
	want := origin.Pull{
		Number: n, URL: fmt.Sprintf("%s/microsoft/PowerPlatformConnectors/pull/%d", hub.URL, n), Title: "Contoso Invoices", Body: "Fixes \x1b[31mthings", Author: "contoso",
		Owner: "microsoft", Repo: "PowerPlatformConnectors", Base: "dev", HeadOwner: "contoso", HeadRepo: "PowerPlatformConnectors", HeadBranch: "update",
		Labels: []string{"certified-connector"}, Files: slices.Sorted(slices.Values(sortedKeys(connectorFiles("")))), Owners: []string{"contoso", "fabrikam/makers"},
	}
	got := p
	got.Head, got.Opened, got.Updated, got.Pushed, got.Checks, got.Said, got.Asked, got.Conflicts = "", time.Time{}, time.Time{}, time.Time{}, nil, nil, origin.Asked{}, origin.Answer{}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if len(p.Head) != 40 || p.Opened.IsZero() || !p.Updated.After(p.Opened) || !p.Pushed.Equal(p.Opened) || p.Conflicts.Yes {
		t.Errorf("head %q, opened %v, updated %v, pushed %v, conflicts %+v", p.Head, p.Opened, p.Updated, p.Pushed, p.Conflicts)
	}
	var checks, said []string
	for _, c := range p.Checks {
		checks = append(checks, fmt.Sprintf("%s %s %q", c.Name, c.State, c.Title))
	}
	for _, s := range p.Said {
		said = append(said, fmt.Sprintf("%s %t %q %s %s:%d", s.Author, s.Microsoft, s.Text, s.Verdict, s.File, s.Line))
	}
	if want := []string{`validate passed "no errors"`, `build running ""`, `license/cla passed "All CLA requirements met."`}; !slices.Equal(checks, want) {
		t.Errorf("checks %q", checks)
	}
	if want := []string{
		`certificationteam true "Certification Validations Failed."  :0`, `contoso false "Mended."  :0`,
		`engineer true "The title is too long." changes requested :0`, `engineer true "here"  ` + folder + `/apiDefinition.swagger.json:7`,
	}; !slices.Equal(said, want) {
		t.Errorf("said\n%s", strings.Join(said, "\n"))
	}
	if p.State() != origin.PullChanges {
		t.Errorf("state %s", p.State())
	}
}

// asks lists the answers about a pull request by what they are about.
func asks(p origin.Pull) map[string]origin.Answer {
	a := p.Asked
	return map[string]origin.Answer{
		"pull": a.Pull, "files": a.Files, "checks": a.Checks, "reviews": a.Reviews, "comments": a.Comments, "owners": a.Owners, "conflicts": p.Conflicts,
	}
}

// TestReadPullIsFrugal holds how many calls each case takes.
func TestReadPullIsFrugal(t *testing.T) {
	ctx := context.Background()
	hub, g, n := reviewed(t)
	var p origin.Pull
	pull := func(change func(p *githubtest.Pull)) {
		hub.Change(func(w *githubtest.World) { change(w.Pulls[n]) })
	}
	steps := []struct {
		name   string
		change func(p *githubtest.Pull)
		calls  int
		holds  func() bool
	}{
		{"first, open", func(*githubtest.Pull) {}, 9, func() bool { return len(p.Said) == 4 }},
		{"same, open", func(p *githubtest.Pull) { p.Runs[1].State, p.Runs[1].Conclusion = "completed", "failure" }, 3, func() bool {
			return p.Checks[1].State == origin.CheckFailed && len(p.Said) == 4
		}},
		{"something was said", func(p *githubtest.Pull) { p.Comment("engineer", "MEMBER", "Thanks.") }, 7, func() bool { return len(p.Said) == 5 }},
		{"a commit was pushed", func(p *githubtest.Pull) { p.Push("more", map[string]string{folder + "/icon.png": "png"}) }, 9, func() bool {
			return len(p.Files) == 4 && len(p.Checks) == 0 && p.Pushed.After(p.Opened)
		}},
		{"merged", func(p *githubtest.Pull) { p.Merge("engineer") }, 5, func() bool {
			return p.State() == origin.PullMerged && p.MergedBy == "engineer" && len(p.Files) == 4
		}},
		{"same, merged", func(*githubtest.Pull) {}, 1, func() bool { return p.State() == origin.PullMerged && len(p.Said) == 5 && len(p.Owners) == 2 }},
	}
	for _, s := range steps {
		pull(s.change)
		before := p
		asked := callsSince(hub, func() { p = g.ReadPull(ctx, n, folder, &before) })
		if len(asked) != s.calls {
			t.Errorf("%s: %d calls, want %d\n%s", s.name, len(asked), s.calls, strings.Join(asked, "\n"))
		}
		if !s.holds() {
			t.Errorf("%s: %+v", s.name, p)
		}
	}
	hub.Change(func(w *githubtest.World) {
		w.Commit("Others own it", map[string]string{".github/CODEOWNERS": "* @microsoft/connectors"})
	})
	p.Owners = nil
	for range 2 { // Microsoft may name the author any time
		if asked := callsSince(hub, func() { before := p; p = g.ReadPull(ctx, n, folder, &before) }); len(asked) != 2 || !slices.Equal(p.Owners, []string{"microsoft/connectors"}) {
			t.Errorf("merged, not named: %d calls, owners %q", len(asked), p.Owners)
		}
	}
	var quiet int
	hub.Change(func(w *githubtest.World) {
		quiet = w.Open("contoso", "other", "Quiet", connectorFiles("Quiet")).Number
		w.Pulls[quiet].Close()
	})
	if asked := callsSince(hub, func() { p = g.ReadPull(ctx, quiet, folder, nil) }); len(asked) != 4 || p.State() != origin.PullClosed {
		t.Errorf("first, closed: %d calls, %s\n%s", len(asked), p.State(), strings.Join(asked, "\n"))
	}
	if p.Conflicts.Known || p.Asked.Checks.Known || p.Asked.Checks.Why != "the pull request is no longer open" {
		t.Errorf("conflicts %+v, checks %+v", p.Conflicts, p.Asked.Checks)
	}
}

// A part that can't be asked keeps its earlier answer, with its time.
func TestReadPullKeepsWhatItKnew(t *testing.T) {
	ctx := context.Background()
	hub, g, n := reviewed(t)
	first := g.ReadPull(ctx, n, folder, nil)
	later := noon.Add(time.Minute)
	g.Now = func() time.Time { return later }
	hub.Change(func(w *githubtest.World) { w.Pulls[n].Push("more", map[string]string{folder + "/icon.png": ""}) })
	at := fmt.Sprintf("/repos/microsoft/PowerPlatformConnectors/pulls/%d", n)
	const trouble = "GitHub has a problem of its own (500 Internal Server Error)"
	for _, path := range []string{"files", "reviews", "comments"} {
		hub.Fail(at+"/"+path, githubtest.Status(500, ""))
	}
	p := g.ReadPull(ctx, n, folder, &first)
	for name, a := range asks(p) {
		old := name == "files" || name == "reviews" || name == "comments"
		if !a.Known || old != a.At.Equal(noon) || old != (a.Why == trouble) {
			t.Errorf("%s: %+v", name, a)
		}
	}
	if len(p.Files) != 3 || len(p.Said) != 4 || p.Head == first.Head {
		t.Errorf("%d files, %d said", len(p.Files), len(p.Said))
	}
	// Checks of an earlier commit say nothing about the last one.
	hub.Fail("/repos/microsoft/PowerPlatformConnectors/commits/", githubtest.Status(500, ""))
	if p := g.ReadPull(ctx, n, folder, &first); p.Asked.Checks.Known || p.Asked.Checks.Why != trouble || p.Checks != nil {
		t.Errorf("checks %+v %v", p.Asked.Checks, p.Checks)
	}
	// Without an answer at all, everything is as it was.
	hub.Fail("/", githubtest.Status(500, ""))
	p = g.ReadPull(ctx, n, folder, &first)
	for name, a := range asks(p) {
		if !a.Known || !a.At.Equal(noon) || a.Why != trouble {
			t.Errorf("%s: %+v", name, a)
		}
	}
	for name, a := range asks(g.ReadPull(ctx, n, folder, nil)) {
		if a.Known || a.Why != trouble {
			t.Errorf("%s: %+v", name, a)
		}
	}
	// What failed is asked again though nothing has changed.
	hub.Fail("/", nil)
	hub.Fail("/repos/microsoft/PowerPlatformConnectors/commits/", nil)
	half := g.ReadPull(ctx, n, folder, nil)
	for _, path := range []string{"files", "reviews", "comments"} {
		hub.Fail(at+"/"+path, nil)
	}
	if half.Asked.Files.Known || half.Asked.Reviews.Known || half.Asked.Comments.Known || !half.Asked.Checks.Known {
		t.Errorf("%+v", half.Asked)
	}
	whole := g.ReadPull(ctx, n, folder, &half)
	for name, a := range asks(whole) {
		if !a.Known || a.Why != "" {
			t.Errorf("%s: %+v", name, a)
		}
	}
}

func TestReadPullThatIsNone(t *testing.T) {
	_, g := newHub(t)
	other := origin.Pull{Number: 5, Title: "another", Asked: origin.Asked{Pull: origin.Answer{Known: true}}}
	if p := g.ReadPull(context.Background(), 99, folder, &other); p.Number != 99 || p.Title != "" || p.Asked.Pull.Why != "microsoft/PowerPlatformConnectors has no pull request 99" {
		t.Errorf("%+v", p)
	}
	if p := g.ReadPull(context.Background(), 0, folder, nil); p.Asked.Pull.Known || p.Asked.Files.Why != "no pull request is given" {
		t.Errorf("%+v", p)
	}
}

func TestConflicts(t *testing.T) {
	hub, g, n := reviewed(t)
	no := false
	for _, tt := range []struct {
		mergeable  *bool
		known, yes bool
		why        string
	}{{nil, false, false, "GitHub has not worked it out yet"}, {&no, true, true, ""}} {
		hub.Change(func(w *githubtest.World) { w.Pulls[n].Mergeable = tt.mergeable })
		if a := g.ReadPull(context.Background(), n, folder, nil).Conflicts; a.Known != tt.known || a.Yes != tt.yes || a.Why != tt.why {
			t.Errorf("%+v", a)
		}
	}
}

func TestManyFiles(t *testing.T) {
	hub, g := newHub(t)
	for _, tt := range []struct {
		files, listed, pages int
		cut                  bool
	}{{100, 100, 1, false}, {101, 101, 2, false}, {300, 300, 3, false}, {301, 300, 3, true}} {
		files := map[string]string{}
		for i := range tt.files {
			files[fmt.Sprintf("%s/%03d.md", folder, i)] = ""
		}
		var n int
		hub.Change(func(w *githubtest.World) { n = w.Open("contoso", fmt.Sprint(tt.files), "many", files).Number })
		var p origin.Pull
		asked := callsSince(hub, func() { p = g.ReadPull(context.Background(), n, folder, nil) })
		pages := 0
		for _, a := range asked {
			if strings.Contains(a, "/files") {
				pages++
			}
		}
		if len(p.Files) != tt.listed || p.FilesCut != tt.cut || pages != tt.pages {
			t.Errorf("%d files: %d listed, cut %t, %d pages", tt.files, len(p.Files), p.FilesCut, pages)
		}
	}
}

// Of much that was said the newest two hundred are kept, from the last pages.
func TestManyStatements(t *testing.T) {
	hub, g, n := reviewed(t)
	hub.Change(func(w *githubtest.World) {
		p := w.Pulls[n]
		for i := range 450 {
			p.Comment("contoso", "CONTRIBUTOR", fmt.Sprint(i))
		}
		p.Review("engineer", "MEMBER", "APPROVED", "")
	})
	var p origin.Pull
	asked := callsSince(hub, func() { p = g.ReadPull(context.Background(), n, folder, nil) })
	if len(p.Said) != 200 || p.Said[199].Verdict != origin.Approves || p.Said[198].Text != "449" || p.Said[0].Text != "251" {
		t.Errorf("%d said, from %q", len(p.Said), p.Said[0].Text)
	}
	if len(asked) != 12 {
		t.Errorf("%d calls\n%s", len(asked), strings.Join(asked, "\n"))
	}
}

func TestStatements(t *testing.T) {
	hub, g, n := reviewed(t)
	long := "x" + strings.Repeat("ø", maxText)
	hub.Change(func(w *githubtest.World) {
		p := w.Pulls[n]
		p.Comments, p.Reviews, p.Lines = nil, nil, nil
		p.Review("engineer", "MEMBER", "COMMENTED", "") // holds comments on lines, no more
		p.Review("engineer", "MEMBER", "PENDING", "not said yet")
		p.Review("engineer", "MEMBER", "DISMISSED", "")
		p.Review("engineer", "MEMBER", "NEWLY_INVENTED", "x")
		p.LineComment("", "NONE", "a", 0, long)
		p.Comment("microsoft-github-policy-service[bot]", "NONE", "agree")
		p.Comment("github-actions[bot]", "NONE", "a report")
		p.Comment("passerby", "NONE", "me, too")
		p.Author = "helper[bot]"
		p.Comment("helper[bot]", "CONTRIBUTOR", "I made this")
	})
	p := g.ReadPull(context.Background(), n, folder, nil)
	var got []string
	for _, s := range p.Said {
		got = append(got, fmt.Sprintf("%s microsoft=%t bot=%t %s", s.Author, s.Microsoft, s.Bot, s.Verdict))
	}
	want := []string{
		"engineer microsoft=true bot=false dismissed", "engineer microsoft=true bot=false commented", "ghost microsoft=false bot=false ",
		"microsoft-github-policy-service[bot] microsoft=true bot=true ", "github-actions[bot] microsoft=true bot=true ", "passerby microsoft=false bot=false ", "helper[bot] microsoft=false bot=true ",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
	if text := p.Said[2].Text; len(text) != maxText-1 || !utf8.ValidString(text) {
		t.Errorf("a text of %d bytes, valid %t", len(text), utf8.ValidString(text))
	}
}

func TestChecksThatAreTooMany(t *testing.T) {
	hub, g, n := reviewed(t)
	hub.Change(func(w *githubtest.World) {
		for i := range 120 {
			w.Pulls[n].Check(fmt.Sprint(i), "success", "")
		}
	})
	p := g.ReadPull(context.Background(), n, folder, nil)
	if p.Asked.Checks.Known || p.Asked.Checks.Why != "the last commit has 122 checks, more than the 100 that are read" {
		t.Errorf("%+v", p.Asked.Checks)
	}
}

func TestOutcomes(t *testing.T) {
	for conclusion, want := range map[string]origin.CheckState{
		"success": "passed", "neutral": "passed", "skipped": "passed", "failure": "failed", "cancelled": "failed", "timed_out": "failed",
		"stale": "failed", "action_required": "running", "invented": "failed",
	} {
		if got, _ := outcome("completed", conclusion); got != want {
			t.Errorf("%s: %s, want %s", conclusion, got, want)
		}
	}
	if got, _ := outcome("queued", "success"); got != "running" {
		t.Errorf("queued: %s", got)
	}
}

// Reading stops as a whole when it is told to, and says so.
func TestReadPullIsStopped(t *testing.T) {
	hub, g, n := reviewed(t)
	ctx, stop := context.WithCancel(context.Background())
	hub.Fail(fmt.Sprintf("/repos/microsoft/PowerPlatformConnectors/pulls/%d/files", n), func(w http.ResponseWriter, r *http.Request) { stop(); <-r.Context().Done() })
	p := g.ReadPull(ctx, n, folder, nil)
	if !p.Asked.Pull.Known || p.Asked.Files.Known || p.Asked.Files.Why != "the question to GitHub was stopped" {
		t.Errorf("%+v", p.Asked)
	}
}

func TestLinks(t *testing.T) {
	for address, want := range map[string]bool{"https://ci.contoso.example/1": true, "http://ci.contoso.example": false, "javascript:alert(1)": false, "": false, "https://" + strings.Repeat("x", 2000): false} {
		if got := link(address) != ""; got != want {
			t.Errorf("link(%q) = %t", address, got)
		}
	}
	q := &reading{GitHub: &GitHub{}}
	for address, want := range map[string]bool{"https://github.com/x": true, "https://github.com.contoso.example/x": false, "file:///x": false} {
		if got := q.onHost(address) != ""; got != want {
			t.Errorf("onHost(%q) = %t", address, got)
		}
	}
}
