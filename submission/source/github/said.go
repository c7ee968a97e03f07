package github

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/certwiz/certwiz/checks/origin"
)

const (
	maxSaid   = 200 // statements
	saidPages = 3   // of a hundred, of which the last may hold one
)

// statementWire is a review, a comment or a comment on a line; each lacks some
// members.
type statementWire struct {
	ID          int64     `json:"id"`
	User        account   `json:"user"`
	Association string    `json:"author_association"`
	Body        string    `json:"body"`
	State       string    `json:"state"` // of a review
	Commit      string    `json:"commit_id"`
	Path        string    `json:"path"`
	Line        int       `json:"line"` // null when outdated
	CreatedAt   time.Time `json:"created_at"`
	SubmittedAt time.Time `json:"submitted_at"` // of a review
	URL         string    `json:"html_url"`
}

var verdicts = map[string]origin.Verdict{
	"APPROVED": origin.Approves, "CHANGES_REQUESTED": origin.RequestsChange, "COMMENTED": origin.Comments, "DISMISSED": origin.Dismissed,
}

func (q *reading) statement(w statementWire) origin.Statement {
	s := origin.Statement{
		ID: w.ID, Author: cmp.Or(w.User.Login, "ghost"), Bot: w.User.Type == "Bot" || strings.HasSuffix(w.User.Login, "[bot]"),
		Text: cut(w.Body), File: w.Path, Line: w.Line, At: w.CreatedAt.UTC(), URL: q.onHost(w.URL),
	}
	s.Microsoft = microsoft(s, w.Association, q.now.Author)
	return s
}

// microsofts are accounts that speak for Microsoft on its repository without
// being shown as its members: the one that reports the certification's results,
// and older names of the robot that asks for the licence agreement.
var microsofts = []string{
	"certificationteam", "microsoft-github-policy-service[bot]", "microsoft-github-policy-service",
	"msftclas", "msftbot[bot]", "msftbot", "microsoft-cla[bot]", "microsoft-cla",
}

// microsoft tells whether Microsoft said it. GitHub shows who may write to the
// repository; on Microsoft's own, robots are Microsoft's too. The pull
// request's author is Microsoft only where GitHub shows it.
func microsoft(s origin.Statement, association, author string) bool {
	switch association {
	case "MEMBER", "OWNER", "COLLABORATOR":
		return true
	}
	if s.Author == author {
		return false
	}
	return s.Bot || slices.Contains(microsofts, strings.ToLower(s.Author))
}

// onHost is an address on the GitHub that was asked, "" for another one.
func (q *reading) onHost(address string) string {
	if !strings.HasPrefix(address, q.host().Web+"/") {
		return ""
	}
	return address
}

func (q *reading) readReviews(ctx context.Context) {
	list, at, err := newestPages[statementWire](ctx, q.GitHub, inRepo("pulls", strconv.Itoa(q.now.Number), "reviews"))
	q.reviews = part[origin.Statement]{asked: true, at: at, err: err}
	for _, w := range list {
		s := q.statement(w)
		s.Verdict, s.Commit, s.At = cmp.Or(verdicts[w.State], origin.Comments), w.Commit, w.SubmittedAt.UTC()
		// PENDING is the reader's own and not said yet; comments on lines without
		// a word above them come as an empty review.
		if w.State == "PENDING" || s.Verdict == origin.Comments && strings.TrimSpace(s.Text) == "" {
			continue
		}
		q.reviews.items = append(q.reviews.items, s)
	}
}

// readComments and readLines ask only when the pull request counts some.
func (q *reading) readComments(ctx context.Context) {
	q.comments = q.statements(ctx, q.wire.Comments, inRepo("issues", strconv.Itoa(q.now.Number), "comments"))
}

func (q *reading) readLines(ctx context.Context) {
	q.lines = q.statements(ctx, q.wire.ReviewComments, inRepo("pulls", strconv.Itoa(q.now.Number), "comments"))
}

