package git

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/certwiz/certwiz/submission/source"
)

func TestDiscover(t *testing.T) {
	w := newWorld(t)
	for _, dir := range []string{w.pub, filepath.Join(w.pub, filepath.FromSlash(danish))} {
		r := w.discover(dir)
		if r.Root != w.pub || r.Branch != "dev" || r.Shallow {
			t.Errorf("Discover(%s) = root %q, branch %q, shallow %v", dir, r.Root, r.Branch, r.Shallow)
		}
		if want := w.git(w.pub, "rev-parse", "HEAD"); r.Head != want {
			t.Errorf("Head = %q, want %q", r.Head, want)
		}
		if r.Upstream.Name != "upstream" || r.UpstreamRef != "upstream/dev" || r.UpstreamSHA != r.Head {
			t.Errorf("upstream is %+v %q at %q", r.Upstream, r.UpstreamRef, r.UpstreamSHA)
		}
		if len(r.Remotes) != 2 || len(r.Problems) != 0 {
			t.Errorf("remotes %+v, problems %v", r.Remotes, r.Problems)
		}
		if age := diskNow(t).Sub(r.Fetched); age < 0 || age > time.Hour {
			t.Errorf("Fetched = %v, want the time of the fetch just made", r.Fetched)
		}
	}
}

func TestDiscoverHead(t *testing.T) {
	w := newWorld(t)
	w.git(w.pub, "checkout", "--quiet", "--detach")
	if r := w.discover(w.pub); r.Branch != "" || r.Head == "" {
		t.Errorf("detached: branch %q, head %q", r.Branch, r.Head)
	}
	empty := filepath.Join(w.home, "empty")
	w.git(w.home, "init", "--quiet", "--initial-branch=new", empty)
	if r := w.discover(empty); r.Branch != "new" || r.Head != "" {
		t.Errorf("before the first commit: branch %q, head %q", r.Branch, r.Head)
	}
	tree := filepath.Join(w.home, "tree")
	w.git(w.pub, "worktree", "add", "--quiet", "-b", "second", tree)
	if r := w.discover(tree); r.Root != tree || r.Branch != "second" || r.Fetched.IsZero() {
		t.Errorf("work tree: root %q, branch %q, fetched %v", r.Root, r.Branch, r.Fetched)
	}
}

