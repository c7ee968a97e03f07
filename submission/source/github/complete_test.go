package github

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/certwiz/certwiz/checks/origin"
	"github.com/certwiz/certwiz/internal/githubtest"
)

// statements writes the answers as one word each: yes, no, or a question mark.
func statements(c origin.Commit) string {
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
	lone := strings.Repeat("f", 40)
	base := answers{
		repoPath + "/pulls/3473":                                                  merged(3473),
		repoPath + "/pulls/12":                                                    opened(12),
		repoPath + "/pulls/13":                                                    strings.Replace(opened(13), `"open"`, `"closed"`, 1),
		repoPath + "/pulls/14":                                                    strings.ReplaceAll(merged(14), squash, "short"),
		repoPath + "/commits/" + squash:                                           commitJSON(squash, folder+"/icon.png", "certified-connectors/Fabrikam/readme.md"),
		repoPath + "/commits/" + squash[:9]:                                       commitJSON(squash, folder+"/icon.png"),
		repoPath + "/commits/" + head:                                             commitJSON(head, folder+"/icon.png"),
		repoPath + "/commits/" + other:                                            commitJSON(other, "README.md"),
		repoPath + "/commits/" + lone:                                             commitJSON(lone, folder+"/icon.png"),
		repoPath + "/commits/" + lone + "/pulls":                                  "[]",
		repoPath + "/compare/" + lone + "...dev?per_page=1":                       `{"status":"diverged"}`,
		repoPath + "/commits/" + squash + "/pulls":                                "[" + merged(3473) + "]",
		repoPath + "/commits/" + head + "/pulls":                                  "[" + merged(3473) + "]",
		repoPath + "/commits/" + other + "/pulls":                                 "[]",
		repoPath + "/compare/" + squash + "...dev?per_page=1":                     `{"status":"ahead"}`,
		repoPath + "/compare/" + head + "...dev?per_page=1":                       `{"status":"diverged"}`,
		repoPath + "/compare/" + other + "...dev?per_page=1":                      `{"status":"identical"}`,
		repoPath + "/commits?path=" + inQuery(folder) + "&per_page=30&sha=dev":    `[{"sha":"` + squash + `"}]`,
		repoPath + "/commits?path=certified-connectors%2FOld&per_page=30&sha=dev": `[{"sha":"` + newer + `"}]`,
		repoPath + "/commits?path=certified-connectors%2FNew&per_page=30&sha=dev": `[]`,
	}
	tests := []struct {
		name, typed, folder string
		want, sha, use      string
		pr, calls           int
		why                 string
	}{
		{"merged pull request", "#3473", folder, "yes no yes yes yes yes", squash, "", 3473, 3, "12 May 2026"},
		{"open pull request", "12", folder, "no ? ? no ? ?", "", "", 12, 1, "pull request 12 is open, not merged, so there is no commit of it yet"},
		{"closed pull request", "13", folder, "no ? ? no ? ?", "", "", 13, 1, "pull request 13 was closed without being merged"},
		{"merged without a commit", "14", folder, "? ? ? ? ? ?", "", "", 14, 1, "can't be used"},
		{"no such pull request", "99", folder, "no ? ? ? ? ?", "", "", 99, 1, "microsoft/PowerPlatformConnectors has no pull request 99"},
		{"squash commit", squash, folder, "yes no yes yes yes yes", squash, "", 3473, 3, ""},
		{"short", squash[:9], folder, "yes no yes yes yes yes", squash, "", 3473, 3, ""},
		{"head", head, folder, "yes yes no yes no yes", head, squash, 3473, 4, ""},
		{"pushed without a pull request", other, folder, "yes no yes no no no", other, squash, 0, 4, "no merged pull request"},
		{"on a fork only", lone, folder, "yes no no no no yes", lone, "", 0, 4, "no merged pull request"},
		{"older", squash, "certified-connectors/Old", "yes no yes yes no no", squash, newer, 3473, 4, "ddddddd is newer"},
		{"new folder", squash, "certified-connectors/New", "yes no yes yes no no", squash, "", 3473, 4, "certified-connectors/New is not on dev"},
		{"no folder", squash, "", "yes no yes yes ? ?", squash, "", 3473, 3, "the connector's folder is not known"},
		{"no such commit", strings.Repeat("e", 40), folder, "no ? ? ? ? ?", "", "", 0, 1, "has no such commit"},
		{"another repository's", "https://github.com/contoso/x/pull/3473", folder, "no ? ? ? ? ?", "", "", 0, 0, "this pull request is in contoso/x"},
		{"nonsense", "what", folder, "no ? ? ? ? ?", "", "", 0, 0, "this is not a commit"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			g, asked := serve(t, base)
			c := g.Complete(context.Background(), origin.Commit{Typed: tt.typed, Folder: tt.folder})
			if got := statements(c); got != tt.want {
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

func inQuery(s string) string { return url.QueryEscape(s) }

// What the clone established stays, and is not asked again.
func TestCompleteKeepsKnownAnswers(t *testing.T) {
	at := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	local := origin.Answer{Known: true, Yes: true, By: "local clone", At: at}
	all := origin.Commit{Typed: squash, SHA: squash, Folder: folder, Resolves: local, IsHead: local, OnBranch: local, Merged: local, Newest: local, Touches: local}
	g, asked := serve(t, answers{repoPath + "/commits/" + squash + "/pulls": "[" + merged(3473) + "]"})
	if c := g.Complete(context.Background(), all); len(*asked) != 0 || statements(c) != "yes yes yes yes yes yes" {
		t.Errorf("%d calls, %s", len(*asked), statements(c))
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
		repoPath + "/commits/" + squash: commitJSON(squash, files...), repoPath + "/compare/" + squash + "...dev": `{"status":"ahead"}`,
		repoPath + "/commits/" + squash + "/pulls": `[]`, repoPath + "/commits": `[]`,
	})
	c := g.Complete(context.Background(), origin.Commit{Typed: squash, Folder: folder})
	if c.Touches.Known || !strings.Contains(c.Touches.Why, "more than the 300 files") || !c.OnBranch.Yes {
		t.Errorf("touches %+v, on branch %+v", c.Touches, c.OnBranch)
	}
}

// The commit that was pasted is a pull request's head; then Microsoft merges
// it, and GitHub leads to the squash commit.
func TestCompleteFollowsTheMerge(t *testing.T) {
	hub, g, n := reviewed(t)
	ctx := context.Background()
	pasted := g.ReadPull(ctx, n, folder, nil).Head
	c := g.Complete(ctx, origin.Commit{Typed: pasted, Folder: folder})
	if got := statements(c); got != "yes yes no no no yes" || c.PR != n || c.Use != "" {
		t.Errorf("open: %s, %+v", got, c)
	}
	var squashed string
	hub.Change(func(w *githubtest.World) { squashed = w.Pulls[n].Merge("engineer").SHA })
	c = g.Complete(ctx, origin.Commit{Typed: pasted, Folder: folder})
	if got := statements(c); got != "yes yes no yes no yes" || c.Use != squashed {
		t.Errorf("merged: %s, use %q, %+v", got, c.Use, c)
	}
	c = g.Complete(ctx, origin.Commit{Typed: c.Use, Folder: folder})
	if got := statements(c); got != "yes no yes yes yes yes" || c.PR != n {
		t.Errorf("offered: %s, %+v", got, c)
	}
	hub.Change(func(w *githubtest.World) { w.Open("contoso", "next", "Next", connectorFiles("2")).Merge("engineer") })
	c = g.Complete(ctx, origin.Commit{Typed: squashed, Folder: folder})
	if got := statements(c); got != "yes no yes yes no yes" || c.Use == "" || c.Use == squashed {
		t.Errorf("older: %s, %+v", got, c)
	}
}

// A commit that is not among the newest of its folder is proved to be on the
// branch with a call of its own.
func TestCompleteOldCommit(t *testing.T) {
	hub, g := newHub(t)
	var first string
	hub.Change(func(w *githubtest.World) {
		first = w.Open("contoso", "a", "Contoso", connectorFiles("a")).Merge("engineer").SHA
		for i := range historyPage {
			w.Commit(strconv.Itoa(i), connectorFiles(strconv.Itoa(i)))
		}
	})
	asked := callsSince(hub, func() {
		if c := g.Complete(context.Background(), origin.Commit{Typed: first, Folder: folder}); statements(c) != "yes no yes yes no yes" {
			t.Errorf("%s, %+v", statements(c), c)
		}
	})
	if len(asked) != 4 || !strings.Contains(strings.Join(asked, " "), "/compare/") {
		t.Errorf("calls %q", asked)
	}
}
