package github

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/certwiz/certwiz/internal/githubtest"
	"github.com/certwiz/certwiz/submission/source"
)

// writable is a hub with a token and a branch that was pushed.
func writable(t *testing.T) (*githubtest.Server, *GitHub) {
	hub, g := newHub(t)
	hub.Change(func(w *githubtest.World) {
		w.Tokens[token] = "contoso"
		w.Pushed("contoso", "update", connectorFiles("Contoso"))
	})
	g.Token, g.TokenFrom = func() string { return token }, "GH_TOKEN"
	return hub, g
}

func newPull() NewPull {
	return NewPull{Title: "Contoso Invoices", Body: "A checklist", HeadOwner: "contoso", HeadBranch: "update", Draft: true, MaintainerCanModify: true}
}

func TestOpenAndUpdatePull(t *testing.T) {
	hub, g := writable(t)
	ctx := context.Background()
	p, err := g.OpenPull(ctx, newPull())
	if err != nil || p.Number == 0 || p.Title != "Contoso Invoices" || !p.Draft || p.Author != "contoso" || p.Base != "dev" || !p.Asked.Pull.Known || p.Conflicts.Known {
		t.Fatalf("%+v, %v", p, err)
	}
	q, err := g.UpdatePull(ctx, p.Number, "Contoso Invoices 2", "<b>&</b>")
	if err != nil || q.Number != p.Number || q.Title != "Contoso Invoices 2" || q.Body != "<b>&</b>" {
		t.Errorf("%+v, %v", q, err)
	}
	// The second one from the same branch leads to the first.
	_, err = g.OpenPull(ctx, newPull())
	e, _ := err.(*Error)
	if kind(err) != Exists || e.Number != p.Number || e.What != fmt.Sprintf("pull request %d comes from contoso:update already", p.Number) {
		t.Errorf("%+v", err)
	}
	if len(hub.Calls()) != 4 {
		t.Errorf("calls %q", hub.Calls())
	}
	// When GitHub does not tell which, it is said without the number.
	hub.Fail("/repos", func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			w.WriteHeader(422)
			fmt.Fprint(w, `{"message":"Validation Failed","errors":[{"code":"custom","message":"A pull request already exists for contoso:update."}]}`)
			return
		}
		w.WriteHeader(500)
	})
	_, err = g.OpenPull(ctx, newPull())
	if e, _ := err.(*Error); kind(err) != Exists || e.Number != 0 || e.What != "there is a pull request from contoso:update already" {
		t.Errorf("%+v", err)
	}
}

// Nothing is sent without a token, over an open line, or when it can't be right.
func TestNothingIsSent(t *testing.T) {
	ctx := context.Background()
	tests := []struct {
		name   string
		change func(*GitHub, *NewPull)
		kind   Kind
		what   string
	}{
		{"no token", func(g *GitHub, _ *NewPull) { g.Token = nil }, Unauthorized, "writing a pull request needs a token; set GH_TOKEN or sign in with gh auth login"},
		{"open line", func(g *GitHub, _ *NewPull) {
			g.Host = source.Host{Web: "http://ghe.contoso.example", API: "http://ghe.contoso.example/api/v3"}
		},
			Unauthorized, "the way to GitHub is not encrypted, so nothing is written: give an address with https://"},
		{"no title", func(_ *GitHub, p *NewPull) { p.Title = " \n" }, Rejected, "the pull request has no title"},
		{"long title", func(_ *GitHub, p *NewPull) { p.Title = strings.Repeat("ø", 257) }, Rejected, "the title has 257 characters, 256 allowed"},
		{"long text", func(_ *GitHub, p *NewPull) { p.Body = strings.Repeat("ø", 65537) }, Rejected, "the text has 65537 characters, 65536 allowed"},
		{"no branch", func(_ *GitHub, p *NewPull) { p.HeadBranch = "" }, Rejected, "the branch that the pull request comes from is not known"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			hub, _ := writable(t)
			g := another(t, hub)
			g.Token = func() string { return token }
			p := newPull()
			tt.change(g, &p)
			if _, err := g.OpenPull(ctx, p); kind(err) != tt.kind || err.Error() != tt.what {
				t.Errorf("%v", err)
			}
			if len(hub.Calls()) != 0 {
				t.Errorf("calls %q", hub.Calls())
			}
		})
	}
}

