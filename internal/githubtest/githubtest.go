// Package githubtest is a GitHub for tests: a small one in memory, with
// Microsoft's repository on it, that answers over HTTP in GitHub's own shape.
// Only tests import it. It serves this machine alone, so that the built program
// can be pointed at it, too:
//
//	hub := githubtest.New(t)
//	hub.Change(func(w *githubtest.World) {
//		p := w.Open("contoso", "update", "Contoso Invoices", map[string]string{"certified-connectors/Contoso Invoices/readme.md": "…"})
//		p.Comment("certificationteam", "NONE", "Certification Validations Failed.")
//	})
//	host, err := source.ParseHost(hub.URL)
package githubtest

import (
	"bytes"
	"crypto/sha1"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// Server is a running GitHub.
type Server struct {
	URL string // "http://127.0.0.1:port"; the API is below /api/v3

	mu    sync.Mutex
	world *World
	calls []string
	fails []fail
}

type fail struct {
	prefix string
	handle http.HandlerFunc
}

// api is where the API of a GitHub of one's own is.
const api = "/api/v3"

// New starts a GitHub that ends with the test. It holds Microsoft's repository
// with one commit on dev: a README.md.
func New(t testing.TB) *Server {
	t.Helper()
	s := &Server{world: newWorld()}
	hub := httptest.NewServer(s)
	t.Cleanup(hub.Close)
	s.URL = hub.URL
	s.world.url = hub.URL
	return s
}

// Change alters what GitHub holds, between two answers.
func (s *Server) Change(change func(*World)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(s.world)
}

// Fail answers requests whose path, below the API's address, begins with
// prefix in another way: "/repos", "/repos/microsoft/PowerPlatformConnectors/pulls/12/files".
// The last one given for a path counts; nil ends it.
func (s *Server) Fail(prefix string, handle http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fails = slices.DeleteFunc(s.fails, func(f fail) bool { return f.prefix == prefix })
	if handle != nil {
		s.fails = append(s.fails, fail{prefix, handle})
	}
}

// Calls are the requests so far: "GET /repos/…/pulls/12/files?per_page=100".
func (s *Server) Calls() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.calls)
}

// Forget forgets the requests so far.
func (s *Server) Forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls = nil
}

// Status answers with a status and GitHub's words for it.
func Status(code int, message string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { refuse(w, code, message) }
}

// Page answers with a web page, as the sign-in page of a network does.
func Page(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(code)
		fmt.Fprint(w, "<!DOCTYPE html><html><body>Sign in to Fabrikam Guest</body></html>")
	}
}

// Limited answers as GitHub does when there were too many calls.
func Limited(until time.Time) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		allow(w.Header(), "core", 60, 0, until)
		refuse(w, http.StatusForbidden, "API rate limit exceeded for 127.0.0.1.")
	}
}

// ServeHTTP answers a request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	// A request that is read to its end tells its handler when the client leaves.
	sent, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	if err != nil {
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(sent))
	path, below := strings.CutPrefix(r.URL.Path, api)
	if !below {
		Page(http.StatusNotFound)(w, r)
		return
	}
	s.mu.Lock()
	asked := r.Method + " " + strings.TrimPrefix(r.URL.EscapedPath(), api)
	if r.URL.RawQuery != "" {
		asked += "?" + r.URL.RawQuery
	}
	s.calls = append(s.calls, asked)
	for _, f := range slices.Backward(s.fails) {
		if strings.HasPrefix(path, f.prefix) {
			s.mu.Unlock() // it may wait
			f.handle(w, r)
			return
		}
	}
	defer s.mu.Unlock()
	s.world.serve(w, r, path)
}

// answer is what goes back: JSON, and the number of entries where it is a list
// of which more is on other pages.
type answer struct {
	status int
	body   any
	list   bool
	pages  int
}

