package aloud

import (
	"context"
	"errors"
	"fmt"

	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/portal"
)

// ErrMisfit says that a piped answer did not fit its question. What follows is
// meant for other questions then, and may be a secret.
var ErrMisfit = errors.New("an answer did not fit its question; the lines after it were not read")

// ErrNoVault says that piped answers hold a secret that can't be kept.
var ErrNoVault = errors.New("there is nowhere to keep the secret; the lines after it were not read")

// unfinished is the page whose questions are being answered. Answers that are
// piped are kept a page at a time: a line too many or too few shows at a
// question that it does not fit, and by then a secret may have been taken for
// the answer to another one.
type unfinished struct {
	step  portal.Step
	draft submission.Draft // as it was before the page
}

// enter begins a page, and keeps the one before it.
func (t *prompter) enter(ctx context.Context, step portal.Step) {
	if !t.piped || t.page != nil && t.page.step.ID == step.ID {
		return
	}
	t.finish(ctx)
	t.page = &unfinished{step, t.s.Draft.Clone()}
}

// finish keeps the answers of the page.
func (t *prompter) finish(ctx context.Context) {
	if t.page == nil {
		return
	}
	t.page = nil
	t.save(ctx)
}

// abandon takes the answers of an unfinished page back, and its secrets out of
// the vault. The error says so, and where.
func (t *prompter) abandon(ctx context.Context, err error) error {
	if t.page == nil || err == nil || errors.Is(err, ErrLeft) {
		return err
	}
	t.s.Do(ctx, t.s.TakeBackAnswers(t.page.draft))
	title := t.page.step.Title
	t.s.MoveTo(t.page.step.ID, "")
	t.page = nil
	return fmt.Errorf("%s: %w", title, pageDropped{err})
}

// pageDropped is what ended piped answers on a page that they did not finish.
type pageDropped struct{ error }

func (e pageDropped) Error() string {
	if errors.Is(e.error, ErrEnded) {
		return "the input ended before the page's last question; the answers on it are not kept, those on the pages before it are"
	}
	return e.error.Error() + ", and the answers on this page are not kept"
}

func (e pageDropped) Unwrap() error { return e.error }
