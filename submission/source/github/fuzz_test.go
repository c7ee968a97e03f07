package github

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"testing"
	"unicode/utf8"

	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/checks/origin"
	"github.com/certwiz/certwiz/checks/text"
)

// always answers every request in one way.
type always struct {
	status int
	body   []byte
	link   string
}

func (a always) RoundTrip(r *http.Request) (*http.Response, error) {
	h := http.Header{"Content-Type": {"application/json"}, "Link": {a.link}}
	return &http.Response{StatusCode: a.status, Header: h, Body: io.NopCloser(bytes.NewReader(a.body)), Request: r}, nil
}

// FuzzAnswers holds that no answer makes reading it crash, take what was not
// asked for, or come without a reason.
func FuzzAnswers(f *testing.F) {
	for _, s := range []string{
		merged(12), opened(12), "[" + merged(12) + "]", commitJSON(squash, folder+"/a"), `{"status":"ahead"}`, `[]`, `{}`, `null`, `"x"`,
		`{"total_count":1,"items":[` + merged(12) + `],"check_runs":[{"name":"x","status":"completed"}],"statuses":[{"context":"x"}]}`,
		`[{"name":"readme.md","type":"file","size":-1,"sha":"` + squash + `","download_url":"x","path":"p","line":1,"body":"b","state":"APPROVED","filename":"f"}]`,
		`{"type":"file","encoding":"base64","content":"KiBAYQo="}`, `{"message":"Validation Failed","errors":[{"message":"x"}]}`, "<html>", "\xff",
	} {
		f.Add(200, []byte(s), `<https://x?page=3>; rel="last"`)
		f.Add(422, []byte(s), "")
	}
	f.Fuzz(func(t *testing.T, status int, body []byte, link string) {
		if status < 100 || status > 999 {
			return
		}
		g := at("https://github.test")
		g.Client, g.Token = &http.Client{Transport: always{status, body, link}}, func() string { return token }
		ctx := context.Background()
		p := g.ReadPull(ctx, 12, folder, nil)
		if p.Number != 12 || len(p.Said) > maxSaid || len(p.Body) > maxText || utf8.Valid(body) && !utf8.ValidString(p.Body) {
			t.Errorf("%+v", p)
		}
		for name, a := range asks(p) {
			if !a.Known && a.Why == "" {
				t.Errorf("%s is not known for no reason", name)
			}
		}
		c := g.Complete(ctx, origin.Commit{Typed: squash, Folder: folder})
		if c.SHA != "" && c.SHA != squash || c.Use != "" && !text.IsFullSHA(c.Use) {
			t.Errorf("%+v", c)
		}
		if pulls, _ := g.FindPulls(ctx, Search{Folder: folder, Heads: []Head{{"contoso", "x"}}, Authors: []string{"contoso"}}); len(pulls) > maxFound {
			t.Errorf("%d found", len(pulls))
		}
		a, err := g.ArtifactsAt(ctx, squash, folder, connector.Artifacts{})
		if err != nil && a.Name != "" {
			t.Errorf("%+v with %v", a, err)
		}
		for _, write := range []func() (origin.Pull, error){
			func() (origin.Pull, error) { return g.OpenPull(ctx, newPull()) },
			func() (origin.Pull, error) { return g.UpdatePull(ctx, 12, "x", "") },
		} {
			var e *Error
			if p, err := write(); err == nil && p.Number <= 0 || err != nil && !errors.As(err, &e) {
				t.Errorf("%+v, %v", p, err)
			}
		}
	})
}
