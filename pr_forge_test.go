//go:build linux

package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"net/http/cgi"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/certwiz/certwiz/example"
	"github.com/certwiz/certwiz/internal/githubtest"
	"github.com/certwiz/certwiz/internal/terminal"
	"github.com/certwiz/certwiz/submission/source"
)

const (
	invoices    = "certified-connectors/Contoso Invoices"
	gitHubToken = "ghp_" + "Zk3vQ9LwB7xTn2RcYd5MfH8JsVu6AeGp4X1i"
	awsKey      = "AKIA" + "Z7QXW3RT5YPLMN2K" // in parts, so that no scanner takes it for a real one
	realClient  = "0b7d1f6e-8c52-4f0a-9d34-5e6a7b8c9d01"
)

// forge is a GitHub of this machine: the API by githubtest, the repositories by
// git's own http-backend, both at one address. microsoft has the repository
// with the branch dev, contoso a fork of it.
type forge struct {
	t   *testing.T
	hub *githubtest.Server
	url string
	dir string // of the repositories, by owner
}

// theirTemplate is a text for a pull request in the form of Microsoft's.
const theirTemplate = `When submitting a connector, please make sure that you follow the requirements below.

- [ ] I attest that the connector doesn't exist on the Power Platform today. I've verified by checking the pull requests in GitHub and by searching for the connector on the platform or in the documentation.
- [ ] I attest that the connector works and I verified by deploying and testing all the operations.
- [ ] I attest that I have added detailed descriptions for all operations and parameters in the swagger file.
- [ ] I attest that I have added response schemas to my actions, unless the response schema is dynamic.
- [ ] I validated the swagger file, ` + "`apiDefinition.swagger.json`, by running `paconn validate`" + ` command.
- [ ] If this is a certified connector, I confirm that ` + "`apiProperties.json` has a valid brand color and doesn't use an invalid brand color, `#007ee5` or `#ffffff`" + `. If this is an independent publisher connector, I confirm that I am not submitting a connector icon.

If you are an Independent Publisher, you must also attest to the following to ensure a smooth publishing process:

- [ ] I have named this PR after the pattern of "Connector Name (Independent Publisher)" (ex: HubSpot Marketing (Independent Publisher))
`

func newForge(t *testing.T) *forge {
	t.Helper()
	f := &forge{t: t, hub: githubtest.New(t), dir: t.TempDir()}
	out, err := exec.Command("git", "--exec-path").Output()
	if err != nil {
		t.Skip("git is not installed")
	}
	backend := filepath.Join(strings.TrimSpace(string(out)), "git-http-backend")
	if _, err := os.Stat(backend); err != nil {
		t.Skip("git comes without http-backend here")
	}
	seed := filepath.Join(f.dir, "seed")
	put(t, seed, "README.md", "# Connectors\n")
	put(t, seed, ".github/PULL_REQUEST_TEMPLATE.md", theirTemplate)
	put(t, seed, "certified-connectors/Fabrikam Loyalty/readme.md", "# Fabrikam Loyalty\n")
	git(t, seed, "init", "-q", "-b", "dev")
	git(t, seed, "add", "-A")
	git(t, seed, "commit", "-q", "-m", "Fabrikam Loyalty (#3312)")
	for _, owner := range []string{source.Owner, "contoso"} {
		git(t, f.dir, "clone", "-q", "--bare", seed, f.bare(owner))
		git(t, f.bare(owner), "config", "http.receivepack", "true")
	}
	backed := &cgi.Handler{Path: backend, Root: "/", Env: []string{
		"GIT_PROJECT_ROOT=" + f.dir, "GIT_HTTP_EXPORT_ALL=1", "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=" + os.DevNull, "HOME=" + f.dir,
	}}
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/api/v3/") {
			f.hub.ServeHTTP(w, r)
			return
		}
		backed.ServeHTTP(w, r)
		if r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/contoso/PowerPlatformConnectors.git/git-receive-pack") {
			f.pushed()
		}
	}))
	t.Cleanup(front.Close)
	f.url = front.URL
	f.hub.Change(func(w *githubtest.World) { w.Now = time.Now().UTC().AddDate(0, 0, -3).Truncate(time.Second) })
	return f
}

func (f *forge) bare(owner string) string {
	return filepath.Join(f.dir, owner, source.Repository+".git")
}

func (f *forge) remote(owner string) string {
	return f.url + "/" + owner + "/" + source.Repository + ".git"
}

