package aloud

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/ui/view"
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
func (t *prompter) question(ctx context.Context, p place) (move, error) {
	t.enter(ctx, p.step)
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
			if !p.field.Kind.ShowsOnly() {
				prompt = "Answer again, or Enter to go on:"
			}
		}
	}
}

// listen reads an answer, a secret without echo and unchanged: a space pasted
// with it is a finding, not something to be cut off in silence.
func (t *prompter) listen(ctx context.Context, p place, prompt string) (string, error) {
	if p.field.Kind == portal.Secret {
		return t.askHidden(ctx, prompt)
	}
	return t.ask(ctx, prompt)
}

// present says what is asked, why, and what the answer is so far.
func (t *prompter) present(p place) {
	f := view.FieldOf(t.s, p.field)
	label := f.Label
	if f.Optional && !f.Kind.ShowsOnly() {
		label += " (optional)"
	}
	t.printf("%s: %s", t.count(p), label)
	if why := firstSentence(f.Why); why != "" {
		t.printf("%s", why)
	}
	if f.Expect != "" {
		t.printf("To be typed: %s", f.Expect)
	}
	t.offer(f)
	t.current(f)
	if f.Kind != portal.Changes && (f.Kind.ShowsOnly() || f.Given) { // the changes are listed already
		t.printFindings(f.ID)
	}
}

// current says what the answer is so far and where it comes from.
func (t *prompter) current(f view.Field) {
	if f.Answer == "" {
		return
	}
	source := ""
	if from := t.s.Draft.Answers[f.ID].From; from != "" {
		source = ", from " + from
	}
	if strings.Contains(f.Answer, "\n") {
		t.printf("Your answer so far%s:\n%s", source, f.Answer)
	} else {
		t.printf("Your answer so far%s: %s", source, f.Answer)
	}
	if f.Carried {
		t.printf("Carried over: look at it. Enter confirms that it still holds.")
	}
}

// prompt is the line that asks, by the kind of answer.
func (t *prompter) prompt(p place) string {
	f := p.field
	has := t.s.Draft.Answers[f.ID].Value != ""
	keeps := ", Enter goes on:"
	if has {
		keeps = ", Enter keeps it:"
	}
	switch f.Kind {
	case portal.Choice:
		return fmt.Sprintf("A number from 1 to %d%s", len(view.Options(t.s, f)), keeps)
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
		return t.commitPrompt(f) + keeps
	case portal.Archive:
		return t.archivePrompt() + keeps
	case portal.Files:
		return "r reads the files again, Enter goes on:"
	case portal.Document:
		return t.documentPrompt(f)
	case portal.Changes, portal.Unreadable:
		return "Enter goes on:"
	default:
		return "Answer" + keeps
	}
}

// explain says everything that is known about a question.
func (t *prompter) explain(p place) {
	f := p.field
	if f.Hint != "" {
		t.printf("For example: %s", f.Hint)
	}
	for _, a := range view.AboutField(t.s, f) {
		t.printf("%s: %s", a.Head, a.Text)
	}
	if !f.Kind.ShowsOnly() {
		t.printf("clear takes the answer out.")
	}
}

// printFindings prints a field's findings and reports whether one breaks a rule.
func (t *prompter) printFindings(field string) (broken bool) {
	findings := view.Findings(t.s, field)
	for _, f := range findings[:min(maxFindings, len(findings))] {
		t.printf("%s", f.Sentence())
	}
	if n := len(findings) - maxFindings; n > 0 {
		t.printf("And %d more; certwiz check lists them all.", n)
	}
	return view.Broken(findings)
}

// maxFindings is how many findings of one field are read out.
const maxFindings = 20

func firstSentence(s string) string {
	if i := strings.Index(s, ". "); i > 0 {
		return s[:i+1]
	}
	return s
}

func day(at time.Time) string { return at.Format("2 Jan 2006") }
