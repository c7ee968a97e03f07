package view

import (
	"fmt"
	"time"

	"github.com/certwiz/certwiz/checks/origin"
	"github.com/certwiz/certwiz/checks/text"
	"github.com/certwiz/certwiz/submission/source"
)

// Fact is one thing that was established, with who said so and when.
type Fact struct {
	Text string
	By   string
	At   time.Time
}

// Source says who established a fact and when: a time today, else a day, too.
func (f Fact) Source(now time.Time) string { return f.By + ", " + At(f.At, now) }

// At is when a question was answered: a time today, else a day.
func At(at, now time.Time) string {
	at = at.In(now.Location())
	if at.YearDay() == now.YearDay() && at.Year() == now.Year() {
		return at.Format("15:04")
	}
	return at.Format("2 Jan 15:04")
}

// CommitFacts are what is known to be right about a commit. What is wrong with
// it, or was not checked, the gate says.
func CommitFacts(c origin.Commit) []Fact {
	merged := "merged by Microsoft into " + c.Branch
	if c.PR > 0 {
		merged = fmt.Sprintf("PR %d merged into %s", c.PR, c.Branch)
	}
	var facts []Fact
	add := func(a origin.Answer, text string) {
		if a.Known && a.Yes {
			facts = append(facts, Fact{text, a.By, a.At})
		}
	}
	if !c.IsHead.Yes {
		add(c.Merged, merged)
	}
	if len(c.Others) == 0 {
		add(c.Touches, "touches this connector only")
	}
	add(c.Newest, "the newest commit for this folder")
	return facts
}

// PullFacts are what is known to be right about a pull request that is under
// way; of one that was merged the commit says it all.
func PullFacts(p origin.Pull, folder string) []Fact {
	if p.Closed || !p.Asked.Pull.Known {
		return nil
	}
	var facts []Fact
	add := func(right bool, a origin.Answer, text string) {
		if right && a.Known {
			facts = append(facts, Fact{text, a.By, a.At})
		}
	}
	state := p.State()
	add(state == origin.PullOpen || state == origin.PullApproved, p.Asked.Pull, fmt.Sprintf("PR %d into %s: %s", p.Number, p.Base, state))
	touches, others := source.Touched(p.Files, folder)
	add(touches && len(others) == 0 && !p.FilesCut, p.Asked.Files, "touches this connector only")
	add(!p.Conflicts.Yes, p.Conflicts, "no conflict with "+p.Base)
	passed := 0
	for _, c := range p.Checks {
		if c.State == origin.CheckPassed {
			passed++
		}
	}
	add(passed > 0 && passed == len(p.Checks), p.Asked.Checks, text.Count(passed, "automatic check", "automatic checks")+" passed")
	return facts
}
