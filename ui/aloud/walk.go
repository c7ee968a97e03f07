package aloud

import (
	"context"
	"fmt"
	"slices"

	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/ui/view"
)

// place is one question and the page it stands on.
type place struct {
	step  portal.Step
	field portal.Field
}

// places lists the questions of this submission as they are now: an answer
// may bring some and take others away.
func (t *prompter) places() []place {
	var all []place
	for _, s := range t.s.Portal.Path(t.value) {
		for _, f := range t.s.Fields(s) {
			if view.Answerable(f) {
				all = append(all, place{s, f})
			}
		}
	}
	return all
}

// indexOf finds a field among the places. For one that is gone it returns the
// first of its step, else the beginning.
func indexOf(places []place, step, field string) int {
	i := slices.IndexFunc(places, func(p place) bool { return p.field.ID == field })
	if i < 0 {
		i = slices.IndexFunc(places, func(p place) bool { return p.step.ID == step })
	}
	return max(i, 0)
}

// move says where to go after a question.
type move struct {
	kind  moveKind
	field string // for goThere
}

type moveKind int

const (
	goNext moveKind = iota
	goBack
	goThere
)

// walk asks every question from where the person was, to the last.
func (t *prompter) walk(ctx context.Context) error {
	places := t.places()
	i := indexOf(places, t.s.Draft.At.Step, t.s.Draft.At.Field)
	step := ""
	for i < len(places) {
		p := places[i]
		if p.step.ID != step {
			step = p.step.ID
			t.announce(p.step)
		}
		m, err := t.question(ctx, p)
		if err != nil {
			return err
		}
		places = t.places()
		i = indexOf(places, p.step.ID, p.field.ID)
		switch m.kind {
		case goBack:
			i = max(i-1, 0)
		case goThere:
			i = indexOf(places, "", m.field)
		default:
			i++
		}
	}
	return nil
}

// announce says which step begins.
func (t *prompter) announce(s portal.Step) {
	v := view.StepOf(t.s, s)
	t.gap()
	t.printf("Step %d of %d: %s.", v.Number, v.Of, v.Title)
	if v.Breaks != "" {
		t.printf("%s", view.Ended(v.Breaks))
	}
	for _, text := range v.Texts {
		t.printf("%s", text)
	}
}

// count says which question of its step one is: "question 2 of 7".
func (t *prompter) count(p place) string {
	n, of := 0, 0
	for _, other := range t.places() {
		if other.step.ID != p.step.ID {
			continue
		}
		of++
		if other.field.ID == p.field.ID {
			n = of
		}
	}
	return fmt.Sprintf("%s, question %d of %d", p.step.Title, n, of)
}
