package standing

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/certwiz/certwiz/checks/origin"
	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/portal"
)

// The stages that a pull request shows; portal.Signal names some of them.
const (
	DraftPull        Stage = "draft pull request"
	OpenPull         Stage = "pull request open"
	RemarkedPull     Stage = "Microsoft wrote on the pull request"
	AskedPull        Stage = "changes requested on the pull request"
	AnsweredPull     Stage = "answered on the pull request"
	ApprovedPull     Stage = "approved on the pull request"
	MergedPull       Stage = "merged, to be submitted" // of a verified publisher (S15)
	TakenPull        Stage = "merged, to be deployed"  // of an independent publisher (S02)
	ClosedPull       Stage = "pull request closed"
	Certifying       Stage = "certification begun"
	PublisherDiffers Stage = "publisher mismatch"
	FailedValidation Stage = "certification failed on validation"
	BeingDeployed    Stage = "approved, being deployed"
	Deployed         Stage = "deployed"
)

// OnPull reports whether a stage was read from a pull request.
func (s Stage) OnPull() bool {
	switch s {
	case "", Drafting, HandedOver, InReview, Requested, RefusedBy, ApprovedBy, IsCertified:
		return false
	default:
		return true
	}
}

// Of merges the ledger with what GitHub said about the pull request, which may
// be nil: the later of the two counts. A certified connector stays certified,
// and a pull request that is merely open is no answer to a review in the portal.
// now only counts days.
func Of(l submission.Ledger, pull *origin.Pull, p portal.Portal, now time.Time) Standing {
	s := FromLedger(l, p, now)
	if pull == nil {
		s.Reminder = chaser(s, nil)
		return s
	}
	s.Seen, s.NotRead = pull.Asked.Pull.At, unanswered(*pull)
	if !pull.Asked.Pull.Known {
		s.Reminder = chaser(s, nil)
		return s
	}
	marked := markMicrosoft(*pull, p)
	s.Word = lastWord(marked, p)
	if t := follow(marked, p, isIndependent(l, marked)); t.supersedes(s, marked) {
		s = t.applyTo(s, now)
	}
	s.Reminder = chaser(s, pull)
	return s
}

// isIndependent reports whether this is an independent publisher's submission,
// which ends with its pull request and never reaches the portal (S02).
func isIndependent(l submission.Ledger, p origin.Pull) bool {
	const folder = "independent-publisher-connectors/"
	return strings.Contains(strings.ToLower(p.Title), "(independent publisher)") ||
		slices.Contains(p.Labels, "independent-publisher-connector") ||
		slices.ContainsFunc(p.Files, func(f string) bool { return strings.HasPrefix(f, folder) }) ||
		slices.ContainsFunc(l, func(e submission.Event) bool {
			return e.Kind == submission.Confirmed && strings.HasPrefix(e.Text, pullWindow)
		})
}

// supersedes reports whether the turn replaces what the ledger says.
func (t turn) supersedes(s Standing, pull origin.Pull) bool {
	later := t.since.After(s.Since) || t.since.IsZero() && pull.Opened.After(s.Since)
	switch s.Stage {
	case Drafting:
		return true // a draft is begun at any time, and moves nothing at Microsoft
	case IsCertified:
		return false
	case InReview:
		if strings.HasPrefix(s.Window.ID, pullWindow) {
			// The person confirmed only that the pull request is open; GitHub knows more.
			return later || !t.ended && (t.stage == OpenPull || t.stage == DraftPull)
		}
		return later && t.stated
	case HandedOver:
		return later && (t.stated || t.independent)
	case ApprovedBy:
		return later && t.stated
	default:
		return later
	}
}

