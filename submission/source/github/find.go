package github

import (
	"cmp"
	"context"
	"maps"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/certwiz/certwiz/checks/origin"
	"github.com/certwiz/certwiz/checks/text"
	"github.com/certwiz/certwiz/submission/source"
)

// Search is what a connector's pull requests are found by.
type Search struct {
	Folder  string   // "certified-connectors/Contoso Invoices"
	Title   string   // the connector's title, raw
	Heads   []Head   // the publisher's forks and branches: from remotes and current branch
	Authors []string // accounts: owners of the forks, the token's account
}

// Head is where a pull request may come from.
type Head struct{ Owner, Branch string } // Branch "" = any branch of that owner

// The limits of a search: five calls in all.
const (
	maxFound    = 10
	maxHeads    = 2
	maxSearches = 2
)

// FindPulls lists pull requests that may be the connector's, newest first, at
// most ten: those from the branches, those of the accounts that name the
// connector, and those whose commits on dev touch its folder. Each has what a
// list tells: no files, reviews or comments, and of one that is known by its
// commit on dev alone neither author's branch nor text. Where a question fails,
// what the others found comes together with the error.
//
// It makes at most five calls, of which up to two are searches: GitHub allows
// ten of those a minute.
func (g *GitHub) FindPulls(ctx context.Context, s Search) ([]origin.Pull, error) {
	questions := g.questions(s)
	found := make([]part[origin.Pull], len(questions))
	tasks := make([]func(), len(questions))
	for i, ask := range questions {
		tasks[i] = func() { found[i].items, found[i].err = ask(ctx) }
	}
	runParallel(tasks...)
	var pulls []origin.Pull
	var err error
	for _, f := range found {
		pulls = append(pulls, f.items...)
		err = cmp.Or(err, f.err)
	}
	return newestPulls(pulls), err
}

type ask func(context.Context) ([]origin.Pull, error)

func (g *GitHub) questions(s Search) []ask {
	var list []ask
	authors := slices.Clone(s.Authors)
	var seen []Head
	for _, h := range s.Heads {
		switch {
		case slices.Contains(seen, h) || !accountShape.MatchString(h.Owner):
		case h.Branch == "":
			authors = append(authors, h.Owner)
		case len(seen) < maxHeads:
			seen = append(seen, h)
			list = append(list, func(ctx context.Context) ([]origin.Pull, error) { return g.pullsFrom(ctx, h, "all") })
		}
	}
	for _, q := range searches(s, authors) {
		list = append(list, func(ctx context.Context) ([]origin.Pull, error) { return g.search(ctx, q) })
	}
	if s.Folder != "" {
		list = append(list, func(ctx context.Context) ([]origin.Pull, error) { return g.mergedInto(ctx, s.Folder) })
	}
	return list
}

var accountShape = regexp.MustCompile(`^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38}|[A-Za-z0-9-]*\[bot\])$`)

// searches are the texts to search for: the connector's name on each account's
// pull requests, or in the titles of all where no account is known.
func searches(s Search, authors []string) []string {
	name := s.Title
	if s.Folder != "" {
		name = path.Base(s.Folder)
	}
	name = strings.Join(strings.FieldsFunc(name, func(r rune) bool { return r <= ' ' || r == '"' || r == '\\' }), " ")
	if name == "" {
		return nil
	}
	within := "repo:" + source.Owner + "/" + source.Repository + " is:pr "
	quoted := `"` + text.Prefix(name, 100) + `"`
	var out []string
	for _, a := range authors {
		q := within + "author:" + a + " " + quoted
		if accountShape.MatchString(a) && len(out) < maxSearches && !slices.Contains(out, q) {
			out = append(out, q)
		}
	}
	if len(out) == 0 {
		return []string{within + "in:title " + quoted}
	}
	return out
}

// search asks GitHub's search. An account that does not exist has nothing.
func (g *GitHub) search(ctx context.Context, q string) ([]origin.Pull, error) {
	var w struct {
		Items []struct {
			pullWire
			PullRequest struct {
				MergedAt time.Time `json:"merged_at"`
			} `json:"pull_request"`
		} `json:"items"`
	}
	query := url.Values{"q": {q}, "sort": {"created"}, "order": {"desc"}, "per_page": {strconv.Itoa(maxFound)}}
	r, err := g.get(ctx, call{path: "/search/issues", query: query, into: &w})
	if missing(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var pulls []origin.Pull
	for _, item := range w.Items {
		item.MergedAt = item.PullRequest.MergedAt
		p := g.pull(item.pullWire, r.at)
		p.Owner, p.Repo = source.Owner, source.Repository
		pulls = append(pulls, p)
	}
	return pulls, nil
}

// mergedInto lists the pull requests whose commits on dev touch a folder.
func (g *GitHub) mergedInto(ctx context.Context, folder string) ([]origin.Pull, error) {
	commits, r, err := g.history(ctx, source.Branch, folder, historyPage)
	if err != nil {
		return nil, err
	}
	var pulls []origin.Pull
	for _, c := range commits {
		title, n := source.MergedPull(c.subject)
		if n == 0 {
			continue
		}
		pulls = append(pulls, origin.Pull{
			Number: n, URL: g.host().PullURL(strconv.Itoa(n)), Title: title, Author: c.author, Owner: source.Owner, Repo: source.Repository,
			Base: source.Branch, Closed: true, Merged: true, MergeCommit: c.sha, EndedAt: c.date, Asked: origin.Asked{Pull: answered(r.at)},
		})
	}
	return pulls, nil
}

// newestPulls sorts pull requests by their numbers, highest first, takes each
// once, the way that tells most, and keeps the first ten.
func newestPulls(list []origin.Pull) []origin.Pull {
	best := map[int]origin.Pull{}
	for _, p := range list {
		old, ok := best[p.Number]
		switch {
		case p.Number <= 0:
		case !ok:
			best[p.Number] = p
		default:
			best[p.Number] = mergePulls(old, p)
		}
	}
	pulls := slices.SortedFunc(maps.Values(best), func(a, b origin.Pull) int { return cmp.Compare(b.Number, a.Number) })
	return pulls[:min(len(pulls), maxFound)]
}

// mergePulls is what two lists tell of one pull request: the first that knows its
// branch, with the commit that a search does not tell.
func mergePulls(a, b origin.Pull) origin.Pull {
	if a.Head == "" && (b.Head != "" || a.Opened.IsZero()) {
		a, b = b, a
	}
	if a.Merged && a.MergeCommit == "" {
		a.MergeCommit = b.MergeCommit
	}
	a.Base = cmp.Or(a.Base, b.Base)
	return a
}
