package command

import (
	"context"
	"crypto/sha256"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/certwiz/certwiz/checks/solution"
	"github.com/certwiz/certwiz/checks/text"
	"github.com/certwiz/certwiz/submission/source"
)

// solutionOptions are what a solution is made from.
type solutionOptions struct {
	path, icon, out string
	names           solution.Names
	force           bool
}

func (a *app) packageSolutionCommand() *cobra.Command {
	o := solutionOptions{path: "."}
	cmd := &cobra.Command{
		Use:   "solution [PATH]",
		Short: "Make a solution to import from the connector's folder",
		Long: `Makes an unmanaged solution from the connector's folder: definition, sign-in,
policies, script, icon and colour as they lie there. Import it into an
environment, so that the connector lives in a solution under your publisher's
name and equals your files; make a connection and a flow there, and export both.
The exports, not this file, are what Microsoft takes.

The prefix is your publisher's in Dataverse; a connector can't be renamed later.`,
		Example: `  certwiz package solution --prefix phub
  certwiz package solution contoso --prefix cnt --icon logo.png -o connector.zip`,
		Args: atMost(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 {
				o.path = args[0]
			}
			return a.runPackageSolution(cmd.Context(), o)
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.names.Prefix, "prefix", "", "your publisher's prefix: 2 to 8 small letters and digits")
	f.StringVar(&o.names.Publisher, "publisher", "", "its unique `NAME`; without it, from apiProperties.json")
	f.StringVar(&o.names.Title, "publisher-title", "", "its `NAME` for people; without it, from apiProperties.json")
	f.StringVar(&o.names.Solution, "name", "", "the solution's unique `NAME`; without it, from the title")
	f.StringVar(&o.names.Connector, "connector-name", "", "the connector's `NAME` behind the prefix; without it, from the title")
	f.StringVar(&o.names.Version, "solution-version", "", "four numbers; without it 1.0.0.0")
	f.StringVar(&o.icon, "icon", "", "a PNG, where the folder has none")
	f.StringVarP(&o.out, "output", "o", "", "the `FILE` to write; without it, named as an export")
	f.BoolVar(&o.force, "force", false, "write over a file that is there")
	helpEnds(cmd, `
Exit codes: 0 made, 1 the files don't make a solution, 2 wrong usage, 3 could
not be read or written.
`)
	return cmd
}

func (a *app) runPackageSolution(ctx context.Context, o solutionOptions) error {
	found, err := a.find(ctx, o.path)
	if err != nil {
		return err
	}
	if len(found) != 1 {
		return usage(fmt.Sprintf("a solution is made of one connector, and there are %d here", len(found)), "name the connector's folder")
	}
	if o.names.Prefix == "" {
		if o.names.Prefix, err = a.askPrefix(ctx); err != nil {
			return err
		}
	}
	files, err := source.Load(ctx, found[0].Dir)
	if err != nil {
		return failed(err, "give the connector's folder")
	}
	if o.icon != "" {
		icon, err := source.ReadFile(ctx, o.icon)
		if err != nil {
			return failed(err, "give a PNG that can be read")
		}
		files.Icon = &icon
	}
	data, names, err := solution.Make(files, o.names)
	if err != nil {
		return blocked(oneLine(err), "mend what is named; certwiz package solution --help lists what can be given")
	}
	if o.out == "" {
		o.out = names.File()
	}
	if err := writeNew(o.out, data, o.force); err != nil {
		return failed(fmt.Errorf("%s can't be written: %s", quoted(o.out), plainCause(err)), "give another file, or --force to write over this one")
	}
	th := a.theme(a.Stdout)
	fmt.Fprintf(a.Stdout, "%s  %s\nSHA-256 %x\n", th.Safe(o.out), text.Size(int64(len(data))), sha256.Sum256(data))
	fmt.Fprintf(a.Stdout, "Connector %s in the solution %s, publisher %s (%s).\n", th.Safe(names.Prefix+"_"+names.Connector), th.Safe(names.Solution), th.Safe(names.Title), th.Safe(names.Publisher))
	if len(files.Properties.Data) > 0 && strings.Contains(string(files.Properties.Data), "connectionParameterSets") {
		fmt.Fprintln(a.Stdout, "Several ways to sign in: no export with them was seen, so look at the imported connector's Security page.")
	}
	fmt.Fprint(a.Stdout, `
This file is to be imported; it is not what Microsoft takes.
1. Import it: make.powerapps.com, Solutions, Import solution.
2. Make a connection with the connector, and a solution with a flow that uses it.
3. Publish all customizations, and export both solutions, unmanaged.
4. Build the package from the exports: certwiz package build.
`)
	return nil
}

// askPrefix asks for the prefix where somebody can answer.
func (a *app) askPrefix(ctx context.Context) (string, error) {
	missing := usage("certwiz package solution needs --prefix, your publisher's in Dataverse", "make.powerapps.com, Solutions, Publishers lists it")
	if !a.IsTerminal(a.Stdin) {
		return "", missing
	}
	prefix, err := a.console().Name(ctx, "Your publisher's prefix in Dataverse (make.powerapps.com, Solutions, Publishers):")
	if err != nil {
		return "", err
	}
	if prefix == "" {
		return "", missing
	}
	return prefix, nil
}