// diskNow is the time by which the file system dates what is written now.
func diskNow(t *testing.T) time.Time {
	t.Helper()
	name := filepath.Join(t.TempDir(), "now")
	if err := os.WriteFile(name, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	return info.ModTime()
}

// FETCH_HEAD is only evidence for the remote it names.
func TestFetchedIsOfUpstream(t *testing.T) {
	w := newWorld(t)
	old := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for _, name := range []string{"logs/refs/remotes/upstream/dev", "refs/remotes/upstream/dev", "FETCH_HEAD"} {
		if err := os.Chtimes(filepath.Join(w.pub, ".git", name), old, old); err != nil {
			t.Fatal(err)
		}
	}
	if r := w.discover(w.pub); !r.Fetched.Equal(old) {
		t.Errorf("Fetched = %v, want %v", r.Fetched, old)
	}
	w.git(w.pub, "fetch", "--quiet", "origin", "dev")
	if r := w.discover(w.pub); !r.Fetched.Equal(old) {
		t.Errorf("after a fetch of another remote Fetched = %v, want %v", r.Fetched, old)
	}
	w.git(w.pub, "fetch", "--quiet", "upstream", "dev")
	if r := w.discover(w.pub); diskNow(t).Sub(r.Fetched) > time.Hour {
		t.Errorf("after a fetch that brought nothing Fetched = %v, want now", r.Fetched)
	}
}

func TestDiscoverChoosesUpstream(t *testing.T) {
	const official = "https://someone:s3cret@github.com/microsoft/PowerPlatformConnectors.git"
	tests := []struct {
		name    string
		remotes []string // name, URL, and whether dev is there
		want    string
		problem Kind
	}{
		{"Microsoft's wins over the name", []string{"upstream", "https://github.com/contoso/PowerPlatformConnectors", "dev", "ms", official, "dev"}, "ms", ""},
		{"by ssh", []string{"origin", "https://github.com/contoso/x", "dev", "zz", "git@github.com:Microsoft/powerplatformconnectors.git", "dev"}, "zz", ""},
		{"by name", []string{"aa", "/srv/a", "dev", "upstream", "/srv/b", "dev"}, "upstream", ""},
		{"by branch", []string{"aa", "/srv/a", "", "bb", "/srv/b", "dev"}, "bb", ""},
		{"a fork only", []string{"origin", "https://github.com/contoso/PowerPlatformConnectors", "dev"}, "origin", NoUpstream},
		{"none suits", []string{"aa", "/srv/a", ""}, "", NoUpstream},
		{"no remote", nil, "", NoUpstream},
		{"never fetched", []string{"upstream", official, ""}, "upstream", BranchMissing},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := &world{t: t, home: isolate(t)}
			w.git(w.home, "init", "--quiet")
			sha := w.commit(w.home, "first")
			for i := 0; i < len(tt.remotes); i += 3 {
				w.git(w.home, "remote", "add", tt.remotes[i], tt.remotes[i+1])
				if tt.remotes[i+2] != "" {
					w.git(w.home, "update-ref", "refs/remotes/"+tt.remotes[i]+"/dev", sha)
				}
			}
			r := w.discover(w.home)
			if r.Upstream.Name != tt.want {
				t.Errorf("Upstream = %q, want %q", r.Upstream.Name, tt.want)
			}
			var kinds []string
			for _, p := range r.Problems {
				kinds = append(kinds, string(p.Kind))
				if len(p.Type) == 0 {
					t.Errorf("%s says nothing to type", p.Kind)
				}
			}
			if got := strings.Join(kinds, ","); got != string(tt.problem) {
				t.Errorf("problems %q, want %q", got, tt.problem)
			}
			for _, m := range r.Remotes {
				if strings.Contains(m.URL, "s3cret") || strings.Contains(m.URL, "someone") {
					t.Errorf("remote %s shows its password: %s", m.Name, m.URL)
				}
			}
		})
	}
}

func TestDiscoverProblems(t *testing.T) {
	ctx := context.Background()
	check := func(t *testing.T, dir string, want Kind, typed string) {
		t.Helper()
		_, err := Discover(ctx, source.GitHubCom, dir)
		var p *Problem
		if !errors.As(err, &p) || p.Kind != want {
			t.Fatalf("Discover = %v, want the problem %q", err, want)
		}
		if !strings.Contains(p.Error(), typed) {
			t.Errorf("%q does not say %q", p.Error(), typed)
		}
	}
	t.Run("not a clone", func(t *testing.T) {
		home := isolate(t)
		t.Setenv("GIT_CEILING_DIRECTORIES", filepath.Dir(home))
		check(t, home, NotAClone, "does not lie in a git clone")
		check(t, filepath.Join(home, "nothing"), NotAClone, "nothing")
	})
	t.Run("a bare repository is no work tree", func(t *testing.T) {
		w := newWorld(t)
		check(t, w.upstream, NotAClone, "")
	})
	t.Run("no git", func(t *testing.T) {
		t.Setenv("PATH", t.TempDir())
		check(t, t.TempDir(), NoGit, "git-scm.com")
	})
	t.Run("another user's", func(t *testing.T) {
		w := newWorld(t)
		if err := os.Chown(w.pub, 12345, 12345); err != nil {
			t.Skip("only root can give a folder to another user")
		}
		check(t, w.pub, Distrusted, "git config --global --add safe.directory")
	})
	t.Run("shallow", func(t *testing.T) {
		w := newWorld(t)
		dir := filepath.Join(w.home, "shallow")
		w.git(w.home, "clone", "--quiet", "--depth=1", "file://"+w.upstream, dir)
		r := w.discover(dir)
		if !r.Shallow || r.Problem(Shallow) == nil || r.Problem(Shallow).Type[0] != "git fetch --unshallow origin" {
			t.Errorf("shallow %v, problems %v", r.Shallow, r.Problems)
		}
	})
}

