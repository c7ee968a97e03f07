package aloud

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/standing"
)

// heldFor is how long a secret may stay on the clipboard.
const heldFor = 30 * time.Second

// handOff goes through the portal's fields in the portal's order, asks whether
// it confirmed, then what comes after. Every item that is done is recorded, so
// that the next sitting goes on behind it.
func (t *talk) handOff(ctx context.Context) error {
	f := t.final()
	t.gap()
	t.say("Hand-off of version %d to %s. Microsoft's form has no programming interface: you paste, certwiz keeps track.",
		t.s.Draft.Version, t.s.Portal.Name)
	if err := t.items(ctx, false); err != nil {
		return err
	}
	answered, err := t.receipt(ctx, f)
	if err != nil {
		return err
	}
	switch answered {
	case change:
		return t.changeAnswers(ctx)
	case refused:
		return t.refused(ctx)
	case notYet:
		t.say("Not confirmed: version %d stays handed over, not confirmed. Start certwiz again when the portal has answered.", t.s.Draft.Version)
		return nil
	}
	if err := t.items(ctx, true); err != nil {
		return err
	}
	t.comesNext()
	return nil
}

// items asks for one item after another; after says on which side of the
// portal's confirmation.
func (t *talk) items(ctx context.Context, after bool) error {
	var items []portal.Item
	for _, item := range Items(t.s) {
		if item.After == after {
			items = append(items, item)
		}
	}
	for i := 0; i < len(items); {
		if t.s.Handed()[items[i].ID] {
			t.say("%d of %d: %s: done.", i+1, len(items), items[i].Label)
			i++
			continue
		}
		back, err := t.item(ctx, items[i], fmt.Sprintf("%d of %d", i+1, len(items)))
		if err != nil {
			return err
		}
		if back {
			i = max(i-1, 0)
			continue
		}
		i++
	}
	return nil
}

// item asks for one line of the hand-off.
func (t *talk) item(ctx context.Context, item portal.Item, count string) (back bool, err error) {
	t.gap()
	t.say("%s: %s", count, ended(item.Label))
	if item.Note != "" {
		t.say("%s", item.Note)
	}
	if shown := t.content(item); shown != "" {
		t.say("%s", shown)
	}
	for {
		text, err := t.ask(ctx, itemPrompt(item))
		if err != nil {
			return false, err
		}
		switch text {
		case "":
			t.done(ctx, item)
			return false, nil
		case "s":
			return false, nil
		case cmdBack:
			return true, nil
		case cmdSave:
			return false, ErrLeft
		case "c":
			t.copyItem(ctx, item)
		case "o":
			t.openItem(item)
		case cmdExplain:
			t.say("Do what the line says in the portal, then press Enter. Rule: %s", item.Source)
		default:
			t.say("There is no %q here.", text)
		}
	}
}

func itemPrompt(item portal.Item) string {
	switch item.Kind {
	case portal.Open:
		return "o opens it, Enter when done, s skips:"
	case portal.Press:
		return "Enter when done, s skips:"
	default:
		return "c copies it, Enter when done, s skips:"
	}
}

// done records an item.
func (t *talk) done(ctx context.Context, item portal.Item) {
	t.s.Do(ctx, t.s.Record(submission.Copied, item.ID))
	switch {
	case item.Kind == portal.Attach && item.File == "intro.md":
		t.s.Do(ctx, t.s.Record(submission.IntroAttached, ""))
	case item.After && item.ID == "pull request":
		t.s.Do(ctx, t.s.Record(submission.PullRequest, ""))
	}
	t.saveFailed()
}

// content is what an item holds, as it may be shown.
func (t *talk) content(item portal.Item) string {
	if IsSecret(t.s, item) {
		return "A secret: it is not shown, and taken off the clipboard after 30 seconds."
	}
	return ItemText(t.s, item)
}

func (t *talk) copyItem(ctx context.Context, item portal.Item) {
	if item.Kind == portal.Press {
		t.say("There is nothing to copy here.")
		return
	}
	if IsSecret(t.s, item) {
		t.copySecret(ctx, item)
		return
	}
	t.copyText(ItemText(t.s, item))
}

