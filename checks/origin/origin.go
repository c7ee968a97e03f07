// Package origin judges where the artifacts come from: whether the commit is
// the one Microsoft merged, and whether the files in hand are the ones it holds.
package origin

import (
	"time"

	"github.com/certwiz/certwiz/checks"
)

// Answer is what a look-up established about one question.
type Answer struct {
	Known bool      `json:"known,omitempty"`
	Yes   bool      `json:"yes,omitempty"`
	Why   string    `json:"why,omitempty"` // when not Known: why ("offline", "no git"); else a detail
	By    string    `json:"by,omitempty"`  // who said so: "local clone", "GitHub"
	At    time.Time `json:"at,omitzero"`
}

// Commit is what is known about the commit a publisher gave.
type Commit struct {
	Typed   string // what the publisher typed
	SHA     string // full, "" when it could not be resolved
	Subject string
	Date    time.Time
	PR      int    // pull request number, 0 when unknown
	Folder  string // the connector's folder in the repository
	Branch  string // the upstream branch, "dev"

	Resolves Answer // the commit exists
	IsHead   Answer // it is the head of a pull request, not what was merged
	OnBranch Answer // it is reachable from Branch
	Merged   Answer // Microsoft merged its pull request
	Newest   Answer // it is the newest commit on Branch that touches Folder
	Touches  Answer // it touches Folder

	Use    string   // the commit to use instead, full SHA, "" when unknown
	Others []string // other connectors' folders it touches; valid when Touches.Known

	// Differs lists what differs between the commit and the working folder,
	// "apiDefinition.swagger.json /info/description"; nil when the same.
	Differs      []string
	DiffersKnown bool
}

// Judge judges a commit. What no look-up established is not checked, with the
// reason; a person may vouch for it where the rule says how.
func Judge(c Commit) checks.Report { return checks.Run(table(c)) }

// Rules lists the descriptions of all rules of this room.
func Rules() []checks.Rule { return checks.Rules(table(Commit{})) }

func table(c Commit) []checks.Check {
	s := subject{c}
	return []checks.Check{
		{Rule: resolves, Judge: s.resolves},
		{Rule: isHead, Judge: s.found(s.isHead)},
		{Rule: onBranch, Judge: s.found(s.onBranch)},
		{Rule: merged, Judge: s.merged},
		{Rule: touches, Judge: s.found(s.touches)},
		{Rule: othersTouched, Judge: s.found(s.othersTouched)},
		{Rule: newest, Judge: s.found(s.newest)},
		{Rule: differs, Judge: s.found(s.differs)},
	}
}
