package screen

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/secrets"
)

// noKeyring is a computer without a keyring, and a place for a sealed file.
func noKeyring(path string) func(*Options) {
	return func(o *Options) {
		o.Probe = func(context.Context) error { return errors.New("no keyring answers on this computer") }
		o.SealedFile = func(passphrase string) (secrets.Vault, error) {
			return secrets.NewSealedFile(path, secrets.New(passphrase), 10)
		}
	}
}

// vaultAsked types a password where there is no keyring.
func vaultAsked(t *testing.T) (d *sitting, path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "sealed")
	d = sit(t, table{dir: mended(t), change: noKeyring(path)})
	d.at("testing", "testing.password")
	d.typed(password)
	d.press("tab")
	d.wants("Where should secrets be kept?", "no keyring answers on this computer", "Nothing is written in plain text.")
	return d, path
}

// holds fails unless the vault holds the password.
func (d *sitting) holdsPassword() {
	d.t.Helper()
	got, err := d.s().Ports.Vault.Get(context.Background(), d.value("testing.password"))
	if err != nil || got.Open() != password {
		d.t.Errorf("the vault holds another password: %v", err)
	}
	if !d.s().Secrets["testing.password"].Kept {
		d.t.Error("the session does not know that the password is kept")
	}
}

func TestVaultMemory(t *testing.T) {
	d, path := vaultAsked(t)
	d.press("enter")
	d.lacks("Where should secrets be kept?")
	d.holdsPassword()
	d.wants("kept for this session only", "••••")
	if _, err := os.Stat(path); err == nil {
		t.Error("a file was made")
	}
	d.at("oauth", "oauth.clientSecret")
	d.typed(clientSecret)
	d.press("tab")
	if d.m().overlay != nil {
		t.Error("the place is asked for twice")
	}
}

func TestVaultSealedFile(t *testing.T) {
	d, path := vaultAsked(t)
	d.hidden = append(d.hidden, "open sesame, four words", "open sesami, four words")
	d.press("down", "enter")
	d.wants("Passphrase for the sealed file", "Without it the secrets are lost")
	d.press("enter") // an empty one is not taken
	d.typed("open sesame, four words")
	d.press("enter")
	d.wants("The same passphrase again")
	d.typed("open sesami, four words")
	d.press("enter")
	d.wants("the two passphrases differ", "Where should secrets be kept?")
	d.press("enter") // still on the sealed file
	d.typed("open sesame, four words")
	d.press("enter")
	d.typed("open sesame, four words")
	d.press("enter")
	d.lacks("Where should secrets be kept?")
	d.holdsPassword()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(data), password) {
		t.Error("the sealed file holds the password in plain text")
	}
}

func TestVaultSealedFileThatFails(t *testing.T) {
	d, _ := vaultAsked(t)
	d.m().o.SealedFile = func(string) (secrets.Vault, error) { return nil, errors.New("the folder can't be written") }
	d.press("down", "enter")
	d.typed("x")
	d.press("enter")
	d.typed("x")
	d.press("enter")
	d.wants("the folder can't be written", "Where should secrets be kept?")
	if d.value("testing.password") != "" {
		t.Error("something was kept")
	}
}

// TestVaultChoicePutOff closes the question: the secret waits in its field, is
// never shown, and the question comes again.
func TestVaultChoicePutOff(t *testing.T) {
	d, _ := vaultAsked(t)
	d.press("esc")
	d.lacks("Where should secrets be kept?")
	if d.value("testing.password") != "" {
		t.Error("something was kept")
	}
	d.press("shift+tab", "tab")
	d.wants("Where should secrets be kept?")
	d.press("enter")
	d.holdsPassword()
}

// TestVaultKeepsEverySecretThatWaits: both secrets wait, one choice keeps both.
func TestVaultKeepsEverySecretThatWaits(t *testing.T) {
	d, _ := vaultAsked(t)
	d.press("esc")
	d.at("oauth", "oauth.clientSecret")
	d.typed(clientSecret)
	d.press("tab", "enter")
	d.holdsPassword()
	if got, err := d.s().Ports.Vault.Get(context.Background(), d.value("oauth.clientSecret")); err != nil || got.Open() != clientSecret {
		t.Errorf("the client secret is not kept: %v", err)
	}
}

func TestSecretIsReplacedAndForgotten(t *testing.T) {
	d := sit(t, table{dir: mended(t)})
	d.hidden = append(d.hidden, "another-Horse7!battery")
	d.keep("testing.password", "another-Horse7!battery")
	d.at("testing", "testing.password")
	d.wants("type to replace it")
	d.typed(password)
	d.press("tab")
	d.holdsPassword()
	ref := d.value("testing.password")
	d.at("testing", "testing.password")
	d.press("ctrl+d")
	if d.value("testing.password") != "" {
		t.Error("the reference is still there")
	}
	if _, err := d.s().Ports.Vault.Get(context.Background(), ref); !errors.Is(err, secrets.ErrNotFound) {
		t.Errorf("the vault says %v", err)
	}
}

