package git

import (
	"context"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/checks/connector"
)

// A repository that somebody else prepared must not make a program run,
// whatever is asked of it.
func TestHostileRepository(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the traps are shell scripts")
	}
	missing := strings.Repeat("12", 20)
	traps := []struct {
		name   string
		config []string // key, value
		prime  func(w *world)
		// control runs git without the guard; the trap must then go off, or
		// the test proves nothing.
		control []string
	}{
		{"file-system monitor", []string{"core.fsmonitor", "TRAP"}, nil, []string{"status"}},
		{"ssh command", []string{"core.sshCommand", "TRAP", "remote.upstream.url", "ssh://git@127.0.0.1:1/x"}, nil, []string{"fetch", "upstream", "dev"}},
		{"upload-pack", []string{"remote.upstream.uploadpack", "TRAP"}, nil, []string{"fetch", "upstream", "dev"}},
		{"ext transport", []string{"protocol.ext.allow", "always", "remote.upstream.url", "ext::TRAP"}, nil, []string{"fetch", "upstream", "dev"}},
		{"foreign helper", []string{"protocol.allow", "always", "remote.upstream.vcs", "ext", "remote.upstream.url", "TRAP"}, nil, []string{"fetch", "upstream", "dev"}},
		{"rewritten address", []string{"protocol.ext.allow", "always", "url.ext::TRAP .insteadOf", "UPSTREAM", "remote.upstream.url", "UPSTREAM"}, nil, []string{"fetch", "upstream", "dev"}},
		{"lazy fetch", []string{
			"core.repositoryformatversion", "1", "extensions.partialClone", "evil", "remote.evil.promisor", "true",
			"remote.evil.url", "UPSTREAM", "remote.evil.uploadpack", "TRAP",
		}, nil, []string{"cat-file", "-p", missing}},
		{"hooks in the repository", nil, func(w *world) { w.hooks(filepath.Join(w.pub, ".git", "hooks")) }, []string{"branch", "zzz"}},
		{"hooks elsewhere", []string{"core.hooksPath", "HOOKS"}, func(w *world) { w.hooks(filepath.Join(w.home, "hooks")) }, []string{"branch", "zzz"}},
		{"diff program and textconv", []string{"diff.external", "TRAP", "diff.evil.textconv", "TRAP", "diff.evil.command", "TRAP", "filter.evil.smudge", "TRAP", "filter.evil.clean", "TRAP"}, func(w *world) {
			w.write(w.pub, ".git/info/attributes", "* diff=evil filter=evil\n")
		}, []string{"show", "HEAD"}},
		{"signature checker", []string{"log.showSignature", "true", "gpg.program", "TRAP"}, func(w *world) { w.sign() }, []string{"log", "-1"}},
		{"aliases", []string{"alias.rev-parse", "!TRAP", "alias.zzz", "!TRAP"}, nil, []string{"zzz"}},
		{"password helpers", []string{
			"remote.upstream.url", "SERVER/x.git", "http.sslVerify", "false",
			"credential.helper", "!TRAP", "credential.SERVER.helper", "!TRAP", "core.askPass", "TRAP",
		}, nil, []string{"fetch", "upstream", "dev"}},
	}
	// A server that asks for a password.
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("WWW-Authenticate", `Basic realm="x"`)
		w.WriteHeader(http.StatusUnauthorized)
	}))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	defer server.Close()
	for _, trap := range traps {
		t.Run(trap.name, func(t *testing.T) {
			w := newWorld(t)
			head := w.branch("update", invoices, "second")
			w.merge("update", "Invoices (#50)")
			if trap.prime != nil {
				trap.prime(w)
			}
			fill := strings.NewReplacer("TRAP", w.trap(), "HOOKS", filepath.Join(w.home, "hooks"), "UPSTREAM", w.upstream, "SERVER", server.URL)
			for i := 0; i < len(trap.config); i += 2 {
				w.git(w.pub, "config", fill.Replace(trap.config[i]), fill.Replace(trap.config[i+1]))
			}
			askEverything(w, head, missing)
			if w.sprung() {
				t.Fatal("the repository made a program run")
			}
			out, _ := w.try(w.pub, trap.control...)
			if !w.sprung() {
				t.Errorf("git %s did not spring the trap, so it proves nothing:\n%s", strings.Join(trap.control, " "), out)
			}
		})
	}
}

// askEverything calls all that the room can do.
func askEverything(w *world, head, missing string) {
	ctx := context.Background()
	r, err := Discover(ctx, w.pub)
	if err != nil {
		w.t.Logf("Discover: %v", err)
		return
	}
	for _, typed := range []string{head, head[:8], "1", "50", missing, missing[:7]} {
		c := r.Resolve(ctx, typed, invoices)
		r.Compare(ctx, c, connector.Artifacts{})
	}
	if _, err := r.Commits(ctx, invoices, 5); err != nil {
		w.t.Logf("Commits: %v", err)
	}
	if _, err := r.ArtifactsAt(ctx, head, invoices); err != nil {
		w.t.Logf("ArtifactsAt: %v", err)
	}
	if _, err := r.ArtifactsAt(ctx, missing, invoices); err == nil {
		w.t.Error("ArtifactsAt found a commit that is not there")
	}
	r.PullRequestOfBranch(ctx)
	if err := r.Fetch(ctx); err != nil {
		w.t.Logf("Fetch: %v", err)
	}
}

// trap is a program that leaves a mark when it runs.
func (w *world) trap() string {
	path := filepath.Join(w.home, "trap.sh")
	w.script(path)
	return path
}

func (w *world) script(path string) {
	w.t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		w.t.Fatal(err)
	}
	text := "#!/bin/sh\ntouch '" + filepath.Join(w.home, "sprung") + "'\nexit 1\n"
	if err := os.WriteFile(path, []byte(text), 0o755); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) sprung() bool {
	_, err := os.Stat(filepath.Join(w.home, "sprung"))
	return err == nil
}

func (w *world) hooks(dir string) {
	for _, name := range []string{"reference-transaction", "post-checkout", "pre-auto-gc", "post-index-change", "fsmonitor-watchman"} {
		w.script(filepath.Join(dir, name))
	}
}

// sign gives the current branch a commit with a signature.
func (w *world) sign() {
	w.t.Helper()
	body := w.git(w.pub, "cat-file", "commit", "HEAD")
	head, message, _ := strings.Cut(body, "\n\n")
	signed := head + "\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n eA==\n -----END PGP SIGNATURE-----\n\n" + message + "\n"
	path := filepath.Join(w.home, "signed")
	if err := os.WriteFile(path, []byte(signed), 0o644); err != nil {
		w.t.Fatal(err)
	}
	w.git(w.pub, "update-ref", "HEAD", w.git(w.pub, "hash-object", "-t", "commit", "-w", path))
}
