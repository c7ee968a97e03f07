package github

import (
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/certwiz/certwiz/submission/source"
)

// Kind says what went wrong.
type Kind string

// The kinds of errors.
const (
	Offline      Kind = "offline"      // GitHub could not be reached
	TimedOut     Kind = "timed out"    // it did not answer in time
	RateLimited  Kind = "rate limited" // no more calls until Error.Until
	Missing      Kind = "missing"      // there is no such thing
	Unauthorized Kind = "unauthorized" // the token was refused, may not do this, or there is none
	Exists       Kind = "exists"       // there is such a pull request already: Error.Number
	Rejected     Kind = "rejected"     // GitHub does not take what was written
	Intercepted  Kind = "intercepted"  // somebody else answered: a sign-in page, a proxy
	Untrusted    Kind = "untrusted"    // it can't be told that it was GitHub that answered
	Failed       Kind = "failed"       // GitHub answered with an error of its own
	Malformed    Kind = "malformed"    // the answer can't be used
)

// Error is one plain line about a call that did not work out.
type Error struct {
	Kind   Kind
	What   string
	Until  time.Time // RateLimited: when calls are allowed again, zero when unknown
	Number int       // Exists: the pull request that is there already, 0 when unknown
}

func (e *Error) Error() string { return e.What }

func malformed(what string) *Error {
	return &Error{Kind: Malformed, What: "GitHub's answer can't be used: " + what}
}

func intercepted() *Error {
	return &Error{Kind: Intercepted, What: "something between you and GitHub answered with a web page: a sign-in page of the network, perhaps"}
}

// is tells whether an error is of a kind.
func is(err error, kind Kind) bool {
	var e *Error
	return errors.As(err, &e) && e.Kind == kind
}

// missing tells whether GitHub said that there is no such thing.
func missing(err error) bool { return is(err, Missing) }

var (
	errElsewhere = errors.New("redirected to another host")
	errSignIn    = errors.New("redirected to a page of another host")
	errRound     = errors.New("redirected too often")
)

// proxyRefusal is a proxy's status when it does not let a call through.
type proxyRefusal int

func (p proxyRefusal) Error() string { return "proxy: " + http.StatusText(int(p)) }

// unreachable says why there is no answer. The cause is left out: it holds the
// whole address and words that help nobody.
func unreachable(c call, err error) *Error {
	e := transportError(err)
	if !c.reads() && (e.Kind == TimedOut || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)) {
		e.What += "; whether it took the pull request is not known: look on GitHub before you try again"
	}
	return e
}

const tooSlow = "GitHub did not answer in time"

// transportError says what stopped a call on its way.
func transportError(err error) *Error {
	var timeout net.Error
	var refusal proxyRefusal
	var network *net.OpError
	switch {
	case errors.Is(err, errElsewhere):
		return &Error{Kind: Failed, What: "GitHub points to another server, which is not followed"}
	case errors.Is(err, errSignIn):
		return intercepted()
	case errors.Is(err, errRound):
		return &Error{Kind: Failed, What: "GitHub sends the question round in circles"}
	case errors.Is(err, context.Canceled):
		return &Error{Kind: TimedOut, What: "the question to GitHub was stopped"}
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return &Error{Kind: TimedOut, What: tooSlow}
	case errors.As(err, &refusal):
		return proxyRefused(int(refusal))
	case errors.Is(err, http.ErrSchemeMismatch):
		return &Error{Kind: Intercepted, What: "something between you and GitHub answered without encryption: a sign-in page of the network, perhaps"}
	case untrusted(err) != "":
		return &Error{Kind: Untrusted, What: untrusted(err)}
	case errors.As(err, &network) && network.Op == "proxyconnect":
		return &Error{Kind: Offline, What: "the proxy between you and GitHub can't be reached; look at HTTPS_PROXY"}
	case strings.Contains(err.Error(), "malformed HTTP"): // net/http has no type for it
		return &Error{Kind: Intercepted, What: "something answered in GitHub's place, and not as a web server does; look at CERTWIZ_GITHUB, HTTPS_PROXY and the network you are in"}
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return &Error{Kind: Offline, What: "the connection to GitHub broke off"}
	default:
		return &Error{Kind: Offline, What: "offline"}
	}
}

