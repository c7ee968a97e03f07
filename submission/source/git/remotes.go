package git

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/certwiz/certwiz/submission/source"
)

const maxRemotes = 50

// Remote is a repository that the clone knows.
type Remote struct {
	Name string
	URL  string // without user name, password and query; ssh keeps its user
	// Owner and Repo are set when the URL is on the clone's host.
	Owner, Repo string
	PushURL     string // where it is pushed to, mostly the URL

	push       address
	places     int  // addresses that it has, to fetch from and to push to
	secretPush bool // the push address holds a user name or password
}

// address is a repository on the clone's host.
type address struct{ owner, repo string }

func (a address) microsoft() bool {
	return strings.EqualFold(a.owner, source.Owner) && strings.EqualFold(a.repo, source.Repository)
}

// Microsoft tells whether the remote is the repository that connectors are
// open-sourced in.
func (m Remote) Microsoft() bool { return address{m.Owner, m.Repo}.microsoft() }

// fork tells whether the remote is on the host, but not Microsoft's.
func (m Remote) fork() bool { return m.Owner != "" && !m.Microsoft() }

// pushed is the remote as it is pushed to.
func (m Remote) pushed() Remote {
	m.URL, m.Owner, m.Repo = m.PushURL, m.push.owner, m.push.repo
	return m
}

// remotes reads the remotes with the addresses that git would use.
func (r *Repo) remotes(ctx context.Context) ([]Remote, error) {
	out, err := r.run(ctx, call{args: []string{"remote", "-v"}})
	if err != nil {
		return nil, err
	}
	var all []Remote
	for line := range strings.Lines(string(out)) {
		name, rest, ok := strings.Cut(line, "\t")
		if !ok || strings.HasPrefix(name, "-") {
			continue
		}
		at := slices.IndexFunc(all, func(m Remote) bool { return m.Name == name })
		if at < 0 && len(all) == maxRemotes {
			continue
		}
		if at < 0 {
			at = len(all)
			all = append(all, Remote{Name: name})
		}
		r.address(&all[at], rest)
	}
	return slices.DeleteFunc(all, func(m Remote) bool { return m.URL == "" }), nil
}

// address takes in one line about a remote; the first address counts.
func (r *Repo) address(m *Remote, line string) {
	if end := strings.LastIndex(line, " (fetch)"); end >= 0 {
		m.places++
		if m.URL == "" {
			m.URL = bareURL(line[:end])
			m.Owner, m.Repo, _ = r.Host.Remote(m.URL)
		}
	}
	if end := strings.LastIndex(line, " (push)"); end >= 0 {
		m.places++
		if m.PushURL == "" {
			m.PushURL = bareURL(line[:end])
			m.push.owner, m.push.repo, _ = r.Host.Remote(m.PushURL)
			m.secretPush = m.PushURL != line[:end]
		}
	}
}

// readRemote reads a remote anew, right before it is used.
func (r *Repo) readRemote(ctx context.Context, name string) (Remote, error) {
	if strings.HasPrefix(name, "-") || strings.ContainsFunc(name, func(c rune) bool { return c == ' ' || untypable(c) }) {
		return Remote{}, &Problem{Kind: BadName, What: fmt.Sprintf("the remote's name %s can't be used; a simple one is made of letters, digits and -", printable(name))}
	}
	all, err := r.remotes(ctx)
	if err != nil {
		return Remote{}, err
	}
	for _, m := range all {
		if m.Name == name {
			return m, nil
		}
	}
	return Remote{}, &Problem{Kind: NoRepository, What: "this clone has no remote " + printable(name), Type: shellCommand("git", "remote", "-v")}
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
