// Package desk lists the submissions: where each one stands, whose turn it is,
// since when, and when the time ends that Microsoft states. Rows are made
// purely from what the store holds and the clock; a table, JSON, a calendar
// and the screen are drawn from them.
package desk

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/certwiz/certwiz/checks/form"
	"github.com/certwiz/certwiz/checks/origin"
	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/session"
	"github.com/certwiz/certwiz/submission/source"
	"github.com/certwiz/certwiz/submission/standing"
	"github.com/certwiz/certwiz/submission/store"
)

// warnWithin is how many days before its end a secret is warned of (S55, S57).
const warnWithin = 60

// Row is one submission as the desk shows it.
type Row struct {
	Slug      string
	Connector string // its title, the slug where no draft can be read; not yet safe to show
	Standing  standing.Standing
	Preparing int       // version of an update that is being prepared, 0 for none
	Expires   time.Time // when the OAuth client secret ends, zero when not known
	Days      int       // days until then
	Expiring  bool      // that is within 60 days, or over
	Update    error     // why no update may be begun, nil when one may
	Example   bool      // the built-in example
	Problems  []string  // what could not be read of it

	Number int          // of the pull request, 0 when none is known
	Pull   *origin.Pull // what GitHub said about it, nil for nothing
	Link   string       // its page
	Seen   string       // when GitHub was asked last, in words; "" without a pull request
	Stale  bool         // that was not today

	at      time.Time       // now
	replies []session.Reply // what may be recorded
	linkEnd time.Time       // when the SAS link ends, zero when that is no matter any more
}

// Rows makes the desk's rows: overdue ones first, then those that wait for the
// person, then the others by their date, the earliest first. Certified ones
// come last. Each is read by its own draft's portal.
func Rows(all []store.Summary, portals portal.List, host source.Host, now time.Time) []Row {
	rows := make([]Row, 0, len(all))
	for _, s := range all {
		p, err := submission.PortalOf(s.Draft, portals)
		if err != nil {
			s.Errs = append(slices.Clone(s.Errs), err)
		}
		rows = append(rows, row(s, p, host, now))
	}
	slices.SortStableFunc(rows, func(a, b Row) int {
		return cmp.Or(cmp.Compare(a.rank(), b.rank()), a.date().Compare(b.date()),
			cmp.Compare(a.Connector, b.Connector), cmp.Compare(a.Slug, b.Slug))
	})
	return rows
}

func row(s store.Summary, p portal.Portal, host source.Host, now time.Time) Row {
	r := Row{Slug: s.Slug, Connector: s.Slug, Example: s.Draft != nil && s.Draft.Throwaway, at: now}
	r.pull(s, p, host)
	r.replies = session.Replies(p)
	r.Standing = standing.Of(s.Ledger, r.Pull, p, now)
	r.seen(now)
	for _, err := range s.Errs {
		r.Problems = append(r.Problems, err.Error())
	}
	r.Update = standing.MayUpdate(r.Standing)
	if s.Draft == nil {
		return r
	}
	d := *s.Draft
	if title := strings.TrimSpace(d.Title); title != "" {
		r.Connector = title
	}
	if d.Update && d.Version > r.Standing.Version {
		r.Preparing = d.Version
	}
	if r.Standing.ByLedger().Stage == standing.Drafting {
		r.Standing.Version = max(d.Version, 1)
	}
	if end, ok := standing.LinkEnd(p, d, r.Standing, now); ok {
		r.linkEnd = end
	}
	const ever = 1 << 30
	if days, ok := standing.Expiring(p, d, ever, now); ok {
		y, m, day := now.Date()
		r.Days, r.Expires = days, time.Date(y, m, day+days, 0, 0, 0, 0, now.Location())
		_, r.Expiring = standing.Expiring(p, d, warnWithin, now)
	}
	return r
}

// rank sorts by what is to be done.
func (r Row) rank() int {
	switch {
	case r.Standing.Overdue:
		return 0
	case r.Standing.Whose == "yours", r.unclear():
		return 1
	case r.Standing.Whose != "":
		return 2
	default:
		return 3
	}
}

// date is the day that counts: the end of the stated time, else the beginning
// of where it stands.
func (r Row) date() time.Time {
	if !r.Standing.Due.IsZero() {
		return r.Standing.Due
	}
	return r.Standing.Since
}

// urgent reports whether a row is marked.
func (r Row) urgent() bool {
	switch r.Standing.Stage {
	case standing.Requested, standing.RefusedBy, standing.AskedPull, standing.RemarkedPull, standing.FailedValidation,
		standing.PublisherDiffers, standing.ClosedPull:
		return true
	}
	return r.Standing.Overdue || r.Expiring || r.pressing() || len(r.Problems) > 0
}

// pressing tells of a time that runs against the person: the preview's days, and
// a link that may end before the package is reviewed.
func (r Row) pressing() bool {
	s := r.Standing
	return s.Whose == "yours" && !s.Due.IsZero() || !r.linkEnd.IsZero() && standing.Days(r.at, r.linkEnd) < form.LinkAtReview
}

// unclear reports whether nobody knows whose turn it is, because GitHub did not
// answer everything.
func (r Row) unclear() bool {
	return r.Standing.Whose == "" && r.Standing.Stage.OnPull() && r.Standing.NotRead != ""
}

// doubtful reports whether a row rests on an answer of GitHub's that is old or
// incomplete.
func (r Row) doubtful() bool {
	return r.Standing.Stage.OnPull() && r.Asks() && (r.Stale || r.Standing.NotRead != "")
}
