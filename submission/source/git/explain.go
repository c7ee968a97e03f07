package git

import (
	"errors"
	"fmt"
	"strings"
)

// aFolder is what older commits may lack in a partial clone.
const aFolder = "the listing of a folder"

// lacking is what git says when a partial clone left something out.
var lacking = []string{"promisor remote", "lazy fetching disabled"}

// absent turns the refusal of a partial clone into a *Problem; other errors
// stay as they are. what is what is looked for, in the singular.
func (r *Repo) absent(err error, what string) error {
	var refused *refusal
	if !errors.As(err, &refused) {
		return err
	}
	for _, sign := range append(lacking, "transport '") {
		if strings.Contains(refused.stderr, sign) {
			return r.notHere(what)
		}
	}
	return err
}

// notHere says that a clone lacks something. What it lacks is never fetched by
// the way: that is a person's to do. The command brings all folders' listings.
func (r *Repo) notHere(what string) *Problem {
	p := &Problem{Kind: NotHere, What: what + " is not in this clone, which leaves out a part of the repository (a partial clone)"}
	if r.Upstream.Name != "" {
		p.Type = shellCommand("git", "fetch", "--refetch", "--filter=blob:none", r.Upstream.Name)
	}
	return p
}

// reason is why another repository refused, told from git's words.
type reason struct {
	kind  Kind
	signs []string // any of them is in what git says
	what  string   // about REPO and BRANCH on HOST
	hint  []string // to be typed; nil: the command itself
}

// reasons are tried in order. git speaks English to us; GitHub always does.
var reasons = []reason{
	{BadName, []string{"' exists; cannot create '"},
		"the branch BRANCH can't stand beside those that REPO has; take another name for it", []string{"git", "ls-remote", "REMOTE"}},
	{Behind, []string{"[rejected] (fetch first)", "[rejected] (non-fast-forward)", "[rejected] (needs force)", "[remote rejected] (non-fast-forward)", "[remote rejected] (failed to update ref)", "(cannot lock ref"},
		"the branch BRANCH of REPO has commits that are not here; fetch them and go on from there", []string{"git", "fetch", "REMOTE", "BRANCH"}},
	{Protected, []string{"GH007", "publish a private email"},
		"HOST keeps your email address private and refuses a commit that states it; use the noreply address of HOST/settings/emails and prepare the commit again",
		[]string{"git", "config", "user.email"}},
	{Protected, []string{"Push cannot contain secrets", "GITHUB PUSH PROTECTION"},
		"HOST found what looks like a secret in the files and refuses them; take it out and prepare the commit again", []string{"git", "log", "-1", "--stat"}},
	{Protected, []string{"without `workflow` scope"},
		"the token may not push changes of workflow files, which your fork lacks; bring the fork's own dev up to date on HOST (Sync fork) and push again", nil},
	{Protected, []string{"protected branch", "GH006", "GH013", "Repository rule violations", "Cannot create ref due to creations being restricted"},
		"a rule of REPO protects the branch BRANCH; take another name for it", []string{"git", "ls-remote", "REMOTE"}},
	{Protected, []string{"archived so it is read-only", "This repository was archived"},
		"REPO is archived and takes no commits; push to another fork", []string{"git", "remote", "-v"}},
	{Shallow, []string{"shallow update not allowed"},
		"this clone's history is cut off, and REPO is too far behind to go on from there; bring the fork's dev up to date on HOST (Sync fork) and push again, or fetch the whole history",
		[]string{"git", "fetch", "--unshallow", "UPSTREAM"}},
	{NotHere, lacking,
		"REPO is behind, and this clone leaves out files that it would have to be given (a partial clone); bring the fork's dev up to date on HOST (Sync fork) and push again, or let git fetch them", nil},
	{NoPermission, []string{"enabled or enforced SAML SSO"},
		"the organisation of REPO wants the token or key to be authorised for its single sign-on first, at HOST/settings", nil},
	{NoPermission, []string{"Permission to ", "Write access to repository not granted", "The requested URL returned error: 403", "not authorized", "service not enabled", "insufficient permission"},
		"your account may not write to REPO; sign in with one that may, or push to a fork of your own", []string{"git", "remote", "-v"}},
	{NoLogin, []string{"Host key verification failed"},
		"ssh does not know HOST yet, and asks whether it is the right one", []string{"ssh", "-T", "SSH"}},
	{NoLogin, []string{"Permission denied (", "no mutual signature algorithm", "Too many authentication failures"},
		"HOST knows none of your ssh keys, or the key has a passphrase that no agent holds", []string{"ssh", "-T", "SSH"}},
	{NoLogin, []string{"terminal prompts disabled", "could not read Username", "could not read Password", "Authentication failed", "The requested URL returned error: 401", "Invalid username or", "Support for password authentication was removed"},
		"git is not signed in to HOST; at its question for a password give a token", nil},
	{NoRepository, []string{"Repository not found", "' not found", "does not appear to be a git repository", "The requested URL returned error: 404", "does not exist"},
		"there is no repository REPO, or your account may not see it", []string{"git", "remote", "-v"}},
	{Offline, []string{"Could not resolve host", "Could not resolve proxy", "Couldn't connect", "Failed to connect", "Connection refused", "Connection timed out", "Connection reset", "Network is unreachable",
		"No route to host", "Operation timed out", "CONNECT tunnel failed", "SSL certificate problem", "certificate verif", "unexpected disconnect", "Could not read from remote repository", "The requested URL returned error: 5", "Empty reply from server"},
		"REPO could not be reached", nil},
}

