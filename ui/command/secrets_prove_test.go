package command

import (
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/secrets"
	"github.com/certwiz/certwiz/submission"
	"github.com/certwiz/certwiz/submission/rehearsal"
	"github.com/certwiz/certwiz/submission/store"
)

// TestSecretsTest asks a token endpoint about the draft's client: what is sent to
// whom is said and asked for, and no secret is printed.
func TestSecretsTest(t *testing.T) {
	const right = "s3cret-and-long-enough"
	asked := 0
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked++
		if r.PostFormValue("client_secret") != right {
			w.WriteHeader(http.StatusUnauthorized)
			_, _ = io.WriteString(w, `{"error":"invalid_client"}`)
			return
		}
		w.WriteHeader(http.StatusBadRequest)
		_, _ = io.WriteString(w, `{"error":"invalid_grant"}`)
	}))
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	defer s.Close()

	d := newDesktop(t)
	d.Prober = rehearsal.Prober{Transport: s.Client().Transport}
	settings := `{"properties": {"connectionParameters": {"token": {"type": "oauthSetting", "oAuthSettings": {"identityProvider": "oauth2", "clientId": "contoso", "customParameters": {"tokenUrl": {"value": "` + s.URL + `/token"}}}}}}}`
	if err := os.WriteFile(filepath.Join(d.dir, "apiProperties.json"), []byte(settings), 0o644); err != nil {
		t.Fatal(err)
	}
	if code := d.run(t, "--offline", d.dir); code != 0 {
		t.Fatalf("exit %d: %s", code, d.err.String())
	}
	st, err := store.Open(d.env["CERTWIZ_HOME"])
	if err != nil {
		t.Fatal(err)
	}
	slug, _ := st.FindDraft(d.dir)
	draft, err := st.LoadDraft(slug)
	if err != nil {
		t.Fatal(err)
	}
	run := func(input string, args ...string) (code int, said string) {
		t.Helper()
		d.Stdin = strings.NewReader(input)
		code = d.run(t, append([]string{"secrets", "test", d.dir}, args...)...)
		return code, d.out.String() + d.err.String()
	}
	if code, said := run("yes\n"); code != codeBlocked || !strings.Contains(said, "no client ID and secret") {
		t.Errorf("nothing answered: %d, %s", code, said)
	}
	ref := secrets.Ref(slug, "oauth.clientSecret")
	draft.Answers["oauth.clientId"] = submission.Answer{Value: "contoso"}
	draft.Answers["oauth.clientSecret"] = submission.Answer{Value: ref}
	if err := st.SaveDraft(draft); err != nil {
		t.Fatal(err)
	}
	if code, said := run("yes\n"); code != codeBlocked || !strings.Contains(said, "no longer") {
		t.Errorf("no secret kept: %d, %s", code, said)
	}
	for _, tt := range []struct {
		secret, input string
		args          []string
		code          int
		want          string
	}{
		{right, "yes\n", nil, codeClean, "accepted: the token endpoint knows the client"},
		{right, "", []string{"--yes"}, codeClean, "go the client ID contoso and the client secret"},
		{"another", "yes\n", nil, codeBlocked, "refused: the client ID or the secret is wrong"},
		{right, "no\n", nil, codeFailed, "nothing was sent"},
		{right, "yes\n", []string{"--offline"}, codeFailed, "nothing is asked offline"},
	} {
		if err := d.Keyring().Set(t.Context(), ref, secrets.New(tt.secret)); err != nil {
			t.Fatal(err)
		}
		before := asked
		code, said := run(tt.input, tt.args...)
		if code != tt.code || !strings.Contains(said, tt.want) || strings.Contains(said, tt.secret) && tt.secret == right {
			t.Errorf("%q %q: %d, %s", tt.input, tt.args, code, said)
		}
		if sent := asked - before; (sent == 0) != (tt.code == codeFailed) {
			t.Errorf("%q %q: %d questions", tt.input, tt.args, sent)
		}
	}
	d.IsTerminal = func(any) bool { return false }
	if code, said := run(""); code != codeUsage || !strings.Contains(said, "nobody is there to say yes") {
		t.Errorf("in a pipe: %d, %s", code, said)
	}
}
