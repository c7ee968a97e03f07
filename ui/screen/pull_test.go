package screen

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/certwiz/certwiz/internal/githubtest"
	"github.com/certwiz/certwiz/submission/source"
	"github.com/certwiz/certwiz/submission/source/github"
)

const invoices = "certified-connectors/Contoso Invoices"

// texts are the files of a folder as the repository would hold them.
func texts(t *testing.T, dir string, names ...string) map[string]string {
	t.Helper()
	files := map[string]string{}
	for _, name := range names {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		files[invoices+"/"+name] = string(data)
	}
	return files
}

var repositoryFiles = []string{"apiDefinition.swagger.json", "apiProperties.json", "readme.md"}

// online lets a sitting ask a GitHub.
func online(t *testing.T, hub *githubtest.Server) func(*Options) {
	t.Helper()
	host, err := source.ParseHost(hub.URL)
	if err != nil {
		t.Fatal(err)
	}
	return func(o *Options) {
		o.Session.Ports.Host = host
		o.Session.Ports.GitHub = &github.GitHub{Host: host, Now: func() time.Time { return now }}
	}
}

// TestHeadIsRefusedAndTheMergedCommitOffered pastes a pull request's head, as
// most publishers do, takes the commit that is offered, and then follows
// another pull request from open to merged.
func TestHeadIsRefusedAndTheMergedCommitOffered(t *testing.T) {
	dir := mended(t)
	hub := githubtest.New(t)
	var head, merged string
	hub.Change(func(w *githubtest.World) {
		w.Now = now.AddDate(0, 0, -20)
		w.Commit("Owners (#3300)", map[string]string{".github/CODEOWNERS": "/certified-connectors/Contoso*/ @contoso\n"})
		p := w.Open("contoso", "invoices", "Contoso Invoices", texts(t, dir, repositoryFiles...))
		head = p.Head
		merged = p.Merge("reviewer").SHA
	})
	d := sit(t, table{dir: dir, change: online(t, hub)})
	d.give(map[string]string{"publisher": "verified", "route": "open-source", "source": "commit"})
	d.at("source", "commit")
	d.typed(head)
	d.wants("is the head of pull request", "use this in place of "+head[:7], "ctrl+y use "+merged[:7])
	d.press("ctrl+y")
	if got := d.value("commit"); got != merged {
		t.Fatalf("the commit is %q, not the one that was offered, %s", got, merged)
	}
	d.wants("merged into dev", "GitHub, 10:42")
	if n := holdsOn(d, "commit"); n != 0 {
		t.Errorf("%d holds on the merged commit:\n%s", n, d.screen())
	}
	if d.s().AtCommit == nil {
		t.Error("the commit's files were not read from GitHub")
	}

	if n := len(hub.Calls()); n >= 20 {
		t.Errorf("%d calls to GitHub for one pull request:\n%s", n, strings.Join(hub.Calls(), "\n"))
	}

	var update *githubtest.Pull
	hub.Change(func(w *githubtest.World) {
		w.Now = now.AddDate(0, 0, -3)
		update = w.Open("contoso", "update", "Contoso Invoices, mended", texts(t, dir, "readme.md"))
	})
	d.give(map[string]string{"commit": "#" + strconv.Itoa(update.Number)})
	d.wants("into dev: open", "Microsoft's turn since 21", "4 of 14")
	if holdsOn(d, "commit") == 0 {
		t.Error("an open pull request does not hold the gate")
	}
	hub.Change(func(*githubtest.World) { update.Merge("reviewer") })
	d.press("ctrl+r")
	d.wants("PR " + strconv.Itoa(update.Number) + " merged into dev")
	if n := holdsOn(d, "commit"); n != 0 {
		t.Errorf("%d holds after the merge:\n%s", n, d.screen())
	}
}

func holdsOn(d *sitting, field string) int {
	n := 0
	for _, h := range d.s().Verdict.Holds {
		if h.Field == field {
			n++
		}
	}
	return n
}

// TestWhatMicrosoftSaid reads the validator's lines on a pull request and
// shows which of them still stand.
func TestWhatMicrosoftSaid(t *testing.T) {
	dir := mended(t)
	hub := githubtest.New(t)
	hub.Change(func(w *githubtest.World) {
		w.Now = now.AddDate(0, 0, -9)
		p := w.Open("contoso", "invoices", "Contoso Invoices", texts(t, dir, repositoryFiles...))
		p.Comment("certificationteam", "MEMBER", "Certification Validations Failed. Please fix below issues\n\n"+
			"##[error]The 'title' value goes over the character limit '30'. ValuePath: /info/title\n"+
			"##[error]A sentence that nobody has ever seen. ValuePath: /paths/~1invoices/get\n")
	})
	d := sit(t, table{dir: dir, change: online(t, hub)})
	d.give(map[string]string{"publisher": "verified", "route": "open-source", "source": "commit", "commit": "3401"})
	d.at("source", "commit")
	if got := d.s().SaidLine(); got != "Microsoft's 2 lines: 1 fixed in your folder, 1 not known to certwiz" {
		t.Errorf("said: %q", got)
	}
	d.wants("Microsoft's 2 lines: 1 fixed", "ctrl+o reads it")
	d.press("ctrl+o")
	d.wants("What Microsoft said", "fixed: The 'title' value", "not known to certwiz: A sentence", "GET /invoices")
}
