package screen

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/certwiz/certwiz/secrets"
	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/session"
	"github.com/certwiz/certwiz/submission/source"
	"github.com/certwiz/certwiz/submission/standing"
	"github.com/certwiz/certwiz/submission/store"
	"github.com/certwiz/certwiz/ui/desk"
)

// list is a desk over a store.
type list struct {
	st    *store.Store
	dir   string // of the connector that certwiz was started on, "" for none
	vault secrets.Vault
	err   error // of Rows
}

func (l *list) ports() session.Ports {
	return session.Ports{Now: func() time.Time { return now }, Store: l.st, Vault: l.vault}
}

func (l *list) Rows() ([]desk.Row, error) {
	if l.err != nil {
		return nil, l.err
	}
	all, err := l.st.Submissions()
	return desk.Rows(all, portal.All(), source.GitHubCom, now), err
}

func (l *list) Open(_ context.Context, slug string) (*session.Session, error) {
	draft, err := l.st.LoadDraft(slug)
	if err != nil {
		return nil, err
	}
	ledger, _ := l.st.Ledger(slug)
	return session.Resume(l.ports(), portal.ISVStudio(), draft, ledger), nil
}

func (l *list) New(context.Context) (*session.Session, error) {
	if l.dir == "" {
		return nil, errors.New("there is no connector here: start certwiz in its folder")
	}
	return session.New(l.ports(), portal.ISVStudio(), l.dir, ""), nil
}

func (l *list) Answer(_ context.Context, slug string, kind submission.EventKind, text string) error {
	return l.st.Append(slug, submission.Event{Format: 1, Kind: kind, At: now, Version: 1, Text: text})
}

// submitted makes a store with one submission that is in review.
func submitted(t *testing.T) (*store.Store, string) {
	t.Helper()
	st := newStore(t)
	d := sit(t, table{dir: mendedClone(t), store: st})
	d.open()
	d.freeze()
	d.press("y", "y", "ctrl+s")
	if d.s().Standing().Stage != standing.InReview {
		t.Fatalf("it stands at %s", d.s().Standing().Stage)
	}
	return st, d.s().Draft.Slug
}

// atDesk begins at the desk.
func atDesk(t *testing.T, l *list) *sitting {
	t.Helper()
	if l.vault == nil {
		l.vault = secrets.NewMemory()
	}
	return sit(t, table{change: func(o *Options) { o.Desk = l }})
}

func TestDeskListsAndOpens(t *testing.T) {
	st, _ := submitted(t)
	d := atDesk(t, &list{st: st})
	d.wants("1 submission", "Contoso Invoices", "in review", "Microsoft")
	for _, s := range sizes {
		d.resize(s.width, s.height)
	}
	d.resize(50, 10)
	d.wants("certwiz needs 60 columns")
	d.resize(80, 24)
	d.press("enter")
	if d.m() == nil {
		t.Fatalf("nothing was opened:\n%s", d.screen())
	}
	d.wants("hand-off", "You confirmed")
	if d.m().watcher == nil {
		t.Error("the folder is not watched")
	}
	d.press("ctrl+s")
	if !d.quit {
		t.Error("ctrl+s does not leave")
	}
}

func TestDeskRecordsAnAnswerThenUpdates(t *testing.T) {
	st, slug := submitted(t)
	d := atDesk(t, &list{st: st})
	d.press("a", "enter")
	d.typed("The icon's background differs.")
	d.press("enter")
	d.wants("Recorded.", "changes requested")
	d.press("u")
	if d.m() == nil {
		t.Fatalf("no update began:\n%s", d.screen())
	}
	d.wants("version 1 → 2", "Why is it needed? from the record")
	if got := d.value("update.what"); got != "The icon's background differs." {
		t.Errorf("what was asked for is %q", got)
	}
	ledger, _ := st.Ledger(slug)
	if last := ledger[len(ledger)-1]; last.Kind != submission.UpdateBegun {
		t.Errorf("the ledger holds %s", kinds(ledger))
	}
}

func TestDeskBeginsANewOne(t *testing.T) {
	st, _ := submitted(t)
	d := atDesk(t, &list{st: st})
	d.press("n")
	d.wants("there is no connector here: start certwiz in its folder")
	d = atDesk(t, &list{st: newStore(t), dir: mended(t)})
	d.press("n")
	if d.m() == nil {
		t.Fatalf("nothing was begun:\n%s", d.screen())
	}
	d.wants("Contoso Invoices", "new submission")
}

