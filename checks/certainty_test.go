package checks

import "testing"

func TestCertainty(t *testing.T) {
	for _, tt := range []struct {
		rule Rule
		want string
	}{
		{Rule{Origin: Validator, Evidence: Printed}, "high"},
		{Rule{Origin: Validator, Source: "PR 3810, printed; asked for in 15 reviews"}, "medium"}, // the source is only shown
		{Rule{Origin: Documentation, Evidence: Policy, Severity: Advice}, "high"},
		{Rule{Origin: Documentation, Severity: Warning}, "medium"},
		{Rule{Origin: Documentation, Severity: Advice}, "low"},
		{Rule{Origin: Engineers, Evidence: AskedOften, Severity: Advice}, "high"},
		{Rule{Origin: Engineers, Severity: Warning}, "medium"},
		{Rule{Origin: Engineers, Severity: Advice}, "low"},
		{Rule{Origin: Practice, Severity: Error}, "high"},
		{Rule{Origin: Practice, Severity: Warning}, "low"},
	} {
		if level, why := tt.rule.Certainty(); level != tt.want || why == "" {
			t.Errorf("%+v is %q (%s), want %q", tt.rule, level, why, tt.want)
		}
	}
}
