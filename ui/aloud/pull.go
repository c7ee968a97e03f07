package aloud

import (
	"github.com/certwiz/certwiz/checks/review"
)

// mostHeard is how many of Microsoft's statements are read out.
const mostHeard = 5

// tellPull says where the pull request stands and what Microsoft said on it.
func (t *talk) tellPull() {
	p := t.s.PullNow()
	if p == nil {
		return
	}
	if why := p.Asked.Pull.Why; why != "" {
		t.say("Not known from GitHub now: %s.", why)
	}
	if p.Asked.Pull.Known {
		t.say("PR %d, %s: %s. %s", p.Number, p.Title, p.State(), p.URL)
	}
	if !p.Closed && p.Asked.Pull.Known {
		t.say("%s.", t.s.TurnLine())
	}
	if said := t.s.SaidLine(); said != "" {
		t.say("%s.", said)
	}
	for _, h := range t.s.Heard[:min(mostHeard, len(t.s.Heard))] {
		for _, l := range h.Lines {
			t.say("%s: %s (%s)", l.Status, l.Message, linePlace(l))
		}
		for _, r := range h.Requests {
			t.say("%s, %s: %s", h.Statement.Author, day(h.Statement.At), r)
		}
	}
}

func linePlace(l review.Matched) string {
	if l.ValuePath == "" {
		return "no place named"
	}
	return review.Readable(l.ValuePath)
}
