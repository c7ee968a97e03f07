package github

import (
	"bytes"
	"context"
	"crypto/sha1"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/checks/text"
	"github.com/certwiz/certwiz/submission/source"
)

const (
	maxListing = 1000             // entries of a folder that GitHub lists
	maxText1MB = 1 << 20          // bytes of a file that GitHub hands out with its description
	blobTime   = 60 * time.Second // 22 MB on a slow line
)

// ArtifactsAt reads the artifacts in a folder as a commit has them, as bytes in
// the repository: line endings may differ from those on disk. sha is a full
// one. have are the files of the working folder: one whose git blob ID is the
// same, as it is or with line feeds for line ends, is not asked for again. So
// it makes one call when nothing differs, and one for each file that does; none
// for what the cache has, since a commit never changes.
//
// A file that is a link, or too large, is there with its Err. It is an error
// when the folder or a file can't be asked for.
func (g *GitHub) ArtifactsAt(ctx context.Context, sha, folder string, have connector.Artifacts) (connector.Artifacts, error) {
	folder, err := source.CleanPath(folder)
	if err != nil {
		return connector.Artifacts{}, err
	}
	if sha = strings.ToLower(sha); !text.IsFullSHA(sha) {
		return connector.Artifacts{}, fmt.Errorf("%q is not a full commit", sha)
	}
	names, blobs, err := g.folderAt(ctx, sha, folder)
	if err != nil {
		return connector.Artifacts{}, err
	}
	b := &fetched{GitHub: g, have: blobsOf(have), blobs: blobs, data: map[string][]byte{}}
	// The first round finds out which files are wanted, so that they can be
	// asked for at the same time.
	var wanted []func()
	source.Assemble(folder, names, func(name string, limit int64) ([]byte, string) {
		if problem := blobs[name].unfit(limit); problem == "" {
			wanted = append(wanted, func() { b.fetch(ctx, blobs[name]) })
		}
		return nil, ""
	})
	runParallel(wanted...)
	if b.err != nil {
		return connector.Artifacts{}, b.err
	}
	return source.Assemble(folder, names, func(name string, limit int64) ([]byte, string) {
		return b.data[blobs[name].sha], blobs[name].unfit(limit)
	}), nil
}

// blob is a file in a commit.
type blob struct {
	sha  string
	size int64
	link bool
}

func (b blob) unfit(limit int64) string {
	switch {
	case b.link:
		return "is a link, which is not followed"
	case b.size > limit:
		return source.Allowed(b.size, limit)
	}
	return ""
}

// folderAt lists a folder of a commit; folders and other repositories in it
// end in a slash.
func (g *GitHub) folderAt(ctx context.Context, sha, folder string) ([]string, map[string]blob, error) {
	var raw json.RawMessage
	_, err := g.get(ctx, call{path: contents(folder), query: url.Values{"ref": {sha}}, fixed: true, into: &raw})
	if missing(err) || err == nil && bytes.HasPrefix(raw, []byte("{")) {
		return nil, nil, &Error{Kind: Missing, What: fmt.Sprintf("commit %s has no folder %s on GitHub", text.ShortSHA(sha), folder)}
	}
	if err != nil {
		return nil, nil, err
	}
	var list []struct {
		Name     string  `json:"name"`
		Type     string  `json:"type"`
		Size     int64   `json:"size"`
		SHA      string  `json:"sha"`
		Download *string `json:"download_url"`
	}
	if err := json.Unmarshal(raw, &list); err != nil {
		return nil, nil, malformed("it is not the JSON that was asked for")
	}
	if len(list) >= maxListing {
		return nil, nil, fmt.Errorf("the folder %s holds more entries than GitHub lists (%d)", folder, maxListing)
	}
	var names []string
	blobs := map[string]blob{}
	for _, e := range list {
		// In a list another repository is called a file, of which there is
		// nothing to download.
		isFile := e.Type == "symlink" || e.Type == "file" && e.Download != nil
		if !isFile {
			names = append(names, e.Name+"/")
			continue
		}
		names = append(names, e.Name)
		blobs[e.Name] = blob{sha: e.SHA, size: e.Size, link: e.Type == "symlink"}
	}
	return names, blobs, nil
}

