package report

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/ui/theme"
)

// Selection is what of a report is printed and counted.
type Selection struct {
	Only, Skip []string  // rules by ID; no Only is all
	Baseline   *Baseline // findings that are known, nil for none
}

// Apply leaves out of a report what is not selected.
func (s Selection) Apply(r *Report) {
	for i := range r.Results {
		one := &r.Results[i].Report
		one.Findings = slices.DeleteFunc(slices.Clone(one.Findings), func(f checks.Finding) bool { return !s.wants(f.Rule) })
		one.Outcomes = slices.DeleteFunc(slices.Clone(one.Outcomes), func(o checks.Outcome) bool { return !s.wants(o.Rule) })
	}
	if s.Baseline == nil {
		return
	}
	seen := map[string]int{}
	for i := range r.Results {
		one := &r.Results[i]
		one.Report.Findings = slices.DeleteFunc(one.Report.Findings, func(f checks.Finding) bool {
			known := s.Baseline.has(fingerprint(*one, f, seen))
			if known {
				r.Known++
			}
			return known
		})
	}
}

func (s Selection) wants(rule string) bool {
	return (len(s.Only) == 0 || slices.Contains(s.Only, rule)) && !slices.Contains(s.Skip, rule)
}

// Fails tells whether a report holds a finding that fails the run.
func Fails(r checks.Report, on FailOn) bool {
	return slices.ContainsFunc(r.Findings, func(f checks.Finding) bool { return on.Fails(f) })
}

// Failing leaves in a report what fails the run, and what could not be checked.
func Failing(r Report, on FailOn) Report {
	r.Results = slices.Clone(r.Results)
	for i := range r.Results {
		one := &r.Results[i].Report
		one.Findings = slices.DeleteFunc(slices.Clone(one.Findings), func(f checks.Finding) bool { return !on.Fails(f) })
	}
	return r
}

// Says tells whether a report has anything to say.
func Says(r Report) bool {
	return slices.ContainsFunc(r.Results, func(one Result) bool { return len(one.Report.Findings) > 0 || len(one.Report.Unchecked()) > 0 })
}

// BaselineFormat names the shape of a baseline's file.
const BaselineFormat = "certwiz-baseline/1"

// MaxBaseline is how many bytes such a file may have.
const MaxBaseline = 64 << 20

// Baseline is the findings that were there when a repository began to be checked.
type Baseline struct {
	Format   string          `json:"format"`
	Findings []BaselineEntry `json:"findings"`

	met map[string]bool // nil until it is read
}

// BaselineEntry is one known finding; rule and file are for people.
type BaselineEntry struct {
	Fingerprint string `json:"fingerprint"`
	Rule        string `json:"rule"`
	File        string `json:"file,omitempty"`
}

// ReadBaseline reads what WriteBaseline wrote.
func ReadBaseline(data []byte) (*Baseline, error) {
	var b Baseline
	if err := json.Unmarshal(data, &b); err != nil {
		return nil, fmt.Errorf("it is no baseline: %w", err)
	}
	if b.Format != BaselineFormat {
		return nil, errors.New("it is no baseline that this certwiz knows; it wants the format " + BaselineFormat)
	}
	b.met = make(map[string]bool, len(b.Findings))
	for _, e := range b.Findings {
		b.met[e.Fingerprint] = false
	}
	return &b, nil
}

func (b *Baseline) has(fingerprint string) bool {
	if _, known := b.met[fingerprint]; !known {
		return false
	}
	b.met[fingerprint] = true
	return true
}

// Stale are the entries that no finding met.
func (b *Baseline) Stale() []BaselineEntry {
	var stale []BaselineEntry
	for _, e := range b.Findings {
		if !b.met[e.Fingerprint] {
			stale = append(stale, e)
		}
	}
	return stale
}

// WriteBaseline writes all findings of a report as known ones.
func WriteBaseline(w io.Writer, r Report) (n int, err error) {
	b := Baseline{Format: BaselineFormat, Findings: []BaselineEntry{}}
	seen := map[string]int{}
	for _, one := range r.Results {
		for _, f := range one.Report.Findings {
			b.Findings = append(b.Findings, BaselineEntry{fingerprint(one, f, seen), f.Rule, path(one.Folder, f.Place.File)})
		}
	}
	return len(b.Findings), theme.WriteJSON(w, b)
}
