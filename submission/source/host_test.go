package source

import (
	"net/url"
	"strings"
	"testing"
)

func TestParseHost(t *testing.T) {
	ghe := Host{Web: "https://ghe.contoso.example", API: "https://ghe.contoso.example/api/v3"}
	rented := Host{Web: "https://contoso.ghe.com", API: "https://api.contoso.ghe.com"}
	for _, tt := range []struct {
		typed string
		want  Host
		err   string
	}{
		{typed: "", want: GitHubCom},
		{typed: " github.com ", want: GitHubCom},
		{typed: "GitHub.com.", want: GitHubCom},
		{typed: "https://www.github.com/", want: GitHubCom},
		{typed: "https://github.com:443", want: GitHubCom},
		{typed: "https://github.com/microsoft/PowerPlatformConnectors", want: GitHubCom},
		{typed: "https://api.github.com", want: GitHubCom},
		{typed: "ghe.contoso.example", want: ghe},
		{typed: "https://GHE.contoso.example//", want: ghe},
		{typed: "https://ghe.contoso.example/api/v3/", want: ghe},
		{typed: "contoso.ghe.com", want: rented},
		{typed: "https://api.contoso.ghe.com", want: rented},
		{typed: "https://ghe.contoso.example:8443/git", want: Host{Web: "https://ghe.contoso.example:8443/git", API: "https://ghe.contoso.example:8443/git/api/v3"}},
		{typed: "http://127.0.0.1:4010", want: Host{Web: "http://127.0.0.1:4010", API: "http://127.0.0.1:4010/api/v3"}},
		{typed: "http://[::1]:80/", want: Host{Web: "http://[::1]", API: "http://[::1]/api/v3"}},
		{typed: "http://ghe.contoso.example", err: "begins with https://"},
		{typed: "http://github.com", err: "begins with https://"},
		{typed: "ssh://git@github.com", err: "not the address"},
		{typed: "ftp://ghe.contoso.example", err: "begins with https://"},
		{typed: "https://user@ghe.contoso.example", err: "not the address"},
		{typed: "https://ghe.contoso.example?x=1", err: "not the address"},
		{typed: "https://ghe.contoso.example?", err: "not the address"},
		{typed: "https://ghe.contoso.example#x", err: "not the address"},
		{typed: "https://", err: "not the address"},
		{typed: "https://:443", err: "not the address"},
		{typed: "https://ghe.contoso.example:99999999", err: "not the address"},
		{typed: "https://ghe contoso", err: "not the address"},
		{typed: "https://ghe.contoso\u202e.example", err: "not the address"},
		{typed: "https://ghe.contoso.example/\u202e", err: "not the address"},
		{typed: strings.Repeat("a", 301), err: "not the address"},
	} {
		got, err := ParseHost(tt.typed)
		if got != tt.want || (err != nil) != (tt.err != "") || err != nil && !strings.Contains(err.Error(), tt.err) {
			t.Errorf("ParseHost(%q) = %+v, %v", tt.typed, got, err)
		}
	}
}

func TestHostNames(t *testing.T) {
	for _, tt := range []struct {
		host       Host
		name, pull string
	}{
		{Host{}, "github.com", "https://github.com/microsoft/PowerPlatformConnectors/pull/3"},
		{GitHubCom, "github.com", "https://github.com/microsoft/PowerPlatformConnectors/pull/3"},
		{Host{Web: "https://ghe.contoso.example:8443/git"}, "ghe.contoso.example", "https://ghe.contoso.example:8443/git/microsoft/PowerPlatformConnectors/pull/3"},
		{Host{Web: "https://%zz"}, "", "https://%zz/microsoft/PowerPlatformConnectors/pull/3"},
	} {
		if got := tt.host.Name(); got != tt.name {
			t.Errorf("%+v is named %q", tt.host, got)
		}
		if got := tt.host.PullURL("3"); got != tt.pull {
			t.Errorf("%+v: %s", tt.host, got)
		}
	}
}

// FuzzParseHost holds that a host is understood by both of its own addresses,
// and that links and remotes on it are.
func FuzzParseHost(f *testing.F) {
	for _, s := range []string{"", "github.com", "https://ghe.contoso.example:8443/git/api/v3", "contoso.ghe.com", "http://[::1]:4010", "https://api.api.github.com/", "http://localhost:443", "a/../b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		h, err := ParseHost(s)
		if err != nil {
			if h != (Host{}) || strings.Contains(err.Error(), "\n") {
				t.Errorf("%q: %+v, %v", s, h, err)
			}
			return
		}
		for _, address := range []string{h.Web, h.API} {
			u, err := url.Parse(address)
			if err != nil || u.Host == "" || u.User != nil || strings.HasSuffix(address, "/") || u.Scheme != "https" && !Loopback(u.Hostname()) {
				t.Errorf("%q leads to %q", s, address)
			}
			if again, err := ParseHost(address); err != nil || again != h {
				t.Errorf("%q: %q is %+v, %v, want %+v", s, address, again, err, h)
			}
		}
		if typed, err := h.ParseTyped(h.PullURL("3473")); err != nil || typed.PR != 3473 || typed.Foreign() {
			t.Errorf("%q: %s is %+v, %v", s, h.PullURL("3473"), typed, err)
		}
		if owner, repo, ok := h.Remote(h.Web + "/contoso/fork.git"); !ok || owner != "contoso" || repo != "fork" {
			t.Errorf("%q: %s/contoso/fork.git is %q/%q", s, h.Web, owner, repo)
		}
	})
}

