package git

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/certwiz/certwiz/submission/source"
)

func TestFetch(t *testing.T) {
	w, _ := mergedWorld(t)
	ctx := context.Background()
	squash := w.git(w.upstream, "rev-parse", "dev")
	before := w.git(w.pub, "rev-parse", "dev")
	r := w.discover(w.pub)
	if c := r.Resolve(ctx, "50", invoices); c.Resolves.Known {
		t.Fatalf("known before the fetch: %s", said(c))
	}
	if err := r.Fetch(ctx); err != nil {
		t.Fatal(err)
	}
	if r.UpstreamSHA != squash {
		t.Errorf("after the fetch dev is %s, want %s", r.UpstreamSHA, squash)
	}
	if c := r.Resolve(ctx, "50", invoices); said(c) != good {
		t.Errorf("after the fetch: %s", said(c))
	}
	if after := w.git(w.pub, "rev-parse", "dev"); after != before {
		t.Error("the fetch moved the publisher's own branch")
	}
	if err := os.RemoveAll(w.upstream); err != nil {
		t.Fatal(err)
	}
	if err := r.Fetch(ctx); err == nil || !strings.Contains(err.Error(), "git fetch upstream dev") {
		t.Errorf("a fetch from nowhere: %v", err)
	}
}

// TestFetchIntoAPipe: git would wait for a reader for as long as it may fetch.
func TestFetchIntoAPipe(t *testing.T) {
	w := newWorld(t)
	r := w.discover(w.pub)
	path := filepath.Join(w.pub, ".git", "FETCH_HEAD")
	if err := os.RemoveAll(path); err != nil {
		t.Fatal(err)
	}
	if err := makePipe(path); err != nil {
		t.Skipf("no pipe can be made here: %v", err)
	}
	if err := r.Fetch(t.Context()); err == nil || !strings.Contains(err.Error(), "is not an ordinary file") {
		t.Errorf("%v", err)
	}
}

// A clone of one branch has no place for dev; Fetch makes it.
func TestFetchSingleBranch(t *testing.T) {
	w := newWorld(t)
	w.git(w.maker, "push", "--quiet", "origin", "dev:master")
	dir := filepath.Join(w.home, "single")
	w.git(w.home, "clone", "--quiet", "--single-branch", "--branch=master", "--origin=upstream", w.upstream, dir)
	r := w.discover(dir)
	if p := r.Problem(BranchMissing); p == nil || p.Type[0] != "git fetch upstream dev:refs/remotes/upstream/dev" {
		t.Fatalf("problems %v", r.Problems)
	}
	if err := r.Fetch(context.Background()); err != nil {
		t.Fatal(err)
	}
	if r.UpstreamRef != "upstream/dev" || len(r.Problems) != 0 {
		t.Errorf("ref %q, problems %v", r.UpstreamRef, r.Problems)
	}
}

func TestFetchWithoutUpstream(t *testing.T) {
	w := &world{t: t, home: isolate(t)}
	w.git(w.home, "init", "--quiet")
	var p *Problem
	if err := w.discover(w.home).Fetch(context.Background()); !errors.As(err, &p) || p.Kind != NoUpstream {
		t.Errorf("Fetch = %v", err)
	}
}

// fakeGit puts a program named git first on the PATH.
func fakeGit(t *testing.T, script string) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("the stand-in for git is a shell script")
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "git"), []byte("#!/bin/sh\n"+script), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
}

func TestRunIsBounded(t *testing.T) {
	t.Run("hanging", func(t *testing.T) {
		fakeGit(t, "exec sleep 600\n")
		_, err := run(context.Background(), "git", t.TempDir(), call{args: []string{"status"}, time: 50 * time.Millisecond})
		if err == nil || !strings.Contains(err.Error(), "took longer than") {
			t.Errorf("err = %v", err)
		}
	})
	t.Run("cancelled", func(t *testing.T) {
		fakeGit(t, "exec sleep 600\n")
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		if _, err := Discover(ctx, source.GitHubCom, t.TempDir()); !errors.Is(err, context.Canceled) {
			t.Errorf("err = %v", err)
		}
	})
	t.Run("endless output", func(t *testing.T) {
		fakeGit(t, "exec yes\n")
		_, err := run(context.Background(), "git", t.TempDir(), call{args: []string{"status"}, limit: 1 << 20})
		if err == nil || err.Error() != "git status printed more than 1 MB" {
			t.Errorf("err = %v", err)
		}
	})
	t.Run("endless complaints", func(t *testing.T) {
		fakeGit(t, "yes 'fatal: no' | head -c 1000000 >&2\nexit 3\n")
		_, err := run(context.Background(), "git", t.TempDir(), call{args: []string{"status"}})
		var refused *refusal
		if !errors.As(err, &refused) || refused.code != 3 || len(refused.stderr) != maxErrors || err.Error() != "git status says: no" {
			t.Errorf("err = %v", err)
		}
	})
	t.Run("not git at all", func(t *testing.T) {
		fakeGit(t, "echo what\n")
		if _, err := Discover(context.Background(), source.GitHubCom, t.TempDir()); err == nil {
			t.Error("Discover gives no error")
		}
	})
}

