package screen

import (
	"github.com/charmbracelet/bubbles/key"
	tea "github.com/charmbracelet/bubbletea"

	"github.com/certwiz/certwiz/secrets"
	"github.com/certwiz/certwiz/ui/theme"
)

// waiting is a field whose secret was typed and has no place to be kept in, ""
// when there is none.
func (m *Model) waiting() string {
	if m.vaultFail == nil {
		return ""
	}
	for _, p := range m.pages {
		for id, w := range p.widgets {
			if s, ok := w.(*secretField); ok && s.typed != "" {
				return id
			}
		}
	}
	return ""
}

// useMemory keeps secrets for this session only.
func (m *Model) useMemory() {
	m.useVault(secrets.NewMemory())
}

func (m *Model) useVault(v secrets.Vault) {
	m.s.UseVault(v)
	m.vaultFail, m.o.Probe, m.probing = nil, nil, false
}

// wasProbed takes the vault's answer. Secrets whose fields were left meanwhile
// go where they can be kept, or wait until a place is chosen.
func (m *Model) wasProbed(err error) tea.Cmd {
	was := m.probing
	m.probing, m.vaultFail = false, err
	if !was {
		return nil
	}
	typing := ""
	if p := m.current(); p != nil && m.rail < 0 && m.overlay == nil {
		f, _ := p.focused()
		typing = f.ID
	}
	if err == nil {
		return m.keepTyped(typing)
	}
	if field := m.waiting(); field != "" && field != typing && m.overlay == nil && m.sheet == nil {
		m.overlay = newVaultChoice(m, field)
	}
	return nil
}

// keepTyped puts every secret that waits in a field into the vault, but for the
// one that is being typed.
func (m *Model) keepTyped(but string) tea.Cmd {
	var cmds []tea.Cmd
	for _, p := range m.pages {
		for id, w := range p.widgets {
			if s, ok := w.(*secretField); ok && s.typed != "" && id != but {
				cmds = append(cmds, s.keep())
			}
		}
	}
	return tea.Batch(cmds...)
}

// useSealedFile keeps secrets in a file sealed with a passphrase.
func (m *Model) useSealedFile(passphrase string) error {
	vault, err := m.o.SealedFile(passphrase)
	if err != nil {
		return err
	}
	m.useVault(vault)
	return nil
}

// newVaultChoice asks where secrets go when there is no keyring. It never
// falls back by itself.
func newVaultChoice(m *Model, field string) overlay {
	c := &vaultChoice{m: m, field: field}
	c.options = []string{"for this session only: certwiz asks again next time"}
	if m.o.SealedFile != nil {
		c.options = append(c.options, "in a file sealed with a passphrase")
	}
	return c
}

type vaultChoice struct {
	m       *Model
	field   string
	options []string
	at      int
}

func (c *vaultChoice) update(msg tea.Msg) tea.Cmd {
	k, ok := msg.(tea.KeyMsg)
	if !ok {
		return nil
	}
	switch {
	case matches(k, c.m.keys.Up):
		c.at = max(0, c.at-1)
	case matches(k, c.m.keys.Down):
		c.at = min(len(c.options)-1, c.at+1)
	case matches(k, c.m.keys.Close):
		return c.m.close()
	case matches(k, c.m.keys.Pick):
		if c.at == 1 {
			return c.passphrase()
		}
		c.m.useMemory()
		return c.keep()
	}
	return nil
}

// passphrase asks for it twice.
func (c *vaultChoice) passphrase() tea.Cmd {
	first := newAsk(c.m, "Passphrase for the sealed file", []string{"It is asked for in every session and kept nowhere. Without it the secrets are lost."}, true, nil)
	first.done = func(one string) tea.Cmd {
		second := newAsk(c.m, "The same passphrase again", nil, true, nil)
		second.done = func(two string) tea.Cmd {
			if one != two {
				c.m.notice = "the two passphrases differ: nothing was made"
				c.m.overlay = c
				return nil
			}
			if err := c.m.useSealedFile(one); err != nil {
				c.m.notice = err.Error()
				c.m.overlay = c
				return nil
			}
			return c.keep()
		}
		c.m.overlay = second
		return second.focus()
	}
	c.m.overlay = first
	return first.focus()
}

// keep puts every secret that waits in a field into the vault chosen.
func (c *vaultChoice) keep() tea.Cmd {
	return tea.Batch(c.m.close(), c.m.keepTyped(""))
}

func (c *vaultChoice) lines(width, _ int) []string {
	lines := []string{"", c.m.th.Title.Render("Where should secrets be kept?"), ""}
	lines = append(lines, theme.Wrap("The keyring can't be used: "+c.m.th.Safe(c.m.vaultFail.Error()), width)...)
	lines = append(lines, "", "Nothing is written in plain text.", "")
	for i, o := range c.options {
		mark := "  "
		if i == c.at {
			mark = c.m.th.Accent.Render(c.m.th.Glyphs.Pick) + " "
		}
		lines = append(lines, mark+o)
	}
	return lines
}

func (c *vaultChoice) bindings() []key.Binding {
	return []key.Binding{c.m.keys.Move, c.m.keys.Pick, c.m.keys.Close}
}
