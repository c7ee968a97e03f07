package command

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/certwiz/certwiz/checks"
	"github.com/certwiz/certwiz/secrets"
	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/source"
	"github.com/certwiz/certwiz/submission/standing"
	"github.com/certwiz/certwiz/submission/store"
	"github.com/certwiz/certwiz/ui/outside"
	"github.com/certwiz/certwiz/ui/report"
)

// desktop is a computer for tests, with somebody at its terminal.
type desktop struct {
	Deps
	out, err bytes.Buffer
	env      map[string]string
	sat      []Sitting
	dir      string
}

func newDesktop(t *testing.T) *desktop {
	t.Helper()
	d := &desktop{dir: filepath.Join(t.TempDir(), "contoso"), env: map[string]string{
		"CERTWIZ_HOME": filepath.Join(t.TempDir(), "state"), "TERM": "xterm", "LC_ALL": "C.UTF-8"}}
	if err := connectorIn(d.dir); err != nil {
		t.Fatal(err)
	}
	vault := secrets.NewMemory()
	d.Deps = Deps{
		Version: "1.2.3", Stdin: strings.NewReader(""), Stdout: &d.out, Stderr: &d.err, GOOS: "linux",
		Portals:    portal.List{portal.ISVStudio()},
		Env:        func(name string) string { return d.env[name] },
		Now:        func() time.Time { return time.Date(2025, 11, 11, 10, 42, 0, 0, time.UTC) },
		IsTerminal: func(any) bool { return true },
		HideTyping: func() (func(), bool, error) { return func() {}, false, nil },
		Keyring:    func() secrets.Vault { return vault },
		Outside:    func() outside.Ports { return outside.Ports{} },
		Wait:       func(context.Context, time.Duration) {},
		Wizard: func(_ context.Context, s Sitting) error {
			d.sat = append(d.sat, s)
			if s.Session == nil {
				return nil
			}
			s.Session.Do(t.Context(), s.Session.Begin(), s.Session.Save())
			return nil
		},
	}
	return d
}

func (d *desktop) run(t *testing.T, args ...string) int {
	t.Helper()
	d.out.Reset()
	d.err.Reset()
	return Main(t.Context(), d.Deps, args)
}

func TestTerminalGetsTheWizard(t *testing.T) {
	d := newDesktop(t)
	d.Hub = askGitHub
	if code := d.run(t, d.dir); code != 0 || len(d.sat) != 1 {
		t.Fatalf("exit %d, %d sittings: %s", code, len(d.sat), d.err.String())
	}
	s := d.sat[0]
	if s.Session.Draft.Folder != d.dir || !s.Session.Online() || s.Theme.Options.ASCII || s.SealedFile == nil || s.Probe != nil {
		t.Errorf("folder %q, network %v, theme %+v", s.Session.Draft.Folder, s.Session.Online(), s.Theme.Options)
	}
	if code := d.run(t, "--offline", "--ascii", "--vault", "memory", d.dir); code != 0 {
		t.Fatalf("exit %d: %s", code, d.err.String())
	}
	if s := d.sat[1]; s.Session.Online() || !s.Theme.Options.ASCII {
		t.Errorf("network %v, theme %+v", s.Session.Online(), s.Theme.Options)
	}
}

func TestPlainQuestions(t *testing.T) {
	tests := []struct {
		name  string
		flags []string
		env   map[string]string
		plain bool
	}{
		{"nothing asks for it", nil, nil, false},
		{"the flag", []string{"--accessible"}, nil, true},
		{"ACCESSIBLE=1", nil, map[string]string{"ACCESSIBLE": "1"}, true},
		{"ACCESSIBLE=yes", nil, map[string]string{"ACCESSIBLE": "yes"}, true},
		{"ACCESSIBLE=0", nil, map[string]string{"ACCESSIBLE": "0"}, false},
		{"ACCESSIBLE=False", nil, map[string]string{"ACCESSIBLE": "False"}, false},
		{"ACCESSIBLE=no", nil, map[string]string{"ACCESSIBLE": "no"}, false},
		{"TERM=dumb", nil, map[string]string{"TERM": "dumb"}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesktop(t)
			for name, value := range tt.env {
				d.env[name] = value
			}
			d.Stdin = strings.NewReader("save\n")
			if code := d.run(t, append(tt.flags, d.dir)...); code != 0 {
				t.Fatalf("exit %d: %s", code, d.err.String())
			}
			if plain := len(d.sat) == 0; plain != tt.plain {
				t.Errorf("plain questions: %v, want %v", plain, tt.plain)
			}
		})
	}
}

