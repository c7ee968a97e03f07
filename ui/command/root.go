package command

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/certwiz/certwiz/submission/source"
	"github.com/certwiz/certwiz/ui/aloud"
)

// sessionOptions is what the session is opened with.
type sessionOptions struct {
	path    string
	example bool
	update  bool
}

func (a *app) sessionCommand() *cobra.Command {
	o := sessionOptions{path: "."}
	cmd := &cobra.Command{
		Use:   "certwiz [PATH]",
		Short: "Make the first submission of a connector the last one",
		Long: `certwiz walks a Microsoft Power Platform connector through certification: it
asks what the portal's form asks, judges every answer and file as Microsoft
does, keeps Submit for review locked until all of it is valid, and hands the
answers over field by field. Every answer is kept; start it again to go on.

PATH is the connector's folder, or one above it; without PATH it is the folder
you are in.`,
		Example: `  certwiz                              in a connector's folder
  certwiz --example                    try it on a built-in connector
  certwiz --accessible                 plain questions, for screen readers
  certwiz check                        only the findings
  certwiz status                       whose turn it is`,
		Args: atMost(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 {
				o.path = args[0]
			}
			return a.runSession(cmd.Context(), o)
		},
	}
	cmd.Flags().StringVar(&a.portal, "portal", "", "where a submission goes: partner-center or isv-studio; a draft is carried over")
	cmd.Flags().BoolVar(&o.example, "example", false, "open the built-in example, in a temporary folder")
	helpEnds(cmd, exitCodes)
	return cmd
}

const exitCodes = `
Exit codes: 0 clean or done, 1 something blocks, 2 wrong usage, 3 could not be
checked or done, 130 interrupted or the input ended.
`

// helpEnds puts a text at the end of a command's help. Cobra's own way, a
// template, would keep the linker from leaving out what is never called: half
// a megabyte.
func helpEnds(cmd *cobra.Command, text string) {
	help := cmd.HelpFunc()
	cmd.SetHelpFunc(func(c *cobra.Command, args []string) {
		help(c, args)
		if c == cmd {
			fmt.Fprint(c.OutOrStdout(), text)
		}
	})
}

// runSession finds the connector and opens the session on it.
func (a *app) runSession(ctx context.Context, o sessionOptions) error {
	if err := a.someone(); err != nil {
		return err
	}
	console := a.console()
	if o.example {
		return a.runExample(ctx, console)
	}
	if ownRepository(o.path) {
		a.notice("this is certwiz's own repository, which holds no connector: the built-in example opens")
		return a.runExample(ctx, console)
	}
	found, err := a.choose(ctx, console, o.path)
	var none *source.NotFound
	nothing := errors.As(err, &none)
	if err != nil && !nothing {
		return err
	}
	home, err := a.home()
	if err != nil {
		return err
	}
	if nothing && !anySubmission(home) {
		return a.offerExample(ctx, console, none)
	}
	vault, err := a.openVault(ctx, console, home)
	if err != nil {
		return err
	}
	w := where{home: home, candidate: found, vault: vault, network: !a.isOffline()}
	if !nothing {
		return a.sit(ctx, console, w, o.update)
	}
	d := a.newDesk(w)
	if !a.plain() {
		return a.showDesk(ctx, d)
	}
	w.candidate, err = a.fromDesk(ctx, console, d)
	if err != nil {
		return notOpen(err)
	}
	return a.sit(ctx, console, w, o.update)
}

// someone says no where nobody sits at a terminal to answer, unless answers
// are piped in on purpose.
func (a *app) someone() error {
	return a.someoneFor("there is no terminal here to open the session on",
		"run certwiz check for the findings, certwiz status for whose turn it is, or certwiz --accessible to pipe answers in")
}

// someoneFor is someone in other words.
func (a *app) someoneFor(what, hint string) error {
	if a.plainQuestions() || a.onTerminal() {
		return nil
	}
	return usage(what, hint)
}

