package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/checks/solution"
	"github.com/certwiz/certwiz/checks/text"
	"github.com/certwiz/certwiz/submission/source"
	"github.com/certwiz/certwiz/ui/report"
	"github.com/certwiz/certwiz/ui/theme"
)

func (a *app) packageCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "package",
		Short: "Draw, check or build the package that Partner Center takes",
		Long: `Partner Center takes a .zip with intro.md and an inner .zip, in whose folder
PkgAssets lie two exported solutions: the connector's, and that of a flow which
uses it. These commands take it apart on any system, say everything that is
wrong with it at once, put one together, and make a solution to import from a
connector's folder.`,
		Example: `  certwiz package tree package-outer.zip
  certwiz package check package-outer.zip`,
		Args: atMost(0),
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(a.packageTreeCommand(), a.packageCheckCommand(), a.packageBuildCommand(), a.packageSolutionCommand())
	return cmd
}

// packageOptions is what a package is judged by.
type packageOptions struct {
	files     []string
	publisher string
	plugin    bool
	script    bool
	format    string
	folder    string
	against   string
	merged    string
}

func (o *packageOptions) flags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&o.publisher, "publisher", "", "verified or independent; without it, where the file lies decides")
	cmd.Flags().BoolVar(&o.plugin, "plugin", false, "the connector has an AI plugin")
	cmd.Flags().StringVar(&o.folder, "folder", "", "the connector's folder, to compare with; without it, the package's own if it holds one")
}

func (a *app) packageTreeCommand() *cobra.Command {
	o := packageOptions{}
	cmd := &cobra.Command{
		Use:     "tree FILE",
		Short:   "Draw every layer of a package, what is wrong marked where it is",
		Example: "  certwiz package tree package-outer.zip",
		Args:    exactly(1, "the package, a .zip"),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.files = args
			return a.runPackageTree(cmd.Context(), o)
		},
	}
	o.flags(cmd)
	return cmd
}

func (a *app) packageCheckCommand() *cobra.Command {
	o := packageOptions{}
	cmd := &cobra.Command{
		Use:   "check FILE...",
		Short: "Print everything that is wrong with packages, layer by layer",
		Example: `  certwiz package check package-outer.zip
  certwiz package check package.zip --publisher independent
  certwiz package check package.zip --folder contoso --merged 3473
  certwiz package check package.zip --like-microsoft-script`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usage("certwiz package check needs a package, a .zip", "see certwiz package check --help")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			o.files = args
			return a.runPackageCheck(cmd.Context(), o)
		},
	}
	o.flags(cmd)
	cmd.Flags().StringVar(&o.format, "format", "text", "how findings are printed")
	cmd.Flags().StringVar(&o.against, "against", "", "the last certified version: its package or folder")
	cmd.Flags().StringVar(&o.merged, "merged", "", "the merged `COMMIT` or pull request of the folder's clone, to compare with")
	cmd.Flags().BoolVar(&o.script, "like-microsoft-script", false, "only what Microsoft's ConnectorPackageValidator.ps1 looks at, as it does")
	helpEnds(cmd, `
Exit codes: 0 no finding is an error, 1 one is, 2 wrong usage, 3 a file could
not be read.
`)
	return cmd
}

func (a *app) runPackageTree(ctx context.Context, o packageOptions) error {
	p, r, err := a.judgePackage(ctx, o, o.files[0])
	if err != nil {
		return err
	}
	drawNode(a.Stdout, a.theme(a.Stdout), solution.Tree(p, r), "", "")
	return nil
}

// drawNode draws a node and what is in it: first before its own line, rest
// before all that follow.
func drawNode(w io.Writer, th theme.Theme, n *solution.Node, first, rest string) {
	line := first + n.Name
	if n.Note != "" {
		line += "  " + n.Note
	}
	fmt.Fprintln(w, th.Safe(line))
	for _, f := range n.Findings {
		bar := rest + "   "
		if len(n.Children) > 0 {
			bar = rest + "│  "
		}
		fmt.Fprintln(w, th.Safe(fmt.Sprintf("%s%s %s: %s", bar, sign(f.Severity), f.Severity, f.Message)))
	}
	for i, c := range n.Children {
		if i == len(n.Children)-1 {
			drawNode(w, th, c, rest+"└─ ", rest+"   ")
			continue
		}
		drawNode(w, th, c, rest+"├─ ", rest+"│  ")
	}
}

func sign(s checks.Severity) string {
	switch s {
	case checks.Error:
		return "✗"
	case checks.Warning:
		return "!"
	default:
		return "·"
	}
}

