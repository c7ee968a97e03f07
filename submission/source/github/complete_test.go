package github

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/certwiz/certwiz/checks/origin"
)

const folder = "certified-connectors/Contoso Invoices"

// said writes the answers as one word each: yes, no, or a question mark.
func said(c origin.Commit) string {
	var out []string
	for _, a := range []origin.Answer{c.Resolves, c.IsHead, c.OnBranch, c.Merged, c.Newest, c.Touches} {
		switch {
		case a.Known && a.Yes:
			out = append(out, "yes")
		case a.Known:
			out = append(out, "no")
		default:
			out = append(out, "?")
		}
	}
	return strings.Join(out, " ")
}

func TestComplete(t *testing.T) {
	other := strings.Repeat("c", 40)
	newer := strings.Repeat("d", 40)
	base := answers{
		repo + "/pulls/3473":                                                 merged(3473),
		repo + "/pulls/12":                                                   opened(12),
		repo + "/pulls/13":                                                   strings.Replace(opened(13), `"open"`, `"closed"`, 1),
		repo + "/pulls/14":                                                   strings.ReplaceAll(merged(14), squash, "short"),
		repo + "/commits/" + squash:                                          commit(squash, folder+"/icon.png", "certified-connectors/Fabrikam/readme.md"),
		repo + "/commits/" + squash[:9]:                                      commit(squash, folder+"/icon.png"),
		repo + "/commits/" + head:                                            commit(head, folder+"/icon.png"),
		repo + "/commits/" + other:                                           commit(other, "README.md"),
		repo + "/commits/" + squash + "/pulls":                               "[" + merged(3473) + "]",
		repo + "/commits/" + head + "/pulls":                                 "[" + merged(3473) + "]",
		repo + "/commits/" + other + "/pulls":                                "[]",
		repo + "/compare/" + squash + "...dev?per_page=1":                    `{"status":"ahead"}`,
		repo + "/compare/" + head + "...dev?per_page=1":                      `{"status":"diverged"}`,
		repo + "/compare/" + other + "...dev?per_page=1":                     `{"status":"identical"}`,
		repo + "/commits?path=" + escaped(folder) + "&per_page=1&sha=dev":    `[{"sha":"` + squash + `"}]`,
		repo + "/commits?path=certified-connectors%2FOld&per_page=1&sha=dev": `[{"sha":"` + newer + `"}]`,
		repo + "/commits?path=certified-connectors%2FNew&per_page=1&sha=dev": `[]`,
	}
	tests := []struct {
		name, typed, folder string
		want, sha, use      string
		pr, calls           int
		why                 string
	}{
		{"merged pull request", "#3473", folder, "yes no yes yes yes yes", squash, "", 3473, 4, "12 May 2026"},
		{"open pull request", "12", folder, "no ? ? no ? ?", "", "", 12, 1, "pull request 12 is open, not merged, so there is no commit of it yet"},
		{"closed pull request", "13", folder, "no ? ? no ? ?", "", "", 13, 1, "pull request 13 was closed without being merged"},
		{"merged without a commit", "14", folder, "? ? ? ? ? ?", "", "", 14, 1, "can't be used"},
		{"no such pull request", "99", folder, "no ? ? ? ? ?", "", "", 0, 1, "microsoft/PowerPlatformConnectors has no pull request 99"},
		{"squash commit", squash, folder, "yes no yes yes yes yes", squash, "", 3473, 4, ""},
		{"short", squash[:9], folder, "yes no yes yes yes yes", squash, "", 3473, 4, ""},
		{"head", head, folder, "yes yes no yes no yes", head, squash, 3473, 4, ""},
		{"pushed without a pull request", other, folder, "yes no yes no no no", other, squash, 0, 4, "no merged pull request"},
		{"older", squash, "certified-connectors/Old", "yes no yes yes no no", squash, newer, 3473, 4, "ddddddd is newer"},
		{"new folder", squash, "certified-connectors/New", "yes no yes yes no no", squash, "", 3473, 4, "certified-connectors/New is not on dev"},
		{"no folder", squash, "", "yes no yes yes ? ?", squash, "", 3473, 3, "the connector's folder is not known"},
		{"no such commit", strings.Repeat("e", 40), folder, "no ? ? ? ? ?", "", "", 0, 1, "has no such commit"},
		{"another repository's", "https://github.com/contoso/x/pull/3473", folder, "? ? ? ? ? ?", "", "", 0, 0, ""},
		{"nonsense", "what", folder, "? ? ? ? ? ?", "", "", 0, 0, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			g, asked := serve(t, base)
			c := g.Complete(context.Background(), origin.Commit{Typed: tt.typed, Folder: tt.folder})
			if got := said(c); got != tt.want {
				t.Errorf("got %s, want %s\n%+v", got, tt.want, c)
			}
			if c.SHA != tt.sha || c.Use != tt.use || c.PR != tt.pr {
				t.Errorf("SHA %q use %q PR %d", c.SHA, c.Use, c.PR)
			}
			if len(*asked) != tt.calls {
				t.Errorf("%d calls, want %d: %q", len(*asked), tt.calls, *asked)
			}
			whys := ""
			for _, a := range []origin.Answer{c.Resolves, c.IsHead, c.OnBranch, c.Merged, c.Newest, c.Touches} {
				whys += a.Why + "\n"
				if a.Known && (a.By != "GitHub" || !a.At.Equal(noon)) {
					t.Errorf("an answer is by %q at %v", a.By, a.At)
				}
				if !a.Known && a.Why == "" && tt.calls > 0 {
					t.Error("an answer is not known and does not say why")
				}
			}
			if !strings.Contains(whys, tt.why) {
				t.Errorf("%q is nowhere in\n%s", tt.why, whys)
			}
		})
	}
	g, _ := serve(t, base)
	c := g.Complete(context.Background(), origin.Commit{Typed: squash, Folder: folder})
	if !slices.Equal(c.Others, []string{"certified-connectors/Fabrikam"}) || c.Subject != "Contoso (#3473)" {
		t.Errorf("others %q, subject %q", c.Others, c.Subject)
	}
}

