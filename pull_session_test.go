//go:build linux

package main

import (
	"encoding/json"
	"net/http"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/certwiz/certwiz/internal/githubtest"
	"github.com/certwiz/certwiz/internal/terminal"
)

// newLooseSitting is a person with a connector in a folder without a clone, and
// a GitHub.
func newLooseSitting(t *testing.T, hub *githubtest.Server) *sitting {
	t.Helper()
	dir := t.TempDir()
	s := &sitting{t: t, home: filepath.Join(dir, "state"), connector: filepath.Join(dir, "certified-connectors", "Contoso Invoices")}
	s.env = terminal.Env(t, "CERTWIZ_HOME="+s.home, "CERTWIZ_GITHUB="+hub.URL, "CERTWIZ_VAULT=memory", "EDITOR=true")
	for name, text := range soundFiles(t) {
		put(t, s.connector, name, text)
	}
	return s
}

// daysAgo sets the clock of a GitHub back.
func daysAgo(w *githubtest.World, days int) { w.Now = time.Now().UTC().AddDate(0, 0, -days) }

func owners(w *githubtest.World) {
	w.Commit("Owners (#3300)", map[string]string{".github/CODEOWNERS": "/certified-connectors/Contoso*/ @contoso\n"})
}

// left is how many things the rail says are left before Submit for review.
var left = regexp.MustCompile(`locked · ([0-9]+) left`)

// leftNow is that number once nothing is looked up any more.
func (s *sitting) leftNow() string {
	s.t.Helper()
	s.settled()
	m := left.FindStringSubmatch(s.Screen())
	if m == nil {
		s.t.Fatalf("the rail has no number:\n%s", s.Screen())
	}
	return m[1]
}

// settled waits as a person does, until nothing is looked up any more: the
// spinner paints while something is.
func (s *sitting) settled() {
	s.t.Helper()
	s.WaitUntil("nothing under way", func(screen string) bool { return !strings.Contains(screen, "asking GitHub") })
	s.WaitStable()
}

// reads waits until the sheet on the pull request holds a text: it is opened
// with ctrl+o, read to its end, and opened again for what has changed since.
func (s *sitting) reads(text string) {
	s.t.Helper()
	for range 10 {
		s.Key("ctrl+o")
		s.WaitFor("esc close")
		found := strings.Contains(s.Screen(), text)
		for i := 0; i < 6 && !found; i++ {
			s.Keys("down", "down", "down", "down")
			s.WaitStable()
			found = strings.Contains(s.Screen(), text)
		}
		s.Key("esc")
		s.WaitGone("esc close")
		if found {
			return
		}
	}
	s.t.Fatalf("the sheet does not say %q", text)
}

// mostCalls is how many calls to GitHub a whole session about one pull request
// may take; without a token sixty an hour are allowed.
const mostCalls = 20

