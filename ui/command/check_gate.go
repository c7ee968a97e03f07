package command

import (
	"context"
	"fmt"
	"strings"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/submission/gate"
	"github.com/certwiz/certwiz/submission/session"
	"github.com/certwiz/certwiz/submission/source"
	"github.com/certwiz/certwiz/submission/store"
	"github.com/certwiz/certwiz/ui/report"
)

// checkDraft puts a draft's whole case before the gate. It reads only: another
// session may have the draft open.
func (a *app) checkDraft(ctx context.Context, c source.Candidate) ([]report.Result, error) {
	home, err := a.home()
	if err != nil {
		return nil, err
	}
	st := store.OpenReadOnly(home)
	if _, ok := st.FindDraft(c.Dir); !ok {
		return nil, failed(fmt.Errorf("there is no draft for %s", a.placeName(c.Dir)), "run certwiz there to begin one, or check without --gate")
	}
	slug, _ := st.FindDraft(c.Dir)
	vault, err := a.openVault(ctx, a.console(), home)
	if err != nil {
		return nil, err
	}
	s, unread, err := a.resume(st, slug, where{home: home, candidate: c, vault: vault, network: !a.isOffline()})
	if err != nil {
		return nil, err
	}
	if unread != nil {
		a.notice(unread.Error())
	}
	s.Ledger, _ = st.Ledger(slug)
	a.lookAround(ctx, s, st)
	return []report.Result{{Folder: a.folderName(c.Dir), Report: asReport(s.Verdict)}}, nil
}

// lookAround finds out everything that the gate asks for.
func (a *app) lookAround(ctx context.Context, s *session.Session, st *store.Store) {
	s.Ports.Store = st // read only, for what the last version was
	s.LookUp(ctx, nil)
}

// asReport is the gate's verdict as findings and rules that were not checked.
func asReport(v gate.Verdict) checks.Report {
	var r checks.Report
	for _, h := range v.Holds {
		if h.Kind == gate.Unchecked {
			r.Outcomes = append(r.Outcomes, checks.Outcome{Rule: h.Finding.Rule, Result: checks.NotChecked, Reason: strings.TrimPrefix(h.Finding.Message, "not checked: ")})
			continue
		}
		r.Findings = append(r.Findings, h.Finding)
	}
	for _, h := range v.Warnings {
		r.Findings = append(r.Findings, h.Finding)
	}
	r.Sort()
	return r
}
