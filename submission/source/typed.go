package source

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

// Typed is what a publisher typed to name a commit, taken apart.
type Typed struct {
	SHA   string // in small letters, 7 to 40 of them, "" when a pull request was named
	PR    int    // pull request number, 0 when a commit was named
	Owner string // owner and repository of a link, "" when none was given
	Repo  string
}

// Foreign tells whether a link leads to another repository than Microsoft's.
func (t Typed) Foreign() bool {
	return t.Owner != "" && (!strings.EqualFold(t.Owner, Owner) || !strings.EqualFold(t.Repo, Repository))
}

const maxTyped = 500

var (
	hexShape    = regexp.MustCompile(`^[0-9a-fA-F]+$`)
	numberShape = regexp.MustCompile(`(?i)^(?:pr|pull request)? *#?([1-9][0-9]{0,5})$`)
	shortShape  = regexp.MustCompile(`^([A-Za-z0-9-]+)/([A-Za-z0-9._-]+)([#@])([0-9a-fA-F]+)$`)
	linkShape   = regexp.MustCompile(`(?i)^(?:https?://|(?:www\.)?github\.com/)`)
)

// ParseTyped reads a full or short commit (at least 7 characters), a pull
// request's number ("3473", "#3473", "PR 3473"), a link to a pull request or
// to a commit, or GitHub's short forms owner/repository#3473 and @commit. The
// error says in one line what is wrong with what was typed.
func ParseTyped(s string) (Typed, error) {
	s = strings.Trim(strings.TrimSpace(s), "()<>")
	switch {
	case s == "":
		return Typed{}, errors.New("nothing is given yet: a pull request's number or link, or a commit")
	case len(s) > maxTyped:
		return Typed{}, errors.New("this is too long for a commit, a pull request's number or a link")
	case linkShape.MatchString(s):
		return parseLink(s)
	}
	if m := numberShape.FindStringSubmatch(s); m != nil {
		n, err := strconv.Atoi(m[1])
		return Typed{PR: n}, err
	}
	if m := shortShape.FindStringSubmatch(s); m != nil {
		return parseParts(m[1], m[2], map[string]string{"#": "pull", "@": "commit"}[m[3]], m[4])
	}
	sha, err := parseSHA(s)
	return Typed{SHA: sha}, err
}

func parseSHA(s string) (string, error) {
	if !hexShape.MatchString(s) {
		return "", errors.New("this is not a commit, a pull request's number or a link to one of them")
	}
	switch {
	case len(s) < 7:
		return "", fmt.Errorf("a short commit needs at least 7 characters, this has %d", len(s))
	case len(s) > 40:
		return "", fmt.Errorf("a commit has 40 characters, this has %d", len(s))
	}
	return strings.ToLower(s), nil
}

// parseLink reads https://github.com/OWNER/REPOSITORY/pull/N and its like.
func parseLink(s string) (Typed, error) {
	if !strings.Contains(s, "://") {
		s = "https://" + s
	}
	u, err := url.Parse(s)
	if err != nil {
		return Typed{}, errors.New("this link can't be read")
	}
	host := strings.ToLower(u.Hostname())
	if host != "github.com" && host != "www.github.com" {
		return Typed{}, errors.New("this link does not lead to github.com")
	}
	parts := strings.Split(strings.Trim(u.Path, "/"), "/")
	if len(parts) < 4 {
		return Typed{}, errors.New("this link leads to no pull request and no commit")
	}
	t, err := parseParts(parts[0], parts[1], parts[2], parts[3])
	if err != nil || t.PR == 0 || len(parts) < 6 {
		return t, err
	}
	// .../pull/N/commits/SHA and .../pull/N/changes/SHA name a commit.
	if sha, err := parseSHA(parts[5]); err == nil {
		t.SHA = sha
	}
	return t, nil
}

func parseParts(owner, repo, kind, what string) (Typed, error) {
	t := Typed{Owner: owner, Repo: repo}
	switch kind {
	case "pull", "pulls", "issues":
		m := numberShape.FindStringSubmatch(what)
		if m == nil {
			return Typed{}, errors.New("this link has no pull request's number")
		}
		n, err := strconv.Atoi(m[1])
		t.PR = n
		return t, err
	case "commit", "commits", "tree", "blob":
		sha, err := parseSHA(what)
		if err != nil {
			return Typed{}, errors.New("this link leads to no commit: open the commit itself and copy its link")
		}
		t.SHA = sha
		return t, nil
	default:
		return Typed{}, errors.New("this link leads to no pull request and no commit")
	}
}