// TestPipesNeedTheFlag keeps a pipe from being taken for a person.
func TestPipesNeedTheFlag(t *testing.T) {
	for _, piped := range []string{"in", "out"} {
		d := newDesktop(t)
		d.IsTerminal = func(stream any) bool {
			return (stream == any(d.Stdin)) != (piped == "in") && stream != any(d.Stderr)
		}
		if code := d.run(t, d.dir); code != codeUsage || len(d.sat) != 0 {
			t.Errorf("%s piped: exit %d, %d sittings", piped, code, len(d.sat))
		}
	}
}

func TestTwoSessionsOnOneDraft(t *testing.T) {
	d := newDesktop(t)
	d.Wizard = func(ctx context.Context, s Sitting) error {
		second := d.Deps
		var said bytes.Buffer
		second.Stderr = &said
		if code := Main(ctx, second, []string{d.dir}); code != codeFailed {
			t.Errorf("the second session: exit %d", code)
		}
		want := fmt.Sprintf("is open in another certwiz: process %d, since ", os.Getpid())
		if !strings.Contains(said.String(), want) {
			t.Errorf("said %q", said.String())
		}
		return nil
	}
	if code := d.run(t, d.dir); code != 0 {
		t.Errorf("the first session: exit %d", code)
	}
}

// inReview leaves a submission that was confirmed, as an update when version
// is above 1.
func (d *desktop) inReview(t *testing.T, version int) {
	t.Helper()
	if code := d.run(t, d.dir); code != 0 {
		t.Fatalf("exit %d: %s", code, d.err.String())
	}
	st, err := store.Open(d.env["CERTWIZ_HOME"])
	if err != nil {
		t.Fatal(err)
	}
	draft := d.sat[len(d.sat)-1].Session.Draft
	for n := 1; n <= version; n++ {
		if n > 1 {
			if err := st.Append(draft.Slug, submission.Event{Kind: submission.UpdateBegun, At: d.Now(), Version: n - 1}); err != nil {
				t.Fatal(err)
			}
		}
		_, err := st.Freeze(store.Package{Slug: draft.Slug, Version: n, Submission: []byte(`{"format":1}`)})
		if err != nil {
			t.Fatal(err)
		}
		for _, kind := range []submission.EventKind{submission.Frozen, submission.Confirmed} {
			if err := st.Append(draft.Slug, submission.Event{Kind: kind, At: d.Now(), Version: n}); err != nil {
				t.Fatal(err)
			}
		}
	}
	draft.Version = version
	if err := st.SaveDraft(draft); err != nil {
		t.Fatal(err)
	}
}

func TestUpdateOnTheScreen(t *testing.T) {
	d := newDesktop(t)
	d.inReview(t, 1)
	if code := d.run(t, "update", d.dir); code != 0 || len(d.sat) != 2 {
		t.Fatalf("exit %d: %s", code, d.err.String())
	}
	if draft := d.sat[1].Session.Draft; !draft.Update || draft.Version != 2 {
		t.Errorf("update %v, version %d", draft.Update, draft.Version)
	}
	if code := d.run(t, "update", d.dir); code != 0 || d.sat[2].Session.Draft.Version != 2 {
		t.Errorf("exit %d, version %d: an update that was begun goes on", code, d.sat[2].Session.Draft.Version)
	}
}

// TestSecondUpdateIsLocked until the connector's name is typed (S100).
func TestSecondUpdateIsLocked(t *testing.T) {
	for typed, sittings := range map[string]int{"\n": 1, "contoso parcels\n": 1, "Contoso Parcels\n": 2} {
		d := newDesktop(t)
		d.inReview(t, 2)
		d.Stdin = strings.NewReader(typed)
		if code := d.run(t, "update", d.dir); code != 0 || len(d.sat) != sittings {
			t.Errorf("%q: exit %d, %d sittings, want %d: %s%s", typed, code, len(d.sat), sittings, d.out.String(), d.err.String())
		}
		if !strings.Contains(d.out.String(), "(S100)") {
			t.Errorf("%q: the reason was not said: %s", typed, d.out.String())
		}
	}
}

