package command

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/certwiz/certwiz/submission/session"
	"github.com/certwiz/certwiz/ui/aloud"
)

// proposeAside is certwiz pr from within the session on the screen: the same
// questions, in the terminal that the screen was put aside in.
func (a *app) proposeAside(w where) func(context.Context, *session.Session, io.Reader, io.Writer) error {
	return func(ctx context.Context, s *session.Session, in io.Reader, out io.Writer) error {
		console := aloud.NewConsole(in, out, a.theme(a.Stdout).Options.SevenBit, a.HideTyping)
		console.WrapAt(a.width() - 1)
		o := aloud.ProposeOptions{Session: s, Console: console, Interactive: true, Edit: a.editText()}
		if hub, ok := s.Ports.GitHub.(Hub); ok {
			o.Hub = hub
			o.KeepToken = func(ctx context.Context, token string) (aloud.Hub, error) {
				return a.keepToken(ctx, s, w.home, s.Ports.Vault, token)
			}
		}
		err := aloud.Propose(ctx, o)
		if errors.Is(err, aloud.ErrLeft) {
			return nil
		}
		if err != nil {
			fmt.Fprintln(out, a.theme(a.Stdout).SafeLines(err.Error()+"."))
		}
		_, last := console.Name(ctx, "Enter goes back to the session:")
		if errors.Is(last, aloud.ErrEnded) {
			return nil
		}
		return last
	}
}
