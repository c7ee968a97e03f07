package aloud

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/session"
	"github.com/certwiz/certwiz/ui/view"
)

// handOff goes through the portal's fields in the portal's order, asks whether
// it confirmed, then what comes after. Every line that is done is recorded, so
// that the next sitting goes on behind it.
func (t *prompter) handOff(ctx context.Context) error {
	t.lookUp(ctx)
	t.gap()
	t.printf("Hand-off of version %d to %s. %s", t.s.Draft.Version, t.s.Portal.Name, t.s.Handoff().Introduction)
	if err := t.handOffLines(ctx, false); err != nil {
		return err
	}
	answered, err := t.askReceipt(ctx)
	if err != nil {
		return err
	}
	switch answered {
	case change:
		return t.changeAnswers(ctx)
	case refused:
		return t.refused(ctx)
	case notYet:
		t.printf("Not confirmed: version %d stays handed over, not confirmed. Start certwiz again when the portal has answered.", t.s.Draft.Version)
		return nil
	}
	if err := t.handOffLines(ctx, true); err != nil {
		return err
	}
	t.printNext()
	return nil
}

// handOffLines asks for one line after another; after says on which side of the
// portal's confirmation.
func (t *prompter) handOffLines(ctx context.Context, after bool) error {
	for i := 0; ; {
		lines := slices.DeleteFunc(t.s.Handoff().Lines, func(l session.HandoffLine) bool { return l.After != after })
		if i >= len(lines) {
			return nil
		}
		if lines[i].Done {
			t.printf("%d of %d: %s: done.", i+1, len(lines), lines[i].Label)
			i++
			continue
		}
		back, err := t.handOffLine(ctx, lines[i], fmt.Sprintf("%d of %d", i+1, len(lines)))
		if err != nil {
			return err
		}
		if back {
			i = max(i-1, 0)
			continue
		}
		i++
	}
}

// handOffLine asks for one line of the hand-off.
func (t *prompter) handOffLine(ctx context.Context, l session.HandoffLine, count string) (back bool, err error) {
	t.gap()
	t.printf("%s: %s", count, view.Ended(l.Label))
	if l.Note != "" {
		t.printf("%s", l.Note)
	}
	switch {
	case l.Kept:
		t.printf("A secret: it is not shown, and taken off the clipboard after 30 seconds.")
	case l.Shown != "":
		t.printf("%s", l.Shown)
	}
	for {
		text, err := t.ask(ctx, linePrompt(l))
		if err != nil {
			return false, err
		}
		switch text {
		case "":
			t.s.Do(ctx, t.s.FinishLine(l, ""))
			t.saveFailed()
			return false, nil
		case "s":
			return false, nil
		case cmdBack:
			return true, nil
		case cmdSave:
			return false, ErrLeft
		case "c":
			t.copyLine(ctx, l)
		case "o":
			t.openLine(l)
		case cmdExplain:
			t.printf("Do what the line says in the portal, then press Enter. Rule: %s", l.Source)
		default:
			t.notTaken()
		}
	}
}

func linePrompt(l session.HandoffLine) string {
	switch l.Kind {
	case portal.Open:
		return "o opens it, Enter when done, s skips:"
	case portal.Press:
		return "Enter when done, s skips:"
	default:
		return "c copies it, Enter when done, s skips:"
	}
}

// copyLine puts a line on the clipboard. A secret is taken off again after half
// a minute, when certwiz ends, or when something else is copied.
func (t *prompter) copyLine(ctx context.Context, l session.HandoffLine) {
	how, secret, err := t.board.CopyLine(ctx, t.s.Ports.Vault, l)
	switch {
	case errors.Is(err, session.ErrNotKept):
		t.printf("%s is no longer kept %s.", l.Label, t.s.Ports.Vault.Place())
	case err != nil:
		t.printf("%s: %v", l.Label, err)
	case secret == nil:
		t.printf("%s.", how)
	default:
		time.AfterFunc(session.SecretTime, func() { _, _ = secret.Clear() }) // the clipboard may be out of reach by then
		t.printf("%s, for 30 seconds.", how)
	}
}

func (t *prompter) openLine(l session.HandoffLine) {
	if l.Kind != portal.Open || l.Missing != nil || t.o.Out.Browser == nil {
		t.printf("There is nothing to open here.")
		return
	}
	if err := t.o.Out.Browser.Open(l.Content); err != nil {
		t.printf("%v: %s", err, l.Content)
		return
	}
	t.printf("Opened in your browser.")
}

