// Package command is certwiz's command line: one file for each command, which
// reads its flags into a struct of options and hands them to a run function.
// Everything from outside comes in through Deps, and every error leaves with
// an exit code and a hint on what to do.
package command

import (
	"context"
	"io"
	"os/exec"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/certwiz/certwiz/secrets"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/rehearsal"
	"github.com/certwiz/certwiz/submission/session"
	"github.com/certwiz/certwiz/ui/outside"
	"github.com/certwiz/certwiz/ui/theme"
)

// Deps is everything the commands need from outside.
type Deps struct {
	Version        string
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Env            func(string) string
	GOOS           string
	Now            func() time.Time
	// IsTerminal tells whether one of the three streams is a terminal.
	IsTerminal func(stream any) bool
	// Columns is the terminal's width, 0 when it is not known.
	Columns func() int
	// HideTyping turns the terminal's echo off until show is called, and drops
	// what was typed before.
	HideTyping func() (show func(), dropped bool, err error)
	// Portals are those that drafts may be for; nil for all.
	Portals portal.List
	Keyring func() secrets.Vault
	Hub     func(GitHubAccess) Hub // nil: GitHub is never asked
	// Prober asks a publisher's own token endpoint.
	Prober rehearsal.Prober
	// GHToken is the token that gh keeps for a host, "" when there is none.
	GHToken func(ctx context.Context, host string) string
	// Outside makes the ways to clipboard, browser and file manager.
	Outside func() outside.Ports
	// Wait waits for some time, or until the context ends.
	Wait func(context.Context, time.Duration)
	// Run runs a program in the terminal and waits: the person's editor.
	Run func(*exec.Cmd) error
	// Wizard shows the session on the screen.
	Wizard func(context.Context, Sitting) error
}

// Sitting is what the wizard needs: a session, or the desk to choose one from.
type Sitting struct {
	Session *session.Session // nil: the desk comes first
	Desk    *Desk            // nil with a session
	Theme   theme.Theme
	Out     outside.Ports
	Env     func(string) string
	Now     func() time.Time
	// Probe says whether the vault can be used; nil needs no probing.
	Probe      func(context.Context) error
	SealedFile func(passphrase string) (secrets.Vault, error)
	Notice     string // said once at the start
	// Propose prepares and opens the pull request by plain questions, while
	// the screen is put aside.
	Propose func(ctx context.Context, s *session.Session, in io.Reader, out io.Writer) error
}

// app is one run of the program.
type app struct {
	Deps
	bare       io.Writer // standard output without theme.Guard, for certwiz's own commands to a build server
	accessible bool
	offline    bool
	ascii      bool
	color      colorFlag
	vault      string
	portal     string
}

// Main runs the command line and returns the exit code.
func Main(ctx context.Context, d Deps, args []string) int {
	bare := d.Stdout
	if !d.IsTerminal(d.Stdout) && !completing(args) {
		d.Stdout = theme.Guard(d.Stdout)
	}
	if !d.IsTerminal(d.Stderr) {
		d.Stderr = theme.Guard(d.Stderr)
	}
	a := &app{Deps: d, bare: bare}
	defer a.flush()
	root := a.root()
	root.SetArgs(args)
	root.SetIn(d.Stdin)
	root.SetOut(d.Stdout)
	root.SetErr(d.Stderr)
	err := root.ExecuteContext(ctx)
	if ctx.Err() != nil && err != nil && asExit(err).code != codeInterrupted {
		err = errStopped
	}
	return a.fail(err)
}

// completing tells of the commands whose output a shell runs: it goes out as it
// is, and nothing in it comes from elsewhere.
func completing(args []string) bool {
	return len(args) > 0 && (args[0] == "completion" || strings.HasPrefix(args[0], "__complete"))
}

// flush passes on the last bytes, which may have been the beginning of a
// command.
func (a *app) flush() {
	_ = theme.Flush(a.Stdout) // a closed pipe has been said
	_ = theme.Flush(a.Stderr)
}

// root is the whole command tree.
func (a *app) root() *cobra.Command {
	root := a.sessionCommand()
	a.answerVersion(root)
	root.SilenceErrors, root.SilenceUsage = true, true
	root.CompletionOptions.HiddenDefaultCmd = false
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usage(err.Error(), "see "+cmd.CommandPath()+" --help")
	})
	flags := root.PersistentFlags()
	flags.BoolVar(&a.accessible, "accessible", false, "plain questions in place of the screen (also ACCESSIBLE=1)")
	flags.BoolVar(&a.offline, "offline", false, "ask nothing of the network (also CERTWIZ_OFFLINE=1)")
	flags.StringVar(&a.vault, "vault", "", "where secrets go: keyring, file or memory (also CERTWIZ_VAULT)")
	flags.Var(&a.color, "color", "when to use colours: auto, always or never")
	flags.BoolVar(&a.ascii, "ascii", false, "draw with ASCII only")
	root.AddCommand(a.checkCommand(), a.docsCommand(), a.explainCommand(), a.handoffCommand(), a.packageCommand(), a.prCommand(), a.recordCommand(), a.rulesCommand(),
		a.secretsCommand(), a.statusCommand(), a.updateCommand(), a.versionCommand())
	root.AddCommand(a.topics()...)
	root.SetHelpCommand(a.helpCommand(root))
	return root
}

// atMost lets a command have up to n arguments.
func atMost(n int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) <= n {
			return nil
		}
		return usage(cmd.CommandPath()+" takes no argument "+quoted(args[n]), "see "+cmd.CommandPath()+" --help")
	}
}

// exactly asks for n arguments.
func exactly(n int, what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) < n {
			return usage(cmd.CommandPath()+" needs "+what, "see "+cmd.CommandPath()+" --help")
		}
		return atMost(n)(cmd, args)
	}
}
