//go:build linux

package main

import (
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/certwiz/certwiz/internal/githubtest"
)

var pr = []string{"--accessible", "pr"}

// TestOpenPullRequest opens a pull request from a clone of a fork and updates
// it, with the built program, real git over HTTP, and a GitHub of this machine.
func TestOpenPullRequest(t *testing.T) {
	t.Parallel()
	t.Run("with a token", func(t *testing.T) {
		t.Parallel()
		f := newForge(t)
		f.hub.Change(func(w *githubtest.World) { w.Tokens[gitHubToken] = "contoso" })
		p := newPublisher(t, f, "GH_ENTERPRISE_TOKEN="+gitHubToken)
		put(t, p.connector, "settings.json", `{"secret": "`+realClient+`"}`)
		p.change("apiProperties.json", "<client ID of your app>", realClient)
		before, dev := p.still(), f.branches()

		p.must(0, answers("no", "yes", "yes", "yes", "no", "", "yes", "yes", "yes"), pr,
			"Into certified-connectors/Contoso Invoices:", "apiProperties.json, 1.0 kB, new", "icon.png",
			"Left out:", "intro.md: ", "settings.json: paconn's own",
			"your own files stay as they are", "apiProperties.json:8", "a real client ID: `0b7d…` (36 characters)", "+ [[DUMMY]]",
			"Leave it out of the pull request?", "Is this what goes into the pull request?",
			"Have you deployed the connector and tested all its operations?",
			"[x] I attest that I have added detailed descriptions", "RequiredValueEmpty",
			"Have you run paconn validate", "(asked of independent publishers only)",
			"Title: Contoso Invoices", "by Ines <ines@contoso.example>, which becomes public: Add Contoso Invoices", "Make the commit?",
			"git push origin ", "never forced", "Push it to your fork?", "Pushed.",
			"from contoso:contoso-invoices into dev?", "GitHub has it as pull request 3401")
		pull := f.pull()
		first := pull.Head
		if pull.Title != "Contoso Invoices" || pull.Base != "dev" || pull.HeadOwner != "contoso" || pull.HeadBranch != "contoso-invoices" || pull.Draft {
			t.Errorf("the pull request is %q from %s:%s into %s", pull.Title, pull.HeadOwner, pull.HeadBranch, pull.Base)
		}
		for _, line := range []string{"- [x] I attest that the connector doesn't exist", "- [x] I attest that the connector works", "- [x] I attest that I have added detailed descriptions",
			"- [ ] I validated the swagger file", "- [x] If this is a certified connector", "- [ ] I have named this PR"} {
			if !strings.Contains(pull.Body, line) {
				t.Errorf("the text lacks %q:\n%s", line, pull.Body)
			}
		}
		if got := git(t, f.bare("contoso"), "diff", "--name-only", "dev", "contoso-invoices"); got != invoices+"/apiDefinition.swagger.json\n"+
			invoices+"/apiProperties.json\n"+invoices+"/icon.png\n"+invoices+"/readme.md" {
			t.Errorf("the fork has\n%s", got)
		}
		sent := gitRaw(t, f.bare("contoso"), "show", "contoso-invoices:"+invoices+"/apiProperties.json")
		if want := strings.Replace(p.read(filepath.Join(p.connector, "apiProperties.json")), realClient, "[[DUMMY]]", 1); sent != want {
			t.Errorf("apiProperties.json on the fork:\n%s", sent)
		}

		p.change("readme.md", "# ", "# The ")
		readme := p.read(filepath.Join(p.connector, "readme.md"))
		p.must(0, answers("yes", "yes", "", "yes", "yes", "yes"), pr,
			"It changes pull request 3401", "apiProperties.json, 1.0 kB, same as in the pull request", "readme.md", "changed",
			"[x] I attest that the connector works", "(ticked on GitHub)", "Have you run paconn validate",
			"Update Contoso Invoices", "Pushed.", "Write title and text into pull request 3401?", "GitHub has it as pull request 3401")
		pull = f.pull()
		if got := gitRaw(t, f.bare("contoso"), "show", "contoso-invoices:"+invoices+"/readme.md"); got != readme || pull.Head == first {
			t.Errorf("the update did not arrive: %q", got)
		}
		if got := git(t, f.bare("contoso"), "rev-list", "--count", first+"..contoso-invoices"); got != "1" {
			t.Errorf("the branch is %s commits further", got)
		}
		git(t, f.bare("contoso"), "merge-base", "--is-ancestor", first, "contoso-invoices")
		if !strings.Contains(pull.Body, "- [x] I validated the swagger file") {
			t.Errorf("the text was not updated:\n%s", pull.Body)
		}
		p.must(0, answers("yes", "", ""), pr, "there is nothing to commit", "Its title and text stay as they are.")
		if got := f.orders(); !slices.Equal(got, []string{"POST /repos/microsoft/PowerPlatformConnectors/pulls", "PATCH /repos/microsoft/PowerPlatformConnectors/pulls/3401"}) {
			t.Errorf("GitHub was told %q", got)
		}
		if n := p.opened(f.url + "/microsoft/PowerPlatformConnectors/pull/3401"); n != 1 {
			t.Errorf("the record has the pull request %d times", n)
		}
		p.must(0, "", []string{"pr", "status"}, "PR 3401  Contoso Invoices", "from contoso:contoso-invoices into dev", "Microsoft's turn since", "day 4 of 14", "your folder holds the same files")
		put(t, p.connector, "readme.md", strings.Replace(readme, "# The ", "# ", 1))
		if after := p.still(); after != before {
			t.Errorf("the clone changed:\n%s\nwas\n%s", after, before)
		}
		if got := f.branches(); !strings.Contains(got, dev) || strings.Count(got, "\n") != strings.Count(dev, "\n")+1 {
			t.Errorf("the fork has\n%s\nhad\n%s", got, dev)
		}
		p.neverForced()
		p.nowhere(gitHubToken, "the token")
		p.unsaid(realClient, "the client ID")
		p.elsewhere(t)
	})
	t.Run("without a token", func(t *testing.T) {
		t.Parallel()
		f := newForge(t)
		p := newPublisher(t, f)
		p.change("apiProperties.json", "<client ID of your app>", realClient)
		before, dev := p.still(), f.branches()
		said := p.must(0, answers("yes", "yes", "yes", "yes", "no", "", "yes", "2", "the one", "https://github.com/fabrikam/Other/pull/3", "3399", "no", ""), pr,
			"icon.png is left out", "There is no GitHub token here (GH_ENTERPRISE_TOKEN, gh, or your vault)", "only print the commands",
			"The commit is in your clone", "git push origin ", "press Create pull request", "/compare/dev...contoso:contoso-invoices?expand=1",
			"Its number or link", "That is no pull request's number or link.", "3399 could not be looked at", "has no pull request 3399")
		sha := git(t, p.clone, "rev-parse", "contoso-invoices")
		if !strings.Contains(said, "git push origin "+sha+":refs/heads/contoso-invoices\n") {
			t.Errorf("the command does not push the commit %s:\n%s", sha, said)
		}
		if got := gitRaw(t, p.clone, "show", "contoso-invoices:"+invoices+"/apiProperties.json"); strings.Contains(got, realClient) {
			t.Error("the client ID is in the commit that is to be pushed by hand")
		}
		p.must(0, "", []string{"pr", "--print", "--out", filepath.Join(p.home, "out")}, "Title: Contoso Invoices", "files written into",
			"Not your own files", "git switch --no-track -c ", "git push -u origin contoso-invoices", "press Create pull request")
		if got := p.read(filepath.Join(p.home, "out", "apiProperties.json")); !strings.Contains(got, `"clientId": "[[DUMMY]]"`) {
			t.Errorf("what was written out is not what goes out:\n%s", got)
		}
		if f.branches() != dev || len(f.orders()) > 0 {
			t.Errorf("something was sent: %q\n%s", f.orders(), f.branches())
		}
		if p.still() != before {
			t.Error("the clone changed")
		}
		p.given(t)
		p.unsaid(realClient, "the client ID")
	})
	t.Run("GitHub does not answer", func(t *testing.T) {
		t.Parallel()
		f := newForge(t)
		p := newPublisher(t, f)
		f.hub.Fail("/", githubtest.Page(http.StatusOK))
		const unknown = "Whether a pull request is open already is not checked: something between you and GitHub answered with a web page"
		p.must(0, "", []string{"pr", "--print"}, unknown, "Title: Contoso Invoices", "git push -u origin contoso-invoices")
		p.must(0, answers("no"), pr, unknown, "Go on as if there were none?", "nothing more was done")
		p.must(3, "", []string{"pr", "status"}, "certwiz: your pull request was not found: something between you")
		f.hub.Fail("/", githubtest.Limited(time.Now().Add(9*time.Minute)))
		p.must(0, "", []string{"pr", "--print"}, "is not checked: GitHub allows no more calls until ", "Title: Contoso Invoices")
		f.hub.Fail("/", nil)
		p.must(1, "", []string{"pr", "status"}, "certwiz: there is no pull request for certified-connectors/Contoso Invoices yet", "hint: certwiz pr prepares one")

		f.hub.Forget()
		if err := os.Remove(p.log); err != nil {
			t.Fatal(err)
		}
		p.env = append(p.env, "CERTWIZ_OFFLINE=1")
		p.must(0, answers("no", "yes", "yes", "yes", "no", "", "yes", "3401", "yes"), pr, "certwiz runs offline: nothing is fetched or pushed", "dev was not fetched",
			"Commit ", "git push origin ", "Its number or link", "3401 could not be looked at: certwiz runs offline", "Note it as this connector's all the same?")
		if n := p.opened(f.url + "/microsoft/PowerPlatformConnectors/pull/3401"); n != 1 {
			t.Errorf("the record has the pull request %d times", n)
		}
		for _, word := range []string{"fetch", "ls-remote", "push"} {
			if strings.Contains(p.read(p.log), "\n"+word+"\n") {
				t.Errorf("offline, git %s was called", word)
			}
		}
		if calls := f.hub.Calls(); len(calls) > 0 {
			t.Errorf("offline, GitHub was asked %q", calls)
		}
	})
	t.Run("what must not become public", func(t *testing.T) {
		t.Parallel()
		f := newForge(t)
		f.hub.Change(func(w *githubtest.World) { w.Tokens[gitHubToken] = "contoso" })
		for name, text := range map[string]string{
			"script.csx": "public class Script : ScriptBase { const string Key = \"" + awsKey + "\"; }\n",
			"readme.md":  soundFiles(t)["readme.md"] + "\nKey: " + awsKey + "\n",
		} {
			t.Run(name, func(t *testing.T) {
				p := newPublisher(t, f, "GH_ENTERPRISE_TOKEN="+gitHubToken)
				put(t, p.connector, name, text)
				for _, args := range [][]string{pr, {"pr", "--print"}} {
					p.must(1, answers("yes", "yes", "yes", "yes", "yes", "", "yes", "yes", "yes"), args, name+":", "take it out", "can't be opened yet", "hint: mend what is named above")
				}
				p.nowhere(awsKey, "the key")
				if got := git(t, p.clone, "for-each-ref", "refs/heads/contoso-invoices"); got != "" || len(f.orders()) > 0 || strings.Contains(f.branches(), "contoso-invoices") {
					t.Errorf("something was made: %q %q\n%s", got, f.orders(), f.branches())
				}
			})
		}
	})
}

