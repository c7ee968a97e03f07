package report

import (
	"fmt"
	"io"

	"github.com/certwiz/certwiz/checks/text"
	"github.com/certwiz/certwiz/submission/source"
)

// Changes is in what a connector differs from an earlier version.
type Changes struct {
	Folder  string // of the connector, "" for the working folder
	Earlier string // the earlier version, as it was given
	Diff    source.Diff
}

// mostDifferences are how many are printed for people.
const mostDifferences = 40

func (t Text) changes(w io.Writer, c Changes) {
	line := func(indent, text string) { fmt.Fprintln(w, indent+t.Theme.Safe(text)) }
	if len(c.Diff.Differences) == 0 {
		line("", "nothing differs from "+c.Earlier)
		return
	}
	line("", "what differs from "+c.Earlier+" (- there, + here):")
	shown := c.Diff.First(mostDifferences)
	for _, d := range shown.Differences {
		d.File = path(c.Folder, d.File)
		lines := source.Text(d)
		line("", lines[0])
		for _, value := range lines[1:] {
			line("    ", value)
		}
	}
	if shown.More > 0 {
		line("", fmt.Sprintf("and %s; --format json lists up to 200", text.Count(shown.More, "difference more", "differences more")))
	}
}

// jsonDifference is a difference in the list of findings, which says by its
// "result" what it is.
type jsonDifference struct {
	Result    string `json:"result"` // "difference"
	Connector string `json:"connector,omitempty"`
	source.Difference
}

// jsonMore says how many differences were only counted.
type jsonMore struct {
	Result    string `json:"result"` // "more differences"
	Connector string `json:"connector,omitempty"`
	Count     int    `json:"count"`
}

func jsonChanges(c Changes) []any {
	var list []any
	for _, d := range c.Diff.Differences {
		d.File = path(c.Folder, d.File)
		list = append(list, jsonDifference{"difference", c.Folder, d})
	}
	if c.Diff.More > 0 {
		list = append(list, jsonMore{"more differences", c.Folder, c.Diff.More})
	}
	return list
}
