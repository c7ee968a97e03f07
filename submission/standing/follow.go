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
// each round of changes (S12). The IDs of all windows in which Microsoft owes
// an answer on the pull request share the first as their prefix.
const (
	pullWindow  = "pull request"
	againWindow = "pull request again"
)

// turn is where a pull request stands, without regard to the ledger.
type turn struct {
	stage  Stage
	since  time.Time // zero when unknown
	whose  string
	window portal.Window
	next   string

	stated      bool // it rests on Microsoft's own words
	ended       bool // merged or closed
	independent bool
}

// datedSignal is a signal that Microsoft gave in a statement.
type datedSignal struct {
	at     time.Time
	signal portal.Signal
}

// follow derives where a pull request stands. origin.Pull.Waiting decides
// whose turn it is while it is open; the portal's signals name the stage and
// add what follows the review: certification and deployment.
func follow(pull origin.Pull, p portal.Portal, independent bool) turn {
	t := turn{independent: independent, ended: pull.Closed || pull.Merged}
	signals := signalsOf(pull, p)
	switch {
	case pull.Merged:
		t.merged(pull, p, signals)
	case pull.Closed:
		t.closed(pull, p, signals)
	default:
		t.open(pull, p, signals)
	}
	t.applyLabel(pull, p)
	return t
}

// markMicrosoft marks the statements that count as Microsoft's, including those
// of accounts that speak for it. The author's own never count, not even when a
// Microsoft employee is the publisher.
func markMicrosoft(pull origin.Pull, p portal.Portal) origin.Pull {
	pull.Said = slices.Clone(pull.Said)
	for i, s := range pull.Said {
		own := strings.EqualFold(s.Author, pull.Author)
		pull.Said[i].Microsoft = !own && (s.Microsoft || p.SpeaksForMicrosoft(s.Author))
	}
	return pull
}

// signalsOf returns Microsoft's signals, oldest first.
func signalsOf(pull origin.Pull, p portal.Portal) []datedSignal {
	var list []datedSignal
	for _, s := range pull.Said {
		if !s.Microsoft || s.Verdict == origin.Dismissed {
			continue
		}
		signal, ok := p.Signal(s.Author, s.Microsoft, s.Text)
		if ok && (s.Verdict != origin.RequestsChange || signal.Whose == "yours") {
			list = append(list, datedSignal{s.At, signal})
		}
	}
	slices.SortStableFunc(list, func(a, b datedSignal) int { return a.at.Compare(b.at) })
	return list
}

// final reports whether certification ended with this signal: what kept the
// pull request from being merged no longer matters then.
func (v datedSignal) final() bool {
	return Stage(v.signal.Stage) == BeingDeployed || Stage(v.signal.Stage) == Deployed
}

func (t *turn) open(pull origin.Pull, p portal.Portal, signals []datedSignal) {
	if n := len(signals); n > 0 && signals[n-1].final() {
		pull.Draft, pull.Checks, pull.Conflicts = false, nil, origin.Answer{}
	}
	pull.Said = withoutSettled(pull.Said, signals)
	whose, since := pull.Waiting()
	t.setStage(pull, p, whose, since, signals)
}

// withoutSettled drops Microsoft's requests that it has since moved past, by
// approving or by going on with certification.
func withoutSettled(said []origin.Statement, signals []datedSignal) []origin.Statement {
	var past time.Time
	for _, v := range signals {
		if v.signal.Whose != "yours" {
			past = v.at
		}
	}
	return slices.DeleteFunc(slices.Clone(said), func(s origin.Statement) bool { return s.Microsoft && s.At.Before(past) })
}

// closed handles a pull request that ended without a merge.
func (t *turn) closed(pull origin.Pull, p portal.Portal, signals []datedSignal) {
	end := endOf(pull)
	if n := len(signals); n > 0 && signals[n-1].final() {
		t.apply(signals[n-1], p)
		return
	}
	t.since = end
	t.set(ClosedPull, "yours", "", "It was closed without being merged: read why on the pull request, then open it again or open a new one.", p)
}

// merged handles a merged pull request and what was said afterwards. A verified
// publisher submits now (S15); for an independent one everything else happens
// on the pull request too (S02).
func (t *turn) merged(pull origin.Pull, p portal.Portal, signals []datedSignal) {
	end := endOf(pull)
	t.since = end
	if t.independent {
		t.set(TakenPull, "Microsoft", "", "Microsoft merged it; it certifies and deploys it, and writes on the pull request what it needs.", p)
		if before := lastSignalUntil(signals, end); before != nil && Stage(before.signal.Stage) != ApprovedPull && Stage(before.signal.Stage) != AskedPull {
			t.apply(*before, p)
		}
	} else {
		merged := "the commit that Microsoft merged"
		if pull.MergeCommit != "" {
			merged += ", " + text.ShortSHA(pull.MergeCommit)
		}
		t.set(MergedPull, "yours", "", "Submit "+merged+".", p)
	}
	after := slices.DeleteFunc(slices.Clone(signals), func(v datedSignal) bool { return !v.at.After(end) || Stage(v.signal.Stage) == ApprovedPull })
	rest := afterMerge(pull, end, t.independent, after)
	if whose, since := rest.Waiting(); len(after) > 0 || since.After(end) {
		t.setStage(rest, p, whose, since, after)
	}
}

// endOf returns when a pull request was merged or closed.
func endOf(pull origin.Pull) time.Time {
	if pull.EndedAt.IsZero() {
		return pull.Updated
	}
	return pull.EndedAt
}

