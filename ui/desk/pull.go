package desk

import (
	"fmt"
	"strings"
	"time"

	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/session"
	"github.com/certwiz/certwiz/submission/source"
	"github.com/certwiz/certwiz/submission/standing"
	"github.com/certwiz/certwiz/submission/store"
	"github.com/certwiz/certwiz/ui/theme"
)

// PullNumber is the pull request that a submission is about, 0 when none is
// known: the one that was opened for the newest version (S91), else the one
// that the draft names, else the one that GitHub was asked about.
func PullNumber(s store.Summary, p portal.Portal, host source.Host) int {
	version := 0
	if s.Draft != nil {
		version = s.Draft.Version
	}
	for i := len(s.Ledger) - 1; i >= 0; i-- {
		e := s.Ledger[i]
		if n := numberIn(e.Text, host); e.Kind == submission.PullRequest && n > 0 && e.Version >= version {
			return n
		}
	}
	if s.Draft != nil {
		values := submission.Values{Portal: p, Draft: *s.Draft}
		if n := numberIn(values.Answer(session.PullRole(values)), host); n > 0 {
			return n
		}
	}
	if s.Pull != nil {
		return s.Pull.Number
	}
	return 0
}

// numberIn is the number of the pull request to Microsoft's repository that a
// text names, 0 for none.
func numberIn(text string, host source.Host) int {
	if strings.TrimSpace(text) == "" {
		return 0
	}
	t, err := host.ParseTyped(text)
	if err != nil || t.Foreign() {
		return 0
	}
	return t.PR
}

// pull fills in what is known of the row's pull request.
func (r *Row) pull(s store.Summary, p portal.Portal, host source.Host) {
	r.Number = PullNumber(s, p, host)
	if s.Pull != nil && s.Pull.Number == r.Number {
		r.Pull = s.Pull
	}
	switch {
	case r.Pull != nil && strings.HasPrefix(r.Pull.URL, "https://"):
		r.Link = r.Pull.URL
	case r.Number > 0:
		r.Link = host.PullURL(fmt.Sprint(r.Number))
	}
	if r.Example { // its number belongs to somebody else's pull request
		r.Number, r.Pull, r.Link = 0, nil, ""
	}
}

// seen says when GitHub was asked last, for a row that has a pull request.
func (r *Row) seen(now time.Time) {
	if r.Number == 0 {
		return
	}
	r.Seen = r.Standing.AsSeen(now)
	r.Stale = r.Standing.Seen.IsZero() || standing.Days(r.Standing.Seen, now) != 0
}

// Asks reports whether GitHub has anything to say about the submission.
func (r Row) Asks() bool {
	return r.Number > 0 && r.Standing.Stage != standing.IsCertified && r.Standing.Stage != standing.Deployed
}

// pullState is how a pull request stands by itself: "merged 9 May".
func (r Row) pullState() string {
	p := r.Pull
	if p == nil || !p.Asked.Pull.Known {
		return ""
	}
	state := string(p.State())
	if p.Merged || p.Closed {
		if at := p.EndedAt; !at.IsZero() {
			state += " " + at.In(r.at.Location()).Format("2 Jan")
		}
	}
	return state
}

// pullLines are the lines about a pull request: how it stands and when that
// was seen, what was not seen, and where it is. Width is that of a line's text.
func (r Row) pullLines(width int, add func(label, text string), mark func(m theme.Mark, text string)) {
	if r.Number == 0 {
		return
	}
	parts := []string{fmt.Sprintf("PR %d", r.Number)}
	if state := r.pullState(); state != "" {
		parts[0] += " " + state
	}
	add("pull", strings.Join(append(parts, r.Seen), ", "))
	if r.Standing.NotRead != "" {
		mark(theme.Unchecked, r.Standing.NotRead)
	}
	link := r.Link
	if theme.Width(link) > width { // GitHub's short form stays in one piece
		link = fmt.Sprintf("%s/%s#%d", source.Owner, source.Repository, r.Number)
	}
	add("", link)
}

// shortPull is the state of a row that a pull request decides, in at most 17
// columns with a number of four digits.
func shortPull(s standing.Stage) string {
	switch s {
	case standing.DraftPull:
		return "draft"
	case standing.OpenPull:
		return "open"
	case standing.RemarkedPull:
		return "comment"
	case standing.AskedPull:
		return "changes"
	case standing.AnsweredPull:
		return "answered"
	case standing.ApprovedPull:
		return "approved"
	case standing.MergedPull, standing.TakenPull:
		return "merged"
	case standing.ClosedPull:
		return "closed"
	case standing.Certifying:
		return "testing"
	case standing.PublisherDiffers:
		return "mismatch"
	case standing.FailedValidation:
		return "failed"
	case standing.BeingDeployed:
		return "deploying"
	default:
		return string(s)
	}
}

// longPull is the same in at most 26 columns.
func longPull(s standing.Stage) string {
	switch s {
	case standing.RemarkedPull:
		return "Microsoft wrote"
	case standing.AskedPull:
		return "changes requested"
	case standing.Certifying:
		return "in certification"
	case standing.PublisherDiffers:
		return "publisher differs"
	case standing.FailedValidation:
		return "validation failed"
	case standing.BeingDeployed:
		return "being deployed"
	default:
		return shortPull(s)
	}
}
