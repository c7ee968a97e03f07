package origin

import (
	"slices"
	"strings"
	"time"

	"github.com/certwiz/certwiz/checks/text"
)

// standing are the last verdicts of each reviewer, oldest first: a later
// review of the same person takes the place of an earlier one, and one that
// was dismissed counts for nothing. Reviews that only comment change nothing.
func (p Pull) standing() []Statement {
	last := map[string]Statement{}
	for _, s := range p.said() {
		switch s.Verdict {
		case Approves, RequestsChange, Dismissed:
			last[strings.ToLower(s.Author)] = s
		}
	}
	var out []Statement
	for _, s := range last {
		out = append(out, s)
	}
	slices.SortFunc(out, byTime)
	return out
}

func byTime(a, b Statement) int {
	if c := a.At.Compare(b.At); c != 0 {
		return c
	}
	return int(min(max(a.ID-b.ID, -1), 1))
}

// said is what was said, oldest first, however it was handed over.
func (p Pull) said() []Statement {
	said := slices.Clone(p.Said)
	slices.SortStableFunc(said, byTime)
	return said
}

// newest is the newest statement of a verdict that stands, Microsoft's before
// anybody else's.
func (p Pull) newest(v Verdict) (Statement, bool) {
	var found Statement
	ok := false
	for _, s := range p.standing() {
		if s.Verdict == v && (s.Microsoft || !found.Microsoft) {
			found, ok = s, true
		}
	}
	return found, ok
}

// Requested is the request for changes that still stands: of reviewers whose
// last verdict it is, the newest of Microsoft's, else the newest of others. It
// stands until the reviewer approves or it is dismissed; whether a push
// answered it, AnsweredSince its time tells.
func (p Pull) Requested() (Statement, bool) { return p.newest(RequestsChange) }

// Approved is the newest approval that stands, Microsoft's before others'.
func (p Pull) Approved() (Statement, bool) { return p.newest(Approves) }

// AnsweredSince reports whether something was pushed after a time; false when it
// is not known when the last push was.
func (p Pull) AnsweredSince(t time.Time) bool { return p.lastPush().After(t) }

// lastPush is about when the last commit was pushed, zero when unknown. The
// commit's date is when it was made, by the author's clock, which may be days
// before it was pushed. Reviews know better: one of another commit was written
// before the last push was reviewed, one of the last commit after the push.
func (p Pull) lastPush() time.Time {
	push := p.Pushed
	for _, s := range p.reviews() {
		if s.Commit != p.Head && !push.After(s.At) {
			push = s.At.Add(time.Nanosecond)
		}
	}
	for _, s := range p.reviews() {
		if s.Commit == p.Head && (push.IsZero() || push.After(s.At)) {
			push = s.At
		}
	}
	return push
}

// reviews are those that say which commit they are of.
func (p Pull) reviews() []Statement {
	return slices.DeleteFunc(slices.Clone(p.Said), func(s Statement) bool {
		return s.Verdict == "" || s.Commit == "" || p.Head == "" || s.At.IsZero()
	})
}

// LastByMicrosoft is the newest thing that Microsoft said: a verdict, or words.
// Of its bots only what moves the pull request on or back is counted, not the
// greeting or the licence agreement.
func (p Pull) LastByMicrosoft() (Statement, bool) {
	for _, s := range slices.Backward(p.said()) {
		switch {
		case !s.Microsoft:
		case s.Bot && s.meaning() == saysNothing && s.Verdict == "":
		case strings.TrimSpace(s.Text) == "" && (s.Verdict == "" || s.Verdict == Comments):
		default:
			return s, true
		}
	}
	return Statement{}, false
}

// Who must move.
const (
	turnMicrosoft = "Microsoft"
	turnYou       = "you"
)

// Waiting says who must move on the pull request, "Microsoft" or "you", and
// since when; a time that nobody knows is zero. It is "" when the pull request
// was closed, when nothing is known about it, and when reviews or comments were
// not read and nothing else makes it the publisher's turn.
//
// Opening it makes it Microsoft's turn (S10), and so does each push (S12). What
// Microsoft asks hands the turn to the publisher: a review that requests
// changes, a comment on a line, a comment with a question or a request, a
// failed validation. An approval, or Microsoft's word that it goes on, hands it
// to Microsoft, who merges (S14).
//
// A question is answered by the author's reply. A request for changes is not:
// S11 asks for an update of the pull request, and "will do" changes nothing.
// Only a push answers it; what the author says after the push leaves the turn
// with Microsoft, and asking "any news?" does not start the clock again. A push
// that only brings the branch up to date can't be told from an answer.
//
// A draft, a failed check, a licence agreement that is not given and a conflict
// make it the publisher's turn, whatever was said: nobody merges with those. A
// draft counts from when it was opened, a check from when it ended; since when
// there is a conflict nobody says.
// After the merge it is the publisher's turn, to submit (S15).
func (p Pull) Waiting() (whose string, since time.Time) {
	switch p.State() {
	case PullUnknown, PullClosed:
		return "", time.Time{}
	case PullMerged:
		return turnYou, p.EndedAt
	}
	whose, since = p.turnByStatements()
	if whose == turnYou {
		return whose, since
	}
	if blocked, at := p.blocked(); blocked {
		return turnYou, at
	}
	if !p.Asked.Reviews.Known || !p.Asked.Comments.Known {
		return "", time.Time{}
	}
	return whose, since
}

