package session

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"
	"time"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/form"
	"github.com/certwiz/certwiz/secrets"
	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/gate"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/store"
)

// Fields are the fields of a step that are asked now.
func (s *Session) Fields(step portal.Step) []portal.Field {
	var asked []portal.Field
	values := s.Values()
	for _, f := range step.Fields {
		if !f.Shown.Holds(values.Get) {
			continue
		}
		if s.Portal.Unread(f) != "" {
			f.Kind = portal.Unreadable
		}
		asked = append(asked, f)
	}
	return asked
}

// Set gives an answer. An answer that a person gives is no longer carried over
// nor said to come from elsewhere.
func (s *Session) Set(field, value string) {
	old, had := s.Draft.Answers[field]
	if old.Value == value && (had || value == "") {
		return
	}
	if field == s.Portal.IDOf(portal.RolePortal) {
		_ = s.ChoosePortal(value) // asked only where it may be
		return
	}
	if value == "" {
		delete(s.Draft.Answers, field)
	} else {
		s.Draft.Answers[field] = submission.Answer{Value: value}
	}
	s.draftTexts()
	s.dirty = true
	s.Judge()
}

// Confirm says that a carried-over answer still holds (S98).
func (s *Session) Confirm(field string) {
	a, ok := s.Draft.Answers[field]
	if !ok || !a.Carried {
		return
	}
	a.Carried = false
	s.Draft.Answers[field] = a
	s.dirty = true
	s.Judge()
}

// prefill gives what was found out to the fields that the portal prefills with
// it, unless they are answered, or can't be asked any more after what is.
func (s *Session) prefill(fact portal.Prefill, value, from string) {
	if value == "" {
		return
	}
	for _, step := range s.Portal.AllSteps() {
		for _, f := range step.Fields {
			if f.Prefill != fact || s.Draft.Answers[f.ID].Value != "" || !f.Shown.Possible(s.answers().Get) {
				continue
			}
			s.Draft.Answers[f.ID] = submission.Answer{Value: value, From: from}
			s.dirty = true
		}
	}
}

// MoveTo remembers where the person is, to resume there.
func (s *Session) MoveTo(step, field string) {
	at := submission.Cursor{Step: step, Field: field}
	if s.Draft.At != at {
		s.Draft.At = at
		s.dirty = true
	}
}

// Waive records the reason for going on in spite of a finding.
func (s *Session) Waive(f checks.Finding, reason string) Job {
	w := submission.WaiverFor(f)
	w.Reason, w.At, w.By = strings.TrimSpace(reason), s.Ports.Now(), s.Answer(portal.RoleSubmitter)
	s.Draft.Waivers = append(s.Draft.Waivers, w)
	s.dirty = true
	s.Judge()
	return s.record(submission.Event{Kind: submission.Waived, Rule: f.Rule, Text: w.Reason})
}

// Unwaive takes a waiver back.
func (s *Session) Unwaive(w submission.Waiver) {
	for i, have := range s.Draft.Waivers {
		if have == w {
			s.Draft.Waivers = append(s.Draft.Waivers[:i:i], s.Draft.Waivers[i+1:]...)
			s.dirty = true
			s.Judge()
			return
		}
	}
}

// Attest records a person's word for what could not be checked.
func (s *Session) Attest(h gate.Hold) Job {
	if h.Attest == "" {
		return nil
	}
	a := submission.Attestation{Rule: h.Finding.Rule, About: h.About, Saying: h.Attest,
		Because: h.Finding.Message, At: s.Ports.Now()}
	s.Draft.Attested = append(s.Draft.Attested, a)
	s.dirty = true
	s.Judge()
	return s.record(submission.Event{Kind: submission.Attested, Rule: a.Rule, Text: a.Saying + " — " + a.Because})
}

// saved is the end of writing the draft.
type saved struct {
	err  error
	left []submission.Event // events that could not be recorded yet
}

// Apply notes whether the draft could be written.
func (r saved) Apply(s *Session) {
	s.unrecorded = append(r.left, s.unrecorded...)
	if r.err != nil {
		s.fail(failedSave, r.err)
		s.dirty, s.pullDirty = true, s.Pull != nil
		return
	}
	s.undone(failedSave)
}

