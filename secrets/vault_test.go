package secrets

import (
	"context"
	"errors"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// quick is a work factor for tests: 1,024 rounds instead of 131,072.
const quick = 10

func skipUnlessSecretService(t testing.TB) {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skip("this system's keyring is not a Secret Service")
	}
}

func newSealed(t testing.TB, path, passphrase string) *SealedFile {
	t.Helper()
	sealed, err := NewSealedFile(path, New(passphrase), quick)
	if err != nil {
		t.Fatal(err)
	}
	return sealed
}

func TestMemoryVault(t *testing.T) { testVault(t, NewMemory()) }

func TestMemoryWipe(t *testing.T) {
	memory := NewMemory()
	if err := memory.Set(t.Context(), ref, New("value")); err != nil {
		t.Fatal(err)
	}
	memory.Wipe()
	if _, err := memory.Get(t.Context(), ref); !errors.Is(err, ErrNotFound) {
		t.Errorf("Get after Wipe: %v, want ErrNotFound", err)
	}
}

func TestSealedVault(t *testing.T) {
	testVault(t, newSealed(t, filepath.Join(t.TempDir(), "new", "vault.age"), "four words of it"))
}

// testVault holds a vault to the contract of Vault.
func testVault(t *testing.T, vault Vault) {
	t.Helper()
	ctx := context.Background()
	ref, other := Ref("contoso", "oauth.clientSecret"), Ref("contoso", "test.password")

	wantErr := func(step string, err, want error) {
		t.Helper()
		if !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", step, err, want)
		}
	}
	wantValue := func(step, ref, want string) {
		t.Helper()
		got, err := vault.Get(ctx, ref)
		if err != nil || got.Open() != want {
			t.Errorf("%s: %v, or another value", step, err)
		}
	}
	_, err := vault.Get(ctx, ref)
	wantErr("Get of nothing", err, ErrNotFound)
	wantErr("Delete of nothing", vault.Delete(ctx, ref), ErrNotFound)

	kept := New("first value")
	wantErr("Set", vault.Set(ctx, ref, kept), nil)
	wantErr("Set of another", vault.Set(ctx, other, New("other value")), nil)
	kept.Wipe()
	wantValue("Get after the given one was wiped", ref, "first value")

	got, _ := vault.Get(ctx, ref)
	got.Wipe()
	wantValue("Get after the one got was wiped", ref, "first value")

	wantErr("Set again", vault.Set(ctx, ref, New("second value")), nil)
	wantValue("Get after Set again", ref, "second value")
	wantValue("Get of the other", other, "other value")

	wantErr("Set of an empty one", vault.Set(ctx, ref, Secret{}), ErrEmpty)
	var tooBig ErrTooBig
	long := New(strings.Repeat("x", maxSize+1))
	if err := vault.Set(ctx, ref, long); !errors.As(err, &tooBig) || tooBig.Limit <= 0 || tooBig.Limit > maxSize {
		t.Errorf("Set of a long one: %v, want ErrTooBig", err)
	}
	wantValue("Get after what was refused", ref, "second value")

	for _, bad := range []string{"", "contoso", "../contoso/x", "contoso/a/b", "con toso/x"} {
		_, err := vault.Get(ctx, bad)
		wantErr("Get of "+bad, err, ErrRef)
		wantErr("Set of "+bad, vault.Set(ctx, bad, New("value")), ErrRef)
		wantErr("Delete of "+bad, vault.Delete(ctx, bad), ErrRef)
	}
	over, cancel := context.WithCancel(ctx)
	cancel()
	_, err = vault.Get(over, ref)
	wantErr("Get when it is over", err, context.Canceled)
	wantErr("Set when it is over", vault.Set(over, ref, New("third value")), context.Canceled)
	wantErr("Delete when it is over", vault.Delete(over, ref), context.Canceled)
	wantValue("Get after what came too late", ref, "second value")

	wantErr("Delete", vault.Delete(ctx, ref), nil)
	_, err = vault.Get(ctx, ref)
	wantErr("Get after Delete", err, ErrNotFound)
	wantValue("Get of the other after Delete", other, "other value")
}
