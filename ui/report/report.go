// Package report prints what the checks said about connectors: as text, one
// finding a line as compilers print it, or for machines. A format is a Printer:
// another one is another type here and one more line in formats. What the formats
// for machines print is the one Envelope.
package report

import (
	"fmt"
	"io"
	"path/filepath"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/origin"
	"github.com/certwiz/certwiz/submission/session"
	"github.com/certwiz/certwiz/ui/theme"
)

// Result is what was said about one connector.
type Result struct {
	Folder string // put before the names of its files; "" for none
	Report checks.Report
	Lines  map[lineAt]shownLine // that the findings point at, as LinesOf makes them; nil for none
}

// Report is what is printed at once.
type Report struct {
	Results []Result
	Of      string   // the one file that it is about, "" for whole connectors
	Changes *Changes // since an earlier version, nil when nothing was compared
	// Unreadable is what was named and could not be judged, and why.
	Unreadable []string
	Known      int // findings left out because a baseline has them
}

// Printer prints findings in one format, in the order in which they are given.
type Printer interface {
	Write(w io.Writer, r Report) error
}

// Writer prints in one format whatever certwiz reports.
type Writer interface {
	Printer
	PullRequest(w io.Writer, v session.PullView) error
	PullRequests(w io.Writer, pulls []origin.Pull) error
}

// Options is what the formats need.
type Options struct {
	Theme   theme.Theme                 // for people
	Rules   func(id string) checks.Rule // describes a rule by its ID; nil leaves it out
	Version string                      // of certwiz
	Fails   FailOn                      // what fails a run
	All     bool                        // text lists what publishers seldom act on, too
}

// format is one way to print.
type format struct {
	name string
	make func(Options) Printer
}

// formats are all that there are; the first one is used when none is named.
func formats() []format {
	return []format{
		{"text", func(o Options) Printer { return Text{Theme: o.Theme, Rules: o.Rules, All: o.All} }},
		{"json", func(o Options) Printer { return JSON{Rules: o.Rules} }},
		{"report", func(o Options) Printer { return envelopeJSON{o} }},
		{"sarif", func(o Options) Printer { return sarif{o} }},
		{"junit", func(o Options) Printer { return junit{o} }},
		{"github", func(o Options) Printer { return github{o} }},
		{"gitlab", func(o Options) Printer { return gitlab{o} }},
		{"markdown", func(o Options) Printer { return markdown{o} }},
		{"html", func(o Options) Printer { return page{o} }},
	}
}

// Formats are the names that For knows.
func Formats() []string {
	var names []string
	for _, f := range formats() {
		names = append(names, f.name)
	}
	return names
}

// For is the printer of a format.
func For(name string, o Options) (Printer, error) {
	for i, f := range formats() {
		if f.name == name || name == "" && i == 0 {
			return f.make(o), nil
		}
	}
	return nil, fmt.Errorf("there is no format %q", name)
}

// Writers are the formats that print pull requests as well.
func Writers() []string { return []string{"text", "json"} }

// WriterFor is the writer of one of Writers.
func WriterFor(name string, o Options) (Writer, error) {
	switch name {
	case "", "text":
		return Text{Theme: o.Theme}, nil
	case "json":
		return JSON{Rules: o.Rules}, nil
	default:
		return nil, fmt.Errorf("there is no format %q here", name)
	}
}

// FailOn is the least severity that fails a run.
type FailOn string

// What may fail a run. The zero FailOn is FailOnError.
const (
	FailOnError   FailOn = "error"
	FailOnBreak   FailOn = "breaking" // and breaking changes
	FailOnWarning FailOn = "warning"
	FailOnAdvice  FailOn = "advice"
	FailOnNothing FailOn = "never"
)

// FailOns are the names of all.
func FailOns() []string {
	return []string{string(FailOnError), string(FailOnBreak), string(FailOnWarning), string(FailOnAdvice), string(FailOnNothing)}
}

// Fails tells whether a finding fails the run.
func (f FailOn) Fails(found checks.Finding) bool {
	switch f {
	case FailOnNothing:
		return false
	case FailOnAdvice:
		return true
	case FailOnWarning:
		return found.Severity >= checks.Warning
	case FailOnBreak:
		return found.Severity >= checks.Error || breaks(found)
	default:
		return found.Severity >= checks.Error
	}
}

// Blocks tells whether a report holds a finding that blocks a submission.
func Blocks(r checks.Report) bool { return r.Count(checks.Error) > 0 }

// path is a file's name with its folder before it, the same on every system.
func path(folder, file string) string {
	if folder == "" || file == "" {
		return file
	}
	return filepath.ToSlash(filepath.Join(folder, file))
}
