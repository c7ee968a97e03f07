package aloud

import (
	"context"
	"fmt"
	"strings"

	"github.com/certwiz/certwiz/checks/text"
	"github.com/certwiz/certwiz/submission/gate"
)

// list reads the gate's holds out.
func (t *talk) list() {
	v := t.s.Judge()
	button := t.final().Button
	if button == "" {
		button = "Submit for review"
	}
	if v.Open {
		t.say("%s is open: nothing holds it.", button)
	} else {
		t.say("%s is locked: %s left.", button, text.Count(len(v.Holds), "thing", "things"))
	}
	for i, h := range v.Holds {
		t.say("%d. %s: %s", i+1, t.stepTitle(h), sentence(h))
	}
}

// problems lists what holds the gate and returns the field to go to, "" to
// stay.
func (t *talk) problems(ctx context.Context) (string, error) {
	t.list()
	for len(t.s.Verdict.Holds) > 0 {
		text, err := t.ask(ctx, "A number goes there, Enter goes back to the question:")
		if err != nil || text == "" {
			return "", err
		}
		if i, ok := number(text, len(t.s.Verdict.Holds)); ok {
			return t.s.Verdict.Holds[i].Field, nil
		}
		t.say("There is no %q here.", text)
	}
	return "", nil
}

// gate shows what holds the submission until it is open and the person has
// frozen a version, or leaves.
func (t *talk) gate(ctx context.Context) (frozen bool, err error) {
	for {
		t.gap()
		t.list()
		t.warnings()
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

// warnings says what holds nothing but was said.
func (t *talk) warnings() {
	v := t.s.Verdict
	if n := len(v.Warnings); n > 0 {
		t.say("Remarks that hold nothing: %d. certwiz check lists them.", n)
	}
	for _, w := range v.Waived {
		t.say("Waived: %s, %q.", w.Rule, w.Reason)
	}
	for _, w := range v.Stale {
		t.say("A waiver of %s matches nothing any more.", w.Rule)
	}
	for _, a := range v.Attested {
		t.say("You vouched: %s", a.Saying)
	}
}

// locked offers what can be done about the holds, until something was done.
func (t *talk) locked(ctx context.Context) error {
	for {
		text, err := t.ask(ctx, "A number goes there, a with a number vouches, w with a number waives, look looks again, save leaves:")
		if err != nil {
			return err
		}
		switch text {
		case "", cmdProblems:
			return nil
		case cmdExplain:
			t.say("Everything in the list has to be mended, answered or confirmed. a 2 records your word for what could not be checked, where that counts. " +
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
			t.say("There is no %q here.", text)
			continue
		}
		return t.act(ctx, verb, h)
	}
}

// chosen takes "2", "a 2" and "w 2" apart.
func (t *talk) chosen(text string) (verb string, h gate.Hold, ok bool) {
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
func (t *talk) act(ctx context.Context, verb string, h gate.Hold) error {
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
func (t *talk) visit(ctx context.Context, step, field string) error {
	for {
		places := t.places()
		m, err := t.question(ctx, places[at(places, step, field)])
		if err != nil || m.field == "" {
			return err
		}
		step, field = "", m.field
	}
}

// visitLast goes back to the question before the gate.
func (t *talk) visitLast(ctx context.Context) error {
	places := t.places()
	last := places[len(places)-1]
	return t.visit(ctx, last.step.ID, last.field.ID)
}

// vouch records the person's word for what could not be checked.
func (t *talk) vouch(ctx context.Context, h gate.Hold) error {
	if h.Kind != gate.Unchecked || h.Attest == "" {
		t.say("Nobody can vouch for this: it has to be mended.")
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
func (t *talk) waive(ctx context.Context, h gate.Hold) error {
	if !gate.Waivable(h) {
		t.say("This can't be waived: only findings about files can.")
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
func (t *talk) submit(ctx context.Context) (frozen, again bool, err error) {
	f := t.final()
	t.say("%s", t.fill(f.Open))
	for _, line := range t.s.Summary() {
		t.say("%s: %s", line.Label, line.Text)
	}
	for _, text := range f.Cannot {
		if text.When.Holds(t.value) {
			t.say("%s", t.fill(text.Text))
		}
	}
	text, err := t.ask(ctx, fmt.Sprintf("Type submit to freeze version %d; < goes back, save leaves:", t.s.Draft.Version))
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
		t.say("Nothing was frozen: %q is not submit.", text)
		return false, true, nil
	}
}

func (t *talk) freeze(ctx context.Context) (frozen, again bool, err error) {
	job, err := t.s.Freeze()
	if err != nil {
		t.say("Nothing was frozen: %v.", err)
		return false, true, nil
	}
	t.s.Do(ctx, job)
	if t.s.SaveErr != nil {
		t.say("Nothing was frozen.")
		t.saveFailed()
		return false, false, ErrLeft
	}
	t.save(ctx)
	t.say("Version %d is frozen.", t.s.Draft.Version)
	return true, false, nil
}
