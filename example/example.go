// Package example makes the built-in example: a small connector with a few
// faults to mend, and around it a clone of a stand-in for the repository in
// which Microsoft merged it, so that the whole way to the hand-off can be
// walked on one's own computer. Nothing in it is real.
//
// The merged commit (pull request 3473) is sound. The faults are in the
// working folder: Faults lists them, and Mend mends them all.
package example

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"time"
)

//go:embed files
var embedded embed.FS

// PullRequest is the number of the pull request that merged the connector.
const PullRequest = 3473

// The folders and files of the example.
const (
	cloneFolder    = "PowerPlatformConnectors"
	upstreamFolder = "upstream.git"
	ours           = "certified-connectors/Contoso Invoices"
	beside         = "certified-connectors/Fabrikam Loyalty"
)

// Fault is something that is wrong in the example's working folder.
type Fault struct {
	File string // in the connector's folder
	What string // one line
	Mend string // what to do, in the imperative
	bad  string // stands in the file instead of good
	good string
}

// Faults are what is wrong in the working folder, in the order of the pages
// that show it.
func Faults() []Fault {
	const summary = "x-ms-summary is missing on the parameter %s of %s"
	return []Fault{
		{
			File: "apiDefinition.swagger.json", What: "the title is 33 characters, 30 allowed",
			Mend: `Write "Contoso Invoices" as /info/title.`,
			good: `"title": "Contoso Invoices"`, bad: `"title": "Contoso Invoices and Credit Notes"`,
		},
		{
			File: "apiDefinition.swagger.json", What: fmt.Sprintf(summary, "state", "ListInvoices"),
			Mend: `Add "x-ms-summary": "State" above its description.`,
			good: "\"x-ms-summary\": \"State\",\n            \"description\": \"Only invoices in this state are listed.\"",
			bad:  "\"description\": \"Only invoices in this state are listed.\"",
		},
		{
			File: "apiDefinition.swagger.json", What: fmt.Sprintf(summary, "number", "GetInvoice"),
			Mend: `Add "x-ms-summary": "Invoice number" above its description.`,
			good: "\"x-ms-summary\": \"Invoice number\",\n            \"description\": \"The number that stands on the invoice.\"",
			bad:  "\"description\": \"The number that stands on the invoice.\"",
		},
		{
			File: "intro.md", What: "the section ## Common errors and remedies is missing",
			Mend: "Add the heading above ## FAQ, with a line on an error and what to do about it.",
			good: commonErrors, bad: "",
		},
	}
}

const commonErrors = `## Common errors and remedies

- **401 Unauthorized**: the connection has ended. Sign in to it again.
- **404 Not Found**: there is no invoice of that number. Look for a letter O in place of a zero.
- **429 Too Many Requests**: more than 100 calls came in a minute. Wait a minute and go on.

`

// Make writes the example into a folder, which is made when it is missing, and
// returns the connector's folder in it. Without git only the folder is
// written: then the way by commit is not open. The error is fs.ErrExist when
// there is an example already.
func Make(ctx context.Context, dir string) (connectorDir string, err error) {
	dir, err = filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	clone := filepath.Join(dir, cloneFolder)
	for _, path := range []string{clone, filepath.Join(dir, upstreamFolder)} {
		if _, err := os.Lstat(path); err == nil {
			return "", fmt.Errorf("%s is there already: %w", path, fs.ErrExist)
		}
	}
	connectorDir = filepath.Join(clone, filepath.FromSlash(ours))
	if err := build(ctx, clone, filepath.Join(dir, upstreamFolder), connectorDir); err != nil {
		_ = os.RemoveAll(clone)
		_ = os.RemoveAll(filepath.Join(dir, upstreamFolder))
		return "", fmt.Errorf("the example could not be made: %w", err)
	}
	return connectorDir, nil
}

func build(ctx context.Context, clone, upstream, connectorDir string) error {
	if err := os.MkdirAll(clone, 0o755); err != nil {
		return err
	}
	git, err := exec.LookPath("git")
	if err == nil {
		err = history(ctx, git, clone, upstream)
	} else if errors.Is(err, exec.ErrNotFound) {
		err = merged(clone)
	}
	if err != nil {
		return err
	}
	return unmerged(connectorDir)
}

