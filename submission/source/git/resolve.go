package git

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/certwiz/certwiz/checks/origin"
	"github.com/certwiz/certwiz/checks/text"
	"github.com/certwiz/certwiz/submission/source"
)

// Resolve establishes what the clone knows about what a publisher typed: a
// full or short commit, a pull request's number, or a link to one of them (see
// source.Host.ParseTyped). folder is the connector's folder in the repository,
// with slashes. The time of an answer is that of the last fetch, since that is
// as old as the clone's knowledge is. Questions that the clone can't answer are
// not Known, and say why.
func (r *Repo) Resolve(ctx context.Context, typed, folder string) origin.Commit {
	c := source.NewCommit(typed, folder, "local clone", r.Fetched)
	if t, ok := c.Parse(r.Host); ok {
		if err := r.resolve(ctx, c, t); err != nil {
			c.LeaveOpen(err.Error())
		}
	}
	return c.Commit
}

// resolve reports what the clone knows. The error says why it knows no more.
func (r *Repo) resolve(ctx context.Context, c *source.Commit, t source.Typed) error {
	commit, err := r.typedCommit(ctx, c, t)
	if err != nil || commit.SHA == "" {
		return err
	}
	c.Found(commit.SHA, commit.Subject, commit.Date)
	if err := r.cantTellMerged(); err != nil {
		return err
	}
	on, err := r.isAncestor(ctx, commit.SHA, r.UpstreamSHA)
	if err != nil {
		return err
	}
	if !on && r.Shallow {
		return r.Problem(Shallow)
	}
	c.Reachable(on, r.upstreamName())
	if on {
		err = r.resolveMerged(ctx, c, commit)
	} else {
		err = r.resolveHead(ctx, c, commit, t)
	}
	if err != nil {
		return err
	}
	r.resolveNewest(ctx, c)
	return errors.New("the clone does not tell")
}

// cantTellMerged says why the clone can't tell what was merged, nil when it can,
// or can as far as its history goes.
func (r *Repo) cantTellMerged() error {
	for _, k := range []Kind{NoUpstream, BranchMissing} {
		if p := r.Problem(k); p != nil {
			return p
		}
	}
	return nil
}

// typedCommit finds the one commit that a pull request was merged as, or whose
// SHA begins with the letters given.
func (r *Repo) typedCommit(ctx context.Context, c *source.Commit, t source.Typed) (Commit, error) {
	if t.SHA == "" {
		return r.squashCommit(ctx, t.PR)
	}
	found, err := r.matching(ctx, t.SHA)
	switch {
	case err != nil:
		return Commit{}, err
	case len(found) == 0:
		return Commit{}, fmt.Errorf("this clone does not have %s; it may be newer than the last fetch, or from another repository", text.ShortSHA(t.SHA))
	case len(found) > 1:
		c.NoSuch(fmt.Sprintf("%s fits %d commits; give more of its characters", t.SHA, len(found)))
		return Commit{}, nil
	}
	return r.commit(ctx, found[0])
}

// squashCommit finds the commit that merged a pull request. A history that was
// cut off may still hold it.
func (r *Repo) squashCommit(ctx context.Context, pr int) (Commit, error) {
	if err := r.cantTellMerged(); err != nil {
		return Commit{}, err
	}
	squash, ok, err := r.squashOf(ctx, pr)
	if err == nil && !ok {
		err = fmt.Errorf("pull request %d is not on %s", pr, r.upstreamName())
	}
	return squash, err
}

// resolveMerged is for a commit on the branch.
func (r *Repo) resolveMerged(ctx context.Context, c *source.Commit, commit Commit) error {
	c.NotHead()
	if commit.PR == 0 {
		c.Merged.Why = namesNoPull
	} else {
		c.MergedBy(commit.PR, fmt.Sprintf("(#%d)", commit.PR))
	}
	r.resolveTouches(ctx, c, commit, "")
	return nil
}

const namesNoPull = "the commit's subject names no pull request"

