package standing_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/certwiz/certwiz/checks/origin"
	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/standing"
)

// may is a day of May, at ten o'clock.
func may(n int) time.Time { return time.Date(2026, 5, n, 10, 0, 0, 0, time.UTC) }

func answered(day int) origin.Answer {
	return origin.Answer{Known: true, By: "GitHub", At: may(day).Add(42 * time.Minute)}
}

// pull is a pull request that was opened on 1 May and read on 30 May.
func pull(change ...func(*origin.Pull)) *origin.Pull {
	a := answered(30)
	p := origin.Pull{
		Number: 4305, URL: "https://github.com/microsoft/PowerPlatformConnectors/pull/4305", Title: "Contoso Invoices", Author: "contoso-dev",
		Owner: "microsoft", Repo: "PowerPlatformConnectors", Base: "dev", Head: strings.Repeat("a", 40), HeadOwner: "contoso", HeadBranch: "invoices",
		Opened: may(1), Updated: may(29), Pushed: may(1).Add(-time.Hour),
		Asked: origin.Asked{Pull: a, Files: a, Checks: a, Reviews: a, Comments: a, Owners: a},
	}
	for _, c := range change {
		c(&p)
	}
	return &p
}

func pushed(day int) func(*origin.Pull) { return func(p *origin.Pull) { p.Pushed = may(day) } }

func titled(title string) func(*origin.Pull) { return func(p *origin.Pull) { p.Title = title } }

var byIndie = titled("Contoso Invoices (Independent Publisher)")

func labelled(l ...string) func(*origin.Pull) {
	return func(p *origin.Pull) { p.Labels = append(p.Labels, l...) }
}

func merged(day int) func(*origin.Pull) {
	return func(p *origin.Pull) {
		p.Merged, p.Closed, p.EndedAt, p.MergeCommit = true, true, may(day), "b418fa39"+strings.Repeat("0", 32)
	}
}

func closed(day int) func(*origin.Pull) {
	return func(p *origin.Pull) { p.Closed, p.EndedAt = true, may(day) }
}

// writes adds a comment; of Microsoft's people when by is "engineer".
func writes(by string, day int, text string) func(*origin.Pull) {
	return func(p *origin.Pull) {
		p.Said = append(p.Said, origin.Statement{ID: int64(len(p.Said) + 1), Author: by, Microsoft: by == "engineer", Text: text, At: may(day)})
	}
}

func reviews(by string, day int, v origin.Verdict, text string) func(*origin.Pull) {
	return func(p *origin.Pull) {
		writes(by, day, text)(p)
		p.Said[len(p.Said)-1].Verdict = v
	}
}

// What Microsoft was seen to write.
const (
	failedWords   = "Certification Validations Failed. Please fix below issues:\n\n* Solution package not found at root"
	changesWords  = "Hi, we **reviewed your submission** and\nidentified some changes. Error(s) are: title"
	mismatchWords = "Publisher Mismatch Detected"
	approvedWords = "Hello, your certification request has been approved. The deployment takes 3–4 weeks."
	deployedWords = "The deployment of your connector and documentation page was already completed, so I close this."
)