// merged writes what Microsoft's repository holds.
func merged(clone string) error {
	return errors.Join(
		write(clone, "README.md", "README.md"),
		writeAll(clone, beside, "fabrikam", "apiDefinition.swagger.json", "apiProperties.json", "readme.md"),
		writeAll(clone, ours, "contoso", "apiDefinition.swagger.json", "apiProperties.json", "readme.md"),
	)
}

// unmerged writes what only the publisher has: the icon, intro.md, and the
// faults.
func unmerged(connectorDir string) error {
	if err := os.WriteFile(filepath.Join(connectorDir, "icon.png"), icon(), 0o644); err != nil {
		return err
	}
	for _, name := range []string{"apiDefinition.swagger.json", "intro.md"} {
		data, err := sound(name)
		if err != nil {
			return err
		}
		for _, f := range Faults() {
			if f.File == name {
				data = bytes.Replace(data, []byte(f.good), []byte(f.bad), 1)
			}
		}
		if err := os.WriteFile(filepath.Join(connectorDir, name), data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// Mend mends every fault in the connector's folder, as a person would by hand.
func Mend(connectorDir string) error {
	for _, name := range []string{"apiDefinition.swagger.json", "intro.md"} {
		data, err := sound(name)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(connectorDir, name), data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// sound is a file of the connector without faults.
func sound(name string) ([]byte, error) { return embedded.ReadFile("files/contoso/" + name) }

func writeAll(clone, folder, from string, names ...string) error {
	for _, name := range names {
		if err := write(clone, folder+"/"+name, from+"/"+name); err != nil {
			return err
		}
	}
	return nil
}

// write writes an embedded file; both paths have slashes.
func write(clone, to, from string) error {
	data, err := embedded.ReadFile("files/" + from)
	if err != nil {
		return err
	}
	file := filepath.Join(clone, filepath.FromSlash(to))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return os.WriteFile(file, data, 0o644)
}

// history makes Microsoft's repository and the clone of it. Its history is
// another connector, ours by a pull request of two commits that was squashed,
// and a change to the other one.
func history(ctx context.Context, git, clone, upstream string) error {
	stream, err := commits()
	if err != nil {
		return err
	}
	bare := repository{git: git, dir: upstream}
	r := repository{git: git, dir: clone}
	if err := os.MkdirAll(upstream, 0o755); err != nil {
		return err
	}
	const branch = "contoso-invoices"
	steps := []func() error{
		func() error { return bare.run(ctx, nil, "init", "-q", "--bare", "--template=") },
		func() error { return bare.run(ctx, nil, "symbolic-ref", "HEAD", "refs/heads/dev") },
		func() error { return bare.run(ctx, stream, "fast-import", "--quiet") },
		func() error { return r.run(ctx, nil, "init", "-q", "--template=") },
		func() error { return r.configure(upstream) },
		func() error {
			return r.run(ctx, nil, "fetch", "-q", "upstream", "+refs/heads/*:refs/remotes/upstream/*", mergedHead+":refs/heads/"+branch)
		},
		func() error { return r.run(ctx, nil, "checkout", "-q", branch) },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// mergedHead is where GitHub keeps the commits of the pull request.
var mergedHead = fmt.Sprintf("refs/pull/%d/head", PullRequest)

// commits is Microsoft's repository as a stream for git fast-import. Authors
// and dates are fixed, so that the commits are the same everywhere.
func commits() ([]byte, error) {
	var s stream
	s.commit("refs/heads/dev", 0, "2024-02-02T10:00:00Z", "Fabrikam Loyalty (#3312)")
	s.files(".", ".", "README.md")
	s.files(beside, "fabrikam", "apiDefinition.swagger.json", "apiProperties.json", "readme.md")
	s.commit(mergedHead, 1, "2024-04-29T09:30:00Z", "Add Contoso Invoices")
	s.files(ours, "contoso", "apiDefinition.swagger.json", "apiProperties.json")
	s.commit(mergedHead, 2, "2024-05-06T15:00:00Z", "Add the readme that was asked for")
	s.files(ours, "contoso", "readme.md")
	s.commit("refs/heads/dev", 1, "2024-05-12T08:12:00Z", fmt.Sprintf("Contoso Invoices (#%d)", PullRequest))
	s.files(ours, "contoso", "apiDefinition.swagger.json", "apiProperties.json", "readme.md")
	s.commit("refs/heads/dev", 4, "2024-05-20T11:45:00Z", "Fabrikam Loyalty: say what is not shown (#3490)")
	readme, err := embedded.ReadFile("files/fabrikam/readme.md")
	s.file(beside+"/readme.md", append(readme, "- Points of closed accounts are not shown.\n"...))
	return s.Bytes(), errors.Join(err, s.err)
}

// stream is input of git fast-import. Its commits are numbered from 1.
type stream struct {
	bytes.Buffer
	count int
	err   error
}

// commit starts a commit on top of another one, or of none when that is 0.
func (s *stream) commit(ref string, parent int, date, subject string) {
	at, err := time.Parse(time.RFC3339, date)
	s.err = errors.Join(s.err, err)
	s.count++
	fmt.Fprintf(s, "commit %s\nmark :%d\n", ref, s.count)
	fmt.Fprintf(s, "author Ines <ines@contoso.example> %d +0000\n", at.Unix())
	fmt.Fprintf(s, "committer Merges <merges@contoso.example> %d +0000\n", at.Unix())
	fmt.Fprintf(s, "data %d\n%s\n\n", len(subject)+1, subject)
	if parent > 0 {
		fmt.Fprintf(s, "from :%d\n", parent)
	}
}

// files puts embedded files into a folder of the commit.
func (s *stream) files(folder, from string, names ...string) {
	for _, name := range names {
		data, err := embedded.ReadFile(path.Join("files", from, name))
		s.err = errors.Join(s.err, err)
		s.file(path.Join(folder, name), data)
	}
}

func (s *stream) file(name string, data []byte) {
	fmt.Fprintf(s, "M 100644 inline %s\ndata %d\n%s\n", name, len(data), data)
}

// repository is a folder and the git that keeps it.
type repository struct {
	git string
	dir string
}

// configure gives a new clone its person and its remote.
func (r repository) configure(upstream string) error {
	f, err := os.OpenFile(filepath.Join(r.dir, ".git", "config"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	escaped := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`).Replace(upstream)
	_, err = fmt.Fprintf(f, `[user]
	name = Ines
	email = ines@contoso.example
[core]
	autocrlf = false
[remote "upstream"]
	url = "%s"
	fetch = +refs/heads/*:refs/remotes/upstream/*
`, escaped)
	return errors.Join(err, f.Close())
}

// run runs git away from the person's configuration, hooks and repositories.
func (r repository) run(ctx context.Context, input []byte, args ...string) error {
	cmd := exec.CommandContext(ctx, r.git, append([]string{
		"-c", "core.hooksPath=" + os.DevNull, "-c", "core.fsmonitor=false", "-c", "core.autocrlf=false",
		"-c", "gc.auto=0", "-c", "maintenance.auto=false", "-c", "protocol.file.allow=always",
	}, args...)...)
	cmd.Dir = r.dir
	cmd.Env = r.environment(os.Environ())
	cmd.Stdin = bytes.NewReader(input)
	out, err := cmd.CombinedOutput()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		line, _, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
		return fmt.Errorf("git %s: %w (%s)", args[0], err, line)
	}
	return nil
}

func (r repository) environment(env []string) []string {
	var out []string
	for _, v := range env {
		if !strings.HasPrefix(v, "GIT_") && !strings.HasPrefix(v, "LC_ALL=") {
			out = append(out, v)
		}
	}
	return append(out, "LC_ALL=C", "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_ATTR_NOSYSTEM=1",
		"GIT_TERMINAL_PROMPT=0", "GIT_CEILING_DIRECTORIES="+filepath.Dir(r.dir),
		"GIT_COMMITTER_NAME=Ines", "GIT_COMMITTER_EMAIL=ines@contoso.example")
}
