//go:build !(linux || netbsd || openbsd || ((dragonfly || freebsd) && cgo) || windows || darwin)

package secrets

// systemState: go-keyring knows no keyring on this system.
func systemState() error { return ErrNoKeyring }

func systemExplain(error) *Problem { return nil }
