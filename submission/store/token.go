package store

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
)

// tokensFile names the hosts whose token is in the vault. Without it the vault
// would have to be asked at every start, and some ask their owner in turn.
const tokensFile = "tokens.json"

type tokens struct {
	Format int      `json:"format"`
	Hosts  []string `json:"hosts"`
}

// HasToken reports whether a token for a host was put into the vault.
func HasToken(home, host string) bool {
	return slices.Contains(readTokens(home).Hosts, host)
}

// RememberToken notes that the vault holds a token for a host; not the token.
func RememberToken(home, host string) error {
	t := readTokens(home)
	if slices.Contains(t.Hosts, host) {
		return nil
	}
	t.Format, t.Hosts = 1, append(t.Hosts, host)
	data, err := json.Marshal(t)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(home, 0o700); err != nil {
		return err
	}
	return put(filepath.Join(home, tokensFile), append(data, '\n'))
}

func readTokens(home string) tokens {
	var t tokens
	data, err := readBounded(filepath.Join(home, tokensFile), 64<<10)
	if err != nil || json.Unmarshal(data, &t) != nil || t.Format != 1 {
		return tokens{}
	}
	return t
}
