package secrets

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"

	"filippo.io/age"
)

const (
	sealedFormat  = "certwiz sealed secrets"
	sealedVersion = 1
)

// contents is what the sealed file holds, as JSON, once it is open.
type contents struct {
	Format  string            `json:"format"`
	Version int               `json:"version"`
	Secrets map[string][]byte `json:"secrets"` // by reference; JSON holds base64
}

// seal encrypts the secrets under the passphrase.
func seal(kept map[string]Secret, passphrase Secret, workFactor int) ([]byte, error) {
	recipient, err := age.NewScryptRecipient(passphrase.Open())
	if err != nil {
		return nil, ErrNoPassphrase
	}
	recipient.SetWorkFactor(workFactor)
	plain, err := encode(kept)
	if err != nil {
		return nil, err
	}
	defer clear(plain)

	var sealed bytes.Buffer
	w, err := age.Encrypt(&sealed, recipient)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(plain); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	if sealed.Len() > maxSealed {
		return nil, ErrFull
	}
	return sealed.Bytes(), nil
}

// unseal is the reverse of seal. It takes any bytes.
func unseal(sealed []byte, passphrase Secret) (map[string]Secret, error) {
	identity, err := age.NewScryptIdentity(passphrase.Open())
	if err != nil {
		return nil, ErrNoPassphrase
	}
	identity.SetMaxWorkFactor(maxWorkFactor)
	r, err := age.Decrypt(bytes.NewReader(sealed), identity)
	if isWrongPassphrase(err) {
		return nil, ErrPassphrase
	}
	if err != nil {
		return nil, ErrDamaged
	}
	plain, err := io.ReadAll(io.LimitReader(r, maxSealed))
	defer clear(plain)
	if err != nil {
		return nil, ErrDamaged
	}
	return decode(plain)
}

// isWrongPassphrase tells a passphrase that does not fit from a file that was
// sealed with something else than a passphrase.
func isWrongPassphrase(err error) bool {
	var none *age.NoIdentityMatchError
	return errors.As(err, &none) && len(none.StanzaTypes) == 1 && none.StanzaTypes[0] == "scrypt"
}

func encode(kept map[string]Secret) ([]byte, error) {
	c := contents{Format: sealedFormat, Version: sealedVersion, Secrets: map[string][]byte{}}
	for ref, s := range kept {
		c.Secrets[ref] = []byte(s.Open())
	}
	defer c.wipe()
	return json.Marshal(c)
}

func decode(plain []byte) (map[string]Secret, error) {
	var head struct {
		Format  string `json:"format"`
		Version int    `json:"version"`
	}
	if json.Unmarshal(plain, &head) != nil || head.Format != sealedFormat || head.Version < 1 {
		return nil, ErrDamaged
	}
	if head.Version > sealedVersion {
		return nil, ErrNewer
	}
	var c contents
	defer func() { c.wipe() }()
	if json.Unmarshal(plain, &c) != nil {
		return nil, ErrDamaged
	}
	kept := make(map[string]Secret, len(c.Secrets))
	for ref, value := range c.Secrets {
		if !validRef(ref) || len(value) == 0 || len(value) > maxSize {
			return nil, ErrDamaged
		}
		kept[ref] = New(string(value))
	}
	return kept, nil
}

func (c contents) wipe() {
	for _, value := range c.Secrets {
		clear(value)
	}
}
