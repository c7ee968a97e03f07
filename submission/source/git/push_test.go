package git

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/certwiz/certwiz/submission/source"
)

// refs are a repository's branches and tags.
func (w *world) refs(dir string) string { return w.git(dir, "for-each-ref") }

func (w *world) fork() string { return filepath.Join(w.home, "fork.git") }

// A contribution from beginning to end and then updated, over each transport:
// nothing changes but the branch.
func TestPush(t *testing.T) {
	for _, over := range []string{"http", "file"} {
		t.Run(over, func(t *testing.T) {
			w := newWorld(t)
			var r *Repo
			if over == "http" {
				r = w.discoverOn(w.online(), w.pub)
			} else {
				w.git(w.pub, "remote", "set-url", "origin", "file://"+w.fork())
				r = w.discover(w.pub)
			}
			w.branch("unrelated", danish, "of another day")
			// What git would push, too, if it were asked to.
			w.git(w.pub, "tag", "-a", "-m", "tag", "v1", "upstream/dev")
			w.git(w.pub, "config", "push.followTags", "true")
			w.git(w.pub, "config", "push.default", "matching")
			w.git(w.pub, "config", "remote.origin.push", "+refs/heads/*:refs/heads/*")
			w.write(w.pub, invoices+"/README.md", "not committed\n")
			w.write(w.pub, danish+"/README.md", "staged\n")
			w.git(w.pub, "add", danish)
			r, _ = Discover(context.Background(), r.Host, w.pub)
			forkBefore := w.refs(w.fork())

			c := w.contribution(r)
			but := []string{".git/refs/heads/" + c.Branch, ".git/logs/refs/heads/" + c.Branch, ".git/refs/remotes/origin/" + c.Branch, ".git/logs/refs/remotes/origin/" + c.Branch}
			before := w.snapshot(w.pub, but...)
			first := w.contribute(r, c, "")
			c.Base, c.Files = first, map[string][]byte{"README.md": []byte("# Read me now\n")}
			second := w.contribute(r, c, first)
			if err := r.Push(context.Background(), "origin", c.Branch, second, false); err != nil {
				t.Errorf("once more: %v", err)
			}
			if after := w.snapshot(w.pub, but...); after != before {
				t.Errorf("something but the branch changed:\n%s\nwas\n%s", after, before)
			}
			want := forkBefore + "\n" + second + " commit\trefs/heads/" + c.Branch
			if got := w.refs(w.fork()); sorted(got) != sorted(want) {
				t.Errorf("the fork has\n%s\nwant\n%s", got, want)
			}
			if got := w.git(w.fork(), "log", "--format=%s", "-3", c.Branch); got != c.Message+"\n"+c.Message+"\nFabrikam Loyalty (#3)" {
				t.Errorf("the branch has %q", got)
			}
		})
	}
}

func sorted(lines string) string {
	l := strings.Split(lines, "\n")
	slices.Sort(l)
	return strings.Join(l, "\n")
}

// contribute prepares, points and pushes, and returns the commit.
func (w *world) contribute(r *Repo, c Contribution, old string) string {
	w.t.Helper()
	ctx := context.Background()
	if at, err := r.RemoteBranch(ctx, "origin", c.Branch); err != nil || at != old {
		w.t.Fatalf("RemoteBranch = %q, %v, want %q", at, err, old)
	}
	sha, _ := w.prepare(r, c)
	if err := r.Point(ctx, c.Branch, sha, old); err != nil {
		w.t.Fatalf("Point: %v", err)
	}
	if err := r.Push(ctx, "origin", c.Branch, sha, false); err != nil {
		w.t.Fatalf("Push: %v", err)
	}
	if at, err := r.RemoteBranch(ctx, "origin", c.Branch); err != nil || at != sha {
		w.t.Fatalf("after the push RemoteBranch = %q, %v, want %q", at, err, sha)
	}
	return sha
}

