package git

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"

	"github.com/certwiz/certwiz/submission/source"
)

// global is the user's own configuration, given as sections.
func (w *world) global(text string) {
	w.t.Helper()
	path := filepath.Join(w.home, "gitconfig")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		w.t.Fatal(err)
	}
	w.t.Setenv("GIT_CONFIG_GLOBAL", path)
}

// helper is a credential helper that knows bob's password, and keeps what it
// was asked.
func (w *world) helper(password string) string {
	w.t.Helper()
	path := filepath.Join(w.home, "helper 'of' bob")
	text := fmt.Sprintf("#!/bin/sh\necho \"$@\" \"$GCM_INTERACTIVE\" >>'%s'\ncat >>'%s'\n[ \"$1\" = get ] && printf 'username=bob\\npassword=%s\\n'\nexit 0\n",
		filepath.Join(w.home, "asked"), filepath.Join(w.home, "asked"), password)
	if err := os.WriteFile(path, []byte(text), 0o755); err != nil {
		w.t.Fatal(err)
	}
	return path
}

// The user's helpers sign in, whatever they are; the repository's never run.
func TestPushSignsIn(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the helpers are shell scripts")
	}
	quoted := func(s string) string {
		return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
	}
	tests := []struct {
		name   string
		global string // HELPER, URL
		local  []string
		kind   Kind
	}{
		{"a program", "[credential]\n helper = HELPER\n", nil, ""},
		{"of the host only", "[credential \"URL\"]\n helper =\n helper = HELPER\n", nil, ""},
		{"a shell's words", "[credential]\n helper = " + quoted(`!f() { test "$1" = get && echo username=bob && printf 'password=%s\n' "pa=ss \"w\" \$rd"; }; f`) + "\n", nil, ""},
		{"with the repository's beside it", "[credential]\n helper = HELPER\n", []string{"credential.helper", "!TRAP"}, ""},
		{"with the repository's for the host", "[credential \"URL\"]\n helper = HELPER\n", []string{"credential.URL.helper", "!TRAP"}, ""},
		{"with the repository's taking it out", "[credential]\n helper = HELPER\n", []string{"credential.helper", "", "core.askPass", "TRAP"}, ""},
		{"the last one of the user's", "[credential]\n helper = !TRAP\n helper =\n helper = HELPER\n", []string{"credential.helper", "!TRAP"}, ""},
		{"nobody", "", nil, NoLogin},
		{"the repository's only", "", []string{"credential.helper", "!TRAP", "credential.URL.helper", "!TRAP"}, NoLogin},
	}
	w := newWorld(t)
	s := w.online()
	const password = `pa=ss "w" $rd`
	s.password.Store(password)
	sha, _ := w.prepare(w.discoverOn(s, w.pub), w.contribution(w.discoverOn(s, w.pub)))
	reset := w.keepConfig()
	for i, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			defer reset()
			defer os.Remove(filepath.Join(w.home, "asked"))
			fill := strings.NewReplacer("HELPER", quoted("'"+strings.ReplaceAll(w.helper(password), "'", `'\''`)+"'"), "URL", s.URL, "TRAP", w.trap())
			global := fill.Replace(tt.global)
			global = strings.ReplaceAll(global, `helper = "'`, `helper = "!'`)
			w.global(global)
			for i := 0; i < len(tt.local); i += 2 {
				w.git(w.pub, "config", "--add", fill.Replace(tt.local[i]), fill.Replace(tt.local[i+1]))
			}
			r := w.discoverOn(s, w.pub)
			err := r.Push(context.Background(), "origin", fmt.Sprint("signed-in-", i), sha, false)
			if kindOf(t, err) != tt.kind {
				t.Errorf("Push = %v", err)
			}
			if w.sprung() {
				t.Error("the repository's helper ran")
			}
			asked, _ := os.ReadFile(filepath.Join(w.home, "asked"))
			if strings.Contains(tt.global, "HELPER") && (!bytes.Contains(asked, []byte("get never\n")) || !bytes.Contains(asked, []byte("host="+strings.TrimPrefix(s.URL, "http://")))) {
				t.Errorf("the user's helper was asked %q", asked)
			}
		})
	}
}