// fetched are the files that were asked for.
type fetched struct {
	*GitHub
	have  map[string][]byte // by blob ID
	blobs map[string]blob

	mu   sync.Mutex
	data map[string][]byte // by blob ID
	err  error
}

func (f *fetched) fetch(ctx context.Context, b blob) {
	data, ok := f.have[b.sha]
	var err error
	if !ok {
		data, err = f.blob(ctx, b)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.data[b.sha] = data
	if err != nil && f.err == nil {
		f.err = err
	}
}

// blob asks for a file's bytes. They are the right ones when they have the ID
// that was asked for.
func (g *GitHub) blob(ctx context.Context, b blob) ([]byte, error) {
	if !text.IsFullSHA(b.sha) {
		return nil, malformed("a file without its ID")
	}
	var w encoded
	c := call{path: inRepo("git", "blobs", b.sha), limit: b.size*3/2 + maxRefusal, time: blobTime, fixed: true, into: &w}
	if _, err := g.get(ctx, c); err != nil {
		return nil, err
	}
	data, ok := w.decode()
	if !ok || blobID(data) != b.sha {
		return nil, malformed("a file that is not the one asked for")
	}
	return data, nil
}

// encoded is a file in JSON.
type encoded struct {
	Type     string `json:"type"`
	Size     int64  `json:"size"`
	Encoding string `json:"encoding"` // "base64", with line feeds, or "none" when it is too large
	Content  string `json:"content"`
}

func (e encoded) decode() ([]byte, bool) {
	if e.Encoding != "base64" {
		return nil, false
	}
	data, err := base64.StdEncoding.DecodeString(e.Content)
	return data, err == nil
}

// blobsOf gives the bytes of files by the blob IDs that they have in git, as
// they are and with line feeds for line ends.
func blobsOf(a connector.Artifacts) map[string][]byte {
	out := map[string][]byte{}
	for _, f := range []*checks.File{a.Swagger, a.Properties, a.Icon, a.Script, a.Readme, a.Intro} {
		if f == nil || f.Err != "" {
			continue
		}
		out[blobID(f.Data)] = f.Data
		if bytes.Contains(f.Data, []byte("\r\n")) {
			unix := bytes.ReplaceAll(f.Data, []byte("\r\n"), []byte("\n"))
			out[blobID(unix)] = unix
		}
	}
	return out
}

// blobID is what git calls a file's content.
func blobID(data []byte) string {
	h := sha1.New()
	h.Write([]byte("blob " + strconv.Itoa(len(data)) + "\x00"))
	h.Write(data)
	return hex.EncodeToString(h.Sum(nil))
}

// File reads one small text file of the repository at a branch or commit ("" =
// dev). The error has the kind Missing when there is none.
func (g *GitHub) File(ctx context.Context, path, ref string) ([]byte, error) {
	data, _, err := g.file(ctx, path, ref)
	if missing(err) {
		err = &Error{Kind: Missing, What: "the repository has no file " + path}
	}
	return data, err
}

func (g *GitHub) file(ctx context.Context, path, ref string) ([]byte, reply, error) {
	path, err := source.CleanPath(path)
	if err != nil {
		return nil, reply{}, err
	}
	if ref == "" {
		ref = source.Branch
	}
	var raw json.RawMessage
	r, err := g.get(ctx, call{path: contents(path), query: url.Values{"ref": {ref}}, into: &raw})
	if err != nil {
		return nil, r, err
	}
	var w encoded
	if bytes.HasPrefix(raw, []byte("[")) || json.Unmarshal(raw, &w) != nil || w.Type != "file" {
		return nil, r, &Error{Kind: Missing, What: path + " is not a file"}
	}
	if w.Size > maxText1MB {
		return nil, r, &Error{Kind: Malformed, What: path + " " + source.Allowed(w.Size, maxText1MB)}
	}
	data, ok := w.decode()
	if !ok {
		return nil, r, malformed("a file that can't be read")
	}
	return data, r, nil
}

// contents is the call's path for a path in the repository.
func contents(path string) string {
	return inRepo(append([]string{"contents"}, strings.Split(path, "/")...)...)
}
