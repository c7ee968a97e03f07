package command

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/certwiz/certwiz/checks/origin"
	"github.com/certwiz/certwiz/secrets"
	"github.com/certwiz/certwiz/submission/session"
	"github.com/certwiz/certwiz/submission/source"
	"github.com/certwiz/certwiz/submission/source/github"
	"github.com/certwiz/certwiz/ui/report"
)

// prStatusOptions is which pull request is looked at.
type prStatusOptions struct {
	what   string // a path, a number, a link, or a connector's folder name
	format string
	writer report.Writer
}

func (a *app) prStatusCommand() *cobra.Command {
	o := prStatusOptions{what: "."}
	cmd := &cobra.Command{
		Use:   "status [PATH|NUMBER|LINK|NAME]",
		Short: "What GitHub knows about the pull request, and what Microsoft said on it",
		Long: `Asks GitHub about the connector's pull request: where it stands, whose turn it
is, what Microsoft said and what became of each of its lines, how your folder
differs from it, and what the rules say.

It is found from the clone in PATH, or named by its number or link, or by the
connector's folder in the repository ("Contoso Invoices"). Without a clone, and
without the connector, its files are read from GitHub.`,
		Example: `  certwiz pr status                        the one of this folder's branch
  certwiz pr status 3473
  certwiz pr status "Contoso Invoices"     lists those that touch its folder`,
		Args: atMost(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 {
				o.what = args[0]
			}
			return a.runPRStatus(cmd.Context(), o)
		},
	}
	cmd.Flags().StringVar(&o.format, "format", "text", strings.Join(report.Writers(), " or "))
	return cmd
}

func (a *app) runPRStatus(ctx context.Context, o prStatusOptions) error {
	writer, err := a.pullWriter(o.format)
	if err != nil {
		return err
	}
	o.writer = writer
	if a.isOffline() {
		return failed(errors.New("GitHub is not asked offline"), "certwiz status says what was seen last")
	}
	if strings.TrimSpace(o.what) == "" {
		return usage("certwiz pr status was given an empty name", "name a pull request, a folder, or nothing at all")
	}
	if _, err := os.Stat(o.what); err != nil {
		return a.pullNamed(ctx, o)
	}
	s, err := a.pullSitting(ctx, a.console(), o.what, false)
	if err != nil {
		return err
	}
	defer s.release()
	if s.session.PullNumber() == 0 {
		s.session.LookUp(ctx, nil, session.LookPulls)
	}
	if s.session.PullNumber() == 0 {
		return a.noPull(o, s.session)
	}
	return a.showPull(ctx, s.hub, o, session.PullQuestion{Number: s.session.PullNumber(), Folder: s.session.RepoFolder(),
		Here: s.session.Folder, Before: s.session.PullNow(), Ledger: s.session.Ledger, Portal: s.session.Portal, Now: a.Now()})
}

// noPull says which pull requests there are when none is this branch's.
func (a *app) noPull(o prStatusOptions, s *session.Session) error {
	if s.PullsErr != nil && len(s.Pulls) == 0 {
		return failed(fmt.Errorf("your pull request was not found: %w", s.PullsErr), "name it: certwiz pr status NUMBER")
	}
	if len(s.Pulls) == 0 {
		return blocked(fmt.Errorf("there is no pull request for %s yet", s.RepoFolder()), "certwiz pr prepares one")
	}
	if err := o.writer.PullRequests(a.Stdout, s.Pulls); err != nil {
		return failed(err, "")
	}
	return blocked(errors.New("none of these comes from the branch you are on"), "name one: certwiz pr status NUMBER")
}

// pullNamed looks at a pull request without a connector at hand.
func (a *app) pullNamed(ctx context.Context, o prStatusOptions) error {
	home, err := a.home()
	if err != nil {
		return err
	}
	vault, err := a.openVault(ctx, a.console(), home)
	if err != nil {
		return err
	}
	hub, host, err := a.hub(home, vault)
	if err != nil {
		return err
	}
	if hub == nil {
		return failed(errors.New("GitHub is not asked here"), "")
	}
	t, err := host.ParseTyped(o.what)
	switch {
	case err == nil && t.Foreign():
		return usage("that pull request is in another repository than Microsoft's", "it is microsoft/PowerPlatformConnectors")
	case err == nil && t.PR > 0:
		q := session.PullQuestion{Number: t.PR, Portal: a.portals()[0], Now: a.Now()}
		a.atHand(ctx, &q)
		return a.showPull(ctx, hub, o, q)
	case err != nil && strings.Contains(o.what, "://"):
		return usage(err.Error(), "give the pull request's number, or its link")
	}
	return a.pullsOf(ctx, hub, o)
}

