package command

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os/exec"
	"strings"

	"github.com/certwiz/certwiz/secrets"
	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/session"
	"github.com/certwiz/certwiz/submission/source"
	"github.com/certwiz/certwiz/submission/standing"
	"github.com/certwiz/certwiz/submission/store"
	"github.com/certwiz/certwiz/ui/aloud"
	"github.com/certwiz/certwiz/ui/outside"
)

// where is a place to sit down at: a connector, the folder that remembers, and
// the vault.
type where struct {
	home      string
	candidate source.Candidate
	vault     secrets.Vault
	network   bool
	throwaway bool
	notice    string
}

// opened is a session that holds its submission until it is released.
type opened struct {
	session *session.Session
	release func()
	notice  string
}

// home is the folder that certwiz keeps its files in.
func (a *app) home() (string, error) {
	home, err := store.Home(a.Env, a.GOOS)
	if err != nil {
		return "", failed(err, "")
	}
	return home, nil
}

// open opens the session of a connector: its draft where there is one, else a
// new one. Where nothing can be saved it opens all the same and says so.
func (a *app) open(ctx context.Context, w where) (*opened, error) {
	st, err := store.Open(w.home)
	if err != nil {
		st = store.OpenReadOnly(w.home)
		w.notice = joined(fmt.Sprintf("What you answer ends with this session: %v.", err), w.notice)
	}
	st.Now = a.Now
	return a.openSlug(ctx, st, st.SlugFor(w.candidate.Dir, w.candidate.Title), w)
}

// openSlug opens a submission by its name.
func (a *app) openSlug(ctx context.Context, st *store.Store, slug string, w where) (*opened, error) {
	release, err := st.Lock(slug)
	if err != nil {
		return nil, failed(err, "")
	}
	s, unread, err := a.resume(st, slug, w)
	if err != nil {
		release()
		return nil, err
	}
	if unread != nil {
		w.notice = joined(fmt.Sprintf("The draft can't be used, so you begin anew: %v.", unread), w.notice)
	}
	var problems []error
	s.Ledger, problems = st.Ledger(slug)
	if err := errors.Join(problems...); err != nil && !st.ReadOnly() {
		w.notice = joined(w.notice, err.Error())
	}
	s.Draft.Throwaway = w.throwaway
	mended, err := s.Recover(ctx)
	if err != nil {
		mended = append(mended, err.Error())
	}
	w.notice = joined(w.notice, strings.Join(mended, " "))
	s.Judge()
	return &opened{s, release, w.notice}, nil
}

// resume reads the draft. One that is damaged is kept beside the new one, and
// unread says why; one of a newer certwiz is left alone.
func (a *app) resume(st *store.Store, slug string, w where) (s *session.Session, unread, err error) {
	ports := session.Ports{Now: a.Now, Store: st, Vault: w.vault, Portals: a.offered()}
	if st.ReadOnly() {
		ports.Store = nil
	}
	hub, host, err := a.hub(w.home, w.vault)
	if err != nil {
		return nil, nil, err
	}
	ports.Host = host
	if w.network && hub != nil {
		ports.GitHub = hub
	}
	d, err := st.LoadDraft(slug)
	switch {
	case err == nil:
		p, err := submission.PortalOf(&d, a.portals())
		if err != nil {
			return nil, nil, failed(err, "update certwiz")
		}
		d.Folder = w.candidate.Dir
		s = session.Resume(ports, p, d, nil)
		if err := a.carryOver(s); err != nil {
			return nil, nil, err
		}
		if s.Pull, err = st.LoadPull(slug); err != nil {
			a.notice(err.Error()) // GitHub can be asked again
		}
		return s, nil, nil
	case errors.Is(err, store.ErrNewer):
		return nil, nil, failed(err, "")
	case errors.Is(err, fs.ErrNotExist):
	case errors.Is(err, store.ErrDamaged):
		unread = err
	case st.ReadOnly(): // that was said
	default:
		return nil, nil, failed(err, "")
	}
	first, err := a.firstPortal()
	if err != nil {
		return nil, nil, err
	}
	s = session.New(ports, first, w.candidate.Dir, w.candidate.Title)
	s.Draft.Slug = slug
	return s, unread, nil
}

// portals are those that drafts may be for, the one for new drafts first.
func (a *app) portals() portal.List {
	if len(a.Portals) > 0 {
		return a.Portals
	}
	return portal.All()
}

// offered are the portals that a new submission may choose between: none where
// CERTWIZ_PORTAL settles it.
func (a *app) offered() portal.List {
	if a.portal == "" && a.Env("CERTWIZ_PORTAL") != "" {
		return nil
	}
	return a.portals()
}

// firstPortal is the one for new drafts.
func (a *app) firstPortal() (portal.Portal, error) {
	name := cmp.Or(a.portal, a.Env("CERTWIZ_PORTAL"))
	if name == "" {
		return a.portals()[0], nil
	}
	p, err := a.portals().ByID(name)
	if err != nil {
		return p, usage("there is no portal "+quoted(name), "it is "+portalNames(a.portals()))
	}
	return p, nil
}