func proxyRefused(status int) *Error {
	if status == http.StatusProxyAuthRequired {
		return &Error{Kind: Intercepted, What: "the proxy between you and GitHub wants a user name and password; put them into HTTPS_PROXY"}
	}
	return &Error{Kind: Intercepted, What: fmt.Sprintf("the proxy between you and GitHub does not let the question through (%d)", status)}
}

// untrusted says why a server's certificate is not taken, "" for another error.
func untrusted(err error) string {
	var unknown x509.UnknownAuthorityError
	var name x509.HostnameError
	var invalid x509.CertificateInvalidError
	var verify *tls.CertificateVerificationError
	var alert tls.AlertError
	switch {
	case errors.As(err, &unknown):
		return "this computer does not know who vouches for GitHub's certificate: a company's proxy, perhaps, whose certificate is missing here"
	case errors.As(err, &name):
		return "the certificate that came is another server's than GitHub's: a sign-in page of the network, perhaps"
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return "GitHub's certificate is not valid today; look at this computer's date"
	case errors.As(err, &invalid), errors.As(err, &verify), errors.As(err, &alert):
		return "no trusted connection to GitHub came about (TLS)"
	}
	return ""
}

// refused says what an answer means that is not the hoped-for one.
func (g *GitHub) refused(c call, resp *http.Response, withToken bool) *Error {
	status := resp.StatusCode
	said := readRefusal(resp.Body)
	if e := g.limit(c, resp, said); e != nil {
		return e
	}
	switch {
	case status == http.StatusNetworkAuthenticationRequired, status < 500 && isPage(resp.Header):
		return intercepted()
	case status == http.StatusProxyAuthRequired:
		return proxyRefused(status)
	case status == http.StatusUnauthorized && !withToken:
		return &Error{Kind: Unauthorized, What: "GitHub answers this only with a token; set GH_TOKEN or sign in with gh auth login"}
	case status == http.StatusUnauthorized:
		return &Error{Kind: Unauthorized, What: "GitHub refuses " + g.tokenName() + "; renew it, or go on without one"}
	case status == http.StatusForbidden:
		return g.forbidden(c, resp.Header, withToken)
	case !c.reads():
		return g.notWritten(status, said)
	case status == http.StatusNotFound, status == http.StatusUnprocessableEntity:
		return &Error{Kind: Missing, What: "GitHub has no such commit or pull request"}
	case status == http.StatusGone:
		return &Error{Kind: Missing, What: "GitHub no longer has it (410)"}
	case status == http.StatusUnavailableForLegalReasons:
		return &Error{Kind: Failed, What: "GitHub may not show this for legal reasons (451)"}
	}
	return trouble(status)
}

func trouble(status int) *Error {
	if status < 500 {
		return &Error{Kind: Failed, What: fmt.Sprintf("GitHub answers with something unexpected (%d)", status)}
	}
	return &Error{Kind: Failed, What: strings.TrimSpace(fmt.Sprintf("GitHub has a problem of its own (%d %s", status, http.StatusText(status))) + ")"}
}

// forbidden explains a 403: what the token lacks, where GitHub says so.
func (g *GitHub) forbidden(c call, h http.Header, withToken bool) *Error {
	switch {
	case withToken && strings.HasPrefix(h.Get("X-GitHub-SSO"), "required"):
		return &Error{Kind: Unauthorized, What: fmt.Sprintf("the organisation wants %s authorised for its single sign-on; do that at %s/settings/tokens", g.tokenName(), g.host().Web)}
	case withToken && !c.reads():
		return &Error{Kind: Unauthorized, What: g.tokenName() + " may not write pull requests (403): it needs the scope public_repo, or Pull requests: write, for " + source.Owner + "/" + source.Repository}
	case withToken:
		return &Error{Kind: Unauthorized, What: "GitHub does not allow this question to " + g.tokenName() + " (403)"}
	}
	return &Error{Kind: Unauthorized, What: "GitHub does not allow this question (403)"}
}

// refusal is what GitHub says about an error.
type refusal struct {
	Message string `json:"message"`
	Errors  []struct {
		Field   string `json:"field"`
		Code    string `json:"code"`
		Message string `json:"message"`
	} `json:"errors"`
}

