package aloud

import (
	"github.com/certwiz/certwiz/checks/review"
)

// maxStatements is how many of Microsoft's statements are read out.
const maxStatements = 5

// printPull prints where the pull request stands and what Microsoft wrote on it.
func (t *prompter) printPull() {
	p := t.s.PullNow()
	if p == nil {
		return
	}
	if why := p.Asked.Pull.Why; why != "" {
		t.printf("Not known from GitHub now: %s.", why)
	}
	if p.Asked.Pull.Known {
		t.printf("PR %d, %s: %s. %s", p.Number, p.Title, p.State(), p.URL)
	}
	if !p.Closed && p.Asked.Pull.Known {
		t.printf("%s.", t.s.TurnLine())
	}
	if said := t.s.SaidLine(); said != "" {
		t.printf("%s.", said)
	}
	for _, h := range t.s.Messages[:min(maxStatements, len(t.s.Messages))] {
		for _, l := range h.Lines {
			t.printf("%s: %s (%s)", l.Status, l.Message, linePlace(l))
		}
		for _, r := range h.Requests {
			t.printf("%s, %s: %s", h.Statement.Author, day(h.Statement.At), r)
		}
	}
}

func linePlace(l review.Matched) string {
	if l.ValuePath == "" {
		return "no place named"
	}
	return review.Readable(l.ValuePath)
}
