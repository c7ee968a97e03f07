package session

import (
	"context"
	"errors"

	"github.com/certwiz/certwiz/secrets"
	"github.com/certwiz/certwiz/submission/store"
)

// book is where the names of secrets are written down: before a secret goes to a
// vault, and after it has left, so that a vault holds none that nobody knows of.
type book struct {
	store *store.Store // nil where nothing is kept
	slug  string
}

func (s *Session) book() book { return book{s.Ports.Store, s.Draft.Slug} }

// keep writes a secret's name down and puts the secret into the vault. What is
// kept in memory needs no name.
func (b book) keep(ctx context.Context, vault secrets.Vault, ref string, secret secrets.Secret) error {
	if _, memory := vault.(*secrets.Memory); !memory && b.store != nil {
		if err := b.store.NoteSecret(b.slug, store.SecretEntry{Ref: ref, Vault: vault.Place()}); err != nil {
			return err
		}
	}
	return vault.Set(ctx, ref, secret)
}

// forget takes a secret out of the vault, then its name out of the book.
func (b book) forget(ctx context.Context, vault secrets.Vault, ref string) error {
	if err := vault.Delete(ctx, ref); err != nil && !errors.Is(err, secrets.ErrNotFound) {
		return err
	}
	if b.store == nil {
		return nil
	}
	return b.store.DropSecret(b.slug, store.SecretEntry{Ref: ref, Vault: vault.Place()})
}

// forgetOrphans takes out of the vault what a killed certwiz left in it that
// nothing refers to, and counts it.
func (b book) forgetOrphans(ctx context.Context, vault secrets.Vault) (n int, err error) {
	orphans, err := b.store.Orphans(b.slug)
	for _, e := range orphans {
		if e.Vault != vault.Place() {
			continue
		}
		if failed := b.forget(ctx, vault, e.Ref); failed != nil {
			err = errors.Join(err, failed)
			continue
		}
		n++
	}
	return n, err
}
