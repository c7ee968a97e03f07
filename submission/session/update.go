package session

import (
	"context"
	"fmt"
	"strconv"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/standing"
	"github.com/certwiz/certwiz/submission/store"
)

// updateBegun is the end of beginning an update.
type updateBegun struct {
	draft  submission.Draft
	event  submission.Event
	before *connector.Connector
	base   int  // the version that is updated
	asked  bool // Microsoft asked for it
	said   string
	err    error
}

// Apply puts the next version's draft in place of the last one's.
func (r updateBegun) Apply(s *Session) {
	if r.err != nil {
		s.fail(failedUpdate, r.err)
		return
	}
	s.undone(failedUpdate)
	s.Draft, s.Before = r.draft, r.before
	s.Ledger = append(s.Ledger, r.event)
	s.Commit, s.AtCommit, s.Zip = nil, nil, nil
	for _, name := range []string{LookCommit, LookArchive} {
		delete(s.looking.started, name) // the same answer is looked up again
	}
	s.dirty = true
	s.prefill(portal.PrefillBase, strconv.Itoa(r.base), "the record")
	if r.asked {
		s.prefill(portal.PrefillReason, portal.Requested, "the record")
		s.prefill(portal.PrefillRequest, r.said, "the record")
	}
	s.prefillFromRepo("")
	s.draftTexts()
	s.Judge()
}

// BeginUpdate makes the draft of the next version from the last one (S86–S98).
// Insist overrides the lock of S100 and is recorded.
func (s *Session) BeginUpdate(insist bool) (Job, error) {
	state := s.Standing()
	if err := standing.MayUpdate(state); err != nil && !(insist && state.Locked) {
		return nil, err
	}
	next := submission.Carry(s.Portal, s.Draft, state.Version+1)
	event := submission.Event{Format: submission.DraftFormat, Kind: submission.UpdateBegun, At: s.Ports.Now(), Version: state.Version}
	st, slug, base := s.Ports.Store, s.Draft.Slug, s.Draft.Version
	return func(context.Context) Result {
		if st == nil {
			return updateBegun{draft: next, event: event, err: fmt.Errorf("an update needs the record of the last version, and nothing can be kept here")}
		}
		if insist && state.Locked {
			unlocked := event
			unlocked.Kind = submission.Unlocked
			if err := st.Append(slug, unlocked); err != nil {
				return updateBegun{err: err}
			}
		}
		before, err := FrozenFiles(st, slug, state.Version)
		if err == nil {
			err = st.Append(slug, event)
		}
		return updateBegun{draft: next, event: event, before: connector.Read(before), base: base,
			asked: state.Stage == standing.Requested, said: state.Said, err: err}
	}, nil
}

// ResumeUpdate reads what the draft of an update is compared with.
func (s *Session) ResumeUpdate() Job {
	if !s.Draft.Update || s.Ports.Store == nil {
		return nil
	}
	st, slug, version := s.Ports.Store, s.Draft.Slug, s.Base()
	return func(context.Context) Result {
		before, err := FrozenFiles(st, slug, version)
		return lastRead{connector.Read(before), err}
	}
}

// Base is the version that an update changes, 0 when there is none.
func (s *Session) Base() int {
	n, err := strconv.Atoi(s.Answer(portal.RoleBaseVersion))
	if err != nil {
		return max(0, s.Draft.Version-1)
	}
	return n
}

// lastRead is what the last version was made of.
type lastRead struct {
	before *connector.Connector
	err    error
}

// Apply takes the last version's files for comparison.
func (r lastRead) Apply(s *Session) {
	if r.err != nil {
		s.fail(LookLast, r.err)
		return
	}
	s.undone(LookLast)
	s.Before = r.before
	s.Judge()
}

// FrozenFiles reads the artifacts of a frozen version.
func FrozenFiles(st *store.Store, slug string, version int) (connector.Artifacts, error) {
	pkg, frozen, err := ReadFrozen(st, slug, version)
	if err != nil {
		return connector.Artifacts{}, fmt.Errorf("version %d can't be read: %w", version, err)
	}
	file := func(name string) *checks.File {
		data, ok := pkg.Files[name]
		if !ok {
			return nil
		}
		return &checks.File{Name: name, Data: data}
	}
	return connector.Artifacts{
		Name: frozen.Title, Swagger: file("apiDefinition.swagger.json"), Properties: file("apiProperties.json"),
		Icon: file("icon.png"), Script: file("script.csx"), Intro: file("intro.md"), Readme: file("readme.md"),
	}, nil
}
