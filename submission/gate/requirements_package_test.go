package gate_test

import (
	"strings"
	"testing"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/solution"
	made "github.com/certwiz/certwiz/internal/packages"
	"github.com/certwiz/certwiz/submission/gate"
)

// packageRows are the rows P01 to P60 that a rule on the package shows, by the
// numbers that the rules name as their source; others are shown elsewhere.
func packageRows() []offerRow {
	var rows []offerRow
	for _, r := range solution.Rules() {
		number, _, _ := strings.Cut(r.Source, ";")
		if !strings.HasPrefix(number, "P") || number == "P57" || number == "P60" {
			continue
		}
		what, _, _ := strings.Cut(r.Meaning, ". ")
		rows = append(rows, offerRow{number, strings.TrimSuffix(what, "."), "rule " + r.ID + " (TestRules in checks/solution)", passes(r)})
	}
	return rows
}

// passes: the gate knows the rule, and it has an outcome for a package without
// faults that is no error.
func passes(r checks.Rule) func(offerCase) string {
	return func(c offerCase) string {
		if gate.RuleOf(r.ID).ID == "" {
			return r.ID + " is not known"
		}
		for _, independent := range []bool{false, true} {
			report := solution.Judge(solution.Read("package.zip", made.Good().Pack(c.t)), solution.Options{Independent: independent})
			judged := false
			for _, o := range report.Outcomes {
				judged = judged || o.Rule == r.ID && o.Result != checks.NotChecked
			}
			if !judged {
				return r.ID + " judges nothing"
			}
			for _, f := range report.Findings {
				if f.Rule == r.ID && f.Severity == checks.Error {
					return f.Message
				}
			}
		}
		return ""
	}
}

// TestPackageRows: no number is left out.
func TestPackageRows(t *testing.T) {
	if rows := packageRows(); len(rows) != 58 {
		t.Errorf("%d rows, want P01 to P60 without P57 and P60", len(rows))
	}
}
