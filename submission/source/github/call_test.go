package github

import (
	"context"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/certwiz/certwiz/checks/origin"
	"github.com/certwiz/certwiz/internal/githubtest"
)

const (
	signIn   = "something between you and GitHub answered with a web page: a sign-in page of the network, perhaps"
	notJSON  = "GitHub's answer can't be used: it is not the JSON that was asked for"
	noCalls  = "GitHub allows no more calls for now"
	broken   = "the connection to GitHub broke off"
	timesOut = "GitHub did not answer in time"
)

// with answers with headers, given as name and value in turn, and a status.
func with(code int, headers ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		for i := 0; i < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.WriteHeader(code)
	}
}

func body(s string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprint(w, s)
	}
}

func TestErrors(t *testing.T) {
	reset := fmt.Sprint(noon.Add(42 * time.Minute).Unix())
	tomorrow := fmt.Sprint(noon.AddDate(0, 0, 1).Unix())
	tests := []struct {
		name   string
		handle http.HandlerFunc
		kind   Kind
		what   string
	}{
		{"limit", with(403, "X-RateLimit-Remaining", "0", "X-RateLimit-Reset", reset), RateLimited, "GitHub allows no more calls until 10:42"},
		{"limit until another day", with(429, "X-RateLimit-Remaining", "0", "X-RateLimit-Reset", tomorrow), RateLimited, "GitHub allows no more calls until 10:00 on 13 May"},
		{"second limit", with(403, "Retry-After", "60"), RateLimited, "GitHub allows no more calls until 10:01"},
		{"second limit in words", githubtest.Status(403, "You have exceeded a secondary rate limit."), RateLimited, noCalls},
		{"limit without a time", with(429), RateLimited, noCalls},
		{"limit with a wrong time", with(403, "X-RateLimit-Remaining", "0", "X-RateLimit-Reset", "soon", "Retry-After", "-1"), RateLimited, noCalls},
		{"forbidden", with(403), Unauthorized, "GitHub does not allow this question to the token from GH_TOKEN (403)"},
		{"single sign-on", with(403, "X-GitHub-SSO", "required; url=https://github.com/orgs/contoso/sso"), Unauthorized,
			"the organisation wants the token from GH_TOKEN authorised for its single sign-on; do that at https://github.com/settings/tokens"},
		{"bad token", with(401), Unauthorized, "GitHub refuses the token from GH_TOKEN; renew it, or go on without one"},
		{"not there", with(404), Missing, "GitHub has no such commit or pull request"},
		{"no such SHA", with(422), Missing, "GitHub has no such commit or pull request"},
		{"gone", with(410), Missing, "GitHub no longer has it (410)"},
		{"law", with(451), Failed, "GitHub may not show this for legal reasons (451)"},
		{"broken", with(502), Failed, "GitHub has a problem of its own (502 Bad Gateway)"},
		{"broken with a page", githubtest.Page(503), Failed, "GitHub has a problem of its own (503 Service Unavailable)"},
		{"odd", with(299), Failed, "GitHub answers with something unexpected (299)"},
		{"odd too", with(300), Failed, "GitHub answers with something unexpected (300)"},
		{"never seen before", with(304), Malformed, "GitHub's answer can't be used: it says that nothing has changed since never"},
		{"a page", githubtest.Page(200), Intercepted, signIn},
		{"a page without its name", body("\n <html>sign in</html>"), Intercepted, signIn},
		{"a page instead of no", githubtest.Page(403), Intercepted, signIn},
		{"network's sign-in", githubtest.Page(511), Intercepted, signIn},
		{"sent to a page", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://127.0.0.2:1/x", http.StatusFound)
		}, Intercepted, signIn},
		{"proxy", with(407), Intercepted, "the proxy between you and GitHub wants a user name and password; put them into HTTPS_PROXY"},
		{"not JSON", body("sign in"), Malformed, notJSON},
		{"cut off", body(`{"number":1,`), Malformed, notJSON},
		{"more after it", body(`{"number":1} {}`), Malformed, notJSON},
		{"other types", body(`{"sha":7}`), Malformed, notJSON},
		{"other times", body(`{"commit":{"committer":{"date":"yesterday"}}}`), Malformed, notJSON},
		{"empty", body(""), Malformed, notJSON},
		{"too large", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			io.WriteString(w, `{"title":"`)
			io.WriteString(w, strings.Repeat("x", maxResponse))
		}, Malformed, "GitHub's answer can't be used: it is larger than 8 MB"},
		{"half of it", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", "100")
			io.WriteString(w, `{"number":1`)
		}, Offline, broken},
		{"hung up", func(w http.ResponseWriter, r *http.Request) { panic(http.ErrAbortHandler) }, Offline, broken},
		{"elsewhere", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://127.0.0.2:1/x", http.StatusMovedPermanently)
		}, Failed, "GitHub points to another server, which is not followed"},
		{"round and round", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, r.URL.Path+"/x", http.StatusMovedPermanently)
		}, Failed, "GitHub sends the question round in circles"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := httptest.NewServer(tt.handle)
			defer s.Close()
			g := at(s.URL)
			g.Token, g.TokenFrom = func() string { return token }, "GH_TOKEN"
			_, _, err := g.readCommit(context.Background(), squash)
			if kind(err) != tt.kind || err.Error() != tt.what {
				t.Fatalf("err = %q %v, want %q %s", kind(err), err, tt.kind, tt.what)
			}
			if strings.Contains(fmt.Sprintf("%v %+v", err, err), token) {
				t.Error("the error holds the token")
			}
			g = at(s.URL)
			g.Token, g.TokenFrom = func() string { return token }, "GH_TOKEN"
			c := g.Complete(context.Background(), origin.Commit{Typed: squash, Folder: "f"})
			if tt.kind != Missing && (c.OnBranch.Known || c.OnBranch.Why != tt.what) {
				t.Errorf("the answer says %+v", c.OnBranch)
			}
		})
	}
}

