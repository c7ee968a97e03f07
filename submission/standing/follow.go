package standing

import (
	"slices"
	"strings"
	"time"

	"github.com/certwiz/certwiz/checks/origin"
	"github.com/certwiz/certwiz/checks/text"
	"github.com/certwiz/certwiz/submission/portal"
)

// The waiting times of a pull request: after it was opened (S10), and after
// each round of changes (S12). Every one that is an answer to it begins so.
const (
	pullWindow  = "pull request"
	againWindow = "pull request again"
)

// turn is where a pull request stands by itself.
type turn struct {
	stage  Stage
	since  time.Time // zero when nobody knows
	whose  string
	window portal.Window
	next   string

	spoken      bool // it rests on Microsoft's own words
	ended       bool // merged or closed
	independent bool
}

// voice is a statement of Microsoft's that is a signal.
type voice struct {
	at     time.Time
	signal portal.Signal
}

// follow is where a pull request stands. Whose turn it is while it is open
// origin.Pull.Waiting says; the signals of the portal give it a name and add
// what comes behind the review: certification and deployment.
func follow(pull origin.Pull, p portal.Portal, independent bool) turn {
	t := turn{independent: independent, ended: pull.Closed || pull.Merged}
	voices := voicesOf(pull, p)
	switch {
	case pull.Merged:
		t.merged(pull, p, voices)
	case pull.Closed:
		t.closed(pull, p, voices)
	default:
		t.open(pull, p, voices)
	}
	t.label(pull, p)
	return t
}

// asMicrosofts marks what counts as Microsoft's word: also of the accounts
// that speak for it, and never of the publisher, whoever that is.
func asMicrosofts(pull origin.Pull, p portal.Portal) origin.Pull {
	pull.Said = slices.Clone(pull.Said)
	for i, s := range pull.Said {
		own := strings.EqualFold(s.Author, pull.Author)
		pull.Said[i].Microsoft = !own && (s.Microsoft || p.SpeaksForMicrosoft(s.Author))
	}
	return pull
}

// voicesOf are Microsoft's signals, oldest first.
func voicesOf(pull origin.Pull, p portal.Portal) []voice {
	var list []voice
	for _, s := range pull.Said {
		if !s.Microsoft || s.Verdict == origin.Dismissed {
			continue
		}
		signal, ok := p.Heard(s.Author, s.Microsoft, s.Text)
		if ok && (s.Verdict != origin.RequestsChange || signal.Whose == "yours") {
			list = append(list, voice{s.At, signal})
		}
	}
	slices.SortStableFunc(list, func(a, b voice) int { return a.at.Compare(b.at) })
	return list
}

// decided tells whether a signal is one of certification's last words: what
// keeps a pull request from being merged no longer matters then.
func (v voice) decided() bool {
	return Stage(v.signal.Stage) == BeingDeployed || Stage(v.signal.Stage) == Deployed
}

func (t *turn) open(pull origin.Pull, p portal.Portal, voices []voice) {
	if n := len(voices); n > 0 && voices[n-1].decided() {
		pull.Draft, pull.Checks, pull.Conflicts = false, nil, origin.Answer{}
	}
	pull.Said = withoutMoot(pull.Said, voices)
	whose, since := pull.Waiting()
	t.name(pull, p, whose, since, voices)
}

// withoutMoot leaves out what Microsoft itself went past: approval, or
// certification, begun or ended in spite of what was asked before.
func withoutMoot(said []origin.Statement, voices []voice) []origin.Statement {
	var past time.Time
	for _, v := range voices {
		if v.signal.Whose != "yours" {
			past = v.at
		}
	}
	return slices.DeleteFunc(slices.Clone(said), func(s origin.Statement) bool { return s.Microsoft && s.At.Before(past) })
}