func TestStandOnAPullRequest(t *testing.T) {
	const us, them = "yours", "Microsoft"
	for _, tt := range []struct {
		name   string
		pull   *origin.Pull
		stage  standing.Stage
		whose  string
		since  int // day of May, 0 for nobody knows
		window int
	}{
		{"opened (S10)", pull(), standing.OpenPull, them, 1, 14},
		{"a draft", pull(func(p *origin.Pull) { p.Draft = true }), standing.DraftPull, us, 1, 0},
		{"pushed again (S12)", pull(pushed(5)), standing.OpenPull, them, 5, 14},
		{"an engineer asks for changes", pull(reviews("engineer", 6, origin.RequestsChange, "The icon must not be white.")), standing.AskedPull, us, 6, 0},
		{"a promise is no push (S11)", pull(reviews("engineer", 6, origin.RequestsChange, "icon"), writes("contoso-dev", 7, "will do")), standing.AskedPull, us, 6, 0},
		{"words to go on take no request away", pull(reviews("engineer", 6, origin.RequestsChange, "icon"), writes("engineer", 8, "We will review it.")), standing.AskedPull, us, 6, 0},
		{"certification begins in spite of a request", pull(reviews("engineer", 6, origin.RequestsChange, "icon"), writes("other", 8, "certify-connector"), func(p *origin.Pull) { p.Said[1].Microsoft = true }), standing.Certifying, them, 8, 0},
		{"changes pushed", pull(reviews("engineer", 6, origin.RequestsChange, "icon"), pushed(8)), standing.OpenPull, them, 8, 14},
		{"an engineer asks", pull(writes("engineer", 6, "Could you share screenshots of three flows?")), standing.RemarkedPull, us, 6, 0},
		{"the question is answered", pull(writes("engineer", 6, "Could you share screenshots?"), writes("contoso-dev", 7, "Here they are.")), standing.AnsweredPull, them, 7, 14},
		{"asking for news is no answer", pull(writes("contoso-dev", 20, "Any news?")), standing.OpenPull, them, 1, 14},
		{"approved", pull(reviews("engineer", 6, origin.Approves, "")), standing.ApprovedPull, them, 6, 0},
		{"approved in words", pull(writes("engineer", 6, "Swagger checks are taken care of in the Partner Center. Next steps: …")), standing.ApprovedPull, them, 6, 0},
		{"you can now submit", pull(writes("engineer", 6, "You can now submit your connector.")), standing.ApprovedPull, them, 6, 0},
		{"approved, and intro.md is told", pull(writes("engineer", 6, "This is approved. `intro.md` is required and **different from** `readme.md`.")), standing.ApprovedPull, them, 6, 0},
		{"merged (S15)", pull(merged(9)), standing.MergedPull, us, 9, 0},
		{"merged, then the engineer says the next steps", pull(merged(9), writes("engineer", 10, "Next step: could you submit it, please?")), standing.MergedPull, us, 9, 0},
		{"merged, then the steps of the approval", pull(merged(9), writes("engineer", 10, "You can now submit your connector.")), standing.MergedPull, us, 9, 0},
		{"merged, then approved for certification", pull(merged(9), writes("certificationteam", 12, approvedWords)), standing.BeingDeployed, them, 12, 28},
		{"merged, then refused", pull(merged(9), writes("certificationteam", 12, failedWords)), standing.FailedValidation, us, 12, 0},
		{"closed", pull(closed(9)), standing.ClosedPull, us, 9, 0},
		{"closed, then talked about", pull(closed(9), writes("engineer", 10, "Please open a new one.")), standing.ClosedPull, us, 9, 0},
		{"certification begins", pull(writes("engineer", 10, "certify-connector")), standing.Certifying, them, 10, 0},
		{"a sentence about certify-connector begins nothing", pull(writes("engineer", 10, "Once this is mended we comment certify-connector, could you look?")), standing.OpenPull, them, 10, 14},
		{"validation failed", pull(writes("engineer", 10, "certify-connector"), writes("certificationteam", 11, failedWords)), standing.FailedValidation, us, 11, 0},
		{"changes identified", pull(writes("certificationteam", 11, changesWords)), standing.AskedPull, us, 11, 0},
		{"publisher mismatch", pull(writes("certificationteam", 11, mismatchWords)), standing.PublisherDiffers, us, 11, 0},
		{"validation failed, pushed again", pull(writes("certificationteam", 11, failedWords), pushed(12)), standing.OpenPull, them, 12, 14},
		{"being deployed", pull(writes("certificationteam", 11, failedWords), pushed(12), writes("certificationteam", 13, approvedWords)), standing.BeingDeployed, them, 13, 28},
		{"being deployed, thanked for", pull(writes("certificationteam", 13, approvedWords), writes("contoso-dev", 14, "Thank you!"), writes("engineer", 15, "You are welcome.")), standing.BeingDeployed, them, 13, 28},
		{"deployed", pull(writes("certificationteam", 13, approvedWords), writes("engineer", 28, deployedWords)), standing.Deployed, "", 28, 0},
		{"an approval without a time", pull(writes("certificationteam", 13, "Your certification request has been approved.")), standing.BeingDeployed, them, 13, 0},
		{"an independent publisher's merge", pull(byIndie, merged(9)), standing.TakenPull, them, 9, 0},
		{"approved, then merged", pull(byIndie, writes("certificationteam", 8, approvedWords), merged(9)), standing.BeingDeployed, them, 8, 28},
		{"refused, then merged all the same", pull(byIndie, writes("certificationteam", 8, failedWords), merged(9)), standing.FailedValidation, us, 8, 0},
		{"an independent publisher is asked behind the merge", pull(byIndie, merged(9), writes("engineer", 12, "Please fill in the form that was sent to you.")), standing.RemarkedPull, us, 12, 0},
		{"and answers", pull(byIndie, merged(9), writes("engineer", 12, "Did you fill in the form?"), writes("contoso-dev", 13, "Yes.")), standing.AnsweredPull, them, 13, 14},
		{"an independent publisher's way ends", pull(byIndie, merged(9), writes("certificationteam", 12, approvedWords), writes("engineer", 28, deployedWords)), standing.Deployed, "", 28, 0},
		{"a folder of independent publishers", pull(merged(9), func(p *origin.Pull) {
			p.Files = []string{"independent-publisher-connectors/Contoso/apiProperties.json"}
		}), standing.TakenPull, them, 9, 0},
		{"a label of independent publishers", pull(merged(9), labelled("independent-publisher-connector")), standing.TakenPull, them, 9, 0},
		{"the label of a question", pull(labelled("needs:partner-attention")), standing.AskedPull, us, 1, 0},
		{"a push counts for more than a label", pull(labelled("needs:partner-attention"), pushed(5)), standing.OpenPull, them, 5, 14},
		{"the label of the validation", pull(labelled("New", "validation phase")), standing.Certifying, them, 1, 0},
		{"the label of the end", pull(merged(9), labelled("certified-connector", "deployed")), standing.Deployed, "", 9, 0},
		{"a licence agreement", pull(func(p *origin.Pull) {
			p.Checks = []origin.CheckRun{{Name: "license/cla", State: origin.CheckFailed, At: may(2)}}
		}), standing.OpenPull, us, 2, 0},
		{"a failed check", pull(func(p *origin.Pull) {
			p.Checks = []origin.CheckRun{{Name: "Validate", State: origin.CheckFailed, At: may(2)}}
		}), standing.OpenPull, us, 2, 0},
		{"a conflict", pull(func(p *origin.Pull) { p.Conflicts = origin.Answer{Known: true, Yes: true} }), standing.OpenPull, us, 0, 0},
		{"nothing keeps what is approved", pull(writes("certificationteam", 13, approvedWords), func(p *origin.Pull) { p.Draft, p.Conflicts = true, origin.Answer{Known: true, Yes: true} }), standing.BeingDeployed, them, 13, 28},
		{"comments not read", pull(func(p *origin.Pull) { p.Asked.Comments = origin.Answer{Why: "the limit is used up"} }), standing.OpenPull, "", 0, 0},

		// Only Microsoft's word moves anything.
		{"the publisher quotes the bot", pull(writes("contoso-dev", 11, "It says: "+failedWords)), standing.OpenPull, them, 1, 14},
		{"the publisher says it is approved", pull(writes("contoso-dev", 11, approvedWords)), standing.OpenPull, them, 1, 14},
		{"a stranger says it is deployed", pull(writes("fabrikam", 11, deployedWords)), standing.OpenPull, them, 1, 14},
		{"an engineer quotes the bot", pull(writes("engineer", 11, "> Certification Validations Failed. Please fix below issues\n\nThis was a mistake of ours.")), standing.OpenPull, them, 1, 14},
		{"a publisher at Microsoft", pull(func(p *origin.Pull) { p.Author = "engineer" }, writes("engineer", 11, deployedWords)), standing.OpenPull, them, 1, 14},
		{"a stranger requests changes", pull(reviews("fabrikam", 11, origin.RequestsChange, "rename it")), standing.OpenPull, them, 1, 14},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := standing.Of(nil, tt.pull, portal.ISVStudio(), may(30))
			since := time.Time{}
			if tt.since > 0 {
				since = may(tt.since)
			}
			if s.Stage != tt.stage || s.Whose != tt.whose || !s.Since.Equal(since) || s.Window.Days != tt.window {
				t.Errorf("%s, %q since %s, window %d; want %s, %q since %s, window %d",
					s.Stage, s.Whose, s.Since, s.Window.Days, tt.stage, tt.whose, since, tt.window)
			}
			if tt.window > 0 && (!s.Due.Equal(since.AddDate(0, 0, tt.window)) || s.Day != 31-tt.since || s.Overdue != (s.Day > tt.window+1)) {
				t.Errorf("due %s, day %d, overdue %v", s.Due, s.Day, s.Overdue)
			}
			if s.Overdue != (s.Reminder != "") {
				t.Errorf("overdue %v, chaser %q", s.Overdue, s.Reminder)
			}
			if s.Next == "" || strings.ContainsAny(s.Next, "!") || !s.Stage.OnPull() {
				t.Errorf("next %q", s.Next)
			}
			if s.Recorded == nil || s.ByLedger().Stage != standing.Drafting {
				t.Errorf("by the ledger it is %+v", s.Recorded)
			}
		})
	}
}

