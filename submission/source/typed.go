package source

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/certwiz/certwiz/checks/text"
)

// Typed is what a publisher typed to name a commit, taken apart.
type Typed struct {
	SHA   string // in small letters, 7 to 40 of them, "" when a pull request was named
	PR    int    // pull request number, 0 when a commit was named; a commit in a pull request has both
	Owner string // owner and repository of a link, "" when none was given
	Repo  string
}

// Foreign tells whether a link leads to another repository than Microsoft's.
func (t Typed) Foreign() bool {
	return t.Owner != "" && (!strings.EqualFold(t.Owner, Owner) || !strings.EqualFold(t.Repo, Repository))
}

const maxTyped = 1000 // bytes

var (
	hexShape    = text.Pattern(`^[0-9a-fA-F]+$`)
	onlyNumber  = text.Pattern(`^[1-9][0-9]{0,5}$`)
	numberShape = text.Pattern(`(?i)^(?:(?:pr|pull request):? ?#?|(?:pr|pull)/|#)?([1-9][0-9]{0,5})$`)
	refShape    = text.Pattern(`^(?:git fetch (?:-\S+ )*\S+ )?(?:refs/)?pull/([1-9][0-9]{0,5})/(?:head|merge)(?::\S*)?$`)
	shortShape  = text.Pattern(`^([A-Za-z0-9_-]+)/([A-Za-z0-9._-]+)([#@])([0-9a-fA-F]+)$`)
	linkStart   = text.Pattern(`(?i)https?://`)
	// A link may lack its scheme when it is plain where it leads: to GitHub, or
	// to something that any GitHub has.
	bareLink = text.Pattern(`(?i)^(?:(?:www\.|api\.)?github\.com/|[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::[0-9]+)?/\S*/(?:pull|pulls|commit)/[0-9a-f]+)`)
	// Numbers in a title: "Contoso Invoices #3473", "Contoso Invoices (#3473)".
	inTitle = text.Pattern(`(?:^|[ (\[])#([1-9][0-9]{0,5})(?:$|[ )\],;:])`)
	ofTitle = text.Pattern(`(?i)pull request #[0-9]+ · ([a-z0-9_-]+)/([a-z0-9._-]+)`)
	// A line of git's log begins with a commit.
	logStart = text.Pattern(`^[0-9a-f]{7,40} `)
	pathTo   = text.Pattern(`^(?:[./\\~]|[A-Za-z]:[/\\]|(?:certified|independent-publisher)-connectors[/\\])`)
)

// ParseTyped reads what names a commit or a pull request, as people type and
// paste it: a full or short commit (at least 7 characters); a number ("3473",
// "#3473", "PR 3473", "pull/3473", "refs/pull/3473/head"); the title on
// GitHub's page with the number behind it ("Contoso Invoices #3473"); a line
// of git's log; "gh pr checkout 3473"; GitHub's short forms
// owner/repository#3473 and @commit; and links on this host, the API's among
// them, to a pull request or what belongs to it, or to a commit. A path is
// none of these. The error says in one line what is wrong with what was typed.
func (h Host) ParseTyped(s string) (Typed, error) {
	s = strings.Trim(visible(s), "()<> ")
	switch {
	case s == "":
		return Typed{}, errors.New("nothing is given yet: a pull request's number or link, or a commit")
	case len(s) > maxTyped:
		return Typed{}, errors.New("this is too long for a commit, a pull request's number or a link")
	}
	if rest, ok := strings.CutPrefix(s, "gh pr "); ok {
		return h.parseCommand(strings.Fields(rest))
	}
	if link, ok := h.linkIn(s); ok {
		return h.parseLink(link)
	}
	for _, shape := range []*regexp.Regexp{numberShape(), refShape()} {
		if m := shape.FindStringSubmatch(s); m != nil {
			return number(m[1])
		}
	}
	if m := shortShape().FindStringSubmatch(s); m != nil {
		return parseParts(m[1], m[2], map[string]string{"#": "pull", "@": "commit"}[m[3]], m[4])
	}
	if t, ok := parseTitle(s); ok {
		return t, nil
	}
	sha, err := parseSHA(strings.TrimPrefix(s, "commit "))
	return Typed{SHA: sha}, err
}

