package session

import (
	"context"

	"github.com/certwiz/certwiz/secrets"
)

// broken is a vault that never answers.
type broken struct{}

func (broken) Set(context.Context, string, secrets.Secret) error { return errBroken }
func (broken) Get(context.Context, string) (secrets.Secret, error) {
	return secrets.Secret{}, errBroken
}
func (broken) Delete(context.Context, string) error { return errBroken }
func (broken) Place() string                        { return "nowhere" }