// Where the repository's configuration has a say in how a server is reached,
// nothing is sent.
func TestOwnSettings(t *testing.T) {
	w := newWorld(t)
	s := w.online()
	r := w.discoverOn(s, w.pub)
	c := w.contribution(r)
	sha, _ := w.prepare(r, c)
	w.global(fmt.Sprintf("[http]\n lowSpeedLimit = 1\n[credential]\n helper = store --file '%s'\n", filepath.Join(w.home, "none")))
	w.git(w.pub, "config", "http.postBuffer", "1000000")
	w.git(w.pub, "config", "http.sslVerify", "true")
	for _, set := range [][2]string{
		{"http.proxy", "http://127.0.0.1:1"}, {"http.sslVerify", "false"}, {"http.SERVER.sslVerify", "false"}, {"http.sslCAInfo", "/tmp/ca"},
		{"http.cookieFile", "/tmp/cookies"}, {"http.saveCookies", "true"}, {"http.curloptResolve", "github.com:443:127.0.0.1"},
		{"remote.origin.proxy", "http://127.0.0.1:1"}, {"fetch.bundleURI", "https://contoso.example/x"}, {"hook.evil.command", "TRAP"},
	} {
		t.Run(set[0], func(t *testing.T) {
			key := strings.ReplaceAll(set[0], "SERVER", s.URL)
			w.git(w.pub, "config", "--replace-all", key, set[1])
			calls := s.calls.Load()
			ctx := context.Background()
			_, listed := r.RemoteBranch(ctx, "origin", c.Branch)
			_, fetched := r.FetchBranch(ctx, "origin", c.Branch)
			for _, err := range []error{r.Push(ctx, "origin", c.Branch, sha, false), listed, fetched, r.Fetch(ctx)} {
				if kindOf(t, err) != OwnSettings || !strings.Contains(err.Error(), strings.ToLower(set[0][:5])) || len(asProblem(err).Type) != 1 {
					t.Errorf("%v", err)
				}
			}
			if s.calls.Load() != calls {
				t.Error("the server was asked")
			}
			w.git(w.pub, "config", "--unset-all", key)
			if err := r.Push(ctx, "origin", c.Branch, sha, false); err != nil {
				t.Errorf("with the user's own settings: %v", err)
			}
		})
	}
}

// An old git fetches objects that are missing by the program that is set up:
// the one that it finds fails.
func TestReachFor(t *testing.T) {
	w := newWorld(t)
	for _, set := range [][2]string{{"remote.evil.promisor", "true"}, {"extensions.partialClone", "worse"}, {"remote.upstream.uploadpack", "x"}, {"remote.origin.receivepack", "x"}} {
		w.git(w.pub, "config", set[0], set[1])
	}
	r := w.discover(w.pub)
	reach, err := r.reachFor(context.Background(), "https://github.com/contoso/x", false)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"remote.evil.uploadpack=false", "remote.worse.uploadpack=false", "remote.upstream.uploadpack=false", "remote.origin.receivepack=false", "credential.interactive=false"} {
		if !slices.Contains(reach.settings, want) {
			t.Errorf("%s is missing of %q", want, reach.settings)
		}
	}
	if reach.protocols != "https" || reach.local || reach.uploadPack() != "git-upload-pack" {
		t.Errorf("%+v", reach)
	}
	w.git(w.pub, "config", "remote.a=b.promisor", "true")
	if _, err := r.reachFor(context.Background(), "https://github.com/contoso/x", false); kindOf(t, err) != OwnSettings {
		t.Errorf("a name that can't be passed on: %v", err)
	}
}

func TestTransport(t *testing.T) {
	for address, want := range map[string]string{
		"https://github.com/a/b": "https", "ssh://git@github.com/a/b": "ssh", "git@github.com:a/b": "ssh", "github.com:a": "ssh", "git+ssh://x/y": "ssh",
		"file:///srv/x": "file", "/srv/x": "file", "../x": "file", "./a:b": "file", "x": "file", `C:\x`: "file", "C:/x": "file", "c:x": "ssh",
		"http://127.0.0.1:1/x": "http", "http://localhost/x": "http", "http://[::1]/x": "http",
		"http://github.com/a/b": "", "git://github.com/a/b": "", "ext::sh -c x": "", "ftp://x/y": "", "HTTPS://x/y": "", "fd::7": "",
	} {
		got, err := transport(address)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("transport(%q) = %q, %v, want %q", address, got, err, want)
		}
	}
}