// elsewhere goes on at another computer, which knows of no submission: the pull
// request that is open is found, and updated once it is chosen.
func (p *publisher) elsewhere(t *testing.T) {
	if err := os.RemoveAll(p.home); err != nil {
		t.Fatal(err)
	}
	p.f.hub.Forget()
	p.change("readme.md", "# ", "# Once more: ")
	p.must(0, answers("1", "yes", "", "yes", "yes", "yes"), pr, "Feedback is answered in the same pull request", "1. update pull request 3401, Contoso Invoices: opened by contoso",
		"2. open a new one", "It changes pull request 3401", "Pushed.", "GitHub has it as pull request 3401")
	if p.f.pull().Number != 3401 || len(p.f.orders()) > 0 {
		t.Errorf("GitHub was told %q", p.f.orders())
	}
}

// given pushes with git's own sign-in and leaves; then a token is given, a wrong
// one first, and the pull request is opened from the branch that is there.
func (p *publisher) given(t *testing.T) {
	p.must(0, answers("yes", "yes", "yes", "yes", "no", "", "yes", "1", "yes", ""), pr, "1. push the branch from here", "Pushed.", "press Create pull request", "Its number or link")
	branches := p.f.branches()
	p.f.hub.Change(func(w *githubtest.World) { w.Tokens[gitHubToken] = "contoso" })
	p.must(0, answers("yes", "yes", "yes", "yes", "no", "", "3", "ghp_wrong", gitHubToken, "yes"), pr,
		"The branch contoso-invoices of your fork holds just these files already", "3. give a GitHub token", "That token is not used: GitHub refuses", "GitHub has it as pull request 3401")
	if got := p.f.branches(); got != branches || p.f.pull().HeadBranch != "contoso-invoices" {
		t.Errorf("the fork has\n%s\nhad\n%s", got, branches)
	}
	p.nowhere(gitHubToken, "the token")
}
