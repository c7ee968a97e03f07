package aloud

import (
	"context"
	"fmt"

	"github.com/certwiz/certwiz/submission/session"
)

// warnUnchecked prints what GitHub did not answer, and asks before a second pull
// request is opened beside one that may be open.
func (t *proposing) warnUnchecked(ctx context.Context) error {
	s := t.o.Session
	p, n := s.PullNow(), s.PullNumber()
	switch {
	case t.o.Hub == nil:
		return nil // said with the rest
	case p != nil && p.Asked.Pull.Known && p.Asked.Pull.Why != "":
		t.printf("Pull request %d is not checked now: %s. What GitHub said earlier counts.", n, p.Asked.Pull.Why)
		return nil
	case p != nil && !p.Asked.Pull.Known:
		t.printf("Pull request %d is not checked: %s.", n, p.Asked.Pull.Why)
	case s.PullsErr != nil && s.OpenPull() == nil:
		t.printf("Whether a pull request is open already is not checked: %v.", s.PullsErr)
	default:
		return nil
	}
	if t.o.Print {
		return nil
	}
	return t.mustConfirm(ctx, "Go on as if there were none?")
}

// chooseExisting asks whether to update one of the open pull requests.
func (t *proposing) chooseExisting(ctx context.Context) error {
	s := t.o.Session
	open := s.CandidatePulls()
	switch {
	case len(open) == 0:
		return nil
	case t.o.Print:
		t.printf("These are open, and may be this connector's; certwiz pr asks which one to update:")
		for _, p := range open {
			t.printf("  pull request %d, %s, by %s: %s", p.Number, p.Title, p.Author, p.URL)
		}
		return nil
	}
	var options []Option
	for _, p := range open {
		options = append(options, Option{Label: fmt.Sprintf("update pull request %d, %s", p.Number, p.Title), Note: "opened by " + p.Author})
	}
	options = append(options, Option{Label: "open a new one", Note: "none of these is this connector's"})
	n, err := t.Choose(ctx, "Feedback is answered in the same pull request, not in a new one (S11). These are open:", options)
	if err != nil || n == len(open) {
		return err
	}
	if n < 0 {
		return ErrLeft
	}
	was := s.Draft.Value(s.PullField())
	t.was = &was
	s.Set(s.PullField(), open[n].URL)
	s.Again(session.LookPull)
	s.LookUp(ctx, nil, session.LookPull)
	if s.OpenPull() != nil {
		return nil
	}
	why := "it is open no longer"
	if p := s.PullNow(); p != nil && p.Asked.Pull.Why != "" {
		why = p.Asked.Pull.Why
	}
	return fmt.Errorf("pull request %d can't be updated now: %s", open[n].Number, why)
}
