package command

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/checks/text"
	"github.com/certwiz/certwiz/submission/document"
)

func (a *app) docsNewCommand() *cobra.Command {
	o := &docsOptions{}
	cmd := docCommand(o, &cobra.Command{
		Use:   "new readme|intro [PATH]",
		Short: "Draft a document from what the connector says",
		Long: `Writes a first draft beside the connector's files: the template's sections in
their order, filled with what the files and the other document say. What is
still to be written is a visible blank, [Insert …], which certwiz finds until
it is filled in. A file that is there is never written over.`,
		Example: `  certwiz docs new intro
  certwiz docs new readme "certified-connectors/Contoso Invoices"
  certwiz docs new intro --out -       print it in place of writing it`,
	}, a.runDocsNew)
	cmd.Flags().StringVar(&o.out, "out", "", "write to this file; - prints the draft")
	return cmd
}

func (a *app) runDocsNew(ctx context.Context, o docsOptions) error {
	dir, files, err := a.docsFolder(ctx, o.path)
	if err != nil {
		return err
	}
	if file, _ := o.file(files); file != nil && o.out == "" {
		return blocked(fmt.Errorf("%s is there already in %s, and stays as it is", file.Name, a.placeName(dir)),
			o.command("check")+" says what it still needs; --out FILE writes a draft elsewhere")
	}
	if o.name == "intro.md" && files.Independent {
		a.notice("only verified publishers attach an intro.md (S36)")
	}
	content := draft(o, files)
	if o.out == "-" {
		return a.printDraft(content)
	}
	path := o.out
	if path == "" {
		path = filepath.Join(dir, o.name)
	}
	if err := createFile(path, content); err != nil {
		return a.notWritten(err, path)
	}
	th := a.theme(a.Stdout)
	said := fmt.Sprintf("%s is written: %s to fill in.", a.shown(path), text.Count(len(document.Blanks(content)), "blank", "blanks"))
	fmt.Fprintf(a.Stdout, "%s\n", th.Safe(said))
	if o.out == "" {
		fmt.Fprintf(a.Stdout, "%s\n", th.Faint.Render(o.command("check")+" lists them; step Documents of the session shows what belongs into each section."))
	}
	return nil
}

// draft is the first text of a document.
func draft(o docsOptions, files connector.Artifacts) []byte {
	var other *document.Doc
	if _, f := o.file(files); f != nil && f.Err == "" {
		doc := document.Parse(f.Data)
		other = &doc
	}
	return document.Draft(o.kind(files), document.From(connector.Read(files)), other)
}

// printDraft prints a draft: as it is for a file or a pipe, safe to show on a
// terminal, since it quotes the connector's files.
func (a *app) printDraft(text []byte) error {
	if a.IsTerminal(a.Stdout) {
		text = []byte(a.theme(a.Stdout).SafeLines(string(text)))
	}
	if _, err := a.Stdout.Write(text); err != nil {
		return failed(err, "")
	}
	return nil
}

// createFile writes a file that is not there yet; what could not be written whole
// is taken away again.
func createFile(path string, text []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(text)
	err = errors.Join(err, f.Close())
	if err != nil {
		err = errors.Join(err, os.Remove(path))
	}
	return err
}

// notWritten says why a draft was not written, and what to do.
func (a *app) notWritten(err error, path string) error {
	const elsewhere = "give another file with --out, or --out - to print it"
	switch {
	case errors.Is(err, fs.ErrExist):
		return blocked(fmt.Errorf("%s is there already, and stays as it is", a.shown(path)), elsewhere)
	case errors.Is(err, fs.ErrNotExist):
		return failed(fmt.Errorf("%s can't be written: there is no such folder", a.shown(path)), elsewhere)
	}
	return failed(fmt.Errorf("%s can't be written: %s", a.shown(path), plainCause(err)), elsewhere)
}

// shown is a path in a sentence.
func (a *app) shown(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		return a.shortPath(abs)
	}
	return path
}