// portalAnswer is what the portal answered, as the person saw it.
type portalAnswer int

const (
	notYet portalAnswer = iota
	confirmed
	refused
	change
)

// askReceipt asks whether the portal confirmed. certwiz itself can't know, and
// says nothing that the person has not seen.
func (t *prompter) askReceipt(ctx context.Context) (portalAnswer, error) {
	h := t.s.Handoff()
	if h.Receipt.Confirmed {
		return confirmed, nil
	}
	t.gap()
	n, err := t.Choose(ctx, h.Question, []Option{{Label: "yes"}, {Label: "not yet"}, {Label: "it showed an error"},
		{Label: "nothing was given to it yet, I want to change an answer"}})
	if err != nil || n < 0 {
		return notYet, err
	}
	answered := []portalAnswer{confirmed, notYet, refused, change}[n]
	if answered == confirmed {
		t.s.Do(ctx, t.s.ConfirmReceipt())
		t.saveFailed()
		t.printf("Recorded: the portal confirmed version %d.", t.s.Draft.Version)
	}
	return answered, nil
}

// refused writes down what the portal showed.
func (t *prompter) refused(ctx context.Context) error {
	t.printf("What did it show? Lines, the last one a single full stop.")
	first, err := t.ask(ctx, "")
	if err != nil {
		return err
	}
	said, err := t.block(ctx, first)
	if err != nil {
		return err
	}
	t.s.Do(ctx, t.s.Record(submission.Refused, said))
	t.saveFailed()
	t.printf("Recorded. %s", t.s.Standing().Next)
	return nil
}

// printNext says whose turn it is, until when, and where to go on.
func (t *prompter) printNext() {
	state := t.s.Standing()
	t.gap()
	t.printf("Version %d: %s.", state.Version, state.Stage)
	if state.Window.Text != "" {
		t.printf("%s", state.Window.Text)
	}
	if state.Next != "" {
		t.printf("%s", state.Next)
	}
	if link, ok := t.s.Portal.Link("testing"); ok && t.value("publisher") == "verified" {
		t.printf("%s: %s", link.Title, link.URL)
	}
	t.printf("certwiz status shows where it stands. certwiz record takes down what Microsoft answers.")
}

// underReview says where a submission stands and takes what comes next.
func (t *prompter) underReview(ctx context.Context) error {
	t.printStanding()
	n, err := t.Choose(ctx, "What do you want to do?", []Option{
		{Label: "write down Microsoft's answer"},
		{Label: "go through the hand-off once more"},
		{Label: "begin an update"},
	})
	if err != nil {
		return err
	}
	switch n {
	case 0:
		return t.record(ctx)
	case 1:
		return t.handOff(ctx)
	case 2:
		if err := BeginUpdate(ctx, t.Console, t.s); err != nil {
			return err
		}
		return t.questions(ctx)
	}
	return nil
}

func (t *prompter) printStanding() {
	state := t.s.Standing()
	parts := []string{fmt.Sprintf("Version %d: %s since %s", state.Version, state.Stage, day(state.Since))}
	if w := state.Waiting(); w != "" {
		parts = append(parts, w)
	}
	if state.Overdue {
		parts = append(parts, "overdue")
	}
	t.printf("%s.", strings.Join(parts, ", "))
	if state.Said != "" {
		t.printf("It was said:\n%s", state.Said)
	}
	if state.Next != "" {
		t.printf("%s", state.Next)
	}
}

// record writes Microsoft's answer down.
func (t *prompter) record(ctx context.Context) error {
	replies := session.Replies(t.s.Portal)
	options := make([]Option, len(replies))
	for i, r := range replies {
		options[i] = Option{Label: r.Label}
	}
	n, err := t.Choose(ctx, "What did Microsoft answer?", options)
	if err != nil || n < 0 {
		return err
	}
	t.printf("Their words. Lines, the last one a single full stop.")
	first, err := t.line(ctx, "")
	if err != nil {
		return err
	}
	said := ""
	if first != "." {
		if said, err = t.block(ctx, first); err != nil {
			return err
		}
	}
	t.s.Do(ctx, t.s.Record(replies[n].Kind, said))
	t.saveFailed()
	t.printStanding()
	return nil
}
