package github

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/checks/origin"
)

// The commit, file and pull request in GitHub's own examples.
const (
	exampleSHA  = "6dcb09b5b57875f334f61aebed695e2e4193db5e"
	exampleBlob = "3a0f86fb8db8eea7ccbb9a95f325ddbedfb25e15"
	examplePull = 1347
)

// TestAgainstGitHubsDescription sends every request that this room can make to
// Prism, a stand-in that knows GitHub's published description: it refuses
// requests that GitHub would not take and answers with GitHub's own examples.
func TestAgainstGitHubsDescription(t *testing.T) {
	prism := findPrism(t)
	trimmed := trim(t, description(prism))
	base := startPrism(t, prism, trimmed)
	check := newChecking(t, trimmed)
	g := at(base)
	g.Client, g.Token = &http.Client{Transport: check}, func() string { return token }
	ctx := context.Background()

	t.Run("wrong requests are refused", func(t *testing.T) { refusesWhatIsWrong(t, base) })
	t.Run("reading", func(t *testing.T) { readsExamples(ctx, t, g) })
	t.Run("finding", func(t *testing.T) { findsExamples(ctx, t, g) })
	t.Run("contents", func(t *testing.T) { readsExampleContents(ctx, t, g, check) })
	t.Run("writing", func(t *testing.T) { writesExamples(ctx, t, g, check) })
	t.Run("errors", func(t *testing.T) {
		for code, want := range map[string]Kind{"404": Missing, "500": Failed} {
			check.prefer("code=" + code)
			if _, _, err := g.readCommit(ctx, exampleSHA); kind(err) != want {
				t.Errorf("%s: %v", code, err)
			}
		}
		check.prefer("")
	})
	for name, params := range asked {
		if !check.seen[name] {
			t.Errorf("%s was not asked", name)
		}
		for _, p := range params {
			if !check.seen[name+"?"+p] {
				t.Errorf("%s was not asked with %q", name, p)
			}
		}
	}
}

