package origin

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/certwiz/certwiz/checks"
)

// outcome is what became of a rule, with the reason.
func outcome(r checks.Report, rule string) string {
	for _, o := range r.Outcomes {
		if o.Rule == rule {
			return strings.TrimSuffix(string(o.Result)+": "+o.Reason, ": ")
		}
	}
	return "not run"
}

func TestPullNotChecked(t *testing.T) {
	rate := Answer{Why: "GitHub's limit is reached"}
	tests := []struct {
		name   string
		change func(*Pull, *About)
		rule   string
		want   string
	}{
		{"no files", func(p *Pull, _ *About) { p.Asked.Files, p.Files = rate, nil }, "PullRequestTouchesOthers", "not checked: GitHub's limit is reached"},
		{"no files", func(p *Pull, _ *About) { p.Asked.Files, p.Files = rate, nil }, "PullRequestMissesFolder", "not checked: GitHub's limit is reached"},
		{"some files", func(p *Pull, _ *About) { p.FilesCut = true }, "PullRequestMissesFolder", "passed"},
		{"some files", func(p *Pull, _ *About) { p.FilesCut = true }, "PullRequestTouchesOthers", "not checked: only 3 of its changed files are known"},
		{"some files", func(p *Pull, _ *About) { p.FilesCut = true }, "PullRequestOutsideFolder", "not checked: only 3 of its changed files are known"},
		{"some files", func(p *Pull, _ *About) { p.FilesCut = true }, "PullRequestWrongFolder", "not checked: only 3 of its changed files are known"},
		{"some files", func(p *Pull, _ *About) { p.FilesCut = true }, "PullRequestFolderDepth", "not checked: only 3 of its changed files are known"},
		{"some files, none of them ours", func(p *Pull, _ *About) { p.FilesCut, p.Files = true, []string{"a"} }, "PullRequestMissesFolder", "not checked: only 1 of its changed files are known"},
		{"some files, none of them ours", func(p *Pull, _ *About) { p.FilesCut, p.Files = true, []string{"a"} }, "PullRequestWrongFolder", "not checked: only 1 of its changed files are known"},
		{"no folder", func(_ *Pull, about *About) { about.Folder = "" }, "PullRequestMissesFolder", "not checked: the connector's folder in the repository is not known"},
		{"no folder", func(_ *Pull, about *About) { about.Folder = "" }, "PullRequestTouchesOthers", "passed"},
		{"no name", func(_ *Pull, about *About) { about.Name = "" }, "PullRequestFolderName", "not applicable: the connector has no title"},
		{"no base", func(p *Pull, _ *About) { p.Base = "" }, "PullRequestWrongBase", "not checked: GitHub did not say which branch it goes to"},
		{"another connector", func(p *Pull, _ *About) { p.Files = []string{"a"} }, "PullRequestTouchesOthers", "not applicable: it does not change the connector's folder"},
		{"conflicts not worked out", func(p *Pull, _ *About) { p.Conflicts = Answer{Why: "GitHub is still working it out"} }, "PullRequestConflicts", "not checked: GitHub is still working it out"},
		{"no checks read", func(p *Pull, _ *About) { p.Asked.Checks, p.Checks = rate, nil }, "PullRequestCLA", "not checked: GitHub's limit is reached"},
		{"no checks read", func(p *Pull, _ *About) { p.Asked.Checks, p.Checks = rate, nil }, "PullRequestCheckFailed", "not checked: GitHub's limit is reached"},
		{"no checks", func(p *Pull, _ *About) { p.Checks = nil }, "PullRequestCLA", "not checked: GitHub shows no check license/cla on its last commit"},
		{"no checks", func(p *Pull, _ *About) { p.Checks = nil }, "PullRequestCheckFailed", "not applicable: GitHub shows no automatic checks on its last commit"},
		{"no CLA among checks", func(p *Pull, _ *About) { p.Checks[0].Name = "classify" }, "PullRequestCLA", "not checked: GitHub shows no check license/cla on its last commit"},
		{"running", func(p *Pull, _ *About) { p.Checks[1].State = CheckRunning }, "PullRequestCheckFailed", "not checked: not finished: `Swagger validation`"},
		{"a state nobody knows", func(p *Pull, _ *About) { p.Checks[1].State = "queued" }, "PullRequestCheckFailed", "not checked: not finished: `Swagger validation`"},
		{"no reviews", func(p *Pull, _ *About) { p.Asked.Reviews = rate }, "PullRequestChangesRequested", "not checked: GitHub's limit is reached"},
		{"no push known", func(p *Pull, _ *About) { p.Pushed, p.Said = time.Time{}, []Statement{changesAsked(3, "")} }, "PullRequestChangesRequested",
			"not checked: changes were requested by ms-engineer on 3 May 2024, and it is not known when the last commit was pushed"},
		{"owners before the merge", func(*Pull, *About) {}, "PullRequestNoOwner", "not applicable: Microsoft adds the publisher when it merges"},
		{"owners not read", func(p *Pull, _ *About) { merge(p); p.Asked.Owners = rate }, "PullRequestNoOwner", "not checked: GitHub's limit is reached"},
		{"merged by the clone, GitHub not asked", func(p *Pull, about *About) { about.Merged, p.Asked = true, Asked{Pull: rate} }, "PullRequestNoOwner", "not checked: GitHub's limit is reached"},
		{"no checklist", func(p *Pull, _ *About) { p.Body = "" }, "PullRequestChecklistOpen", "not applicable: there is no checklist"},
		{"verified", func(*Pull, *About) {}, "PullRequestScreenshots", "not applicable: only for independent publishers"},
	}
	for _, tt := range tests {
		t.Run(tt.name+" "+tt.rule, func(t *testing.T) {
			p, about := certified()
			tt.change(&p, &about)
			if got := outcome(JudgePull(p, about), tt.rule); got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
		})
	}
	t.Run("independent", func(t *testing.T) {
		p, about := independent()
		p.Title, p.Body = "Proposal - Contoso Weather (Independent Publisher)", "- [x] one"
		p.Asked.Files, p.Files = rate, nil
		report := JudgePull(p, about)
		if got := outcome(report, "PullRequestTitle"); got != "not checked: GitHub's limit is reached" {
			t.Error(got)
		}
		if got := outcome(report, "PullRequestScreenshots"); got != "not applicable: it is a proposal" {
			t.Error(got)
		}
		p.Title, p.Asked.Comments = "Contoso Weather (Independent Publisher)", rate
		if got := outcome(JudgePull(p, about), "PullRequestScreenshots"); got != "not checked: GitHub's limit is reached" {
			t.Error(got)
		}
	})
}

