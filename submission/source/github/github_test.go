package github

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"
)

const token = "ghp_exampleexampleexample"

var (
	squash = strings.Repeat("a", 40)
	head   = strings.Repeat("b", 40)
	noon   = time.Date(2026, 5, 12, 10, 0, 0, 0, time.UTC)
)

// answers maps a path, with its query when there is one, to an answer.
type answers map[string]string

// serve answers from a map and records what was asked.
func serve(t *testing.T, a answers) (GitHub, *[]string) {
	t.Helper()
	asked := &[]string{}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		*asked = append(*asked, r.URL.RequestURI())
		body, ok := a[r.URL.RequestURI()]
		if !ok {
			body, ok = a[r.URL.Path]
		}
		if !ok {
			w.WriteHeader(http.StatusNotFound)
		}
		fmt.Fprint(w, body)
	}))
	t.Cleanup(s.Close)
	return GitHub{Base: s.URL, Now: func() time.Time { return noon }}, asked
}

const repo = "/repos/microsoft/PowerPlatformConnectors"

func merged(n int) string {
	return fmt.Sprintf(`{"number":%d,"title":"Contoso","state":"closed","merged":true,"merge_commit_sha":%q,"merged_at":"2026-05-12T08:00:00Z",
		"merged_by":{"login":"reviewer"},"html_url":"https://github.com/x","head":{"sha":%q,"ref":"update","user":{"login":"contoso"}},
		"base":{"ref":"dev"},"labels":[{"name":"certified-connector"}]}`, n, squash, head)
}

func opened(n int) string {
	return fmt.Sprintf(`{"number":%d,"state":"open","merged":false,"merge_commit_sha":%q,"merged_at":null,"merged_by":null,
		"head":{"sha":%q,"ref":"update","user":null},"base":{"ref":"dev"},"labels":[]}`, n, squash, head)
}

func commit(sha string, files ...string) string {
	var list []string
	for _, f := range files {
		list = append(list, fmt.Sprintf(`{"filename":%q}`, f))
	}
	return fmt.Sprintf(`{"sha":%q,"commit":{"message":"Contoso (#3473)\r\n\r\nmore","committer":{"date":"2026-05-12T08:00:00Z"}},
		"parents":[{"sha":%q}],"files":[%s]}`, sha, head, strings.Join(list, ","))
}

func TestPullRequest(t *testing.T) {
	g, _ := serve(t, answers{repo + "/pulls/3473": merged(3473), repo + "/pulls/12": opened(12), repo + "/pulls/13": merged(14)})
	ctx := context.Background()
	p, err := g.PullRequest(ctx, "microsoft", "PowerPlatformConnectors", 3473)
	if err != nil {
		t.Fatal(err)
	}
	if !p.Merged || p.MergeCommit != squash || p.Head != head || p.Base != "dev" || p.MergedBy != "reviewer" || p.HeadOwner != "contoso" ||
		p.HeadBranch != "update" || !slices.Equal(p.Labels, []string{"certified-connector"}) || p.MergedAt.Hour() != 8 || p.URL == "" {
		t.Errorf("merged: %+v", p)
	}
	// Before the merge GitHub's merge_commit_sha is a test merge.
	if p, err := g.PullRequest(ctx, "microsoft", "PowerPlatformConnectors", 12); err != nil || p.Merged || p.MergeCommit != "" {
		t.Errorf("open: %+v, %v", p, err)
	}
	if _, err := g.PullRequest(ctx, "microsoft", "PowerPlatformConnectors", 13); kind(err) != Malformed {
		t.Errorf("another one's answer: %v", err)
	}
	if _, err := g.PullRequest(ctx, "microsoft", "PowerPlatformConnectors", 99); kind(err) != Missing {
		t.Errorf("none: %v", err)
	}
}

func kind(err error) Kind {
	var e *Error
	if !errors.As(err, &e) {
		return ""
	}
	return e.Kind
}

