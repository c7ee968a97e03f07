package source

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// The bounds of a search.
const (
	maxDepth   = 6     // folders below the start
	maxEntries = 20000 // files and folders looked at
	maxClimb   = 6     // folders above the start
	maxNamed   = 100   // file names that a candidate lists
)

// Candidate is a folder that holds a connector.
type Candidate struct {
	Dir   string   // absolute
	Title string   // from the API definition, raw, at most 200 characters, "" when not found cheaply
	Files []string // names of the files in it, sorted, at most 100
}

// NotFound says that there is no connector, and what was looked for.
type NotFound struct {
	Path       string
	Looked     []string // file names that would have made a folder a connector's
	Unreadable []string // folders that could not be looked into
}

func (e *NotFound) Error() string {
	s := fmt.Sprintf("no connector in %s, in the %d levels of folders below it, or above it; looked for %s",
		e.Path, maxDepth, strings.Join(e.Looked, ", "))
	if len(e.Unreadable) > 0 {
		s += fmt.Sprintf("; %d folders could not be read, the first is %s", len(e.Unreadable), e.Unreadable[0])
	}
	return s
}

// Cut says that a search ended at its bound. The candidates that come with it
// are valid, but there may be more.
type Cut struct {
	Path    string
	Entries int
}

func (e *Cut) Error() string {
	return fmt.Sprintf("%s holds more than %d files and folders, and not all were looked at; give a folder nearer to the connector", e.Path, e.Entries)
}

// Find lists the connectors at or below a path, sorted by folder. Hidden
// folders, node_modules, links to folders, and folders inside a connector are
// not entered. When there is none, it looks upwards as far as the top of the
// repository, so that a file in a connector's folder leads to that connector.
// The errors are *NotFound, *Cut (together with candidates), the context's,
// and one line on a path that can't be read.
func Find(ctx context.Context, path string) ([]Candidate, error) { return find(ctx, path, false) }

// FindAll is Find that enters the folders inside a connector as well.
func FindAll(ctx context.Context, path string) ([]Candidate, error) { return find(ctx, path, true) }

func find(ctx context.Context, path string, inside bool) ([]Candidate, error) {
	start, err := startFolder(path)
	if err != nil {
		return nil, fmt.Errorf("%s can't be read: %s", path, reason(err))
	}
	s := &search{left: maxEntries, inside: inside}
	if err := s.below(ctx, start); err != nil {
		return nil, fmt.Errorf("%s can't be read: %s", path, reason(err))
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	slices.SortFunc(s.found, func(a, b Candidate) int { return cmp.Compare(a.Dir, b.Dir) })
	if s.cut {
		return s.found, &Cut{Path: path, Entries: maxEntries}
	}
	if len(s.found) > 0 {
		return s.found, nil
	}
	if c, ok := above(start); ok {
		return []Candidate{c}, nil
	}
	return nil, &NotFound{
		Path:       path,
		Looked:     []string{swaggerNames[0], "one *.swagger.json", propertiesNames[0]},
		Unreadable: s.unreadable,
	}
}

// startFolder is the folder a search begins in: the path, or a file's folder.
func startFolder(path string) (string, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	info, err := os.Stat(abs)
	if err != nil {
		return "", err
	}
	if !info.IsDir() {
		return filepath.Dir(abs), nil
	}
	return abs, nil
}

// search goes breadth first, so that its bound cuts off the farthest folders.
type search struct {
	left       int // entries that may still be looked at
	cut        bool
	inside     bool // the folders in a connector's are looked into
	found      []Candidate
	unreadable []string
}

// below searches a folder and those in it; an error is about the folder itself.
func (s *search) below(ctx context.Context, start string) error {
	level := []string{start}
	for depth := 0; depth <= maxDepth && len(level) > 0; depth++ {
		var next []string
		for _, dir := range level {
			if ctx.Err() != nil || s.cut {
				return nil
			}
			folders, err := s.visit(dir)
			if err != nil && dir == start {
				return err
			}
			if err != nil {
				s.unreadable = append(s.unreadable, dir)
			}
			next = append(next, folders...)
		}
		level = next
	}
	return nil
}

// visit takes a folder as a candidate, or returns the folders in it.
func (s *search) visit(dir string) (folders []string, err error) {
	entries, more, err := readDir(dir, s.left)
	if err != nil {
		return nil, err
	}
	s.left -= len(entries)
	s.cut = more
	if c, ok := candidate(dir, entries); ok {
		s.found = append(s.found, c)
		if !s.inside {
			return nil, nil
		}
	}
	for _, e := range entries {
		if e.IsDir() && !skipped(e.Name()) {
			folders = append(folders, filepath.Join(dir, e.Name()))
		}
	}
	slices.Sort(folders)
	return folders, nil
}

func skipped(name string) bool {
	return strings.HasPrefix(name, ".") || name == "node_modules"
}

// candidate makes a candidate of a folder that is a connector's.
func candidate(dir string, entries []fs.DirEntry) (Candidate, bool) {
	var files []string
	for _, e := range entries {
		if !e.IsDir() {
			files = append(files, e.Name())
		}
	}
	swagger, ok := holdsConnector(files)
	if !ok {
		return Candidate{}, false
	}
	slices.Sort(files)
	c := Candidate{Dir: dir, Files: files[:min(len(files), maxNamed)]}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return c, true
	}
	defer root.Close()
	if swagger != "" {
		c.Title = readTitle(root, swagger)
	}
	return c, true
}

// above looks for the connector's folder that a folder lies in, not beyond the
// top of a repository.
func above(dir string) (Candidate, bool) {
	for range maxClimb {
		if _, err := os.Lstat(filepath.Join(dir, ".git")); err == nil {
			return Candidate{}, false
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return Candidate{}, false
		}
		dir = parent
		entries, _, err := readDir(dir, maxFolder)
		if err != nil {
			return Candidate{}, false
		}
		if c, ok := candidate(dir, entries); ok {
			return c, true
		}
	}
	return Candidate{}, false
}
