package session

import (
	"context"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/checks/connector"
	"github.com/certwiz/certwiz/secrets"
	"github.com/certwiz/certwiz/submission/portal"
)

// broken is a vault that never answers.
type broken struct{}

func (broken) Set(context.Context, string, secrets.Secret) error { return errBroken }
func (broken) Get(context.Context, string) (secrets.Secret, error) {
	return secrets.Secret{}, errBroken
}
func (broken) Delete(context.Context, string) error { return errBroken }
func (broken) Place() string                        { return "nowhere" }

// TestPlaceIsWhatTheVaultAnswers: another vault knows nothing of what was kept
// in the one before it, and nothing is said to be kept until it has answered.
func TestPlaceIsWhatTheVaultAnswers(t *testing.T) {
	s := inMemory(connector.Auth{Kind: "apiKey"})
	field := s.Portal.IDOf(portal.RoleAPIKey)
	s.Do(t.Context(), s.KeepSecret(field, "pk-live-9f27c1d05e88"))
	if got := s.SecretText(field); !strings.HasPrefix(got, "kept ") {
		t.Fatalf("%q after it was kept", got)
	}
	s.UseVault(secrets.NewMemory())
	if got := s.SecretText(field); strings.HasPrefix(got, "kept ") {
		t.Errorf("%q before the new vault was asked", got)
	}
	s.LookUp(t.Context(), nil, LookVault)
	if got := s.SecretText(field); got != "no longer kept" {
		t.Errorf("%q after the new vault was asked", got)
	}
}
