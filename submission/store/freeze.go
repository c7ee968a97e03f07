package store

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/submission"
)

// versionFormat is the version of the format of a version's folder.
const versionFormat = 1

// The files of a version that certwiz itself writes; no artifact may have one
// of these names.
const (
	manifestFile   = "manifest.json"
	submissionFile = "submission.json"
	findingsFile   = "findings.json"
	waiversFile    = "waivers.json"
)

const (
	maxVersionNumber = 1_000_000
	newVersion       = ".new-" // prefix of a version's folder while it is built
)

// Package is one frozen version of a submission: what was handed over.
type Package struct {
	Slug       string
	Version    int               // from 1
	Submission []byte            // submission.json: the frozen answers
	Files      map[string][]byte // by file name: the artifacts and intro.md, or the exact zip
	Findings   []checks.Finding
	Waivers    []submission.Waiver
}

type manifest struct {
	Format  int            `json:"format"`
	Slug    string         `json:"slug"`
	Version int            `json:"version"`
	Files   []manifestLine `json:"files"`
}

type manifestLine struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// Freeze writes a version's folder and returns its path. The folder appears
// with everything in it or not at all, and its files can't be written to. A
// version that is there already is never replaced; the error is fs.ErrExist.
func (s *Store) Freeze(p Package) (dir string, err error) {
	files, err := p.contents()
	if err != nil {
		return "", err
	}
	s.writing.Lock()
	defer s.writing.Unlock()
	folder, err := s.ownFolder(p.Slug)
	if err != nil {
		return "", err
	}
	if err := s.stillHeld(p.Slug, folder); err != nil {
		return "", err
	}
	versions := filepath.Join(folder, "versions")
	dir = filepath.Join(versions, strconv.Itoa(p.Version))
	if exists(dir) {
		return "", fmt.Errorf("version %d of %s is frozen already in %s and stays as it is: %w", p.Version, p.Slug, dir, fs.ErrExist)
	}
	if err := build(versions, dir, files); err != nil {
		return "", fmt.Errorf("version %d could not be frozen in %s: %w. Free some space or make the folder writable, and try again", p.Version, versions, cause(err))
	}
	return dir, nil
}

// contents is every file of the version's folder, the manifest included.
func (p Package) contents() (map[string][]byte, error) {
	if p.Version < 1 || p.Version > maxVersionNumber || len(p.Submission) == 0 {
		return nil, fmt.Errorf("version %d of %s can't be frozen: it has no number or no answers", p.Version, p.Slug)
	}
	if err := checkNames(p.Files); err != nil {
		return nil, err
	}
	findings, err := encode(orEmpty(p.Findings))
	if err != nil {
		return nil, err
	}
	waivers, err := encode(orEmpty(p.Waivers))
	if err != nil {
		return nil, err
	}
	all := maps.Clone(p.Files)
	if all == nil {
		all = map[string][]byte{}
	}
	all[submissionFile], all[findingsFile], all[waiversFile] = p.Submission, findings, waivers
	m := manifest{Format: versionFormat, Slug: p.Slug, Version: p.Version}
	total := 0
	for _, name := range slices.Sorted(maps.Keys(all)) {
		total += len(all[name])
		m.Files = append(m.Files, manifestLine{Name: name, Size: int64(len(all[name])), SHA256: digest(all[name])})
	}
	if total > maxVersion {
		return nil, fmt.Errorf("version %d is %.1f MB, %d MB allowed. Make its largest file smaller", p.Version, float64(total)/(1<<20), maxVersion>>20)
	}
	all[manifestFile], err = encode(m)
	if err == nil && len(all[manifestFile]) > maxManifest {
		err = fmt.Errorf("version %d has %d files, which is too many", p.Version, len(p.Files))
	}
	return all, err
}

func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// checkNames refuses names that don't make one file each on every system.
func checkNames(files map[string][]byte) error {
	seen := map[string]bool{}
	for _, own := range []string{manifestFile, submissionFile, findingsFile, waiversFile} {
		seen[own] = true
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if !safeName(name) {
			return fmt.Errorf("%q can't be kept under this name on every system. Rename the file", name)
		}
		lower := strings.ToLower(name)
		if seen[lower] {
			return fmt.Errorf("%q can't be kept: the version has another file of this name. Rename the file", name)
		}
		seen[lower] = true
	}
	return nil
}

func safeName(name string) bool {
	return name != "" && len(name) <= 200 && utf8.ValidString(name) &&
		!strings.ContainsAny(name, `/<>:"|?*`) && !strings.ContainsFunc(name, badInName) &&
		strings.Trim(name, ". ") != "" && strings.TrimRight(name, ". ") == name && !reservedName(name)
}

// build writes the files in a folder of another name and moves it into place.
func build(versions, dir string, files map[string][]byte) error {
	if err := makeFolder(versions); err != nil {
		return err
	}
	temp, err := os.MkdirTemp(versions, newVersion+"*") // made with 0700
	if err != nil {
		return err
	}
	if info, err := os.Stat(temp); err == nil {
		sweep(versions, newVersion, "", info, anyAge)
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if err = writeFrozen(filepath.Join(temp, name), files[name]); err != nil {
			break
		}
	}
	if err == nil {
		err = syncFolder(temp)
	}
	if err == nil {
		err = replace(temp, dir)
	}
	if err != nil {
		_ = os.RemoveAll(temp)
		return err
	}
	return syncFolder(versions)
}

func writeFrozen(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o400)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
