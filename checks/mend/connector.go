package mend

import (
	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/connector"
)

// mostRounds is how often a file is looked at again: one change may uncover
// another one.
const mostRounds = 8

// Connector mends one of a connector's JSON files in memory, as long as there is
// something to mend, and returns what was changed. What is found afterwards
// decides: a round after which any rule finds more than before is taken back.
func Connector(files connector.Artifacts, f *checks.File, judge func(connector.Artifacts) checks.Report) []Change {
	var all []Change
	report := judge(files)
	for range mostRounds {
		data, changes := File(*f, report.Findings)
		if len(changes) == 0 {
			break
		}
		before := f.Data
		f.Data = data
		next := judge(files)
		if !better(report, next) {
			f.Data = before
			break
		}
		all, report = append(all, changes...), next
	}
	return all
}

// better tells whether no rule finds more than before, and something is gone.
func better(before, after checks.Report) bool {
	was, is := places(before), places(after)
	fewer := false
	for rule, n := range is {
		if n > was[rule] {
			return false
		}
	}
	for rule, n := range was {
		fewer = fewer || is[rule] < n
	}
	return fewer && len(after.Unchecked()) <= len(before.Unchecked())
}

func places(r checks.Report) map[string]int {
	n := map[string]int{}
	for _, f := range r.Findings {
		n[f.Rule] += 1 + len(f.More)
	}
	return n
}
