// Package git asks a publisher's clone what it knows: which commits of the
// upstream branch touch a connector, whether a commit is the one Microsoft
// merged, and what files it holds. It runs the system's git, only ever reads
// (but for Fetch), and trusts nothing in the repository: its configuration,
// hooks and attributes must not make a program run.
package git

import (
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"github.com/certwiz/certwiz/submission/source"
)

// Kind names what stands in the way of asking a clone.
type Kind string

// The kinds of problems.
const (
	NoGit         Kind = "no git"         // git is not installed
	NotAClone     Kind = "not a clone"    // the folder lies in no git repository
	Distrusted    Kind = "distrusted"     // git refuses it, as it belongs to another user
	NoUpstream    Kind = "no upstream"    // no remote is Microsoft's repository
	BranchMissing Kind = "branch missing" // the remote's dev branch was never fetched
	Shallow       Kind = "shallow"        // the history is cut off
)

// Problem is an error that says what stands in the way and what to type.
type Problem struct {
	Kind Kind
	What string   // one line
	Type []string // commands that mend it, in order; they may hold the folder's own name
}

func (p *Problem) Error() string {
	if len(p.Type) == 0 {
		return p.What
	}
	return p.What + "; type: " + strings.Join(p.Type, ", then ")
}

// Repo is a clone, as Discover found it. It does not change but by Fetch.
type Repo struct {
	Root    string // the work tree's top folder
	Branch  string // the current branch, "" when none is checked out
	Head    string // full SHA, "" before the first commit
	Remotes []Remote
	// Upstream is the remote that is Microsoft's repository, or stands for it:
	// one on GitHub that is not Microsoft's comes with the problem NoUpstream.
	Upstream    Remote
	UpstreamRef string // "upstream/dev", "" when there is none
	UpstreamSHA string // what UpstreamRef was when last fetched
	Shallow     bool
	Fetched     time.Time // when UpstreamRef was last fetched, zero when unknown
	Problems    []*Problem

	git string // path of the git program
}

// Problem returns the problem of that kind, or nil.
func (r *Repo) Problem(k Kind) *Problem {
	for _, p := range r.Problems {
		if p.Kind == k {
			return p
		}
	}
	return nil
}

// Folder is the path of a folder on disk in the repository, with slashes; ""
// is the top. It is an error when the folder lies outside.
func (r *Repo) Folder(dir string) (string, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	// Root comes from git, which has resolved links.
	if real, err := filepath.EvalSymlinks(abs); err == nil {
		abs = real
	}
	root := r.Root
	if real, err := filepath.EvalSymlinks(root); err == nil {
		root = real
	}
	rel, err := filepath.Rel(root, abs)
	if err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return "", fmt.Errorf("%s does not lie in the clone %s", dir, r.Root)
	}
	if rel == "." {
		return "", nil
	}
	return filepath.ToSlash(rel), nil
}

// ref is the full name of the upstream branch.
func (r *Repo) ref() string { return "refs/remotes/" + r.Upstream.Name + "/" + source.Branch }
