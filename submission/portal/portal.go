// Package portal holds the certification process as dated data: what a portal
// asks, in which order and words, where its pages are and how long it takes.
// Pages, gate, prompts and hand-off are all drawn from it. What an answer means
// its field's role says; what certwiz knows no role or kind for is not checked,
// and holds the gate. So another portal is another value of Portal, in a file
// of its own, and its entry in All.
package portal

import (
	"time"

	"github.com/certwiz/certwiz/checks/form"
)

// Portal is one place where a connector is submitted.
type Portal struct {
	ID     string // "isv-studio"; stored in drafts
	Name   string // "ISV Studio"
	Notice string // what a publisher must know about this portal today, one line
	Short  string // the same in at most 76 characters, shown in the session's title; "" for nothing
	Steps  []Step
	// Update holds the steps that come before Steps when a submission under
	// review is updated.
	Update []Step
	// Finals are the ways a submission ends; the first whose When holds is the
	// one. Each has its own button and its own hand-off.
	Finals  []Final
	Windows []Window
	Links   []Link
	Facts   []Fact
	Signals []Signal // on the pull request; the first that fits counts
	// Turns are what may happen after the hand-off; none for an answer of
	// Microsoft's alone: changes requested, approved, certified.
	Turns []Turn
	// SameOffer says that a certified connector is updated where it was
	// submitted, by the next version of the same submission.
	SameOffer bool
}

// Turn is what an event after the hand-off means: whose turn it is then, and
// until when.
type Turn struct {
	Event     string // the kind of event in the ledger
	Name      string // on the command line
	Label     string // completes "Microsoft answered:"
	NeedsText bool   // it says nothing without Microsoft's words
	Stage     string // where the submission stands then, a few words
	Whose     string // "Microsoft", "yours" or "" for nobody
	Window    string // ID of the waiting time that begins, "" for none
	Next      string // what comes next, one sentence
	Source    string
}

// Final is what happens when everything is valid.
type Final struct {
	ID      string // "submit", "update", "pull request"
	When    When
	ByPull  bool   // it ends with a pull request, not in the portal
	Button  string // "Submit for review"
	Open    string // the sentence above the summary when the gate is open
	Summary []Brief
	Cannot  []Text // what can't be undone
	Receipt string // the question that ends the hand-off
	Window  string // ID of the waiting time that begins with the receipt
	Items   []Item
}

// Brief is an answer in the summary of what is about to be frozen.
type Brief struct {
	Field string // its ID
	Label string // in a word
	// Text says the answer in short, with {value}, {choice} (the option in
	// a few words), {lines} (how many there are) and {vault} (where Secret is)
	// filled in; empty for the answer itself.
	Text   string
	Secret string // ID of the secret that Text speaks of
}

// Text is a sentence that is shown when its condition holds.
type Text struct {
	Text   string
	When   When
	Source string
}

// Fact is a statement of the process with its source and the day it was seen.
type Fact struct {
	Text   string
	Source string // "S38", a page's address
	Seen   string // 2024-05-31
}

// Link is a page to open.
type Link struct {
	ID    string // "portal", "repository", "testing"
	Title string
	URL   string
	Seen  string // the day the address was last seen in a source
}

// Window is a stated waiting time.
type Window struct {
	ID    string // "pull request", "review", "review again"
	Text  string // "A certification engineer replies within 1 to 2 weeks."
	Whose string // "Microsoft" or "yours"
	Days  int    // the stated end, in days
	// Business says that the days are business days: Monday to Friday, as
	// Microsoft's holidays are not published.
	Business bool
	Source   string // "S38"
}

// End is the day on which a waiting time that began then ends.
func (w Window) End(since time.Time) time.Time {
	if !w.Business {
		return since.AddDate(0, 0, w.Days)
	}
	for left := w.Days; left > 0; {
		since = since.AddDate(0, 0, 1)
		if day := since.Weekday(); day != time.Saturday && day != time.Sunday {
			left--
		}
	}
	return since
}

// Match is one condition: the answer or fact named Key has one of Values.
// An empty Values means: is not empty.
type Match struct {
	Key    string
	Values []string
}

// When is a list of conditions that must all hold; empty always holds.
type When []Match

// Holds evaluates the conditions against a look-up of answers and facts.
func (w When) Holds(value func(key string) string) bool {
	for _, m := range w {
		if !m.holds(value(m.Key)) {
			return false
		}
	}
	return true
}

// Possible tells whether the conditions may still hold: what has no value yet
// may get the one that is asked for.
func (w When) Possible(value func(key string) string) bool {
	for _, m := range w {
		if v := value(m.Key); v != "" && !m.holds(v) {
			return false
		}
	}
	return true
}

func (m Match) holds(v string) bool {
	if len(m.Values) == 0 {
		return v != ""
	}
	for _, want := range m.Values {
		if v == want {
			return true
		}
	}
	return false
}

// Step is one page.
type Step struct {
	ID     string
	Title  string
	When   When
	Texts  []Text // shown at the top of the page
	Fields []Field
}

// FieldKind says how a field is asked.
type FieldKind string

