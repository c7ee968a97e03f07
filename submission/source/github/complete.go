package github

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/certwiz/certwiz/checks/origin"
	"github.com/certwiz/certwiz/checks/text"
	"github.com/certwiz/certwiz/submission/source"
)

// Complete asks GitHub for the answers about a commit that earlier sources could
// not give; those that are Known stay. It makes three calls when the commit is
// among the newest of the folder on the branch, four at most, one for a pull
// request that is not merged, and none when nothing is open or what was typed
// is known to be no commit. When a call fails, the answers that hang on it stay
// unknown and say why ("offline"). Without a clone, start from
// origin.Commit{Typed, Folder}.
func (g *GitHub) Complete(ctx context.Context, c origin.Commit) origin.Commit {
	q := &question{GitHub: g, Commit: source.Commit{Commit: c}}
	if q.Commit.Complete() || c.Resolves.Known && !c.Resolves.Yes {
		return c
	}
	q.Branch = cmp.Or(c.Branch, source.Branch)
	q.AskNext(by, g.now())
	if err := q.ask(ctx); err != nil {
		q.LeaveOpen(err.Error())
	}
	return q.Commit.Commit
}

// question is a commit while GitHub is asked about it.
type question struct {
	*GitHub
	source.Commit
}

// ask reports what GitHub says about the commit, or the pull request that leads
// to it. The first call that fails ends it.
func (q *question) ask(ctx context.Context) error {
	if q.SHA != "" {
		return q.aboutCommit(ctx, q.SHA)
	}
	t, ok := q.Parse(q.host())
	if !ok {
		return nil
	}
	if t.SHA == "" {
		return q.aboutPull(ctx, t.PR)
	}
	return q.aboutCommit(ctx, t.SHA)
}

// aboutPull follows a pull request's number to the commit that merged it.
func (q *question) aboutPull(ctx context.Context, n int) error {
	w, r, err := q.readPull(ctx, n)
	if missing(err) {
		q.NoSuch(err.Error())
		return nil
	}
	if err != nil {
		return err
	}
	pull := q.pull(w, r.at)
	if pull.Merged && !text.IsFullSHA(pull.MergeCommit) {
		return malformed("a merged pull request without its commit")
	}
	q.fromPull(pull)
	if !pull.Merged {
		return nil
	}
	return q.aboutCommit(ctx, pull.MergeCommit)
}

func (q *question) fromPull(pull origin.Pull) {
	q.At = pull.Asked.Pull.At
	q.FromPull(pull)
}

// aboutCommit asks about a commit itself.
func (q *question) aboutCommit(ctx context.Context, sha string) error {
	if !q.Resolves.Known || !q.Touches.Known || q.SHA == "" {
		if err := q.read(ctx, sha); err != nil || q.SHA == "" {
			return err
		}
	}
	newest, listed, err := q.newest(ctx)
	if err != nil {
		return err
	}
	if !q.OnBranch.Known {
		on, r, err := q.onBranch(ctx, q.SHA, q.Branch)
		if err != nil {
			return err
		}
		q.At = r.at
		q.Reachable(on, "")
	}
	if !q.Merged.Known || !q.IsHead.Known {
		if err := q.itsPull(ctx); err != nil {
			return err
		}
	}
	q.At = listed
	q.NewestIs(newest.sha, newest.date, q.Branch)
	return nil
}

// read reads the commit; it leaves SHA empty when there is none.
func (q *question) read(ctx context.Context, sha string) error {
	commit, r, err := q.readCommit(ctx, sha)
	switch {
	case missing(err) && q.Resolves.Known:
		return &Error{Kind: Missing, What: "GitHub does not have this commit; was it pushed?"}
	case missing(err):
		q.NoSuch(fmt.Sprintf("%s/%s has no such commit", source.Owner, source.Repository))
		return nil
	case err != nil:
		return err
	}
	q.At = r.at
	q.Found(commit.sha, commit.subject, commit.date)
	incomplete := ""
	if commit.cut {
		incomplete = fmt.Sprintf("the commit changes more than the %d files that GitHub lists", filesPerPage)
	}
	q.Changed(commit.files, incomplete)
	return nil
}

// newest asks for the newest commits on the branch that touch the folder, and
// returns the first. One that is among them is on the branch: this proves it
// without another call.
func (q *question) newest(ctx context.Context) (first commit, at time.Time, err error) {
	if q.Folder == "" || q.OnBranch.Known && q.Newest.Known {
		return commit{}, time.Time{}, nil
	}
	commits, r, err := q.history(ctx, q.Branch, q.Folder, historyPage)
	if err != nil || len(commits) == 0 {
		return commit{}, r.at, err
	}
	q.At = r.at
	if slices.ContainsFunc(commits, func(c commit) bool { return c.sha == q.SHA }) {
		q.Reachable(true, "")
	}
	return commits[0], r.at, nil
}

// itsPull finds the pull request that the commit ends, or that it merged (Q1).
func (q *question) itsPull(ctx context.Context) error {
	pulls, err := q.pullsOf(ctx, q.SHA)
	if err != nil {
		return err
	}
	for _, fits := range []func(origin.Pull) bool{
		func(p origin.Pull) bool { return p.Merged && p.MergeCommit == q.SHA },
		func(p origin.Pull) bool { return p.Head == q.SHA },
		func(p origin.Pull) bool { return p.Merged },
	} {
		if i := slices.IndexFunc(pulls, fits); i >= 0 {
			q.fromPull(pulls[i])
			q.NotHead() // unless the pull request says so
			return nil
		}
	}
	q.At = q.now()
	q.NotHead()
	q.NotMerged("no merged pull request holds it")
	return nil
}
