package git

import (
	"path/filepath"
	"slices"
	"strings"
)

// noProtocol is a transport that does not exist: without it, reading an object
// that a partial clone lacks would fetch it, by a program the clone may name.
const noProtocol = "none"

// heeded are the GIT_ variables that still count: where git's own configuration
// and programs are, and who commits. The others would point it at another
// repository (inside a hook, say) or make it run a program.
var heeded = []string{
	"GIT_CONFIG", "GIT_EXEC_PATH", "GIT_SSL", "GIT_PROXY_SSL", "GIT_CEILING_DIRECTORIES", "GIT_SSH_VARIANT",
	"GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL",
}

// environment is what git runs in.
func environment(env []string, w *reach) []string {
	if w == nil {
		w = &reach{}
	}
	given := map[string]string{}
	var out []string
	for _, v := range env {
		name, value, _ := strings.Cut(v, "=")
		given[name] = value
		if !w.dropped(name) {
			out = append(out, v)
		}
	}
	protocols := w.protocols
	if protocols == "" {
		protocols = noProtocol
	}
	out = append(out, "LC_ALL=C", "GIT_OPTIONAL_LOCKS=0", "GIT_NO_REPLACE_OBJECTS=1", "GIT_NO_LAZY_FETCH=1",
		"GIT_ALLOW_PROTOCOL="+protocols, "GIT_SSH_COMMAND="+w.sshCommand(given))
	if w.ask {
		return append(out, "GIT_TERMINAL_PROMPT=1")
	}
	// GCM_INTERACTIVE is what Git Credential Manager heeds.
	return append(out, "GIT_TERMINAL_PROMPT=0", "GIT_ASKPASS=", "SSH_ASKPASS_REQUIRE=never", "GCM_INTERACTIVE=never")
}

// dropped tells whether git does not get to see a variable.
func (w *reach) dropped(name string) bool {
	switch {
	case name == "LC_ALL":
		return true
	case name == "GIT_ASKPASS" || name == "SSH_ASKPASS" || name == "SSH_ASKPASS_REQUIRE" || name == "GCM_INTERACTIVE":
		return !w.ask
	case !strings.HasPrefix(name, "GIT_"):
		return false
	}
	return !slices.ContainsFunc(heeded, func(h string) bool { return strings.HasPrefix(name, h) })
}

// sshCommand is the command that reaches a server over SSH, in git's own order:
// the variable, the configuration (of system and user only), the program's
// path, ssh. It is always given, as the repository's core.sshCommand yields to
// the variable alone.
func (w *reach) sshCommand(given map[string]string) string {
	command := "ssh"
	switch {
	case given["GIT_SSH_COMMAND"] != "":
		command = given["GIT_SSH_COMMAND"]
	case w.ssh != "":
		command = w.ssh
	case given["GIT_SSH"] != "":
		command = "'" + strings.ReplaceAll(given["GIT_SSH"], "'", `'\''`) + "'"
	}
	program, _, _ := strings.Cut(command, " ")
	switch filepath.Base(filepath.ToSlash(program)) {
	case "ssh", "ssh.exe":
		if !w.ask {
			command += " -o BatchMode=yes"
		}
	}
	return command
}
