package command

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/certwiz/certwiz/ui/theme"
)

// endings are the exit codes, the same for every command.
func endings() []ending {
	return []ending{
		{codeClean, "clean, or done", "certwiz check on a connector without an error"},
		{codeBlocked, "something blocks: findings, a locked gate, changes that --diff shows", "certwiz check on one with an error"},
		{codeUsage, "the command line is wrong", "certwiz check --format yaml"},
		{codeFailed, "something could not be checked, read or done", "certwiz check nowhere"},
		{codeInterrupted, "interrupted, or the input ended before the last question", "certwiz --accessible with answers that end early"},
	}
}

type ending struct {
	code           int
	means, example string
}

// variables are what certwiz reads from the environment.
func variables() []variable {
	return []variable{
		{"CERTWIZ_HOME", "the folder for drafts, versions and the record"},
		{"CERTWIZ_VAULT", "where secrets go: keyring, file or memory; as --vault"},
		{"CERTWIZ_PORTAL", "where a submission goes: partner-center or isv-studio; as --portal"},
		{"CERTWIZ_OFFLINE", "1 asks nothing of the network; as --offline"},
		{"CERTWIZ_GITHUB", "the address of a GitHub Enterprise Server in place of github.com"},
		{"GH_TOKEN, GITHUB_TOKEN", "a token for GitHub; used and not kept"},
		{"ACCESSIBLE", "1 asks plain questions in place of the screen; as --accessible"},
		{"NO_COLOR", "anything takes the colours away; as --color never"},
		{"CLICOLOR_FORCE", "1 sends colours to a pipe as well; as --color always"},
		{"COLUMNS", "how wide lines may be, in place of the terminal's width"},
		{"TERM, LC_ALL, LC_CTYPE, LANG", "what the terminal can show; TERM=dumb asks plain questions"},
		{"VISUAL, EDITOR", "the editor that ctrl+e opens"},
		{"BROWSER", "the browser that pages are opened in"},
		{"XDG_STATE_HOME, LocalAppData", "the folder above certwiz's own, where CERTWIZ_HOME is not set"},
	}
}

type variable struct{ name, means string }

// topics are pages of certwiz help that belong to no command.
func (a *app) topics() []*cobra.Command {
	return []*cobra.Command{
		{Use: "exit-codes", Short: "What the exit codes say", Long: exitCodePage()},
		{Use: "environment", Short: "What is read from the environment", Long: environmentPage()},
	}
}

func exitCodePage() string {
	var b strings.Builder
	b.WriteString("Every command ends with one of these:\n\n")
	for _, e := range endings() {
		fmt.Fprintf(&b, "  %3d  %s\n       such as %s\n", e.code, e.means, e.example)
	}
	b.WriteString("\nWhat could not be checked is never 0.")
	return b.String()
}

func environmentPage() string {
	var b strings.Builder
	b.WriteString("certwiz reads these variables. A flag wins over its variable; no secret but a\ntoken for GitHub is ever read from here.\n\n")
	for _, v := range variables() {
		fmt.Fprintf(&b, "  %s\n      %s\n", v.name, v.means)
	}
	return strings.TrimRight(b.String(), "\n")
}

// helpCommand is Cobra's, but that a command which is not there is wrong usage.
func (a *app) helpCommand(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "Help about any command",
		Long:  "Prints the help of a command, or of exit-codes or environment.",
		RunE: func(_ *cobra.Command, args []string) error {
			cmd, rest, err := root.Find(args)
			if cmd == nil || err != nil || len(rest) > 0 || cmd == root && len(args) > 0 {
				return usage("there is no command "+quoted(strings.Join(args, " ")), near(root, args))
			}
			cmd.InitDefaultHelpFlag()
			return cmd.Help()
		},
	}
}

// near names the command that was probably meant.
func near(root *cobra.Command, args []string) string {
	for _, cmd := range root.Commands() {
		if len(args) > 0 && distance(cmd.Name(), args[0]) <= 2 {
			return "did you mean certwiz help " + cmd.Name() + "?"
		}
	}
	return "certwiz help lists the commands"
}

// writeCommands prints every command's help for docs/commands.md.
func writeCommands(w io.Writer, root *cobra.Command) {
	fmt.Fprint(w, "# Commands\n\nWhat `certwiz help` prints of each command. This page is made by `go test ./ui/command -run Commands -update`.\n")
	fmt.Fprintf(w, "\n## Exit codes\n\n| code | means | such as |\n|---|---|---|\n")
	for _, e := range endings() {
		fmt.Fprintf(w, "| %d | %s | %s |\n", e.code, e.means, e.example)
	}
	fmt.Fprintf(w, "\nWhat could not be checked is never 0.\n\n## Environment\n\n| variable | means |\n|---|---|\n")
	for _, v := range variables() {
		fmt.Fprintf(w, "| `%s` | %s |\n", strings.ReplaceAll(v.name, ", ", "`, `"), v.means)
	}
	writeCommand(w, root)
}

func writeCommand(w io.Writer, cmd *cobra.Command) {
	if !cmd.Runnable() || cmd.Hidden {
		return
	}
	long := cmd.Long
	if long == "" {
		long = cmd.Short + "."
	}
	fmt.Fprintf(w, "\n## %s\n\n```\n%s\n```\n\n%s\n", cmd.CommandPath(), cmd.UseLine(), theme.SafeLines(long))
	if cmd.Example != "" {
		fmt.Fprintf(w, "\n```sh\n%s\n```\n", dedent(cmd.Example))
	}
	if flags := cmd.NonInheritedFlags().FlagUsages(); flags != "" {
		fmt.Fprintf(w, "\n```\n%s```\n", flags)
	}
	for _, sub := range cmd.Commands() {
		if sub.Name() != "completion" && sub.Name() != "help" {
			writeCommand(w, sub)
		}
	}
}

func dedent(text string) string {
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = strings.TrimPrefix(lines[i], "  ")
	}
	return strings.Join(lines, "\n")
}