// TestAfterTheMerge holds that what only led up to the merge does not apply
// any more, also when only the clone knows of the merge.
func TestAfterTheMerge(t *testing.T) {
	still := map[string]bool{"PullRequestWrongBase": true, "PullRequestMissesFolder": true, "PullRequestWrongFolder": true, "PullRequestNoOwner": true}
	for _, name := range []string{"certified", "independent", "by the clone"} {
		t.Run(name, func(t *testing.T) {
			p, about := certified()
			if name == "independent" {
				p, about = independent()
			}
			merge(&p)
			if name == "by the clone" {
				p.Merged, p.Closed, about.Merged = false, false, true
			}
			p.Draft, p.Conflicts, p.Body, p.Title = true, yes(""), "", ""
			p.Checks[0].State, p.Checks[1].State = CheckFailed, CheckFailed
			p.Said = []Statement{changesAsked(3, head)}
			report := JudgePull(p, about)
			if len(report.Findings) != 0 {
				t.Errorf("found %q", lines(report))
			}
			for _, o := range report.Outcomes {
				switch {
				case still[o.Rule] && about.Independent, o.Rule == "PullRequestNoOwner":
					if o.Result != checks.Passed {
						t.Errorf("%s: %s %s", o.Rule, o.Result, o.Reason)
					}
				case o.Result != checks.NotApplicable || !strings.HasPrefix(o.Reason, "it is merged"):
					t.Errorf("%s: %s %q, want it not to apply", o.Rule, o.Result, o.Reason)
				}
			}
		})
	}
}

// TestUnansweredPull holds that where no answer is known no rule has passed or
// found anything, whatever else the pull request holds, and that a person may
// vouch for each.
func TestUnansweredPull(t *testing.T) {
	attest := map[string]string{}
	for _, r := range PullRules() {
		attest[r.ID] = r.Attest
	}
	whole, _ := certified()
	whole.Asked, whole.Conflicts = Asked{Pull: Answer{Why: "offline"}}, Answer{}
	merged := whole
	merge(&merged)
	for name, p := range map[string]Pull{"nothing": {Asked: Asked{Pull: Answer{Why: "offline"}}}, "all but answers": whole, "a merge nobody answered for": merged} {
		for _, independent := range []bool{false, true} {
			t.Run(fmt.Sprint(name, " ", independent), func(t *testing.T) {
				report := JudgePull(p, About{Folder: ours, Name: "Contoso Invoices", Independent: independent})
				if len(report.Findings) > 0 {
					t.Errorf("found %q", lines(report))
				}
				for _, o := range report.Outcomes {
					if o.Result == checks.Passed {
						t.Errorf("%s passed", o.Rule)
					}
					if o.Result == checks.NotChecked && (o.Reason != "offline" || attest[o.Rule] == "") {
						t.Errorf("%s: reason %q, to vouch for: %q", o.Rule, o.Reason, attest[o.Rule])
					}
				}
				if n := len(report.Unchecked()); n != len(PullRules()) {
					t.Errorf("%d rules not checked, want all %d", n, len(PullRules()))
				}
			})
		}
	}
}

// TestEachQuestionAlone takes one answer away at a time: the rules that need
// it do not pass, and no rule fails.
func TestEachQuestionAlone(t *testing.T) {
	needs := map[string][]string{
		"files":     {"PullRequestMissesFolder", "PullRequestWrongFolder", "PullRequestTouchesOthers", "PullRequestOutsideFolder", "PullRequestFolderDepth", "PullRequestFolderName"},
		"checks":    {"PullRequestCLA", "PullRequestCheckFailed"},
		"reviews":   {"PullRequestChangesRequested"},
		"conflicts": {"PullRequestConflicts"},
	}
	for question, rules := range needs {
		p, about := independent()
		switch question {
		case "files":
			p.Asked.Files, p.Files = Answer{Why: "timed out"}, nil
		case "checks":
			p.Asked.Checks, p.Checks = Answer{Why: "timed out"}, nil
		case "reviews":
			p.Asked.Reviews = Answer{Why: "timed out"}
		case "conflicts":
			p.Conflicts = Answer{Why: "timed out"}
		}
		for _, o := range JudgePull(p, about).Outcomes {
			if want := slices.Contains(rules, o.Rule); want != (o.Result == checks.NotChecked) || want && o.Reason != "timed out" {
				t.Errorf("without %s: %s is %s %q", question, o.Rule, o.Result, o.Reason)
			}
		}
	}
}
