package git

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

const pushTime = fetchTime

// RemoteBranch asks a remote where a branch is: a full SHA, "" when there is
// none. No password is asked for; the user's own credential helpers count. The
// error is mostly a *Problem.
func (r *Repo) RemoteBranch(ctx context.Context, remote, branch string) (sha string, err error) {
	t, err := r.target(ctx, remote, branch, false)
	if err != nil {
		return "", err
	}
	out, err := r.run(ctx, call{time: fetchTime, limit: 1 << 20, reach: t.reach, args: []string{
		"ls-remote", "--quiet", "--upload-pack=" + t.reach.uploadPack(), "--end-of-options", t.place, "refs/heads/" + branch,
	}})
	if err != nil {
		return "", t.explain(err, shellCommand("git", "ls-remote", remote, "refs/heads/"+branch))
	}
	for line := range strings.Lines(string(out)) {
		// A name fits every ref that ends in it.
		f := strings.Fields(line)
		if len(f) == 2 && f[1] == "refs/heads/"+branch && checkSHA(f[0]) == nil {
			return f[0], nil
		}
	}
	return "", nil
}

// FetchBranch brings a branch of a remote into the clone, as its
// remote-tracking branch, and returns where it is: a full SHA, "" when there is
// none. No password is asked for. The error is mostly a *Problem.
func (r *Repo) FetchBranch(ctx context.Context, remote, branch string) (sha string, err error) {
	t, err := r.target(ctx, remote, branch, false)
	if err != nil {
		return "", err
	}
	ref := "refs/remotes/" + remote + "/" + branch
	err = r.fetch(ctx, t.reach, t.place, "+refs/heads/"+branch+":"+ref)
	if isRefusal(err) && strings.Contains(err.Error(), "couldn't find remote ref") {
		return "", nil
	}
	if err != nil {
		return "", t.explain(err, shellCommand("git", "fetch", remote, branch))
	}
	return r.object(ctx, call{args: []string{"rev-parse", "--verify", "--end-of-options", ref + "^{commit}"}})
}

// Push makes a branch of a remote point to a commit that the clone has. The
// branch is new, or the commit has its last one in its history: nothing is
// forced, and no other branch and no tag changes. Microsoft's repository and the
// branches dev, main and master are refused. With interactive, git may ask for
// a password on the terminal; else it fails at once. The error is mostly a
// *Problem that says what to type.
func (r *Repo) Push(ctx context.Context, remote, branch, sha string, interactive bool) error {
	if err := checkSHA(sha); err != nil {
		return err
	}
	t, err := r.target(ctx, remote, branch, interactive)
	if err != nil {
		return err
	}
	if err := r.mayPush(ctx, t); err != nil {
		return err
	}
	if err := r.requireCommit(ctx, sha); err != nil {
		return err
	}
	c := call{time: pushTime, limit: 1 << 20, reach: t.reach, args: []string{
		"push", "--porcelain", "--no-verify", "--no-follow-tags", "--no-signed", "--recurse-submodules=no",
		"--receive-pack=" + t.reach.receivePack(), "--end-of-options", remote, sha + ":refs/heads/" + branch,
	}}
	// Without deltas no object is read that a partial clone left out.
	c.reach.settings = append(c.reach.settings, "-c", "push.pushOption=", "-c", "pack.window=0")
	if interactive {
		c.time = askTime
	}
	_, err = r.run(ctx, c)
	if err != nil {
		return t.explain(err, shellCommand("git", "push", remote, sha+":refs/heads/"+branch))
	}
	return nil
}

// target is a branch of a remote, and the way there.
type target struct {
	r      *Repo
	remote Remote // as it is pushed to
	branch string
	place  string // what git is told to read from
	reach  *reach
}

// target finds a remote as it is pushed to: that is where a contribution's
// branch is.
func (r *Repo) target(ctx context.Context, remote, branch string, ask bool) (*target, error) {
	if err := checkBranch(branch); err != nil {
		return nil, err
	}
	m, err := r.readRemote(ctx, remote)
	if err != nil {
		return nil, err
	}
	p := m.pushed()
	t := &target{r: r, remote: p, branch: branch, place: m.Name}
	switch {
	case m.URL == p.URL, p.Owner != "" && strings.EqualFold(m.Owner+"/"+m.Repo, p.Owner+"/"+p.Repo):
	case m.secretPush && strings.Contains(p.URL, "://"):
		// An argument would show the password to other programs.
		return nil, &Problem{Kind: NotAllowed, What: fmt.Sprintf("the remote %s has another address for pushing, with a password in it; give that address a remote of its own", m.Name)}
	default:
		t.place = p.URL
	}
	t.reach, err = r.reachFor(ctx, p.URL, ask)
	if err != nil {
		return nil, err
	}
	if t.place == m.Name {
		return t, t.alsoReads(m)
	}
	return t, nil
}

// alsoReads lets the fetch address be used when it is of another kind than the
// push address: git@… for pushing, https for fetching.
func (t *target) alsoReads(m Remote) error {
	protocol, err := transport(m.URL)
	if err == nil && protocol != t.reach.protocols {
		t.reach.protocols += ":" + protocol
	}
	return err
}

// mayPush refuses what is not the publisher's, and what git would push beyond
// the one branch.
func (r *Repo) mayPush(ctx context.Context, t *target) error {
	m := t.remote
	standsForMicrosoft := m.Name == r.Upstream.Name && m.Owner == "" && r.Problem(NoUpstream) == nil
	switch {
	case m.Microsoft() || standsForMicrosoft:
		return &Problem{Kind: NotAllowed, What: fmt.Sprintf("%s is Microsoft's repository, which takes pull requests only; push to a fork of your own", m.Name)}
	case m.places != 2:
		return &Problem{Kind: NotAllowed, What: fmt.Sprintf("the remote %s has several addresses; give the fork a remote of its own", m.Name),
			Type: shellCommand("git", "remote", "get-url", "--all", "--push", m.Name)}
	}
	all, err := r.settings(ctx)
	if err != nil {
		return err
	}
	// What is pushed is noted where fetching would put it.
	into := func(s setting) bool {
		_, to, _ := strings.Cut(s.value, ":")
		return s.key == "remote."+m.Name+".fetch" && to != "" && !strings.HasPrefix(to, "refs/remotes/")
	}
	if i := slices.IndexFunc(all, into); i >= 0 {
		return &Problem{Kind: NotAllowed, What: fmt.Sprintf("the remote %s is set up to be fetched into your own branches (remote.%s.fetch); give the fork a remote of its own", m.Name, m.Name),
			Type: shellCommand("git", "remote", "-v")}
	}
	if slices.ContainsFunc(all, func(s setting) bool { return s.key == "remote."+m.Name+".mirror" && !isFalse(s) }) {
		return &Problem{Kind: NotAllowed, What: fmt.Sprintf("the remote %s is a mirror, which would push everything; give the fork a remote of its own", m.Name),
			Type: shellCommand("git", "config", "--unset-all", "remote."+m.Name+".mirror")}
	}
	return nil
}

func isFalse(s setting) bool {
	return !s.bare && slices.Contains([]string{"", "false", "no", "off", "0"}, strings.ToLower(s.value))
}
