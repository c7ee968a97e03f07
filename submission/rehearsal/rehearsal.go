// Package rehearsal asks a publisher's own service what a certification engineer
// will ask it, on request only. A secret goes to the one host that is named, over
// TLS, and nowhere else: no redirect is followed, and nothing of it is in an error.
package rehearsal

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/certwiz/certwiz/checks/signin"
	"github.com/certwiz/certwiz/secrets"
)

const (
	answerTime = 15 * time.Second // for both questions together
	maxAnswer  = 64 << 10
)

// Prober asks token endpoints.
type Prober struct {
	// Transport is nil for one of its own.
	Transport http.RoundTripper
}

// Client asks a token endpoint about a client with a code that can't be right,
// once with its secret and once with a wrong one, and says what that tells.
func (p Prober) Client(ctx context.Context, address, clientID string, secret secrets.Secret) (signin.Verdict, string) {
	ctx, cancel := context.WithTimeout(ctx, answerTime)
	defer cancel()
	noise := make([]byte, 16)
	if _, err := rand.Read(noise); err != nil {
		return signin.NotChecked, "no random number could be made"
	}
	own, err := p.ask(ctx, address, clientID, secret.Open())
	if err != nil {
		return signin.NotChecked, err.Error()
	}
	wrong, err := p.ask(ctx, address, clientID, "certwiz-wrong-"+hex.EncodeToString(noise))
	if err != nil {
		return signin.NotChecked, err.Error()
	}
	return signin.Judge(own, wrong)
}

func (p Prober) ask(ctx context.Context, address, clientID, secret string) (signin.Answer, error) {
	form := url.Values{
		"grant_type": {"authorization_code"}, "code": {"certwiz-no-code"}, "redirect_uri": {"https://global.consent.azure-apim.net/redirect"},
		"client_id": {clientID}, "client_secret": {secret},
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, strings.NewReader(form.Encode()))
	if err != nil || req.URL.Scheme != "https" {
		return signin.Answer{}, errors.New("the token endpoint is not reached by https")
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Accept", "application/json")
	client := http.Client{Transport: p.Transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Do(req)
	if err != nil {
		return signin.Answer{}, plain(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer+1))
	switch {
	case err != nil:
		return signin.Answer{}, plain(err)
	case len(body) > maxAnswer:
		return signin.Answer{}, fmt.Errorf("the token endpoint answers with more than %d kB", maxAnswer>>10)
	}
	return signin.Answer{Status: resp.StatusCode, Body: body}, nil
}

// plain says what went wrong on the way, in words of our own.
func plain(err error) error {
	var name *net.DNSError
	var timeout net.Error
	switch {
	case errors.Is(err, context.Canceled):
		return context.Canceled
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return errors.New("the token endpoint did not answer in time")
	case errors.As(err, &name):
		return errors.New("the token endpoint's host was not found")
	case strings.Contains(err.Error(), "certificate") || strings.Contains(err.Error(), "tls:"):
		return errors.New("the token endpoint's certificate is not trusted, or TLS failed")
	default:
		return errors.New("the token endpoint could not be reached")
	}
}
