package github

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/certwiz/certwiz/internal/githubtest"
	"github.com/certwiz/certwiz/submission/source"
)

// answers maps a path, with its query when there is one, to an answer.
type answers map[string]string

// serve answers from a map and records what was asked.
func serve(t *testing.T, a answers) (*GitHub, *[]string) {
	t.Helper()
	asked := &[]string{}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		*asked = append(*asked, r.URL.RequestURI())
		body, ok := a[r.URL.RequestURI()]
		if !ok {
			body, ok = a[r.URL.Path]
		}
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		if !ok {
			w.WriteHeader(http.StatusNotFound)
		}
		fmt.Fprint(w, body)
	}))
	t.Cleanup(s.Close)
	return at(s.URL), asked
}

// at is a GitHub at an address.
func at(api string) *GitHub {
	return &GitHub{Host: source.Host{Web: "https://github.com", API: api}, Now: func() time.Time { return noon }}
}

const repoPath = "/repos/microsoft/PowerPlatformConnectors"

func merged(n int) string {
	return fmt.Sprintf(`{"number":%d,"title":"Contoso","state":"closed","merged":true,"merge_commit_sha":%q,"merged_at":"2026-05-12T08:00:00Z",
		"merged_by":{"login":"reviewer"},"html_url":"https://github.com/x","head":{"sha":%q,"ref":"update","user":{"login":"contoso"}},
		"base":{"ref":"dev"},"labels":[{"name":"certified-connector"}]}`, n, squash, head)
}

func opened(n int) string {
	return fmt.Sprintf(`{"number":%d,"state":"open","merged":false,"merge_commit_sha":%q,"merged_at":null,"merged_by":null,
		"head":{"sha":%q,"ref":"update","user":null,"repo":null},"base":{"ref":"dev"},"labels":[]}`, n, squash, head)
}

func commitJSON(sha string, files ...string) string {
	var list []string
	for _, f := range files {
		list = append(list, fmt.Sprintf(`{"filename":%q}`, f))
	}
	return fmt.Sprintf(`{"sha":%q,"commit":{"message":"Contoso (#3473)\r\n\r\nmore","committer":{"date":"2026-05-12T08:00:00Z"}},
		"parents":[{"sha":%q}],"files":[%s]}`, sha, head, strings.Join(list, ","))
}

func TestPathsAreEscaped(t *testing.T) {
	for want, parts := range map[string][]string{
		"/repos/a%2Fb/-/pulls":            {"a/b", "..", "pulls"},
		"/repos/a/b/compare/x...dev%3Fy=": {"a", "b", "compare", "x...dev?y="},
		"/repos/-/-":                      {"", "."},
	} {
		if got := escaped("repos", parts...); got != want {
			t.Errorf("escaped(%q) = %q, want %q", parts, got, want)
		}
	}
}

func TestRequest(t *testing.T) {
	var got http.Header
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got = r.Header
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprint(w, merged(1))
	}))
	defer s.Close()
	ctx := context.Background()
	for given, want := range map[string]string{
		"": "", token: "Bearer " + token, " " + token + "\n": "Bearer " + token, "two words": "", "a\r\nX-Evil: 1": "", "naïve": "",
	} {
		g := at(s.URL + "/")
		g.Token = func() string { return given }
		if _, _, err := g.readPull(ctx, 1); err != nil {
			t.Fatal(err)
		}
		if got.Get("Authorization") != want || g.HasToken() != (want != "") {
			t.Errorf("token %q is sent as %q, want %q", given, got.Get("Authorization"), want)
		}
		if got.Get("User-Agent") != "certwiz" || got.Get("X-GitHub-Api-Version") != "2022-11-28" || got.Get("Accept") != "application/vnd.github+json, application/json" {
			t.Errorf("headers %v", got)
		}
	}
	g := at("http://github.example.com")
	g.Token = func() string { return token }
	if secret := g.secretFor(ctx, call{}, g.Host.API+"/x"); secret != "" {
		t.Error("a token goes over plain http")
	}
	for _, base := range []string{"://", "nowhere", "http://a b"} {
		if _, _, err := at(base).readPull(ctx, 1); kind(err) != Failed {
			t.Errorf("base %q: %v", base, err)
		}
	}
}

func TestZeroValueAsksGitHubCom(t *testing.T) {
	address, err := (&GitHub{}).address(call{path: inRepo("pulls")})
	if err != nil || address != "https://api.github.com"+repoPath+"/pulls" {
		t.Errorf("address = %q, %v", address, err)
	}
}

// The token is looked for once, whoever needs it first, and a call does not
// wait for it longer than it has time.
func TestTokenIsAskedOnce(t *testing.T) {
	hub, g := newHub(t)
	hub.Change(func(w *githubtest.World) { w.Tokens[token] = "contoso" })
	asked := 0
	g.Token = func() string { asked++; return token }
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if login, err := g.Login(context.Background()); login != "contoso" || err != nil || !g.HasToken() {
				t.Errorf("Login = %q, %v", login, err)
			}
		})
	}
	all.Wait()
	if asked != 1 {
		t.Errorf("the token was looked for %d times", asked)
	}
	slow := another(t, hub)
	release := make(chan struct{})
	defer close(release)
	slow.Token = func() string { <-release; return token }
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Millisecond)
	defer cancel()
	if slow.token(ctx) != "" {
		t.Error("a token came before it was found")
	}
}

func TestLoginWithoutToken(t *testing.T) {
	hub, g := newHub(t)
	if login, err := g.Login(context.Background()); login != "" || err != nil || len(hub.Calls()) != 0 {
		t.Errorf("Login = %q, %v after %d calls", login, err, len(hub.Calls()))
	}
}

func TestAllowance(t *testing.T) {
	ctx := context.Background()
	hub, g := newHub(t)
	if left, line := g.Allowance(); left != -1 || line != "" {
		t.Errorf("before any call: %d %q", left, line)
	}
	for _, tt := range []struct {
		before, left int
		line         string
	}{
		{5, 4, "GitHub allows 4 more calls until 10:42"},
		{2, 1, "GitHub allows 1 more call until 10:42"},
		{1, 0, "GitHub allows no more calls until 10:42"},
	} {
		hub.Change(func(w *githubtest.World) { w.Left, w.SearchesLeft = tt.before, 1 })
		if _, err := g.File(ctx, "README.md", ""); err != nil {
			t.Fatal(err)
		}
		// Searches have an allowance of their own, which ends here.
		if _, err := g.search(ctx, "repo:microsoft/PowerPlatformConnectors is:pr x"); err != nil {
			t.Fatal(err)
		}
		if left, line := g.Allowance(); left != tt.left || line != tt.line {
			t.Errorf("%d left, %q; want %d, %q", left, line, tt.left, tt.line)
		}
	}
	g.Now = func() time.Time { return noon.Add(time.Hour) }
	if left, line := g.Allowance(); left != -1 || line != "" {
		t.Errorf("after its end: %d %q", left, line)
	}
}
