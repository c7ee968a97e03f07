package origin

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/checks"
)

const (
	squash = "b418fa39b418fa39b418fa39b418fa39b418fa39"
	head   = "45fac2b945fac2b945fac2b945fac2b945fac2b9"
)

func yes(why string) Answer { return Answer{Known: true, Yes: true, Why: why} }
func no(why string) Answer  { return Answer{Known: true, Why: why} }

// good is a commit with nothing to say about it.
func good() Commit {
	return Commit{
		Typed: squash, SHA: squash, Subject: "Contoso Invoices (#2446)", PR: 2446,
		Folder: "certified-connectors/Contoso Invoices", Branch: "dev",
		Resolves: yes(""), IsHead: no(""), OnBranch: yes(""), Merged: yes(""), Newest: yes(""), Touches: yes(""),
		DiffersKnown: true,
	}
}

func lines(r checks.Report) []string {
	var out []string
	for _, f := range r.Findings {
		out = append(out, fmt.Sprintf("%s %s: %s", f.Severity, f.Rule, f.Message))
	}
	return out
}

func TestJudge(t *testing.T) {
	tests := []struct {
		name   string
		change func(*Commit)
		want   []string
	}{
		{"right", func(*Commit) {}, nil},
		{"does not exist", func(c *Commit) {
			*c = Commit{Typed: "deadbeefdeadbeef", Resolves: no("looked for it in the clone")}
		}, []string{"error CommitNotFound: there is no commit deadbee (looked for it in the clone)"}},
		{"no commit at all", func(c *Commit) { *c = Commit{Typed: "my branch", Resolves: no("")} },
			[]string{"error CommitNotFound: there is no commit my branch"}},
		{"pull request's head", func(c *Commit) {
			c.SHA, c.Typed, c.Use = head, head, squash
			c.IsHead, c.OnBranch, c.Newest = yes(""), no(""), no("")
		}, []string{"error CommitIsPullRequestHead: 45fac2b is the head of pull request 2446, not what Microsoft merged; use b418fa3"}},
		{"head of an unknown pull request", func(c *Commit) { c.PR, c.IsHead = 0, yes("") },
			[]string{"error CommitIsPullRequestHead: b418fa3 is the head of a pull request, not what Microsoft merged"}},
		{"fork", func(c *Commit) { c.OnBranch, c.Newest = no(""), no("") },
			[]string{"error CommitNotOnDev: b418fa3 is not on dev"}},
		{"open pull request", func(c *Commit) { c.OnBranch, c.Merged = no(""), no("open") },
			[]string{"error CommitNotOnDev: b418fa3 is not on dev", "error PullRequestNotMerged: Microsoft has not merged pull request 2446 (open)"}},
		{"another folder", func(c *Commit) { c.Touches, c.Newest, c.Use = no(""), no(""), head },
			[]string{"error CommitMissesFolder: b418fa3 changes nothing in certified-connectors/Contoso Invoices; use 45fac2b"}},
		{"other connectors", func(c *Commit) { c.Others = []string{"A", "B", "C", "D", "E"} },
			[]string{"error CommitTouchesOthers: b418fa3 changes other connectors, too: A, B, C and 2 more"}},
		{"older", func(c *Commit) { c.Newest, c.Use = no("45fac2b of 12 May 2024 is newer"), head },
			[]string{"error CommitNotNewest: b418fa3 is not the newest commit for certified-connectors/Contoso Invoices (45fac2b of 12 May 2024 is newer); use 45fac2b"}},
		{"differs", func(c *Commit) { c.Differs = []string{"apiDefinition.swagger.json /info/title", "icon.png"} },
			[]string{"warning CommitDiffersFromFolder: your folder differs from b418fa3: apiDefinition.swagger.json /info/title, icon.png"}},
	}
	found := map[string]bool{}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := good()
			tt.change(&c)
			report := Judge(c)
			if got := lines(report); !slices.Equal(got, tt.want) {
				t.Errorf("got\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(tt.want, "\n  "))
			}
			for _, f := range report.Findings {
				found[f.Rule] = true
			}
			for _, o := range report.Unchecked() {
				t.Errorf("%s is not checked: %s", o.Rule, o.Reason)
			}
		})
	}
	for _, rule := range Rules() {
		if !found[rule.ID] {
			t.Errorf("no case finds %s", rule.ID)
		}
	}
}

// TestOfflineIsNotPassed holds that a question nobody could answer is neither
// passed nor found, and that a person may vouch for it instead.
func TestOfflineIsNotPassed(t *testing.T) {
	offline := Answer{Why: "offline"}
	report := Judge(Commit{Typed: squash, Resolves: offline, IsHead: offline, OnBranch: offline, Merged: offline, Newest: offline, Touches: offline})
	if got := lines(report); got != nil {
		t.Errorf("findings offline: %q", got)
	}
	attest := map[string]string{}
	for _, r := range Rules() {
		attest[r.ID] = r.Attest
	}
	for _, o := range report.Outcomes {
		if o.Result == checks.Passed {
			t.Errorf("%s passed offline", o.Rule)
		}
		if o.Result == checks.NotChecked && attest[o.Rule] == "" {
			t.Errorf("%s is not checked and nobody may vouch for it", o.Rule)
		}
		if o.Result == checks.NotChecked && o.Rule != "CommitDiffersFromFolder" && o.Reason != "offline" {
			t.Errorf("%s: reason %q, want offline", o.Rule, o.Reason)
		}
	}
	if n := len(report.Unchecked()); n != 7 {
		t.Errorf("%d rules not checked, want 7", n)
	}
}

// TestHeadSaysHowToAccept holds that the merged commit is offered by name where
// it is known, and that nothing is offered where it is not.
func TestHeadSaysHowToAccept(t *testing.T) {
	for use, want := range map[string]string{
		squash: "Choose b418fa3, which is offered above.",
		"":     isHead.Fix,
		head:   isHead.Fix, // what was typed is no offer
	} {
		c := good()
		c.SHA, c.Typed, c.Use, c.IsHead = head, head, use, yes("")
		f := Judge(c).Findings
		if len(f) != 1 || f[0].Fix != want {
			t.Errorf("with %q merged: %+v, want the fix %q", use, f, want)
		}
	}
}

func TestRulesAreComplete(t *testing.T) {
	for _, r := range Rules() {
		if r.ID == "" || r.Subject != checks.SubjectOrigin || r.Origin == "" || r.Meaning == "" || r.Fix == "" || r.Source == "" || r.Bad == "" || r.Good == "" {
			t.Errorf("%+v lacks something", r)
		}
	}
}
