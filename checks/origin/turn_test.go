package origin

import (
	"strings"
	"testing"
	"time"
)

func ms(at int, text string) Statement {
	return Statement{ID: int64(at), Author: "ms-engineer", Microsoft: true, Text: text, At: day(at)}
}

func bot(at int, text string) Statement {
	s := ms(at, text)
	s.Author, s.Bot = "certificationteam", true
	return s
}

func author(at int, text string) Statement {
	return Statement{ID: int64(at), Author: "Contoso-Dev", Text: text, At: day(at)}
}

func verdict(at int, v Verdict) Statement {
	s := ms(at, "")
	s.Verdict = v
	return s
}

func TestWaiting(t *testing.T) {
	said := func(all ...Statement) func(*Pull) { return func(p *Pull) { p.Said = all } }
	pushed := func(at int, all ...Statement) func(*Pull) {
		return func(p *Pull) { p.Pushed, p.Said = day(at), all }
	}
	tests := []struct {
		name   string
		change func(*Pull)
		whose  string
		since  time.Time
	}{
		{"nothing known", func(p *Pull) { p.Asked.Pull.Known = false }, "", time.Time{}},
		{"opened", func(*Pull) {}, "Microsoft", day(1)},
		{"pushed", pushed(4), "Microsoft", day(4)},
		{"merged", merge, "you", day(12)},
		{"closed", func(p *Pull) { p.Closed = true }, "", time.Time{}},
		{"reviews not read", func(p *Pull) { p.Asked.Reviews = Answer{} }, "", time.Time{}},
		{"comments not read", func(p *Pull) { p.Asked.Comments = Answer{} }, "", time.Time{}},

		{"request", said(changesAsked(3, head)), "you", day(3)},
		{"request, comments not read", func(p *Pull) { p.Said, p.Asked.Comments = []Statement{changesAsked(3, head)}, Answer{} }, "you", day(3)},
		{"request, will do", said(changesAsked(3, head), author(4, "Will do.")), "you", day(3)},
		{"request, pushed", pushed(5, changesAsked(3, "")), "Microsoft", day(5)},
		{"request, will do, pushed", pushed(5, changesAsked(3, ""), author(4, "Will do.")), "Microsoft", day(5)},
		{"request, pushed, done", pushed(5, changesAsked(3, ""), author(6, "Done.")), "Microsoft", day(5)},
		{"request, pushed, any news", pushed(5, changesAsked(3, ""), author(19, "Any news?")), "Microsoft", day(5)},
		{"request of an older commit", said(changesAsked(3, squash)), "Microsoft", day(3).Add(time.Nanosecond)},
		{"request of the last commit, by a fast clock", pushed(9, changesAsked(3, head)), "you", day(3)},
		{"second request", pushed(5, changesAsked(3, squash), changesAsked(7, head)), "you", day(7)},
		{"request, approved", said(changesAsked(3, head), verdict(6, Approves)), "Microsoft", day(6)},
		{"request, another approves", said(changesAsked(3, head), Statement{Author: "ms-lead", Microsoft: true, Verdict: Approves, At: day(6)}), "you", day(3)},
		{"request dismissed", said(verdict(3, Dismissed)), "Microsoft", day(1)},
		{"request of a stranger", said(Statement{Author: "fabrikam-dev", Verdict: RequestsChange, At: day(3), Commit: head}), "Microsoft", day(1)},
		{"out of order", said(author(4, "Will do."), changesAsked(3, head)), "you", day(3)},

		{"question", said(ms(3, "Is this an update of the old connector?")), "you", day(3)},
		{"asked for something", said(ms(3, "Kindly add the contact section.")), "you", day(3)},
		{"comment on a line", said(Statement{Author: "ms-engineer", Microsoft: true, File: ours + "/readme.md", Text: "Typo", At: day(3)}), "you", day(3)},
		{"question, answered", said(ms(3, "Is it an update?"), author(4, "Yes.")), "Microsoft", day(4)},
		{"question, answered, asked again", said(ms(3, "Is it an update?"), author(4, "Yes."), ms(5, "Of which one?"), ms(6, "Please tell.")), "you", day(5)},
		{"question, answered by somebody else", said(ms(3, "Is it an update?"), Statement{Author: "fabrikam-dev", Text: "No.", At: day(4)}), "you", day(3)},
		{"question, pushed", pushed(4, ms(3, "Is it an update?")), "Microsoft", day(4)},
		{"no question", said(ms(3, "Thank you for the contribution.")), "Microsoft", day(1)},
		{"an address is no question", said(ms(3, "See https://example.com/?a=b for the steps")), "Microsoft", day(1)},
		{"a quoted question", said(ms(3, "> Could you please look?\n\nThanks.")), "Microsoft", day(1)},
		{"Microsoft looks at it", said(ms(3, "Please add a contact."), ms(4, "Thanks, we will review it this week.")), "Microsoft", day(4)},

		{"a bot's greeting", said(bot(3, "Thank you. Please read the agreement and answer with the words below.")), "Microsoft", day(1)},
		{"certify", said(ms(3, "certify-connector")), "Microsoft", day(3)},
		{"validation failed", said(ms(3, "certify-connector"), bot(4, "Certification Validations Failed. Please fix below issues")), "you", day(4)},
		{"validation failed, will do", said(bot(4, "We reviewed your submission and identified some changes"), author(5, "Will do.")), "you", day(4)},
		{"validation failed, pushed", pushed(6, bot(4, "Error(s) are: …"), author(5, "Will do.")), "Microsoft", day(6)},
		{"question, then validation failed, will do", said(ms(3, "Which one?"), bot(4, "Certification Validations Failed."), author(5, "Will do.")), "you", day(3)},
		{"mismatch, explained", said(bot(4, "Publisher Mismatch Detected"), author(5, "We changed our name.")), "Microsoft", day(5)},
		{"request approved by the bot", said(bot(4, "Your certification request has been approved. Please allow 3-4 weeks.")), "Microsoft", day(4)},

		{"draft", func(p *Pull) { p.Draft = true }, "you", day(1)},
		{"check failed", func(p *Pull) { p.Pushed, p.Checks[1].State, p.Checks[1].At = day(4), CheckFailed, day(5) }, "you", day(5)},
		{"check failed, nobody asked since", func(p *Pull) { p.Checks[1].State, p.Asked.Checks.Known = CheckFailed, false }, "Microsoft", day(1)},
		{"agreement awaited", func(p *Pull) { p.Checks[0].State, p.Checks[0].At = CheckRunning, day(2) }, "you", day(2)},
		{"check runs", func(p *Pull) { p.Checks[1].State = CheckRunning }, "Microsoft", day(1)},
		{"conflicts", func(p *Pull) { p.Conflicts = yes("") }, "you", time.Time{}},
		{"conflicts, not worked out", func(p *Pull) { p.Conflicts = Answer{Yes: true} }, "Microsoft", day(1)},
		{"conflicts and a failed check", func(p *Pull) { p.Conflicts, p.Checks[1].State, p.Checks[1].At = yes(""), CheckFailed, day(5) }, "you", day(5)},
		{"request and a failed check", func(p *Pull) { p.Said, p.Checks[1].State = []Statement{changesAsked(3, head)}, CheckFailed }, "you", day(3)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, _ := certified()
			tt.change(&p)
			whose, since := p.Waiting()
			if whose != tt.whose || !since.Equal(tt.since) {
				t.Errorf("%q since %s, want %q since %s", whose, since, tt.whose, tt.since)
			}
		})
	}
}