// copySecret puts a secret on the clipboard and takes it off again after half
// a minute, when certwiz ends, or when another one is copied.
func (t *talk) copySecret(ctx context.Context, item portal.Item) {
	clipboard := t.o.Out.Clipboard
	if clipboard == nil {
		t.say("There is no clipboard here, and a secret is not shown.")
		return
	}
	secret, err := t.s.Ports.Vault.Get(ctx, t.s.Draft.Value(item.Field))
	if err != nil {
		t.say("%v", err)
		return
	}
	t.forgetCopied()
	how, err := clipboard.Copy(secret.Open())
	if err != nil {
		t.say("%v", err)
		return
	}
	clear := func() {
		if held, known := clipboard.Held(secret.Open()); held || !known {
			_ = clipboard.Clear() // the clipboard may be out of reach by now
		}
	}
	due := time.AfterFunc(heldFor, clear)
	t.clear = func() {
		if due.Stop() {
			clear()
		}
	}
	t.say("%s, for 30 seconds.", how)
}

// forgetCopied takes the last copied secret off the clipboard, unless that was
// done already.
func (t *talk) forgetCopied() {
	if t.clear != nil {
		t.clear()
		t.clear = nil
	}
}

func (t *talk) openItem(item portal.Item) {
	link, ok := t.s.Portal.Link(item.Link)
	if !ok || t.o.Out.Browser == nil {
		t.say("There is nothing to open here.")
		return
	}
	if err := t.o.Out.Browser.Open(link.URL); err != nil {
		t.say("%v: %s", err, link.URL)
		return
	}
	t.say("Opened in your browser.")
}

// receipt is what the portal answered, as the person saw it.
type receipt int

const (
	notYet receipt = iota
	confirmed
	refused
	change
)

// receipt asks whether the portal confirmed. certwiz itself can't know, and
// says nothing that the person has not seen.
func (t *talk) receipt(ctx context.Context, f portal.Final) (receipt, error) {
	if s := t.s.Standing().Stage; s != standing.HandedOver && s != standing.RefusedBy {
		return confirmed, nil
	}
	t.gap()
	n, err := t.Choose(ctx, f.Receipt, []Option{{Label: "yes"}, {Label: "not yet"}, {Label: "it showed an error"},
		{Label: "nothing was given to it yet, I want to change an answer"}})
	if err != nil || n < 0 {
		return notYet, err
	}
	answered := []receipt{confirmed, notYet, refused, change}[n]
	if answered == confirmed {
		t.s.Do(ctx, t.s.Record(submission.Confirmed, f.Window))
		t.saveFailed()
		t.say("Recorded: the portal confirmed version %d.", t.s.Draft.Version)
	}
	return answered, nil
}

// refused writes down what the portal showed.
func (t *talk) refused(ctx context.Context) error {
	t.say("What did it show? Lines, the last one a single full stop.")
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
	t.say("Recorded. %s", t.s.Standing().Next)
	return nil
}

// comesNext says whose turn it is, until when, and where to go on.
func (t *talk) comesNext() {
	state := t.s.Standing()
	t.gap()
	t.say("Version %d: %s.", state.Version, state.Stage)
	if state.Window.Text != "" {
		t.say("%s", state.Window.Text)
	}
	if state.Next != "" {
		t.say("%s", state.Next)
	}
	if link, ok := t.s.Portal.Link("testing"); ok && t.value("publisher") == "verified" {
		t.say("%s: %s", link.Title, link.URL)
	}
	t.say("certwiz status shows where it stands. certwiz record takes down what Microsoft answers.")
}

// underReview says where a submission stands and takes what comes next.
func (t *talk) underReview(ctx context.Context) error {
	t.stands()
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

func (t *talk) stands() {
	state := t.s.Standing()
	parts := []string{fmt.Sprintf("Version %d: %s since %s", state.Version, state.Stage, day(state.Since))}
	if w := state.Waiting(); w != "" {
		parts = append(parts, w)
	}
	if state.Overdue {
		parts = append(parts, "overdue")
	}
	t.say("%s.", strings.Join(parts, ", "))
	if state.Said != "" {
		t.say("It was said:\n%s", state.Said)
	}
	if state.Next != "" {
		t.say("%s", state.Next)
	}
}

// record writes Microsoft's answer down.
func (t *talk) record(ctx context.Context) error {
	kinds := []submission.EventKind{submission.ChangesRequested, submission.Approved, submission.Certified}
	n, err := t.Choose(ctx, "What did Microsoft answer?", []Option{
		{Label: "changes are requested"}, {Label: "approved"}, {Label: "certified"}})
	if err != nil || n < 0 {
		return err
	}
	t.say("Their words. Lines, the last one a single full stop.")
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
	t.s.Do(ctx, t.s.Record(kinds[n], said))
	t.saveFailed()
	t.stands()
	return nil
}