// Save writes the draft when it has changed, nil when it has not.
func (s *Session) Save() Job {
	if !s.dirty && !s.pullDirty {
		return nil
	}
	pull := s.Pull
	if !s.pullDirty {
		pull = nil
	}
	s.dirty, s.pullDirty = false, false
	if s.Ports.Store == nil {
		return nil
	}
	s.Draft.Saved = s.Ports.Now()
	draft, st, events, edited := s.Draft.Clone(), s.Ports.Store, s.unrecorded, s.edited
	s.unrecorded, s.edited = nil, nil
	return func(context.Context) Result {
		if err := st.SaveDraft(draft); err != nil {
			return saved{err, events}
		}
		for _, field := range edited {
			st.DropFromEditor(draft.Slug, field)
		}
		if pull != nil {
			if err := st.SavePull(draft.Slug, *pull); err != nil {
				return saved{err, events}
			}
		}
		left, err := appendAll(st, draft.Slug, events)
		return saved{err, left}
	}
}

// SaveNow writes the draft even when a job is writing it: the last word, when
// that job's end will not be heard.
func (s *Session) SaveNow() Job {
	s.dirty = true
	return s.Save()
}

// Dirty tells whether there is something to save.
func (s *Session) Dirty() bool { return s.dirty || s.pullDirty }

// recorded is the end of writing into the ledger.
type recorded struct {
	events []submission.Event
	left   []submission.Event // could not be written
	err    error
}

// Apply adds the events to the ledger in memory.
func (r recorded) Apply(s *Session) {
	s.Ledger = append(s.Ledger, r.events...)
	if r.err != nil { // written with the next save, as soon as there is room
		s.fail(failedSave, r.err)
		s.dirty = true
		s.unrecorded = append(s.unrecorded, r.left...)
	}
}

// record writes events into the ledger.
func (s *Session) record(events ...submission.Event) Job {
	for i := range events {
		e := &events[i]
		e.Format, e.At = submission.DraftFormat, s.Ports.Now()
		if e.Version == 0 {
			e.Version = s.Draft.Version
		}
		if e.By == "" {
			e.By = s.Answer(portal.RoleSubmitter)
		}
	}
	slug, st := s.Draft.Slug, s.Ports.Store
	return func(context.Context) Result {
		left, err := appendAll(st, slug, events)
		return recorded{events, left, err}
	}
}

// appendAll writes events into the ledger on the disk, where there is one, and
// returns those that it did not take.
func appendAll(st *store.Store, slug string, events []submission.Event) (left []submission.Event, err error) {
	if st == nil {
		return nil, nil
	}
	for i, e := range events {
		if err := st.Append(slug, e); err != nil {
			return events[i:], err
		}
	}
	return nil, nil
}

// secretKept is the end of putting a secret into the vault.
type secretKept struct {
	field, ref string
	faults     []checks.Finding
	ends       string // the day on which it ends, where it says so itself
	err        error
}

// Apply stores the reference; the value never comes near the draft.
func (r secretKept) Apply(s *Session) {
	if r.err != nil {
		s.Secrets[r.field] = gate.SecretState{Why: r.err.Error()}
		if s.Draft.Answers[r.field].Value == "" {
			s.fail(r.field, fmt.Errorf("the secret was not kept: %w", r.err))
		}
		s.Judge()
		return
	}
	s.undone(r.field)
	s.Secrets[r.field] = gate.SecretState{Kept: true}
	s.Draft.Answers[r.field] = submission.Answer{Value: r.ref, Faults: r.faults}
	if r.ends != "" {
		s.Draft.Answers[s.Portal.IDOf(portal.RoleLinkExpiry)] = submission.Answer{Value: r.ends, From: "the link"}
	}
	s.dirty = true
	s.Judge()
}

// KeepSecret puts what was typed into the vault. What is wrong with it is
// judged now, because afterwards the value is out of sight.
func (s *Session) KeepSecret(field, typed string) Job {
	ref := secrets.Ref(s.Draft.Slug, field)
	faults := s.SecretFindings(field, typed)
	secret, vault, book, ends := secrets.New(typed), s.Ports.Vault, s.book(), s.linkEnds(field, typed)
	return func(ctx context.Context) Result {
		return secretKept{field, ref, faults, ends, book.keep(ctx, vault, ref, secret)}
	}
}

