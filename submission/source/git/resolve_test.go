package git

import (
	"context"
	"crypto/sha1"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/checks/origin"
	"github.com/certwiz/certwiz/checks/text"
)

// said writes the answers as one word each: yes, no, or a question mark.
func said(c origin.Commit) string {
	var out []string
	for _, q := range []struct {
		name string
		a    origin.Answer
	}{{"resolves", c.Resolves}, {"head", c.IsHead}, {"on", c.OnBranch}, {"merged", c.Merged}, {"newest", c.Newest}, {"touches", c.Touches}} {
		word := "?"
		switch {
		case q.a.Known && q.a.Yes:
			word = "yes"
		case q.a.Known:
			word = "no"
		}
		out = append(out, q.name+" "+word)
	}
	return strings.Join(out, ", ")
}

const (
	good    = "resolves yes, head no, on yes, merged yes, newest yes, touches yes"
	nothing = "resolves ?, head ?, on ?, merged ?, newest ?, touches ?"
	refused = "resolves no, head ?, on ?, merged ?, newest ?, touches ?"
	ishead  = "resolves yes, head yes, on no, merged yes, newest no, touches yes"
)

func TestResolve(t *testing.T) {
	w := newWorld(t)
	older := w.git(w.maker, "rev-parse", "HEAD~2") // Contoso Invoices (#1)
	head := w.branch("update", invoices, "second")
	squash := w.merge("update", "Contoso Invoices: new actions (#3473)")
	w.git(w.maker, "push", "--quiet", "origin", head+":refs/pull/3473/head")
	open := w.branch("open", danish, "not merged")
	w.write(w.maker, invoices+"/README.md", "# Mended\n")
	w.write(w.maker, danish+"/README.md", "# Mended\n")
	w.write(w.maker, loyalty+"/README.md", "# Mended\n")
	w.write(w.maker, "README.md", "# All\n")
	sweep := w.commit(w.maker, "Mend all readmes (#3500)")
	direct := w.git(w.maker, "rev-parse", "HEAD")
	w.publish()
	w.git(w.pub, "fetch", "--quiet", "upstream", "dev")
	w.git(w.pub, "checkout", "--quiet", "-b", "elsewhere", open+"~1")
	middle := w.git(w.pub, "rev-parse", "HEAD")
	w.git(w.pub, "checkout", "--quiet", "open")
	w.git(w.pub, "branch", "--quiet", "-D", "elsewhere")
	if direct != sweep {
		t.Fatal("the world is not as the test thinks")
	}
	r := w.discover(w.pub)
	tests := []struct {
		name, typed, folder string
		want, sha, use      string
		pr                  int
		why                 string // in the first answer that is not a plain yes
	}{
		{"the newest by number", "3500", invoices, good, sweep, "", 3500, ""},
		{"the newest by SHA", sweep, invoices, good, sweep, "", 3500, ""},
		{"in capitals and short", strings.ToUpper(sweep[:9]), invoices, good, sweep, "", 3500, ""},
		{"by link", "https://github.com/microsoft/PowerPlatformConnectors/pull/3500/files", invoices, good, sweep, "", 3500, ""},
		{"commit link", "https://github.com/microsoft/PowerPlatformConnectors/commit/" + sweep, invoices, good, sweep, "", 3500, ""},
		{"merged, but not newest", "#3473", invoices, "resolves yes, head no, on yes, merged yes, newest no, touches yes", squash, sweep, 3473, "newer"},
		{"long ago", older, invoices, "resolves yes, head no, on yes, merged yes, newest no, touches yes", older, sweep, 1, "newer"},
		{"touches another folder", "3473", danish, "resolves yes, head no, on yes, merged yes, newest no, touches no", squash, sweep, 3473, ""},
		{"the head, by its folder", head, invoices, ishead, head, squash, 3473, text.ShortSHA(squash)},
		{"the head in a link into its pull request", "https://github.com/microsoft/PowerPlatformConnectors/pull/3473/commits/" + head, "", "resolves yes, head yes, on no, merged yes, newest ?, touches ?", head, squash, 3473, text.ShortSHA(squash)},
		{"a head that is not merged", open, danish, "resolves yes, head yes, on no, merged ?, newest no, touches yes", open, "", 0, "open"},
		{"in the middle of a branch", middle, danish, "resolves yes, head ?, on no, merged ?, newest no, touches yes", middle, "", 0, "no branch"},
		{"a folder that dev lacks", sweep, "certified-connectors/New", "resolves yes, head no, on yes, merged yes, newest no, touches no", sweep, "", 3500, "not on upstream/dev"},
		{"no such pull request", "99", invoices, nothing, "", "", 99, "pull request 99 is not on upstream/dev as fetched on"},
		{"no such commit", strings.Repeat("12", 20), invoices, nothing, "", "", 0, "does not have 1212121"},
		{"no such short commit", "1212121", invoices, nothing, "", "", 0, "does not have 1212121"},
		{"of another repository", "https://github.com/contoso/PowerPlatformConnectors/pull/1", invoices, refused, "", "", 0, "contoso/PowerPlatformConnectors"},
		{"not a commit", "dev", invoices, refused, "", "", 0, "not a commit"},
		{"an option", "--upload-pack=touch x", invoices, refused, "", "", 0, "not a commit"},
		{"a tree", w.git(w.pub, "rev-parse", "HEAD^{tree}"), invoices, nothing, "", "", 0, "does not have"},
		{"too short", "abc12", invoices, refused, "", "", 0, "at least 7"},
		{"nothing", "", invoices, refused, "", "", 0, "nothing is given"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := r.Resolve(context.Background(), tt.typed, tt.folder)
			if got := said(c); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
			if c.SHA != tt.sha || c.Use != tt.use || c.PR != tt.pr {
				t.Errorf("SHA %s use %s PR %d, want %s %s %d", text.ShortSHA(c.SHA), text.ShortSHA(c.Use), c.PR, text.ShortSHA(tt.sha), text.ShortSHA(tt.use), tt.pr)
			}
			if c.Typed != tt.typed || c.Folder != tt.folder || c.Branch != "dev" {
				t.Errorf("typed %q, folder %q, branch %q", c.Typed, c.Folder, c.Branch)
			}
			whys := ""
			for _, a := range []origin.Answer{c.Resolves, c.IsHead, c.OnBranch, c.Merged, c.Newest, c.Touches} {
				whys += a.Why + "\n"
				if a.Known && (a.By != "local clone" || !a.At.Equal(r.Fetched)) {
					t.Errorf("an answer is by %q at %v", a.By, a.At)
				}
				if !a.Known && a.Why == "" {
					t.Error("an answer is not known and does not say why")
				}
			}
			if !strings.Contains(whys, tt.why) {
				t.Errorf("%q is nowhere in\n%s", tt.why, whys)
			}
		})
	}
	c := r.Resolve(context.Background(), sweep, danish)
	if want := []string{invoices, loyalty}; !slices.Equal(c.Others, want) {
		t.Errorf("Others = %q, want %q", c.Others, want)
	}
	if c.Subject != "Mend all readmes (#3500)" || c.Date.IsZero() {
		t.Errorf("subject %q, date %v", c.Subject, c.Date)
	}
}

