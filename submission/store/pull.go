package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"

	"github.com/certwiz/certwiz/checks/origin"
	"github.com/certwiz/certwiz/checks/text"
)

const pullFile = "pull.json"

// pullFormat is the version of the format of what is kept about a pull request.
const pullFormat = 1

// The most that is kept of a pull request. What goes beyond is cut or left
// out, the newest statements stay: GitHub has the rest.
const (
	maxPull       = 8 << 20  // bytes of the file
	maxText       = 64 << 10 // bytes of one text
	maxName       = 1 << 10  // bytes of a title, a path, an address
	maxStatements = 1000
	maxFiles      = 3000
	maxEntries    = 200 // checks, labels, owners
)

// keptPull is the file.
type keptPull struct {
	Format int         `json:"format"`
	Pull   origin.Pull `json:"pull"`
}

// SavePull keeps what GitHub said about the pull request of a submission, so
// that it is known without a network, and since when. It needs no Lock: a file
// is written whole or not at all, and holds nothing that a person typed. A
// damaged one is replaced; one of a newer certwiz is left alone, and the error
// is ErrNewer.
func (s *Store) SavePull(slug string, p origin.Pull) error {
	data, err := encodePull(p)
	if err != nil {
		return err
	}
	s.writing.Lock()
	defer s.writing.Unlock()
	dir, err := s.ownFolder(slug)
	if err != nil {
		return err
	}
	if _, err := s.LoadPull(slug); errors.Is(err, ErrNewer) {
		return err
	}
	path := filepath.Join(dir, pullFile)
	if err := put(path, data); err != nil {
		return fmt.Errorf("what GitHub said about the pull request could not be saved in %s: %w. Free some space or make the folder writable, and ask again", dir, cause(err))
	}
	return nil
}

// LoadPull reads what GitHub said last about the pull request of a submission,
// nil when nothing is kept. The error is ErrDamaged or ErrNewer (a *fileError)
// when there is something that can't be used; asking GitHub again mends the
// former.
func (s *Store) LoadPull(slug string) (*origin.Pull, error) {
	dir, err := s.folder(slug)
	if err != nil {
		return nil, err
	}
	path := filepath.Join(dir, pullFile)
	data, err := readBounded(path, maxPull)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case errors.Is(err, errTooLarge), errors.Is(err, errNotRegular):
		return nil, damagedPull(path, err)
	case err != nil:
		return nil, fmt.Errorf("what GitHub said about the pull request could not be read from %s: %w. Make the file readable, or remove it: GitHub can be asked again", path, cause(err))
	}
	return decodePull(path, data)
}

func decodePull(path string, data []byte) (*origin.Pull, error) {
	var head struct {
		Format int `json:"format"`
	}
	if err := json.Unmarshal(data, &head); err != nil {
		return nil, damagedPull(path, err)
	}
	if head.Format > pullFormat {
		return nil, newer(path, head.Format, pullFormat)
	}
	var kept keptPull
	if err := json.Unmarshal(data, &kept); err != nil {
		return nil, damagedPull(path, err)
	}
	if head.Format < 1 || kept.Pull.Number < 1 {
		return nil, damagedPull(path, errors.New("it names no pull request"))
	}
	return &kept.Pull, nil
}

func damagedPull(path string, why error) error {
	return &fileError{Path: path, Kind: ErrDamaged, Message: fmt.Sprintf(
		"what GitHub said about the pull request, %s, is damaged (%v) and left out. Asking GitHub again replaces it", path, why)}
}

func encodePull(p origin.Pull) ([]byte, error) {
	if p.Number < 1 {
		return nil, fmt.Errorf("a pull request without a number can't be saved")
	}
	for limit := maxText; ; limit /= 2 {
		if limit > 0 && textSize(p, limit) > maxPull {
			continue // it need not be written down to know
		}
		data, err := encode(keptPull{pullFormat, bounded(p, limit)})
		if err != nil {
			return nil, fmt.Errorf("what GitHub said about the pull request could not be written down: %w", err)
		}
		if len(data) <= maxPull || limit == 0 {
			return data, nil
		}
	}
}

// textSize is how many bytes the long texts have when each is cut to a limit.
func textSize(p origin.Pull, limit int) int {
	size := min(len(p.Body), limit)
	for _, s := range p.Said[max(len(p.Said)-maxStatements, 0):] {
		size += min(len(s.Text), limit)
	}
	return size
}

// bounded is a copy of a pull request with texts of at most limit bytes.
func bounded(p origin.Pull, limit int) origin.Pull {
	name := min(limit, maxName)
	for _, s := range []*string{&p.URL, &p.Title, &p.Author, &p.Owner, &p.Repo, &p.Base, &p.Head, &p.HeadOwner, &p.HeadRepo,
		&p.HeadBranch, &p.MergeCommit, &p.MergedBy, &p.Conflicts.Why, &p.Conflicts.By} {
		*s = text.Prefix(*s, name)
	}
	for _, a := range []*origin.Answer{&p.Asked.Pull, &p.Asked.Files, &p.Asked.Checks, &p.Asked.Reviews, &p.Asked.Comments, &p.Asked.Owners} {
		a.Why, a.By = text.Prefix(a.Why, name), text.Prefix(a.By, name)
	}
	p.Body = text.Prefix(p.Body, limit)
	p.FilesCut = p.FilesCut || len(p.Files) > maxFiles
	p.Files = cutTexts(p.Files, maxFiles, name)
	p.Labels, p.Owners = cutTexts(p.Labels, maxEntries, name), cutTexts(p.Owners, maxEntries, name)
	p.Checks = slices.Clone(p.Checks[:min(len(p.Checks), maxEntries)])
	for i := range p.Checks {
		c := &p.Checks[i]
		c.Name, c.Title, c.URL, c.State = text.Prefix(c.Name, name), text.Prefix(c.Title, name), text.Prefix(c.URL, name), origin.CheckState(text.Prefix(string(c.State), name))
	}
	p.Said = slices.Clone(p.Said[max(len(p.Said)-maxStatements, 0):])
	for i := range p.Said {
		s := &p.Said[i]
		s.Text = text.Prefix(s.Text, limit)
		s.Author, s.File, s.Commit, s.URL, s.Verdict = text.Prefix(s.Author, name), text.Prefix(s.File, name), text.Prefix(s.Commit, name), text.Prefix(s.URL, name), origin.Verdict(text.Prefix(string(s.Verdict), name))
	}
	return p
}

func cutTexts(list []string, n, limit int) []string {
	list = slices.Clone(list[:min(len(list), n)])
	for i, s := range list {
		list[i] = text.Prefix(s, limit)
	}
	return list
}
