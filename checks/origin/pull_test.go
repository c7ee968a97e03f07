package origin

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
)

// day is noon of a day in May 2024.
func day(n int) time.Time { return time.Date(2024, time.May, n, 12, 0, 0, 0, time.UTC) }

const (
	ours   = "certified-connectors/Contoso Invoices"
	theirs = "independent-publisher-connectors/Contoso Weather"

	// filled is a text with everything that Microsoft's template asks for.
	filled = `- [x] The connector does not exist yet.
- [x] It works: all operations were tested.

If you are an Independent Publisher, you must also attest to the following:

- [x] This is named after the pattern of "Connector Name (Independent Publisher)"
- [X] Screenshots are below.
- [ ] If the connector uses OAuth, the readme.md says how to create an app.

![A flow that succeeds](https://github.com/user-attachments/assets/1)
`
)

func asked() Asked {
	a := Answer{Known: true, By: "GitHub", At: day(20)}
	return Asked{Pull: a, Files: a, Checks: a, Reviews: a, Comments: a, Owners: a}
}

// certified is a verified publisher's pull request with nothing to say about.
func certified() (Pull, About) {
	return Pull{
			Number: 3473, URL: "https://github.com/microsoft/PowerPlatformConnectors/pull/3473", Title: "Contoso Invoices", Author: "contoso-dev",
			Body:  "- [x] I tested it.\n\nIf you are an Independent Publisher, you must also attest to the following:\n\n- [ ] I have pasted screenshots.",
			Owner: "microsoft", Repo: "PowerPlatformConnectors", Base: "dev",
			Head: head, HeadOwner: "contoso", HeadRepo: "PowerPlatformConnectors", HeadBranch: "invoices",
			Opened: day(1), Updated: day(1), Pushed: day(1).Add(-time.Hour),
			Files:     []string{ours + "/apiDefinition.swagger.json", ours + "/apiProperties.json", ours + "/readme.md"},
			Conflicts: no(""),
			Checks:    []CheckRun{{Name: "license/cla", State: CheckPassed, At: day(1)}, {Name: "Swagger validation", State: CheckPassed, At: day(1)}},
			Asked:     asked(),
		}, About{
			Folder: ours, Name: "Contoso Invoices", Author: []string{"contoso-dev"},
		}
}

// independent is an independent publisher's, likewise.
func independent() (Pull, About) {
	p, about := certified()
	p.Title, p.Body = "Contoso Weather (Independent Publisher)", filled
	p.Files = []string{theirs + "/apiDefinition.swagger.json", theirs + "/apiProperties.json", theirs + "/readme.md"}
	about.Folder, about.Name, about.Independent = theirs, "Contoso Weather", true
	return p, about
}

func merge(p *Pull) {
	p.Closed, p.Merged, p.MergeCommit, p.MergedBy, p.EndedAt = true, true, squash, "ms-engineer", day(12)
	p.Owners = []string{"@Contoso-Dev"}
}

func changesAsked(at int, commit string) Statement {
	return Statement{ID: int64(at), Author: "ms-engineer", Microsoft: true, Verdict: RequestsChange, Commit: commit, At: day(at)}
}

