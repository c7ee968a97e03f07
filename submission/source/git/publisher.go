package git

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Forks are the remotes on the host that are the publisher's own, not
// Microsoft's: with the address that they are pushed to.
func (r *Repo) Forks() []Remote {
	var forks []Remote
	for _, m := range r.Remotes {
		if p := m.pushed(); p.fork() {
			forks = append(forks, p)
		}
	}
	return forks
}

// PushRemote is the fork that the current branch would be pushed to: the one
// that the configuration names, else the only one, else the one called origin.
// ok is false when there is none of these.
func (r *Repo) PushRemote(ctx context.Context) (fork Remote, ok bool) {
	forks := r.Forks()
	if len(forks) == 0 {
		return Remote{}, false
	}
	all, err := r.settings(ctx)
	if err != nil {
		return Remote{}, false
	}
	names := []string{last(all, "remote.pushdefault")}
	if r.Branch != "" {
		names = []string{last(all, "branch."+r.Branch+".pushremote"), names[0], last(all, "branch."+r.Branch+".remote")}
	}
	for _, name := range names {
		if m, ok := r.named(forks, name); ok {
			return m, true
		}
	}
	if sameRepository(forks) {
		return forks[0], true
	}
	return r.named(forks, "origin")
}

// named finds a remote by its name or, as gh writes it, its address.
func (r *Repo) named(remotes []Remote, name string) (Remote, bool) {
	if name == "" {
		return Remote{}, false
	}
	owner, repo, _ := r.Host.Remote(bareURL(name))
	for _, m := range remotes {
		if m.Name == name || owner != "" && strings.EqualFold(m.Owner+"/"+m.Repo, owner+"/"+repo) {
			return m, true
		}
	}
	return Remote{}, false
}

func sameRepository(remotes []Remote) bool {
	return !slices.ContainsFunc(remotes, func(m Remote) bool {
		return !strings.EqualFold(m.Owner+"/"+m.Repo, remotes[0].Owner+"/"+remotes[0].Repo)
	})
}

// UpstreamBranch is the branch of a fork that the current branch goes with:
// the one that it tracks, else the one of its name that was pushed. Its pull
// request is found by it. Both are "" when the clone does not tell.
func (r *Repo) UpstreamBranch(ctx context.Context) (owner, branch string) {
	if r.Branch == "" {
		return "", ""
	}
	all, err := r.settings(ctx)
	if err != nil {
		return "", ""
	}
	remote := last(all, "branch."+r.Branch+".remote")
	tracked, ok := strings.CutPrefix(last(all, "branch."+r.Branch+".merge"), "refs/heads/")
	if owner := r.ownerOf(remote); ok && owner != "" {
		return owner, tracked
	}
	fork, ok := r.PushRemote(ctx)
	if !ok {
		return "", ""
	}
	pushed, err := r.optional(ctx, "rev-parse", "--verify", "--quiet", "refs/remotes/"+fork.Name+"/"+r.Branch)
	if err != nil || pushed == "" {
		return "", ""
	}
	return fork.Owner, r.Branch
}

// ownerOf is the owner of a fork that a name or an address stands for.
func (r *Repo) ownerOf(remote string) string {
	if m, ok := r.named(r.Forks(), remote); ok {
		return m.Owner
	}
	owner, repo, _ := r.Host.Remote(bareURL(remote))
	if m := (Remote{Owner: owner, Repo: repo}); m.fork() {
		return owner
	}
	return ""
}

// PullRequestOfBranch is the number of the current branch's pull request, as
// far as the clone knows: from the branch's configuration (gh writes it when
// it checks out a pull request) or a fetched pull request that ends in the
// current commit. ok is false when it can't be told offline.
func (r *Repo) PullRequestOfBranch(ctx context.Context) (pr int, ok bool) {
	if r.Branch != "" {
		ref, err := r.optional(ctx, "config", "--get", "branch."+r.Branch+".merge")
		if n := pullRef(ref); err == nil && n > 0 {
			return n, true
		}
	}
	if r.Head == "" {
		return 0, false
	}
	refs, err := r.refsAt(ctx, r.Head)
	if err != nil {
		return 0, false
	}
	for _, ref := range refs {
		if n := pullRef(ref); n > 0 {
			return n, true
		}
	}
	return 0, false
}

var pullShape = regexp.MustCompile(`^refs/(?:pull|remotes/.+/(?:pr|pull))/([1-9][0-9]{0,5})(?:/head)?$`)

// pullRef is the number in refs/pull/N/head or refs/remotes/origin/pr/N.
func pullRef(ref string) int {
	m := pullShape.FindStringSubmatch(ref)
	if m == nil {
		return 0
	}
	n, _ := strconv.Atoi(m[1])
	return n
}
