package git

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
)

func TestPoint(t *testing.T) {
	w := newWorld(t)
	ctx := context.Background()
	r := w.discover(w.pub)
	c := w.contribution(r)
	first, _ := w.prepare(r, c)
	before := w.snapshot(w.pub, ".git/refs/heads/"+c.Branch, ".git/logs/refs/heads/"+c.Branch)
	if err := r.Point(ctx, c.Branch, first, ""); err != nil {
		t.Fatal(err)
	}
	if err := r.Point(ctx, c.Branch, first, ""); err != nil {
		t.Errorf("again: %v", err)
	}
	c.Base, c.Files = first, map[string][]byte{"README.md": []byte("more")}
	second, _ := w.prepare(r, c)
	if err := r.Point(ctx, c.Branch, second, first); err != nil {
		t.Fatal(err)
	}
	if got := w.git(w.pub, "rev-parse", "refs/heads/"+c.Branch); got != second {
		t.Errorf("the branch is at %s", got)
	}
	if after := w.snapshot(w.pub, ".git/refs/heads/"+c.Branch, ".git/logs/refs/heads/"+c.Branch); after != before {
		t.Error("something but the branch changed")
	}

	c.Base, c.Files = r.UpstreamSHA, map[string][]byte{"README.md": []byte("another way")}
	aside, _ := w.prepare(r, c)
	w.git(w.pub, "branch", "a", second)
	w.git(w.pub, "symbolic-ref", "refs/heads/alias", "refs/heads/a")
	w.git(w.pub, "worktree", "add", "--quiet", "-b", "linked", filepath.Join(w.home, "linked"))
	w.git(w.pub, "worktree", "add", "--quiet", "--detach", filepath.Join(w.home, "unborn"))
	w.git(filepath.Join(w.home, "unborn"), "checkout", "--quiet", "--orphan", "unborn")
	w.git(w.pub, "checkout", "--quiet", "-b", "here")
	r = w.discover(w.pub)
	tests := []struct {
		name, branch, sha, old string
		kind                   Kind
	}{
		{"not a fast-forward", c.Branch, aside, second, NotAllowed},
		{"back", c.Branch, first, second, NotAllowed},
		{"exists already", c.Branch, aside, "", Behind},
		{"is elsewhere", c.Branch, second + "", aside, ""},
		{"moved meanwhile", "a", aside, first, Behind},
		{"gone", "gone", second, first, Behind},
		{"checked out", "here", second, r.Head, NotAllowed},
		{"checked out elsewhere", "linked", second, r.Head, NotAllowed},
		{"checked out and not born", "unborn", second, "", NotAllowed},
		{"stands for another", "alias", aside, second, NotAllowed},
		{"below a branch", "a/b", second, "", BadName},
		{"dev", "dev", second, r.Head, NotAllowed},
		{"HEAD", "HEAD", second, r.Head, NotAllowed},
		{"no such commit", "new", strings.Repeat("12", 20), "", NotHere},
		{"a tree", "new", w.git(w.pub, "rev-parse", "HEAD^{tree}"), "", NotHere},
		{"a bad name", "a..b", second, "", BadName},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before := w.git(w.pub, "for-each-ref")
			err := r.Point(ctx, tt.branch, tt.sha, tt.old)
			if got := kindOf(t, err); got != tt.kind {
				t.Errorf("Point = %v, want the kind %q", err, tt.kind)
			}
			if after := w.git(w.pub, "for-each-ref"); after != before {
				t.Errorf("refs are\n%s\nwere\n%s", after, before)
			}
		})
	}
	for _, bad := range [][2]string{{"HEAD", ""}, {second, "dev"}, {second[:7], ""}} {
		if err := r.Point(ctx, "new", bad[0], bad[1]); err == nil {
			t.Errorf("Point to %q from %q gives no error", bad[0], bad[1])
		}
	}
}

// A rebase that is about to write a branch finds it as it left it.
func TestPointDuringRebase(t *testing.T) {
	w := newWorld(t)
	w.branch("update", invoices, "second")
	w.git(w.pub, "checkout", "--quiet", "-b", "other", "upstream/dev")
	w.write(w.pub, invoices+"/apiDefinition.swagger.json", swagger("in conflict"))
	onto := w.commit(w.pub, "other")
	w.git(w.pub, "checkout", "--quiet", "update")
	if out, err := w.try(w.pub, "rebase", "--quiet", "other"); err == nil {
		t.Fatalf("the rebase did not stop: %s", out)
	}
	r := w.discover(w.pub)
	old := w.git(w.pub, "rev-parse", "refs/heads/update")
	c := w.contribution(r)
	c.Base = old
	c.Files["README.md"] = []byte(onto)
	sha, _ := w.prepare(r, c)
	if err := r.Point(context.Background(), "update", sha, old); kindOf(t, err) != NotAllowed {
		t.Errorf("Point = %v", err)
	}
}
