package git

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/checks/origin"
	"github.com/certwiz/certwiz/checks/text"
	"github.com/certwiz/certwiz/submission/source"
)

// by names who gave the answers.
const by = "local clone"

// Resolve establishes what the clone knows about what a publisher typed: a
// full or short commit, a pull request's number, or a link to one of them (see
// source.Host.ParseTyped). folder is the connector's folder in the repository, with
// slashes. The time of an answer is that of the last fetch, since that is as
// old as the clone's knowledge is. Questions that the clone can't answer are
// not Known, and say why.
func (r *Repo) Resolve(ctx context.Context, typed, folder string) origin.Commit {
	c := origin.Commit{Typed: typed, Folder: folder, Branch: source.Branch}
	t, err := r.Host.ParseTyped(typed)
	if err != nil {
		c.Resolves = r.no(err.Error())
		return unknown(c, "there is no commit to look at")
	}
	c.PR = t.PR
	if t.SHA == "" && t.Foreign() {
		c.PR = 0
		c.Resolves = r.no(fmt.Sprintf("this pull request is in %s/%s, not in %s/%s", t.Owner, t.Repo, source.Owner, source.Repository))
		return unknown(c, "there is no commit to look at")
	}
	if t.SHA == "" {
		return r.resolvePR(ctx, c)
	}
	return r.resolveSHA(ctx, c, t.SHA)
}

func (r *Repo) yes(detail string) origin.Answer {
	return origin.Answer{Known: true, Yes: true, Why: detail, By: by, At: r.Fetched}
}

func (r *Repo) no(detail string) origin.Answer {
	return origin.Answer{Known: true, Why: detail, By: by, At: r.Fetched}
}

func (r *Repo) answer(yes bool, detail string) origin.Answer {
	return origin.Answer{Known: true, Yes: yes, Why: detail, By: by, At: r.Fetched}
}

// unknown gives every open question the reason why it is open.
func unknown(c origin.Commit, why string) origin.Commit {
	for _, a := range []*origin.Answer{&c.Resolves, &c.IsHead, &c.OnBranch, &c.Merged, &c.Newest, &c.Touches} {
		if !a.Known && a.Why == "" {
			a.Why = why
		}
	}
	return c
}

// hurdle says why the clone can't tell what was merged, "" when it can, or can
// as far as its history goes.
func (r *Repo) hurdle() string {
	for _, k := range []Kind{NoUpstream, BranchMissing} {
		if p := r.Problem(k); p != nil {
			return p.Error()
		}
	}
	return ""
}

// resolvePR finds the commit that merged a pull request.
func (r *Repo) resolvePR(ctx context.Context, c origin.Commit) origin.Commit {
	// A cut-off history may still hold the one commit that is looked for.
	if r.UpstreamSHA == "" || r.Problem(NoUpstream) != nil {
		return unknown(c, r.hurdle())
	}
	squash, ok, err := r.squashOf(ctx, c.PR)
	if err != nil {
		return unknown(c, err.Error())
	}
	if !ok {
		return unknown(c, fmt.Sprintf("pull request %d is not on %s", c.PR, r.upstreamName()))
	}
	return r.judge(ctx, c, squash)
}

// resolveSHA finds the commit itself.
func (r *Repo) resolveSHA(ctx context.Context, c origin.Commit, sha string) origin.Commit {
	found, err := r.matching(ctx, sha)
	if err != nil {
		return unknown(c, err.Error())
	}
	if len(found) == 0 {
		return unknown(c, fmt.Sprintf("this clone does not have %s; it may be newer than the last fetch, or from another repository", text.ShortSHA(sha)))
	}
	if len(found) > 1 {
		c.Resolves = r.no(fmt.Sprintf("%s fits %d commits; give more of its characters", sha, len(found)))
		return unknown(c, "there is no commit to look at")
	}
	commit, err := r.commit(ctx, found[0])
	if err != nil {
		return unknown(c, err.Error())
	}
	return r.judge(ctx, c, commit)
}

// judge answers the questions about a commit that the clone has.
func (r *Repo) judge(ctx context.Context, c origin.Commit, commit Commit) origin.Commit {
	c.SHA, c.Subject, c.Date = commit.SHA, commit.Subject, commit.Date
	c.Resolves = r.yes("")
	if why := r.hurdle(); why != "" {
		return unknown(c, why)
	}
	on, err := r.isAncestor(ctx, commit.SHA, r.UpstreamSHA)
	if err != nil {
		return unknown(c, err.Error())
	}
	if !on && r.Shallow {
		return unknown(c, r.Problem(Shallow).Error())
	}
	c.OnBranch = r.answer(on, r.upstreamName())
	if on {
		c.IsHead = r.no("")
		c = r.judgeMerged(c, commit)
		c = r.judgeTouches(ctx, c, commit, "")
	} else {
		c = r.judgeHead(ctx, c, commit)
	}
	c = r.judgeNewest(ctx, c)
	return unknown(c, "the clone does not tell")
}

