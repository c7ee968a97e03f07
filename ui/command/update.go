package command

import "github.com/spf13/cobra"

func (a *app) updateCommand() *cobra.Command {
	o := sessionOptions{path: ".", update: true}
	return &cobra.Command{
		Use:   "update [PATH]",
		Short: "Update a submission that is under review",
		Long: `Brings a submission that is under review, and not certified yet, to its next
version: the answers are carried over and confirmed one by one. An update
starts Microsoft's review again. For a certified connector this is not the way.`,
		Example: `  certwiz update
  certwiz update "certified-connectors/Contoso Invoices"`,
		Args: atMost(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 {
				o.path = args[0]
			}
			return a.runSession(cmd.Context(), o)
		},
	}
}
