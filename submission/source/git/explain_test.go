package git

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// What servers answer becomes a line that says what to do.
func TestPushExplains(t *testing.T) {
	w := newWorld(t)
	s := w.online()
	r := w.discoverOn(s, w.pub)
	c := w.contribution(r)
	sha, _ := w.prepare(r, c)
	byHand := "git push origin " + sha + ":refs/heads/" + c.Branch
	hook := func(script string) func() {
		return func() {
			if err := os.MkdirAll(filepath.Join(w.fork(), "hooks"), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(w.fork(), "hooks", "pre-receive"), []byte("#!/bin/sh\n"+script+"\nexit 1\n"), 0o755); err != nil {
				t.Fatal(err)
			}
		}
	}
	status := func(code int) func() {
		return func() {
			s.answer(func(rw http.ResponseWriter, _ *http.Request) bool {
				if code == http.StatusUnauthorized {
					rw.Header().Set("WWW-Authenticate", `Basic realm="GitHub"`)
				}
				rw.WriteHeader(code)
				return true
			})
		}
	}
	tests := []struct {
		name    string
		arrange func()
		kind    Kind
		what    string // begins with
		typed   string
	}{
		{"not signed in", status(401), NoLogin, "git is not signed in to 127.0.0.1", byHand},
		{"not allowed", status(403), NoPermission, "your account may not write to contoso/PowerPlatformConnectors", "git remote -v"},
		{"no repository", status(404), NoRepository, "there is no repository contoso/PowerPlatformConnectors", "git remote -v"},
		{"out of order", status(503), Offline, "contoso/PowerPlatformConnectors could not be reached (", byHand},
		{"a protected branch", hook(`echo "error: GH006: Protected branch update failed for refs/heads/x." >&2`), Protected, "a rule of contoso/PowerPlatformConnectors protects the branch contoso-invoices", "git ls-remote origin"},
		{"a secret", hook(`echo "error: GH013: Repository rule violations found. - Push cannot contain secrets" >&2`), Protected, "127.0.0.1 found what looks like a secret", "git log -1 --stat"},
		{"a private address", hook(`echo "error: GH007: Your push would publish a private email address." >&2`), Protected, "127.0.0.1 keeps your email address private", "git config user.email"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s.answer(byGit)
			os.RemoveAll(filepath.Join(w.fork(), "hooks"))
			tt.arrange()
			err := r.Push(context.Background(), "origin", c.Branch, sha, false)
			if kindOf(t, err) != tt.kind || !strings.HasPrefix(asProblem(err).What, tt.what) || strings.Join(asProblem(err).Type, "; ") != tt.typed {
				t.Errorf("Push = %v, want %q: %q, type %q", err, tt.kind, tt.what, tt.typed)
			}
		})
	}
	s.answer(byGit)
	hook(`echo "the policy says no" >&2`)()
	want := "contoso/PowerPlatformConnectors refused: the policy says no; or type: " + byHand
	if err := r.Push(context.Background(), "origin", c.Branch, sha, false); err == nil || err.Error() != want {
		t.Errorf("another refusal: %v, want %q", err, want)
	}
	s.Close()
	if err := r.Push(context.Background(), "origin", c.Branch, sha, false); kindOf(t, err) != Offline {
		t.Errorf("no server: %v", err)
	}
	if _, err := r.RemoteBranch(context.Background(), "origin", c.Branch); kindOf(t, err) != Offline {
		t.Errorf("no server: %v", err)
	}
	if _, err := r.FetchBranch(context.Background(), "origin", c.Branch); kindOf(t, err) != Offline {
		t.Errorf("no server: %v", err)
	}
}

