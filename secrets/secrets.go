// Package secrets keeps what must not be seen: client secrets, test passwords,
// API keys, SAS links and tokens. A Secret holds one value and prints as dots
// whatever is done to it. A Vault keeps values between sessions: the operating
// system's keyring, a file sealed with a passphrase, or this session's memory.
// No error of this package repeats a value, nor what a keyring said when it was
// to keep one. The draft holds references ("contoso/oauth.clientSecret"), never
// values, so this package keeps no list of what a submission has stored.
package secrets

import (
	"context"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Vault keeps secrets by reference. Every method can take as long as the
// place behind it does, up to that place's own limit, so it is called beside
// the session and never from its update loop. A reference that has not the
// shape of Ref is refused with ErrRef.
type Vault interface {
	// Set keeps s under ref and replaces what was there. An empty secret is
	// refused with ErrEmpty, one that is too long with ErrTooBig. After an
	// error nothing is kept that was not kept before.
	Set(ctx context.Context, ref string, s Secret) error
	// Get is the secret under ref, or ErrNotFound.
	Get(ctx context.Context, ref string) (Secret, error)
	// Delete forgets the secret under ref, or says ErrNotFound.
	Delete(ctx context.Context, ref string) error
	// Place completes the sentence "kept ...": "in your keyring".
	Place() string
}

// maxSize is the size in bytes up to which every vault but the keyrings of
// Windows and macOS keeps a secret. It is far above anything a portal takes.
const maxSize = 64 << 10

const (
	maxSlug  = 128 // bytes
	maxField = 64  // bytes
)

// Ref is the reference under which a vault keeps a submission's field, such as
// "contoso-invoices/oauth.clientSecret". It is made of names alone, so it may
// be written to the draft. Slug and field are letters, digits, '-', '_' and
// '.', begin with a letter or digit, and are at most 128 and 64 bytes long.
// Ref is "" when one of them is not, and every vault refuses "".
func Ref(slug, field string) string {
	if !validName(slug, maxSlug) || !validName(field, maxField) {
		return ""
	}
	return slug + "/" + field
}

// validRef says whether ref has the shape that Ref gives it.
func validRef(ref string) bool {
	slug, field, found := strings.Cut(ref, "/")
	return found && Ref(slug, field) == ref
}

func validName(name string, limit int) bool {
	if name == "" || len(name) > limit || !utf8.ValidString(name) {
		return false
	}
	for i, r := range name {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			continue
		}
		// Marks belong to a letter: macOS writes file names decomposed.
		if i > 0 && (unicode.IsMark(r) || strings.ContainsRune("-_.", r)) {
			continue
		}
		return false
	}
	return true
}

// checkSet holds what every vault asks of a secret before it keeps it.
func checkSet(ref string, s Secret, limit int) error {
	if !validRef(ref) {
		return ErrRef
	}
	if s.Empty() {
		return ErrEmpty
	}
	if s.size() > limit {
		return ErrTooBig{Limit: limit}
	}
	return nil
}
