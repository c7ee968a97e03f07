package outside

import (
	"testing"

	"github.com/atotto/clipboard"
)

// TestPrivate: a secret comes back as it is, and with it what keeps it out of the
// clipboard's history.
func TestPrivate(t *testing.T) {
	if err := clipboard.WriteAll("before"); err != nil {
		t.Skipf("there is no clipboard here: %v", err)
	}
	for _, secret := range []string{"s3cret", "größe \U0001F511", ""} {
		if err := writePrivate(secret); err != nil {
			t.Fatal(err)
		}
		if got, err := clipboard.ReadAll(); err != nil || got != secret {
			t.Errorf("%q came back as %q, %v", secret, got, err)
		}
		for _, name := range privateFormats {
			if !holds(t, name) {
				t.Errorf("the clipboard does not hold %s", name)
			}
		}
	}
	if err := clipboard.WriteAll("after"); err != nil || holds(t, privateFormats[0]) {
		t.Errorf("the wish stays with the next text: %v", err)
	}
}

func holds(t *testing.T, name string) bool {
	t.Helper()
	c := newClipboardCalls()
	format, err := c.format(name)
	if err != nil {
		t.Fatal(err)
	}
	there, _ := c.call(c.user, "IsClipboardFormatAvailable", format)
	return there != 0
}