func TestRefusedWithoutToken(t *testing.T) {
	for code, want := range map[int]string{
		401: "GitHub answers this only with a token; set GH_TOKEN or sign in with gh auth login",
		403: "GitHub does not allow this question (403)",
	} {
		s := httptest.NewServer(with(code))
		_, _, err := at(s.URL).readCommit(context.Background(), squash)
		s.Close()
		if kind(err) != Unauthorized || err.Error() != want {
			t.Errorf("%d: %v", code, err)
		}
	}
}

// A token that GitHub refuses for what everybody may read is left aside;
// for what needs it, it is used all the same.
func TestRefusedTokenIsLeftAside(t *testing.T) {
	hub, g := newHub(t)
	g.Token, g.TokenFrom = func() string { return token }, "gh"
	ctx := context.Background()
	for range 2 {
		if _, err := g.File(ctx, "README.md", ""); err != nil {
			t.Fatal(err)
		}
	}
	if len(hub.Calls()) != 3 {
		t.Errorf("calls %q", hub.Calls())
	}
	const want = "GitHub refuses the token from gh; renew it, or go on without one"
	if !g.refusedToken {
		t.Error("the token is not left aside")
	}
	asked := callsSince(hub, func() {
		if _, err := g.Login(ctx); err == nil || err.Error() != want {
			t.Errorf("Login: %v", err)
		}
	})
	if len(asked) != 1 {
		t.Errorf("Login asks %q", asked)
	}
	if _, err := g.UpdatePull(ctx, 12, "x", ""); err == nil || err.Error() != want {
		t.Errorf("UpdatePull: %v", err)
	}
	// What nobody may read without a token stays refused for the token.
	hub.Fail("/repos", githubtest.Status(403, "no"))
	fresh := another(t, hub)
	fresh.Token = func() string { return token }
	if _, err := fresh.File(ctx, "README.md", ""); kind(err) != Unauthorized || fresh.refusedToken {
		t.Errorf("%v, left aside: %v", err, fresh.refusedToken)
	}
}