// readRefusal reads what GitHub says; nothing when it can't be read.
func readRefusal(body io.Reader) refusal {
	var r refusal
	data, err := io.ReadAll(io.LimitReader(body, maxRefusal))
	if err != nil || json.Unmarshal(data, &r) != nil {
		return refusal{}
	}
	return r
}

// limit is the error of an answer that means that there were too many calls,
// nil for another answer. Nothing of that kind is asked again until then.
func (g *GitHub) limit(c call, resp *http.Response, said refusal) *Error {
	if resp.StatusCode != http.StatusForbidden && resp.StatusCode != http.StatusTooManyRequests {
		return nil
	}
	until, limited := g.until(resp.Header)
	if !limited && (resp.StatusCode == http.StatusTooManyRequests || strings.Contains(strings.ToLower(said.Message), "rate limit")) {
		limited = true
	}
	if !limited {
		return nil
	}
	g.block(c, until)
	return tooMany(until, g.now())
}

func tooMany(until, now time.Time) *Error {
	if until.IsZero() {
		return &Error{Kind: RateLimited, What: "GitHub allows no more calls for now"}
	}
	return &Error{Kind: RateLimited, Until: until, What: "GitHub allows no more calls until " + clock(until, now)}
}

// until is when calls are allowed again, zero when an answer does not tell.
func (g *GitHub) until(h http.Header) (until time.Time, limited bool) {
	if seconds, err := strconv.Atoi(h.Get("Retry-After")); err == nil && seconds >= 0 && seconds < 1e6 {
		return g.now().Add(time.Duration(seconds) * time.Second), true
	}
	if h.Get("X-RateLimit-Remaining") == "0" {
		return g.reset(h), true
	}
	return time.Time{}, false
}

// reset is when the allowance begins anew, zero when unknown.
func (g *GitHub) reset(h http.Header) time.Time {
	at, err := strconv.ParseInt(h.Get("X-RateLimit-Reset"), 10, 64)
	if err != nil || at <= 0 || at > 1<<40 {
		return time.Time{}
	}
	return time.Unix(at, 0).In(g.now().Location())
}

// resource is what the allowance of a call is called.
func (c call) resource() string {
	if strings.HasPrefix(c.path, "/search/") {
		return "search"
	}
	return "core"
}

// maxBlock is the longest that GitHub's limits last. A longer time means that
// this computer's clock is wrong, and is not waited for.
const maxBlock = time.Hour

// block remembers that there are no calls until a time.
func (g *GitHub) block(c call, until time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.blocked == nil {
		g.blocked = map[string]time.Time{}
	}
	g.blocked[c.resource()] = until
}

// waiting is the error of a call that GitHub would refuse for now: asking all
// the same is what it locks people out for.
func (g *GitHub) waiting(c call) error {
	g.mu.Lock()
	until := g.blocked[c.resource()]
	g.mu.Unlock()
	wait := until.Sub(g.now())
	if until.IsZero() || wait <= 0 || wait > maxBlock {
		return nil
	}
	return tooMany(until, g.now())
}

// note takes what an answer says about the calls that are left.
func (g *GitHub) note(resp *http.Response) {
	left, err := strconv.Atoi(resp.Header.Get("X-RateLimit-Remaining"))
	until := g.reset(resp.Header)
	if err != nil || left < 0 || until.IsZero() || cmp.Or(resp.Header.Get("X-RateLimit-Resource"), "core") != "core" {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	// Answers overtake each other: within a window the lowest number is the newest.
	if g.left.known && until.Equal(g.left.until) && left > g.left.left {
		return
	}
	g.left = allowance{known: true, left: left, until: until}
}

// isPage tells whether an answer is a web page.
func isPage(h http.Header) bool {
	return strings.HasPrefix(strings.ToLower(strings.TrimSpace(h.Get("Content-Type"))), "text/html")
}

// clock is a time of day, with the day when it is not today.
func clock(t, now time.Time) string {
	if t.YearDay() == now.YearDay() && t.Year() == now.Year() {
		return t.Format("15:04")
	}
	return t.Format("15:04 on 2 Jan")
}
