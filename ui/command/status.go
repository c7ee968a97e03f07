package command

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/certwiz/certwiz/submission/store"
	"github.com/certwiz/certwiz/ui/desk"
	"github.com/certwiz/certwiz/ui/theme"
)

// statusOptions is how the desk is printed.
type statusOptions struct {
	json bool
	ics  string
}

func (a *app) statusCommand() *cobra.Command {
	var o statusOptions
	cmd := &cobra.Command{
		Use:   "status",
		Short: "List the submissions: where each stands and whose turn it is",
		Long: `Lists every submission with its version and state, since when, whose turn it
is, and the day the time ends that Microsoft states. Overdue ones come first.`,
		Example: `  certwiz status
  certwiz status --json | jq '.[] | select(.overdue)'
  certwiz status --ics certification.ics`,
		Args: atMost(0),
		RunE: func(*cobra.Command, []string) error { return a.runStatus(o) },
	}
	cmd.Flags().BoolVar(&o.json, "json", false, "print JSON")
	cmd.Flags().StringVar(&o.ics, "ics", "", "write the days to a calendar `file`; - prints it")
	return cmd
}

func (a *app) runStatus(o statusOptions) error {
	home, err := a.home()
	if err != nil {
		return err
	}
	all, err := store.OpenReadOnly(home).Submissions()
	if err != nil {
		return failed(err, "")
	}
	p, _ := portalOf("")
	rows := desk.Rows(all, p, a.Now())
	if err := a.writeDesk(o, rows); err != nil {
		return err
	}
	for _, r := range rows {
		if len(r.Problems) > 0 {
			return failed(errors.New("not every submission could be read"), "the lines above say which and what to do")
		}
	}
	return nil
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

// width is how wide text may be.
func (a *app) width() int {
	if a.Columns != nil {
		if n := a.Columns(); n > 0 {
			return n
		}
	}
	return theme.Columns
}
