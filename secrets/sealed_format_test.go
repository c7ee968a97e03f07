package secrets

import (
	"bytes"
	"errors"
	"maps"
	"testing"
)

// FuzzSealed takes any bytes for a sealed file.
func FuzzSealed(f *testing.F) {
	const leastWork = 1
	passphrase := New("four words of it")
	whole, err := seal(map[string]Secret{"contoso/oauth.clientSecret": New("value")}, passphrase, leastWork)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole)
	f.Add(whole[:len(whole)-1])
	f.Add(append(bytes.Clone(whole), whole...))
	f.Add(bytes.Replace(whole, []byte("scrypt"), []byte("X25519"), 1))
	f.Add([]byte("age-encryption.org/v1\n-> scrypt AAAAAAAAAAAAAAAAAAAAAA 1\n"))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		kept, err := unseal(data, passphrase)
		var problem *Problem
		if err != nil && (kept != nil || !errors.As(err, &problem)) {
			t.Fatalf("an error that is not for a person, or with secrets: %v", err)
		}
		if err == nil && (len(kept) != 1 || kept["contoso/oauth.clientSecret"].Open() != "value") {
			t.Fatal("a file with other contents opens")
		}
	})
}

// FuzzSealedContents takes any bytes for the open contents of a sealed file.
// What is taken can be written and read again.
func FuzzSealedContents(f *testing.F) {
	f.Add([]byte(`{"format":"certwiz sealed secrets","version":1,"secrets":{"contoso/oauth.clientSecret":"eA=="}}`))
	f.Add([]byte(`{"format":"certwiz sealed secrets","version":2}`))
	f.Add([]byte(`{"format":"certwiz sealed secrets","version":1,"secrets":null}`))
	f.Add([]byte(`{"version":1e99}`))
	f.Add([]byte(`[[[`))
	f.Fuzz(func(t *testing.T, plain []byte) {
		kept, err := decode(plain)
		if err != nil {
			return
		}
		again, err := encode(kept)
		if err != nil {
			t.Fatal(err)
		}
		back, err := decode(again)
		if err != nil || !maps.EqualFunc(kept, back, func(a, b Secret) bool { return a.Open() == b.Open() }) {
			t.Fatalf("what was read can't be written and read again: %v", err)
		}
	})
}