// closed is the end without a merge.
func (t *turn) closed(pull origin.Pull, p portal.Portal, voices []voice) {
	end := endOf(pull)
	if n := len(voices); n > 0 && voices[n-1].decided() {
		t.hear(voices[n-1], p)
		return
	}
	t.since = end
	t.be(ClosedPull, "yours", "", "It was closed without being merged: read why on the pull request, then open it again or open a new one.", p)
}

// merged is the end as Microsoft's merge, and what was said behind it. A
// verified publisher submits then (S15); an independent one's way goes on in
// the pull request (S02).
func (t *turn) merged(pull origin.Pull, p portal.Portal, voices []voice) {
	end := endOf(pull)
	t.since = end
	if t.independent {
		t.be(TakenPull, "Microsoft", "", "Microsoft merged it; it certifies and deploys it, and writes on the pull request what it needs.", p)
		if before := lastUntil(voices, end); before != nil && Stage(before.signal.Stage) != ApprovedPull && Stage(before.signal.Stage) != AskedPull {
			t.hear(*before, p)
		}
	} else {
		merged := "the commit that Microsoft merged"
		if pull.MergeCommit != "" {
			merged += ", " + text.ShortSHA(pull.MergeCommit)
		}
		t.be(MergedPull, "yours", "", "Submit "+merged+".", p)
	}
	after := slices.DeleteFunc(slices.Clone(voices), func(v voice) bool { return !v.at.After(end) || Stage(v.signal.Stage) == ApprovedPull })
	behind := behindMerge(pull, end, t.independent, after)
	if whose, since := behind.Waiting(); len(after) > 0 || since.After(end) {
		t.name(behind, p, whose, since, after)
	}
}

// endOf is when a pull request was merged or closed.
func endOf(pull origin.Pull) time.Time {
	if pull.EndedAt.IsZero() {
		return pull.Updated
	}
	return pull.EndedAt
}

func lastUntil(voices []voice, t time.Time) *voice {
	for _, v := range slices.Backward(voices) {
		if !v.at.After(t) {
			return &v
		}
	}
	return nil
}

// behindMerge is the talk that goes on behind a merge, as a pull request of its
// own. With a verified publisher only signals count there: the rest is about
// what was merged.
func behindMerge(pull origin.Pull, end time.Time, independent bool, voices []voice) origin.Pull {
	talk := pull
	talk.Merged, talk.Closed, talk.Draft = false, false, false
	talk.Checks, talk.Conflicts, talk.Head = nil, origin.Answer{}, ""
	talk.Opened, talk.Pushed = end, time.Time{}
	talk.Asked.Reviews.Known, talk.Asked.Comments.Known = true, true // Standing.Unseen says what was not read
	talk.Said = slices.DeleteFunc(withoutMoot(pull.Said, voices), func(s origin.Statement) bool {
		return !s.At.After(end) || s.Microsoft && !independent && voiceAt(voices, s.At) == nil
	})
	return talk
}

// name gives the turn its stage. A signal that is later than what the turn
// rests on is one that only the portal's data knows: it counts for more.
func (t *turn) name(pull origin.Pull, p portal.Portal, whose string, since time.Time, voices []voice) {
	t.since, t.spoken = since, false
	cause := causeOf(pull, since)
	switch whose {
	case "Microsoft":
		t.byMicrosoft(pull, p, cause, voices)
	case "you":
		t.byPublisher(pull, p, cause, voices)
	default:
		t.be(OpenPull, "", "", "Whose turn it is was not seen: what was said on it could not be read.", p)
		return
	}
	blocked := whose == "you" && cause == nil
	if n := len(voices); n > 0 && !blocked && voices[n-1].at.After(since) {
		t.hear(voices[n-1], p)
		if whose == "you" && t.whose == "yours" {
			t.since = since // it was the publisher's turn before
		}
	}
}

// causeOf is the statement that a turn rests on, nil when it is none: of those
// of one moment the one that weighs most.
func causeOf(pull origin.Pull, since time.Time) *origin.Statement {
	var found *origin.Statement
	for i, s := range pull.Said {
		if !s.At.Equal(since) {
			continue
		}
		if found == nil || s.Verdict == origin.RequestsChange || s.Verdict == origin.Approves && found.Verdict != origin.RequestsChange {
			found = &pull.Said[i]
		}
	}
	return found
}

