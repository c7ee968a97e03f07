package git

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"time"
)

// The limits of one call.
const (
	callTime  = 10 * time.Second
	fetchTime = 120 * time.Second
	maxOutput = 8 << 20
	maxErrors = 8 << 10
)

// guard comes before every command. What is set here wins over the
// repository's configuration, which its owner wrote and which could name
// programs: a file-system monitor, hooks, a signature checker, helpers for
// passwords and transports.
var guard = []string{
	"--no-pager", "--literal-pathspecs",
	"-c", "core.quotepath=off",
	"-c", "core.fsmonitor=false",
	"-c", "core.hooksPath=/dev/null",
	"-c", "core.askPass=",
	"-c", "core.alternateRefsCommand=true",
	"-c", "credential.helper=",
	"-c", "log.showSignature=false",
	"-c", "protocol.ext.allow=never",
	"-c", "safe.bareRepository=explicit",
	"-c", "gc.auto=0",
	"-c", "maintenance.auto=false",
	"-c", "submodule.recurse=false",
}

// noProtocol is a transport that does not exist: without it, reading an object
// that a partial clone lacks would fetch it, by a program the clone may name.
const noProtocol = "none"

// call is one run of git.
type call struct {
	args      []string
	stdin     []byte
	limit     int           // bytes of output, maxOutput when 0
	time      time.Duration // callTime when 0
	protocols string        // transports that may be used, none when ""
}

// refusal is git's own error.
type refusal struct {
	command string
	code    int
	stderr  string
}

func (e *refusal) Error() string {
	line, _, _ := strings.Cut(strings.TrimSpace(e.stderr), "\n")
	line = strings.TrimPrefix(line, "fatal: ")
	if line == "" {
		line = fmt.Sprintf("exit code %d", e.code)
	}
	return "git " + e.command + " says: " + hideUser(line)
}

var userInURL = regexp.MustCompile(`://[^/\s'"]*@`)

// hideUser takes user names and passwords out of URLs in a text.
func hideUser(s string) string { return userInURL.ReplaceAllString(s, "://") }

func (r *Repo) run(ctx context.Context, c call) ([]byte, error) {
	return run(ctx, r.git, r.Root, c)
}

func run(ctx context.Context, git, dir string, c call) ([]byte, error) {
	limit, most := c.limit, c.time
	if limit == 0 {
		limit = maxOutput
	}
	if most == 0 {
		most = callTime
	}
	limited, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	out := &bounded{limit: limit}
	complaints := &bounded{limit: maxErrors, drop: true}
	cmd := exec.CommandContext(limited, git, append(append([]string(nil), guard...), c.args...)...)
	cmd.Dir = dir
	cmd.Env = environment(os.Environ(), c.protocols)
	cmd.Stdin = bytes.NewReader(c.stdin)
	cmd.Stdout = out
	cmd.Stderr = complaints
	cmd.WaitDelay = 2 * time.Second
	err := cmd.Run()
	var exit *exec.ExitError
	switch {
	case out.full:
		return nil, fmt.Errorf("git %s printed more than %d MB", c.args[0], limit>>20)
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case limited.Err() != nil:
		return nil, fmt.Errorf("git %s took longer than %d seconds and was stopped", c.args[0], int(most.Seconds()))
	case errors.As(err, &exit):
		return out.kept.Bytes(), &refusal{c.args[0], exit.ExitCode(), complaints.kept.String()}
	case err != nil:
		return nil, fmt.Errorf("git %s did not run: %w", c.args[0], err)
	default:
		return out.kept.Bytes(), nil
	}
}

// bounded keeps at most limit bytes; more is dropped, or an error that stops
// the program.
type bounded struct {
	kept  bytes.Buffer // not embedded: its ReadFrom would go around Write
	limit int
	drop  bool
	full  bool
}

var errFull = errors.New("too much output")

func (b *bounded) Write(p []byte) (int, error) {
	room := b.limit - b.kept.Len()
	if len(p) <= room {
		return b.kept.Write(p)
	}
	b.kept.Write(p[:room])
	if b.drop {
		return len(p), nil
	}
	b.full = true
	return room, errFull
}

// heeded are the GIT_ variables that still count: where git's own configuration
// and programs are. The others would point it at another repository (inside a
// hook, say) or make it run a program.
var heeded = []string{"GIT_CONFIG", "GIT_EXEC_PATH", "GIT_SSH", "GIT_SSL", "GIT_PROXY_SSL", "GIT_CEILING_DIRECTORIES"}

// environment is what git runs in.
func environment(env []string, protocols string) []string {
	if protocols == "" {
		protocols = noProtocol
	}
	// The repository's core.sshCommand yields to the variable.
	ssh := "GIT_SSH_COMMAND=ssh -o BatchMode=yes"
	var out []string
	for _, v := range env {
		if strings.HasPrefix(v, "GIT_") && !keep(v) || strings.HasPrefix(v, "LC_ALL=") || strings.HasPrefix(v, "SSH_ASKPASS=") {
			continue
		}
		if strings.HasPrefix(v, "GIT_SSH_COMMAND=") || strings.HasPrefix(v, "GIT_SSH=") {
			ssh = ""
		}
		out = append(out, v)
	}
	out = append(out, "LC_ALL=C", "GIT_TERMINAL_PROMPT=0", "GIT_ASKPASS=", "GIT_OPTIONAL_LOCKS=0",
		"GIT_NO_REPLACE_OBJECTS=1", "GIT_NO_LAZY_FETCH=1", "GIT_ALLOW_PROTOCOL="+protocols)
	if ssh != "" {
		out = append(out, ssh)
	}
	return out
}

func keep(v string) bool {
	for _, k := range heeded {
		if strings.HasPrefix(v, k) {
			return true
		}
	}
	return false
}