func TestInterruptedIs130(t *testing.T) {
	d := newDesktop(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if code := Main(ctx, d.Deps, []string{"check", d.dir}); code != codeInterrupted {
		t.Errorf("exit %d: %s", code, d.err.String())
	}
}

func TestErrorsAreSafeToShow(t *testing.T) {
	d := newDesktop(t)
	if code := d.run(t, "check", "no\x1b]0;x\a\nsuch"); code != codeFailed {
		t.Errorf("exit %d", code)
	}
	if strings.ContainsAny(d.err.String(), "\x1b\a") || strings.Count(d.err.String(), "\n") != 2 {
		t.Errorf("said %q", d.err.String())
	}
}

func TestVerdict(t *testing.T) {
	blocking := report.Result{Report: checks.Report{Findings: []checks.Finding{{Rule: "A", Severity: checks.Error}}}}
	warning := report.Result{Report: checks.Report{Findings: []checks.Finding{{Rule: "A", Severity: checks.Warning}}}}
	crashed := report.Result{Report: checks.Run([]checks.Check{{Rule: checks.Rule{ID: "B"}, Judge: func(*checks.Reporter) { panic("x") }}})}
	problem := []error{errors.New("unreadable")}
	tests := []struct {
		name     string
		results  []report.Result
		problems []error
		want     int
	}{
		{"clean", []report.Result{{}}, nil, codeClean},
		{"warnings only", []report.Result{warning}, nil, codeClean},
		{"a finding that blocks", []report.Result{{}, blocking}, nil, codeBlocked},
		{"a rule that crashed", []report.Result{crashed}, nil, codeFailed},
		{"a rule that crashed beside a finding", []report.Result{crashed, blocking}, nil, codeBlocked},
		{"a folder that can't be read", []report.Result{blocking}, problem, codeFailed},
		{"nothing at all", nil, problem, codeFailed},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesktop(t)
			a := &app{Deps: d.Deps}
			if got := a.fail(verdict(tt.results, tt.problems)); got != tt.want {
				t.Errorf("exit %d, want %d", got, tt.want)
			}
		})
	}
}

