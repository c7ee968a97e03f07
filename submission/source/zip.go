package source

import (
	"archive/zip"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/certwiz/certwiz/checks/archive"
	"github.com/certwiz/certwiz/checks/connector"
)

// OpenZip reads an archive's table of contents and the artifacts in it, and
// the SHA-256 of the file in hexadecimal. Nothing is written to disk. An
// archive that can't be taken apart has Listing.Problem; an error means that
// the file itself can't be read. Artifacts are those at the archive's root, or
// when there are none, those in the one folder that holds some; a name that
// occurs twice is read once, the first of them.
func OpenZip(ctx context.Context, file string) (archive.Listing, connector.Artifacts, string, error) {
	listing := archive.Listing{Name: filepath.Base(file)}
	data, size, err := readZipFile(ctx, file)
	listing.Size = size
	if err != nil {
		return listing, connector.Artifacts{}, "", fmt.Errorf("%s can't be read: %s", file, reason(err))
	}
	if data == nil {
		listing.Problem = Allowed(size, MaxArchive)
		return listing, connector.Artifacts{}, "", nil
	}
	sum := sha256.Sum256(data)
	artifacts := takeApart(ctx, &listing, data)
	return listing, artifacts, hex.EncodeToString(sum[:]), ctx.Err()
}

// ReadWhole reads a .zip into memory and returns its SHA-256 in hexadecimal.
// Nothing is taken apart.
func ReadWhole(ctx context.Context, file string) (data []byte, sum string, err error) {
	data, size, err := readZipFile(ctx, file)
	if err != nil {
		return nil, "", fmt.Errorf("%s can't be read: %s", file, reason(err))
	}
	if data == nil {
		return nil, "", fmt.Errorf("%s can't be read: %s", file, Allowed(size, MaxArchive))
	}
	hash := sha256.Sum256(data)
	return data, hex.EncodeToString(hash[:]), nil
}

// readZipFile reads the file into memory, so that what is hashed is what is
// judged. Data is nil when the file is larger than MaxArchive.
func readZipFile(ctx context.Context, file string) (data []byte, size int64, err error) {
	f, err := os.OpenFile(file, os.O_RDONLY|nonBlocking, 0)
	if err != nil {
		return nil, 0, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, 0, err
	}
	if info.Size() > MaxArchive && info.Mode().IsRegular() {
		return nil, info.Size(), nil
	}
	if err := ctx.Err(); err != nil {
		return nil, info.Size(), err
	}
	data, problem := readOpen(f, MaxArchive)
	if problem != "" {
		return nil, info.Size(), errors.New("it " + problem)
	}
	return data, int64(len(data)), nil
}

// takeApart fills the listing and reads the artifacts.
func takeApart(ctx context.Context, listing *archive.Listing, data []byte) connector.Artifacts {
	files, problem := archive.Open(data)
	if problem != "" {
		listing.Problem = problem
		return connector.Artifacts{}
	}
	for _, f := range files {
		listing.Entries = append(listing.Entries, archive.Listed(f))
	}
	folder, inside := inFolder(files)
	a := Assemble(folder, inside.names, func(name string, limit int64) ([]byte, string) {
		if ctx.Err() != nil {
			return nil, "reading was stopped"
		}
		return archive.Unpack(inside.files[name], limit)
	})
	if folder == "" {
		a.Name = strings.TrimSuffix(listing.Name, filepath.Ext(listing.Name))
	}
	listing.HasScript = a.Script != nil
	return a
}

// contents are the entries of one folder in an archive.
type contents struct {
	names []string
	files map[string]*zip.File
}

// inFolder sorts the entries by their folders and returns the folder whose
// entries are the artifacts: "" for the root.
func inFolder(files []*zip.File) (string, contents) {
	folders := map[string]*contents{}
	for _, f := range files {
		dir, name := split(f.Name)
		if name == "" || strings.HasPrefix(dir, "__MACOSX") {
			continue
		}
		if folders[dir] == nil {
			folders[dir] = &contents{files: map[string]*zip.File{}}
		}
		c := folders[dir]
		if c.files[name] == nil {
			c.files[name] = f
			c.names = append(c.names, name)
		}
	}
	root := folders[""]
	if root == nil {
		root = &contents{}
	}
	if _, yes := holdsConnector(root.names); yes {
		return "", *root
	}
	chosen := ""
	for dir, c := range folders {
		if _, yes := holdsConnector(c.names); !yes {
			continue
		}
		if chosen != "" {
			return "", *root
		}
		chosen = dir
	}
	if chosen == "" {
		return "", *root
	}
	return chosen, *folders[chosen]
}

// split takes an entry's name apart; archives made on Windows may hold
// backslashes. The name is "" for a folder.
func split(entry string) (dir, name string) {
	dir, name = path.Split(strings.ReplaceAll(entry, `\`, "/"))
	dir = strings.Trim(dir, "/")
	if dir == "." {
		dir = ""
	}
	return dir, name
}

// FindZips lists the .zip files in a folder and in the one above it, newest
// first. A folder that can't be read has none.
func FindZips(dir string) []string {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil
	}
	type found struct {
		path string
		info fs.FileInfo
	}
	var all []found
	for _, d := range slices.Compact([]string{abs, filepath.Dir(abs)}) {
		entries, _, err := readDir(d, maxFolder)
		if err != nil {
			continue
		}
		for _, e := range entries {
			if !e.Type().IsRegular() || !strings.EqualFold(filepath.Ext(e.Name()), ".zip") {
				continue
			}
			if info, err := e.Info(); err == nil {
				all = append(all, found{filepath.Join(d, e.Name()), info})
			}
		}
	}
	slices.SortFunc(all, func(a, b found) int {
		return cmp.Or(b.info.ModTime().Compare(a.info.ModTime()), cmp.Compare(a.path, b.path))
	})
	paths := make([]string, len(all))
	for i, f := range all {
		paths[i] = f.path
	}
	return paths
}
