package session

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/origin"
	"github.com/certwiz/certwiz/checks/review"
	"github.com/certwiz/certwiz/submission/gate"
)

// Message is one thing that Microsoft said on the pull request, held against the
// files in the folder.
type Message struct {
	Statement origin.Statement
	Lines     []review.Matched // the validator's lines that it quotes
	Requests  []string         // what an engineer asks for in words of their own
}

// maxMessages is how many statements are taken apart; the newest come first.
const maxMessages = 50

// readMessages takes apart what Microsoft said, newest first. A line that was
// said before is left to the newest statement that repeats it.
func (s *Session) readMessages() {
	s.Messages, s.MessageCounts = nil, review.Counts{}
	pull := s.current()
	if pull == nil {
		return
	}
	var report checks.Report
	if s.Folder != nil {
		report = s.Folder.Report()
	}
	s.contained("what Microsoft said", func() {
		s.Messages = matchMessages(pull.Said, report)
		s.MessageCounts = counted(s.Messages)
	})
}

func matchMessages(said []origin.Statement, report checks.Report) []Message {
	var heard []Message
	var lines []review.Line
	rules := gate.Rules()
	known := map[[2]string]bool{}
	for _, statement := range slices.Backward(said) {
		if !statement.Microsoft || len(heard) == maxMessages {
			continue
		}
		h := Message{Statement: statement, Requests: review.Requests(statement.Text)}
		quoted := review.Parse(statement.Text)
		if len(quoted) == 0 {
			quoted = review.Sentences(statement.Text, rules)
		}
		for _, l := range quoted {
			key := [2]string{l.Message, l.ValuePath}
			if !known[key] {
				known[key] = true
				lines = append(lines, l)
				h.Lines = append(h.Lines, review.Matched{Line: l})
			}
		}
		heard = append(heard, h)
	}
	// One matching for all: the rules' sentences are made into patterns once.
	matched := review.Match(lines, report, rules)
	for i := range matched {
		recheckMoved(&matched[i], report)
	}
	for i := range heard {
		n := len(heard[i].Lines)
		heard[i].Lines, matched = matched[:n:n], matched[n:]
	}
	return heard
}

// TurnLine says whose turn it is on the pull request, and since when.
func (s *Session) TurnLine() string { return s.Turn().Line("2 Jan") }

// SaidLine counts what Microsoft said: "Microsoft's 3 lines: 2 still there, 1
// fixed in your folder"; "" when it said nothing.
func (s *Session) SaidLine() string {
	c := s.MessageCounts
	var parts []string
	total := 0
	for _, p := range []struct {
		n    int
		text string
	}{{c.Still, "still there"}, {c.Fixed, "fixed in your folder"}, {c.NotChecked, "not checked"}, {c.Unknown, "not known to certwiz"}} {
		if p.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", p.n, p.text))
			total += p.n
		}
	}
	asks := 0
	for _, h := range s.Messages {
		asks += len(h.Requests)
	}
	more := ""
	if asks > 0 {
		more = "; and it asks for more in words of its own"
	}
	switch {
	case total == 1:
		return "Microsoft's line: " + strings.Join(parts, ", ") + more
	case total > 1:
		return fmt.Sprintf("Microsoft's %d lines: %s%s", total, strings.Join(parts, ", "), more)
	case asks > 0:
		return "Microsoft asked for changes in words of its own"
	default:
		return ""
	}
}

// recheckMoved takes back a "fixed" where the same finding stands at another entry
// of the same list: Microsoft counts the entries of its own copy, and those of
// the folder may have been moved since.
func recheckMoved(m *review.Matched, report checks.Report) {
	list, moves := listOf(m.ValuePath)
	if m.Status != review.Fixed || !moves {
		return
	}
	for _, f := range report.Findings {
		for _, p := range append([]checks.Place{f.Place}, f.More...) {
			if f.Rule == m.Rule && strings.HasPrefix(p.Pointer, list) {
				m.Status, m.Reason = review.NotChecked, "the same stands at another entry of that list, which may be the one that is meant"
				return
			}
		}
	}
}

// listOf is the beginning of a pointer up to its first entry of a list.
func listOf(pointer string) (list string, found bool) {
	at := 0
	for part := range strings.SplitSeq(pointer, "/") {
		if _, err := strconv.Atoi(part); err == nil && at > 0 {
			return pointer[:at], true
		}
		at += len(part) + 1
	}
	return "", false
}