func escaped(s string) string {
	return strings.NewReplacer("/", "%2F", " ", "+").Replace(s)
}

// What the clone established stays, and is not asked again.
func TestCompleteKeepsKnownAnswers(t *testing.T) {
	at := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	local := origin.Answer{Known: true, Yes: true, By: "local clone", At: at}
	all := origin.Commit{Typed: squash, SHA: squash, Folder: folder, Resolves: local, IsHead: local, OnBranch: local, Merged: local, Newest: local, Touches: local}
	g, asked := serve(t, answers{repo + "/commits/" + squash + "/pulls": "[" + merged(3473) + "]"})
	if c := g.Complete(context.Background(), all); len(*asked) != 0 || said(c) != "yes yes yes yes yes yes" {
		t.Errorf("%d calls, %s", len(*asked), said(c))
	}
	ambiguous := origin.Commit{Typed: squash[:7], Folder: folder, Resolves: origin.Answer{Known: true, Why: "fits 2 commits"}}
	if c := g.Complete(context.Background(), ambiguous); len(*asked) != 0 || c.SHA != "" || c.Resolves.Why != "fits 2 commits" {
		t.Errorf("%d calls, %+v", len(*asked), c)
	}
	all.Merged = origin.Answer{Why: "the clone does not tell"}
	c := g.Complete(context.Background(), all)
	if len(*asked) != 1 || !c.Merged.Yes || c.Merged.By != "GitHub" || c.IsHead.By != "local clone" || c.PR != 3473 {
		t.Errorf("%d calls, merged %+v, head %+v", len(*asked), c.Merged, c.IsHead)
	}
}

// A commit that only the clone has keeps its local answers.
func TestCompleteUnpushedCommit(t *testing.T) {
	g, _ := serve(t, answers{})
	local := origin.Answer{Known: true, Yes: true, By: "local clone"}
	c := g.Complete(context.Background(), origin.Commit{Typed: squash, SHA: squash, Folder: folder, Resolves: local})
	if !c.Resolves.Yes || c.Merged.Known || !strings.Contains(c.Merged.Why, "was it pushed") {
		t.Errorf("resolves %+v, merged %+v", c.Resolves, c.Merged)
	}
}

// A commit with more files than GitHub lists may touch the folder all the same.
func TestCompleteManyFiles(t *testing.T) {
	files := slices.Repeat([]string{"certified-connectors/Fabrikam/readme.md"}, filesPerPage)
	g, _ := serve(t, answers{
		repo + "/commits/" + squash: commit(squash, files...), repo + "/compare/" + squash + "...dev": `{"status":"ahead"}`,
		repo + "/commits/" + squash + "/pulls": `[]`, repo + "/commits": `[]`,
	})
	c := g.Complete(context.Background(), origin.Commit{Typed: squash, Folder: folder})
	if c.Touches.Known || !strings.Contains(c.Touches.Why, "more than the 300 files") || !c.OnBranch.Yes {
		t.Errorf("touches %+v, on branch %+v", c.Touches, c.OnBranch)
	}
}