func (a *app) runPackageCheck(ctx context.Context, o packageOptions) error {
	debug.SetGCPercent(roomy)
	writer, err := a.writer(o.format)
	if err != nil {
		return err
	}
	if _, err := o.independent(""); err != nil {
		return err
	}
	var all report.Report
	var problems []error
	for _, file := range o.files {
		_, r, err := a.judgePackage(ctx, o, file)
		if err != nil {
			problems = append(problems, err)
			continue
		}
		all.Results = append(all.Results, report.Result{Folder: a.folderName(filepath.Dir(file)), Report: r})
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	all.Of = filepath.Base(o.files[0])
	if len(o.files) > 1 {
		all.Of = text.Count(len(all.Results), "package", "packages")
	}
	for _, p := range problems {
		all.Unreadable = append(all.Unreadable, p.Error())
	}
	if len(all.Results) > 0 || o.format != "text" {
		if err := writer.Write(a.Stdout, all); err != nil {
			return failed(err, "")
		}
	}
	return verdict(all.Results, problems)
}

// judgePackage reads a package and judges it.
func (a *app) judgePackage(ctx context.Context, o packageOptions, file string) (*solution.Package, checks.Report, error) {
	independent, err := o.independent(file)
	if err != nil {
		return nil, checks.Report{}, err
	}
	f, err := source.ReadFile(ctx, file)
	if err != nil {
		return nil, checks.Report{}, failed(err, "give the package, a .zip")
	}
	p := solution.Read(f.Name, f.Data)
	if o.script {
		return p, solution.LikeMicrosoftScript(p, o.plugin), nil
	}
	options := solution.Options{Independent: independent, Plugin: o.plugin}
	if options.Folder, err = a.besidePackage(ctx, o, file); err != nil {
		return nil, checks.Report{}, err
	}
	if o.against != "" {
		if err := a.earlierPackage(ctx, o.against, &options); err != nil {
			return nil, checks.Report{}, err
		}
	}
	if o.merged != "" {
		if options.Merged, err = a.mergedFiles(ctx, o, file); err != nil {
			return nil, checks.Report{}, err
		}
	}
	return p, solution.Judge(p, options), nil
}

// mergedFiles reads the connector's files at a commit of the clone that its folder
// lies in.
func (a *app) mergedFiles(ctx context.Context, o packageOptions, file string) (*connector.Artifacts, error) {
	host, err := a.gitHubHost()
	if err != nil {
		return nil, err
	}
	dir := o.folder
	if dir == "" {
		dir = filepath.Dir(file)
	}
	files, err := committed(ctx, host, dir, o.merged)
	if err != nil {
		return nil, err
	}
	if files.Swagger == nil {
		return nil, failed(fmt.Errorf("%s holds no connector in this folder", quoted(o.merged)), "name the connector's folder with --folder")
	}
	return &files, nil
}

// independent tells whose package it is: as the flag says, or as the folder does
// in a clone of Microsoft's repository.
func (o packageOptions) independent(file string) (bool, error) {
	switch o.publisher {
	case "independent":
		return true, nil
	case "verified":
		return false, nil
	case "":
		abs, err := filepath.Abs(file)
		return err == nil && strings.Contains(filepath.ToSlash(abs), "/independent-publisher-connectors/"), nil
	}
	return false, usage("--publisher is "+quoted(o.publisher), "it is verified or independent")
}

// besidePackage reads the connector's folder that a package is compared with,
// nil when there is none.
func (a *app) besidePackage(ctx context.Context, o packageOptions, file string) (*connector.Artifacts, error) {
	dir := o.folder
	if dir == "" {
		dir = filepath.Dir(file)
	}
	files, err := source.Load(ctx, dir)
	switch {
	case o.folder == "" && (err != nil || files.Swagger == nil):
		return nil, nil
	case err != nil:
		return nil, failed(err, "give the connector's folder")
	case files.Swagger == nil:
		return nil, failed(errors.New("there is no connector in "+quoted(o.folder)), "give the connector's folder")
	}
	return &files, nil
}

// earlierPackage reads the last certified version, a package or a folder.
func (a *app) earlierPackage(ctx context.Context, path string, o *solution.Options) error {
	if strings.EqualFold(filepath.Ext(path), ".zip") {
		f, err := source.ReadFile(ctx, path)
		if err != nil {
			return failed(err, "give the last version's package or folder")
		}
		p := solution.Read(f.Name, f.Data)
		if o.Earlier = p.Version(); o.Earlier != nil {
			o.EarlierVersions = p.Versions()
			return nil
		}
	}
	files, err := a.loadVersion(ctx, path)
	if err != nil {
		return err
	}
	v := connector.Read(files).Version()
	o.Earlier = &v
	return nil
}
