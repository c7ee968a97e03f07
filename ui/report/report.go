// Package report prints what the checks said about connectors: as text, one
// finding a line as compilers print it, or as JSON for machines. A format is a
// Writer: another one is another type here and one more line in formats.
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
}

// Report is what is printed at once.
type Report struct {
	Results []Result
	Of      string   // the one file that it is about, "" for whole connectors
	Changes *Changes // since an earlier version, nil when nothing was compared
}

// Writer prints in one format whatever certwiz reports, in the order in which
// it is given.
type Writer interface {
	Write(w io.Writer, r Report) error
	PullRequest(w io.Writer, v session.PullView) error
	PullRequests(w io.Writer, pulls []origin.Pull) error
}

// Options is what the formats need.
type Options struct {
	Theme theme.Theme                 // for people
	Rules func(id string) checks.Rule // describes a rule by its ID; nil leaves it out
}

// format is one way to print.
type format struct {
	name string
	make func(Options) Writer
}

// formats are all that there are; the first one is used when none is named.
func formats() []format {
	return []format{
		{"text", func(o Options) Writer { return Text{Theme: o.Theme} }},
		{"json", func(o Options) Writer { return JSON{Rules: o.Rules} }},
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

// For is the writer of a format.
func For(name string, o Options) (Writer, error) {
	for i, f := range formats() {
		if f.name == name || name == "" && i == 0 {
			return f.make(o), nil
		}
	}
	return nil, fmt.Errorf("there is no format %q", name)
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
