package session

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/certwiz/certwiz/submission/portal"
)

// The look-ups, by what is said while they go on.
const (
	LookFolder  = "reading the folder"
	LookVault   = "reading the vault"
	LookLast    = "reading the last version"
	LookFrozen  = "reading the frozen version"
	LookFetch   = "fetching the newest commits"
	LookClone   = "looking at the git clone"
	LookPulls   = "asking GitHub for your pull requests"
	LookCommit  = "looking up the commit"
	LookPull    = "asking GitHub about the pull request"
	LookGitHub  = "asking GitHub"
	LookArchive = "reading the archive"
	LookPackage = "reading the package"
	LookEarlier = "reading your other submissions"
)

// lookup is one thing that can be found out. It is due when its inputs have
// changed since it was started, or when it is to be repeated.
type lookup struct {
	name  string
	needs []string // run first; it waits while one of them is due or under way
	slow  bool     // may take seconds
	// typed says that it is about an answer that is typed: it waits until the
	// typing has paused. GitHub waits for a longer pause.
	typed   bool
	network bool                    // asks GitHub
	inputs  func(s *Session) string // "": nothing to look up
	job     func(s *Session) Job
}

// lookups are all that can be found out, in the order in which every face does.
func lookups() []lookup {
	return []lookup{
		{name: LookFolder, inputs: (*Session).folderInputs, job: (*Session).ReadFolder},
		{name: LookVault, inputs: func(*Session) string { return "once" }, job: (*Session).LookUpSecrets},
		{name: LookLast, inputs: func(s *Session) string { return fmt.Sprint("version ", s.Draft.Version) }, job: (*Session).ResumeUpdate},
		{name: LookFrozen, inputs: (*Session).frozenInputs, job: (*Session).ReadFrozenCommit},
		{name: LookFetch, slow: true, network: true, inputs: func(*Session) string { return "" }, job: (*Session).Fetch}, // only when asked for
		{name: LookClone, slow: true, inputs: func(s *Session) string { return s.Draft.Folder }, job: (*Session).FindRepo},
		{name: LookPulls, slow: true, network: true, needs: []string{LookFolder, LookClone}, inputs: func(*Session) string { return "once" }, job: (*Session).FindPulls},
		{name: LookCommit, slow: true, typed: true, needs: []string{LookFolder, LookClone}, inputs: (*Session).commitInputs,
			job: func(s *Session) Job { return s.LookUpCommit(TheClone) }},
		{name: LookPull, slow: true, typed: true, network: true, needs: []string{LookFolder, LookClone}, inputs: (*Session).pullInputs, job: (*Session).LookUpPull},
		{name: LookGitHub, slow: true, typed: true, network: true, needs: []string{LookCommit, LookPull}, inputs: (*Session).gitHubInputs, job: (*Session).askGitHub},
		{name: LookEarlier, inputs: func(s *Session) string { return s.Portal.ID }, job: (*Session).ReadEarlier},
		{name: LookPackage, typed: true, needs: []string{LookFolder, LookCommit}, inputs: (*Session).packageInputs, job: (*Session).ReadPackage},
		{name: LookArchive, typed: true, needs: []string{LookFolder, LookCommit}, inputs: (*Session).archiveInputs, job: (*Session).ReadZip},
	}
}

func (s *Session) folderInputs() string {
	return fmt.Sprint(s.Draft.Folder, s.Independent()) // other rules apply to them
}

func (s *Session) frozenInputs() string {
	if !s.IsFrozen() {
		return ""
	}
	return fmt.Sprint("version ", s.Draft.Version)
}

func (s *Session) commitInputs() string {
	commit := s.Answer(portal.RoleCommit)
	if commit == "" {
		return ""
	}
	return fmt.Sprint(commit, s.Publisher(), s.looking.applied[LookFolder], s.looking.applied[LookClone])
}

func (s *Session) pullInputs() string {
	if n := s.PullNumber(); n != 0 {
		return fmt.Sprint(n)
	}
	return ""
}

// gitHubInputs: the pull request says most of what there is to know, then
// GitHub is asked for what is still not known about the commit.
func (s *Session) gitHubInputs() string {
	if s.Named() == "" {
		return ""
	}
	return fmt.Sprint(s.Named(), s.looking.applied[LookPull])
}

func (s *Session) archiveInputs() string {
	zip := s.Answer(portal.RoleArchive)
	if zip == "" || s.AtCommit == nil {
		return zip
	}
	return fmt.Sprint(zip, s.looking.applied[LookCommit])
}

// askGitHub asks for what is not known about the commit, all of it when the
// person wants everything asked again.
func (s *Session) askGitHub() Job {
	who := FromGitHub
	if s.looking.anew {
		who = Anew
	}
	s.looking.anew = false
	return s.LookUpCommit(who)
}

// lookupState is how far the look-ups are.
type lookupState struct {
	started map[string]string // by name: the inputs of the last run
	runs    map[string]int    // how often it was started
	under   map[string]int    // how many runs are under way
	applied map[string]int    // how often something was found out
	again   map[string]bool   // to be repeated
	anew    bool              // GitHub is asked also for what is known

	named, zip string // the answers when the typing last paused
	asked      string // the same, when GitHub may be asked
}

