package git

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/certwiz/certwiz/submission/source"
)

// The folders of the world's connectors.
const (
	invoices = "certified-connectors/Contoso Invoices"
	danish   = "certified-connectors/Smørrebrød & Co"
	loyalty  = "independent-publisher-connectors/Fabrikam Loyalty"
)

// world is a bare upstream repository with a dev branch, a fork of it, and a
// publisher's clone of the fork, all of them real.
type world struct {
	t        testing.TB
	home     string
	upstream string // bare
	maker    string // Microsoft's own clone
	pub      string // the publisher's clone
	day      int
}

// isolate keeps the machine's own git configuration out.
func isolate(t testing.TB) string {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	home, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range os.Environ() {
		if name, _, _ := strings.Cut(v, "="); strings.HasPrefix(name, "GIT_") {
			t.Setenv(name, "")
			os.Unsetenv(name)
		}
	}
	for name, value := range map[string]string{
		"HOME": home, "XDG_CONFIG_HOME": home,
		"GIT_CONFIG_GLOBAL": os.DevNull, "GIT_CONFIG_NOSYSTEM": "1",
		"GIT_AUTHOR_NAME": "A Publisher", "GIT_AUTHOR_EMAIL": "publisher@example.com",
		"GIT_COMMITTER_NAME": "A Publisher", "GIT_COMMITTER_EMAIL": "publisher@example.com",
	} {
		t.Setenv(name, value)
	}
	return home
}

// templates is a folder with the worlds that were built once, to be copied.
var templates = sync.OnceValues(func() (string, error) { return os.MkdirTemp("", "certwiz-git-") })

func TestMain(m *testing.M) {
	if args := os.Getenv(pushAsked); args != "" {
		os.Exit(pushOnTerminal(strings.Split(args, "\n")))
	}
	code := m.Run()
	if dir, err := templates(); err == nil {
		os.RemoveAll(dir)
	}
	os.Exit(code)
}

// newWorld hands out a fresh copy of the world: dev holds three connectors, by
// pull requests 1 to 3.
func newWorld(t *testing.T) *world { return copyOf(t, "world", (*world).build) }

// mergedWorld is a world in which the publisher's branch "update" was merged
// by pull request 50, and not fetched yet; head is what the branch had.
func mergedWorld(t *testing.T) (w *world, head string) {
	w = copyOf(t, "merged", func(w *world) {
		w.build()
		w.branch("update", invoices, "second")
		w.merge("update", "Contoso Invoices: new actions (#50)")
	})
	w.day = 6
	return w, w.git(w.pub, "rev-parse", "update")
}

