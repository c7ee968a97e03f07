package session

import (
	"context"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/checks/origin"
	"github.com/certwiz/certwiz/submission/source"
	"github.com/certwiz/certwiz/submission/source/github"
)

// quietHub is a GitHub that knows a pull request and counts what it is asked.
type quietHub struct{ asked []string }

func (h *quietHub) Complete(_ context.Context, c origin.Commit) origin.Commit {
	h.asked = append(h.asked, "commit "+c.Typed)
	if c.PR == 0 {
		c.PR = 3500
	}
	return c
}
func (h *quietHub) ReadPull(_ context.Context, n int, _ string, _ *origin.Pull) origin.Pull {
	h.asked = append(h.asked, "pull")
	return origin.Pull{Number: n, Closed: true, Merged: true, MergeCommit: strings.Repeat("b5", 20), Asked: origin.Asked{Pull: origin.Answer{Known: true, Yes: true}}}
}
func (h *quietHub) FindPulls(context.Context, github.Search) ([]origin.Pull, error) {
	h.asked = append(h.asked, "pulls")
	return nil, nil
}
func (h *quietHub) ArtifactsAt(context.Context, string, string, connector.Artifacts) (connector.Artifacts, error) {
	return connector.Artifacts{}, context.Canceled
}
func (h *quietHub) HasToken() bool                        { return false }
func (h *quietHub) Login(context.Context) (string, error) { return "", nil }

// lookingUp is a session by commit that may ask a GitHub.
func lookingUp(t *testing.T, commit string) (*Session, *quietHub) {
	t.Helper()
	s := inMemory()
	s.Draft.Folder = t.TempDir()
	hub := &quietHub{}
	s.Ports.GitHub = hub
	for id, value := range map[string]string{"publisher": "verified", "route": "open-source", "source": "commit", "commit": commit} {
		s.Set(id, value)
	}
	return s, hub
}

// looked runs what is due and returns the names in order.
func looked(t *testing.T, s *Session, goals ...string) []string {
	t.Helper()
	var names []string
	s.LookUp(t.Context(), func(l Lookup) { names = append(names, l.Name) }, goals...)
	return names
}

func TestOrderOfLookups(t *testing.T) {
	s, hub := lookingUp(t, "3401")
	same := func(what string, got []string, want ...string) {
		t.Helper()
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", what, got, want)
		}
	}
	same("at first", looked(t, s), LookFolder, LookVault, LookClone, LookPulls, LookCommit, LookPull, LookGitHub)
	same("GitHub", hub.asked, "pulls", "pull", "commit 3401")
	same("nothing changed", looked(t, s))
	s.Set("email.support", "support@contoso.example")
	same("an answer that nothing is looked up about", looked(t, s))
	s.Again(LookFolder)
	same("the folder was saved", looked(t, s), LookFolder, LookCommit)
	s.Set("commit", "a4a8a7a4f0b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5")
	same("a commit that leads to its pull request", looked(t, s), LookCommit, LookGitHub, LookPull, LookGitHub)
	s.Set("zip", "a.zip")
	same("an archive", looked(t, s), LookArchive)
	s.LookAgain()
	same("everything again", looked(t, s), LookFolder, LookVault, LookClone, LookCommit, LookPull, LookGitHub, LookArchive)
	s.Ports.GitHub = nil
	s.LookAgain()
	same("offline", looked(t, s), LookFolder, LookVault, LookClone, LookCommit, LookArchive)
}

func TestGoalsOfLookups(t *testing.T) {
	s, _ := lookingUp(t, "3401")
	if got := looked(t, s, LookPull); !slices.Equal(got, []string{LookFolder, LookClone, LookPull}) {
		t.Errorf("looked up %q", got)
	}
}

// TestLookupsBesideAScreen: they are started at once where nothing is waited
// for, not while an answer is being typed, and only the last of two counts.
func TestLookupsBesideAScreen(t *testing.T) {
	s, _ := lookingUp(t, "")
	start := func() (names []string, jobs []Job) {
		for l := s.Next(); l != nil; l = s.Next() {
			names, jobs = append(names, l.Name), append(jobs, l.Job)
		}
		return names, jobs
	}
	s.Settle()
	names, jobs := start()
	if !slices.Equal(names, []string{LookFolder, LookVault, LookClone}) {
		t.Fatalf("started %q", names)
	}
	s.Do(t.Context(), jobs...)
	if names, jobs = start(); !slices.Equal(names, []string{LookPulls}) {
		t.Errorf("after the clone %q", names)
	}
	s.Do(t.Context(), jobs...)
	s.Set("commit", "34")
	if names, _ = start(); names != nil {
		t.Errorf("while typing %q", names)
	}
	s.Settle()
	_, first := start()
	s.Set("commit", "3401")
	s.Settle()
	if names, jobs = start(); !slices.Equal(names, []string{LookCommit}) {
		t.Errorf("before GitHub may be asked %q", names)
	}
	s.SettleForGitHub()
	s.Do(t.Context(), jobs...)
	found := s.Commit
	s.Do(t.Context(), first...)
	if found == nil || s.Commit != found {
		t.Error("an older look-up is taken for the newest one")
	}
}

// TestSignalEndsNetworkCalls: a fetch and a call to GitHub that get no answer
// end with their context.
func TestSignalEndsNetworkCalls(t *testing.T) {
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	connected := make(chan struct{}, 10)
	go func() {
		for {
			c, err := silent.Accept()
			if err != nil {
				return
			}
			defer c.Close() // when the listener is closed
			connected <- struct{}{}
		}
	}()
	host, err := source.ParseHost("http://" + silent.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	root := t.TempDir()
	dir := filepath.Join(root, "certified-connectors", "Contoso")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"init", "-q", "-b", "dev"}, {"remote", "add", "upstream", "http://" + silent.Addr().String() + "/microsoft/PowerPlatformConnectors"},
		{"-c", "user.name=t", "-c", "user.email=t@contoso.example", "commit", "-q", "--allow-empty", "-m", "x"}} {
		cmd := exec.Command("git", args...)
		cmd.Dir = root
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %q: %v\n%s", args, err, out)
		}
	}
	s := inMemory()
	s.Draft.Folder, s.Ports.Host = dir, host
	s.Ports.GitHub = &github.GitHub{Host: host}
	s.Do(t.Context(), s.FindRepo())
	s.Set("publisher", "verified")
	s.Set("commit", "3401")
	for name, job := range map[string]Job{"fetch": s.Fetch(), "GitHub": s.LookUpPull()} {
		if job == nil {
			t.Fatalf("%s: no job; %v", name, s.RepoErr)
		}
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan Result)
		go func() { ended <- job(ctx) }()
		select {
		case <-connected:
		case r := <-ended:
			t.Fatalf("%s ended before it was interrupted: %+v", name, r)
		}
		cancel()
		select {
		case <-ended:
		case <-time.After(20 * time.Second):
			t.Errorf("%s goes on without its context", name)
		}
	}
}
