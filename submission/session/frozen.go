package session

import (
	"encoding/json"
	"fmt"
	"path/filepath"

	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/store"
)

// ReadFrozen reads a version and what it was handed over with.
func ReadFrozen(st *store.Store, slug string, version int) (store.Package, Frozen, error) {
	pkg, err := st.Version(slug, version)
	if err != nil {
		return store.Package{}, Frozen{}, err
	}
	var frozen Frozen
	if err := json.Unmarshal(pkg.Submission, &frozen); err != nil {
		return store.Package{}, Frozen{}, fmt.Errorf("what version %d was handed over with can't be read: %w", version, err)
	}
	return pkg, frozen, nil
}

// FrozenPath is where a file of the frozen version lies; where nothing can be
// kept, where it was taken from.
func (s *Session) FrozenPath(name string) string {
	if st := s.Ports.Store; st != nil {
		if dir, err := st.VersionDir(s.Draft.Slug, s.Draft.Version); err == nil {
			return filepath.Join(dir, name)
		}
	}
	switch {
	case name == ArchiveName && s.Zip != nil:
		return s.Zip.File
	case name == PackageName && s.Package != nil:
		return s.Package.File
	case name == PackageName:
		return s.Answer(portal.RolePackage)
	case name == ArchiveName:
		return s.Answer(portal.RoleArchive)
	default:
		return s.DocumentPath(name)
	}
}
