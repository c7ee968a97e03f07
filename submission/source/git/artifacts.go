package git

import (
	"bytes"
	"context"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/checks/text"
	"github.com/certwiz/certwiz/submission/source"
)

// ArtifactsAt reads the artifacts in a folder as a commit has them, as bytes
// in the repository: line endings may differ from those on disk. sha is a full
// one. It is an error when the commit has no such folder, a *Problem of kind
// NotHere when a partial clone left out one of the files.
func (r *Repo) ArtifactsAt(ctx context.Context, sha, folder string) (connector.Artifacts, error) {
	if err := checkSHA(sha); err != nil {
		return connector.Artifacts{}, err
	}
	folder, err := source.CleanPath(folder)
	if err != nil {
		return connector.Artifacts{}, err
	}
	files, names, err := r.folderAt(ctx, sha, folder)
	if err != nil {
		return connector.Artifacts{}, err
	}
	var lacks []string
	a := source.Assemble(folder, names, func(name string, limit int64) ([]byte, string) {
		data, problem, here := r.blob(ctx, *files.find(name), limit)
		if !here {
			lacks = append(lacks, name)
		}
		return data, problem
	})
	if ctx.Err() != nil {
		return connector.Artifacts{}, ctx.Err()
	}
	if len(lacks) > 0 {
		p := r.notHere(fmt.Sprintf("%s of commit %s", lacks[0], text.ShortSHA(sha)))
		p.Type = nil // GitHub tells sooner than the whole history is fetched
		return connector.Artifacts{}, p
	}
	return a, nil
}

// folderAt lists a folder of a commit; in names, folders in it end in a slash.
func (r *Repo) folderAt(ctx context.Context, sha, folder string) (files tree, names []string, err error) {
	files, err = r.tree(ctx, sha+":"+folder)
	if err = r.absent(err, fmt.Sprintf("%s of commit %s", folder, text.ShortSHA(sha))); isRefusal(err) {
		return nil, nil, fmt.Errorf("commit %s has no folder %s in this clone", text.ShortSHA(sha), folder)
	}
	for _, e := range files {
		if e.kind != "blob" {
			e.name += "/"
		}
		names = append(names, e.name)
	}
	return files, names, err
}

// blob reads a file, or says why not; here is false when the clone lacks it.
// --batch writes a line about it, its bytes, a line feed; no filter of the
// repository's attributes runs.
func (r *Repo) blob(ctx context.Context, e entry, limit int64) (data []byte, problem string, here bool) {
	if e.mode == modeLink {
		return nil, "is a link, which is not followed", true
	}
	size, ok := r.size(ctx, e.sha)
	switch {
	case !ok:
		return nil, "is not in this clone", false
	case size > limit:
		return nil, source.Allowed(size, limit), true
	}
	out, err := r.run(ctx, call{args: []string{"cat-file", "--batch"}, stdin: []byte(e.sha + "\n"), limit: int(size) + 1000})
	_, data, ok = bytes.Cut(out, []byte("\n"))
	if err != nil || !ok || int64(len(data)) != size+1 {
		return nil, "could not be read from the clone", true
	}
	return data[:size], "", true
}

// size is that of a file's object; ok is false when the clone lacks it.
func (r *Repo) size(ctx context.Context, sha string) (size int64, ok bool) {
	out, err := r.run(ctx, call{args: []string{"cat-file", "--batch-check=%(objecttype) %(objectsize)"}, stdin: []byte(sha + "\n")})
	if err != nil {
		return 0, false
	}
	word, ok := strings.CutPrefix(strings.TrimSpace(string(out)), "blob ")
	size, err = strconv.ParseInt(word, 10, 64)
	return size, ok && err == nil
}

const maxFileAt = 256 << 10

// FileAt reads one small text file of the upstream branch, such as CODEOWNERS,
// as it was when last fetched: at most 256 kB. ok is false when the clone does
// not have it.
func (r *Repo) FileAt(ctx context.Context, path string) (data []byte, ok bool) {
	path, err := source.CleanPath(path)
	if err != nil || r.UpstreamSHA == "" {
		return nil, false
	}
	folder, name := "", path
	if cut := strings.LastIndexByte(path, '/'); cut >= 0 {
		folder, name = path[:cut], path[cut+1:]
	}
	files, err := r.tree(ctx, r.UpstreamSHA+":"+folder)
	if err != nil {
		return nil, false
	}
	e := files.find(name)
	if e == nil || e.kind != "blob" {
		return nil, false
	}
	data, problem, _ := r.blob(ctx, *e, maxFileAt)
	if problem != "" || !utf8.Valid(data) || bytes.IndexByte(data, 0) >= 0 {
		return nil, false
	}
	return data, true
}
