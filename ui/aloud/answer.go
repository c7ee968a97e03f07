package aloud

import (
	"context"
	"strings"

	"github.com/certwiz/certwiz/submission/gate"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/ui/view"
)

// offer lists the choices.
func (t *prompter) offer(f view.Field) {
	switch f.Kind {
	case portal.Choice:
		t.options(asOptions(f.Options))
	case portal.Commit, portal.PullRequest:
		t.offerCommits(f.Field)
	case portal.Archive:
		t.offerArchives()
	case portal.Files:
		t.showFiles()
	case portal.Document:
		t.showDocument(f.Field)
	case portal.Changes:
		t.showChanges()
	}
}

func asOptions(options []portal.Option) []Option {
	list := make([]Option, len(options))
	for i, o := range options {
		list[i] = Option{o.Label, o.Note}
	}
	return list
}

// take makes an answer of what was typed. It returns false when the person
// should be asked again: because it is no answer, or because something is
// wrong with it.
func (t *prompter) take(ctx context.Context, p place, text string) (bool, error) {
	f := p.field
	switch f.Kind {
	case portal.Choice:
		return t.takeChoice(ctx, f, text), nil
	case portal.Tick:
		return t.takeTick(ctx, f, text), nil
	case portal.Lines:
		lines, err := t.block(ctx, text)
		if err != nil {
			t.s.Set(f.ID, lines) // what was typed until the input ended is kept too
			return false, err
		}
		return t.give(ctx, f, lines), nil
	case portal.Secret:
		return t.takeSecret(ctx, f, text)
	case portal.Commit, portal.PullRequest:
		return t.takeCommit(ctx, f, text), nil
	case portal.Archive:
		return t.takeArchive(ctx, f, text), nil
	case portal.Files:
		return t.takeFiles(ctx, f), nil
	case portal.Document:
		return t.takeDocument(ctx, f, text), nil
	case portal.Changes, portal.Unreadable:
		return true, nil
	default:
		return t.give(ctx, f, text), nil
	}
}

// give sets an answer, keeps it, and prints the findings about it.
func (t *prompter) give(ctx context.Context, f portal.Field, value string) bool {
	t.s.Set(f.ID, value)
	t.s.Confirm(f.ID) // the same value typed again is a confirmation too
	t.lookUp(ctx)
	t.save(ctx)
	return t.fits(f)
}

// fits prints the findings about an answer that was just given, and tells
// whether it can stand.
func (t *prompter) fits(f portal.Field) bool {
	if !t.printFindings(f.ID) {
		return true
	}
	t.misfit()
	return false
}

// keep goes on with the answer there is. One that was carried over is
// confirmed by it (S98).
func (t *prompter) keep(ctx context.Context, p place) error {
	t.s.Confirm(p.field.ID)
	t.save(ctx)
	for _, h := range t.s.Verdict.Holds {
		if h.Field == p.field.ID && h.Kind == gate.Missing {
			t.printf("Left open: %s %s stays locked until it is answered.", view.Ended(h.Finding.Message), t.final().Button)
		}
	}
	return nil
}

// forget takes an answer out.
func (t *prompter) forget(ctx context.Context, p place) error {
	if t.s.Draft.Answers[p.field.ID].Value == "" || p.field.Kind.ShowsOnly() {
		return nil
	}
	if p.field.Kind == portal.Secret {
		t.s.Do(ctx, t.s.ForgetSecret(p.field.ID))
	} else {
		t.s.Set(p.field.ID, "")
	}
	t.printf("Taken out.")
	return t.keep(ctx, p)
}

func (t *prompter) takeChoice(ctx context.Context, f portal.Field, text string) bool {
	options := view.Options(t.s, f)
	if i, ok := number(text, len(options)); ok {
		return t.give(ctx, f, options[i].Value)
	}
	for _, o := range options {
		if strings.EqualFold(text, o.Value) || strings.EqualFold(text, o.Label) {
			return t.give(ctx, f, o.Value)
		}
	}
	t.notTaken()
	return false
}

func (t *prompter) takeTick(ctx context.Context, f portal.Field, text string) bool {
	if f.Copy != "" && text == "c" {
		t.copyText(t.fill(f.Copy))
		return false
	}
	yes, ok := yesNo(text)
	switch {
	case !ok:
		t.notTaken()
		return false
	case yes:
		return t.give(ctx, f, "yes")
	default:
		return t.give(ctx, f, "")
	}
}

// copyText puts a text that is no secret on the clipboard.
func (t *prompter) copyText(text string) {
	how, err := t.board.Copy(text)
	if err != nil {
		t.printf("%v. It is: %s", err, text)
		return
	}
	t.printf("%s.", how)
}
