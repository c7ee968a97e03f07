package screen

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/checks/origin"
	"github.com/certwiz/certwiz/secrets"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/session"
	"github.com/certwiz/certwiz/submission/source/github"
	"github.com/certwiz/certwiz/ui/aloud"
)

// trace notes what is asked of the vault and of GitHub.
type trace struct {
	*secrets.Memory
	asked []string
}

func (t *trace) Get(ctx context.Context, ref string) (secrets.Secret, error) {
	t.asked = append(t.asked, "vault")
	return t.Memory.Get(ctx, ref)
}
func (t *trace) Complete(_ context.Context, c origin.Commit) origin.Commit {
	t.asked = append(t.asked, "commit "+c.Typed)
	return c
}
func (t *trace) ReadPull(_ context.Context, n int, _ string, _ *origin.Pull) origin.Pull {
	t.asked = append(t.asked, "pull")
	return origin.Pull{Number: n, Closed: true, Merged: true, MergeCommit: strings.Repeat("b5", 20),
		Asked: origin.Asked{Pull: origin.Answer{Known: true, Yes: true}}}
}
func (t *trace) FindPulls(context.Context, github.Search) ([]origin.Pull, error) {
	t.asked = append(t.asked, "pulls")
	return nil, nil
}
func (t *trace) ArtifactsAt(context.Context, string, string, connector.Artifacts) (connector.Artifacts, error) {
	t.asked = append(t.asked, "files")
	return connector.Artifacts{}, context.Canceled
}
func (t *trace) HasToken() bool                        { return false }
func (t *trace) Login(context.Context) (string, error) { return "", nil }

// TestFacesLookUpAlike: screen, prompts and commands find out the same, in the
// same order, about the same draft.
func TestFacesLookUpAlike(t *testing.T) {
	dir := mended(t)
	prepared := func(s *session.Session) *trace {
		tr := &trace{Memory: secrets.NewMemory()}
		s.UseVault(tr)
		s.Ports.GitHub = tr
		for id, value := range map[string]string{"publisher": "verified", "route": "open-source", "source": "commit", "commit": "3401"} {
			s.Set(id, value)
		}
		s.Do(t.Context(), s.KeepSecret("testing.password", password))
		return tr
	}
	var onScreen *trace
	sit(t, table{dir: dir, lost: true, change: func(o *Options) { onScreen = prepared(o.Session) }})

	open := func() *session.Session {
		return newSession(t, table{dir: dir, portal: portal.ISVStudio()}, secrets.NewMemory())
	}
	s := open()
	readAloud := prepared(s)
	if err := aloud.Run(t.Context(), aloud.Options{Session: s, Console: aloud.NewConsole(strings.NewReader("save\n"), &strings.Builder{}, false, nil)}); err != nil {
		t.Fatal(err)
	}
	s = open()
	byCommand := prepared(s)
	s.LookUp(t.Context(), nil)

	want := []string{"vault", "pulls", "pull", "commit 3401", "files"}
	for face, got := range map[string]*trace{"screen": onScreen, "aloud": readAloud, "command": byCommand} {
		if !slices.Equal(got.asked, want) {
			t.Errorf("%s asks %q, want %q", face, got.asked, want)
		}
	}
}
