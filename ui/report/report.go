// Package report prints what the checks said about connectors: as text, one
// finding a line as compilers print it, or as JSON for machines. A format is a
// Writer; another one is another type here and one more line in For.
package report

import (
	"fmt"
	"io"
	"path/filepath"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/ui/theme"
)

// Result is what was said about one connector.
type Result struct {
	Folder string // put before the names of its files; "" for none
	Report checks.Report
}

// Writer prints results in the order they are given in.
type Writer interface {
	Write(w io.Writer, results []Result) error
}

// Formats are the names that For knows.
var Formats = []string{"text", "json"}

// For is the writer of a format. rules describes a rule by its ID; the theme
// is for text.
func For(format string, th theme.Theme, rules func(id string) checks.Rule) (Writer, error) {
	switch format {
	case "text", "":
		return Text{Theme: th}, nil
	case "json":
		return JSON{Rules: rules}, nil
	default:
		return nil, fmt.Errorf("there is no format %q", format)
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
