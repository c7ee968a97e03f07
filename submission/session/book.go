package session

import (
	"context"
	"errors"
	"io/fs"
	"slices"
	"strings"

	"github.com/certwiz/certwiz/secrets"
	"github.com/certwiz/certwiz/submission/gate"
	"github.com/certwiz/certwiz/submission/store"
)

// book is where the names of secrets are written down: before a secret goes to a
// vault, and after it has left, so that a vault holds none that nobody knows of.
type book struct {
	store *store.Store // nil where nothing is kept
	slug  string
}

func (s *Session) book() book { return book{s.Ports.Store, s.Draft.Slug} }

// keep writes a secret's name down and puts the secret into the vault. One that
// is kept in memory is written down as well, for as long as certwiz runs: what
// another vault holds under its name is an older one.
func (b book) keep(ctx context.Context, vault secrets.Vault, ref string, secret secrets.Secret) error {
	e := store.SecretEntry{Ref: ref, Vault: vault.Place()}
	if b.store == nil {
		return vault.Set(ctx, ref, secret)
	}
	if !isMemory(vault) {
		if err := b.store.NoteSecret(b.slug, e); err != nil {
			return err
		}
	}
	if err := vault.Set(ctx, ref, secret); err != nil {
		return err
	}
	return b.store.ConfirmSecret(b.slug, e)
}

func isMemory(vault secrets.Vault) bool {
	_, is := vault.(*secrets.Memory)
	return is
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
	n, failed := b.forgetAll(ctx, vault, orphans)
	return n, errors.Join(err, failed)
}

// forgetOld takes out of the vault what was given anew while another one was
// open. What was kept in memory only went with the process.
func (b book) forgetOld(ctx context.Context, vault secrets.Vault) (n int, err error) {
	list, err := b.store.Secrets(b.slug)
	if err != nil {
		return 0, err
	}
	old := store.Superseded(list)
	for _, e := range old {
		if e.Vault == vault.Place() && stateIn(ctx, vault, e.Ref).Kept {
			n++
		}
	}
	if _, err = b.forgetAll(ctx, vault, old); err != nil {
		return 0, err
	}
	if list, err = b.store.Secrets(b.slug); err != nil {
		return n, err
	}
	lasting := Lasting(list)
	for _, e := range list {
		sameName := func(other store.SecretEntry) bool { return other.Ref == e.Ref }
		if !lasts(e) && !slices.ContainsFunc(lasting, sameName) {
			err = errors.Join(err, b.store.DropSecret(b.slug, e))
		}
	}
	return n, err
}

// Lasting leaves out what was kept in memory: it went with its process.
func Lasting(list []store.SecretEntry) (lasting []store.SecretEntry) {
	for _, e := range list {
		if lasts(e) {
			lasting = append(lasting, e)
		}
	}
	return lasting
}

func lasts(e store.SecretEntry) bool { return e.Vault != (*secrets.Memory)(nil).Place() }

// forgetAll forgets those of a list that are in this vault.
func (b book) forgetAll(ctx context.Context, vault secrets.Vault, list []store.SecretEntry) (n int, err error) {
	for _, e := range list {
		if e.Vault != vault.Place() || !lasts(e) {
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

// KeptSecret is one secret of a submission as a list shows it, never its value.
type KeptSecret struct {
	store.SecretEntry
	Field string // that it is the answer to
	Used  bool   // the draft or a frozen version refers to it
	Old   bool   // it was given anew in another vault since
	Asked bool   // State is what its vault answered; false where it is in another vault
	State gate.SecretState
}

// ListSecrets lists the secrets that vaults were given for a submission, and
// asks this one which of them it holds.
func ListSecrets(ctx context.Context, st *store.Store, vault secrets.Vault, slug string) ([]KeptSecret, error) {
	entries, err := st.Secrets(slug)
	if err != nil {
		return nil, err
	}
	old := store.Superseded(entries)
	entries = Lasting(entries)
	orphans, err := st.Orphans(slug)
	if err != nil {
		return nil, err
	}
	list := make([]KeptSecret, len(entries))
	for i, e := range entries {
		_, field, _ := strings.Cut(e.Ref, "/")
		list[i] = KeptSecret{SecretEntry: e, Field: field, Used: !slices.Contains(orphans, e), Old: slices.Contains(old, e), Asked: e.Vault == vault.Place()}
		if list[i].Asked {
			list[i].State = stateIn(ctx, vault, e.Ref)
		}
	}
	return list, nil
}

// stateIn is what a vault says about a secret.
func stateIn(ctx context.Context, vault secrets.Vault, ref string) gate.SecretState {
	_, err := vault.Get(ctx, ref)
	switch {
	case err == nil:
		return gate.SecretState{Kept: true}
	case errors.Is(err, secrets.ErrNotFound):
		return gate.SecretState{}
	default:
		return gate.SecretState{Why: err.Error()}
	}
}

// ForgetSecrets takes secrets of a submission out of the vault, then out of the
// draft, and returns those that are out. The error is a *store.LockedError while
// the submission is open elsewhere.
func ForgetSecrets(ctx context.Context, st *store.Store, vault secrets.Vault, slug string, list []KeptSecret) (out []KeptSecret, err error) {
	release, err := st.Lock(slug)
	if err != nil {
		return nil, err
	}
	defer release()
	draft, err := st.LoadDraft(slug)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	changed := false
	for _, one := range list {
		if err := (book{st, slug}).forget(ctx, vault, one.Ref); err != nil {
			return out, err
		}
		out = append(out, one)
		if draft.Answers[one.Field].Value == one.Ref {
			delete(draft.Answers, one.Field)
			changed = true
		}
	}
	if !changed {
		return out, nil
	}
	return out, st.SaveDraft(draft)
}
