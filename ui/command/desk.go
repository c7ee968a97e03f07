package command

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/certwiz/certwiz/checks/origin"
	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/session"
	"github.com/certwiz/certwiz/submission/source"
	"github.com/certwiz/certwiz/submission/standing"
	"github.com/certwiz/certwiz/submission/store"
	"github.com/certwiz/certwiz/ui/aloud"
	"github.com/certwiz/certwiz/ui/desk"
)

// Desk is the list of submissions for the screen: it reads them, opens one,
// begins one, and takes down Microsoft's answer. Its methods may be called on
// any goroutine. What it opened it holds until the program ends.
type Desk struct {
	a  *app
	st *store.Store
	w  where // what a session is opened with; its candidate is where certwiz was started

	mu   sync.Mutex
	held []func()
	seen map[string]*origin.Pull // by slug: what GitHub said where nothing can be kept
}

// newDesk opens the desk, also where nothing can be saved.
func (a *app) newDesk(w where) *Desk {
	st, err := store.Open(w.home)
	if err != nil {
		st = store.OpenReadOnly(w.home)
	}
	st.Now = a.Now
	return &Desk{a: a, st: st, w: w}
}

// Rows lists the submissions.
func (d *Desk) Rows() ([]desk.Row, error) {
	all, err := d.st.Submissions()
	if err != nil {
		return nil, err
	}
	d.mu.Lock()
	for i, sum := range all {
		if pull, ok := d.seen[sum.Slug]; ok {
			all[i].Pull = pull
		}
	}
	d.mu.Unlock()
	return desk.Rows(all, d.a.portals(), d.a.hostOrDefault(), d.a.Now()), nil
}

// Ways are the desk's ways to the outside; GitHub is not asked offline.
func (d *Desk) Ways() desk.Ways {
	var w desk.Ways
	if d.w.network && d.a.Hub != nil && !d.a.isOffline() {
		w.Refresh = d.Refresh
	}
	if d.a.Outside == nil {
		return w
	}
	out := d.a.Outside()
	if out.Browser != nil {
		w.Open = out.Browser.Open
	}
	if out.Clipboard != nil {
		w.Copy = out.Clipboard.Copy
	}
	return w
}

// Refresh asks GitHub about the pull request of a submission, keeps what it
// says, and lists all submissions anew. The rows are there also with an error,
// which says what GitHub did not answer.
func (d *Desk) Refresh(ctx context.Context, slug string) ([]desk.Row, error) {
	sum, err := summary(d.st, slug)
	if err != nil {
		return nil, err
	}
	hub, host, err := d.a.hub(d.w.home, d.w.vault)
	if err != nil {
		return nil, err
	}
	if hub == nil {
		return nil, errors.New("GitHub is not asked: certwiz runs offline")
	}
	unanswered := d.a.refresh(ctx, hub, host, &sum)
	if err := d.keep(sum); err != nil && unanswered == nil {
		unanswered = err
	}
	rows, err := d.Rows()
	if err != nil {
		return nil, err
	}
	return rows, unanswered
}

// keep saves what GitHub said. Where nothing can be saved it is kept as long as
// the desk is.
func (d *Desk) keep(sum store.Summary) error {
	if sum.Pull == nil {
		return nil
	}
	if !d.st.ReadOnly() {
		return d.st.SavePull(sum.Slug, *sum.Pull)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.seen == nil {
		d.seen = map[string]*origin.Pull{}
	}
	d.seen[sum.Slug] = sum.Pull
	return nil
}

// Open opens a submission by its slug.
func (d *Desk) Open(ctx context.Context, slug string) (*session.Session, error) {
	draft, err := d.st.LoadDraft(slug)
	if err != nil {
		return nil, err
	}
	w := d.w
	w.candidate = source.Candidate{Dir: draft.Folder, Title: draft.Title}
	return d.hold(d.a.openSlug(ctx, d.st, slug, w))
}

// New begins a submission for the connector that certwiz was started on, or
// goes on with the one it has.
func (d *Desk) New(ctx context.Context) (*session.Session, error) {
	if d.w.candidate.Dir == "" {
		return nil, errors.New("there is no connector here: start certwiz in its folder")
	}
	return d.hold(d.a.open(ctx, d.w))
}

// Answer records what Microsoft answered.
func (d *Desk) Answer(_ context.Context, slug string, kind submission.EventKind, text string) error {
	sum, err := summary(d.st, slug)
	if err != nil {
		return err
	}
	_, err = d.a.answered(d.st, sum, kind, text, d.a.Now())
	return err
}

func (d *Desk) hold(o *opened, err error) (*session.Session, error) {
	if err != nil {
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.held = append(d.held, o.release)
	return o.session, nil
}

// release gives everything back.
func (d *Desk) release() {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, release := range d.held {
		release()
	}
	d.held = nil
}

// anySubmission tells whether there is something on the desk.
func anySubmission(home string) bool {
	all, err := store.OpenReadOnly(home).Submissions()
	return err == nil && len(all) > 0
}

// waits tells whether the connector has a submission that Microsoft has, or
// has answered: then the desk comes first, and says whose turn it is.
func (d *Desk) waits() bool {
	slug, ok := d.st.FindDraft(d.w.candidate.Dir)
	if !ok {
		return false
	}
	sum, err := summary(d.st, slug)
	if err != nil || sum.Draft == nil {
		return false
	}
	state := d.a.standingOf(sum)
	if sum.Draft.Update && sum.Draft.Version > state.Version {
		return false // an update is being prepared
	}
	switch state.Stage {
	case standing.InReview, standing.Requested, standing.ApprovedBy, standing.IsCertified:
		return true
	default:
		return false
	}
}

// fromDesk chooses among the submissions there are, where certwiz was started
// without a connector.
func (a *app) fromDesk(ctx context.Context, console *aloud.Console, d *Desk) (source.Candidate, error) {
	rows, err := d.Rows()
	if err != nil {
		return source.Candidate{}, failed(err, "")
	}
	options := make([]aloud.Option, len(rows))
	for i, r := range rows {
		options[i] = aloud.Option{Label: r.Connector, Note: fmt.Sprintf("version %d, %s", r.Standing.Version, r.Standing.Stage)}
	}
	n, err := console.Choose(ctx, "There is no connector here. Your submissions:", options)
	if err != nil {
		return source.Candidate{}, err
	}
	if n < 0 {
		return source.Candidate{}, aloud.ErrLeft
	}
	draft, err := d.st.LoadDraft(rows[n].Slug)
	if err != nil {
		return source.Candidate{}, failed(err, "")
	}
	return source.Candidate{Dir: draft.Folder, Title: draft.Title}, nil
}
