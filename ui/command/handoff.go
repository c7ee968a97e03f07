package command

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/session"
	"github.com/certwiz/certwiz/submission/store"
	"github.com/certwiz/certwiz/ui/handoff"
)

// handoffOptions is which version is handed over and what is copied of it.
type handoffOptions struct {
	path string
	slug string
	copy string
	html string
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
  certwiz handoff --copy oauth.clientSecret
  certwiz handoff --html offer.html    one page to copy from, without secrets`,
		Args: atMost(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 {
				o.path = args[0]
			}
			return a.runHandoff(cmd.Context(), o)
		},
	}
	cmd.Flags().StringVar(&o.copy, "copy", "", "copy one `item` of the sheet, by its field's name or its label")
	cmd.Flags().StringVar(&o.html, "html", "", "write the sheet as a page for the browser into a `file`; no secret is in it")
	cmd.Flags().StringVar(&o.slug, "submission", "", "a submission's name, as certwiz status --json prints it, in place of PATH")
	return cmd
}

func (a *app) runHandoff(ctx context.Context, o handoffOptions) error {
	s, err := a.reading(ctx, o.slug, o.path)
	if err != nil {
		return err
	}
	if !s.IsFrozen() {
		return blocked(fmt.Errorf("version %d is not frozen yet, so there is nothing to hand over", s.Draft.Version),
			"run certwiz, and Submit for review once nothing holds it; certwiz check --gate says what does")
	}
	if o.copy != "" {
		return a.copyItem(ctx, s, o.copy)
	}
	if o.html != "" {
		return a.writePage(o.html, handoff.HTML(s))
	}
	_, err = fmt.Fprint(a.Stdout, handoff.Text(s))
	return err
}

// writePage writes a page for this person alone to read.
func (a *app) writePage(path string, page []byte) error {
	if err := os.WriteFile(path, page, 0o600); err != nil {
		return failed(fmt.Errorf("%s can't be written: %s", quoted(path), plainCause(err)), "name a file in a folder that can be written")
	}
	fmt.Fprintf(a.Stdout, "Written to %s. Open it in your browser; it works offline.\n", path)
	return nil
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
	p, err := submission.PortalOf(sum.Draft, a.portals())
	if err != nil {
		return nil, failed(err, "update certwiz")
	}
	s := session.Resume(session.Ports{Now: a.Now, Store: st, Vault: vault}, p, *sum.Draft, sum.Ledger)
	s.LookUp(ctx, nil, session.LookFolder, session.LookVault, session.LookFrozen) // they decide which lines there are, and the commit
	return s, nil
}

// copyItem puts one answer on the clipboard. It stays until a secret is off
// again.
func (a *app) copyItem(ctx context.Context, s *session.Session, name string) error {
	line, err := lineNamed(s.Handoff().Lines, name)
	if err != nil {
		return err
	}
	board := session.NewPasteboard(a.Outside().Clipboard)
	how, secret, err := board.CopyLine(ctx, s.Ports.Vault, line)
	switch {
	case errors.Is(err, session.ErrNotKept):
		return failed(fmt.Errorf("%s is no longer kept %s", line.Label, s.Ports.Vault.Place()), "run certwiz and type it again")
	case line.Missing != nil && !line.Secret:
		return blocked(fmt.Errorf("%s: %w", line.Label, line.Missing), "")
	case err != nil:
		return failed(err, "")
	case secret == nil:
		fmt.Fprintf(a.Stdout, "%s: %s\n", line.Label, how)
		return nil
	}
	fmt.Fprintf(a.Stdout, "%s: %s; certwiz takes it off after 30 seconds, ctrl+c at once\n", line.Label, how)
	a.Wait(ctx, session.SecretTime)
	if _, err := secret.Clear(); err != nil {
		return failed(err, "")
	}
	fmt.Fprintln(a.Stdout, "Taken off the clipboard.")
	return nil
}

// lineNamed finds a line of the sheet by its ID, its field or its label.
func lineNamed(lines []session.HandoffLine, name string) (session.HandoffLine, error) {
	var names []string
	for _, l := range lines {
		for _, known := range []string{l.ID, l.Field, l.Label} {
			if known != "" && strings.EqualFold(known, name) {
				return l, nil
			}
		}
		if l.Kind != portal.Press {
			names = append(names, l.ID)
		}
	}
	return session.HandoffLine{}, usage("the sheet has no line "+quoted(name), "it has "+strings.Join(names, ", "))
}