// A head that was fetched as refs/pull/N/head needs no folder to be known.
func TestResolveHeadByPullRef(t *testing.T) {
	w := newWorld(t)
	head := w.branch("update", invoices, "second")
	squash := w.merge("update", "Contoso Invoices (#77)")
	w.git(w.pub, "checkout", "--quiet", "dev")
	w.git(w.pub, "branch", "--quiet", "-D", "update")
	w.git(w.pub, "update-ref", "refs/pull/77/head", head)
	w.git(w.pub, "fetch", "--quiet", "upstream", "dev")
	c := w.discover(w.pub).Resolve(context.Background(), head, "")
	if c.Use != squash || c.PR != 77 || !c.IsHead.Yes || !c.Merged.Yes {
		t.Errorf("%s; use %q, PR %d", said(c), c.Use, c.PR)
	}
}

// A branch that does not change the folder was not merged by the commit that
// happens to have left the folder the same.
func TestResolveUnrelatedHead(t *testing.T) {
	w := newWorld(t)
	head := w.branch("other", danish, "second")
	w.write(w.maker, invoices+"/README.md", "# changed\n")
	w.commit(w.maker, "Invoices (#8)")
	w.write(w.maker, invoices+"/README.md", "# Read me\n")
	w.commit(w.maker, "Invoices back (#9)")
	w.publish()
	w.git(w.pub, "fetch", "--quiet", "upstream", "dev")
	c := w.discover(w.pub).Resolve(context.Background(), head, invoices)
	if c.Use != "" || c.Merged.Known || c.Touches.Yes {
		t.Errorf("%s; use %q", said(c), c.Use)
	}
}