func TestJudgePull(t *testing.T) {
	type change func(*Pull, *About)
	tests := []struct {
		name        string
		independent bool
		change      change
		want        []string
	}{
		{"right", false, func(*Pull, *About) {}, nil},
		{"right, independent", true, func(*Pull, *About) {}, nil},
		{"merged", false, func(p *Pull, _ *About) { merge(p) }, nil},

		{"wrong branch", false, func(p *Pull, _ *About) { p.Base = "master" },
			[]string{"error PullRequestWrongBase: pull request 3473 goes to master, not to dev"}},
		{"own fork", false, func(p *Pull, _ *About) { p.Owner = "contoso" },
			[]string{"error PullRequestWrongBase: pull request 3473 goes to dev of contoso/PowerPlatformConnectors, not to dev of microsoft/PowerPlatformConnectors"}},
		{"owner in other case", false, func(p *Pull, _ *About) { p.Owner = "Microsoft" }, nil},
		{"wrong branch, merged, independent", true, func(p *Pull, _ *About) { merge(p); p.Base = "feature" },
			[]string{"error PullRequestWrongBase: pull request 3473 goes to feature, not to dev"}},

		{"closed", false, func(p *Pull, _ *About) {
			p.Closed, p.EndedAt, p.Draft, p.Conflicts = true, day(9), true, yes("")
			p.Said = []Statement{{Author: "ms-engineer", Microsoft: true, Text: "Closing for lack of an answer.", At: day(8)}}
		}, []string{"error PullRequestClosed: pull request 3473 by contoso-dev was closed on 9 May 2024 without being merged; Microsoft's last word is by ms-engineer on 8 May 2024"}},
		{"draft", true, func(p *Pull, _ *About) { p.Draft = true },
			[]string{"error PullRequestDraft: pull request 3473 is a draft (opened by contoso-dev on 1 May 2024); nobody reviews a draft"}},
		{"draft of a verified publisher", false, func(p *Pull, _ *About) { p.Draft, p.Author, p.Opened = true, "", time.Time{} },
			[]string{"warning PullRequestDraft: pull request 3473 is a draft; nobody reviews a draft"}},
		{"conflicts", true, func(p *Pull, _ *About) { p.Conflicts = yes("") },
			[]string{"error PullRequestConflicts: pull request 3473 conflicts with dev and can't be merged"}},
		{"conflicts of a verified publisher", false, func(p *Pull, _ *About) { p.Conflicts = yes("") },
			[]string{"warning PullRequestConflicts: pull request 3473 conflicts with dev and can't be merged"}},

		{"another connector", false, func(p *Pull, _ *About) { p.Files = []string{"certified-connectors/Contoso Orders/readme.md"} },
			[]string{"error PullRequestMissesFolder: pull request 3473 changes nothing in certified-connectors/Contoso Invoices; it changes certified-connectors/Contoso Orders"}},
		{"no file", false, func(p *Pull, _ *About) { p.Files = nil },
			[]string{"error PullRequestMissesFolder: pull request 3473 changes nothing in certified-connectors/Contoso Invoices; it changes no file"}},
		{"another connector, merged, independent", true, func(p *Pull, _ *About) { merge(p); p.Files = []string{"docs/a.md"} },
			[]string{"error PullRequestMissesFolder: pull request 3473 changes nothing in independent-publisher-connectors/Contoso Weather; it changes no connector's folder"}},
		{"independent in certified-connectors", true, func(p *Pull, _ *About) {
			p.Files = []string{"certified-connectors/Contoso Weather/readme.md"}
		}, []string{"error PullRequestWrongFolder: pull request 3473 changes certified-connectors/Contoso Weather; an independent publisher's connector is in independent-publisher-connectors"}},
		{"verified in custom-connectors", false, func(p *Pull, _ *About) { p.Files = []string{"custom-connectors/Contoso Invoices/readme.md"} },
			[]string{"error PullRequestWrongFolder: pull request 3473 changes custom-connectors/Contoso Invoices; a verified publisher's connector is in certified-connectors"}},
		{"the folder itself is the wrong one", true, func(p *Pull, about *About) {
			about.Folder = "certified-connectors/Contoso Weather"
			p.Files = []string{"certified-connectors/Contoso Weather/readme.md"}
		}, []string{"error PullRequestWrongFolder: pull request 3473 changes certified-connectors/Contoso Weather; an independent publisher's connector is in independent-publisher-connectors"}},
		{"other connectors, too", false, func(p *Pull, _ *About) {
			p.Files = append(p.Files, "certified-connectors/D/a", "certified-connectors/C/a", "certified-connectors/B/a", "certified-connectors/A/a", "certified-connectors/A/b")
		}, []string{"error PullRequestTouchesOthers: pull request 3473 changes other connectors, too: certified-connectors/A, certified-connectors/B, certified-connectors/C and 1 more"}},
		{"outside", false, func(p *Pull, _ *About) { p.Files = append(p.Files, "README.md", "certified-connectors/readme.md") },
			[]string{"error PullRequestOutsideFolder: pull request 3473 changes files outside the connector's folder: README.md, certified-connectors/readme.md"}},
		{"outside, a hostile name", false, func(p *Pull, _ *About) { p.Files = append(p.Files, "a\nb\x1b[31m") },
			[]string{`error PullRequestOutsideFolder: pull request 3473 changes files outside the connector's folder: a\nb\u001b[31m`}},
		{"too deep", false, func(p *Pull, _ *About) { p.Files = append(p.Files, ours+"/Artifacts/script.csx") },
			[]string{"warning PullRequestFolderDepth: pull request 3473 has files in folders inside the connector's folder: certified-connectors/Contoso Invoices/Artifacts/script.csx"}},
		{"folder of another name", false, func(p *Pull, about *About) {
			about.Folder = "certified-connectors/connector-v2"
			p.Files = []string{"certified-connectors/connector-v2/readme.md"}
		}, []string{"advice PullRequestFolderName: the folder certified-connectors/connector-v2 has another name than the connector, `Contoso Invoices`"}},
		{"folder with part of the name", false, func(p *Pull, about *About) { about.Name = "Contoso Invoices Pro" }, nil},

		{"no suffix", true, func(p *Pull, _ *About) { p.Title = "Add weather connector" },
			[]string{"warning PullRequestTitle: pull request 3473 is called `Add weather connector`; an independent publisher's ends in (Independent Publisher)"}},
		{"only the suffix", true, func(p *Pull, _ *About) { p.Title = "(Independent Publisher)" },
			[]string{"warning PullRequestTitle: pull request 3473 is called `(Independent Publisher)`; an independent publisher's ends in (Independent Publisher)"}},
		{"another name", true, func(p *Pull, _ *About) { p.Title = "Fabrikam Tides (independent publisher)" },
			[]string{"advice PullRequestTitle: pull request 3473 is called `Fabrikam Tides (independent publisher)`, the connector `Contoso Weather`"}},
		{"suffix in the connector's title", true, func(p *Pull, about *About) { about.Name += " (Independent Publisher)" }, nil},
		{"proposal with the files", true, func(p *Pull, _ *About) { p.Title = "Proposal: Contoso Weather (Independent Publisher)" },
			[]string{"warning PullRequestTitle: pull request 3473 is called `Proposal: Contoso Weather (Independent Publisher)`, yet it holds the connector's files; a proposal is not reviewed"}},
		{"proposal", true, func(p *Pull, _ *About) {
			p.Title, p.Files, p.Body = "Proposal - Contoso Weather (Independent Publisher)", []string{theirs + "/readme.md"}, "- [x] It does not exist yet."
		}, nil},
		{"a connector called a proposal", true, func(p *Pull, about *About) {
			p.Title, about.Name, about.Folder = "Proposal Builder (Independent Publisher)", "Proposal Builder", "independent-publisher-connectors/Proposal Builder"
			p.Files = []string{about.Folder + "/apiProperties.json"}
		}, nil},
		{"suffix of a verified publisher", false, func(p *Pull, _ *About) { p.Title = "Contoso Invoices (Independent Publisher)" },
			[]string{"warning PullRequestTitle: pull request 3473 is called `Contoso Invoices (Independent Publisher)`, as an independent publisher's is"}},

		{"no text", false, func(p *Pull, _ *About) { p.Body = " \r\n" },
			[]string{"warning PullRequestChecklistMissing: pull request 3473 has no text, and so not the template's checklist"}},
		{"no checklist", false, func(p *Pull, _ *About) { p.Body = "Adds a connector.\n- one\n<!-- - [ ] hidden -->" },
			[]string{"warning PullRequestChecklistMissing: the text of pull request 3473 lacks the template's checklist"}},
		{"one open item", false, func(p *Pull, _ *About) { p.Body = "- [x] one\n- [ ] two" },
			[]string{"warning PullRequestChecklistOpen: an item of the checklist is not ticked: `two`"}},
		{"two open items", false, func(p *Pull, _ *About) { p.Body = "- [ ] one\n- [ ] two" },
			[]string{"warning PullRequestChecklistOpen: 2 items of the checklist are not ticked: `one`, `two`"}},
		{"an independent publisher's item without its heading", false, func(p *Pull, _ *About) {
			p.Body = "- [x] one\n- [ ] This is named after the pattern of \"Connector Name (Independent Publisher)\""
		}, nil},
		{"open items", true, func(p *Pull, about *About) {
			about.OAuth, p.Body = true, strings.NewReplacer("[x]", "[ ]", "[X]", "[x]").Replace(filled)
		}, []string{"warning PullRequestChecklistOpen: 4 items of the checklist are not ticked, the first two: `The connector does not exist yet.`, `It works: all operations were tested.`"}},
		{"miswritten", false, func(p *Pull, _ *About) { p.Body = "- [x] one\n-[x] two" },
			[]string{"advice PullRequestChecklistMiswritten: an item of the checklist is miswritten, and GitHub shows no box for it"}},
		{"all miswritten", false, func(p *Pull, _ *About) { p.Body = "- [] one\n- [x]two" },
			[]string{"advice PullRequestChecklistMiswritten: 2 items of the checklist are miswritten, and GitHub shows no boxes for them"}},
		{"no picture", true, func(p *Pull, _ *About) { p.Body = "- [x] one" },
			[]string{"advice PullRequestScreenshots: neither the text of pull request 3473 nor a comment on it shows a picture"}},
		{"picture in a comment", true, func(p *Pull, _ *About) {
			p.Body, p.Said = "- [x] one", []Statement{{Author: "contoso-dev", Text: `<img width="9" src="https://example.com/a.png">`, At: day(2)}}
		}, nil},
		{"picture in code", true, func(p *Pull, _ *About) { p.Body = "- [x] one\n```\n![a](b)\n```" },
			[]string{"advice PullRequestScreenshots: neither the text of pull request 3473 nor a comment on it shows a picture"}},

		{"no agreement", true, func(p *Pull, _ *About) {
			p.Checks = append(p.Checks, CheckRun{Name: "license/cla", State: CheckFailed, Title: "Contributor License Agreement is not agreed to yet.", At: day(2)})
		}, []string{"error PullRequestCLA: the check `license/cla` failed on 2 May 2024: Contributor License Agreement is not agreed to yet."}},
		{"no agreement of a verified publisher", false, func(p *Pull, _ *About) { p.Checks[0].State = CheckFailed },
			[]string{"warning PullRequestCLA: the check `license/cla` failed on 1 May 2024"}},
		{"agreement awaited", true, func(p *Pull, _ *About) { p.Checks[0].State = CheckRunning },
			[]string{"warning PullRequestCLA: the check `license/cla` waits for the agreement"}},
		{"a check failed", true, func(p *Pull, _ *About) { p.Checks[1].State, p.Checks[1].Title = CheckFailed, "3 errors" },
			[]string{"error PullRequestCheckFailed: the check `Swagger validation` failed on 1 May 2024: 3 errors"}},
		{"a check failed for a verified publisher", false, func(p *Pull, _ *About) {
			p.Checks[1].State = CheckFailed
			p.Checks = append(p.Checks, CheckRun{Name: "build", State: CheckRunning})
		}, []string{"warning PullRequestCheckFailed: the check `Swagger validation` failed on 1 May 2024"}},
		{"many checks failed", true, func(p *Pull, _ *About) {
			for i := range 7 {
				p.Checks = append(p.Checks, CheckRun{Name: fmt.Sprint("c", i), State: CheckFailed})
			}
		}, []string{"error PullRequestCheckFailed: the check `c0` failed", "error PullRequestCheckFailed: the check `c1` failed", "error PullRequestCheckFailed: the check `c2` failed",
			"error PullRequestCheckFailed: the check `c3` failed", "error PullRequestCheckFailed: 3 more checks failed"}},

		{"changes requested", true, func(p *Pull, _ *About) { p.Said = []Statement{changesAsked(3, head)} },
			[]string{"error PullRequestChangesRequested: changes were requested by ms-engineer of Microsoft on 3 May 2024, and nothing was pushed since"}},
		{"changes requested of the last commit, its date unknown", true, func(p *Pull, _ *About) { p.Pushed, p.Said = time.Time{}, []Statement{changesAsked(3, head)} },
			[]string{"error PullRequestChangesRequested: changes were requested by ms-engineer of Microsoft on 3 May 2024, and nothing was pushed since"}},
		{"changes requested of a verified publisher", false, func(p *Pull, _ *About) { p.Said = []Statement{changesAsked(3, "")} },
			[]string{"warning PullRequestChangesRequested: changes were requested by ms-engineer of Microsoft on 3 May 2024, and nothing was pushed since"}},
		{"changes requested by somebody else", true, func(p *Pull, _ *About) {
			s := changesAsked(3, head)
			s.Author, s.Microsoft = "fabrikam-dev", false
			p.Said = []Statement{s}
		}, []string{"advice PullRequestChangesRequested: changes were requested by fabrikam-dev on 3 May 2024, and nothing was pushed since"}},
		{"changes requested, pushed since", true, func(p *Pull, _ *About) { p.Said, p.Pushed = []Statement{changesAsked(3, "")}, day(4) }, nil},
		{"changes requested of an older commit", true, func(p *Pull, _ *About) { p.Said = []Statement{changesAsked(3, squash)} }, nil},
		{"changes requested, then approved", true, func(p *Pull, _ *About) {
			p.Said = []Statement{changesAsked(3, head), {Author: "MS-engineer", Microsoft: true, Verdict: Approves, At: day(5)}}
		}, nil},
		{"approved, then changes requested", true, func(p *Pull, _ *About) {
			p.Said = []Statement{{Author: "ms-engineer", Microsoft: true, Verdict: Approves, At: day(2)}, changesAsked(3, head)}
		}, []string{"error PullRequestChangesRequested: changes were requested by ms-engineer of Microsoft on 3 May 2024, and nothing was pushed since"}},

		{"no owner", false, func(p *Pull, _ *About) { merge(p); p.Owners = nil },
			[]string{"advice PullRequestNoOwner: CODEOWNERS names nobody for certified-connectors/Contoso Invoices"}},
		{"another owner", false, func(p *Pull, _ *About) {
			merge(p)
			p.Owners = []string{"@microsoft/connectors", "dev@fabrikam.example"}
		}, []string{"advice PullRequestNoOwner: CODEOWNERS names @microsoft/connectors, dev@fabrikam.example for certified-connectors/Contoso Invoices, not @contoso-dev"}},
		{"the author owns it", false, func(p *Pull, about *About) { merge(p); about.Author = nil }, nil},
		{"another owner than the author", false, func(p *Pull, about *About) { merge(p); about.Author, p.Author = nil, "contoso-bot" },
			[]string{"advice PullRequestNoOwner: CODEOWNERS names @Contoso-Dev for certified-connectors/Contoso Invoices, not @contoso-bot"}},
	}
	found := map[string]bool{}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, about := certified()
			if tt.independent {
				p, about = independent()
			}
			tt.change(&p, &about)
			report := JudgePull(p, about)
			if got := lines(report); !slices.Equal(got, tt.want) {
				t.Errorf("got\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(tt.want, "\n  "))
			}
			for _, f := range report.Findings {
				found[f.Rule] = true
				if f.Fix == "" {
					t.Errorf("%s says not how to mend it", f.Rule)
				}
			}
			for _, o := range report.Unchecked() {
				t.Errorf("%s is not checked: %s", o.Rule, o.Reason)
			}
		})
	}
	for _, rule := range PullRules() {
		if !found[rule.ID] {
			t.Errorf("no case finds %s", rule.ID)
		}
	}
}

