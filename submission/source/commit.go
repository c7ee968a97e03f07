package source

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/certwiz/certwiz/checks/origin"
	"github.com/certwiz/certwiz/checks/text"
)

// Commit is a commit while sources are asked about it: the clone, what GitHub
// said earlier about its pull request, and GitHub. A source reports what it
// found; which question that answers, and how, is decided here. An answer that
// an earlier source gave stands.
type Commit struct {
	origin.Commit
	By string    // the source that is asked
	At time.Time // when it said what it reports
}

// NewCommit begins with what a publisher typed.
func NewCommit(typed, folder, by string, at time.Time) *Commit {
	return &Commit{Commit: origin.Commit{Typed: typed, Folder: folder, Branch: Branch}, By: by, At: at}
}

const noCommit = "there is no commit to look at"

// Parse reads what was typed. When it names neither a commit nor a pull request
// of Microsoft's repository, nothing is left to ask, and ok is false.
func (c *Commit) Parse(h Host) (t Typed, ok bool) {
	t, err := h.ParseTyped(c.Typed)
	if err != nil {
		c.NoSuch(err.Error())
		return t, false
	}
	if t.SHA == "" && t.Foreign() {
		c.NoSuch(fmt.Sprintf("this pull request is in %s/%s, not in %s/%s", t.Owner, t.Repo, Owner, Repository))
		return t, false
	}
	c.PR = t.PR
	return t, true
}

func (c *Commit) answers() []*origin.Answer {
	return []*origin.Answer{&c.Resolves, &c.IsHead, &c.OnBranch, &c.Merged, &c.Newest, &c.Touches}
}

func (c *Commit) answer(a *origin.Answer, yes bool, why string) {
	if !a.Known {
		*a = origin.Answer{Known: true, Yes: yes, Why: why, By: c.By, At: c.At}
	}
}

// Complete reports whether every question is answered.
func (c *Commit) Complete() bool {
	for _, a := range c.answers() {
		if !a.Known {
			return false
		}
	}
	return true
}

// AskNext forgets why earlier sources left questions open: the next one has
// reasons of its own.
func (c *Commit) AskNext(by string, at time.Time) {
	c.By, c.At = by, at
	for _, a := range c.answers() {
		if !a.Known {
			*a = origin.Answer{}
		}
	}
}

// LeaveOpen says why the questions without an answer are open, where no reason
// is given yet.
func (c *Commit) LeaveOpen(why string) {
	for _, a := range c.answers() {
		if !a.Known && a.Why == "" {
			a.Why = why
		}
	}
}

// NoSuch reports that there is no such commit.
func (c *Commit) NoSuch(why string) {
	c.answer(&c.Resolves, false, why)
	c.LeaveOpen(noCommit)
}

// Found reports the commit itself.
func (c *Commit) Found(sha, subject string, date time.Time) {
	c.SHA, c.Subject, c.Date = sha, subject, date
	c.answer(&c.Resolves, true, "")
}

// Reachable reports whether the commit is on the branch.
func (c *Commit) Reachable(yes bool, why string) { c.answer(&c.OnBranch, yes, why) }

// Changed reports the paths that the commit changes; incomplete says why there
// may be more of them.
func (c *Commit) Changed(paths []string, incomplete string) {
	if c.Touches.Known {
		return
	}
	touches, others := Touched(paths, c.Folder)
	c.Others = others
	switch {
	case c.Folder == "":
		c.Touches.Why = noFolder
	case !touches && incomplete != "":
		c.Touches.Why = incomplete
	default:
		c.answer(&c.Touches, touches, "")
	}
}

const noFolder = "the connector's folder is not known"

// NewestIs reports the newest commit on the branch that touches the folder, ""
// for none; branch is what the branch is called.
func (c *Commit) NewestIs(sha string, date time.Time, branch string) {
	switch {
	case c.Newest.Known:
	case c.Folder == "":
		c.Newest.Why = noFolder
	case sha == "":
		c.answer(&c.Newest, false, fmt.Sprintf("%s is not on %s", c.Folder, branch))
	case sha == c.SHA:
		c.answer(&c.Newest, true, "")
	default:
		newer := text.ShortSHA(sha)
		if !date.IsZero() {
			newer += " of " + date.Format("2 Jan 2006")
		}
		c.answer(&c.Newest, false, newer+" is newer")
		if c.OnBranch.Yes {
			c.UseInstead(sha)
		}
	}
}

