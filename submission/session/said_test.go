package session

import (
	"testing"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/review"
)

// TestMovedEntriesAreNotCalledFixed: Microsoft counts the parameters of its own
// copy; where those of the folder were moved, the same finding stands at another.
func TestMovedEntriesAreNotCalledFixed(t *testing.T) {
	at := func(pointer string) checks.Report {
		return checks.Report{Findings: []checks.Finding{{Rule: "RequiredPropertyMissing", Place: checks.Place{Pointer: pointer}}}}
	}
	tests := []struct {
		name, said, found string
		want              review.Status
	}{
		{"another entry of the same list", "/paths/~1invoices/get/parameters/0", "/paths/~1invoices/get/parameters/1", review.NotChecked},
		{"deeper in the list", "/paths/~1invoices/get/parameters/0/schema", "/paths/~1invoices/get/parameters/1/schema", review.NotChecked},
		{"another operation", "/paths/~1invoices/get/parameters/0", "/paths/~1invoices/post/parameters/1", review.Fixed},
		{"no list", "/info/title", "/info/description", review.Fixed},
	}
	for _, tt := range tests {
		m := review.Matched{Line: review.Line{ValuePath: tt.said}, Status: review.Fixed, Rule: "RequiredPropertyMissing"}
		recheckMoved(&m, at(tt.found))
		if m.Status != tt.want || m.Status == review.NotChecked && m.Reason == "" {
			t.Errorf("%s: %s, %q", tt.name, m.Status, m.Reason)
		}
	}
}
