package handoff

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/certwiz/certwiz/secrets"
	"github.com/certwiz/certwiz/submission/session"
)

func TestASecretLeavesTheClipboard(t *testing.T) {
	d := drive(t, nil)
	d.to("password")
	d.press("c")
	if d.board.text != password {
		t.Fatalf("copied %q", d.board.text)
	}
	d.wants(d.screen(), "   6 ✓ Password", "clears at 10:42:30", "Password: copied to the clipboard, cleared at 10:42:30")
	d.recorded("copied password")
	if len(d.ticks) != 1 {
		t.Fatalf("%d waits", len(d.ticks))
	}
	d.run(d.sheet.Update(d.ticks[0]))
	if d.board.text != "" || d.board.clears != 1 {
		t.Errorf("after 30 s the clipboard holds %q", d.board.text)
	}
	d.wants(d.screen(), "••••••••  cleared", "Password: cleared from the clipboard")
}

func TestTheClipboardIsLeftAloneWhenItHoldsSomethingElse(t *testing.T) {
	d := drive(t, nil)
	d.to("password")
	d.press("c")
	d.board.text = "copied elsewhere"
	d.run(d.sheet.Update(d.ticks[0]))
	if d.board.text != "copied elsewhere" {
		t.Error("what the person copied is gone")
	}
}

func TestTheClipboardIsClearedWhenItCannotBeRead(t *testing.T) {
	d := drive(t, nil)
	d.board.unknown = true
	d.to("password")
	d.press("c")
	d.run(d.sheet.Update(d.ticks[0]))
	if d.board.clears != 1 {
		t.Error("not cleared")
	}
}

func TestTheNextCopyEndsTheWait(t *testing.T) {
	d := drive(t, nil)
	d.board.unknown = true
	d.to("password")
	d.press("c")
	d.to("support")
	d.press("c")
	d.run(d.sheet.Update(d.ticks[0]))
	if d.board.clears != 0 || d.board.text != "support@contoso.example" {
		t.Error("what was copied since is gone")
	}
}

func TestOnlyTheLastSecretsTimeCounts(t *testing.T) {
	d := drive(t, nil)
	d.to("password")
	d.press("c")
	d.to("clientSecret")
	d.press("c")
	d.run(d.sheet.Update(d.ticks[0]))
	if d.board.text != client {
		t.Fatal("the second secret was cleared at the first one's time")
	}
	d.run(d.sheet.Update(d.ticks[1]))
	if d.board.text != "" {
		t.Error("the second secret stays")
	}
}

func TestLeavingClears(t *testing.T) {
	d := drive(t, nil)
	d.to("clientSecret")
	d.press("c", "esc")
	if d.board.text != "" || !d.closed {
		t.Errorf("closed %v, the clipboard holds %q", d.closed, d.board.text)
	}
	d.run(d.sheet.Update(d.ticks[0]))
	if d.board.clears != 1 {
		t.Error("cleared twice")
	}
	if d.sheet.Leave() != nil {
		t.Error("there is nothing left to clear")
	}
}

func TestASignalClears(t *testing.T) {
	d := drive(t, nil)
	d.to("clientSecret")
	d.press("c")
	if err := d.sheet.End(); err != nil || d.board.text != "" {
		t.Errorf("the clipboard holds %q: %v", d.board.text, err)
	}
}

func TestASecretThatIsNoLongerKept(t *testing.T) {
	d := drive(t, nil)
	if err := d.vault.Delete(context.Background(), d.s.Draft.Value("testing.password")); err != nil {
		t.Fatal(err)
	}
	d.to("password")
	d.press("c")
	d.wants(d.screen(), "Password is no longer kept. Type it again, for this copy only.")
	d.press("enter")
	d.wants(d.screen(), "Nothing was typed.")
	d.press(password)
	d.wants(d.screen(), "› "+strings.Repeat("•", 12))
	d.press("enter")
	if d.board.text != password {
		t.Errorf("copied %q", d.board.text)
	}
	d.recorded("copied password")
	if _, err := d.vault.Get(context.Background(), d.s.Draft.Value("testing.password")); !errors.Is(err, secrets.ErrNotFound) {
		t.Error("it was kept again, although it was for this copy only")
	}
	d.run(d.sheet.Update(d.ticks[0]))
	if d.board.text != "" {
		t.Error("not cleared")
	}
}

func TestTypingASecretCanBeGivenUp(t *testing.T) {
	d := drive(t, func(s *session.Session) { delete(s.Draft.Answers, "oauth.clientSecret") })
	d.to("clientSecret")
	d.press("c", "half", "esc")
	d.wants(d.screen(), "Did the portal show its confirmation?")
	if d.sheet.input.Value() != "" {
		t.Error("what was typed is still there")
	}
	d.recorded()
}

// lockedVault is a keyring that its owner has not unlocked.
type lockedVault struct{ secrets.Vault }

func (lockedVault) Get(context.Context, string) (secrets.Secret, error) {
	return secrets.Secret{}, secrets.ErrLocked
}

func TestAVaultThatIsLocked(t *testing.T) {
	d := drive(t, nil)
	d.s.Ports.Vault = lockedVault{d.vault}
	d.to("password")
	d.press("c")
	d.wants(d.screen(), "! Password: The keyring is locked")
	d.recorded()
}

// TestDotsTellNothing: a secret that is typed once more shows the same, however
// long it is.
func TestDotsTellNothing(t *testing.T) {
	d := drive(t, nil)
	d.sheet.ask(typingSecret)
	prompt := func(letters int) string {
		d.sheet.input.SetValue(strings.Repeat("a", letters))
		return strings.Join(d.sheet.prompt(80), "\n")
	}
	if one, many := prompt(1), prompt(41); one != many || !strings.Contains(one, d.sheet.o.Theme.Glyphs.Mask) {
		t.Errorf("one letter shows %q, 41 show %q", one, many)
	}
}
