package git

import (
	"context"
	"net/url"
	"strings"

	"github.com/certwiz/certwiz/submission/source"
)

const maxRemotes = 50

// Remote is a repository that the clone knows.
type Remote struct {
	Name string
	URL  string // without user name, password and query; ssh keeps its user
	// Owner and Repo are set when the URL is on github.com.
	Owner, Repo string
}

// Microsoft tells whether the remote is the repository that connectors are
// open-sourced in.
func (r Remote) Microsoft() bool {
	return strings.EqualFold(r.Owner, source.Owner) && strings.EqualFold(r.Repo, source.Repository)
}

// fork tells whether the remote is on GitHub, but not Microsoft's.
func (r Remote) fork() bool { return r.Owner != "" && !r.Microsoft() }

// remotes reads the remotes with the addresses that git would use.
func (r *Repo) remotes(ctx context.Context) error {
	out, err := r.run(ctx, call{args: []string{"remote", "-v"}})
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(out)) {
		name, rest, ok := strings.Cut(line, "\t")
		end := strings.LastIndex(rest, " (fetch)")
		if !ok || end < 0 || strings.HasPrefix(name, "-") || len(r.Remotes) == maxRemotes {
			continue
		}
		m := Remote{Name: name, URL: bareURL(rest[:end])}
		m.Owner, m.Repo = onGitHub(m.URL)
		r.Remotes = append(r.Remotes, m)
	}
	return nil
}

// bareURL is a remote's address without secrets.
func bareURL(raw string) string {
	scheme, rest, ok := strings.Cut(raw, "://")
	if !ok {
		return raw
	}
	host, path, slash := strings.Cut(rest, "/")
	if at := strings.LastIndexByte(host, '@'); at >= 0 {
		user, _, _ := strings.Cut(host[:at], ":")
		host = host[at+1:]
		if scheme == "ssh" {
			host = user + "@" + host
		}
	}
	path, _, _ = strings.Cut(path, "?")
	path, _, _ = strings.Cut(path, "#")
	if slash {
		path = "/" + path
	}
	return scheme + "://" + host + path
}

// onGitHub returns the owner and repository of an address on github.com.
func onGitHub(address string) (owner, repo string) {
	var path string
	if u, err := url.Parse(address); err == nil && u.Host != "" {
		host := strings.ToLower(u.Hostname())
		if host != "github.com" && host != "www.github.com" && host != "ssh.github.com" {
			return "", ""
		}
		path = u.Path
	} else {
		// git@github.com:OWNER/REPOSITORY
		host, rest, ok := strings.Cut(address, ":")
		host = strings.ToLower(host[strings.LastIndexByte(host, '@')+1:])
		if !ok || host != "github.com" && host != "ssh.github.com" {
			return "", ""
		}
		path = rest
	}
	path = strings.TrimSuffix(strings.Trim(path, "/"), ".git")
	owner, repo, ok := strings.Cut(path, "/")
	if !ok || strings.Contains(repo, "/") {
		return "", ""
	}
	return owner, repo
}

// inFetchHead is an address as git writes it there: without user and ending.
func inFetchHead(address string) string {
	address = strings.TrimSuffix(strings.TrimRight(address, "/"), ".git")
	scheme, rest, ok := strings.Cut(address, "://")
	if !ok {
		scheme, rest = "", address
	}
	if at := strings.IndexByte(rest, '@'); at >= 0 && !strings.Contains(rest[:at], "/") {
		rest = rest[at+1:]
	}
	if !ok {
		return rest
	}
	return scheme + "://" + rest
}
