package command

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"github.com/certwiz/certwiz/secrets"
	"github.com/certwiz/certwiz/ui/aloud"
)

// sealedName is the sealed file's name in certwiz's folder.
const sealedName = "secrets.age"

// openVault opens the vault that --vault or CERTWIZ_VAULT names: the keyring
// where neither does, or the sealed file where there is one and no keyring. A
// sealed file's passphrase is asked for: it is never an argument nor in the
// environment.
func (a *app) openVault(ctx context.Context, console *aloud.Console, home string) (secrets.Vault, error) {
	kind := a.vault
	if kind == "" {
		kind = a.Env("CERTWIZ_VAULT")
	}
	switch kind {
	case "":
		return a.usualVault(ctx, console, home)
	case "keyring":
		return a.Keyring(), nil
	case "memory":
		return secrets.NewMemory(), nil
	case "file":
		return a.unseal(ctx, console, home)
	default:
		return nil, usage("there is no vault "+quoted(kind), "it is one of keyring, file and memory")
	}
}

// usualVault is the keyring. Where it can't be used and a sealed file was made
// in its place, the secrets are in that.
func (a *app) usualVault(ctx context.Context, console *aloud.Console, home string) (secrets.Vault, error) {
	keyring := a.Keyring()
	ask := probe(keyring)
	if !sealed(home)() || ask == nil {
		return keyring, nil
	}
	if ask(ctx) == nil {
		return keyring, nil
	}
	a.notice("there is no keyring to use; your secrets are in the sealed file, --vault memory leaves it closed")
	return a.unseal(ctx, console, home)
}

// tries is how often a passphrase may be typed.
const tries = 3

// unseal asks for the sealed file's passphrase until it opens.
func (a *app) unseal(ctx context.Context, console *aloud.Console, home string) (secrets.Vault, error) {
	for n := 1; ; n++ {
		ask := console.NewPassphrase
		if sealed(home)() {
			ask = console.Passphrase
		}
		passphrase, err := ask(ctx)
		if err != nil {
			return nil, err
		}
		vault, err := a.sealedFile(home)(passphrase)
		if err == nil {
			return vault, nil
		}
		if n == tries || !errors.Is(err, secrets.ErrPassphrase) && !errors.Is(err, secrets.ErrShortPassphrase) {
			return nil, failed(err, "")
		}
		a.notice(err.Error())
	}
}

// sealed tells whether there is a sealed file.
func sealed(home string) func() bool {
	return func() bool {
		_, err := os.Lstat(filepath.Join(home, sealedName))
		return err == nil
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

// prober is a vault that may be out of reach.
type prober interface{ Probe(context.Context) error }

// wiper is a vault that keeps open values in memory.
type wiper interface{ Wipe() }

// probe asks a vault that can fail whether it can be used.
func probe(v secrets.Vault) func(context.Context) error {
	if p, ok := v.(prober); ok {
		return p.Probe
	}
	return nil
}

// wipe empties a vault that keeps open values in this process's memory.
func wipe(v secrets.Vault) {
	if w, ok := v.(wiper); ok {
		w.Wipe()
	}
}
