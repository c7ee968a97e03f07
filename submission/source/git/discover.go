package git

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/certwiz/certwiz/submission/source"
)

// Discover looks at the clone that a folder lies in. The error is a *Problem
// of kind NoGit, NotAClone or Distrusted, or says what git could not do; what
// else is amiss with the clone stands in Repo.Problems.
func Discover(ctx context.Context, host source.Host, dir string) (*Repo, error) {
	git, err := exec.LookPath("git")
	if err != nil {
		return nil, &Problem{Kind: NoGit, What: "git is not installed, or not on the PATH; it can be had from git-scm.com"}
	}
	r := &Repo{Host: host, Root: dir, git: git}
	if err := r.place(ctx, dir); err != nil {
		return nil, err
	}
	if r.Remotes, err = r.remotes(ctx); err != nil {
		return nil, err
	}
	if err := r.head(ctx); err != nil {
		return nil, err
	}
	if err := r.chooseUpstream(ctx); err != nil {
		return nil, err
	}
	if r.Shallow {
		r.Problems = append(r.Problems, &Problem{
			Kind: Shallow,
			What: "this clone is shallow: its history is cut off, so what was merged can't be told from it",
			Type: r.unshallow(),
		})
	}
	return r, nil
}

func (r *Repo) unshallow() []string {
	if r.Upstream.Name == "" {
		return shellCommand("git", "fetch", "--unshallow")
	}
	return shellCommand("git", "fetch", "--unshallow", r.Upstream.Name)
}

// place finds the work tree.
func (r *Repo) place(ctx context.Context, dir string) error {
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return &Problem{Kind: NotAClone, What: dir + " is not a folder that can be read"}
	}
	out, err := r.run(ctx, call{args: []string{"rev-parse", "--show-toplevel", "--is-shallow-repository"}})
	var refused *refusal
	if errors.As(err, &refused) {
		return placeProblem(dir, refused)
	}
	if err != nil {
		return err
	}
	// The shallow word is last, so that a line feed in the folder's name does no harm.
	text := strings.TrimSuffix(string(out), "\n")
	cut := strings.LastIndexByte(text, '\n')
	if cut < 0 {
		return fmt.Errorf("git rev-parse said nothing about %s", dir)
	}
	r.Root = filepath.FromSlash(text[:cut])
	r.Shallow = text[cut+1:] == "true"
	return nil
}

func placeProblem(dir string, refused *refusal) error {
	if strings.Contains(refused.stderr, "dubious ownership") || strings.Contains(refused.stderr, "unsafe repository") {
		return &Problem{
			Kind: Distrusted,
			What: "git does not open this clone, as its folder belongs to another user",
			Type: shellCommand("git", "config", "--global", "--add", "safe.directory", filepath.ToSlash(dir)),
		}
	}
	for _, known := range []string{"not a git repository", "must be run in a work tree", "safe.bareRepository"} {
		if strings.Contains(refused.stderr, known) {
			return &Problem{Kind: NotAClone, What: dir + " does not lie in a git clone"}
		}
	}
	return refused
}

// head reads the current branch and commit; both may be missing.
func (r *Repo) head(ctx context.Context) error {
	out, err := r.optional(ctx, "symbolic-ref", "--quiet", "HEAD")
	if err != nil {
		return err
	}
	r.Branch, _ = strings.CutPrefix(out, "refs/heads/")
	r.Head, err = r.optional(ctx, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
	return err
}

// optional runs a command whose refusal means that there is nothing.
func (r *Repo) optional(ctx context.Context, args ...string) (string, error) {
	out, err := r.run(ctx, call{args: args})
	var refused *refusal
	if errors.As(err, &refused) {
		return "", nil
	}
	return strings.TrimSpace(string(out)), err
}
