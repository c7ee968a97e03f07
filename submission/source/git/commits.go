package git

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/certwiz/certwiz/submission/source"
)

// Commit is a commit on the upstream branch.
type Commit struct {
	SHA     string // full
	Date    time.Time
	Subject string // raw
	PR      int    // the pull request that its subject names, 0 for none
	Newest  bool   // the newest one that touches the folder
	parents []string
}

// Commits lists the newest commits on the upstream branch that touch a folder
// of the repository, newest first, at most n. Those that a cut-off history
// begins with are left out, as it does not tell what they changed. The error is
// a *Problem when the clone does not know the branch, or has nothing but those.
func (r *Repo) Commits(ctx context.Context, folder string, n int) ([]Commit, error) {
	if r.UpstreamSHA == "" {
		return nil, r.noBranch()
	}
	folder, err := source.CleanPath(folder)
	if err != nil {
		return nil, err
	}
	commits, err := r.list(ctx, "--first-parent", "-n", strconv.Itoa(max(n, 1)), r.UpstreamSHA, "--", folder)
	if err != nil {
		return nil, err
	}
	if r.Shallow && len(commits) > 0 {
		commits = slices.DeleteFunc(commits, Commit.first)
		if len(commits) == 0 {
			return nil, r.Problem(Shallow)
		}
	}
	if len(commits) > 0 {
		commits[0].Newest = true
	}
	return commits, nil
}

// first tells whether nothing is known before a commit.
func (c Commit) first() bool { return len(c.parents) == 0 }

// noBranch is the problem that leaves the clone without an upstream branch.
func (r *Repo) noBranch() error {
	if p := r.Problem(NoUpstream); p != nil {
		return p
	}
	return r.Problem(BranchMissing)
}

// list runs rev-list, a command that configuration does not change.
func (r *Repo) list(ctx context.Context, args ...string) ([]Commit, error) {
	all := append([]string{"rev-list", "--encoding=UTF-8", "--format=%H%x00%ct%x00%P%x00%s"}, args...)
	out, err := r.run(ctx, call{args: all})
	if err != nil {
		return nil, r.absent(err, aFolder)
	}
	var commits []Commit
	for line := range bytes.Lines(out) {
		fields := strings.Split(strings.TrimSuffix(string(line), "\n"), "\x00")
		if len(fields) != 4 {
			continue // the "commit SHA" line that comes before each
		}
		seconds, _ := strconv.ParseInt(fields[1], 10, 64)
		_, pr := source.MergedPull(fields[3])
		commits = append(commits, Commit{
			SHA: fields[0], Date: time.Unix(seconds, 0).UTC(), Subject: fields[3], PR: pr, parents: strings.Fields(fields[2]),
		})
	}
	return commits, nil
}

// commit reads one commit by its full SHA.
func (r *Repo) commit(ctx context.Context, sha string) (Commit, error) {
	commits, err := r.list(ctx, "--no-walk", sha)
	if err != nil {
		return Commit{}, err
	}
	if len(commits) != 1 {
		return Commit{}, fmt.Errorf("git rev-list printed %d commits for %s", len(commits), sha)
	}
	return commits[0], nil
}

// squashOf finds the newest commit on the upstream branch that merged a pull
// request; ok is false when the clone has none.
func (r *Repo) squashOf(ctx context.Context, pr int) (c Commit, ok bool, err error) {
	number := strconv.Itoa(pr)
	commits, err := r.list(ctx, "--first-parent", "--fixed-strings", "--grep=(#"+number+")",
		"--grep=Merge pull request #"+number+" from ", r.UpstreamSHA)
	if err != nil {
		return Commit{}, false, err
	}
	for _, c := range commits {
		if c.PR == pr {
			return c, true, nil
		}
	}
	return Commit{}, false, nil
}

// matching lists the commits whose SHA begins with the letters given.
func (r *Repo) matching(ctx context.Context, prefix string) ([]string, error) {
	objects := []byte(prefix + "\n")
	if len(prefix) < 40 {
		out, err := r.run(ctx, call{args: []string{"rev-parse", "--disambiguate=" + prefix}})
		if err != nil || len(out) == 0 {
			return nil, err
		}
		objects = out
	}
	out, err := r.run(ctx, call{args: []string{"cat-file", "--batch-check"}, stdin: objects})
	// A partial clone refuses to look further than what it has.
	if err != nil && !isRefusal(err) {
		return nil, err
	}
	var shas []string
	for line := range strings.Lines(string(out)) {
		if f := strings.Fields(line); len(f) == 3 && f[1] == "commit" {
			shas = append(shas, f[0])
		}
	}
	return shas, nil
}

func isRefusal(err error) bool {
	var refused *refusal
	return errors.As(err, &refused)
}

// isAncestor tells whether a commit is reachable from another.
func (r *Repo) isAncestor(ctx context.Context, sha, of string) (bool, error) {
	_, err := r.run(ctx, call{args: []string{"merge-base", "--is-ancestor", sha, of}})
	var refused *refusal
	if errors.As(err, &refused) && refused.code == 1 {
		return false, nil
	}
	return err == nil, err
}

// changed lists the paths that a commit changed against its first parent, or
// against base when that is given.
func (r *Repo) changed(ctx context.Context, c Commit, base string) ([]string, error) {
	args := []string{"diff-tree", "-r", "-z", "--name-only", "--no-commit-id", "--no-renames", "--no-ext-diff", "--no-textconv"}
	if base == "" && len(c.parents) > 0 {
		base = c.parents[0]
	}
	if base == "" {
		args = append(args, "--root", c.SHA)
	} else {
		args = append(args, base, c.SHA)
	}
	out, err := r.run(ctx, call{args: args})
	if err != nil {
		return nil, r.absent(err, aFolder)
	}
	return strings.FieldsFunc(string(out), func(c rune) bool { return c == 0 }), nil
}

// refsAt lists the publisher's branches, and the pull requests, that end in a
// commit.
func (r *Repo) refsAt(ctx context.Context, sha string) ([]string, error) {
	out, err := r.run(ctx, call{args: []string{
		"for-each-ref", "--count=200", "--format=%(refname)", "--points-at=" + sha, "--", "refs/heads", "refs/remotes", "refs/pull",
	}})
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(strings.Fields(string(out)), func(ref string) bool {
		return strings.HasPrefix(ref, "refs/remotes/"+r.Upstream.Name+"/") && pullRef(ref) == 0
	}), nil
}

// upstreamName is how messages name the branch, with what is known of its age.
func (r *Repo) upstreamName() string {
	name := r.Upstream.Name + "/" + source.Branch
	if r.Fetched.IsZero() {
		return name + " as this clone has it"
	}
	return name + " as fetched on " + r.Fetched.Format("2 Jan 2006")
}
