package command

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"github.com/certwiz/certwiz/checks/origin"
	"github.com/certwiz/certwiz/secrets"
	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/source"
	"github.com/certwiz/certwiz/submission/store"
	"github.com/certwiz/certwiz/ui/desk"
)

// How long GitHub may take about one pull request, and about all of them.
const (
	askTime    = 30 * time.Second
	askAllTime = 90 * time.Second
)

// pullReader reads a pull request; it never fails, see session.GitHub.
type pullReader interface {
	ReadPull(ctx context.Context, number int, folder string, before *origin.Pull) origin.Pull
}

// refreshAll asks GitHub about the pull request of every submission that has
// one, keeps what it says, and lists them anew. What it does not answer is said
// in a line each, and is no reason to fail; none is the error when it answered
// about not a single one.
func (a *app) refreshAll(ctx context.Context, home string, all []store.Summary) (anew []store.Summary, none, err error) {
	hub, host, err := a.hub(home, a.askedVault())
	if err != nil {
		return nil, nil, err
	}
	if hub == nil {
		a.notice("GitHub was not asked: certwiz runs offline")
		return all, nil, nil
	}
	ctx, cancel := context.WithTimeout(ctx, askAllTime)
	defer cancel()
	st, err := store.Open(home)
	if err != nil {
		st = store.OpenReadOnly(home)
	}
	asked, answered := 0, 0
	unsaved := map[string]*origin.Pull{}
	for _, sum := range all {
		if !a.asks(sum) {
			continue
		}
		asked++
		if err := a.refresh(ctx, hub, host, &sum); err != nil {
			a.notice(err.Error())
		} else {
			answered++
		}
		if err := st.SavePull(sum.Slug, *sum.Pull); err != nil {
			if len(unsaved) == 0 {
				a.notice(err.Error())
			}
			unsaved[sum.Slug] = sum.Pull
		}
	}
	if asked > 0 && answered == 0 {
		none = failed(errors.New("GitHub answered about no pull request"), "the lines above say why; what is listed was seen earlier")
	}
	if anew, err = st.Submissions(); err != nil {
		return nil, nil, failed(err, "")
	}
	for i, sum := range anew {
		if pull, ok := unsaved[sum.Slug]; ok {
			anew[i].Pull = pull
		}
	}
	return anew, none, nil
}

// askedVault is where a GitHub token may be without asking the person for it.
func (a *app) askedVault() secrets.Vault {
	kind := a.vault
	if kind == "" {
		kind = a.Env("CERTWIZ_VAULT")
	}
	if (kind == "" || kind == "keyring") && a.Keyring != nil {
		return a.Keyring()
	}
	return nil
}

// asks tells whether GitHub has something to say about a submission.
func (a *app) asks(sum store.Summary) bool {
	return desk.Rows([]store.Summary{sum}, a.portals(), a.hostOrDefault(), a.Now())[0].Asks()
}

// refresh asks GitHub about the pull request of a submission and puts what it
// says into it. The error says what GitHub did not answer.
func (a *app) refresh(ctx context.Context, hub pullReader, host source.Host, sum *store.Summary) error {
	p, _ := submission.PortalOf(sum.Draft, a.portals()) // the list says when it is not known
	number, before := desk.PullNumber(*sum, p, host), sum.Pull
	if number == 0 {
		return fmt.Errorf("no pull request is known for %s: open it and name one on the page Source", sum.Slug)
	}
	if before != nil && before.Number != number {
		before = nil
	}
	ctx, cancel := context.WithTimeout(ctx, askTime)
	defer cancel()
	pull := hub.ReadPull(ctx, number, repositoryFolder(*sum, p), before)
	pull.Number = number
	sum.Pull = &pull
	if asked := pull.Asked.Pull; !asked.Known || asked.Why != "" {
		return fmt.Errorf("GitHub did not answer about pull request %d: %s", number, orElse(asked.Why, "no reason is known"))
	}
	return nil
}

func orElse(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

// repositoryFolder is the connector's folder in Microsoft's repository: the one
// that the pull request touches, else where a publisher of that kind puts it.
func repositoryFolder(sum store.Summary, p portal.Portal) string {
	name := ""
	if sum.Draft != nil && sum.Draft.Folder != "" {
		name = filepath.Base(sum.Draft.Folder)
	}
	if sum.Pull != nil {
		folders := source.Folders(sum.Pull.Files)
		if i := slices.IndexFunc(folders, func(f string) bool { return filepath.Base(f) == name }); i >= 0 {
			return folders[i]
		}
		if len(folders) == 1 {
			return folders[0]
		}
	}
	switch {
	case name == "":
		return ""
	case submission.Values{Portal: p, Draft: *sum.Draft}.Independent():
		return "independent-publisher-connectors/" + name
	default:
		return "certified-connectors/" + name
	}
}
