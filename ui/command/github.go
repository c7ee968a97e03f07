package command

import (
	"context"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/certwiz/certwiz/checks/origin"
	"github.com/certwiz/certwiz/secrets"
	"github.com/certwiz/certwiz/submission/session"
	"github.com/certwiz/certwiz/submission/source"
	"github.com/certwiz/certwiz/submission/source/github"
	"github.com/certwiz/certwiz/submission/store"
)

// Hub is GitHub as the commands use it: asked by sessions, and told of a pull
// request by certwiz pr.
type Hub interface {
	session.GitHub
	File(ctx context.Context, path, ref string) ([]byte, error)
	OpenPull(ctx context.Context, p github.NewPull) (origin.Pull, error)
	UpdatePull(ctx context.Context, number int, title, body string) (origin.Pull, error)
}

// GitHubAccess is how GitHub is asked.
type GitHubAccess struct {
	Host  source.Host
	Cache string                      // folder for what it said, "" for none
	Token func() (token, from string) // asked once, when it is needed; from says where it was found
}

// tokenTime is how long gh or the vault may take to hand over the token.
const tokenTime = 3 * time.Second

// gitHubHost is the GitHub that CERTWIZ_GITHUB names, github.com without it.
func (a *app) gitHubHost() (source.Host, error) {
	host, err := source.ParseHost(a.Env("CERTWIZ_GITHUB"))
	if err != nil {
		return host, usage("CERTWIZ_GITHUB: "+err.Error(), "unset it to use github.com")
	}
	return host, nil
}

// hostOrDefault is the GitHub that links are made for.
func (a *app) hostOrDefault() source.Host {
	host, err := a.gitHubHost()
	if err != nil {
		return source.GitHubCom
	}
	return host
}

// isOffline tells whether the network is left alone.
func (a *app) isOffline() bool { return a.offline || truthy(a.Env("CERTWIZ_OFFLINE")) }

// hub is GitHub, nil when it is not to be asked.
func (a *app) hub(home string, vault secrets.Vault) (Hub, source.Host, error) {
	host, err := a.gitHubHost()
	if err != nil || a.isOffline() || a.Hub == nil {
		return nil, host, err
	}
	access := GitHubAccess{Host: host, Cache: cacheFolder(home), Token: a.token(host, home, vault)}
	return a.Hub(access), host, nil
}

// cacheFolder holds what GitHub said, none of it secret.
func cacheFolder(home string) string { return filepath.Join(home, "cache", "github") }

// token looks for a GitHub token where people keep one: in the environment, in
// gh, in the vault. The vault is only asked when a token was put there, since
// asking can make a keyring ask its owner.
func (a *app) token(host source.Host, home string, vault secrets.Vault) func() (string, string) {
	return sync.OnceValues(func() (string, string) {
		for _, name := range tokenVariables(host) {
			if t := strings.TrimSpace(a.Env(name)); t != "" {
				return t, name
			}
		}
		ctx, cancel := context.WithTimeout(context.Background(), tokenTime)
		defer cancel()
		if a.GHToken != nil {
			if t := a.GHToken(ctx, host.Name()); t != "" {
				return t, "gh"
			}
		}
		if vault == nil || !store.HasToken(home, host.Name()) {
			return "", ""
		}
		secret, err := vault.Get(ctx, tokenRef(host))
		if err != nil {
			return "", ""
		}
		return secret.Open(), "your vault"
	})
}

// tokenVariables are those that gh reads, too: its enterprise ones for any host
// but github.com, so that a token never goes to another host than it is for.
func tokenVariables(host source.Host) []string {
	if host == source.GitHubCom {
		return []string{"GH_TOKEN", "GITHUB_TOKEN"}
	}
	return []string{"GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN"}
}

// tokenRef is where the vault keeps the token of a host.
func tokenRef(host source.Host) string { return secrets.Ref("github", host.Name()) }