// The user's ssh command counts, the repository's does not.
func TestSSHOfTheUser(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("ssh is a shell script here")
	}
	w := newWorld(t)
	// An ssh that runs the command on this machine.
	fake := filepath.Join(w.home, "my ssh")
	text := "#!/bin/sh\nfor last; do :; done\necho \"$@\" >>'" + filepath.Join(w.home, "asked") + "'\neval \"$last\"\n"
	if err := os.WriteFile(fake, []byte(text), 0o755); err != nil {
		t.Fatal(err)
	}
	w.global(fmt.Sprintf("[core]\n sshCommand = \"'%s'\"\n[ssh]\n variant = ssh\n", fake))
	w.git(w.pub, "config", "core.sshCommand", w.trap())
	w.git(w.pub, "config", "remote.origin.receivepack", w.trap())
	w.git(w.pub, "config", "remote.origin.uploadpack", w.trap())
	w.git(w.pub, "remote", "set-url", "origin", "ssh://git@github.example"+filepath.ToSlash(w.fork()))
	r := w.discover(w.pub)
	sha := w.contribute(r, w.contribution(r), "")
	if got, err := r.FetchBranch(context.Background(), "origin", "contoso-invoices"); got != sha || err != nil {
		t.Errorf("FetchBranch = %q, %v", got, err)
	}
	if w.sprung() {
		t.Error("the repository's program ran")
	}
	asked, _ := os.ReadFile(filepath.Join(w.home, "asked"))
	if !bytes.Contains(asked, []byte("git@github.example git-receive-pack ")) || !bytes.Contains(asked, []byte("git@github.example git-upload-pack ")) {
		t.Errorf("ssh was asked %q", asked)
	}
}

// pushAsked makes the test's own program push, on the terminal it is given.
const pushAsked = "CERTWIZ_TEST_PUSH"

// pushOnTerminal is what the program does then: clone, host, commit, interactive.
func pushOnTerminal(args []string) int {
	host, err := source.ParseHost(args[1])
	if err != nil {
		fmt.Println(err)
		return 1
	}
	r, err := Discover(context.Background(), host, args[0])
	if err == nil {
		err = r.Push(context.Background(), "origin", "asked", args[2], args[3] == "true")
	}
	fmt.Println("pushed:", err)
	return 0
}

// With interactive git asks on the terminal; without, it does not, even where
// there is one.
func TestPushAsks(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("there are no pseudo-terminals here")
	}
	for _, interactive := range []bool{true, false} {
		t.Run(fmt.Sprint(interactive), func(t *testing.T) {
			w := newWorld(t)
			s := w.online()
			s.password.Store("s3cret")
			r := w.discoverOn(s, w.pub)
			sha, _ := w.prepare(r, w.contribution(r))
			cmd := exec.Command(os.Args[0])
			cmd.Env = append(os.Environ(), pushAsked+"="+strings.Join([]string{w.pub, s.URL, sha, fmt.Sprint(interactive)}, "\n"))
			terminal, err := pty.Start(cmd)
			if err != nil {
				t.Fatal(err)
			}
			timer := time.AfterFunc(30*time.Second, func() { cmd.Process.Kill() })
			defer timer.Stop()
			screen := answer(terminal, map[string]string{"Username for": "bob\n", "Password for": "s3cret\n"})
			terminal.Close()
			if err := cmd.Wait(); err != nil {
				t.Fatalf("%v\n%s", err, screen)
			}
			if interactive && !strings.Contains(screen, "pushed: <nil>") {
				t.Errorf("the terminal shows\n%s", screen)
			}
			if !interactive && (strings.Contains(screen, "Username") || !strings.Contains(screen, "pushed: git is not signed in to 127.0.0.1")) {
				t.Errorf("the terminal shows\n%s", screen)
			}
			if strings.Contains(screen, "s3cret") {
				t.Error("the password is shown")
			}
		})
	}
}

// answer types answers to questions until the terminal ends, and returns what
// it showed.
func answer(terminal *os.File, answers map[string]string) string {
	var screen strings.Builder
	buf := make([]byte, 4096)
	for {
		n, err := terminal.Read(buf)
		screen.Write(buf[:n])
		for question, text := range answers {
			if strings.Contains(screen.String(), question) {
				delete(answers, question)
				terminal.WriteString(text)
			}
		}
		if err != nil {
			return screen.String()
		}
	}
}
