package github

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/checks/origin"
	"github.com/certwiz/certwiz/internal/githubtest"
)

func numbers(pulls []origin.Pull) []int {
	var out []int
	for _, p := range pulls {
		out = append(out, p.Number)
	}
	return out
}

// found is a hub with pull requests of several kinds; it gives their numbers.
func found(t *testing.T) (*githubtest.Server, *GitHub, map[string]int) {
	hub, g := newHub(t)
	n := map[string]int{}
	hub.Change(func(w *githubtest.World) {
		open := func(key, owner, branch, title string, files map[string]string) *githubtest.Pull {
			p := w.Open(owner, branch, title, files)
			n[key] = p.Number
			return p
		}
		open("first", "contoso", "first", "Contoso Invoices", connectorFiles("1")).Merge("engineer")
		open("others", "fabrikam", "x", "Fabrikam", map[string]string{"certified-connectors/Fabrikam/readme.md": ""}).Merge("engineer")
		open("elsewhere", "somebody", "fix", "Mend a typo", connectorFiles("2")).Merge("engineer")
		open("refused", "contoso", "second", "Contoso Invoices, again", connectorFiles("3")).Close()
		open("open", "contoso", "update", "Update", connectorFiles("4"))
		w.Commit("No number here", connectorFiles("5"))
		w.Commit("Revert \"Contoso (#12)\"", connectorFiles("6"))
	})
	return hub, g, n
}

func TestFindPulls(t *testing.T) {
	ctx := context.Background()
	hub, g, n := found(t)
	tests := []struct {
		name   string
		search Search
		want   []string
		calls  int
	}{
		{"all that is known", Search{Folder: folder, Heads: []Head{{"contoso", "update"}}, Authors: []string{"contoso"}}, []string{"open", "refused", "elsewhere", "first"}, 3},
		{"the folder alone", Search{Folder: folder}, []string{"refused", "elsewhere", "first"}, 2},
		{"the title alone", Search{Title: `Contoso "Invoices"`}, []string{"refused", "first"}, 1},
		{"any branch", Search{Folder: "certified-connectors/None", Title: "x", Heads: []Head{{"contoso", ""}}}, nil, 2},
		{"a branch twice", Search{Heads: []Head{{"contoso", "update"}, {"fabrikam", "x"}, {"contoso", "update"}, {"somebody", "fix"}}}, []string{"open", "others"}, 2},
		{"nobody", Search{Title: "Contoso", Authors: []string{"nobody-here"}}, nil, 1},
		{"not an account", Search{Title: "Contoso Invoices", Authors: []string{"x is:issue", "-y"}, Heads: []Head{{"a b", "c"}}}, []string{"refused", "first"}, 1},
		{"nothing", Search{}, nil, 0},
		{"many accounts", Search{Title: "Contoso", Folder: folder, Heads: []Head{{"contoso", "a"}, {"fabrikam", "b"}, {"x", "c"}}, Authors: []string{"contoso", "contoso", "fabrikam", "somebody"}}, []string{"refused", "elsewhere", "first"}, 5},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var pulls []origin.Pull
			var err error
			asked := callsSince(hub, func() { pulls, err = g.FindPulls(ctx, tt.search) })
			var want []int
			for _, key := range tt.want {
				want = append(want, n[key])
			}
			if err != nil || !slices.Equal(numbers(pulls), want) {
				t.Errorf("got %v, %v; want %v", numbers(pulls), err, want)
			}
			if len(asked) != tt.calls {
				t.Errorf("%d calls, want %d\n%s", len(asked), tt.calls, strings.Join(asked, "\n"))
			}
		})
	}
	pulls, err := g.FindPulls(ctx, tests[0].search)
	if err != nil || len(pulls) != 4 {
		t.Fatal(pulls, err)
	}
	for i, want := range []origin.State{origin.PullOpen, origin.PullClosed, origin.PullMerged, origin.PullMerged} {
		p := pulls[i]
		if p.State() != want || p.Owner != "microsoft" || p.Repo == "" || p.URL != g.Host.PullURL(fmt.Sprint(p.Number)) || p.Merged != (len(p.MergeCommit) == 40) {
			t.Errorf("%d: %s %+v", i, p.State(), p)
		}
	}
	if p := pulls[2]; p.Title != "Mend a typo" || p.Author != "somebody" || p.EndedAt.IsZero() {
		t.Errorf("by its commit: %+v", p)
	}
	// The search knows the text, the commit what it became.
	if p := pulls[3]; p.Opened.IsZero() || p.MergeCommit == "" || p.Base != "dev" {
		t.Errorf("by both: %+v", p)
	}
}

// What was found comes with the error of what could not be asked.
func TestFindPullsInPart(t *testing.T) {
	ctx := context.Background()
	hub, g, n := found(t)
	s := Search{Folder: folder, Heads: []Head{{"contoso", "update"}}, Authors: []string{"contoso"}}
	hub.Change(func(w *githubtest.World) { w.SearchesLeft = 0 })
	pulls, err := g.FindPulls(ctx, s)
	if kind(err) != RateLimited || !slices.Equal(numbers(pulls), []int{n["open"], n["elsewhere"], n["first"]}) {
		t.Errorf("%v, %v", numbers(pulls), err)
	}
	hub.Fail("/repos", githubtest.Status(500, ""))
	if pulls, err := another(t, hub).FindPulls(ctx, s); err == nil || len(pulls) != 0 {
		t.Errorf("%v, %v", numbers(pulls), err)
	}
}

func TestFindPullsKeepsTen(t *testing.T) {
	hub, g := newHub(t)
	last := 0
	hub.Change(func(w *githubtest.World) {
		for i := range 14 {
			p := w.Open("contoso", fmt.Sprint(i), "Contoso Invoices", connectorFiles(fmt.Sprint(i)))
			p.Merge("engineer")
			last = p.Number
		}
	})
	pulls, err := g.FindPulls(context.Background(), Search{Folder: folder})
	if err != nil || len(pulls) != 10 || pulls[0].Number != last || pulls[9].Number != last-9 {
		t.Errorf("%v, %v", numbers(pulls), err)
	}
}

func TestSearches(t *testing.T) {
	const within = "repo:microsoft/PowerPlatformConnectors is:pr "
	for _, tt := range []struct {
		search  Search
		authors []string
		want    []string
	}{
		{Search{Folder: "certified-connectors/Contoso \"In\"  voices"}, nil, []string{within + `in:title "Contoso In voices"`}},
		{Search{Title: "T\n\"x\""}, []string{"a", "b[bot]"}, []string{within + `author:a "T x"`, within + `author:b[bot] "T x"`}},
		{Search{Title: strings.Repeat("ø", 300)}, nil, []string{within + `in:title "` + strings.Repeat("ø", 50) + `"`}},
		{Search{Title: `""`}, []string{"a"}, nil},
	} {
		if got := searches(tt.search, tt.authors); !slices.Equal(got, tt.want) {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
}
