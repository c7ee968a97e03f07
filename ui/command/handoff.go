package command

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/certwiz/certwiz/secrets"
	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/session"
	"github.com/certwiz/certwiz/submission/store"
	"github.com/certwiz/certwiz/ui/aloud"
	"github.com/certwiz/certwiz/ui/handoff"
	"github.com/certwiz/certwiz/ui/outside"
)

// heldFor is how long a secret may stay on the clipboard.
const heldFor = 30 * time.Second

// handoffOptions is which version is handed over and what is copied of it.
type handoffOptions struct {
	path string
	slug string
	copy string
}

func (a *app) handoffCommand() *cobra.Command {
	o := handoffOptions{path: "."}
	cmd := &cobra.Command{
		Use:   "handoff [PATH]",
		Short: "Print the frozen answers in the order of the portal's form",
		Long: `Prints the hand-off sheet of a frozen version: each field of the portal's form
in the portal's order, with the answer to paste. Secrets are not printed; --copy
puts one on the clipboard and takes it off again after 30 seconds.`,
		Example: `  certwiz handoff
  certwiz handoff --copy steps
  certwiz handoff --copy oauth.clientSecret`,
		Args: atMost(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 {
				o.path = args[0]
			}
			return a.runHandoff(cmd.Context(), o)
		},
	}
	cmd.Flags().StringVar(&o.copy, "copy", "", "copy one `item` of the sheet, by its field's name or its label")
	cmd.Flags().StringVar(&o.slug, "submission", "", "a submission's name, as certwiz status --json prints it, in place of PATH")
	return cmd
}

func (a *app) runHandoff(ctx context.Context, o handoffOptions) error {
	s, err := a.reading(ctx, o.slug, o.path)
	if err != nil {
		return err
	}
	if !frozen(s) {
		return blocked(fmt.Errorf("version %d is not frozen yet, so there is nothing to hand over", s.Draft.Version),
			"run certwiz, and Submit for review once nothing holds it; certwiz check --gate says what does")
	}
	if o.copy != "" {
		return a.copyItem(ctx, s, o.copy)
	}
	_, err = fmt.Fprint(a.Stdout, handoff.Text(s))
	return err
}

// reading opens a submission's session to be looked at, not changed.
func (a *app) reading(ctx context.Context, slug, path string) (*session.Session, error) {
	home, err := a.home()
	if err != nil {
		return nil, err
	}
	st := store.OpenReadOnly(home)
	st.Now = a.Now
	sum, err := a.named(ctx, st, slug, path)
	if err != nil {
		return nil, err
	}
	if sum.Draft == nil {
		return nil, failed(errors.Join(append(sum.Errs, fmt.Errorf("%s has no draft that can be read", sum.Slug))...), "")
	}
	vault, err := a.openVault(ctx, a.console(), home)
	if err != nil {
		return nil, err
	}
	p, ok := portalOf(sum.Draft.Portal)
	if !ok {
		return nil, failed(fmt.Errorf("the draft %s is for a portal %q that this certwiz does not know", sum.Slug, sum.Draft.Portal), "update certwiz")
	}
	s := session.Resume(session.Ports{Now: a.Now, Store: st, Vault: vault}, p, *sum.Draft, sum.Ledger)
	s.Do(ctx, s.ReadFolder()) // decides which lines there are
	return s, nil
}

func frozen(s *session.Session) bool {
	for _, e := range s.Ledger {
		if e.Kind == submission.Frozen && e.Version == s.Draft.Version {
			return true
		}
	}
	return false
}

// copyItem puts one answer on the clipboard.
func (a *app) copyItem(ctx context.Context, s *session.Session, name string) error {
	item, err := itemNamed(aloud.Items(s), name)
	if err != nil {
		return err
	}
	clipboard := a.Outside().Clipboard
	if aloud.IsSecret(s, item) {
		return a.copySecret(ctx, s, item, clipboard)
	}
	text := aloud.ItemText(s, item)
	if text == "" {
		return blocked(fmt.Errorf("%s: there is nothing to copy", item.Label), "")
	}
	how, err := clipboard.Copy(text)
	if err != nil {
		return failed(err, "")
	}
	fmt.Fprintf(a.Stdout, "%s: %s\n", item.Label, how)
	return nil
}

// copySecret puts a secret on the clipboard and stays until it is off again.
func (a *app) copySecret(ctx context.Context, s *session.Session, item portal.Item, clipboard outside.Clipboard) error {
	secret, err := s.Ports.Vault.Get(ctx, s.Draft.Value(item.Field))
	if errors.Is(err, secrets.ErrNotFound) {
		return failed(fmt.Errorf("%s is no longer kept %s", item.Label, s.Ports.Vault.Place()), "run certwiz and type it again")
	}
	if err != nil {
		return failed(err, "")
	}
	how, err := clipboard.Copy(secret.Open())
	if err != nil {
		return failed(err, "")
	}
	fmt.Fprintf(a.Stdout, "%s: %s; certwiz takes it off after 30 seconds, ctrl+c at once\n", item.Label, how)
	a.Wait(ctx, heldFor)
	if held, known := clipboard.Held(secret.Open()); known && !held {
		return nil
	}
	if err := clipboard.Clear(); err != nil {
		return failed(err, "")
	}
	fmt.Fprintln(a.Stdout, "Taken off the clipboard.")
	return nil
}

// itemNamed finds a line of the sheet by its ID, its field or its label.
func itemNamed(items []portal.Item, name string) (portal.Item, error) {
	var names []string
	for _, it := range items {
		for _, known := range []string{it.ID, it.Field, it.Label} {
			if known != "" && strings.EqualFold(known, name) {
				return it, nil
			}
		}
		if it.Kind != portal.Press {
			names = append(names, it.ID)
		}
	}
	return portal.Item{}, usage("the sheet has no line "+quoted(name), "it has "+strings.Join(names, ", "))
}