func TestLookUps(t *testing.T) {
	ctx := context.Background()
	g, asked := serve(t, answers{
		repo + "/pulls":                         "[" + opened(7) + "]",
		repo + "/commits/" + squash:             commit(squash, "a/b", "c"),
		repo + "/commits/bbbbbbb":               commit(squash),
		repo + "/commits/" + squash + "/pulls":  "[" + merged(1) + "," + opened(2) + "]",
		repo + "/compare/" + squash + "...dev":  `{"url":"x","commits_before":[{"a":[1]}],"status":"ahead","commits":[` + strings.Repeat(" ", 3<<20) + `]}`,
		repo + "/compare/" + squash + "...same": `{"status":"identical"}`,
		repo + "/compare/" + head + "...dev":    `{"status":"diverged"}`,
		repo + "/compare/" + head + "...odd":    `{"status":7}`,
		repo + "/compare/" + head + "...new":    `{"status":"sideways"}`,
		repo + "/compare/" + head + "...list":   `[]`,
		repo + "/compare/" + head + "...none":   `{"x":1}`,
		repo + "/commits":                       `[{"sha":"` + squash + `"}]`,
	})
	p, err := g.PullRequestForBranch(ctx, "microsoft", "contoso", "a b&c")
	if err != nil || p.Number != 7 {
		t.Errorf("PullRequestForBranch = %+v, %v", p, err)
	}
	if last := (*asked)[len(*asked)-1]; !strings.Contains(last, "head=contoso%3Aa+b%26c&") || !strings.Contains(last, "state=all") {
		t.Errorf("asked %s", last)
	}
	c, err := g.Commit(ctx, squash)
	if err != nil || c.Subject() != "Contoso (#3473)" || !slices.Equal(c.Files, []string{"a/b", "c"}) || len(c.Parents) != 1 || c.Cut {
		t.Errorf("Commit = %+v, %v", c, err)
	}
	if _, err := g.Commit(ctx, "bbbbbbb"); kind(err) != Malformed {
		t.Errorf("another commit: %v", err)
	}
	if pulls, err := g.PullRequestsOf(ctx, squash); err != nil || len(pulls) != 2 || !pulls[0].Merged || pulls[1].Merged {
		t.Errorf("PullRequestsOf = %+v, %v", pulls, err)
	}
	for _, tt := range []struct {
		sha, branch string
		on          bool
		kind        Kind
	}{{squash, "dev", true, ""}, {squash, "same", true, ""}, {head, "dev", false, ""}, {head, "odd", false, Malformed}, {head, "new", false, Malformed}, {head, "list", false, Malformed}, {head, "none", false, Malformed}, {head, "gone", false, Missing}} {
		if on, err := g.OnBranch(ctx, tt.sha, tt.branch); on != tt.on || kind(err) != tt.kind {
			t.Errorf("OnBranch(%s, %s) = %v, %v", tt.sha[:1], tt.branch, on, err)
		}
	}
	if sha, err := g.Newest(ctx, "certified-connectors/Smørrebrød & Co", "dev"); err != nil || sha != squash {
		t.Errorf("Newest = %q, %v", sha, err)
	}
	if last := (*asked)[len(*asked)-1]; !strings.Contains(last, "path=certified-connectors%2FSm%C3%B8rrebr%C3%B8d+%26+Co") {
		t.Errorf("asked %s", last)
	}
}

func TestEmptyLists(t *testing.T) {
	g, _ := serve(t, answers{repo + "/pulls": `[]`, repo + "/commits": `[]`})
	if _, err := g.PullRequestForBranch(context.Background(), "microsoft", "contoso", "x"); kind(err) != Missing || !strings.Contains(err.Error(), "contoso:x") {
		t.Errorf("PullRequestForBranch: %v", err)
	}
	if sha, err := g.Newest(context.Background(), "x", "dev"); sha != "" || err != nil {
		t.Errorf("Newest = %q, %v", sha, err)
	}
}

func TestPathsAreEscaped(t *testing.T) {
	for want, parts := range map[string][]string{
		"/repos/a%2Fb/-/pulls":            {"a/b", "..", "pulls"},
		"/repos/a/b/compare/x...dev%3Fy=": {"a", "b", "compare", "x...dev?y="},
		"/repos/-/-":                      {"", "."},
	} {
		if got := at(parts[0], parts[1], parts[2:]...); got != want {
			t.Errorf("at(%q) = %q, want %q", parts, got, want)
		}
	}
}

func TestRequest(t *testing.T) {
	var got http.Header
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got = r.Header
		fmt.Fprint(w, merged(1))
	}))
	defer s.Close()
	for given, want := range map[string]string{
		"": "", token: "Bearer " + token, " " + token + "\n": "Bearer " + token, "two words": "", "a\r\nX-Evil: 1": "", "naïve": "",
	} {
		g := GitHub{Base: s.URL + "/", Token: func() string { return given }}
		if _, err := g.PullRequest(context.Background(), "a", "b", 1); err != nil {
			t.Fatal(err)
		}
		if got.Get("Authorization") != want {
			t.Errorf("token %q is sent as %q, want %q", given, got.Get("Authorization"), want)
		}
		if got.Get("User-Agent") != "certwiz" || got.Get("X-GitHub-Api-Version") != "2022-11-28" || got.Get("Accept") != "application/vnd.github+json, application/json" {
			t.Errorf("headers %v", got)
		}
	}
	g := GitHub{Base: "http://github.example.com", Token: func() string { return token }}
	req, err := g.request(context.Background(), "/x", nil)
	if err != nil || req.Header.Get("Authorization") != "" {
		t.Errorf("a token goes over plain http: %v", err)
	}
	for _, base := range []string{"://", "nowhere", "http://a b"} {
		if _, err := (GitHub{Base: base}).PullRequest(context.Background(), "a", "b", 1); kind(err) != Failed {
			t.Errorf("base %q: %v", base, err)
		}
	}
}