func TestDeskSaysWhatFails(t *testing.T) {
	st, slug := submitted(t)
	l := &list{st: st}
	d := atDesk(t, l)
	l.err = errors.New("the folder can't be read")
	d.run(d.a.rows(""))
	d.wants("! the folder can't be read", "1 submission")
	l.err = nil
	if err := os.WriteFile(filepath.Join(st.Dir(), "submissions", slug, "draft.json"), []byte(`{"format": 99}`), 0o600); err != nil {
		t.Fatal(err)
	}
	d.press("enter")
	if d.m() != nil {
		t.Fatal("a draft of a newer certwiz was opened")
	}
	d.wants("newer")
	d.run(d.a.answer(desk.AnswerMsg{Slug: "../no", Kind: submission.Approved}))
	if d.m() != nil || d.quit {
		t.Error("a wrong answer ended the desk")
	}
	d.wants("1 submission", "can't be the name of a submission")
}

func TestDeskLocksASecondUpdate(t *testing.T) {
	st, slug := submitted(t)
	for _, kind := range []submission.EventKind{submission.UpdateBegun, submission.Frozen, submission.Confirmed} {
		version := 2
		if kind == submission.UpdateBegun {
			version = 1
		}
		if err := st.Append(slug, submission.Event{Format: 1, Kind: kind, At: now, Version: version}); err != nil {
			t.Fatal(err)
		}
	}
	d := atDesk(t, &list{st: st})
	d.press("u")
	d.wants("S100")
	if d.m() != nil {
		t.Fatal("a second update began")
	}
	d.press("enter")
	d.typed("Contoso")
	d.press("enter")
	if d.m() != nil {
		t.Fatal("half a name is enough")
	}
}

func TestDeskIsLeft(t *testing.T) {
	for _, k := range []string{"q", "esc", "ctrl+c", "ctrl+s"} {
		d := atDesk(t, &list{st: newStore(t)})
		d.press(k)
		if !d.quit {
			t.Errorf("%s does not leave the desk", k)
		}
	}
}

// TestViewRepeatsTheFirstRow: Bubble Tea's own renderer shows what the painter
// has put there already.
func TestViewRepeatsTheFirstRow(t *testing.T) {
	d := sit(t, table{dir: mended(t)})
	if d.a.View() != d.out.rows[0] || d.a.View() == "" {
		t.Errorf("View is %q, the first row %q", d.a.View(), d.out.rows[0])
	}
	l := atDesk(t, &list{st: newStore(t)})
	if l.a.View() != l.out.rows[0] || l.a.View() == "" {
		t.Errorf("View is %q, the first row %q", l.a.View(), l.out.rows[0])
	}
}

// TestSlowFolderComesLater: the first frame does not wait for a slow disk.
func TestSlowFolderComesLater(t *testing.T) {
	d := sit(t, table{dir: mended(t)})
	slow := make(chan struct{})
	read := d.s().ReadFolder()
	d.m().o.First = func(ctx context.Context) session.Result { <-slow; return read(ctx) }
	d.s().Folder = nil
	d.page("connector")
	d.wants("reading the folder")
	close(slow)
	d.run(d.m().run(session.LookFolder, d.m().o.First))
	d.wants("OAuth 2 (aad)")
}

// TestWatchTells changes a file in a folder that is watched.
func TestWatchTells(t *testing.T) {
	dir := t.TempDir()
	told := make(chan struct{}, 10)
	w := watch(dir, func() { told <- struct{}{} })
	defer w.stop()
	if w.w == nil {
		t.Skip("this system watches no folders")
	}
	for i := range 5 {
		if err := os.WriteFile(filepath.Join(dir, "a"), []byte{byte(i)}, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	select {
	case <-told:
	case <-time.After(30 * time.Second):
		t.Fatal("a change was not told")
	}
}

func TestWatchOfNothing(t *testing.T) {
	w := watch(filepath.Join(t.TempDir(), "gone"), func() {})
	w.stop()
	var none *watcher
	none.stop()
}

// TestEndSaves: a closed window loses nothing.
func TestEndSaves(t *testing.T) {
	d := sit(t, table{dir: mended(t)})
	d.at("testing", "testing.account")
	d.send(keyMsg("x"))
	d.a.end(context.Background())
	draft, err := d.s().Ports.Store.LoadDraft(d.s().Draft.Slug)
	if err != nil || draft.Value("testing.account") != "x" {
		t.Errorf("the draft has %q, %v", draft.Value("testing.account"), err)
	}
}

func TestSuspendRepaints(t *testing.T) {
	d := sit(t, table{dir: mended(t)})
	d.out.rows = map[int]string{}
	d.send(resumed{})
	d.wants("Connector", "Submit for review")
	l := atDesk(t, &list{st: newStore(t)})
	l.out.rows = map[int]string{}
	l.send(resumed{})
	l.wants("0 submissions")
}