// TestPullRequestSession pastes the head of a pull request, as most publishers
// do, takes the merged commit that is offered, follows another pull request from
// open to merged while the session is open, and comes back to it offline.
func TestPullRequestSession(t *testing.T) {
	t.Parallel()
	hub := githubtest.New(t)
	var head, merged string
	hub.Change(func(w *githubtest.World) {
		daysAgo(w, 20)
		owners(w)
		p := w.Open("contoso", "invoices", "Contoso Invoices", repositoryFiles(t))
		head = p.Head
		merged = p.Merge("reviewer").SHA
	})
	s := newLooseSitting(t, hub)
	s.sit()
	s.page("Source")
	s.WaitFor("( ) PR 3401")
	s.Key("tab")
	s.WaitFor("› ( ) PR 3401")
	s.Paste(head)
	s.WaitFor("✗ " + head[:7] + " is the head of pull request 3401, not what")
	s.WaitFor("use this in place of " + head[:7])
	s.WaitFor("ctrl+y use " + merged[:7])
	refused := s.leftNow()
	s.Key("ctrl+y")
	s.WaitFor("(•) PR 3401")
	s.WaitFor("› " + merged)
	s.WaitFor("✓ PR 3401 merged into dev")
	s.WaitFor("✓ the newest commit for this folder")
	s.WaitFor("judged from now on: the commit's files")
	taken := s.leftNow()
	if taken == refused {
		t.Errorf("%s are left with the head of a pull request, and with the merged commit", taken)
	}

	before := len(hub.Calls())
	s.Key("ctrl+r")
	s.WaitUntil("GitHub asked again", func(string) bool { return len(hub.Calls()) > before })
	s.settled()
	s.WaitFor("✓ the newest commit for this folder")
	s.page("Support")
	s.WaitFor("✓ Source")
	calls := hub.Calls()
	t.Logf("%d calls to GitHub from the start to an open Source step, with ctrl+r once", len(calls))
	if len(calls) >= mostCalls {
		t.Errorf("%d calls to GitHub:\n%s", len(calls), strings.Join(calls, "\n"))
	}

	var update *githubtest.Pull
	hub.Change(func(w *githubtest.World) {
		daysAgo(w, 3)
		update = w.Open("contoso", "update", "Contoso Invoices, mended", map[string]string{invoices + "/readme.md": soundFiles(t)["readme.md"]})
	})
	s.page("Source")
	s.WaitFor("› (•) PR 3401")
	s.Type("#3402")
	s.WaitFor("PR 3402 into dev: open")
	s.WaitFor("Microsoft's turn since")
	s.WaitFor("4 of 14")
	s.WaitFor("✗ pull request 3402 is open, not merged")
	if open := s.leftNow(); open == taken {
		t.Errorf("%s are left with a merged pull request, and with an open one", open)
	}
	hub.Change(func(*githubtest.World) { update.Merge("reviewer") })
	s.Key("ctrl+r")
	s.WaitFor("✓ PR 3402 merged into dev")
	s.WaitGone("is open, not merged")
	if now := s.leftNow(); now != taken {
		t.Errorf("%s are left with the pull request merged, %s with the one before", now, taken)
	}
	s.page("Support")
	s.WaitFor("✓ Source")
	s.leave()

	before = len(hub.Calls())
	hub.Change(func(w *githubtest.World) {
		w.Commit("Another (#3500)", map[string]string{invoices + "/readme.md": "# Later\n"})
	})
	s.env = append(s.env, "CERTWIZ_OFFLINE=1")
	s.sit()
	s.page("Source")
	s.WaitFor("#3402")
	s.WaitUntil("the earlier answer with its time", func(screen string) bool {
		return regexp.MustCompile(`✓ PR 3402 merged into dev +GitHub, [0-9]{2}:[0-9]{2}`).MatchString(screen)
	})
	s.WaitFor("? not checked")
	s.Key("ctrl+r")
	s.WaitFor("without GitHub: this session is offline")
	s.WaitFor("✓ PR 3402 merged into dev")
	s.leave()
	if n := len(hub.Calls()); n != before {
		t.Errorf("GitHub was asked %d times offline", n-before)
	}
}

