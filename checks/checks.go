// Package checks decides what is valid. It is pure: no network, no clock, no
// environment, no file opened. What a check needs is handed to it as a value.
//
// This package holds what every room below shares: a rule, the finding it makes,
// the place it points at, what became of it, and the engine that runs a table
// of rules. Eleven rooms keep such a table: swagger, properties, script, icon,
// prose, leaks, change, archive, solution, origin and form; connector adds its own about
// the files' names and puts all tables about a connector's files together.
// jsontree and text are readers and words for all of them, and review holds
// what Microsoft wrote on a pull request against the findings.
package checks

import (
	"cmp"
	"fmt"
	"slices"
)

// Severity says how much a finding weighs. Only an Error holds the gate.
type Severity int

// The severities, lightest first.
const (
	Advice Severity = iota
	Warning
	Error
)

// String is the severity as it is printed.
func (s Severity) String() string {
	switch s {
	case Error:
		return "error"
	case Warning:
		return "warning"
	default:
		return "advice"
	}
}

// MarshalText writes the severity by its name.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads what MarshalText wrote; an unknown name is an error.
func (s *Severity) UnmarshalText(text []byte) error {
	for _, known := range []Severity{Advice, Warning, Error} {
		if known.String() == string(text) {
			*s = known
			return nil
		}
	}
	return fmt.Errorf("%q is no severity", text)
}

// Origin says who asks for a rule.
type Origin string

// The origins, strongest first.
const (
	Validator     Origin = "validator"     // Microsoft's own validator prints it
	Documentation Origin = "documentation" // Microsoft's pages state it
	Engineers     Origin = "engineers"     // certification engineers ask for it in reviews
	Practice      Origin = "practice"      // certwiz itself, from what went wrong for others
)

// Subject names what a rule is about.
type Subject string

// The subjects, one for each section of docs/rules.md.
const (
	SubjectConnector  Subject = "connector"  // which files there are, and how they are named
	SubjectSwagger    Subject = "swagger"    // apiDefinition.swagger.json
	SubjectProperties Subject = "properties" // apiProperties.json
	SubjectScript     Subject = "script"     // script.csx
	SubjectIcon       Subject = "icon"       // icon.png
	SubjectProse      Subject = "prose"      // intro.md and readme.md
	SubjectLeaks      Subject = "leaks"      // secrets and private data in any of the files
	SubjectChange     Subject = "change"     // differences from the version before
	SubjectArchive    Subject = "archive"    // the .zip archive
	SubjectOrigin     Subject = "origin"     // the commit that the files come from
	SubjectPull       Subject = "pull"       // the pull request
	SubjectForm       Subject = "form"       // the answers
	SubjectPackage    Subject = "package"    // Partner Center's package and the solutions in it
)

// Rule describes one check: what it looks for, who asks for it, how to mend
// what it finds. It is data; the function that judges stands beside it in the
// table of its room.
type Rule struct {
	ID       string // stable; Microsoft's name where it has one (PascalCase)
	Severity Severity
	Origin   Origin
	Evidence Evidence
	Subject  Subject
	Meaning  string // one sentence: what must hold
	Wording  string // the validator's own sentence with {0}, {1}, empty where it has none
	Fix      string // how to mend it, in the imperative
	Source   string // "S44", "S72, S73", a policy code "5000.2.2.1": where it is written
	Link     string // page that states it, or ""
	Bad      string // an example that the rule finds
	Good     string // the example mended
	// Attest names what a person may vouch for when the rule could not be
	// checked, as a sentence in the first person; empty when nobody can.
	Attest string
}

// Place is where a finding points. Lines and columns count from 1, columns in
// characters; zero means unknown.
type Place struct {
	File    string `json:"file,omitempty"`    // as named on disk, "" when the finding is about an answer
	Pointer string `json:"pointer,omitempty"` // JSON pointer as Microsoft prints it in ValuePath
	Line    int    `json:"line,omitempty"`
	Column  int    `json:"column,omitempty"`
}

// String is the place as compilers print it: file:line:column.
func (p Place) String() string {
	switch {
	case p.File == "":
		return p.Pointer
	case p.Line == 0:
		return p.File
	default:
		return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
	}
}

// Finding is one thing a check has to say.
type Finding struct {
	Rule     string   `json:"rule"`
	Severity Severity `json:"severity"`
	Message  string   `json:"message"`         // what is wrong, with the value at hand; one line
	Fix      string   `json:"fix,omitempty"`   // how to mend it; one line
	Field    string   `json:"field,omitempty"` // the answer it is about ("testing.steps"), "" for artifacts
	Place    Place    `json:"place"`
	More     []Place  `json:"more,omitempty"` // further places with the same cause
}

// Result says what became of a rule.
type Result string

// The results. NotChecked is never the same as Passed.
const (
	Passed        Result = "passed"
	Found         Result = "finding"
	NotApplicable Result = "not applicable"
	NotChecked    Result = "not checked"
)

// Outcome is what became of one rule in one run.
type Outcome struct {
	Rule   string
	Result Result
	Reason string // why not applicable or not checked
}

// Report is what one run of rules said.
type Report struct {
	Findings []Finding
	Outcomes []Outcome
}

// Add joins another report to this one.
func (r *Report) Add(other Report) {
	r.Findings = append(r.Findings, other.Findings...)
	r.Outcomes = append(r.Outcomes, other.Outcomes...)
}

// Sort orders findings by file, line, column, rule and message, so that the
// same input always prints the same lines.
func (r *Report) Sort() {
	slices.SortStableFunc(r.Findings, func(a, b Finding) int {
		return cmp.Or(
			cmp.Compare(a.Place.File, b.Place.File),
			cmp.Compare(a.Place.Line, b.Place.Line),
			cmp.Compare(a.Place.Column, b.Place.Column),
			cmp.Compare(a.Rule, b.Rule),
			cmp.Compare(a.Message, b.Message),
		)
	})
}

// Count is the number of findings of one severity.
func (r Report) Count(s Severity) int {
	n := 0
	for _, f := range r.Findings {
		if f.Severity == s {
			n++
		}
	}
	return n
}

// Unchecked lists the outcomes that are NotChecked.
func (r Report) Unchecked() []Outcome {
	var out []Outcome
	for _, o := range r.Outcomes {
		if o.Result == NotChecked {
			out = append(out, o)
		}
	}
	return out
}