// Commits that a colleague pushed are fetched, never overwritten.
func TestPushBehind(t *testing.T) {
	w := newWorld(t)
	s := w.online()
	r := w.discoverOn(s, w.pub)
	ctx := context.Background()
	c := w.contribution(r)
	first := w.contribute(r, c, "")
	colleague := filepath.Join(w.home, "colleague")
	w.git(w.home, "clone", "--quiet", "--branch="+c.Branch, w.fork(), colleague)
	w.write(colleague, invoices+"/README.md", "# By a colleague\n")
	theirs := w.commit(colleague, "A colleague's")
	w.git(colleague, "push", "--quiet", "origin", c.Branch)

	c.Base, c.Files = first, map[string][]byte{"script.csx": []byte("mine")}
	mine, _ := w.prepare(r, c)
	err := r.Push(ctx, "origin", c.Branch, mine, false)
	if kindOf(t, err) != Behind || !slices.Equal(asProblem(err).Type, []string{"git fetch origin contoso-invoices"}) {
		t.Fatalf("Push = %v", err)
	}
	if got := asProblem(err).What; got != "the branch contoso-invoices of contoso/PowerPlatformConnectors has commits that are not here; fetch them and go on from there" {
		t.Errorf("it says %q", got)
	}
	fetched, err := r.FetchBranch(ctx, "origin", c.Branch)
	if err != nil || fetched != theirs {
		t.Fatalf("FetchBranch = %q, %v, want %q", fetched, err, theirs)
	}
	if err := r.Push(ctx, "origin", c.Branch, mine, false); kindOf(t, err) != Behind {
		t.Errorf("after fetching Push = %v", err)
	}
	c.Base = fetched
	both, _ := w.prepare(r, c)
	if err := r.Push(ctx, "origin", c.Branch, both, false); err != nil {
		t.Fatal(err)
	}
	if got := w.git(w.fork(), "log", "--format=%s", "-3", c.Branch); got != c.Message+"\nA colleague's\n"+c.Message {
		t.Errorf("the branch has %q", got)
	}
	if err := r.Push(ctx, "origin", c.Branch+"/below", both, false); kindOf(t, err) != BadName {
		t.Errorf("below a branch: %v", err)
	}
	if got, err := r.FetchBranch(ctx, "origin", "none"); got != "" || err != nil {
		t.Errorf("FetchBranch of none = %q, %v", got, err)
	}
	if got, err := r.RemoteBranch(ctx, "origin", "invoices"); got != "" || err != nil {
		t.Errorf("RemoteBranch of the end of a name = %q, %v", got, err)
	}
}

// keepConfig keeps the configuration of the publisher's clone; what it returns
// puts it back.
func (w *world) keepConfig() (reset func()) {
	w.t.Helper()
	path := filepath.Join(w.pub, ".git", "config")
	data, err := os.ReadFile(path)
	if err != nil {
		w.t.Fatal(err)
	}
	return func() {
		if err := os.WriteFile(path, data, 0o644); err != nil {
			w.t.Error(err)
		}
	}
}