// copyOf copies a world that is built for the first who asks for it.
func copyOf(t *testing.T, name string, build func(*world)) *world {
	t.Helper()
	home := isolate(t)
	dir, err := templates()
	if err != nil {
		t.Fatal(err)
	}
	dir = filepath.Join(dir, name)
	if _, err := os.Stat(filepath.Join(dir, "done")); err != nil {
		w := at(t, dir)
		build(w)
		w.write(w.home, "done", "")
	}
	if err := os.CopyFS(filepath.Join(home, "w"), os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	return at(t, filepath.Join(home, "w"))
}

func at(t *testing.T, home string) *world {
	return &world{
		t: t, home: home, day: 3,
		upstream: filepath.Join(home, "upstream.git"), maker: filepath.Join(home, "maker"), pub: filepath.Join(home, "my clone"),
	}
}

// build makes the template. Addresses are relative, so that copies work.
func (w *world) build() {
	w.t.Helper()
	w.day = 0
	if err := os.MkdirAll(w.home, 0o755); err != nil {
		w.t.Fatal(err)
	}
	w.git(w.home, "init", "--quiet", "--template=", "--bare", "--initial-branch=dev", w.upstream)
	w.git(w.home, "init", "--quiet", "--template=", "--initial-branch=dev", w.maker)
	w.git(w.maker, "remote", "add", "origin", "../upstream.git")
	for i, folder := range []string{invoices, danish, loyalty} {
		w.write(w.maker, folder+"/apiDefinition.swagger.json", swagger("first"))
		w.write(w.maker, folder+"/apiProperties.json", "{}\n")
		w.write(w.maker, folder+"/README.md", "# Read me\n")
		w.commit(w.maker, fmt.Sprintf("%s (#%d)", filepath.Base(folder), i+1))
	}
	w.publish()
	w.git(w.home, "clone", "--quiet", "--template=", "--bare", "upstream.git", "fork.git")
	for _, bare := range []string{w.upstream, filepath.Join(w.home, "fork.git")} {
		w.git(bare, "config", "receive.autogc", "false")
		w.git(bare, "config", "core.fsync", "none")
	}
	w.git(w.home, "clone", "--quiet", "--template=", "fork.git", w.pub)
	w.git(w.pub, "remote", "set-url", "origin", "../fork.git")
	w.git(w.pub, "remote", "add", "upstream", "../upstream.git")
	w.git(w.pub, "fetch", "--quiet", "upstream", "dev")
}

func swagger(description string) string {
	return fmt.Sprintf("{\n  \"swagger\": \"2.0\",\n  \"info\": {\"title\": \"Contoso Invoices\", \"description\": %q}\n}\n", description)
}

// git runs git as a person would, and fails the test when it does.
func (w *world) git(dir string, args ...string) string {
	w.t.Helper()
	out, err := w.try(dir, args...)
	if err != nil {
		w.t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(out)
}

// inHaste is the environment of a git that neither waits for the disk nor
// tidies up after itself.
var inHaste = []string{
	"GIT_CONFIG_COUNT=3", "GIT_CONFIG_KEY_0=core.fsync", "GIT_CONFIG_VALUE_0=none",
	"GIT_CONFIG_KEY_1=gc.auto", "GIT_CONFIG_VALUE_1=0", "GIT_CONFIG_KEY_2=maintenance.auto", "GIT_CONFIG_VALUE_2=false",
}

func (w *world) try(dir string, args ...string) (string, error) {
	cmd := exec.Command("git", args...)
	cmd.Dir = dir
	date := fmt.Sprintf("2026-03-%02dT10:00:00Z", w.day%28+1)
	cmd.Env = append(os.Environ(), "GIT_TERMINAL_PROMPT=0", "GIT_AUTHOR_DATE="+date, "GIT_COMMITTER_DATE="+date)
	cmd.Env = append(cmd.Env, inHaste...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err := cmd.Run()
	return out.String(), err
}

// feed hands a repository a stream of commits.
func (w *world) feed(dir, stream string) {
	w.t.Helper()
	if err := w.pipe(dir, stream); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) pipe(dir, stream string) error {
	cmd := exec.Command("git", "fast-import", "--quiet")
	cmd.Dir, cmd.Stdin = dir, strings.NewReader(stream)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("git fast-import: %w: %s", err, out)
	}
	return nil
}

func (w *world) write(dir, name, text string) {
	w.t.Helper()
	path := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		w.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		w.t.Fatal(err)
	}
}

// commit commits everything, a day later than the one before.
func (w *world) commit(dir, subject string) string {
	w.t.Helper()
	w.day++
	w.git(dir, "add", "--all")
	w.git(dir, "commit", "--quiet", "--allow-empty", "-m", subject)
	return w.git(dir, "rev-parse", "HEAD")
}

func (w *world) publish() { w.git(w.maker, "push", "--quiet", "origin", "dev") }

// branch makes a pull request's branch in the publisher's clone, with two
// commits that change a folder, and returns its head.
func (w *world) branch(name, folder, description string) string {
	w.t.Helper()
	w.git(w.pub, "checkout", "--quiet", "-b", name, "upstream/dev")
	w.write(w.pub, folder+"/apiProperties.json", "{\"properties\": {}}\n")
	w.commit(w.pub, "start "+name)
	w.write(w.pub, folder+"/apiDefinition.swagger.json", swagger(description))
	head := w.commit(w.pub, "finish "+name)
	w.git(w.pub, "push", "--quiet", "origin", name)
	return head
}

// merge squashes a publisher's branch into dev as Microsoft does, and returns
// the squash commit.
func (w *world) merge(name, subject string) string {
	w.t.Helper()
	w.git(w.maker, "fetch", "--quiet", w.pub, name)
	w.git(w.maker, "merge", "--quiet", "--squash", "FETCH_HEAD")
	sha := w.commit(w.maker, subject)
	w.publish()
	return sha
}

// discover looks at a clone that must be one.
func (w *world) discover(dir string) *Repo {
	w.t.Helper()
	r, err := Discover(context.Background(), source.GitHubCom, dir)
	if err != nil {
		w.t.Fatalf("Discover(%s): %v", dir, err)
	}
	return r
}
