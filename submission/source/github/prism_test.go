package github

import (
	"context"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/certwiz/certwiz/checks/origin"
)

// The questions of this room, as GitHub's published description names them.
var asked = []string{
	"/repos/{owner}/{repo}/pulls/{pull_number}",
	"/repos/{owner}/{repo}/pulls",
	"/repos/{owner}/{repo}/commits/{commit_sha}/pulls",
	"/repos/{owner}/{repo}/commits/{ref}",
	"/repos/{owner}/{repo}/commits",
	"/repos/{owner}/{repo}/compare/{basehead}",
}

// The commit and pull request in GitHub's own examples.
const (
	exampleSHA  = "6dcb09b5b57875f334f61aebed695e2e4193db5e"
	examplePull = 1347
)

// TestAgainstGitHubsDescription asks Prism, a stand-in that knows GitHub's
// published description: it refuses requests that GitHub would not take and
// answers with GitHub's own examples.
func TestAgainstGitHubsDescription(t *testing.T) {
	prism := findPrism(t)
	description := trim(t, filepath.Join(filepath.Dir(filepath.Dir(prism)), "@octokit", "openapi", "generated", "api.github.com.json"))
	base := startPrism(t, prism, description)
	check := &checking{t: t, description: description}
	g := GitHub{Base: base, Client: &http.Client{Transport: check}, Now: func() time.Time { return noon }, Token: func() string { return token }}
	ctx := context.Background()

	t.Run("wrong questions are refused", func(t *testing.T) {
		for _, path := range []string{repo + "/pulls?state=bogus", repo + "/commits?per_page=many", repo + "/pulls/abc", "/nothing"} {
			resp, err := http.Get(base + path)
			if err != nil {
				t.Fatal(err)
			}
			resp.Body.Close()
			if resp.StatusCode < 400 {
				t.Errorf("%s is answered with %d, so this test proves nothing", path, resp.StatusCode)
			}
		}
	})
	t.Run("PullRequest", func(t *testing.T) {
		p, err := g.PullRequest(ctx, "microsoft", "PowerPlatformConnectors", examplePull)
		if err != nil || p.Head != exampleSHA || p.Base == "" || p.URL == "" || p.HeadOwner == "" || len(p.Labels) == 0 {
			t.Errorf("%+v, %v", p, err)
		}
	})
	t.Run("PullRequestForBranch", func(t *testing.T) {
		p, err := g.PullRequestForBranch(ctx, "microsoft", "contoso", "update")
		if err != nil || p.Number != examplePull || p.Head != exampleSHA {
			t.Errorf("%+v, %v", p, err)
		}
	})
	t.Run("PullRequestsOf", func(t *testing.T) {
		pulls, err := g.PullRequestsOf(ctx, exampleSHA)
		if err != nil || len(pulls) != 1 || !pulls[0].Merged || pulls[0].MergeCommit == "" {
			t.Errorf("%+v, %v", pulls, err)
		}
	})
	t.Run("Commit", func(t *testing.T) {
		c, err := g.Commit(ctx, exampleSHA)
		if err != nil || c.SHA != exampleSHA || c.Subject() == "" || len(c.Files) == 0 || len(c.Parents) == 0 || c.Date.IsZero() {
			t.Errorf("%+v, %v", c, err)
		}
	})
	t.Run("OnBranch", func(t *testing.T) {
		if on, err := g.OnBranch(ctx, exampleSHA, "dev"); err != nil || on {
			t.Errorf("%v, %v; GitHub's example says behind", on, err)
		}
	})
	t.Run("Newest", func(t *testing.T) {
		if sha, err := g.Newest(ctx, "certified-connectors/Smørrebrød & Co", "dev"); err != nil || sha != exampleSHA {
			t.Errorf("%q, %v", sha, err)
		}
	})
	t.Run("Complete", func(t *testing.T) {
		c := g.Complete(ctx, origin.Commit{Typed: exampleSHA, Folder: "certified-connectors/Contoso"})
		if got := said(c); got != "yes yes no yes yes no" {
			t.Errorf("%s: %+v", got, c)
		}
	})
	t.Run("errors", func(t *testing.T) {
		for code, want := range map[string]Kind{"404": Missing, "500": Failed} {
			check.prefer("code=" + code)
			if _, err := g.Commit(ctx, exampleSHA); kind(err) != want {
				t.Errorf("%s: %v", code, err)
			}
		}
		check.prefer("")
	})
	for _, path := range asked {
		if !check.seen(path) {
			t.Errorf("%s was not asked", path)
		}
	}
}

// checking passes requests on, and fails the test when one has a question mark
// part that GitHub does not know, which Prism would let through.
type checking struct {
	t           *testing.T
	description string

	mu    sync.Mutex
	wish  string
	paths map[string]bool
	known map[string]map[string]bool // path to the names of its parameters
}

func (c *checking) prefer(wish string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.wish = wish
}

func (c *checking) seen(path string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.paths[path]
}

func (c *checking) RoundTrip(r *http.Request) (*http.Response, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.known == nil {
		c.load()
	}
	path := describe(r.URL.Path)
	c.paths[path] = true
	for name := range r.URL.Query() {
		if !c.known[path][name] {
			c.t.Errorf("GitHub does not know %q of %s", name, path)
		}
	}
	if c.wish != "" {
		r = r.Clone(r.Context())
		r.Header.Set("Prefer", c.wish)
	}
	return http.DefaultTransport.RoundTrip(r)
}

// describe is the description's path for a request's.
func describe(path string) string {
	parts := strings.Split(path, "/")
	for _, known := range asked {
		names := strings.Split(known, "/")
		if len(names) != len(parts) {
			continue
		}
		fits := true
		for i, name := range names {
			fits = fits && (strings.HasPrefix(name, "{") || name == parts[i])
		}
		if fits {
			return known
		}
	}
	return path
}

func (c *checking) load() {
	c.paths, c.known = map[string]bool{}, map[string]map[string]bool{}
	type parameter struct {
		Ref  string `json:"$ref"`
		Name string `json:"name"`
		In   string `json:"in"`
	}
	var doc struct {
		Paths map[string]struct {
			Get struct {
				Parameters []parameter `json:"parameters"`
			} `json:"get"`
		} `json:"paths"`
		Components struct {
			Parameters map[string]parameter `json:"parameters"`
		} `json:"components"`
	}
	data, err := os.ReadFile(c.description)
	if err == nil {
		err = json.Unmarshal(data, &doc)
	}
	if err != nil {
		c.t.Errorf("the description can't be read: %v", err)
	}
	for path, item := range doc.Paths {
		c.known[path] = map[string]bool{}
		for _, p := range item.Get.Parameters {
			if p.Ref != "" {
				p = doc.Components.Parameters[strings.TrimPrefix(p.Ref, "#/components/parameters/")]
			}
			if p.In == "query" {
				c.known[path][p.Name] = true
			}
		}
	}
}