func (t *turn) byMicrosoft(pull origin.Pull, p portal.Portal, cause *origin.Statement, voices []voice) {
	switch v := voiceAt(voices, t.since); {
	case v != nil && v.signal.Whose != "yours":
		t.hear(*v, p)
	case cause != nil && cause.Microsoft && cause.Verdict == origin.Approves:
		t.spoken = true
		t.be(ApprovedPull, "Microsoft", "", "Microsoft merges it.", p)
	case cause != nil && cause.Microsoft:
		t.be(OpenPull, "Microsoft", againWindow, "Microsoft wrote that it goes on.", p)
	case cause != nil:
		t.be(AnsweredPull, "Microsoft", againWindow, "Microsoft reads the answer.", p)
	case t.since.Equal(pull.Opened):
		t.be(OpenPull, "Microsoft", pullWindow, "Microsoft reads the pull request.", p)
	default:
		t.be(OpenPull, "Microsoft", againWindow, "Microsoft reads the changes.", p)
	}
}

func (t *turn) byPublisher(pull origin.Pull, p portal.Portal, cause *origin.Statement, voices []voice) {
	switch v := voiceAt(voices, t.since); {
	case v != nil && v.signal.Whose == "yours":
		t.hear(*v, p)
	case cause != nil && cause.Verdict == origin.RequestsChange:
		t.spoken = true
		t.be(AskedPull, "yours", "", "Make the changes in that same pull request and push them.", p)
	case cause != nil:
		t.spoken = true
		t.be(RemarkedPull, "yours", "", "Read what Microsoft wrote, then answer on the pull request or push what it asks for.", p)
	case pull.Draft:
		t.be(DraftPull, "yours", "", "Mark it as ready for review on GitHub: Microsoft reads no draft.", p)
	default:
		t.be(OpenPull, "yours", "", hindrance(pull), p)
	}
}

// hindrance is what keeps Microsoft from merging.
func hindrance(pull origin.Pull) string {
	for _, c := range pull.Checks {
		if c.State != origin.CheckPassed && strings.HasSuffix(strings.ToLower(c.Name), "/cla") {
			return "Sign Microsoft's Contributor License Agreement (CLA) on the pull request: without it nothing is merged."
		}
	}
	for _, c := range pull.Checks {
		if c.State == origin.CheckFailed {
			return "The automatic check " + c.Name + " failed: read why on GitHub, mend it and push."
		}
	}
	return "It conflicts with dev: merge dev into your branch and push."
}

func voiceAt(voices []voice, t time.Time) *voice {
	i := slices.IndexFunc(voices, func(v voice) bool { return v.at.Equal(t) })
	if i < 0 {
		return nil
	}
	return &voices[i]
}

// hear takes a signal.
func (t *turn) hear(v voice, p portal.Portal) {
	t.since, t.spoken = v.at, true
	t.be(Stage(v.signal.Stage), v.signal.Whose, v.signal.Window, v.signal.Next, p)
}

func (t *turn) be(stage Stage, whose, window, next string, p portal.Portal) {
	t.stage, t.whose, t.next = stage, whose, next
	t.window, _ = p.Window(window)
}

// label takes what a label says. It has no date, so that it counts only where
// nothing dated has followed the opening, but for the final one.
func (t *turn) label(pull origin.Pull, p portal.Portal) {
	s, ok := p.Labelled(pull.Labels)
	if !ok {
		return
	}
	first := t.stage == OpenPull && t.whose == "Microsoft" && t.since.Equal(pull.Opened)
	if first || Stage(s.Stage) == Deployed && t.stage != Deployed {
		t.spoken = true
		t.be(Stage(s.Stage), s.Whose, s.Window, s.Next, p)
	}
}
