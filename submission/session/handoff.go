package session

import (
	"context"
	"errors"
	"fmt"

	"github.com/certwiz/certwiz/checks/text"
	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/store"
)

// Handoff is the sheet that carries the frozen answers to the portal. It is
// decided here alone: screen, prompts and commands show it as it is.
type Handoff struct {
	Introduction string // what the sheet is
	Notice       string // what must be known about the portal, "" for nothing
	Lines        []HandoffLine
	AfterTitle   string // above the lines that come after the receipt
	Question     string // what the person is asked in the end
	Receipt      Receipt
}

// HandoffLine is one line of the sheet, in the portal's order.
type HandoffLine struct {
	portal.Item
	Number  int
	Done    bool
	Active  bool   // may be done now: lines after the receipt wait for it
	Secret  bool   // the answer is in the vault
	Kept    bool   // a secret that the vault says it holds
	Ref     string // of the secret in the vault, "" when it was never answered
	Content string // what is copied: the answer as the portal takes it, an address, a path; "" for a secret
	Shown   string // what may be seen of it; "" for a secret and for a step to take in the portal
	Missing error  // why there is nothing to copy, nil when there is
}

// The reasons why a line has nothing to copy. Each completes a sentence that
// begins with the line's label.
var (
	errNotAnswered   = errors.New("not answered, so there is nothing to copy")
	errNotLookedUp   = errors.New("its SHA has not been looked up yet, so nothing was copied. Look it up under Source")
	errNothingToCopy = errors.New("there is nothing to copy")
	errNoFile        = errors.New("where this file is kept is not known here")
)

// Handoff is the sheet as it stands now.
func (s *Session) Handoff() Handoff {
	values := s.Values()
	final := s.Portal.Final(values.Get)
	h := Handoff{
		Introduction: "Microsoft's form has no programming interface: you paste, certwiz keeps track.",
		Notice:       s.Portal.Notice,
		AfterTitle:   "After the portal's confirmation",
		Question:     final.Receipt,
		Receipt:      s.receipt(final),
	}
	if h.Receipt.byPull {
		h.Introduction, h.Notice = "The pull request is yours to open; certwiz keeps track.", ""
		h.AfterTitle = "Once the pull request is open"
	}
	done := s.Handed()
	for _, item := range final.Items {
		if item.When.Holds(knownWithoutFiles(values)) {
			l := s.handoffLine(values, item)
			l.Number, l.Done, l.Active = len(h.Lines)+1, done[item.ID], !item.After || h.Receipt.Confirmed
			h.Lines = append(h.Lines, l)
		}
	}
	return h
}

// Line is the line of that ID.
func (h Handoff) Line(id string) (HandoffLine, bool) {
	for _, l := range h.Lines {
		if l.ID == id {
			return l, true
		}
	}
	return HandoffLine{}, false
}

// Open counts the lines before the receipt that are not done.
func (h Handoff) Open() int {
	n := 0
	for _, l := range h.Lines {
		if !l.After && !l.Done {
			n++
		}
	}
	return n
}

// OpensPull tells whether the line ends with a pull request being open.
func (l HandoffLine) OpensPull() bool { return l.After && l.Pull }

// knownWithoutFiles looks values up. When the connector's files can't be read
// any more, how users sign in follows from the answers that were only asked for
// because of it.
func knownWithoutFiles(values submission.Values) func(key string) string {
	asked := map[string]portal.Role{"auth.oauth": portal.RoleClientID, "auth.apiKey": portal.RoleAPIKey}
	return func(key string) string {
		role, ok := asked[key]
		if ok && values.Get("auth.known") == "" && values.Answer(role) != "" {
			return "yes"
		}
		return values.Get(key)
	}
}

// handoffLine fills in what a line carries.
func (s *Session) handoffLine(values submission.Values, item portal.Item) HandoffLine {
	l := HandoffLine{Item: item}
	switch item.Kind {
	case portal.Open:
		link, _ := s.Portal.Link(item.Link)
		l.Content = link.URL
	case portal.Upload, portal.Attach:
		if l.Content = s.handoffFile(item.File); l.Content == "" {
			l.Missing = errNoFile
		}
	case portal.Paste:
		s.fillAnswer(&l, values.Get(item.Field))
		return l
	}
	l.Shown = l.Content
	if l.Content == "" && l.Missing == nil {
		l.Missing = errNothingToCopy
	}
	return l
}

// handoffFile is the path of a file as it was frozen.
func (s *Session) handoffFile(name string) string {
	switch name {
	case portal.FileArchive:
		name = ArchiveName
	case portal.FilePackage:
		name = PackageName
	}
	return s.FrozenPath(name)
}

func (s *Session) fillAnswer(l *HandoffLine, answer string) {
	field, _, _ := s.Portal.Field(l.Field)
	l.Secret = field.Kind == portal.Secret
	switch {
	case answer == "":
		l.Shown, l.Missing = "not answered", errNotAnswered
	case l.Secret:
		l.Ref, l.Kept, l.Shown = answer, s.Secrets[l.Field].Kept, s.SecretText(l.Field)
	case field.Kind == portal.Commit:
		l.Content = s.commitToPaste(answer)
		l.Shown = l.Content
		if l.Content == "" {
			l.Shown, l.Missing = answer+" (its SHA has not been looked up yet)", s.whyNoCommit()
		}
	default:
		l.Content, l.Shown = answer, answer
	}
}

