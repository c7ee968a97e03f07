package command

import (
	"context"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"

	"github.com/charmbracelet/x/term"

	"github.com/certwiz/certwiz/secrets"
	"github.com/certwiz/certwiz/submission/source/github"
	"github.com/certwiz/certwiz/ui/outside"
)

// System is the computer that certwiz runs on, for main to add to.
func System(version string) Deps {
	return Deps{
		Version: version,
		Stdin:   os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
		Env: os.Getenv, GOOS: runtime.GOOS, Now: time.Now,
		IsTerminal: isTerminal,
		Columns:    columns,
		HideTyping: hideTyping,
		Hub:        askGitHub,
		GHToken:    ghToken,
		Keyring:    func() secrets.Vault { return secrets.NewKeyring() },
		Outside:    func() outside.Ports { return outside.New(terminalOut(), os.Getenv) },
		Wait:       wait,
		Run:        runHere,
	}
}

// askGitHub is the real GitHub.
func askGitHub(o GitHubAccess) Hub {
	g := &github.GitHub{Host: o.Host}
	g.Token = func() (token string) {
		token, g.TokenFrom = o.Token()
		return token
	}
	if o.Cache != "" {
		g.Cache = &github.Cache{Dir: o.Cache}
	}
	return g
}

// ghToken asks GitHub's own command line for its token. It is a program of the
// user's, found on the PATH; nothing of a connector's folder has a say in it.
func ghToken(ctx context.Context, host string) string {
	path, err := exec.LookPath("gh")
	if err != nil {
		return ""
	}
	cmd := exec.CommandContext(ctx, path, "auth", "token", "--hostname", host)
	cmd.WaitDelay = time.Second
	cmd.Env = append(os.Environ(), "GH_PROMPT_DISABLED=1")
	out, err := cmd.Output()
	if err != nil || len(out) > 1000 {
		return ""
	}
	return strings.TrimSpace(string(out))
}

func isTerminal(stream any) bool {
	f, ok := stream.(*os.File)
	return ok && term.IsTerminal(f.Fd())
}

func columns() int {
	width, _, err := term.GetSize(os.Stdout.Fd())
	if err != nil {
		return 0
	}
	return width
}

// terminalOut is where sequences for the terminal go, nil when there is none.
func terminalOut() io.Writer {
	if isTerminal(os.Stdout) {
		return os.Stdout
	}
	return nil
}

// hideTyping turns the echo of the terminal at the input off, also again after
// the program was stopped. What was typed before is dropped: it answered another
// question, and its echo is on the screen.
func hideTyping() (show func(), dropped bool, err error) {
	fd := os.Stdin.Fd()
	before, err := term.GetState(fd)
	if err != nil {
		return nil, false, err
	}
	hidden := *before
	withoutEcho(&hidden)
	dropped, err = setDropping(fd, &hidden)
	if err != nil {
		return nil, false, err
	}
	end := onContinue(func() { _ = term.SetState(fd, &hidden) })
	return func() {
		end()
		_ = term.Restore(fd, before) // a terminal that is gone needs no echo
	}, dropped, nil
}

func wait(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// runHere runs a program in this terminal and waits for its end.
func runHere(cmd *exec.Cmd) error {
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	return cmd.Run()
}
