package git

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/certwiz/certwiz/submission/source"
)

const maxFetchHead = 256 << 10

// chooseUpstream takes the remote that is Microsoft's repository, else the one
// named upstream, else the first that has a dev branch.
func (r *Repo) chooseUpstream(ctx context.Context) error {
	at, err := r.branches(ctx)
	if err != nil {
		return err
	}
	choices := []func(Remote) bool{
		Remote.Microsoft,
		func(m Remote) bool { return m.Name == "upstream" },
		func(m Remote) bool { return at[m.Name] != "" },
	}
	for _, suits := range choices {
		for _, m := range r.Remotes {
			if suits(m) && r.Upstream.Name == "" {
				r.Upstream = m
			}
		}
	}
	if r.Upstream.Name == "" {
		r.Problems = append(r.Problems, r.noUpstream("no remote of this clone is Microsoft's repository"))
		return nil
	}
	if r.Upstream.fork() {
		r.Problems = append(r.Problems, r.noUpstream(fmt.Sprintf("the remote %s is %s/%s, a copy of Microsoft's repository, and does not tell what Microsoft merged",
			r.Upstream.Name, r.Upstream.Owner, r.Upstream.Repo)))
	}
	r.UpstreamSHA = at[r.Upstream.Name]
	if r.UpstreamSHA == "" {
		r.Problems = append(r.Problems, &Problem{
			Kind: BranchMissing,
			What: fmt.Sprintf("the branch %s of %s was not fetched yet", source.Branch, r.Upstream.Name),
			Type: shellCommand("git", "fetch", r.Upstream.Name, source.Branch+":"+r.ref()),
		})
		return nil
	}
	r.UpstreamRef = r.Upstream.Name + "/" + source.Branch
	r.Fetched = r.lastFetch(ctx)
	return nil
}

// noUpstream comes with the commands that add Microsoft's repository, under a
// name that is free.
func (r *Repo) noUpstream(what string) *Problem {
	name := "upstream"
	if slices.ContainsFunc(r.Remotes, func(m Remote) bool { return m.Name == name }) {
		name = "microsoft"
	}
	return &Problem{Kind: NoUpstream, What: what, Type: slices.Concat(
		shellCommand("git", "remote", "add", name, r.Host.Web+"/"+source.Owner+"/"+source.Repository+".git"),
		shellCommand("git", "fetch", name, source.Branch),
	)}
}

// branches returns where each remote's dev branch is.
func (r *Repo) branches(ctx context.Context) (map[string]string, error) {
	at := map[string]string{}
	if len(r.Remotes) == 0 {
		return at, nil
	}
	args := []string{"for-each-ref", "--format=%(objectname) %(refname)", "--"}
	for _, m := range r.Remotes {
		args = append(args, "refs/remotes/"+m.Name+"/"+source.Branch)
	}
	out, err := r.run(ctx, call{args: args})
	if err != nil {
		return nil, err
	}
	for line := range strings.Lines(string(out)) {
		sha, ref, _ := strings.Cut(strings.TrimSpace(line), " ")
		name := strings.TrimSuffix(strings.TrimPrefix(ref, "refs/remotes/"), "/"+source.Branch)
		at[name] = sha
	}
	return at, nil
}

// refresh reads the upstream branch again.
func (r *Repo) refresh(ctx context.Context) error {
	fresh, err := Discover(ctx, r.Host, r.Root)
	if err != nil {
		return err
	}
	*r = *fresh
	return nil
}

// lastFetch is when the upstream branch was last fetched: FETCH_HEAD's time
// when that fetch was of this branch, else the last time the branch moved,
// else when the remote was cloned.
func (r *Repo) lastFetch(ctx context.Context) time.Time {
	args := []string{"rev-parse"}
	for _, name := range []string{"FETCH_HEAD", "logs/" + r.ref(), r.ref(), "logs/refs/remotes/" + r.Upstream.Name + "/HEAD"} {
		args = append(args, "--git-path", name)
	}
	out, err := r.run(ctx, call{args: args})
	if err != nil {
		return time.Time{}
	}
	var newest time.Time
	for path := range strings.Lines(string(out)) {
		path = filepath.FromSlash(strings.TrimSuffix(path, "\n"))
		if !filepath.IsAbs(path) {
			path = filepath.Join(r.Root, path)
		}
		info, err := os.Lstat(path)
		if err != nil || !info.Mode().IsRegular() {
			continue
		}
		if filepath.Base(path) == "FETCH_HEAD" && !r.fetchedHere(path) {
			continue
		}
		if info.ModTime().After(newest) {
			newest = info.ModTime()
		}
	}
	return newest
}

// fetchedHere tells whether a FETCH_HEAD names the upstream branch.
func (r *Repo) fetchedHere(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxFetchHead))
	return err == nil && bytes.Contains(data, []byte(r.UpstreamSHA)) &&
		bytes.Contains(data, []byte("branch '"+source.Branch+"' of "+inFetchHead(r.Upstream.URL)))
}

// Fetch brings the upstream branch up to date. It asks the network, so it only
// runs when a person wants it to. Only https, ssh and local repositories are
// fetched from, and no password is asked for.
func (r *Repo) Fetch(ctx context.Context) error {
	if p := r.Problem(NoUpstream); p != nil {
		return p
	}
	m, err := r.readRemote(ctx, r.Upstream.Name)
	if err != nil {
		return err
	}
	w, err := r.reachFor(ctx, m.URL, false)
	if err != nil {
		return err
	}
	err = r.fetch(ctx, w, m.Name, "+refs/heads/"+source.Branch+":"+r.ref())
	if isRefusal(err) {
		return fmt.Errorf("%s/%s could not be fetched: %w%s", r.Upstream.Name, source.Branch, err,
			orType(shellCommand("git", "fetch", r.Upstream.Name, source.Branch)))
	}
	if err != nil {
		return err
	}
	return r.refresh(ctx)
}

// fetch brings one branch, and nothing that the configuration adds to it.
func (r *Repo) fetch(ctx context.Context, w *reach, from, refspec string) error {
	if err := r.ordinary(ctx, "FETCH_HEAD"); err != nil {
		return err
	}
	_, err := r.run(ctx, call{time: fetchTime, reach: w, args: []string{
		"fetch", "--quiet", "--no-tags", "--no-prune", "--no-recurse-submodules", "--no-auto-gc", "--refmap=",
		"--upload-pack", w.uploadPack(), "--end-of-options", from, refspec,
	}})
	return err
}

// ordinary makes sure that a file that git is about to write is one, or not
// there yet. A pipe in its place would have git wait.
func (r *Repo) ordinary(ctx context.Context, name string) error {
	out, err := r.run(ctx, call{args: []string{"rev-parse", "--git-path", name}})
	if err != nil {
		return err
	}
	path := filepath.FromSlash(strings.TrimSuffix(string(out), "\n"))
	if !filepath.IsAbs(path) {
		path = filepath.Join(r.Root, path)
	}
	if info, err := os.Lstat(path); err == nil && !info.Mode().IsRegular() {
		return fmt.Errorf("%s in the clone is not an ordinary file, so nothing was fetched; remove it", path)
	}
	return nil
}

// orType offers to run commands oneself, with one's own settings.
func orType(commands []string) string {
	if len(commands) == 0 {
		return ""
	}
	return "; or type: " + strings.Join(commands, ", then ")
}
