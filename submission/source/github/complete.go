package github

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/certwiz/certwiz/checks/origin"
	"github.com/certwiz/certwiz/checks/text"
	"github.com/certwiz/certwiz/submission/source"
)

// Complete asks GitHub for the answers about a commit that the clone could not
// give; those that are Known stay. It makes three calls when the commit is
// among the newest of the folder on the branch, four at most, one for a pull
// request that is not merged, and none when nothing is open or what was typed
// is known to be no commit. When a call fails, the answers that hang on it stay
// unknown and say why ("offline"). Without a clone, start from
// origin.Commit{Typed, Folder}.
func (g *GitHub) Complete(ctx context.Context, c origin.Commit) origin.Commit {
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
		q.newest()
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
	t, err := q.host().ParseTyped(q.c.Typed)
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
	*GitHub
	c   origin.Commit
	err error

	branch   []commit // the newest commits on the branch that touch the folder
	branchAt time.Time
	listed   bool
}

// settle gives an answer that GitHub gave at a time, unless it is known.
func (q *question) settle(a *origin.Answer, at time.Time, yes bool, detail string) {
	if !a.Known {
		*a = origin.Answer{Known: true, Yes: yes, Why: detail, By: by, At: at}
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

// aboutPull follows a pull request's number to the commit that merged it.
func (q *question) aboutPull(ctx context.Context, n int) {
	w, r, err := q.readPull(ctx, n)
	if missing(err) {
		q.settle(&q.c.Resolves, q.now(), false, err.Error())
		q.leave("there is no commit to look at")
		return
	}
	if err != nil {
		q.err = err
		return
	}
	pull := q.pull(w, r.at)
	q.c.PR = n
	if !pull.Merged {
		state := "is open, not merged"
		if pull.Closed {
			state = "was closed without being merged"
		}
		state = fmt.Sprintf("pull request %d %s", n, state)
		q.settle(&q.c.Merged, r.at, false, state)
		q.settle(&q.c.Resolves, r.at, false, state+", so there is no commit of it yet")
		q.leave("there is no commit to look at")
		return
	}
	if !text.IsFullSHA(pull.MergeCommit) {
		q.err = malformed("a merged pull request without its commit")
		return
	}
	q.merged(pull)
	q.settle(&q.c.IsHead, r.at, false, "")
	q.aboutCommit(ctx, pull.MergeCommit)
}

// merged takes what a pull request says that was merged as the commit.
func (q *question) merged(pull origin.Pull) {
	q.c.PR = pull.Number
	detail := fmt.Sprintf("pull request %d, %s", pull.Number, pull.EndedAt.In(q.now().Location()).Format("2 Jan 2006"))
	q.settle(&q.c.Merged, pull.Asked.Pull.At, true, detail)
}

// aboutCommit asks about a commit itself.
func (q *question) aboutCommit(ctx context.Context, sha string) {
	if !q.c.Resolves.Known || !q.c.Touches.Known || q.c.SHA == "" {
		q.read(ctx, sha)
	}
	if q.err == nil && q.c.SHA != "" && (!q.c.OnBranch.Known || !q.c.Newest.Known) {
		q.list(ctx)
	}
	if q.err == nil && q.c.SHA != "" && !q.c.OnBranch.Known {
		q.compare(ctx)
	}
	if q.err == nil && q.c.SHA != "" && (!q.c.Merged.Known || !q.c.IsHead.Known) {
		q.ends(ctx)
	}
}

// read reads the commit; it leaves SHA empty when there is none.
func (q *question) read(ctx context.Context, sha string) {
	commit, r, err := q.readCommit(ctx, sha)
	switch {
	case missing(err) && q.c.Resolves.Known:
		q.err = &Error{Kind: Missing, What: "GitHub does not have this commit; was it pushed?"}
	case missing(err):
		q.settle(&q.c.Resolves, q.now(), false, fmt.Sprintf("%s/%s has no such commit", source.Owner, source.Repository))
		q.leave("there is no commit to look at")
	case err != nil:
		q.err = err
	default:
		q.c.SHA, q.c.Subject, q.c.Date = commit.sha, commit.subject, commit.date
		q.settle(&q.c.Resolves, r.at, true, "")
		q.touches(commit, r.at)
	}
}

func (q *question) touches(commit commit, at time.Time) {
	if q.c.Touches.Known {
		return
	}
	touches, others := source.Touched(commit.files, q.c.Folder)
	q.c.Others = others
	switch {
	case q.c.Folder == "":
	case !touches && commit.cut:
		q.c.Touches.Why = fmt.Sprintf("the commit changes more than the %d files that GitHub lists", filesPerPage)
	default:
		q.settle(&q.c.Touches, at, touches, "")
	}
}

// list asks for the newest commits on the branch that touch the folder. One
// that is among them is on the branch: this proves it without another call.
func (q *question) list(ctx context.Context) {
	if q.c.Folder == "" {
		return
	}
	commits, r, err := q.history(ctx, q.c.Branch, q.c.Folder, historyPage)
	if err != nil {
		q.err = err
		return
	}
	q.branch, q.branchAt, q.listed = commits, r.at, true
	if slices.ContainsFunc(commits, func(c commit) bool { return c.sha == q.c.SHA }) {
		q.settle(&q.c.OnBranch, r.at, true, "")
	}
}

// compare asks whether the commit is on the branch, of which the list did not
// tell: it is older than that, or touches other folders.
func (q *question) compare(ctx context.Context) {
	on, r, err := q.onBranch(ctx, q.c.SHA, q.c.Branch)
	if err != nil {
		q.err = err
		return
	}
	q.settle(&q.c.OnBranch, r.at, on, "")
}

// ends finds the pull request that the commit ends, or that it merged (Q1).
func (q *question) ends(ctx context.Context) {
	pulls, err := q.pullsOf(ctx, q.c.SHA)
	if err != nil {
		q.err = err
		return
	}
	now := q.now()
	isMerge := func(p origin.Pull) bool { return p.Merged && p.MergeCommit == q.c.SHA }
	if i := slices.IndexFunc(pulls, isMerge); i >= 0 {
		q.merged(pulls[i])
		q.settle(&q.c.IsHead, now, false, "")
		return
	}
	if i := slices.IndexFunc(pulls, func(p origin.Pull) bool { return p.Head == q.c.SHA }); i >= 0 {
		q.head(pulls[i])
		return
	}
	q.settle(&q.c.IsHead, now, false, "")
	if i := slices.IndexFunc(pulls, func(p origin.Pull) bool { return p.Merged }); i >= 0 {
		q.merged(pulls[i])
		q.use(pulls[i])
		return
	}
	q.settle(&q.c.Merged, now, false, "no merged pull request holds it")
}

// head is for the last commit of a pull request.
func (q *question) head(pull origin.Pull) {
	at := pull.Asked.Pull.At
	q.settle(&q.c.IsHead, at, true, fmt.Sprintf("of pull request %d", pull.Number))
	if !pull.Merged {
		q.c.PR = pull.Number
		q.settle(&q.c.Merged, at, false, fmt.Sprintf("pull request %d is not merged", pull.Number))
		return
	}
	q.merged(pull)
	q.use(pull)
}

func (q *question) use(pull origin.Pull) {
	if q.c.Use == "" && text.IsFullSHA(pull.MergeCommit) && pull.MergeCommit != q.c.SHA {
		q.c.Use = pull.MergeCommit
	}
}

// newest says whether a newer commit on the branch touches the folder, which
// list asked.
func (q *question) newest() {
	if q.c.Newest.Known || !q.listed {
		return
	}
	switch {
	case len(q.branch) == 0:
		q.settle(&q.c.Newest, q.branchAt, false, fmt.Sprintf("%s is not on %s", q.c.Folder, q.c.Branch))
	case q.branch[0].sha == q.c.SHA:
		q.settle(&q.c.Newest, q.branchAt, true, "")
	default:
		q.settle(&q.c.Newest, q.branchAt, false, text.ShortSHA(q.branch[0].sha)+" is newer")
		if q.c.Use == "" && q.c.OnBranch.Yes {
			q.c.Use = q.branch[0].sha
		}
	}
}