func TestPullFixes(t *testing.T) {
	tests := []struct {
		name   string
		change func(*Pull)
		want   string
	}{
		{"title", func(p *Pull) { p.Title = "Weather" }, "Edit the title on GitHub: Contoso Weather (Independent Publisher)"},
		{"proposal", func(p *Pull) { p.Title = "Proposal - Contoso Weather (Independent Publisher)" },
			`Take "Proposal" off the title when it is ready for review: Contoso Weather (Independent Publisher)`},
		{"base", func(p *Pull) { p.Base = "master" }, "Change its base branch to dev on GitHub: Edit, beside its title."},
		{"repository", func(p *Pull) { p.Repo = "Connectors" }, "Open a new one from the same branch, to dev of microsoft/PowerPlatformConnectors."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, about := independent()
			tt.change(&p)
			if f := JudgePull(p, about).Findings; len(f) != 1 || f[0].Fix != tt.want {
				t.Errorf("got %+v, want the fix %q", f, tt.want)
			}
		})
	}
}

func TestPullRulesAreComplete(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range Rules() {
		seen[r.ID] = true
	}
	for _, r := range PullRules() {
		if seen[r.ID] {
			t.Errorf("%s stands twice", r.ID)
		}
		seen[r.ID] = true
		if !strings.HasPrefix(r.ID, "PullRequest") || r.Subject != "pull" || r.Origin == "" || r.Meaning == "" || r.Fix == "" || r.Source == "" || r.Link == "" || r.Bad == "" || r.Good == "" || r.Attest == "" {
			t.Errorf("%+v lacks something", r)
		}
	}
}

