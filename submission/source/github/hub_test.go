package github

import (
	"errors"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/certwiz/certwiz/internal/githubtest"
	"github.com/certwiz/certwiz/submission/source"
)

const (
	token  = "ghp_exampleexampleexample"
	folder = "certified-connectors/Contoso Invoices"
)

var (
	squash = strings.Repeat("a", 40)
	head   = strings.Repeat("b", 40)
	noon   = time.Date(2026, 5, 12, 10, 0, 0, 0, time.UTC)
)

// asked are the questions and orders of this room, as GitHub's published
// description names them, with the query's parts. What a test sends and is not
// here fails it, and TestAgainstGitHubsDescription has each of them judged.
var asked = map[string][]string{
	"GET /repos/{owner}/{repo}/pulls/{pull_number}":            nil,
	"GET /repos/{owner}/{repo}/pulls":                          {"head", "state", "sort", "direction", "per_page"},
	"GET /repos/{owner}/{repo}/pulls/{pull_number}/files":      {"per_page", "page"},
	"GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews":    {"per_page", "page"},
	"GET /repos/{owner}/{repo}/pulls/{pull_number}/comments":   {"per_page", "page"},
	"GET /repos/{owner}/{repo}/issues/{issue_number}/comments": {"per_page", "page"},
	"GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls":     {"per_page"},
	"GET /repos/{owner}/{repo}/commits/{ref}":                  nil,
	"GET /repos/{owner}/{repo}/commits/{ref}/check-runs":       {"per_page"},
	"GET /repos/{owner}/{repo}/commits/{ref}/status":           {"per_page"},
	"GET /repos/{owner}/{repo}/commits":                        {"sha", "path", "per_page"},
	"GET /repos/{owner}/{repo}/compare/{basehead}":             {"per_page"},
	"GET /repos/{owner}/{repo}/contents/{path}":                {"ref"},
	"GET /repos/{owner}/{repo}/git/blobs/{file_sha}":           nil,
	"GET /search/issues":                                       {"q", "sort", "order", "per_page"},
	"GET /user":                                                nil,
	"POST /repos/{owner}/{repo}/pulls":                         nil,
	"PATCH /repos/{owner}/{repo}/pulls/{pull_number}":          nil,
}

// describe is the description's name for a request: its method and path.
func describe(method, escapedPath string) string {
	parts := strings.Split(escapedPath, "/")
	best := method + " " + escapedPath
	for _, name := range sortedKeys(asked) {
		knownMethod, path, _ := strings.Cut(name, " ")
		names := strings.Split(path, "/")
		// What follows contents is one part of the description's.
		if strings.HasSuffix(path, "/contents/{path}") && len(parts) > len(names) {
			parts := append(slices.Clone(parts[:len(names)-1]), strings.Join(parts[len(names)-1:], "/"))
			if knownMethod == method && fitsNames(names, parts) {
				return name
			}
		}
		if knownMethod == method && fitsNames(names, parts) {
			best = name
		}
	}
	return best
}

func fitsNames(names, parts []string) bool {
	if len(names) != len(parts) {
		return false
	}
	for i, name := range names {
		if !strings.HasPrefix(name, "{") && name != parts[i] {
			return false
		}
	}
	return true
}

func sortedKeys[V any](m map[string]V) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// newHub starts a GitHub in memory and gives a way to it. When the test ends,
// every call that it saw must be one that is asked of GitHub's description.
func newHub(t testing.TB) (*githubtest.Server, *GitHub) {
	t.Helper()
	hub := githubtest.New(t)
	var all []string
	t.Cleanup(func() {
		for _, c := range append(all, hub.Calls()...) {
			checkAsked(t, c)
		}
	})
	return hub, another(t, hub)
}

// another is one more way to the same GitHub.
func another(t testing.TB, hub *githubtest.Server) *GitHub {
	t.Helper()
	host, err := source.ParseHost(hub.URL)
	if err != nil {
		t.Fatal(err)
	}
	return &GitHub{Host: host, Now: func() time.Time { return noon }}
}

func checkAsked(t testing.TB, request string) {
	t.Helper()
	method, address, _ := strings.Cut(request, " ")
	path, query, _ := strings.Cut(address, "?")
	name := describe(method, path)
	params, ok := asked[name]
	if !ok {
		t.Errorf("%s is not asked of GitHub's description", request)
	}
	values, err := url.ParseQuery(query)
	if err != nil {
		t.Errorf("%s: %v", request, err)
	}
	for param := range values {
		if !slices.Contains(params, param) {
			t.Errorf("%s: %q is not asked of GitHub's description", request, param)
		}
	}
}

func kind(err error) Kind {
	var e *Error
	if !errors.As(err, &e) {
		return ""
	}
	return e.Kind
}

// connectorFiles are a connector's files in the repository.
func connectorFiles(title string) map[string]string {
	return map[string]string{
		folder + "/apiDefinition.swagger.json": "{\"swagger\":\"2.0\",\"info\":{\"title\":\"" + title + "\"}}\n",
		folder + "/apiProperties.json":         "{\"properties\":{}}\n",
		folder + "/readme.md":                  "# " + title + "\n",
	}
}

const owned = "* @microsoft/connectors\n/certified-connectors/Contoso\\ Invoices/ @contoso @fabrikam/makers\n"