func TestDistance(t *testing.T) {
	tests := []struct {
		a, b string
		want int
	}{{"", "", 0}, {"", "abc", 3}, {"chekc", "check", 2}, {"status", "status", 0}, {"kitten", "sitting", 3}}
	for _, tt := range tests {
		if got := distance(tt.a, tt.b); got != tt.want {
			t.Errorf("%q to %q is %d, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}

func TestNearest(t *testing.T) {
	rules := []checks.Rule{{ID: "TitleMissing"}, {ID: "TitleTooLong"}, {ID: "IconSquare"}, {ID: "HostNamed"}, {ID: "ContactMissing"}}
	for asked, want := range map[string]string{"titlemisng": "TitleMissing", "square": "IconSquare", "HostNamd": "HostNamed"} {
		if got := nearest(asked, rules); got[0] != want || len(got) != mostNear {
			t.Errorf("%q is nearest to %v, want %s first", asked, got, want)
		}
	}
}

// TestEveryCommandHelps: each says what it does, with an example.
func TestEveryCommandHelps(t *testing.T) {
	d := newDesktop(t)
	for _, cmd := range (&app{Deps: d.Deps}).root().Commands() {
		if cmd.Short == "" || cmd.Example == "" && cmd.Name() != "version" && cmd.Runnable() {
			t.Errorf("%s has no help", cmd.Name())
		}
		for _, text := range []string{cmd.Short, cmd.Long, cmd.Example} {
			for line := range strings.SplitSeq(text, "\n") {
				if len(line) > 80 {
					t.Errorf("%s: %q is longer than 80 columns", cmd.Name(), line)
				}
			}
		}
	}
}

func TestShortPath(t *testing.T) {
	a := &app{}
	t.Chdir(t.TempDir())
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	above := filepath.Dir(here)
	for path, want := range map[string]string{
		here: ".", filepath.Join(here, "a", "b"): "a/b", above: above, filepath.Join(here, "..a"): "..a",
	} {
		if got := a.shortPath(path); got != want {
			t.Errorf("%q is shown as %q, want %q", path, got, want)
		}
	}
}

// BenchmarkCheck judges 20 connectors of about 3 kB.
func BenchmarkCheck(b *testing.B) {
	dir := b.TempDir()
	for i := range 20 {
		if err := connectorIn(filepath.Join(dir, fmt.Sprint("connector", i))); err != nil {
			b.Fatal(err)
		}
	}
	a := &app{Deps: Deps{Now: time.Now}}
	for b.Loop() {
		found, err := source.Find(b.Context(), dir)
		if err != nil {
			b.Fatal(err)
		}
		if results, problems := a.checkAll(b.Context(), asTargets(found)); len(results) != 20 || len(problems) > 0 {
			b.Fatal(len(results), problems)
		}
	}
}

// TestDeskComesFirst where Microsoft has the submission, and where certwiz is
// started without a connector.
func TestDeskComesFirst(t *testing.T) {
	d := newDesktop(t)
	d.inReview(t, 1)
	empty := t.TempDir()
	for _, path := range []string{d.dir, empty} {
		if code := d.run(t, path); code != 0 {
			t.Fatalf("%s: exit %d: %s", path, code, d.err.String())
		}
		s := d.sat[len(d.sat)-1]
		if s.Session != nil || s.Desk == nil {
			t.Fatalf("%s: session %v, desk %v", path, s.Session, s.Desk)
		}
		rows, err := s.Desk.Rows()
		if err != nil || len(rows) != 1 || rows[0].Connector != "Contoso Parcels" {
			t.Errorf("%s: rows %v, %v", path, rows, err)
		}
	}
}

func TestDesk(t *testing.T) {
	d := newDesktop(t)
	d.inReview(t, 1)
	d.Wizard = func(ctx context.Context, s Sitting) error {
		rows, err := s.Desk.Rows()
		if err != nil {
			t.Fatal(err)
		}
		slug := rows[0].Slug
		if err := s.Desk.Answer(ctx, slug, submission.ChangesRequested, "More steps."); err != nil {
			t.Error(err)
		}
		opened, err := s.Desk.Open(ctx, slug)
		if err != nil {
			t.Fatal(err)
		}
		if got := opened.Standing(); got.Stage != standing.Requested || got.Said != "More steps." {
			t.Errorf("it is %q: %q", got.Stage, got.Said)
		}
		var locked *store.LockedError
		if _, err := s.Desk.New(ctx); !errors.As(err, &locked) {
			t.Errorf("opened twice: %v", err)
		}
		if _, err := s.Desk.Open(ctx, "no-such-slug"); err == nil {
			t.Error("a submission that there is not was opened")
		}
		return nil
	}
	if code := d.run(t, d.dir); code != 0 {
		t.Fatalf("exit %d: %s", code, d.err.String())
	}
	st := store.OpenReadOnly(d.env["CERTWIZ_HOME"])
	slug, _ := st.FindDraft(d.dir)
	if release, err := st.Lock(slug); err != nil {
		t.Errorf("what the desk opened is still held: %v", err)
	} else {
		release()
	}
}

func TestDeskWithoutAConnector(t *testing.T) {
	d := newDesktop(t)
	d.inReview(t, 1)
	d.Wizard = func(ctx context.Context, s Sitting) error {
		if _, err := s.Desk.New(ctx); err == nil {
			t.Error("a submission was begun for no connector")
		}
		return nil
	}
	if code := d.run(t, t.TempDir()); code != 0 {
		t.Fatalf("exit %d: %s", code, d.err.String())
	}
	d.Stdin = strings.NewReader("1\nsave\n")
	if code := d.run(t, "--accessible", t.TempDir()); code != 0 {
		t.Fatalf("exit %d: %s", code, d.err.String())
	}
	if out := d.out.String(); !strings.Contains(out, "1. Contoso Parcels: version 1, in review") || !strings.Contains(out, "Version 1: in review since") {
		t.Errorf("said %s", out)
	}
}