// pushed tells the API what a branch of the fork holds by now.
func (f *forge) pushed() {
	fork := f.bare("contoso")
	for _, line := range strings.Split(git(f.t, fork, "for-each-ref", "--format=%(objectname) %(refname:short)", "refs/heads"), "\n") {
		sha, branch, _ := strings.Cut(line, " ")
		if branch == "dev" {
			continue
		}
		files := map[string]string{}
		for _, name := range strings.Split(git(f.t, fork, "diff", "-z", "--name-only", "dev", sha), "\x00") {
			if name != "" {
				files[name] = gitRaw(f.t, fork, "show", sha+":"+name)
			}
		}
		f.hub.Change(func(w *githubtest.World) {
			for _, p := range w.Pulls {
				if p.HeadOwner == "contoso" && p.HeadBranch == branch && !p.Closed && p.Head != sha {
					p.Push("more", files).SHA, p.Head = sha, sha
					return
				}
			}
			w.Pushed("contoso", branch, files).SHA = sha
		})
	}
}

// put writes a file; the path has slashes.
func put(t *testing.T, dir, name, text string) {
	t.Helper()
	path := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func git(t *testing.T, dir string, args ...string) string {
	t.Helper()
	return strings.TrimSpace(gitRaw(t, dir, args...))
}

func gitRaw(t *testing.T, dir string, args ...string) string {
	t.Helper()
	cmd := exec.Command("git", append([]string{"-c", "user.name=Ines", "-c", "user.email=ines@contoso.example", "-c", "commit.gpgsign=false"}, args...)...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1", "GIT_CEILING_DIRECTORIES="+filepath.Dir(dir))
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, stderr.String())
	}
	return string(out)
}

// publisher is a person with a clone of a fork, and the connector in it.
type publisher struct {
	*sitting
	f     *forge
	clone string
	log   string // what git was called with, a word a line
}

func newPublisher(t *testing.T, f *forge, env ...string) *publisher {
	t.Helper()
	dir := t.TempDir()
	clone := filepath.Join(dir, source.Repository)
	git(t, dir, "clone", "-q", f.remote("contoso"), clone)
	git(t, clone, "remote", "add", "upstream", f.remote(source.Owner))
	git(t, clone, "checkout", "-q", "-b", "of-another-day")
	git(t, clone, "config", "user.name", "Ines")
	git(t, clone, "config", "user.email", "ines@contoso.example")
	put(t, clone, "certified-connectors/Fabrikam Loyalty/readme.md", "# Not committed\n")
	put(t, clone, "staged.txt", "staged\n")
	git(t, clone, "add", "staged.txt")
	p := &publisher{f: f, clone: clone, log: filepath.Join(dir, "calls")}
	p.sitting = &sitting{t: t, home: filepath.Join(dir, "state"), connector: filepath.Join(clone, filepath.FromSlash(invoices))}
	p.env = terminal.Env(t, append(env, "CERTWIZ_HOME="+p.home, "CERTWIZ_GITHUB="+f.url, "CERTWIZ_VAULT=memory", "PATH="+watched(t, dir, p.log))...)
	for name, text := range soundFiles(t) {
		put(t, p.connector, name, text)
	}
	return p
}

// sound are the files of the example's connector, mended.
var sound = sync.OnceValues(func() (map[string]string, error) {
	dir, err := os.MkdirTemp("", "certwiz-test-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	made, err := example.Make(context.Background(), dir)
	if err == nil {
		err = example.Mend(made)
	}
	if err != nil {
		return nil, err
	}
	files := map[string]string{}
	entries, err := os.ReadDir(made)
	for _, e := range entries {
		data, readErr := os.ReadFile(filepath.Join(made, e.Name()))
		files[e.Name()], err = string(data), errors.Join(err, readErr)
	}
	return files, err
})

func soundFiles(t *testing.T) map[string]string {
	t.Helper()
	files, err := sound()
	if err != nil {
		t.Fatal(err)
	}
	return maps.Clone(files)
}

// watched is a PATH on which git notes what it is called with.
func watched(t *testing.T, dir, log string) string {
	t.Helper()
	real, err := exec.LookPath("git")
	if err != nil {
		t.Fatal(err)
	}
	bin := filepath.Join(dir, "bin")
	put(t, bin, "git", fmt.Sprintf("#!/bin/sh\nprintf '%%s\\n' '[call]' \"$@\" >>'%s'\nexec '%s' \"$@\"\n", log, real))
	if err := os.Chmod(filepath.Join(bin, "git"), 0o755); err != nil {
		t.Fatal(err)
	}
	return bin + string(filepath.ListSeparator) + os.Getenv("PATH")
}

// change replaces a text in one of the connector's files.
func (p *publisher) change(name, old, new string) {
	p.t.Helper()
	text := p.read(filepath.Join(p.connector, name))
	if !strings.Contains(text, old) {
		p.t.Fatalf("%s holds no %q", name, old)
	}
	put(p.t, p.connector, name, strings.Replace(text, old, new, 1))
}

// still is all that must not change: the files, the index, where the clone is,
// and its branches but the connector's own.
func (p *publisher) still() string {
	p.t.Helper()
	var b strings.Builder
	note := func(path string) {
		data, err := os.ReadFile(path)
		if err != nil {
			p.t.Fatal(err)
		}
		fmt.Fprintf(&b, "%s %x\n", path, sha256.Sum256(data))
	}
	err := filepath.WalkDir(p.clone, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && d.Name() == ".git":
			return fs.SkipDir
		case d.Type().IsRegular():
			note(path)
		}
		return nil
	})
	if err != nil {
		p.t.Fatal(err)
	}
	note(filepath.Join(p.clone, ".git", "index"))
	note(filepath.Join(p.clone, ".git", "HEAD"))
	note(filepath.Join(p.clone, ".git", "config"))
	for line := range strings.Lines(git(p.t, p.clone, "for-each-ref", "refs/heads", "refs/tags")) {
		if !strings.Contains(line, "refs/heads/contoso-invoices") {
			b.WriteString(line)
		}
	}
	return b.String()
}

