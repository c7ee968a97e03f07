package aloud

import (
	"context"

	"github.com/certwiz/certwiz/secrets"
	"github.com/certwiz/certwiz/submission/portal"
)

// takeSecret puts a secret into the vault. Where the vault can't be used the
// person says what to do instead; nothing falls back by itself.
func (t *prompter) takeSecret(ctx context.Context, f portal.Field, typed string) (bool, error) {
	for {
		t.s.Do(ctx, t.s.KeepSecret(f.ID, typed))
		state := t.s.Secrets[f.ID]
		if state.Kept {
			t.printf("Kept %s.", t.s.Ports.Vault.Place())
			t.save(ctx)
			return t.fits(f), nil
		}
		t.s.Heard() // said in the next line
		t.printf("Not kept: %s", state.Why)
		again, err := t.otherVault(ctx)
		if err != nil || !again {
			return true, err
		}
	}
}

// otherVault asks where secrets go instead, and whether to try again. Piped
// answers can't know of the question: they would be shifted by it.
func (t *prompter) otherVault(ctx context.Context) (bool, error) {
	if t.piped {
		return false, ErrNoVault
	}
	options := []Option{
		{Label: "keep it for this sitting only", Note: "certwiz asks again next time"},
		{Label: "try again"},
	}
	if t.o.SealedFile != nil {
		options = append(options, Option{Label: "keep it in a file sealed with a passphrase"})
	}
	n, err := t.Choose(ctx, "Where should the secret go?", options)
	if err != nil {
		return false, err
	}
	switch n {
	case 0:
		t.useVault(secrets.NewMemory())
	case 1:
	case 2:
		return t.sealedFile(ctx)
	default:
		return false, nil
	}
	return true, nil
}

func (t *prompter) sealedFile(ctx context.Context) (bool, error) {
	ask := t.NewPassphrase
	if t.o.Sealed != nil && t.o.Sealed() {
		ask = t.Passphrase
	}
	passphrase, err := ask(ctx)
	if err != nil || passphrase == "" {
		return false, err
	}
	vault, err := t.o.SealedFile(passphrase)
	if err != nil {
		t.printf("%v", err)
		return true, nil
	}
	t.useVault(vault)
	return true, nil
}

// useVault puts secrets elsewhere from now on.
func (t *prompter) useVault(v secrets.Vault) {
	t.s.UseVault(v)
	t.printf("Secrets are kept %s from now on.", v.Place())
}