// UseVault puts secrets elsewhere from now on: where the keyring can't be used,
// in a file that is sealed, or in memory for this session only. What the old
// vault said of them counts no longer.
func (s *Session) UseVault(v secrets.Vault) {
	s.Ports.Vault = v
	clear(s.Secrets)
	s.Again(LookVault)
	s.Judge()
}

// SecretText says where a secret that was given is, by what the vault answered.
func (s *Session) SecretText(field string) string {
	state, known := s.Secrets[field]
	switch {
	case state.Kept:
		return "kept " + s.Ports.Vault.Place()
	case known && state.Why == "":
		return "no longer kept"
	case known:
		return "not known whether it is still kept: " + state.Why
	default:
		return "given; not yet looked for"
	}
}

// SecretFindings is what there is to say about a secret as it is typed.
func (s *Session) SecretFindings(field, typed string) []checks.Finding {
	if typed == "" {
		return nil
	}
	f, _, ok := s.Portal.Field(field)
	if !ok || f.Check == "" {
		return nil
	}
	return form.Judge(f.Check, form.Input{Field: field, Label: f.Label, Value: typed, Today: s.Ports.Now(),
		Connector: s.facts(), ClientID: s.Answer(portal.RoleClientID), File: s.packageName()}).Findings
}

// secretGone is the end of taking a secret out of the vault.
type secretGone struct {
	field string
	err   error
}

// Apply takes the reference out of the draft.
func (r secretGone) Apply(s *Session) {
	if r.err != nil {
		s.fail(r.field, r.err)
		return
	}
	s.undone(r.field)
	delete(s.Draft.Answers, r.field)
	delete(s.Secrets, r.field)
	s.dirty = true
	s.Judge()
}

// ForgetSecret takes a secret out of the vault.
func (s *Session) ForgetSecret(field string) Job {
	ref, vault, book := s.Draft.Value(field), s.Ports.Vault, s.book()
	return func(ctx context.Context) Result { return secretGone{field, book.forget(ctx, vault, ref)} }
}

// secretsSeen is what the vault says about the draft's secrets.
type secretsSeen map[string]gate.SecretState

// Apply replaces what was known.
func (r secretsSeen) Apply(s *Session) {
	for field, state := range r {
		s.Secrets[field] = state
	}
	s.Judge()
}

// LookUpSecrets asks the vault whether it still holds the draft's secrets.
func (s *Session) LookUpSecrets() Job {
	refs := map[string]string{}
	for id, a := range s.Draft.Answers {
		if s.isSecret(id) && a.Value != "" {
			refs[id] = a.Value
		}
	}
	vault := s.Ports.Vault
	return func(ctx context.Context) Result {
		ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
		defer cancel()
		seen := secretsSeen{}
		for field, ref := range refs {
			seen[field] = stateIn(ctx, vault, ref)
		}
		return seen
	}
}

// TakeBackAnswers makes the answers what they were in an earlier state of the
// draft. Secrets that were kept since leave the vault.
func (s *Session) TakeBackAnswers(before submission.Draft) Job {
	var refs []string
	for id, a := range s.Draft.Answers {
		if s.isSecret(id) && a.Value != "" && before.Answers[id].Value == "" {
			refs = append(refs, a.Value)
			delete(s.Secrets, id)
		}
	}
	s.Draft.Answers, s.Draft.At = maps.Clone(before.Answers), before.At
	s.dirty = true
	s.Judge()
	vault, book := s.Ports.Vault, s.book()
	return func(ctx context.Context) Result {
		var err error
		for _, ref := range refs {
			err = errors.Join(err, book.forget(ctx, vault, ref))
		}
		return forgotten{err}
	}
}

// forgotten is the end of taking secrets out of the vault that no answer refers
// to any more.
type forgotten struct{ err error }

// Apply notes what could not be taken out.
func (r forgotten) Apply(s *Session) {
	if r.err != nil {
		s.SaveErr = fmt.Errorf("a secret may still be kept: %w", r.err)
	}
}

func (s *Session) isSecret(field string) bool {
	f, _, ok := s.Portal.Field(field)
	return ok && f.Kind == portal.Secret
}
