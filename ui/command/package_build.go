package command

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/solution"
	"github.com/certwiz/certwiz/checks/text"
	"github.com/certwiz/certwiz/submission/source"
	"github.com/certwiz/certwiz/ui/report"
)

// buildOptions are the parts of a package.
type buildOptions struct {
	packageOptions
	connector, flow, intro, custom, out string
	force                               bool
}

func (a *app) packageBuildCommand() *cobra.Command {
	o := buildOptions{}
	cmd := &cobra.Command{
		Use:   "build --connector FILE --flow FILE --intro FILE -o FILE",
		Short: "Put a package together from exported solutions",
		Long: `Packs two exported solutions and intro.md as Partner Center wants them. The
solutions' bytes are not touched, and the same parts make the same package. What
is built is checked first; with an error nothing is written.`,
		Example: "  certwiz package build --connector Parcelhub_1_0_0_3.zip --flow ParcelhubFlow_1_0_0_3.zip --intro intro.md -o package-outer.zip",
		Args:    atMost(0),
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.runPackageBuild(cmd.Context(), o) },
	}
	o.flags(cmd)
	cmd.Flags().StringVar(&o.connector, "connector", "", "the connector's exported solution")
	cmd.Flags().StringVar(&o.flow, "flow", "", "the flow's exported solution")
	cmd.Flags().StringVar(&o.intro, "intro", "", "intro.md")
	cmd.Flags().StringVar(&o.custom, "custom-properties", "", "customProperties.json, for several ways to sign in")
	cmd.Flags().StringVarP(&o.out, "output", "o", "", "the package to write")
	cmd.Flags().BoolVar(&o.force, "force", false, "write it in spite of errors, and over a file that is there")
	helpEnds(cmd, `
Exit codes: 0 built, 1 an error holds it up, 2 wrong usage, 3 could not be read
or written.
`)
	return cmd
}

func (a *app) runPackageBuild(ctx context.Context, o buildOptions) error {
	var missing []string
	for _, f := range []struct{ flag, value string }{{"--connector", o.connector}, {"--flow", o.flow}, {"--intro", o.intro}, {"-o", o.out}} {
		if f.value == "" {
			missing = append(missing, f.flag)
		}
	}
	if len(missing) > 0 {
		return usage("certwiz package build needs "+strings.Join(missing, ", "), "see certwiz package build --help")
	}
	independent, err := o.independent(o.out)
	if err != nil {
		return err
	}
	parts, err := o.read(ctx)
	if err != nil {
		return failed(oneLine(err), "give files that can be read")
	}
	data, err := solution.Build(parts)
	if err != nil {
		return blocked(oneLine(err), "give the exported solutions as they were downloaded")
	}
	r := solution.Judge(solution.Read(filepath.Base(o.out), data), solution.Options{Independent: independent, Plugin: o.plugin})
	if report.Blocks(r) {
		writer, err := a.writer("text")
		if err != nil {
			return err
		}
		if err := writer.Write(a.Stderr, report.Report{Results: []report.Result{{Report: r}}, Of: filepath.Base(o.out)}); err != nil {
			return failed(err, "")
		}
		if !o.force {
			return blocked(errors.New("the package was not written"), "mend what is named, or write it all the same with --force")
		}
	}
	if err := writeNew(o.out, data, o.force); err != nil {
		return failed(fmt.Errorf("%s can't be written: %s", quoted(o.out), plainCause(err)), "give another file, or --force to write over this one")
	}
	fmt.Fprintf(a.Stdout, "%s  %s\nSHA-256 %x\n", a.theme(a.Stdout).Safe(o.out), text.Size(int64(len(data))), sha256.Sum256(data))
	return nil
}

func (o buildOptions) read(ctx context.Context) (parts solution.Parts, err error) {
	var problems []error
	load := func(path string, into *checks.File) {
		f, err := source.ReadFile(ctx, path)
		problems = append(problems, err)
		*into = f
	}
	load(o.connector, &parts.Connector)
	load(o.flow, &parts.Flow)
	load(o.intro, &parts.Intro)
	if o.custom != "" {
		parts.Custom = &checks.File{}
		load(o.custom, parts.Custom)
	}
	return parts, errors.Join(problems...)
}

// oneLine is all reasons of a joined error in one line.
func oneLine(err error) error { return errors.New(strings.ReplaceAll(err.Error(), "\n", "; ")) }

// writeNew writes a file beside its place and moves it there, so that there is
// never half of one; one that is there stays unless it may be replaced.
func writeNew(path string, data []byte, replace bool) error {
	if !replace {
		if _, err := os.Lstat(path); err == nil {
			return errors.New("it is there already")
		}
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".certwiz-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(data)
	err = errors.Join(err, f.Chmod(0o644), f.Sync(), f.Close())
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
