package git

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/certwiz/certwiz/checks/text"
)

// The modes of a tree's entries.
const (
	modeFile = "100644"
	modeTree = "040000"
	modeLink = "120000"
)

// entry is a line of a tree.
type entry struct{ mode, kind, sha, name string }

// tree is a folder of a commit, as ls-tree lists it.
type tree []entry

func (t tree) find(name string) *entry {
	for i := range t {
		if t[i].name == name {
			return &t[i]
		}
	}
	return nil
}

// sameButCase is an entry that differs from a name in its case only.
func (t tree) sameButCase(name string) *entry {
	for i := range t {
		if t[i].name != name && strings.EqualFold(t[i].name, name) {
			return &t[i]
		}
	}
	return nil
}

// tree reads a folder by its own SHA or by that of a commit, which gives the
// top. No file's object is needed.
func (r *Repo) tree(ctx context.Context, sha string) (tree, error) {
	out, err := r.run(ctx, call{args: []string{"ls-tree", "-z", "--full-tree", "--end-of-options", sha}})
	if err != nil {
		return nil, err
	}
	var t tree
	for line := range strings.SplitSeq(string(out), "\x00") {
		// MODE TYPE SHA, a tab, the name
		about, name, ok := strings.Cut(line, "\t")
		f := strings.Fields(about)
		if ok && len(f) == 3 {
			t = append(t, entry{f[0], f[1], f[2], name})
		}
	}
	return t, nil
}

// writeTree writes a folder. Objects that a partial clone left out are not
// asked for.
func (r *Repo) writeTree(ctx context.Context, t tree) (string, error) {
	var in bytes.Buffer
	for _, e := range t {
		fmt.Fprintf(&in, "%s %s %s\t%s\x00", e.mode, e.kind, e.sha, e.name)
	}
	return r.object(ctx, call{args: []string{"mktree", "-z", "--missing"}, stdin: in.Bytes()})
}

// writeTrees writes the trees with a contribution in them, and returns the top one
// as it was and as it becomes.
func (r *Repo) writeTrees(ctx context.Context, c Contribution) (before, after string, err error) {
	if before, err = r.topOf(ctx, c.Base); err != nil {
		return "", "", err
	}
	topName, name, _ := strings.Cut(c.Folder, "/")
	root, err := r.tree(ctx, before)
	if err != nil {
		return "", "", err
	}
	top, err := r.subtree(ctx, root, topName, topName)
	if err != nil {
		return "", "", err
	}
	folder, err := r.subtree(ctx, top, name, c.Folder)
	if err != nil {
		return "", "", err
	}
	folder, err = r.fill(ctx, folder, c)
	if err != nil {
		return "", "", err
	}
	if top, err = r.putFolder(ctx, top, name, folder); err != nil {
		return "", "", err
	}
	if root, err = r.putFolder(ctx, root, topName, top); err != nil {
		return "", "", err
	}
	after, err = r.writeTree(ctx, root)
	return before, after, err
}

// topOf is the SHA of a commit's top folder, which itself may be missing.
func (r *Repo) topOf(ctx context.Context, sha string) (string, error) {
	if err := r.requireCommit(ctx, sha); err != nil {
		return "", err
	}
	out, err := r.run(ctx, call{args: []string{"cat-file", "commit", sha}})
	if err != nil {
		return "", err
	}
	line, _, _ := strings.Cut(string(out), "\n")
	top, ok := strings.CutPrefix(line, "tree ")
	if !ok || checkSHA(top) != nil {
		return "", fmt.Errorf("commit %s is not as git writes one", text.ShortSHA(sha))
	}
	return top, nil
}

// subtree reads a folder of a folder, empty when there is none.
func (r *Repo) subtree(ctx context.Context, in tree, name, path string) (tree, error) {
	if e := in.sameButCase(name); e != nil {
		return nil, &Problem{Kind: BadName, What: fmt.Sprintf("the repository has %s already, as %s; write it the same way", path, printable(e.name))}
	}
	e := in.find(name)
	if e == nil {
		return nil, nil
	}
	if e.kind != "tree" {
		return nil, &Problem{Kind: BadName, What: fmt.Sprintf("%s is no folder in the repository", path)}
	}
	return r.tree(ctx, e.sha)
}

// fill takes files out of a folder and puts others in.
func (r *Repo) fill(ctx context.Context, t tree, c Contribution) (tree, error) {
	t = slices.DeleteFunc(t, func(e entry) bool { return e.kind == "blob" && slices.Contains(c.Remove, e.name) })
	for _, name := range keys(c.Files) {
		place := t.find(name)
		if place == nil {
			place = t.sameButCase(name)
		}
		if place == nil {
			t = append(t, entry{name: name})
			place = &t[len(t)-1]
		}
		if place.kind != "" && place.kind != "blob" {
			return nil, &Problem{Kind: BadName, What: fmt.Sprintf("%s is a folder in %s, not a file", name, c.Folder)}
		}
		sha, err := r.object(ctx, call{args: []string{"hash-object", "-w", "--no-filters", "--stdin"}, stdin: c.Files[name]})
		if err != nil {
			return nil, err
		}
		place.mode, place.kind, place.sha = modeFile, "blob", sha
	}
	return t, nil
}

// putFolder puts a folder into another, or takes it out when it is empty.
func (r *Repo) putFolder(ctx context.Context, in tree, name string, t tree) (tree, error) {
	if len(t) == 0 {
		return slices.DeleteFunc(in, func(e entry) bool { return e.name == name }), nil
	}
	sha, err := r.writeTree(ctx, t)
	if err != nil {
		return nil, err
	}
	if e := in.find(name); e != nil {
		e.sha = sha
		return in, nil
	}
	return append(in, entry{modeTree, "tree", sha, name}), nil
}
