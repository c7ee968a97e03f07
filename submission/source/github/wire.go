package github

import (
	"context"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/certwiz/certwiz/checks/origin"
	"github.com/certwiz/certwiz/checks/text"
	"github.com/certwiz/certwiz/submission/source"
)

// account is who did something; GitHub writes null for one that is gone.
type account struct {
	Login string `json:"login"`
	Type  string `json:"type"` // "User", "Bot", "Organization"
}

// pullWire is a pull request as GitHub writes it, alone or, with fewer members,
// in a list.
type pullWire struct {
	Number      int       `json:"number"`
	Title       string    `json:"title"`
	Body        string    `json:"body"`
	State       string    `json:"state"` // "open" or "closed"
	Draft       bool      `json:"draft"`
	User        account   `json:"user"`
	CreatedAt   time.Time `json:"created_at"`
	UpdatedAt   time.Time `json:"updated_at"`
	ClosedAt    time.Time `json:"closed_at"`
	MergedAt    time.Time `json:"merged_at"`
	MergeCommit string    `json:"merge_commit_sha"`
	MergedBy    account   `json:"merged_by"`
	Head        struct {
		SHA  string  `json:"sha"`
		Ref  string  `json:"ref"`
		User account `json:"user"`
		Repo repo    `json:"repo"` // null when the fork is gone
	} `json:"head"`
	Base struct {
		Ref  string `json:"ref"`
		Repo repo   `json:"repo"`
	} `json:"base"`
	Labels []struct {
		Name string `json:"name"`
	} `json:"labels"`
	// The rest is not in lists.
	Mergeable      *bool `json:"mergeable"` // null while GitHub works it out
	Comments       *int  `json:"comments"`
	ReviewComments *int  `json:"review_comments"`
	ChangedFiles   *int  `json:"changed_files"`
}

type repo struct {
	Name  string  `json:"name"`
	Owner account `json:"owner"`
}

// pull is a pull request as it is judged, without what other calls tell.
func (g *GitHub) pull(w pullWire, at time.Time) origin.Pull {
	p := origin.Pull{
		Number: w.Number, URL: g.host().PullURL(strconv.Itoa(w.Number)), Title: cut(w.Title), Body: cut(w.Body), Author: w.User.Login,
		Owner: w.Base.Repo.Owner.Login, Repo: w.Base.Repo.Name, Base: w.Base.Ref,
		Head: w.Head.SHA, HeadOwner: w.Head.User.Login, HeadRepo: w.Head.Repo.Name, HeadBranch: w.Head.Ref,
		Draft: w.Draft, Closed: w.State == "closed", Opened: w.CreatedAt.UTC(), Updated: w.UpdatedAt.UTC(),
	}
	if p.HeadOwner == "" {
		p.HeadOwner = w.Head.Repo.Owner.Login
	}
	// Lists lack "merged"; merged_at says the same and is in both. Before the
	// merge, merge_commit_sha is a test merge.
	if !w.MergedAt.IsZero() {
		p.Merged, p.Closed, p.MergeCommit, p.MergedBy = true, true, w.MergeCommit, w.MergedBy.Login
	}
	if p.Closed {
		p.EndedAt = w.ClosedAt.UTC()
	}
	if p.Merged {
		p.EndedAt = w.MergedAt.UTC()
	}
	for _, l := range w.Labels {
		p.Labels = append(p.Labels, l.Name)
	}
	p.Conflicts = conflicts(w, at)
	p.Asked.Pull = answered(at)
	return p
}

func conflicts(w pullWire, at time.Time) origin.Answer {
	switch {
	case !w.MergedAt.IsZero():
		return origin.Answer{Why: "it has been merged"}
	case w.State == "closed":
		return origin.Answer{Why: "it was closed"}
	case w.Mergeable == nil:
		return origin.Answer{Why: "GitHub has not worked it out yet"}
	}
	a := answered(at)
	a.Yes = !*w.Mergeable
	return a
}

// maxText is how many bytes of a text are kept.
const maxText = 64 << 10

// cut keeps the beginning of a text, up to a whole rune.
func cut(s string) string {
	if len(s) <= maxText {
		return s
	}
	return strings.Clone(text.Prefix(s, maxText))
}

// readPull reads one pull request of Microsoft's repository.
func (g *GitHub) readPull(ctx context.Context, n int) (pullWire, reply, error) {
	var w pullWire
	r, err := g.get(ctx, call{path: inRepo("pulls", strconv.Itoa(n)), into: &w})
	if missing(err) {
		return w, r, &Error{Kind: Missing, What: source.Owner + "/" + source.Repository + " has no pull request " + strconv.Itoa(n)}
	}
	if err == nil && w.Number != n {
		err = malformed("another pull request than asked for")
	}
	return w, r, err
}

// pullsFrom lists the newest pull requests from a branch of owner's fork.
func (g *GitHub) pullsFrom(ctx context.Context, h Head, state string) ([]origin.Pull, error) {
	query := url.Values{"head": {h.Owner + ":" + h.Branch}, "state": {state}, "sort": {"created"}, "direction": {"desc"}, "per_page": {"10"}}
	return g.pulls(ctx, call{path: inRepo("pulls"), query: query})
}

// pullsOf lists the pull requests that a commit belongs to: the merged one for
// a squash commit, those that contain it for another.
func (g *GitHub) pullsOf(ctx context.Context, sha string) ([]origin.Pull, error) {
	return g.pulls(ctx, call{path: inRepo("commits", sha, "pulls"), query: url.Values{"per_page": {"30"}}})
}

func (g *GitHub) pulls(ctx context.Context, c call) ([]origin.Pull, error) {
	var list []pullWire
	c.into = &list
	r, err := g.get(ctx, c)
	if err != nil {
		return nil, err
	}
	pulls := make([]origin.Pull, len(list))
	for i, w := range list {
		pulls[i] = g.pull(w, r.at)
	}
	return pulls, nil
}