func (q *reading) statements(ctx context.Context, counted *int, path string) part[origin.Statement] {
	p := part[origin.Statement]{asked: true, at: q.now.Asked.Pull.At}
	if counted != nil && *counted == 0 {
		return p
	}
	var list []statementWire
	list, p.at, p.err = newestPages[statementWire](ctx, q.GitHub, path)
	for _, w := range list {
		p.items = append(p.items, q.statement(w))
	}
	return p
}

// newestStatements sorts statements, oldest first, and keeps the newest.
func newestStatements(list []origin.Statement) []origin.Statement {
	slices.SortStableFunc(list, func(a, b origin.Statement) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID)) })
	return list[max(0, len(list)-maxSaid):]
}

// readRuns asks for the check runs of the last commit.
func (q *reading) readRuns(ctx context.Context) {
	var w struct {
		Total int `json:"total_count"`
		Runs  []struct {
			Name       string    `json:"name"`
			Status     string    `json:"status"`
			Conclusion string    `json:"conclusion"` // null until completed
			Started    time.Time `json:"started_at"`
			Completed  time.Time `json:"completed_at"`
			URL        string    `json:"html_url"`
			Output     struct {
				Title string `json:"title"`
			} `json:"output"`
		} `json:"check_runs"`
	}
	r, err := q.get(ctx, call{path: inRepo("commits", q.now.Head, "check-runs"), query: url.Values{"per_page": {strconv.Itoa(perPage)}}, into: &w})
	if err == nil && w.Total > len(w.Runs) {
		err = tooManyChecks(w.Total)
	}
	q.runs = part[origin.CheckRun]{asked: true, at: r.at, err: err}
	for _, c := range w.Runs {
		state, title := outcome(c.Status, c.Conclusion)
		at := c.Completed
		if at.IsZero() {
			at = c.Started
		}
		q.runs.items = append(q.runs.items, origin.CheckRun{Name: cut(c.Name), State: state, Title: cut(cmp.Or(c.Output.Title, title)), URL: link(c.URL), At: at.UTC()})
	}
}

// outcome is how a check run ended, with a word where its own title may lack.
func outcome(status, conclusion string) (origin.CheckState, string) {
	if status != "completed" {
		return origin.CheckRunning, ""
	}
	switch conclusion {
	case "success", "neutral", "skipped":
		return origin.CheckPassed, ""
	case "action_required":
		return origin.CheckRunning, "waits for somebody's approval"
	case "cancelled":
		return origin.CheckFailed, "was cancelled"
	case "timed_out":
		return origin.CheckFailed, "took too long"
	case "stale":
		return origin.CheckFailed, "never ended"
	}
	return origin.CheckFailed, ""
}

// readStatuses asks for the commit statuses of the last commit.
func (q *reading) readStatuses(ctx context.Context) {
	var w struct {
		Total    int `json:"total_count"`
		Statuses []struct {
			Context     string    `json:"context"`
			State       string    `json:"state"`
			Description string    `json:"description"`
			URL         string    `json:"target_url"`
			Updated     time.Time `json:"updated_at"`
		} `json:"statuses"`
	}
	r, err := q.get(ctx, call{path: inRepo("commits", q.now.Head, "status"), query: url.Values{"per_page": {strconv.Itoa(perPage)}}, into: &w})
	if err == nil && w.Total > len(w.Statuses) {
		err = tooManyChecks(w.Total)
	}
	q.statuses = part[origin.CheckRun]{asked: true, at: r.at, err: err}
	for _, s := range w.Statuses {
		state := map[string]origin.CheckState{"success": origin.CheckPassed, "pending": origin.CheckRunning}[s.State]
		q.statuses.items = append(q.statuses.items, origin.CheckRun{
			Name: cut(s.Context), State: cmp.Or(state, origin.CheckFailed), Title: cut(s.Description), URL: link(s.URL), At: s.Updated.UTC(),
		})
	}
}

func tooManyChecks(n int) error {
	return &Error{Kind: Failed, What: "the last commit has " + strconv.Itoa(n) + " checks, more than the " + strconv.Itoa(perPage) + " that are read"}
}

// link is an address that may be opened, "" for another one.
func link(address string) string {
	if !strings.HasPrefix(address, "https://") || len(address) > 2000 {
		return ""
	}
	return address
}
