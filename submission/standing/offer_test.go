package standing_test

import (
	"testing"
	"time"

	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/standing"
)

// TestOffer: each state V5 to V9 says whose turn it is and until when. Thursday
// 3 December 2026 is the day of the first event.
func TestOffer(t *testing.T) {
	thursday := time.Date(2026, 12, 3, 10, 0, 0, 0, time.UTC)
	p := portal.PartnerCenter()
	confirmed := submission.Event{Kind: submission.Confirmed, At: thursday, Version: 1, Text: "certification"}
	tests := []struct {
		name   string
		then   submission.EventKind
		line   string // on the day itself
		update bool   // another version may be begun
	}{
		{"V5 in certification", "", "in review: Microsoft's turn since 3 Dec, day 1 of 2", false},
		{"V5f failed", submission.ChangesRequested, "changes requested: your turn since 3 Dec", true},
		{"V6 preview, over the weekend", submission.Approved, "preview: your turn since 3 Dec, until Mon 7 Dec", false},
		{"V6x missed", submission.PreviewMissed, "preview missed: your turn since 3 Dec", true},
		{"V7 going live", submission.WentLive, "going live: Microsoft's turn since 3 Dec, day 1 of 42", true},
		{"V8 live", submission.Certified, "certified since 3 Dec", true},
		{"V9 available", submission.Available, "available since 3 Dec", true},
	}
	for _, tt := range tests {
		l := submission.Ledger{{Kind: submission.Frozen, At: thursday, Version: 1}, confirmed}
		if tt.then != "" {
			l = append(l, submission.Event{Kind: tt.then, At: thursday, Version: 1})
		}
		s := standing.FromLedger(l, p, thursday)
		if got := s.Line("2 Jan"); got != tt.line {
			t.Errorf("%s: %q", tt.name, got)
		}
		if err := standing.MayUpdate(s); (err == nil) != tt.update {
			t.Errorf("%s: an update: %v", tt.name, err)
		}
		if s.Next == "" {
			t.Errorf("%s: nothing is said to come next", tt.name)
		}
	}
	l := submission.Ledger{confirmed, {Kind: submission.Approved, At: thursday, Version: 1}}
	for day, overdue := range map[int]bool{4: false, 6: false, 7: true} {
		at := time.Date(2026, 12, day, 11, 0, 0, 0, time.UTC)
		if s := standing.FromLedger(l, p, at); s.Overdue != overdue {
			t.Errorf("on %s overdue is %v", at.Format("Mon 2 Jan"), s.Overdue)
		}
	}
}

// TestLinkEnd: the link matters until Microsoft has the package.
func TestLinkEnd(t *testing.T) {
	p := portal.PartnerCenter()
	d := submission.Draft{Answers: map[string]submission.Answer{"package.linkEnds": {Value: "2027-02-01"}}}
	now := time.Date(2026, 12, 3, 10, 0, 0, 0, time.UTC)
	for stage, want := range map[standing.Stage]bool{standing.Drafting: true, standing.InReview: true, standing.InPreview: true, standing.GoingLive: false, standing.IsCertified: false} {
		end, ok := standing.LinkEnd(p, d, standing.Standing{Stage: stage}, now)
		if ok != want || ok && end.Format(time.DateOnly) != "2027-02-01" {
			t.Errorf("%s: %v, %v", stage, end, ok)
		}
	}
	if _, ok := standing.LinkEnd(portal.ISVStudio(), d, standing.Standing{}, now); ok {
		t.Error("ISV Studio has no link")
	}
}