// The publisher's own (#N) on a branch says nothing of Microsoft's.
func TestResolveOwnSubject(t *testing.T) {
	w := newWorld(t)
	w.git(w.pub, "checkout", "--quiet", "-b", "own", "upstream/dev")
	w.write(w.pub, invoices+"/README.md", "# own\n")
	own := w.commit(w.pub, "Our own update (#1)")
	c := w.discover(w.pub).Resolve(context.Background(), own, invoices)
	if c.Merged.Known || c.PR != 0 || c.OnBranch.Yes {
		t.Errorf("%s; PR %d", said(c), c.PR)
	}
}

func TestResolveMergeCommit(t *testing.T) {
	w := newWorld(t)
	head := w.branch("update", invoices, "second")
	w.git(w.maker, "fetch", "--quiet", w.pub, "update")
	w.git(w.maker, "merge", "--quiet", "--no-ff", "FETCH_HEAD", "-m", "Merge pull request #42 from contoso/update")
	merge := w.git(w.maker, "rev-parse", "HEAD")
	w.publish()
	w.git(w.pub, "fetch", "--quiet", "upstream", "dev")
	r := w.discover(w.pub)
	if c := r.Resolve(context.Background(), "42", invoices); said(c) != good || c.SHA != merge {
		t.Errorf("by number: %s, %s", said(c), c.SHA)
	}
	if c := r.Resolve(context.Background(), head, invoices); !c.OnBranch.Yes || c.Newest.Yes || c.Use != merge {
		t.Errorf("the head: %s, use %q", said(c), c.Use)
	}
}

func TestResolveWithoutHistory(t *testing.T) {
	w := newWorld(t)
	sha := w.git(w.maker, "rev-parse", "HEAD")
	shallow := filepath.Join(w.home, "shallow")
	w.git(w.home, "clone", "--quiet", "--depth=1", "file://"+w.upstream, shallow)
	alone := filepath.Join(w.home, "alone")
	w.git(w.home, "clone", "--quiet", w.upstream, alone)
	w.git(alone, "remote", "remove", "origin")
	fork := filepath.Join(w.home, "fork only")
	w.git(w.home, "clone", "--quiet", w.upstream, fork)
	w.git(fork, "remote", "set-url", "origin", "https://github.com/contoso/PowerPlatformConnectors.git")
	const exists = "resolves yes, head ?, on ?, merged ?, newest ?, touches ?"
	const merged = "resolves yes, head no, on yes, merged yes, newest ?, touches ?"
	tests := []struct{ dir, typed, want, sha, why string }{
		{shallow, sha, merged, sha, "git fetch --unshallow origin"},
		{shallow, "3", merged, sha, "shallow"},
		{shallow, "1", nothing, "", "pull request 1 is not on"},
		{alone, sha, exists, sha, "git remote add upstream https://github.com/microsoft/PowerPlatformConnectors.git, then git fetch upstream dev"},
		{alone, "3", nothing, "", "git remote add upstream"},
		{fork, sha, exists, sha, "contoso/PowerPlatformConnectors, a copy"},
		{fork, "3", nothing, "", "git remote add upstream"},
	}
	for _, tt := range tests {
		c := w.discover(tt.dir).Resolve(context.Background(), tt.typed, loyalty)
		if got := said(c); got != tt.want || c.SHA != tt.sha || !strings.Contains(c.Merged.Why+c.Resolves.Why+c.Newest.Why, tt.why) {
			t.Errorf("%s in %s: %s, SHA %q, why %q", tt.typed, filepath.Base(tt.dir), got, c.SHA, c.Merged.Why+c.Newest.Why)
		}
	}
}