// refusesWhatIsWrong holds that the test can fail.
func refusesWhatIsWrong(t *testing.T, base string) {
	for _, tt := range []struct{ method, path, body string }{
		{"GET", repoPath + "/pulls?state=bogus", ""}, {"GET", repoPath + "/commits?per_page=many", ""}, {"GET", repoPath + "/pulls/abc", ""},
		{"GET", "/nothing", ""}, {"GET", "/search/issues", ""}, {"GET", "/search/issues?q=x&order=sideways", ""},
		{"POST", repoPath + "/pulls", `{"title":"x"}`}, {"POST", repoPath + "/pulls", `{"title":7,"head":"x","base":"dev"}`},
		{"POST", repoPath + "/pulls", `{"title":"x","head":"x","base":"dev","draft":"yes"}`}, {"PATCH", repoPath + "/pulls/1", `{"title":[]}`},
	} {
		req, err := http.NewRequest(tt.method, base+tt.path, strings.NewReader(tt.body))
		if err != nil {
			t.Fatal(err)
		}
		if tt.body != "" {
			req.Header.Set("Content-Type", "application/json")
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode < 400 {
			t.Errorf("%s %s %s is answered with %d, so this test proves nothing", tt.method, tt.path, tt.body, resp.StatusCode)
		}
	}
}

func readsExamples(ctx context.Context, t *testing.T, g *GitHub) {
	p := g.ReadPull(ctx, examplePull, "certified-connectors/Contoso", nil)
	if p.Head != exampleSHA || p.State() != origin.PullMerged || p.Base == "" || p.HeadOwner == "" || len(p.Labels) == 0 || p.Author == "" || p.Opened.IsZero() || len(p.Files) == 0 {
		t.Errorf("%+v", p)
	}
	for name, a := range asks(p) {
		if ended := name == "checks" || name == "conflicts"; a.Known == ended {
			t.Errorf("%s: %+v", name, a)
		}
	}
	if len(p.Said) < 2 || p.Said[0].Author == "" || p.Said[0].At.IsZero() || p.Said[len(p.Said)-1].Verdict != origin.Approves {
		t.Errorf("said %+v", p.Said)
	}
	// The example has ended and counts no comments on lines, so that these are
	// asked for here, and second pages of all.
	q := &reading{GitHub: g, now: p}
	q.readRuns(ctx)
	q.readStatuses(ctx)
	q.readPushed(ctx)
	q.readLines(ctx)
	if q.runs.err != nil || len(q.runs.items) != 1 || q.statuses.err != nil || len(q.statuses.items) != 2 || q.pushed.IsZero() {
		t.Errorf("runs %+v, statuses %+v, pushed %v", q.runs, q.statuses, q.pushed)
	}
	if q.lines.err != nil || len(q.lines.items) == 0 || q.lines.items[0].File == "" || q.lines.items[0].Line == 0 {
		t.Errorf("lines %+v", q.lines)
	}
	for _, path := range []string{inRepo("pulls", strconv.Itoa(examplePull), "files"), inRepo("pulls", strconv.Itoa(examplePull), "reviews"), inRepo("pulls", strconv.Itoa(examplePull), "comments"), inRepo("issues", strconv.Itoa(examplePull), "comments")} {
		if _, _, err := page[statementWire](ctx, g, path, 2); err != nil {
			t.Errorf("%s: %v", path, err)
		}
	}
	c := g.Complete(ctx, origin.Commit{Typed: exampleSHA, Folder: "certified-connectors/Smørrebrød & Co"})
	if got := statements(c); got != "yes yes yes yes yes no" {
		t.Errorf("%s: %+v", got, c)
	}
	if on, _, err := g.onBranch(ctx, exampleSHA, "dev"); err != nil || on {
		t.Errorf("%v, %v; GitHub's example says behind", on, err)
	}
	if login, err := g.Login(ctx); err != nil || login != "octocat" {
		t.Errorf("%q, %v", login, err)
	}
}

func findsExamples(ctx context.Context, t *testing.T, g *GitHub) {
	pulls, err := g.pullsFrom(ctx, Head{"contoso", "update"}, "all")
	if err != nil || len(pulls) != 1 || pulls[0].Number != examplePull || pulls[0].Head != exampleSHA {
		t.Errorf("%+v, %v", pulls, err)
	}
	pulls, err = g.search(ctx, searches(Search{Title: "Contoso & Co"}, []string{"contoso"})[0])
	if err != nil || len(pulls) != 1 || pulls[0].Number == 0 || pulls[0].Title == "" || pulls[0].Author == "" {
		t.Errorf("%+v, %v", pulls, err)
	}
	if _, err := g.FindPulls(ctx, Search{Folder: "certified-connectors/Contoso", Heads: []Head{{"contoso", "update"}}, Authors: []string{"contoso"}}); err != nil {
		t.Error(err)
	}
}

func readsExampleContents(ctx context.Context, t *testing.T, g *GitHub, check *checking) {
	check.prefer("example=response-if-content-is-a-directory")
	names, blobs, err := g.folderAt(ctx, exampleSHA, "certified-connectors/Contoso Invoices")
	if err != nil || !slices.Equal(names, []string{"octokit.rb", "octokit/"}) || blobs["octokit.rb"].size != 625 {
		t.Errorf("%q %v, %v", names, blobs, err)
	}
	check.prefer("example=response-if-content-is-a-file")
	if _, err := g.ArtifactsAt(ctx, exampleSHA, "certified-connectors/Contoso", connector.Artifacts{}); kind(err) != Missing {
		t.Errorf("a file for a folder: %v", err)
	}
	// GitHub's example of a file has its line ends written as two characters.
	if _, err := g.File(ctx, ".github/CODEOWNERS", "dev"); kind(err) != Malformed || !strings.HasSuffix(err.Error(), "a file that can't be read") {
		t.Errorf("a file: %v", err)
	}
	check.prefer("")
	var w encoded
	if _, err := g.get(ctx, call{path: inRepo("git", "blobs", exampleBlob), into: &w}); err != nil {
		t.Error(err)
	}
	if data, ok := w.decode(); !ok || string(data) != "Content of the blob" {
		t.Errorf("%q %t", data, ok)
	}
}

func writesExamples(ctx context.Context, t *testing.T, g *GitHub, check *checking) {
	p, err := g.OpenPull(ctx, NewPull{Title: "Contoso", Body: "x", HeadOwner: "contoso", HeadBranch: "update"})
	if err != nil || p.Number != examplePull || p.Head != exampleSHA {
		t.Errorf("%+v, %v", p, err)
	}
	p, err = g.UpdatePull(ctx, examplePull, "Contoso", "")
	if err != nil || p.Number != examplePull {
		t.Errorf("%+v, %v", p, err)
	}
	check.prefer("code=403")
	if _, err := g.UpdatePull(ctx, examplePull, "Contoso", ""); kind(err) != Unauthorized {
		t.Error(err)
	}
	check.prefer("code=422")
	if _, err := g.UpdatePull(ctx, examplePull, "Contoso", ""); kind(err) != Rejected {
		t.Error(err)
	}
	check.prefer("")
}

// checking passes requests on, and fails the test when one has a query's part or
// a body's member that GitHub does not know, which Prism would let through.
type checking struct {
	t *testing.T

	mu      sync.Mutex
	wish    string
	seen    map[string]bool            // requests, and requests with "?" and a parameter
	known   map[string]map[string]bool // by request: its parameters
	members map[string]map[string]bool // by request: its body's members
}

func (c *checking) prefer(wish string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.wish = wish
}

func (c *checking) RoundTrip(r *http.Request) (*http.Response, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	name := describe(r.Method, r.URL.EscapedPath())
	c.seen[name] = true
	for param := range r.URL.Query() {
		c.seen[name+"?"+param] = true
		if !c.known[name][param] {
			c.t.Errorf("GitHub does not know %q of %s", param, name)
		}
	}
	r = r.Clone(r.Context())
	c.body(name, r)
	if c.wish != "" {
		r.Header.Set("Prefer", c.wish)
	}
	// What GitHub's description marks as one part with slashes in it is one part
	// for Prism only when they are escaped.
	if top, path, ok := strings.Cut(r.URL.EscapedPath(), "/contents/"); ok {
		r.URL.RawPath = top + "/contents/" + strings.ReplaceAll(path, "/", "%2F")
	}
	return http.DefaultTransport.RoundTrip(r)
}

// body looks at what is sent.
func (c *checking) body(name string, r *http.Request) {
	if r.Body == nil {
		return
	}
	data, err := io.ReadAll(r.Body)
	if err != nil {
		c.t.Error(err)
	}
	r.Body = io.NopCloser(bytes.NewReader(data))
	var sent map[string]any
	if err := json.Unmarshal(data, &sent); err != nil {
		c.t.Error(err)
	}
	for member := range sent {
		if !c.members[name][member] {
			c.t.Errorf("GitHub does not know %q in the body of %s", member, name)
		}
	}
}

// newChecking reads what GitHub knows of each request.
func newChecking(t *testing.T, file string) *checking {
	type parameter struct {
		Ref  string `json:"$ref"`
		Name string `json:"name"`
		In   string `json:"in"`
	}
	var doc struct {
		Paths map[string]map[string]struct {
			Parameters  []parameter `json:"parameters"`
			RequestBody struct {
				Content map[string]struct {
					Schema struct {
						Properties map[string]any `json:"properties"`
					} `json:"schema"`
				} `json:"content"`
			} `json:"requestBody"`
		} `json:"paths"`
		Components struct {
			Parameters map[string]parameter `json:"parameters"`
		} `json:"components"`
	}
	data, err := os.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(data, &doc)
	}
	if err != nil {
		t.Fatalf("the description can't be read: %v", err)
	}
	c := &checking{t: t, seen: map[string]bool{}, known: map[string]map[string]bool{}, members: map[string]map[string]bool{}}
	for path, operations := range doc.Paths {
		for method, operation := range operations {
			name := strings.ToUpper(method) + " " + path
			c.known[name], c.members[name] = map[string]bool{}, map[string]bool{}
			for _, p := range operation.Parameters {
				if p.Ref != "" {
					p = doc.Components.Parameters[strings.TrimPrefix(p.Ref, "#/components/parameters/")]
				}
				c.known[name][p.Name] = p.In == "query"
			}
			for member := range operation.RequestBody.Content["application/json"].Schema.Properties {
				c.members[name][member] = true
			}
		}
	}
	return c
}