// commitToPaste is a commit as the portal takes it, its full SHA; "" when that
// is not known. The answer may be a pull request's number. What the version was
// frozen with counts before what is known now.
func (s *Session) commitToPaste(answer string) string {
	if f := s.frozen; f.version == s.Draft.Version && text.IsFullSHA(f.commit) {
		return f.commit
	}
	if c := s.Commit; c != nil && c.Typed == answer && text.IsFullSHA(c.SHA) {
		return c.SHA
	}
	if text.IsFullSHA(answer) {
		return answer
	}
	return ""
}

func (s *Session) whyNoCommit() error {
	if s.frozen.err != nil && s.frozen.version == s.Draft.Version {
		return fmt.Errorf("%w. What was frozen can't be read: %w", errNotLookedUp, s.frozen.err)
	}
	return errNotLookedUp
}

// frozenRead is what a version was frozen with, as far as the sheet needs it.
type frozenRead struct {
	version int
	commit  string // its SHA
	err     error
}

// Apply takes it for the sheet.
func (r frozenRead) Apply(s *Session) { s.frozen = r }

// ReadFrozenCommit finds out with which commit the version on the sheet was
// frozen; nil when nothing is frozen or it is known.
func (s *Session) ReadFrozenCommit() Job {
	st, slug, version := s.Ports.Store, s.Draft.Slug, s.Draft.Version
	if st == nil || !s.IsFrozen() || s.frozen.version == version {
		return nil
	}
	return func(context.Context) Result { return readFrozenCommit(st, slug, version) }
}

func readFrozenCommit(st *store.Store, slug string, version int) frozenRead {
	r := frozenRead{version: version}
	_, frozen, err := ReadFrozen(st, slug, version)
	r.err = err
	if frozen.Commit != nil {
		r.commit = frozen.Commit.SHA
	}
	return r
}

// IsFrozen tells whether the draft's version was frozen.
func (s *Session) IsFrozen() bool {
	for _, e := range s.Ledger {
		if e.Kind == submission.Frozen && e.Version == s.Draft.Version {
			return true
		}
	}
	return false
}

// Receipt is what the person said that the portal answered. It is nothing that
// certwiz knows by itself.
type Receipt struct {
	Confirmed, Refused bool
	// Sentences say so, and what comes next; none while nothing was answered.
	Sentences []string

	byPull bool // the way ends with a pull request, not in a form
}

// receipt reads the last word on this version from the ledger.
func (s *Session) receipt(final portal.Final) Receipt {
	r := Receipt{byPull: final.ByPull}
	var last submission.Event
	for _, e := range s.Ledger {
		if e.Version != s.Draft.Version {
			continue
		}
		switch e.Kind {
		case submission.Frozen, submission.Confirmed, submission.Refused:
			last = e
		case submission.ChangesRequested, submission.Approved, submission.Certified, submission.WentLive, submission.PreviewMissed, submission.Available:
			if last.Kind != submission.Confirmed { // nobody said so, but Microsoft has it
				last = e
			}
		}
	}
	r.Refused = last.Kind == submission.Refused
	r.Confirmed = !r.Refused && last.Kind != submission.Frozen && last.Kind != ""
	day := last.At.In(s.Ports.Now().Location()).Format("2 Jan")
	switch {
	case r.Confirmed && last.Kind != submission.Confirmed:
		r.Sentences = []string{fmt.Sprintf("Microsoft answered on %s, so the portal took it.", day)}
	case r.Confirmed && r.byPull:
		r.Sentences = []string{fmt.Sprintf("You confirmed on %s that the pull request is open.", day)}
	case r.Confirmed:
		r.Sentences = []string{fmt.Sprintf("You confirmed that the portal took it on %s.", day)}
	case r.Refused:
		r.Sentences = []string{fmt.Sprintf("The portal showed an error on %s: %s", day, last.Text)}
	default:
		return r
	}
	state := s.Standing()
	if state.Version != s.Draft.Version {
		return r
	}
	if waiting := state.Waiting(); waiting != "" {
		r.Sentences = append(r.Sentences, fmt.Sprintf("%s It is %s.", state.Window.Text, waiting))
	}
	if state.Next != "" {
		r.Sentences = append(r.Sentences, state.Next)
	}
	return r
}

// ConfirmReceipt records that the person saw the portal's confirmation.
func (s *Session) ConfirmReceipt() Job {
	return s.Record(submission.Confirmed, s.Portal.Final(s.Values().Get).Window)
}

// FinishLine records that a line is done, and what that means: intro.md is
// attached, the pull request at an address is open. Nil when it was done.
func (s *Session) FinishLine(l HandoffLine, pull string) Job {
	if l.Done {
		return nil
	}
	events := []submission.Event{s.event(submission.Copied, l.ID)}
	switch {
	case l.Kind == portal.Attach && l.File == portal.FileIntro:
		events = append(events, s.event(submission.IntroAttached, ""))
	case l.OpensPull():
		events = append(events, s.event(submission.PullRequest, pull))
	}
	return s.record(events...)
}

// Reply is what Microsoft may answer to a submission.
type Reply struct {
	Kind      submission.EventKind
	Name      string // on the command line
	Label     string
	NeedsText bool // says nothing without Microsoft's words
}

// Replies are all that may happen after the hand-off to a portal.
func Replies(p portal.Portal) []Reply {
	if len(p.Turns) > 0 {
		var all []Reply
		for _, t := range p.Turns {
			all = append(all, Reply{submission.EventKind(t.Event), t.Name, t.Label, t.NeedsText})
		}
		return all
	}
	return []Reply{
		{submission.ChangesRequested, "changes-requested", "changes are requested", true},
		{submission.Approved, "approved", "approved: testing comes next", false},
		{submission.Certified, "certified", "certified", false},
	}
}
