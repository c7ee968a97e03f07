package source

import (
	"archive/zip"
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/certwiz/certwiz/checks/archive"
	"github.com/certwiz/certwiz/checks/connector"
)

// maxListed is how many entries an archive may have to be listed.
const maxListed = 20000

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
	// Each entry costs memory before anything is known of it.
	if bytes.Count(data, []byte("PK\x01\x02")) > maxListed {
		listing.Problem = fmt.Sprintf("holds more than %d entries", maxListed)
		return connector.Artifacts{}
	}
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		listing.Problem = zipProblem(data, err)
		return connector.Artifacts{}
	}
	for _, f := range r.File {
		listing.Entries = append(listing.Entries, archive.Entry{
			Name: f.Name, Size: f.UncompressedSize64, Packed: f.CompressedSize64,
			Mode: f.Mode(), Encrypted: f.Flags&1 != 0,
		})
	}
	folder, inside := inFolder(r.File)
	a := Assemble(folder, inside.names, func(name string, limit int64) ([]byte, string) {
		if ctx.Err() != nil {
			return nil, "reading was stopped"
		}
		return readEntry(inside.files[name], limit)
	})
	if folder == "" {
		a.Name = strings.TrimSuffix(listing.Name, filepath.Ext(listing.Name))
	}
	listing.HasScript = a.Script != nil
	return a
}

// zipProblem says why an archive could not be opened.
func zipProblem(data []byte, err error) string {
	switch {
	case len(data) == 0:
		return "is empty"
	case !errors.Is(err, zip.ErrFormat):
		return "is damaged: " + strings.TrimPrefix(err.Error(), "zip: ")
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return "is cut off or damaged: its table of contents is missing"
	default:
		return "is not a .zip archive"
	}
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

// readEntry unpacks an entry into memory. The header's size is only a hint:
// what counts is how many bytes come out.
func readEntry(f *zip.File, limit int64) ([]byte, string) {
	if f.Flags&1 != 0 {
		return nil, "is encrypted"
	}
	if !f.Mode().IsRegular() {
		return nil, "is not a plain file (a link or device)"
	}
	r, err := f.Open()
	if err != nil {
		return nil, entryProblem(err)
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, limit+1))
	if int64(len(data)) > limit {
		return nil, "is larger than " + megabytes(limit) + " when unpacked"
	}
	if err != nil {
		return nil, entryProblem(err)
	}
	return data, ""
}

func entryProblem(err error) string {
	switch {
	case errors.Is(err, zip.ErrAlgorithm):
		return "is packed in a way that is not supported"
	case errors.Is(err, zip.ErrChecksum):
		return "is damaged: its checksum is wrong"
	default:
		return "is damaged and can't be unpacked"
	}
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
