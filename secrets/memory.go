package secrets

import (
	"context"
	"sync"
)

// Memory is a vault that ends with the process.
type Memory struct {
	mu   sync.Mutex
	kept map[string]Secret
}

// NewMemory makes an empty vault.
func NewMemory() *Memory { return &Memory{kept: map[string]Secret{}} }

// Place completes "kept ...".
func (*Memory) Place() string { return "for this session only" }

// Set keeps a copy of s.
func (m *Memory) Set(ctx context.Context, ref string, s Secret) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := checkSet(ref, s, maxSize); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.kept[ref].Wipe()
	m.kept[ref] = New(s.Open())
	return nil
}

// Get is a copy of what is kept, so that wiping it leaves the vault whole.
func (m *Memory) Get(ctx context.Context, ref string) (Secret, error) {
	if err := ctx.Err(); err != nil {
		return Secret{}, err
	}
	if !validRef(ref) {
		return Secret{}, ErrRef
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	s, ok := m.kept[ref]
	if !ok {
		return Secret{}, ErrNotFound
	}
	return New(s.Open()), nil
}

// Delete wipes and forgets.
func (m *Memory) Delete(ctx context.Context, ref string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if !validRef(ref) {
		return ErrRef
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	s, ok := m.kept[ref]
	if !ok {
		return ErrNotFound
	}
	s.Wipe()
	delete(m.kept, ref)
	return nil
}

// Wipe wipes and forgets everything; to be called when the session ends.
func (m *Memory) Wipe() {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, s := range m.kept {
		s.Wipe()
	}
	clear(m.kept)
}
