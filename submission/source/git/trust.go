package git

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"github.com/certwiz/certwiz/submission/source"
)

// setting is one line of git's configuration.
type setting struct {
	scope string // "system", "global", "local", "worktree" or "command"
	key   string // section and variable in small letters
	value string
	bare  bool // a variable without "=", which means true
}

// fromRepository tells whether the repository itself says so. "command" is the
// environment, which is the user's.
func (s setting) fromRepository() bool {
	return s.scope != "system" && s.scope != "global" && s.scope != "command"
}

// parts are section, subsection and variable.
func (s setting) parts() (section, sub, name string) {
	section, rest, _ := strings.Cut(s.key, ".")
	if dot := strings.LastIndexByte(rest, '.'); dot >= 0 {
		return section, rest[:dot], rest[dot+1:]
	}
	return section, "", rest
}

// word is the setting as an argument of -c; ok is false when it can't be one.
func (s setting) word() (word string, ok bool) {
	if strings.ContainsRune(s.key, '=') {
		return "", false
	}
	if s.bare {
		return s.key, true
	}
	return s.key + "=" + s.value, true
}

// settings reads the configuration with what each line comes from, in the
// order in which git reads it.
func (r *Repo) settings(ctx context.Context) ([]setting, error) {
	out, err := r.run(ctx, call{args: []string{"config", "--null", "--show-scope", "--list"}, plain: true})
	if err != nil {
		return nil, err
	}
	fields := strings.Split(string(out), "\x00")
	var all []setting
	for i := 0; i+1 < len(fields); i += 2 {
		key, value, given := strings.Cut(fields[i+1], "\n")
		all = append(all, setting{scope: fields[i], key: key, value: value, bare: !given})
	}
	return all, nil
}

// last is the value that counts.
func last(all []setting, key string) string {
	for _, s := range slices.Backward(all) {
		if s.key == key {
			return s.value
		}
	}
	return ""
}

// reach is how a call gets at another repository.
type reach struct {
	protocols string   // transports that may be used, as GIT_ALLOW_PROTOCOL has them
	local     bool     // it is on this machine
	settings  []string // for git, on top of the guard
	ssh       string   // core.sshCommand of system or user, "" for none
	ask       bool     // passwords may be asked for on the terminal
}

// reachFor finds out how an address is reached: by one transport, with the
// helpers that system and user have set up, and with none of the repository's.
// It is a *Problem when the repository's own configuration would have a say in
// where, or how well protected, a password is sent.
func (r *Repo) reachFor(ctx context.Context, address string, ask bool) (*reach, error) {
	protocol, err := transport(address)
	if err != nil {
		return nil, err
	}
	all, err := r.settings(ctx)
	if err != nil {
		return nil, err
	}
	w := &reach{protocols: protocol, local: protocol == "file", ask: ask}
	if !ask {
		w.settings = append(w.settings, "-c", "credential.interactive=false")
	}
	for _, s := range all {
		section, sub, name := s.parts()
		switch {
		case !s.fromRepository() && s.key == "core.sshcommand":
			w.ssh = s.value
		case !s.fromRepository() && s.key == "core.askpass" && ask:
			w.settings = append(w.settings, "-c", "core.askPass="+s.value)
		case !s.fromRepository():
		case affectsTransport(section, sub, name, s.value):
			return nil, ownSetting(s)
		default:
			word, err := blockLazyFetch(s)
			if err != nil {
				return nil, err
			}
			w.settings = append(w.settings, word...)
		}
	}
	w.settings = append(w.settings, helpers(all)...)
	return w, nil
}

// blockLazyFetch keeps an old git from fetching objects that are missing, by a
// program that the repository names: the one that it gets to run fails. The
// program of the remote in hand is given as an argument, which wins.
func blockLazyFetch(s setting) ([]string, error) {
	section, remote, name := s.parts()
	switch {
	case s.key == "extensions.partialclone":
		remote = s.value
	case section == "remote" && (name == "uploadpack" || name == "receivepack" || name == "promisor"):
	default:
		return nil, nil
	}
	pack := "uploadpack"
	if name == "receivepack" {
		pack = name
	}
	word, ok := setting{key: "remote." + remote + "." + pack, value: "false"}.word()
	if !ok {
		return nil, ownSetting(s)
	}
	return []string{"-c", word}, nil
}

