package git

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/certwiz/certwiz/checks/text"
)

// noObject stands for a branch that does not exist yet.
const noObject = "0000000000000000000000000000000000000000"

// Point makes a local branch point to a commit: a new one when old is "", else
// one that points to old and whose commits the new one has all in its history.
// It refuses with a *Problem when the branch is elsewhere by now, is checked out
// in any work tree, or is one of the repository's own (dev, main).
func (r *Repo) Point(ctx context.Context, branch, sha, old string) error {
	if err := checkBranch(branch); err != nil {
		return err
	}
	if err := checkSHA(sha); err != nil {
		return err
	}
	if old != "" {
		if err := checkSHA(old); err != nil {
			return err
		}
	}
	if err := r.checkHooks(ctx); err != nil {
		return err
	}
	if err := r.checkNotCheckedOut(ctx, branch); err != nil {
		return err
	}
	now, err := r.localBranch(ctx, branch)
	if err != nil {
		return err
	}
	if now == sha {
		return nil
	}
	if now != old {
		return branchMoved(branch, now)
	}
	if err := r.checkFastForward(ctx, branch, sha, old); err != nil {
		return err
	}
	if old == "" {
		old = noObject
	}
	_, err = r.run(ctx, call{args: []string{"update-ref", "--no-deref", "-m", "certwiz: contribution", "refs/heads/" + branch, sha, old}})
	if isRefusal(err) {
		return r.notPointed(ctx, branch, now, err)
	}
	return err
}

// checkFastForward refuses a commit that does not have the branch's last one in its
// history.
func (r *Repo) checkFastForward(ctx context.Context, branch, sha, old string) error {
	if err := r.requireCommit(ctx, sha); err != nil {
		return err
	}
	if old == "" {
		return nil
	}
	later, err := r.isAncestor(ctx, old, sha)
	if err != nil {
		return err
	}
	if !later {
		return &Problem{Kind: NotAllowed, What: fmt.Sprintf("%s stays at %s, as %s would lose commits of it", branch, text.ShortSHA(old), text.ShortSHA(sha))}
	}
	return nil
}

// requireCommit is an error unless the clone has a commit.
func (r *Repo) requireCommit(ctx context.Context, sha string) error {
	_, err := r.run(ctx, call{args: []string{"rev-parse", "--verify", "--quiet", "--end-of-options", sha + "^{commit}"}})
	if isRefusal(err) {
		return &Problem{Kind: NotHere, What: fmt.Sprintf("this clone does not have commit %s", text.ShortSHA(sha))}
	}
	return err
}

// branchMoved says that a branch is not where it was thought to be.
func branchMoved(branch, now string) error {
	if now == "" {
		return &Problem{Kind: Behind, What: fmt.Sprintf("the branch %s is gone from this clone; look again", branch)}
	}
	return &Problem{
		Kind: Behind,
		What: fmt.Sprintf("this clone has a branch %s already, at %s; take another name, or go on from there", branch, text.ShortSHA(now)),
		Type: shellCommand("git", "log", "--oneline", "-5", branch),
	}
}

// notPointed says why git did not move a branch: another program did
// meanwhile, or a branch stands in the way of its name.
func (r *Repo) notPointed(ctx context.Context, branch, before string, cause error) error {
	if now, err := r.localBranch(ctx, branch); err == nil && now != before {
		return branchMoved(branch, now)
	}
	if strings.Contains(cause.Error(), "cannot lock ref") && before == "" {
		return &Problem{Kind: BadName, What: fmt.Sprintf("the branch %s can't stand beside those that this clone has; take another name", branch)}
	}
	return cause
}

// localBranch is where a branch of the clone is, "" when there is none. One
// that stands for another branch is refused.
func (r *Repo) localBranch(ctx context.Context, branch string) (string, error) {
	out, err := r.run(ctx, call{args: []string{"for-each-ref", "--format=%(objectname) %(refname) %(symref)", "--", "refs/heads/" + branch}})
	if err != nil {
		return "", err
	}
	for line := range strings.Lines(string(out)) {
		f := strings.Fields(line)
		if len(f) < 2 || f[1] != "refs/heads/"+branch {
			continue
		}
		if len(f) > 2 {
			return "", &Problem{Kind: NotAllowed, What: fmt.Sprintf("the branch %s stands for another one (%s); take another name", branch, f[2])}
		}
		return f[0], nil
	}
	return "", nil
}

// checkNotCheckedOut refuses a branch that is checked out in a work tree of the clone, or
// that a rebase in this one is about to write.
func (r *Repo) checkNotCheckedOut(ctx context.Context, branch string) error {
	taken, err := r.checkedOut(ctx)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(taken, func(b string) bool { return strings.EqualFold(b, branch) }) {
		return &Problem{Kind: NotAllowed, What: fmt.Sprintf("the branch %s is checked out, and your files would no longer fit it; take another name, or switch to another branch", branch),
			Type: shellCommand("git", "switch", "--detach")}
	}
	return nil
}

// checkedOut lists the branches that work trees are on.
func (r *Repo) checkedOut(ctx context.Context) ([]string, error) {
	out, err := r.run(ctx, call{args: []string{"worktree", "list", "--porcelain"}})
	if err != nil {
		return nil, err
	}
	var branches []string
	for line := range strings.Lines(string(out)) {
		if b, ok := strings.CutPrefix(strings.TrimSuffix(line, "\n"), "branch refs/heads/"); ok {
			branches = append(branches, b)
		}
	}
	out, err = r.run(ctx, call{args: []string{"rev-parse", "--git-path", "rebase-merge/head-name", "--git-path", "rebase-apply/head-name"}})
	if err != nil {
		return nil, err
	}
	for path := range strings.Lines(string(out)) {
		path = filepath.FromSlash(strings.TrimSuffix(path, "\n"))
		if !filepath.IsAbs(path) {
			path = filepath.Join(r.Root, path)
		}
		if info, err := os.Lstat(path); err != nil || !info.Mode().IsRegular() || info.Size() > 4096 {
			continue
		}
		if name, err := os.ReadFile(path); err == nil {
			branches = append(branches, strings.TrimPrefix(strings.TrimSpace(string(name)), "refs/heads/"))
		}
	}
	return branches, nil
}