// carryOver takes a draft to the portal that --portal names.
func (a *app) carryOver(s *session.Session) error {
	if a.portal == "" || a.portal == s.Portal.ID {
		return nil
	}
	if _, err := a.firstPortal(); err != nil {
		return err
	}
	return s.ChoosePortal(a.portal)
}

func portalNames(all portal.List) string {
	var names []string
	for _, p := range all {
		names = append(names, p.ID)
	}
	return strings.Join(names, " or ")
}

// plain reports whether questions are asked one by one.
func (a *app) plain() bool { return a.plainQuestions() || a.Wizard == nil }

// sit opens the session and shows it, on the screen or as questions. On the
// screen the desk comes first where Microsoft has the submission.
func (a *app) sit(ctx context.Context, console *aloud.Console, w where, update bool) error {
	if !a.plain() && !update {
		if d := a.newDesk(w); d.waits() {
			return a.showDesk(ctx, d)
		}
	}
	o, err := a.open(ctx, w)
	if err != nil {
		return err
	}
	defer o.release()
	defer func() { wipe(o.session.Ports.Vault) }() // the one in use then
	if a.plain() {
		err := aloud.Run(ctx, aloud.Options{
			Session: o.session, Console: console, Update: update, Notice: o.notice,
			Out: a.Outside(), Edit: a.editor(), SealedFile: a.sealedFile(w.home), Sealed: sealed(w.home),
		})
		return interrupted(ctx, o.session, notOpen(err))
	}
	if update && !underWay(o.session) {
		if err := aloud.BeginUpdate(ctx, console, o.session); err != nil {
			return notOpen(err)
		}
	}
	s := a.sitting(w)
	s.Session, s.Notice = o.session, o.notice
	err = a.Wizard(ctx, s)
	if o.notice != "" {
		a.notice(o.notice) // whole, where the screen had one row for it
	}
	return interrupted(ctx, o.session, unsaved(o.session, err))
}

// unsaved says what the disk did not take at the end.
func unsaved(s *session.Session, err error) error {
	if err != nil || s.SaveErr == nil {
		return err
	}
	return failed(fmt.Errorf("not everything is kept: %w", s.SaveErr), "")
}

// interrupted tells of a sitting that was ended by a signal what became of its
// answers.
func interrupted(ctx context.Context, s *session.Session, err error) error {
	if ctx.Err() == nil || s.SaveErr != nil {
		return err
	}
	if s.Draft.Throwaway || s.Ports.Store == nil {
		return errDropped
	}
	return errInterrupted
}

// showDesk shows the list of submissions on the screen.
func (a *app) showDesk(ctx context.Context, d *Desk) error {
	defer d.release()
	s := a.sitting(d.w)
	s.Desk, s.Notice = d, d.w.notice
	return a.Wizard(ctx, s)
}

func (a *app) sitting(w where) Sitting {
	return Sitting{Theme: a.theme(a.Stdout), Out: a.Outside(), Env: a.Env, Now: a.Now,
		Probe: probe(w.vault), SealedFile: a.sealedFile(w.home), Propose: a.proposeAside(w)}
}

// underWay tells whether an update was begun and not handed over yet.
func underWay(s *session.Session) bool {
	return s.Draft.Update && s.Draft.Version > s.Standing().Version
}

// notOpen gives leaving and an update that may not be begun their exit codes.
func notOpen(err error) error {
	switch {
	case errors.Is(err, aloud.ErrLeft):
		return nil
	case errors.Is(err, aloud.ErrNoUpdate):
		return blocked(err, "")
	}
	return err
}

// editor opens files in the person's own editor; nil without a terminal.
func (a *app) editor() func(context.Context, string) error {
	if !a.onTerminal() {
		return nil
	}
	return func(ctx context.Context, path string) error {
		args, err := outside.Editor(a.Env)
		if err != nil {
			return err
		}
		args = outside.EditorAt(args, path, 0)
		return a.Run(exec.CommandContext(ctx, args[0], args[1:]...))
	}
}

// joined puts two notices one after the other.
func joined(a, b string) string {
	return strings.TrimSpace(a + " " + b)
}

// summaryOf is the submission of a connector's folder.
func (a *app) summaryOf(st *store.Store, dir string) (store.Summary, error) {
	slug, ok := st.FindDraft(dir)
	if !ok {
		return store.Summary{}, blocked(fmt.Errorf("nothing was begun for %s", a.placeName(dir)), "run certwiz in that folder to begin")
	}
	return summary(st, slug)
}

func summary(st *store.Store, slug string) (store.Summary, error) {
	all, err := st.Submissions()
	if err != nil {
		return store.Summary{}, failed(err, "")
	}
	for _, s := range all {
		if s.Slug == slug {
			return s, nil
		}
	}
	return store.Summary{}, blocked(fmt.Errorf("there is no submission %q", slug), "certwiz status lists them")
}

// standingOf is where a submission stands now.
func (a *app) standingOf(s store.Summary) standing.Standing {
	p, _ := submission.PortalOf(s.Draft, a.portals()) // one that is not known has no waiting times
	return standing.FromLedger(s.Ledger, p, a.Now())
}
