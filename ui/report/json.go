package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/certwiz/certwiz/checks"
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
	Severity  string      `json:"severity"` // "error" blocks
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

// Write prints the results.
func (j JSON) Write(w io.Writer, results []Result) error {
	all := []any{}
	for _, r := range results {
		for _, f := range r.Report.Findings {
			all = append(all, j.finding(r.Folder, f))
		}
	}
	for _, r := range results {
		for _, o := range r.Report.Unchecked() {
			all = append(all, jsonUnchecked{"not checked", o.Rule, o.Reason, r.Folder, j.origin(o.Rule)})
		}
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(all); err != nil {
		return err
	}
	_, err := io.WriteString(w, Escaped(b.String()))
	return err
}

// steers tells of control characters and of those that turn the direction of
// the text around them.
func steers(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)
}

// Escaped writes the characters that could steer a terminal, and that JSON
// leaves alone, as JSON's own escapes.
func Escaped(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	for _, r := range text {
		if r >= 0x7f && steers(r) {
			fmt.Fprintf(&b, `\u%04x`, r)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

func (j JSON) finding(folder string, f checks.Finding) jsonFinding {
	out := jsonFinding{
		Result: "finding", Rule: f.Rule, Severity: f.Severity.String(), Message: f.Message, Fix: f.Fix,
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
