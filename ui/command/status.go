package command

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/certwiz/certwiz/submission/store"
	"github.com/certwiz/certwiz/ui/desk"
)

// statusOptions is how the desk is printed.
type statusOptions struct {
	json    bool
	ics     string
	refresh bool
}

func (a *app) statusCommand() *cobra.Command {
	var o statusOptions
	cmd := &cobra.Command{
		Use:   "status",
		Short: "List the submissions: where each stands and whose turn it is",
		Long: `Lists every submission with its version and state, since when, whose turn it
is, and the day the time ends that Microsoft states. Overdue ones come first.
Where a pull request is known, its state counts as GitHub showed it last: ?
marks what was not asked today, and --refresh asks GitHub first.

--json prints an array with an object for each submission. state and turn
("yours", "Microsoft", "") are by the record and the pull request, byLedger by
the record alone. pullRequest has number, url, state, seen (when GitHub was
asked last), askedToday, notSeen (what it did not answer), lastWord (the
beginning of what Microsoft said last). reminder is a text to send where
Microsoft is overdue. Names stay; new ones may come.`,
		Example: `  certwiz status
  certwiz status --refresh
  certwiz status --json | jq '.[] | select(.overdue)'
  certwiz status --json | jq -r '.[].reminder // empty'
  certwiz status --ics certification.ics`,
		Args: atMost(0),
		RunE: func(cmd *cobra.Command, _ []string) error { return a.runStatus(cmd.Context(), o) },
	}
	cmd.Flags().BoolVar(&o.json, "json", false, "print JSON")
	cmd.Flags().StringVar(&o.ics, "ics", "", "write the days to a calendar `file`; - prints it")
	cmd.Flags().BoolVar(&o.refresh, "refresh", false, "ask GitHub about the pull requests first")
	return cmd
}

func (a *app) runStatus(ctx context.Context, o statusOptions) error {
	home, err := a.home()
	if err != nil {
		return err
	}
	all, err := store.OpenReadOnly(home).Submissions()
	if err != nil {
		return failed(err, "")
	}
	var none error // when GitHub answered nothing
	if o.refresh {
		if all, none, err = a.refreshAll(ctx, home, all); err != nil {
			return err
		}
	}
	rows := desk.Rows(all, a.portals(), a.hostOrDefault(), a.Now())
	if err := a.writeDesk(o, rows); err != nil {
		return err
	}
	for _, r := range rows {
		if len(r.Problems) > 0 {
			return failed(errors.New("not every submission could be read"), "the lines above say which and what to do")
		}
	}
	return none
}

func (a *app) writeDesk(o statusOptions, rows []desk.Row) error {
	switch {
	case o.ics == "-":
		_, err := a.Stdout.Write(desk.ICS(rows, a.Now()))
		return err
	case o.ics != "":
		if err := os.WriteFile(o.ics, desk.ICS(rows, a.Now()), 0o644); err != nil {
			return failed(fmt.Errorf("%s can't be written: %s", o.ics, plainCause(err)), "name another file, or - to print it")
		}
		return nil
	case o.json:
		data, err := desk.JSON(rows)
		if err != nil {
			return failed(err, "")
		}
		_, err = a.Stdout.Write(data)
		return err
	default:
		_, err := fmt.Fprint(a.Stdout, desk.Text(rows, a.width(), a.theme(a.Stdout)))
		return err
	}
}
