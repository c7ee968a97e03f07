package source

import (
	"errors"
	"net"
	"net/url"
	"path"
	"strings"

	"github.com/certwiz/certwiz/checks/text"
)

// Host is the GitHub that the repository is on: github.com, or a company's own
// with a copy of it. Its addresses have no slash at the end. The zero Host is
// github.com.
type Host struct {
	Web string // "https://github.com", where people look
	API string // "https://api.github.com", where programs ask
}

// GitHubCom is where Microsoft's repository is.
var GitHubCom = Host{Web: "https://github.com", API: "https://api.github.com"}

const maxHost = 300

var (
	hostShape = text.Pattern(`^(?:[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?$`)
	pathShape = text.Pattern(`^[A-Za-z0-9._~/-]*$`)
)

// ParseHost reads the address of a GitHub as people write it: "github.com",
// "https://ghe.contoso.example", "https://contoso.ghe.com", or that of its API
// ("https://ghe.contoso.example/api/v3"). "" is github.com. Without encryption
// only this machine itself is asked.
func ParseHost(s string) (Host, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return GitHubCom, nil
	}
	if !strings.Contains(s, "://") {
		s = "https://" + s
	}
	u, err := url.Parse(s)
	if err != nil || len(s) > maxHost || u.User != nil || strings.ContainsAny(s, "?#") {
		return Host{}, errNoHost
	}
	if u.Scheme != "https" && !(u.Scheme == "http" && Loopback(u.Hostname())) {
		return Host{}, errors.New("the address of a GitHub begins with https://")
	}
	at := siteOf(u)
	if !hostShape().MatchString(at.authority()) || !pathShape().MatchString(at.path) {
		return Host{}, errNoHost
	}
	return at.host(u.Scheme), nil
}

var errNoHost = errors.New("this is not the address of a GitHub, such as https://ghe.contoso.example")

// rented is the domain of the GitHubs that GitHub runs for one company each;
// their API has a name of its own in front, as github.com's has.
const rented = ".ghe.com"

// host is the GitHub at a site, whose address may be that of its API.
func (s site) host(scheme string) Host {
	name := strings.TrimPrefix(s.name, "api.")
	switch {
	case name == "github.com" && s.port == "":
		return GitHubCom
	case strings.HasSuffix(name, rented) && s.port == "":
		return Host{Web: scheme + "://" + name, API: scheme + "://api." + name}
	}
	web := scheme + "://" + s.authority() + strings.TrimSuffix(s.path, "/api/v3")
	return Host{Web: web, API: web + "/api/v3"}
}

// Loopback reports whether a host is this machine itself.
func Loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// site is the part of an address that tells whose it is.
type site struct {
	name string // in small letters, "github.com" for www.github.com
	port string // "" for the scheme's own
	path string // "/github" or "", without a slash at the end
}

func siteOf(u *url.URL) site {
	s := site{name: strings.TrimSuffix(strings.ToLower(u.Hostname()), "."), port: u.Port()}
	if s.name == "www.github.com" {
		s.name = "github.com"
	}
	if s.port == map[string]string{"https": "443", "http": "80", "ssh": "22"}[strings.ToLower(u.Scheme)] {
		s.port = ""
	}
	if s.path = path.Clean("/" + u.Path); s.path == "/" {
		s.path = ""
	}
	return s
}

func (s site) authority() string {
	name := s.name
	if strings.Contains(name, ":") {
		name = "[" + name + "]"
	}
	if s.port == "" {
		return name
	}
	return name + ":" + s.port
}

// below is what follows the address of a base, without the slash between;
// false when s is not below it.
func (s site) below(base site) (rest string, ok bool) {
	if s.name != base.name || s.port != base.port {
		return "", false
	}
	return strings.CutPrefix(s.path, base.path+"/")
}

// web and api are the host's two addresses, taken apart.
func (h Host) web() site { return parsedSite(h.orGitHub().Web) }
func (h Host) api() site { return parsedSite(h.orGitHub().API) }

func parsedSite(address string) site {
	u, err := url.Parse(address)
	if err != nil {
		return site{}
	}
	return siteOf(u)
}

func (h Host) orGitHub() Host {
	if h == (Host{}) {
		return GitHubCom
	}
	return h
}

// Name is the host's name without scheme and port: "github.com".
func (h Host) Name() string { return h.web().name }

// PullURL is the page of a pull request to Microsoft's repository.
func (h Host) PullURL(number string) string {
	return h.orGitHub().Web + "/" + Owner + "/" + Repository + "/pull/" + number
}
