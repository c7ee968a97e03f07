package session

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/certwiz/certwiz/secrets"
)

// SecretTime is how long a secret may stay on the clipboard. Texts that name
// it say "30 seconds".
const SecretTime = 30 * time.Second

// vaultTime is how long a vault may take to hand over a secret; its own limit
// is shorter.
const vaultTime = 10 * time.Second

// ErrNotKept says that the vault no longer holds a line's secret.
var ErrNotKept = errors.New("no longer kept")

// errNoClipboard says that nothing can be copied at all.
var errNoClipboard = errors.New("there is no clipboard here")

// Clipboard is where texts are copied to.
type Clipboard interface {
	Copy(text string) (how string, err error)
	CopySecret(text string) (how string, err error) // and no history is to keep it
	Held(text string) (held, known bool)
	Clear() error
}

// Pasteboard copies the lines of the hand-off and takes secrets off the
// clipboard again. Its calls can take seconds and may be made on any goroutine;
// they run one after another.
type Pasteboard struct {
	clipboard Clipboard
	calls     sync.Mutex // held while the clipboard is used

	mu   sync.Mutex
	last *Copied
}

// NewPasteboard makes one for a clipboard.
func NewPasteboard(c Clipboard) *Pasteboard { return &Pasteboard{clipboard: c} }

// Copied is one copy of a secret. It ends when it is cleared or when anything
// else is copied.
type Copied struct {
	board  *Pasteboard
	secret secrets.Secret
}

// Copy puts a text on the clipboard.
func (p *Pasteboard) Copy(text string) (how string, err error) {
	p.calls.Lock()
	defer p.calls.Unlock()
	return p.copy(text, nil)
}

// CopyLine puts what a line holds on the clipboard; copied is nil unless that is
// a secret. The error is ErrNotKept when the vault no longer has it.
func (p *Pasteboard) CopyLine(ctx context.Context, vault secrets.Vault, l HandoffLine) (how string, copied *Copied, err error) {
	if !l.Secret {
		if l.Missing != nil {
			return "", nil, l.Missing
		}
		how, err = p.Copy(l.Content)
		return how, nil, err
	}
	if l.Ref == "" {
		return "", nil, ErrNotKept
	}
	ctx, cancel := context.WithTimeout(ctx, vaultTime)
	defer cancel()
	secret, err := vault.Get(ctx, l.Ref)
	if errors.Is(err, secrets.ErrNotFound) {
		return "", nil, ErrNotKept
	}
	if err != nil {
		return "", nil, err
	}
	return p.CopySecret(secret)
}

// CopySecret puts a secret on the clipboard. It is wiped once it is off again.
func (p *Pasteboard) CopySecret(secret secrets.Secret) (how string, copied *Copied, err error) {
	p.calls.Lock()
	defer p.calls.Unlock()
	copied = &Copied{p, secret}
	how, err = p.copy(secret.Open(), copied)
	if err != nil {
		secret.Wipe()
		return "", nil, err
	}
	return how, copied, nil
}

func (p *Pasteboard) copy(text string, as *Copied) (how string, err error) {
	if p.clipboard == nil {
		return "", errNoClipboard
	}
	put := p.clipboard.Copy
	if as != nil {
		put = p.clipboard.CopySecret
	}
	how, err = put(text)
	if err == nil {
		p.replace(as)
	}
	return how, err
}

// replace ends the last copy, which was written over.
func (p *Pasteboard) replace(by *Copied) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.last != nil {
		p.last.secret.Wipe()
	}
	p.last = by
}

// Clear takes a secret that is on the clipboard off it.
func (p *Pasteboard) Clear() error {
	p.mu.Lock()
	last := p.last
	p.mu.Unlock()
	if last == nil {
		return nil
	}
	_, err := last.Clear()
	return err
}

// Clear takes the secret off the clipboard, unless that was done or something
// else was copied since: then ended is false. Where the clipboard can't be
// read it is emptied.
func (c *Copied) Clear() (ended bool, err error) {
	c.board.calls.Lock()
	defer c.board.calls.Unlock()
	c.board.mu.Lock()
	current := c.board.last == c
	c.board.mu.Unlock()
	if !current {
		return false, nil
	}
	if held, known := c.board.clipboard.Held(c.secret.Open()); held || !known {
		err = c.board.clipboard.Clear()
	}
	c.board.replace(nil)
	return true, err
}
