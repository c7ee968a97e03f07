package github

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/certwiz/certwiz/checks/origin"
	"github.com/certwiz/certwiz/submission/source"
)

// by names who gave the answers.
const by = "GitHub"

// Complete asks GitHub for the answers about a commit that the clone could not
// give; those that are Known stay. It makes at most four calls, and none when
// nothing is open or what was typed is known to be no commit. When a call fails, the answers that hang on it stay unknown
// and say why ("offline"). Without a clone, start from
// origin.Commit{Typed, Folder}.
func (g GitHub) Complete(ctx context.Context, c origin.Commit) origin.Commit {
	if !open(c) || c.Resolves.Known && !c.Resolves.Yes {
		return c
	}
	if c.Branch == "" {
		c.Branch = source.Branch
	}
	q := &question{GitHub: g, c: c}
	if !q.find(ctx) {
		return c
	}
	if q.c.SHA != "" && q.err == nil {
		q.newest(ctx)
	}
	if q.err != nil {
		q.leave(q.err.Error())
	}
	for _, a := range []*origin.Answer{&q.c.Touches, &q.c.Newest} {
		if !a.Known && q.c.Folder == "" {
			a.Why = "the connector's folder is not known"
		}
	}
	return q.c
}

// find asks about the commit, or about the pull request that leads to it;
// false when what was typed is neither.
func (q *question) find(ctx context.Context) bool {
	if q.c.SHA != "" {
		q.aboutCommit(ctx, q.c.SHA)
		return true
	}
	t, err := source.ParseTyped(q.c.Typed)
	switch {
	case err != nil, t.SHA == "" && t.Foreign():
		return false
	case t.SHA != "":
		q.aboutCommit(ctx, t.SHA)
	default:
		q.aboutPull(ctx, t.PR)
	}
	return true
}

// open tells whether an answer is not known.
func open(c origin.Commit) bool {
	for _, a := range []origin.Answer{c.Resolves, c.IsHead, c.OnBranch, c.Merged, c.Newest, c.Touches} {
		if !a.Known {
			return true
		}
	}
	return false
}

// question is one commit while it is asked about; the first error ends it.
type question struct {
	GitHub
	c   origin.Commit
	err error
}

// settle gives an answer, unless it is known.
func (q *question) settle(a *origin.Answer, yes bool, detail string) {
	if !a.Known {
		*a = origin.Answer{Known: true, Yes: yes, Why: detail, By: by, At: q.now()}
	}
}

// leave says why the answers that are still open are.
func (q *question) leave(why string) {
	for _, a := range []*origin.Answer{&q.c.Resolves, &q.c.IsHead, &q.c.OnBranch, &q.c.Merged, &q.c.Newest, &q.c.Touches} {
		if !a.Known {
			*a = origin.Answer{Why: why}
		}
	}
}

// missing tells whether GitHub said that there is no such thing.
func missing(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Kind == Missing
}

// aboutPull follows a pull request's number to the commit that merged it.
func (q *question) aboutPull(ctx context.Context, n int) {
	pull, err := q.PullRequest(ctx, source.Owner, source.Repository, n)
	if missing(err) {
		q.settle(&q.c.Resolves, false, fmt.Sprintf("%s/%s has no pull request %d", source.Owner, source.Repository, n))
		q.leave("there is no commit to look at")
		return
	}
	if err != nil {
		q.err = err
		return
	}
	q.c.PR = n
	if !pull.Merged {
		state := "is open, not merged"
		if pull.State == "closed" {
			state = "was closed without being merged"
		}
		state = fmt.Sprintf("pull request %d %s", n, state)
		q.settle(&q.c.Merged, false, state)
		q.settle(&q.c.Resolves, false, state+", so there is no commit of it yet")
		q.leave("there is no commit to look at")
		return
	}
	if !fullSHA.MatchString(pull.MergeCommit) {
		q.err = malformed("a merged pull request without its commit")
		return
	}
	q.merged(pull)
	q.settle(&q.c.IsHead, false, "")
	q.aboutCommit(ctx, pull.MergeCommit)
}

// merged takes what a pull request says that was merged as the commit.
func (q *question) merged(pull PullRequest) {
	q.c.PR = pull.Number
	detail := fmt.Sprintf("pull request %d, %s", pull.Number, pull.MergedAt.In(q.now().Location()).Format("2 Jan 2006"))
	q.settle(&q.c.Merged, true, detail)
}