func TestErrorsHideUsers(t *testing.T) {
	err := &refusal{"fetch", 128, "", "warning: x\nfatal: unable to access 'https://someone:s3cr@t@example.com/a/': no\nmore"}
	if got := err.Error(); got != "git fetch says: unable to access 'https://example.com/a/': no" {
		t.Errorf("got %q", got)
	}
	if got := (&refusal{"fetch", 3, "", ""}).Error(); got != "git fetch says: exit code 3" {
		t.Errorf("got %q", got)
	}
}

func TestEnvironment(t *testing.T) {
	got := environment([]string{
		"HOME=/h", "GIT_DIR=/evil", "GIT_WORK_TREE=/evil", "GIT_EXTERNAL_DIFF=evil", "GIT_PAGER=evil", "GIT_ASKPASS=evil",
		"GIT_TRACE=1", "SSH_ASKPASS=evil", "LC_ALL=de_DE.UTF-8", "GIT_CONFIG_GLOBAL=/c", "GIT_SSL_CAINFO=/ca",
		"GIT_AUTHOR_NAME=Me", "GIT_AUTHOR_DATE=evil", "GIT_COMMITTER_EMAIL=me@example.com",
	}, nil)
	for _, want := range []string{"HOME=/h", "GIT_AUTHOR_NAME=Me", "GIT_COMMITTER_EMAIL=me@example.com", "GIT_CONFIG_GLOBAL=/c", "GIT_SSL_CAINFO=/ca", "LC_ALL=C", "GIT_ASKPASS=",
		"GIT_TERMINAL_PROMPT=0", "GIT_OPTIONAL_LOCKS=0", "GIT_ALLOW_PROTOCOL=none", "GIT_SSH_COMMAND=ssh -o BatchMode=yes"} {
		if !slices.Contains(got, want) {
			t.Errorf("%s is missing", want)
		}
	}
	for _, v := range got {
		if strings.Contains(v, "evil") || strings.HasPrefix(v, "GIT_TRACE") || strings.Contains(v, "de_DE") {
			t.Errorf("%s was kept", v)
		}
	}
	asking := environment([]string{"GIT_ASKPASS=/bin/mine", "SSH_ASKPASS=/bin/mine", "GIT_TERMINAL_PROMPT=0"}, &reach{protocols: "https", ask: true})
	for _, want := range []string{"GIT_ASKPASS=/bin/mine", "SSH_ASKPASS=/bin/mine", "GIT_TERMINAL_PROMPT=1", "GIT_ALLOW_PROTOCOL=https", "GIT_SSH_COMMAND=ssh"} {
		if !slices.Contains(asking, want) {
			t.Errorf("%s is missing of what asks: %q", want, asking)
		}
	}
	if slices.Contains(asking, "GIT_TERMINAL_PROMPT=0") {
		t.Error("two words on asking")
	}
}

func TestSSHCommand(t *testing.T) {
	tests := []struct {
		env  []string
		conf string // core.sshCommand of the user
		ask  bool
		want string
	}{
		{nil, "", false, "ssh -o BatchMode=yes"},
		{nil, "", true, "ssh"},
		{[]string{"GIT_SSH_COMMAND=mine -x"}, "theirs", false, "mine -x"},
		{nil, "ssh -i ~/.ssh/work", false, "ssh -i ~/.ssh/work -o BatchMode=yes"},
		{nil, "C:/Windows/System32/OpenSSH/ssh.exe", false, "C:/Windows/System32/OpenSSH/ssh.exe -o BatchMode=yes"},
		{nil, "plink -batch", false, "plink -batch"},
		{[]string{"GIT_SSH=/opt/it's/plink"}, "", false, `'/opt/it'\''s/plink'`},
		{[]string{"GIT_SSH=/opt/plink"}, "ssh -i k", true, "ssh -i k"},
	}
	for _, tt := range tests {
		got := environment(tt.env, &reach{ssh: tt.conf, ask: tt.ask})
		if !slices.Contains(got, "GIT_SSH_COMMAND="+tt.want) {
			t.Errorf("%q %q %v: %q", tt.env, tt.conf, tt.ask, got)
		}
		for _, v := range got {
			if strings.HasPrefix(v, "GIT_SSH=") {
				t.Errorf("%s was kept", v)
			}
		}
	}
}
