package git

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/submission/source"
)

// sweep adds n commits to upstream dev that change the loyalty connector.
func (w *world) sweep(n int) {
	w.t.Helper()
	var in strings.Builder
	for i := range n {
		message := fmt.Sprintf("Fabrikam Loyalty %d (#%d)", i, 1000+i)
		fmt.Fprintf(&in, "commit refs/heads/dev\ncommitter GitHub <noreply@example.com> %d +0000\ndata %d\n%s\n", 1775000000+i, len(message), message)
		if i == 0 {
			in.WriteString("from refs/heads/dev^0\n")
		}
		fmt.Fprintf(&in, "M 100644 inline \"%s/README.md\"\ndata %d\n%s\n", loyalty, len(message), message)
	}
	w.feed(w.upstream, in.String())
}

// The newest squash commit of a folder, and what became of a head, in every
// kind of clone: right, or not known with the reason, and never by asking the
// network.
func TestNewestInClones(t *testing.T) {
	w, head := mergedWorld(t)
	s := w.online()
	squash := w.git(w.upstream, "rev-parse", "dev")
	w.sweep(47)
	old := w.git(w.upstream, "rev-list", "-1", "dev", "--", danish)
	tip := w.git(w.upstream, "rev-parse", "dev")
	w.git(w.fork(), "fetch", "--quiet", "../upstream.git", "dev:refs/heads/dev")
	urls := map[string]func(owner string) string{
		"http": s.repository,
		"file": func(owner string) string {
			return "file://" + map[string]string{source.Owner: w.upstream, "contoso": w.fork()}[owner]
		},
	}
	const right, cut, partial, lost = "right", "shallow", "not here", "no upstream"
	tests := []struct {
		over                    string // "file" only where another transport may leave another clone
		name                    string
		args                    []string
		origin                  string // owner
		upstream                bool   // a remote for Microsoft's is added and fetched
		invoices, danish, files string
	}{
		{"http file", "full", nil, "microsoft", false, right, right, right},
		{"http", "fork as origin", nil, "contoso", true, right, right, right},
		{"http", "fork alone", nil, "contoso", false, lost, lost, right},
		{"http", "depth 1", []string{"--depth=1"}, "microsoft", false, cut, cut, right},
		{"http file", "depth 50", []string{"--depth=50"}, "microsoft", false, right, cut, right},
		{"http", "depth 50 of a fork", []string{"--depth=50"}, "contoso", true, right, cut, right},
		{"http file", "without files", []string{"--filter=blob:none", "--no-checkout"}, "microsoft", false, right, right, partial},
		{"http", "without files but checked out", []string{"--filter=blob:none"}, "microsoft", false, right, right, right},
		{"http file", "without folders", []string{"--filter=tree:0", "--no-checkout"}, "microsoft", false, partial, partial, partial},
		{"http", "without files, depth 50", []string{"--filter=blob:none", "--depth=50"}, "microsoft", false, right, cut, right},
	}
	for over, url := range urls {
		for _, tt := range tests {
			if !strings.Contains(tt.over, over) {
				continue
			}
			t.Run(over+" "+tt.name, func(t *testing.T) {
				dir := filepath.Join(w.home, over+tt.name)
				w.git(w.home, slices.Concat([]string{"clone", "--quiet"}, tt.args, []string{url(tt.origin), dir})...)
				if tt.upstream {
					w.git(dir, "remote", "add", "upstream", url(source.Owner))
					w.git(dir, "fetch", "--quiet", "upstream", "dev")
				}
				r := w.discoverOn(s, dir)
				calls := s.calls.Load()
				check := func(folder, sha, want string) {
					t.Helper()
					commits, err := r.Commits(context.Background(), folder, 1)
					c := r.Resolve(context.Background(), tip, folder)
					switch want {
					case right:
						if err != nil || len(commits) != 1 || commits[0].SHA != sha || !commits[0].Newest {
							t.Errorf("Commits(%s) = %v, %v, want %s", folder, commits, err, sha)
						}
						if !c.Newest.Known || c.Newest.Yes || c.Use != sha || !c.OnBranch.Yes {
							t.Errorf("the tip for %s: %s, use %q", folder, said(c), c.Use)
						}
					case lost:
						if c.Newest.Known || !strings.Contains(c.Newest.Why, "git remote add upstream "+s.repository(source.Owner)) {
							t.Errorf("the tip for %s: %+v", folder, c.Newest)
						}
					default:
						if kindOf(t, err) != Kind(want) {
							t.Errorf("Commits(%s) = %v, %v, want the kind %q", folder, commits, err, want)
						}
						if c.Newest.Known || c.Use != "" || !strings.Contains(c.Newest.Why, asProblem(err).What) {
							t.Errorf("the tip for %s: %s, use %q, newest %+v", folder, said(c), c.Use, c.Newest)
						}
					}
				}
				check(invoices, squash, tt.invoices)
				check(danish, old, tt.danish)
				if c := r.Resolve(context.Background(), head, invoices); c.OnBranch.Yes || c.Newest.Yes {
					t.Errorf("the head: %s", said(c))
				}
				a, err := r.ArtifactsAt(context.Background(), tip, invoices)
				if tt.files == right && (err != nil || string(a.Swagger.Data) != swagger("second")) || tt.files != right && kindOf(t, err) != Kind(tt.files) {
					t.Errorf("ArtifactsAt: %v", err)
				}
				if s.calls.Load() != calls {
					t.Error("the server was asked")
				}
			})
		}
	}
}

// What a commit of a cut-off history's beginning changed is not known.
func TestResolveAtTheCut(t *testing.T) {
	w := newWorld(t)
	w.sweep(10)
	dir := filepath.Join(w.home, "cut")
	w.git(w.home, "clone", "--quiet", "--depth=5", "file://"+w.upstream, dir)
	r := w.discover(dir)
	ctx := context.Background()
	last, second := w.git(dir, "rev-parse", "HEAD~4"), w.git(dir, "rev-parse", "HEAD~3")
	if c := r.Resolve(ctx, last, loyalty); said(c) != "resolves yes, head no, on yes, merged yes, newest no, touches ?" || c.Others != nil {
		t.Errorf("the first: %s, others %q", said(c), c.Others)
	}
	if c := r.Resolve(ctx, second, loyalty); said(c) != "resolves yes, head no, on yes, merged yes, newest no, touches yes" {
		t.Errorf("the second: %s", said(c))
	}
	if commits, err := r.Commits(ctx, loyalty, 10); err != nil || len(commits) != 4 {
		t.Errorf("Commits = %v, %v", commits, err)
	}
	if commits, err := r.Commits(ctx, "certified-connectors/None", 10); err != nil || len(commits) != 0 {
		t.Errorf("Commits of a folder that dev lacks = %v, %v", commits, err)
	}
	own := filepath.Join(dir, "own")
	w.write(own, "x", "x")
	mine := w.commit(dir, "mine")
	if c := w.discover(dir).Resolve(ctx, mine, loyalty); said(c) != "resolves yes, head ?, on ?, merged ?, newest ?, touches ?" {
		t.Errorf("one's own: %s", said(c))
	}
}
