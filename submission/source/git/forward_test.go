package git

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// walk is a random walk of contributions by a publisher and a colleague.
type walk struct {
	*world
	t         *testing.T
	r         *Repo
	dice      *rand.Rand
	colleague string
	branch    string
	known     []string // commits that may be chosen as base, target or old
	local     []string // where the local branch has been
	remote    []string // where the fork's branch has been
	moves     int      // that were allowed
}

// Random sequences of contributions, with wrong bases, old places and targets
// among them, never lose a commit of the branch, here or on the fork, and never
// change anything else.
func TestOnlyForward(t *testing.T) {
	seeds := uint64(3)
	if testing.Short() {
		seeds = 1
		t.Log("-short: one walk, not three")
	}
	for seed := range seeds {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			w := newWorld(t)
			x := &walk{world: w, t: t, r: w.discover(w.pub), dice: rand.New(rand.NewPCG(seed, 1)), branch: "contoso-invoices", colleague: filepath.Join(w.home, "colleague")}
			w.git(w.home, "clone", "--quiet", w.fork(), x.colleague)
			x.known = []string{x.r.UpstreamSHA, w.git(w.pub, "rev-parse", "dev~1")}
			before := w.snapshot(w.pub, ".git/refs", ".git/logs", ".git/FETCH_HEAD")
			others := x.others()
			for step := range 50 {
				x.step(step)
				x.check()
			}
			if x.moves < 5 {
				t.Errorf("only %d moves were allowed, so the test proves little", x.moves)
			}
			if after := w.snapshot(w.pub, ".git/refs", ".git/logs", ".git/FETCH_HEAD"); after != before {
				t.Error("something but objects and branches changed")
			}
			if got := x.others(); got != others {
				t.Errorf("other branches are\n%s\nwere\n%s", got, others)
			}
		})
	}
}

// others are all branches of clone and fork but the contribution's.
func (x *walk) others() string {
	var kept []string
	for _, dir := range []string{x.pub, x.fork()} {
		for line := range strings.Lines(x.refs(dir)) {
			if !strings.HasSuffix(strings.TrimSpace(line), "/"+x.branch) {
				kept = append(kept, line)
			}
		}
	}
	return strings.Join(kept, "")
}

func (x *walk) any() string { return x.known[x.dice.IntN(len(x.known))] }

// lately prefers what is right to do: the newest commits.
func (x *walk) lately() string {
	if x.dice.IntN(3) == 0 {
		return x.any()
	}
	return x.known[len(x.known)-1]
}

func (x *walk) step(n int) {
	ctx := context.Background()
	switch x.dice.IntN(5) {
	case 0: // a commit
		c := x.contribution(x.r)
		c.Base, c.Files = x.lately(), map[string][]byte{"README.md": fmt.Appendf(nil, "step %d\n", n)}
		sha, _ := x.prepare(x.r, c)
		x.known = append(x.known, sha)
	case 1: // the local branch
		old := x.at(filepath.Join(x.pub, ".git"))
		if x.dice.IntN(3) == 0 {
			old = x.any()
		}
		x.moved(x.r.Point(ctx, x.branch, x.lately(), old))
	case 2:
		x.moved(x.r.Push(ctx, "origin", x.branch, x.lately(), false))
	case 3: // what the colleague pushed
		if sha, err := x.r.FetchBranch(ctx, "origin", x.branch); err != nil {
			x.t.Fatal(err)
		} else if sha != "" {
			x.known = append(x.known, sha)
		}
	case 4:
		x.git(x.colleague, "fetch", "--quiet", "origin")
		if _, err := x.try(x.colleague, "checkout", "--quiet", "--detach", "origin/"+x.branch); err == nil {
			x.write(x.colleague, danish+"/README.md", fmt.Sprintf("step %d\n", n))
			x.commit(x.colleague, fmt.Sprintf("A colleague's %d", n))
			x.git(x.colleague, "push", "--quiet", "origin", "HEAD:"+x.branch)
		}
	}
}

// moved takes an answer that may be no, if it says why.
func (x *walk) moved(err error) {
	x.t.Helper()
	if err == nil {
		x.moves++
		return
	}
	if kind := kindOf(x.t, err); kind != Behind && kind != NotAllowed {
		x.t.Errorf("%v", err)
	}
}

// at is where a repository's branch is, "" when there is none.
func (x *walk) at(gitDir string) string {
	data, err := os.ReadFile(filepath.Join(gitDir, "refs", "heads", x.branch))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		x.t.Fatal(err)
	}
	return strings.TrimSpace(string(data))
}

// check holds that each place where a branch has been is in its history.
func (x *walk) check() {
	x.t.Helper()
	for _, b := range []struct {
		dir  string
		been *[]string
	}{{filepath.Join(x.pub, ".git"), &x.local}, {x.fork(), &x.remote}} {
		now := x.at(b.dir)
		if n := len(*b.been); n > 0 && (*b.been)[n-1] != now {
			if _, err := x.try(b.dir, "merge-base", "--is-ancestor", (*b.been)[n-1], now); err != nil {
				x.t.Fatalf("%s: the branch went from %s to %s and lost commits", b.dir, (*b.been)[n-1], now)
			}
		}
		if now != "" {
			*b.been = append(*b.been, now)
		}
	}
}