// HeadOf reports that the commit is the end of a branch or pull request.
func (c *Commit) HeadOf(what string) { c.answer(&c.IsHead, true, what) }

// NotHead reports that the commit is not the end of a pull request.
func (c *Commit) NotHead() { c.answer(&c.IsHead, false, "") }

// MergedBy reports the pull request that Microsoft merged as this commit.
func (c *Commit) MergedBy(pr int, why string) {
	c.PR = pr
	c.answer(&c.Merged, true, why)
}

// NotMerged reports that Microsoft merged no pull request with the commit.
func (c *Commit) NotMerged(why string) { c.answer(&c.Merged, false, why) }

// UseInstead offers a commit in place of this one, unless one is offered.
func (c *Commit) UseInstead(sha string) {
	if c.Use == "" && sha != c.SHA && text.IsFullSHA(sha) {
		c.Use = sha
	}
}

// FromPull reports the pull request that was named, or that the commit belongs
// to.
func (c *Commit) FromPull(p origin.Pull) {
	name := "pull request " + strconv.Itoa(p.Number)
	c.PR = p.Number
	if c.SHA != "" && c.SHA == p.Head && c.SHA != p.MergeCommit {
		c.HeadOf("of " + name)
	}
	if !p.Merged {
		state := name + " is open, not merged"
		if p.Closed {
			state = name + " was closed without being merged"
		}
		c.NotMerged(state)
		if c.SHA == "" {
			c.NoSuch(state + ", so there is no commit of it yet")
		}
		return
	}
	c.MergedBy(p.Number, name+", "+p.EndedAt.In(c.At.Location()).Format("2 Jan 2006"))
	if c.SHA == "" {
		c.SHA = p.MergeCommit
	}
	if c.SHA != p.MergeCommit {
		c.UseInstead(p.MergeCommit)
		return
	}
	if c.SHA == "" {
		return
	}
	c.NotHead()
	c.answer(&c.Resolves, true, "")
	if c.Subject == "" {
		c.Subject, c.Date = fmt.Sprintf("%s (#%d)", p.Title, p.Number), p.EndedAt
	}
	if p.Asked.Files.Known && !p.FilesCut {
		c.Changed(p.Files, "")
	}
}

// KeepKnown takes over what an earlier look-up of the same commit established
// and this one could not: looking at the clone again must not forget what
// GitHub said.
func (c *Commit) KeepKnown(before origin.Commit) {
	if before.Typed != c.Typed || before.SHA != c.SHA && c.SHA != "" {
		return
	}
	if c.SHA == "" {
		c.SHA = before.SHA
	}
	if !c.Touches.Known {
		c.Others = before.Others
	}
	old := Commit{Commit: before}
	for i, a := range old.answers() {
		if now := c.answers()[i]; a.Known && !now.Known {
			*now = *a
		}
	}
	if c.PR == 0 {
		c.PR = before.PR
	}
	if c.Use == "" {
		c.Use = before.Use
	}
}

var (
	squashSubject = text.Pattern(`^(.*?) *\(#([1-9][0-9]{0,5})\)$`)
	mergeSubject  = text.Pattern(`^Merge pull request #([1-9][0-9]{0,5}) from `)
)

// MergedPull takes apart the subject of a commit that merged a pull request, by
// a squash or, as some before 2021, by a merge commit; pr is 0 for another one.
func MergedPull(subject string) (title string, pr int) {
	subject = strings.TrimSpace(subject)
	if m := squashSubject().FindStringSubmatch(subject); m != nil {
		pr, _ = strconv.Atoi(m[2])
		return m[1], pr
	}
	if m := mergeSubject().FindStringSubmatch(subject); m != nil {
		pr, _ = strconv.Atoi(m[1])
	}
	return subject, pr
}