// explain says in words why another repository could not be read or written,
// and what to type. command is the call as a person types it.
func (t *target) explain(err error, command []string) error {
	var refused *refusal
	if !errors.As(err, &refused) {
		return err
	}
	said := refused.stdout + "\n" + refused.stderr
	name := t.fill("REPO")
	for _, why := range reasons {
		for _, sign := range why.signs {
			if !strings.Contains(said, sign) {
				continue
			}
			p := &Problem{Kind: why.kind, What: t.fill(why.what), Type: command}
			if why.kind == Offline {
				p.What += " (" + printable(hideUser(lineWith(said, sign))) + ")"
			}
			if why.hint != nil {
				p.Type = t.hint(why.hint)
			}
			return p
		}
	}
	return fmt.Errorf("%s refused: %s%s", name, printable(t.words(refused)), orType(command))
}

// lineWith is the line of a text that has a sign in it.
func lineWith(text, sign string) string {
	for line := range strings.Lines(text) {
		if strings.Contains(line, sign) {
			return strings.TrimPrefix(strings.TrimSpace(line), "fatal: ")
		}
	}
	return sign
}

// words is the line that says why: what the server said, or git.
func (t *target) words(refused *refusal) string {
	for line := range strings.Lines(refused.stderr) {
		if why, ok := strings.CutPrefix(line, "remote: "); ok && strings.TrimSpace(why) != "" {
			return hideUser(strings.TrimSpace(why))
		}
	}
	for line := range strings.Lines(refused.stdout) {
		// !	FROM:TO	[remote rejected] (why)
		if f := strings.SplitN(strings.TrimSpace(line), "\t", 3); len(f) == 3 && f[0] == "!" {
			return hideUser(f[2])
		}
	}
	return hideUser(refused.line())
}

// fill puts the names into a text about another repository.
func (t *target) fill(s string) string {
	repo := t.remote.Owner + "/" + t.remote.Repo
	if t.remote.Owner == "" {
		repo = "the remote " + t.remote.Name
	}
	return strings.NewReplacer("REPO", printable(repo), "BRANCH", t.branch, "HOST", t.host()).Replace(s)
}

// host is the server's name.
func (t *target) host() string {
	rest := t.remote.URL
	if _, after, ok := strings.Cut(rest, "://"); ok {
		rest = after
		rest, _, _ = strings.Cut(rest, "/")
	}
	rest = rest[strings.LastIndexByte(rest, '@')+1:]
	rest, _, _ = strings.Cut(rest, ":")
	if rest == "" || t.reach.local {
		return "this machine"
	}
	return printable(rest)
}

func (t *target) hint(words []string) []string {
	login := "git@" + t.host()
	if at := strings.IndexByte(t.remote.URL, '@'); at > 0 {
		user := t.remote.URL[:at]
		login = user[strings.LastIndexByte(user, '/')+1:] + "@" + t.host()
	}
	fill := map[string]string{"REMOTE": t.remote.Name, "BRANCH": t.branch, "SSH": login, "UPSTREAM": t.r.Upstream.Name}
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = w
		if v, ok := fill[w]; ok {
			out[i] = v
		}
	}
	return shellCommand(out...)
}