// Every signal of the data is said by somebody in the table above, and moves
// to a stage that is known.
func TestSignalsNameStages(t *testing.T) {
	p := portal.ISVStudio()
	known := []standing.Stage{standing.AskedPull, standing.ApprovedPull, standing.Certifying, standing.PublisherDiffers,
		standing.FailedValidation, standing.BeingDeployed, standing.Deployed}
	for _, s := range p.Signals {
		stage := standing.Stage(s.Stage)
		if !slices.Contains(known, stage) {
			t.Errorf("%v names the stage %q", s.Says, s.Stage)
		}
		one := pull(labelled(s.Label))
		if s.Label == "" {
			one = pull(writes("engineer", 10, strings.Join(s.Says, ", ")))
		}
		got := standing.Of(nil, one, p, may(30))
		if got.Stage != stage || got.Whose != s.Whose || s.Window != got.Window.ID || !strings.HasPrefix(got.Next, s.Next) {
			t.Errorf("%v%s: %+v", s.Says, s.Label, got)
		}
	}
}

// ledger of a verified publisher in April and May; days before May are minus.
func event(k submission.EventKind, day int, version int, text string) submission.Event {
	return submission.Event{Kind: k, At: may(day), Version: version, Text: text}
}

func TestStandByLedgerAndPullRequest(t *testing.T) {
	begun := submission.Ledger{event(submission.Started, 3, 1, "")}
	frozen := append(begun[:1:1], event(submission.Frozen, 10, 1, ""))
	reviewed := append(frozen[:2:2], event(submission.Confirmed, 11, 1, "review"))
	asked := append(reviewed[:3:3], event(submission.ChangesRequested, 15, 1, "icon"))
	certified := append(reviewed[:3:3], event(submission.Certified, 15, 1, ""))
	open := append(frozen[:2:2], event(submission.Confirmed, 11, 1, "pull request"))
	for _, tt := range []struct {
		name   string
		ledger submission.Ledger
		pull   *origin.Pull
		stage  standing.Stage
		whose  string
		since  int
	}{
		{"no pull request", reviewed, nil, standing.InReview, "Microsoft", 11},
		{"never read", reviewed, &origin.Pull{Number: 1}, standing.InReview, "Microsoft", 11},
		{"a draft that was begun later moves nothing", begun, pull(reviews("engineer", 2, origin.RequestsChange, "icon")), standing.AskedPull, "yours", 2},
		{"merged, handed over later", frozen, pull(merged(9)), standing.HandedOver, "yours", 10},
		{"merged, in review", reviewed, pull(merged(9)), standing.InReview, "Microsoft", 11},
		{"in review; a new pull request is no answer (S91)", reviewed, pull(func(p *origin.Pull) { p.Opened = may(12) }), standing.InReview, "Microsoft", 11},
		{"in review; nor is its merge", reviewed, pull(merged(14)), standing.InReview, "Microsoft", 11},
		{"in review; Microsoft asks on the pull request", reviewed, pull(merged(9), writes("certificationteam", 12, failedWords)), standing.FailedValidation, "yours", 12},
		{"what it asked before is answered by the submission", reviewed, pull(merged(9), writes("certificationteam", 10, failedWords)), standing.InReview, "Microsoft", 11},
		{"in review, then being deployed", reviewed, pull(merged(9), writes("certificationteam", 12, approvedWords)), standing.BeingDeployed, "Microsoft", 12},
		{"asked in the portal; the pull request follows", asked, pull(func(p *origin.Pull) { p.Opened = may(16) }), standing.OpenPull, "Microsoft", 16},
		{"asked in the portal; the new one is merged", asked, pull(merged(18)), standing.MergedPull, "yours", 18},
		{"asked in the portal after all of it", asked, pull(merged(9)), standing.Requested, "yours", 15},
		{"certified stays certified", certified, pull(merged(9), writes("certificationteam", 20, failedWords)), standing.IsCertified, "", 15},
		{"an independent publisher's draft, confirmed as open", open, pull(byIndie, func(p *origin.Pull) { p.Draft = true }), standing.DraftPull, "yours", 1},
		{"an independent publisher, confirmed and pushed", open, pull(byIndie, pushed(13)), standing.OpenPull, "Microsoft", 13},
		{"an independent publisher, merged", open, pull(byIndie, merged(14)), standing.TakenPull, "Microsoft", 14},
		{"an older pull request says nothing about this version", open, pull(byIndie, merged(9)), standing.InReview, "Microsoft", 11},
		{"handed over, then opened", frozen, pull(byIndie, func(p *origin.Pull) { p.Opened = may(12) }), standing.OpenPull, "Microsoft", 12},
		{"known by the ledger alone as an independent publisher's", open, pull(merged(14)), standing.TakenPull, "Microsoft", 14},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := portal.ISVStudio()
			s := standing.Of(tt.ledger, tt.pull, p, may(30))
			if s.Stage != tt.stage || s.Whose != tt.whose || !s.Since.Equal(may(tt.since)) {
				t.Errorf("%s, %q since %s; want %s, %q since day %d", s.Stage, s.Whose, s.Since, tt.stage, tt.whose, tt.since)
			}
			alone := standing.FromLedger(tt.ledger, p, may(30))
			if by := s.ByLedger(); by.Stage != alone.Stage || !by.Since.Equal(alone.Since) || by.Day != alone.Day {
				t.Errorf("by the ledger it is %s since %s", by.Stage, by.Since)
			}
			if a, b := standing.MayUpdate(s), standing.MayUpdate(alone); fmt.Sprint(a) != fmt.Sprint(b) {
				t.Errorf("an update: %v, by the ledger alone %v", a, b)
			}
			if s.Lost() != alone.Lost() {
				t.Errorf("lost: %q, by the ledger alone %q", s.Lost(), alone.Lost())
			}
		})
	}
}