// applyTo returns the ledger's standing with the turn in its place.
func (t turn) applyTo(s Standing, now time.Time) Standing {
	recorded := s
	recorded.Word, recorded.Seen, recorded.NotRead = Word{}, time.Time{}, ""
	s.Recorded = &recorded
	s.Stage, s.Since, s.Whose, s.Said, s.Next = t.stage, t.since, t.whose, s.Word.Text, t.next
	s.Window, s.Due, s.Overdue, s.Day = t.window, time.Time{}, false, 0
	if !s.Since.IsZero() {
		s.Since = s.Since.In(now.Location())
	}
	if s.Window.Days > 0 && !s.Since.IsZero() {
		s.Due = s.Since.AddDate(0, 0, s.Window.Days)
		what := "an answer"
		if !strings.HasPrefix(s.Window.ID, pullWindow) {
			what = "that it is done"
		}
		s.Next = strings.TrimSpace(fmt.Sprintf("%s It states %s by %s.", s.Next, what, s.Due.Format("2 Jan")))
	}
	s.count(now)
	return s
}

// unanswered says which questions about a pull request GitHub did not answer,
// and why; "" when the standing rests on complete answers.
func unanswered(p origin.Pull) string {
	if !p.Asked.Pull.Known {
		return reason("the pull request was", p.Asked.Pull.Why)
	}
	var why []string
	if p.Asked.Pull.Why != "" { // the answer is an earlier one
		why = append(why, "GitHub did not answer the last time: "+p.Asked.Pull.Why)
	}
	why = append(why, missing("its reviews were", p.Asked.Reviews)...)
	return strings.Join(append(why, missing("its comments were", p.Asked.Comments)...), "; ")
}

// missing says why the answer to one question is not known or not current.
func missing(what string, a origin.Answer) []string {
	switch {
	case !a.Known:
		return []string{reason(what, a.Why)}
	case a.Why != "":
		return []string{what + " not read the last time: " + a.Why}
	}
	return nil
}

func reason(what, why string) string {
	if why == "" {
		return what + " not asked for yet"
	}
	return what + " not read: " + why
}

// AsSeen says how old GitHub's answer is: "as seen on GitHub today at 10:42".
func (s Standing) AsSeen(now time.Time) string {
	if s.Seen.IsZero() {
		return "GitHub was not asked yet"
	}
	at := s.Seen.In(now.Location())
	switch Days(at, now) {
	case 0:
		return "as seen on GitHub today at " + at.Format("15:04")
	case 1:
		return "as seen on GitHub yesterday at " + at.Format("15:04") + ", not asked since"
	}
	day := at.Format("2 Jan")
	if at.Year() != now.Year() {
		day = at.Format("2 Jan 2006")
	}
	return "as seen on GitHub on " + day + " at " + at.Format("15:04") + ", not asked since"
}

// chaser drafts a polite reminder to Microsoft, "" while nothing is overdue.
func chaser(s Standing, p *origin.Pull) string {
	if !s.Overdue || s.Whose != "Microsoft" {
		return ""
	}
	var b strings.Builder
	since := s.Since.Format("2 January 2006")
	switch {
	case !s.Stage.OnPull() && p != nil:
		fmt.Fprintf(&b, "Hello, version %d of our connector was submitted for certification on %s; its pull request is %s.", s.Version, since, p.URL)
	case !s.Stage.OnPull():
		fmt.Fprintf(&b, "Hello, version %d of our connector was submitted for certification on %s.", s.Version, since)
	case s.Stage == BeingDeployed:
		fmt.Fprintf(&b, "Hello, this is about %s (%s). Its certification was approved on %s.", numberAndTitle(*p), p.URL, since)
	default:
		if s.Since.Equal(p.Opened) {
			since = "then"
		}
		fmt.Fprintf(&b, "Hello, this is about %s (%s), opened on %s. It has been waiting for an answer since %s.",
			numberAndTitle(*p), p.URL, p.Opened.In(s.Since.Location()).Format("2 January 2006"), since)
	}
	fmt.Fprintf(&b, " %s Today is day %d. Is there anything that you need from us? Thank you for a short word on where it stands.", s.Window.Text, s.Day)
	return b.String()
}

// numberAndTitle names a pull request; the title loses its control characters.
func numberAndTitle(p origin.Pull) string {
	title := strings.Join(strings.FieldsFunc(p.Title, func(r rune) bool { return r < ' ' || r == 0x7f }), " ")
	return fmt.Sprintf("pull request %d, %q", p.Number, title)
}
