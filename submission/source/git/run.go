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
	askTime   = 10 * time.Minute // a person looks for a password
	maxOutput = 8 << 20
	maxErrors = 16 << 10
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
	"-c", "i18n.commitEncoding=UTF-8",
	"-c", "log.showSignature=false",
	"-c", "protocol.ext.allow=never",
	"-c", "safe.bareRepository=explicit",
	"-c", "gc.auto=0",
	"-c", "maintenance.auto=false",
	"-c", "submodule.recurse=false",
	"-c", "user.useConfigOnly=true",
}

// call is one run of git.
type call struct {
	args  []string
	stdin []byte
	limit int           // bytes of output, maxOutput when 0
	time  time.Duration // callTime when 0
	plain bool          // without the guard, for a command that reads the configuration only
	reach *reach        // how another repository is reached, nil: not at all
}

// words are the arguments of a call.
func (c call) words() []string {
	words := []string{"--no-pager"}
	switch {
	case c.plain:
	case c.reach == nil:
		words = append(append(words, guard...), "-c", "credential.helper=")
	default:
		words = append(append(words, guard...), c.reach.settings...)
	}
	return append(words, c.args...)
}

// refusal is git's own error.
type refusal struct {
	command string
	code    int
	stdout  string // the beginning
	stderr  string
}

func (e *refusal) Error() string {
	line := e.line()
	if line == "" {
		line = fmt.Sprintf("exit code %d", e.code)
	}
	return "git " + e.command + " says: " + hideUser(line)
}

// line is the line that says why, or the first one.
func (e *refusal) line() string {
	text := strings.TrimSpace(e.stderr)
	for _, mark := range []string{"fatal: ", "error: "} {
		for line := range strings.Lines(text) {
			if why, ok := strings.CutPrefix(line, mark); ok {
				return strings.TrimSpace(why)
			}
		}
	}
	line, _, _ := strings.Cut(text, "\n")
	return strings.TrimSpace(line)
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
	cmd := exec.CommandContext(limited, git, c.words()...)
	cmd.Dir = dir
	cmd.Env = environment(os.Environ(), c.reach)
	cmd.Stdin = bytes.NewReader(c.stdin)
	cmd.Stdout = out
	cmd.Stderr = complaints
	cmd.WaitDelay = 2 * time.Second
	if c.reach == nil || !c.reach.ask {
		detach(cmd)
	}
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
		said := out.kept.Bytes()
		return said, &refusal{c.args[0], exit.ExitCode(), string(said[:min(len(said), maxErrors)]), complaints.kept.String()}
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