// TestOlderEventsChangeNothing: once the publisher pushed, or Microsoft approved
// it, went on or made an end, nothing that was said before matters any more.
func TestOlderEventsChangeNothing(t *testing.T) {
	anchors := map[string]func(*origin.Pull){
		"a push":           pushed(15),
		"a merge":          merged(15),
		"certify":          writes("engineer", 15, "certify-connector"),
		"being deployed":   writes("certificationteam", 15, approvedWords),
		"deployed":         writes("engineer", 15, deployedWords),
		"closed":           closed(15),
		"words to submit":  writes("engineer", 15, "You can now submit it."),
		"an approval":      reviews("engineer", 15, origin.Approves, ""),
		"deployed, merged": func(p *origin.Pull) { merged(14)(p); writes("engineer", 15, deployedWords)(p) },
	}
	older := []func(day int) func(*origin.Pull){
		func(d int) func(*origin.Pull) { return writes("certificationteam", d, failedWords) },
		func(d int) func(*origin.Pull) { return writes("certificationteam", d, changesWords) },
		func(d int) func(*origin.Pull) { return writes("certificationteam", d, mismatchWords) },
		func(d int) func(*origin.Pull) { return writes("engineer", d, "Could you look at the icon?") },
		func(d int) func(*origin.Pull) { return writes("engineer", d, "certify-connector") },
		func(d int) func(*origin.Pull) { return writes("contoso-dev", d, "Done.") },
		func(d int) func(*origin.Pull) { return writes("fabrikam", d, "+1") },
		func(d int) func(*origin.Pull) { return reviews("engineer", d, origin.RequestsChange, "icon") },
		func(d int) func(*origin.Pull) { return reviews("engineer", d, origin.Approves, "") },
		func(d int) func(*origin.Pull) { return reviews("engineer", d, origin.Dismissed, "") },
	}
	later := []func(day int) func(*origin.Pull){
		func(d int) func(*origin.Pull) { return writes("contoso-dev", d, "Any news?") },
		func(d int) func(*origin.Pull) { return writes("engineer", d, "Thank you.") },
		func(d int) func(*origin.Pull) { return writes("certificationteam", d, failedWords) },
	}
	p, random := portal.ISVStudio(), rand.New(rand.NewPCG(1, 2))
	for name, anchor := range anchors {
		for range 200 {
			changes := []func(*origin.Pull){anchor}
			for day := 16; day < 20 && random.IntN(2) == 0; day++ {
				changes = append(changes, later[random.IntN(len(later))](day))
			}
			want := standing.Of(nil, pull(changes...), p, may(30))
			for range 1 + random.IntN(3) {
				changes = append(changes, older[random.IntN(len(older))](2+random.IntN(12)))
			}
			random.Shuffle(len(changes), func(i, j int) { changes[i], changes[j] = changes[j], changes[i] })
			got := standing.Of(nil, pull(changes...), p, may(30))
			want.Word, got.Word, want.Said, got.Said = standing.Word{}, standing.Word{}, "", ""
			if !reflect.DeepEqual(got, want) {
				t.Fatalf("%s: %s, %q since %s became %s, %q since %s with %+v", name, want.Stage, want.Whose, want.Since, got.Stage, got.Whose, got.Since, pull(changes...).Said)
			}
		}
	}
}

