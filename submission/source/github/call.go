package github

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// The limits of one call.
const (
	callTime    = 10 * time.Second
	maxResponse = 2 << 20
	maxHops     = 5
)

const defaultBase = "https://api.github.com"

// Kind says what went wrong.
type Kind string

// The kinds of errors.
const (
	Offline      Kind = "offline"      // GitHub could not be reached
	TimedOut     Kind = "timed out"    // it did not answer in time
	RateLimited  Kind = "rate limited" // no more calls until Error.Until
	Missing      Kind = "missing"      // there is no such thing
	Unauthorized Kind = "unauthorized" // the token was refused
	Failed       Kind = "failed"       // GitHub answered with an error of its own
	Malformed    Kind = "malformed"    // the answer can't be used
)

// Error is one plain line about a call that did not work out.
type Error struct {
	Kind  Kind
	What  string
	Until time.Time // RateLimited: when calls are allowed again, zero when unknown
}

func (e *Error) Error() string { return e.What }

func malformed(what string) *Error {
	return &Error{Kind: Malformed, What: "GitHub's answer can't be used: " + what}
}

func (g GitHub) now() time.Time {
	if g.Now == nil {
		return time.Now()
	}
	return g.Now()
}

// get asks and decodes the whole answer.
func (g GitHub) get(ctx context.Context, path string, query url.Values, into any) error {
	return g.ask(ctx, path, query, func(d *json.Decoder) error { return d.Decode(into) })
}

// ask sends one request. decode reads the answer, of which there are at most
// maxResponse bytes. The error is always an *Error.
func (g GitHub) ask(ctx context.Context, path string, query url.Values, decode func(*json.Decoder) error) error {
	ctx, cancel := context.WithTimeout(ctx, callTime)
	defer cancel()
	req, err := g.request(ctx, path, query)
	if err != nil {
		return err
	}
	resp, err := g.client(req.URL).Do(req)
	if err != nil {
		return unreached(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return g.refused(resp)
	}
	body := &io.LimitedReader{R: resp.Body, N: maxResponse}
	err = decode(json.NewDecoder(body))
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return unreached(ctx.Err())
	case body.N <= 0:
		return malformed(fmt.Sprintf("it is larger than %d MB", maxResponse>>20))
	default:
		return malformed("it is not the JSON that was asked for")
	}
}

func (g GitHub) request(ctx context.Context, path string, query url.Values) (*http.Request, error) {
	base := g.Base
	if base == "" {
		base = defaultBase
	}
	address := strings.TrimRight(base, "/") + path
	if len(query) > 0 {
		address += "?" + query.Encode()
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil || req.URL.Host == "" {
		return nil, &Error{Kind: Failed, What: "the address of GitHub's API is not a valid one"}
	}
	req.Header.Set("Accept", "application/vnd.github+json, application/json")
	req.Header.Set("X-GitHub-Api-Version", "2022-11-28")
	req.Header.Set("User-Agent", "certwiz")
	if token := g.token(); token != "" && private(req.URL) {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	return req, nil
}

// token is the token when it can be one; a line feed in it would otherwise end
// up in an error.
func (g GitHub) token() string {
	if g.Token == nil {
		return ""
	}
	token := strings.TrimSpace(g.Token())
	if strings.ContainsFunc(token, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return ""
	}
	return token
}

// private tells whether what is sent can't be read on the way.
func private(u *url.URL) bool {
	host := u.Hostname()
	ip := net.ParseIP(host)
	return u.Scheme == "https" || host == "localhost" || ip != nil && ip.IsLoopback()
}

var errElsewhere = errors.New("redirected to another host")

// client follows redirects only on the host that was asked, which is where
// GitHub sends those who use a repository's old name.
func (g GitHub) client(asked *url.URL) *http.Client {
	c := http.Client{}
	if g.Client != nil {
		c = *g.Client
	}
	c.CheckRedirect = func(req *http.Request, via []*http.Request) error {
		if req.URL.Host != asked.Host || req.URL.Scheme != asked.Scheme || len(via) > maxHops {
			return errElsewhere
		}
		return nil
	}
	return &c
}

// unreached says why there is no answer. The cause is left out: it holds the
// whole address and words that help nobody.
func unreached(err error) *Error {
	var timeout net.Error
	switch {
	case errors.Is(err, errElsewhere):
		return &Error{Kind: Failed, What: "GitHub points to another server, which is not followed"}
	case errors.Is(err, context.Canceled):
		return &Error{Kind: TimedOut, What: "the question to GitHub was stopped"}
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return &Error{Kind: TimedOut, What: fmt.Sprintf("GitHub did not answer within %d seconds", int(callTime.Seconds()))}
	default:
		return &Error{Kind: Offline, What: "offline"}
	}
}

// refused says what an answer other than 200 means.
func (g GitHub) refused(resp *http.Response) *Error {
	status := resp.StatusCode
	until, limited := g.limit(resp)
	switch {
	case limited && until.IsZero():
		return &Error{Kind: RateLimited, What: "GitHub allows no more calls for now"}
	case limited:
		return &Error{Kind: RateLimited, Until: until, What: "GitHub allows no more calls until " + clock(until, g.now())}
	case status == http.StatusUnauthorized:
		return &Error{Kind: Unauthorized, What: "GitHub refuses the token; renew it, or go on without one"}
	case status == http.StatusForbidden:
		return &Error{Kind: Unauthorized, What: "GitHub does not allow this question (403)"}
	case status == http.StatusNotFound, status == http.StatusUnprocessableEntity, status == http.StatusGone:
		return &Error{Kind: Missing, What: "GitHub has no such commit or pull request"}
	default:
		return &Error{Kind: Failed, What: fmt.Sprintf("GitHub has a problem of its own (%d %s)", status, http.StatusText(status))}
	}
}

// limit tells whether an answer means that there were too many calls.
func (g GitHub) limit(resp *http.Response) (until time.Time, limited bool) {
	if resp.StatusCode != http.StatusForbidden && resp.StatusCode != http.StatusTooManyRequests {
		return time.Time{}, false
	}
	now := g.now()
	if seconds, err := strconv.Atoi(resp.Header.Get("Retry-After")); err == nil && seconds >= 0 && seconds < 1e6 {
		return now.Add(time.Duration(seconds) * time.Second), true
	}
	if resp.Header.Get("X-RateLimit-Remaining") == "0" {
		reset, err := strconv.ParseInt(resp.Header.Get("X-RateLimit-Reset"), 10, 64)
		if err != nil || reset <= 0 || reset > 1<<40 {
			return time.Time{}, true
		}
		return time.Unix(reset, 0).In(now.Location()), true
	}
	return time.Time{}, resp.StatusCode == http.StatusTooManyRequests
}

// clock is a time of day, with the day when it is not today.
func clock(t, now time.Time) string {
	if t.YearDay() == now.YearDay() && t.Year() == now.Year() {
		return t.Format("15:04")
	}
	return t.Format("15:04 on 2 Jan")
}

// member reads an object only as far as one of its members, a string.
func member(d *json.Decoder, name string) (string, error) {
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return "", errors.Join(errors.New("not an object"), err)
	}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return "", err
		}
		if key == name {
			var value string
			err := d.Decode(&value)
			return value, err
		}
		var skip json.RawMessage
		if err := d.Decode(&skip); err != nil {
			return "", err
		}
	}
	return "", errors.New("no " + name)
}