// git's and GitHub's words, one by one.
func TestReasons(t *testing.T) {
	https := &target{r: &Repo{}, remote: Remote{Name: "origin", URL: "https://github.com/contoso/x", Owner: "contoso", Repo: "x"}, branch: "b", reach: &reach{}}
	ssh := &target{r: &Repo{}, remote: Remote{Name: "origin", URL: "git@github.com:contoso/x.git", Owner: "contoso", Repo: "x"}, branch: "b", reach: &reach{}}
	tests := []struct {
		t     *target
		out   string
		err   string
		kind  Kind
		has   string // in what is said
		typed string
	}{
		{https, "!\tx:refs/heads/b\t[rejected] (fetch first)", "error: failed to push some refs", Behind, "the branch b of contoso/x has commits", "git fetch origin b"},
		{https, "!\tx:refs/heads/b\t[rejected] (non-fast-forward)", "", Behind, "", "git fetch origin b"},
		{https, "", "fatal: could not read Username for 'https://github.com': terminal prompts disabled", NoLogin, "not signed in to github.com", "the command"},
		{https, "", "remote: Invalid username or token. Password authentication is not supported for Git operations.\nfatal: Authentication failed for 'https://github.com/contoso/x/'", NoLogin, "a token", "the command"},
		{https, "", "remote: Permission to contoso/x.git denied to bob.\nfatal: unable to access 'https://github.com/contoso/x/': The requested URL returned error: 403", NoPermission, "contoso/x", "git remote -v"},
		{https, "", "remote: Write access to repository not granted.\nfatal: unable to access 'x': The requested URL returned error: 403", NoPermission, "", "git remote -v"},
		{https, "", "remote: The 'contoso' organization has enabled or enforced SAML SSO.\nfatal: unable to access 'x': The requested URL returned error: 403", NoPermission, "single sign-on", "the command"},
		{https, "", "remote: This repository was archived so it is read-only.\nfatal: unable to access 'x': The requested URL returned error: 403", Protected, "archived", "git remote -v"},
		{https, "", "remote: Repository not found.\nfatal: repository 'https://github.com/contoso/x/' not found", NoRepository, "no repository contoso/x", "git remote -v"},
		{https, "", "fatal: unable to access 'https://github.com/contoso/x/': Could not resolve host: github.com", Offline, "(unable to access 'https://github.com/contoso/x/': Could not resolve host: github.com)", "the command"},
		{https, "", "fatal: unable to access 'https://a:s3cret@github.com/contoso/x/': SSL certificate problem: self-signed certificate", Offline, "https://github.com/contoso/x/", "the command"},
		{https, "!\tx:refs/heads/b\t[remote rejected] (refusing to allow a Personal Access Token to create or update workflow `.github/workflows/a.yml` without `workflow` scope)", "", Protected, "Sync fork", "the command"},
		{https, "!\tx:refs/heads/b\t[remote rejected] (push declined due to repository rule violations)", "remote: error: GH013: Repository rule violations found for refs/heads/b.\nremote: - GITHUB PUSH PROTECTION\nremote:     - Push cannot contain secrets", Protected, "a secret", "git log -1 --stat"},
		{https, "!\tx:refs/heads/b\t[remote rejected] (protected branch hook declined)", "", Protected, "protects the branch b", "git ls-remote origin"},
		{https, "!\tx:refs/heads/b\t[remote rejected] (cannot lock ref 'refs/heads/b')", "", Behind, "", "git fetch origin b"},
		{ssh, "", "git@github.com: Permission denied (publickey).\nfatal: Could not read from remote repository.", NoLogin, "none of your ssh keys", "ssh -T git@github.com"},
		{ssh, "", "Host key verification failed.\nfatal: Could not read from remote repository.", NoLogin, "does not know github.com", "ssh -T git@github.com"},
		{ssh, "", "ERROR: Permission to contoso/x.git denied to bob.\nfatal: Could not read from remote repository.", NoPermission, "", "git remote -v"},
		{ssh, "", "ERROR: Repository not found.\nfatal: Could not read from remote repository.", NoRepository, "", "git remote -v"},
		{ssh, "", "ssh: Could not resolve hostname github.com: Name or service not known", Offline, "could not be reached", "the command"},
	}
	for _, tt := range tests {
		err := tt.t.explain(&refusal{"push", 1, tt.out, tt.err}, []string{"the command"})
		p := asProblem(err)
		if p == nil || p.Kind != tt.kind || !strings.Contains(p.What, tt.has) || !slices.Equal(p.Type, []string{tt.typed}) {
			t.Errorf("%q %q: %v, want %q: %q, type %q", tt.out, tt.err, err, tt.kind, tt.has, tt.typed)
		}
		if strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%v shows a password", err)
		}
	}
	err := https.explain(&refusal{"push", 1, "", "fatal: 'https://bob:s3cret@github.com' \x1b[31mis odd"}, nil)
	if want := "contoso/x refused: 'https://github.com' \uFFFD[31mis odd"; err.Error() != want {
		t.Errorf("%q, want %q", err, want)
	}
}
