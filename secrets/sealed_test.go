package secrets

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"filippo.io/age"
	"github.com/gofrs/flock"
)

const (
	passphrase = "four words of it"
	secretText = "Zq8~value.of-the_secret"
)

// sealedFile is the path of a vault that holds secretText under ref.
func sealedFile(t testing.TB) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "vault.age")
	err := newSealed(t, path, passphrase).Set(context.Background(), ref, New(secretText))
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func read(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestSealedOpensAgain(t *testing.T) {
	path := sealedFile(t)
	again := newSealed(t, path, passphrase)
	if err := again.Unlock(t.Context()); err != nil {
		t.Fatal(err)
	}
	got, err := again.Get(t.Context(), ref)
	if err != nil || got.Open() != secretText {
		t.Errorf("Get: %v, or another value", err)
	}
}

func TestSealedFileIsPrivateAndAlone(t *testing.T) {
	path := sealedFile(t)
	if runtime.GOOS != "windows" {
		for _, name := range []string{path, path + ".lock"} {
			info, err := os.Stat(name)
			if err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("%s: %v, %v, want 0600", filepath.Base(name), info.Mode(), err)
			}
		}
	}
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(entries) != 2 {
		t.Errorf("%d files beside the vault and its lock: %v, %v", len(entries)-2, entries, err)
	}
	for _, form := range []string{secretText, passphrase, "contoso"} {
		if bytes.Contains(read(t, path), []byte(form)) {
			t.Error("the file shows a value, a reference or the passphrase")
		}
	}
}

// The file is one that "age --decrypt" opens, should certwiz be gone.
func TestSealedIsAnAgeFile(t *testing.T) {
	identity, err := age.NewScryptIdentity(passphrase)
	if err != nil {
		t.Fatal(err)
	}
	r, err := age.Decrypt(bytes.NewReader(read(t, sealedFile(t))), identity)
	if err != nil {
		t.Fatal(err)
	}
	var plain bytes.Buffer
	plain.ReadFrom(r)
	want := `{"format":"certwiz sealed secrets","version":1,"secrets":{"contoso/oauth.clientSecret":"WnE4fnZhbHVlLm9mLXRoZV9zZWNyZXQ="}}`
	if plain.String() != want {
		t.Errorf("it holds %s, want %s", plain.String(), want)
	}
}

// tryAll wants every method to fail with want and the file to stay as it is.
func tryAll(t *testing.T, path, passphrase string, want error) {
	t.Helper()
	before := read(t, path)
	vault := newSealed(t, path, passphrase)
	_, getErr := vault.Get(t.Context(), ref)
	for call, err := range map[string]error{
		"Unlock": vault.Unlock(t.Context()),
		"Get":    getErr,
		"Set":    vault.Set(t.Context(), ref, New("another value")),
		"Delete": vault.Delete(t.Context(), ref),
	} {
		if !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", call, err, want)
		}
	}
	if !bytes.Equal(before, read(t, path)) {
		t.Error("the file was changed")
	}
}

func TestSealedWrongPassphrase(t *testing.T) {
	tryAll(t, sealedFile(t), "five words of it", ErrPassphrase)
}

func TestSealedNoPassphrase(t *testing.T) {
	if _, err := NewSealedFile("x", Secret{}, quick); !errors.Is(err, ErrNoPassphrase) {
		t.Errorf("%v, want ErrNoPassphrase", err)
	}
	for _, factor := range []int{-1, 19, 31} {
		if _, err := NewSealedFile("x", New(passphrase), factor); err == nil {
			t.Errorf("work factor %d is taken", factor)
		}
	}
	vault := newSealed(t, sealedFile(t), passphrase)
	vault.Wipe()
	if _, err := vault.Get(t.Context(), ref); !errors.Is(err, ErrNoPassphrase) {
		t.Errorf("Get after Wipe: %v, want ErrNoPassphrase", err)
	}
}