// The kinds of fields. Files, Commit, PullRequest, Archive, Document and Changes are drawn
// by the page of the same name; the others are plain inputs.
const (
	Line   FieldKind = "line"   // one line of text
	Lines  FieldKind = "lines"  // several lines
	Secret FieldKind = "secret" // goes to the vault, never to the draft
	Choice FieldKind = "choice" // one of Options
	Tick   FieldKind = "tick"   // "yes" or empty
	Date   FieldKind = "date"   // 2027-11-30
	Files  FieldKind = "files"  // the connector's folder and its findings
	Commit FieldKind = "commit" // a commit, a PR number or URL
	// PullRequest is a pull request's number or link, where the way ends with it.
	PullRequest FieldKind = "pull request"
	Archive     FieldKind = "archive"  // path of a .zip
	Document    FieldKind = "document" // a Markdown file beside the connector, named by its role
	Changes     FieldKind = "changes"  // differences to the last version
	Note        FieldKind = "note"     // text only, nothing to answer
	// Unreadable is in place of the kind of a field that nothing here reads,
	// see Unread: what it asks can't be answered, and holds the gate.
	Unreadable FieldKind = "unreadable"
)

// Field is one question.
type Field struct {
	ID       string // "testing.steps"; stored in drafts
	Label    string
	Kind     FieldKind
	Role     Role // what the answer means to the program, "" for nothing
	Options  []Option
	Shown    When
	Required When      // when an answer is required; empty: always
	Optional bool      // never required
	Check    form.Kind // "" for none
	Prefill  Prefill   // the fact that answers it beforehand, "" for none
	Copy     string    // text offered for copying, with {field} filled in
	// Expect is the exact text that must be typed, with {field} filled in.
	Expect string
	Hint   string // grey text beside or in the field
	Why    string // why it is asked
	Where  string // where to find the answer
	Source string // "S50, S51"
	Link   string // ID in Links
	// Refuse are values that can be chosen but never submitted, with the reason.
	Refuse []Refusal
	// Remembered says that the answer holds for every connector of a publisher:
	// a new draft takes it from an earlier one.
	Remembered bool
	// Drafted are the lines of a text that is drafted until a person writes
	// their own.
	Drafted []Text
	// Lists names where the options come from when they are not known
	// beforehand: Versions.
	Lists string
}

// Refusal says why a choice closes the gate.
type Refusal struct {
	Value   string
	Message string
	Fix     string
}

// Option is one choice.
type Option struct {
	Value string
	Label string
	Short string // the label in a few words, for the summary; "" for the label itself
	Note  string
	When  When
}

// ItemKind says what a hand-off item does.
type ItemKind string

// The kinds of hand-off items.
const (
	Open   ItemKind = "open"   // open Link in the browser
	Paste  ItemKind = "paste"  // copy the answer Field
	Upload ItemKind = "upload" // give File to the portal
	Press  ItemKind = "press"  // do something in the portal
	Attach ItemKind = "attach" // give File after the submission
)

// Item is one line of the hand-off, in the portal's order.
type Item struct {
	ID     string
	Label  string // the portal's own label
	Kind   ItemKind
	Field  string // Paste: which answer
	File   string // Upload, Attach: FileArchive, FileIntro, FilePackage
	Link   string // Open: ID in Links
	When   When
	After  bool // comes after the portal's confirmation
	Pull   bool // ends with a pull request being open
	Note   string
	Source string
}

// Step returns the step of that ID, also among the update's.
func (p Portal) Step(id string) (Step, bool) {
	for _, s := range p.AllSteps() {
		if s.ID == id {
			return s, true
		}
	}
	return Step{}, false
}

// AllSteps are the update's steps and the others.
func (p Portal) AllSteps() []Step {
	return append(append([]Step(nil), p.Update...), p.Steps...)
}

// Field returns the field of that ID and the step it stands on.
func (p Portal) Field(id string) (Field, Step, bool) {
	for _, s := range p.AllSteps() {
		for _, f := range s.Fields {
			if f.ID == id {
				return f, s, true
			}
		}
	}
	return Field{}, Step{}, false
}

// Link returns the link of that ID.
func (p Portal) Link(id string) (Link, bool) {
	for _, l := range p.Links {
		if l.ID == id {
			return l, true
		}
	}
	return Link{}, false
}

// Window returns the waiting time of that ID.
func (p Portal) Window(id string) (Window, bool) {
	for _, w := range p.Windows {
		if w.ID == id {
			return w, true
		}
	}
	return Window{}, false
}

// Final returns how this submission ends.
func (p Portal) Final(value func(key string) string) Final {
	for _, f := range p.Finals {
		if f.When.Holds(value) {
			return f
		}
	}
	return Final{}
}

// Path lists the steps this submission goes through, in order.
func (p Portal) Path(value func(key string) string) []Step {
	var path []Step
	if value("update") != "" {
		path = append(path, p.Update...)
	}
	for _, s := range p.Steps {
		if s.When.Holds(value) {
			path = append(path, s)
		}
	}
	return path
}
