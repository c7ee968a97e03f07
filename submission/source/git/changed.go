package git

import (
	"context"
	"strings"
)

// ChangedSince lists the paths, from the top of the work tree, that differ from
// where this branch left a revision: in commits, in the index, in the work tree,
// and those that git does not know yet.
func (r *Repo) ChangedSince(ctx context.Context, revision string) ([]string, error) {
	base, err := r.object(ctx, call{args: []string{"rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}"}})
	if err != nil || base == "" {
		return nil, &Problem{Kind: NotHere, What: "the clone has no revision " + revision}
	}
	if fork, err := r.object(ctx, call{args: []string{"merge-base", base, "HEAD"}}); err == nil && fork != "" {
		base = fork
	}
	var all []string
	for _, args := range [][]string{
		{"diff", "--name-only", "-z", "--no-ext-diff", "--no-textconv", "--no-renames", base, "--"},
		{"ls-files", "--others", "--exclude-standard", "-z"},
	} {
		out, err := r.run(ctx, call{args: args})
		if err != nil {
			return nil, err
		}
		for path := range strings.SplitSeq(string(out), "\x00") {
			if path != "" {
				all = append(all, path)
			}
		}
	}
	return all, nil
}