func TestFolder(t *testing.T) {
	w := newWorld(t)
	r := w.discover(w.pub)
	if got, err := r.Folder(filepath.Join(w.pub, filepath.FromSlash(danish))); got != danish || err != nil {
		t.Errorf("Folder = %q, %v", got, err)
	}
	if got, err := r.Folder(w.pub); got != "" || err != nil {
		t.Errorf("Folder of the top = %q, %v", got, err)
	}
	if got, err := r.Folder(w.home); err == nil {
		t.Errorf("Folder outside = %q, want an error", got)
	}
}

func TestRemoteAddresses(t *testing.T) {
	tests := []struct{ raw, url, owner, repo, head string }{
		{"https://github.com/microsoft/PowerPlatformConnectors.git", "https://github.com/microsoft/PowerPlatformConnectors.git", "microsoft", "PowerPlatformConnectors", "https://github.com/microsoft/PowerPlatformConnectors"},
		{"https://u:p@github.com/a/b/", "https://github.com/a/b/", "a", "b", "https://github.com/a/b"},
		{"https://tok@github.com/a/b?x=tok#tok", "https://github.com/a/b", "a", "b", "https://github.com/a/b"},
		{"https://a@b@github.com/a/b", "https://github.com/a/b", "a", "b", "https://github.com/a/b"},
		{"ssh://git@github.com:22/a/b.git", "ssh://git@github.com:22/a/b.git", "a", "b", "ssh://github.com:22/a/b"},
		{"ssh://git:pw@ssh.github.com:443/a/b", "ssh://git@ssh.github.com:443/a/b", "a", "b", "ssh://ssh.github.com:443/a/b"},
		{"git@github.com:a/b.git", "git@github.com:a/b.git", "a", "b", "github.com:a/b"},
		{"https://github.com.example.com/microsoft/PowerPlatformConnectors", "https://github.com.example.com/microsoft/PowerPlatformConnectors", "", "", "https://github.com.example.com/microsoft/PowerPlatformConnectors"},
		{"https://example.com/github.com/a/b", "https://example.com/github.com/a/b", "", "", "https://example.com/github.com/a/b"},
		{"https://github.com/a/b/c", "https://github.com/a/b/c", "", "", "https://github.com/a/b/c"},
		{"/srv/x@y/b.git", "/srv/x@y/b.git", "", "", "/srv/x@y/b"},
		{"https://u:p@example.com", "https://example.com", "", "", "https://example.com"},
		{"", "", "", "", ""},
	}
	for _, tt := range tests {
		got := bareURL(tt.raw)
		owner, repo, _ := source.GitHubCom.Remote(got)
		if got != tt.url || owner != tt.owner || repo != tt.repo || inFetchHead(got) != tt.head {
			t.Errorf("%q: %q %q %q %q", tt.raw, got, owner, repo, inFetchHead(got))
		}
	}
}

func TestTypedCommands(t *testing.T) {
	tests := []struct {
		word string
		want []string
	}{
		{"upstream", []string{"git fetch upstream"}},
		{"/home/a b/Smørrebrød & Co", []string{`git fetch "/home/a b/Smørrebrød & Co"`}},
		{"$(rm)", nil}, {"a`b", nil}, {"a;b", nil}, {"a\"b", nil}, {"a\nb", nil}, {"", nil}, {"a!b", nil}, {`a\b`, nil}, {"a%b%", nil},
	}
	for _, tt := range tests {
		got := shellCommand("git", "fetch", tt.word)
		if strings.Join(got, "|") != strings.Join(tt.want, "|") {
			t.Errorf("typed(%q) = %q, want %q", tt.word, got, tt.want)
		}
	}
}
