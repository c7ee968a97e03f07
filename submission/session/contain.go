package session

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/submission/gate"
)

// Fault is a failure of certwiz itself on something that it read: where, and
// what it stumbled over. It never means that the file is fine.
type Fault struct {
	Place string // a file, or what was being done
	Why   string
}

// Error says where certwiz failed.
func (f *Fault) Error() string { return f.Place + ": certwiz itself failed (" + f.Why + ")" }

// Contain runs what reads a file or draws what it says. A panic ends there and
// is a Fault at that place.
func Contain(place string, run func()) (err error) {
	checks.Contain(1, func(int) { run() }, func(_ int, why any) { err = &Fault{place, fmt.Sprint(why)} })
	return err
}

// contained is Contain for what the gate goes by: it is held as not checked
// until the same place was read without a fault.
func (s *Session) contained(place string, run func()) bool {
	err := Contain(place, run)
	if err == nil {
		delete(s.faults, place)
		return true
	}
	s.faults[place] = err.Error()
	return false
}

// FaultAt says how certwiz failed at a place, "" when it did not.
func (s *Session) FaultAt(place string) string { return s.faults[place] }

// notChecked are the places at which certwiz failed.
func (s *Session) notChecked() []checks.Outcome {
	var outcomes []checks.Outcome
	for _, place := range slices.Sorted(maps.Keys(s.faults)) {
		outcomes = append(outcomes, checks.Outcome{Rule: "FilesRead", Result: checks.NotChecked, Reason: s.faults[place]})
	}
	return outcomes
}

// unjudged is the verdict when certwiz failed at judging: the gate is shut.
func (s *Session) unjudged(why string) gate.Verdict {
	hold := gate.Hold{Kind: gate.Unchecked, Finding: checks.Finding{Rule: "FilesRead", Severity: checks.Error,
		Message: "not checked: " + why, Fix: "Change what was changed last, or look again with ctrl+r."}}
	if steps := s.Portal.AllSteps(); len(steps) > 0 {
		hold.Step = steps[0].ID
	}
	return gate.Verdict{Holds: []gate.Hold{hold}}
}

// failedJob is the end of a job that panicked.
type failedJob struct{ fault error }

// Apply says so. What was to be saved is saved again.
func (r failedJob) Apply(s *Session) {
	s.fail(r.fault.Error(), r.fault)
	s.dirty = true
	s.Again(LookFolder) // what it did to the files is not known
}

// Contained is a job that brings back its failure when it panics. The name is
// what is being done.
func Contained(name string, job Job) Job {
	return func(ctx context.Context) (r Result) {
		if fault := Contain(name, func() { r = job(ctx) }); fault != nil {
			return failedJob{fault}
		}
		return r
	}
}

// Take applies what a job brought back.
func (s *Session) Take(r Result) {
	const place = "taking in what was found"
	if !s.contained(place, func() { r.Apply(s) }) {
		s.fail(place, fmt.Errorf("%s", s.faults[place]))
		s.dirty = true
		s.Judge()
	}
}