// FuzzJudgePull holds that no text of a stranger makes a rule fail or breaks a
// message's one line.
func FuzzJudgePull(f *testing.F) {
	f.Add("Contoso (Independent Publisher)", filled, ours+"/a", "ms-engineer", "license/cla", true)
	f.Add("Proposal - \x00", "-[x] a\n- [ ] \x1b[2J", "certified-connectors//", "\n", "\u202e", false)
	f.Fuzz(func(t *testing.T, title, body, file, author, check string, independent bool) {
		p := Pull{Number: 1, Title: title, Body: body, Author: author, Base: "dev", Owner: author, Repo: title, Head: "a", Draft: true,
			Files: []string{file, file + "/x/y/z"}, Checks: []CheckRun{{Name: check, State: CheckFailed, Title: body}, {Name: "cla" + check}},
			Said:   []Statement{{Author: author, Microsoft: true, Verdict: RequestsChange, Text: body, Commit: "a", At: day(1)}},
			Owners: []string{author}, Asked: asked(), Conflicts: yes("")}
		for _, about := range []About{{Independent: independent, Name: title, Folder: file, Author: []string{check}}, {Independent: independent, Merged: true}} {
			report := JudgePull(p, about)
			for _, o := range report.Outcomes {
				if strings.HasPrefix(o.Reason, "the rule failed") {
					t.Errorf("%s: %s", o.Rule, o.Reason)
				}
			}
			for _, finding := range report.Findings {
				if i := strings.IndexFunc(finding.Message+finding.Fix, func(r rune) bool { return !unicode.IsGraphic(r) }); i >= 0 {
					t.Errorf("%s: %q is not one line of plain text", finding.Rule, finding.Message+finding.Fix)
				}
			}
		}
	})
}
