package command

import (
	"context"
	"path/filepath"

	"github.com/certwiz/certwiz/secrets"
	"github.com/certwiz/certwiz/ui/prompts"
)

// sealedName is the sealed file's name in certwiz's folder.
const sealedName = "secrets.age"

// openVault opens the vault that --vault or CERTWIZ_VAULT names. A sealed
// file's passphrase is asked for: it is never an argument nor in the
// environment.
func (a *app) openVault(ctx context.Context, console *prompts.Console, home string) (secrets.Vault, error) {
	kind := a.vault
	if kind == "" {
		kind = a.Env("CERTWIZ_VAULT")
	}
	switch kind {
	case "", "keyring":
		return a.Keyring(), nil
	case "memory":
		return secrets.NewMemory(), nil
	case "file":
		passphrase, err := console.Passphrase(ctx)
		if err != nil {
			return nil, err
		}
		vault, err := a.sealedFile(home)(passphrase)
		if err != nil {
			return nil, failed(err, "")
		}
		return vault, nil
	default:
		return nil, usage("there is no vault "+quoted(kind), "it is one of keyring, file and memory")
	}
}

// sealedFile opens the vault in a file that is sealed with a passphrase.
func (a *app) sealedFile(home string) func(passphrase string) (secrets.Vault, error) {
	return func(passphrase string) (secrets.Vault, error) {
		f, err := secrets.NewSealedFile(filepath.Join(home, sealedName), secrets.New(passphrase), 0)
		if err != nil {
			return nil, err
		}
		if err := f.Unlock(context.Background()); err != nil {
			return nil, err
		}
		return f, nil
	}
}

// probe asks a vault that can fail whether it can be used.
func probe(v secrets.Vault) func(context.Context) error {
	type prober interface{ Probe(context.Context) error }
	if p, ok := v.(prober); ok {
		return p.Probe
	}
	return nil
}

// wipe empties a vault that keeps open values in this process's memory.
func wipe(v secrets.Vault) {
	if w, ok := v.(interface{ Wipe() }); ok {
		w.Wipe()
	}
}
