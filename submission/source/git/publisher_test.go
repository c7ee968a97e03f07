package git

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/submission/source"
)

// Addresses on another host than the clone's are no forks, and what is to be
// typed names the clone's host.
func TestDiscoverOn(t *testing.T) {
	w := &world{t: t, home: isolate(t)}
	w.git(w.home, "init", "--quiet")
	w.git(w.home, "remote", "add", "upstream", "git@ghe.contoso.example:contoso/PowerPlatformConnectors.git")
	w.git(w.home, "remote", "add", "other", "https://github.com/microsoft/PowerPlatformConnectors")
	host := source.Host{Web: "https://ghe.contoso.example", API: "https://ghe.contoso.example/api/v3"}
	r, err := Discover(context.Background(), host, w.home)
	if err != nil {
		t.Fatal(err)
	}
	if r.Host != host || r.Upstream.Name != "upstream" || r.Upstream.Owner != "contoso" || len(r.Forks()) != 1 {
		t.Errorf("%+v", r)
	}
	want := "git remote add microsoft https://ghe.contoso.example/microsoft/PowerPlatformConnectors.git, then git fetch microsoft dev"
	if p := r.Problem(NoUpstream); p == nil || !strings.HasSuffix(p.Error(), want) {
		t.Errorf("problems %v, want %q", r.Problems, want)
	}
	w.git(w.home, "remote", "add", "ms", "ssh://git@ghe.contoso.example:2222/Microsoft/PowerPlatformConnectors")
	if r, err = Discover(context.Background(), host, w.home); err != nil || r.Upstream.Name != "ms" || r.Problem(NoUpstream) != nil {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestForks(t *testing.T) {
	const (
		ms   = "https://github.com/microsoft/PowerPlatformConnectors"
		fork = "https://github.com/contoso/PowerPlatformConnectors"
		ssh  = "git@github.com:contoso/PowerPlatformConnectors.git"
		peer = "https://github.com/fabrikam/PowerPlatformConnectors"
	)
	tests := []struct {
		name     string
		remotes  []string // name, URL
		config   []string
		forks    string
		push     string // PushRemote: name and owner
		upstream string // UpstreamBranch
	}{
		{"a fork as origin", []string{"origin", fork, "upstream", ms}, nil, "origin/contoso", "origin/contoso", ""},
		{"Microsoft's as origin", []string{"origin", ms, "mine", ssh}, nil, "mine/contoso", "mine/contoso", ""},
		{"no fork", []string{"origin", ms, "local", "/srv/x"}, nil, "", "", ""},
		{"the same fork twice", []string{"a", ssh, "b", fork}, nil, "a/contoso b/contoso", "a/contoso", ""},
		{"two forks, one is origin", []string{"a", peer, "origin", fork}, nil, "a/fabrikam origin/contoso", "origin/contoso", ""},
		{"two forks, neither is", []string{"a", peer, "b", fork}, nil, "a/fabrikam b/contoso", "", ""},
		{"the branch's", []string{"a", peer, "origin", fork}, []string{"branch.x.remote", "a", "branch.x.merge", "refs/heads/y"}, "a/fabrikam origin/contoso", "a/fabrikam", "fabrikam:y"},
		{"the branch's for pushing", []string{"a", peer, "origin", fork}, []string{"branch.x.remote", "origin", "branch.x.pushRemote", "a", "remote.pushDefault", "origin"}, "a/fabrikam origin/contoso", "a/fabrikam", ""},
		{"the default for pushing", []string{"a", peer, "origin", fork}, []string{"remote.pushDefault", "a"}, "a/fabrikam origin/contoso", "a/fabrikam", ""},
		{"the default is Microsoft's", []string{"ms", ms, "mine", fork}, []string{"remote.pushDefault", "ms"}, "mine/contoso", "mine/contoso", ""},
		{"as gh writes it", []string{"origin", ms}, []string{"branch.x.remote", fork, "branch.x.pushRemote", fork, "branch.x.merge", "refs/heads/main"}, "", "", "contoso:main"},
		{"as gh writes it, with a remote", []string{"mine", ssh, "peer", peer}, []string{"branch.x.remote", fork, "branch.x.merge", "refs/heads/feature/a"}, "mine/contoso peer/fabrikam", "mine/contoso", "contoso:feature/a"},
		{"follows Microsoft's dev", []string{"origin", ms, "mine", fork}, []string{"branch.x.remote", "origin", "branch.x.merge", "refs/heads/dev"}, "mine/contoso", "mine/contoso", ""},
		{"follows Microsoft's dev and was pushed", []string{"origin", ms, "mine", fork}, []string{"branch.x.remote", "origin", "branch.x.merge", "refs/heads/dev", "TEST.pushed", "mine"}, "mine/contoso", "mine/contoso", "contoso:x"},
		{"another address for pushing", []string{"origin", ms}, []string{"remote.origin.pushurl", ssh}, "origin/contoso", "origin/contoso", ""},
		{"pushed nowhere", []string{"origin", fork}, []string{"remote.origin.pushurl", "nowhere"}, "", "", ""},
		{"rewritten for pushing", []string{"origin", "https://github.com/contoso/x"}, []string{"url.git@github.com:.pushInsteadOf", "https://github.com/"}, "origin/contoso", "origin/contoso", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := &world{t: t, home: isolate(t)}
			w.git(w.home, "init", "--quiet", "--initial-branch=x")
			sha := w.commit(w.home, "first")
			for i := 0; i < len(tt.remotes); i += 2 {
				w.git(w.home, "remote", "add", tt.remotes[i], tt.remotes[i+1])
			}
			for i := 0; i < len(tt.config); i += 2 {
				if tt.config[i] == "TEST.pushed" {
					w.git(w.home, "update-ref", "refs/remotes/"+tt.config[i+1]+"/x", sha)
					continue
				}
				w.git(w.home, "config", tt.config[i], tt.config[i+1])
			}
			r := w.discover(w.home)
			var forks []string
			for _, m := range r.Forks() {
				forks = append(forks, m.Name+"/"+m.Owner)
			}
			if got := strings.Join(forks, " "); got != tt.forks {
				t.Errorf("Forks %q, want %q", got, tt.forks)
			}
			push := ""
			if m, ok := r.PushRemote(context.Background()); ok {
				push = m.Name + "/" + m.Owner
			}
			if push != tt.push {
				t.Errorf("PushRemote %q, want %q", push, tt.push)
			}
			owner, branch := r.UpstreamBranch(context.Background())
			if got := strings.TrimPrefix(owner+":"+branch, ":"); got != tt.upstream {
				t.Errorf("UpstreamBranch %q, want %q", got, tt.upstream)
			}
		})
	}
}

func TestUpstreamBranchDetached(t *testing.T) {
	w := newWorld(t)
	w.git(w.pub, "checkout", "--quiet", "--detach")
	if owner, branch := w.discover(w.pub).UpstreamBranch(context.Background()); owner+branch != "" {
		t.Errorf("UpstreamBranch = %q %q", owner, branch)
	}
}

func TestFileAt(t *testing.T) {
	w := newWorld(t)
	ctx := context.Background()
	w.write(w.maker, "CODEOWNERS", "/certified-connectors/Contoso* @contoso\r\n")
	w.write(w.maker, ".github/PULL_REQUEST_TEMPLATE.md", "- [ ] checked\n")
	w.write(w.maker, "large", strings.Repeat("x", maxFileAt+1))
	w.write(w.maker, "full", strings.Repeat("x", maxFileAt))
	w.write(w.maker, "binary", "a\x00b")
	w.write(w.maker, "latin", "Gr\xf6\xdfe")
	link := w.git(w.maker, "hash-object", "-w", "CODEOWNERS")
	w.git(w.maker, "update-index", "--add", "--cacheinfo", "120000,"+link+",link")
	w.git(w.maker, "add", "CODEOWNERS", ".github", "large", "full", "binary", "latin")
	w.git(w.maker, "commit", "--quiet", "-m", "Files (#8)")
	w.publish()
	w.git(w.pub, "fetch", "--quiet", "upstream", "dev")
	r := w.discover(w.pub)
	for path, want := range map[string]int{
		"CODEOWNERS": 41, ".github/PULL_REQUEST_TEMPLATE.md": 14, "full": maxFileAt, invoices + "/README.md": 10, "./CODEOWNERS": 41,
		"large": -1, "binary": -1, "latin": -1, "link": -1, "none": -1, ".github": -1, "": -1, "../x": -1, "/etc/passwd": -1, "HEAD": -1, "CODEOWNERS/x": -1, ".github:CODEOWNERS": -1, "a\nb": -1,
	} {
		data, ok := r.FileAt(ctx, path)
		if ok != (want >= 0) || ok && len(data) != want {
			t.Errorf("FileAt(%q) = %d bytes, %v, want %d", path, len(data), ok, want)
		}
	}
	partial := filepath.Join(w.home, "partial")
	w.git(w.upstream, "config", "uploadpack.allowFilter", "true")
	w.git(w.home, "clone", "--quiet", "--filter=blob:none", "--no-checkout", "file://"+w.upstream, partial)
	if _, ok := w.discover(partial).FileAt(ctx, "CODEOWNERS"); ok {
		t.Error("a file that a partial clone left out was fetched")
	}
}
