package git

import (
	"bytes"
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/submission/source"
)

// blob is a file in a commit.
type blob struct {
	sha  string
	size int64
	link bool
}

// ArtifactsAt reads the artifacts in a folder as a commit has them, as bytes
// in the repository: line endings may differ from those on disk. sha is a full
// one. It is an error when the commit has no such folder.
func (r *Repo) ArtifactsAt(ctx context.Context, sha, folder string) (connector.Artifacts, error) {
	if t, err := source.ParseTyped(sha); err != nil || len(t.SHA) != 40 {
		return connector.Artifacts{}, fmt.Errorf("%q is not a full commit", sha)
	}
	folder, err := inside(folder)
	if err != nil {
		return connector.Artifacts{}, err
	}
	names, blobs, err := r.folderAt(ctx, sha, folder)
	if err != nil {
		return connector.Artifacts{}, err
	}
	a := source.Assemble(folder, names, func(name string, limit int64) ([]byte, string) {
		return r.blob(ctx, blobs[name], limit)
	})
	return a, ctx.Err()
}

// folderAt lists a folder of a commit; folders in it end in a slash.
func (r *Repo) folderAt(ctx context.Context, sha, folder string) ([]string, map[string]blob, error) {
	out, err := r.run(ctx, call{args: []string{"ls-tree", "-z", "-l", "--end-of-options", sha + ":" + folder}})
	if isRefusal(err) {
		return nil, nil, fmt.Errorf("commit %s has no folder %s in this clone", short(sha), folder)
	}
	if err != nil {
		return nil, nil, err
	}
	var names []string
	blobs := map[string]blob{}
	for entry := range strings.SplitSeq(string(out), "\x00") {
		// MODE TYPE SHA SIZE, a tab, the name
		about, name, ok := strings.Cut(entry, "\t")
		f := strings.Fields(about)
		if !ok || len(f) != 4 {
			continue
		}
		if f[1] != "blob" {
			names = append(names, name+"/")
			continue
		}
		size, err := strconv.ParseInt(f[3], 10, 64)
		if err != nil {
			continue
		}
		names = append(names, name)
		blobs[name] = blob{sha: f[2], size: size, link: f[0] == "120000"}
	}
	return names, blobs, nil
}

// blob reads a file. --batch writes a line about it, its bytes, a line feed;
// no filter of the repository's attributes runs.
func (r *Repo) blob(ctx context.Context, b blob, limit int64) ([]byte, string) {
	switch {
	case b.link:
		return nil, "is a link, which is not followed"
	case b.size > limit:
		return nil, source.Allowed(b.size, limit)
	}
	out, err := r.run(ctx, call{args: []string{"cat-file", "--batch"}, stdin: []byte(b.sha + "\n"), limit: int(b.size) + 1000})
	if err != nil {
		return nil, "could not be read from the clone"
	}
	_, data, ok := bytes.Cut(out, []byte("\n"))
	if !ok || int64(len(data)) != b.size+1 {
		return nil, "could not be read from the clone"
	}
	return data[:b.size], ""
}
