// Package github asks GitHub what a clone can't tell: where a pull request
// stands and what was said on it, the commit that Microsoft merged, and the
// files at a commit. With a token, and only when it is told to, it also opens
// a pull request or changes its title and text; nothing else is ever written.
//
// Asking works without a token (60 calls an hour), and everything that can go
// wrong on the way becomes one plain line, for an answer that is not known.
package github

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/certwiz/certwiz/checks/origin"
	"github.com/certwiz/certwiz/submission/source"
)

// GitHub is the REST API of one GitHub. The zero value asks api.github.com
// without a token. It is used through a pointer, by several goroutines at once;
// its fields are set before the first call.
type GitHub struct {
	Host source.Host // github.com when empty
	// Token gives the token, "" for none. It is called once, when a call needs
	// it, in a goroutine of its own: it may run a program or ask a keyring.
	Token func() string
	// TokenFrom says in a message which token is meant: "GH_TOKEN", "gh", "your
	// vault". Token may set it before it returns.
	TokenFrom string
	Client    *http.Client // nil for one of its own
	Cache     *Cache       // nil: answers are not kept
	Now       func() time.Time

	once struct{ client, token sync.Once }
	own  *http.Client

	found  chan struct{} // closed when Token has returned
	secret string        // then: the token

	mu      sync.Mutex
	left    allowance
	blocked map[string]time.Time // what may not be asked ("core", "search"), until when
	// refusedToken is whether the token is not used for reading any more: GitHub
	// refused it, and answered without it.
	refusedToken bool
	silent       time.Time // since when GitHub has not answered in time, by this machine's clock
	login        string
	owners       int // which of ownersPaths was there
}

// tokenTime is how long a call waits for Token.
const tokenTime = 5 * time.Second

// token is the token, "" for none and while Token takes too long.
func (g *GitHub) token(ctx context.Context) string {
	if g.Token == nil {
		return ""
	}
	g.once.token.Do(func() {
		g.found = make(chan struct{})
		go func() {
			defer close(g.found)
			g.secret = usable(g.Token())
		}()
	})
	late := time.NewTimer(tokenTime)
	defer late.Stop()
	select {
	case <-g.found:
		return g.secret
	case <-ctx.Done():
	case <-late.C:
	}
	return ""
}

// usable is the token when it can be one; a line feed in it would otherwise end
// up in an error.
func usable(token string) string {
	token = strings.TrimSpace(token)
	if strings.ContainsFunc(token, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return ""
	}
	return token
}

// HasToken tells whether there is a token. The first time it waits for Token,
// up to five seconds: it is asked in a job, not while painting.
func (g *GitHub) HasToken() bool { return g.token(context.Background()) != "" }

// tokenName is what a message calls the token.
func (g *GitHub) tokenName() string {
	if g.TokenFrom == "" {
		return "the token"
	}
	return "the token from " + g.TokenFrom
}

// Login is the account that the token belongs to, "" without a token. It asks
// GitHub once.
func (g *GitHub) Login(ctx context.Context) (string, error) {
	if g.token(ctx) == "" {
		return "", nil
	}
	g.mu.Lock()
	login := g.login
	g.mu.Unlock()
	if login != "" {
		return login, nil
	}
	var w account
	if _, err := g.get(ctx, call{path: "/user", into: &w}); err != nil {
		return "", err
	}
	if w.Login == "" {
		return "", malformed("an account without a name")
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.login = w.Login
	return w.Login, nil
}

// allowance is how many calls GitHub still allows.
type allowance struct {
	known bool
	left  int
	until time.Time // then there are new ones
}

// Allowance says how many calls GitHub still allows, and in a line until when:
// "GitHub allows 3 more calls until 14:05". left is -1 and the line is "" when
// that is not known.
func (g *GitHub) Allowance() (left int, line string) {
	g.mu.Lock()
	a := g.left
	g.mu.Unlock()
	now := g.now()
	switch {
	case !a.known || !now.Before(a.until):
		return -1, ""
	case a.left == 0:
		return 0, "GitHub allows no more calls until " + clock(a.until, now)
	case a.left == 1:
		return 1, "GitHub allows 1 more call until " + clock(a.until, now)
	}
	return a.left, fmt.Sprintf("GitHub allows %d more calls until %s", a.left, clock(a.until, now))
}

func (g *GitHub) now() time.Time {
	if g.Now == nil {
		return time.Now()
	}
	return g.Now()
}

func (g *GitHub) host() source.Host {
	if g.Host == (source.Host{}) {
		return source.GitHubCom
	}
	return g.Host
}

// by names who gave the answers.
const by = "GitHub"

func answered(at time.Time) origin.Answer { return origin.Answer{Known: true, By: by, At: at} }
