package source

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/certwiz/certwiz/checks/connector"
)

// maxFolder is how many entries a connector's folder may hold.
const maxFolder = 5000

// Load reads the artifacts in a connector's folder. A file that can't be read
// whole, or is a link to a place outside the folder, is there with its Err; an
// error means the folder itself can't be read. Artifacts.Independent is set
// when the folder stands below independent-publisher-connectors.
func Load(ctx context.Context, dir string) (a connector.Artifacts, err error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return a, fmt.Errorf("the folder %s can't be read: %s", dir, reason(err))
	}
	info, err := os.Stat(abs)
	if err != nil {
		return a, fmt.Errorf("the folder %s can't be read: %s", dir, reason(err))
	}
	if !info.IsDir() {
		return a, fmt.Errorf("%s is a file, not a connector's folder", dir)
	}
	entries, more, err := readDir(abs, maxFolder)
	if err != nil {
		return a, fmt.Errorf("the folder %s can't be read: %s", dir, reason(err))
	}
	if more {
		return a, fmt.Errorf("the folder %s holds more than %d entries; give the connector's own folder", dir, maxFolder)
	}
	root, err := os.OpenRoot(abs)
	if err != nil {
		return a, fmt.Errorf("the folder %s can't be read: %s", dir, reason(err))
	}
	defer root.Close()
	a = Assemble(filepath.ToSlash(abs), entryNames(entries), func(name string, limit int64) ([]byte, string) {
		if ctx.Err() != nil {
			return nil, "reading was stopped"
		}
		return readIn(root, name, limit)
	})
	return a, ctx.Err()
}

// entryNames are the names of entries, directories with a slash at the end.
func entryNames(entries []fs.DirEntry) []string {
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = e.Name()
		if e.IsDir() {
			names[i] += "/"
		}
	}
	return names
}

// readDir lists at most limit entries, in the folder's own order, and tells
// whether there are more.
func readDir(dir string, limit int) (entries []fs.DirEntry, more bool, err error) {
	f, err := os.Open(dir)
	if err != nil {
		return nil, false, err
	}
	defer f.Close()
	entries, err = f.ReadDir(limit + 1)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, false, err
	}
	if len(entries) > limit {
		return entries[:limit], true, nil
	}
	return entries, false, nil
}

// readIn reads a file of a folder. The root follows no link out of the folder.
func readIn(root *os.Root, name string, limit int64) ([]byte, string) {
	info, err := root.Stat(name)
	if err != nil {
		return nil, linkReason(root, name, err)
	}
	if problem := unfit(info, limit); problem != "" {
		return nil, problem
	}
	// A file may become a FIFO between the two calls; opening must not wait.
	f, err := root.OpenFile(name, os.O_RDONLY|nonBlocking, 0)
	if err != nil {
		return nil, reason(err)
	}
	defer f.Close()
	return readOpen(f, limit)
}

// linkReason says why a file can't be looked at, with a word on links.
func linkReason(root *os.Root, name string, err error) string {
	info, lerr := root.Lstat(name)
	if lerr != nil || info.Mode()&fs.ModeSymlink == 0 {
		return reason(err)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return "is a link to a file that does not exist"
	}
	if errors.Is(err, fs.ErrPermission) {
		return "is a link, permission denied"
	}
	return "is a link to a place outside the folder, which is not followed"
}

// unfit says why a file is not read: it is no plain file, or too large.
func unfit(info fs.FileInfo, limit int64) string {
	switch {
	case info.IsDir():
		return "is a folder, not a file"
	case !info.Mode().IsRegular():
		return "is not a plain file (a pipe, socket or device)"
	case info.Size() > limit:
		return Allowed(info.Size(), limit)
	default:
		return ""
	}
}

// readOpen reads an open file whole, never more than limit bytes of it.
func readOpen(f *os.File, limit int64) ([]byte, string) {
	info, err := f.Stat()
	if err != nil {
		return nil, reason(err)
	}
	if problem := unfit(info, limit); problem != "" {
		return nil, problem
	}
	var b bytes.Buffer
	b.Grow(int(info.Size()) + bytes.MinRead)
	n, err := b.ReadFrom(io.LimitReader(f, limit+1))
	if err != nil {
		return nil, reason(err)
	}
	if n > limit {
		return nil, Allowed(n, limit)
	}
	return b.Bytes(), ""
}
