// Package aloud is the session as plain questions, one after another: for
// screen readers, for terminals that can't be painted, and for answers that
// are piped in. It asks the same fields as the wizard, puts the same case
// before the same gate, and walks the portal's path and nothing else, so that
// a new submission, an update and another portal are all the same to it.
package aloud

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/certwiz/certwiz/secrets"
	"github.com/certwiz/certwiz/submission/session"
	"github.com/certwiz/certwiz/submission/standing"
	"github.com/certwiz/certwiz/ui/outside"
)

// Options is what Run needs from outside.
type Options struct {
	Session *session.Session
	Console *Console
	Update  bool // begin an update when there is none yet
	Notice  string
	Out     outside.Ports
	// Edit opens a file in the person's editor and waits; nil offers none.
	Edit func(ctx context.Context, path string) error
	// SealedFile opens a vault in a file sealed with a passphrase; nil offers
	// none.
	SealedFile func(passphrase string) (secrets.Vault, error)
	// Sealed says that the file is there already; nil that it is not.
	Sealed func() bool
}

// ErrLeft says that the person left; everything is kept.
var ErrLeft = errors.New("left")

// ErrNoUpdate says that the submission can't be updated where it stands.
var ErrNoUpdate = errors.New("no update")

// prompter asks the questions of one session.
type prompter struct {
	*Console
	o     Options
	s     *session.Session
	board *session.Pasteboard
	page  *unfinished // nil between pages, and where a person answers
}

// Run asks until the person leaves. Every answer is kept as soon as it is
// given. The error is ErrEnded when the input ended, ErrDropped when the
// answers ended with it, the context's when the sitting was interrupted, nil
// when the person left. Where the last answers could not be saved the error
// says so, whatever ended the sitting.
func Run(ctx context.Context, o Options) error {
	t := &prompter{Console: o.Console, o: o, s: o.Session, board: session.NewPasteboard(o.Out.Clipboard)}
	err := t.abandon(context.WithoutCancel(ctx), t.sitting(ctx))
	if err := t.board.Clear(); err != nil {
		t.printf("%v", err)
	}
	t.s.Do(context.WithoutCancel(ctx), t.s.Save())
	switch {
	case t.s.SaveErr != nil:
		return fmt.Errorf("not everything is kept: %w", t.s.SaveErr)
	case errors.Is(err, ErrLeft):
		t.goodbye()
		return nil
	case errors.Is(err, ErrEnded) && (t.s.Draft.Throwaway || t.s.Ports.Store == nil):
		return ErrDropped
	default:
		return err
	}
}

func (t *prompter) goodbye() {
	switch {
	case t.s.Draft.Throwaway:
		t.printf("The example ends here.")
	case t.s.Ports.Store == nil:
		t.printf("Nothing could be saved; the answers end here.")
	default:
		t.printf("Everything is kept. Start certwiz again to go on.")
	}
}

func (t *prompter) sitting(ctx context.Context) error {
	t.greet()
	t.lookAround(ctx)
	if t.o.Update && !t.updating() {
		if err := BeginUpdate(ctx, t.Console, t.s); err != nil {
			return err
		}
	}
	return t.begin(ctx)
}

func (t *prompter) greet() {
	t.printf("certwiz: %s, %s.", t.title(), t.s.Portal.Name)
	t.printf("%s", t.s.Portal.Notice)
	if t.o.Notice != "" {
		t.printf("%s", t.o.Notice)
	}
	t.printf("Enter keeps the answer there is. ? explains, < goes back, problems lists what is left, save leaves with everything kept.")
}

func (t *prompter) title() string {
	if t.s.Draft.Title != "" {
		return t.s.Draft.Title
	}
	return t.s.Draft.Folder
}

// lookAround is everything that can be found out before the first question.
func (t *prompter) lookAround(ctx context.Context) {
	t.s.Do(ctx, t.s.Begin())
	t.lookUp(ctx)
	t.save(ctx)
}

// lookUp looks up what is due, and says what takes a while.
func (t *prompter) lookUp(ctx context.Context) {
	t.s.LookUp(ctx, func(l session.Lookup) {
		if l.Slow {
			t.printf("%s%s...", strings.ToUpper(l.Name[:1]), l.Name[1:])
		}
	})
}