// turnByStatements is whose turn it is by what was said and pushed.
func (p Pull) turnByStatements() (whose string, since time.Time) {
	if asked, ok := p.Requested(); ok && asked.Microsoft && !p.AnsweredSince(asked.At) {
		return turnYou, asked.At
	}
	t := turn{whose: turnMicrosoft, since: p.Opened}
	push := p.lastPush()
	pushed := !push.After(p.Opened)
	for _, s := range p.said() {
		if !pushed && !s.At.Before(push) {
			t, pushed = turn{whose: turnMicrosoft, since: push}, true
		}
		t = t.after(s, p.Author)
	}
	if !pushed {
		t = turn{whose: turnMicrosoft, since: push}
	}
	return t.whose, t.since
}

// turn is whose move it is at some time.
type turn struct {
	whose string
	since time.Time
	push  bool // only a push hands it back
}

// after is the turn after a statement.
func (t turn) after(s Statement, author string) turn {
	if !s.Microsoft {
		if strings.EqualFold(s.Author, author) && t.whose == turnYou && !t.push {
			return turn{whose: turnMicrosoft, since: s.At}
		}
		return t
	}
	switch s.meaning() {
	case goesOn:
		return turn{whose: turnMicrosoft, since: s.At}
	case asks, demands:
		if t.whose == turnMicrosoft {
			t = turn{whose: turnYou, since: s.At}
		}
		t.push = t.push || s.meaning() == demands
	}
	return t
}

// blocked reports whether something keeps Microsoft from merging that only the
// publisher can clear away, and since when.
func (p Pull) blocked() (blocked bool, since time.Time) {
	earliest := func(t time.Time) {
		if blocked = true; since.IsZero() || !t.IsZero() && t.Before(since) {
			since = t
		}
	}
	if p.Asked.Checks.Known {
		for _, c := range p.Checks {
			if c.State == CheckFailed || c.isCLA() && c.State != CheckPassed {
				earliest(c.At)
			}
		}
	}
	if p.Draft {
		earliest(p.Opened)
	}
	if p.Conflicts.Known && p.Conflicts.Yes {
		blocked = true
	}
	return blocked, since
}

// meaning is what a statement of Microsoft does to the turn.
type meaning int

const (
	saysNothing meaning = iota
	asks                // the author is to answer
	demands             // the author is to change something and push
	goesOn              // Microsoft goes on by itself
)

// The words are those that reviewers and the certification bot use, in lower
// case; which of several counts, the order in meaning says.
var (
	demanding = words{"validations failed", "identified some changes", "error(s) are"}
	mismatch  = words{"publisher mismatch"}
	goingOn   = words{"certify-connector", "has been approved", "is approved", "have approved", "will review", "under review",
		"being reviewed", "in progress", "please wait", "please allow", "been deployed", "already completed"}
	asking = text.Pattern(`\?(?:\s|$)|\b(?:please|pls|kindly|(?:can|could) you|needs? to|should be|must|fix|remove|resolve|address)\b`)
)

type words []string

func (w words) in(text string) bool {
	return slices.ContainsFunc(w, func(word string) bool { return strings.Contains(text, word) })
}

func (s Statement) meaning() meaning {
	switch s.Verdict {
	case Approves:
		return goesOn
	case RequestsChange, Dismissed:
		// The one that stands is asked for on its own; see talk.
		return saysNothing
	}
	text := strings.ToLower(unquoted(s.Text))
	switch {
	case demanding.in(text):
		return demands
	case mismatch.in(text):
		return asks
	case goingOn.in(text):
		return goesOn
	case s.Bot:
		return saysNothing
	case s.File != "", asking().MatchString(text):
		return asks
	}
	return saysNothing
}

// unquoted is a comment without code, comments, and what it quotes of others.
func unquoted(text string) string {
	lines := slices.DeleteFunc(proseLines(text), func(line string) bool {
		return strings.HasPrefix(strings.TrimSpace(line), ">")
	})
	return strings.Join(lines, "\n")
}
