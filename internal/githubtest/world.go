package githubtest

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The repository that is served.
const (
	Owner      = "microsoft"
	Repository = "PowerPlatformConnectors"
)

// World is what a GitHub holds. Its clock goes on by a minute with each thing
// that happens.
type World struct {
	Now    time.Time
	Pulls  map[int]*Pull
	Dev    []*Commit         // the branch dev, oldest first
	Loose  []*Commit         // commits on no branch of the repository: the heads of pull requests
	Tokens map[string]string // token to account
	Locked bool              // the tokens may only read

	Left         int // calls that are still allowed; -1 for any number
	SearchesLeft int
	Reset        time.Time // when there are new ones

	url  string
	next int   // the next pull request's number
	ids  int64 // of what was said last
}

// Pull is a pull request. After a change by hand, Touch it.
type Pull struct {
	Number      int
	Title, Body string
	Author      string
	HeadOwner   string
	HeadBranch  string
	ForkGone    bool
	Head        string // full SHA; one of Loose
	Base        string // branch
	Draft       bool
	Closed      bool
	MergeCommit string // "" unless merged
	MergedBy    string
	Opened      time.Time
	Updated     time.Time
	Ended       time.Time // merged or closed
	Mergeable   *bool     // nil: not worked out yet
	Labels      []string
	Files       []string // what it changes
	Reviews     []*Said
	Comments    []*Said
	Lines       []*Said // comments on lines
	Runs        []*Run
	Statuses    []*Run

	world *World
}

// Said is a review or a comment.
type Said struct {
	ID          int64
	Author      string // "" when the account is gone; "x[bot]" is a robot
	Association string // "NONE", "CONTRIBUTOR", "MEMBER", ...
	State       string // of a review: "APPROVED", "CHANGES_REQUESTED", "COMMENTED", ...
	Text        string
	Path        string // of a comment on a line
	Line        int    // 0 when outdated
	Commit      string // full SHA
	At          time.Time
}

// Run is a check run, or a commit status with its context as the name, of the
// pull request's last commit.
type Run struct {
	Name       string
	State      string // "queued", "in_progress", "completed"; of a status "success", "failure", "error", "pending"
	Conclusion string // of a completed check run: "success", "failure", ...
	Title      string
	URL        string
	At         time.Time
}

// Commit is a commit: what it changes on its parent.
type Commit struct {
	SHA     string
	Parent  string // full SHA, "" for the first
	Message string
	Author  string // account
	Date    time.Time
	Files   map[string]File
}

// File is a file in a commit.
type File struct {
	Data      string
	Link      bool // Data says where it leads
	Submodule bool // another repository
	Gone      bool // the commit takes it out
}

func newWorld() *World {
	w := &World{
		Now: time.Date(2026, 5, 12, 10, 0, 0, 0, time.UTC), Pulls: map[int]*Pull{}, Tokens: map[string]string{},
		Left: -1, SearchesLeft: -1, next: 3401,
	}
	w.Reset = w.Now.Add(42 * time.Minute)
	w.Commit("First commit", map[string]string{"README.md": "# Connectors\n"})
	return w
}

// tick is the next minute.
func (w *World) tick() time.Time {
	w.Now = w.Now.Add(time.Minute)
	return w.Now
}

// Commit puts a commit on dev that writes files.
func (w *World) Commit(message string, files map[string]string) *Commit {
	return w.CommitFiles(message, texts(files))
}

// CommitFiles is Commit for files of all kinds.
func (w *World) CommitFiles(message string, files map[string]File) *Commit {
	c := w.commit(w.tip(), message, "reviewer", files)
	w.Dev = append(w.Dev, c)
	return c
}

func (w *World) commit(parent, message, author string, files map[string]File) *Commit {
	at := w.tick()
	return &Commit{SHA: sha(parent, message, at.String()), Parent: parent, Message: message, Author: author, Date: at, Files: files}
}

// tip is the newest commit on dev.
func (w *World) tip() string {
	if len(w.Dev) == 0 {
		return ""
	}
	return w.Dev[len(w.Dev)-1].SHA
}

func texts(files map[string]string) map[string]File {
	out := map[string]File{}
	for name, data := range files {
		out[name] = File{Data: data}
	}
	return out
}

// Open opens a pull request from a branch of owner's fork, with one commit.
func (w *World) Open(owner, branch, title string, files map[string]string) *Pull {
	c := w.commit(w.tip(), title, owner, texts(files))
	w.Loose = append(w.Loose, c)
	n := w.next
	w.next++
	mergeable := true
	p := &Pull{
		Number: n, Title: title, Author: owner, HeadOwner: owner, HeadBranch: branch, Head: c.SHA, Base: "dev",
		Opened: c.Date, Updated: c.Date, Mergeable: &mergeable, Files: slices.Sorted(maps.Keys(files)), world: w,
	}
	w.Pulls[n] = p
	return p
}

