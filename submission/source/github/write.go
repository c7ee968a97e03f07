package github

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/certwiz/certwiz/checks/origin"
	"github.com/certwiz/certwiz/checks/text"
	"github.com/certwiz/certwiz/submission/source"
)

// NewPull is a pull request to be opened.
type NewPull struct {
	Title, Body         string
	Base                string // "dev"
	HeadOwner           string // "contoso"
	HeadBranch          string
	Draft               bool
	MaintainerCanModify bool
}

// The limits that GitHub sets, in characters.
const (
	maxTitle = 256
	maxBody  = 65536
)

// OpenPull opens a pull request to Microsoft's repository. It needs a token,
// and a way that nobody can read along. It sends once: when no answer came, the
// error says that it is not known what became of it. When there is such a pull
// request already, the error has the kind Exists and, where it could be found,
// its number.
func (g *GitHub) OpenPull(ctx context.Context, p NewPull) (origin.Pull, error) {
	if p.Base == "" {
		p.Base = source.Branch
	}
	if p.HeadOwner == "" || p.HeadBranch == "" {
		return origin.Pull{}, &Error{Kind: Rejected, What: "the branch that the pull request comes from is not known"}
	}
	c := call{method: http.MethodPost, path: inRepo("pulls"), send: map[string]any{
		"title": p.Title, "body": p.Body, "base": p.Base, "head": p.HeadOwner + ":" + p.HeadBranch,
		"draft": p.Draft, "maintainer_can_modify": p.MaintainerCanModify,
	}}
	pull, err := g.write(ctx, c, p.Title, p.Body)
	if is(err, Exists) {
		return pull, g.existing(ctx, p)
	}
	return pull, err
}

// UpdatePull gives a pull request another title and text.
func (g *GitHub) UpdatePull(ctx context.Context, n int, title, body string) (origin.Pull, error) {
	c := call{method: http.MethodPatch, path: inRepo("pulls", strconv.Itoa(n)), send: map[string]string{"title": title, "body": body}}
	return g.write(ctx, c, title, body)
}

func (g *GitHub) write(ctx context.Context, c call, title, body string) (origin.Pull, error) {
	if err := g.mayWrite(ctx, title, body); err != nil {
		return origin.Pull{}, err
	}
	var w pullWire
	c.into = &w
	r, err := g.get(ctx, c)
	if is(err, Malformed) || err == nil && w.Number <= 0 {
		return origin.Pull{}, malformed("it took the pull request, but not in words that can be read; look on GitHub")
	}
	if err != nil {
		return origin.Pull{}, err
	}
	return g.pull(w, r.at), nil
}

// mayWrite says what stands against writing before anything is sent.
func (g *GitHub) mayWrite(ctx context.Context, title, body string) error {
	switch {
	case !private(g.host().API):
		return &Error{Kind: Unauthorized, What: "the way to GitHub is not encrypted, so nothing is written: give an address with https://"}
	case g.token(ctx) == "":
		return &Error{Kind: Unauthorized, What: "writing a pull request needs a token; set GH_TOKEN or sign in with gh auth login"}
	case strings.TrimSpace(title) == "":
		return &Error{Kind: Rejected, What: "the pull request has no title"}
	case utf8.RuneCountInString(title) > maxTitle:
		return &Error{Kind: Rejected, What: fmt.Sprintf("the title has %d characters, %d allowed", utf8.RuneCountInString(title), maxTitle)}
	case utf8.RuneCountInString(body) > maxBody:
		return &Error{Kind: Rejected, What: fmt.Sprintf("the text has %d characters, %d allowed", utf8.RuneCountInString(body), maxBody)}
	}
	return nil
}

// existing is the error for a branch that has its pull request already, with
// its number where GitHub tells.
func (g *GitHub) existing(ctx context.Context, p NewPull) error {
	e := &Error{Kind: Exists, What: fmt.Sprintf("there is a pull request from %s:%s already", p.HeadOwner, p.HeadBranch)}
	open, err := g.pullsFrom(ctx, Head{p.HeadOwner, p.HeadBranch}, "open")
	if err == nil && len(open) > 0 {
		e.Number = open[0].Number
		e.What = fmt.Sprintf("pull request %d comes from %s:%s already", e.Number, p.HeadOwner, p.HeadBranch)
	}
	return e
}

// notWritten explains why GitHub did not take what was written.
func (g *GitHub) notWritten(status int, said refusal) *Error {
	where := source.Owner + "/" + source.Repository
	switch {
	case status == http.StatusNotFound:
		return &Error{Kind: Unauthorized, What: "GitHub does not let " + g.tokenName() + " see " + where + " or this pull request: it needs the scope public_repo, or Pull requests: write"}
	case status == http.StatusUnprocessableEntity:
		return said.invalid()
	case status == http.StatusGone:
		return &Error{Kind: Rejected, What: "pull requests are switched off in " + where}
	case status >= 300 && status < 400:
		return &Error{Kind: Failed, What: where + " has another address by now, so nothing was written"}
	}
	return trouble(status)
}

// invalid explains a 422.
func (r refusal) invalid() *Error {
	said := r.Message
	for _, e := range r.Errors {
		lower := strings.ToLower(e.Message)
		switch {
		case strings.HasPrefix(lower, "a pull request already exists"):
			return &Error{Kind: Exists, What: "there is such a pull request already"}
		case strings.HasPrefix(lower, "no commits between"):
			return &Error{Kind: Rejected, What: "the branch holds nothing that dev does not hold: was the commit pushed?"}
		case e.Field == "head" && e.Code == "invalid":
			return &Error{Kind: Rejected, What: "GitHub does not find the branch that the pull request comes from: was it pushed?"}
		case e.Field == "base" && e.Code == "invalid":
			return &Error{Kind: Rejected, What: "GitHub does not find the branch that the pull request goes to"}
		case e.Message != "":
			said = e.Message
		case e.Field != "":
			said = e.Field + " is " + strings.ReplaceAll(e.Code, "_", " ")
		}
	}
	said = text.Cut(text.OneLine(said), 200)
	if said == "" {
		said = "it does not say why"
	}
	return &Error{Kind: Rejected, What: "GitHub does not take the pull request: " + said}
}