func (r *Repo) judgeMerged(c origin.Commit, commit Commit) origin.Commit {
	if commit.PR == 0 {
		c.Merged.Why = "the commit's subject names no pull request"
		return c
	}
	c.PR = commit.PR
	c.Merged = r.yes(fmt.Sprintf("(#%d)", commit.PR))
	return c
}

// judgeHead is for a commit that is not on the branch: it may be the end of a
// pull request, whose squash commit is the one to use (Q1).
func (r *Repo) judgeHead(ctx context.Context, c origin.Commit, commit Commit) origin.Commit {
	refs, err := r.refsAt(ctx, commit.SHA)
	if err != nil {
		return unknown(c, err.Error())
	}
	base, err := r.optional(ctx, "merge-base", commit.SHA, r.UpstreamSHA)
	if err != nil {
		return unknown(c, err.Error())
	}
	squash, found, err := r.squashFor(ctx, c, commit, refs, base)
	if err != nil {
		return unknown(c, err.Error())
	}
	switch {
	case found:
		c.Use, c.PR = squash.SHA, squash.PR
		c.IsHead = r.yes(fmt.Sprintf("what was merged is %s", text.ShortSHA(squash.SHA)))
		c.Merged.Why = "the commit's subject names no pull request"
		if squash.PR > 0 {
			c.Merged = r.yes(fmt.Sprintf("as %s (#%d)", text.ShortSHA(squash.SHA), squash.PR))
		}
	case len(refs) > 0:
		c.IsHead = r.yes("it is the end of " + strings.TrimPrefix(strings.TrimPrefix(refs[0], "refs/heads/"), "refs/remotes/"))
		c.Merged.Why = "no commit that merged it is on " + r.upstreamName()
	default:
		c.IsHead.Why = "no branch of this clone ends in it"
		c.Merged.Why = "no commit that merged it is on " + r.upstreamName()
	}
	return r.judgeTouches(ctx, c, commit, base)
}

// squashFor finds the commit on the upstream branch that merged a head: by its
// pull request's number, or as the one that left the folder just as the head
// has it.
func (r *Repo) squashFor(ctx context.Context, c origin.Commit, head Commit, refs []string, base string) (Commit, bool, error) {
	t, _ := r.Host.ParseTyped(c.Typed) // a link into a pull request names it
	numbers := []int{t.PR}
	for _, ref := range refs {
		numbers = append(numbers, pullRef(ref))
	}
	for _, n := range numbers {
		if n == 0 {
			continue
		}
		if squash, ok, err := r.squashOf(ctx, n); ok || err != nil {
			return squash, ok, err
		}
	}
	return r.sameTree(ctx, head, base, c.Folder)
}

// maxCompared is how many commits of the branch are compared with a head.
const maxCompared = 200

// sameTree finds the first commit after the head branched off whose folder is
// the same as the head's, when the head changed it since base.
func (r *Repo) sameTree(ctx context.Context, head Commit, base, folder string) (Commit, bool, error) {
	folder, err := inside(folder)
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

func (r *Repo) judgeNewest(ctx context.Context, c origin.Commit) origin.Commit {
	if c.Folder == "" {
		c.Newest.Why = "the connector's folder is not known"
		return c
	}
	newest, err := r.Commits(ctx, c.Folder, 1)
	switch {
	case err != nil:
		c.Newest.Why = err.Error()
	case len(newest) == 0:
		c.Newest = r.no(fmt.Sprintf("%s is not on %s", c.Folder, r.upstreamName()))
	case newest[0].SHA == c.SHA:
		c.Newest = r.yes("")
	default:
		c.Newest = r.no(fmt.Sprintf("%s of %s is newer", text.ShortSHA(newest[0].SHA), newest[0].Date.Format("2 Jan 2006")))
		if c.Use == "" && c.OnBranch.Yes {
			c.Use = newest[0].SHA
		}
	}
	return c
}

// judgeTouches says whether the commit touches the folder, and which others.
func (r *Repo) judgeTouches(ctx context.Context, c origin.Commit, commit Commit, base string) origin.Commit {
	if r.Shallow && commit.first() && base == "" {
		c.Touches.Why = r.Problem(Shallow).Error()
		return c
	}
	paths, err := r.changed(ctx, commit, base)
	if err != nil {
		c.Touches.Why = err.Error()
		return c
	}
	touches, others := source.Touched(paths, c.Folder)
	c.Others = others
	if c.Folder == "" {
		c.Touches.Why = "the connector's folder is not known"
		return c
	}
	c.Touches = r.answer(touches, "")
	return c
}

// Compare fills in what differs between a commit's files and the working
// folder's, when the clone has them (S07).
func (r *Repo) Compare(ctx context.Context, c origin.Commit, working connector.Artifacts) origin.Commit {
	c.Differs, c.DiffersKnown = nil, false
	if c.SHA == "" || c.Folder == "" {
		return c
	}
	committed, err := r.ArtifactsAt(ctx, c.SHA, c.Folder)
	if err != nil {
		return c
	}
	c.Differs, c.DiffersKnown = source.Differences(working, committed), true
	return c
}
