package github

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/certwiz/certwiz/submission/source"
)

// The limits of one call.
const (
	callTime    = 10 * time.Second
	maxResponse = 8 << 20 // a hundred comments, or a commit with its changes
	maxRefusal  = 64 << 10
	maxHops     = 5

	// silence is how long a GitHub that did not answer in time is not asked again:
	// a command asks many questions, and would wait for each.
	silence = 15 * time.Second
	atOnce  = 4 // calls in parallel
)

// call is one request: a question, or an order when it is not a GET.
type call struct {
	method string // GET when ""
	path   string // below the API's address, escaped
	query  url.Values
	send   any           // goes as JSON
	limit  int64         // bytes of the answer, maxResponse when 0
	time   time.Duration // callTime when 0
	fixed  bool          // the answer can never change: a kept one is not asked for again

	into any // where the answer goes
	// read takes the answer instead of into, as far as it likes to read; such an
	// answer is not kept.
	read func(*json.Decoder) error
}

func (c call) reads() bool { return c.method == "" || c.method == http.MethodGet }

// reply is what else an answer says.
type reply struct {
	at   time.Time // when GitHub said so
	last int       // the last page of a list
}

// get asks, and takes the answer. The error is always an *Error.
func (g *GitHub) get(ctx context.Context, c call) (reply, error) {
	ctx, cancel := context.WithTimeout(ctx, cmp.Or(c.time, callTime))
	defer cancel()
	address, err := g.address(c)
	if err != nil {
		return reply{}, err
	}
	saved, have := g.fromCache(c, address)
	if have && (c.fixed || g.Cache.fresh(saved, g.now())) {
		if err := json.Unmarshal(saved.body, c.into); err == nil {
			return reply{saved.at, saved.Last}, nil
		}
	}
	if err := g.waiting(c); err != nil {
		return reply{}, err
	}
	if g.isSilent() {
		return reply{}, unreachable(c, context.DeadlineExceeded)
	}
	resp, err := g.send(ctx, c, address, saved)
	if err != nil {
		return reply{}, err
	}
	defer resp.Body.Close()
	if resp.StatusCode == http.StatusNotModified {
		return g.unchanged(c, address, saved)
	}
	return g.readReply(ctx, c, address, resp)
}

// address is a call's full address.
func (g *GitHub) address(c call) (string, error) {
	address := strings.TrimRight(g.host().API, "/") + c.path
	if len(c.query) > 0 {
		address += "?" + c.query.Encode()
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return "", &Error{Kind: Failed, What: "the address of GitHub's API is not a valid one"}
	}
	return address, nil
}

