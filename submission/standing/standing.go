// Package standing says where a submission stands and whose turn it is: by its
// ledger, and by what GitHub said about its pull request. It is pure: it reads no clock and asks nobody.
package standing

import (
	"fmt"
	"strings"
	"time"

	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/portal"
)

// Stage is where a submission stands.
type Stage string

// The stages. None claims more than the person or the ledger has seen.
const (
	Drafting    Stage = "draft"
	HandedOver  Stage = "handed over, not confirmed"
	InReview    Stage = "in review"
	Requested   Stage = "changes requested"
	RefusedBy   Stage = "refused by the portal"
	ApprovedBy  Stage = "approved"
	IsCertified Stage = "certified"
	InPreview   Stage = "preview"
	GoingLive   Stage = "going live"
	Missed      Stage = "preview missed"
	IsAvailable Stage = "available"
)

// Standing is where a submission stands and whose turn it is.
type Standing struct {
	Stage   Stage
	Version int
	Since   time.Time
	Whose   string // "yours", "Microsoft", "" when nobody's
	Window  portal.Window
	Due     time.Time // end of the stated window, zero without one
	Day     int       // day of waiting, from 1; 0 without a window
	Overdue bool
	Said    string // what Microsoft or the portal said
	Next    string // what comes next, one sentence
	By      string // who submitted
	Locked  bool   // an update was submitted: a second one resets it again (S100)
	// SameOffer says that a certified connector is updated like any other.
	SameOffer bool

	// What GitHub adds, see Of.
	Recorded *Standing // by the ledger alone, where the pull request says more; else nil
	Word     Word      // the last that Microsoft said on the pull request
	Seen     time.Time // when GitHub was last asked about it, zero for never
	NotRead  string    // what GitHub did not answer, and why
	Reminder string    // a polite reminder to send where Microsoft is overdue, else ""
}

// ByLedger returns the standing by the ledger alone, on which it depends what a
// person may do with certwiz next: begin an update, or record an answer.
func (s Standing) ByLedger() Standing {
	if s.Recorded != nil {
		return *s.Recorded
	}
	return s
}

// FromLedger derives the standing from the ledger alone. now only counts days.
func FromLedger(l submission.Ledger, p portal.Portal, now time.Time) Standing {
	s := Standing{Stage: Drafting, Version: 1, Whose: "yours", Next: "Go on with the draft.", SameOffer: p.SameOffer}
	updated := false
	for _, e := range l {
		if e.Version > 0 {
			s.Version = e.Version
		}
		switch e.Kind {
		case submission.Started, submission.UpdateBegun:
			if e.Kind == submission.UpdateBegun {
				updated = true
				continue // the review goes on until the update is handed over
			}
			s.Since = e.At
		case submission.Frozen:
			s.begin(HandedOver, e, "yours", "Paste the answers into the portal, then say whether it confirmed.")
		case submission.Confirmed:
			s.begin(InReview, e, "Microsoft", "")
			s.By = e.By
			s.open(p, e.Text, updated)
			s.Locked, updated = updated, false
		case submission.Refused:
			s.begin(RefusedBy, e, "yours", "Mend what the portal said, then hand over again. Trouble with submitting goes to your Microsoft contact.")
		case submission.Withdrawn:
			s.begin(Drafting, e, "yours", "Go on with the draft.")
		case submission.ChangesRequested:
			s.begin(Requested, e, "yours", "Update the submission according to the feedback.")
			s.Locked = false
		case submission.Approved:
			s.begin(ApprovedBy, e, "yours", "Test your connector in certification.")
			s.Locked = false
		case submission.Certified:
			s.begin(IsCertified, e, "", certifiedNext(p))
			s.Locked = false
		case submission.Unlocked, submission.WentLive, submission.PreviewMissed, submission.Available:
			s.Locked = false
		}
		s.take(p, e)
	}
	s.count(now)
	return s
}

// take sets what the portal says an event means.
func (s *Standing) take(p portal.Portal, e submission.Event) {
	for _, t := range p.Turns {
		if t.Event != string(e.Kind) {
			continue
		}
		s.begin(Stage(t.Stage), e, t.Whose, t.Next)
		if w, ok := p.Window(t.Window); ok {
			s.Window, s.Due = w, w.End(s.Since)
			s.Next = fmt.Sprintf("%s By %s.", s.Next, s.Due.Format("Mon 2 Jan"))
		}
	}
}

// certifiedNext says where a certified connector is updated.
func certifiedNext(p portal.Portal) string {
	l, _ := p.Link("certified")
	return strings.TrimSpace("Later changes follow \"Update your certified connector\": " + l.URL)
}

func (s *Standing) begin(stage Stage, e submission.Event, whose, next string) {
	s.Stage, s.Since, s.Whose, s.Said, s.Next = stage, e.At, whose, e.Text, next
	s.Window, s.Due = portal.Window{}, time.Time{}
}

