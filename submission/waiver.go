package submission

import (
	"strings"

	"github.com/certwiz/certwiz/checks"
)

// WaiverFor makes the waiver of a finding; reason, author and time are the
// caller's to fill in.
func WaiverFor(f checks.Finding) Waiver {
	return Waiver{Rule: f.Rule, File: f.Place.File, Pointer: pointers(f)}
}

// Matches tells whether a waiver covers a finding: the same rule at the same
// places. A further place with the same fault is not covered.
func (w Waiver) Matches(f checks.Finding) bool {
	return w.Rule == f.Rule && strings.EqualFold(w.File, f.Place.File) && w.Pointer == pointers(f) && w.Reason != ""
}

func pointers(f checks.Finding) string {
	all := make([]string, 0, 1+len(f.More))
	all = append(all, f.Place.Pointer)
	for _, p := range f.More {
		all = append(all, p.Pointer)
	}
	return strings.Join(all, " ")
}
