package session

import (
	"fmt"
	"slices"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/change"
	"github.com/certwiz/certwiz/checks/connector"
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

// compare finds what changed since the last version.
func (s *Session) compare() {
	s.Changes, s.SameFiles = nil, false
	now := s.Judged()
	if !s.Draft.Update || now == nil || s.Before == nil || s.Before.Artifacts.Swagger == nil {
		return
	}
	way := s.answers().Way()
	if way == portal.ByCommit && s.AtCommit == nil || way == portal.ByArchive && s.Zip == nil {
		return
	}
	s.SameFiles = len(packedDiff(now.Artifacts, s.Before.Artifacts).Differences) == 0
	s.Changes = changes(s.Before, now)
}

// changes lists what differs between two versions: breaking changes first,
// then what the rules say besides, what else changed in the definition, and
// the places in the files.
func changes(before, now *connector.Connector) []Change {
	var breaking, others []Change
	report := change.Judge(before.Version(), now.Version())
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
	for _, text := range change.Notes(before.Version(), now.Version()) {
		others = append(others, Change{Text: text})
	}
	for _, text := range source.Differences(now.Artifacts, before.Artifacts) {
		others = append(others, Change{Text: text})
	}
	return append(breaking, others...)
}

func summary(f checks.Finding) string {
	switch n := len(f.More); n {
	case 0:
		return change.Summary(f)
	case 1:
		return change.Summary(f) + ", the same at 1 more place"
	default:
		return fmt.Sprintf("%s, the same at %d more places", change.Summary(f), n)
	}
}

// packedDiff compares only what goes into an archive.
func packedDiff(a, b connector.Artifacts) source.Diff {
	a.Readme, a.Intro, b.Readme, b.Intro = nil, nil, nil, nil
	return source.CompareWithCommit(a, b)
}
