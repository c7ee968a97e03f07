package aloud

import (
	"context"
	"fmt"
	"slices"

	"github.com/certwiz/certwiz/submission/gate"
	"github.com/certwiz/certwiz/submission/portal"
)

// place is one question and the page it stands on.
type place struct {
	step  portal.Step
	field portal.Field
}

// places lists the questions of this submission as they are now: an answer
// may bring some and take others away.
func (t *talk) places() []place {
	var all []place
	for _, s := range t.s.Portal.Path(t.value) {
		for _, f := range s.Fields {
			if f.Shown.Holds(t.value) && f.Kind != portal.Note {
				all = append(all, place{s, f})
			}
		}
	}
	return all
}

// at finds a field among the places; one that is not there any more leads to
// the first of its step, else to the beginning.
func at(places []place, step, field string) int {
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
func (t *talk) walk(ctx context.Context) error {
	places := t.places()
	i := at(places, t.s.Draft.At.Step, t.s.Draft.At.Field)
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
		i = at(places, p.step.ID, p.field.ID)
		switch m.kind {
		case goBack:
			i = max(i-1, 0)
		case goThere:
			i = at(places, "", m.field)
		default:
			i++
		}
	}
	return nil
}

// announce says which step begins.
func (t *talk) announce(s portal.Step) {
	path := t.s.Portal.Path(t.value)
	i := slices.IndexFunc(path, func(p portal.Step) bool { return p.ID == s.ID })
	t.gap()
	t.say("Step %d of %d: %s.", i+1, len(path), s.Title)
	for _, text := range s.Texts {
		if text.When.Holds(t.value) {
			t.say("%s", t.fill(text.Text))
		}
	}
}

// count says which question of its step one is: "question 2 of 7".
func (t *talk) count(p place) string {
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

// findings are what the gate and the checks say about one field.
func (t *talk) findings(field string) (holds, warnings []gate.Hold) {
	pick := func(all []gate.Hold) []gate.Hold {
		var mine []gate.Hold
		for _, h := range all {
			if h.Field == field {
				mine = append(mine, h)
			}
		}
		return mine
	}
	return pick(t.s.Verdict.Holds), pick(t.s.Verdict.Warnings)
}

// listed are the choices of a field, also of one whose options come from the
// record.
func (t *talk) listed(f portal.Field) []portal.Option {
	if f.Lists != "" {
		return t.s.Options(f.Lists)
	}
	var options []portal.Option
	for _, o := range f.Options {
		if o.When.Holds(t.value) {
			options = append(options, o)
		}
	}
	return options
}
