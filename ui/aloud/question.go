package aloud

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/gate"
	"github.com/certwiz/certwiz/submission/portal"
)

// The words that are commands at every question.
const (
	cmdExplain  = "?"
	cmdBack     = "<"
	cmdSave     = "save"
	cmdProblems = "problems"
	cmdClear    = "clear"
)

// question asks one question until there is somewhere to go. No answer is ever
// refused: what is wrong with it is said, and the person answers again or goes
// on.
func (t *talk) question(ctx context.Context, p place) (move, error) {
	t.s.MoveTo(p.step.ID, p.field.ID)
	t.gap()
	t.present(p)
	prompt := t.prompt(p)
	for {
		text, err := t.listen(ctx, p, prompt)
		if err != nil {
			return move{}, err
		}
		switch strings.TrimSpace(text) {
		case "":
			return move{kind: goNext}, t.keep(ctx, p)
		case cmdExplain:
			t.explain(p)
		case cmdBack:
			return move{kind: goBack}, nil
		case cmdSave:
			return move{}, ErrLeft
		case cmdProblems:
			field, err := t.problems(ctx)
			if err != nil || field != "" {
				return move{kind: goThere, field: field}, err
			}
		case cmdClear:
			return move{kind: goNext}, t.forget(ctx, p)
		default:
			fine, err := t.take(ctx, p, text)
			if err != nil || fine {
				return move{kind: goNext}, err
			}
			if !shown(p.field.Kind) {
				prompt = "Answer again, or Enter to go on:"
			}
		}
	}
}

// listen reads an answer, a secret without echo and unchanged: a space pasted
// with it is a finding, not something to be cut off in silence.
func (t *talk) listen(ctx context.Context, p place, prompt string) (string, error) {
	if p.field.Kind == portal.Secret {
		return t.askHidden(ctx, prompt)
	}
	return t.ask(ctx, prompt)
}

// present says what is asked, why, and what the answer is so far.
func (t *talk) present(p place) {
	label := t.fill(p.field.Label)
	if p.field.Optional && !shown(p.field.Kind) {
		label += " (optional)"
	}
	t.say("%s: %s", t.count(p), label)
	if why := firstSentence(p.field.Why); why != "" {
		t.say("%s", why)
	}
	if p.field.Expect != "" {
		t.say("To be typed: %s", t.fill(p.field.Expect))
	}
	t.offer(p.field)
	t.current(p.field)
	if shown(p.field.Kind) || t.s.Draft.Answers[p.field.ID].Value != "" {
		t.tell(p.field.ID)
	}
}

// shown tells of the kinds that show something and ask for no answer.
func shown(k portal.FieldKind) bool {
	return k == portal.Files || k == portal.Document || k == portal.Changes
}

// current says what the answer is so far and where it comes from.
func (t *talk) current(f portal.Field) {
	a := t.s.Draft.Answers[f.ID]
	if shown(f.Kind) || a.Value == "" {
		return
	}
	source := ""
	if a.From != "" {
		source = ", from " + a.From
	}
	value := t.show(f, a)
	if strings.Contains(value, "\n") {
		t.say("Your answer so far%s:\n%s", source, value)
	} else {
		t.say("Your answer so far%s: %s", source, value)
	}
	if a.Carried {
		t.say("Carried over: look at it. Enter confirms that it still holds.")
	}
}

// show is an answer as a person reads it. A secret is never shown.
func (t *talk) show(f portal.Field, a submission.Answer) string {
	switch f.Kind {
	case portal.Secret:
		return t.secretState(f.ID)
	case portal.Choice:
		for _, o := range t.listed(f) {
			if o.Value == a.Value {
				return o.Label
			}
		}
	}
	return a.Value
}

func (t *talk) secretState(field string) string {
	state, known := t.s.Secrets[field]
	switch {
	case state.Kept:
		return "kept " + t.s.Ports.Vault.Place()
	case known && state.Why == "":
		return "no longer kept"
	case known:
		return "not known whether it is still kept: " + state.Why
	default:
		return "given; not yet looked for"
	}
}

// prompt is the line that asks, by the kind of answer.
func (t *talk) prompt(p place) string {
	f := p.field
	has := t.s.Draft.Answers[f.ID].Value != ""
	keeps := ", Enter goes on:"
	if has {
		keeps = ", Enter keeps it:"
	}
	switch f.Kind {
	case portal.Choice:
		return fmt.Sprintf("A number from 1 to %d%s", len(t.listed(f)), keeps)
	case portal.Tick:
		if f.Copy != "" {
			return "yes or no, c copies it" + keeps
		}
		return "yes or no" + keeps
	case portal.Lines:
		return "Lines, the last one a single full stop" + keeps
	case portal.Secret:
		return "It is kept " + t.s.Ports.Vault.Place() + " and not shown" + keeps
	case portal.Date:
		return "A date like 2027-11-30" + keeps
	case portal.Commit, portal.PullRequest:
		return t.commitPrompt() + keeps
	case portal.Archive:
		return t.archivePrompt() + keeps
	case portal.Files:
		return "r reads the files again, Enter goes on:"
	case portal.Document:
		return t.documentPrompt(f)
	case portal.Changes:
		return "Enter goes on:"
	default:
		return "Answer" + keeps
	}
}

// explain says everything that is known about a question.
func (t *talk) explain(p place) {
	f := p.field
	for _, line := range []string{f.Why, f.Where} {
		if line != "" {
			t.say("%s", t.fill(line))
		}
	}
	if f.Hint != "" {
		t.say("For example: %s", f.Hint)
	}
	if f.Source != "" {
		t.say("Rule: %s", f.Source)
	}
	if link, ok := t.s.Portal.Link(f.Link); ok {
		t.say("Page: %s, %s", link.Title, link.URL)
	}
	if !shown(f.Kind) {
		t.say("clear takes the answer out.")
	}
}

// tell says every finding about a field and returns whether one is broken.
func (t *talk) tell(field string) (broken bool) {
	holds, warnings := t.findings(field)
	for i, h := range append(holds, warnings...) {
		if h.Kind == gate.Missing || h.Kind == gate.Carried {
			continue
		}
		if i < len(holds) && h.Kind == gate.Broken {
			broken = true
		}
		if i == mostTold {
			t.say("And %d more; certwiz check lists them all.", len(holds)+len(warnings)-mostTold)
			break
		}
		t.say("%s", sentence(h))
	}
	return broken
}

// mostTold is how many findings of one field are read out.
const mostTold = 20

// sentence is a finding as it is read out.
func sentence(h gate.Hold) string {
	f := h.Finding
	word := f.Severity.String()
	if h.Kind == gate.Unchecked {
		word = ""
	}
	text := f.Message
	if word != "" {
		text = word + ": " + text
	}
	if at := f.Place.String(); f.Place.File != "" {
		text = at + ": " + text
	}
	if f.Fix != "" {
		text = ended(text) + " " + f.Fix
	}
	return ended(text) + " [" + f.Rule + "]"
}

// ended ends a text with a full stop, so that what follows is heard apart.
func ended(s string) string {
	if strings.HasSuffix(s, ".") || strings.HasSuffix(s, ":") || strings.HasSuffix(s, "?") {
		return s
	}
	return s + "."
}

func firstSentence(s string) string {
	if i := strings.Index(s, ". "); i > 0 {
		return s[:i+1]
	}
	return s
}

func day(at time.Time) string { return at.Format("2 Jan 2006") }
