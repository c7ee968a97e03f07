package screen

import (
	"archive/zip"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/checks/origin"
	"github.com/certwiz/certwiz/internal/sittings"
	"github.com/certwiz/certwiz/submission/gate"
	"github.com/certwiz/certwiz/submission/portal"
	"github.com/certwiz/certwiz/submission/source/github"
)

// packagesHub is a GitHub that knows one pull request, its head and what
// Microsoft merged.
type packagesHub struct{ head, merged string }

func (h packagesHub) Complete(_ context.Context, c origin.Commit) origin.Commit {
	yes, no := origin.Answer{Known: true, Yes: true}, origin.Answer{Known: true}
	c.SHA, c.PR = c.Typed, 3401
	c.Resolves, c.Touches = yes, yes
	c.IsHead, c.OnBranch, c.Merged, c.Newest = no, yes, yes, yes
	if c.Typed == h.head {
		c.IsHead, c.OnBranch = yes, no
	}
	return c
}
func (h packagesHub) ReadPull(_ context.Context, n int, _ string, _ *origin.Pull) origin.Pull {
	return origin.Pull{Number: n, Closed: true, Merged: true, MergeCommit: h.merged, Head: h.head,
		Asked: origin.Asked{Pull: origin.Answer{Known: true, Yes: true}}}
}
func (packagesHub) FindPulls(context.Context, github.Search) ([]origin.Pull, error) { return nil, nil }
func (packagesHub) ArtifactsAt(_ context.Context, _, _ string, have connector.Artifacts) (connector.Artifacts, error) {
	return have, nil
}
func (packagesHub) HasToken() bool                        { return false }
func (packagesHub) Login(context.Context) (string, error) { return "", nil }

// TestPackagesPortal: an archive, a commit and a document under IDs of their own
// are read and judged, and hold; once they are mended the gate opens.
func TestPackagesPortal(t *testing.T) {
	hub := packagesHub{head: strings.Repeat("a1", 20), merged: strings.Repeat("c3", 20)}
	dir := mended(t)
	intro, err := os.ReadFile(filepath.Join(dir, "intro.md"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, "intro.md")); err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(filepath.Join(dir, "mac.zip"))
	if err != nil {
		t.Fatal(err)
	}
	w := zip.NewWriter(f)
	if _, err := w.Create("__MACOSX/._icon.png"); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	f.Close()

	d := sit(t, table{dir: dir, portal: sittings.Packages(), change: func(o *Options) { o.Session.Ports.GitHub = hub }})
	d.give(map[string]string{"sender": "Contoso", "merged": hub.head, "package.zip": "mac.zip"})
	d.holds("package.zip", "ArchiveMacFiles")
	d.holds("merged", "CommitIsPullRequestHead")
	d.holds("docs.intro", "IntroMissing")
	d.at("package", "package.zip")
	d.wants("__MACOSX")
	d.page("docs")
	d.wants("there is no intro.md")

	if err := os.WriteFile(filepath.Join(dir, "intro.md"), intro, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, "mac.zip")); err != nil {
		t.Fatal(err)
	}
	d.give(map[string]string{"merged": hub.merged})
	d.press("ctrl+r")
	d.run(d.m().run("", d.s().BuildZip()))
	d.settle()
	if v := d.s().Verdict; !v.Open {
		t.Fatalf("mended, and still shut: %+v", v.Holds)
	}
	d.toSubmit()
	d.press("enter", "y")
	d.wants("hand-off · Package Desk", "Sent by Contoso", "Commit of the package "+hub.merged[:8], "Upload the package", "Upload the introduction")
	if l, ok := d.s().Handoff().Line("sha"); !ok || l.Content != hub.merged {
		t.Errorf("the sheet's commit is %+v", l)
	}
}

// TestUnreadField: a field that nothing reads can't be answered, and holds.
func TestUnreadField(t *testing.T) {
	p := sittings.Packages()
	p.Steps[0].Fields = append(p.Steps[0].Fields, portal.Field{ID: "film", Label: "Film of the package", Kind: "video"})
	d := sit(t, table{dir: mended(t), portal: p})
	d.holds("film", "AnswerRead")
	d.at("who", "film")
	d.wants("Film of the package", "not checked")
}

// holds fails unless a field holds the gate by that rule.
func (d *sitting) holds(field, rule string) {
	d.t.Helper()
	for _, h := range d.s().Verdict.Holds {
		unread := rule == "AnswerRead" // all else was looked at
		if h.Field == field && h.Finding.Rule == rule && (h.Kind == gate.Unchecked) == unread {
			return
		}
	}
	d.t.Errorf("%s does not hold by %s: %+v", field, rule, d.s().Verdict.Holds)
}
