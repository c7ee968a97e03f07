package session

import (
	"context"
	"fmt"
	"slices"

	"github.com/certwiz/certwiz/checks/text"
	"github.com/certwiz/certwiz/submission"
)

// Recover goes on where a killed certwiz, or a full disk, left one of two files
// behind that say the same: version and ledger, ledger and draft. It returns
// what it did, in sentences for a person. The caller holds the submission's
// lock.
func (s *Session) Recover(ctx context.Context) (notes []string, err error) {
	st, slug := s.Ports.Store, s.Draft.Slug
	if st == nil {
		return nil, nil
	}
	old, err := s.book().forgetOld(ctx, s.Ports.Vault)
	if old > 0 {
		notes = append(notes, fmt.Sprintf("%s given anew while secrets were kept elsewhere. The older one %s is taken out.",
			text.Count(old, "secret was", "secrets were"), s.Ports.Vault.Place()))
	}
	if err != nil {
		notes = append(notes, err.Error())
	}
	orphans, unknown := s.book().forgetOrphans(ctx, s.Ports.Vault)
	if orphans > 0 {
		notes = append(notes, fmt.Sprintf("certwiz ended while a secret was being kept. %s taken out again: type it once more.", text.Count(orphans, "secret was", "secrets were")))
	}
	if unknown != nil {
		notes = append(notes, unknown.Error())
	}
	notes = append(notes, s.recoverEdited()...)
	adopted, err := st.Adopt(slug)
	for _, e := range adopted {
		notes = append(notes, fmt.Sprintf("Version %d was frozen on %s, and certwiz ended before that was recorded. It is recorded now.",
			e.Version, e.At.In(s.Ports.Now().Location()).Format("2 Jan 2006 15:04")))
	}
	if err != nil {
		return notes, err
	}
	versions, err := st.Versions(slug)
	if err != nil || len(versions) == 0 {
		return notes, err
	}
	last := slices.Max(versions)
	stage := lastStage(s.Ledger, last)
	switch {
	case s.Draft.Version == last && (stage == submission.Withdrawn || stage == ""):
		// It was opened again, or it can't be verified: its number is taken.
		s.Draft.Version++
		s.dirty = true
		notes = append(notes, fmt.Sprintf("Version %d stays as it was frozen; what you answer becomes version %d.", last, s.Draft.Version))
	case s.Draft.Version == last+1 && !s.Draft.Update && (stage == submission.Frozen || stage == submission.Refused):
		s.Do(ctx, s.record(submission.Event{Kind: submission.Withdrawn, Version: last}))
		notes = append(notes, fmt.Sprintf("Version %d was opened again, and certwiz ended before that was recorded. It is recorded now.", last))
	}
	s.Judge()
	return notes, nil
}

// lastStage is what happened to a version last, "" where the ledger knows of
// nothing. What was copied, waived or attested meanwhile is no stage.
func lastStage(l submission.Ledger, version int) (stage submission.EventKind) {
	for _, e := range l {
		switch e.Kind {
		case submission.Frozen, submission.Withdrawn, submission.Confirmed, submission.Refused,
			submission.ChangesRequested, submission.Approved, submission.Certified:
			if e.Version == version {
				stage = e.Kind
			}
		}
	}
	return stage
}
