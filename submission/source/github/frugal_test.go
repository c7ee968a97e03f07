package github

import (
	"context"
	"strconv"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/checks/origin"
	"github.com/certwiz/certwiz/internal/githubtest"
)

// TestAWholeSessionIsFrugal holds how many calls a session makes, of the 60 an
// hour that GitHub allows without a token. have is the working folder.
func TestAWholeSessionIsFrugal(t *testing.T) {
	want := connectorFiles("Contoso Invoices")
	same := connector.Artifacts{
		Swagger:    file("apiDefinition.swagger.json", want[folder+"/apiDefinition.swagger.json"]),
		Properties: file("apiProperties.json", want[folder+"/apiProperties.json"]), Readme: file("readme.md", want[folder+"/readme.md"]),
	}
	tests := []struct {
		name   string
		token  bool
		merged bool
		have   connector.Artifacts
		first  int // calls of the first session
		again  int // of the same once more, from another process with the same cache
		reread int // of a refresh when nothing has changed
	}{
		{"merged, without a clone or files", false, true, connector.Artifacts{}, 16, 12, 1},
		{"merged, with the same files", false, true, same, 13, 12, 1},
		{"merged, with a token", true, true, same, 14, 13, 1},
		{"open, with other files", false, false, connector.Artifacts{}, 17, 13, 3},
		{"open, with the same files", false, false, same, 14, 13, 3},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			hub, _, n := reviewed(t)
			hub.Change(func(w *githubtest.World) {
				w.Tokens[token] = "contoso"
				if tt.merged {
					w.Pulls[n].Merge("engineer")
				}
			})
			dir := t.TempDir()
			var g *GitHub
			var p origin.Pull
			session := func() {
				g = cached(t, hub, dir)
				if tt.token {
					g.Token = func() string { return token }
				}
				p = wholeSession(t, g, n, tt.have)
			}
			count := func(what string, most int, do func()) {
				asked := callsSince(hub, do)
				t.Logf("%s: %d calls", what, len(asked))
				if len(asked) != most || most >= 20 {
					t.Errorf("%s: %d calls, want %d\n%s", what, len(asked), most, strings.Join(asked, "\n"))
				}
			}
			count("first", tt.first, session)
			count("again", tt.again, session)
			count("refresh", tt.reread, func() { p = g.ReadPull(context.Background(), n, folder, &p) })
		})
	}
}

// wholeSession asks all that a session asks.
func wholeSession(t *testing.T, g *GitHub, n int, have connector.Artifacts) origin.Pull {
	ctx := context.Background()
	search := Search{Folder: folder, Title: "Contoso Invoices", Heads: []Head{{"contoso", "update"}}, Authors: []string{"contoso"}}
	if _, err := g.Login(ctx); err != nil {
		t.Error(err)
	}
	if pulls, err := g.FindPulls(ctx, search); err != nil || len(pulls) != 1 {
		t.Errorf("%v, %v", pulls, err)
	}
	p := g.ReadPull(ctx, n, folder, nil)
	c := g.Complete(ctx, origin.Commit{Typed: strconv.Itoa(n), Folder: folder})
	at := p.Head
	if p.Merged {
		at = p.MergeCommit
		if got := statements(c); got != "yes no yes yes yes yes" || c.SHA != at {
			t.Errorf("%s, %+v", got, c)
		}
	}
	if a, err := g.ArtifactsAt(ctx, at, folder, have); err != nil || a.Swagger == nil || len(a.Swagger.Data) == 0 {
		t.Errorf("%+v, %v", a, err)
	}
	if left, _ := g.Allowance(); left < 0 {
		t.Errorf("%d left", left)
	}
	return p
}