// helpers are the settings that take the repository's credential helpers out
// and give those of system and user back, in their order.
func helpers(all []setting) []string {
	isHelp := func(s setting) bool { return strings.HasPrefix(s.key, "credential.") }
	if !slices.ContainsFunc(all, func(s setting) bool { return s.fromRepository() && isHelp(s) }) {
		return nil
	}
	words := []string{"-c", "credential.helper=", "-c", "credential.protectProtocol=true", "-c", "credential.sanitizePrompt=true"}
	for _, s := range all {
		if s.fromRepository() || !isHelp(s) {
			continue
		}
		if word, ok := s.word(); ok {
			words = append(words, "-c", word)
		}
	}
	return words
}

// harmless are the http settings that a repository may have: they decide
// neither whom a password is sent to nor what is written where.
var harmless = []string{"postbuffer", "lowspeedlimit", "lowspeedtime", "version", "maxrequests", "minsessions", "useragent", "extraheader"}

// affectsTransport tells whether a setting has a say in what is sent to whom (proxies,
// certificates, cookie files that are written), or runs a program.
func affectsTransport(section, sub, name, value string) bool {
	switch section {
	case "http":
		on := name == "sslverify" && slices.Contains([]string{"true", "yes", "on", "1"}, strings.ToLower(value))
		return !on && !slices.Contains(harmless, name)
	case "remote":
		return sub != "" && (name == "proxy" || name == "proxyauthmethod")
	case "fetch", "transfer":
		return name == "bundleuri"
	case "hook":
		return true
	}
	return false
}

// checkHooks is a *Problem when the repository's configuration has hooks of its
// own, which core.hooksPath does not turn off.
func (r *Repo) checkHooks(ctx context.Context) error {
	all, err := r.settings(ctx)
	if err != nil {
		return err
	}
	for _, s := range all {
		if s.fromRepository() && strings.HasPrefix(s.key, "hook.") {
			return ownSetting(s)
		}
	}
	return nil
}

func ownSetting(s setting) error {
	scope := "--local"
	if s.scope == "worktree" {
		scope = "--worktree"
	}
	return &Problem{
		Kind: OwnSettings,
		What: fmt.Sprintf("this clone's own configuration sets %s, which is not followed here; if it is yours, set it with git config --global and take it out of the clone", printable(s.key)),
		Type: shellCommand("git", "config", scope, "--unset-all", s.key),
	}
}

// transport is the one way an address is reached by: https, ssh, a repository
// on this machine, and without encryption this machine itself.
func transport(address string) (string, error) {
	scheme, _, ok := strings.Cut(address, "://")
	switch {
	case !ok && isPath(address):
		return "file", nil
	case !ok && !strings.Contains(address, "::"):
		return "ssh", nil // git@github.com:contoso/x
	case scheme == "https" || scheme == "ssh" || scheme == "file":
		return scheme, nil
	case scheme == "git+ssh" || scheme == "ssh+git":
		return "ssh", nil
	case scheme == "http":
		if u, err := url.Parse(address); err == nil && source.Loopback(u.Hostname()) {
			return "http", nil
		}
	}
	return "", &Problem{Kind: NotAllowed, What: fmt.Sprintf("the address %s is not reached: only https, ssh and folders are", printable(hideUser(address)))}
}

// isPath tells as git does whether an address is a folder on this machine: it
// has no colon, or one after a slash, or is a Windows drive's.
func isPath(address string) bool {
	colon, slash := strings.IndexByte(address, ':'), strings.IndexByte(address, '/')
	return colon < 0 || slash >= 0 && slash < colon || colon == 1 && len(address) > 2 && strings.ContainsRune(`/\`, rune(address[2]))
}

// printable cuts a name from a configuration down to one short line.
func printable(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return '\uFFFD'
		}
		return r
	}, s)
	if runes := []rune(s); len(runes) > 200 {
		return string(runes[:200]) + "…"
	}
	return s
}

// onThisMachine are the programs for a repository on this machine, with its
// hooks and its own remotes turned off: it is trusted no more than the clone.
// git has a shell run them.
const onThisMachine = "GIT_ALLOW_PROTOCOL=" + noProtocol + " GIT_NO_LAZY_FETCH=1 git" +
	" -c core.hooksPath=/dev/null -c core.alternateRefsCommand=true -c core.fsmonitor=false" +
	" -c receive.autogc=false -c gc.auto=0 -c maintenance.auto=false -c receive.denyCurrentBranch=refuse "

// uploadPack is the program that is fetched from. It is always given, so that
// the repository's configuration can't name another.
func (w *reach) uploadPack() string {
	if w.local {
		return onThisMachine + "upload-pack"
	}
	return "git-upload-pack"
}

// receivePack is the program that is pushed to.
func (w *reach) receivePack() string {
	if w.local {
		return onThisMachine + "receive-pack"
	}
	return "git-receive-pack"
}
