package session

import (
	"slices"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/change"
	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/checks/text"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/source"
)

// Change is one difference to the last version.
type Change struct {
	Breaking bool // existing flows or connections would stumble over it
	Text     string
}

// String is the difference in a line that says whether it is breaking.
func (c Change) String() string {
	if c.Breaking {
		return "breaking: " + c.Text
	}
	return c.Text
}

// compare finds what changed since the last version, when other files are to be
// compared than before.
func (s *Session) compare() {
	var before, now *connector.Connector
	if s.Draft.Update && s.notComparable() == "" {
		before, now = s.Before, s.Judged()
	}
	if s.step.before == before && s.step.now == now {
		return
	}
	s.Changes, s.SameFiles, s.step = nil, false, step{before: before, now: now}
	if before == nil {
		return
	}
	fault := Contain("comparing with the last version", func() {
		s.SameFiles = len(packedDiff(now.Artifacts, before.Artifacts).Differences) == 0
		s.step.report = change.Judge(before.Version(), now.Version())
		s.Changes = changes(s.step.report, before, now)
	})
	if fault != nil {
		s.SameFiles, s.Changes = false, []Change{{Text: "not compared: " + fault.Error()}}
		s.step.report = checks.Report{Outcomes: []checks.Outcome{{Rule: "ChangesCompared", Result: checks.NotChecked, Reason: fault.Error()}}}
	}
}

// step is what the rules say of the way from one version's files to another's.
type step struct {
	before, now *connector.Connector
	report      checks.Report
}

// changeReport is what the rules say of what an update changes. Until the files
// are named that it brings there is nothing to compare, and the gate holds for
// want of them.
func (s *Session) changeReport() checks.Report {
	role := portal.RoleCommit
	if s.answers().Way() == portal.ByArchive {
		role = portal.RoleArchive
	}
	if !s.Draft.Update || s.Answer(role) == "" {
		return checks.Report{}
	}
	if why := s.notComparable(); why != "" {
		return checks.Report{Outcomes: []checks.Outcome{{Rule: "ChangesCompared", Result: checks.NotChecked, Reason: why}}}
	}
	return s.step.report
}

// notComparable says why an update can't be held against the last version yet,
// "" when it can.
func (s *Session) notComparable() string {
	way := s.answers().Way()
	switch {
	case s.Before == nil || s.Before.Artifacts.Swagger == nil:
		return "the last version's files were not read"
	case s.Judged() == nil:
		return "the files have not been read"
	case way == portal.ByCommit && s.AtCommit == nil:
		return "the files of the commit have not been read"
	case way == portal.ByArchive && s.Zip == nil:
		return "the archive has not been read"
	}
	return ""
}

// changes lists what differs between two versions: breaking changes first,
// then what the rules say besides, what else changed in the definition, and
// the places in the files.
func changes(report checks.Report, before, now *connector.Connector) []Change {
	var breaking, others []Change
	for _, f := range report.Findings {
		c := Change{change.Breaking(f), summary(f)}
		if c.Breaking {
			breaking = append(breaking, c)
		} else {
			others = append(others, c)
		}
	}
	for _, o := range report.Unchecked() {
		if c := (Change{Text: "not compared: " + o.Reason}); !slices.Contains(others, c) {
			others = append(others, c)
		}
	}
	for _, note := range change.Notes(before.Version(), now.Version()) {
		others = append(others, Change{Text: note})
	}
	for _, place := range source.Differences(now.Artifacts, before.Artifacts) {
		others = append(others, Change{Text: place})
	}
	return append(breaking, others...)
}

// Breaking tells whether a finding is a change that existing flows or
// connections would stumble over, and says it in a line.
func Breaking(f checks.Finding) (string, bool) {
	if !change.Breaking(f) {
		return "", false
	}
	return summary(f), true
}

func summary(f checks.Finding) string {
	if len(f.More) == 0 {
		return change.Summary(f)
	}
	return change.Summary(f) + ", the same at " + text.Count(len(f.More), "more place", "more places")
}

// packedDiff compares only what goes into an archive.
func packedDiff(a, b connector.Artifacts) source.Diff {
	a.Readme, a.Intro, b.Readme, b.Intro = nil, nil, nil, nil
	return source.CompareWithCommit(a, b)
}
