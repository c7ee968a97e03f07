package command

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/submission/document"
	"github.com/certwiz/certwiz/submission/source"
	"github.com/certwiz/certwiz/ui/preview"
)

// docsOptions is which document is meant, and of which connector.
type docsOptions struct {
	name   string // "intro.md" or "readme.md"
	path   string
	out    string // new: a file in place of the connector's folder, "-" for the output
	format string // check
	width  int    // preview: columns, 0 for the terminal's
}

func (a *app) docsCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "docs",
		Short: "Draft, check and preview readme.md and intro.md",
		Long: `readme.md stands in the open-source repository; intro.md becomes a part of
Microsoft's public documentation of the connector. They follow two different
templates, and both are asked for. These commands draft each from what the
connector's files say, judge it, and show how it will look.`,
		Example: `  certwiz docs new intro               write a draft beside the connector
  certwiz docs check intro             what is wrong with it, line by line
  certwiz docs preview intro           how the documentation will show it`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			return usage("there is no command docs "+quoted(args[0]), "it is new, check or preview")
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(a.docsNewCommand(), a.docsCheckCommand(), a.docsPreviewCommand())
	return cmd
}

// docCommand makes a command one about a document: its arguments are the
// document and the connector's folder.
func docCommand(o *docsOptions, cmd *cobra.Command, run func(context.Context, docsOptions) error) *cobra.Command {
	o.path = "."
	cmd.Args = func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return usage(cmd.CommandPath()+" needs a document", "it is readme or intro")
		}
		return atMost(2)(cmd, args)
	}
	cmd.ValidArgs = []string{"readme", "intro"}
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		switch strings.ToLower(args[0]) {
		case "readme", "readme.md":
			o.name = "readme.md"
		case "intro", "intro.md":
			o.name = "intro.md"
		default:
			return usage("there is no document "+quoted(args[0]), "it is readme or intro")
		}
		if len(args) == 2 {
			o.path = args[1]
		}
		return run(cmd.Context(), *o)
	}
	return cmd
}

// command is another command about the same document.
func (o docsOptions) command(name string) string {
	all := "certwiz docs " + name + " " + strings.TrimSuffix(o.name, ".md")
	switch {
	case o.path == ".":
		return all
	case strings.ContainsAny(o.path, " &()'\""):
		return all + " " + quoted(o.path)
	}
	return all + " " + o.path
}

// kind is the template that the document follows.
func (o docsOptions) kind(files connector.Artifacts) document.Kind {
	switch {
	case o.name == "intro.md":
		return document.Intro
	case files.Independent:
		return document.IndependentReadme
	default:
		return document.Readme
	}
}

// file is the document in the folder, nil when it is not there; other is the
// other document.
func (o docsOptions) file(files connector.Artifacts) (file, other *checks.File) {
	if o.name == "intro.md" {
		return files.Intro, files.Readme
	}
	return files.Readme, files.Intro
}

// docsFolder reads the files of the one connector at or below a path.
func (a *app) docsFolder(ctx context.Context, path string) (dir string, files connector.Artifacts, err error) {
	found, err := a.find(ctx, path)
	if err != nil {
		return "", files, failed(err, hintOf(err))
	}
	if len(found) != 1 {
		return "", files, usage(fmt.Sprintf("there are %d connectors in %s", len(found), a.placeName(path)), "name the connector's folder")
	}
	files, err = source.Load(ctx, found[0].Dir)
	if err != nil {
		return "", files, failed(err, "")
	}
	return found[0].Dir, files, nil
}

// notThere says that a document is missing, and how to begin it.
func (a *app) notThere(o docsOptions, dir string, code int) error {
	return &exitError{code, fmt.Errorf("there is no %s in %s", o.name, a.placeName(dir)), o.command("new") + " writes a draft"}
}

func (a *app) docsPreviewCommand() *cobra.Command {
	o := &docsOptions{}
	cmd := docCommand(o, &cobra.Command{
		Use:   "preview readme|intro [PATH]",
		Short: "Show a document as the documentation will show it",
		Long: `Prints the document as the documentation site will show it, as wide as the
terminal. Pictures are boxes with their text, and one whose file is not in the
folder says so.`,
		Example: `  certwiz docs preview intro
  certwiz docs preview readme --width 76 | less`,
	}, a.runDocsPreview)
	cmd.Flags().IntVar(&o.width, "width", 0, "how many columns, in place of the terminal's")
	return cmd
}

// widest is the widest that a preview may be asked for.
const widest = 1000

func (a *app) runDocsPreview(ctx context.Context, o docsOptions) error {
	if o.width != 0 && (o.width < preview.LeastWidth || o.width > widest) {
		return usage(fmt.Sprintf("--width %d is not possible", o.width), fmt.Sprintf("give %d to %d columns", preview.LeastWidth, widest))
	}
	if o.width == 0 {
		o.width = a.width()
	}
	dir, files, err := a.docsFolder(ctx, o.path)
	if err != nil {
		return err
	}
	file, _ := o.file(files)
	if file == nil {
		return a.notThere(o, dir, codeFailed)
	}
	if file.Err != "" {
		return failed(errors.New(file.Name+" can't be read: it "+file.Err), "")
	}
	if err := document.Readable(file.Data); err != nil {
		return failed(fmt.Errorf("%s: %w", file.Name, err), "")
	}
	th := a.theme(a.Stdout)
	page := preview.Render(file.Data, preview.Options{Theme: th, Width: o.width, Files: files.Siblings})
	if len(page.Lines) == 0 {
		a.notice(file.Name + " shows nothing: it is empty")
	}
	var b strings.Builder
	for _, row := range page.Lines {
		b.WriteString(th.Row(row) + "\n")
	}
	if _, err := a.Stdout.Write([]byte(b.String())); err != nil {
		return failed(err, "")
	}
	return nil
}