// aboutCommit asks about a commit itself.
func (q *question) aboutCommit(ctx context.Context, sha string) {
	if !q.c.Resolves.Known || !q.c.Touches.Known || q.c.SHA == "" {
		q.read(ctx, sha)
	}
	if q.err == nil && q.c.SHA != "" && !q.c.OnBranch.Known {
		q.onBranch(ctx)
	}
	if q.err == nil && q.c.SHA != "" && (!q.c.Merged.Known || !q.c.IsHead.Known) {
		q.pulls(ctx)
	}
}

// read reads the commit; it leaves SHA empty when there is none.
func (q *question) read(ctx context.Context, sha string) {
	commit, err := q.Commit(ctx, sha)
	switch {
	case missing(err) && q.c.Resolves.Known:
		q.err = &Error{Kind: Missing, What: "GitHub does not have this commit; was it pushed?"}
	case missing(err):
		q.settle(&q.c.Resolves, false, fmt.Sprintf("%s/%s has no such commit", source.Owner, source.Repository))
		q.leave("there is no commit to look at")
	case err != nil:
		q.err = err
	default:
		q.c.SHA, q.c.Subject, q.c.Date = commit.SHA, commit.Subject(), commit.Date
		q.settle(&q.c.Resolves, true, "")
		q.touches(commit)
	}
}

func (q *question) touches(commit Commit) {
	if q.c.Touches.Known {
		return
	}
	touches, others := source.Touched(commit.Files, q.c.Folder)
	q.c.Others = others
	switch {
	case q.c.Folder == "":
	case !touches && commit.Cut:
		q.c.Touches.Why = fmt.Sprintf("the commit changes more than the %d files that GitHub lists", filesPerPage)
	default:
		q.settle(&q.c.Touches, touches, "")
	}
}

func (q *question) onBranch(ctx context.Context) {
	on, err := q.OnBranch(ctx, q.c.SHA, q.c.Branch)
	if err != nil {
		q.err = err
		return
	}
	q.settle(&q.c.OnBranch, on, "")
}

// pulls finds the pull request that the commit ends, or that it merged (Q1).
func (q *question) pulls(ctx context.Context) {
	pulls, err := q.PullRequestsOf(ctx, q.c.SHA)
	if err != nil {
		q.err = err
		return
	}
	isMerge := func(p PullRequest) bool { return p.Merged && p.MergeCommit == q.c.SHA }
	if i := slices.IndexFunc(pulls, isMerge); i >= 0 {
		q.merged(pulls[i])
		q.settle(&q.c.IsHead, false, "")
		return
	}
	if i := slices.IndexFunc(pulls, func(p PullRequest) bool { return p.Head == q.c.SHA }); i >= 0 {
		q.head(pulls[i])
		return
	}
	q.settle(&q.c.IsHead, false, "")
	if i := slices.IndexFunc(pulls, func(p PullRequest) bool { return p.Merged }); i >= 0 {
		q.merged(pulls[i])
		q.use(pulls[i])
		return
	}
	q.settle(&q.c.Merged, false, "no merged pull request holds it")
}

// head is for the last commit of a pull request.
func (q *question) head(pull PullRequest) {
	q.settle(&q.c.IsHead, true, fmt.Sprintf("of pull request %d", pull.Number))
	if !pull.Merged {
		q.c.PR = pull.Number
		q.settle(&q.c.Merged, false, fmt.Sprintf("pull request %d is not merged", pull.Number))
		return
	}
	q.merged(pull)
	q.use(pull)
}

func (q *question) use(pull PullRequest) {
	if q.c.Use == "" && fullSHA.MatchString(pull.MergeCommit) && pull.MergeCommit != q.c.SHA {
		q.c.Use = pull.MergeCommit
	}
}

func (q *question) newest(ctx context.Context) {
	if q.c.Newest.Known || q.c.Folder == "" {
		return
	}
	newest, err := q.Newest(ctx, q.c.Folder, q.c.Branch)
	switch {
	case err != nil:
		q.err = err
	case newest == "":
		q.settle(&q.c.Newest, false, fmt.Sprintf("%s is not on %s", q.c.Folder, q.c.Branch))
	case newest == q.c.SHA:
		q.settle(&q.c.Newest, true, "")
	default:
		q.settle(&q.c.Newest, false, newest[:7]+" is newer")
		if q.c.Use == "" && q.c.OnBranch.Yes {
			q.c.Use = newest
		}
	}
}