// resolveHead is for a commit that is not on the branch: it may be the end of a
// pull request, whose squash commit is the one to use (Q1).
func (r *Repo) resolveHead(ctx context.Context, c *source.Commit, commit Commit, t source.Typed) error {
	refs, err := r.refsAt(ctx, commit.SHA)
	if err != nil {
		return err
	}
	base, err := r.optional(ctx, "merge-base", commit.SHA, r.UpstreamSHA)
	if err != nil {
		return err
	}
	numbers := []int{t.PR} // a link into a pull request names it
	for _, ref := range refs {
		numbers = append(numbers, pullRef(ref))
	}
	squash, found, err := r.squashFor(ctx, commit, numbers, base, c.Folder)
	switch {
	case err != nil:
		return err
	case found:
		c.HeadOf("what was merged is " + text.ShortSHA(squash.SHA))
		c.UseInstead(squash.SHA)
		c.PR = squash.PR
		c.Merged.Why = namesNoPull
		if squash.PR > 0 {
			c.MergedBy(squash.PR, fmt.Sprintf("as %s (#%d)", text.ShortSHA(squash.SHA), squash.PR))
		}
	case len(refs) > 0:
		c.HeadOf("it is the end of " + strings.TrimPrefix(strings.TrimPrefix(refs[0], "refs/heads/"), "refs/remotes/"))
		c.Merged.Why = "no commit that merged it is on " + r.upstreamName()
	default:
		c.IsHead.Why = "no branch of this clone ends in it"
		c.Merged.Why = "no commit that merged it is on " + r.upstreamName()
	}
	r.resolveTouches(ctx, c, commit, base)
	return nil
}

// squashFor finds the commit on the upstream branch that merged a head: by its
// pull request's number, or as the one that left the folder just as the head
// has it.
func (r *Repo) squashFor(ctx context.Context, head Commit, numbers []int, base, folder string) (Commit, bool, error) {
	for _, n := range numbers {
		if n == 0 {
			continue
		}
		if squash, ok, err := r.squashOf(ctx, n); ok || err != nil {
			return squash, ok, err
		}
	}
	return r.sameTree(ctx, head, base, folder)
}

// maxCompared is how many commits of the branch are compared with a head.
const maxCompared = 200

// sameTree finds the first commit after the head branched off whose folder is
// the same as the head's, when the head changed it since base.
func (r *Repo) sameTree(ctx context.Context, head Commit, base, folder string) (Commit, bool, error) {
	folder, err := source.CleanPath(folder)
	if err != nil {
		return Commit{}, false, nil
	}
	later, err := r.list(ctx, "--first-parent", "-n", fmt.Sprint(maxCompared), r.UpstreamSHA, "^"+head.SHA, "--", folder)
	if err != nil || len(later) == 0 {
		return Commit{}, false, err
	}
	trees, err := r.trees(ctx, append([]Commit{head, {SHA: base}}, later...), folder)
	if err != nil || trees[0] == "" || trees[0] == trees[1] {
		return Commit{}, false, err
	}
	for i, c := range slices.Backward(later) {
		if trees[i+2] == trees[0] {
			return c, true, nil
		}
	}
	return Commit{}, false, nil
}

// trees are the SHAs of a folder at each commit, "" where there is none.
func (r *Repo) trees(ctx context.Context, commits []Commit, folder string) ([]string, error) {
	trees := make([]string, len(commits))
	if strings.ContainsRune(folder, '\n') {
		return trees, nil
	}
	var names strings.Builder
	for _, c := range commits {
		names.WriteString(c.SHA + ":" + folder + "\n")
	}
	out, err := r.run(ctx, call{args: []string{"cat-file", "--batch-check=%(objectname) %(objecttype)"}, stdin: []byte(names.String())})
	if err != nil {
		return nil, r.absent(err, aFolder)
	}
	lines := strings.Split(string(out), "\n")
	for i := range min(len(trees), len(lines)) {
		if sha, ok := strings.CutSuffix(lines[i], " tree"); ok && !strings.Contains(sha, " ") {
			trees[i] = sha
		}
	}
	return trees, nil
}

func (r *Repo) resolveNewest(ctx context.Context, c *source.Commit) {
	if c.Folder == "" {
		c.NewestIs("", time.Time{}, "")
		return
	}
	newest, err := r.Commits(ctx, c.Folder, 1)
	switch {
	case err != nil:
		c.Newest.Why = err.Error()
	case len(newest) == 0:
		c.NewestIs("", time.Time{}, r.upstreamName())
	default:
		c.NewestIs(newest[0].SHA, newest[0].Date, r.upstreamName())
	}
}

// resolveTouches lists what the commit changed since base, or since its parent.
func (r *Repo) resolveTouches(ctx context.Context, c *source.Commit, commit Commit, base string) {
	if r.Shallow && commit.first() && base == "" {
		c.Touches.Why = r.Problem(Shallow).Error()
		return
	}
	paths, err := r.changed(ctx, commit, base)
	if err != nil {
		c.Touches.Why = err.Error()
		return
	}
	c.Changed(paths, "")
}
