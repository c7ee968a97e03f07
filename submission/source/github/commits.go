package github

import (
	"context"
	"encoding/json"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/certwiz/certwiz/checks/text"
)

// commit is one commit in Microsoft's repository.
type commit struct {
	sha     string // full
	subject string // raw
	author  string // account, "" when it is none
	date    time.Time
	files   []string // paths; at most filesPerPage, none in lists
	cut     bool     // there may be more files than are listed
}

type commitWire struct {
	SHA    string `json:"sha"`
	Commit struct {
		Message   string `json:"message"`
		Committer struct {
			Date time.Time `json:"date"`
		} `json:"committer"`
	} `json:"commit"`
	Author account `json:"author"`
	Files  []struct {
		Filename string `json:"filename"`
	} `json:"files"`
}

// filesPerPage is how many files GitHub lists with a commit at most.
const filesPerPage = 300

func (w commitWire) commit() (commit, error) {
	if !text.IsFullSHA(w.SHA) {
		return commit{}, malformed("a commit without its ID")
	}
	subject, _, _ := strings.Cut(w.Commit.Message, "\n")
	c := commit{
		sha: w.SHA, subject: cut(strings.TrimSuffix(subject, "\r")), author: w.Author.Login,
		date: w.Commit.Committer.Date.UTC(), cut: len(w.Files) >= filesPerPage,
	}
	for _, f := range w.Files {
		c.files = append(c.files, f.Filename)
	}
	return c, nil
}

// readCommit reads one commit by its full or short SHA.
func (g *GitHub) readCommit(ctx context.Context, sha string) (commit, reply, error) {
	var w commitWire
	r, err := g.get(ctx, call{path: inRepo("commits", sha), into: &w})
	if err != nil {
		return commit{}, r, err
	}
	if !strings.HasPrefix(w.SHA, strings.ToLower(sha)) {
		return commit{}, r, malformed("another commit than asked for")
	}
	c, err := w.commit()
	return c, r, err
}

// onBranch tells whether a commit is reachable from a branch: then the branch
// is ahead of it, or the same.
func (g *GitHub) onBranch(ctx context.Context, sha, branch string) (bool, reply, error) {
	var status string
	// Commits and files come after the status and can be many.
	r, err := g.get(ctx, call{
		path: inRepo("compare", sha+"..."+branch), query: url.Values{"per_page": {"1"}},
		read: func(d *json.Decoder) (err error) {
			status, err = member(d, "status")
			return err
		},
	})
	if err != nil {
		return false, r, err
	}
	switch status {
	case "ahead", "identical":
		return true, r, nil
	case "behind", "diverged":
		return false, r, nil
	default:
		return false, r, malformed("a comparison without a known status")
	}
}

// historyPage is how many commits of a folder are listed. Most folders have
// fewer.
const historyPage = 30

// history lists the newest commits that are reachable from a branch or commit,
// newest first; those that touch a folder, unless it is "".
func (g *GitHub) history(ctx context.Context, from, folder string, most int) ([]commit, reply, error) {
	query := url.Values{"sha": {from}, "per_page": {strconv.Itoa(most)}}
	if folder != "" {
		query.Set("path", folder)
	}
	var list []commitWire
	r, err := g.get(ctx, call{path: inRepo("commits"), query: query, into: &list})
	if err != nil {
		return nil, r, err
	}
	commits := make([]commit, len(list))
	for i, w := range list {
		if commits[i], err = w.commit(); err != nil {
			return nil, r, err
		}
	}
	return commits, r, nil
}
