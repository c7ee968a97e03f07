package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/certwiz/certwiz/secrets"
	"github.com/certwiz/certwiz/submission/contribution"
	"github.com/certwiz/certwiz/submission/session"
	"github.com/certwiz/certwiz/submission/store"
	"github.com/certwiz/certwiz/ui/aloud"
)

// prOptions is what certwiz pr is started with.
type prOptions struct {
	path  string
	ways  session.ProposalOptions
	draft bool
	print bool
	out   string // folder that the files are written to, "" for none
}

func (a *app) prCommand() *cobra.Command {
	o := prOptions{path: "."}
	cmd := &cobra.Command{
		Use:   "pr [PATH]",
		Short: "Prepare the pull request from the connector's folder, and open or update it",
		Long: `Prepares a pull request into dev of microsoft/PowerPlatformConnectors from the
connector's folder: only the artifacts and readme.md, secrets replaced by
placeholders, the template's checklist answered. Every step is shown before it
is done, and nothing is ever forced. Your working folder, the branch you are on
and every other branch stay as they are.

The branch is pushed with your clone's git. The pull request is opened with a
GitHub token: from GH_TOKEN or GITHUB_TOKEN, from gh, or given once and kept in
your vault. Without one the commands and the text are printed in place of it.
A pull request that is open already is updated: the same one (S11).`,
		Example: `  certwiz pr                          in the connector's folder
  certwiz pr --print                  only show it; nothing is done
  certwiz pr --clone ../Fork          when the connector lies elsewhere
  certwiz pr status                   what GitHub knows, and what Microsoft said`,
		Args: atMost(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 {
				o.path = args[0]
			}
			return a.runPR(cmd.Context(), o)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&o.ways.Clone, "clone", "", "a clone of your fork, when the connector lies elsewhere")
	flags.StringVar(&o.ways.Remote, "remote", "", "the remote to push to, when there are several forks")
	flags.StringVar(&o.ways.Branch, "branch", "", "the new branch's name, in place of one made of the folder's")
	flags.BoolVar(&o.draft, "draft", false, "open it as a draft: Microsoft looks at it once it is ready for review")
	flags.BoolVar(&o.print, "print", false, "show everything and the commands to type; do nothing")
	flags.StringVar(&o.out, "out", "", "also write the files, as they go out, into this folder")
	cmd.AddCommand(a.prStatusCommand())
	return cmd
}

func (a *app) runPR(ctx context.Context, o prOptions) error {
	if !o.print {
		if err := a.someoneFor("there is no terminal here to ask on", "certwiz pr --print shows everything without asking"); err != nil {
			return err
		}
	}
	console := a.console()
	p, err := a.pullSitting(ctx, console, o.path, !o.print)
	if err != nil {
		return err
	}
	defer p.release()
	if a.onTerminal() && !a.plainQuestions() {
		console.WrapAt(a.width() - 1)
	}
	ways, err := absolute(o.ways)
	if err != nil {
		return failed(err, "")
	}
	a.findPull(ctx, p.session)
	err = aloud.Propose(ctx, a.proposing(p, console, ways, o))
	if err != nil && o.print && p.session.Publisher() == "" {
		return failed(err, "certwiz pr without --print asks")
	}
	return a.proposed(ctx, p.session, err)
}

// proposed gives the ends of a proposal their exit codes.
func (a *app) proposed(ctx context.Context, s *session.Session, err error) error {
	switch {
	case err == nil, ctx.Err() != nil:
		return interrupted(ctx, s, err)
	case errors.Is(err, aloud.ErrLeft):
		a.notice("nothing more was done")
		return nil
	case errors.Is(err, aloud.ErrBlocked):
		return blocked(err, "mend what is named above, then run certwiz pr again")
	case errors.Is(err, aloud.ErrEnded):
		return err
	case asExit(err).hint != "":
		return err
	default:
		return failed(err, "certwiz pr --print shows the commands to do it by hand")
	}
}

func (a *app) proposing(p *pullSitting, console *aloud.Console, ways session.ProposalOptions, o prOptions) aloud.ProposeOptions {
	options := aloud.ProposeOptions{Session: p.session, Console: console, Ways: ways, Draft: o.draft, Print: o.print,
		Interactive: a.onTerminal(), Edit: a.editText()}
	if o.out != "" {
		options.Out = func(files []contribution.File) error { return a.writeOut(o.out, files) }
	}
	if p.hub != nil {
		options.Hub = p.hub
		options.KeepToken = p.keepToken
	}
	return options
}

// absolute makes the clone's path one that holds wherever git runs.
func absolute(w session.ProposalOptions) (session.ProposalOptions, error) {
	if w.Clone == "" {
		return w, nil
	}
	abs, err := filepath.Abs(w.Clone)
	w.Clone = abs
	return w, err
}

// pullSitting is a session about a pull request, with GitHub beside it.
type pullSitting struct {
	*opened
	hub       Hub
	keepToken func(ctx context.Context, token string) (aloud.Hub, error)
}

// pullSitting opens the session of a connector and finds out what it can. The
// submission is held only by what writes.
func (a *app) pullSitting(ctx context.Context, console *aloud.Console, path string, writes bool) (*pullSitting, error) {
	candidate, err := a.choose(ctx, console, path)
	if err != nil {
		return nil, err
	}
	home, err := a.home()
	if err != nil {
		return nil, err
	}
	vault, err := a.openVault(ctx, console, home)
	if err != nil {
		return nil, err
	}
	w := where{home: home, candidate: candidate, vault: vault, network: !a.isOffline()}
	var o *opened
	if writes {
		o, err = a.open(ctx, w)
	} else {
		o, err = a.look(w)
	}
	if err != nil {
		return nil, err
	}
	if o.notice != "" {
		a.notice(o.notice)
	}
	p := &pullSitting{opened: o}
	if hub, ok := o.session.Ports.GitHub.(Hub); ok {
		p.hub = hub
	}
	p.keepToken = func(ctx context.Context, token string) (aloud.Hub, error) {
		return a.keepToken(ctx, p.session, home, vault, token)
	}
	o.session.LookUp(ctx, nil, session.LookFolder, session.LookClone)
	return p, nil
}

// look opens a session that holds nothing and keeps nothing.
func (a *app) look(w where) (*opened, error) {
	st := store.OpenReadOnly(w.home)
	st.Now = a.Now
	s, unread, err := a.resume(st, st.SlugFor(w.candidate.Dir, w.candidate.Title), w)
	if err != nil {
		return nil, err
	}
	if unread != nil {
		a.notice(unread.Error())
	}
	s.Ledger, _ = st.Ledger(s.Draft.Slug)
	s.Ports.Store = nil
	return &opened{session: s, release: func() {}}, nil
}

// findPull asks GitHub about the pull request that is named, and where none is
// under way, which others there are.
func (a *app) findPull(ctx context.Context, s *session.Session) {
	s.LookUp(ctx, nil, session.LookPull)
	if s.OpenPull() == nil {
		s.LookUp(ctx, nil, session.LookPulls, session.LookPull)
	}
}

// keepToken tries a token, puts it into the vault when GitHub takes it, and asks
// GitHub with it from now on.
func (a *app) keepToken(ctx context.Context, s *session.Session, home string, vault secrets.Vault, token string) (aloud.Hub, error) {
	host := s.Host()
	hub := a.Hub(GitHubAccess{Host: host, Cache: cacheFolder(home), Token: func() (string, string) { return token, "your vault" }})
	if login, err := hub.Login(ctx); err != nil || login == "" {
		return nil, orNotAToken(err)
	}
	if err := vault.Set(ctx, tokenRef(host), secrets.New(token)); err != nil {
		return nil, fmt.Errorf("the token was not kept: %w", err)
	}
	if _, memory := vault.(*secrets.Memory); !memory {
		if err := store.RememberToken(home, host.Name()); err != nil {
			return nil, err
		}
	}
	s.Ports.GitHub = hub
	return hub, nil
}

// orNotAToken is the error of a token that can't be one where there is none.
func orNotAToken(err error) error {
	if err != nil {
		return err
	}
	return errors.New("it holds characters that no token has")
}

// editText opens a text in the person's editor, nil without a terminal.
func (a *app) editText() func(context.Context, string) (string, error) {
	edit := a.editor()
	if edit == nil {
		return nil
	}
	return func(ctx context.Context, text string) (string, error) {
		dir, err := os.MkdirTemp("", "certwiz-")
		if err != nil {
			return text, fmt.Errorf("no temporary file can be made: %w", err)
		}
		defer os.RemoveAll(dir)
		path := filepath.Join(dir, "pull-request.md")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			return text, err
		}
		if err := edit(ctx, path); err != nil {
			return text, err
		}
		return readText(path)
	}
}

// maxText is the longest text of a pull request that is taken, in bytes.
const maxText = 64 << 10

func readText(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxText+1))
	if len(data) > maxText {
		return "", fmt.Errorf("the text is longer than %d kB", maxText>>10)
	}
	return string(data), err
}

// writeOut writes the files of the pull request into a folder, as they go out.
func (a *app) writeOut(dir string, files []contribution.File) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return failed(fmt.Errorf("%s can't be made: %s", quoted(dir), plainCause(err)), "name another folder with --out")
	}
	for _, f := range files {
		path := filepath.Join(dir, f.Name)
		if err := createFile(path, f.Data); err != nil {
			return failed(fmt.Errorf("%s can't be written: %s", quoted(path), plainCause(err)), "name an empty folder with --out")
		}
	}
	a.notice(fmt.Sprintf("%d files written into %s, as they go out", len(files), dir))
	return nil
}
