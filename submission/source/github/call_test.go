package github

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/certwiz/certwiz/checks/origin"
)

func TestErrors(t *testing.T) {
	reset := noon.Add(42 * time.Minute)
	tests := []struct {
		name   string
		handle http.HandlerFunc
		kind   Kind
		what   string
	}{
		{"limit", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("X-RateLimit-Remaining", "0")
			w.Header().Set("X-RateLimit-Reset", fmt.Sprint(reset.Unix()))
			w.WriteHeader(403)
		}, RateLimited, "GitHub allows no more calls until 10:42"},
		{"limit until another day", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("X-RateLimit-Remaining", "0")
			w.Header().Set("X-RateLimit-Reset", fmt.Sprint(noon.AddDate(0, 0, 1).Unix()))
			w.WriteHeader(429)
		}, RateLimited, "GitHub allows no more calls until 10:00 on 13 May"},
		{"second limit", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Retry-After", "60")
			w.WriteHeader(403)
		}, RateLimited, "GitHub allows no more calls until 10:01"},
		{"limit without a time", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(429) }, RateLimited, "GitHub allows no more calls for now"},
		{"limit with a wrong time", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("X-RateLimit-Remaining", "0")
			w.Header().Set("X-RateLimit-Reset", "soon")
			w.Header().Set("Retry-After", "-1")
			w.WriteHeader(403)
		}, RateLimited, "GitHub allows no more calls for now"},
		{"forbidden", status(403), Unauthorized, "GitHub does not allow this question (403)"},
		{"bad token", status(401), Unauthorized, "GitHub refuses the token; renew it, or go on without one"},
		{"not there", status(404), Missing, "GitHub has no such commit or pull request"},
		{"no such SHA", status(422), Missing, "GitHub has no such commit or pull request"},
		{"broken", status(502), Failed, "GitHub has a problem of its own (502 Bad Gateway)"},
		{"odd", status(299), Failed, "GitHub has a problem of its own (299 )"},
		{"not JSON", func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "<html>sign in</html>") }, Malformed, "GitHub's answer can't be used: it is not the JSON that was asked for"},
		{"cut off", func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, `{"number":1,`) }, Malformed, "GitHub's answer can't be used: it is not the JSON that was asked for"},
		{"other types", func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, `{"number":"1"}`) }, Malformed, "GitHub's answer can't be used: it is not the JSON that was asked for"},
		{"empty", func(w http.ResponseWriter, r *http.Request) {}, Malformed, "GitHub's answer can't be used: it is not the JSON that was asked for"},
		{"too large", func(w http.ResponseWriter, r *http.Request) {
			io.WriteString(w, `{"title":"`)
			io.WriteString(w, strings.Repeat("x", 3<<20))
		}, Malformed, "GitHub's answer can't be used: it is larger than 2 MB"},
		{"elsewhere", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://127.0.0.2:1/x", http.StatusFound)
		}, Failed, "GitHub points to another server, which is not followed"},
		{"round and round", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, r.URL.Path+"/x", http.StatusFound)
		}, Failed, "GitHub points to another server, which is not followed"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := httptest.NewServer(tt.handle)
			defer s.Close()
			g := GitHub{Base: s.URL, Now: func() time.Time { return noon }, Token: func() string { return token }}
			_, err := g.PullRequest(context.Background(), "a", "b", 1)
			if kind(err) != tt.kind || err.Error() != tt.what {
				t.Fatalf("err = %q %v, want %q %s", kind(err), err, tt.kind, tt.what)
			}
			if strings.Contains(fmt.Sprintf("%v %+v", err, err), token) {
				t.Error("the error holds the token")
			}
			c := g.Complete(context.Background(), origin.Commit{Typed: squash, Folder: "f"})
			if tt.kind != Missing && (c.OnBranch.Known || !strings.Contains(c.OnBranch.Why, "GitHub")) {
				t.Errorf("the answer says %+v", c.OnBranch)
			}
		})
	}
}

func status(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(code) }
}

func TestOffline(t *testing.T) {
	s := httptest.NewServer(status(200))
	base := s.URL
	s.Close()
	g := GitHub{Base: base, Token: func() string { return token }}
	_, err := g.PullRequest(context.Background(), "a", "b", 1)
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
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { <-release }))
	defer s.Close()
	defer close(release)
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	if _, err := (GitHub{Base: s.URL}).PullRequest(ctx, "a", "b", 1); kind(err) != TimedOut {
		t.Errorf("err = %v", err)
	}
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if _, err := (GitHub{Base: s.URL}).PullRequest(ctx, "a", "b", 1); kind(err) != TimedOut || !strings.Contains(err.Error(), "stopped") {
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
		if r.Header.Get("Authorization") == "" {
			w.WriteHeader(401)
		}
		fmt.Fprint(w, merged(1))
	}))
	defer s.Close()
	g := GitHub{Base: s.URL, Client: s.Client(), Token: func() string { return token }}
	if p, err := g.PullRequest(context.Background(), "a", "b", 1); err != nil || !p.Merged {
		t.Errorf("PullRequest = %+v, %v", p, err)
	}
	if s.Client().CheckRedirect != nil {
		t.Error("the given client was changed")
	}
}
