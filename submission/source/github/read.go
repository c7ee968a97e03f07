package github

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/certwiz/certwiz/checks/origin"
	"github.com/certwiz/certwiz/checks/text"
)

// The limits of what is read of a pull request.
const (
	perPage   = 100
	filePages = 3 // 300 files
)

// ReadPull reads a pull request with everything that is judged about it, and
// asks only what can have changed since before, which is what was known of it
// earlier (nil: nothing). folder is the connector's folder in the repository,
// for CODEOWNERS.
//
// It never fails: Asked says of each part when it was answered. A part that
// can't be asked now keeps before's answer with its time, and Why says what
// went wrong; without an earlier answer the part is not known.
//
// The calls, with at most a hundred files and a hundred entries in each list:
//
//	first, open      7 to 9: the pull request, its files, reviews, the date of its last commit,
//	                 check runs and statuses, CODEOWNERS; comments and comments on lines if there are any
//	first, ended     4 to 6: the same without the last commit's date and checks
//	same, open       3: the pull request, check runs and statuses
//	same, ended      1, or 2 when it was merged and CODEOWNERS did not name its author
//	changed          as the first time, without files and date where the last commit is the same
//
// CODEOWNERS takes up to two calls more where it is not in .github, once.
func (g *GitHub) ReadPull(ctx context.Context, number int, folder string, before *origin.Pull) origin.Pull {
	if before == nil || before.Number != number {
		before = &origin.Pull{Number: number}
	}
	if number <= 0 {
		return unread(*before, "no pull request is given")
	}
	w, r, err := g.readPull(ctx, number)
	if err != nil {
		return unread(*before, err.Error())
	}
	q := &reading{GitHub: g, wire: w, folder: folder, before: *before, now: g.pull(w, r.at)}
	runParallel(q.tasks(ctx)...)
	return q.result()
}

// reading is a pull request while its parts are asked. Each task writes the
// parts that bear its name and no other.
type reading struct {
	*GitHub
	wire        pullWire
	folder      string
	before, now origin.Pull

	files           part[string]
	filesSeen       int
	reviews         part[origin.Statement]
	comments, lines part[origin.Statement]
	runs, statuses  part[origin.CheckRun]
	ownersPart      part[string]
	pushed          time.Time
}

// part is what one question brought.
type part[T any] struct {
	asked bool
	items []T
	at    time.Time
	err   error
}

// tasks are the questions that are open.
func (q *reading) tasks(ctx context.Context) []func() {
	before, now := q.before, q.now
	same := before.Asked.Pull.Known && before.Updated.Equal(now.Updated)
	sameHead := before.Asked.Pull.Known && before.Head == now.Head && before.Base == now.Base
	var tasks []func()
	add := func(need bool, task func(context.Context)) {
		if need {
			tasks = append(tasks, func() { task(ctx) })
		}
	}
	open := !now.Closed && text.IsFullSHA(now.Head)
	add(!sameHead || !before.Asked.Files.Known, q.readFiles)
	add(!same || !before.Asked.Reviews.Known, q.readReviews)
	add(!same || !before.Asked.Comments.Known, q.readComments)
	add(!same || !before.Asked.Comments.Known, q.readLines)
	add(open, q.readRuns)
	add(open, q.readStatuses)
	// Microsoft adds the publisher when the pull request has long ended (S25).
	unnamed := now.Merged && !slices.ContainsFunc(before.Owners, func(o string) bool { return strings.EqualFold(o, now.Author) })
	add(!same || !before.Asked.Owners.Known || unnamed, q.readOwners)
	add(open && (!sameHead || before.Pushed.IsZero()), q.readPushed)
	return tasks
}

// result puts the answers together, old where there is no new one.
func (q *reading) result() origin.Pull {
	p, before := q.now, q.before
	if p.Pushed = q.pushed; p.Pushed.IsZero() && before.Head == p.Head {
		p.Pushed = before.Pushed
	}
	p.Files, p.Asked.Files = newestPart(before.Files, before.Asked.Files, q.files)
	p.FilesCut = before.FilesCut
	if q.files.asked && q.files.err == nil {
		p.FilesCut = q.filesSeen < count(q.wire.ChangedFiles)
	}
	p.Checks, p.Asked.Checks = q.checks()
	isReview := func(s origin.Statement) bool { return s.Verdict != "" }
	isComment := func(s origin.Statement) bool { return s.Verdict == "" }
	var reviews, comments []origin.Statement
	reviews, p.Asked.Reviews = newestPart(filter(before.Said, isReview), before.Asked.Reviews, q.reviews)
	comments, p.Asked.Comments = newestPart(filter(before.Said, isComment), before.Asked.Comments, joinParts(q.comments, q.lines))
	p.Said = newestStatements(append(reviews, comments...))
	p.Owners, p.Asked.Owners = newestPart(before.Owners, before.Asked.Owners, q.ownersPart)
	return p
}

