package githubtest

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

const repo = "/api/v3/repos/" + Owner + "/" + Repository

func get(t *testing.T, url string, headers ...string) *http.Response {
	t.Helper()
	req, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { resp.Body.Close() })
	return resp
}

func TestServer(t *testing.T) {
	s := New(t)
	s.Change(func(w *World) {
		p := w.Open("contoso", "update", "Contoso", map[string]string{"a": "1"})
		for range 5 {
			p.Comment("contoso", "NONE", "x")
		}
		w.Tokens["secret"] = "contoso"
	})
	address := s.URL + repo + "/issues/3401/comments?per_page=2"
	resp := get(t, address+"&page=2")
	link := resp.Header.Get("Link")
	for _, want := range []string{`page=3&per_page=2>; rel="next"`, `page=3&per_page=2>; rel="last"`, `page=1&per_page=2>; rel="prev"`} {
		if !strings.Contains(link, want) {
			t.Errorf("no %s in %s", want, link)
		}
	}
	var list []any
	if err := json.NewDecoder(resp.Body).Decode(&list); err != nil || len(list) != 2 {
		t.Errorf("%v, %v", list, err)
	}
	tag := resp.Header.Get("ETag")
	if again := get(t, address+"&page=2", "If-None-Match", tag); tag == "" || again.StatusCode != http.StatusNotModified {
		t.Errorf("%q is answered with %d", tag, again.StatusCode)
	}
	// Another account's answer has another tag, as on GitHub.
	if other := get(t, address+"&page=2", "If-None-Match", tag, "Authorization", "Bearer secret"); other.StatusCode != http.StatusOK {
		t.Errorf("with a token: %d", other.StatusCode)
	}
	if unknown := get(t, address, "Authorization", "Bearer other"); unknown.StatusCode != http.StatusUnauthorized {
		t.Errorf("with an unknown token: %d", unknown.StatusCode)
	}
	if page := get(t, s.URL+"/microsoft"); page.StatusCode != http.StatusNotFound || !strings.HasPrefix(page.Header.Get("Content-Type"), "text/html") {
		t.Errorf("outside of the API: %d", page.StatusCode)
	}
	if calls := s.Calls(); len(calls) != 4 || calls[0] != "GET /repos/microsoft/PowerPlatformConnectors/issues/3401/comments?per_page=2&page=2" {
		t.Errorf("calls %q", calls)
	}
	if s.Forget(); len(s.Calls()) != 0 {
		t.Error("calls are not forgotten")
	}
}

func TestFail(t *testing.T) {
	s := New(t)
	address := s.URL + repo + "/commits"
	s.Fail("/repos", Status(500, "x"))
	s.Fail("/repos/microsoft/PowerPlatformConnectors/commits", Page(511))
	if got := get(t, address).StatusCode; got != 511 {
		t.Errorf("%d", got)
	}
	s.Fail("/repos/microsoft/PowerPlatformConnectors/commits", nil)
	if got := get(t, address).StatusCode; got != 500 {
		t.Errorf("%d", got)
	}
	s.Fail("/repos", Limited(time.Unix(2e9, 0)))
	if resp := get(t, address); resp.StatusCode != 403 || resp.Header.Get("X-RateLimit-Reset") != "2000000000" || resp.Header.Get("X-RateLimit-Remaining") != "0" {
		t.Errorf("%d %v", resp.StatusCode, resp.Header)
	}
	s.Fail("/repos", nil)
	if got := get(t, address).StatusCode; got != 200 {
		t.Errorf("%d", got)
	}
}

func TestWorld(t *testing.T) {
	w := newWorld()
	w.Commit("old", map[string]string{"a/x": "1", "a/y": "2", "b": "3"})
	p := w.Open("contoso", "update", "Contoso", map[string]string{"a/x": "4"})
	p.Push("more", map[string]string{"a/z": "5"})
	w.CommitFiles("meanwhile", map[string]File{"b": {Gone: true}})
	if got := w.tree("dev"); len(got) != 3 || got["a/x"].Data != "1" {
		t.Errorf("before: %v", got)
	}
	c := p.Merge("engineer")
	if got := w.tree("dev"); len(got) != 4 || got["a/x"].Data != "4" || got["a/z"].Data != "5" {
		t.Errorf("after: %v", got)
	}
	if c.Message != "Contoso (#3401)" || p.MergeCommit != c.SHA || !slices.Equal(p.Files, []string{"a/x", "a/z"}) || w.find(c.SHA[:8]) != c {
		t.Errorf("%+v %+v", c, p)
	}
}