func TestSealedDamaged(t *testing.T) {
	whole := read(t, sealedFile(t))
	header := bytes.Index(whole, []byte("---"))
	flip := func(at int) []byte {
		data := bytes.Clone(whole)
		data[at] ^= 1
		return data
	}
	tests := map[string]struct {
		data []byte
		want error
	}{
		"empty":           {nil, ErrDamaged},
		"text":            {[]byte("client_secret=1\n"), ErrDamaged},
		"half the header": {whole[:header/2], ErrDamaged},
		"no contents":     {whole[:header+50], ErrDamaged},
		"cut short":       {whole[:len(whole)-1], ErrDamaged},
		"longer":          {append(bytes.Clone(whole), 'x'), ErrDamaged},
		"a bit in it":     {flip(len(whole) - 20), ErrDamaged},
		"its checksum":    {flip(header + 10), ErrDamaged},
		"its first byte":  {flip(0), ErrDamaged},
		"over the bound":  {bytes.Repeat([]byte("x"), 1<<20+1), ErrDamaged},
		"valid, but big":  {sealText(t, `{"format": "certwiz sealed secrets", "version": 1}`+strings.Repeat(" ", 1<<20)), ErrDamaged},
		"other contents":  {sealText(t, "certwiz"), ErrDamaged},
		"other format":    {sealText(t, `{"format": "other", "version": 1}`), ErrDamaged},
		"no version":      {sealText(t, `{"format": "certwiz sealed secrets"}`), ErrDamaged},
		"bad reference":   {sealText(t, `{"format": "certwiz sealed secrets", "version": 1, "secrets": {"../x/y": "eA=="}}`), ErrDamaged},
		"empty secret":    {sealText(t, `{"format": "certwiz sealed secrets", "version": 1, "secrets": {"x/y": ""}}`), ErrDamaged},
		"not base64":      {sealText(t, `{"format": "certwiz sealed secrets", "version": 1, "secrets": {"x/y": "?"}}`), ErrDamaged},
		"newer":           {sealText(t, `{"format": "certwiz sealed secrets", "version": 2, "secrets": [{"new": true}]}`), ErrNewer},
		"for a key":       {sealToKey(t), ErrDamaged},
		"too much work":   {bytes.Replace(whole, []byte(" 10\n"), []byte(" 19\n"), 1), ErrDamaged},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "vault.age")
			if err := os.WriteFile(path, test.data, 0o600); err != nil {
				t.Fatal(err)
			}
			tryAll(t, path, passphrase, test.want)
		})
	}
}

// sealText is an age file of our own making.
func sealText(t testing.TB, text string) []byte {
	t.Helper()
	recipient, err := age.NewScryptRecipient(passphrase)
	if err != nil {
		t.Fatal(err)
	}
	recipient.SetWorkFactor(quick)
	return encrypt(t, text, recipient)
}

func sealToKey(t testing.TB) []byte {
	t.Helper()
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	return encrypt(t, "{}", identity.Recipient())
}

func encrypt(t testing.TB, text string, recipient age.Recipient) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := age.Encrypt(&out, recipient)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestSealedFollowsNoLink(t *testing.T) {
	target := sealedFile(t)
	path := filepath.Join(t.TempDir(), "vault.age")
	if err := os.Symlink(target, path); err != nil {
		t.Skip("this system lets no link be made: ", err)
	}
	tryAll(t, path, passphrase, ErrNotAFile)
	if info, err := os.Lstat(path); err != nil || info.Mode().Type() != fs.ModeSymlink {
		t.Error("the link was replaced")
	}
	// A link to nothing is not taken for "no file yet".
	if err := os.Remove(target); err != nil {
		t.Fatal(err)
	}
	err := newSealed(t, path, passphrase).Set(t.Context(), ref, New("value"))
	if !errors.Is(err, ErrNotAFile) {
		t.Errorf("Set on a link to nothing: %v, want ErrNotAFile", err)
	}
}

