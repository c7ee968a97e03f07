package handoff

import (
	"crypto/sha256"
	"encoding/base64"
	"regexp"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/session"
)

// TestPage: the page holds each answer with a button, no secret, and nothing
// that is loaded from elsewhere.
func TestPage(t *testing.T) {
	d := drive(t, func(s *session.Session) {
		s.Draft.Answers["testing.steps"] = submission.Answer{Value: "\n1. Type </textarea><script>alert(1)</script>\n2. \"Create\" & list"}
	})
	page := string(HTML(d.s))
	for _, want := range []string{
		"<title>Contoso Invoices, version 1, to ISV Studio</title>", "ines@contoso.example</textarea><button", sha + "</textarea>",
		"\n\n1. Type &lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;\n2. &#34;Create&#34; &amp; list</textarea>",
		"certwiz handoff --copy password", "certwiz handoff --copy clientSecret", "href=\"https://isvstudio.powerapps.com/ep/connector\"",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is not in\n%s", want, page)
		}
	}
	for _, never := range []string{password, client, "<script src", "<link", "<img", "@import", "url("} {
		if strings.Contains(page, never) {
			t.Errorf("%q is in the page", never)
		}
	}
	script := regexp.MustCompile(`(?s)<script>(.*?)</script>`).FindAllStringSubmatch(page, -1)
	if len(script) != 1 {
		t.Fatalf("%d scripts", len(script))
	}
	sum := sha256.Sum256([]byte(script[0][1]))
	if want := "script-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"; !strings.Contains(page, want) {
		t.Error("the page's policy does not allow its own script")
	}
	if open, closed := strings.Count(page, "<li "), strings.Count(page, "</li>"); open != closed || open != len(d.s.Handoff().Lines) {
		t.Errorf("%d lines begin, %d end, the sheet has %d", open, closed, len(d.s.Handoff().Lines))
	}
}