// visible is a text in one line, without characters that nobody sees.
func visible(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

func number(digits string) (Typed, error) {
	n, err := strconv.Atoi(digits)
	return Typed{PR: n}, err
}

func parseSHA(s string) (string, error) {
	if !hexShape().MatchString(s) {
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

// parseCommand reads what follows "gh pr" in a command: what it is to be done
// to, and with -R the repository.
func (h Host) parseCommand(words []string) (Typed, error) {
	var t Typed
	for i, word := range words {
		switch repo, is := strings.CutPrefix(word, "--repo="); {
		case is:
			t.Owner, t.Repo = ownerAndRepo(repo)
		case i > 0 && (words[i-1] == "-R" || words[i-1] == "--repo"):
			t.Owner, t.Repo = ownerAndRepo(word)
		case i == 0 || t.PR > 0 || strings.HasPrefix(word, "-"): // i == 0: "checkout"
		case onlyNumber().MatchString(strings.TrimPrefix(word, "#")):
			t.PR, _ = strconv.Atoi(strings.TrimPrefix(word, "#"))
		case linkStart().MatchString(word):
			return h.parseLink(word)
		}
	}
	if t.PR == 0 {
		return Typed{}, errors.New("this command has no pull request's number")
	}
	return t, nil
}

// ownerAndRepo takes OWNER/REPOSITORY apart, a host before it left out.
func ownerAndRepo(s string) (owner, repo string) {
	parts := strings.Split(s, "/")
	if len(parts) < 2 || !validName(parts[len(parts)-2], parts[len(parts)-1]) {
		return "", ""
	}
	return parts[len(parts)-2], parts[len(parts)-1]
}

// parseTitle reads a title with a pull request's number, from GitHub's page or
// from git's log. Of several numbers the one at the end counts, where GitHub
// puts it.
func parseTitle(s string) (Typed, bool) {
	if pathTo().MatchString(s) {
		return Typed{}, false
	}
	var numbers []string
	for rest := s; ; {
		m := inTitle().FindStringSubmatchIndex(rest)
		if m == nil {
			break
		}
		numbers = append(numbers, rest[m[2]:m[3]])
		rest = rest[m[3]:]
	}
	if len(numbers) == 0 {
		return Typed{}, false
	}
	last := numbers[len(numbers)-1]
	if len(slices.Compact(numbers)) > 1 && !strings.HasSuffix(strings.TrimRight(s, ")]"), "#"+last) {
		return Typed{}, false
	}
	t, err := number(last)
	if err != nil {
		return Typed{}, false
	}
	if m := ofTitle().FindStringSubmatch(s); m != nil {
		t.Owner, t.Repo = m[1], m[2]
	}
	// A word such as "facade" is no commit; nearly every commit has both.
	if sha := strings.TrimSpace(logStart().FindString(s)); strings.ContainsAny(sha, "0123456789") && strings.ContainsAny(sha, "abcdef") {
		t.SHA = sha
	}
	return t, true
}

// linkIn is the link in a text, which people copy with words and brackets
// around it.
func (h Host) linkIn(s string) (string, bool) {
	if at := linkStart().FindStringIndex(s); at != nil {
		return untilEnd(s[at[0]:]), true
	}
	low := strings.ToLower(s)
	for _, base := range []string{h.orGitHub().Web, h.orGitHub().API} {
		if _, bare, ok := strings.Cut(strings.ToLower(base), "://"); ok && strings.HasPrefix(low, bare+"/") {
			return "https://" + untilEnd(s), true
		}
	}
	if bareLink().MatchString(s) {
		return "https://" + untilEnd(s), true
	}
	return "", false
}

// untilEnd is the text up to what can't stand in the path of a link.
func untilEnd(s string) string {
	path := 0
	if at := strings.Index(s, "://"); at >= 0 {
		path = at + len("://")
	}
	path += max(strings.IndexByte(s[path:], '/'), 0)
	if end := strings.IndexAny(s[path:], " ()<>[]|\"'`,"); end >= 0 {
		return s[:path+end]
	}
	return s
}

// parseLink reads https://github.com/OWNER/REPOSITORY/pull/N and its like.
func (h Host) parseLink(s string) (Typed, error) {
	s, _, _ = strings.Cut(s, "#")
	s, _, _ = strings.Cut(s, "?")
	u, err := url.Parse(s)
	if err != nil {
		return Typed{}, errors.New("this link can't be read")
	}
	parts, ok := h.linkPath(u)
	if !ok {
		return Typed{}, fmt.Errorf("this link leads to %s, not to %s", text.Cut(siteOf(u).authority(), 100), h.web().authority()+h.web().path)
	}
	if len(parts) < 4 {
		return Typed{}, errors.New("this link leads to no pull request and no commit")
	}
	what := strings.TrimSuffix(strings.TrimSuffix(parts[3], ".diff"), ".patch")
	t, err := parseParts(parts[0], parts[1], parts[2], what)
	if err != nil || t.PR == 0 || len(parts) < 6 {
		return t, err
	}
	// .../pull/N/commits/SHA and .../pull/N/changes/SHA name a commit.
	if sha, err := parseSHA(parts[5]); err == nil && slices.Contains([]string{"commits", "changes", "files"}, parts[4]) {
		t.SHA = sha
	}
	return t, nil
}

// linkPath splits the part of a link's path that begins with the owner, in the
// form that the web address has; false when it leads to another host.
func (h Host) linkPath(u *url.URL) ([]string, bool) {
	at := siteOf(u)
	if rest, ok := at.below(h.api()); ok {
		parts := strings.Split(rest, "/")
		if parts[0] != "repos" {
			return nil, true
		}
		parts = parts[1:]
		if len(parts) > 3 && parts[2] == "git" { // .../git/commits/SHA
			parts = slices.Delete(parts, 2, 3)
		}
		return parts, true
	}
	if rest, ok := at.below(h.web()); ok {
		return strings.Split(rest, "/"), true
	}
	return nil, at == h.web() || at == h.api()
}

func parseParts(owner, repo, kind, what string) (Typed, error) {
	if !validName(owner, repo) {
		return Typed{}, errors.New("this link can't be read")
	}
	t := Typed{Owner: owner, Repo: repo}
	switch kind {
	case "pull", "pulls", "issues":
		if !onlyNumber().MatchString(what) {
			return Typed{}, errors.New("this link has no pull request's number")
		}
		n, err := strconv.Atoi(what)
		t.PR = n
		return t, err
	case "commit", "commits", "tree", "blob", "blame", "raw":
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