// Push adds a commit to the pull request.
func (p *Pull) Push(message string, files map[string]string) *Commit {
	c := p.world.commit(p.Head, message, p.Author, texts(files))
	p.world.Loose = append(p.world.Loose, c)
	p.Head, p.Runs, p.Statuses = c.SHA, nil, nil
	all := slices.Concat(p.Files, slices.Collect(maps.Keys(files)))
	slices.Sort(all)
	p.Files = slices.Compact(all)
	p.Updated = c.Date
	return c
}

// Touch moves the time of the last change.
func (p *Pull) Touch() { p.Updated = p.world.tick() }

// Merge squashes the pull request into one commit on dev.
func (p *Pull) Merge(by string) *Commit {
	w := p.world
	tree, dev := w.tree(p.Head), w.tree(w.tip())
	files := map[string]File{}
	for _, name := range p.Files {
		if f, ok := tree[name]; ok {
			files[name] = f
		} else if _, was := dev[name]; was {
			files[name] = File{Gone: true}
		}
	}
	c := w.commit(w.tip(), fmt.Sprintf("%s (#%d)", p.Title, p.Number), p.Author, files)
	w.Dev = append(w.Dev, c)
	p.MergeCommit, p.MergedBy, p.Closed, p.Mergeable = c.SHA, by, true, nil
	p.Ended, p.Updated = c.Date, c.Date
	return c
}

// Close closes the pull request without merging it.
func (p *Pull) Close() {
	p.Closed, p.Mergeable = true, nil
	p.Ended = p.world.tick()
	p.Updated = p.Ended
}

func (p *Pull) say(s Said) *Said {
	p.world.ids++
	s.ID, s.At = p.world.ids, p.world.tick()
	p.Updated = s.At
	return &s
}

// Comment adds a comment.
func (p *Pull) Comment(author, association, text string) *Said {
	s := p.say(Said{Author: author, Association: association, Text: text})
	p.Comments = append(p.Comments, s)
	return s
}

// Review adds a review with a state of GitHub's, "APPROVED".
func (p *Pull) Review(author, association, state, text string) *Said {
	s := p.say(Said{Author: author, Association: association, State: state, Text: text, Commit: p.Head})
	p.Reviews = append(p.Reviews, s)
	return s
}

// LineComment adds a comment on a line of a file, 0 for an outdated one.
func (p *Pull) LineComment(author, association, path string, line int, text string) *Said {
	s := p.say(Said{Author: author, Association: association, Path: path, Line: line, Text: text, Commit: p.Head})
	p.Lines = append(p.Lines, s)
	return s
}

// Check adds a check run; it is completed when there is a conclusion.
func (p *Pull) Check(name, conclusion, title string) *Run {
	r := &Run{Name: name, State: "completed", Conclusion: conclusion, Title: title, At: p.world.tick()}
	if conclusion == "" {
		r.State = "in_progress"
	}
	p.Runs = append(p.Runs, r)
	return r
}

// Status adds a commit status.
func (p *Pull) Status(context, state, description string) *Run {
	r := &Run{Name: context, State: state, Title: description, At: p.world.tick()}
	p.Statuses = append(p.Statuses, r)
	return r
}

// find is the commit of a full or short SHA or of dev, nil for none.
func (w *World) find(ref string) *Commit {
	if ref == "dev" || ref == "" {
		ref = w.tip()
	}
	for _, c := range slices.Concat(w.Dev, w.Loose) {
		if len(ref) >= 4 && strings.HasPrefix(c.SHA, strings.ToLower(ref)) {
			return c
		}
	}
	return nil
}

// line lists a commit and those before it, newest first.
func (w *World) line(from *Commit) []*Commit {
	var out []*Commit
	for c := from; c != nil; {
		out = append(out, c)
		if c.Parent == "" {
			break
		}
		c = w.find(c.Parent)
	}
	return out
}

// tree is all files at a commit.
func (w *World) tree(ref string) map[string]File {
	tree := map[string]File{}
	for _, c := range slices.Backward(w.line(w.find(ref))) {
		for name, f := range c.Files {
			if f.Gone {
				delete(tree, name)
			} else {
				tree[name] = f
			}
		}
	}
	return tree
}

// id is what git calls the file's content.
func (f File) id() string {
	if f.Submodule {
		return sha("submodule", f.Data)
	}
	return sha("blob " + strconv.Itoa(len(f.Data)) + "\x00" + f.Data)
}
