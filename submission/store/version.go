package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// changedError says which files of a frozen version are not what was frozen.
type changedError struct {
	Dir     string
	Changed []string
	Missing []string
}

func (e *changedError) Error() string {
	var what []string
	if len(e.Changed) > 0 {
		what = append(what, "changed since: "+strings.Join(e.Changed, ", "))
	}
	if len(e.Missing) > 0 {
		what = append(what, "gone: "+strings.Join(e.Missing, ", "))
	}
	return fmt.Sprintf("the frozen version in %s is no longer what was frozen (%s). Put the files back as they were, or freeze the next version", e.Dir, strings.Join(what, "; "))
}

// Version reads a frozen version and verifies it against its manifest. The
// error is fs.ErrNotExist when there is none, a *changedError that names the
// files when they are not what was frozen, ErrNewer or ErrDamaged for the
// manifest itself. Files that came later (a .DS_Store) are no part of it.
func (s *Store) Version(slug string, n int) (Package, error) {
	dir, err := s.VersionDir(slug, n)
	if err != nil {
		return Package{}, err
	}
	m, err := readManifest(dir)
	if err != nil {
		return Package{}, err
	}
	if m.Slug != slug || m.Version != n {
		return Package{}, damagedManifest(dir, fmt.Sprintf("it is of version %d of %s", m.Version, m.Slug))
	}
	files, err := readVerified(dir, m.Files)
	if err != nil {
		return Package{}, err
	}
	p := Package{Slug: slug, Version: n, Submission: files[submissionFile], Files: files}
	err = errors.Join(json.Unmarshal(files[findingsFile], &p.Findings), json.Unmarshal(files[waiversFile], &p.Waivers))
	if err != nil || len(p.Submission) == 0 {
		return Package{}, damagedManifest(dir, "it names no answers, findings or waivers")
	}
	for _, own := range []string{submissionFile, findingsFile, waiversFile} {
		delete(p.Files, own)
	}
	return p, nil
}

// VersionDir is the path of a version's folder, whether it is there or not.
func (s *Store) VersionDir(slug string, n int) (string, error) {
	folder, err := s.folder(slug)
	return filepath.Join(folder, "versions", strconv.Itoa(n)), err
}

func readManifest(dir string) (manifest, error) {
	var m manifest
	path := filepath.Join(dir, manifestFile)
	data, err := readBounded(path, maxManifest)
	switch {
	case errors.Is(err, fs.ErrNotExist) && !exists(dir):
		return m, fmt.Errorf("there is no version in %s: %w", dir, fs.ErrNotExist)
	case err != nil:
		return m, damagedManifest(dir, cause(err).Error())
	}
	err = json.Unmarshal(data, &m)
	switch {
	case m.Format > versionFormat:
		return m, newer(path, m.Format, versionFormat)
	case err != nil:
		return m, damagedManifest(dir, err.Error())
	case m.Format < 1:
		return m, damagedManifest(dir, "it names no format")
	}
	for _, f := range m.Files {
		if !safeName(f.Name) {
			return m, damagedManifest(dir, fmt.Sprintf("it names a file %q", f.Name))
		}
	}
	return m, nil
}

func damagedManifest(dir, why string) error {
	path := filepath.Join(dir, manifestFile)
	return &fileError{Path: path, Kind: ErrDamaged, Message: fmt.Sprintf(
		"the frozen version in %s can't be verified: its %s can't be used (%s). Put the file back as it was, or freeze the next version", dir, manifestFile, why)}
}

func readVerified(dir string, lines []manifestLine) (map[string][]byte, error) {
	files := map[string][]byte{}
	changed := &changedError{Dir: dir}
	left := int64(maxVersion)
	for _, line := range lines {
		data, err := readFrozen(filepath.Join(dir, line.Name), min(line.Size, left))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			changed.Missing = append(changed.Missing, line.Name)
		case errors.Is(err, fs.ErrPermission):
			return nil, fmt.Errorf("%s could not be read: %w. Make the file readable", filepath.Join(dir, line.Name), cause(err))
		case err != nil || digest(data) != line.SHA256:
			changed.Changed = append(changed.Changed, line.Name)
		}
		left -= int64(len(data))
		files[line.Name] = data
	}
	if len(changed.Changed)+len(changed.Missing) > 0 {
		return nil, changed
	}
	return files, nil
}

// readFrozen reads a file that must be of a given size, and no link.
func readFrozen(path string, size int64) ([]byte, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() != size {
		return nil, errNotRegular
	}
	return readBounded(path, size)
}

// Versions lists a submission's frozen versions, ascending.
func (s *Store) Versions(slug string) ([]int, error) {
	folder, err := s.folder(slug)
	if err != nil {
		return nil, err
	}
	entries, err := os.ReadDir(filepath.Join(folder, "versions"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("the versions in %s could not be listed: %w. Make the folder readable", folder, cause(err))
	}
	var list []int
	for _, e := range entries {
		n, err := strconv.Atoi(e.Name())
		if err == nil && n > 0 && strconv.Itoa(n) == e.Name() && e.IsDir() {
			list = append(list, n)
		}
	}
	slices.Sort(list)
	return list, nil
}