// TestWhatMicrosoftSaidSession reads a validator's lines on a pull request,
// mends the file that one of them is about beside the open session, and finds
// the pull request on the desk, where it waits for the publisher.
func TestWhatMicrosoftSaidSession(t *testing.T) {
	t.Parallel()
	const summary = "\"x-ms-summary\": \"State\",\n            "
	hub := githubtest.New(t)
	sound := soundFiles(t)["apiDefinition.swagger.json"]
	faulty := strings.Replace(sound, summary, "", 1)
	if faulty == sound {
		t.Fatal("the example has no such summary")
	}
	var pull *githubtest.Pull
	hub.Change(func(w *githubtest.World) {
		daysAgo(w, 9)
		owners(w)
		there := repositoryFiles(t)
		there[invoices+"/apiDefinition.swagger.json"] = strings.Replace(faulty, `"title": "Contoso Invoices"`, `"title": "Contoso Invoices and Credit Notes"`, 1)
		pull = w.Open("contoso", "invoices", "Contoso Invoices", there)
		pull.Comment("certificationteam", "MEMBER", "Certification Validations Failed. Please fix below issues\n\n"+
			"##[error]The 'title' value goes over the character limit '30'. ValuePath: /info/title\n"+
			"##[error]The 'x-ms-summary' property is required. ValuePath: /paths/~1invoices/get/parameters/0\n"+
			"##[error]A sentence that nobody has ever seen. ValuePath: /paths/~1invoices/get\n")
	})
	s := newLooseSitting(t, hub)
	put(t, s.connector, "apiDefinition.swagger.json", faulty)
	s.sit()
	s.page("Source")
	s.WaitFor("( ) PR 3401")
	s.Key("tab")
	s.WaitFor("› ( ) PR 3401")
	s.Key("enter")
	s.WaitFor("certification failed on validation: your turn since")
	s.WaitFor("Microsoft's 3 lines: 1 still there, 1 fixed in your")
	s.WaitFor("folder, 1 not known to certwiz")
	for _, line := range []string{
		"✓ fixed: The 'title' value goes over the character limit", "✗ still there: The 'x-ms-summary' property is required.", "GET /invoices, parameter 1",
		"? not known to certwiz: A sentence that nobody", `- "Contoso Invoices and Credit Notes"`, `+ "Contoso Invoices"`,
	} {
		s.reads(line)
	}
	put(t, s.connector, "apiDefinition.swagger.json", sound)
	s.WaitFor("Microsoft's 3 lines: 2 fixed in your folder, 1 not")
	s.reads("✓ fixed: The 'x-ms-summary' property is required.")
	s.reads(`+ "State"`)
	s.leave()

	said, code := s.pipe("", "status", "--refresh")
	if code != 0 || !strings.Contains(said, "certification failed on validation since") || !strings.Contains(said, "yours") {
		t.Errorf("after the validation, exit code %d:\n%s", code, said)
	}
	hub.Change(func(*githubtest.World) {
		pull.Review("engineer", "MEMBER", "CHANGES_REQUESTED", "Please add a contact to the definition.")
	})
	said, code = s.pipe("", "status", "--refresh")
	for _, want := range []string{"PR 3401 changes", "yours", "changes requested on the pull request since", "engineer, ", "Please add a contact", "as seen on GitHub today at"} {
		if code != 0 || !strings.Contains(said, want) {
			t.Errorf("exit code %d, and it does not say %q:\n%s", code, want, said)
		}
	}
	s.Terminal = terminal.Start(t, terminal.Options{Dir: t.TempDir(), Env: s.env})
	s.WaitFor("PR 3401 changes")
	s.WaitFor("yours")
	s.WaitFor("Please add a contact")
	hub.Change(func(*githubtest.World) {
		pull.Review("engineer", "MEMBER", "APPROVED", "")
		pull.Merge("engineer")
	})
	s.Key("r")
	s.WaitFor("PR 3401 merged")
	s.WaitGone("PR 3401 changes")
	s.Key("q")
	if code := s.Exit(); code != 0 {
		t.Errorf("exit code %d", code)
	}
}

// look runs certwiz without a terminal in a folder of no connector's.
func look(t *testing.T, env []string, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	var out, errs strings.Builder
	cmd := exec.Command(terminal.Binary(t), args...)
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = t.TempDir(), env, &out, &errs
	err := cmd.Run()
	if cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return out.String(), errs.String(), cmd.ProcessState.ExitCode()
}

