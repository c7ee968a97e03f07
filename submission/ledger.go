package submission

import "time"

// EventKind says what happened.
type EventKind string

// The kinds of events in a ledger.
const (
	Started          EventKind = "started"           // a draft was begun
	Frozen           EventKind = "frozen"            // Submit for review: a version was made
	Copied           EventKind = "copied"            // a hand-off item was done; Text is its ID
	Confirmed        EventKind = "confirmed"         // the person saw the portal's confirmation
	Refused          EventKind = "refused"           // the portal showed an error; Text is what it said
	Withdrawn        EventKind = "withdrawn"         // taken back before it was given to the portal
	IntroAttached    EventKind = "intro attached"    // intro.md was attached (S63)
	ChangesRequested EventKind = "changes requested" // Microsoft's answer; Text is what it said
	Approved         EventKind = "approved"          // Microsoft approved, certification goes on
	Certified        EventKind = "certified"         // the connector is certified
	WentLive         EventKind = "went live"         // Go live was pressed
	PreviewMissed    EventKind = "preview missed"    // the days of the preview went by
	Available        EventKind = "generally available"
	UpdateBegun      EventKind = "update begun"  // a draft for the next version; Text is the reason
	Attested         EventKind = "attested"      // a person's word for what was not checked
	Waived           EventKind = "waived"        // a finding was waived; Text is the reason
	Unlocked         EventKind = "unlocked"      // a second update was insisted on (S100)
	PortalChosen     EventKind = "portal chosen" // the draft goes to another portal; Text says which answers stay behind
	PullRequest      EventKind = "pull request"  // the pull request was opened; Text is its address (S91)
)

// Event is one line of the ledger. It never holds a secret.
type Event struct {
	Format  int       `json:"format"`
	Kind    EventKind `json:"kind"`
	At      time.Time `json:"at"`
	Version int       `json:"version"`
	By      string    `json:"by,omitempty"` // the submitter's email (pains 13)
	Text    string    `json:"text,omitempty"`
	Rule    string    `json:"rule,omitempty"`
}

// Ledger is what happened to a submission, oldest first.
type Ledger []Event