// atHand adds the connector of the working folder, for the case that the pull
// request is about it.
func (a *app) atHand(ctx context.Context, q *session.PullQuestion) {
	found, err := source.Find(ctx, ".")
	if err != nil || len(found) != 1 {
		return
	}
	home, err := a.home()
	if err != nil {
		return
	}
	o, err := a.look(where{home: home, candidate: found[0], vault: secrets.NewMemory()})
	if err != nil {
		return
	}
	o.session.LookUp(ctx, nil, session.LookFolder, session.LookClone)
	q.Here, q.HereFolder, q.Ledger, q.Portal = o.session.Folder, o.session.RepoFolder(), o.session.Ledger, o.session.Portal
}

// pullsOf looks for the pull requests of a connector's folder.
func (a *app) pullsOf(ctx context.Context, hub Hub, o prStatusOptions) error {
	name := strings.Trim(o.what, "/")
	var found []origin.Pull
	var problems error
	for _, folder := range foldersOf(name) {
		pulls, err := hub.FindPulls(ctx, github.Search{Folder: folder})
		problems = cmp.Or(problems, err)
		for _, p := range pulls {
			if !slices.ContainsFunc(found, func(q origin.Pull) bool { return q.Number == p.Number }) {
				found = append(found, p)
			}
		}
	}
	switch {
	case len(found) == 0 && problems != nil:
		return failed(fmt.Errorf("the pull requests of %s could not be looked for: %w", quoted(name), problems), "name one: certwiz pr status NUMBER")
	case len(found) == 0:
		return failed(fmt.Errorf("no pull request touches a folder %s", quoted(name)), "write it as it stands in the repository, or name a pull request: certwiz pr status NUMBER")
	case len(found) == 1:
		return a.showPull(ctx, hub, o, session.PullQuestion{Number: found[0].Number, Portal: a.portals()[0], Now: a.Now()})
	}
	if err := o.writer.PullRequests(a.Stdout, found); err != nil {
		return failed(err, "")
	}
	if problems != nil {
		a.notice("these may not be all: " + problems.Error())
	}
	a.notice("certwiz pr status NUMBER shows one of them")
	return nil
}

// foldersOf are the folders that a name may stand for.
func foldersOf(name string) []string {
	if strings.Contains(name, "/") {
		return []string{name}
	}
	return []string{"certified-connectors/" + name, "independent-publisher-connectors/" + name}
}

func (a *app) showPull(ctx context.Context, hub Hub, o prStatusOptions, q session.PullQuestion) error {
	if hub == nil {
		return failed(errors.New("GitHub is not asked here"), "")
	}
	v := session.ViewPull(ctx, hub, q)
	asked := v.Pull.Asked.Pull
	var err error
	switch {
	case asked.Known, o.format == "json": // a program reads that it was not answered, too
		err = o.writer.PullRequest(a.Stdout, v)
	}
	switch {
	case err != nil:
		return failed(err, "")
	case asked.Why != "":
		return failed(fmt.Errorf("pull request %d is not checked: %s", q.Number, asked.Why), unchecked(hub, asked.Known))
	case report.Blocks(v.Judged):
		return errFindings
	}
	return nil
}

// rationed is a GitHub that says how many calls it still allows.
type rationed interface{ Allowance() (int, string) }

// unchecked is what to do when GitHub did not answer.
func unchecked(hub Hub, seen bool) string {
	limits, ok := hub.(rationed)
	left := -1
	if ok {
		left, _ = limits.Allowance()
	}
	switch {
	case left == 0 && !hub.HasToken():
		return "with a token GitHub allows more: set GH_TOKEN, or sign in with gh auth login"
	case seen:
		return "what is printed was seen earlier; try again later"
	case left == 0:
		return "try again then"
	}
	return "look at the number and at your connection, then try again"
}