// TestPullRequestFromAnywhere looks at pull requests without a connector and
// without a clone, on good days and on bad ones.
func TestPullRequestFromAnywhere(t *testing.T) {
	t.Parallel()
	hub := githubtest.New(t)
	hub.Change(func(w *githubtest.World) {
		w.Now = time.Now().UTC().AddDate(0, 0, -20)
		w.Commit("Owners (#3300)", map[string]string{".github/CODEOWNERS": "/certified-connectors/Contoso*/ @contoso\n"})
		merged := w.Open("contoso", "invoices", "Contoso Invoices", repositoryFiles(t))
		merged.Status("license/cla", "success", "all signed")
		merged.Merge("reviewer")
		hostile := w.Open("fabrikam", "loyalty", "Loyalty \x1b[31mof \u202eFabrikam\x07", map[string]string{"certified-connectors/Fabrikam Loyalty/readme.md": "# Loyalty\n"})
		hostile.Comment("certificationteam", "MEMBER", "Certification Validations Failed.\n##[error]The \x1b[2J'title' \u202evalue. ValuePath: /info/\x9btitle\n")
		hostile.Status("license/cla", "success", "all signed")
	})
	env := terminal.Env(t, "CERTWIZ_GITHUB="+hub.URL, "CERTWIZ_VAULT=memory")
	for _, tt := range []struct {
		name string
		args []string
		code int
		says []string
	}{
		{"by number", []string{"3401"}, 0, []string{"PR 3401  Contoso Invoices", "merged, opened", "this commit is the one for the portal", "asked GitHub:", "on its files:"}},
		{"by link", []string{hub.URL + "/microsoft/PowerPlatformConnectors/pull/3401/files"}, 0, []string{"PR 3401  Contoso Invoices"}},
		{"by the folder's name", []string{"Contoso Invoices"}, 0, []string{"PR 3401  Contoso Invoices"}},
		{"by the folder's path", []string{"certified-connectors/Contoso Invoices/"}, 0, []string{"PR 3401  Contoso Invoices"}},
		{"open, and hostile", []string{"3402"}, 0, []string{"PR 3402", "certification failed on validation: your turn since", "not known to certwiz: The", "1 line of Microsoft's: 1 not known to certwiz"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			out, errs, code := look(t, env, append([]string{"pr", "status"}, tt.args...)...)
			if code != tt.code || errs != "" {
				t.Errorf("exit code %d, %q", code, errs)
			}
			for _, want := range tt.says {
				if !strings.Contains(out, want) {
					t.Errorf("it does not say %q:\n%s", want, out)
				}
			}
			linear(t, []byte(out))
		})
	}
	t.Run("JSON", func(t *testing.T) {
		for _, what := range []string{"3401", "3402"} {
			out, errs, code := look(t, env, "pr", "status", "--format", "json", what)
			var got struct {
				Number int
				Title  string
				State  string
				Said   []struct{ Line, Status string }
			}
			if err := json.Unmarshal([]byte(out), &got); err != nil || code != 0 || errs != "" || strconv.Itoa(got.Number) != what || got.State == "" {
				t.Errorf("%v, exit code %d, %q\n%s", err, code, errs, out)
			}
			if what == "3402" && (!strings.HasPrefix(got.Title, "Loyalty \x1b[31mof") || len(got.Said) == 0 || got.Said[0].Status != "not known to certwiz") {
				t.Errorf("%+v", got)
			}
			linear(t, []byte(out))
		}
	})
	for _, tt := range []struct {
		name  string
		env   []string
		what  string
		fails http.HandlerFunc
		says  string
		hint  string
	}{
		{"offline", []string{"CERTWIZ_OFFLINE=1"}, "3401", nil, "certwiz: GitHub is not asked offline", "certwiz status"},
		{"no such pull request", nil, "9999", nil, "certwiz: pull request 9999 is not checked: microsoft/PowerPlatformConnectors has no pull request 9999", "look at the number"},
		{"no such folder", nil, "Nothing", nil, `certwiz: no pull request touches a folder "Nothing"`, "as it stands in the repository"},
		{"too many calls", nil, "3401", githubtest.Limited(time.Now().Add(9 * time.Minute)), "certwiz: pull request 3401 is not checked: GitHub allows no more calls until ", "with a token GitHub allows more"},
		{"too many searches", nil, "Contoso Invoices", githubtest.Limited(time.Now().Add(9 * time.Minute)), `certwiz: the pull requests of "Contoso Invoices" could not be looked for: GitHub allows no more calls until `, "name one"},
		{"the page of a network", nil, "3401", githubtest.Page(200), "certwiz: pull request 3401 is not checked: something between you and GitHub answered with a web page", "your connection"},
		{"the page of a network, by name", nil, "Contoso Invoices", githubtest.Page(200), `certwiz: the pull requests of "Contoso Invoices" could not be looked for: something between you`, "name one"},
		{"GitHub is ill", nil, "3401", githubtest.Status(503, "Unavailable"), "certwiz: pull request 3401 is not checked: GitHub has a problem of its own (503", "try again"},
		{"nothing listens", []string{"CERTWIZ_GITHUB=http://127.0.0.1:1"}, "3401", nil, "certwiz: pull request 3401 is not checked: offline", "your connection"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			hub.Fail("/", tt.fails)
			defer hub.Fail("/", nil)
			env := append(slices.Clone(env), append(tt.env, "CERTWIZ_HOME="+t.TempDir())...)
			out, errs, code := look(t, env, "pr", "status", tt.what)
			line, hint, _ := strings.Cut(strings.TrimSpace(errs), "\n")
			if code != 3 || out != "" || !strings.HasPrefix(line, tt.says) || !strings.HasPrefix(hint, "  hint: ") || !strings.Contains(hint, tt.hint) || strings.Contains(hint, "\n") {
				t.Errorf("exit code %d, want 3\n%s%s", code, out, errs)
			}
			linear(t, []byte(errs))
		})
	}
}

// repositoryFiles are the example's files as the repository holds them.
func repositoryFiles(t *testing.T) map[string]string {
	t.Helper()
	all, files := soundFiles(t), map[string]string{}
	for _, name := range []string{"apiDefinition.swagger.json", "apiProperties.json", "readme.md"} {
		files[invoices+"/"+name] = all[name]
	}
	return files
}
