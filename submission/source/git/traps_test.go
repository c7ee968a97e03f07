package git

import (
	"context"
	"path/filepath"
	"strings"
)

// missing is a commit that no repository has.
var missing = strings.Repeat("12", 20)

// trap is a way to make git run a program when something is asked of it.
type trap struct {
	name   string
	config []string // key, value; TRAP is the program
	prime  func(w *world)
	// control runs git without the guard; the trap must then go off, or the
	// test proves nothing.
	control []string
}

// readingTraps are for what is read and fetched.
func readingTraps() []trap {
	fetch := []string{"fetch", "upstream", "dev"}
	return []trap{
		{"file-system monitor", []string{"core.fsmonitor", "TRAP"}, nil, []string{"status"}},
		{"ssh command", []string{"core.sshCommand", "TRAP", "remote.upstream.url", "ssh://git@127.0.0.1:1/x"}, nil, fetch},
		{"upload-pack", []string{"remote.upstream.uploadpack", "TRAP"}, nil, fetch},
		{"ext transport", []string{"protocol.ext.allow", "always", "remote.upstream.url", "ext::TRAP"}, nil, fetch},
		{"foreign helper", []string{"protocol.allow", "always", "remote.upstream.vcs", "ext", "remote.upstream.url", "TRAP"}, nil, fetch},
		{"rewritten address", []string{"protocol.ext.allow", "always", "url.ext::TRAP .insteadOf", "UPSTREAM", "remote.upstream.url", "UPSTREAM"}, nil, fetch},
		{"git's proxy", []string{"core.gitProxy", "TRAP", "remote.upstream.url", "git://127.0.0.1:1/x"}, nil, fetch},
		{"alternate refs", []string{"core.alternateRefsCommand", "TRAP"}, func(w *world) {
			w.write(w.pub, ".git/objects/info/alternates", filepath.Join(w.fork(), "objects")+"\n")
		}, fetch},
		{"lazy fetch", []string{
			"core.repositoryformatversion", "1", "extensions.partialClone", "evil", "remote.evil.promisor", "true",
			"remote.evil.url", "UPSTREAM", "remote.evil.uploadpack", "TRAP",
		}, nil, []string{"cat-file", "-p", missing}},
		{"hooks in the repository", nil, func(w *world) { w.hooks(filepath.Join(w.pub, ".git", "hooks")) }, []string{"branch", "zzz"}},
		{"hooks elsewhere", []string{"core.hooksPath", "HOOKS"}, func(w *world) { w.hooks(filepath.Join(w.home, "hooks")) }, []string{"branch", "zzz"}},
		{"diff program and textconv", []string{"diff.external", "TRAP", "diff.evil.textconv", "TRAP", "diff.evil.command", "TRAP"}, func(w *world) {
			w.write(w.pub, ".git/info/attributes", "* diff=evil\n")
		}, []string{"show", "HEAD"}},
		{"signature checker", []string{"log.showSignature", "true", "gpg.program", "TRAP"}, func(w *world) { w.sign() }, []string{"log", "-1"}},
		{"aliases", []string{"alias.rev-parse", "!TRAP", "alias.zzz", "!TRAP"}, nil, []string{"zzz"}},
		{"password helpers", []string{
			"remote.upstream.url", "SERVER/x.git", "credential.helper", "!TRAP", "credential.SERVER.helper", "!TRAP", "core.askPass", "TRAP",
		}, nil, fetch},
	}
}

