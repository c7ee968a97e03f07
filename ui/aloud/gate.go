package aloud

import (
	"context"
	"fmt"
	"strings"

	"github.com/certwiz/certwiz/submission/gate"
	"github.com/certwiz/certwiz/ui/view"
)

// list reads the gate's holds out.
func (t *prompter) list() {
	t.s.Judge()
	v := view.GateOf(t.s)
	if v.Open {
		t.printf("%s is open: nothing holds it.", v.Button)
	} else {
		t.printf("%s is locked: %s.", v.Button, v.Locked())
	}
	for i, f := range v.Holds {
		t.printf("%d. %s: %s", i+1, f.Step, f.Sentence())
	}
}

// remarks says what holds nothing but was said.
func (t *prompter) remarks() {
	v := view.GateOf(t.s)
	if remarks := v.Remarks(); remarks != "" {
		t.printf("%s. certwiz check lists them.", remarks)
	}
	for _, w := range v.Waived {
		t.printf("%s.", view.Waiver(w, false))
	}
	for _, w := range v.Stale {
		t.printf("%s.", view.Waiver(w, true))
	}
	for _, said := range v.Vouched {
		t.printf("Your word, not checked: %s", said)
	}
}

// problems lists what holds the gate and returns the field to go to, "" to
// stay.
func (t *prompter) problems(ctx context.Context) (string, error) {
	t.list()
	for len(t.s.Verdict.Holds) > 0 {
		text, err := t.ask(ctx, "A number goes there, Enter goes back to the question:")
		if err != nil || text == "" {
			return "", err
		}
		if i, ok := number(text, len(t.s.Verdict.Holds)); ok {
			return t.s.Verdict.Holds[i].Field, nil
		}
		t.notTaken()
	}
	return "", nil
}

// gate shows what holds the submission until it is open and the person has
// frozen a version, or leaves.
func (t *prompter) gate(ctx context.Context) (frozen bool, err error) {
	for {
		t.finish(ctx)
		t.gap()
		t.list()
		t.remarks()
		if t.s.Verdict.Open {
			frozen, again, err := t.submit(ctx)
			if err != nil || !again {
				return frozen, err
			}
			continue
		}
		if err := t.locked(ctx); err != nil {
			return false, err
		}
	}
}

// locked offers what can be done about the holds, until something was done.
func (t *prompter) locked(ctx context.Context) error {
	for {
		text, err := t.ask(ctx, "A number goes there, a with a number vouches, w with a number waives, look looks again, save leaves:")
		if err != nil {
			return err
		}
		switch text {
		case "", cmdProblems:
			return nil
		case cmdExplain:
			t.printf("Everything in the list has to be mended, answered or confirmed. a 2 records your word for what could not be checked, where that counts. " +
				"w 2 records your reason for going on in spite of a finding about a file.")
			continue
		case cmdSave:
			return ErrLeft
		case cmdBack:
			return t.visitLast(ctx)
		case "look":
			t.lookAgain(ctx)
			return nil
		}
		verb, h, ok := t.chosen(text)
		if !ok {
			t.notTaken()
			continue
		}
		return t.act(ctx, verb, h)
	}
}

// chosen takes "2", "a 2" and "w 2" apart.
func (t *prompter) chosen(text string) (verb string, h gate.Hold, ok bool) {
	verb, rest, two := strings.Cut(strings.ToLower(text), " ")
	if !two {
		verb, rest = "", verb
	}
	i, ok := number(strings.TrimSpace(rest), len(t.s.Verdict.Holds))
	if !ok || verb != "" && verb != "a" && verb != "w" {
		return "", gate.Hold{}, false
	}
	return verb, t.s.Verdict.Holds[i], true
}

// act does something about a hold.
func (t *prompter) act(ctx context.Context, verb string, h gate.Hold) error {
	switch verb {
	case "a":
		return t.vouch(ctx, h)
	case "w":
		return t.waive(ctx, h)
	default:
		return t.visit(ctx, h.Step, h.Field)
	}
}

// visit asks one question, then comes back; from there the person may go on to
// others.
func (t *prompter) visit(ctx context.Context, step, field string) error {
	for {
		places := t.places()
		m, err := t.question(ctx, places[indexOf(places, step, field)])
		if err != nil || m.field == "" {
			return err
		}
		step, field = "", m.field
	}
}

// visitLast goes back to the question before the gate.
func (t *prompter) visitLast(ctx context.Context) error {
	places := t.places()
	last := places[len(places)-1]
	return t.visit(ctx, last.step.ID, last.field.ID)
}

// vouch records the person's word for what could not be checked.
func (t *prompter) vouch(ctx context.Context, h gate.Hold) error {
	if h.Kind != gate.Unchecked || h.Attest == "" {
		t.printf("Nobody can vouch for this: it has to be mended.")
		return nil
	}
	yes, err := t.YesNo(ctx, fmt.Sprintf("%q Is that your word?", h.Attest))
	if err != nil || !yes {
		return err
	}
	t.s.Do(ctx, t.s.Attest(h))
	t.save(ctx)
	return nil
}

// waive records the reason for going on in spite of a finding.
func (t *prompter) waive(ctx context.Context, h gate.Hold) error {
	if !gate.Waivable(h) {
		t.printf("This can't be waived: only findings about files can.")
		return nil
	}
	reason, err := t.ask(ctx, "Your reason, Enter to let it be:")
	if err != nil || reason == "" {
		return err
	}
	t.s.Do(ctx, t.s.Waive(h.Finding, reason))
	t.save(ctx)
	return nil
}

// submit shows the summary, names what can't be undone, and freezes the
// version for whoever types "submit".
func (t *prompter) submit(ctx context.Context) (frozen, again bool, err error) {
	v := view.GateOf(t.s)
	t.printf("%s", v.Intro)
	for _, line := range v.Summary {
		t.printf("%s: %s", line.Label, line.Text)
	}
	if breaks := v.Breaks(); breaks != "" {
		t.printf("%s", view.Ended(breaks))
	}
	for _, cannot := range v.Cannot {
		t.printf("%s", cannot)
	}
	text, err := t.ask(ctx, fmt.Sprintf("Type submit to freeze version %d; < goes back, save leaves:", v.Version))
	if err != nil {
		return false, false, err
	}
	switch text {
	case "submit":
		return t.freeze(ctx)
	case "", cmdSave:
		return false, false, ErrLeft
	case cmdBack:
		return false, true, t.visitLast(ctx)
	default:
		t.printf("Nothing was frozen: that was not the word submit.")
		return false, true, nil
	}
}

func (t *prompter) freeze(ctx context.Context) (frozen, again bool, err error) {
	job, err := t.s.Freeze()
	if err != nil {
		t.printf("Nothing was frozen: %v.", err)
		return false, true, nil
	}
	t.s.Do(ctx, job)
	if !t.s.IsFrozen() {
		t.printf("Nothing was frozen.")
		t.saveFailed()
		return false, false, ErrLeft
	}
	t.save(ctx)
	t.printf("Version %d is frozen.", t.s.Draft.Version)
	return true, false, nil
}