func TestRequested(t *testing.T) {
	stranger := Statement{ID: 9, Author: "fabrikam-dev", Verdict: RequestsChange, At: day(9)}
	tests := []struct {
		name string
		said []Statement
		want int64 // ID, 0 for none
	}{
		{"none", []Statement{ms(3, "Please change it.")}, 0},
		{"one", []Statement{changesAsked(3, head)}, 3},
		{"the newest", []Statement{changesAsked(3, head), changesAsked(5, head)}, 5},
		{"out of order", []Statement{changesAsked(5, head), changesAsked(3, head)}, 5},
		{"Microsoft's before a stranger's", []Statement{changesAsked(3, head), stranger}, 3},
		{"a stranger's", []Statement{stranger}, 9},
		{"approved since", []Statement{changesAsked(3, head), verdict(4, Approves)}, 0},
		{"dismissed", []Statement{changesAsked(3, head), verdict(4, Dismissed)}, 0},
		{"commented on since", []Statement{changesAsked(3, head), verdict(4, Comments)}, 3},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := Pull{Said: tt.said}.Requested()
			if got.ID != tt.want || ok != (tt.want != 0) {
				t.Errorf("%d %t, want %d", got.ID, ok, tt.want)
			}
		})
	}
	if got, ok := (Pull{Said: []Statement{changesAsked(3, head), verdict(4, Approves)}}).Approved(); !ok || got.ID != 4 {
		t.Errorf("approved: %d %t, want 4", got.ID, ok)
	}
	if _, ok := (Pull{Said: []Statement{verdict(3, Approves), changesAsked(4, head)}}).Approved(); ok {
		t.Error("an approval stands that was taken back")
	}
}