// While GitHub allows no calls it is not asked, and asked again afterwards.
func TestNoCallsWhileLimited(t *testing.T) {
	hub, g := newHub(t)
	ctx := context.Background()
	hub.Change(func(w *githubtest.World) { w.Left = 0 })
	for range 3 {
		if _, err := g.File(ctx, "README.md", ""); kind(err) != RateLimited || err.Error() != "GitHub allows no more calls until 10:42" {
			t.Fatal(err)
		}
	}
	if n := len(hub.Calls()); n != 1 {
		t.Errorf("%d calls", n)
	}
	if _, err := g.search(ctx, "repo:microsoft/PowerPlatformConnectors x"); err != nil {
		t.Errorf("searches are limited, too: %v", err)
	}
	hub.Change(func(w *githubtest.World) { w.Left = -1 })
	g.Now = func() time.Time { return noon.Add(43 * time.Minute) }
	if _, err := g.File(ctx, "README.md", ""); err != nil {
		t.Error(err)
	}
	// A time further away than GitHub's limits last is a clock that is wrong.
	hub.Fail("/repos", githubtest.Limited(noon.Add(9*time.Hour)))
	for range 2 {
		if _, err := g.File(ctx, "README.md", ""); kind(err) != RateLimited {
			t.Error(err)
		}
	}
	if n := len(hub.Calls()); n != 5 {
		t.Errorf("%d calls", n)
	}
}

func TestOffline(t *testing.T) {
	s := httptest.NewServer(with(200))
	base := s.URL
	s.Close()
	g := at(base)
	_, _, err := g.readPull(context.Background(), 1)
	if kind(err) != Offline || err.Error() != "offline" {
		t.Errorf("err = %v", err)
	}
	c := g.Complete(context.Background(), origin.Commit{Typed: "3473", Folder: "f"})
	if c.Merged.Known || c.Merged.Why != "offline" || c.Resolves.Known || c.Resolves.Why != "offline" {
		t.Errorf("merged %+v, resolves %+v", c.Merged, c.Resolves)
	}
}

func TestHanging(t *testing.T) {
	release := make(chan struct{})
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(200)
		w.(http.Flusher).Flush()
		<-release
	}))
	defer s.Close()
	defer close(release)
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	if _, _, err := at(s.URL).readPull(ctx, 1); kind(err) != TimedOut || err.Error() != timesOut {
		t.Errorf("err = %v", err)
	}
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if _, _, err := at(s.URL).readPull(ctx, 1); kind(err) != TimedOut || !strings.Contains(err.Error(), "stopped") {
		t.Errorf("err = %v", err)
	}
}

// A repository that was renamed is answered with a redirect on the same host.
func TestRedirectOnTheSameHost(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/repositories/1/pulls/1" {
			http.Redirect(w, r, "/repositories/1/pulls/1", http.StatusMovedPermanently)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		if r.Header.Get("Authorization") == "" {
			w.WriteHeader(401)
		}
		fmt.Fprint(w, merged(1))
	}))
	defer s.Close()
	g := at(s.URL)
	g.Client, g.Token = s.Client(), func() string { return token }
	if w, _, err := g.readPull(context.Background(), 1); err != nil || w.MergedAt.IsZero() {
		t.Errorf("readPull = %+v, %v", w, err)
	}
	if s.Client().CheckRedirect != nil {
		t.Error("the given client was changed")
	}
}

