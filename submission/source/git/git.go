// Package git asks a publisher's clone what it knows: which commits of the
// upstream branch touch a connector, whether a commit is the one Microsoft
// merged, and what files it holds. And it prepares a pull request in it: a
// commit made of files in hand, a branch that points to it, a push to the
// publisher's fork. It runs the system's git.
//
// What it writes: Prepare adds objects, Point creates or fast-forwards one
// branch that is not checked out, Fetch and FetchBranch move remote-tracking
// branches, Push moves one branch of a fork forward. Nothing is forced, and the
// work tree, the index and the current branch stay as they are.
//
// What it trusts: git itself, the environment and the configuration of the
// system and the user. Their credential helpers, SSH command and proxies serve
// when another repository is reached. The repository is not trusted: its
// configuration, hooks, attributes and filters must not make a program run,
// learn a password or turn off encryption, and what it says of itself is data.
// Where its configuration says how a server is reached, nothing is sent. A
// repository on this machine that is fetched from or pushed to is trusted no
// more than the clone. What servers say goes into messages as it is.
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
	NotHere       Kind = "not here"       // a partial clone left out what was asked for
	NoIdentity    Kind = "no identity"    // git does not know who commits
	BadName       Kind = "bad name"       // of a branch, a folder, a file or a remote
	NotAllowed    Kind = "not allowed"    // it would change what is not the contribution's
	OwnSettings   Kind = "own settings"   // the clone's configuration says how servers are reached
)

// The kinds of problems with another repository.
const (
	Behind       Kind = "behind"        // its branch has commits that are not here
	NoLogin      Kind = "no sign-in"    // git has no user name and password, or no key
	NoPermission Kind = "no permission" // the account may not write
	Protected    Kind = "protected"     // a rule of the repository refuses it
	NoRepository Kind = "no repository" // there is none, or the account may not see it
	Offline      Kind = "offline"       // it could not be reached
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
	Host    source.Host // the GitHub that Microsoft's repository is looked for on
	Root    string      // the work tree's top folder
	Branch  string      // the current branch, "" when none is checked out
	Head    string      // full SHA, "" before the first commit
	Remotes []Remote
	// Upstream is the remote that is Microsoft's repository, or stands for it:
	// one on the host that is not Microsoft's comes with the problem NoUpstream.
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