func TestResolveAmbiguous(t *testing.T) {
	w := newWorld(t)
	tree := w.git(w.pub, "rev-parse", "HEAD^{tree}")
	object := func(i int) string {
		return fmt.Sprintf("tree %s\nauthor A <a@example.com> 1700000000 +0000\ncommitter A <a@example.com> 1700000000 +0000\n\nnumber %d\n", tree, i)
	}
	seen := map[string]int{}
	var first, second int
	var prefix string
	for i := 0; ; i++ {
		body := object(i)
		sum := sha1.Sum(fmt.Appendf(nil, "commit %d\x00%s", len(body), body))
		prefix = fmt.Sprintf("%x", sum)[:7]
		if j, ok := seen[prefix]; ok {
			first, second = j, i
			break
		}
		seen[prefix] = i
	}
	for _, i := range []int{first, second} {
		cmd := exec.Command("git", "hash-object", "-t", "commit", "-w", "--stdin")
		cmd.Dir, cmd.Stdin = w.pub, strings.NewReader(object(i))
		if out, err := cmd.CombinedOutput(); err != nil || !strings.HasPrefix(string(out), prefix) {
			t.Fatalf("hash-object: %v %s", err, out)
		}
	}
	c := w.discover(w.pub).Resolve(context.Background(), prefix, invoices)
	if said(c) != refused || !strings.Contains(c.Resolves.Why, prefix+" fits 2 commits") {
		t.Errorf("%s, why %q", said(c), c.Resolves.Why)
	}
}

func TestCommits(t *testing.T) {
	w := newWorld(t)
	w.branch("update", danish, "second")
	squash := w.merge("update", "Smørrebrød & Co: more toppings (#44)")
	w.git(w.pub, "fetch", "--quiet", "upstream", "dev")
	r := w.discover(w.pub)
	commits, err := r.Commits(context.Background(), danish, 5)
	if err != nil || len(commits) != 2 {
		t.Fatalf("Commits = %v, %v", commits, err)
	}
	if c := commits[0]; c.SHA != squash || c.PR != 44 || !c.Newest || c.Subject != "Smørrebrød & Co: more toppings (#44)" || c.Date.Year() != 2026 {
		t.Errorf("newest: %+v", c)
	}
	if c := commits[1]; c.PR != 2 || c.Newest {
		t.Errorf("older: %+v", c)
	}
	if commits, err := r.Commits(context.Background(), danish+"/", 1); err != nil || len(commits) != 1 {
		t.Errorf("one: %v, %v", commits, err)
	}
	if commits, err := r.Commits(context.Background(), "certified-connectors/*", 5); err != nil || len(commits) != 0 {
		t.Errorf("a pattern is a name: %v, %v", commits, err)
	}
	for _, folder := range []string{"", ".", "..", "../x", "/etc", "a\x00b"} {
		if commits, err := r.Commits(context.Background(), folder, 5); err == nil {
			t.Errorf("Commits(%q) = %v, want an error", folder, commits)
		}
	}
	w.git(w.pub, "remote", "remove", "upstream")
	w.git(w.pub, "remote", "remove", "origin")
	if _, err := w.discover(w.pub).Commits(context.Background(), danish, 5); err == nil || !strings.Contains(err.Error(), "git remote add") {
		t.Errorf("without upstream: %v", err)
	}
}

func TestPullRef(t *testing.T) {
	for ref, want := range map[string]int{
		"refs/pull/3473/head": 3473, "refs/remotes/origin/pr/3": 3, "refs/remotes/a/b/pull/3/head": 3,
		"refs/heads/pull/3": 0, "refs/pull/3/merge": 0, "refs/heads/dev": 0, "": 0,
	} {
		if got := pullRef(ref); got != want {
			t.Errorf("pullRef(%q) = %d, want %d", ref, got, want)
		}
	}
}

func TestPullRequestOfBranch(t *testing.T) {
	w := newWorld(t)
	head := w.branch("update", invoices, "second")
	of := func() string {
		n, ok := w.discover(w.pub).PullRequestOfBranch(context.Background())
		return fmt.Sprint(n, ok)
	}
	if got := of(); got != "0 false" {
		t.Errorf("unknown: %s", got)
	}
	w.git(w.pub, "update-ref", "refs/remotes/upstream/pr/12", head)
	if got := of(); got != "12 true" {
		t.Errorf("by a fetched pull request: %s", got)
	}
	w.git(w.pub, "config", "branch.update.merge", "refs/pull/3473/head")
	if got := of(); got != "3473 true" {
		t.Errorf("by the branch's configuration: %s", got)
	}
}
