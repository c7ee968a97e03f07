package standing_test

import (
	"testing"
	"time"

	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/standing"
)

func TestStanding(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, 11, n, 10, 0, 0, 0, time.UTC) }
	at := func(k submission.EventKind, n, version int, text string) submission.Event {
		return submission.Event{Kind: k, At: day(n), Version: version, Text: text}
	}
	first := submission.Ledger{at(submission.Started, 1, 1, ""), at(submission.Frozen, 2, 1, "")}
	reviewed := append(first[:2:2], at(submission.Confirmed, 3, 1, "review"))
	asked := append(reviewed[:3:3], at(submission.ChangesRequested, 12, 1, "icon background"))
	updated := append(asked[:4:4], at(submission.UpdateBegun, 13, 1, ""), at(submission.Frozen, 14, 2, ""), at(submission.Confirmed, 14, 2, "review again"))
	for _, tt := range []struct {
		name    string
		ledger  submission.Ledger
		now     time.Time
		stage   standing.Stage
		whose   string
		waiting string
		overdue bool
		update  bool
	}{
		{"begun", first[:1], day(2), standing.Drafting, "yours", "", false, false},
		{"frozen", first, day(2), standing.HandedOver, "yours", "", false, false},
		{"day 9", reviewed, day(11), standing.InReview, "Microsoft", "day 9 of the 14 that Microsoft states", false, true},
		{"overdue", reviewed, day(19), standing.InReview, "Microsoft", "day 17 of the 14 that Microsoft states", true, true},
		{"changes requested", asked, day(13), standing.Requested, "yours", "", false, true},
		{"updated: a second update is locked (S100)", updated, day(15), standing.InReview, "Microsoft", "day 2 of the 14 that Microsoft states", false, false},
		{"answered again", append(updated[:7:7], at(submission.ChangesRequested, 20, 2, "more")), day(21), standing.Requested, "yours", "", false, true},
		{"certified (S101)", append(updated[:7:7], at(submission.Certified, 25, 2, "")), day(26), standing.IsCertified, "", "", false, false},
		{"refused", append(first[:2:2], at(submission.Refused, 3, 1, "HTTP 500")), day(4), standing.RefusedBy, "yours", "", false, false},
		{"withdrawn", append(first[:2:2], at(submission.Withdrawn, 3, 1, "")), day(4), standing.Drafting, "yours", "", false, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := standing.FromLedger(tt.ledger, portal.ISVStudio(), tt.now)
			if s.Stage != tt.stage || s.Whose != tt.whose || s.Waiting() != tt.waiting || s.Overdue != tt.overdue {
				t.Errorf("got %+v, waiting %q", s, s.Waiting())
			}
			if err := standing.MayUpdate(s); (err == nil) != tt.update {
				t.Errorf("may update: %v", err)
			}
		})
	}
}
