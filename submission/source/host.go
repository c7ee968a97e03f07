package source

import (
	"errors"
	"net"
	"net/url"
	"strings"
)

// Host is the GitHub that the repository is on: github.com, or a company's own
// with a copy of it. Its addresses have no slash at the end.
type Host struct {
	Web string // "https://github.com", where people look
	API string // "https://api.github.com", where programs ask
}

// GitHubCom is where Microsoft's repository is.
var GitHubCom = Host{Web: "https://github.com", API: "https://api.github.com"}

// ParseHost reads the address of a GitHub as people write it: "github.com",
// "https://ghe.contoso.example", or its API's "https://ghe.contoso.example/api/v3".
// "" is github.com. Without encryption only this machine itself is asked.
func ParseHost(s string) (Host, error) {
	s = strings.TrimRight(strings.TrimSpace(s), "/")
	if s == "" {
		return GitHubCom, nil
	}
	if !strings.Contains(s, "://") {
		s = "https://" + s
	}
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return Host{}, errors.New("this is not the address of a GitHub, such as https://ghe.contoso.example")
	}
	if u.Scheme != "https" && !(u.Scheme == "http" && loopback(u.Hostname())) {
		return Host{}, errors.New("the address of a GitHub begins with https://")
	}
	switch strings.ToLower(u.Hostname()) {
	case "github.com", "www.github.com", "api.github.com":
		return GitHubCom, nil
	}
	web := u.Scheme + "://" + u.Host + strings.TrimSuffix(u.Path, "/api/v3")
	return Host{Web: web, API: web + "/api/v3"}, nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// Name is the host's name without scheme and port: "github.com".
func (h Host) Name() string {
	u, err := url.Parse(h.Web)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Hostname())
}

// PullURL is the page of a pull request to Microsoft's repository.
func (h Host) PullURL(number string) string {
	return h.Web + "/" + Owner + "/" + Repository + "/pull/" + number
}
