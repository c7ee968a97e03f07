package source

import (
	"net/url"
	"strings"

	"github.com/certwiz/certwiz/checks/text"
)

var (
	ownerShape = text.Pattern(`^[A-Za-z0-9_-]{1,100}$`)
	repoShape  = text.Pattern(`^[A-Za-z0-9._-]{1,100}$`)
	scpShape   = text.Pattern(`^(?:[^@/:]+@)?([^@/:]+):/?([^:]+)$`)
)

// Remote is the owner and repository that the address of a git remote names on
// this host; ok is false for an address anywhere else. It reads
//
//	https://user:token@ghe.contoso.example:8443/OWNER/REPOSITORY.git
//	git@github.com:OWNER/REPOSITORY.git
//	ssh://git@ssh.github.com:443/OWNER/REPOSITORY
//
// and the aliases that people with several accounts give the host in their SSH
// settings: git@github.com-contoso:OWNER/REPOSITORY.
func (h Host) Remote(address string) (owner, repo string, ok bool) {
	path, ok := h.remotePath(strings.TrimSpace(address))
	if !ok {
		return "", "", false
	}
	path = strings.TrimSuffix(strings.TrimRight(path, "/"), ".git")
	owner, repo, ok = strings.Cut(strings.TrimLeft(path, "/"), "/")
	if !ok || !validName(owner, repo) {
		return "", "", false
	}
	return owner, repo, true
}

// validName tells whether these may be an account and a repository of it.
func validName(owner, repo string) bool {
	return ownerShape().MatchString(owner) && repoShape().MatchString(repo) && repo != "." && repo != ".."
}

func (h Host) remotePath(address string) (string, bool) {
	if m := scpShape().FindStringSubmatch(address); m != nil && !strings.Contains(address, "://") {
		return m[2], h.overSSH(m[1])
	}
	u, err := url.Parse(address)
	if err != nil {
		return "", false
	}
	switch strings.ToLower(u.Scheme) {
	case "http", "https":
		return siteOf(u).below(h.web())
	case "ssh", "git+ssh", "ssh+git", "git":
		// SSH has a port of its own, which says nothing about the host.
		return siteOf(u).path, h.overSSH(u.Hostname())
	default:
		return "", false
	}
}

// overSSH tells whether a name stands for the host in an address for SSH.
func (h Host) overSSH(name string) bool {
	own := h.Name()
	name = strings.TrimSuffix(strings.ToLower(name), ".")
	switch name {
	case own, "www." + own, "ssh." + own:
		return own != ""
	}
	alias, ok := strings.CutPrefix(name, own+"-")
	return ok && own != "" && !strings.Contains(alias, ".")
}