func (a *app) onTerminal() bool { return a.IsTerminal(a.Stdin) && a.IsTerminal(a.Stdout) }

// plainQuestions tells whether prompts take the place of the screen.
func (a *app) plainQuestions() bool {
	return a.accessible || truthy(a.Env("ACCESSIBLE")) || a.onTerminal() && a.Env("TERM") == "dumb"
}

// truthy is what other programs take for yes in ACCESSIBLE.
func truthy(s string) bool {
	switch strings.ToLower(s) {
	case "", "0", "false", "no":
		return false
	default:
		return true
	}
}

// console is where questions are asked: one reader for all of them.
func (a *app) console() *aloud.Console {
	piped := !a.IsTerminal(a.Stdin)
	hide := a.HideTyping
	if piped {
		hide = nil
	}
	console := aloud.NewConsole(a.Stdin, a.Stdout, a.theme(a.Stdout).Options.SevenBit, hide)
	if piped {
		console.Piped()
	}
	if !a.IsTerminal(a.Stdout) {
		console.AskAside(a.Stderr)
	}
	return console
}

// choose finds the connector at or below a path and asks when there are
// several.
func (a *app) choose(ctx context.Context, console *aloud.Console, path string) (source.Candidate, error) {
	found, err := a.find(ctx, path)
	if len(found) == 0 {
		return source.Candidate{}, err
	}
	if err != nil {
		a.notice(err.Error())
	}
	if len(found) == 1 {
		return found[0], nil
	}
	options := make([]aloud.Option, len(found))
	for i, c := range found {
		options[i] = aloud.Option{Label: a.shortPath(c.Dir), Note: c.Title}
	}
	n, err := console.Choose(ctx, "Several connectors are here. Which one?", options)
	if err != nil {
		return source.Candidate{}, err
	}
	if n < 0 {
		return source.Candidate{}, usage("no connector was chosen", "name its folder: certwiz PATH")
	}
	return found[n], nil
}

// find lists the connectors at or below a path.
func (a *app) find(ctx context.Context, path string) ([]source.Candidate, error) {
	return a.findBy(ctx, path, source.Find)
}

func (a *app) findBy(ctx context.Context, path string, find func(context.Context, string) ([]source.Candidate, error)) ([]source.Candidate, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, failed(errors.New(quoted(path)+" can't be opened: "+plainCause(err)), a.didYouMean(path))
	}
	if abs, err := filepath.Abs(path); err == nil {
		path = abs // "no connector in ." tells nobody where that is
	}
	found, err := find(ctx, path)
	var cut *source.Cut
	var none *source.NotFound
	if err == nil || errors.As(err, &cut) || errors.As(err, &none) || ctx.Err() != nil {
		return found, err
	}
	return found, failed(err, "give the connector's folder, and see that it can be read")
}

// plainCause is what the system says, without the call and the path.
func plainCause(err error) string {
	if errors.Is(err, os.ErrNotExist) {
		return "there is no such file or folder"
	}
	var path *os.PathError
	if errors.As(err, &path) {
		return path.Err.Error()
	}
	return err.Error()
}

// didYouMean names the command that a path looks like.
func (a *app) didYouMean(path string) string {
	for _, cmd := range a.root().Commands() {
		if distance(cmd.Name(), path) <= 2 {
			return "did you mean certwiz " + cmd.Name() + "?"
		}
	}
	return "give the connector's folder, or one above it"
}

// placeName is shortPath for a sentence: the working folder has its whole name.
func (a *app) placeName(dir string) string {
	if name := a.shortPath(dir); name != "." {
		return name
	}
	return dir
}

// shortPath is a path as seen from the working folder where it lies below it.
func (a *app) shortPath(path string) string {
	here, err := os.Getwd()
	if err != nil {
		return path
	}
	if resolved, err := filepath.EvalSymlinks(here); err == nil && !strings.HasPrefix(path, here) {
		here = resolved
	}
	rel, err := filepath.Rel(here, path)
	if err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return path
	}
	return filepath.ToSlash(rel)
}