// serve answers out of the world.
func (w *World) serve(rw http.ResponseWriter, r *http.Request, path string) {
	login, known := w.who(r)
	rw.Header().Set("Content-Type", "application/json; charset=utf-8")
	rw.Header().Set("X-GitHub-Media-Type", "github.v3; format=json")
	rw.Header().Set("X-GitHub-Request-Id", "C0FF:1234")
	if !w.spend(rw.Header(), path, login != "") {
		refuse(rw, http.StatusForbidden, "API rate limit exceeded for 127.0.0.1.")
		return
	}
	if !known {
		refuse(rw, http.StatusUnauthorized, "Bad credentials")
		return
	}
	a := w.route(r, path, login)
	body, err := json.Marshal(a.body)
	if err != nil {
		refuse(rw, http.StatusInternalServerError, err.Error())
		return
	}
	if a.list {
		link(rw.Header(), w.url+r.URL.Path, r.URL.Query(), a.pages)
	}
	if r.Method == http.MethodGet && a.status == http.StatusOK {
		tag := `W/"` + sha(login, string(body)) + `"`
		rw.Header().Set("ETag", tag)
		rw.Header().Set("Cache-Control", "private, max-age=60, s-maxage=60")
		if r.Header.Get("If-None-Match") == tag {
			rw.WriteHeader(http.StatusNotModified)
			return
		}
	}
	rw.WriteHeader(a.status)
	rw.Write(bytes.TrimSpace(body))
}

// who is the account of a request, and whether its token is known; without a
// token there is no account.
func (w *World) who(r *http.Request) (login string, known bool) {
	token, given := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !given {
		return "", r.Header.Get("Authorization") == ""
	}
	login, known = w.Tokens[token]
	return login, known
}

// spend takes one call off the allowance; false when there is none.
func (w *World) spend(h http.Header, path string, known bool) bool {
	resource, limit, left := "core", 60, &w.Left
	if strings.HasPrefix(path, "/search/") {
		resource, limit, left = "search", 10, &w.SearchesLeft
	}
	if known {
		limit = map[string]int{"core": 5000, "search": 30}[resource]
	}
	enough := *left != 0
	if *left > 0 {
		*left--
	}
	shown := *left
	if shown < 0 {
		shown = limit - 1
	}
	allow(h, resource, limit, shown, w.Reset)
	return enough
}

func allow(h http.Header, resource string, limit, left int, until time.Time) {
	h.Set("X-RateLimit-Limit", strconv.Itoa(limit))
	h.Set("X-RateLimit-Remaining", strconv.Itoa(left))
	h.Set("X-RateLimit-Used", strconv.Itoa(limit-left))
	h.Set("X-RateLimit-Resource", resource)
	h.Set("X-RateLimit-Reset", strconv.FormatInt(until.Unix(), 10))
}

// refuse writes an error as GitHub does.
func refuse(w http.ResponseWriter, status int, message string) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(refusal(status, message)) // the client may be gone
}

func refusal(status int, message string) map[string]any {
	return map[string]any{"message": message, "documentation_url": "https://docs.github.com/rest", "status": strconv.Itoa(status)}
}

// link names the pages around one.
func link(h http.Header, address string, query url.Values, pages int) {
	page := number(query.Get("page"), 1)
	var parts []string
	to := func(n int, rel string) {
		query.Set("page", strconv.Itoa(n))
		parts = append(parts, fmt.Sprintf(`<%s?%s>; rel=%q`, address, query.Encode(), rel))
	}
	if page > 1 {
		to(page-1, "prev")
		to(1, "first")
	}
	if page < pages {
		to(page+1, "next")
		to(pages, "last")
	}
	if len(parts) > 0 {
		h.Set("Link", strings.Join(parts, ", "))
	}
}

// number reads a number, or gives the usual one.
func number(s string, usual int) int {
	if n, err := strconv.Atoi(s); err == nil && n > 0 {
		return n
	}
	return usual
}

// paged is the page of a list that a request asks for.
func paged[T any](r *http.Request, list []T, show func(T) any) answer {
	per, page := min(number(r.FormValue("per_page"), 30), 100), number(r.FormValue("page"), 1)
	from := min((page-1)*per, len(list))
	shown := []any{}
	for _, v := range list[from:min(from+per, len(list))] {
		shown = append(shown, show(v))
	}
	return answer{status: http.StatusOK, body: shown, list: true, pages: (len(list) + per - 1) / per}
}

func sha(parts ...string) string {
	sum := sha1.Sum([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:])
}
