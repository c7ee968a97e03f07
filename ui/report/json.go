package report

import (
	"io"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/ui/theme"
)

// JSON prints one array: an object for each finding, then one for each rule
// that was not checked. Both kinds say in "result" which they are.
type JSON struct {
	// Rules describes a rule by its ID, for its origin; nil leaves it empty.
	Rules func(id string) checks.Rule
}

// Lines and columns count from 1; 0 means unknown.
type jsonFinding struct {
	Result    string      `json:"result"` // "finding"
	Rule      string      `json:"rule"`
	Severity  string      `json:"severity"`           // "error" blocks
	Breaking  bool        `json:"breaking,omitempty"` // flows of the earlier version would stumble over it
	Message   string      `json:"message"`
	Fix       string      `json:"fix,omitempty"`
	Connector string      `json:"connector,omitempty"` // its folder
	Field     string      `json:"field,omitempty"`     // the answer it is about
	File      string      `json:"file"`
	Pointer   string      `json:"pointer"`
	Line      int         `json:"line"`
	Column    int         `json:"column"`
	Origin    string      `json:"origin"`
	More      []jsonPlace `json:"more,omitempty"`
}

type jsonPlace struct {
	File    string `json:"file"`
	Pointer string `json:"pointer"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
}

type jsonUnchecked struct {
	Result    string `json:"result"` // "not checked"
	Rule      string `json:"rule"`
	Reason    string `json:"reason"`
	Connector string `json:"connector,omitempty"`
	Origin    string `json:"origin"`
}

// Write prints the results, then what differs from an earlier version.
func (j JSON) Write(w io.Writer, r Report) error {
	all := []any{}
	for _, one := range r.Results {
		for _, f := range one.Report.Findings {
			all = append(all, j.finding(one.Folder, f))
		}
	}
	for _, one := range r.Results {
		for _, o := range one.Report.Unchecked() {
			all = append(all, jsonUnchecked{"not checked", o.Rule, o.Reason, one.Folder, j.origin(o.Rule)})
		}
	}
	if r.Changes != nil {
		all = append(all, jsonChanges(*r.Changes)...)
	}
	return theme.WriteJSON(w, all)
}

func (j JSON) finding(folder string, f checks.Finding) jsonFinding {
	out := jsonFinding{
		Result: "finding", Rule: f.Rule, Severity: f.Severity.String(), Breaking: breaks(f), Message: f.Message, Fix: f.Fix,
		Connector: folder, Field: f.Field, Origin: j.origin(f.Rule),
		File: path(folder, f.Place.File), Pointer: f.Place.Pointer, Line: f.Place.Line, Column: f.Place.Column,
	}
	for _, p := range f.More {
		out.More = append(out.More, jsonPlace{path(folder, p.File), p.Pointer, p.Line, p.Column})
	}
	return out
}

func (j JSON) origin(rule string) string {
	if j.Rules == nil {
		return ""
	}
	return string(j.Rules(rule).Origin)
}