func TestPushRefuses(t *testing.T) {
	tests := []struct {
		name   string
		config []string // for the clone; SERVER is the host's address
		remote string
		branch string
		kind   Kind
	}{
		{"Microsoft's", nil, "upstream", "x", NotAllowed},
		{"Microsoft's by the push address", []string{"remote.origin.pushurl", "SERVER/Microsoft/powerplatformconnectors"}, "origin", "x", NotAllowed},
		{"Microsoft's by a rewritten address", []string{"url.SERVER/microsoft/.pushInsteadOf", "SERVER/contoso/"}, "origin", "x", NotAllowed},
		{"Microsoft's besides the fork", []string{"remote.origin.pushurl", "SERVER/contoso/PowerPlatformConnectors.git", "+remote.origin.pushurl", "SERVER/microsoft/PowerPlatformConnectors.git"}, "origin", "x", NotAllowed},
		{"dev", nil, "origin", "dev", NotAllowed},
		{"main", nil, "origin", "main", NotAllowed},
		{"master", nil, "origin", "master", NotAllowed},
		{"a wildcard", nil, "origin", "*", BadName},
		{"two refs", nil, "origin", "x:y", BadName},
		{"forced", nil, "origin", "+x", ""},
		{"a mirror", []string{"remote.origin.mirror", "true"}, "origin", "x", NotAllowed},
		{"fetched into branches", []string{"remote.origin.fetch", "+refs/heads/*:refs/heads/*"}, "origin", "x", NotAllowed},
		{"an option", nil, "--all", "x", BadName},
		{"no remote", nil, "nobody", "x", NoRepository},
		{"an address", nil, "https://github.com/contoso/x", "x", NoRepository},
		{"without encryption", []string{"remote.origin.url", "http://contoso.example/x"}, "origin", "x", NotAllowed},
		{"git's own protocol", []string{"remote.origin.url", "git://contoso.example/x"}, "origin", "x", NotAllowed},
		{"a password in another address for pushing", []string{"remote.origin.url", "https://contoso.example/a/b", "remote.origin.pushurl", "https://bob:s3cret@contoso.example/c/d"}, "origin", "x", NotAllowed},
	}
	w := newWorld(t)
	s := w.online()
	sha, _ := w.prepare(w.discoverOn(s, w.pub), w.contribution(w.discoverOn(s, w.pub)))
	reset := w.keepConfig()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			defer reset()
			for i := 0; i < len(tt.config); i += 2 {
				key, add := strings.CutPrefix(tt.config[i], "+")
				args := []string{"config", strings.ReplaceAll(key, "SERVER", s.URL), strings.ReplaceAll(tt.config[i+1], "SERVER", s.URL)}
				if add {
					args = slices.Insert(args, 1, "--add")
				}
				w.git(w.pub, args...)
			}
			r := w.discoverOn(s, w.pub)
			fork, upstream, local, calls := w.refs(w.fork()), w.refs(w.upstream), w.refs(w.pub), s.calls.Load()
			err := r.Push(context.Background(), tt.remote, tt.branch, sha, false)
			if got := kindOf(t, err); got != tt.kind {
				t.Errorf("Push = %v, want the kind %q", err, tt.kind)
			}
			if tt.kind == "" {
				if got := w.git(w.fork(), "rev-parse", "refs/heads/"+tt.branch); got != sha {
					t.Errorf("the branch %s is at %s", tt.branch, got)
				}
				return
			}
			if s.calls.Load() != calls {
				t.Error("the server was asked")
			}
			if w.refs(w.fork()) != fork || w.refs(w.upstream) != upstream || w.refs(w.pub) != local {
				t.Error("a branch changed")
			}
			if strings.Contains(err.Error(), "s3cret") {
				t.Errorf("%v shows a password", err)
			}
		})
	}
	w = newWorld(t)
	r := w.discover(w.pub)
	if err := r.Push(context.Background(), "upstream", "x", r.Head, false); kindOf(t, err) != NotAllowed {
		t.Errorf("what stands for Microsoft's: %v", err)
	}
	if err := r.Push(context.Background(), "origin", "x", "HEAD", false); err == nil {
		t.Error("HEAD was pushed")
	}
	if err := r.Push(context.Background(), "origin", "x", strings.Repeat("12", 20), false); kindOf(t, err) != NotHere {
		t.Errorf("a commit that is not there: %v", err)
	}
}

// The address for pushing is where a contribution's branch is looked for.
func TestPushAddress(t *testing.T) {
	w := newWorld(t)
	s := w.online()
	w.git(w.pub, "remote", "remove", "upstream")
	w.git(w.pub, "remote", "set-url", "origin", s.repository(source.Owner))
	w.git(w.pub, "remote", "set-url", "--push", "origin", s.repository("contoso"))
	r := w.discoverOn(s, w.pub)
	if forks := r.Forks(); len(forks) != 1 || forks[0].Owner != "contoso" || forks[0].Name != "origin" || forks[0].URL != s.repository("contoso") {
		t.Errorf("Forks = %+v", forks)
	}
	if r.Upstream.Name != "origin" || !r.Upstream.Microsoft() {
		t.Errorf("upstream is %+v", r.Upstream)
	}
	c := w.contribution(r)
	sha := w.contribute(r, c, "")
	if got, err := r.FetchBranch(context.Background(), "origin", c.Branch); got != sha || err != nil {
		t.Errorf("FetchBranch = %q, %v", got, err)
	}
	if got := w.git(w.upstream, "for-each-ref", "refs/heads/"+c.Branch); got != "" {
		t.Errorf("Microsoft's repository has %s", got)
	}
}