// TestSecretFindingsLive: what is wrong with a secret is said while it is
// typed and after it is out of sight.
func TestSecretFindingsLive(t *testing.T) {
	d := sit(t, table{dir: mended(t)})
	const guid = "5f0c9be1-53b1-4b6f-9a57-0c3f6f2e77ac"
	d.hidden = append(d.hidden, guid)
	d.at("oauth", "oauth.clientSecret")
	d.typed(guid)
	d.wants("a secret's ID (a GUID), not its value")
	d.press("tab")
	d.wants("a secret's ID (a GUID), not its value")
	d.at("oauth", "oauth.clientSecret")
	d.paste(clientSecret)
	d.lacks("a secret's ID")
	d.press("tab")
	d.lacks("a secret's ID")
}

func TestSecretTooLongToPaste(t *testing.T) {
	d := sit(t, table{dir: mended(t)})
	d.at("oauth", "oauth.clientSecret")
	d.paste(strings.Repeat("x", longestLine+1))
	d.wants("too long for a secret: nothing of it was taken")
	d.press("tab")
	if d.value("oauth.clientSecret") != "" {
		t.Error("something was kept")
	}
}

// TestLeavingKeepsASecretInItsField presses ctrl+s before the field is left.
func TestLeavingKeepsASecretInItsField(t *testing.T) {
	d := sit(t, table{dir: mended(t)})
	d.at("testing", "testing.password")
	d.typed(password)
	d.press("ctrl+s")
	if !d.quit {
		t.Fatal("ctrl+s does not leave")
	}
	d.holdsPassword()
}

// TestNoSecretOnDisk looks at every file after a whole sitting.
func TestNoSecretOnDisk(t *testing.T) {
	d := sit(t, table{dir: mendedClone(t)})
	d.open()
	d.freeze()
	d.press("ctrl+s")
	d.a.end(context.Background())
	files := 0
	for _, root := range []string{d.s().Ports.Store.Dir(), d.s().Draft.Folder} {
		err := filepath.Walk(root, func(path string, info os.FileInfo, err error) error {
			if err != nil || !info.Mode().IsRegular() {
				return err
			}
			files++
			data, err := os.ReadFile(path)
			for _, secret := range d.hidden {
				if strings.Contains(string(data), secret) {
					t.Errorf("%s holds a secret", path)
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if files < 10 {
		t.Errorf("only %d files were looked at", files)
	}
}

// TestDotsTellNothing: while a secret is typed it shows the same, however long
// it is, in its field and where a passphrase is asked for.
func TestDotsTellNothing(t *testing.T) {
	d := sit(t, table{dir: mended(t)})
	row := func() string {
		for _, r := range d.rows() {
			if strings.Contains(r, d.m().th.Glyphs.Mask) {
				return r
			}
		}
		t.Fatalf("no dots:\n%s", d.screen())
		return ""
	}
	same := func() {
		t.Helper()
		d.send(keyMsg("a"))
		one := row()
		for range 40 {
			d.send(keyMsg("b"))
		}
		if many := row(); many != one {
			t.Errorf("one letter shows %q, 41 show %q", one, many)
		}
	}
	d.at("testing", "testing.password")
	same()
	a := newAsk(d.m(), "Passphrase", nil, true, nil)
	d.m().overlay = a
	a.focus()
	same()
	if a.line.value != "a"+strings.Repeat("b", 40) {
		t.Errorf("typed is %q", a.line.value)
	}
}

// TestVaultThatAnswersLate: a secret whose field is left before the vault has
// said whether it can be used is neither tried nor lost.
func TestVaultThatAnswersLate(t *testing.T) {
	for _, c := range []struct {
		name string
		err  error
	}{{"usable", nil}, {"locked", errors.New("the keyring is locked")}} {
		t.Run(c.name, func(t *testing.T) {
			d := sit(t, table{dir: mended(t)})
			d.m().probing = true
			d.at("testing", "testing.password")
			d.typed(password)
			d.press("tab")
			if d.value("testing.password") != "" {
				t.Fatal("it was kept before the vault had answered")
			}
			d.send(probed{c.err})
			if c.err == nil {
				d.holdsPassword()
				return
			}
			d.wants("Where should secrets be kept?", "the keyring is locked")
			d.press("enter")
			d.holdsPassword()
		})
	}
}
