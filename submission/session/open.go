package session

import (
	"path/filepath"
	"strings"

	"github.com/certwiz/certwiz/checks/prose"
	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/gate"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/store"
)

// New begins a draft for a connector's folder.
func New(ports Ports, p portal.Portal, folder, title string) *Session {
	s := with(ports, p, submission.Draft{
		Format: submission.DraftFormat, Slug: store.Slug(folder, title), Portal: p.ID, Folder: folder, Title: title,
		Version: 1, Answers: map[string]submission.Answer{},
	})
	s.dirty = true
	s.prefillFromFolder()
	s.Judge()
	return s
}

// Resume goes on with a draft.
func Resume(ports Ports, p portal.Portal, d submission.Draft, l submission.Ledger) *Session {
	if d.Answers == nil {
		d.Answers = map[string]submission.Answer{}
	}
	s := with(ports, p, d)
	s.Ledger = l
	s.Judge()
	return s
}

func with(ports Ports, p portal.Portal, d submission.Draft) *Session {
	s := &Session{Ports: ports, Portal: p, Draft: d, Secrets: map[string]gate.SecretState{}, faults: map[string]string{},
		guide: prose.Guide, looking: newLookupState()}
	s.namePortal()
	return s
}

// Begin writes the ledger's first line, nil when there is one.
func (s *Session) Begin() Job {
	if len(s.Ledger) > 0 {
		return nil
	}
	return s.record(submission.Event{Kind: submission.Started})
}

// prefillFromFolder reads the publisher's type from the folder's place.
func (s *Session) prefillFromFolder() {
	switch filepath.Base(filepath.Dir(s.Draft.Folder)) {
	case "certified-connectors":
		s.prefill(portal.PrefillPublisher, string(portal.Verified), "the folder certified-connectors")
	case "independent-publisher-connectors":
		s.prefill(portal.PrefillPublisher, string(portal.Independent), "the folder independent-publisher-connectors")
	}
}

// prefillFromFiles fills in what the connector's files say.
func (s *Session) prefillFromFiles() {
	facts := s.Folder.Facts
	if facts.Title != "" && s.Draft.Title != facts.Title {
		s.Draft.Title = facts.Title
		s.dirty = true
	}
	if !strings.HasSuffix(strings.ToLower(facts.ContactEmail), "example.com") {
		s.prefill(portal.PrefillContact, facts.ContactEmail, "apiDefinition.swagger.json")
	}
	if n := len(facts.Categories); n > 0 && n <= 3 { // more have to be chosen from
		s.prefill(portal.PrefillCategory, strings.Join(facts.Categories, "\n"), "apiDefinition.swagger.json")
	}
	s.prefill(portal.PrefillPrivacy, facts.Privacy, "apiDefinition.swagger.json")
	s.prefill(portal.PrefillTitle, facts.Title, "apiDefinition.swagger.json")
	for _, a := range facts.Auth {
		if a.Kind == "oauth2" && usableClientID(a.ClientID) {
			s.prefill(portal.PrefillClientID, a.ClientID, "apiProperties.json")
		}
	}
}

// usableClientID tells a real client ID from a stand-in.
func usableClientID(id string) bool {
	lower := strings.ToLower(id)
	for _, stand := range []string{"client", "your", "dummy", "placeholder", "<", "{", "[", "00000000", "xxxx", "todo"} {
		if strings.Contains(lower, stand) {
			return false
		}
	}
	return len(id) >= 8
}

// prefillFromRepo fills in what the clone says.
func (s *Session) prefillFromRepo(email string) {
	if s.Repo == nil {
		return
	}
	if len(s.Candidates) > 0 {
		s.prefill(portal.PrefillRoute, string(portal.OpenSource), "the git clone")
		s.prefill(portal.PrefillWay, string(portal.ByCommit), "")
	}
	if !strings.Contains(email, "noreply") {
		s.prefill(portal.PrefillGitEmail, email, "your git configuration")
	}
}
