package command

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/archive"
	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/checks/solution"
	"github.com/certwiz/certwiz/submission/source"
	"github.com/certwiz/certwiz/ui/report"
)

// target is one thing to judge: a connector's folder, or an archive.
type target struct {
	folder  source.Candidate
	archive string // its path, "" for a folder
}

func (t target) path() string {
	if t.archive != "" {
		return t.archive
	}
	return t.folder.Dir
}

// targets lists what several paths name, each once. Whatever is named is
// judged, or it is a problem: nothing beside it is taken in its place.
func (a *app) targets(ctx context.Context, paths []string) (all []target, problems []error) {
	seen := map[string]bool{}
	for _, path := range expanded(paths) {
		named, err := a.targetsAt(ctx, path)
		if err != nil {
			problems = append(problems, err)
		}
		for _, t := range named {
			if !seen[t.path()] {
				seen[t.path()] = true
				all = append(all, t)
			}
		}
	}
	return all, problems
}

// expanded are paths with the patterns among them filled in, which not every
// shell does. One that fits nothing stays, and is said not to be there.
func expanded(paths []string) (all []string) {
	for _, path := range paths {
		if _, err := os.Lstat(path); err == nil {
			all = append(all, path)
			continue
		}
		fits, err := filepath.Glob(path)
		if err != nil || len(fits) == 0 {
			fits = []string{path}
		}
		all = append(all, fits...)
	}
	return all
}

func (a *app) targetsAt(ctx context.Context, path string) ([]target, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil || info.IsDir():
		return a.foldersIn(ctx, path)
	case strings.EqualFold(filepath.Ext(path), ".zip"):
		return []target{{archive: path}}, nil
	default:
		return a.folderOf(ctx, path, info)
	}
}

// foldersIn are the connectors in a folder that was named. One above it counts
// only where the working folder is meant.
func (a *app) foldersIn(ctx context.Context, path string) ([]target, error) {
	found, err := a.findBy(ctx, path, source.FindAll)
	if len(found) == 1 && filepath.Clean(path) != "." {
		if dir, abs := filepath.Abs(path); abs == nil && above(found[0].Dir, dir) {
			return nil, failed(fmt.Errorf("there is no connector in %s; the one above it is %s", quoted(path), quoted(a.shortPath(found[0].Dir))),
				"name the folder that is to be checked")
		}
	}
	return asTargets(found), err
}

func asTargets(found []source.Candidate) []target {
	all := make([]target, len(found))
	for i, c := range found {
		all[i].folder = c
	}
	return all
}

// above tells whether a folder holds another one, however deep.
func above(dir, inside string) bool {
	rel, err := filepath.Rel(dir, inside)
	return err == nil && rel != "." && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// folderOf is the connector that a file belongs to.
func (a *app) folderOf(ctx context.Context, path string, info fs.FileInfo) ([]target, error) {
	hint := "name a connector's folder, one of its files, or an archive that ends in .zip"
	if !info.Mode().IsRegular() {
		return nil, failed(errors.New(quoted(path)+" is neither a folder nor a file"), hint)
	}
	dir, err := filepath.Abs(filepath.Dir(path))
	if err != nil {
		return nil, failed(err, hint)
	}
	files, err := source.Load(ctx, dir)
	if err != nil {
		return nil, err
	}
	for _, f := range []*checks.File{files.Swagger, files.Properties, files.Icon, files.Script, files.Readme, files.Intro} {
		if f != nil && f.Name == filepath.Base(path) {
			return []target{{folder: source.Candidate{Dir: dir}}}, nil
		}
	}
	return nil, failed(errors.New(quoted(path)+" is no file of a connector and no archive"), hint)
}

// folders are targets that have to be connectors' folders.
func folders(all []target, flag string) ([]source.Candidate, error) {
	var found []source.Candidate
	for _, t := range all {
		if t.archive != "" {
			return nil, usage(flag+" takes a connector's folder, and "+quoted(t.archive)+" is an archive", "name the folder")
		}
		found = append(found, t.folder)
	}
	return found, nil
}

// checkArchive judges an archive and the files in it. The documents are left
// out, which an archive for the portal does not hold.
func (a *app) checkArchive(ctx context.Context, path string) (report.Result, error) {
	listing, files, _, err := source.OpenZip(ctx, path)
	if err != nil {
		return report.Result{}, failed(err, "see that the archive can be read")
	}
	if files.Swagger == nil && files.Properties == nil && isPackage(listing) {
		_, r, err := a.judgePackage(ctx, packageOptions{}, path)
		return report.Result{Folder: a.folderName(filepath.Dir(path)), Report: r}, err
	}
	r := archive.Judge(listing)
	if listing.Problem == "" {
		files.Packed = true
		inside := connector.Parse(files).Report()
		for i := range inside.Findings {
			inArchive(&inside.Findings[i], listing.Name)
		}
		r.Add(inside)
	}
	r.Sort()
	dir, err := filepath.Abs(filepath.Dir(path))
	if err != nil {
		return report.Result{}, failed(err, "")
	}
	return report.Result{Folder: a.folderName(dir), Report: r}, nil
}

// isPackage tells a package for Partner Center, or a part of one, from an
// archive of a connector's files.
func isPackage(l archive.Listing) bool {
	var names []string
	for _, e := range l.Entries {
		names = append(names, e.Name)
	}
	return solution.Holds(names)
}

// inArchive says of a finding that its places are in an archive.
func inArchive(f *checks.Finding, archive string) {
	inside := func(file string) string { return strings.TrimSuffix(archive+"/"+file, "/") }
	f.More = slices.Clone(f.More)
	for i := range f.More {
		f.More[i].File = inside(f.More[i].File)
	}
	f.Place.File = inside(f.Place.File)
}