// TestTheLedgerWinsOverWhatIsOlder: what a person recorded after everything on
// the pull request stays.
func TestTheLedgerWinsOverWhatIsOlder(t *testing.T) {
	p := portal.ISVStudio()
	for _, kind := range []submission.EventKind{submission.Frozen, submission.Confirmed, submission.Refused,
		submission.ChangesRequested, submission.Approved, submission.Certified} {
		l := submission.Ledger{event(submission.Frozen, 2, 1, ""), event(kind, 25, 1, "")}
		for day := 3; day < 25; day++ {
			for _, c := range []func(*origin.Pull){pushed(day), merged(day), closed(day), writes("certificationteam", day, failedWords),
				writes("engineer", day, deployedWords), reviews("engineer", day, origin.RequestsChange, "icon")} {
				if s := standing.Of(l, pull(c), p, may(30)); s.Stage.OnPull() || !s.Since.Equal(may(25)) {
					t.Errorf("%s on day 25, something on the pull request on day %d: %s since %s", kind, day, s.Stage, s.Since)
				}
			}
		}
	}
}

func TestAsSeen(t *testing.T) {
	for _, tt := range []struct {
		seen int
		want string
	}{
		{30, "as seen on GitHub today at 10:42"},
		{29, "as seen on GitHub yesterday at 10:42, not asked since"},
		{12, "as seen on GitHub on 12 May at 10:42, not asked since"},
		{-200, "as seen on GitHub on 12 Oct 2025 at 10:42, not asked since"},
	} {
		one := pull(func(p *origin.Pull) { p.Asked.Pull = answered(tt.seen) })
		if got := standing.Of(nil, one, portal.ISVStudio(), may(30).Add(3*time.Hour)).AsSeen(may(30).Add(3 * time.Hour)); got != tt.want {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
	if got := (standing.Standing{}).AsSeen(may(1)); got != "GitHub was not asked yet" {
		t.Errorf("%q", got)
	}
}

func TestUnseen(t *testing.T) {
	off := origin.Answer{Why: "offline"}
	for _, tt := range []struct {
		name string
		pull *origin.Pull
		want string
	}{
		{"all", pull(), ""},
		{"nothing", &origin.Pull{Number: 7, Asked: origin.Asked{Pull: off}}, "the pull request was not read: offline"},
		{"never asked", &origin.Pull{Number: 7}, "the pull request was not asked for yet"},
		{"no reviews and comments", pull(func(p *origin.Pull) { p.Asked.Reviews, p.Asked.Comments = off, off }), "its reviews were not read: offline; its comments were not read: offline"},
		{"no comments the last time", pull(func(p *origin.Pull) { p.Asked.Comments.Why = "a server's error" }), "its comments were not read the last time: a server's error"},
		{"not since", pull(func(p *origin.Pull) { p.Asked.Pull.Why = "offline" }), "GitHub did not answer the last time: offline"},
	} {
		if got := standing.Of(nil, tt.pull, portal.ISVStudio(), may(30)).NotRead; got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestChaser(t *testing.T) {
	p := portal.ISVStudio()
	s := standing.Of(nil, pull(pushed(5), titled("Contoso\x1b[2J\nInvoices")), p, may(30))
	want := `Hello, this is about pull request 4305, "Contoso [2J Invoices" (https://github.com/microsoft/PowerPlatformConnectors/pull/4305), ` +
		"opened on 1 May 2026. It has been waiting for an answer since 5 May 2026. Each round of changes takes 1 to 2 weeks more. " +
		"Today is day 26. Is there anything that you need from us? Thank you for a short word on where it stands."
	if s.Reminder != want {
		t.Errorf("%s\nwant %s", s.Reminder, want)
	}
	reviewed := submission.Ledger{event(submission.Confirmed, 1, 2, "review")}
	if got := standing.Of(reviewed, nil, p, may(30)).Reminder; !strings.HasPrefix(got, "Hello, version 2 of our connector was submitted for certification on 1 May 2026. A certification engineer replies") {
		t.Errorf("%s", got)
	}
	if got := standing.Of(reviewed, pull(), p, may(30)).Reminder; !strings.Contains(got, "its pull request is https://github.com/") {
		t.Errorf("%s", got)
	}
	if got := standing.Of(reviewed, pull(merged(1), writes("certificationteam", 2, approvedWords)), p, may(31).AddDate(0, 0, 10)).Reminder; !strings.Contains(got, "approved on 2 May 2026") {
		t.Errorf("%s", got)
	}
	for _, quiet := range []*origin.Pull{pull(pushed(20)), pull(reviews("engineer", 2, origin.RequestsChange, "icon"))} {
		if got := standing.Of(nil, quiet, p, may(30)).Reminder; got != "" {
			t.Errorf("nothing is overdue: %s", got)
		}
	}
}

func TestTheLastWord(t *testing.T) {
	one := pull(
		writes("engineer", 3, "First."),
		writes("engineer", 6, "> quoted\n<!-- hidden -->\n\n  The icon\n\tis white. "+strings.Repeat("ü", 400)),
		writes("engineer", 7, "/azp run"),
		writes("contoso-dev", 8, "Mine."),
		func(p *origin.Pull) {
			writes("policy", 9, "Thank you for your contribution.")(p)
			p.Said[len(p.Said)-1].Microsoft, p.Said[len(p.Said)-1].Bot = true, true
		})
	w := standing.Of(nil, one, portal.ISVStudio(), may(30)).Word
	if !strings.HasPrefix(w.Text, "The icon is white. ü") || len([]rune(w.Text)) != 300 || !strings.HasSuffix(w.Text, "…") || w.By != "engineer" || !w.At.Equal(may(6)) {
		t.Errorf("%+v", w)
	}
}

// TestStandIsPure: the same question has the same answer, and asks nobody to
// give up what they hold.
func TestStandIsPure(t *testing.T) {
	one := pull(writes("engineer", 3, "x"), writes("certificationteam", 5, failedWords), merged(4))
	before := fmt.Sprintf("%+v", *one)
	a := standing.Of(nil, one, portal.ISVStudio(), may(30))
	b := standing.Of(nil, one, portal.ISVStudio(), may(30))
	if !reflect.DeepEqual(a, b) || fmt.Sprintf("%+v", *one) != before {
		t.Error("it changed")
	}
}

// FuzzStand: whatever is written on a pull request, a standing is whole.
func FuzzStand(f *testing.F) {
	f.Add("certify-connector", "Any news?", "deployed", int64(0), uint8(0))
	f.Add(failedWords, approvedWords, "needs:partner-attention", int64(1<<40), uint8(7))
	f.Fuzz(func(t *testing.T, a, b, label string, at int64, bits uint8) {
		one := pull(writes("engineer", 3, a), writes("contoso-dev", 4, b), labelled(label), func(p *origin.Pull) {
			p.Draft, p.Closed, p.Merged = bits&1 > 0, bits&2 > 0, bits&4 > 0
			p.EndedAt, p.Said[0].At = time.Unix(at%1e10, 0), time.Unix(at%1e11, 0)
			if bits&8 > 0 {
				p.Pushed, p.EndedAt = time.Time{}, time.Time{}
			}
		})
		s := standing.Of(nil, one, portal.ISVStudio(), may(30))
		if s.Whose != "yours" && s.Whose != "Microsoft" && s.Whose != "" || s.Day < 0 || s.Next == "" || len([]rune(s.Word.Text)) > 300 {
			t.Errorf("%+v", s)
		}
	})
}
