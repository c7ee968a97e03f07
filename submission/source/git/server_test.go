package git

import (
	"context"
	"net/http"
	"net/http/cgi"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/certwiz/certwiz/submission/source"
)

// server is a GitHub of the world's repositories, by git's own http-backend:
// microsoft/PowerPlatformConnectors is the upstream, contoso's is the fork.
type server struct {
	*httptest.Server
	host     source.Host
	calls    atomic.Int32
	password atomic.Value // string: makes pushing need the user bob with it
	before   atomic.Value // handler
}

// handler answers in place of git when it returns true.
type handler func(w http.ResponseWriter, r *http.Request) bool

func (s *server) answer(h handler) { s.before.Store(h) }

func byGit(http.ResponseWriter, *http.Request) bool { return false }

func (w *world) serve() *server {
	w.t.Helper()
	out, err := exec.Command("git", "--exec-path").Output()
	if err != nil {
		w.t.Fatal(err)
	}
	backend := filepath.Join(strings.TrimSpace(string(out)), "git-http-backend")
	if _, err := os.Stat(backend); err != nil {
		w.t.Skip("git comes without http-backend here")
	}
	root := filepath.Join(w.home, "srv")
	for owner, dir := range map[string]string{source.Owner: w.upstream, "contoso": filepath.Join(w.home, "fork.git")} {
		if err := os.MkdirAll(filepath.Join(root, owner), 0o755); err != nil {
			w.t.Fatal(err)
		}
		if err := os.Symlink(dir, filepath.Join(root, owner, source.Repository+".git")); err != nil {
			w.t.Skip("links can't be made here")
		}
		w.git(dir, "config", "http.receivepack", "true")
		w.git(dir, "config", "uploadpack.allowFilter", "true")
		w.git(dir, "config", "uploadpack.allowAnySHA1InWant", "true")
	}
	s := &server{}
	s.answer(byGit)
	s.password.Store("")
	backed := &cgi.Handler{Path: backend, Root: "/", Env: []string{
		"GIT_PROJECT_ROOT=" + root, "GIT_HTTP_EXPORT_ALL=1", "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=" + os.DevNull, "HOME=" + w.home,
	}}
	s.Server = httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, req *http.Request) {
		s.calls.Add(1)
		if s.before.Load().(handler)(rw, req) {
			return
		}
		push := strings.HasSuffix(req.URL.Path, "/git-receive-pack") || req.URL.Query().Get("service") == "git-receive-pack"
		if user, password, _ := req.BasicAuth(); push && s.password.Load() != "" && (user != "bob" || password != s.password.Load()) {
			rw.Header().Set("WWW-Authenticate", `Basic realm="GitHub"`)
			rw.WriteHeader(http.StatusUnauthorized)
			return
		}
		backed.ServeHTTP(rw, req)
	}))
	w.t.Cleanup(s.Close)
	host, err := source.ParseHost(s.URL)
	if err != nil {
		w.t.Fatal(err)
	}
	s.host = host
	return s
}

func (s *server) repository(owner string) string {
	return s.URL + "/" + owner + "/" + source.Repository + ".git"
}

// online makes the publisher's clone one of the server's repositories.
func (w *world) online() *server {
	w.t.Helper()
	s := w.serve()
	w.git(w.pub, "remote", "set-url", "origin", s.repository("contoso"))
	w.git(w.pub, "remote", "set-url", "upstream", s.repository(source.Owner))
	return s
}

// discoverOn looks at a clone of the server's.
func (w *world) discoverOn(s *server, dir string) *Repo {
	w.t.Helper()
	r, err := Discover(context.Background(), s.host, dir)
	if err != nil {
		w.t.Fatalf("Discover(%s): %v", dir, err)
	}
	return r
}

// kindOf is the kind of an error's problem, "" for none.
func kindOf(t *testing.T, err error) Kind {
	t.Helper()
	if err == nil {
		return ""
	}
	p := asProblem(err)
	if p == nil {
		t.Fatalf("%v is no *Problem", err)
	}
	if strings.ContainsAny(p.What, "\n\t") {
		t.Errorf("%q is not one line", p.What)
	}
	return p.Kind
}