// checks are those of the last commit. A pull request that has ended is not
// asked about them, and those of another commit than the last say nothing.
func (q *reading) checks() ([]origin.CheckRun, origin.Answer) {
	old, asked := q.before.Checks, q.before.Asked.Checks
	if q.before.Head != q.now.Head {
		old, asked = nil, origin.Answer{}
	}
	if !q.now.Closed && !q.runs.asked {
		return nil, origin.Answer{Why: "the pull request's last commit is not known"}
	}
	if !q.now.Closed {
		return newestPart(old, asked, joinParts(q.runs, q.statuses))
	}
	if !asked.Known {
		return nil, origin.Answer{Why: "the pull request is no longer open"}
	}
	asked.Why = ""
	return old, asked
}

// newestPart is the new answer when there is one, else the old one with what went
// wrong.
func newestPart[T any](old []T, was origin.Answer, now part[T]) ([]T, origin.Answer) {
	switch {
	case now.asked && now.err == nil:
		return now.items, answered(now.at)
	case now.err != nil:
		was.Why = now.err.Error()
	case was.Known:
		was.Why = ""
	}
	return old, was
}

// joinParts joins two questions to one part, which is answered when both are.
func joinParts[T any](a, b part[T]) part[T] {
	if a.err == nil {
		a.err = b.err
	}
	if b.at.Before(a.at) && !b.at.IsZero() || a.at.IsZero() {
		a.at = b.at
	}
	a.asked = a.asked || b.asked
	a.items = slices.Concat(a.items, b.items)
	return a
}

// unread is what was known earlier, with what went wrong now.
func unread(p origin.Pull, why string) origin.Pull {
	for _, a := range []*origin.Answer{
		&p.Asked.Pull, &p.Asked.Files, &p.Asked.Checks, &p.Asked.Reviews, &p.Asked.Comments, &p.Asked.Owners, &p.Conflicts,
	} {
		a.Why = why
	}
	return p
}

func filter[T any](list []T, keep func(T) bool) []T {
	var out []T
	for _, v := range list {
		if keep(v) {
			out = append(out, v)
		}
	}
	return out
}

func count(n *int) int {
	if n == nil {
		return 0
	}
	return *n
}

func (q *reading) readFiles(ctx context.Context) {
	type wire struct {
		Filename string `json:"filename"`
		Previous string `json:"previous_filename"`
	}
	q.files.asked = true
	for n := 1; n <= filePages; n++ {
		list, r, err := page[wire](ctx, q.GitHub, inRepo("pulls", strconv.Itoa(q.now.Number), "files"), n)
		if err != nil {
			q.files.err = err
			return
		}
		q.files.at, q.filesSeen = r.at, q.filesSeen+len(list)
		for _, f := range list {
			q.files.items = append(q.files.items, f.Filename)
			if f.Previous != "" { // it was moved from there
				q.files.items = append(q.files.items, f.Previous)
			}
		}
		if all := q.wire.ChangedFiles; len(list) < perPage || all != nil && q.filesSeen >= *all {
			return
		}
	}
}

func (q *reading) readPushed(ctx context.Context) {
	if list, _, err := q.history(ctx, q.now.Head, "", 1); err == nil && len(list) == 1 && list[0].sha == q.now.Head {
		q.pushed = list[0].date
	}
}

// page reads one page of a list.
func page[T any](ctx context.Context, g *GitHub, path string, n int) ([]T, reply, error) {
	var list []T
	query := url.Values{"per_page": {strconv.Itoa(perPage)}}
	if n > 1 {
		query.Set("page", strconv.Itoa(n))
	}
	r, err := g.get(ctx, call{path: path, query: query, into: &list})
	return list, r, err
}

// newestPages reads the end of a list that GitHub gives oldest first: all of it
// where it has up to saidPages pages, else its last ones.
func newestPages[T any](ctx context.Context, g *GitHub, path string) ([]T, time.Time, error) {
	list, r, err := page[T](ctx, g, path, 1)
	from := max(2, r.last-saidPages+1)
	if from > 2 {
		list = nil
	}
	for n := from; n <= r.last && err == nil; n++ {
		var next []T
		next, _, err = page[T](ctx, g, path, n)
		list = append(list, next...)
	}
	return list, r.at, err
}