// lookAgain repeats look-ups, all of them without a name.
func (t *prompter) lookAgain(ctx context.Context, names ...string) {
	if len(names) == 0 {
		t.s.LookAgain()
	}
	t.s.Again(names...)
	t.lookUp(ctx)
	t.save(ctx)
}

// save writes what was answered, unless the page that it stands on is kept as a
// whole.
func (t *prompter) save(ctx context.Context) {
	if t.page != nil {
		return
	}
	t.s.Do(ctx, t.s.Save())
	t.saveFailed()
}

// saveFailed says once why something could not be kept.
func (t *prompter) saveFailed() {
	if t.s.SaveErr != nil {
		t.printf("Not kept: %v", t.s.SaveErr)
		t.s.Heard()
	}
}

// updating reports whether the draft is one of an update that was not handed
// over yet.
func (t *prompter) updating() bool {
	return t.s.Draft.Update && t.s.Draft.Version > t.s.Standing().Version
}

// begin goes where the submission stands.
func (t *prompter) begin(ctx context.Context) error {
	state := t.s.Standing()
	switch {
	case t.updating(), state.Stage == standing.Drafting:
		return t.questions(ctx)
	case state.Stage == standing.RefusedBy:
		return t.afterRefusal(ctx, state)
	case state.Stage == standing.HandedOver:
		return t.handOff(ctx)
	default:
		return t.underReview(ctx)
	}
}

// questions walks the questions, then the gate, until the person leaves or a
// version is frozen.
func (t *prompter) questions(ctx context.Context) error {
	if err := t.walk(ctx); err != nil {
		return err
	}
	frozen, err := t.gate(ctx)
	if err != nil || !frozen {
		return err
	}
	return t.handOff(ctx)
}

// afterRefusal asks how to go on when the portal showed an error.
func (t *prompter) afterRefusal(ctx context.Context, state standing.Standing) error {
	t.printf("The portal refused version %d: %s", state.Version, state.Said)
	t.printf("%s", state.Next)
	n, err := t.Choose(ctx, "How do you go on?", []Option{
		{Label: "change answers", Note: "version " + strconv.Itoa(t.s.Draft.Version+1) + " is made of them"},
		{Label: "hand the same version over again"},
	})
	switch {
	case err != nil:
		return err
	case n == 0:
		return t.changeAnswers(ctx)
	case n == 1:
		return t.handOff(ctx)
	default:
		return ErrLeft
	}
}

// changeAnswers opens a frozen version again. The frozen one stays as it is;
// what is handed over next is another version.
func (t *prompter) changeAnswers(ctx context.Context) error {
	t.s.Do(ctx, t.s.TakeBack())
	t.save(ctx)
	return t.questions(ctx)
}

// fill puts values into a text's {keys}.
func (t *prompter) fill(text string) string { return t.s.Values().Fill(text) }

func (t *prompter) value(key string) string { return t.s.Values().Get(key) }

// BeginUpdate makes the draft of the next version. The lock of S100 opens for
// whoever types the connector's name. The error wraps ErrNoUpdate where the
// submission can't be updated, and is ErrLeft when the person leaves it locked.
func BeginUpdate(ctx context.Context, c *Console, s *session.Session) error {
	job, err := s.BeginUpdate(false)
	if err != nil && s.Standing().Locked {
		c.printf("%v.", err)
		typed, failed := c.ask(ctx, fmt.Sprintf("Type %s to insist, or Enter to leave:", s.Draft.Title))
		if failed != nil {
			return failed
		}
		if typed == "" || typed != s.Draft.Title {
			return ErrLeft
		}
		job, err = s.BeginUpdate(true)
	}
	if err != nil {
		return noUpdate{err}
	}
	before := s.Draft.Version
	s.Do(ctx, job)
	if err := s.SaveErr; err != nil && s.Draft.Version == before {
		s.Heard()
		return err
	}
	s.Do(ctx, s.Save())
	return s.SaveErr
}

// noUpdate is the reason why there can be no update.
type noUpdate struct{ error }

func (e noUpdate) Is(target error) bool { return target == ErrNoUpdate }
