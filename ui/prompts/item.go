package prompts

import (
	"encoding/json"
	"path/filepath"

	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/session"
)

// Items are the lines of the hand-off that this submission has, in the
// portal's order.
func Items(s *session.Session) []portal.Item {
	values := s.Values()
	var items []portal.Item
	for _, item := range s.Portal.Final(values.Get).Items {
		if item.When.Holds(values.Get) {
			items = append(items, item)
		}
	}
	return items
}

// IsSecret tells whether an item's answer is in the vault.
func IsSecret(s *session.Session, item portal.Item) bool {
	f, _, ok := s.Portal.Field(item.Field)
	return ok && f.Kind == portal.Secret
}

// ItemText is what an item that is no secret holds: the answer to paste, the
// page to open, the path of the file to give; "" for nothing.
func ItemText(s *session.Session, item portal.Item) string {
	switch item.Kind {
	case portal.Open:
		link, _ := s.Portal.Link(item.Link)
		return link.URL
	case portal.Upload:
		return frozenPath(s, session.ArchiveName)
	case portal.Attach:
		return frozenPath(s, item.File)
	case portal.Paste:
		if item.Field == "commit" {
			return commitSHA(s)
		}
		return s.Values().Get(item.Field)
	default:
		return ""
	}
}

// frozenPath is where a file of the frozen version lies.
func frozenPath(s *session.Session, name string) string {
	if st := s.Ports.Store; st != nil {
		if dir, err := st.VersionDir(s.Draft.Slug, s.Draft.Version); err == nil {
			return filepath.Join(dir, name)
		}
	}
	if name == session.ArchiveName {
		return s.Draft.Value("zip")
	}
	return filepath.Join(s.Draft.Folder, name)
}

// commitSHA is the commit as the portal takes it: it may have been asked for
// by its pull request's number. What was frozen counts before what is known
// now.
func commitSHA(s *session.Session) string {
	if st := s.Ports.Store; st != nil {
		var frozen session.Frozen
		pkg, err := st.Version(s.Draft.Slug, s.Draft.Version)
		if err == nil && json.Unmarshal(pkg.Submission, &frozen) == nil && frozen.Commit != nil && frozen.Commit.SHA != "" {
			return frozen.Commit.SHA
		}
	}
	if s.Commit != nil && s.Commit.SHA != "" {
		return s.Commit.SHA
	}
	return s.Draft.Value("commit")
}
