package git

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/certwiz/certwiz/checks/text"
	"github.com/certwiz/certwiz/submission/source"
)

// The limits of a contribution.
const (
	maxContributed = 50 // files, to be put in or taken out
	maxMessage     = 64 << 10
)

// Contribution is what goes on a pull request's branch: files of one
// connector's folder.
type Contribution struct {
	Branch string // new or existing branch's name
	Folder string // "certified-connectors/Contoso Invoices"
	// Files are the contents by their names in the folder. They replace the
	// folder's files of these names; one that differs from a file of the folder
	// in its case only replaces it under the name that it has.
	Files   map[string][]byte
	Remove  []string // names in the folder to take out, those that are there
	Message string
	// Base is the full SHA that it starts from: upstream dev for a new branch,
	// the branch's last commit on the fork for an update.
	Base string
}

func checkSHA(sha string) error {
	if !text.IsFullSHA(sha) {
		return fmt.Errorf("%q is not a full commit", printable(sha))
	}
	return nil
}

// check is an error unless all of a contribution can be put into a repository.
func (c Contribution) check() error {
	if err := checkBranch(c.Branch); err != nil {
		return err
	}
	top, name, ok := strings.Cut(c.Folder, "/")
	if !ok || checkName(top) != nil || checkName(name) != nil {
		return &Problem{Kind: BadName, What: fmt.Sprintf("%q is not a connector's folder in the repository, such as certified-connectors/Contoso Invoices", printable(c.Folder))}
	}
	if len(c.Files)+len(c.Remove) > maxContributed {
		return fmt.Errorf("a contribution has at most %d files, this has %d", maxContributed, len(c.Files)+len(c.Remove))
	}
	for name, data := range c.Files {
		if err := checkName(name); err != nil {
			return err
		}
		if len(data) > source.MaxSwagger {
			return fmt.Errorf("%s %s", name, source.Allowed(int64(len(data)), source.MaxSwagger))
		}
		if slices.Contains(c.Remove, name) {
			return fmt.Errorf("%s is both put in and taken out", name)
		}
		for other := range c.Files {
			if other != name && strings.EqualFold(other, name) {
				return &Problem{Kind: BadName, What: fmt.Sprintf("%s and %s are one file on many systems; give one of them", min(name, other), max(name, other))}
			}
		}
	}
	switch {
	case strings.TrimSpace(c.Message) == "":
		return errors.New("a commit needs a message")
	case len(c.Message) > maxMessage || !utf8.ValidString(c.Message) || strings.ContainsRune(c.Message, 0):
		return errors.New("the commit's message is too long, or is no text")
	}
	return checkSHA(c.Base)
}

// Identity is who commits, as git knows it: it becomes public with the commit.
// The error is a *Problem of kind NoIdentity when git does not know.
func (r *Repo) Identity(ctx context.Context) (name, email string, err error) {
	var idents [2]string
	for i, who := range []string{"GIT_AUTHOR_IDENT", "GIT_COMMITTER_IDENT"} {
		out, err := r.run(ctx, call{args: []string{"var", who}})
		if isRefusal(err) {
			return "", "", &Problem{
				Kind: NoIdentity,
				What: "git does not know your name and email address, which every commit states in public",
				Type: []string{`git config --global user.name "Your Name"`, `git config --global user.email "you@example.com"`},
			}
		}
		if err != nil {
			return "", "", err
		}
		idents[i] = string(out)
	}
	// Name <email> seconds zone
	name, rest, _ := strings.Cut(idents[0], " <")
	email, _, _ = strings.Cut(rest, "> ")
	return name, email, nil
}

// Prepare writes a commit with a contribution on top of its base: the files'
// bytes as they are, whatever attributes and filters say. It writes objects
// only: no branch, no index, no file on disk changes. changed are the paths
// that differ from the base, sorted. When nothing differs no commit is made,
// sha is the base and changed is empty. It asks no network: in a partial clone
// it needs the folder's own listing, not the files. The error may be a *Problem
// of kind NoIdentity, BadName, NotHere.
func (r *Repo) Prepare(ctx context.Context, c Contribution) (sha string, changed []string, err error) {
	if err := c.check(); err != nil {
		return "", nil, err
	}
	if _, _, err := r.Identity(ctx); err != nil {
		return "", nil, err
	}
	before, after, err := r.writeTrees(ctx, c)
	if err != nil {
		return "", nil, r.absent(err, "the folder "+c.Folder+" as commit "+text.ShortSHA(c.Base)+" has it")
	}
	if before == after {
		return c.Base, nil, nil
	}
	message := strings.TrimSpace(strings.ReplaceAll(c.Message, "\r\n", "\n")) + "\n"
	sha, err = r.object(ctx, call{args: []string{"commit-tree", "--no-gpg-sign", "-p", c.Base, after}, stdin: []byte(message)})
	if err != nil {
		return "", nil, err
	}
	changed, err = r.changed(ctx, Commit{SHA: sha}, c.Base)
	if err != nil {
		return "", nil, err
	}
	for _, path := range changed {
		if !strings.HasPrefix(path, c.Folder+"/") {
			return "", nil, fmt.Errorf("the commit would change %s, outside of %s", printable(path), c.Folder)
		}
	}
	return sha, changed, nil
}

// object runs a command that writes an object and prints its SHA.
func (r *Repo) object(ctx context.Context, c call) (string, error) {
	out, err := r.run(ctx, c)
	if err != nil {
		return "", err
	}
	sha := strings.TrimSpace(string(out))
	if err := checkSHA(sha); err != nil {
		return "", fmt.Errorf("git %s printed no object's name", c.args[0])
	}
	return sha, nil
}