func TestRefusedWriting(t *testing.T) {
	const scope = "it needs the scope public_repo, or Pull requests: write"
	invalid := func(body string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(422); fmt.Fprint(w, body) }
	}
	tests := []struct {
		name   string
		handle http.HandlerFunc
		kind   Kind
		what   string
	}{
		{"bad token", with(401), Unauthorized, "GitHub refuses the token from GH_TOKEN; renew it, or go on without one"},
		{"scope", githubtest.Status(403, "Resource not accessible"), Unauthorized, "the token from GH_TOKEN may not write pull requests (403): " + scope + ", for microsoft/PowerPlatformConnectors"},
		{"single sign-on", with(403, "X-GitHub-SSO", "required; url=https://x"), Unauthorized, "the organisation wants the token from GH_TOKEN authorised for its single sign-on; do that at %s/settings/tokens"},
		{"limit", with(403, "Retry-After", "60"), RateLimited, "GitHub allows no more calls until 10:01"},
		{"not seen", with(404), Unauthorized, "GitHub does not let the token from GH_TOKEN see microsoft/PowerPlatformConnectors or this pull request: " + scope},
		{"no pull requests", with(410), Rejected, "pull requests are switched off in microsoft/PowerPlatformConnectors"},
		{"nothing new", invalid(`{"errors":[{"message":"No commits between microsoft:dev and contoso:update"}]}`), Rejected, "the branch holds nothing that dev does not hold: was the commit pushed?"},
		{"no branch", invalid(`{"errors":[{"field":"head","code":"invalid"}]}`), Rejected, "GitHub does not find the branch that the pull request comes from: was it pushed?"},
		{"no base", invalid(`{"errors":[{"field":"base","code":"invalid"}]}`), Rejected, "GitHub does not find the branch that the pull request goes to"},
		{"a field", invalid(`{"errors":[{"field":"title","code":"missing_field"}]}`), Rejected, "GitHub does not take the pull request: title is missing field"},
		{"in words", invalid(`{"message":"Validation Failed","errors":[{"message":"fork\ncollab  is not allowed"}]}`), Rejected, "GitHub does not take the pull request: fork collab is not allowed"},
		{"in many words", invalid(`{"message":"` + strings.Repeat("x", 300) + `"}`), Rejected, "GitHub does not take the pull request: " + strings.Repeat("x", 199) + "…"},
		{"without words", invalid(``), Rejected, "GitHub does not take the pull request: it does not say why"},
		{"its own problem", with(500), Failed, "GitHub has a problem of its own (500 Internal Server Error)"},
		{"moved", with(307, "Location", "/repositories/1/pulls"), Failed, "microsoft/PowerPlatformConnectors has another address by now, so nothing was written"},
		{"moved for good", with(301, "Location", "/repositories/1/pulls"), Failed, "microsoft/PowerPlatformConnectors has another address by now, so nothing was written"},
		{"a page", githubtest.Page(200), Intercepted, signIn},
		{"accepted, not made", with(202), Failed, "GitHub answers with something unexpected (202)"},
		{"unreadable", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(201); fmt.Fprint(w, "{") }, Malformed,
			"GitHub's answer can't be used: it took the pull request, but not in words that can be read; look on GitHub"},
		{"no number", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(201); fmt.Fprint(w, "{}") }, Malformed,
			"GitHub's answer can't be used: it took the pull request, but not in words that can be read; look on GitHub"},
		{"hung up", func(w http.ResponseWriter, r *http.Request) { panic(http.ErrAbortHandler) }, Offline,
			broken + "; whether it took the pull request is not known: look on GitHub before you try again"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			hub, g := writable(t)
			hub.Fail("/repos", tt.handle)
			_, err := g.OpenPull(context.Background(), newPull())
			want := strings.ReplaceAll(tt.what, "%s", hub.URL)
			if kind(err) != tt.kind || err.Error() != want {
				t.Errorf("err = %q %v, want %q %s", kind(err), err, tt.kind, want)
			}
			// An order is sent once: not again, and not to where it is sent on.
			if calls := hub.Calls(); len(calls) != 1 {
				t.Errorf("calls %q", calls)
			}
			if strings.Contains(err.Error(), token) {
				t.Error("the error holds the token")
			}
		})
	}
}

func TestWritingThatHangs(t *testing.T) {
	hub, g := writable(t)
	hub.Fail("/repos", func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	_, err := g.UpdatePull(ctx, 12, "x", "")
	if want := timesOut + "; whether it took the pull request is not known: look on GitHub before you try again"; kind(err) != TimedOut || err.Error() != want {
		t.Errorf("%v", err)
	}
}

// A token that may only read is told from one that GitHub does not know.
func TestLockedToken(t *testing.T) {
	hub, g := writable(t)
	hub.Change(func(w *githubtest.World) { w.Locked = true })
	if _, err := g.OpenPull(context.Background(), newPull()); kind(err) != Unauthorized || !strings.Contains(err.Error(), "public_repo") {
		t.Errorf("%v", err)
	}
	if g.refusedToken || slices.ContainsFunc(hub.Calls(), func(c string) bool { return strings.HasPrefix(c, "GET") }) {
		t.Errorf("refused %v, calls %q", g.refusedToken, hub.Calls())
	}
}
