package session

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/standing"
)

// mayChoosePortal tells whether the submission may still go to another portal:
// until it is handed over.
func (s *Session) mayChoosePortal() bool {
	return len(s.Ports.Portals) > 1 && s.Standing().Stage == standing.Drafting && !s.Draft.Update
}

// namePortal answers the question for the portal, where it may be asked, with
// the one that the draft is for.
func (s *Session) namePortal() {
	if id := s.Portal.IDOf(portal.RolePortal); id != "" && len(s.Ports.Portals) > 1 {
		s.Draft.Answers[id] = submission.Answer{Value: s.Portal.ID}
	}
}

// ChoosePortal goes on with the draft at another portal. Every answer stays in
// the draft: those that the other portal asks for as well are carried over, the
// others wait for the case that the choice is taken back.
func (s *Session) ChoosePortal(id string) error {
	p, err := s.Ports.Portals.ByID(id)
	switch {
	case err != nil:
		return err
	case p.ID == s.Portal.ID:
		return nil
	case !s.mayChoosePortal():
		return fmt.Errorf("version %d was handed over to %s already: what goes to %s is a submission of its own", s.Draft.Version, s.Portal.Name, p.Name)
	}
	before := s.Portal
	for field, a := range s.Draft.Answers {
		was, _, asked := before.Field(field)
		now, _, ok := p.Field(field)
		if asked && ok && was.Role != portal.RolePortal && now.Kind == was.Kind && a.From == "" {
			a.From = "your draft for " + before.Name
			s.Draft.Answers[field] = a
		}
	}
	s.Portal, s.Draft.Portal = p, p.ID
	s.namePortal()
	s.Commit, s.AtCommit, s.Zip, s.Package = nil, nil, nil, nil
	s.turn = turn{}
	s.looking.started = map[string]string{} // everything is looked up for what it asks
	s.Draft.At = submission.Cursor{Step: p.Steps[0].ID}
	s.unrecorded = append(s.unrecorded, submission.Event{Format: submission.DraftFormat, Kind: submission.PortalChosen, At: s.Ports.Now(),
		Version: s.Draft.Version, Text: s.chosen(before)})
	s.prefillFromFolder()
	if s.Folder != nil {
		s.prefillFromFiles()
	}
	s.draftTexts()
	s.dirty = true
	s.Judge()
	return nil
}

// chosen says for the record what the choice means for the answers.
func (s *Session) chosen(before portal.Portal) string {
	var kept []string
	for id := range s.Draft.Answers {
		if f, _, ok := before.Field(id); ok && f.Role != portal.RolePortal {
			if _, _, asked := s.Portal.Field(id); !asked {
				kept = append(kept, id)
			}
		}
	}
	slices.Sort(kept)
	text := before.Name + ", now " + s.Portal.Name
	if len(kept) > 0 {
		text += "; kept in the draft and not asked: " + strings.Join(kept, ", ")
	}
	return text
}

// draftTexts drafts the answers that are made from others, until a person
// writes their own.
func (s *Session) draftTexts() {
	for _, step := range s.Portal.Steps {
		for _, f := range step.Fields {
			now := s.Draft.Answers[f.ID]
			if len(f.Drafted) == 0 || now.Value != "" && now.From != submission.FromOthers {
				continue
			}
			if text := s.drafted(f); text == "" {
				delete(s.Draft.Answers, f.ID)
			} else if text != now.Value {
				s.Draft.Answers[f.ID] = submission.Answer{Value: text, From: submission.FromOthers}
			}
		}
	}
}

func (s *Session) drafted(f portal.Field) string {
	values := s.answers()
	var parts []string
	for _, t := range f.Drafted {
		if t.When.Holds(values.Get) {
			parts = append(parts, values.Fill(t.Text))
		}
	}
	return strings.Join(parts, "\n")
}

// earlierRead are the answers that hold for every connector of a publisher.
type earlierRead struct {
	answers map[string]submission.Answer
}

// Apply takes those that are not answered here.
func (r earlierRead) Apply(s *Session) {
	for id, a := range r.answers {
		if _, answered := s.Draft.Answers[id]; !answered {
			s.Draft.Answers[id] = a
			s.dirty = true
		}
	}
	s.Judge()
}

// ReadEarlier looks for what the publisher answered for another connector and
// holds for this one too; nil where the portal asks for nothing of the kind.
func (s *Session) ReadEarlier() Job {
	st, slug, id := s.Ports.Store, s.Draft.Slug, s.Portal.ID
	var fields []string
	for _, step := range s.Portal.Steps {
		for _, f := range step.Fields {
			if f.Remembered {
				fields = append(fields, f.ID)
			}
		}
	}
	if st == nil || len(fields) == 0 || len(s.Ledger) > 0 && s.Draft.Version > 1 {
		return nil
	}
	return func(context.Context) Result {
		found := earlierRead{map[string]submission.Answer{}}
		all, err := st.Submissions()
		if err != nil {
			return found // nothing is remembered, so it is asked again
		}
		for _, sum := range all {
			if sum.Draft == nil || sum.Slug == slug || sum.Draft.Portal != id || sum.Draft.Throwaway {
				continue
			}
			for _, field := range fields {
				if a := sum.Draft.Answers[field]; a.Value != "" {
					found.answers[field] = submission.Answer{Value: a.Value, From: fmt.Sprintf("your submission %s", sum.Draft.Title)}
				}
			}
		}
		return found
	}
}
