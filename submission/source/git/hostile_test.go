package git

import (
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// A repository that somebody else prepared must not make a program run,
// whatever is asked of it.
func TestHostileRepository(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the traps are shell scripts")
	}
	// A server that asks for a password.
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("WWW-Authenticate", `Basic realm="x"`)
		w.WriteHeader(http.StatusUnauthorized)
	}))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.Start()
	defer server.Close()
	spring := func(t *testing.T, trap trap, reading bool) {
		w, head := mergedWorld(t)
		if trap.prime != nil {
			trap.prime(w)
		}
		fill := strings.NewReplacer("TRAP", w.trap(), "HOOKS", filepath.Join(w.home, "hooks"), "UPSTREAM", w.upstream, "SERVER", server.URL)
		for i := 0; i < len(trap.config); i += 2 {
			w.git(w.pub, "config", fill.Replace(trap.config[i]), fill.Replace(trap.config[i+1]))
		}
		r := w.discover(w.pub)
		if reading {
			askEverything(w, r, head)
		}
		contributeEverything(w, r)
		if w.sprung() {
			t.Fatal("the repository made a program run")
		}
		out, _ := w.try(w.pub, trap.control...)
		if !w.sprung() {
			t.Errorf("git %s did not spring the trap, so it proves nothing:\n%s", strings.Join(trap.control, " "), out)
		}
	}
	reading, writing := readingTraps(), writingTraps()
	if testing.Short() {
		reading, writing = reading[:3], writing[:3]
		t.Log("-short: three traps of each kind, not all of them")
	}
	for _, trap := range reading {
		t.Run(trap.name, func(t *testing.T) { spring(t, trap, true) })
	}
	for _, trap := range writing {
		t.Run(trap.name, func(t *testing.T) { spring(t, trap, false) })
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

func (w *world) remove(path string) {
	w.t.Helper()
	if err := os.Remove(path); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) sprung() bool {
	_, err := os.Stat(filepath.Join(w.home, "sprung"))
	return err == nil
}

func (w *world) hooks(dir string) {
	for _, name := range []string{"reference-transaction", "post-checkout", "pre-auto-gc", "post-index-change", "fsmonitor-watchman", "pre-push", "pre-commit", "commit-msg", "post-commit"} {
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