// open starts the waiting time that the confirmation names. Older ledgers name
// none and mean the review's.
func (s *Standing) open(p portal.Portal, id string, updated bool) {
	w, ok := p.Window(id)
	if !ok && updated {
		w, ok = p.Window("review again")
	}
	if !ok {
		w, ok = p.Window("review")
	}
	if !ok {
		return
	}
	s.Said = ""
	s.Window = w
	s.Due = w.End(s.Since)
	s.Next = fmt.Sprintf("Microsoft states an answer by %s.", s.Due.Format("2 Jan"))
	if strings.HasPrefix(w.ID, "review") {
		s.Next += " Then test your connector."
	}
}

func (s *Standing) count(now time.Time) {
	if s.Since.IsZero() {
		return
	}
	s.Day = max(Days(s.Since, now)+1, 1) // Since lies ahead when the other clock is fast
	if s.Window.Business {
		s.Overdue = now.After(s.Due) // to the hour: the person must act before
		return
	}
	if !s.Due.IsZero() {
		s.Overdue = now.After(s.Due.AddDate(0, 0, 1))
	}
}

// Line says where it stands, whose turn it is and since when, with dates in the
// given layout: "in review: Microsoft's turn since 3 Nov, day 9 of 14".
func (s Standing) Line(layout string) string {
	line := string(s.Stage)
	switch s.Whose {
	case "Microsoft":
		line += ": Microsoft's turn"
	case "yours":
		line += ": your turn"
	}
	if !s.Since.IsZero() {
		line += " since " + s.Since.Format(layout)
	}
	if s.Window.Business {
		return line + ", until " + s.Due.Format("Mon 2 Jan")
	}
	if s.Window.Days > 0 {
		line += fmt.Sprintf(", day %d of %d", s.Day, s.Window.Days)
	}
	return line
}

// Waiting says in words how long Microsoft has had the submission:
// "day 9 of the 14 that Microsoft states".
func (s Standing) Waiting() string {
	if s.Whose != "Microsoft" || s.Window.Days == 0 {
		return ""
	}
	return fmt.Sprintf("day %d of the %d that Microsoft states", s.Day, s.Window.Days)
}

// Lost says what an update would cost now, as the end of a sentence.
func (s Standing) Lost() string {
	s = s.ByLedger()
	if s.Stage == InReview && s.Day > 1 {
		return fmt.Sprintf("the %d days since %s are lost.", s.Day-1, s.Since.Format("2 Jan"))
	}
	return "the days of waiting so far are lost."
}

// Days is the number of days between two times, by the calendar of the second.
func Days(from, to time.Time) int {
	from = from.In(to.Location())
	a := time.Date(from.Year(), from.Month(), from.Day(), 0, 0, 0, 0, time.UTC)
	b := time.Date(to.Year(), to.Month(), to.Day(), 0, 0, 0, 0, time.UTC)
	return int(b.Sub(a).Hours() / 24)
}

// MayUpdate returns why no update may be begun, nil when one may.
func MayUpdate(s Standing) error {
	s = s.ByLedger()
	switch {
	case s.SameOffer && (s.Stage == IsCertified || s.Stage == IsAvailable || s.Stage == Requested || s.Stage == Missed):
		return nil
	case s.SameOffer && s.Stage == InReview, s.SameOffer && s.Stage == InPreview:
		return fmt.Errorf("version %d is in certification: record how it ended first", s.Version)
	case s.Stage == IsCertified:
		return fmt.Errorf("version %d is certified: a certified connector is updated by \"Update your certified connector\", with Submit a new version (S101)", s.Version)
	case s.Stage == Drafting:
		return fmt.Errorf("nothing was submitted yet: go on with the draft instead")
	case s.Stage == HandedOver:
		return fmt.Errorf("version %d was handed over and not confirmed: say first whether the portal showed its confirmation", s.Version)
	case s.Stage == RefusedBy:
		return fmt.Errorf("the portal refused version %d: mend it and hand over again, that is no update", s.Version)
	case s.Locked:
		return fmt.Errorf("version %d was submitted as an update on %s: selecting Submit an update again would reset the progress once more (S100). "+
			"Record Microsoft's answer first, or insist by typing the connector's name", s.Version, s.Since.Format("2 Jan 2006"))
	}
	return nil
}

// Expiring returns how many days are left until the draft's secret expires; ok
// is false when that is later than within days from now, or not known.
func Expiring(p portal.Portal, d submission.Draft, within int, now time.Time) (days int, ok bool) {
	end, err := time.ParseInLocation("2006-01-02", d.Value(p.IDOf(portal.RoleSecretExpiry)), now.Location())
	if err != nil {
		return 0, false
	}
	days = Days(now, end)
	return days, days <= within
}

// LinkEnd is the day on which the link to the package ends, while Microsoft may
// still have to open it.
func LinkEnd(p portal.Portal, d submission.Draft, s Standing, now time.Time) (time.Time, bool) {
	switch s.ByLedger().Stage {
	case GoingLive, IsCertified, IsAvailable:
		return time.Time{}, false
	}
	end, err := time.ParseInLocation(time.DateOnly, d.Value(p.IDOf(portal.RoleLinkExpiry)), now.Location())
	return end, err == nil
}
