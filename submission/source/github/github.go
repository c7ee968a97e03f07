// Package github asks GitHub what a clone can't tell: whether Microsoft merged
// a pull request, as which commit, and what is newest on dev. It only reads,
// works without a token (60 calls an hour), and turns everything that can go
// wrong on the way into one plain line, for an answer that is not known.
package github

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/certwiz/certwiz/submission/source"
)

// GitHub is the REST API of one GitHub. The zero value asks api.github.com
// without a token.
type GitHub struct {
	Base   string        // address of the API, "https://api.github.com" when ""
	Token  func() string // nil or "" for none; never part of an error
	Client *http.Client  // nil for one of its own
	Now    func() time.Time
}

// PullRequest is what is known of one.
type PullRequest struct {
	Number      int
	Title       string // raw
	State       string // "open" or "closed"
	Merged      bool
	MergeCommit string // the squash commit, "" unless Merged: before it is a test merge
	Head        string // full SHA of its last commit, never the one to submit (Q1)
	HeadBranch  string
	HeadOwner   string // who owns the fork, "" when it is gone
	Base        string // the branch it goes into, "dev"
	MergedAt    time.Time
	MergedBy    string // login, "" in lists
	URL         string
	Labels      []string
}

// Commit is one commit in Microsoft's repository.
type Commit struct {
	SHA     string // full
	Message string // raw
	Date    time.Time
	Parents []string
	Files   []string // paths; at most 300
	// Cut says that there may be more files than are listed.
	Cut bool
}

// Subject is the message's first line.
func (c Commit) Subject() string {
	line, _, _ := strings.Cut(c.Message, "\n")
	return strings.TrimSuffix(line, "\r")
}

// wire is a pull request as GitHub writes it, alone or in a list.
type wire struct {
	Number      int        `json:"number"`
	Title       string     `json:"title"`
	State       string     `json:"state"`
	MergeCommit string     `json:"merge_commit_sha"`
	MergedAt    *time.Time `json:"merged_at"`
	MergedBy    *struct {
		Login string `json:"login"`
	} `json:"merged_by"`
	URL  string `json:"html_url"`
	Head struct {
		SHA  string `json:"sha"`
		Ref  string `json:"ref"`
		User *struct {
			Login string `json:"login"`
		} `json:"user"`
	} `json:"head"`
	Base struct {
		Ref string `json:"ref"`
	} `json:"base"`
	Labels []struct {
		Name string `json:"name"`
	} `json:"labels"`
}

func (w wire) pullRequest() PullRequest {
	p := PullRequest{
		Number: w.Number, Title: w.Title, State: w.State, Head: w.Head.SHA, HeadBranch: w.Head.Ref, Base: w.Base.Ref, URL: w.URL,
	}
	// Lists lack "merged"; merged_at says the same and is in both.
	if w.MergedAt != nil && !w.MergedAt.IsZero() {
		p.Merged, p.MergedAt, p.MergeCommit = true, *w.MergedAt, w.MergeCommit
	}
	if w.MergedBy != nil {
		p.MergedBy = w.MergedBy.Login
	}
	if w.Head.User != nil {
		p.HeadOwner = w.Head.User.Login
	}
	for _, l := range w.Labels {
		p.Labels = append(p.Labels, l.Name)
	}
	return p
}

// PullRequest reads one pull request. The error is an *Error.
func (g GitHub) PullRequest(ctx context.Context, owner, repo string, n int) (PullRequest, error) {
	var w wire
	if err := g.get(ctx, at(owner, repo, "pulls", strconv.Itoa(n)), nil, &w); err != nil {
		return PullRequest{}, err
	}
	if w.Number != n {
		return PullRequest{}, malformed("another pull request than asked for")
	}
	return w.pullRequest(), nil
}