// writingTraps are for what is written and pushed.
func writingTraps() []trap {
	push := []string{"push", "origin", "HEAD:refs/heads/zzz"}
	return []trap{
		{"hooks of a commit", nil, func(w *world) {
			for _, name := range []string{"pre-commit", "commit-msg", "post-commit"} {
				w.script(filepath.Join(w.pub, ".git", "hooks", name))
			}
		}, []string{"commit", "--allow-empty", "-m", "x"}},
		{"hook of a push", nil, func(w *world) { w.script(filepath.Join(w.pub, ".git", "hooks", "pre-push")) }, push},
		{"signature of a commit", []string{"commit.gpgSign", "true", "gpg.program", "TRAP"}, nil, []string{"commit", "--allow-empty", "-m", "x"}},
		{"signature of a push", []string{"push.gpgSign", "true", "gpg.program", "TRAP", "user.signingKey", "x"}, func(w *world) {
			w.git(w.fork(), "config", "receive.certNonceSeed", "seed")
		}, push},
		{"filters", []string{"filter.evil.clean", "TRAP", "filter.evil.smudge", "TRAP", "filter.evil.process", "TRAP", "filter.evil.required", "true"}, func(w *world) {
			w.write(w.pub, ".git/info/attributes", "* filter=evil\n")
			w.write(w.pub, invoices+"/README.md", "changed\n")
		}, []string{"add", "--all"}},
		{"editor", []string{"core.editor", "TRAP", "sequence.editor", "TRAP"}, nil, []string{"commit", "--allow-empty"}},
		{"receive-pack", []string{"remote.origin.receivepack", "TRAP"}, nil, push},
		{"ssh command of a push", []string{"core.sshCommand", "TRAP", "remote.origin.pushurl", "ssh://git@127.0.0.1:1/x"}, nil, push},
		{"ext transport of a push", []string{"protocol.ext.allow", "always", "remote.origin.pushurl", "ext::TRAP"}, nil, push},
		{"foreign helper of a push", []string{"protocol.allow", "always", "remote.origin.vcs", "ext", "remote.origin.url", "TRAP"}, nil, push},
		{"rewritten address of a push", []string{"protocol.ext.allow", "always", "url.ext::TRAP .pushInsteadOf", "../fork"}, nil, push},
		{"password helpers of a push", []string{
			"remote.origin.url", "SERVER/x.git", "credential.helper", "!TRAP", "credential.SERVER.helper", "!TRAP", "core.askPass", "TRAP",
		}, nil, push},
		{"lazy fetch of a push", []string{
			"core.repositoryformatversion", "1", "extensions.partialClone", "evil", "remote.evil.promisor", "true",
			"remote.evil.url", "UPSTREAM", "remote.evil.uploadpack", "TRAP",
		}, func(w *world) { w.loseBlob() }, push},
	}
}

// loseBlob commits a file and takes its object away, as a partial clone has it.
func (w *world) loseBlob() {
	w.t.Helper()
	w.write(w.pub, "lost", "lost\n")
	w.commit(w.pub, "lost")
	sha := w.git(w.pub, "rev-parse", "HEAD:lost")
	w.git(w.pub, "rm", "--quiet", "lost")
	w.remove(filepath.Join(w.pub, ".git", "objects", sha[:2], sha[2:]))
}

// askEverything calls all that the room can do.
func askEverything(w *world, r *Repo, head string) {
	ctx := context.Background()
	for _, typed := range []string{head[:8], "50", missing} {
		r.Resolve(ctx, typed, invoices)
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
	r.PushRemote(ctx)
	r.UpstreamBranch(ctx)
	r.FileAt(ctx, "CODEOWNERS")
	r.Email(ctx)
}

// contributeEverything does all that writes, to every remote.
func contributeEverything(w *world, r *Repo) {
	ctx := context.Background()
	c := w.contribution(r)
	sha, changed, err := r.Prepare(ctx, c)
	if err != nil || len(changed) != 1 {
		w.t.Errorf("Prepare: %q %v", changed, err)
	}
	if err := r.Point(ctx, c.Branch, sha, ""); err != nil {
		w.t.Errorf("Point: %v", err)
	}
	for _, m := range r.Remotes {
		_, listed := r.RemoteBranch(ctx, m.Name, c.Branch)
		_, fetched := r.FetchBranch(ctx, m.Name, c.Branch)
		w.t.Log(r.Push(ctx, m.Name, c.Branch, sha, false), listed, fetched)
	}
	// HEAD may stand on what the clone has lost, and git may ask.
	w.t.Log(r.Push(ctx, "origin", "what-was-lost", w.git(w.pub, "rev-parse", "HEAD"), true))
	if err := r.Fetch(ctx); err != nil {
		w.t.Logf("Fetch: %v", err)
	}
}
