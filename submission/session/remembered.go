package session

import (
	"slices"
	"time"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/origin"
	"github.com/certwiz/certwiz/submission/standing"
)

// A pull request can hold a hundred long comments, and the gate is asked at
// every key: what was worked out of it stands until it changes.

// judgedPull is the report on a pull request.
type judgedPull struct {
	of    *origin.Pull
	about origin.About
	said  checks.Report
}

func (j *judgedPull) report(pull *origin.Pull, about origin.About) checks.Report {
	same := j.of == pull && slices.Equal(j.about.Author, about.Author)
	a, b := j.about, about
	a.Author, b.Author = nil, nil
	if !same || !equal(a, b) {
		j.of, j.about, j.said = pull, about, origin.JudgePull(*pull, about)
	}
	return checks.Report{Findings: slices.Clone(j.said.Findings), Outcomes: slices.Clone(j.said.Outcomes)}
}

func equal(a, b origin.About) bool {
	return a.Folder == b.Folder && a.Name == b.Name && a.Independent == b.Independent && a.OAuth == b.OAuth && a.Merged == b.Merged
}

// turn is whose turn it is, by the day.
type turn struct {
	of     *origin.Pull
	events int
	day    time.Time
	said   standing.Standing
}

func (t *turn) standing(s *Session) standing.Standing {
	pull, now := s.current(), s.Ports.Now()
	y, m, d := now.Date()
	day := time.Date(y, m, d, 0, 0, 0, 0, now.Location())
	if t.day.IsZero() || t.of != pull || t.events != len(s.Ledger) || !t.day.Equal(day) {
		*t = turn{pull, len(s.Ledger), day, standing.Of(s.Ledger, pull, s.Portal, now)}
	}
	return t.said
}
