package rehearsal

import (
	"context"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/certwiz/certwiz/checks/signin"
	"github.com/certwiz/certwiz/secrets"
)

const secret = "s3cret-and-long-enough"

// says answers with a status and JSON.
func says(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body)
}

// certified is an OAuth server as RFC 6749 wants one: the client first.
func certified(w http.ResponseWriter, r *http.Request) {
	if r.PostFormValue("client_id") != "contoso" || r.PostFormValue("client_secret") != secret {
		says(w, 401, `{"error":"invalid_client"}`)
		return
	}
	says(w, 400, `{"error":"invalid_grant"}`)
}

func start(t *testing.T, h http.HandlerFunc) (*httptest.Server, Prober) {
	t.Helper()
	s := httptest.NewUnstartedServer(h)
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	t.Cleanup(s.Close)
	return s, Prober{Transport: s.Client().Transport}
}

func TestClient(t *testing.T) {
	for _, tt := range []struct {
		name   string
		handle http.HandlerFunc
		secret string
		want   signin.Verdict
	}{
		{"right", certified, secret, signin.Accepted},
		{"wrong", certified, "another", signin.Refused},
		{"the code first", func(w http.ResponseWriter, _ *http.Request) { says(w, 400, `{"error":"invalid_grant"}`) }, secret, signin.NotChecked},
		{"a page", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "<html>") }, secret, signin.NotChecked},
		{"100 MB", func(w http.ResponseWriter, _ *http.Request) {
			for range 100 {
				if _, err := w.Write(make([]byte, 1<<20)); err != nil {
					return
				}
			}
		}, secret, signin.NotChecked},
		{"hangs up", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, secret, signin.NotChecked},
		{"repeats what it was sent", func(w http.ResponseWriter, r *http.Request) {
			says(w, 400, `{"error":"`+r.PostFormValue("client_secret")+` is wrong","error_description":"`+r.PostFormValue("client_secret")+`"}`)
		}, secret, signin.NotChecked},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, p := start(t, tt.handle)
			v, why := p.Client(t.Context(), s.URL+"/token", "contoso", secrets.New(tt.secret))
			if v != tt.want || strings.Contains(why, tt.secret) || why == "" {
				t.Errorf("%s, %s", v, why)
			}
		})
	}
}

// TestSecretStays: no redirect is followed, nothing goes over plain HTTP or to a
// server whose certificate nobody knows.
func TestSecretStays(t *testing.T) {
	var elsewhere atomic.Int32
	other, _ := start(t, func(w http.ResponseWriter, _ *http.Request) {
		elsewhere.Add(1)
		says(w, 400, `{"error":"invalid_grant"}`)
	})
	for _, code := range []int{301, 302, 303, 307, 308} {
		s, p := start(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, other.URL+"/token", code) })
		if v, why := p.Client(t.Context(), s.URL, "contoso", secrets.New(secret)); v != signin.NotChecked || !strings.Contains(why, "not followed") {
			t.Errorf("%d: %s, %s", code, v, why)
		}
	}
	plainServer := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { elsewhere.Add(1) }))
	defer plainServer.Close()
	if v, why := (Prober{}).Client(t.Context(), plainServer.URL, "contoso", secrets.New(secret)); v != signin.NotChecked || !strings.Contains(why, "https") {
		t.Errorf("plain HTTP: %s, %s", v, why)
	}
	if v, why := (Prober{}).Client(t.Context(), other.URL, "contoso", secrets.New(secret)); v != signin.NotChecked || !strings.Contains(why, "not trusted") {
		t.Errorf("a certificate of nobody's: %s, %s", v, why)
	}
	if n := elsewhere.Load(); n != 0 {
		t.Errorf("%d questions reached another host", n)
	}
}

// TestSlow: an answer that drips ends with the context, not before it.
func TestSlow(t *testing.T) {
	s, p := start(t, func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			_, _ = io.WriteString(w, " ")
			w.(http.Flusher).Flush()
			time.Sleep(10 * time.Millisecond)
		}
	})
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if v, why := p.Client(ctx, s.URL, "contoso", secrets.New(secret)); v != signin.NotChecked || !strings.Contains(why, "in time") {
		t.Errorf("%s, %s", v, why)
	}
}