func lastSignalUntil(signals []datedSignal, t time.Time) *datedSignal {
	for _, v := range slices.Backward(signals) {
		if !v.at.After(t) {
			return &v
		}
	}
	return nil
}

// afterMerge returns the discussion after the merge as a pull request of its
// own. For a verified publisher only signals count there: anything else is
// about what was merged.
func afterMerge(pull origin.Pull, end time.Time, independent bool, signals []datedSignal) origin.Pull {
	rest := pull
	rest.Merged, rest.Closed, rest.Draft = false, false, false
	rest.Checks, rest.Conflicts, rest.Head = nil, origin.Answer{}, ""
	rest.Opened, rest.Pushed = end, time.Time{}
	rest.Asked.Reviews.Known, rest.Asked.Comments.Known = true, true // Standing.Unseen says what was not read
	rest.Said = slices.DeleteFunc(withoutSettled(pull.Said, signals), func(s origin.Statement) bool {
		return !s.At.After(end) || s.Microsoft && !independent && signalAt(signals, s.At) == nil
	})
	return rest
}

// setStage derives the stage from whose turn it is. A signal later than the
// statement behind the turn is one that only the portal's data knows, so that
// it wins.
func (t *turn) setStage(pull origin.Pull, p portal.Portal, whose string, since time.Time, signals []datedSignal) {
	t.since, t.stated = since, false
	cause := causeOf(pull, since)
	switch whose {
	case "Microsoft":
		t.byMicrosoft(pull, p, cause, signals)
	case "you":
		t.byPublisher(pull, p, cause, signals)
	default:
		t.set(OpenPull, "", "", "Whose turn it is was not seen: what was said on it could not be read.", p)
		return
	}
	blocked := whose == "you" && cause == nil
	if n := len(signals); n > 0 && !blocked && signals[n-1].at.After(since) {
		t.apply(signals[n-1], p)
		if whose == "you" && t.whose == "yours" {
			t.since = since // it was the publisher's turn before
		}
	}
}

// causeOf returns the statement that began a turn, nil when none did. Of several
// made at the same time the weightiest counts: a request for changes, then an
// approval.
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

func (t *turn) byMicrosoft(pull origin.Pull, p portal.Portal, cause *origin.Statement, signals []datedSignal) {
	switch v := signalAt(signals, t.since); {
	case v != nil && v.signal.Whose != "yours":
		t.apply(*v, p)
	case cause != nil && cause.Microsoft && cause.Verdict == origin.Approves:
		t.stated = true
		t.set(ApprovedPull, "Microsoft", "", "Microsoft merges it.", p)
	case cause != nil && cause.Microsoft:
		t.set(OpenPull, "Microsoft", againWindow, "Microsoft wrote that it goes on.", p)
	case cause != nil:
		t.set(AnsweredPull, "Microsoft", againWindow, "Microsoft reads the answer.", p)
	case t.since.Equal(pull.Opened):
		t.set(OpenPull, "Microsoft", pullWindow, "Microsoft reads the pull request.", p)
	default:
		t.set(OpenPull, "Microsoft", againWindow, "Microsoft reads the changes.", p)
	}
}

func (t *turn) byPublisher(pull origin.Pull, p portal.Portal, cause *origin.Statement, signals []datedSignal) {
	switch v := signalAt(signals, t.since); {
	case v != nil && v.signal.Whose == "yours":
		t.apply(*v, p)
	case cause != nil && cause.Verdict == origin.RequestsChange:
		t.stated = true
		t.set(AskedPull, "yours", "", "Make the changes in that same pull request and push them.", p)
	case cause != nil:
		t.stated = true
		t.set(RemarkedPull, "yours", "", "Read what Microsoft wrote, then answer on the pull request or push what it asks for.", p)
	case pull.Draft:
		t.set(DraftPull, "yours", "", "Mark it as ready for review on GitHub: Microsoft reads no draft.", p)
	default:
		t.set(OpenPull, "yours", "", blocker(pull), p)
	}
}

// blocker says what keeps Microsoft from merging.
func blocker(pull origin.Pull) string {
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

func signalAt(signals []datedSignal, t time.Time) *datedSignal {
	i := slices.IndexFunc(signals, func(v datedSignal) bool { return v.at.Equal(t) })
	if i < 0 {
		return nil
	}
	return &signals[i]
}

// apply makes a signal the turn.
func (t *turn) apply(v datedSignal, p portal.Portal) {
	t.since, t.stated = v.at, true
	t.set(Stage(v.signal.Stage), v.signal.Whose, v.signal.Window, v.signal.Next, p)
}

func (t *turn) set(stage Stage, whose, window, next string, p portal.Portal) {
	t.stage, t.whose, t.next = stage, whose, next
	t.window, _ = p.Window(window)
}

// applyLabel applies the signal of a label. Labels have no date, so that one
// counts only while nothing dated has followed the opening; "deployed" always
// counts.
func (t *turn) applyLabel(pull origin.Pull, p portal.Portal) {
	s, ok := p.Labelled(pull.Labels)
	if !ok {
		return
	}
	first := t.stage == OpenPull && t.whose == "Microsoft" && t.since.Equal(pull.Opened)
	if first || Stage(s.Stage) == Deployed && t.stage != Deployed {
		t.stated = true
		t.set(Stage(s.Stage), s.Whose, s.Window, s.Next, p)
	}
}
