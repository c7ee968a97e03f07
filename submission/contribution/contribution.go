// Package contribution says what a pull request made from a connector's folder
// consists of: which files go where, what is left out, what is replaced in them
// before anybody can see it, the title, and the text with Microsoft's checklist
// answered from what was really checked and from what the person said.
//
// It is pure: it reads nothing and sends nothing. Files, pull requests and
// templates are others' work: everything is bounded, and no text that comes out
// of here holds a control character or a value that was found to be a secret.
package contribution

import (
	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/checks/origin"
)

// Input is what a pull request is made of.
type Input struct {
	Artifacts   connector.Artifacts
	Facts       connector.Facts
	Report      checks.Report // what the rules said about Artifacts
	Independent bool          // the publisher does not own the service (S05)
	FolderName  string        // the folder's own name, "Contoso Invoices"

	Existing *origin.Pull // the pull request that is updated, nil for a new one
	Template []byte       // the repository's own template, empty for the built-in text
	// Answers are what the person said to an Item's question, by its ID: "yes",
	// "no", anything else counts as not said. "icon": "no" leaves the icon out.
	Answers map[string]string

	HasBefore bool // dev holds this folder
	Before    connector.Artifacts
}

// Contribution is a pull request before it is made. Blocked says that nothing
// may be pushed; everything else is for the person to decide.
type Contribution struct {
	Folder string // "certified-connectors/Contoso Invoices", "" when there is no fit name
	Files  []File // in the order they are shown; a file that must not go out is not among them

	LeftOut     []LeftOut // every other file of the folder, at most 200
	MoreLeftOut int       // files beyond those
	Removed     []LeftOut // files of dev's folder that go, and why

	Scrubbed []Scrub  // what was replaced in Files, at most 2,000
	Doubts   []string // what may not belong into a public repository, for the person to look at

	Title, Body string
	// KeepBody says that the pull request's text is not known whole and must
	// not be written back.
	KeepBody bool
	Message  string // of the commit
	Items    []Item // the checklist

	Problems []string // why it should not be opened yet, one line each; what blocks stands first
	Blocked  bool
	Blocking []string // those of the problems that block, so that a command can name them alone
}

// File is one file of the pull request.
type File struct {
	Name   string // in the repository, without the folder
	From   string // on disk
	Data   []byte // as it goes out
	Change Change
}

// Change says what a file does to the one on dev.
type Change string

// What can become of a file on dev.
const (
	New     Change = "new"
	Changed Change = "changed"
	Same    Change = "same as on dev"
)

// LeftOut is a file that is not part of the pull request.
type LeftOut struct {
	Name string
	Why  string // "paconn's own settings"
}

// Scrub is a value that was replaced in the copy of a file that goes out. The
// file on disk is left alone.
type Scrub struct {
	File    string // on disk
	Pointer string // of the text that held it
	Line    int
	What    string // "a client ID"
	Before  string // masked: "`k7Qp…` (20 characters)"
	After   string // what stands there now, "[[DUMMY]]"
}

// The bounds on what is made.
const (
	maxLeftOut  = 200
	maxProblems = 60
	maxDoubts   = 60
	maxTitle    = 200   // characters; GitHub allows 256
	maxBody     = 65000 // characters; GitHub allows 65,536
	maxLine     = 400   // characters of a problem, doubt, name or reason
	maxItem     = 1000  // characters of a checklist's line
)

// Plan says what the pull request consists of. It never fails: what stands in
// its way is in Problems, and in Blocking what must not be passed over.
func Plan(in Input) Contribution {
	p := &plan{in: in}
	p.folder()
	p.chooseFiles()
	p.scrub()
	p.compare()
	p.judge()
	p.decideTitle()
	p.writeBody()
	p.Message = p.message()
	p.sanitize()
	return p.Contribution
}

// plan is a contribution being made.
type plan struct {
	in Input
	Contribution

	going  []outgoing    // the files that go, as they are worked on
	hidden hidden        // the values that must not be repeated anywhere
	report checks.Report // what the rules say about the files that go
	name   string        // what the connector is called in title and message
}

// block adds a reason why nothing may be pushed.
func (p *plan) block(why string) {
	p.Blocking = append(p.Blocking, why)
}

func (p *plan) problem(why string) {
	p.Problems = append(p.Problems, why)
}

func (p *plan) doubt(what string) {
	p.Doubts = append(p.Doubts, what)
}
