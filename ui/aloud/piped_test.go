package aloud

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/internal/packages"
	"github.com/certwiz/certwiz/internal/sittings"
	"github.com/certwiz/certwiz/secrets"
	"github.com/certwiz/certwiz/submission/portal"
)

// signIn asks for a test account and for an OAuth client.
const signIn = `{
  "properties": {
    "connectionParameters": {
      "username": {"type": "string", "uiDefinition": {"displayName": "User name", "description": "Your name", "tooltip": "Your name", "constraints": {"required": "true"}}},
      "password": {"type": "securestring", "uiDefinition": {"displayName": "Password", "description": "Your password", "tooltip": "Your password", "constraints": {"required": "true"}}},
      "token": {"type": "oauthSetting", "oAuthSettings": {"identityProvider": "oauth2generic", "clientId": "contoso-parcels", "scopes": ["parcels"],
        "redirectMode": "GlobalPerConnector", "properties": {"IsFirstParty": "False"},
        "customParameters": {"authorizationUrlTemplate": {"value": "https://login.contoso.example/authorize"}, "authorizationUrlQueryStringTemplate": {"value": "?client_id={ClientId}&response_type=code&redirect_uri={RedirectUrl}&scope={Scopes}&state={State}"},
          "tokenUrlTemplate": {"value": "https://login.contoso.example/token"}, "tokenBodyTemplate": {"value": "code={Code}&grant_type=authorization_code"},
          "refreshUrlTemplate": {"value": "https://login.contoso.example/token"}, "refreshBodyTemplate": {"value": "refresh_token={RefreshToken}"}}}}
    },
    "iconBrandColor": "#1f6feb", "capabilities": ["actions"], "publisher": "Contoso Parcels Ltd", "stackOwner": "Contoso Parcels Ltd"
  }
}`

// noVault is a keyring that can't be used.
type noVault struct{ secrets.Vault }

func (noVault) Set(context.Context, string, secrets.Secret) error {
	return errors.New("there is no keyring here")
}
func (noVault) Get(context.Context, string) (secrets.Secret, error) {
	return secrets.Secret{}, errors.New("there is no keyring here")
}
func (noVault) Delete(context.Context, string) error { return errors.New("there is no keyring here") }
func (noVault) Place() string                        { return "in your keyring" }

// spellings are the forms in which a secret could be found.
func spellings(secret string) []string {
	reversed := []rune(secret)
	slices.Reverse(reversed)
	return []string{secret, string(reversed), url.QueryEscape(secret), url.PathEscape(secret), hex.EncodeToString([]byte(secret)),
		base64.StdEncoding.EncodeToString([]byte(secret)), base64.RawURLEncoding.EncodeToString([]byte(secret)),
		strings.ToUpper(secret), strings.ToLower(secret), secret[:len(secret)-4], secret[4:]}
}

// shifts are a sitting's answers with one line too few, one too many, or an end
// before its time, by what was done. Without all, only near the secrets.
func shifts(lines, marked []string, all bool) map[string][]string {
	made := map[string][]string{"whole": lines}
	for i := range lines {
		near := slices.ContainsFunc(lines[i:min(len(lines), i+3)], func(l string) bool { return slices.Contains(marked, l) })
		if !all && !near {
			continue
		}
		name := lines[i]
		if len(name) > 12 {
			name = name[:12]
		}
		made["without "+name] = slices.Delete(slices.Clone(lines), i, i+1)
		made["twice "+name] = slices.Insert(slices.Clone(lines), i, lines[i])
		made["blank before "+name] = slices.Insert(slices.Clone(lines), i, "")
		made["up to "+name] = lines[:i]
	}
	return made
}

// TestShiftedAnswers pipes answers that are a line off, into a vault that works
// and into one that does not: no secret is said or written, in any spelling, and
// the sitting ends.
func TestShiftedAnswers(t *testing.T) {
	oauth := parcels
	oauth.Facts = connector.Facts{AuthKnown: true, Auth: []connector.Auth{
		{Kind: "basic"}, {Kind: "oauth2", IdentityProvider: "oauth2generic", RedirectMode: "GlobalPerConnector"}}}
	pkg := filepath.Join(t.TempDir(), "package.zip")
	if err := os.WriteFile(pkg, packages.Good().Pack(t), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name     string
		settings string // of apiProperties.json, "" for the test's own
		portal   portal.Portal
		variant  sittings.Variant
		secrets  []string
	}{
		{"API key", "", portal.ISVStudio(), parcels, []string{sittings.APIKey}},
		{"OAuth", signIn, portal.ISVStudio(), oauth, []string{sittings.Password, sittings.ClientSecret}},
		{"Partner Center", signIn, portal.PartnerCenter(), oauth.With(sittings.Answers{"package": pkg}), []string{sittings.SASLink, sittings.ClientSecret}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := newSitting(t)
			s.variant, s.portal = c.variant, c.portal
			if c.settings != "" {
				if err := os.WriteFile(filepath.Join(s.dir, "apiProperties.json"), []byte(c.settings), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			s.shift(c.secrets)
		})
	}
}

// shift pipes right answers, then the same ones a line off.
func (s *sitting) shift(marked []string) {
	t := s.t
	right := s.open()
	talk := &sittings.Talk{Person: &sittings.Person{Portal: right.Portal, Right: s.variant.Answers(right.Portal), Script: sittings.Script{}}}
	if err := Run(t.Context(), Options{Session: right, Console: NewConsole(talk, talk, false, nil)}); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(talk.Person.Input(), "\n"), "\n")
	for _, secret := range marked {
		if !slices.Contains(lines, secret) {
			t.Fatalf("a secret was not asked for in:\n%s", talk.Said())
		}
	}
	for name, input := range shifts(lines, marked, !testing.Short()) {
		for _, vault := range []secrets.Vault{secrets.NewMemory(), noVault{}} {
			s.home, s.vault = filepath.Join(t.TempDir(), "state"), vault
			said, err := s.pipe(input)
			if _, works := vault.(*secrets.Memory); name == "whole" && works != (err == nil) {
				t.Errorf("whole answers, %s: %v in\n%s", vault.Place(), err, said)
			}
			for _, secret := range marked {
				for _, form := range spellings(secret) {
					if strings.Contains(said, form) {
						t.Errorf("%s, %s: %q was said in:\n%s", name, vault.Place(), form, said)
					}
					if file := holder(t, s.home, form); file != "" {
						t.Errorf("%s, %s: %q is in %s; said:\n%s", name, vault.Place(), form, file, said)
					}
				}
			}
		}
	}
}

// pipe runs a sitting with lines that were written beforehand.
func (s *sitting) pipe(lines []string) (said string, err error) {
	var out bytes.Buffer
	console := NewConsole(strings.NewReader(strings.Join(lines, "\n")+"\n"), &out, false, nil)
	console.Piped()
	err = Run(s.t.Context(), Options{Session: s.open(), Console: console})
	if err != nil {
		out.WriteString(err.Error())
	}
	return out.String(), err
}

// holder is a file below a folder that holds a text, "" for none.
func holder(t *testing.T, dir, text string) (found string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if bytes.Contains(data, []byte(text)) {
			found = path
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