func TestAnsweredSince(t *testing.T) {
	tests := []struct {
		name string
		pull Pull
		want bool // since day 3
	}{
		{"unknown", Pull{}, false},
		{"before", Pull{Pushed: day(2)}, false},
		{"at the same time", Pull{Pushed: day(3)}, false},
		{"after", Pull{Pushed: day(4)}, true},
		{"committed before, pushed after a review", Pull{Pushed: day(2), Head: head, Said: []Statement{changesAsked(3, squash)}}, true},
		{"a review of the last commit, by a fast clock", Pull{Pushed: day(9), Head: head, Said: []Statement{changesAsked(3, head)}}, false},
		{"pushed between two reviews", Pull{Head: head, Said: []Statement{changesAsked(3, squash), changesAsked(6, head)}}, true},
		{"a late review of an old commit", Pull{Pushed: day(1), Head: head, Said: []Statement{changesAsked(2, head), changesAsked(4, squash)}}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.pull.AnsweredSince(day(3)); got != tt.want {
				t.Errorf("%t, want %t", got, tt.want)
			}
		})
	}
}

func TestLastByMicrosoft(t *testing.T) {
	tests := []struct {
		name string
		said []Statement
		want int64
	}{
		{"nobody", []Statement{author(2, "Hello?")}, 0},
		{"an engineer", []Statement{ms(2, "Hello"), author(3, "Hello")}, 2},
		{"a verdict without words", []Statement{ms(2, "Hello"), verdict(3, Approves)}, 3},
		{"the frame of comments on lines", []Statement{ms(2, "Hello"), verdict(3, Comments)}, 2},
		{"a bot's greeting", []Statement{ms(2, "Hello"), bot(3, "Thank you for your submission.")}, 2},
		{"the certification bot", []Statement{ms(2, "certify-connector"), bot(3, "Certification Validations Failed.")}, 3},
		{"out of order", []Statement{ms(5, "Hello"), ms(2, "Hello")}, 5},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := Pull{Said: tt.said}.LastByMicrosoft()
			if got.ID != tt.want || ok != (tt.want != 0) {
				t.Errorf("%d %t, want %d", got.ID, ok, tt.want)
			}
		})
	}
}

func BenchmarkWaiting(b *testing.B) {
	p, _ := certified()
	for i := range 50 {
		p.Said = append(p.Said, bot(i+2, strings.Repeat("##[error] The 'contact' property is required. ValuePath: /info\n", 1000)), author(i+2, "Done."))
	}
	for b.Loop() {
		p.Waiting()
	}
}