// PullRequestForBranch finds the newest pull request to Microsoft's repository
// (or owner's copy of it) from a branch of headOwner's fork. The error has the
// kind Missing when there is none.
func (g GitHub) PullRequestForBranch(ctx context.Context, owner, headOwner, branch string) (PullRequest, error) {
	query := url.Values{"head": {headOwner + ":" + branch}, "state": {"all"}, "sort": {"created"}, "direction": {"desc"}, "per_page": {"1"}}
	var list []wire
	if err := g.get(ctx, at(owner, source.Repository, "pulls"), query, &list); err != nil {
		return PullRequest{}, err
	}
	if len(list) == 0 {
		return PullRequest{}, &Error{Kind: Missing, What: fmt.Sprintf("no pull request comes from %s:%s", headOwner, branch)}
	}
	return list[0].pullRequest(), nil
}

// PullRequestsOf lists the pull requests that a commit belongs to: the merged
// one for a squash commit, those that contain it for another.
func (g GitHub) PullRequestsOf(ctx context.Context, sha string) ([]PullRequest, error) {
	var list []wire
	if err := g.get(ctx, here("commits", sha, "pulls"), url.Values{"per_page": {"30"}}, &list); err != nil {
		return nil, err
	}
	pulls := make([]PullRequest, len(list))
	for i, w := range list {
		pulls[i] = w.pullRequest()
	}
	return pulls, nil
}

// filesPerPage is how many files GitHub lists with a commit at most.
const filesPerPage = 300

// Commit reads one commit of Microsoft's repository by its full or short SHA.
func (g GitHub) Commit(ctx context.Context, sha string) (Commit, error) {
	var w struct {
		SHA    string `json:"sha"`
		Commit struct {
			Message   string `json:"message"`
			Committer struct {
				Date time.Time `json:"date"`
			} `json:"committer"`
		} `json:"commit"`
		Parents []struct {
			SHA string `json:"sha"`
		} `json:"parents"`
		Files []struct {
			Filename string `json:"filename"`
		} `json:"files"`
	}
	if err := g.get(ctx, here("commits", sha), nil, &w); err != nil {
		return Commit{}, err
	}
	if !strings.HasPrefix(w.SHA, strings.ToLower(sha)) {
		return Commit{}, malformed("another commit than asked for")
	}
	c := Commit{SHA: w.SHA, Message: w.Commit.Message, Date: w.Commit.Committer.Date.UTC(), Cut: len(w.Files) >= filesPerPage}
	for _, p := range w.Parents {
		c.Parents = append(c.Parents, p.SHA)
	}
	for _, f := range w.Files {
		c.Files = append(c.Files, f.Filename)
	}
	return c, nil
}

// OnBranch tells whether a commit is reachable from a branch: then the branch
// is ahead of it, or the same.
func (g GitHub) OnBranch(ctx context.Context, sha, branch string) (bool, error) {
	path := here("compare", sha+"..."+branch)
	var status string
	// Commits and files come after the status and can be many.
	err := g.ask(ctx, path, url.Values{"per_page": {"1"}}, func(d *json.Decoder) error {
		var err error
		status, err = member(d, "status")
		return err
	})
	if err != nil {
		return false, err
	}
	switch status {
	case "ahead", "identical":
		return true, nil
	case "behind", "diverged":
		return false, nil
	default:
		return false, malformed("a comparison without a known status")
	}
}

// Newest is the SHA of the newest commit on a branch that touches a folder, ""
// when none does.
func (g GitHub) Newest(ctx context.Context, folder, branch string) (string, error) {
	var list []struct {
		SHA string `json:"sha"`
	}
	query := url.Values{"sha": {branch}, "path": {folder}, "per_page": {"1"}}
	if err := g.get(ctx, here("commits"), query, &list); err != nil || len(list) == 0 {
		return "", err
	}
	if !fullSHA.MatchString(list[0].SHA) {
		return "", malformed("a commit without its ID")
	}
	return list[0].SHA, nil
}

var fullSHA = regexp.MustCompile(`^[0-9a-f]{40}$`)

// at is a path below a repository, each part escaped.
func at(owner, repo string, parts ...string) string {
	var s strings.Builder
	s.WriteString("/repos")
	for _, p := range append([]string{owner, repo}, parts...) {
		// A part of dots alone would be taken for a step in the path.
		if strings.Trim(p, ".") == "" {
			p = "-"
		}
		s.WriteString("/" + url.PathEscape(p))
	}
	return s.String()
}

func here(parts ...string) string { return at(source.Owner, source.Repository, parts...) }