// Shallow and partial clones push what they have made, and fetch nothing.
func TestPushFromClones(t *testing.T) {
	w := newWorld(t)
	s := w.online()
	for i, args := range [][]string{{"--depth=1"}, {"--filter=blob:none", "--no-checkout"}, {"--filter=tree:0"}, {"--filter=blob:none", "--depth=2"}, {"--filter=blob:none", "--sparse"}, {"--sparse"}} {
		t.Run(strings.Join(args, " "), func(t *testing.T) {
			dir := filepath.Join(w.home, fmt.Sprint("clone", i))
			w.git(w.home, slices.Concat([]string{"clone", "--quiet"}, args, []string{"--origin=upstream", s.repository(source.Owner), dir})...)
			w.git(dir, "remote", "add", "origin", s.repository("contoso"))
			r := w.discoverOn(s, dir)
			c := w.contribution(r)
			c.Branch = fmt.Sprint("from-clone-", i)
			c.Files["apiDefinition.swagger.json"] = []byte(strings.Repeat(swagger("longer"), 1+i)) // in which a delta would be worth it
			s.answer(func(_ http.ResponseWriter, req *http.Request) bool {
				if strings.HasSuffix(req.URL.Path, "/microsoft/PowerPlatformConnectors.git/git-upload-pack") {
					t.Error("objects were fetched")
				}
				return false
			})
			defer s.answer(byGit)
			sha := w.contribute(r, c, "")
			if got := w.git(w.fork(), "diff-tree", "-r", "--name-only", c.Base, sha); got != invoices+"/apiDefinition.swagger.json" {
				t.Errorf("the fork got %q", got)
			}
			if out := w.git(w.fork(), "fsck", "--connectivity-only"); strings.Contains(out, "missing") {
				t.Errorf("the fork lacks objects: %s", out)
			}
		})
	}
}

// A call that hangs ends, with the programs that git started.
func TestPushStops(t *testing.T) {
	w := newWorld(t)
	s := w.online()
	r := w.discoverOn(s, w.pub)
	sha, _ := w.prepare(r, w.contribution(r))
	ctx, cancel := context.WithCancel(context.Background())
	gone := make(chan struct{})
	s.answer(func(_ http.ResponseWriter, req *http.Request) bool {
		cancel()
		<-req.Context().Done() // git's transport is stopped, too
		close(gone)
		return true
	})
	if err := r.Push(ctx, "origin", "x", sha, false); err != context.Canceled {
		t.Errorf("Push = %v", err)
	}
	select {
	case <-gone:
	case <-time.After(10 * time.Second):
		t.Error("git's transport goes on")
	}
}

// A repository on this machine is trusted no more than the clone.
func TestPushRunsNoHooksOnThisMachine(t *testing.T) {
	w := newWorld(t)
	for _, hook := range []string{"pre-receive", "update", "post-receive", "post-update", "reference-transaction", "proc-receive"} {
		w.script(filepath.Join(w.fork(), "hooks", hook))
	}
	w.git(w.fork(), "config", "core.hooksPath", filepath.Join(w.fork(), "hooks"))
	r := w.discover(w.pub)
	w.contribute(r, w.contribution(r), "")
	if w.sprung() {
		t.Fatal("a hook ran")
	}
	w.try(w.pub, "push", "origin", "HEAD:refs/heads/zzz")
	if !w.sprung() {
		t.Error("the hooks do not run by themselves, so the test proves nothing")
	}
}

// A fork that is behind would have to be given what a cut-off or partial clone
// does not have.
func TestPushToForkBehind(t *testing.T) {
	w := newWorld(t)
	s := w.online()
	w.branch("update", danish, "second")
	w.merge("update", "Danish (#50)")
	for i, tt := range []struct {
		args  []string
		kind  Kind
		typed string
	}{
		{[]string{"--depth=1"}, Shallow, "git fetch --unshallow upstream"},
		{[]string{"--filter=blob:none", "--no-checkout"}, NotHere, "git push origin "},
		{[]string{"--no-tags"}, "", ""},
	} {
		t.Run(tt.args[0], func(t *testing.T) {
			dir := filepath.Join(w.home, fmt.Sprint("clone", i))
			w.git(w.home, slices.Concat([]string{"clone", "--quiet"}, tt.args, []string{"--origin=upstream", s.repository(source.Owner), dir})...)
			w.git(dir, "remote", "add", "origin", s.repository("contoso"))
			r := w.discoverOn(s, dir)
			c := w.contribution(r)
			c.Branch = fmt.Sprint("from-clone-", i)
			sha, _ := w.prepare(r, c)
			err := r.Push(context.Background(), "origin", c.Branch, sha, false)
			if kindOf(t, err) != tt.kind || err != nil && !strings.HasPrefix(strings.Join(asProblem(err).Type, "; "), tt.typed) {
				t.Fatalf("Push = %v", err)
			}
			if err == nil {
				return
			}
			w.git(dir, strings.Fields(asProblem(err).Type[0])[1:]...) // as it says
			if err := r.Push(context.Background(), "origin", c.Branch, sha, false); err != nil {
				t.Errorf("after what was to be typed: %v", err)
			}
			w.git(w.fork(), "update-ref", "-d", "refs/heads/"+c.Branch) // so that it is behind again
		})
	}
}