func TestSealedOnAFolder(t *testing.T) {
	path := filepath.Join(t.TempDir(), "vault.age")
	if err := os.Mkdir(path, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := newSealed(t, path, passphrase).Unlock(t.Context()); !errors.Is(err, ErrNotAFile) {
		t.Errorf("Unlock: %v, want ErrNotAFile", err)
	}
}

func TestSealedFolderThatCannotBe(t *testing.T) {
	file := sealedFile(t)
	vault := newSealed(t, filepath.Join(file, "vault.age"), passphrase)
	err := vault.Set(t.Context(), ref, New(secretText))
	if !errors.Is(err, ErrFile) || strings.Contains(err.Error(), secretText) {
		t.Errorf("Set: %v, want ErrFile", err)
	}
}

// Two sessions with one file see each other's secrets and lose none.
func TestSealedTwoSessions(t *testing.T) {
	path := filepath.Join(t.TempDir(), "vault.age")
	var wg sync.WaitGroup
	names := []string{"a", "b", "c", "d"}
	for _, name := range names {
		vault := newSealed(t, path, passphrase)
		wg.Go(func() {
			if err := vault.Set(t.Context(), Ref("contoso", name), New("value "+name)); err != nil {
				t.Errorf("Set: %v", err)
			}
		})
	}
	wg.Wait()
	one, two := newSealed(t, path, passphrase), newSealed(t, path, passphrase)
	for _, name := range names {
		got, err := one.Get(t.Context(), Ref("contoso", name))
		if err != nil || got.Open() != "value "+name {
			t.Errorf("Get of %s: %v, or another value", name, err)
		}
	}
	if err := two.Delete(t.Context(), "contoso/a"); err != nil {
		t.Fatal(err)
	}
	if _, err := one.Get(t.Context(), "contoso/a"); !errors.Is(err, ErrNotFound) {
		t.Errorf("Get of what the other deleted: %v, want ErrNotFound", err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if _, err := one.Get(t.Context(), "contoso/b"); !errors.Is(err, ErrNotFound) {
		t.Errorf("Get after the file was deleted: %v, want ErrNotFound", err)
	}
}

func TestSealedFull(t *testing.T) {
	path := filepath.Join(t.TempDir(), "vault.age")
	vault := newSealed(t, path, passphrase)
	big := New(strings.Repeat("x", maxSize))
	var last []byte
	for i := range 20 {
		err := vault.Set(t.Context(), Ref("contoso", string(rune('a'+i))), big)
		if errors.Is(err, ErrFull) {
			if !bytes.Equal(last, read(t, path)) {
				t.Error("the file was changed")
			}
			if _, err := vault.Get(t.Context(), Ref("contoso", string(rune('a'+i)))); !errors.Is(err, ErrNotFound) {
				t.Errorf("Get of what did not fit: %v, want ErrNotFound", err)
			}
			if err := newSealed(t, path, passphrase).Unlock(t.Context()); err != nil {
				t.Errorf("Unlock of a full file: %v", err)
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		last = read(t, path)
	}
	t.Error("a file of more than 1 MB was written")
}

func TestSealedBusy(t *testing.T) {
	path := sealedFile(t)
	other := flock.New(path + ".lock")
	if ok, err := other.TryLock(); !ok || err != nil {
		t.Fatal(ok, err)
	}
	defer other.Unlock()
	before := read(t, path)
	vault := newSealed(t, path, passphrase)
	ctx, cancel := context.WithTimeout(t.Context(), short)
	defer cancel()
	if err := vault.Set(ctx, ref, New("another value")); !errors.Is(err, ErrBusy) {
		t.Errorf("Set: %v, want ErrBusy", err)
	}
	if !bytes.Equal(before, read(t, path)) {
		t.Error("the file was changed")
	}
	if got, err := vault.Get(t.Context(), ref); err != nil || got.Open() != secretText {
		t.Errorf("Get waits for who writes: %v, or another value", err)
	}
}

func BenchmarkSealedSet(b *testing.B) {
	vault, err := NewSealedFile(filepath.Join(b.TempDir(), "vault.age"), New(passphrase), 0)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if err := vault.Set(b.Context(), ref, New(secretText)); err != nil {
			b.Fatal(err)
		}
	}
}

// TestShortPassphrase makes no new file; one that is there opens all the same.
func TestShortPassphrase(t *testing.T) {
	path := filepath.Join(t.TempDir(), "secrets.age")
	short, err := NewSealedFile(path, New("too short"), 1)
	if err != nil {
		t.Fatal(err)
	}
	for what, err := range map[string]error{"unlock": short.Unlock(t.Context()), "set": short.Set(t.Context(), Ref("contoso", "a"), New("s3cret"))} {
		if !errors.Is(err, ErrShortPassphrase) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file was made: %v", err)
	}
}