// orders are the requests so far that change something on GitHub.
func (f *forge) orders() []string {
	return slices.DeleteFunc(f.hub.Calls(), func(call string) bool { return strings.HasPrefix(call, "GET ") })
}

// branches are the fork's branches, "name SHA" a line.
func (f *forge) branches() string {
	return git(f.t, f.bare("contoso"), "for-each-ref", "--format=%(refname:short) %(objectname)", "refs/heads")
}

// pull is a copy of the only pull request there is.
func (f *forge) pull() githubtest.Pull {
	f.t.Helper()
	var pull githubtest.Pull
	f.hub.Change(func(w *githubtest.World) {
		if len(w.Pulls) != 1 {
			f.t.Errorf("%d pull requests", len(w.Pulls))
		}
		for _, p := range w.Pulls {
			pull = *p
		}
	})
	return pull
}

// opened counts how often the record says that a pull request was opened.
func (p *publisher) opened(url string) int {
	p.t.Helper()
	n := 0
	for _, e := range p.kept().events {
		if e == "1 pull request "+url {
			n++
		}
	}
	return n
}

// unsaid looks for a text in all that was printed, and in what git was called
// with.
func (p *publisher) unsaid(text, what string) {
	p.t.Helper()
	for _, raw := range p.raws {
		if bytes.Contains(raw, []byte(text)) {
			p.t.Errorf("%s was printed", what)
		}
	}
	if strings.Contains(p.read(p.log), text) {
		p.t.Errorf("%s was an argument of git", what)
	}
}

// nowhere is unsaid, and looks in the state folder, too.
func (p *publisher) nowhere(text, what string) {
	p.t.Helper()
	p.unsaid(text, what)
	err := filepath.WalkDir(p.home, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(path)
		if bytes.Contains(data, []byte(text)) {
			p.t.Errorf("%s is in %s", what, path)
		}
		return err
	})
	if err != nil {
		p.t.Fatal(err)
	}
}

// neverForced looks at how git was told to push.
func (p *publisher) neverForced() {
	p.t.Helper()
	pushes := 0
	for _, call := range strings.Split(p.read(p.log), "[call]\n") {
		words := strings.Split(strings.TrimSpace(call), "\n")
		if !slices.Contains(words, "push") {
			continue
		}
		pushes++
		for _, w := range words {
			if strings.HasPrefix(w, "+") || strings.HasPrefix(w, "--force") || slices.Contains([]string{"-f", "--delete", "--mirror", "--all", "--tags"}, w) {
				p.t.Errorf("git push was called with %q", words)
			}
		}
	}
	if pushes == 0 {
		p.t.Error("git was not seen pushing")
	}
}

// answers are lines for the input.
func answers(lines ...string) string { return strings.Join(lines, "\n") + "\n" }

// must runs certwiz and holds it to its exit code and to what it says, in this
// order.
func (p *publisher) must(code int, input string, args []string, says ...string) string {
	p.t.Helper()
	said, got := p.pipe(input, args...)
	if got != code {
		p.t.Fatalf("certwiz %s: exit code %d, want %d\n%s", strings.Join(args, " "), got, code, said)
	}
	rest := said
	for _, want := range says {
		_, after, found := strings.Cut(rest, want)
		if !found {
			p.t.Fatalf("certwiz %s does not say %q in its turn:\n%s", strings.Join(args, " "), want, said)
		}
		rest = after
	}
	return said
}
