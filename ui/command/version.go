package command

import (
	"fmt"

	"github.com/spf13/cobra"
)

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  atMost(0),
		RunE:  func(*cobra.Command, []string) error { return a.printVersion() },
	}
}

func (a *app) printVersion() error {
	_, err := fmt.Fprintln(a.Stdout, "certwiz "+a.Version)
	return err
}

// answerVersion adds --version. Cobra's own is a template, which would keep the
// linker from leaving out what is never called.
func (a *app) answerVersion(root *cobra.Command) {
	asked := root.Flags().BoolP("version", "v", false, "print the version")
	run := root.RunE
	root.RunE = func(cmd *cobra.Command, args []string) error {
		if *asked {
			return a.printVersion()
		}
		return run(cmd, args)
	}
}
