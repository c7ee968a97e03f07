package checks

import "testing"

func TestCertainty(t *testing.T) {
	tests := []struct {
		rule Rule
		want string
	}{
		{Rule{ID: "RequiredPropertyMissing", Origin: Validator}, "high"},
		{Rule{ID: "NeverQuoted", Origin: Validator, Source: "Fix Swagger Validator errors"}, "medium"},
		{Rule{ID: "OperationDeleted", Origin: Validator, Source: "PR 3810"}, "high"},
		{Rule{Origin: Documentation, Source: "S66, 5000.1.1.2"}, "high"},
		{Rule{Origin: Documentation, Severity: Warning, Source: "String guidance"}, "medium"},
		{Rule{Origin: Documentation, Severity: Advice, Source: "String guidance"}, "low"},
		{Rule{Origin: Engineers, Severity: Warning, Source: "asked for in 15 reviews"}, "high"},
		{Rule{Origin: Engineers, Severity: Advice, Source: "asked for in 3 reviews; string guidance"}, "high"},
		{Rule{Origin: Engineers, Severity: Warning, Source: "asked for in 2 reviews"}, "medium"},
		{Rule{Origin: Engineers, Severity: Advice, Source: "asked for in a review"}, "low"},
		{Rule{Origin: Practice, Severity: Error}, "high"},
		{Rule{Origin: Practice, Severity: Warning}, "low"},
	}
	for _, tt := range tests {
		level, why := tt.rule.Certainty()
		if level != tt.want || why == "" {
			t.Errorf("%+v is %q (%s), want %q", tt.rule, level, why, tt.want)
		}
	}
}
