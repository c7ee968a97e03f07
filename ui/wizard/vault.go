package wizard

import (
	"path/filepath"

	"github.com/certwiz/certwiz/secrets"
)

// useMemory keeps secrets for this session only.
func (m *Model) useMemory() {
	m.s.Ports.Vault = secrets.NewMemory()
	m.vaultFail = nil
	m.o.Probe = nil
}

// useSealedFile keeps secrets in a file sealed with a passphrase.
func (m *Model) useSealedFile(passphrase string) error {
	vault, err := m.o.SealedFile(passphrase)
	if err != nil {
		return err
	}
	m.s.Ports.Vault = vault
	m.vaultFail = nil
	m.o.Probe = nil
	return nil
}

// joinPath is a file of the connector's folder.
func joinPath(folder, name string) string { return filepath.Join(folder, filepath.Base(name)) }