func TestRemote(t *testing.T) {
	ghe, err := ParseHost("https://ghe.contoso.example:8443/git")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		host          Host
		address, want string // "" = not on the host
	}{
		{GitHubCom, "https://github.com/contoso/PowerPlatformConnectors.git", "contoso/PowerPlatformConnectors"},
		{GitHubCom, "https://github.com/contoso/PowerPlatformConnectors/", "contoso/PowerPlatformConnectors"},
		{GitHubCom, "http://www.GitHub.com/contoso/x", "contoso/x"},
		{GitHubCom, "https://user:token@github.com:443/contoso/x.git", "contoso/x"},
		{GitHubCom, "git://github.com/contoso/x.git", "contoso/x"},
		{GitHubCom, "git@github.com:contoso/x.git", "contoso/x"},
		{GitHubCom, "git@github.com:/contoso/x", "contoso/x"},
		{GitHubCom, "github.com:contoso/x", "contoso/x"},
		{GitHubCom, "org-123@github.com:contoso/x.y.git", "contoso/x.y"},
		{GitHubCom, "git@ssh.github.com:contoso/x", "contoso/x"},
		{GitHubCom, "ssh://git@ssh.github.com:443/contoso/x.git", "contoso/x"},
		{GitHubCom, "ssh://git@github.com/contoso/x.git", "contoso/x"},
		{GitHubCom, "git+ssh://git@github.com:22/contoso/x.git", "contoso/x"},
		{GitHubCom, "git@github.com-contoso:contoso/x.git", "contoso/x"},
		{GitHubCom, "ssh://git@github.com-work/contoso/x.git", "contoso/x"},
		{Host{}, "git@github.com:contoso/x.git", "contoso/x"},
		{GitHubCom, "https://github.com-work/contoso/x.git", ""},
		{GitHubCom, "git@github.com-work.example:contoso/x.git", ""},
		{GitHubCom, "https://github.com:8443/contoso/x.git", ""},
		{GitHubCom, "https://github.com.example.com/contoso/x", ""},
		{GitHubCom, "https://github.com@example.com/contoso/x", ""},
		{GitHubCom, "git@github.example.com:contoso/x", ""},
		{GitHubCom, "https://ghe.contoso.example/contoso/x", ""},
		{GitHubCom, "https://gist.github.com/contoso/x", ""},
		{GitHubCom, "https://github.com/contoso", ""},
		{GitHubCom, "https://github.com/contoso/x/y", ""},
		{GitHubCom, "https://github.com/con%0atoso/x", ""},
		{GitHubCom, "https://github.com/contoso/..", ""},
		{GitHubCom, "file:///srv/github.com/contoso/x.git", ""},
		{GitHubCom, "/srv/github.com:contoso/x.git", ""},
		{GitHubCom, `C:\github.com\contoso\x`, ""},
		{GitHubCom, "../contoso/x", ""},
		{GitHubCom, "", ""},
		{ghe, "https://build:token@ghe.contoso.example:8443/git/contoso/x.git", "contoso/x"},
		{ghe, "git@ghe.contoso.example:contoso/x.git", "contoso/x"},
		{ghe, "ssh://git@ghe.contoso.example:7999/contoso/x.git", "contoso/x"},
		{ghe, "https://ghe.contoso.example/git/contoso/x.git", ""},
		{ghe, "https://ghe.contoso.example:8443/contoso/x.git", ""},
		{ghe, "git@github.com:contoso/x.git", ""},
	} {
		owner, repo, ok := tt.host.Remote(tt.address)
		got := owner + "/" + repo
		if !ok {
			got = strings.TrimSuffix(got, "/")
		}
		if got != tt.want {
			t.Errorf("%s: Remote(%q) = %q, want %q", tt.host.Name(), tt.address, got, tt.want)
		}
	}
}

func FuzzRemote(f *testing.F) {
	for _, s := range []string{"git@github.com:contoso/x.git", "https://u:p@github.com/contoso/x", "ssh://git@ssh.github.com:443/a/b", "github.com-x:/a/b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		owner, repo, ok := GitHubCom.Remote(s)
		if ok != validName(owner, repo) || !ok && owner+repo != "" {
			t.Errorf("%q is %q/%q, %v", s, owner, repo, ok)
		}
	})
}
