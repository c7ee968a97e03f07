package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/certwiz/certwiz/submission"
)

// secretsFile names the entries that a vault was given for a submission, never
// their values. A keyring can't be asked what it holds, so that a name is written
// here before the secret goes there, and taken out after the secret has left.
const secretsFile = "secrets.json"

const maxSecrets = 64 << 10

// SecretEntry is one secret in a vault. The last entry of a name is the one that
// holds: a secret may be given anew while another vault is open.
type SecretEntry struct {
	Ref     string `json:"ref"`               // its name in the vault
	Vault   string `json:"vault"`             // where it is, as the vault says it: "in your keyring"
	Pending bool   `json:"pending,omitempty"` // the vault has not said yet that it has it
}

func (e SecretEntry) sameAs(other SecretEntry) bool {
	return e.Ref == other.Ref && e.Vault == other.Vault
}

type secretEntries struct {
	Format  int           `json:"format"`
	Entries []SecretEntry `json:"entries"`
}

// NoteSecret writes down that a secret is about to go to a vault.
func (s *Store) NoteSecret(slug string, e SecretEntry) error {
	return s.changeSecrets(slug, func(list []SecretEntry) []SecretEntry {
		if slices.ContainsFunc(list, e.sameAs) {
			return list
		}
		e.Pending = true
		return append(list, e)
	})
}

// ConfirmSecret writes down that a vault has a secret now: what other vaults hold
// under its name is an older one.
func (s *Store) ConfirmSecret(slug string, e SecretEntry) error {
	return s.changeSecrets(slug, func(list []SecretEntry) []SecretEntry {
		e.Pending = false
		return append(slices.DeleteFunc(list, e.sameAs), e)
	})
}

// DropSecret writes down that a secret has left a vault.
func (s *Store) DropSecret(slug string, e SecretEntry) error {
	return s.changeSecrets(slug, func(list []SecretEntry) []SecretEntry {
		return slices.DeleteFunc(list, e.sameAs)
	})
}

// Superseded are the entries whose secret was given anew in another vault.
func Superseded(list []SecretEntry) []SecretEntry {
	var old []SecretEntry
	for i, e := range list {
		newer := func(other SecretEntry) bool { return other.Ref == e.Ref && !other.Pending }
		if slices.ContainsFunc(list[i+1:], newer) {
			old = append(old, e)
		}
	}
	return old
}

// Secrets lists the secrets that vaults were given for a submission.
func (s *Store) Secrets(slug string) ([]SecretEntry, error) {
	dir, err := s.folder(slug)
	if err != nil {
		return nil, err
	}
	path := filepath.Join(dir, secretsFile)
	data, err := readBounded(path, maxSecrets)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var kept secretEntries
	if err == nil {
		err = json.Unmarshal(data, &kept)
	}
	switch {
	case err != nil:
		return nil, &fileError{Path: path, Kind: ErrDamaged, Message: fmt.Sprintf("%s can't be used (%v). It names this submission's secrets; certwiz secrets forget takes them out of the vault", path, cause(err))}
	case kept.Format > versionFormat:
		return nil, newer(path, kept.Format, versionFormat)
	}
	return kept.Entries, nil
}

func (s *Store) changeSecrets(slug string, change func([]SecretEntry) []SecretEntry) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	dir, err := s.ownFolder(slug)
	if err != nil {
		return err
	}
	before, err := s.Secrets(slug)
	if errors.Is(err, ErrNewer) {
		return err
	}
	after := change(slices.Clone(before))
	if err == nil && slices.Equal(before, after) {
		return nil
	}
	data, err := encode(secretEntries{Format: versionFormat, Entries: after})
	if err != nil {
		return err
	}
	if err := put(filepath.Join(dir, secretsFile), data); err != nil {
		return fmt.Errorf("the names of the secrets could not be saved in %s: %w. Free some space or make the folder writable", dir, cause(err))
	}
	return nil
}

// Orphans are the secrets in vaults that neither the draft nor a frozen version
// refers to. There are none as long as a draft that was damaged or replaced lies
// beside: it may refer to them.
func (s *Store) Orphans(slug string) ([]SecretEntry, error) {
	entries, err := s.Secrets(slug)
	if err != nil || len(entries) == 0 {
		return nil, err
	}
	dir, err := s.folder(slug)
	if err != nil {
		return nil, err
	}
	if draftAside(dir) {
		return nil, nil
	}
	used := map[string]bool{}
	refer := func(answers map[string]submission.Answer) {
		for _, a := range answers {
			used[a.Value] = true
		}
	}
	d, err := s.LoadDraft(slug)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	refer(d.Answers)
	versions, err := s.Versions(slug)
	if err != nil {
		return nil, err
	}
	for _, n := range versions {
		p, err := s.Version(slug, n)
		if err != nil {
			return nil, nil // it may refer to any
		}
		var frozen struct {
			Answers map[string]submission.Answer `json:"answers"`
		}
		if err := json.Unmarshal(p.Submission, &frozen); err != nil {
			return nil, nil
		}
		refer(frozen.Answers)
	}
	return slices.DeleteFunc(entries, func(e SecretEntry) bool { return used[e.Ref] }), nil
}

// draftAside tells whether a draft was put aside in a submission's folder.
func draftAside(dir string) bool {
	entries, err := os.ReadDir(dir)
	return err != nil || slices.ContainsFunc(entries, func(e fs.DirEntry) bool {
		return strings.HasPrefix(e.Name(), draftFile+".damaged-") || strings.HasPrefix(e.Name(), draftFile+".changed-")
	})
}