// TLS and proxies: what is not GitHub, or can't be told from it, is named.
func TestWay(t *testing.T) {
	secure := httptest.NewUnstartedServer(with(200))
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	secure.StartTLS()
	defer secure.Close()
	plain := httptest.NewServer(with(200))
	defer plain.Close()
	closed := httptest.NewServer(with(200))
	closed.Close()
	through := func(proxy string) *http.Client {
		u, err := url.Parse(proxy)
		if err != nil {
			t.Fatal(err)
		}
		tr := transport().(*http.Transport)
		tr.Proxy = http.ProxyURL(u)
		return &http.Client{Transport: tr}
	}
	refusing := func(code int) string {
		s := httptest.NewServer(with(code))
		t.Cleanup(s.Close)
		return s.URL
	}
	named := secure.Client()
	named.Transport.(*http.Transport).TLSClientConfig.ServerName = "api.github.com"
	tests := []struct {
		name, api string
		client    *http.Client
		kind      Kind
		what      string
	}{
		{"unknown authority", secure.URL, nil, Untrusted, "this computer does not know who vouches for GitHub's certificate: a company's proxy, perhaps, whose certificate is missing here"},
		{"another's certificate", secure.URL, named, Untrusted, "the certificate that came is another server's than GitHub's: a sign-in page of the network, perhaps"},
		{"no encryption", strings.Replace(plain.URL, "http:", "https:", 1), nil, Intercepted, "something between you and GitHub answered without encryption: a sign-in page of the network, perhaps"},
		{"proxy wants a password", "https://api.github.com", through(refusing(407)), Intercepted, "the proxy between you and GitHub wants a user name and password; put them into HTTPS_PROXY"},
		{"proxy refuses", "https://api.github.com", through(refusing(403)), Intercepted, "the proxy between you and GitHub does not let the question through (403)"},
		{"proxy gone", "https://api.github.com", through(closed.URL), Offline, "the proxy between you and GitHub can't be reached; look at HTTPS_PROXY"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			g := at(tt.api)
			g.Client = tt.client
			_, _, err := g.readPull(context.Background(), 1)
			if kind(err) != tt.kind || err.Error() != tt.what {
				t.Errorf("err = %q %v, want %q %s", kind(err), err, tt.kind, tt.what)
			}
		})
	}
}

func TestLastPage(t *testing.T) {
	for link, want := range map[string]int{
		"": 1,
		`<https://api.github.com/x?per_page=100&page=2>; rel="next", <https://api.github.com/x?per_page=100&page=7>; rel="last"`: 7,
		`<https://api.github.com/x?page=3&per_page=100>; rel="last"`:                                                             3,
		`<https://api.github.com/x?per_page=100>; rel="last"`:                                                                    1,
		`<https://api.github.com/x?page=99999999>; rel="last"`:                                                                   1,
		`<https://api.github.com/x?page=0>; rel="last"`:                                                                          1,
	} {
		if got := lastPage(http.Header{"Link": {link}}); got != want {
			t.Errorf("%s: %d, want %d", link, got, want)
		}
	}
}

// TestSilentServer is waited for once: the questions after it are not asked.
func TestSilentServer(t *testing.T) {
	asked := make(chan struct{}, 10)
	s := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		asked <- struct{}{}
		<-r.Context().Done()
	}))
	defer s.Close()
	g := at(s.URL)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, _, err := g.readPull(ctx, 1); kind(err) != TimedOut {
		t.Fatalf("%v", err)
	}
	for n := range 5 {
		if _, _, err := g.readPull(t.Context(), n+2); kind(err) != TimedOut || err.Error() != timesOut {
			t.Errorf("question %d: %v", n+2, err)
		}
	}
	if len(asked) != 1 {
		t.Errorf("%d questions were asked", len(asked))
	}
	g.silent = time.Now().Add(-silence)
	ctx, cancel = context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, _, err := g.readPull(ctx, 9); kind(err) != TimedOut || len(asked) != 2 {
		t.Errorf("after the silence %d questions were asked, %v", len(asked), err)
	}
}

// TestNoWebServer: what answers otherwise is not taken for being offline.
func TestNoWebServer(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			// Read first: what comes before a question belongs to none.
			_, _ = c.Read(make([]byte, 4096))
			_, _ = c.Write([]byte("220 mail.contoso.example ESMTP\r\n"))
			_ = c.Close()
		}
	}()
	if _, _, err := at("http://"+l.Addr().String()).readPull(t.Context(), 1); kind(err) != Intercepted || !strings.Contains(err.Error(), "in GitHub's place") {
		t.Errorf("%v", err)
	}
}