// send sends a call. When GitHub refuses to read for the token and does read
// without it, the token is left aside from then on: some organisations forbid
// tokens of a kind even for what everybody may read.
func (g *GitHub) send(ctx context.Context, c call, address string, saved entry) (*http.Response, error) {
	secret := g.secretFor(ctx, c, address)
	resp, err := g.sendAs(ctx, c, address, secret, saved)
	if err != nil || succeeded(c, resp.StatusCode) {
		return resp, err
	}
	defer resp.Body.Close()
	refusal := g.refused(c, resp, secret != "")
	if secret == "" || refusal.Kind != Unauthorized || !c.reads() || c.path == "/user" {
		return nil, refusal
	}
	again, err := g.sendAs(ctx, c, address, "", saved)
	if err != nil {
		return nil, refusal
	}
	if !succeeded(c, again.StatusCode) {
		again.Body.Close()
		return nil, refusal
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.refusedToken = true
	return again, nil
}

// hush notes that an answer did not come in time.
func (g *GitHub) hush(err error) {
	if transportError(err).What != tooSlow {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.silent = time.Now()
}

func (g *GitHub) isSilent() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return !g.silent.IsZero() && time.Since(g.silent) < silence
}

// succeeded tells whether a status is the one that a call hopes for.
func succeeded(c call, status int) bool {
	switch {
	case c.reads():
		return status == http.StatusOK || status == http.StatusNotModified
	case c.method == http.MethodPost:
		return status == http.StatusCreated
	}
	return status == http.StatusOK
}

// secretFor is the token that a call is sent with, "" for none.
func (g *GitHub) secretFor(ctx context.Context, c call, address string) string {
	if !private(address) {
		return ""
	}
	secret := g.token(ctx)
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.refusedToken && c.reads() && c.path != "/user" {
		return ""
	}
	return secret
}

func (g *GitHub) sendAs(ctx context.Context, c call, address, secret string, saved entry) (*http.Response, error) {
	req, err := request(ctx, c, address)
	if err != nil {
		return nil, err
	}
	if secret != "" {
		req.Header.Set("Authorization", "Bearer "+secret)
	}
	saved.ask(req.Header)
	resp, err := g.client(c, req.URL).Do(req)
	if err != nil {
		g.hush(err)
		return nil, unreachable(c, err)
	}
	g.note(resp)
	return resp, nil
}

func request(ctx context.Context, c call, address string) (*http.Request, error) {
	var body io.Reader
	if c.send != nil {
		data, err := json.Marshal(c.send)
		if err != nil {
			return nil, &Error{Kind: Failed, What: "what goes to GitHub can't be written as JSON"}
		}
		body = bytes.NewReader(data)
	}
	req, err := http.NewRequestWithContext(ctx, cmp.Or(c.method, http.MethodGet), address, body)
	if err != nil {
		return nil, &Error{Kind: Failed, What: "the address of GitHub's API is not a valid one"}
	}
	req.Header.Set("Accept", "application/vnd.github+json, application/json")
	req.Header.Set("X-GitHub-Api-Version", "2022-11-28")
	req.Header.Set("User-Agent", "certwiz")
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	return req, nil
}

// private tells whether what is sent to an address can't be read on the way.
func private(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	return u.Scheme == "https" || source.Loopback(u.Hostname())
}

// client follows redirects only on the host that was asked, which is where
// GitHub sends those who use a repository's old name. An order is not sent on.
func (g *GitHub) client(c call, asked *url.URL) *http.Client {
	g.once.client.Do(func() {
		if g.own = g.Client; g.own == nil {
			g.own = &http.Client{Transport: transport()}
		}
	})
	client := *g.own
	client.CheckRedirect = func(req *http.Request, via []*http.Request) error {
		switch {
		case !c.reads():
			return http.ErrUseLastResponse
		case len(via) > maxHops:
			return errRound
		case req.URL.Host == asked.Host && req.URL.Scheme == asked.Scheme:
			return nil
		case req.Response != nil && (req.Response.StatusCode == http.StatusFound || req.Response.StatusCode == http.StatusSeeOther):
			return errSignIn
		}
		return errElsewhere
	}
	return &client
}

// transport is Go's own, but tells a proxy's refusal from others.
func transport() http.RoundTripper {
	usual, ok := http.DefaultTransport.(*http.Transport)
	if !ok {
		return http.DefaultTransport
	}
	t := usual.Clone()
	t.OnProxyConnectResponse = func(_ context.Context, _ *url.URL, _ *http.Request, resp *http.Response) error {
		if resp.StatusCode != http.StatusOK {
			return proxyRefusal(resp.StatusCode)
		}
		return nil
	}
	return t
}

// readReply reads an answer, and keeps it in the cache where that is allowed.
func (g *GitHub) readReply(ctx context.Context, c call, address string, resp *http.Response) (reply, error) {
	if isPage(resp.Header) {
		return reply{}, intercepted()
	}
	r := reply{at: g.now(), last: lastPage(resp.Header)}
	limit := cmp.Or(c.limit, maxResponse)
	watched := &watch{Reader: resp.Body}
	body := &io.LimitedReader{R: watched, N: limit + 1}
	var data []byte
	var err error
	if c.read != nil {
		err = c.read(json.NewDecoder(body))
	} else if data, err = io.ReadAll(body); err == nil && body.N > 0 {
		err = json.Unmarshal(data, c.into)
	}
	switch {
	case watched.err != nil:
		err := cmp.Or(ctx.Err(), watched.err)
		g.hush(err)
		return reply{}, unreachable(c, err)
	case body.N <= 0 && (err != nil || c.read == nil):
		return reply{}, malformed(fmt.Sprintf("it is larger than %d MB", limit>>20))
	case bytes.HasPrefix(bytes.TrimSpace(data), []byte("<")):
		return reply{}, intercepted()
	case err != nil:
		return reply{}, malformed("it is not the JSON that was asked for")
	}
	g.cacheReply(c, address, resp.Header, r, data)
	return r, nil
}

// watch remembers why reading ended early, which a decoder does not tell.
type watch struct {
	io.Reader
	err error
}

func (w *watch) Read(p []byte) (int, error) {
	n, err := w.Reader.Read(p)
	if err != nil && err != io.EOF {
		w.err = err
	}
	return n, err
}

var errShape = errors.New("not what was asked for")

var lastShape = regexp.MustCompile(`<[^<>]*[?&]page=([0-9]{1,6})(?:&[^<>]*)?>; *rel="last"`)

// lastPage is the number of a list's last page. Only the number is taken: the
// addresses in the header are not followed.
func lastPage(h http.Header) int {
	m := lastShape.FindStringSubmatch(h.Get("Link"))
	if m == nil {
		return 1
	}
	n, err := strconv.Atoi(m[1])
	if err != nil || n < 1 {
		return 1
	}
	return n
}

// member reads an object only as far as one of its members, a string.
func member(d *json.Decoder, name string) (string, error) {
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return "", cmp.Or(err, errShape)
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
	return "", errShape
}

// runParallel runs tasks, at most atOnce of them at the same time, and waits.
func runParallel(tasks ...func()) {
	var all sync.WaitGroup
	free := make(chan struct{}, atOnce)
	for _, task := range tasks {
		free <- struct{}{}
		all.Go(func() {
			defer func() { <-free }()
			task()
		})
	}
	all.Wait()
}

// inRepo is a path below Microsoft's repository, each part escaped.
func inRepo(parts ...string) string {
	return escaped("repos", slices.Concat([]string{source.Owner, source.Repository}, parts)...)
}

func escaped(first string, parts ...string) string {
	var s strings.Builder
	s.WriteString("/" + first)
	for _, p := range parts {
		// A part of dots alone would be taken for a step in the path.
		if strings.Trim(p, ".") == "" {
			p = "-"
		}
		s.WriteString("/" + url.PathEscape(p))
	}
	return s.String()
}
