package report

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/ui/theme"
)

// EnvelopeFormat names the shape of an Envelope. Members may be added under the
// same name; one that is taken out or means something else makes the next.
const EnvelopeFormat = "certwiz-report/1"

// Envelope is everything that one run has to say, from which every format for
// machines is made. docs/schema/report.schema.json describes it.
type Envelope struct {
	Format     string              `json:"format"`
	Tool       Tool                `json:"tool"`
	Summary    Summary             `json:"summary"`
	Judged     []Judged            `json:"judged"`
	Rules      map[string]RuleText `json:"rules"` // those that the findings name
	Findings   []Item              `json:"findings"`
	NotChecked []NotChecked        `json:"notChecked"`
	Unreadable []string            `json:"unreadable"` // what was named and could not be judged, and why
	Known      int                 `json:"known"`      // findings left out because the baseline has them
	Changes    []any               `json:"changes"`    // since the version of --against
}

// Tool is the program that made a report.
type Tool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

// Summary counts findings.
type Summary struct {
	Errors     int `json:"errors"`
	Warnings   int `json:"warnings"`
	Advice     int `json:"advice"`
	NotChecked int `json:"notChecked"`
}

// Judged is one connector, document or package that was judged.
type Judged struct {
	Path string `json:"path"`
	Summary
}

// RuleText describes a rule.
type RuleText struct {
	Meaning   string `json:"meaning"`
	Fix       string `json:"fix,omitempty"`
	Origin    string `json:"origin"`
	Certainty string `json:"certainty"`
	Source    string `json:"source,omitempty"`
	Link      string `json:"link,omitempty"`
}

// Item is a finding: where it begins and ends, and a fingerprint that stays the
// same while other lines of the file change.
type Item struct {
	Rule        string      `json:"rule"`
	Severity    string      `json:"severity"`
	Breaking    bool        `json:"breaking,omitempty"` // flows of the earlier version would stumble over it
	Message     string      `json:"message"`
	Fix         string      `json:"fix,omitempty"`
	Connector   string      `json:"connector,omitempty"`
	Field       string      `json:"field,omitempty"`
	File        string      `json:"file"` // with the connector's folder
	Pointer     string      `json:"pointer"`
	Start       Position    `json:"start"`
	End         Position    `json:"end"` // behind the last character; of the same line
	Text        string      `json:"text,omitempty"`
	Fingerprint string      `json:"fingerprint"`
	More        []jsonPlace `json:"more,omitempty"`

	weight checks.Severity
}

// Position counts lines and characters from 1; 0 is not known.
type Position struct {
	Line   int `json:"line"`
	Column int `json:"column"`
}

// NotChecked is a rule that could not be checked.
type NotChecked struct {
	Rule      string `json:"rule"`
	Reason    string `json:"reason"`
	Connector string `json:"connector,omitempty"`
}

// envelope gathers a report.
func (o Options) envelope(r Report) Envelope {
	e := Envelope{Format: EnvelopeFormat, Tool: Tool{"certwiz", o.Version}, Rules: map[string]RuleText{}, Known: r.Known,
		Judged: []Judged{}, Findings: []Item{}, NotChecked: []NotChecked{}, Unreadable: []string{}, Changes: []any{}}
	seen := map[string]int{}
	for _, one := range r.Results {
		judged := Judged{Path: r.pathOf(one)}
		for _, f := range one.Report.Findings {
			judged.count(f.Severity)
			e.Findings = append(e.Findings, item(one, f, seen))
			o.describe(e.Rules, f.Rule)
		}
		for _, u := range one.Report.Unchecked() {
			judged.NotChecked++
			e.NotChecked = append(e.NotChecked, NotChecked{u.Rule, u.Reason, one.Folder})
		}
		e.Judged = append(e.Judged, judged)
		e.Summary.add(judged.Summary)
	}
	e.Unreadable = append(e.Unreadable, r.Unreadable...)
	if r.Changes != nil {
		e.Changes = append(e.Changes, jsonChanges(*r.Changes)...)
	}
	return e
}

func (r Report) pathOf(one Result) string {
	switch {
	case one.Folder == "" && r.Of != "":
		return r.Of
	case one.Folder == "":
		return "."
	default:
		return filepath.ToSlash(one.Folder)
	}
}

func (s *Summary) count(severity checks.Severity) {
	switch severity {
	case checks.Error:
		s.Errors++
	case checks.Warning:
		s.Warnings++
	default:
		s.Advice++
	}
}

func (s *Summary) add(other Summary) {
	s.Errors += other.Errors
	s.Warnings += other.Warnings
	s.Advice += other.Advice
	s.NotChecked += other.NotChecked
}

func item(one Result, f checks.Finding, seen map[string]int) Item {
	i := Item{Rule: f.Rule, Severity: f.Severity.String(), Breaking: breaks(f), Message: f.Message, Fix: f.Fix, Connector: filepath.ToSlash(one.Folder), Field: f.Field,
		File: path(one.Folder, f.Place.File), Pointer: f.Place.Pointer, Start: Position{f.Place.Line, f.Place.Column}, weight: f.Severity}
	i.End = i.Start
	if line, ok := one.Lines[lineAt{f.Place.File, f.Place.Line}]; ok {
		i.Text = line.text
		i.End.Column = max(i.Start.Column, line.end(f.Place.Column))
	}
	i.Fingerprint = fingerprint(one, f, seen)
	for _, p := range f.More {
		i.More = append(i.More, jsonPlace{path(one.Folder, p.File), p.Pointer, p.Line, p.Column})
	}
	return i
}

// fingerprint is 32 hexadecimal digits of what a finding is about: rule, file, and
// the place in it by pointer, by the text of its line, or by the answer. One that
// was there before has a number behind it.
func fingerprint(one Result, f checks.Finding, seen map[string]int) string {
	at := f.Place.Pointer
	if line, ok := one.Lines[lineAt{f.Place.File, f.Place.Line}]; ok && at == "" {
		at = strings.TrimSpace(line.text)
	}
	sum := sha256.Sum256([]byte(strings.Join([]string{f.Rule, strings.ToLower(path(filepath.ToSlash(one.Folder), f.Place.File)), f.Field, at}, "\x00")))
	print := hex.EncodeToString(sum[:16])
	if seen[print]++; seen[print] > 1 {
		return fmt.Sprintf("%s-%d", print, seen[print])
	}
	return print
}

// withFix is what is wrong and how to mend it, as one text.
func withFix(message, fix string) string {
	switch {
	case fix == "":
		return message
	case strings.HasSuffix(message, ".") || strings.HasSuffix(message, ")"):
		return message + " " + fix
	default:
		return message + ". " + fix
	}
}

func (o Options) describe(rules map[string]RuleText, id string) {
	if _, known := rules[id]; known || o.Rules == nil {
		return
	}
	r := o.Rules(id)
	certainty, _ := r.Certainty()
	rules[id] = RuleText{Meaning: r.Meaning, Fix: r.Fix, Origin: string(r.Origin), Certainty: certainty, Source: r.Source, Link: r.Link}
}

// envelopeJSON prints the envelope as it is.
type envelopeJSON struct{ o Options }

func (p envelopeJSON) Write(w io.Writer, r Report) error {
	return theme.WriteJSON(w, p.o.envelope(r))
}
