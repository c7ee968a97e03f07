package aloud

import (
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
		return s.FrozenPath(session.ArchiveName)
	case portal.Attach:
		return s.FrozenPath(item.File)
	case portal.Paste:
		if item.Field == "commit" {
			return commitSHA(s)
		}
		return s.Values().Get(item.Field)
	default:
		return ""
	}
}

// commitSHA is the commit as the portal takes it: it may have been asked for
// by its pull request's number. What was frozen counts before what is known
// now.
func commitSHA(s *session.Session) string {
	if st := s.Ports.Store; st != nil {
		_, frozen, err := session.ReadFrozen(st, s.Draft.Slug, s.Draft.Version)
		if err == nil && frozen.Commit != nil && frozen.Commit.SHA != "" {
			return frozen.Commit.SHA
		}
	}
	if s.Commit != nil && s.Commit.SHA != "" {
		return s.Commit.SHA
	}
	return s.Draft.Value("commit")
}