func newLookupState() lookupState {
	return lookupState{started: map[string]string{}, runs: map[string]int{}, under: map[string]int{}, applied: map[string]int{}, again: map[string]bool{}}
}

// Named are the answers that name the commit and the pull request, "" when none
// is given. A portal may ask for both.
func (s *Session) Named() string {
	pull := s.Draft.Value(s.PullField())
	if s.pullRole() != portal.RolePullRequest || !s.answers().Asked(portal.RoleCommit) {
		return pull
	}
	return strings.TrimSpace(s.Answer(portal.RoleCommit) + " " + pull)
}

// Settle says that the typing has paused: what was typed is looked up here.
func (s *Session) Settle() { s.looking.named, s.looking.zip = s.Named(), s.Zips() }

// SettleForGitHub says that it has paused for long enough to ask GitHub: half a
// number is another pull request's.
func (s *Session) SettleForGitHub() { s.looking.asked = s.Named() }

// Online tells whether GitHub may be asked.
func (s *Session) Online() bool { return s.Ports.GitHub != nil }

// AskingGitHub tells whether GitHub's answer about what is named is on its way.
func (s *Session) AskingGitHub() bool {
	return s.Online() && s.Named() != "" && (s.looking.asked != s.Named() || s.looking.under[LookPull]+s.looking.under[LookGitHub] > 0)
}

// Again repeats look-ups whatever their inputs.
func (s *Session) Again(names ...string) {
	for _, name := range names {
		s.looking.again[name] = true
	}
}

// AskAgain asks GitHub anew about what is named.
func (s *Session) AskAgain() {
	s.Again(LookPull, LookGitHub)
	s.looking.anew = true
}

// LookAgain repeats every look-up, with the network where it is allowed.
func (s *Session) LookAgain() {
	s.Again(LookFolder, LookVault, LookArchive, LookPackage)
	if !s.Online() || s.Repo == nil {
		s.Again(LookClone)
	} else {
		s.Again(LookFetch)
	}
	if s.PullNumber() == 0 || s.PullsErr != nil {
		s.Again(LookPulls)
	}
	s.AskAgain()
}

// Lookup is a look-up that was started: its job is to be run.
type Lookup struct {
	Name string
	Slow bool
	Job  Job
}

// Next starts the first look-up that is due, nil when none is. With goals, only
// those and what they need are looked up.
func (s *Session) Next(goals ...string) *Lookup {
	all := lookups()
	for _, l := range all {
		if len(goals) > 0 && !needed(all, goals, l.name) || !s.due(l) || s.waits(all, l) {
			continue
		}
		s.looking.started[l.name] = l.inputs(s)
		delete(s.looking.again, l.name)
		if job := l.job(s); job != nil {
			return &Lookup{l.name, l.slow, s.tracked(l.name, job)}
		}
	}
	return nil
}

func (s *Session) due(l lookup) bool {
	switch {
	case l.network && !s.Online():
		return false
	case l.typed && l.network && s.looking.asked != s.Named():
		return false
	case l.typed && (s.looking.named != s.Named() || s.looking.zip != s.Zips()):
		return false
	}
	inputs := l.inputs(s)
	return s.looking.again[l.name] || inputs != "" && inputs != s.looking.started[l.name]
}

func (s *Session) waits(all []lookup, l lookup) bool {
	for _, other := range all {
		if slices.Contains(l.needs, other.name) && (s.looking.under[other.name] > 0 || s.due(other)) {
			return true
		}
	}
	return false
}

// needed tells whether a look-up is a goal or needed by one.
func needed(all []lookup, goals []string, name string) bool {
	for _, l := range all {
		if slices.Contains(goals, l.name) && (l.name == name || needed(all, l.needs, name)) {
			return true
		}
	}
	return false
}

// lookedUp is the end of a look-up.
type lookedUp struct {
	name  string
	run   int
	found Result
	fault error // why nothing was found out: certwiz failed
}

// Apply takes what was found, unless the look-up was started again since.
func (r lookedUp) Apply(s *Session) {
	s.looking.under[r.name]--
	if r.run != s.looking.runs[r.name] {
		return
	}
	apply := func() { r.found.Apply(s) }
	if r.fault != nil {
		s.faults[r.name] = r.fault.Error()
	}
	if r.fault != nil || !s.contained(r.name, apply) {
		s.Judge()
	}
}

func (s *Session) tracked(name string, job Job) Job {
	s.looking.runs[name]++
	s.looking.under[name]++
	run := s.looking.runs[name]
	return func(ctx context.Context) (r Result) {
		found := lookedUp{name: name, run: run}
		found.fault = Contain(name, func() { found.found = job(ctx) })
		return found
	}
}

// LookUp runs what is due, one after another, for commands and prompts. Report
// hears of each before it begins; it may be nil.
func (s *Session) LookUp(ctx context.Context, report func(Lookup), goals ...string) {
	for ctx.Err() == nil {
		s.Settle() // nobody types meanwhile, but a look-up may have filled in an answer
		s.SettleForGitHub()
		l := s.Next(goals...)
		if l == nil {
			break
		}
		if report != nil {
			report(*l)
		}
		s.Do(ctx, l.Job)
	}
	s.Judge()
}

// found notes that something was found out, for what depends on it.
func (s *Session) found(name string) { s.looking.applied[name]++ }
